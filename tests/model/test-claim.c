/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "claims.h"
#include "model-test.h"
#include "surety-session-private.h"

/* Rewards of the practice network, claimed as a page will: prepared, looked at, signed, followed. */

#define FIFTEEN_DAYS (15u * 24u * 3600u)

static const Address *
account (SuretySession *session)
{
  return surety_account_get_address (surety_session_get_account (session));
}

static gboolean
is_all_done (SuretySession *session)
{
  GListModel *entries = surety_activity_get_entries (surety_session_get_activity (session));

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);

      if (surety_journal_entry_get_state (entry) != SURETY_JOURNAL_FINAL &&
          surety_journal_entry_get_state (entry) != SURETY_JOURNAL_ABANDONED)
        return FALSE;
    }
  return g_list_model_get_n_items (entries) > 0;
}

static void
run_plan (SuretySession *session, SuretyIntent *intent, SuretyPreparation **prepared)
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
  if (prepared != NULL)
    *prepared = g_steal_pointer (&preparation);
}

static SuretyClaim *
earn (ModelTest *test)
{
  SuretySession *session = test->session;
  const Address strategy =
    surety_asset_get_token (model_test_find_asset (session, "rETH"))->strategy;
  const Address provider = claims_find_operator (surety_context_get_protocol (session->context),
                                                 &strategy);
  g_autoptr (SuretyIntent)
    enter = surety_intent_new_enter (account (session), &strategy, U256_WAD / 2u, &provider);

  run_plan (session, enter, NULL);
  model_test_true (surety_session_wind (session, FIFTEEN_DAYS));
  return claims_newest (surety_play_get_practice (session->play), account (session));
}

static void
test_claimed (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  g_autoptr (SuretyClaim) claim = NULL;
  g_autoptr (SuretyIntent) intent = NULL;
  g_autoptr (SuretyPreparation) preparation = NULL;
  g_autoptr (SuretyJournalEntry) entry = NULL;
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) error = NULL;
  GListModel *entries;

  model_test_practise (test);
  claim = earn (test);
  g_assert_nonnull (claim);
  intent = surety_intent_new_claim (account (test->session), claim, account (test->session));
  run_plan (test->session, intent, &preparation);
  g_assert_false (surety_preparation_leaves (preparation));

  /* What it is worth is compared with its fee only where every token's rate is known. */
  {
    SuretyHoldings *holdings;
    gboolean known = TRUE;
    u256 moved = 0;

    model_test_wait (model_test_portfolio_ready, test->session);
    holdings = surety_portfolio_get_holdings (surety_session_get_portfolio (test->session));
    for (guint i = 0; i < surety_claim_get_n (claim); i++)
      known = known &&
              address_equal (&surety_claim_get_token (claim, i)->token,
                             &surety_asset_get_token (model_test_find_asset (test->session, "rETH"))
                                ->token);
    g_assert_true (surety_preparation_get_moved (preparation, holdings, &moved) == known);
    g_assert_true ((moved > 0) == known);
  }

  entries = surety_activity_get_entries (surety_session_get_activity (test->session));
  entry = g_list_model_get_item (entries, 0);
  g_assert_cmpstr (surety_journal_entry_get_kind (entry), ==, "claim");
  results = surety_promise_results_from_json (surety_journal_entry_get_result (entry), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (results->len, ==, 2 * surety_claim_get_n (claim));
  for (guint i = 0; i < results->len; i++)
    g_assert_true (surety_promise_result_get_kept (g_ptr_array_index (results, i)));
  g_assert_cmpuint (g_list_model_get_n_items (
                      surety_activity_get_alerts (surety_session_get_activity (test->session))),
                    ==, 0);
}

static gboolean
is_given_up (SuretySession *session)
{
  GListModel *entries = surety_activity_get_entries (surety_session_get_activity (session));
  g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, 0);

  return entry != NULL && g_str_equal (surety_journal_entry_get_kind (entry), "claim") &&
         surety_journal_entry_get_state (entry) == SURETY_JOURNAL_ABANDONED;
}

/* Nothing goes on with it, so it would keep the account from every other plan: it is claimed anew, under a root
 * that may be newer. */
static void
test_unsigned_is_given_up (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  g_autoptr (SuretyClaim) claim = NULL;
  g_autoptr (SuretyIntent) intent = NULL;
  g_autoptr (SuretyPreparation) preparation = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *plan = NULL;
  g_autofree char *step = NULL;
  const char *kind = "claim";

  model_test_practise (test);
  claim = earn (test);
  intent = surety_intent_new_claim (account (test->session), claim, account (test->session));
  preparation = dex_await_object (surety_session_prepare (test->session, intent), &error);
  g_assert_no_error (error);
  plan = surety_plan_to_json (surety_preparation_get_plan (preparation));
  step = surety_step_to_json (surety_plan_get_step (surety_preparation_get_plan (preparation), 0));
  dex_await_int64 (surety_journal_add_plan (surety_context_get_journal (test->session->context),
                                            surety_network_get_key (
                                              surety_session_get_network (test->session)),
                                            account (test->session), "claim", plan, &kind,
                                            (const char *const *) &step, 1),
                   &error);
  g_assert_no_error (error);
  g_clear_object (&preparation);

  model_test_restart (test);
  model_test_wait (is_given_up, test->session);
  run_plan (test->session, intent, &preparation);
}

int
main (int argc, char **argv)
{
  model_test_init (&argc, &argv);

  model_test_add ("/model/claim/prepared-signed-and-kept", test_claimed);
  model_test_add ("/model/claim/not-signed-is-given-up-at-the-next-start",
                  test_unsigned_is_given_up);

  return g_test_run ();
}
