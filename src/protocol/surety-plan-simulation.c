/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-plan-simulation.h"

#include "surety-flow.h"
#include "surety-protocol-error.h"
#include "surety-review.h"
#include "surety-simulation-private.h"

/* What fits the code of surety-series.c, with room. */
#define MAX_CALLDATA 0x3000u

void
surety_watch_free (SuretyWatch *watch)
{
  g_bytes_unref (watch->calldata);
  g_free (watch);
}

struct _SuretyPlanSimulation
{
  GObject parent_instance;

  SuretySimulationMethod method;
  guint64 block;
  guint64 time;
  guint64 nonce;
  guint witnesses;
  GArray *gas;         /* guint64, one a step */
  GListStore *changes; /* SuretyChange */
};

G_DEFINE_FINAL_TYPE (SuretyPlanSimulation, surety_plan_simulation, G_TYPE_OBJECT)

static void
surety_plan_simulation_finalize (GObject *object)
{
  SuretyPlanSimulation *self = SURETY_PLAN_SIMULATION (object);

  g_array_unref (self->gas);
  g_object_unref (self->changes);
  G_OBJECT_CLASS (surety_plan_simulation_parent_class)->finalize (object);
}

static void
surety_plan_simulation_class_init (SuretyPlanSimulationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_plan_simulation_finalize;
}

static void
surety_plan_simulation_init (SuretyPlanSimulation *self)
{
  self->gas = g_array_new (FALSE, TRUE, sizeof (guint64));
  self->changes = g_list_store_new (SURETY_TYPE_CHANGE);
}

typedef struct
{
  SuretyEndpoints *endpoints;
  SuretyPlan *plan;
  GPtrArray *watches; /* SuretyWatch */
  SuretySeries *series;
  SuretyPlanSimulation *self;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_object (&run->self);
  g_clear_pointer (&run->series, surety_series_free);
  g_ptr_array_unref (run->watches);
  g_object_unref (run->plan);
  g_object_unref (run->endpoints);
  g_free (run);
}

static void
add_watches (Run *run)
{
  static const Address nobody;

  for (guint i = 0; i < run->watches->len; i++)
    {
      const SuretyWatch *watch = g_ptr_array_index (run->watches, i);

      surety_series_add (run->series, &nobody, &watch->to, 0, watch->calldata);
    }
}

static void
add_step (Run *run, guint i)
{
  const Address *account = surety_intent_get_account (surety_plan_get_intent (run->plan));
  SuretyStep *step = surety_plan_get_step (run->plan, i);

  surety_series_add (run->series, account, surety_step_get_to (step), surety_step_get_value (step),
                     surety_step_get_calldata (step));
}

/* Watches, steps, watches. */
static void
make_series (Run *run)
{
  g_clear_pointer (&run->series, surety_series_free);
  run->series = surety_series_new (surety_intent_get_account (surety_plan_get_intent (run->plan)));
  add_watches (run);
  for (guint i = 0; i < surety_plan_get_n_steps (run->plan); i++)
    add_step (run, i);
  add_watches (run);
}

static const SuretySeriesCall *
get_call (Run *run, guint i)
{
  return &g_array_index (run->series->calls, SuretySeriesCall, i);
}

static gboolean
read_word (const SuretyWatch *watch, const SuretySeriesCall *call, u256 *out)
{
  AbiValues values = { 0 };
  gsize len;
  const guint8 *data;
  gboolean ok;

  if (!call->tried || !call->success)
    return FALSE;
  data = g_bytes_get_data (call->returned, &len);
  if (abi_decode_result (watch->item, (Bytes) { data, len }, NULL, &values) != CORE_OK)
    return FALSE;

  if (watch->list < 0)
    {
      ok = values.n_values == 1;
      *out = ok ? values.values[0].word : 0;
    }
  else
    {
      ok = values.n_values > (gsize) watch->list && values.values[watch->list].n_items == 1;
      *out = ok ? values.values[watch->list].items[0].word : 0;
    }
  abi_values_clear (&values);
  return ok;
}

static void
take_changes (Run *run)
{
  const guint n_steps = surety_plan_get_n_steps (run->plan);

  for (guint i = 0; i < run->watches->len; i++)
    {
      const SuretyWatch *watch = g_ptr_array_index (run->watches, i);
      g_autoptr (SuretyChange) change = NULL;
      u256 before, after;
      gboolean has_before = read_word (watch, get_call (run, i), &before);
      gboolean has_after = read_word (watch, get_call (run, run->watches->len + n_steps + i),
                                      &after);

      change = surety_change_new (watch->kind, &watch->subject, &watch->spender, watch->symbol,
                                  watch->decimals, has_before ? &before : NULL,
                                  has_after ? &after : NULL);
      g_list_store_append (run->self->changes, change);
    }
}

/* The steps' gas, or the first that would fail. */
static gboolean
take_steps (Run *run, GError **error)
{
  for (guint i = 0; i < surety_plan_get_n_steps (run->plan); i++)
    {
      const SuretySeriesCall *call = get_call (run, run->watches->len + i);

      if (!call->success)
        {
          g_autoptr (GError) revert = surety_chain_error_new_revert ("reverted", call->returned);
          g_autofree char *name = surety_revert_dup_name (revert);

          g_set_error_literal (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVERT,
                               name != NULL ? name : "");
          return FALSE;
        }
      g_array_append_val (run->self->gas, call->gas);
    }
  return TRUE;
}

static SuretyBatch *
exchange (Run *run, SuretyFlow *flow, const char *method, JsonNode *params, GError **error)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  SuretyBlock block;

  surety_batch_add (batch, method, params);
  surety_batch_add_block (batch, "latest");
  surety_batch_add_nonce (batch, surety_intent_get_account (surety_plan_get_intent (run->plan)),
                          "latest");
  if (!dex_await (surety_flow_guard (flow, surety_endpoints_run_agreed (run->endpoints, batch)),
                  error))
    return NULL;
  if (!surety_batch_get_block (batch, 1, &block, error))
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                     "The endpoint has no latest block");
      return NULL;
    }
  if (!surety_batch_get_uint64 (batch, 2, &run->self->nonce, error))
    return NULL;
  run->self->block = block.number;
  run->self->time = block.timestamp;
  run->self->witnesses = surety_batch_get_witnesses (batch);
  return g_steal_pointer (&batch);
}

static gboolean
try_together (Run *run, SuretyFlow *flow, GError **error)
{
  g_autoptr (SuretyBatch) batch = NULL;
  JsonNode *result;

  make_series (run);
  batch = exchange (run, flow, "eth_simulateV1", surety_series_simulate_params (run->series),
                    error);
  if (batch == NULL)
    return FALSE;
  result = surety_batch_get_result (batch, 0, error);
  run->self->method = SURETY_SIMULATED_TOGETHER;
  return result != NULL && surety_series_take_simulated (run->series, result, error);
}

static gboolean
try_in_call (Run *run, SuretyFlow *flow, GError **error)
{
  g_autoptr (SuretyBatch) batch = NULL;
  g_autoptr (GBytes) returned = NULL;

  make_series (run);
  batch = exchange (run, flow, "eth_call", surety_series_call_params (run->series), error);
  if (batch == NULL)
    return FALSE;
  returned = surety_batch_dup_data (batch, 0, error);
  run->self->method = SURETY_SIMULATED_IN_CALL;
  return returned != NULL && surety_series_take_called (run->series, returned, error);
}

/* Every call by itself, and nothing said of what is after. */
static gboolean
try_first (Run *run, SuretyFlow *flow, GError **error)
{
  const Address *account = surety_intent_get_account (surety_plan_get_intent (run->plan));
  g_autoptr (SuretySimulation) first = NULL;
  g_autoptr (SuretyBatch) batch = surety_batch_new ();

  first =
    dex_await_boxed (surety_flow_guard (flow,
                                        surety_review_simulate (run->endpoints, account,
                                                                surety_plan_get_step (run->plan,
                                                                                      0))),
                     error);
  if (first == NULL)
    return FALSE;

  make_series (run);
  for (guint i = 0; i < run->watches->len; i++)
    surety_batch_add_call (batch, NULL, &get_call (run, i)->to, get_call (run, i)->data, "latest");
  if (run->watches->len > 0 &&
      !dex_await (surety_flow_guard (flow, surety_endpoints_run_agreed (run->endpoints, batch)),
                  error))
    return FALSE;

  for (guint i = 0; i < run->watches->len; i++)
    {
      SuretySeriesCall *call = &g_array_index (run->series->calls, SuretySeriesCall, i);

      call->returned = surety_batch_dup_data (batch, i, NULL);
      call->tried = call->success = call->returned != NULL;
    }
  run->self->method = SURETY_SIMULATED_FIRST;
  run->self->block = first->block;
  run->self->time = first->time;
  run->self->nonce = first->nonce;
  run->self->witnesses = surety_batch_get_witnesses (batch);
  g_array_set_size (run->self->gas, surety_plan_get_n_steps (run->plan));
  g_array_index (run->self->gas, guint64, 0) = first->gas;
  return TRUE;
}

/* Whether the endpoint only does not serve this way: it has no such method, or takes no third
 * parameter. What it answers with something that is no simulation counts as that, too. */
static gboolean
is_unserved (const GError *error)
{
  static const SuretyChainError codes[] = {
    SURETY_CHAIN_ERROR_UNSUPPORTED, SURETY_CHAIN_ERROR_RPC,       SURETY_CHAIN_ERROR_MALFORMED,
    SURETY_CHAIN_ERROR_HTTP,        SURETY_CHAIN_ERROR_TOO_LARGE,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, SURETY_CHAIN_ERROR, (int) codes[i]))
      return TRUE;
  return FALSE;
}

static gboolean
fits_in_call (Run *run)
{
  for (guint i = 0; i < surety_plan_get_n_steps (run->plan); i++)
    if (g_bytes_get_size (surety_step_get_calldata (surety_plan_get_step (run->plan, i))) >
        MAX_CALLDATA)
      return FALSE;
  return TRUE;
}

static DexFuture *
run_fiber (SuretyFlow *flow, gpointer data)
{
  Run *run = data;
  g_autoptr (GError) error = NULL;
  gboolean ok = try_together (run, flow, &error);

  if (!ok && is_unserved (error) && fits_in_call (run))
    {
      g_clear_error (&error);
      ok = try_in_call (run, flow, &error);
      /* The whole of it reverts where the override was not looked at: the account has no code. */
      if (g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_REVERT))
        {
          g_clear_error (&error);
          g_set_error_literal (&error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_UNSUPPORTED,
                               "The endpoint takes no overrides");
        }
    }
  if (ok && !take_steps (run, &error))
    ok = FALSE;
  else if (!ok && is_unserved (error))
    {
      g_clear_error (&error);
      ok = try_first (run, flow, &error);
    }
  if (!ok)
    return dex_future_new_for_error (g_steal_pointer (&error));

  take_changes (run);
  return dex_future_new_for_object (run->self);
}

DexFuture *
surety_plan_simulation_run (SuretyEndpoints *endpoints, SuretyPlan *plan, GPtrArray *watches)
{
  Run *run;

  g_return_val_if_fail (SURETY_IS_ENDPOINTS (endpoints), NULL);
  g_return_val_if_fail (SURETY_IS_PLAN (plan) && surety_plan_get_n_steps (plan) > 0, NULL);

  run = g_new0 (Run, 1);
  run->endpoints = g_object_ref (endpoints);
  run->plan = g_object_ref (plan);
  run->watches = g_ptr_array_ref (watches);
  run->self = g_object_new (SURETY_TYPE_PLAN_SIMULATION, NULL);
  return surety_flow_spawn (run_fiber, run, run_free);
}

SuretySimulationMethod
surety_plan_simulation_get_method (SuretyPlanSimulation *self)
{
  g_return_val_if_fail (SURETY_IS_PLAN_SIMULATION (self), SURETY_SIMULATED_FIRST);
  return self->method;
}

guint64
surety_plan_simulation_get_block (SuretyPlanSimulation *self)
{
  g_return_val_if_fail (SURETY_IS_PLAN_SIMULATION (self), 0);
  return self->block;
}

guint64
surety_plan_simulation_get_time (SuretyPlanSimulation *self)
{
  g_return_val_if_fail (SURETY_IS_PLAN_SIMULATION (self), 0);
  return self->time;
}

guint64
surety_plan_simulation_get_nonce (SuretyPlanSimulation *self)
{
  g_return_val_if_fail (SURETY_IS_PLAN_SIMULATION (self), 0);
  return self->nonce;
}

guint
surety_plan_simulation_get_witnesses (SuretyPlanSimulation *self)
{
  g_return_val_if_fail (SURETY_IS_PLAN_SIMULATION (self), 0);
  return self->witnesses;
}

guint64
surety_plan_simulation_get_gas (SuretyPlanSimulation *self, guint i)
{
  g_return_val_if_fail (SURETY_IS_PLAN_SIMULATION (self) && i < self->gas->len, 0);
  return g_array_index (self->gas, guint64, i);
}

GListModel *
surety_plan_simulation_get_changes (SuretyPlanSimulation *self)
{
  g_return_val_if_fail (SURETY_IS_PLAN_SIMULATION (self), NULL);
  return G_LIST_MODEL (self->changes);
}

gboolean
surety_plan_simulation_is_same (SuretyPlanSimulation *self, SuretyPlanSimulation *other)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->changes));

  if (n != g_list_model_get_n_items (G_LIST_MODEL (other->changes)))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SuretyChange) a = g_list_model_get_item (G_LIST_MODEL (self->changes), i);
      g_autoptr (SuretyChange) b = g_list_model_get_item (G_LIST_MODEL (other->changes), i);

      if (!surety_change_equals (a, b))
        return FALSE;
    }
  return TRUE;
}
