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
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_ptr_array_unref (run->watches);
  g_object_unref (run->plan);
  g_object_unref (run->endpoints);
  g_free (run);
}

/* One way of trying it out, and what came of it. */
typedef struct
{
  SuretySeries *series; /* watches, steps, watches */
  SuretyPlanSimulation *simulation;
  gboolean one_sided; /* a second endpoint answers, but does not serve this way */
} Trial;

static void
trial_free (Trial *trial)
{
  surety_series_free (trial->series);
  g_object_unref (trial->simulation);
  g_free (trial);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Trial, trial_free)

static const Address *
get_account (Run *run)
{
  return surety_intent_get_account (surety_plan_get_intent (run->plan));
}

static void
add_watches (Run *run, SuretySeries *series)
{
  static const Address nobody;

  for (guint i = 0; i < run->watches->len; i++)
    {
      const SuretyWatch *watch = g_ptr_array_index (run->watches, i);

      surety_series_add (series, &nobody, &watch->to, 0, watch->calldata);
    }
}

static Trial *
trial_new (Run *run, SuretySimulationMethod method)
{
  Trial *trial = g_new0 (Trial, 1);

  trial->simulation = g_object_new (SURETY_TYPE_PLAN_SIMULATION, NULL);
  trial->simulation->method = method;
  trial->series = surety_series_new (get_account (run));
  add_watches (run, trial->series);
  for (guint i = 0; i < surety_plan_get_n_steps (run->plan); i++)
    {
      SuretyStep *step = surety_plan_get_step (run->plan, i);

      surety_series_add (trial->series, get_account (run), surety_step_get_to (step),
                         surety_step_get_value (step), surety_step_get_calldata (step));
    }
  add_watches (run, trial->series);
  return trial;
}

static SuretySeriesCall *
get_call (Trial *trial, guint i)
{
  return &g_array_index (trial->series->calls, SuretySeriesCall, i);
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
take_changes (Run *run, Trial *trial)
{
  const guint n_steps = surety_plan_get_n_steps (run->plan);

  for (guint i = 0; i < run->watches->len; i++)
    {
      const SuretyWatch *watch = g_ptr_array_index (run->watches, i);
      g_autoptr (SuretyChange) change = NULL;
      u256 before, after;
      gboolean has_before = read_word (watch, get_call (trial, i), &before);
      gboolean has_after = read_word (watch, get_call (trial, run->watches->len + n_steps + i),
                                      &after);

      change = surety_change_new (watch->kind, &watch->subject, &watch->spender, watch->symbol,
                                  watch->decimals, has_before ? &before : NULL,
                                  has_after ? &after : NULL);
      g_list_store_append (trial->simulation->changes, change);
    }
}

/* The steps' gas, or the first that would fail. */
static gboolean
take_steps (Run *run, Trial *trial, GError **error)
{
  if (trial->simulation->method == SURETY_SIMULATED_FIRST)
    return TRUE;

  for (guint i = 0; i < surety_plan_get_n_steps (run->plan); i++)
    {
      const SuretySeriesCall *call = get_call (trial, run->watches->len + i);

      if (!call->success)
        {
          g_autoptr (GError) revert = surety_chain_error_new_revert ("reverted", call->returned);
          g_autofree char *name = surety_revert_dup_name (revert);

          g_set_error_literal (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVERT,
                               name != NULL ? name : "");
          return FALSE;
        }
      g_array_append_val (trial->simulation->gas, call->gas);
    }
  return TRUE;
}

static SuretyBatch *
exchange (Run *run,
          Trial *trial,
          SuretyFlow *flow,
          const char *method,
          JsonNode *params,
          GError **error)
{
  SuretyPlanSimulation *self = trial->simulation;
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  SuretyBlock block;

  surety_batch_add (batch, method, params);
  surety_batch_add_block (batch, "latest");
  surety_batch_add_nonce (batch, get_account (run), "latest");
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
  if (!surety_batch_get_uint64 (batch, 2, &self->nonce, error))
    return NULL;
  self->block = block.number;
  self->time = block.timestamp;
  self->witnesses = surety_batch_get_witnesses (batch);
  trial->one_sided = surety_batch_is_one_sided (batch);
  return g_steal_pointer (&batch);
}

static Trial *
try_together (Run *run, SuretyFlow *flow, GError **error)
{
  g_autoptr (Trial) trial = trial_new (run, SURETY_SIMULATED_TOGETHER);
  g_autoptr (SuretyBatch) batch = NULL;
  JsonNode *result;

  batch = exchange (run, trial, flow, "eth_simulateV1",
                    surety_series_simulate_params (trial->series), error);
  if (batch == NULL)
    return NULL;
  result = surety_batch_get_result (batch, 0, error);
  if (result == NULL || !surety_series_take_simulated (trial->series, result, error))
    return NULL;
  return g_steal_pointer (&trial);
}

static Trial *
try_in_call (Run *run, SuretyFlow *flow, GError **error)
{
  g_autoptr (Trial) trial = trial_new (run, SURETY_SIMULATED_IN_CALL);
  g_autoptr (SuretyBatch) batch = NULL;
  g_autoptr (GBytes) returned = NULL;
  g_autoptr (GError) failed = NULL;

  batch = exchange (run, trial, flow, "eth_call", surety_series_call_params (trial->series), error);
  if (batch == NULL)
    return NULL;
  returned = surety_batch_dup_data (batch, 0, &failed);
  /* The whole of it reverts where the override was not looked at: the account has no code. */
  if (g_error_matches (failed, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_REVERT))
    {
      g_set_error_literal (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_UNSUPPORTED,
                           "The endpoint takes no overrides");
      return NULL;
    }
  if (failed != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return NULL;
    }
  if (!surety_series_take_called (trial->series, returned, error))
    return NULL;
  return g_steal_pointer (&trial);
}

/* Every call by itself, and nothing said of what is after. */
static Trial *
try_first (Run *run, SuretyFlow *flow, GError **error)
{
  g_autoptr (Trial) trial = trial_new (run, SURETY_SIMULATED_FIRST);
  SuretyPlanSimulation *self = trial->simulation;
  g_autoptr (SuretySimulation) first = NULL;
  g_autoptr (SuretyBatch) batch = surety_batch_new ();

  first =
    dex_await_boxed (surety_flow_guard (flow,
                                        surety_review_simulate (run->endpoints, get_account (run),
                                                                surety_plan_get_step (run->plan,
                                                                                      0))),
                     error);
  if (first == NULL)
    return NULL;

  for (guint i = 0; i < run->watches->len; i++)
    surety_batch_add_call (batch, NULL, &get_call (trial, i)->to, get_call (trial, i)->data,
                           "latest");
  if (run->watches->len > 0 &&
      !dex_await (surety_flow_guard (flow, surety_endpoints_run_agreed (run->endpoints, batch)),
                  error))
    return NULL;

  for (guint i = 0; i < run->watches->len; i++)
    {
      SuretySeriesCall *call = get_call (trial, i);

      call->returned = surety_batch_dup_data (batch, i, NULL);
      call->tried = call->success = call->returned != NULL;
    }
  self->block = first->block;
  self->time = first->time;
  self->nonce = first->nonce;
  self->witnesses = first->witnesses;
  if (run->watches->len > 0)
    self->witnesses = MIN (self->witnesses, surety_batch_get_witnesses (batch));
  g_array_set_size (self->gas, surety_plan_get_n_steps (run->plan));
  g_array_index (self->gas, guint64, 0) = first->gas;
  return g_steal_pointer (&trial);
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

/* In a way that both of two endpoints serve, where there is one: else what the fullest way came to, by the word of the
 * one that serves it. */
static Trial *
try_out (Run *run, SuretyFlow *flow, GError **error)
{
  Trial *(*const ways[]) (Run *, SuretyFlow *, GError **) = { try_together, try_in_call,
                                                              try_first };
  g_autoptr (Trial) one = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      const gboolean is_last = i + 1 == G_N_ELEMENTS (ways);
      g_autoptr (GError) failed = NULL;
      g_autoptr (Trial) trial = NULL;

      if (ways[i] == try_in_call && !fits_in_call (run))
        continue;
      trial = ways[i](run, flow, &failed);
      if (failed != NULL && (!is_unserved (failed) || (is_last && one == NULL)))
        {
          g_propagate_error (error, g_steal_pointer (&failed));
          return NULL;
        }
      if (trial != NULL && one == NULL && !trial->one_sided)
        return g_steal_pointer (&trial);
      if (trial != NULL && trial->simulation->witnesses > 1)
        return g_steal_pointer (&trial);
      if (one == NULL)
        one = g_steal_pointer (&trial);
    }
  return g_steal_pointer (&one);
}

static DexFuture *
run_fiber (SuretyFlow *flow, gpointer data)
{
  Run *run = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Trial) trial = try_out (run, flow, &error);

  if (trial == NULL || !take_steps (run, trial, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  take_changes (run, trial);
  return dex_future_new_for_object (trial->simulation);
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
