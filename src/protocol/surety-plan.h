/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "surety-fees.h"
#include "surety-intent.h"
#include "surety-plan-guard.h"
#include "surety-step.h"

G_BEGIN_DECLS

/* The transactions an intent takes, in order; what is already true is left out. Immutable. */
#define SURETY_TYPE_PLAN (surety_plan_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPlan, surety_plan, SURETY, PLAN, GObject)

/* steps: GPtrArray of SuretyStep. block, time: of the facts it was made from. fees: at which its gas was found to be paid for,
 * without a ceiling; NULL: it was not looked at. */
SuretyPlan *surety_plan_new (SuretyIntent *intent,
                             GPtrArray *steps,
                             guint64 block,
                             guint64 time,
                             const SuretyFees *fees);

/* Of a plan tried out as a whole (surety-plan-simulation.h). */
typedef struct _SuretyPlanSimulation SuretyPlanSimulation;

/* The same plan, as a person was shown it: with what each of its steps takes at most (gas_limits, one a step, at max_fee wei each),
 * what was tried out (NULL: nothing), and what else was shown that must still be so when it is signed (NULL: nothing). */
SuretyPlan *surety_plan_new_bounded (SuretyPlan *plan,
                                     const guint64 *gas_limits,
                                     u256 max_fee,
                                     SuretyPlanSimulation *shown,
                                     SuretyPlanGuard *guard);
/* NULL: nothing was shown, or it comes from the journal. Lends. */
SuretyPlanSimulation *surety_plan_get_shown (SuretyPlan *self);
SuretyPlanGuard *surety_plan_get_guard (SuretyPlan *self);

SuretyIntent *surety_plan_get_intent (SuretyPlan *self);
GListModel *surety_plan_get_steps (SuretyPlan *self);
guint surety_plan_get_n_steps (SuretyPlan *self);
SuretyStep *surety_plan_get_step (SuretyPlan *self, guint i); /* lent */
guint64 surety_plan_get_block (SuretyPlan *self);
guint64 surety_plan_get_time (SuretyPlan *self);
/* NULL for a plan that comes from the journal. Lends. */
const SuretyFees *surety_plan_get_fees (SuretyPlan *self);
/* What is kept of the plan itself in the journal: intent, block, time. Steps are kept beside it,
 * one an entry. */
char *surety_plan_to_json (SuretyPlan *self);
/* steps: the journal entries' bodies in order. NULL with SURETY_PROTOCOL_ERROR_JOURNAL. */
SuretyPlan *surety_plan_new_from_json (const char *json,
                                       const char *const *steps,
                                       guint n_steps,
                                       GError **error);

G_END_DECLS
