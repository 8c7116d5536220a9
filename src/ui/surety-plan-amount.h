/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-position.h"

G_BEGIN_DECLS

/* Asks how much of a position is to be withdrawn. Signal "activate": Return was pressed in the field. */
#define SURETY_TYPE_PLAN_AMOUNT (surety_plan_amount_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPlanAmount, surety_plan_amount, SURETY, PLAN_AMOUNT, AdwBin)

/* exit_seconds: how long the withdrawal waits. */
void surety_plan_amount_set_position (SuretyPlanAmount *self,
                                      SuretyPosition *position,
                                      guint64 exit_seconds);
/* What is typed, in the token's smallest unit. FALSE: it is not right; that is said at the field, which has the
 * keyboard then. */
gboolean surety_plan_amount_read (SuretyPlanAmount *self, u256 *out);
/* Lends: what has the keyboard first. */
GtkWidget *surety_plan_amount_get_field (SuretyPlanAmount *self);

G_END_DECLS
