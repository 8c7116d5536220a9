/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "runner-stage.h"
#include "surety-protocol-error.h"
#include "surety-practice-private.h"
#include "surety-sender.h"

/* The process that ends at the worst moment: here a runner is stopped and another one made on the
 * same journal. */

/* --- ends of the process --- */

static void
test_end_after_signing (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  guint64 nonce = stage_count_nonce (stage);
  gint64 id;

  rigged_transport_cut (stage->line, "eth_sendRawTransaction", FALSE);
  id = stage_start_plan (stage, plan);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_SIGNED);
  protocol_test_sleep (50);
  stage_end (stage);
  g_assert_cmpuint (rigged_transport_count (stage->line, "eth_sendRawTransaction"), ==, 0);
  g_assert_cmpuint (stage_count_nonce (stage), ==, nonce);
  before = stage_load_signed (stage, id, 0);

  rigged_transport_cut (stage->line, NULL, FALSE);
  stage_begin (stage);
  stage_resume (stage);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_FINAL);
  after = stage_load_signed (stage, id, 0);
  g_assert_true (g_bytes_equal (before, after));
  g_assert_cmpuint (rigged_transport_count (stage->line, "eth_sendRawTransaction"), ==, 1);
  g_assert_cmpuint (stage_count_nonce (stage), ==, nonce + 1);
  /* Nothing more is signed without the user. */
  protocol_test_sleep (100);
  g_assert_cmpint (stage_load_state (stage, id, 1), ==, SURETY_JOURNAL_PLANNED);

  stage_continue_plan (stage, id);
  stage_wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);
  g_assert_cmpuint (stage_count_nonce (stage), ==, nonce + 3);
}

static void
test_end_after_sending (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  guint64 nonce = stage_count_nonce (stage);
  gint64 id;

  /* The transaction arrives; that it did is never heard. */
  rigged_transport_cut (stage->line, "eth_sendRawTransaction", TRUE);
  id = stage_start_plan (stage, plan);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_SIGNED);
  for (guint i = 0; i < 100 && stage_count_nonce (stage) == nonce; i++)
    protocol_test_sleep (10);
  stage_end (stage);
  g_assert_cmpuint (stage_count_nonce (stage), ==, nonce + 1);

  stage_begin (stage);
  stage_resume (stage);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_FINAL);
  g_assert_cmpuint (stage_count_nonce (stage), ==, nonce + 1);
}

static void
test_line_cut_while_running (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  guint64 nonce = stage_count_nonce (stage);
  gint64 id;

  rigged_transport_cut (stage->line, "eth_sendRawTransaction", FALSE);
  id = stage_start_plan (stage, plan);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_SIGNED);
  protocol_test_sleep (100);
  rigged_transport_cut (stage->line, NULL, FALSE);
  stage_wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);
  g_assert_cmpuint (stage_count_nonce (stage), ==, nonce + 3);
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
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
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
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_SIGNED);
  g_assert_cmpint (stage_load_state (stage, id, 1), ==, SURETY_JOURNAL_PLANNED);
}

static void
test_abandon (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  g_autoptr (SuretyPlan) next = NULL;
  g_autoptr (GError) error = NULL;
  guint64 nonce = stage_count_nonce (stage);
  gint64 id;

  rigged_transport_cut (stage->line, "eth_sendRawTransaction", FALSE);
  id = stage_start_plan (stage, plan);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_SIGNED);
  dex_await (surety_runner_abandon (stage->runner, id), &error);
  g_assert_no_error (error);
  g_assert_cmpint (stage_load_state (stage, id, 1), ==, SURETY_JOURNAL_ABANDONED);
  g_assert_cmpint (stage_load_state (stage, id, 2), ==, SURETY_JOURNAL_ABANDONED);

  /* What was signed is followed to its end; then there is room for another plan. */
  rigged_transport_cut (stage->line, NULL, FALSE);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_FINAL);
  protocol_test_sleep (50);
  g_assert_cmpuint (stage_count_nonce (stage), ==, nonce + 1);
  next = stage_make_plan (stage);
  g_assert_cmpuint (surety_plan_get_n_steps (next), ==, 2); /* approved already */
  id = stage_start_plan (stage, next);
  stage_wait_for (stage, id, 1, SURETY_JOURNAL_FINAL);
}

typedef struct
{
  SuretyJournal *journal;
  gint64 given_up;
  gint64 next;
  GBytes *bytes;
  Hash hash;
  guint64 nonce;
} Meanwhile;

/* Somebody who is about to sign the next step does not know of it yet. */
static void
on_given_up (SuretyJournal *journal, gint64 id, Meanwhile *meanwhile)
{
  if (id == meanwhile->given_up)
    dex_future_disown (surety_journal_set_signed (journal, meanwhile->next, meanwhile->nonce,
                                                  &meanwhile->hash, meanwhile->bytes));
}

static void
test_step_signed_while_its_plan_is_given_up (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  g_autoptr (SuretyJournalEntry) second = NULL;
  g_autoptr (SuretyJournalEntry) third = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  Transaction transaction = {
    .kind = TRANSACTION_EIP1559,
    .chain_id = surety_network_get_chain_id (stage->network),
    .nonce = stage_count_nonce (stage) + 1,
    .max_priority_fee = 1000000000u,
    .max_fee = 100000000000u,
    .gas_limit = 21000,
    .to = stage->test->player,
  };
  Meanwhile meanwhile = { .journal = stage->test->journal, .nonce = transaction.nonce };
  gsize len;
  gint64 id;

  rigged_transport_cut (stage->line, "eth_sendRawTransaction", FALSE);
  id = stage_start_plan (stage, plan);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_SIGNED);
  second = stage_load_entry (stage, id, 1);
  third = stage_load_entry (stage, id, 2);
  bytes = dex_await_boxed (surety_signer_sign (stage->test->signer, &transaction), &error);
  g_assert_no_error (error);
  meanwhile.given_up = surety_journal_entry_get_id (second);
  meanwhile.next = surety_journal_entry_get_id (third);
  meanwhile.bytes = bytes;
  len = g_bytes_get_size (bytes);
  meanwhile.hash = transaction_hash ((Bytes) { g_bytes_get_data (bytes, NULL), len });
  g_signal_connect (stage->test->journal, "changed", G_CALLBACK (on_given_up), &meanwhile);

  dex_await (surety_runner_abandon (stage->runner, id), &error);
  g_assert_no_error (error);
  g_signal_handlers_disconnect_by_data (stage->test->journal, &meanwhile);
  g_assert_cmpint (stage_load_state (stage, id, 1), ==, SURETY_JOURNAL_ABANDONED);
  /* Its bytes may be on their way: it is not forgotten. */
  g_assert_cmpint (stage_load_state (stage, id, 2), ==, SURETY_JOURNAL_SIGNED);
}

static void
test_watch_only (void)
{
  static const guint8 other_key[32] = { 7, 7, 7 };
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
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
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  g_autoptr (SuretyPlan) exits = NULL;
  g_autoptr (SuretyIntent) exit = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  guint64 nonce;
  gint64 id = stage_start_plan (stage, plan);

  stage_wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);
  exit = surety_intent_new_exit (&stage->test->player,
                                 protocol_test_strategy (stage->network, "rETH"), U256_MAX);
  exits = dex_await_object (surety_protocol_plan (stage->protocol, exit), &error);
  g_assert_no_error (error);
  id = stage_start_plan (stage, exits);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_FINAL);

  /* The same withdrawal again: there is nothing left. */
  nonce = stage_count_nonce (stage);
  id = stage_start_plan (stage, exits);
  for (guint i = 0; i < 500 && stage->n_stopped == 0; i++)
    protocol_test_sleep (10);
  g_assert_error (stage->stopped, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVERT);
  name = surety_revert_dup_name (stage->stopped);
  g_assert_cmpstr (name, ==, "Panic(0x11)");
  g_assert_cmpint (stage_load_state (stage, id, 0), ==, SURETY_JOURNAL_PLANNED);
  g_assert_cmpuint (stage_count_nonce (stage), ==, nonce);
}

/* An endpoint that lies about the simulation: the chain says no, and the steps behind are given up.
 */
static void
test_failed_on_chain (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  g_autoptr (GPtrArray) steps = g_ptr_array_new ();
  g_autoptr (SuretyPlan) backwards = NULL;
  gint64 id;

  /* Deposit without the approval. */
  g_ptr_array_add (steps, surety_plan_get_step (plan, 1));
  g_ptr_array_add (steps, surety_plan_get_step (plan, 2));
  backwards = surety_plan_new (surety_plan_get_intent (plan), steps, 1, 1, NULL);
  rigged_transport_lie (stage->line, "eth_call", "eth_getBlockByNumber", "\"0x\"");
  rigged_transport_lie (stage->line, "eth_estimateGas", NULL, "\"0x493e0\"");
  id = stage_start_plan (stage, backwards);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_FAILED);
  stage_wait_for (stage, id, 1, SURETY_JOURNAL_ABANDONED);
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
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  guint64 nonce = stage_count_nonce (stage);
  gint64 id;

  rigged_transport_lie (stage->line, "eth_sendRawTransaction", NULL,
                        "\"0x1111111111111111111111111111111111111111111111111111111111111111\"");
  id = stage_start_plan (stage, plan);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_FINAL);
  g_assert_cmpuint (stage->n_stopped, >, 0);
  g_assert_error (stage->stopped, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED);
  rigged_transport_lie (stage->line, "eth_sendRawTransaction", NULL, NULL);
  stage_wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);
  g_assert_cmpuint (stage_count_nonce (stage), ==, nonce + 3);
  for (guint i = 0; i < 100 && stage->n_finished == 0; i++)
    protocol_test_sleep (10);
  g_assert_cmpuint (stage->n_finished, ==, 1);
}

/* Signed here, but the account's owner used the nonce elsewhere. */
static void
test_replaced (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  g_autoptr (GBytes) other = NULL;
  g_autoptr (GError) error = NULL;
  Transaction transaction = {
    .kind = TRANSACTION_EIP1559,
    .chain_id = surety_network_get_chain_id (stage->network),
    .nonce = stage_count_nonce (stage),
    .max_priority_fee = 1000000000u,
    .max_fee = 100000000000u,
    .gas_limit = 21000,
    .to = stage->test->player,
    .value = 1,
  };
  gint64 id;

  rigged_transport_cut (stage->line, "eth_sendRawTransaction", FALSE);
  id = stage_start_plan (stage, plan);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_SIGNED);
  stage_end (stage);

  other = dex_await_boxed (surety_signer_sign (stage->test->signer, &transaction), &error);
  g_assert_no_error (error);
  dex_await (surety_sender_send (stage->test->endpoints, other), &error);
  g_assert_no_error (error);

  rigged_transport_cut (stage->line, NULL, FALSE);
  stage_begin (stage);
  stage_resume (stage);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_REPLACED);
  stage_wait_for (stage, id, 1, SURETY_JOURNAL_ABANDONED);
  stage_wait_for (stage, id, 2, SURETY_JOURNAL_ABANDONED);
  g_assert_cmpuint (stage_count_nonce (stage), ==, transaction.nonce + 1);
}

/* --- two transactions of one nonce --- */

/* Paying less than every base fee, it waits; that is said, and a speed-up pays what is asked. */
static void
test_underpriced (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  g_autoptr (SuretyReplacement) faster = NULL;
  g_autoptr (SuretyJournalEntry) before = NULL;
  g_autoptr (SuretyJournalEntry) after = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = dex_await_int64 (surety_runner_start (stage->runner, plan, stage->test->signer,
                                                    SURETY_SPEED_NORMAL, 100000000u),
                               &error);

  g_assert_no_error (error);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_SENT);
  for (guint i = 0; i < 100; i++)
    {
      g_clear_object (&before);
      before = stage_load_entry (stage, id, 0);
      if (surety_journal_entry_get_trouble (before) != SURETY_JOURNAL_TROUBLE_NONE)
        break;
      surety_runner_poke (stage->runner);
      protocol_test_sleep (20);
    }
  g_assert_cmpint (surety_journal_entry_get_trouble (before), ==,
                   SURETY_JOURNAL_TROUBLE_UNDERPRICED);
  faster = stage_plan_replacement (stage, id, SURETY_REPLACE_FASTER);
  stage_replace (stage, faster);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_FINAL);
  after = stage_load_entry (stage, id, 0);
  g_assert_cmpuint (surety_journal_entry_get_attempt (after), ==, 1);
  g_assert_cmpint (surety_journal_entry_get_trouble (after), ==, SURETY_JOURNAL_TROUBLE_NONE);
  g_assert_nonnull (surety_journal_entry_get_result (after));
}

/* The program ends before what cancels was sent; what was to be cancelled is mined meanwhile. */
static void
test_cancelled_too_late (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  g_autoptr (SuretyReplacement) cancel = NULL;
  g_autoptr (GListModel) attempts = NULL;
  g_autoptr (SuretyJournalEntry) other = NULL;
  g_autoptr (GError) error = NULL;
  PracticeChain *chain = surety_practice_get_chain (stage->test->practice);
  guint64 nonce = stage_count_nonce (stage);
  gint64 id;

  practice_chain_hold (chain, TRUE);
  id = stage_start_plan (stage, plan);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_SENT);
  cancel = stage_plan_replacement (stage, id, SURETY_REPLACE_CANCEL);
  rigged_transport_cut (stage->line, "eth_sendRawTransaction", FALSE);
  stage_replace (stage, cancel);
  protocol_test_sleep (50);
  stage_end (stage);
  practice_chain_hold (chain, FALSE);
  surety_practice_mine (stage->test->practice, 1);
  g_assert_cmpuint (stage_count_nonce (stage), ==, nonce + 1);

  rigged_transport_cut (stage->line, NULL, FALSE);
  stage_begin (stage);
  stage_resume (stage);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_FINAL);
  attempts = dex_await_object (surety_journal_list_attempts (stage->test->journal, id, 0), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (attempts), ==, 2);
  other = g_list_model_get_item (attempts, 1);
  g_assert_true (surety_journal_entry_is_cancel (other));
  g_assert_cmpint (surety_journal_entry_get_state (other), ==, SURETY_JOURNAL_REPLACED);
  g_assert_cmpint (surety_journal_entry_get_trouble (other), ==, SURETY_JOURNAL_TROUBLE_NONE);

  /* It was not taken back: the rest can be gone on with. */
  stage_continue_plan (stage, id);
  stage_wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);
  g_assert_cmpuint (stage_count_nonce (stage), ==, nonce + 3);
  g_assert_no_error (stage->stopped);
}

/* In a block, then in none, then in one again: followed back and forth; promises are checked where
 * it ends. */
static void
test_reorganised (void)
{
  g_autoptr (Stage) stage = stage_new (4);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  g_autoptr (SuretyJournalEntry) entry = NULL;
  guint64 nonce = stage_count_nonce (stage);
  gint64 id = stage_start_plan (stage, plan);

  stage_wait_for (stage, id, 0, SURETY_JOURNAL_MINED);
  stage_wait_for (stage, id, 2, SURETY_JOURNAL_MINED);

  rigged_transport_lie (stage->line, "eth_getTransactionReceipt", NULL, "null");
  stage_wait_for (stage, id, 2, SURETY_JOURNAL_SENT);
  rigged_transport_lie (stage->line, "eth_getTransactionReceipt", NULL, NULL);
  stage_wait_for (stage, id, 2, SURETY_JOURNAL_MINED);
  surety_practice_mine (stage->test->practice, 4);
  stage_wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_FINAL);
  entry = stage_load_entry (stage, id, 2);
  g_assert_nonnull (surety_journal_entry_get_result (entry));
  g_assert_cmpuint (stage_count_nonce (stage), ==, nonce + 3);
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
      g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
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
      g_assert_cmpint (stage_load_state (stage, id, 0), ==, SURETY_JOURNAL_PLANNED);
      g_assert_cmpuint (rigged_transport_count (stage->line, "eth_sendRawTransaction"), ==, 0);
    }
}

/* --- code --- */

/* What was looked at is not there any more: nothing is signed. */
static void
test_other_code_stops (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  const guint64 nonce = stage_count_nonce (stage);
  Address manager;
  guint n_logs;
  gint64 id;

  g_assert_true (surety_network_get_contract (stage->network, "DelegationManager", &manager, NULL));
  id = stage_start_plan (stage, plan);
  stage_wait_for (stage, id, 2, SURETY_JOURNAL_FINAL);

  g_clear_object (&plan);
  plan = stage_make_plan (stage);
  rigged_transport_set_code (stage->line, &manager, "0x6001");
  n_logs = rigged_transport_count (stage->line, "eth_getLogs");
  id = stage_start_plan (stage, plan);
  for (guint i = 0; i < 500 && stage->n_stopped == 0; i++)
    protocol_test_sleep (10);
  g_assert_error (stage->stopped, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CODE);
  g_assert_cmpuint (rigged_transport_count (stage->line, "eth_getLogs"), ==, n_logs);
  g_assert_cmpint (stage_load_state (stage, id, 0), ==, SURETY_JOURNAL_PLANNED);
  g_assert_cmpuint (stage_count_nonce (stage), ==, nonce + 3);
}

static void
test_delegated_account_stops (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = stage_make_plan (stage);
  const guint64 nonce = stage_count_nonce (stage);
  gint64 id;

  rigged_transport_set_code (stage->line, &stage->test->player,
                             "0xef01000700000000000000000000000000000000000007");
  id = stage_start_plan (stage, plan);
  for (guint i = 0; i < 500 && stage->n_stopped == 0; i++)
    protocol_test_sleep (10);
  g_assert_error (stage->stopped, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CODE);
  g_assert_cmpint (stage_load_state (stage, id, 0), ==, SURETY_JOURNAL_PLANNED);
  g_assert_cmpuint (stage_count_nonce (stage), ==, nonce);
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
  protocol_test_add ("/runner/step-signed-while-its-plan-is-given-up",
                     test_step_signed_while_its_plan_is_given_up);
  protocol_test_add ("/runner/no-key-no-plan", test_watch_only);
  protocol_test_add ("/runner/simulation-refuses", test_simulation_refuses);
  protocol_test_add ("/runner/failed-on-chain", test_failed_on_chain);
  protocol_test_add ("/runner/answer-of-another-transaction", test_answer_of_another);
  protocol_test_add ("/runner/nonce-used-elsewhere", test_replaced);
  protocol_test_add ("/runner/underpriced-is-said-and-sped-up", test_underpriced);
  protocol_test_add ("/runner/cancelled-too-late-goes-on", test_cancelled_too_late);
  protocol_test_add ("/runner/reorganised-and-back", test_reorganised);
  protocol_test_add ("/runner/signer-signs-something-else", test_signer_signs_something_else);
  protocol_test_add ("/runner/other-code-stops", test_other_code_stops);
  protocol_test_add ("/runner/delegated-account-stops", test_delegated_account_stops);
  return g_test_run ();
}
