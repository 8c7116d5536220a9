/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libdex.h>

#include "surety-candidate-words.h"
#include "surety-explorer.h"
#include "surety-table-slots.h"

#define DAY 7200u
#define NOW G_GUINT64_CONSTANT (1750000000)

static const Address strategy = { { 0x11 } };
static const Address other = { { 0x12 } };
static const Address avs = { { 0xA5 } };

static SuretyScope *
create_scope (void)
{
  SuretyScope *scope = surety_scope_new ();

  scope->now = NOW;
  scope->facts = (SuretyGuideFacts) {
    .head = 1000000,
    .time = NOW,
    .block_seconds = 12,
    .exit_known = TRUE,
    .exit_delay = 14 * DAY,
    .configuration_delay = 17 * DAY,
  };
  surety_scope_add_set_name (scope, &avs, 3, "Lattice Data");

  return scope;
}

/* An operator of whom everything is known, and all of it good. */
static SuretyProviderFacts
good_facts (const SuretyPledgedMagnitude *pledged, guint n_pledged)
{
  return (SuretyProviderFacts) {
    .address = { { 0x22, [19] = 0x01 } },
    .name = "Granite Quay",
    .delay_known = TRUE,
    .delay_set = TRUE,
    .delay = 30 * DAY,
    .approval_known = TRUE,
    .registered = TRUE,
    .slashings_known = TRUE,
    .active_time = NOW - 86400,
    .pledged = pledged,
    .n_pledged = n_pledged,
  };
}

static SuretyCandidate *
create_operator (const SuretyProviderFacts *facts, SuretyScope *scope)
{
  g_autoptr (SuretyProvider) provider = surety_provider_new (facts);

  return surety_candidate_new (&surety_operator_kind, provider, scope);
}

static guint
traits_of (const SuretyProviderFacts *facts, SuretyScope *scope)
{
  g_autoptr (SuretyCandidate) candidate = create_operator (facts, scope);

  return surety_candidate_get_traits (candidate);
}

static void
test_good_operator_has_every_trait (void)
{
  SuretyScope *scope = create_scope ();
  const SuretyPledgedMagnitude pledged = { .strategy = strategy,
                                           .max = U256_WAD,
                                           .latent = U256_WAD };
  const SuretyProviderFacts facts = good_facts (&pledged, 1);

  g_assert_cmpuint (traits_of (&facts, scope), ==, 0x3f);
  surety_scope_unref (scope);
}

/* What is not known passes no filter: it is never taken for good. */
static void
test_unknown_has_no_trait (void)
{
  SuretyScope *scope = create_scope ();
  const SuretyProviderFacts facts = { .address = { { 0x22 } }, .registered = TRUE };

  g_assert_cmpuint (traits_of (&facts, scope), ==, 0);
  surety_scope_unref (scope);
}

static void
test_warning_is_against_exit (void)
{
  SuretyScope *scope = create_scope ();
  SuretyProviderFacts facts = good_facts (NULL, 0);

  facts.delay = 14 * DAY + 1;
  g_assert_true (traits_of (&facts, scope) & SURETY_OPERATOR_WARNS_IN_TIME);
  facts.delay = 13 * DAY;
  g_assert_false (traits_of (&facts, scope) & SURETY_OPERATOR_WARNS_IN_TIME);
  facts.delay = 30 * DAY;
  scope->facts.exit_known = FALSE;
  g_assert_false (traits_of (&facts, scope) & SURETY_OPERATOR_WARNS_IN_TIME);
  surety_scope_unref (scope);
}

static void
test_traits_follow_the_token (void)
{
  SuretyScope *scope = create_scope ();
  const SuretyPledgedMagnitude pledged[] = {
    { .strategy = strategy, .max = U256_WAD, .latent = U256_WAD },
    { .strategy = other, .max = U256_WAD, .now = U256_WAD / 2, .pending = U256_WAD / 4 },
  };
  const SuretyProviderFacts facts = good_facts (pledged, 2);
  const SuretyToken token = { .symbol = (char *) "stETH", .strategy = strategy, .decimals = 18 };

  g_assert_false (traits_of (&facts, scope) &
                  (SURETY_OPERATOR_TAKES_NOTHING | SURETY_OPERATOR_NOTHING_COMES));
  surety_scope_set_token (scope, &token);
  g_assert_true (traits_of (&facts, scope) & SURETY_OPERATOR_TAKES_NOTHING);
  g_assert_true (traits_of (&facts, scope) & SURETY_OPERATOR_NOTHING_COMES);
  surety_scope_unref (scope);
}

static void
assert_cell (SuretyCandidate *candidate, guint column, const char *text, const char *detail)
{
  const SuretyCell *cell = surety_candidate_get_cell (candidate, column);

  g_assert_cmpstr (cell->text, ==, text);
  g_assert_cmpstr (cell->detail, ==, detail);
}

static void
test_cells_say_it_in_words (void)
{
  SuretyScope *scope = create_scope ();
  const SuretyPledgedMagnitude pledged = {
    .strategy = strategy, .max = U256_WAD, .now = U256_WAD / 5, .pending = U256_WAD / 10
  };
  const SuretyMembership membership = { .avs = avs, .set = 3, .registered = TRUE };
  const SuretySplit split = { .kind = SURETY_SPLIT_DEFAULT, .bips = 1000 };
  SuretyProviderFacts facts = good_facts (&pledged, 1);
  g_autoptr (SuretyCandidate) candidate = NULL;
  g_autofree char *words = NULL;

  facts.delay = 1 * DAY;
  facts.memberships_known = TRUE;
  facts.memberships = &membership;
  facts.n_memberships = 1;
  facts.n_sets = 1;
  facts.splits_known = TRUE;
  facts.splits = &split;
  facts.n_splits = 1;
  candidate = create_operator (&facts, scope);
  assert_cell (candidate, SURETY_OPERATOR_COLUMN_NAME, "Granite Quay", "0x2200 0000 … 0000 0001");
  assert_cell (candidate, SURETY_OPERATOR_COLUMN_SLASHABLE, "20 % now", "10 % more to come");
  words = surety_cell_words (
    surety_candidate_get_cell (candidate, SURETY_OPERATOR_COLUMN_SLASHABLE));
  g_assert_cmpstr (words, ==, "20 % now (10 % more to come)");
  assert_cell (candidate, SURETY_OPERATOR_COLUMN_WARNING, "1 day", "too short to leave first");
  assert_cell (candidate, SURETY_OPERATOR_COLUMN_SETS, "1 operator set", "Lattice Data");
  assert_cell (candidate, SURETY_OPERATOR_COLUMN_FEES, "10 % of rewards", NULL);
  assert_cell (candidate, SURETY_OPERATOR_COLUMN_RECORD, "Never slashed so far", NULL);
  assert_cell (candidate, SURETY_OPERATOR_COLUMN_STAKERS, "Not known", NULL);
  assert_cell (candidate, SURETY_OPERATOR_COLUMN_AGE, "Not known", NULL);
  surety_scope_unref (scope);
}

/* Worked out once, until what it depends on changes. */
static void
test_cells_follow_the_generation (void)
{
  SuretyScope *scope = create_scope ();
  const SuretyProviderFacts facts = good_facts (NULL, 0);
  g_autoptr (SuretyCandidate) candidate = create_operator (&facts, scope);
  const SuretyCell *before = surety_candidate_get_cell (candidate, SURETY_OPERATOR_COLUMN_WARNING);

  g_assert_true (before == surety_candidate_get_cell (candidate, SURETY_OPERATOR_COLUMN_WARNING));
  assert_cell (candidate, SURETY_OPERATOR_COLUMN_WARNING, "17 days", "time to leave first");
  scope->facts.exit_known = FALSE;
  assert_cell (candidate, SURETY_OPERATOR_COLUMN_WARNING, "17 days", "time to leave first");
  scope->generation++;
  assert_cell (candidate, SURETY_OPERATOR_COLUMN_WARNING, "30 days", "exit time not known");
  surety_scope_unref (scope);
}

static void
test_search_finds_name_address_and_set (void)
{
  SuretyScope *scope = create_scope ();
  const SuretyMembership membership = { .avs = avs, .set = 3, .registered = TRUE };
  SuretyProviderFacts facts = good_facts (NULL, 0);
  g_autoptr (SuretyCandidate) candidate = NULL;
  static const char *const found[] = { "granite", "QUAY", " Lattice ", "0x22000", "0X22" };

  facts.memberships_known = TRUE;
  facts.memberships = &membership;
  facts.n_memberships = 1;
  candidate = create_operator (&facts, scope);
  for (guint i = 0; i < G_N_ELEMENTS (found); i++)
    {
      g_autofree char *needle = surety_candidate_fold (found[i]);

      g_assert_true (surety_candidate_matches (candidate, needle));
    }
  g_assert_false (surety_candidate_matches (candidate, "basalt"));
  surety_scope_unref (scope);
}

/* Whichever way round, the unknown is last. */
static void
test_unknown_is_sorted_last (void)
{
  SuretyScope *scope = create_scope ();
  SuretyProviderFacts facts = good_facts (NULL, 0);
  g_autoptr (SuretyCandidate) longer = create_operator (&facts, scope);
  g_autoptr (SuretyCandidate) shorter = NULL;
  g_autoptr (SuretyCandidate) nobody_knows = NULL;
  const guint column = SURETY_OPERATOR_COLUMN_WARNING;

  facts.delay = DAY;
  shorter = create_operator (&facts, scope);
  facts.delay_known = FALSE;
  nobody_knows = create_operator (&facts, scope);
  g_assert_cmpint (surety_candidate_compare (shorter, longer, column, FALSE), <, 0);
  g_assert_cmpint (surety_candidate_compare (longer, nobody_knows, column, FALSE), <, 0);
  /* Who sorts downwards turns the result round. */
  g_assert_cmpint (surety_candidate_compare (longer, nobody_knows, column, TRUE), >, 0);
  surety_scope_unref (scope);
}

static void
test_comparison_says_what_differs (void)
{
  SuretyScope *scope = create_scope ();
  SuretyProviderFacts facts = good_facts (NULL, 0);
  g_autoptr (GPtrArray) two = g_ptr_array_new_with_free_func (g_object_unref);
  static const char *const titles[] = { "Name", "Taken", "Warning", "Stake", "Stakers",
                                        "Sets", "Keeps", "Record",  "Age",   "Active" };
  g_autofree char *differs = NULL;
  g_autofree char *same = NULL;
  g_autofree char *unknown = NULL;
  g_autofree char *summary = NULL;

  g_ptr_array_add (two, create_operator (&facts, scope));
  facts.delay = DAY;
  g_ptr_array_add (two, create_operator (&facts, scope));
  differs = surety_compare_words (two, SURETY_OPERATOR_COLUMN_WARNING);
  same = surety_compare_words (two, SURETY_OPERATOR_COLUMN_RECORD);
  unknown = surety_compare_words (two, SURETY_OPERATOR_COLUMN_AGE);
  summary = surety_compare_summary (two, titles);
  g_assert_cmpstr (differs, ==, "Differs");
  g_assert_cmpstr (same, ==, "The same for all");
  g_assert_cmpstr (unknown, ==, "Known of none of them");
  g_assert_cmpstr (summary, ==, "They differ in: Warning.");
  surety_scope_unref (scope);
}

static void
test_amounts_are_brief_and_never_too_much (void)
{
  g_autofree char *large = surety_brief_amount (U256_WAD * 1234u + U256_WAD * 99u / 100u, 18,
                                                "ETH");
  g_autofree char *some = surety_brief_amount (U256_WAD * 12999u / 1000u, 18, "ETH");
  g_autofree char *little = surety_brief_amount (U256_WAD / 8u, 18, "ETH");

  g_assert_cmpstr (large, ==, "1234 ETH");
  g_assert_cmpstr (some, ==, "12.99 ETH");
  g_assert_cmpstr (little, ==, "0.125 ETH");
}

static void
test_signed_shares_have_a_minus (void)
{
  g_autofree char *gain = surety_signed_percent (31000000000000000);
  g_autofree char *loss = surety_signed_percent (-2000000000000000);

  g_assert_cmpstr (gain, ==, "3.1 %");
  g_assert_cmpstr (loss, ==, "−0.2 %");
}

static SuretyCandidate *
create_service (const SuretyServiceFacts *facts, SuretyScope *scope)
{
  g_autoptr (SuretyService) service = surety_service_new (facts);

  return surety_candidate_new (&surety_service_kind, service, scope);
}

static void
test_service_is_what_is_known_of_it (void)
{
  SuretyScope *scope = create_scope ();
  const SuretyServiceFacts nothing = { .avs = avs, .set = 7 };
  const SuretyServiceFacts good = {
    .avs = avs,
    .set = 7,
    .name = "Lattice Data",
    .slasher_known = TRUE,
    .slasher = { .kind = SURETY_PARTY_MULTISIG,
                 .threshold = 2,
                 .owners = 3,
                 .address = { { 0x01 } } },
    .pending_slasher_known = TRUE,
    .redistributes_known = TRUE,
    .slashings_known = TRUE,
    .payments_known = TRUE,
  };
  g_autoptr (SuretyCandidate) unknown = create_service (&nothing, scope);
  g_autoptr (SuretyCandidate) known = create_service (&good, scope);

  g_assert_cmpuint (surety_candidate_get_traits (unknown), ==, 0);
  assert_cell (unknown, SURETY_SERVICE_COLUMN_SLASHER, "Not known", NULL);
  assert_cell (unknown, SURETY_SERVICE_COLUMN_PAID_30, "Not known", NULL);
  assert_cell (unknown, SURETY_SERVICE_COLUMN_RECORD, "Not known", NULL);
  g_assert_cmpuint (surety_candidate_get_traits (known), ==,
                    SURETY_SERVICE_NOT_ONE_KEY | SURETY_SERVICE_STAYS | SURETY_SERVICE_BURNS |
                      SURETY_SERVICE_NEVER_SLASHED);
  assert_cell (known, SURETY_SERVICE_COLUMN_SLASHER, "2 of 3 keys", NULL);
  assert_cell (known, SURETY_SERVICE_COLUMN_DESTINATION, "Burnt", "nobody gets it");
  /* Nothing was paid, and that is known. */
  assert_cell (known, SURETY_SERVICE_COLUMN_PAID_30, "Nothing", NULL);
  surety_scope_unref (scope);
}

static void
test_explorer_is_the_users (void)
{
  g_autoptr (SuretyNetwork) mainnet = surety_network_new_builtin ("mainnet");
  g_autoptr (SuretyNetwork) practice = surety_network_new_builtin ("practice");
  g_autofree char *own = surety_explorer_build_uri (mainnet, "https://explorer.example/eth/",
                                                    "0x1");
  g_autofree char *usual = surety_explorer_build_uri (mainnet, "", "0x1");

  g_assert_cmpstr (own, ==, "https://explorer.example/eth/address/0x1");
  g_assert_true (g_str_has_prefix (usual, surety_network_get_explorer (mainnet)));
  g_assert_null (surety_explorer_build_uri (practice, "https://explorer.example", "0x1"));
  g_assert_null (surety_explorer_build_uri (NULL, "https://explorer.example", "0x1"));
  g_assert_true (surety_explorer_is_base (""));
  g_assert_true (surety_explorer_is_base ("http://127.0.0.1:4000"));
  g_assert_false (surety_explorer_is_base ("http://explorer.example"));
  g_assert_false (surety_explorer_is_base ("javascript:alert(1)"));
  g_assert_false (surety_explorer_is_base ("https://explorer.example/?q="));
  g_assert_false (surety_explorer_is_base ("explorer.example"));
}

/* Name and address are as they were; a sentence says it, also to who can't see the sign. */
static void
test_look_alike_is_marked_and_keeps_its_address (void)
{
  SuretyScope *scope = create_scope ();
  const SuretyProviderFacts facts = good_facts (NULL, 0);
  g_autoptr (SuretyCandidate) candidate = create_operator (&facts, scope);
  const SuretyCell *cell = surety_candidate_get_cell (candidate, SURETY_OPERATOR_COLUMN_NAME);
  g_autofree char *before = g_strdup (cell->detail);
  g_autofree char *words = NULL;

  g_assert_null (cell->remark);
  surety_scope_add_look_alike (scope, surety_candidate_get_key (candidate));
  scope->generation++;
  cell = surety_candidate_get_cell (candidate, SURETY_OPERATOR_COLUMN_NAME);
  g_assert_cmpstr (cell->text, ==, "Granite Quay");
  g_assert_cmpstr (cell->detail, ==, before);
  g_assert_nonnull (cell->remark);
  words = surety_cell_words (cell);
  g_assert_nonnull (strstr (words, "only the address says who it is"));
  g_assert_nonnull (strstr (words, before));
  surety_scope_unref (scope);
}

static void
count_change (SuretyTableSlot *slot, gpointer n)
{
  (*(guint *) n)++;
}

static void
add_items (GListModel *list, guint position, guint removed, guint added, int *n)
{
  *n += (int) added - (int) removed;
}

/* Rows are made anew for new items: the places of a list stay, whatever comes to be in them. */
static void
test_places_outlive_what_is_in_them (void)
{
  SuretyScope *scope = create_scope ();
  g_autoptr (GListStore) store = g_list_store_new (SURETY_TYPE_CANDIDATE);
  g_autoptr (SuretyTableSlots) slots = g_object_new (SURETY_TYPE_TABLE_SLOTS, NULL);
  g_autoptr (SuretyTableSlot) first = NULL;
  g_autoptr (SuretyTableSlot) again = NULL;
  g_autoptr (SuretyTableSlot) last = NULL;
  g_autoptr (SuretyCandidate) other_one = NULL;
  SuretyProviderFacts facts = good_facts (NULL, 0);
  guint changes = 0;
  guint watched = 0;
  int n = 0;

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (SuretyCandidate) candidate = create_operator (&facts, scope);

      g_list_store_append (store, candidate);
    }
  g_signal_connect (slots, "items-changed", G_CALLBACK (add_items), &n);
  surety_table_slots_set_model (slots, G_LIST_MODEL (store));
  g_assert_cmpint (n, ==, 0);
  surety_table_slots_set_limit (slots, 3);
  g_assert_cmpint (n, ==, 3);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (slots)), ==, 3);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (slots), 3));
  first = g_list_model_get_item (G_LIST_MODEL (slots), 0);
  last = g_list_model_get_item (G_LIST_MODEL (slots), 2);
  g_signal_connect (first, "changed", G_CALLBACK (count_change), &changes);
  surety_table_slot_watch (first, count_change, &watched);

  /* Another at its head: no item of the list has changed, the first place holds it. */
  other_one = create_operator (&facts, scope);
  g_list_store_insert (store, 0, other_one);
  g_assert_cmpint (n, ==, 3);
  g_assert_cmpuint (changes, ==, 1);
  g_assert_cmpuint (watched, ==, 1);
  g_assert_true (surety_table_slot_get_candidate (first) == other_one);
  again = g_list_model_get_item (G_LIST_MODEL (slots), 0);
  g_assert_true (again == first);

  surety_table_slot_unwatch (first, &watched);

  /* All but two go: the third place does, too, and holds nothing. */
  g_list_store_splice (store, 0, 4, NULL, 0);
  g_assert_cmpint (n, ==, 2);
  g_assert_cmpuint (changes, ==, 2);
  /* Who no longer watches is not told. */
  g_assert_cmpuint (watched, ==, 1);
  g_assert_null (surety_table_slot_get_candidate (last));
  surety_scope_unref (scope);
}

int
main (int argc, char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/candidates/good-operator-has-every-trait", test_good_operator_has_every_trait);
  g_test_add_func ("/candidates/unknown-has-no-trait", test_unknown_has_no_trait);
  g_test_add_func ("/candidates/warning-is-against-exit", test_warning_is_against_exit);
  g_test_add_func ("/candidates/traits-follow-the-token", test_traits_follow_the_token);
  g_test_add_func ("/candidates/cells-say-it-in-words", test_cells_say_it_in_words);
  g_test_add_func ("/candidates/cells-follow-the-generation", test_cells_follow_the_generation);
  g_test_add_func ("/candidates/search-finds-name-address-and-set",
                   test_search_finds_name_address_and_set);
  g_test_add_func ("/candidates/unknown-is-sorted-last", test_unknown_is_sorted_last);
  g_test_add_func ("/candidates/comparison-says-what-differs", test_comparison_says_what_differs);
  g_test_add_func ("/candidates/amounts-are-brief-and-never-too-much",
                   test_amounts_are_brief_and_never_too_much);
  g_test_add_func ("/candidates/signed-shares-have-a-minus", test_signed_shares_have_a_minus);
  g_test_add_func ("/candidates/service-is-what-is-known-of-it",
                   test_service_is_what_is_known_of_it);
  g_test_add_func ("/candidates/explorer-is-the-users", test_explorer_is_the_users);

  g_test_add_func ("/candidates/look-alike-is-marked-and-keeps-its-address",
                   test_look_alike_is_marked_and_keeps_its_address);
  g_test_add_func ("/candidates/places-outlive-what-is-in-them",
                   test_places_outlive_what_is_in_them);

  return g_test_run ();
}
