/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* Which rewards are claimed, and who is paid: all that can be, to the account itself, until somebody chooses otherwise. */
#define SURETY_TYPE_PLAN_CLAIM (surety_plan_claim_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPlanClaim, surety_plan_claim, SURETY, PLAN_CLAIM, AdwBin)

void surety_plan_claim_set_session (SuretyPlanClaim *self, SuretySession *session);
/* What was chosen as an intent of the session's account; headline: what it claims ("Claim 3 EIGEN"), newly allocated. NULL with a
 * sentence shown when nothing of it can be claimed. */
SuretyIntent *surety_plan_claim_make_intent (SuretyPlanClaim *self, char **headline);

G_END_DECLS
