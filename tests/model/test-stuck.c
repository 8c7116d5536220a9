/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model-test.h"

#include "surety-practice-private.h"
#include "surety-preparation.h"
#include "surety-protocol-error.h"
#include "surety-session-private.h"

/* A transaction that waits, as the pages see it. */

typedef struct
{
  ModelTest *test;
  gint64 plan;
  guint attempt;
  SuretyJournalState state;
} Wanted;

/* New reference; NULL: not there. */
static SuretyJournalEntry *
find_first_step (SuretySession *session, gint64 plan, guint attempt)
{
  GListModel *entries = surety_activity_get_entries (surety_session_get_activity (session));

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);

      if (surety_journal_entry_get_plan (entry) == plan &&
          surety_journal_entry_get_step (entry) == 0 &&
          surety_journal_entry_get_attempt (entry) == attempt)
        return g_steal_pointer (&entry);
    }
  return NULL;
}

static gboolean
is_there (Wanted *wanted)
{
  g_autoptr (SuretyJournalEntry)
    entry = find_first_step (wanted->test->session, wanted->plan, wanted->attempt);

  surety_runner_poke (surety_context_get_runner (wanted->test->session->context));
  return entry != NULL && surety_journal_entry_get_state (entry) == wanted->state;
}

static gboolean
is_read (Wanted *wanted)
{
  g_autoptr (SuretyJournalEntry)
    entry = find_first_step (wanted->test->session, wanted->plan, wanted->attempt);

  return entry != NULL && surety_journal_entry_get_state (entry) == wanted->state;
}

static void
wait_first_step (ModelTest *test, gint64 plan, guint attempt, SuretyJournalState state)
{
  Wanted wanted = { test, plan, attempt, state };

  model_test_until ((ModelTestCondition) is_there, &wanted, "the state of the first step");
}

static void
hold (ModelTest *test, gboolean held)
{
  practice_chain_hold (surety_practice_get_chain (surety_play_get_practice (test->session->play)),
                       held);
}

static void
on_plan_stopped (SuretySession *session, gint64 plan, const GError *error, GError **out)
{
  g_clear_error (out);
  *out = g_error_copy (error);
}

/* Enter with rETH; its first transaction waits. */
static gint64
start_stuck (ModelTest *test)
{
  SuretyAsset *asset = model_test_find_asset (test->session, "rETH");
  SuretyProvider *provider = model_test_find_provider (test->session, asset);
  g_autoptr (SuretyIntent) intent = NULL;
  g_autoptr (SuretyPreparation) preparation = NULL;
  g_autoptr (GError) error = NULL;
  SuretyHoldings *holdings = NULL;
  u256 moved = 0;
  u256 worth = 0;
  gint64 plan;

  intent = surety_intent_new_enter (surety_account_get_address (
                                      surety_session_get_account (test->session)),
                                    &surety_asset_get_token (asset)->strategy, U256_WAD / 10u,
                                    surety_provider_get_address (provider));
  preparation = dex_await_object (surety_session_prepare (test->session, intent), &error);
  g_assert_no_error (error);

  /* What the fee is compared with: the amount in ETH, at the token's rate. */
  holdings = surety_portfolio_get_holdings (surety_session_get_portfolio (test->session));
  g_assert_true (
    surety_asset_convert_to_eth (surety_holdings_find_asset (holdings,
                                                             &surety_asset_get_token (asset)
                                                                ->strategy),
                                 U256_WAD / 10u, &worth));
  g_assert_true (surety_preparation_get_moved (preparation, holdings, &moved));
  g_assert_true (moved == worth && moved > 0);
  g_assert_false (surety_preparation_get_moved (preparation, NULL, &moved));

  hold (test, TRUE);
  plan = dex_await_int64 (surety_session_start_plan (test->session, preparation,
                                                     SURETY_SPEED_NORMAL),
                          &error);
  g_assert_no_error (error);
  wait_first_step (test, plan, 0, SURETY_JOURNAL_SENT);
  return plan;
}

static void
replace (ModelTest *test, gint64 plan, guint attempt, SuretyReplaceKind kind)
{
  g_autoptr (SuretyJournalEntry) entry = find_first_step (test->session, plan, attempt);
  g_autoptr (SuretyReplacement) replacement = NULL;
  g_autoptr (GError) error = NULL;

  replacement =
    dex_await_object (surety_session_plan_replacement (test->session,
                                                       surety_journal_entry_get_id (entry), kind),
                      &error);
  g_assert_no_error (error);
  dex_await_int64 (surety_session_replace (test->session, replacement), &error);
  g_assert_no_error (error);
}

static void
assert_offered (ModelTest *test, gint64 plan, guint attempt, gboolean offered, gboolean decides)
{
  SuretyActivity *activity = surety_session_get_activity (test->session);
  g_autoptr (SuretyJournalEntry) entry = find_first_step (test->session, plan, attempt);

  g_assert_cmpint (surety_activity_can_replace (activity, entry), ==, offered);
  g_assert_cmpint (surety_activity_decides (activity, entry), ==, decides);
}

static void
test_sped_up (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  gint64 plan;

  model_test_practise (test);
  model_test_wait (model_test_portfolio_ready, test->session);
  plan = start_stuck (test);
  assert_offered (test, plan, 0, TRUE, TRUE);
  replace (test, plan, 0, SURETY_REPLACE_FASTER);
  wait_first_step (test, plan, 1, SURETY_JOURNAL_SENT);
  /* The last one is what can be replaced, and what the step is. */
  assert_offered (test, plan, 0, FALSE, FALSE);
  assert_offered (test, plan, 1, TRUE, TRUE);

  hold (test, FALSE);
  model_test_true (surety_session_wind (test->session, 12));
  wait_first_step (test, plan, 1, SURETY_JOURNAL_FINAL);
  wait_first_step (test, plan, 0, SURETY_JOURNAL_REPLACED);
  assert_offered (test, plan, 0, FALSE, FALSE);
  assert_offered (test, plan, 1, FALSE, TRUE);
}

/* As the journal has it for a while where blocks have to get deep. */
static void
mine_cancel (ModelTest *test, gint64 plan)
{
  g_autoptr (SuretyJournalEntry) cancel = find_first_step (test->session, plan, 1);
  Wanted wanted = { test, plan, 1, SURETY_JOURNAL_MINED };

  model_test_true (surety_journal_set_state (test->session->journal,
                                             surety_journal_entry_get_id (cancel),
                                             SURETY_JOURNAL_MINED, 1000));
  model_test_until ((ModelTestCondition) is_read, &wanted, "what cancels in a block");
}

static void
test_cancelled (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  SuretyActivity *activity = surety_session_get_activity (test->session);
  g_autoptr (GError) stopped = NULL;
  gboolean final = TRUE;
  gint64 plan;

  model_test_practise (test);
  model_test_wait (model_test_portfolio_ready, test->session);
  g_signal_connect (test->session, "plan-stopped", G_CALLBACK (on_plan_stopped), &stopped);
  plan = start_stuck (test);
  replace (test, plan, 0, SURETY_REPLACE_CANCEL);
  wait_first_step (test, plan, 1, SURETY_JOURNAL_SENT);
  assert_offered (test, plan, 0, FALSE, TRUE);
  assert_offered (test, plan, 1, TRUE, FALSE);
  g_assert_false (surety_activity_is_cancelled (activity, plan, &final));
  /* In a block is not for good. */
  mine_cancel (test, plan);
  g_assert_true (surety_activity_is_cancelled (activity, plan, &final));
  g_assert_false (final);
  g_assert_false (surety_activity_is_cancelled (activity, plan + 1, &final));

  hold (test, FALSE);
  model_test_true (surety_session_wind (test->session, 12));
  wait_first_step (test, plan, 1, SURETY_JOURNAL_FINAL);
  wait_first_step (test, plan, 0, SURETY_JOURNAL_REPLACED);
  assert_offered (test, plan, 0, FALSE, TRUE);
  assert_offered (test, plan, 1, FALSE, FALSE);
  g_assert_true (surety_activity_is_cancelled (activity, plan, &final));
  g_assert_true (final);
  for (guint i = 0; i < 100 && stopped == NULL; i++)
    model_test_sleep (20);
  g_assert_error (stopped, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CANCELLED);
  g_signal_handlers_disconnect_by_data (test->session, &stopped);
}

int
main (int argc, char **argv)
{
  model_test_init (&argc, &argv);
  model_test_add ("/stuck/the-last-attempt-is-the-step", test_sped_up);
  model_test_add ("/stuck/what-cancels-is-no-step", test_cancelled);
  return g_test_run ();
}
