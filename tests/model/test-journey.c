/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model-test.h"
#include "surety-session-private.h"

#include "surety-exposing.h"
#include "surety-next.h"
#include "surety-promise.h"

#define FOURTEEN_DAYS (14u * 24u * 3600u)
#define ONE_DAY (24u * 3600u)
#define DUST 10000 /* wei: a rebasing token's balance moves by this much with its rounding */

static u256
balance_of (SuretySession *session, const char *symbol)
{
  return surety_figure_get_value (
    surety_asset_get_balance (model_test_find_asset (session, symbol)));
}

typedef struct
{
  SuretySession *session;
  u256 before;
} Arrival;

static gboolean
has_arrived (gpointer data)
{
  Arrival *arrival = data;

  return balance_of (arrival->session, "stETH") + DUST >= arrival->before;
}

static void
assert_result_kept (const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = surety_promise_results_from_json (json, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (results->len, >, 0);
  for (guint i = 0; i < results->len; i++)
    {
      g_assert_cmpint (surety_promise_result_get_known (results->pdata[i]), ==,
                       SURETY_KNOWN_PRACTICE);
      g_assert_true (surety_promise_result_get_kept (results->pdata[i]));
    }
}

/* Every promise of every step of the guide's plan was kept. */
static void
assert_kept (SuretyGuide *guide)
{
  GListModel *steps = surety_guide_get_steps (guide);

  g_assert_cmpuint (g_list_model_get_n_items (steps), ==, 3);
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (steps, i);

      g_assert_cmpint (surety_journal_entry_get_state (entry), ==, SURETY_JOURNAL_FINAL);
      assert_result_kept (surety_journal_entry_get_result (entry));
    }
}

static gboolean
has_no_plan_under_way (SuretySession *session)
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

static gboolean
has_position (SuretySession *session)
{
  return g_list_model_get_n_items (
           surety_portfolio_get_rows (surety_session_get_portfolio (session))) == 1;
}

static gboolean
has_exit (SuretySession *session)
{
  return g_list_model_get_n_items (
           surety_portfolio_get_exits (surety_session_get_portfolio (session))) == 1 &&
         !has_position (session);
}

static gboolean
has_nothing (SuretySession *session)
{
  return g_list_model_get_n_items (
           surety_portfolio_get_exits (surety_session_get_portfolio (session))) == 0 &&
         !has_position (session);
}

static SuretyNext
next (SuretySession *session)
{
  return surety_next_find (surety_session_get_guide (session),
                           surety_session_get_portfolio (session));
}

/* A plan of the Overview's: prepared, started, followed to its end. */
static void
run_plan (SuretySession *session, SuretyIntent *intent, guint steps)
{
  g_autoptr (SuretyPreparation) preparation = NULL;
  g_autoptr (GError) error = NULL;
  GListModel *entries = surety_activity_get_entries (surety_session_get_activity (session));
  guint before = g_list_model_get_n_items (entries);
  gint64 plan = 0;

  preparation = dex_await_object (surety_session_prepare (session, intent), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (surety_plan_get_n_steps (surety_preparation_get_plan (preparation)), ==, steps);
  g_assert_cmpuint (surety_preparation_get_gas (preparation), >, 21000);
  plan = dex_await_int64 (surety_session_start_plan (session, preparation, SURETY_SPEED_NORMAL),
                          &error);
  g_assert_no_error (error);
  g_assert_cmpint (plan, >, 0);
  model_test_true (surety_activity_refresh (surety_session_get_activity (session)));
  g_assert_cmpuint (g_list_model_get_n_items (entries), ==, before + steps);
  model_test_wait (has_no_plan_under_way, session);
}

/* What leaves can be taken until its wait is over: at once as much as before, at most what stays and what of the rest could
 * be taken although one leaves. */
static void
assert_weighed (SuretySession *session, SuretyIntent *intent, u256 leaving)
{
  g_autoptr (SuretyPreparation) preparation = NULL;
  g_autoptr (GError) error = NULL;
  SuretyHoldings *holdings = NULL;
  GListModel *slashable = NULL;
  g_autoptr (SuretyChange) now = NULL;
  g_autoptr (SuretyChange) most = NULL;
  Exposure all = { 0 }, rest = { 0 };
  u256 shares = 0, left = 0, before = 0, after = 0;

  preparation = dex_await_object (surety_session_prepare (session, intent), &error);
  g_assert_no_error (error);
  g_assert_true (surety_preparation_leaves (preparation));
  model_test_wait (model_test_portfolio_ready, session);
  holdings = surety_portfolio_get_holdings (surety_session_get_portfolio (session));
  g_assert_nonnull (holdings);
  slashable = surety_preparation_get_slashable (preparation);
  g_assert_cmpuint (g_list_model_get_n_items (slashable), ==, 0);
  surety_preparation_weigh (preparation, holdings, NULL, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (slashable), ==, 2);
  g_assert_cmpint (surety_preparation_get_slashable_known (preparation), ==, SURETY_KNOWN_PRACTICE);
  now = g_list_model_get_item (slashable, 0);
  most = g_list_model_get_item (slashable, 1);
  {
    g_autoptr (SuretyPosition)
      position = g_list_model_get_item (surety_holdings_get_positions (holdings), 0);

    shares = surety_position_get_withdrawable_shares (position);
    left = shares > leaving ? shares - leaving : 0;
  }
  g_assert_true (surety_exposing_compute (shares, surety_change_get_subject (most),
                                          surety_holdings_get_provider (holdings),
                                          surety_holdings_get_pledges (holdings),
                                          surety_holdings_get_block (holdings),
                                          surety_holdings_get_exit_delay (holdings),
                                          surety_holdings_get_configuration_delay (holdings),
                                          &all));
  g_assert_cmpint (surety_change_get_kind (now), ==, SURETY_CHANGE_SLASHABLE_NOW);
  g_assert_true (surety_change_get_before (now, &before) && before == all.now);
  g_assert_true (surety_change_get_after (now, &after) && after == all.now && after > 0);
  g_assert_cmpint (surety_change_get_kind (most), ==, SURETY_CHANGE_SLASHABLE_MOST);
  g_assert_true (surety_change_get_before (most, &before) && before == all.most);
  g_assert_true (surety_change_get_after (most, &after) && after <= before && after >= all.now);
  if (left == 0)
    g_assert_true (after == all.before_exit);
  else
    {
      g_assert_true (surety_exposing_compute (left, surety_change_get_subject (most),
                                              surety_holdings_get_provider (holdings),
                                              surety_holdings_get_pledges (holdings),
                                              surety_holdings_get_block (holdings),
                                              surety_holdings_get_exit_delay (holdings),
                                              surety_holdings_get_configuration_delay (holdings),
                                              &rest));
      g_assert_true (after >= rest.most && after <= rest.most + all.before_exit);
    }
}

static void
test_there_and_back (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  g_autoptr (SuretyFigure) pilot = NULL;
  g_autoptr (SuretyFigure) exposure = NULL;
  char amount[U256_DECIMAL_SIZE + 2];
  SuretySession *session = test->session;
  SuretyGuide *guide = surety_session_get_guide (session);
  SuretyAsset *asset = NULL;
  Address strategy;
  u256 before = 0;
  u256 after = 0;

  model_test_practise (test);
  asset = model_test_find_asset (session, "stETH");
  strategy = surety_asset_get_token (asset)->strategy;
  before = balance_of (session, "stETH");
  g_assert_true (before > 0);
  g_assert_cmpint (next (session), ==, SURETY_NEXT_BEGIN);

  /* The decisions, in the guide's order. */
  surety_guide_set_page (guide, SURETY_GUIDE_TOKEN);
  g_assert_false (surety_guide_can_leave (guide, SURETY_GUIDE_TOKEN));
  g_assert_cmpint (next (session), ==, SURETY_NEXT_GO_ON);
  surety_guide_set_asset (guide, asset);
  g_assert_true (surety_guide_can_leave (guide, SURETY_GUIDE_TOKEN));
  g_assert_false (surety_guide_can_leave (guide, SURETY_GUIDE_OPERATOR));
  surety_guide_set_provider (guide, model_test_find_provider (session, asset));
  g_assert_true (surety_guide_can_leave (guide, SURETY_GUIDE_OPERATOR));
  model_test_true (surety_guide_load_pledges (guide));
  g_assert_cmpuint (g_list_model_get_n_items (surety_guide_get_pledges (guide)), >, 0);
  g_assert_false (surety_guide_can_leave (guide, SURETY_GUIDE_SERVICES));
  surety_guide_set_services_seen (guide, TRUE);
  model_test_true (surety_guide_load_fees (guide));
  g_object_get (guide, "pilot", &pilot, NULL);
  g_assert_nonnull (pilot);
  g_assert_true (surety_figure_get_value (pilot) > 0 &&
                 surety_figure_get_value (pilot) <= before / 20u);
  u256_to_units (surety_figure_get_value (pilot), 18, amount);
  surety_guide_set_amount_text (guide, amount);
  g_assert_true (surety_guide_can_leave (guide, SURETY_GUIDE_AMOUNT));
  g_object_get (guide, "exposure-most", &exposure, NULL);
  g_assert_nonnull (exposure);
  g_assert_true (surety_figure_get_value (exposure) <= surety_figure_get_value (pilot));

  /* Review, and the signature. */
  surety_guide_set_page (guide, SURETY_GUIDE_REVIEW);
  g_assert_false (surety_guide_can_leave (guide, SURETY_GUIDE_REVIEW));
  model_test_true (surety_guide_prepare (guide));
  g_assert_true (surety_guide_can_leave (guide, SURETY_GUIDE_REVIEW));
  g_assert_cmpuint (surety_plan_get_n_steps (
                      surety_preparation_get_plan (surety_guide_get_preparation (guide))),
                    ==, 3);
  model_test_true (surety_guide_sign (guide, SURETY_SPEED_NORMAL));
  g_assert_cmpint (surety_guide_get_page (guide), ==, SURETY_GUIDE_FOLLOW);
  g_assert_cmpint (surety_guide_get_plan (guide), >, 0);
  g_assert_cmpint (next (session), ==, SURETY_NEXT_UNDER_WAY);
  model_test_wait (surety_guide_get_finished, guide);
  g_assert_cmpint (next (session), ==, SURETY_NEXT_LOOK_BACK);
  assert_kept (guide);
  g_assert_true (surety_guide_can_leave (guide, SURETY_GUIDE_FOLLOW));

  /* It is there, and only it is gone from the balance. */
  model_test_wait (has_position, session);
  g_assert_cmpint (next (session), ==, SURETY_NEXT_LOOK_BACK);
  model_test_true (surety_directory_refresh_assets (surety_session_get_directory (session)));
  after = balance_of (session, "stETH");
  g_assert_true (before - after <= surety_figure_get_value (pilot) + DUST &&
                 before - after + DUST >= surety_figure_get_value (pilot));

  /* Back: queue all, wait, finish. */
  {
    g_autoptr (SuretyIntent) leave = NULL;
    g_autoptr (SuretyIntent) finish = NULL;
    g_autoptr (SuretyExit) leaving = NULL;
    Address account = *surety_account_get_address (surety_session_get_account (session));

    {
      g_autoptr (SuretyIntent)
        some = surety_intent_new_exit (&account, &strategy, surety_figure_get_value (pilot) / 2);
      g_autoptr (SuretyIntent) whole = surety_intent_new_undelegate (&account);

      assert_weighed (session, some, surety_figure_get_value (pilot) / 2);
      assert_weighed (session, whole, U256_MAX);
    }

    leave = surety_intent_new_exit (&account, &strategy, U256_MAX);
    run_plan (session, leave, 1);
    model_test_wait (has_exit, session);
    g_assert_cmpint (next (session), ==, SURETY_NEXT_NOTHING);
    leaving = g_list_model_get_item (surety_portfolio_get_exits (
                                       surety_session_get_portfolio (session)),
                                     0);
    g_assert_false (surety_exit_is_ready (leaving, surety_connection_get_head (
                                                     surety_session_get_connection (session))));

    finish = surety_intent_new_finish_exit (&account, leaving, TRUE);
    {
      g_autoptr (GError) error = model_test_rejects (surety_session_prepare (session, finish));

      g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_NOT_YET);
    }
    model_test_true (surety_session_wind (session, FOURTEEN_DAYS));
    model_test_true (surety_session_wind (session, ONE_DAY));
    g_assert_true (surety_exit_is_ready (leaving, surety_connection_get_head (
                                                    surety_session_get_connection (session))));
    run_plan (session, finish, 1);
    model_test_wait (has_nothing, session);
    g_assert_cmpint (next (session), ==, SURETY_NEXT_BEGIN_AGAIN);
  }

  /* Fifteen days of staking make it more, never less than what rounding takes. Nobody asks the directory: what the
   * portfolio found is enough. */
  {
    Arrival arrival = { session, before };

    model_test_wait (has_arrived, &arrival);
  }
  surety_guide_reset (guide);
  g_assert_cmpint (next (session), ==, SURETY_NEXT_BEGIN);
}

/* The process ends after the signature: the next one shows the same plan, to its end. */
static void
test_goes_on_after_restart (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  SuretyGuide *guide = surety_session_get_guide (test->session);
  SuretyAsset *asset = NULL;
  gint64 plan = 0;

  model_test_practise (test);
  asset = model_test_find_asset (test->session, "rETH");
  surety_guide_set_asset (guide, asset);
  surety_guide_set_provider (guide, model_test_find_provider (test->session, asset));
  surety_guide_set_services_seen (guide, TRUE);
  surety_guide_set_amount_text (guide, "0.01");
  model_test_true (surety_guide_prepare (guide));
  model_test_true (surety_guide_sign (guide, SURETY_SPEED_FAST));
  plan = surety_guide_get_plan (guide);
  model_test_wait (surety_guide_get_finished, guide);

  model_test_restart (test);
  guide = surety_session_get_guide (test->session);
  model_test_wait (surety_guide_get_finished, guide);
  g_assert_cmpint (surety_guide_get_plan (guide), ==, plan);
  g_assert_cmpint (surety_guide_get_page (guide), ==, SURETY_GUIDE_FOLLOW);
  g_assert_cmpint (surety_guide_get_speed (guide), ==, SURETY_SPEED_FAST);
  assert_kept (guide);
  model_test_wait (has_position, test->session);
}

/* To the review of 0.05 of a token; returns the asset. */
static SuretyAsset *
decide (SuretySession *session, const char *symbol)
{
  SuretyGuide *guide = surety_session_get_guide (session);
  SuretyAsset *asset = model_test_find_asset (session, symbol);

  surety_guide_set_asset (guide, asset);
  surety_guide_set_provider (guide, model_test_find_provider (session, asset));
  model_test_true (surety_guide_load_pledges (guide));
  surety_guide_set_services_seen (guide, TRUE);
  surety_guide_set_amount_text (guide, "0.05");
  surety_guide_set_page (guide, SURETY_GUIDE_REVIEW);
  model_test_true (surety_guide_prepare (guide));

  return asset;
}

static gboolean
is_fresh (SuretySession *session, SuretyPreparation *preparation)
{
  g_autoptr (GError) error = NULL;
  gboolean fresh = dex_await_boolean (surety_session_is_fresh (session, preparation), &error);

  g_assert_no_error (error);

  return fresh;
}

static gboolean
is_preparing (SuretyGuide *guide)
{
  SuretyLoad load = SURETY_LOAD_IDLE;

  g_object_get (guide, "preparation-load", &load, NULL);
  return load == SURETY_LOAD_LOADING;
}

static gboolean
take_key (gpointer user_data)
{
  SuretySession *session = user_data;

  surety_guide_set_source (surety_session_get_guide (session), session->context,
                           surety_account_get_address (surety_session_get_account (session)), NULL);
  return G_SOURCE_REMOVE;
}

/* Before anything comes of it: the practice network answers within a moment. */
static void
on_preparing (SuretyGuide *guide, GParamSpec *pspec, gpointer user_data)
{
  if (is_preparing (guide))
    g_idle_add_full (G_PRIORITY_HIGH, take_key, user_data, NULL);
}

/* An old simulation is made again before anything is signed; when it comes to the same, it is. */
static void
test_old_is_tried_out_again (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  g_autoptr (SuretyPreparation) before = NULL;
  SuretySession *session = test->session;
  SuretyGuide *guide = surety_session_get_guide (session);

  model_test_practise (test);
  decide (session, "rETH");
  before = g_object_ref (surety_guide_get_preparation (guide));
  g_assert_true (is_fresh (session, before));
  model_test_true (surety_session_wind (session, SURETY_PREPARATION_LIFE + 24));
  g_assert_false (is_fresh (session, before));
  model_test_true (surety_guide_sign (guide, SURETY_SPEED_NORMAL));
  model_test_wait (surety_guide_get_finished, guide);
  assert_kept (guide);
}

/* The key is locked away while an old simulation is made again: nothing is signed, and what was made is shown. */
static void
test_key_goes_while_it_is_tried_out_again (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  g_autoptr (SuretyPreparation) before = NULL;
  g_autoptr (GError) error = NULL;
  SuretySession *session = test->session;
  SuretyGuide *guide = surety_session_get_guide (session);
  SuretyLoad load = SURETY_LOAD_IDLE;
  DexFuture *signing;

  model_test_practise (test);
  decide (session, "rETH");
  before = g_object_ref (surety_guide_get_preparation (guide));
  model_test_true (surety_session_wind (session, SURETY_PREPARATION_LIFE + 24));
  g_signal_connect (guide, "notify::preparation-load", G_CALLBACK (on_preparing), session);
  signing = surety_guide_sign (guide, SURETY_SPEED_NORMAL);
  error = model_test_rejects (signing);
  g_signal_handlers_disconnect_by_func (guide, G_CALLBACK (on_preparing), session);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_object_get (guide, "preparation-load", &load, NULL);
  g_assert_cmpint (load, ==, SURETY_LOAD_READY);
  g_assert_true (surety_guide_get_preparation (guide) != before);
  g_assert_cmpint (surety_guide_get_plan (guide), ==, 0);
}

/* What the account did meanwhile makes it another plan: nothing is signed before somebody looked again. */
static void
test_other_outcome_is_looked_at_again (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  g_autoptr (SuretyPreparation) before = NULL;
  g_autoptr (SuretyIntent) other = NULL;
  g_autoptr (GError) error = NULL;
  SuretySession *session = test->session;
  SuretyGuide *guide = surety_session_get_guide (session);
  SuretyPreparation *now = NULL;

  model_test_practise (test);
  decide (session, "rETH");
  before = g_object_ref (surety_guide_get_preparation (guide));
  g_assert_cmpuint (surety_plan_get_n_steps (surety_preparation_get_plan (before)), ==, 3);

  other =
    surety_intent_new_enter (surety_account_get_address (surety_session_get_account (session)),
                             &surety_asset_get_token (model_test_find_asset (session, "stETH"))
                                ->strategy,
                             U256_WAD / 20u,
                             surety_provider_get_address (surety_guide_get_provider (guide)));
  run_plan (session, other, 3);
  g_assert_false (is_fresh (session, before));

  error = model_test_rejects (surety_guide_sign (guide, SURETY_SPEED_NORMAL));
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CHANGED);
  now = surety_guide_get_preparation (guide);
  g_assert_nonnull (now);
  g_assert_true (surety_preparation_get_seen (now) == before);
  g_assert_false (surety_preparation_is_same (before, now, SURETY_SPEED_NORMAL));
  g_assert_cmpuint (surety_plan_get_n_steps (surety_preparation_get_plan (now)), ==, 2);
  g_assert_cmpint (surety_guide_get_page (guide), ==, SURETY_GUIDE_REVIEW);
  g_assert_cmpint (surety_guide_get_plan (guide), ==, 0);

  /* Looked at, it is signed. */
  model_test_true (surety_guide_sign (guide, SURETY_SPEED_NORMAL));
  model_test_wait (surety_guide_get_finished, guide);
  g_assert_cmpuint (g_list_model_get_n_items (surety_guide_get_steps (guide)), ==, 2);
}

/* The journal's newest entry, as if the chain had said that nothing is there. */
static SuretyJournalEntry *
break_newest (ModelTest *test)
{
  SuretyActivity *activity = surety_session_get_activity (test->session);
  g_autoptr (SuretyJournalEntry)
    entry = g_list_model_get_item (surety_activity_get_entries (activity), 0);
  g_autoptr (SuretyJournal) journal = surety_journal_new (test->session->database);
  g_autoptr (SuretyPromise) promise = NULL;
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func (g_object_unref);
  const Address token = { { 1 } };
  g_autofree char *json = NULL;

  promise = surety_promise_new (SURETY_PROMISE_TOKEN_BALANCE_AT_LEAST, &token, &token, U256_WAD,
                                "stETH", 18);
  g_ptr_array_add (results, surety_promise_result_new (promise, SURETY_KNOWN_PRACTICE, 0, 7));
  json = surety_promise_results_to_json (results);
  model_test_true (surety_journal_set_result (journal, surety_journal_entry_get_id (entry), json));
  model_test_true (surety_activity_refresh (activity));

  return g_list_model_get_item (surety_activity_get_entries (activity), 0);
}

static void
test_broken_promise_is_an_alert (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  g_autoptr (SuretyJournalEntry) broken = NULL;
  g_autoptr (SuretyJournalEntry) again = NULL;
  SuretySession *session = test->session;
  SuretyActivity *activity = surety_session_get_activity (session);
  GListModel *alerts = surety_activity_get_alerts (activity);

  model_test_practise (test);
  decide (session, "rETH");
  model_test_true (surety_guide_sign (surety_session_get_guide (session), SURETY_SPEED_NORMAL));
  model_test_wait (surety_guide_get_finished, surety_session_get_guide (session));
  model_test_true (surety_activity_refresh (activity));
  g_assert_cmpuint (g_list_model_get_n_items (alerts), ==, 0);

  broken = break_newest (test);
  g_assert_true (surety_activity_is_broken (broken));
  g_assert_cmpuint (g_list_model_get_n_items (alerts), ==, 1);
  model_test_true (surety_activity_set_seen (activity, broken));
  g_assert_cmpuint (g_list_model_get_n_items (alerts), ==, 0);
  /* It is still what it is. */
  again = g_list_model_get_item (surety_activity_get_entries (activity), 0);
  g_assert_true (surety_activity_is_broken (again));
}

static gboolean
has_one (gpointer list)
{
  return g_list_model_get_n_items (list) == 1;
}

/* The plan is written anew under what was signed for it, as by somebody who can write the file. */
static void
test_other_than_planned_is_an_alert (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  SuretyGuide *guide = surety_session_get_guide (test->session);
  SuretyActivity *activity = NULL;
  GListModel *alerts = NULL;
  g_autoptr (SuretyJournalEntry) forged = NULL;
  SuretyStatement forge = {
    .sql = "UPDATE entry SET body = json_set (body, '$.value', '1') WHERE signed IS NOT NULL AND "
           "id = (SELECT max (id) FROM entry)",
  };

  model_test_practise (test);
  decide (test->session, "rETH");
  model_test_true (surety_guide_sign (guide, SURETY_SPEED_NORMAL));
  model_test_wait (surety_guide_get_finished, guide);
  model_test_true (surety_database_write (test->session->database, &forge, 1));

  /* As it is found at the next start. */
  model_test_restart (test);
  activity = surety_session_get_activity (test->session);
  alerts = surety_activity_get_alerts (activity);
  model_test_wait (has_one, alerts);
  forged = g_list_model_get_item (alerts, 0);
  g_assert_false (surety_activity_is_broken (forged));

  model_test_true (surety_activity_set_seen (activity, forged));
  g_assert_cmpuint (g_list_model_get_n_items (alerts), ==, 0);
  model_test_true (surety_activity_refresh (activity));
  g_assert_cmpuint (g_list_model_get_n_items (alerts), ==, 0);
}

int
main (int argc, char **argv)
{
  model_test_init (&argc, &argv);

  model_test_add ("/model/journey/pilot-there-and-back", test_there_and_back);
  model_test_add ("/model/journey/plan-is-shown-after-a-restart", test_goes_on_after_restart);

  model_test_add ("/model/journey/old-simulation-is-made-again", test_old_is_tried_out_again);
  model_test_add ("/model/journey/key-goes-while-it-is-tried-out-again",
                  test_key_goes_while_it_is_tried_out_again);
  model_test_add ("/model/journey/other-outcome-is-looked-at-again",
                  test_other_outcome_is_looked_at_again);
  model_test_add ("/model/journey/broken-promise-is-an-alert", test_broken_promise_is_an_alert);
  model_test_add ("/model/journey/other-than-planned-is-an-alert",
                  test_other_than_planned_is_an_alert);
  return g_test_run ();
}
