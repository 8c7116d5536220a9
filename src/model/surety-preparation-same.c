/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-preparation-private.h"

#include "surety-offload.h"

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

static gboolean
same_payee (const SuretyParty *a, const SuretyParty *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return address_equal (&a->address, &b->address) && a->kind == b->kind &&
         a->threshold == b->threshold && a->owners == b->owners && a->delegates == b->delegates &&
         address_equal (&a->delegate, &b->delegate);
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
         same_payee (surety_preparation_get_payee (self), surety_preparation_get_payee (other)) &&
         costs_no_more (self, other, speed);
}

/* --- whether it still counts --- */

typedef struct
{
  SuretyPreparation *self;
  SuretyEndpoints *endpoints;
} Ask;

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  g_object_unref (ask->self);
  g_object_unref (ask->endpoints);
  g_free (ask);
}

static DexFuture *
ask_fiber (gpointer user_data)
{
  Ask *ask = user_data;
  SuretyPreparation *self = ask->self;
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  SuretyBlock head;
  guint64 nonce = 0;
  GError *error = NULL;

  surety_batch_add_block (batch, "latest");
  surety_batch_add_nonce (batch, surety_intent_get_account (surety_plan_get_intent (self->plan)),
                          "latest");
  if (!dex_await (surety_endpoints_run_agreed (ask->endpoints, batch), &error) ||
      !surety_batch_get_uint64 (batch, 1, &nonce, &error))
    return dex_future_new_for_error (error);
  if (!surety_batch_get_block (batch, 0, &head, &error))
    return error != NULL ? dex_future_new_for_error (error) : dex_future_new_for_boolean (FALSE);

  return dex_future_new_for_boolean (
    nonce == surety_plan_simulation_get_nonce (self->simulation) &&
    head.timestamp <= surety_plan_simulation_get_time (self->simulation) + SURETY_PREPARATION_LIFE);
}

DexFuture *
surety_preparation_is_fresh (SuretyPreparation *self, SuretyContext *context)
{
  SuretyEndpoints *endpoints = NULL;
  Ask *ask = NULL;

  g_return_val_if_fail (SURETY_IS_PREPARATION (self), NULL);
  g_return_val_if_fail (SURETY_IS_CONTEXT (context), NULL);

  endpoints = surety_context_get_endpoints (context);
  /* By this computer's clock too: whoever answers may say that no time has passed. */
  if (endpoints != self->endpoints ||
      g_get_monotonic_time () - self->made_at > SURETY_PREPARATION_LIFE * G_USEC_PER_SEC)
    return dex_future_new_for_boolean (FALSE);

  ask = g_new0 (Ask, 1);
  ask->self = g_object_ref (self);
  ask->endpoints = g_object_ref (endpoints);

  return surety_spawn (ask_fiber, ask, ask_free);
}
