/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runner-stage.h"
#include "surety-plan-simulation.h"
#include "surety-practice-private.h"
#include "surety-protocol-error.h"

/* What a person was shown of the cost is the most that is signed, whatever happens meanwhile. */

static SuretyPlan *
make_bounded (Stage *stage, SuretyPlan *plan, u256 *shown)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyFees)
    fees = dex_await_boxed (surety_fees_suggest (stage->endpoints, 0, 12), &error);
  const guint64 limits[] = { 500000, 500000, 500000 };

  g_assert_no_error (error);
  *shown = fees->fee[SURETY_SPEED_NORMAL].max;
  return surety_plan_new_bounded (plan, limits, *shown, NULL, NULL);
}

static gboolean
wait_for_stop (Stage *stage, int code)
{
  for (guint i = 0; i < 1500 && stage->n_stopped == 0; i++)
    {
      surety_runner_poke (stage->runner);
      protocol_test_sleep (20);
    }
  return g_error_matches (stage->stopped, SURETY_PROTOCOL_ERROR, code);
}

static JsonNode *
ask (Stage *stage, const char *method, const char *params)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (GError) error = NULL;
  JsonNode *result = NULL;

  surety_batch_add (batch, method, json_from_string (params, NULL));
  dex_await (surety_endpoints_run (stage->test->endpoints, batch), &error);
  g_assert_no_error (error);
  result = surety_batch_get_result (batch, 0, &error);
  g_assert_no_error (error);
  return json_node_copy (result);
}

/* From now on the next block takes so many wei per gas, as the head and the history tell. */
static void
raise_base_fee (Stage *stage, u256 base_fee)
{
  g_autoptr (JsonNode) head = ask (stage, "eth_getBlockByNumber", "[\"latest\", false]");
  g_autoptr (JsonNode)
    history = ask (stage, "eth_feeHistory", "[\"0x14\", \"latest\", [10, 50, 90]]");
  JsonArray *fees = json_object_get_array_member (json_node_get_object (history), "baseFeePerGas");
  const guint n = json_array_get_length (fees);
  g_autofree char *quantity = g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", (guint64) base_fee);
  g_autofree char *head_text = NULL;
  g_autofree char *history_text = NULL;

  json_array_remove_element (fees, n - 1);
  json_array_add_string_element (fees, quantity);
  json_object_set_string_member (json_node_get_object (head), "baseFeePerGas", quantity);
  head_text = json_to_string (head, FALSE);
  history_text = json_to_string (history, FALSE);
  rigged_transport_lie (stage->line, "eth_getBlockByNumber", "eth_feeHistory", head_text);
  rigged_transport_lie (stage->line, "eth_feeHistory", NULL, history_text);
}

static void
read_signed (GBytes *bytes, Transaction *out)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  Signature signature;
  Address sender;

  g_assert_cmpint (transaction_decode ((Bytes) { data, length }, out, &signature, &sender), ==,
                   CORE_OK);
}

/* A rise that stays below what was shown is paid out of it; one above stops the plan, now and after a restart. */
static void
test_cost_above_what_was_shown (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  g_autoptr (SuretyPlan) bounded = NULL;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;
  Transaction transaction;
  u256 shown = 0;
  gint64 id;

  bounded = make_bounded (stage, plan, &shown);
  raise_base_fee (stage, shown - 1);
  rigged_transport_cut (stage->line, "eth_sendRawTransaction", FALSE);
  id = stage_start_plan (stage, bounded);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_SIGNED);
  first = stage_load_signed (stage, id, 0);
  read_signed (first, &transaction);
  g_assert_true (transaction.max_fee == shown);
  g_assert_cmpuint (transaction.gas_limit, <=, 500000);

  raise_base_fee (stage, shown + 1);
  rigged_transport_cut (stage->line, NULL, FALSE);
  g_assert_true (wait_for_stop (stage, SURETY_PROTOCOL_ERROR_COST));
  g_assert_cmpint (stage_load_state (stage, id, 1), ==, SURETY_JOURNAL_PLANNED);
  g_assert_cmpuint (rigged_transport_count (stage->line, "eth_sendRawTransaction"), ==, 1);

  stage_end (stage);
  g_clear_error (&stage->stopped);
  stage->n_stopped = 0;
  stage_begin (stage);
  stage_resume (stage);
  stage_continue_plan (stage, id);
  g_assert_true (wait_for_stop (stage, SURETY_PROTOCOL_ERROR_COST));
  g_assert_cmpint (stage_load_state (stage, id, 1), ==, SURETY_JOURNAL_PLANNED);

  /* It costs what it did when it was shown. */
  raise_base_fee (stage, shown / 4);
  stage_continue_plan (stage, id);
  stage_wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);
  second = stage_load_signed (stage, id, 1);
  read_signed (second, &transaction);
  g_assert_true (transaction.max_fee <= shown);
}

static void
test_gas_above_what_was_shown (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  g_autoptr (SuretyPlan) bounded = NULL;
  u256 shown = 0;
  gint64 id;

  bounded = make_bounded (stage, plan, &shown);
  rigged_transport_lie (stage->line, "eth_estimateGas", NULL, "\"0x7a121\"");
  id = stage_start_plan (stage, bounded);
  g_assert_true (wait_for_stop (stage, SURETY_PROTOCOL_ERROR_COST));
  g_assert_cmpint (stage_load_state (stage, id, 0), ==, SURETY_JOURNAL_PLANNED);
  g_assert_cmpuint (rigged_transport_count (stage->line, "eth_sendRawTransaction"), ==, 0);
}

/* What is left is gone on with as it was looked at again: those very steps, for what they were shown to cost then. */
static void
test_rest_as_it_was_looked_at (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  g_autoptr (SuretyPlan) bounded = NULL;
  g_autoptr (SuretyPlan) rest = NULL;
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GBytes) second = NULL;
  g_autoptr (GError) error = NULL;
  Transaction transaction;
  u256 shown = 0;
  gint64 id;

  bounded = make_bounded (stage, plan, &shown);
  rigged_transport_cut (stage->line, "eth_sendRawTransaction", FALSE);
  id = stage_start_plan (stage, bounded);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_SIGNED);
  raise_base_fee (stage, shown + 1);
  rigged_transport_cut (stage->line, NULL, FALSE);
  g_assert_true (wait_for_stop (stage, SURETY_PROTOCOL_ERROR_COST));

  /* All three are not what is left. */
  dex_await (surety_runner_continue (stage->runner, id, bounded, stage->test->signer,
                                     SURETY_SPEED_NORMAL, 0),
             &error);
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CHANGED);
  g_clear_error (&error);
  g_assert_cmpint (stage_load_state (stage, id, 1), ==, SURETY_JOURNAL_PLANNED);

  for (guint i = 1; i < 3; i++)
    g_ptr_array_add (steps,
                     surety_step_new_bounded (surety_plan_get_step (plan, i), 500000, 4 * shown));
  rest = surety_plan_new (surety_plan_get_intent (plan), steps, 1, 1, NULL);
  dex_await (surety_runner_continue (stage->runner, id, rest, stage->test->signer,
                                     SURETY_SPEED_NORMAL, 0),
             &error);
  g_assert_no_error (error);
  stage_wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);
  second = stage_load_signed (stage, id, 1);
  read_signed (second, &transaction);
  g_assert_true (transaction.max_fee > shown && transaction.max_fee <= 4 * shown);
}

/* The first step takes long to be mined; how is it with what is left? of: what was shown. */
static gint64
run_slowly (Stage *stage, SuretyPlan *plan, SuretyPlan *of)
{
  PracticeChain *chain = surety_practice_get_chain (stage->test->practice);
  const guint64 limits[] = { 500000, 500000, 500000 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyPlanSimulation)
    shown = dex_await_object (surety_protocol_simulate (stage->protocol, of), &error);
  g_autoptr (SuretyPlan) bounded = NULL;
  gint64 id;

  g_assert_no_error (error);
  bounded = surety_plan_new_bounded (plan, limits, 100000000000u, shown, NULL);
  practice_chain_hold (chain, TRUE);
  id = stage_start_plan (stage, bounded);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_SENT);
  surety_practice_wind_seconds (stage->test->practice, SURETY_SIMULATION_LIFE + 24);
  practice_chain_hold (chain, FALSE);
  surety_practice_mine (stage->test->practice, 1);
  return id;
}

static void
test_old_is_tried_out_again (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  guint tried;
  gint64 id;

  id = run_slowly (stage, plan, plan);
  tried = rigged_transport_count (stage->line, "eth_simulateV1");
  stage_wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);
  g_assert_cmpuint (rigged_transport_count (stage->line, "eth_simulateV1"), >, tried);
}

/* Another amount was shown than what is left comes to. */
static void
test_other_end_is_not_signed (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  g_autoptr (SuretyIntent)
    intent = surety_intent_new_enter (&stage->test->player,
                                      protocol_test_strategy (stage->network, "rETH"),
                                      protocol_test_units ("0.2"), &stage->provider);
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyPlan)
    other = dex_await_object (surety_protocol_plan (stage->protocol, intent), &error);
  gint64 id;

  g_assert_no_error (error);
  id = run_slowly (stage, plan, other);
  g_assert_true (wait_for_stop (stage, SURETY_PROTOCOL_ERROR_CHANGED));
  g_assert_cmpint (stage_load_state (stage, id, 1), ==, SURETY_JOURNAL_PLANNED);
}

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);
  protocol_test_add ("/runner-cost/above-what-was-shown-stops", test_cost_above_what_was_shown);
  protocol_test_add ("/runner-cost/gas-above-what-was-shown-stops", test_gas_above_what_was_shown);
  protocol_test_add ("/runner-cost/rest-as-it-was-looked-at", test_rest_as_it_was_looked_at);
  protocol_test_add ("/runner-cost/old-is-tried-out-again", test_old_is_tried_out_again);
  protocol_test_add ("/runner-cost/other-end-is-not-signed", test_other_end_is_not_signed);
  return g_test_run ();
}
