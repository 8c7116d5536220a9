/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* The start-small ladder of the guide's token: its steps, to be chosen; that the amount goes beyond
 * what is open, and the decision to; what opens the next step. Choosing a step sets the guide's
 * amount. */
#define SURETY_TYPE_LADDER_VIEW (surety_ladder_view_get_type ())
G_DECLARE_FINAL_TYPE (SuretyLadderView, surety_ladder_view, SURETY, LADDER_VIEW, GtkBox)

/* Once. */
void surety_ladder_view_set_session (SuretyLadderView *self, SuretySession *session);

G_END_DECLS
