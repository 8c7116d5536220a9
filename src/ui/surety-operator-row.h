/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "surety-guide-facts.h"

G_BEGIN_DECLS

/* An operator in the list of the guide: who, slashable now and later, warning time against exit time, and whether it is
 * the chosen one. Made once and filled again as the list scrolls. */
#define SURETY_TYPE_OPERATOR_ROW (surety_operator_row_get_type ())
G_DECLARE_FINAL_TYPE (SuretyOperatorRow, surety_operator_row, SURETY, OPERATOR_ROW, GtkBox)

GtkWidget *surety_operator_row_new (void);
/* strategy: of the token that is restaked; NULL while none is chosen. */
void surety_operator_row_set (SuretyOperatorRow *self,
                              SuretyProvider *provider,
                              const Address *strategy,
                              const SuretyGuideFacts *facts,
                              gboolean chosen);

G_END_DECLS
