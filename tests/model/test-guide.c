/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model-test.h"

#define WATCHED "0x71C7656EC7ab88b098defB751B7401B5f6d8976F"

/* Practising, with stETH and an operator chosen. */
static ModelTest *
decide (void)
{
  ModelTest *test = model_test_new ();
  SuretyGuide *guide = surety_session_get_guide (test->session);
  SuretyAsset *asset = NULL;

  model_test_practise (test);
  asset = model_test_find_asset (test->session, "stETH");
  surety_guide_set_asset (guide, asset);
  surety_guide_set_provider (guide, model_test_find_provider (test->session, asset));

  return test;
}

static void
assert_text (SuretyGuide *guide, const char *text, SuretyAmountState state, const char *value)
{
  g_autoptr (SuretyFigure) amount = NULL;

  surety_guide_set_amount_text (guide, text);
  g_object_get (guide, "amount", &amount, NULL);
  g_test_message ("%s", text);
  g_assert_cmpint (surety_guide_get_amount_state (guide), ==, state);
  g_assert_cmpstr (surety_guide_get_amount_text (guide), ==, text);
  g_assert_true (surety_guide_can_leave (guide, SURETY_GUIDE_AMOUNT) ==
                 (state == SURETY_AMOUNT_OK));
  if (value == NULL)
    g_assert_null (amount);
  else
    {
      char found[U256_DECIMAL_SIZE + 2];

      g_assert_nonnull (amount);
      u256_to_units (surety_figure_get_value (amount), 18, found);
      g_assert_cmpstr (found, ==, value);
      g_assert_cmpstr (surety_figure_get_unit (amount), ==, "stETH");
    }
}

static void
test_amount_states (void)
{
  g_autoptr (ModelTest) test = decide ();
  SuretyGuide *guide = surety_session_get_guide (test->session);
  SuretyAsset *asset = surety_guide_get_asset (guide);
  u256 balance = surety_figure_get_value (surety_asset_get_balance (asset));
  char all[U256_DECIMAL_SIZE + 2];
  char above[U256_DECIMAL_SIZE + 2];

  assert_text (guide, "0.05", SURETY_AMOUNT_OK, "0.05");
  assert_text (guide, "0,05", SURETY_AMOUNT_OK, "0.05");
  assert_text (guide, "  0.05 ", SURETY_AMOUNT_OK, "0.05");
  assert_text (guide, "", SURETY_AMOUNT_EMPTY, NULL);
  assert_text (guide, "   ", SURETY_AMOUNT_EMPTY, NULL);
  assert_text (guide, "0", SURETY_AMOUNT_ZERO, NULL);
  assert_text (guide, "0.000", SURETY_AMOUNT_ZERO, NULL);
  assert_text (guide, "-1", SURETY_AMOUNT_NO_NUMBER, NULL);
  assert_text (guide, "half", SURETY_AMOUNT_NO_NUMBER, NULL);
  assert_text (guide, "1e-3", SURETY_AMOUNT_NO_NUMBER, NULL);
  assert_text (guide, "1,000.5", SURETY_AMOUNT_NO_NUMBER, NULL);
  assert_text (guide, "1.2.3", SURETY_AMOUNT_NO_NUMBER, NULL);
  assert_text (guide, "0.0000000000000000001", SURETY_AMOUNT_TOO_FINE, NULL);
  assert_text (guide, "99999999", SURETY_AMOUNT_ABOVE_BALANCE, NULL);
  assert_text (guide,
               "115792089237316195423570985008687907853269984665640564039457584007913129639936",
               SURETY_AMOUNT_ABOVE_BALANCE, NULL);

  /* To the last wei. */
  u256_to_units (balance, 18, all);
  u256_to_units (balance + 1u, 18, above);
  assert_text (guide, all, SURETY_AMOUNT_OK, all);
  assert_text (guide, above, SURETY_AMOUNT_ABOVE_BALANCE, NULL);

  /* What is absurdly long is cut, not kept whole. */
  {
    g_autofree char *much = g_strnfill (5000, '9');

    surety_guide_set_amount_text (guide, much);
    g_assert_cmpuint (strlen (surety_guide_get_amount_text (guide)), <=, 100);
    g_assert_cmpint (surety_guide_get_amount_state (guide), !=, SURETY_AMOUNT_OK);
  }
}

static void
test_pilot (void)
{
  g_autoptr (ModelTest) test = decide ();
  g_autoptr (SuretyFigure) pilot = NULL;
  SuretyGuide *guide = surety_session_get_guide (test->session);
  u256 balance = surety_figure_get_value (
    surety_asset_get_balance (surety_guide_get_asset (guide)));

  model_test_true (surety_guide_load_fees (guide));
  g_object_get (guide, "pilot", &pilot, NULL);
  g_assert_nonnull (pilot);
  g_assert_cmpstr (surety_figure_get_unit (pilot), ==, "stETH");
  g_assert_cmpint (surety_figure_get_known (pilot), ==, SURETY_KNOWN_PRACTICE);
  g_assert_true (surety_figure_get_value (pilot) > 0);
  g_assert_true (surety_figure_get_value (pilot) <= balance / 20u);
}

static void
test_another_provider_is_looked_at_anew (void)
{
  g_autoptr (ModelTest) test = decide ();
  g_autoptr (SuretyProvider) other = NULL;
  SuretyGuide *guide = surety_session_get_guide (test->session);
  GListModel *providers = surety_directory_get_providers (
    surety_session_get_directory (test->session));

  surety_guide_set_services_seen (guide, TRUE);
  surety_guide_set_provider (guide, surety_guide_get_provider (guide));
  g_assert_true (surety_guide_get_services_seen (guide));
  for (guint i = 0; other == NULL && i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr (SuretyProvider) provider = g_list_model_get_item (providers, i);

      if (provider != surety_guide_get_provider (guide))
        g_set_object (&other, provider);
    }
  surety_guide_set_provider (guide, other);
  g_assert_false (surety_guide_get_services_seen (guide));
}

static void
test_another_token_is_looked_at_anew (void)
{
  g_autoptr (ModelTest) test = decide ();
  SuretyGuide *guide = surety_session_get_guide (test->session);
  GListModel *assets = surety_directory_get_assets (surety_session_get_directory (test->session));
  g_autoptr (SuretyAsset) other = NULL;

  surety_guide_set_services_seen (guide, TRUE);
  surety_guide_set_asset (guide, surety_guide_get_asset (guide));
  g_assert_true (surety_guide_get_services_seen (guide));
  for (guint i = 0; other == NULL && i < g_list_model_get_n_items (assets); i++)
    {
      g_autoptr (SuretyAsset) asset = g_list_model_get_item (assets, i);

      if (asset != surety_guide_get_asset (guide))
        g_set_object (&other, asset);
    }
  surety_guide_set_asset (guide, other);
  g_assert_false (surety_guide_get_services_seen (guide));
}

static void
test_changed_decision_drops_the_preparation (void)
{
  g_autoptr (ModelTest) test = decide ();
  g_autoptr (GError) error = NULL;
  SuretyGuide *guide = surety_session_get_guide (test->session);
  DexFuture *prepared = NULL;

  error = model_test_rejects (surety_guide_prepare (guide));
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_AMOUNT);
  g_clear_error (&error);

  surety_guide_set_amount_text (guide, "0.05");
  model_test_true (surety_guide_prepare (guide));
  g_assert_nonnull (surety_guide_get_preparation (guide));
  surety_guide_set_amount_text (guide, "0.06");
  g_assert_null (surety_guide_get_preparation (guide));

  /* While it is under way, too. */
  prepared = surety_guide_prepare (guide);
  surety_guide_set_amount_text (guide, "0.07");
  error = model_test_rejects (prepared);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (surety_guide_get_preparation (guide));
  g_clear_error (&error);
  error = model_test_rejects (surety_guide_sign (guide, SURETY_SPEED_NORMAL));
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVIEW);
}

static void
test_decisions_survive_a_restart (void)
{
  g_autoptr (ModelTest) test = decide ();
  g_autofree char *provider = NULL;
  SuretyGuide *guide = surety_session_get_guide (test->session);

  provider = g_strdup (surety_provider_get_address_text (surety_guide_get_provider (guide)));
  surety_guide_set_services_seen (guide, TRUE);
  surety_guide_set_amount_text (guide, "0,0625");
  surety_guide_set_page (guide, SURETY_GUIDE_AMOUNT);
  model_test_sleep (100);

  model_test_restart (test);
  guide = surety_session_get_guide (test->session);
  model_test_wait (model_test_guide_ready, test->session);
  g_assert_cmpint (surety_guide_get_page (guide), ==, SURETY_GUIDE_AMOUNT);
  g_assert_cmpstr (surety_asset_get_symbol (surety_guide_get_asset (guide)), ==, "stETH");
  g_assert_cmpstr (surety_provider_get_address_text (surety_guide_get_provider (guide)), ==,
                   provider);
  g_assert_true (surety_guide_get_services_seen (guide));
  g_assert_cmpstr (surety_guide_get_amount_text (guide), ==, "0,0625");
  g_assert_cmpint (surety_guide_get_amount_state (guide), ==, SURETY_AMOUNT_OK);
  g_assert_null (surety_guide_get_preparation (guide));
  model_test_true (surety_guide_prepare (guide));

  surety_guide_reset (guide);
  model_test_sleep (100);
  model_test_restart (test);
  guide = surety_session_get_guide (test->session);
  model_test_wait (model_test_directory_ready, test->session);
  g_assert_cmpint (surety_guide_get_page (guide), ==, SURETY_GUIDE_PATH);
  g_assert_null (surety_guide_get_asset (guide));
  g_assert_cmpstr (surety_guide_get_amount_text (guide), ==, "");
}

/* A decision made just before another account is chosen is kept for its own account, and only there. */
static gboolean
has_provider (SuretyGuide *guide)
{
  return surety_guide_get_provider (guide) != NULL;
}

static void
test_each_account_has_its_own (void)
{
  g_autoptr (ModelTest) test = decide ();
  g_autoptr (SuretyAccount) practice = g_object_ref (surety_session_get_account (test->session));
  g_autoptr (SuretyAccount) watched = NULL;
  SuretyGuide *guide = surety_session_get_guide (test->session);
  Address address = model_test_address (WATCHED);

  model_test_true (surety_session_add_watch (test->session, "Someone", &address));
  watched = g_object_ref (surety_session_get_account (test->session));
  surety_guide_set_page (guide, SURETY_GUIDE_TOKEN);
  model_test_true (surety_session_select_account (test->session, practice));
  model_test_wait (has_provider, guide);
  surety_guide_set_amount_text (guide, "0.25");
  surety_guide_set_page (guide, SURETY_GUIDE_AMOUNT);
  model_test_true (surety_session_select_account (test->session, watched));
  model_test_sleep (100);
  g_assert_cmpint (surety_guide_get_page (guide), ==, SURETY_GUIDE_TOKEN);
  g_assert_cmpstr (surety_guide_get_amount_text (guide), ==, "");
  model_test_true (surety_session_select_account (test->session, practice));
  model_test_wait (model_test_guide_ready, test->session);
  g_assert_cmpint (surety_guide_get_page (guide), ==, SURETY_GUIDE_AMOUNT);
  g_assert_cmpstr (surety_guide_get_amount_text (guide), ==, "0.25");
  g_assert_cmpstr (surety_asset_get_symbol (surety_guide_get_asset (guide)), ==, "stETH");
}

/* A reading that is stopped, or made again, takes nothing from what was decided. */
static void
test_choice_outlives_a_reading (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  SuretyGuide *guide = surety_session_get_guide (test->session);
  SuretyDirectory *directory = surety_session_get_directory (test->session);
  SuretyAsset *asset = NULL;
  Address chosen, kept;

  model_test_practise (test);
  asset = model_test_find_asset (test->session, "stETH");
  surety_guide_set_asset (guide, asset);
  surety_guide_set_provider (guide, model_test_find_provider (test->session, asset));
  surety_guide_set_services_seen (guide, TRUE);
  chosen = *surety_provider_get_address (surety_guide_get_provider (guide));

  for (guint i = 0; i < 4; i++)
    {
      DexFuture *reading = surety_directory_refresh (directory);

      if (i % 2 == 0)
        surety_directory_cancel (directory);
      dex_await (reading, NULL);
      g_assert_nonnull (surety_guide_get_provider (guide));
      g_assert_true (
        address_equal (surety_provider_get_address (surety_guide_get_provider (guide)), &chosen));
      g_assert_true (surety_guide_get_chosen_provider (guide, &kept));
      g_assert_true (address_equal (&kept, &chosen));
      g_assert_true (surety_guide_get_services_seen (guide));
      g_assert_cmpstr (surety_asset_get_symbol (surety_guide_get_asset (guide)), ==, "stETH");
    }
}

int
main (int argc, char **argv)
{
  model_test_init (&argc, &argv);

  model_test_add ("/model/guide/amount-states", test_amount_states);
  model_test_add ("/model/guide/pilot-is-small", test_pilot);
  model_test_add ("/model/guide/another-token-is-looked-at-anew",
                  test_another_token_is_looked_at_anew);
  model_test_add ("/model/guide/another-provider-is-looked-at-anew",
                  test_another_provider_is_looked_at_anew);
  model_test_add ("/model/guide/changed-decision-drops-the-preparation",
                  test_changed_decision_drops_the_preparation);
  model_test_add ("/model/guide/decisions-survive-a-restart", test_decisions_survive_a_restart);
  model_test_add ("/model/guide/each-account-has-its-own", test_each_account_has_its_own);
  model_test_add ("/model/guide/choice-outlives-a-reading-that-is-stopped",
                  test_choice_outlives_a_reading);

  return g_test_run ();
}
