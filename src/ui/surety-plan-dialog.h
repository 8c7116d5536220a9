/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-allowance.h"
#include "surety-session.h"

G_BEGIN_DECLS

/* Leaving, in a dialog of its own: choose how much, look at what will be signed, sign, follow. Safe to close at any time: what
 * was signed is followed on. */
#define SURETY_TYPE_PLAN_DIALOG (surety_plan_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPlanDialog, surety_plan_dialog, SURETY, PLAN_DIALOG, AdwDialog)

/* Queue a withdrawal of all or part of a position. */
AdwDialog *surety_plan_dialog_new_leave (SuretySession *session, SuretyPosition *position);
/* Finish a withdrawal that is ready. */
AdwDialog *surety_plan_dialog_new_finish (SuretySession *session, SuretyExit *leaving);
/* Look at what is left of the guide's plan, and sign that. */
AdwDialog *surety_plan_dialog_new_rest (SuretySession *session);
/* Leave the operator with everything. */
AdwDialog *surety_plan_dialog_new_undelegate (SuretySession *session);
/* Claim what the session's rewards have: choose which, and who is paid. */
AdwDialog *surety_plan_dialog_new_claim (SuretySession *session);
/* Take back what a contract may take. */
AdwDialog *surety_plan_dialog_new_revoke (SuretySession *session, SuretyAllowance *allowance);

G_END_DECLS
