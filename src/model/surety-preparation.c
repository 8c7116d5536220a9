/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-preparation.h"

#include "surety-offload.h"

struct _SuretyPreparation
{
  GObject parent_instance;

  SuretyPlan *plan;
  SuretyFees *fees;
  GPtrArray *calls; /* SuretyDecodedCall, one a step */
  SuretySimulation *simulation;
  guint64 gas;
};

G_DEFINE_FINAL_TYPE (SuretyPreparation, surety_preparation, G_TYPE_OBJECT)

static void
surety_preparation_finalize (GObject *object)
{
  SuretyPreparation *self = SURETY_PREPARATION (object);

  g_clear_object (&self->plan);
  g_clear_pointer (&self->fees, surety_fees_free);
  g_clear_pointer (&self->simulation, surety_simulation_free);
  g_clear_pointer (&self->calls, g_ptr_array_unref);

  G_OBJECT_CLASS (surety_preparation_parent_class)->finalize (object);
}

static void
surety_preparation_class_init (SuretyPreparationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = surety_preparation_finalize;
}

static void
surety_preparation_init (SuretyPreparation *self)
{
  self->calls = g_ptr_array_new_with_free_func (g_object_unref);
}

typedef struct
{
  SuretyNetwork *network;
  SuretyProtocol *protocol;
  SuretyEndpoints *endpoints;
  SuretyIntent *intent;
  u256 fee_ceiling;
} Make;

static void
make_free (gpointer data)
{
  Make *job = data;

  g_object_unref (job->network);
  g_object_unref (job->protocol);
  g_object_unref (job->endpoints);
  g_object_unref (job->intent);
  g_free (job);
}

static DexFuture *
make_fiber (gpointer user_data)
{
  Make *job = user_data;
  g_autoptr (SuretyPreparation) self = g_object_new (SURETY_TYPE_PREPARATION, NULL);
  const Address *account = surety_intent_get_account (job->intent);
  GError *error = NULL;

  self->plan = dex_await_object (surety_protocol_plan (job->protocol, job->intent), &error);
  if (self->plan == NULL)
    return dex_future_new_for_error (error);

  for (guint i = 0; i < surety_plan_get_n_steps (self->plan); i++)
    {
      SuretyDecodedCall *call = surety_review_decode_step (job->network,
                                                           surety_plan_get_step (self->plan, i),
                                                           &error);

      if (call == NULL)
        return dex_future_new_for_error (error);
      g_ptr_array_add (self->calls, call);
    }

  self->simulation = dex_await_boxed (surety_review_simulate (job->endpoints, account,
                                                              surety_plan_get_step (self->plan, 0)),
                                      &error);
  if (self->simulation == NULL)
    return dex_future_new_for_error (error);
  self->fees = dex_await_boxed (surety_fees_suggest (job->endpoints, job->fee_ceiling,
                                                     surety_network_get_block_seconds (
                                                       job->network)),
                                &error);
  if (self->fees == NULL)
    return dex_future_new_for_error (error);
  self->gas = surety_review_gas (self->plan, self->simulation);

  return dex_future_new_take_object (g_steal_pointer (&self));
}

DexFuture *
surety_preparation_make (SuretyContext *context, SuretyIntent *intent, u256 fee_ceiling)
{
  Make *job = NULL;

  g_return_val_if_fail (SURETY_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (SURETY_IS_INTENT (intent), NULL);

  if (surety_context_get_protocol (context) == NULL)
    return dex_future_new_reject (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_NO_ENDPOINT,
                                  "no endpoint is chosen");

  job = g_new0 (Make, 1);
  job->network = g_object_ref (surety_context_get_network (context));
  job->protocol = g_object_ref (surety_context_get_protocol (context));
  job->endpoints = g_object_ref (surety_context_get_endpoints (context));
  job->intent = g_object_ref (intent);
  job->fee_ceiling = fee_ceiling;

  return surety_spawn (make_fiber, job, make_free);
}

SuretyPlan *
surety_preparation_get_plan (SuretyPreparation *self)
{
  g_return_val_if_fail (SURETY_IS_PREPARATION (self), NULL);

  return self->plan;
}

const SuretyFees *
surety_preparation_get_fees (SuretyPreparation *self)
{
  g_return_val_if_fail (SURETY_IS_PREPARATION (self), NULL);

  return self->fees;
}

guint64
surety_preparation_get_gas (SuretyPreparation *self)
{
  g_return_val_if_fail (SURETY_IS_PREPARATION (self), 0);

  return self->gas;
}

u256
surety_preparation_get_cost (SuretyPreparation *self, SuretySpeed speed)
{
  u256 cost = 0;

  g_return_val_if_fail (SURETY_IS_PREPARATION (self), 0);

  /* What overflows 256 bits of wei is more than anybody has: shown as the largest number, never as a small one. */
  if (!u256_mul (self->fees->fee[speed].max, (u256) self->gas, &cost))
    return U256_MAX;

  return cost;
}

SuretyDecodedCall *
surety_preparation_get_call (SuretyPreparation *self, guint i)
{
  g_return_val_if_fail (SURETY_IS_PREPARATION (self), NULL);
  g_return_val_if_fail (i < self->calls->len, NULL);

  return g_ptr_array_index (self->calls, i);
}

guint64
surety_preparation_get_block (SuretyPreparation *self)
{
  g_return_val_if_fail (SURETY_IS_PREPARATION (self), 0);

  return self->simulation->block;
}

guint64
surety_preparation_get_time (SuretyPreparation *self)
{
  g_return_val_if_fail (SURETY_IS_PREPARATION (self), 0);

  return self->simulation->time;
}
