/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* What a plan's transaction waits for, and what can be done about it; not visible while there is nothing to say.
 * Follows the session's activity. */
#define SURETY_TYPE_WAITING_BOX (surety_waiting_box_get_type ())
G_DECLARE_FINAL_TYPE (SuretyWaitingBox, surety_waiting_box, SURETY, WAITING_BOX, AdwBin)

/* plan 0: none. */
void surety_waiting_box_set_plan (SuretyWaitingBox *self, SuretySession *session, gint64 plan);

G_END_DECLS
