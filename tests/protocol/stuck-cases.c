/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stuck-cases.h"

#include "surety-nonces.h"
#include "surety-protocol-error.h"
#include "surety-sender.h"

typedef struct
{
  StuckCase *one;
  SuretyRunner *runner;
  gint64 plan;
  guint64 nonce; /* the account's next when it began */
  GError *stopped;
  guint n_finished;
} Stage;

static void
stopped_cb (SuretyRunner *runner, gint64 plan, const GError *error, Stage *stage)
{
  g_clear_error (&stage->stopped);
  stage->stopped = g_error_copy (error);
}

static void
finished_cb (SuretyRunner *runner, gint64 plan, Stage *stage)
{
  stage->n_finished++;
}

static const Address *
account_of (StuckCase *one)
{
  return surety_signer_get_address (one->signer);
}

static guint64
next_nonce (StuckCase *one)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyNonces)
    nonces = dex_await_boxed (surety_nonces_read (one->endpoints, account_of (one)), &error);

  g_assert_no_error (error);
  return nonces->next;
}

static void
stage_init (Stage *stage, StuckCase *one)
{
  *stage = (Stage) { .one = one, .nonce = next_nonce (one) };
  stage->runner = surety_runner_new (one->network, one->endpoints, one->protocol, one->journal);
  g_signal_connect (stage->runner, "plan-stopped", G_CALLBACK (stopped_cb), stage);
  g_signal_connect (stage->runner, "plan-finished", G_CALLBACK (finished_cb), stage);
}

static void
stage_clear (Stage *stage)
{
  g_signal_handlers_disconnect_by_data (stage->runner, stage);
  surety_runner_stop (stage->runner);
  while (surety_runner_get_busy (stage->runner))
    protocol_test_sleep (10);
  g_clear_object (&stage->runner);
  g_clear_error (&stage->stopped);
}

/* Enter: approve, deposit, delegate. */
static void
start (Stage *stage)
{
  StuckCase *one = stage->one;
  g_autoptr (SuretyIntent) intent = surety_intent_new_enter (account_of (one), &one->strategy,
                                                             one->amount, &one->provider);
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyPlan)
    plan = dex_await_object (surety_protocol_plan (one->protocol, intent), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (surety_plan_get_n_steps (plan), ==, 3);
  stage->plan = dex_await_int64 (surety_runner_start (stage->runner, plan, one->signer,
                                                      SURETY_SPEED_NORMAL, 0),
                                 &error);
  g_assert_no_error (error);
}

static SuretyJournalEntry *
load (Stage *stage, guint step, guint attempt)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
    entries = dex_await_object (surety_journal_list_attempts (stage->one->journal, stage->plan,
                                                              step),
                                &error);

  g_assert_no_error (error);
  return g_list_model_get_item (entries, attempt);
}

typedef gboolean (*Test) (SuretyJournalEntry *entry, int expected);

static gboolean
is_in_state (SuretyJournalEntry *entry, int expected)
{
  return surety_journal_entry_get_state (entry) == (SuretyJournalState) expected;
}

static gboolean
has_trouble (SuretyJournalEntry *entry, int expected)
{
  return surety_journal_entry_get_trouble (entry) == (SuretyJournalTrouble) expected;
}

/* A minute at most. blocks: come one after the other meanwhile. */
static void
wait_for (Stage *stage, guint step, guint attempt, Test test, int expected, gboolean blocks)
{
  g_autoptr (SuretyJournalEntry) entry = NULL;

  for (guint i = 0; i < 1200; i++)
    {
      g_clear_object (&entry);
      entry = load (stage, step, attempt);
      if (entry != NULL && test (entry, expected))
        return;
      if (blocks)
        stage->one->advance (1, stage->one->user_data);
      surety_runner_poke (stage->runner);
      protocol_test_sleep (50);
    }
  g_error ("step %u, attempt %u: not %d; state %d, trouble %d, told: %s", step, attempt, expected,
           (int) surety_journal_entry_get_state (entry),
           (int) surety_journal_entry_get_trouble (entry),
           stage->stopped != NULL ? stage->stopped->message : "nothing");
}

static void
wait_finished (Stage *stage)
{
  for (guint i = 0; i < 1200 && stage->n_finished == 0; i++)
    {
      stage->one->advance (1, stage->one->user_data);
      surety_runner_poke (stage->runner);
      protocol_test_sleep (50);
    }
  g_assert_cmpuint (stage->n_finished, ==, 1);
  g_assert_no_error (stage->stopped);
}

static void
hold (Stage *stage, gboolean held)
{
  stage->one->hold (held, stage->one->user_data);
}

static SuretyReplacement *
plan_replacement (Stage *stage, guint attempt, SuretyReplaceKind kind)
{
  g_autoptr (SuretyJournalEntry) entry = load (stage, 0, attempt);
  g_autoptr (GError) error = NULL;
  SuretyReplacement *replacement =
    dex_await_object (surety_runner_plan_replacement (stage->runner,
                                                      surety_journal_entry_get_id (entry), kind, 0),
                      &error);

  g_assert_no_error (error);
  g_assert_cmpint (surety_replacement_get_entry (replacement), ==,
                   surety_journal_entry_get_id (entry));
  return replacement;
}

static void
read_signed (Stage *stage, guint attempt, Transaction *out)
{
  g_autoptr (SuretyJournalEntry) entry = load (stage, 0, attempt);
  gsize len;
  const guint8 *data = g_bytes_get_data (surety_journal_entry_get_signed (entry), &len);
  Signature signature;
  Address sender;

  g_assert_cmpint (transaction_decode ((Bytes) { data, len }, out, &signature, &sender), ==,
                   CORE_OK);
  /* Its data is the entry's, and that may go. */
  out->data = (Bytes) { NULL, out->data.len };
}

static gint64
replace (Stage *stage, SuretyReplacement *replacement)
{
  g_autoptr (GError) error = NULL;
  gint64 id = dex_await_int64 (surety_runner_replace (stage->runner, replacement,
                                                      stage->one->signer),
                               &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  return id;
}

/* Another program with the same key: signs and sends past the journal. */
static Hash
send_foreign (StuckCase *one, guint64 nonce, u256 fee)
{
  const Transaction transaction = {
    .kind = TRANSACTION_EIP1559,
    .chain_id = surety_network_get_chain_id (one->network),
    .nonce = nonce,
    .max_priority_fee = fee / 2,
    .max_fee = fee,
    .gas_limit = 30000,
    .to = *account_of (one),
    .value = 1,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes)
    bytes = dex_await_boxed (surety_signer_sign (one->signer, &transaction), &error);
  gsize len;
  const guint8 *data;

  g_assert_no_error (error);
  dex_await (surety_sender_send (one->endpoints, bytes), &error);
  g_assert_no_error (error);
  data = g_bytes_get_data (bytes, &len);
  return transaction_hash ((Bytes) { data, len });
}

#define GWEI ((u256) 1000000000u)

/* --- what can be done --- */

void
stuck_case_faster (StuckCase *one)
{
  Stage stage;
  g_autoptr (SuretyReplacement) replacement = NULL;
  g_autoptr (SuretyReplacement) late = NULL;
  g_autoptr (SuretyJournalEntry) again = NULL;
  g_autoptr (GError) error = NULL;
  const SuretyLater *later;
  Transaction before, after;

  stage_init (&stage, one);
  hold (&stage, TRUE);
  start (&stage);
  wait_for (&stage, 0, 0, is_in_state, SURETY_JOURNAL_SENT, FALSE);

  replacement = plan_replacement (&stage, 0, SURETY_REPLACE_FASTER);
  later = surety_replacement_get_later (replacement);
  g_assert_cmpuint (later->planned, ==, 2);
  g_assert_cmpuint (later->own, ==, 0);
  g_assert_cmpuint (later->foreign, ==, 0);
  g_assert_true (surety_replacement_get_cost (replacement) >
                 surety_replacement_get_old_cost (replacement));
  replace (&stage, replacement);

  /* The same, dearer; the network has it in the first one's place. */
  read_signed (&stage, 0, &before);
  read_signed (&stage, 1, &after);
  g_assert_cmpuint (after.nonce, ==, before.nonce);
  g_assert_true (after.max_fee * 100 >= before.max_fee * 110);
  g_assert_true (after.max_priority_fee * 100 >= before.max_priority_fee * 110);
  g_assert_true (address_equal (&after.to, &before.to) && after.data.len == before.data.len);
  wait_for (&stage, 0, 1, is_in_state, SURETY_JOURNAL_SENT, FALSE);
  g_assert_cmpuint (next_nonce (one), ==, stage.nonce + 1);

  /* What was looked at is not what waits any more. */
  dex_await_int64 (surety_runner_replace (stage.runner, replacement, one->signer), &error);
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_SETTLED);
  g_clear_error (&error);

  hold (&stage, FALSE);
  wait_for (&stage, 0, 1, is_in_state, SURETY_JOURNAL_FINAL, TRUE);
  wait_for (&stage, 0, 0, is_in_state, SURETY_JOURNAL_REPLACED, FALSE);
  again = load (&stage, 0, 0);
  g_assert_cmpint (surety_journal_entry_get_trouble (again), ==, SURETY_JOURNAL_TROUBLE_NONE);
  /* And the plan goes on. */
  wait_finished (&stage);
  g_assert_cmpuint (next_nonce (one), ==, stage.nonce + 3);

  late = dex_await_object (surety_runner_plan_replacement (stage.runner,
                                                           surety_journal_entry_get_id (again),
                                                           SURETY_REPLACE_FASTER, 0),
                           &error);
  g_assert_null (late);
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_SETTLED);
  stage_clear (&stage);
}

void
stuck_case_cancel (StuckCase *one)
{
  Stage stage;
  g_autoptr (SuretyReplacement) faster = NULL;
  g_autoptr (SuretyReplacement) cancel = NULL;
  g_autoptr (SuretyReplacement) dear = NULL;
  g_autoptr (SuretyReplacement) refused = NULL;
  g_autoptr (SuretyJournalEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  Transaction before, after;

  stage_init (&stage, one);
  hold (&stage, TRUE);
  start (&stage);
  wait_for (&stage, 0, 0, is_in_state, SURETY_JOURNAL_SENT, FALSE);

  /* Not above what was said to be the most. */
  entry = load (&stage, 0, 0);
  read_signed (&stage, 0, &before);
  refused = dex_await_object (surety_runner_plan_replacement (stage.runner,
                                                              surety_journal_entry_get_id (entry),
                                                              SURETY_REPLACE_CANCEL,
                                                              before.max_fee),
                              &error);
  g_assert_null (refused);
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CEILING);

  cancel = plan_replacement (&stage, 0, SURETY_REPLACE_CANCEL);
  g_assert_cmpstr (surety_decoded_call_get_function (surety_replacement_get_call (cancel)), ==, "");
  replace (&stage, cancel);
  read_signed (&stage, 1, &after);
  g_assert_true (address_equal (&after.to, account_of (one)));
  g_assert_true (after.value == 0);
  g_assert_cmpuint (after.data.len, ==, 0);
  g_assert_cmpuint (after.nonce, ==, before.nonce);
  wait_for (&stage, 0, 1, is_in_state, SURETY_JOURNAL_SENT, FALSE);
  /* That waits too: once more, dearer. */
  dear = plan_replacement (&stage, 1, SURETY_REPLACE_CANCEL);
  replace (&stage, dear);
  wait_for (&stage, 0, 2, is_in_state, SURETY_JOURNAL_SENT, FALSE);

  hold (&stage, FALSE);
  one->advance (1, one->user_data);
  /* In a block, which may be taken back: nothing is given up yet, and nobody is told that it was. */
  wait_for (&stage, 0, 2, is_in_state, SURETY_JOURNAL_MINED, FALSE);
  for (guint i = 0; i < 10; i++)
    {
      surety_runner_poke (stage.runner);
      protocol_test_sleep (20);
    }
  g_assert_no_error (stage.stopped);
  g_assert_true (surety_runner_is_driving (stage.runner, stage.plan));
  wait_for (&stage, 1, 0, is_in_state, SURETY_JOURNAL_PLANNED, FALSE);

  wait_for (&stage, 0, 2, is_in_state, SURETY_JOURNAL_FINAL, TRUE);
  wait_for (&stage, 0, 1, is_in_state, SURETY_JOURNAL_REPLACED, FALSE);
  wait_for (&stage, 0, 0, is_in_state, SURETY_JOURNAL_REPLACED, FALSE);
  wait_for (&stage, 1, 0, is_in_state, SURETY_JOURNAL_ABANDONED, FALSE);
  wait_for (&stage, 2, 0, is_in_state, SURETY_JOURNAL_ABANDONED, FALSE);
  g_assert_error (stage.stopped, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CANCELLED);
  g_assert_cmpuint (stage.n_finished, ==, 0);
  g_assert_cmpuint (next_nonce (one), ==, stage.nonce + 1);
  stage_clear (&stage);
}

/* --- what holds it up --- */

/* Another wallet's transaction before ours waits, and is then forgotten by the network. */
void
stuck_case_gap (StuckCase *one)
{
  Stage stage;
  Hash foreign;

  stage_init (&stage, one);
  hold (&stage, TRUE);
  foreign = send_foreign (one, stage.nonce, 2 * GWEI);
  start (&stage);
  wait_for (&stage, 0, 0, is_in_state, SURETY_JOURNAL_SENT, FALSE);
  one->drop (&foreign, one->user_data);
  wait_for (&stage, 0, 0, has_trouble, SURETY_JOURNAL_TROUBLE_GAP, FALSE);

  /* It is sent again by who made it. */
  send_foreign (one, stage.nonce, 2 * GWEI);
  wait_for (&stage, 0, 0, has_trouble, SURETY_JOURNAL_TROUBLE_FOREIGN, FALSE);
  hold (&stage, FALSE);
  wait_finished (&stage);
  g_assert_cmpuint (next_nonce (one), ==, stage.nonce + 4);
  stage_clear (&stage);
}

void
stuck_case_foreign (StuckCase *one)
{
  Stage stage;
  g_autoptr (SuretyReplacement) replacement = NULL;
  g_autoptr (SuretyJournalEntry) entry = NULL;

  stage_init (&stage, one);
  hold (&stage, TRUE);
  send_foreign (one, stage.nonce, 2 * GWEI);
  start (&stage);
  wait_for (&stage, 0, 0, has_trouble, SURETY_JOURNAL_TROUBLE_FOREIGN, FALSE);
  /* And two behind it. */
  send_foreign (one, stage.nonce + 2, 2 * GWEI);
  send_foreign (one, stage.nonce + 3, 2 * GWEI);
  replacement = plan_replacement (&stage, 0, SURETY_REPLACE_FASTER);
  g_assert_cmpuint (surety_replacement_get_later (replacement)->foreign, ==, 2);
  g_assert_true (surety_replacement_is_behind (replacement));

  hold (&stage, FALSE);
  wait_finished (&stage);
  entry = load (&stage, 0, 0);
  g_assert_cmpint (surety_journal_entry_get_trouble (entry), ==, SURETY_JOURNAL_TROUBLE_NONE);
  g_assert_cmpuint (next_nonce (one), ==, stage.nonce + 6);
  stage_clear (&stage);
}

void
stuck_case_dropped (StuckCase *one)
{
  Stage stage;
  g_autoptr (SuretyJournalEntry) entry = NULL;
  g_autoptr (SuretyJournalEntry) after = NULL;

  stage_init (&stage, one);
  hold (&stage, TRUE);
  start (&stage);
  wait_for (&stage, 0, 0, is_in_state, SURETY_JOURNAL_SENT, FALSE);
  entry = load (&stage, 0, 0);
  one->drop (surety_journal_entry_get_hash (entry), one->user_data);
  g_assert_cmpuint (next_nonce (one), ==, stage.nonce);
  wait_for (&stage, 0, 0, has_trouble, SURETY_JOURNAL_TROUBLE_DROPPED, FALSE);
  /* The same bytes again, by itself; that it was lost is said until it is in a block. */
  for (guint i = 0; i < 100 && next_nonce (one) == stage.nonce; i++)
    protocol_test_sleep (50);
  g_assert_cmpuint (next_nonce (one), ==, stage.nonce + 1);
  after = load (&stage, 0, 0);
  g_assert_true (g_bytes_equal (surety_journal_entry_get_signed (entry),
                                surety_journal_entry_get_signed (after)));
  g_assert_cmpint (surety_journal_entry_get_trouble (after), ==, SURETY_JOURNAL_TROUBLE_DROPPED);

  hold (&stage, FALSE);
  wait_finished (&stage);
  g_assert_cmpuint (next_nonce (one), ==, stage.nonce + 3);
  stage_clear (&stage);
}

/* Another program with the same key uses the number for something else; what was to speed ours up is gone with
 * it. */
void
stuck_case_elsewhere (StuckCase *one)
{
  Stage stage;
  g_autoptr (SuretyReplacement) faster = NULL;
  Transaction last;

  stage_init (&stage, one);
  hold (&stage, TRUE);
  start (&stage);
  wait_for (&stage, 0, 0, is_in_state, SURETY_JOURNAL_SENT, FALSE);
  faster = plan_replacement (&stage, 0, SURETY_REPLACE_FASTER);
  replace (&stage, faster);
  wait_for (&stage, 0, 1, is_in_state, SURETY_JOURNAL_SENT, FALSE);
  read_signed (&stage, 1, &last);
  send_foreign (one, stage.nonce, last.max_fee * 4);

  hold (&stage, FALSE);
  for (guint i = 0; i < 2; i++)
    {
      wait_for (&stage, 0, i, is_in_state, SURETY_JOURNAL_REPLACED, TRUE);
      wait_for (&stage, 0, i, has_trouble, SURETY_JOURNAL_TROUBLE_ELSEWHERE, FALSE);
      wait_for (&stage, i + 1, 0, is_in_state, SURETY_JOURNAL_ABANDONED, FALSE);
    }
  protocol_test_sleep (50);
  g_assert_error (stage.stopped, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_ELSEWHERE);
  g_assert_cmpuint (next_nonce (one), ==, stage.nonce + 1);
  stage_clear (&stage);
}

void
stuck_case_reorganised (StuckCase *one)
{
  Stage stage;

  stage_init (&stage, one);
  hold (&stage, TRUE);
  start (&stage);
  wait_for (&stage, 0, 0, is_in_state, SURETY_JOURNAL_SENT, FALSE);
  hold (&stage, FALSE);
  one->advance (1, one->user_data);
  /* The second step waits on purpose: only the first is in the block that goes. */
  hold (&stage, TRUE);
  wait_for (&stage, 0, 0, is_in_state, SURETY_JOURNAL_MINED, FALSE);

  one->reorganise (FALSE, one->user_data);
  wait_for (&stage, 0, 0, has_trouble, SURETY_JOURNAL_TROUBLE_REORGED, FALSE);
  wait_for (&stage, 0, 0, is_in_state, SURETY_JOURNAL_SENT, FALSE);
  one->reorganise (TRUE, one->user_data);

  hold (&stage, FALSE);
  wait_for (&stage, 0, 0, is_in_state, SURETY_JOURNAL_MINED, TRUE);
  wait_for (&stage, 0, 0, has_trouble, SURETY_JOURNAL_TROUBLE_NONE, FALSE);
  wait_finished (&stage);
  g_assert_cmpuint (next_nonce (one), ==, stage.nonce + 3);
  stage_clear (&stage);
}
