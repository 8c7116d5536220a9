/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-closures.h"

#include <locale.h>

#define GAP "\u202f"

static SuretyFigure *
create_figure (SuretyKnown known)
{
  return surety_figure_new (U256_WAD * 5 / 2, 18, "stETH", 19000000, 1700000000, known);
}

static void
assert_text (char *taken, const char *expected)
{
  g_autofree char *text = taken;

  g_assert_cmpstr (text, ==, expected);
}

static void
test_a_known_amount_has_its_unit (void)
{
  g_autoptr (SuretyFigure) figure = create_figure (SURETY_KNOWN_AGREED);

  assert_text (surety_closure_amount (NULL, figure), "2.5 stETH");
  assert_text (surety_closure_amount_number (NULL, figure), "2.5");
  assert_text (surety_closure_amount_unit (NULL, figure), "stETH");
  assert_text (surety_closure_amount_full (NULL, figure), "2.5 stETH (endpoints agree)");
  assert_text (surety_closure_figure_age (NULL, figure, 1700000030),
               "block 19" GAP "000" GAP "000 · 30 seconds ago");
  g_assert_true (surety_closure_amount_is_known (NULL, figure));
}

static void
test_an_unknown_amount_is_never_a_number (void)
{
  g_autoptr (SuretyFigure) figure = surety_figure_new_unknown (18, "ETH");

  assert_text (surety_closure_amount (NULL, figure), "unknown");
  assert_text (surety_closure_amount_number (NULL, figure), "unknown");
  assert_text (surety_closure_figure_age (NULL, figure, 1700000030), "");
  g_assert_false (surety_closure_amount_is_known (NULL, figure));
}

static void
test_an_empty_link_is_empty_text (void)
{
  assert_text (surety_closure_amount (NULL, NULL), "");
  assert_text (surety_closure_amount_number (NULL, NULL), "");
  assert_text (surety_closure_amount_unit (NULL, NULL), "");
  assert_text (surety_closure_amount_full (NULL, NULL), "");
  assert_text (surety_closure_figure_age (NULL, NULL, 0), "");
  assert_text (surety_closure_known (NULL, NULL), "");
  assert_text (surety_closure_address_short (NULL, NULL), "");
  assert_text (surety_closure_address_wide (NULL, NULL), "");
  assert_text (surety_closure_network_words (NULL, NULL), "");
  assert_text (surety_closure_sentence (NULL, NULL), "");
  g_assert_false (surety_closure_is_practice (NULL, NULL));
  g_assert_false (surety_closure_is_set (NULL, NULL));
  g_assert_false (surety_closure_has_text (NULL, NULL));
}

/* Never colour alone: words, icon and colour of each kind are its own. */
static void
test_networks_are_told_apart (void)
{
  static const struct
  {
    const char *key, *words, *style;
  } cases[] = {
    { "practice", "Practice · play money", "practice" },
    { "hoodi", "Test network · Hoodi Testnet", "test" },
    { "mainnet", "Ethereum Mainnet · real money", "mainnet" },
  };
  g_autoptr (GHashTable) icons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SuretyNetwork) network = surety_network_new_builtin (cases[i].key);

      g_assert_nonnull (network);
      assert_text (surety_closure_network_words (NULL, network), cases[i].words);
      g_assert_cmpstr (surety_network_style (network), ==, cases[i].style);
      g_assert_true (g_hash_table_add (icons, surety_closure_network_icon (NULL, network)));
      g_assert_cmpint (surety_closure_is_practice (NULL, network), ==, i == 0);
    }
}

static void
test_a_page_follows_its_load (void)
{
  assert_text (surety_closure_load_page (NULL, SURETY_LOAD_IDLE), "loading");
  assert_text (surety_closure_load_page (NULL, SURETY_LOAD_LOADING), "loading");
  assert_text (surety_closure_load_page (NULL, SURETY_LOAD_READY), "content");
  assert_text (surety_closure_load_page (NULL, SURETY_LOAD_EMPTY), "empty");
  assert_text (surety_closure_load_page (NULL, SURETY_LOAD_FAILED), "failed");
}

static void
test_the_banner_says_why_nobody_answers (void)
{
  g_autofree char *none = surety_closure_connection_banner (NULL, SURETY_CONNECTION_NONE);
  g_autofree char *failing = surety_closure_connection_banner (NULL, SURETY_CONNECTION_FAILING);

  g_assert_true (surety_closure_connection_is_down (NULL, SURETY_CONNECTION_NONE));
  g_assert_true (surety_closure_connection_is_down (NULL, SURETY_CONNECTION_FAILING));
  g_assert_false (surety_closure_connection_is_down (NULL, SURETY_CONNECTION_CONNECTING));
  g_assert_false (surety_closure_connection_is_down (NULL, SURETY_CONNECTION_ONLINE));
  g_assert_cmpstr (none, !=, failing);
  g_assert_cmpstr (none, !=, "");
}

static void
test_the_reminder_grows_with_what_is_held (void)
{
  g_autoptr (SuretyFigure) much = create_figure (SURETY_KNOWN_AGREED);
  g_autoptr (SuretyFigure)
    nothing = surety_figure_new (0, 18, "ETH", 1, 1700000000, SURETY_KNOWN_AGREED);
  g_autoptr (SuretyFigure) unknown = surety_figure_new_unknown (18, "ETH");
  const char *calm = "Recovery words not checked yet.";

  assert_text (surety_closure_backup_banner (NULL, NULL), calm);
  assert_text (surety_closure_backup_banner (NULL, nothing), calm);
  assert_text (surety_closure_backup_banner (NULL, unknown), calm);
  assert_text (surety_closure_backup_banner (NULL, much),
               "Recovery words not checked yet, and 2.5 stETH hang on them.");
}

static SuretyHoldings *
create_holdings (gboolean delegated)
{
  g_autoptr (SuretyFigure) eth = create_figure (SURETY_KNOWN_AGREED);
  g_autoptr (GListStore) none = g_list_store_new (G_TYPE_OBJECT);
  const SuretyHoldingsFacts facts = {
    .eth = eth,
    .assets = G_LIST_MODEL (none),
    .positions = G_LIST_MODEL (none),
    .exits = G_LIST_MODEL (none),
    .pledges = G_LIST_MODEL (none),
    .code_known = TRUE,
    .code_delegated = delegated,
    .code_delegate.bytes = { 0x12, 0x34, 0x56, 0x78, [19] = 0x9a },
  };

  return surety_holdings_new (&facts);
}

/* Whose code an account runs is said before anything is to be signed. */
static void
test_a_delegated_account_is_told_whose_code_it_runs (void)
{
  g_autoptr (SuretyHoldings) plain = create_holdings (FALSE);
  g_autoptr (SuretyHoldings) delegated = create_holdings (TRUE);

  g_assert_false (surety_closure_tells_delegation (NULL, NULL, "overview"));
  g_assert_false (surety_closure_tells_delegation (NULL, plain, "overview"));
  g_assert_false (surety_closure_tells_delegation (NULL, delegated, NULL));
  g_assert_false (surety_closure_tells_delegation (NULL, delegated, "restake"));
  g_assert_true (surety_closure_tells_delegation (NULL, delegated, "overview"));
  assert_text (surety_closure_delegation_banner (NULL, NULL), "");
  assert_text (surety_closure_delegation_banner (NULL, plain), "");
  assert_text (surety_closure_delegation_banner (NULL, delegated),
               "This account runs the code of 0x1234 5678 0000 0000 0000 0000 0000 0000 0000 009a, "
               "which may move all it holds.");
}

static void
test_only_practice_and_test_networks_are_harmless (void)
{
  static const char *const keys[] = { "practice", "hoodi", "sepolia", "mainnet" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (SuretyNetwork) network = surety_network_new_builtin (keys[i]);

      g_assert_cmpint (surety_network_is_harmless (network), ==, i < 3);
    }
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/closures/a-known-amount-has-its-unit", test_a_known_amount_has_its_unit);
  g_test_add_func ("/closures/an-unknown-amount-is-never-a-number",
                   test_an_unknown_amount_is_never_a_number);
  g_test_add_func ("/closures/an-empty-link-is-empty-text", test_an_empty_link_is_empty_text);
  g_test_add_func ("/closures/networks-are-told-apart", test_networks_are_told_apart);
  g_test_add_func ("/closures/a-page-follows-its-load", test_a_page_follows_its_load);
  g_test_add_func ("/closures/the-banner-says-why-nobody-answers",
                   test_the_banner_says_why_nobody_answers);
  g_test_add_func ("/closures/the-reminder-grows-with-what-is-held",
                   test_the_reminder_grows_with_what_is_held);
  g_test_add_func ("/closures/a-delegated-account-is-told-whose-code-it-runs",
                   test_a_delegated_account_is_told_whose_code_it_runs);
  g_test_add_func ("/closures/only-practice-and-test-networks-are-harmless",
                   test_only_practice_and_test_networks_are_harmless);
  return g_test_run ();
}
