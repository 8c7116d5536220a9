/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "claims.h"
#include "listed-payees.h"
#include "practice-erc20.h"
#include "runner-stage.h"
#include "surety-practice-private.h"
#include "surety-protocol-error.h"
#include "surety-review.h"
#include "surety-store-error.h"

/* Who may be paid: asked before a plan is journaled and before each signature. Rewards are what can be paid to somebody else. */

#define WEEK_BLOCKS (7u * 7200u)

/* Not in the network's file, and with no key here. */
#define OTHER "0x00000000000000000000000000000000000e2e2e"

static const Address *
paid_token (Stage *stage)
{
  return &surety_network_find_strategy (stage->network,
                                        protocol_test_strategy (stage->network, "rETH"))
            ->token;
}

static gboolean
fund (PracticeEnv *env, gpointer data)
{
  Stage *stage = data;
  Address rewards;

  return surety_network_get_contract (stage->network, "RewardsCoordinator", &rewards, NULL) &&
         practice_erc20_mint (env, paid_token (stage), &rewards, 1000);
}

/* The player earned something. */
static SuretyPlan *
make_claim_plan (Stage *stage, const Address *recipient)
{
  SuretyPractice *practice = stage->test->practice;
  g_autoptr (GArray) lines = g_array_new (FALSE, TRUE, sizeof (PracticeEarning));
  const PracticeEarning line = {
    .earner = stage->test->player,
    .token = *paid_token (stage),
    .cumulative = 100,
  };
  g_autoptr (SuretyClaim) claim = NULL;
  g_autoptr (SuretyIntent) intent = NULL;
  g_autoptr (GError) error = NULL;
  SuretyPlan *plan;
  Address rewards;
  guint32 root;

  g_assert_true (
    surety_network_get_contract (stage->network, "RewardsCoordinator", &rewards, NULL));
  practice_chain_system_run (surety_practice_get_chain (practice), &rewards, &rewards, fund, stage);
  g_array_append_val (lines, line);
  root = claims_post (practice, lines);
  surety_practice_mine (practice, WEEK_BLOCKS);
  claim = claims_make (lines, root, &stage->test->player);
  intent = surety_intent_new_claim (&stage->test->player, claim, recipient);
  plan = dex_await_object (surety_protocol_plan (stage->test->protocol, intent), &error);
  g_assert_no_error (error);
  return plan;
}

static void
assert_start_refused (Stage *stage, SuretyPlan *plan, GQuark domain, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) unread = NULL;
  g_autoptr (GListModel) open = NULL;

  dex_await_int64 (surety_runner_start (stage->runner, plan, stage->test->signer,
                                        SURETY_SPEED_NORMAL, 0),
                   &error);
  g_assert_error (error, domain, code);
  /* It is nowhere. */
  open = dex_await_object (surety_journal_list_open (stage->test->journal,
                                                     surety_network_get_key (stage->network)),
                           &unread);
  g_assert_no_error (unread);
  g_assert_cmpuint (g_list_model_get_n_items (open), ==, 0);
}

/* In the journal, as a process leaves it that ends before it signs. */
static gint64
journal_plan (Stage *stage, SuretyPlan *plan)
{
  const char *kind = "claim";
  g_autofree char *body = surety_plan_to_json (plan);
  g_autofree char *step = surety_step_to_json (surety_plan_get_step (plan, 0));
  g_autoptr (GError) error = NULL;
  gint64 id = dex_await_int64 (surety_journal_add_plan (stage->test->journal,
                                                        surety_network_get_key (stage->network),
                                                        &stage->test->player, kind, body, &kind,
                                                        (const char *const *) &step, 1),
                               &error);

  g_assert_no_error (error);
  return id;
}

static void
wait_stopped (Stage *stage, guint n)
{
  for (guint i = 0; i < 3000 && stage->n_stopped < n; i++)
    {
      surety_runner_poke (stage->runner);
      protocol_test_sleep (10);
    }
  g_assert_cmpuint (stage->n_stopped, ==, n);
  for (guint i = 0; i < 200 && surety_runner_get_busy (stage->runner); i++)
    protocol_test_sleep (10);
}

static void
assert_unsigned (Stage *stage, gint64 id, guint64 nonce)
{
  g_autoptr (SuretyJournalEntry) entry = stage_load_entry (stage, id, 0);

  g_assert_cmpint (surety_journal_entry_get_state (entry), ==, SURETY_JOURNAL_PLANNED);
  g_assert_null (surety_journal_entry_get_signed (entry));
  g_assert_cmpuint (stage_count_nonce (stage), ==, nonce);
}

/* What the bytes say, whoever made them. */
static void
test_told_by_the_bytes (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  const Address other = protocol_test_address (OTHER);
  g_autoptr (SuretyPlan) claim = make_claim_plan (stage, &other);
  g_autoptr (SuretyPlan) enter = stage_make_plan (stage);
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyDecodedCall)
    paid = surety_review_decode_step (stage->network, surety_plan_get_step (claim, 0), &error);
  g_autoptr (ListedPayees) payees = listed_payees_new (&other);

  g_assert_no_error (error);
  g_assert_true (surety_decoded_call_get_told (paid)->has_payee);
  g_assert_true (address_equal (&surety_decoded_call_get_told (paid)->payee, &other));
  g_assert_true (
    surety_payees_check_call (SURETY_PAYEES (payees), &stage->test->player, paid, &error));
  /* To whom it is paid it is its own: nobody has to be asked. */
  g_assert_true (surety_payees_check_call (NULL, &other, paid, &error));
  g_assert_no_error (error);
  g_assert_false (surety_payees_check_call (NULL, &stage->test->player, paid, &error));
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_STRANGER);

  for (guint i = 0; i < surety_plan_get_n_steps (enter); i++)
    {
      g_autoptr (GError) failed = NULL;
      g_autoptr (SuretyDecodedCall)
        call = surety_review_decode_step (stage->network, surety_plan_get_step (enter, i), &failed);

      g_assert_no_error (failed);
      g_assert_false (surety_decoded_call_get_told (call)->has_payee);
      g_assert_true (surety_payees_check_call (NULL, &stage->test->player, call, &failed));
    }
}

static void
test_own_account (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  g_autoptr (SuretyPlan) plan = make_claim_plan (stage, &stage->test->player);

  stage_wait_for (stage, stage_start_plan (stage, plan), 0, SURETY_JOURNAL_FINAL);
}

static void
test_listed (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  const Address other = protocol_test_address (OTHER);
  g_autoptr (ListedPayees) payees = listed_payees_new (&other);
  g_autoptr (SuretyPlan) plan = make_claim_plan (stage, &other);

  surety_runner_set_payees (stage->runner, SURETY_PAYEES (payees));
  stage_wait_for (stage, stage_start_plan (stage, plan), 0, SURETY_JOURNAL_FINAL);
  g_assert_cmpuint (listed_payees_count (payees), ==, 3);
}

static void
test_stranger (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  const Address other = protocol_test_address (OTHER);
  g_autoptr (ListedPayees) payees = listed_payees_new (&stage->provider);
  g_autoptr (SuretyPlan) plan = make_claim_plan (stage, &other);
  const guint64 nonce = stage_count_nonce (stage);

  /* Nobody said who may be paid: nobody may. */
  assert_start_refused (stage, plan, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_STRANGER);
  surety_runner_set_payees (stage->runner, SURETY_PAYEES (payees));
  assert_start_refused (stage, plan, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_STRANGER);
  g_assert_cmpuint (stage_count_nonce (stage), ==, nonce);
}

static void
test_taken_out_before_it_is_signed (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  const Address other = protocol_test_address (OTHER);
  g_autoptr (ListedPayees) payees = listed_payees_new (&other);
  g_autoptr (SuretyPlan) plan = make_claim_plan (stage, &other);
  const guint64 nonce = stage_count_nonce (stage);
  gint64 id;

  surety_runner_set_payees (stage->runner, SURETY_PAYEES (payees));
  listed_payees_forget_after (payees, 1);
  id = stage_start_plan (stage, plan);
  wait_stopped (stage, 1);
  g_assert_error (stage->stopped, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_STRANGER);
  g_assert_cmpuint (listed_payees_count (payees), ==, 2);
  assert_unsigned (stage, id, nonce);
}

static void
test_after_a_restart (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  const Address other = protocol_test_address (OTHER);
  g_autoptr (ListedPayees) payees = listed_payees_new (&other);
  g_autoptr (SuretyPlan) plan = make_claim_plan (stage, &other);
  const guint64 nonce = stage_count_nonce (stage);
  const gint64 id = journal_plan (stage, plan);

  stage_end (stage);
  stage_begin (stage);
  stage_resume (stage);
  stage_continue_plan (stage, id);
  wait_stopped (stage, 1);
  g_assert_error (stage->stopped, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_STRANGER);
  assert_unsigned (stage, id, nonce);

  surety_runner_set_payees (stage->runner, SURETY_PAYEES (payees));
  stage_continue_plan (stage, id);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_FINAL);
}

/* Who can't be looked up is not paid. */
static void
test_unreadable (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  const Address other = protocol_test_address (OTHER);
  g_autoptr (ListedPayees) payees = listed_payees_new (&other);
  g_autoptr (SuretyPlan) plan = make_claim_plan (stage, &other);
  g_autoptr (GError)
    broken = g_error_new_literal (SURETY_STORE_ERROR, SURETY_STORE_ERROR_DATABASE, "broken");
  const guint64 nonce = stage_count_nonce (stage);
  gint64 id;

  surety_runner_set_payees (stage->runner, SURETY_PAYEES (payees));
  listed_payees_fail (payees, broken);
  assert_start_refused (stage, plan, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DATABASE);

  id = journal_plan (stage, plan);
  stage_continue_plan (stage, id);
  wait_stopped (stage, 1);
  g_assert_error (stage->stopped, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DATABASE);
  assert_unsigned (stage, id, nonce);
}

/* --- a signer that somebody has to let in --- */

#define SLOW_TYPE_SIGNER (slow_signer_get_type ())
G_DECLARE_FINAL_TYPE (SlowSigner, slow_signer, SLOW, SIGNER, GObject)

/* Whoever is on the list is taken out while it waits to be let in. */
struct _SlowSigner
{
  GObject parent_instance;

  SuretySigner *signer;
  ListedPayees *payees;
  guint n_signed;
};

static void slow_signer_init_signer (SuretySignerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SlowSigner,
                               slow_signer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SURETY_TYPE_SIGNER, slow_signer_init_signer))

static void
slow_signer_finalize (GObject *object)
{
  g_clear_object (&SLOW_SIGNER (object)->signer);
  g_clear_object (&SLOW_SIGNER (object)->payees);
  G_OBJECT_CLASS (slow_signer_parent_class)->finalize (object);
}

static const Address *
slow_signer_get_address (SuretySigner *signer)
{
  return surety_signer_get_address (SLOW_SIGNER (signer)->signer);
}

static DexFuture *
slow_signer_sign (SuretySigner *signer, const Transaction *transaction)
{
  SlowSigner *self = SLOW_SIGNER (signer);

  self->n_signed++;
  listed_payees_forget_after (self->payees, 0);
  return surety_signer_sign (self->signer, transaction);
}

static void
slow_signer_init_signer (SuretySignerInterface *iface)
{
  iface->get_address = slow_signer_get_address;
  iface->sign = slow_signer_sign;
}

static void
slow_signer_class_init (SlowSignerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = slow_signer_finalize;
}

static void
slow_signer_init (SlowSigner *self)
{
}

static SlowSigner *
slow_signer_new (Stage *stage, ListedPayees *payees)
{
  SlowSigner *self = g_object_new (SLOW_TYPE_SIGNER, NULL);

  self->signer = g_object_ref (stage->test->signer);
  self->payees = g_object_ref (payees);
  return self;
}

/* Between the question and the signature somebody may type a password. */
static void
test_taken_out_while_it_is_signed (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  const Address other = protocol_test_address (OTHER);
  g_autoptr (ListedPayees) payees = listed_payees_new (&other);
  g_autoptr (SlowSigner) signer = slow_signer_new (stage, payees);
  g_autoptr (SuretyPlan) plan = make_claim_plan (stage, &other);
  g_autoptr (SuretyReplacement) faster = NULL;
  g_autoptr (GListModel) attempts = NULL;
  g_autoptr (GError) error = NULL;
  PracticeChain *chain = surety_practice_get_chain (stage->test->practice);
  const guint64 nonce = stage_count_nonce (stage);
  gint64 id;

  surety_runner_set_payees (stage->runner, SURETY_PAYEES (payees));
  id = dex_await_int64 (surety_runner_start (stage->runner, plan, SURETY_SIGNER (signer),
                                             SURETY_SPEED_NORMAL, 0),
                        &error);
  g_assert_no_error (error);
  wait_stopped (stage, 1);
  g_assert_error (stage->stopped, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_STRANGER);
  g_assert_cmpuint (signer->n_signed, ==, 1);
  assert_unsigned (stage, id, nonce);

  /* Nor is what takes another's place kept. */
  listed_payees_forget_after (payees, G_MAXUINT);
  practice_chain_hold (chain, TRUE);
  stage_continue_plan (stage, id);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_SENT);
  faster = stage_plan_replacement (stage, id, SURETY_REPLACE_FASTER);
  dex_await_int64 (surety_runner_replace (stage->runner, faster, SURETY_SIGNER (signer)), &error);
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_STRANGER);
  g_clear_error (&error);
  g_assert_cmpuint (signer->n_signed, ==, 2);
  attempts = dex_await_object (surety_journal_list_attempts (stage->test->journal, id, 0), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (attempts), ==, 1);
}

/* An attempt of the plan's first step. */
static void
wait_sent (Stage *stage, gint64 id, guint i)
{
  for (guint k = 0; k < 1000; k++)
    {
      g_autoptr (GListModel)
        attempts = dex_await_object (surety_journal_list_attempts (stage->test->journal, id, 0),
                                     NULL);
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (attempts, i);

      if (surety_journal_entry_get_state (entry) == SURETY_JOURNAL_SENT)
        return;
      surety_runner_poke (stage->runner);
      protocol_test_sleep (10);
    }
  g_error ("Attempt %u is not sent", i);
}

/* What is out is out; nothing more is signed for who was taken out, and it can be cancelled. */
static void
test_replacement (void)
{
  g_autoptr (Stage) stage = stage_new (1);
  const Address other = protocol_test_address (OTHER);
  g_autoptr (ListedPayees) payees = listed_payees_new (&other);
  g_autoptr (SuretyPlan) plan = make_claim_plan (stage, &other);
  g_autoptr (SuretyReplacement) faster = NULL;
  g_autoptr (SuretyReplacement) cancel = NULL;
  g_autoptr (SuretyJournalEntry) first = NULL;
  g_autoptr (GListModel) attempts = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) unplanned = NULL;
  PracticeChain *chain = surety_practice_get_chain (stage->test->practice);
  gint64 id;

  surety_runner_set_payees (stage->runner, SURETY_PAYEES (payees));
  practice_chain_hold (chain, TRUE);
  id = stage_start_plan (stage, plan);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_SENT);
  faster = stage_plan_replacement (stage, id, SURETY_REPLACE_FASTER);

  listed_payees_forget_after (payees, 0);
  dex_await_int64 (surety_runner_replace (stage->runner, faster, stage->test->signer), &error);
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_STRANGER);
  first = stage_load_entry (stage, id, 0);
  g_assert_null (
    dex_await_object (surety_runner_plan_replacement (stage->runner,
                                                      surety_journal_entry_get_id (first),
                                                      SURETY_REPLACE_FASTER, 0),
                      &unplanned));
  g_assert_error (unplanned, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_STRANGER);
  g_clear_error (&error);
  attempts = dex_await_object (surety_journal_list_attempts (stage->test->journal, id, 0), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (attempts), ==, 1);

  cancel = stage_plan_replacement (stage, id, SURETY_REPLACE_CANCEL);
  stage_replace (stage, cancel);
  wait_sent (stage, id, 1);
  practice_chain_hold (chain, FALSE);
  surety_practice_mine (stage->test->practice, 1);
  stage_wait_for (stage, id, 0, SURETY_JOURNAL_REPLACED);
}

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);
  protocol_test_add ("/payees/told-by-the-bytes", test_told_by_the_bytes);
  protocol_test_add ("/payees/own-account-is-paid", test_own_account);
  protocol_test_add ("/payees/listed-one-is-paid", test_listed);
  protocol_test_add ("/payees/stranger-gets-no-plan", test_stranger);
  protocol_test_add ("/payees/taken-out-before-it-is-signed", test_taken_out_before_it_is_signed);
  protocol_test_add ("/payees/taken-out-while-it-is-signed", test_taken_out_while_it_is_signed);
  protocol_test_add ("/payees/asked-again-after-a-restart", test_after_a_restart);
  protocol_test_add ("/payees/unreadable-list-pays-nobody", test_unreadable);
  protocol_test_add ("/payees/nothing-faster-for-who-was-taken-out", test_replacement);
  return g_test_run ();
}
