/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-plan-guard.h"
#include "surety-protocol.h"
#include "surety-plan-simulation.h"

G_BEGIN_DECLS

/* What can be slashed of an account's shares before and after a plan that enters or leaves. All are lent. */
typedef struct
{
  SuretyProtocol *protocol;
  SuretyPlan *plan;
  SuretyPlanSimulation *simulation;
  SuretyHoldings *holdings;
  SuretyProvider *provider; /* of a plan that enters: whom it is for; NULL = not known */
  GListModel *pledges;      /* SuretyPledge, that one's; NULL = not known */

  GListStore
    *changes; /* filled: SuretyChange of the kinds SURETY_CHANGE_SLASHABLE_*, two a strategy */
  SuretyPlanGuard **
    guard; /* set where a plan enters and what is after is known: a new one that looks at it again */
} SuretyWeighing;

void surety_weigh (const SuretyWeighing *self);

G_END_DECLS
