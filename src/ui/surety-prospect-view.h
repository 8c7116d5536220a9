/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* What comes, for what the guide has chosen: changes against the time to leave, and how a year may end, with the
 * assumptions behind that one press away. */
#define SURETY_TYPE_PROSPECT_VIEW (surety_prospect_view_get_type ())
G_DECLARE_FINAL_TYPE (SuretyProspectView, surety_prospect_view, SURETY, PROSPECT_VIEW, GtkBox)

void surety_prospect_view_set_session (SuretyProspectView *self, SuretySession *session);

G_END_DECLS
