/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "protocol-test.h"
#include "rigged-transport.h"
#include "surety-endpoints-private.h"
#include "surety-protocol-error.h"
#include "surety-practice-private.h"
#include "surety-sender.h"

/* The process that ends at the worst moment: here a runner is stopped and another one made on the
 * same journal. */

typedef struct
{
  ProtocolTest *test;
  RiggedTransport *line;
  SuretyNetwork *network;
  SuretyEndpoints *endpoints;
  SuretyProtocol *protocol;
  SuretyRunner *runner;
  Address provider;
  GError *stopped; /* the last plan-stopped */
  guint n_stopped;
  guint n_finished;
} Stage;

static SuretyJournalEntry *
load_entry (Stage *stage, gint64 plan, guint i)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
    entries = dex_await_object (surety_journal_list_plan (stage->test->journal, plan), &error);

  g_assert_no_error (error);
  return g_list_model_get_item (entries, i);
}

static SuretyJournalState
load_state (Stage *stage, gint64 plan, guint i)
{
  g_autoptr (SuretyJournalEntry) entry = load_entry (stage, plan, i);

  return surety_journal_entry_get_state (entry);
}

static void
stopped_cb (SuretyRunner *runner, gint64 plan, const GError *error, Stage *stage)
{
  g_clear_error (&stage->stopped);
  stage->stopped = g_error_copy (error);
  stage->n_stopped++;
}

static void
finished_cb (SuretyRunner *runner, gint64 plan, Stage *stage)
{
  stage->n_finished++;
}

/* A process starts. */
static void
start_runner (Stage *stage)
{
  stage->runner = surety_runner_new (stage->network, stage->endpoints, stage->protocol,
                                     stage->test->journal);
  g_signal_connect (stage->runner, "plan-stopped", G_CALLBACK (stopped_cb), stage);
  g_signal_connect (stage->runner, "plan-finished", G_CALLBACK (finished_cb), stage);
}

/* … and ends: whatever it was about to do is not done. */
static void
end_runner (Stage *stage)
{
  g_signal_handlers_disconnect_by_data (stage->runner, stage);
  surety_runner_stop (stage->runner);
  for (guint i = 0; i < 200 && surety_runner_get_busy (stage->runner); i++)
    protocol_test_sleep (10);
  g_assert_false (surety_runner_get_busy (stage->runner));
  g_clear_object (&stage->runner);
}

static Stage *
stage_new (guint64 confirmations)
{
  Stage *stage = g_new0 (Stage, 1);
  g_autoptr (GError) error = NULL;

  stage->test = protocol_test_new ();
  stage->network = g_object_ref (stage->test->network);
  if (confirmations > 1)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "networks",
                                                     "practice.json", NULL);
      g_autofree char *text = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, &error));
      g_clear_object (&stage->network);
      stage->network = protocol_test_deepen (text, (guint) confirmations);
    }
  stage->line = rigged_transport_new (SURETY_TRANSPORT (stage->test->practice));
  stage->endpoints = surety_endpoints_new (surety_network_get_chain_id (stage->network));
  surety_endpoints_set_patience (stage->endpoints, 1, 1);
  surety_endpoints_add (stage->endpoints, SURETY_TRANSPORT (stage->line));
  stage->protocol = surety_eigenlayer_new (stage->network, stage->endpoints);
  stage->provider = protocol_test_find_open_operator (stage->test->protocol);
  start_runner (stage);
  return stage;
}

static void
stage_free (Stage *stage)
{
  end_runner (stage);
  g_clear_error (&stage->stopped);
  g_clear_object (&stage->protocol);
  g_clear_object (&stage->endpoints);
  g_clear_object (&stage->line);
  g_clear_object (&stage->network);
  protocol_test_free (stage->test);
  g_free (stage);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Stage, stage_free)

static SuretyPlan *
make_plan (Stage *stage)
{
  g_autoptr (SuretyIntent)
    intent = surety_intent_new_enter (&stage->test->player,
                                      protocol_test_strategy (stage->network, "rETH"),
                                      protocol_test_units ("0.1"), &stage->provider);
  g_autoptr (GError) error = NULL;
  SuretyPlan *plan = dex_await_object (surety_protocol_plan (stage->test->protocol, intent),
                                       &error);

  g_assert_no_error (error);
  return plan;
}

static gint64
start_plan (Stage *stage, SuretyPlan *plan)
{
  g_autoptr (GError) error = NULL;
  gint64 id = dex_await_int64 (surety_runner_start (stage->runner, plan, stage->test->signer,
                                                    SURETY_SPEED_NORMAL, 0),
                               &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  return id;
}

/* Waits for a step to get to a state, poking the runner; a minute at most. */
static void
wait_for (Stage *stage, gint64 plan, guint i, SuretyJournalState state)
{
  for (guint k = 0; k < 3000; k++)
    {
      if (load_state (stage, plan, i) == state)
        return;
      surety_runner_poke (stage->runner);
      protocol_test_sleep (20);
    }
  g_error ("Step %u is in state %d, not %d", i, (int) load_state (stage, plan, i), (int) state);
}

static guint64
count_nonce (Stage *stage)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyNonces)
    nonces = dex_await_boxed (surety_sender_read_nonces (stage->test->endpoints,
                                                         &stage->test->player),
                              &error);

  g_assert_no_error (error);
  return nonces->next;
}

static void
resume (Stage *stage)
{
  g_autoptr (GError) error = NULL;

  dex_await (surety_runner_resume (stage->runner), &error);
  g_assert_no_error (error);
}

static void
continue_plan (Stage *stage, gint64 plan)
{
  g_autoptr (GError) error = NULL;

  dex_await (surety_runner_continue (stage->runner, plan, stage->test->signer, SURETY_SPEED_NORMAL,
                                     0),
             &error);
  g_assert_no_error (error);
}

static GBytes *
load_signed (Stage *stage, gint64 plan, guint i)
{
  g_autoptr (SuretyJournalEntry) entry = load_entry (stage, plan, i);

  return g_bytes_ref (surety_journal_entry_get_signed (entry));
}

/* --- ends of the process --- */

static void
test_end_after_signing (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = make_plan (stage);
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  guint64 nonce = count_nonce (stage);
  gint64 id;

  rigged_transport_cut (stage->line, "eth_sendRawTransaction", FALSE);
  id = start_plan (stage, plan);
  wait_for (stage, id, 0, SURETY_JOURNAL_SIGNED);
  protocol_test_sleep (50);
  end_runner (stage);
  g_assert_cmpuint (rigged_transport_count (stage->line, "eth_sendRawTransaction"), ==, 0);
  g_assert_cmpuint (count_nonce (stage), ==, nonce);
  before = load_signed (stage, id, 0);

  rigged_transport_cut (stage->line, NULL, FALSE);
  start_runner (stage);
  resume (stage);
  wait_for (stage, id, 0, SURETY_JOURNAL_FINAL);
  after = load_signed (stage, id, 0);
  g_assert_true (g_bytes_equal (before, after));
  g_assert_cmpuint (rigged_transport_count (stage->line, "eth_sendRawTransaction"), ==, 1);
  g_assert_cmpuint (count_nonce (stage), ==, nonce + 1);
  /* Nothing more is signed without the user. */
  protocol_test_sleep (100);
  g_assert_cmpint (load_state (stage, id, 1), ==, SURETY_JOURNAL_PLANNED);

  continue_plan (stage, id);
  wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);
  g_assert_cmpuint (count_nonce (stage), ==, nonce + 3);
}

static void
test_end_after_sending (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = make_plan (stage);
  guint64 nonce = count_nonce (stage);
  gint64 id;

  /* The transaction arrives; that it did is never heard. */
  rigged_transport_cut (stage->line, "eth_sendRawTransaction", TRUE);
  id = start_plan (stage, plan);
  wait_for (stage, id, 0, SURETY_JOURNAL_SIGNED);
  for (guint i = 0; i < 100 && count_nonce (stage) == nonce; i++)
    protocol_test_sleep (10);
  end_runner (stage);
  g_assert_cmpuint (count_nonce (stage), ==, nonce + 1);

  start_runner (stage);
  resume (stage);
  wait_for (stage, id, 0, SURETY_JOURNAL_FINAL);
  g_assert_cmpuint (count_nonce (stage), ==, nonce + 1);
}

static void
test_line_cut_while_running (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = make_plan (stage);
  guint64 nonce = count_nonce (stage);
  gint64 id;

  rigged_transport_cut (stage->line, "eth_sendRawTransaction", FALSE);
  id = start_plan (stage, plan);
  wait_for (stage, id, 0, SURETY_JOURNAL_SIGNED);
  protocol_test_sleep (100);
  rigged_transport_cut (stage->line, NULL, FALSE);
  wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);
  g_assert_cmpuint (count_nonce (stage), ==, nonce + 3);
  for (guint i = 0; i < 100 && stage->n_finished == 0; i++)
    protocol_test_sleep (10);
  g_assert_cmpuint (stage->n_finished, ==, 1);
  g_assert_cmpuint (stage->n_stopped, ==, 0);
}

/* --- one plan at a time --- */

static void
test_unfinished_plan_blocks (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = make_plan (stage);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) second_error = NULL;
  DexFuture *twice;
  gint64 id;

  rigged_transport_cut (stage->line, "eth_sendRawTransaction", FALSE);
  twice = surety_runner_start (stage->runner, plan, stage->test->signer, SURETY_SPEED_NORMAL, 0);
  dex_await_int64 (surety_runner_start (stage->runner, plan, stage->test->signer,
                                        SURETY_SPEED_NORMAL, 0),
                   &error);
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_BUSY);
  id = dex_await_int64 (twice, &second_error);
  g_assert_no_error (second_error);

  g_clear_error (&error);
  dex_await_int64 (surety_runner_start (stage->runner, plan, stage->test->signer,
                                        SURETY_SPEED_NORMAL, 0),
                   &error);
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_BUSY);
  wait_for (stage, id, 0, SURETY_JOURNAL_SIGNED);
  g_assert_cmpint (load_state (stage, id, 1), ==, SURETY_JOURNAL_PLANNED);
}

static void
test_abandon (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = make_plan (stage);
  g_autoptr (SuretyPlan) next = NULL;
  g_autoptr (GError) error = NULL;
  guint64 nonce = count_nonce (stage);
  gint64 id;

  rigged_transport_cut (stage->line, "eth_sendRawTransaction", FALSE);
  id = start_plan (stage, plan);
  wait_for (stage, id, 0, SURETY_JOURNAL_SIGNED);
  dex_await (surety_runner_abandon (stage->runner, id), &error);
  g_assert_no_error (error);
  g_assert_cmpint (load_state (stage, id, 1), ==, SURETY_JOURNAL_ABANDONED);
  g_assert_cmpint (load_state (stage, id, 2), ==, SURETY_JOURNAL_ABANDONED);

  /* What was signed is followed to its end; then there is room for another plan. */
  rigged_transport_cut (stage->line, NULL, FALSE);
  wait_for (stage, id, 0, SURETY_JOURNAL_FINAL);
  protocol_test_sleep (50);
  g_assert_cmpuint (count_nonce (stage), ==, nonce + 1);
  next = make_plan (stage);
  g_assert_cmpuint (surety_plan_get_n_steps (next), ==, 2); /* approved already */
  id = start_plan (stage, next);
  wait_for (stage, id, 1, SURETY_JOURNAL_FINAL);
}

static void
test_watch_only (void)
{
  static const guint8 other_key[32] = { 7, 7, 7 };
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = make_plan (stage);
  g_autoptr (SuretySigner) other = protocol_test_signer (other_key);
  g_autoptr (GError) none = NULL;
  g_autoptr (GError) foreign = NULL;
  g_autoptr (GListModel) entries = NULL;

  dex_await_int64 (surety_runner_start (stage->runner, plan, NULL, SURETY_SPEED_NORMAL, 0), &none);
  g_assert_error (none, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_WATCH_ONLY);
  dex_await_int64 (surety_runner_start (stage->runner, plan, other, SURETY_SPEED_NORMAL, 0),
                   &foreign);
  g_assert_error (foreign, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_WATCH_ONLY);
  entries = dex_await_object (surety_journal_list (stage->test->journal, "practice", NULL), NULL);
  g_assert_cmpuint (g_list_model_get_n_items (entries), ==, 0);
}

/* --- steps that can't be --- */

/* Reverts in the simulation: nothing is signed. */
static void
test_simulation_refuses (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = make_plan (stage);
  g_autoptr (SuretyPlan) exits = NULL;
  g_autoptr (SuretyIntent) exit = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  guint64 nonce;
  gint64 id = start_plan (stage, plan);

  wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);
  exit = surety_intent_new_exit (&stage->test->player,
                                 protocol_test_strategy (stage->network, "rETH"), U256_MAX);
  exits = dex_await_object (surety_protocol_plan (stage->protocol, exit), &error);
  g_assert_no_error (error);
  id = start_plan (stage, exits);
  wait_for (stage, id, 0, SURETY_JOURNAL_FINAL);

  /* The same withdrawal again: there is nothing left. */
  nonce = count_nonce (stage);
  id = start_plan (stage, exits);
  for (guint i = 0; i < 500 && stage->n_stopped == 0; i++)
    protocol_test_sleep (10);
  g_assert_error (stage->stopped, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVERT);
  name = surety_revert_dup_name (stage->stopped);
  g_assert_cmpstr (name, ==, "Panic(0x11)");
  g_assert_cmpint (load_state (stage, id, 0), ==, SURETY_JOURNAL_PLANNED);
  g_assert_cmpuint (count_nonce (stage), ==, nonce);
}

/* An endpoint that lies about the simulation: the chain says no, and the steps behind are given up.
 */
static void
test_failed_on_chain (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = make_plan (stage);
  g_autoptr (GPtrArray) steps = g_ptr_array_new ();
  g_autoptr (SuretyPlan) backwards = NULL;
  gint64 id;

  /* Deposit without the approval. */
  g_ptr_array_add (steps, surety_plan_get_step (plan, 1));
  g_ptr_array_add (steps, surety_plan_get_step (plan, 2));
  backwards = surety_plan_new (surety_plan_get_intent (plan), steps, 1, 1, NULL);
  rigged_transport_lie (stage->line, "eth_call", "eth_getBlockByNumber", "\"0x\"");
  rigged_transport_lie (stage->line, "eth_estimateGas", NULL, "\"0x493e0\"");
  id = start_plan (stage, backwards);
  wait_for (stage, id, 0, SURETY_JOURNAL_FAILED);
  wait_for (stage, id, 1, SURETY_JOURNAL_ABANDONED);
  for (guint i = 0; i < 100 && stage->n_stopped == 0; i++)
    protocol_test_sleep (10);
  g_assert_error (stage->stopped, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_FAILED);
  g_assert_cmpuint (stage->n_stopped, ==, 1);
}

/* The endpoint takes the transaction and answers with another's hash: told once, followed all the same. */
static void
test_answer_of_another (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = make_plan (stage);
  guint64 nonce = count_nonce (stage);
  gint64 id;

  rigged_transport_lie (stage->line, "eth_sendRawTransaction", NULL,
                        "\"0x1111111111111111111111111111111111111111111111111111111111111111\"");
  id = start_plan (stage, plan);
  wait_for (stage, id, 0, SURETY_JOURNAL_FINAL);
  g_assert_cmpuint (stage->n_stopped, >, 0);
  g_assert_error (stage->stopped, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED);
  rigged_transport_lie (stage->line, "eth_sendRawTransaction", NULL, NULL);
  wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);
  g_assert_cmpuint (count_nonce (stage), ==, nonce + 3);
  for (guint i = 0; i < 100 && stage->n_finished == 0; i++)
    protocol_test_sleep (10);
  g_assert_cmpuint (stage->n_finished, ==, 1);
}

/* Signed here, but the account's owner used the nonce elsewhere. */
static void
test_replaced (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = make_plan (stage);
  g_autoptr (GBytes) other = NULL;
  g_autoptr (GError) error = NULL;
  Transaction transaction = {
    .kind = TRANSACTION_EIP1559,
    .chain_id = surety_network_get_chain_id (stage->network),
    .nonce = count_nonce (stage),
    .max_priority_fee = 1000000000u,
    .max_fee = 100000000000u,
    .gas_limit = 21000,
    .to = stage->test->player,
    .value = 1,
  };
  gint64 id;

  rigged_transport_cut (stage->line, "eth_sendRawTransaction", FALSE);
  id = start_plan (stage, plan);
  wait_for (stage, id, 0, SURETY_JOURNAL_SIGNED);
  end_runner (stage);

  other = dex_await_boxed (surety_signer_sign (stage->test->signer, &transaction), &error);
  g_assert_no_error (error);
  dex_await (surety_sender_send (stage->test->endpoints, other), &error);
  g_assert_no_error (error);

  rigged_transport_cut (stage->line, NULL, FALSE);
  start_runner (stage);
  resume (stage);
  wait_for (stage, id, 0, SURETY_JOURNAL_REPLACED);
  wait_for (stage, id, 1, SURETY_JOURNAL_ABANDONED);
  wait_for (stage, id, 2, SURETY_JOURNAL_ABANDONED);
  g_assert_cmpuint (count_nonce (stage), ==, transaction.nonce + 1);
}

/* --- two transactions of one nonce --- */

static SuretyReplacement *
plan_replacement (Stage *stage, gint64 plan, SuretyReplaceKind kind)
{
  g_autoptr (SuretyJournalEntry) entry = load_entry (stage, plan, 0);
  g_autoptr (GError) error = NULL;
  SuretyReplacement *replacement =
    dex_await_object (surety_runner_plan_replacement (stage->runner,
                                                      surety_journal_entry_get_id (entry), kind, 0),
                      &error);

  g_assert_no_error (error);
  return replacement;
}

static void
replace (Stage *stage, SuretyReplacement *replacement)
{
  g_autoptr (GError) error = NULL;

  dex_await_int64 (surety_runner_replace (stage->runner, replacement, stage->test->signer), &error);
  g_assert_no_error (error);
}

/* Paying less than every base fee, it waits; that is said, and a speed-up pays what is asked. */
static void
test_underpriced (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = make_plan (stage);
  g_autoptr (SuretyReplacement) faster = NULL;
  g_autoptr (SuretyJournalEntry) before = NULL;
  g_autoptr (SuretyJournalEntry) after = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = dex_await_int64 (surety_runner_start (stage->runner, plan, stage->test->signer,
                                                    SURETY_SPEED_NORMAL, 100000000u),
                               &error);

  g_assert_no_error (error);
  wait_for (stage, id, 0, SURETY_JOURNAL_SENT);
  for (guint i = 0; i < 100; i++)
    {
      g_clear_object (&before);
      before = load_entry (stage, id, 0);
      if (surety_journal_entry_get_trouble (before) != SURETY_JOURNAL_TROUBLE_NONE)
        break;
      surety_runner_poke (stage->runner);
      protocol_test_sleep (20);
    }
  g_assert_cmpint (surety_journal_entry_get_trouble (before), ==,
                   SURETY_JOURNAL_TROUBLE_UNDERPRICED);
  faster = plan_replacement (stage, id, SURETY_REPLACE_FASTER);
  replace (stage, faster);
  wait_for (stage, id, 0, SURETY_JOURNAL_FINAL);
  after = load_entry (stage, id, 0);
  g_assert_cmpuint (surety_journal_entry_get_attempt (after), ==, 1);
  g_assert_cmpint (surety_journal_entry_get_trouble (after), ==, SURETY_JOURNAL_TROUBLE_NONE);
  g_assert_nonnull (surety_journal_entry_get_result (after));
}

/* The one before it is still out: what is said may not sound as if nothing were. */
static void
test_replacement_refused (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = make_plan (stage);
  g_autoptr (SuretyReplacement) faster = NULL;
  PracticeChain *chain = surety_practice_get_chain (stage->test->practice);
  gint64 id;

  practice_chain_hold (chain, TRUE);
  id = start_plan (stage, plan);
  wait_for (stage, id, 0, SURETY_JOURNAL_SENT);
  faster = plan_replacement (stage, id, SURETY_REPLACE_FASTER);
  g_assert_true (surety_replacement_get_later (faster)->driven);
  g_assert_false (surety_replacement_is_behind (faster));
  rigged_transport_fail (stage->line, "eth_sendRawTransaction", "txpool is full");
  replace (stage, faster);
  for (guint i = 0; i < 500 && stage->n_stopped == 0; i++)
    protocol_test_sleep (10);
  g_assert_error (stage->stopped, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_NOT_REPLACED);

  /* It is offered again, as it says. */
  rigged_transport_fail (stage->line, "eth_sendRawTransaction", NULL);
  wait_for (stage, id, 0, SURETY_JOURNAL_SENT);
  practice_chain_hold (chain, FALSE);
  surety_practice_mine (stage->test->practice, 1);
  wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);
}

/* After a start nobody signs the rest by himself. */
static void
test_replacement_after_a_start (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = make_plan (stage);
  g_autoptr (SuretyReplacement) faster = NULL;
  gint64 id;

  practice_chain_hold (surety_practice_get_chain (stage->test->practice), TRUE);
  id = start_plan (stage, plan);
  wait_for (stage, id, 0, SURETY_JOURNAL_SENT);
  end_runner (stage);
  start_runner (stage);
  resume (stage);
  faster = plan_replacement (stage, id, SURETY_REPLACE_FASTER);
  g_assert_cmpuint (surety_replacement_get_later (faster)->planned, ==, 2);
  g_assert_false (surety_replacement_get_later (faster)->driven);
}

/* The program ends before what cancels was sent; what was to be cancelled is mined meanwhile. */
static void
test_cancelled_too_late (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = make_plan (stage);
  g_autoptr (SuretyReplacement) cancel = NULL;
  g_autoptr (GListModel) attempts = NULL;
  g_autoptr (SuretyJournalEntry) other = NULL;
  g_autoptr (GError) error = NULL;
  PracticeChain *chain = surety_practice_get_chain (stage->test->practice);
  guint64 nonce = count_nonce (stage);
  gint64 id;

  practice_chain_hold (chain, TRUE);
  id = start_plan (stage, plan);
  wait_for (stage, id, 0, SURETY_JOURNAL_SENT);
  cancel = plan_replacement (stage, id, SURETY_REPLACE_CANCEL);
  rigged_transport_cut (stage->line, "eth_sendRawTransaction", FALSE);
  replace (stage, cancel);
  protocol_test_sleep (50);
  end_runner (stage);
  practice_chain_hold (chain, FALSE);
  surety_practice_mine (stage->test->practice, 1);
  g_assert_cmpuint (count_nonce (stage), ==, nonce + 1);

  rigged_transport_cut (stage->line, NULL, FALSE);
  start_runner (stage);
  resume (stage);
  wait_for (stage, id, 0, SURETY_JOURNAL_FINAL);
  attempts = dex_await_object (surety_journal_list_attempts (stage->test->journal, id, 0), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (attempts), ==, 2);
  other = g_list_model_get_item (attempts, 1);
  g_assert_true (surety_journal_entry_is_cancel (other));
  g_assert_cmpint (surety_journal_entry_get_state (other), ==, SURETY_JOURNAL_REPLACED);
  g_assert_cmpint (surety_journal_entry_get_trouble (other), ==, SURETY_JOURNAL_TROUBLE_NONE);

  /* It was not taken back: the rest can be gone on with. */
  continue_plan (stage, id);
  wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);
  g_assert_cmpuint (count_nonce (stage), ==, nonce + 3);
  g_assert_no_error (stage->stopped);
}

/* In a block, then in none, then in one again: followed back and forth; promises are checked where
 * it ends. */
static void
test_reorganised (void)
{
  g_autoptr (Stage) stage = stage_new (4);
  g_autoptr (SuretyPlan) plan = make_plan (stage);
  g_autoptr (SuretyJournalEntry) entry = NULL;
  guint64 nonce = count_nonce (stage);
  gint64 id = start_plan (stage, plan);

  wait_for (stage, id, 0, SURETY_JOURNAL_MINED);
  wait_for (stage, id, 2, SURETY_JOURNAL_MINED);

  rigged_transport_lie (stage->line, "eth_getTransactionReceipt", NULL, "null");
  wait_for (stage, id, 2, SURETY_JOURNAL_SENT);
  rigged_transport_lie (stage->line, "eth_getTransactionReceipt", NULL, NULL);
  wait_for (stage, id, 2, SURETY_JOURNAL_MINED);
  surety_practice_mine (stage->test->practice, 4);
  wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);
  wait_for (stage, id, 0, SURETY_JOURNAL_FINAL);
  entry = load_entry (stage, id, 2);
  g_assert_nonnull (surety_journal_entry_get_result (entry));
  g_assert_cmpuint (count_nonce (stage), ==, nonce + 3);
}

/* What answers is behind the block it was seen in: that is no reorganisation. */
static void
test_one_is_behind (void)
{
  g_autoptr (Stage) stage = stage_new (4);
  g_autoptr (SuretyPlan) plan = make_plan (stage);
  g_autoptr (SuretyJournalEntry) entry = NULL;
  g_autofree char *block = NULL;
  gint64 id = start_plan (stage, plan);

  wait_for (stage, id, 2, SURETY_JOURNAL_MINED);
  entry = load_entry (stage, id, 2);
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
      entry = load_entry (stage, id, 2);
      g_assert_cmpint (surety_journal_entry_get_state (entry), ==, SURETY_JOURNAL_MINED);
      g_assert_cmpint (surety_journal_entry_get_trouble (entry), ==, SURETY_JOURNAL_TROUBLE_NONE);
    }
  rigged_transport_lie (stage->line, "eth_getBlockByNumber", NULL, NULL);
  rigged_transport_lie (stage->line, "eth_getTransactionReceipt", NULL, NULL);
  surety_practice_mine (stage->test->practice, 4);
  wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);
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
  g_autoptr (SuretyPlan) plan = make_plan (stage);
  g_autoptr (RiggedTransport) other = add_endpoint (stage);
  g_autoptr (SuretyJournalEntry) entry = NULL;
  g_autoptr (SuretyReplacement) replacement = NULL;
  g_autoptr (GError) error = NULL;
  PracticeChain *chain = surety_practice_get_chain (stage->test->practice);
  gint64 id;

  practice_chain_hold (chain, TRUE);
  id = start_plan (stage, plan);
  wait_for (stage, id, 0, SURETY_JOURNAL_SENT);
  entry = load_entry (stage, id, 0);
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
  wait_for (stage, id, 0, SURETY_JOURNAL_MINED);
}

/* One endpoint's pool has a transaction that the other's has not. It is not taken the place of, and nothing is
 * put behind it either. */
static void
test_pool_of_one (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = make_plan (stage);
  g_autoptr (RiggedTransport) other = add_endpoint (stage);
  const guint64 nonce = count_nonce (stage);
  g_autofree char *one_more = g_strdup_printf ("\"0x%" G_GINT64_MODIFIER "x\"", nonce + 1);
  gint64 id;

  /* Asked for both, the chain's and the pool's: the pool's is the higher one. */
  rigged_transport_set_pending (other, one_more);
  id = start_plan (stage, plan);
  for (guint i = 0; i < 3000 && stage->stopped == NULL; i++)
    {
      surety_runner_poke (stage->runner);
      protocol_test_sleep (20);
    }
  g_assert_error (stage->stopped, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_POOL);
  g_assert_cmpint (load_state (stage, id, 0), ==, SURETY_JOURNAL_PLANNED);
  g_assert_cmpuint (count_nonce (stage), ==, nonce);

  /* It is gone, or in a block: on it goes. */
  rigged_transport_set_pending (other, NULL);
  continue_plan (stage, id);
  wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);
  g_assert_cmpuint (count_nonce (stage), ==, nonce + 3);
}

/* --- a signer that signs something else --- */

#define CROOKED_TYPE_SIGNER (crooked_signer_get_type ())
G_DECLARE_FINAL_TYPE (CrookedSigner, crooked_signer, CROOKED, SIGNER, GObject)

struct _CrookedSigner
{
  GObject parent_instance;

  SuretySigner *honest;
  guint how;
};

static void crooked_signer_init_signer (SuretySignerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrookedSigner,
                               crooked_signer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SURETY_TYPE_SIGNER,
                                                      crooked_signer_init_signer))

static void
crooked_signer_finalize (GObject *object)
{
  g_clear_object (&CROOKED_SIGNER (object)->honest);
  G_OBJECT_CLASS (crooked_signer_parent_class)->finalize (object);
}

static const Address *
crooked_signer_get_address (SuretySigner *signer)
{
  return surety_signer_get_address (CROOKED_SIGNER (signer)->honest);
}

static DexFuture *
crooked_signer_sign (SuretySigner *signer, const Transaction *transaction)
{
  CrookedSigner *self = CROOKED_SIGNER (signer);
  Transaction other = *transaction;
  guint8 data[68];

  memcpy (data, transaction->data.data, sizeof data);
  switch (self->how)
    {
    case 0:
      data[36]++; /* the amount */
      other.data.data = data;
      break;
    case 1:
      other.to.bytes[0]++;
      break;
    case 2:
      other.max_fee *= 100;
      break;
    case 3:
      other.nonce++;
      break;
    case 4:
      other.chain_id = 1;
      break;
    default:
      other.value = 1;
    }
  return surety_signer_sign (self->honest, &other);
}

static void
crooked_signer_init_signer (SuretySignerInterface *iface)
{
  iface->get_address = crooked_signer_get_address;
  iface->sign = crooked_signer_sign;
}

static void
crooked_signer_class_init (CrookedSignerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crooked_signer_finalize;
}

static void
crooked_signer_init (CrookedSigner *self)
{
}

static void
test_signer_signs_something_else (void)
{
  for (guint how = 0; how < 6; how++)
    {
      g_autoptr (Stage) stage = stage_new (1);
      g_autoptr (SuretyPlan) plan = make_plan (stage);
      g_autoptr (CrookedSigner) signer = g_object_new (CROOKED_TYPE_SIGNER, NULL);
      g_autoptr (GError) error = NULL;
      gint64 id;

      signer->honest = g_object_ref (stage->test->signer);
      signer->how = how;
      id = dex_await_int64 (surety_runner_start (stage->runner, plan, SURETY_SIGNER (signer),
                                                 SURETY_SPEED_NORMAL, 0),
                            &error);
      g_assert_no_error (error);
      for (guint i = 0; i < 500 && stage->n_stopped == 0; i++)
        protocol_test_sleep (10);
      g_assert_error (stage->stopped, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVIEW);
      g_assert_cmpint (load_state (stage, id, 0), ==, SURETY_JOURNAL_PLANNED);
      g_assert_cmpuint (rigged_transport_count (stage->line, "eth_sendRawTransaction"), ==, 0);
    }
}

/* --- code --- */

/* What was looked at is not there any more: nothing is signed. */
static void
test_other_code_stops (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = make_plan (stage);
  const guint64 nonce = count_nonce (stage);
  Address manager;
  guint n_logs;
  gint64 id;

  g_assert_true (surety_network_get_contract (stage->network, "DelegationManager", &manager, NULL));
  id = start_plan (stage, plan);
  wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);

  g_clear_object (&plan);
  plan = make_plan (stage);
  rigged_transport_set_code (stage->line, &manager, "0x6001");
  n_logs = rigged_transport_count (stage->line, "eth_getLogs");
  id = start_plan (stage, plan);
  for (guint i = 0; i < 500 && stage->n_stopped == 0; i++)
    protocol_test_sleep (10);
  g_assert_error (stage->stopped, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CODE);
  g_assert_cmpuint (rigged_transport_count (stage->line, "eth_getLogs"), ==, n_logs);
  g_assert_cmpint (load_state (stage, id, 0), ==, SURETY_JOURNAL_PLANNED);
  g_assert_cmpuint (count_nonce (stage), ==, nonce + 3);
}

static void
test_delegated_account_stops (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = make_plan (stage);
  const guint64 nonce = count_nonce (stage);
  gint64 id;

  rigged_transport_set_code (stage->line, &stage->test->player,
                             "0xef01000700000000000000000000000000000000000007");
  id = start_plan (stage, plan);
  for (guint i = 0; i < 500 && stage->n_stopped == 0; i++)
    protocol_test_sleep (10);
  g_assert_error (stage->stopped, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CODE);
  g_assert_cmpint (load_state (stage, id, 0), ==, SURETY_JOURNAL_PLANNED);
  g_assert_cmpuint (count_nonce (stage), ==, nonce);
}

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);
  protocol_test_add ("/runner/process-ends-after-signing", test_end_after_signing);
  protocol_test_add ("/runner/process-ends-after-sending", test_end_after_sending);
  protocol_test_add ("/runner/line-is-cut-while-running", test_line_cut_while_running);
  protocol_test_add ("/runner/unfinished-plan-blocks-the-next", test_unfinished_plan_blocks);
  protocol_test_add ("/runner/abandoning-keeps-what-is-signed", test_abandon);
  protocol_test_add ("/runner/no-key-no-plan", test_watch_only);
  protocol_test_add ("/runner/simulation-refuses", test_simulation_refuses);
  protocol_test_add ("/runner/failed-on-chain", test_failed_on_chain);
  protocol_test_add ("/runner/answer-of-another-transaction", test_answer_of_another);
  protocol_test_add ("/runner/nonce-used-elsewhere", test_replaced);
  protocol_test_add ("/runner/underpriced-is-said-and-sped-up", test_underpriced);
  protocol_test_add ("/runner/replacement-refused-is-told-as-that", test_replacement_refused);
  protocol_test_add ("/runner/after-a-start-the-rest-waits", test_replacement_after_a_start);
  protocol_test_add ("/runner/cancelled-too-late-goes-on", test_cancelled_too_late);
  protocol_test_add ("/runner/reorganised-and-back", test_reorganised);
  protocol_test_add ("/runner/what-is-behind-takes-nothing-back", test_one_is_behind);
  protocol_test_add ("/runner/nothing-is-replaced-between-two", test_replaced_between_two);
  protocol_test_add ("/runner/pool-of-one-is-waited-for", test_pool_of_one);
  protocol_test_add ("/runner/signer-signs-something-else", test_signer_signs_something_else);
  protocol_test_add ("/runner/other-code-stops", test_other_code_stops);
  protocol_test_add ("/runner/delegated-account-stops", test_delegated_account_stops);
  return g_test_run ();
}
