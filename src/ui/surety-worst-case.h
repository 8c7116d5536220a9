/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* What the typed amount could lose with the chosen operator: the bar of pledges, its words, and the worst case in
 * tokens. Follows the session's guide. */
#define SURETY_TYPE_WORST_CASE (surety_worst_case_get_type ())
G_DECLARE_FINAL_TYPE (SuretyWorstCase, surety_worst_case, SURETY, WORST_CASE, GtkBox)

void surety_worst_case_set_session (SuretyWorstCase *self, SuretySession *session);

G_END_DECLS
