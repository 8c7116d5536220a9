/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model-test.h"
#include "surety-eigenlayer.h"
#include "surety-practice.h"

static const char *
state_of (SuretyTokens *tokens)
{
  return surety_tokens_get_load (tokens) == SURETY_LOAD_READY ? "ready" : "not ready";
}

static void
count_cb (GListModel *list, guint position, guint removed, guint added, guint *changes)
{
  (*changes)++;
}

static void
test_refresh_brings_now_then_history (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  SuretyTokens *tokens = surety_session_get_tokens (test->session);
  g_autoptr (SuretyTokenSheet) first = NULL;
  g_autoptr (SuretyTokenSheet) again = NULL;
  SuretyTokenSheet *reth;
  guint changes = 0;

  g_assert_cmpint (surety_tokens_get_load (tokens), ==, SURETY_LOAD_IDLE);
  model_test_practise (test);
  /* Nobody asked: nothing is read. */
  g_assert_cmpint (surety_tokens_get_load (tokens), ==, SURETY_LOAD_IDLE);

  g_signal_connect (tokens, "items-changed", G_CALLBACK (count_cb), &changes);
  model_test_true (surety_tokens_refresh (tokens));
  g_assert_cmpstr (state_of (tokens), ==, "ready");
  g_assert_true (surety_tokens_get_complete (tokens));
  g_assert_cmpuint (changes, ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (tokens)), ==, 12);

  first = g_list_model_get_item (G_LIST_MODEL (tokens), 0);
  g_assert_cmpstr (surety_token_sheet_get_symbol (first), ==, "stETH");
  reth = surety_tokens_find_strategy (tokens, &surety_asset_get_token (
                                                 model_test_find_asset (test->session, "rETH"))
                                                 ->strategy);
  g_assert_nonnull (reth);
  g_assert_true (surety_tokens_find (tokens, &surety_token_sheet_get_token (reth)->token) == reth);
  g_assert_cmpint (surety_token_sheet_get_reward (reth, SURETY_REWARD_30_DAYS)->state, ==,
                   SURETY_SHEET_KNOWN);

  /* A list that is complete is replaced by a complete one: rewards never go away in between. */
  changes = 0;
  model_test_true (surety_tokens_refresh (tokens));
  g_assert_cmpuint (changes, ==, 1);
  again = g_list_model_get_item (G_LIST_MODEL (tokens), 0);
  g_assert_true (again != first);
  g_signal_handlers_disconnect_by_data (tokens, &changes);
}

static const Address *
strategy_of (SuretyNetwork *network, guint i)
{
  return &surety_network_get_token (network, i)->strategy;
}

static void
test_another_account_starts_anew (void)
{
  g_autoptr (SuretyTokens) tokens = surety_tokens_new ();
  g_autoptr (SuretyPractice) practice = surety_practice_new (1);
  g_autoptr (SuretyNetwork) network = surety_network_new_builtin ("practice");
  g_autoptr (SuretyEndpoints)
    endpoints = surety_endpoints_new (surety_network_get_chain_id (network));
  g_autoptr (SuretyProtocol) protocol = surety_eigenlayer_new (network, endpoints);
  Address account = { { 5, 0xa1 } };
  SuretyFigure *balance;

  surety_endpoints_add (endpoints, SURETY_TRANSPORT (practice));
  model_test_true (surety_tokens_refresh (tokens));
  g_assert_cmpint (surety_tokens_get_load (tokens), ==, SURETY_LOAD_IDLE);

  surety_tokens_set_source (tokens, protocol, NULL);
  model_test_true (surety_tokens_refresh (tokens));
  balance = surety_token_sheet_get_balance (
    surety_tokens_find_strategy (tokens, strategy_of (network, 0)));
  g_assert_false (surety_figure_is_known (balance));

  surety_tokens_set_source (tokens, protocol, &account);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (tokens)), ==, 0);
  g_assert_cmpint (surety_tokens_get_load (tokens), ==, SURETY_LOAD_IDLE);
  model_test_true (surety_tokens_refresh (tokens));
  balance = surety_token_sheet_get_balance (
    surety_tokens_find_strategy (tokens, strategy_of (network, 0)));
  g_assert_true (surety_figure_is_known (balance));
  g_assert_true (surety_figure_get_value (balance) == 0);
}

static void
test_failure_is_told (void)
{
  g_autoptr (SuretyTokens) tokens = surety_tokens_new ();
  g_autoptr (SuretyNetwork) network = surety_network_new_builtin ("practice");
  g_autoptr (SuretyEndpoints)
    endpoints = surety_endpoints_new (surety_network_get_chain_id (network));
  g_autoptr (SuretyProtocol) protocol = surety_eigenlayer_new (network, endpoints);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) told = NULL;

  surety_tokens_set_source (tokens, protocol, NULL);
  error = model_test_rejects (surety_tokens_refresh (tokens));
  g_assert_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_NO_ENDPOINT);
  g_assert_cmpint (surety_tokens_get_load (tokens), ==, SURETY_LOAD_FAILED);
  g_object_get (tokens, "error", &told, NULL);
  g_assert_error (told, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_NO_ENDPOINT);
}

/* A newcomer with nothing but ETH. */
static void
test_guide_makes_the_token_of_eth (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  SuretyGuide *guide;
  SuretyAsset *asset;
  SuretyPlan *plan;

  model_test_practise (test);
  guide = surety_session_get_guide (test->session);
  asset = model_test_find_asset (test->session, "rETH");
  surety_guide_set_asset (guide, asset);
  g_assert_true (surety_guide_get_available (guide) == surety_asset_get_balance (asset));

  /* 10 ETH make 8.6 rETH; the 2 that are held are not counted. */
  surety_guide_set_mints (guide, TRUE);
  g_assert_nonnull (surety_guide_get_available (guide));
  g_assert_true (surety_figure_get_value (surety_guide_get_available (guide)) > 8 * U256_WAD);
  g_assert_true (surety_figure_get_value (surety_guide_get_available (guide)) < 9 * U256_WAD);
  surety_guide_set_amount_text (guide, "9");
  g_assert_cmpint (surety_guide_get_amount_state (guide), ==, SURETY_AMOUNT_ABOVE_BALANCE);
  surety_guide_set_amount_text (guide, "3");
  g_assert_cmpint (surety_guide_get_amount_state (guide), ==, SURETY_AMOUNT_OK);
  surety_guide_set_mints (guide, FALSE);
  g_assert_cmpint (surety_guide_get_amount_state (guide), ==, SURETY_AMOUNT_ABOVE_BALANCE);
  surety_guide_set_mints (guide, TRUE);

  surety_guide_set_provider (guide, model_test_find_provider (test->session, asset));
  model_test_true (surety_guide_prepare (guide));
  plan = surety_preparation_get_plan (surety_guide_get_preparation (guide));
  g_assert_cmpuint (surety_plan_get_n_steps (plan), ==, 4);
  g_assert_cmpstr (surety_step_get_kind (surety_plan_get_step (plan, 0)), ==, "mint");
  g_assert_true (surety_step_get_amount (surety_plan_get_step (plan, 2)) == 3 * U256_WAD);

  /* Kept like every other decision. */
  surety_guide_set_page (guide, SURETY_GUIDE_REVIEW);
  model_test_restart (test);
  model_test_wait (model_test_guide_ready, test->session);
  guide = surety_session_get_guide (test->session);
  g_assert_true (surety_guide_get_mints (guide));
  surety_guide_reset (guide);
  g_assert_false (surety_guide_get_mints (guide));
}

int
main (int argc, char **argv)
{
  model_test_init (&argc, &argv);

  model_test_add ("/tokens/refresh-brings-now-then-history", test_refresh_brings_now_then_history);
  model_test_add ("/tokens/another-account-starts-anew", test_another_account_starts_anew);

  model_test_add ("/tokens/failure-is-told", test_failure_is_told);

  model_test_add ("/tokens/guide-makes-the-token-of-eth", test_guide_makes_the_token_of_eth);

  return g_test_run ();
}
