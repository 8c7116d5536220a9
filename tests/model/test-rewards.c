/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "claims.h"
#include "model-test.h"
#include "surety-session-private.h"

/* Rewards as a page shows and claims them. */

#define FIFTEEN_DAYS (15u * 24u * 3600u)

static const Address *
account (SuretySession *session)
{
  return surety_account_get_address (surety_session_get_account (session));
}

static SuretyRewards *
rewards_of (ModelTest *test)
{
  return surety_session_get_rewards (test->session);
}

static gboolean
is_all_done (SuretySession *session)
{
  GListModel *entries = surety_activity_get_entries (surety_session_get_activity (session));

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);

      if (surety_journal_entry_get_state (entry) != SURETY_JOURNAL_FINAL)
        return FALSE;
    }
  return g_list_model_get_n_items (entries) > 0;
}

static void
run_plan (SuretySession *session, SuretyIntent *intent)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyPreparation)
    preparation = dex_await_object (surety_session_prepare (session, intent), &error);

  g_assert_no_error (error);
  g_assert_cmpint (dex_await_int64 (surety_session_start_plan (session, preparation,
                                                               SURETY_SPEED_NORMAL),
                                    &error),
                   >, 0);
  g_assert_no_error (error);
  model_test_true (surety_activity_refresh (surety_session_get_activity (session)));
  model_test_wait (is_all_done, session);
}

static void
enter (ModelTest *test)
{
  SuretySession *session = test->session;
  const Address strategy =
    surety_asset_get_token (model_test_find_asset (session, "rETH"))->strategy;
  const Address provider = claims_find_operator (surety_context_get_protocol (session->context),
                                                 &strategy);
  g_autoptr (SuretyIntent)
    intent = surety_intent_new_enter (account (session), &strategy, U256_WAD / 2u, &provider);

  run_plan (session, intent);
}

static gboolean
is_ready (SuretyRewards *rewards)
{
  return surety_rewards_get_load (rewards) == SURETY_LOAD_READY;
}

static u256
sum (SuretyRewards *rewards, SuretyFigure *(*get) (SuretyReward *reward))
{
  GListModel *rows = surety_rewards_get_rows (rewards);
  u256 all = 0;

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (SuretyReward) reward = g_list_model_get_item (rows, i);

      g_assert_true (surety_figure_is_known (get (reward)));
      all += surety_figure_get_value (get (reward));
    }
  return all;
}

static gboolean
is_claimed (SuretyRewards *rewards)
{
  return sum (rewards, surety_reward_get_claimable) == 0;
}

/* The whole way: restake, wait, see, claim, nothing is left. */
static void
test_seen_and_claimed (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  SuretyRewards *rewards;
  SuretyRewardSheet *sheet;
  g_autoptr (SuretyClaim) claim = NULL;
  g_autoptr (SuretyClaim) honest = NULL;
  g_autoptr (SuretyClaim) rest = NULL;
  g_autoptr (SuretyIntent) intent = NULL;
  guint64 time;

  model_test_practise (test);
  rewards = rewards_of (test);
  g_assert_false (surety_rewards_get_needs_server (rewards));
  g_assert_cmpstr (surety_rewards_get_server (rewards), ==, "practice");
  g_assert_cmpint (surety_rewards_get_load (rewards), ==, SURETY_LOAD_IDLE);

  surety_rewards_set_shown (rewards, TRUE);
  model_test_true (surety_rewards_refresh (rewards));
  g_assert_cmpint (surety_rewards_get_load (rewards), ==, SURETY_LOAD_EMPTY);

  enter (test);
  model_test_true (surety_session_wind (test->session, FIFTEEN_DAYS));
  model_test_wait (is_ready, rewards);

  sheet = surety_rewards_get_sheet (rewards);
  time = surety_reward_sheet_get_time (sheet);
  g_assert_nonnull (surety_reward_sheet_get_root (sheet));
  g_assert_cmpuint (surety_reward_sheet_get_root (sheet)->active, <=, time);
  g_assert_cmpuint (surety_reward_sheet_get_root (sheet)->end, <,
                    surety_reward_sheet_get_root (sheet)->active);
  g_assert_nonnull (surety_reward_sheet_get_next (sheet));
  g_assert_cmpuint (surety_reward_sheet_get_next (sheet)->active, >, time);
  g_assert_cmpuint (surety_reward_sheet_get_next (sheet)->index, >,
                    surety_reward_sheet_get_root (sheet)->index);
  g_assert_false (surety_reward_sheet_get_paused (sheet));
  g_assert_null (surety_reward_sheet_get_claimer (sheet));
  g_assert_cmpint (surety_reward_sheet_get_known (sheet), ==, SURETY_KNOWN_PRACTICE);

  /* What is shown is what the network's own books say. */
  honest = claims_newest (surety_play_get_practice (test->session->play), account (test->session));
  claim = surety_rewards_make_claim (rewards, NULL, 0);
  g_assert_nonnull (claim);
  g_assert_cmpuint (surety_claim_get_n (claim), ==, surety_claim_get_n (honest));
  g_assert_cmpuint (surety_claim_get_root_index (claim), ==, surety_claim_get_root_index (honest));
  for (guint i = 0; i < surety_claim_get_n (claim); i++)
    g_assert_true (surety_claim_get_token (claim, i)->cumulative > 0);
  g_assert_true (sum (rewards, surety_reward_get_claimed) == 0);
  g_assert_true (sum (rewards, surety_reward_get_claimable) ==
                 sum (rewards, surety_reward_get_earned));

  intent = surety_intent_new_claim (account (test->session), claim, account (test->session));
  run_plan (test->session, intent);
  model_test_wait (is_claimed, rewards);
  g_assert_true (sum (rewards, surety_reward_get_claimed) ==
                 sum (rewards, surety_reward_get_earned));
  g_assert_cmpint (surety_rewards_get_load (rewards), ==, SURETY_LOAD_READY);
  rest = surety_rewards_make_claim (rewards, NULL, 0);
  g_assert_null (rest);
}

int
main (int argc, char **argv)
{
  model_test_init (&argc, &argv);

  model_test_add ("/model/rewards/seen-claimed-and-nothing-is-left", test_seen_and_claimed);

  return g_test_run ();
}
