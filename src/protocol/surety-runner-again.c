/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-protocol-error.h"
#include "surety-runner-private.h"

/* Before a step of a plan is signed: what was shown beside it is looked at. Before a later one, when what a person was shown is too old by then, what is left is tried out again.
 * It goes on by itself only if it ends where it was shown to end. */

/* A node behind the one that saw the step before mined still refuses the next one. */
#define ATTEMPTS 4u

static SuretyPlan *
load_rest (SuretyRunner *self, gint64 id, u256 *spent, GError **error)
{
  g_autoptr (GPtrArray) bodies = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GListModel) entries = NULL;
  g_autofree char *json = NULL;

  *spent = 0;
  json = dex_await_string (surety_journal_get_plan_body (self->journal, id), error);
  if (json == NULL)
    return NULL;
  entries = dex_await_object (surety_journal_list_plan (self->journal, id), error);
  if (entries == NULL)
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);
      g_autoptr (SuretyStep) step = NULL;
      guint64 gas_limit = 0;
      u256 max_fee = 0;
      u256 cost = 0;

      if (surety_journal_entry_get_state (entry) == SURETY_JOURNAL_PLANNED)
        {
          g_ptr_array_add (bodies, g_strdup (surety_journal_entry_get_body (entry)));
          continue;
        }
      step = surety_step_new_from_json (surety_journal_entry_get_body (entry), error);
      if (step == NULL)
        return NULL;
      if (surety_step_get_bound (step, &gas_limit, &max_fee) &&
          u256_mul (max_fee, gas_limit, &cost) && !u256_add (*spent, cost, spent))
        *spent = U256_MAX;
    }
  return surety_plan_new_from_json (json, (const char *const *) bodies->pdata, bodies->len, error);
}

static SuretyPlanSimulation *
simulate (SuretyRunner *self, SuretyPlan *rest, GError **error)
{
  for (guint attempt = 1;; attempt++)
    {
      g_autoptr (GError) failed = NULL;
      SuretyPlanSimulation *simulation = dex_await_object (surety_protocol_simulate (self->protocol,
                                                                                     rest),
                                                           &failed);

      if (simulation != NULL)
        return simulation;
      if (attempt == ATTEMPTS || self->stopped ||
          !g_error_matches (failed, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVERT))
        {
          g_propagate_error (error, g_steal_pointer (&failed));
          return NULL;
        }
      surety_runner_wait (self, surety_runner_poll_milliseconds (self));
    }
}

static SuretyChange *
find_shown (GListModel *shown, SuretyChange *change)
{
  for (guint i = 0; i < g_list_model_get_n_items (shown); i++)
    {
      g_autoptr (SuretyChange) other = g_list_model_get_item (shown, i);

      if (surety_change_get_kind (other) == surety_change_get_kind (change) &&
          address_equal (surety_change_get_subject (other), surety_change_get_subject (change)) &&
          address_equal (surety_change_get_spender (other), surety_change_get_spender (change)))
        return g_steal_pointer (&other);
    }
  return NULL;
}

static gboolean
ends_the_same (SuretyChange *change, u256 now, u256 shown, u256 spent)
{
  const u256 off = u256_max (now, shown) - u256_min (now, shown);
  const u256 slack = u256_max (now, shown) / SURETY_CHANGE_TOLERANCE + SURETY_CHANGE_DUST;

  if (surety_change_is_exact (change))
    return off == 0;
  /* The steps before were paid for since. */
  if (surety_change_get_kind (change) == SURETY_CHANGE_ETH)
    return now >= shown || off <= slack || off - slack <= spent;
  return off <= slack;
}

/* Where nothing was shown of an end, it is no other than was shown. */
static gboolean
leads_where_shown (SuretyPlanSimulation *now, SuretyPlanSimulation *shown, u256 spent)
{
  GListModel *changes = surety_plan_simulation_get_changes (now);

  for (guint i = 0; i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (SuretyChange) change = g_list_model_get_item (changes, i);
      g_autoptr (SuretyChange)
        seen = find_shown (surety_plan_simulation_get_changes (shown), change);
      u256 after = 0;
      u256 then = 0;

      if (seen == NULL)
        return FALSE;
      if (!surety_change_get_after (seen, &then))
        continue;
      if (!surety_change_get_after (change, &after) || !ends_the_same (change, after, then, spent))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_old (SuretyRunner *self, SuretyStepContext *context, gboolean *old, GError **error)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (GObject) result = NULL;
  SuretyBlock head;

  /* By this computer's clock too: whoever answers may say that no time has passed. */
  *old = g_get_monotonic_time () - context->shown_at > SURETY_SIMULATION_LIFE * G_USEC_PER_SEC;
  if (*old)
    return TRUE;
  surety_batch_add_block (batch, "latest");
  result = dex_await_object (surety_endpoints_run_agreed (self->endpoints, batch), error);
  if (result == NULL || !surety_batch_get_block (batch, 0, &head, error))
    return FALSE;
  *old = head.timestamp > context->shown_time + SURETY_SIMULATION_LIFE;
  return TRUE;
}

gboolean
surety_runner_look_again (SuretyRunner *self,
                          gint64 plan,
                          gboolean is_first,
                          SuretyStepContext *context,
                          GError **error)
{
  g_autoptr (SuretyPlan) rest = NULL;
  g_autoptr (SuretyPlanSimulation) now = NULL;
  gboolean old = FALSE;
  u256 spent = 0;

  if (context->guard != NULL && !dex_await (surety_plan_guard_look (context->guard), error))
    return FALSE;
  if (is_first || context->shown == NULL)
    return TRUE;
  if (!is_old (self, context, &old, error))
    return FALSE;
  if (!old)
    return TRUE;
  rest = load_rest (self, plan, &spent, error);
  if (rest == NULL)
    return FALSE;
  now = simulate (self, rest, error);
  if (now == NULL)
    return FALSE;
  if (!leads_where_shown (now, context->shown, spent))
    {
      g_set_error_literal (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CHANGED,
                           "What is left ends otherwise than what was shown");
      return FALSE;
    }
  context->shown_at = g_get_monotonic_time ();
  context->shown_time = surety_plan_simulation_get_time (now);
  return TRUE;
}
