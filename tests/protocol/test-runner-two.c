/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runner-stage.h"
#include "surety-plan-simulation.h"
#include "surety-practice-private.h"
#include "surety-protocol-error.h"

/* What two endpoints say, and two transactions of one number. */

/* What answers is behind the block it was seen in: that is no reorganisation. */
static void
test_one_is_behind (void)
{
  g_autoptr (Stage) stage = stage_new (4);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  g_autoptr (SuretyJournalEntry) entry = NULL;
  g_autofree char *block = NULL;
  gint64 id = stage_start_plan (stage, plan);

  stage_wait_for (stage, id, 2, SURETY_JOURNAL_MINED);
  entry = stage_load_entry (stage, id, 2);
  block = g_strdup_printf ("{\"number\": \"0x%" G_GINT64_MODIFIER
                           "x\", \"hash\": \"0x%064x\", \"parentHash\": "
                           "\"0x%064x\", \"timestamp\": \"0x1\", \"gasLimit\": \"0x1\"}",
                           surety_journal_entry_get_block (entry) - 1, 2u, 1u);
  rigged_transport_lie (stage->line, "eth_getBlockByNumber", "eth_getTransactionReceipt", block);
  rigged_transport_lie (stage->line, "eth_getTransactionReceipt", NULL, "null");
  for (guint i = 0; i < 40; i++)
    {
      surety_runner_poke (stage->runner);
      protocol_test_sleep (20);
      g_clear_object (&entry);
      entry = stage_load_entry (stage, id, 2);
      g_assert_cmpint (surety_journal_entry_get_state (entry), ==, SURETY_JOURNAL_MINED);
      g_assert_cmpint (surety_journal_entry_get_trouble (entry), ==, SURETY_JOURNAL_TROUBLE_NONE);
    }
  rigged_transport_lie (stage->line, "eth_getBlockByNumber", NULL, NULL);
  rigged_transport_lie (stage->line, "eth_getTransactionReceipt", NULL, NULL);
  surety_practice_mine (stage->test->practice, 4);
  stage_wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);
}

/* --- two endpoints --- */

static RiggedTransport *
add_endpoint (Stage *stage)
{
  RiggedTransport *line = rigged_transport_new (SURETY_TRANSPORT (stage->test->practice));

  surety_endpoints_add (stage->endpoints, SURETY_TRANSPORT (line));
  return line;
}

/* One of them knows already that it is in a block: it has its place, and nobody is wrong. */
static void
test_replaced_between_two (void)
{
  g_autoptr (Stage) stage = stage_new (4);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  g_autoptr (RiggedTransport) other = add_endpoint (stage);
  g_autoptr (SuretyJournalEntry) entry = NULL;
  g_autoptr (SuretyReplacement) replacement = NULL;
  g_autoptr (GError) error = NULL;
  PracticeChain *chain = surety_practice_get_chain (stage->test->practice);
  gint64 id;

  practice_chain_hold (chain, TRUE);
  id = stage_start_plan (stage, plan);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_SENT);
  entry = stage_load_entry (stage, id, 0);
  rigged_transport_lie (other, "eth_getTransactionReceipt", NULL, "null");
  practice_chain_hold (chain, FALSE);
  surety_practice_mine (stage->test->practice, 1);
  replacement = dex_await_object (surety_runner_plan_replacement (stage->runner,
                                                                  surety_journal_entry_get_id (
                                                                    entry),
                                                                  SURETY_REPLACE_FASTER, 0),
                                  &error);
  g_assert_null (replacement);
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_SETTLED);
  g_assert_null (surety_endpoints_peek_disagreement (stage->endpoints));

  rigged_transport_lie (other, "eth_getTransactionReceipt", NULL, NULL);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_MINED);
}

/* One endpoint's pool has a transaction that the other's has not. It is not taken the place of, and nothing is
 * put behind it either. */
static void
test_pool_of_one (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  g_autoptr (RiggedTransport) other = add_endpoint (stage);
  const guint64 nonce = stage_count_nonce (stage);
  g_autofree char *one_more = g_strdup_printf ("\"0x%" G_GINT64_MODIFIER "x\"", nonce + 1);
  gint64 id;

  /* Asked for both, the chain's and the pool's: the pool's is the higher one. */
  rigged_transport_set_pending (other, one_more);
  id = stage_start_plan (stage, plan);
  for (guint i = 0; i < 3000 && stage->stopped == NULL; i++)
    {
      surety_runner_poke (stage->runner);
      protocol_test_sleep (20);
    }
  g_assert_error (stage->stopped, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_POOL);
  g_assert_cmpint (stage_load_state (stage, id, 0), ==, SURETY_JOURNAL_PLANNED);
  g_assert_cmpuint (stage_count_nonce (stage), ==, nonce);

  /* It is gone, or in a block: on it goes. */
  rigged_transport_set_pending (other, NULL);
  stage_continue_plan (stage, id);
  stage_wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);
  g_assert_cmpuint (stage_count_nonce (stage), ==, nonce + 3);
}

/* How the plan is tried out, and by how many endpoints' word. */
static void
assert_simulated (Stage *stage, SuretyPlan *plan, SuretySimulationMethod method, guint witnesses)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyPlanSimulation)
    simulation = dex_await_object (surety_protocol_simulate (stage->protocol, plan), &error);

  g_assert_no_error (error);
  g_assert_cmpint (surety_plan_simulation_get_method (simulation), ==, method);
  g_assert_cmpuint (surety_plan_simulation_get_witnesses (simulation), ==, witnesses);
}

/* What only one of two can try out is tried out in a way that both can; where there is none, it is one's word. */
static void
test_simulated_as_both_serve (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  g_autoptr (RiggedTransport) other = add_endpoint (stage);

  assert_simulated (stage, plan, SURETY_SIMULATED_TOGETHER, 2);
  /* The practice network takes no overrides: what is left is the first step. */
  rigged_transport_refuse (other, "eth_simulateV1");
  assert_simulated (stage, plan, SURETY_SIMULATED_FIRST, 2);
  /* Nothing in common. */
  rigged_transport_refuse (stage->line, "eth_call");
  assert_simulated (stage, plan, SURETY_SIMULATED_TOGETHER, 1);
  rigged_transport_refuse (stage->line, "eth_simulateV1");
  assert_simulated (stage, plan, SURETY_SIMULATED_FIRST, 1);
}

static gboolean
has_trouble (Stage *stage, gint64 id, SuretyJournalTrouble trouble)
{
  g_autoptr (SuretyJournalEntry) entry = stage_load_entry (stage, id, 0);

  return surety_journal_entry_get_trouble (entry) == trouble;
}

static void
tell_in_no_block (RiggedTransport *line, gboolean none)
{
  rigged_transport_lie (line, "eth_getTransactionReceipt", NULL, none ? "null" : NULL);
  rigged_transport_lie (line, "eth_getTransactionByHash", NULL, none ? "null" : NULL);
}

/* A transaction is in a block, and the one endpoint there is says that it is in none, and its number used: that is
 * told, and nothing is given up for it. */
static void
test_used_by_the_word_of_one (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  guint heads, looks;
  gint64 id;

  tell_in_no_block (stage->line, TRUE);
  id = stage_start_plan (stage, plan);
  for (guint i = 0; i < 500 && !has_trouble (stage, id, SURETY_JOURNAL_TROUBLE_ELSEWHERE); i++)
    {
      surety_runner_poke (stage->runner);
      protocol_test_sleep (20);
    }
  g_assert_true (has_trouble (stage, id, SURETY_JOURNAL_TROUBLE_ELSEWHERE));
  heads = rigged_transport_count (stage->line, "eth_getBlockByNumber");
  looks = rigged_transport_count (stage->line, "eth_getTransactionByHash");
  for (guint i = 0; i < 20; i++)
    {
      surety_runner_poke (stage->runner);
      protocol_test_sleep (20);
      g_assert_cmpint (stage_load_state (stage, id, 0), ==, SURETY_JOURNAL_SENT);
      g_assert_cmpint (stage_load_state (stage, id, 1), ==, SURETY_JOURNAL_PLANNED);
    }
  g_assert_cmpuint (stage->n_stopped, ==, 0);
  /* It is looked at, but not asked again each time what used the number: that is a block more. */
  looks = rigged_transport_count (stage->line, "eth_getTransactionByHash") - looks;
  g_assert_cmpuint (looks, >, 1);
  g_assert_cmpuint (rigged_transport_count (stage->line, "eth_getBlockByNumber") - heads, <=,
                    looks + 1);

  /* Another one that says otherwise, or the same one once it says so: on it goes. */
  tell_in_no_block (stage->line, FALSE);
  stage_wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);
  g_assert_true (has_trouble (stage, id, SURETY_JOURNAL_TROUBLE_NONE));
  g_assert_cmpuint (stage->n_stopped, ==, 0);
}

/* --- two transactions of one number --- */

/* The one before it is still out: what is said may not sound as if nothing were. */
static void
test_replacement_refused (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  g_autoptr (SuretyReplacement) faster = NULL;
  PracticeChain *chain = surety_practice_get_chain (stage->test->practice);
  gint64 id;

  practice_chain_hold (chain, TRUE);
  id = stage_start_plan (stage, plan);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_SENT);
  faster = stage_plan_replacement (stage, id, SURETY_REPLACE_FASTER);
  g_assert_true (surety_replacement_get_later (faster)->driven);
  g_assert_false (surety_replacement_is_behind (faster));
  rigged_transport_fail (stage->line, "eth_sendRawTransaction", "txpool is full");
  stage_replace (stage, faster);
  for (guint i = 0; i < 500 && stage->n_stopped == 0; i++)
    protocol_test_sleep (10);
  g_assert_error (stage->stopped, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_NOT_REPLACED);

  /* It is offered again, as it says. */
  rigged_transport_fail (stage->line, "eth_sendRawTransaction", NULL);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_SENT);
  practice_chain_hold (chain, FALSE);
  surety_practice_mine (stage->test->practice, 1);
  stage_wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);
}

/* After a start nobody signs the rest by himself. */
static void
test_replacement_after_a_start (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  g_autoptr (SuretyReplacement) faster = NULL;
  gint64 id;

  practice_chain_hold (surety_practice_get_chain (stage->test->practice), TRUE);
  id = stage_start_plan (stage, plan);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_SENT);
  stage_end (stage);
  stage_begin (stage);
  stage_resume (stage);
  faster = stage_plan_replacement (stage, id, SURETY_REPLACE_FASTER);
  g_assert_cmpuint (surety_replacement_get_later (faster)->planned, ==, 2);
  g_assert_false (surety_replacement_get_later (faster)->driven);
}

/* The same plan, whose first step promises one more than it does. */
static SuretyPlan *
overstate (SuretyPlan *plan)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (g_object_unref);
  SuretyStep *step = surety_plan_get_step (plan, 0);
  SuretyPromise *promise = g_ptr_array_index (surety_step_get_promises (step), 0);
  g_autofree char *json = surety_step_to_json (step);
  g_autoptr (JsonNode) node = json_from_string (json, NULL);
  g_autoptr (SuretyPromise) more = surety_promise_new (surety_promise_get_kind (promise),
                                                       surety_promise_get_subject (promise),
                                                       surety_promise_get_spender (promise),
                                                       surety_promise_get_value (promise) + 1u,
                                                       surety_promise_get_symbol (promise),
                                                       surety_promise_get_decimals (promise));
  JsonArray *promises = json_array_new ();
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  json_array_add_element (promises, surety_promise_to_json (more));
  json_object_set_array_member (json_node_get_object (node), "promises", promises);
  text = json_to_string (node, FALSE);
  g_ptr_array_add (steps, surety_step_new_from_json (text, &error));
  g_assert_no_error (error);
  for (guint i = 1; i < surety_plan_get_n_steps (plan); i++)
    g_ptr_array_add (steps, g_object_ref (surety_plan_get_step (plan, i)));
  return surety_plan_new (surety_plan_get_intent (plan), steps, 1, 1, NULL);
}

/* What was to build on it waits until somebody looked, and went on. */
static void
check_broken_stops (guint confirmations)
{
  g_autoptr (Stage) stage = stage_new (confirmations);
  g_autoptr (SuretyPlan) honest = stage_make_plan (stage);
  g_autoptr (SuretyPlan) plan = overstate (honest);
  g_autoptr (SuretyJournalEntry) entry = NULL;
  g_autoptr (GPtrArray) results = NULL;
  const guint64 nonce = stage_count_nonce (stage);
  gint64 id = stage_start_plan (stage, plan);

  for (guint i = 0; i < 500 && stage->n_stopped == 0; i++)
    {
      surety_runner_poke (stage->runner);
      protocol_test_sleep (20);
    }
  g_assert_error (stage->stopped, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_BROKEN);
  g_assert_cmpint (stage_load_state (stage, id, 1), ==, SURETY_JOURNAL_PLANNED);
  g_assert_cmpuint (stage_count_nonce (stage), ==, nonce + 1);
  entry = stage_load_entry (stage, id, 0);
  results = surety_promise_results_from_json (surety_journal_entry_get_result (entry), NULL);
  g_assert_cmpuint (surety_promise_results_count_broken (results), ==, 1);

  stage_continue_plan (stage, id);
  stage_wait_for (stage, id, 2, confirmations > 1 ? SURETY_JOURNAL_MINED : SURETY_JOURNAL_FINAL);
  g_assert_cmpuint (stage_count_nonce (stage), ==, nonce + 3);
}

static void
test_broken_promise_stops (void)
{
  check_broken_stops (1);
  check_broken_stops (4);
}

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);
  protocol_test_add ("/runner-two/what-is-behind-takes-nothing-back", test_one_is_behind);
  protocol_test_add ("/runner-two/nothing-is-replaced-between-two", test_replaced_between_two);
  protocol_test_add ("/runner-two/pool-of-one-is-waited-for", test_pool_of_one);
  protocol_test_add ("/runner-two/simulated-as-both-serve", test_simulated_as_both_serve);
  protocol_test_add ("/runner-two/used-by-the-word-of-one", test_used_by_the_word_of_one);
  protocol_test_add ("/runner-two/replacement-refused-is-told-as-that", test_replacement_refused);
  protocol_test_add ("/runner-two/after-a-start-the-rest-waits", test_replacement_after_a_start);
  protocol_test_add ("/runner-two/broken-promise-stops-the-rest", test_broken_promise_stops);
  return g_test_run ();
}
