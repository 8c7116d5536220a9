/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* What a person was shown beside a plan, of which whoever showed it can say whether it is still so. Asked before each of the
 * plan's steps is signed. */
#define SURETY_TYPE_PLAN_GUARD (surety_plan_guard_get_type ())
G_DECLARE_INTERFACE (SuretyPlanGuard, surety_plan_guard, SURETY, PLAN_GUARD, GObject)

struct _SuretyPlanGuardInterface
{
  GTypeInterface parent_iface;

  DexFuture *(*look) (SuretyPlanGuard *self);
};

/* Resolves to: TRUE when it got no worse. Rejects with the SURETY_PROTOCOL_ERROR that says what did, or with what kept it
 * from being found out. */
DexFuture *surety_plan_guard_look (SuretyPlanGuard *self);

G_END_DECLS
