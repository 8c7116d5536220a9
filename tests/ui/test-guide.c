/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <libdex.h>

#include "secret.h"
#include "surety-candidate-words.h"
#include "surety-detail-page.h"
#include "surety-guide-amount-page.h"
#include "surety-guide-choice.h"
#include "surety-guide-done-page.h"
#include "surety-guide-follow-page.h"
#include "surety-guide-operator-page.h"
#include "surety-guide-path-page.h"
#include "surety-guide-review-page.h"
#include "surety-guide-services-page.h"
#include "surety-guide-token-page.h"
#include "surety-guide-token-words.h"
#include "surety-operator-words.h"
#include "surety-pledge-row.h"
#include "surety-token-sheet-private.h"
#include "surety-worst-case.h"

#define NARROWEST 340

static SuretySession *session;

static const Address strategy = { { 0x11 } };

static SuretyProvider *
create_provider (const char *name, SuretyProviderFacts facts, guint8 last)
{
  facts.name = name;
  facts.address = (Address) { { 0x22, [19] = last } };
  facts.registered = TRUE;
  facts.approval_known = TRUE;
  if (facts.stakes == NULL)
    {
      g_autoptr (GListStore) none = g_list_store_new (SURETY_TYPE_FIGURE);

      facts.stakes = G_LIST_MODEL (none);
      return surety_provider_new (&facts);
    }

  return surety_provider_new (&facts);
}

static SuretyGuideFacts
create_facts (void)
{
  return (SuretyGuideFacts) {
    .head = 1000000,
    .time = 1700000000,
    .block_seconds = 12,
    .exit_known = TRUE,
    .exit_delay = 100800,
    .configuration_delay = 126000,
  };
}

/* Built, shown and measured; warnings are fatal. */
static void
assert_builds (GtkWidget *widget)
{
  GtkWidget *window = g_object_new (ADW_TYPE_WINDOW, "content", widget, NULL);
  int narrowest = 0;

  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (widget))
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &narrowest, NULL, NULL, NULL);
  g_assert_cmpint (narrowest, <=, NARROWEST);
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_every_decision_builds (void)
{
  GtkWidget *(*const create[]) (SuretySession *) = {
    surety_guide_path_page_new,     surety_guide_token_page_new,  surety_guide_operator_page_new,
    surety_guide_services_page_new, surety_guide_amount_page_new, surety_guide_review_page_new,
    surety_guide_follow_page_new,   surety_guide_done_page_new,
  };

  for (guint i = 0; i < G_N_ELEMENTS (create); i++)
    {
      g_test_message ("page %u", i + 1);
      assert_builds (create[i](session));
    }
}

static void
test_worst_case_builds (void)
{
  GtkWidget *widget = g_object_new (SURETY_TYPE_WORST_CASE, NULL);

  surety_worst_case_set_session (SURETY_WORST_CASE (widget), session);
  assert_builds (widget);
}

static void
test_choice_builds (void)
{
  g_autoptr (SuretyProvider) provider =
    create_provider ("A name that is far too long for a line of a narrow window, as they can be",
                     (SuretyProviderFacts) { .description = "A description",
                                             .website = "https://x.example" },
                     1);
  GtkWidget *window = g_object_new (ADW_TYPE_WINDOW, "content", adw_bin_new (), NULL);
  AdwDialog *dialog =
    surety_guide_choice_new (surety_operator_detail_new_for_guide (session, provider, &strategy),
                             "Choose", NULL, "A note");
  int narrowest = 0;

  gtk_window_present (GTK_WINDOW (window));
  adw_dialog_present (dialog, window);
  while (!gtk_widget_get_mapped (GTK_WIDGET (dialog)))
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_measure (adw_dialog_get_child (dialog), GTK_ORIENTATION_HORIZONTAL, -1, &narrowest,
                      NULL, NULL, NULL);
  g_assert_cmpint (narrowest, <=, 360);
  adw_dialog_force_close (dialog);
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_unknown_is_said_to_be_unknown (void)
{
  g_autoptr (SuretyProvider) provider = create_provider (NULL, (SuretyProviderFacts) { 0 }, 1);
  const SuretyGuideFacts facts = create_facts ();
  g_autofree char *name = surety_operator_words_name (provider);
  g_autofree char *slashable = surety_operator_words_slashable (provider, &strategy);
  g_autofree char *warning = surety_operator_words_warning (provider, &facts);
  guint now = 1;
  guint pending = 1;
  guint dormant = 1;
  guint latent = 1;

  g_assert_true (g_str_has_prefix (name, "Unnamed operator 0x22"));
  g_assert_cmpstr (slashable, ==, "What services can take is not known");
  g_assert_nonnull (strstr (warning, "not known"));
  g_assert_false (surety_operator_shares (provider, &strategy, &now, &pending, &dormant, &latent));
}

static void
test_warning_is_held_against_exit (void)
{
  g_autoptr (SuretyProvider)
    quick = create_provider ("Quick",
                             (SuretyProviderFacts) {
                               .delay_known = TRUE, .delay_set = TRUE, .delay = 7200 },
                             1);
  g_autoptr (SuretyProvider)
    slow = create_provider ("Slow",
                            (SuretyProviderFacts) {
                              .delay_known = TRUE, .delay_set = TRUE, .delay = 120000 },
                            2);
  g_autoptr (SuretyProvider)
    at_once = create_provider ("At once",
                               (SuretyProviderFacts) { .delay_known = TRUE, .delay_set = TRUE }, 3);
  const SuretyGuideFacts facts = create_facts ();
  g_autofree char *first = surety_operator_words_warning (quick, &facts);
  g_autofree char *second = surety_operator_words_warning (slow, &facts);
  g_autofree char *third = surety_operator_words_warning (at_once, &facts);

  g_assert_nonnull (strstr (first, "1 day"));
  g_assert_nonnull (strstr (first, "14 days"));
  g_assert_nonnull (strstr (first, "too short"));
  g_assert_nonnull (strstr (second, "time enough"));
  g_assert_null (strstr (third, "time enough"));
}

static void
test_slashable_is_said_in_shares (void)
{
  const SuretyPledgedMagnitude pledged = {
    .strategy = strategy,
    .max = U256_WAD,
    .now = U256_WAD / 4,
    .pending = U256_WAD / 8,
    .latent = U256_WAD / 2,
  };
  g_autoptr (SuretyProvider)
    provider = create_provider ("P", (SuretyProviderFacts) { .pledged = &pledged, .n_pledged = 1 },
                                1);
  g_autofree char *words = surety_operator_words_slashable (provider, &strategy);
  guint now = 0;
  guint pending = 0;
  guint dormant = 0;
  guint latent = 0;

  g_assert_cmpstr (words, ==,
                   "Services can take 25 % now, 12.5 % more soon; it may pledge 50 % more");
  g_assert_true (surety_operator_shares (provider, &strategy, &now, &pending, &dormant, &latent));
  g_assert_cmpuint (now, ==, 250000);
  g_assert_cmpuint (pending, ==, 125000);
  g_assert_cmpuint (dormant, ==, 0);
  g_assert_cmpuint (latent, ==, 500000);
}

/* Of the network's first token. */
static SuretyTokenSheet *
create_sheet_of (SuretyNetwork *network,
                 SuretyFigure *balance,
                 SuretyMintState mint,
                 SuretyDepositState deposit)
{
  g_autoptr (SuretyFigure) unknown = surety_figure_new_unknown (18, "stETH");
  const SuretySheetLines lines = {
    .network = network,
    .token = surety_network_get_token (network, 0),
    .balance = g_object_ref (balance),
    .rate = g_object_ref (unknown),
    .supply = g_object_ref (unknown),
    .strategy_total = g_object_ref (unknown),
    .mint = {
      .state = mint,
      .minimum_state = SURETY_SHEET_KNOWN,
      .minimum = U256_WAD / 100,
      .maximum_state = SURETY_SHEET_KNOWN,
      .maximum = U256_MAX,
      .loan = { .state = SURETY_SHEET_NO_SOURCE },
    },
    .deposit = { .state = deposit },
  };

  return surety_token_sheet_new (&lines);
}

static SuretyTokenSheet *
create_sheet (SuretyNetwork *network, SuretyMintState mint, SuretyDepositState deposit)
{
  g_autoptr (SuretyFigure) unknown = surety_figure_new_unknown (18, "stETH");

  return create_sheet_of (network, unknown, mint, deposit);
}

/* balance 0 and known FALSE: it could not be read. */
static SuretyAsset *
create_asset (SuretyNetwork *network, u256 balance, gboolean known, const char *closed_reason)
{
  g_autoptr (SuretyFigure) unknown = surety_figure_new_unknown (18, "stETH");
  g_autoptr (SuretyFigure)
    figure = known ? surety_figure_new (balance, 18, "stETH", 1, 1, SURETY_KNOWN_PRACTICE)
                   : g_object_ref (unknown);

  return surety_asset_new (network, surety_network_get_token (network, 0), figure, unknown, unknown,
                           closed_reason);
}

static void
assert_hindered (SuretyTokenSheet *sheet, SuretyAsset *asset, gboolean mints, const char *part)
{
  SuretyTokenHindrance hindrance = surety_guide_token_hindrance (sheet, asset, mints);

  if (part == NULL)
    {
      g_assert_null (hindrance.brief);
      g_assert_null (hindrance.sentence);
      return;
    }
  g_assert_nonnull (hindrance.brief);
  g_assert_nonnull (strstr (hindrance.sentence, part));
}

static void
test_token_says_why_not (void)
{
  g_autoptr (SuretyNetwork) network = surety_network_new_builtin ("mainnet");
  g_autoptr (SuretyTokenSheet)
    open = create_sheet (network, SURETY_MINT_STATE_OPEN, SURETY_DEPOSIT_STATE_OPEN);
  g_autoptr (SuretyTokenSheet)
    full = create_sheet (network, SURETY_MINT_STATE_OPEN, SURETY_DEPOSIT_STATE_FULL);
  g_autoptr (SuretyTokenSheet)
    stopped = create_sheet (network, SURETY_MINT_STATE_PAUSED, SURETY_DEPOSIT_STATE_OPEN);
  g_autoptr (SuretyTokenSheet)
    unread = create_sheet (network, SURETY_MINT_STATE_UNKNOWN, SURETY_DEPOSIT_STATE_OPEN);
  g_autoptr (SuretyAsset) held = create_asset (network, U256_WAD, TRUE, NULL);
  g_autoptr (SuretyAsset) none = create_asset (network, 0, TRUE, NULL);
  g_autoptr (SuretyAsset) unknown = create_asset (network, 0, FALSE, NULL);
  g_autoptr (SuretyAsset) paused = create_asset (network, U256_WAD, TRUE, "paused");
  g_autoptr (SuretyAsset) refused = create_asset (network, U256_WAD, TRUE, "not-whitelisted");
  g_autoptr (SuretyAsset) unreadable = create_asset (network, U256_WAD, TRUE, "unreadable");

  assert_hindered (open, held, FALSE, NULL);
  assert_hindered (open, none, FALSE, "you hold none");
  assert_hindered (open, unknown, FALSE, "could not be read");
  assert_hindered (open, paused, FALSE, "paused by EigenLayer");
  assert_hindered (open, refused, FALSE, "does not take this token");
  assert_hindered (open, unreadable, FALSE, "could not be read");
  assert_hindered (open, NULL, FALSE, "could not be read");
  assert_hindered (full, held, FALSE, "takes no more");

  /* Made of ETH, none has to be held; all the rest holds as before. */
  assert_hindered (open, none, TRUE, NULL);
  assert_hindered (open, unknown, TRUE, NULL);
  assert_hindered (open, paused, TRUE, "paused by EigenLayer");
  assert_hindered (full, none, TRUE, "takes no more");
  assert_hindered (stopped, none, TRUE, "its issuer has paused");
  assert_hindered (stopped, held, FALSE, NULL);
  assert_hindered (unread, none, TRUE, "could not be read");
  g_assert_false (surety_guide_token_cannot_be_made (open));
  g_assert_false (surety_guide_token_cannot_be_made (unread));
  g_assert_true (surety_guide_token_cannot_be_made (stopped));
}

/* How well it is known stands beside the figure, and is said of it. */
static void
test_balance_says_how_well_it_is_known (void)
{
  g_autoptr (SuretyNetwork) network = surety_network_new_builtin ("mainnet");
  SuretyScope *scope = surety_scope_new ();
  static const SuretyKnown levels[] = { SURETY_KNOWN_ONE_ENDPOINT, SURETY_KNOWN_PROVED };
  static const char *const words[] = { "1 stETH · one endpoint says so", "1 stETH · proved" };

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      g_autoptr (SuretyFigure) balance = surety_figure_new (U256_WAD, 18, "stETH", 1, 1, levels[i]);
      g_autoptr (SuretyTokenSheet)
        sheet = create_sheet_of (network, balance, SURETY_MINT_STATE_OPEN,
                                 SURETY_DEPOSIT_STATE_OPEN);
      g_autoptr (SuretyCandidate)
        candidate = surety_candidate_new (&surety_token_kind, sheet, scope);
      const SuretyCell *cell = surety_candidate_get_cell (candidate, SURETY_TOKEN_COLUMN_BALANCE);
      g_autofree char *said = surety_cell_words (cell);

      g_assert_cmpint (cell->level, ==, levels[i]);
      g_assert_cmpstr (said, ==, words[i]);
      g_assert_cmpint (surety_candidate_get_cell (candidate, SURETY_TOKEN_COLUMN_MINT)->level, ==,
                       SURETY_KNOWN_UNKNOWN);
    }
  surety_scope_unref (scope);
}

static void
test_note_stands_under_the_name (void)
{
  g_autoptr (SuretyNetwork) network = surety_network_new_builtin ("mainnet");
  g_autoptr (SuretyTokenSheet)
    sheet = create_sheet (network, SURETY_MINT_STATE_OPEN, SURETY_DEPOSIT_STATE_OPEN);
  SuretyScope *scope = surety_scope_new ();
  g_autoptr (SuretyCandidate) candidate = surety_candidate_new (&surety_token_kind, sheet, scope);
  const SuretyCell *cell = surety_candidate_get_cell (candidate, SURETY_TOKEN_COLUMN_NAME);
  g_autofree char *before = g_strdup (cell->detail);

  g_assert_true (g_str_has_prefix (before, "0x"));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GHashTable)
        notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

      g_hash_table_replace (notes, g_strdup (surety_candidate_get_key (candidate)),
                            g_strdup ("Chosen"));
      /* The second time says nothing new. */
      g_assert_cmpint (surety_scope_set_notes (scope, notes), ==, i == 0);
    }
  scope->generation++;
  cell = surety_candidate_get_cell (candidate, SURETY_TOKEN_COLUMN_NAME);
  g_assert_cmpstr (cell->text, ==, surety_token_sheet_get_symbol (sheet));
  g_assert_cmpstr (cell->detail, ==, "Chosen");
  {
    g_autoptr (GHashTable) notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

    g_assert_true (surety_scope_set_notes (scope, notes));
  }
  scope->generation++;
  cell = surety_candidate_get_cell (candidate, SURETY_TOKEN_COLUMN_NAME);
  g_assert_cmpstr (cell->detail, ==, before);
  surety_scope_unref (scope);
}

static void
test_minting_says_what_its_issuer_takes (void)
{
  g_autoptr (SuretyNetwork) network = surety_network_new_builtin ("mainnet");
  g_autoptr (SuretyTokenSheet)
    open = create_sheet (network, SURETY_MINT_STATE_OPEN, SURETY_DEPOSIT_STATE_OPEN);
  g_autoptr (SuretyTokenSheet)
    stopped = create_sheet (network, SURETY_MINT_STATE_PAUSED, SURETY_DEPOSIT_STATE_OPEN);
  g_autofree char *some = surety_guide_token_mint_words (open);
  g_autofree char *nothing = surety_guide_token_mint_words (stopped);

  /* No limit is not said to be one. */
  g_assert_cmpstr (some, ==, "Its issuer takes 0.01 ETH at least");
  g_assert_cmpstr (nothing, ==, "");
}

static void
test_approval_can_not_be_chosen (void)
{
  g_autoptr (SuretyProvider) open = create_provider ("Zebra", (SuretyProviderFacts) { 0 }, 1);
  g_autoptr (SuretyProvider)
    asks = create_provider ("Aardvark", (SuretyProviderFacts) { .approver = { { 0x33 } } }, 2);

  g_assert_null (surety_operator_words_hindrance (open));
  g_assert_nonnull (surety_operator_words_hindrance (asks));
}

static void
test_vault_can_not_be_chosen (void)
{
  g_autoptr (SuretyVault)
    locked = surety_vault_new (&(SuretyVaultFacts) { .state = SURETY_VAULT_LOCKED,
                                                     .locked_at = 1784000000,
                                                     .unlock_at = 1799552000,
                                                     .time = 1788220800 });
  g_autoptr (SuretyProvider)
    vault = create_provider ("Term", (SuretyProviderFacts) { .vault = locked }, 3);
  g_autoptr (SuretyProvider) other = create_provider ("Zebra", (SuretyProviderFacts) { 0 }, 1);
  g_autofree char *lock = surety_operator_words_lock (vault);

  g_assert_nonnull (surety_operator_words_hindrance (vault));
  g_assert_cmpstr (
    lock, ==, "Locked since 14 July 2026, 03:33; nobody can leave before 10 January 2027, 03:33");
  g_assert_null (surety_operator_words_lock (other));
}

/* A quarter, for a set with a multisig of two of three. */
static SuretyPledge *
create_pledge (SuretyStanding standing, gboolean in_set)
{
  g_autoptr (SuretyNetwork) network = surety_network_new_builtin ("practice");
  g_autoptr (SuretyService) service = surety_service_new (&(SuretyServiceFacts) {
    .name = "Lattice",
    .slasher_known = TRUE,
    .slasher = { .address = { { 7 } }, .kind = SURETY_PARTY_MULTISIG, .threshold = 2, .owners = 3 },
  });
  const SuretyPledgeFacts facts = {
    .service = service,
    .network = network,
    .token = surety_network_get_token (network, 0),
    .current = U256_WAD / 4,
    .max = U256_WAD,
    .encumbered = U256_WAD / 4,
    .standing = standing,
    .slashable_until = 1000,
    .strategy_in_set = in_set,
    .block = 900,
    .time = 1788220800,
  };

  return surety_pledge_new (&facts);
}

static void
assert_subtitle (SuretyStanding standing, gboolean in_set, const char *expected)
{
  g_autoptr (SuretyPledge) pledge = create_pledge (standing, in_set);
  GtkWidget *row = g_object_ref_sink (surety_pledge_row_new (pledge, 900, 1788220800, 12));

  g_assert_cmpstr (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (row)), ==, expected);
  g_object_unref (row);
}

/* Why a pledge lies dormant says what would wake it. */
static void
test_pledge_says_what_wakes_it (void)
{
  assert_subtitle (SURETY_STANDING_MEMBER, TRUE, "Can take 25 % of your stake now");
  assert_subtitle (SURETY_STANDING_LEFT, TRUE, "Can take 25 % of your stake now");
  assert_subtitle (SURETY_STANDING_UNKNOWN, TRUE, "Can take 25 % of your stake now");
  assert_subtitle (SURETY_STANDING_OUTSIDE, TRUE,
                   "Can take nothing now, 25 % as soon as the operator registers with it");
  assert_subtitle (SURETY_STANDING_MEMBER, FALSE,
                   "Can take nothing now, 25 % as soon as it takes this token into its set");
  assert_subtitle (SURETY_STANDING_OUTSIDE, FALSE,
                   "Can take nothing now, 25 % as soon as it takes this token and the operator "
                   "registers with it");
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = NULL;
  int status;

  g_assert_true (secret_heap_init ());
  dex_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  folder = g_dir_make_tmp ("surety-XXXXXX", NULL);
  session = surety_session_new (folder);

  g_test_add_func ("/guide/every-decision-builds", test_every_decision_builds);
  g_test_add_func ("/guide/worst-case-builds", test_worst_case_builds);
  g_test_add_func ("/guide/choice-builds", test_choice_builds);
  g_test_add_func ("/guide/unknown-is-said-to-be-unknown", test_unknown_is_said_to_be_unknown);
  g_test_add_func ("/guide/warning-is-held-against-exit", test_warning_is_held_against_exit);
  g_test_add_func ("/guide/slashable-is-said-in-shares", test_slashable_is_said_in_shares);
  g_test_add_func ("/guide/token-says-why-not", test_token_says_why_not);
  g_test_add_func ("/guide/balance-says-how-well-it-is-known",
                   test_balance_says_how_well_it_is_known);
  g_test_add_func ("/guide/note-stands-under-the-name", test_note_stands_under_the_name);
  g_test_add_func ("/guide/minting-says-what-its-issuer-takes",
                   test_minting_says_what_its_issuer_takes);
  g_test_add_func ("/guide/approval-can-not-be-chosen", test_approval_can_not_be_chosen);
  g_test_add_func ("/guide/pledge-says-what-wakes-it", test_pledge_says_what_wakes_it);
  g_test_add_func ("/guide/duration-vault-can-not-be-chosen", test_vault_can_not_be_chosen);
  status = g_test_run ();
  g_clear_object (&session);
  return status;
}
