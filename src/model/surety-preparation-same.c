/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-preparation.h"

static gboolean
same_amount (u256 a, u256 b, gboolean exact)
{
  const u256 off = u256_max (a, b) - u256_min (a, b);

  return exact ? off == 0 : off <= u256_max (a, b) / SURETY_CHANGE_TOLERANCE;
}

/* A step that is small beside all there is must come out the same too: up or down, and by as much. */
static gboolean
same_difference (u256 before, u256 after, u256 other_before, u256 other_after)
{
  const u256 change = u256_max (before, after) - u256_min (before, after);
  const u256 other = u256_max (other_before, other_after) - u256_min (other_before, other_after);
  const u256 off = u256_max (change, other) - u256_min (change, other);

  if (change <= SURETY_CHANGE_DUST && other <= SURETY_CHANGE_DUST)
    return TRUE;
  return (after > before) == (other_after > other_before) &&
         off <= u256_max (change, other) / SURETY_CHANGE_TOLERANCE + SURETY_CHANGE_DUST;
}

static gboolean
same_change (SuretyChange *a, SuretyChange *b)
{
  const gboolean exact = surety_change_is_exact (a);
  u256 before = 0, other_before = 0, after = 0, other_after = 0;

  return surety_change_get_kind (a) == surety_change_get_kind (b) &&
         address_equal (surety_change_get_subject (a), surety_change_get_subject (b)) &&
         address_equal (surety_change_get_spender (a), surety_change_get_spender (b)) &&
         surety_change_get_before (a, &before) == surety_change_get_before (b, &other_before) &&
         surety_change_get_after (a, &after) == surety_change_get_after (b, &other_after) &&
         same_amount (before, other_before, exact) && same_amount (after, other_after, exact) &&
         (exact || same_difference (before, after, other_before, other_after));
}

static gboolean
same_changes (GListModel *a, GListModel *b)
{
  const guint n = g_list_model_get_n_items (a);

  if (n != g_list_model_get_n_items (b))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SuretyChange) one = g_list_model_get_item (a, i);
      g_autoptr (SuretyChange) other = g_list_model_get_item (b, i);

      if (!same_change (one, other))
        return FALSE;
    }
  return TRUE;
}

static gboolean
same_steps (SuretyPlan *a, SuretyPlan *b)
{
  if (surety_plan_get_n_steps (a) != surety_plan_get_n_steps (b))
    return FALSE;
  for (guint i = 0; i < surety_plan_get_n_steps (a); i++)
    if (!surety_step_is_same (surety_plan_get_step (a, i), surety_plan_get_step (b, i)))
      return FALSE;
  return TRUE;
}

/* A fee that was as high as the ceiling lets it be was said to wait where blocks cost more. */
static gboolean
costs_no_more (SuretyPreparation *self, SuretyPreparation *other, SuretySpeed speed)
{
  const SuretyFees *seen = surety_preparation_get_fees (self);
  const SuretyFees *now = surety_preparation_get_fees (other);

  for (guint i = 0; i < surety_plan_get_n_steps (surety_preparation_get_plan (other)); i++)
    {
      const guint64 used =
        surety_plan_simulation_get_gas (surety_preparation_get_simulation (other), i);

      if (surety_review_gas_limit (used) > surety_preparation_get_gas_limit (self, i))
        return FALSE;
    }
  return now->base_fee <= seen->fee[speed].max || seen->fee[speed].seconds == 0;
}

gboolean
surety_preparation_is_same (SuretyPreparation *self, SuretyPreparation *other, SuretySpeed speed)
{
  SuretyPlanSimulation *a = NULL;
  SuretyPlanSimulation *b = NULL;

  g_return_val_if_fail (SURETY_IS_PREPARATION (self), FALSE);
  g_return_val_if_fail (SURETY_IS_PREPARATION (other), FALSE);

  a = surety_preparation_get_simulation (self);
  b = surety_preparation_get_simulation (other);

  return same_steps (surety_preparation_get_plan (self), surety_preparation_get_plan (other)) &&
         surety_plan_simulation_get_method (a) == surety_plan_simulation_get_method (b) &&
         same_changes (surety_plan_simulation_get_changes (a),
                       surety_plan_simulation_get_changes (b)) &&
         same_changes (surety_preparation_get_slashable (self),
                       surety_preparation_get_slashable (other)) &&
         costs_no_more (self, other, speed);
}
