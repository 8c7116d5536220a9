/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-plan-guard.h"

G_DEFINE_INTERFACE (SuretyPlanGuard, surety_plan_guard, G_TYPE_OBJECT)

static void
surety_plan_guard_default_init (SuretyPlanGuardInterface *iface)
{
}

DexFuture *
surety_plan_guard_look (SuretyPlanGuard *self)
{
  g_return_val_if_fail (SURETY_IS_PLAN_GUARD (self), NULL);
  return SURETY_PLAN_GUARD_GET_IFACE (self)->look (self);
}
