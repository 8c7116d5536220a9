/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-vetting.h"

G_BEGIN_DECLS

/* One check: its verdict in words and as an icon, what was found; opened, why it matters, what one
 * can do, what it rests on and the thresholds, which can be changed there. */
#define SURETY_TYPE_CHECK_ROW (surety_check_row_get_type ())
G_DECLARE_FINAL_TYPE (SuretyCheckRow, surety_check_row, SURETY, CHECK_ROW, AdwExpanderRow)

/* vetting: the one the check is of. */
GtkWidget *surety_check_row_new (SuretyVetting *vetting, SuretyCheck *check);
SuretyCheck *surety_check_row_get_check (SuretyCheckRow *self);

G_END_DECLS
