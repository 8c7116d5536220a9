/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model-test.h"

#include "surety-signer.h"

#include <glib/gstdio.h>

#define WATCHED "0x71C7656EC7ab88b098defB751B7401B5f6d8976F"
#define ZEROS_WORDS \
  "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about"
#define ZEROS_ADDRESS "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
#define DAY (24u * 3600u)
/* Nothing listens there. */
#define DEAD_URL "http://127.0.0.1:9/"

#define PRIVATE_NETWORK                                                                                    \
  "{ 'schema': 1, 'key': 'private-1', 'name': 'Private', 'kind': 'custom', 'chainId': 31337,"              \
  "  'blockSeconds': 1, 'confirmations': 1, 'contracts': {"                                                \
  "    'DelegationManager': { 'address': '0x5FbDB2315678afecb367f032d93F642f64180aa3', 'startBlock': 0 }," \
  "    'StrategyManager': { 'address': '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512', 'startBlock': 0 },"   \
  "    'AllocationManager': { 'address': '0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0', 'startBlock': 0 }," \
  "    'Multicall3': { 'address': '0xcA11bde05977b3631167028862bE2a173976CA11', 'startBlock': 0 } },"      \
  "  'tokens': [ { 'symbol': 'stETH', 'name': 'Staked', 'issuer': 'Nobody',"                               \
  "    'token': '0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84',"                                             \
  "    'strategy': '0x93c4b944D05dfe6df7645A86cd2206016c51564D',"                                          \
  "    'decimals': 18, 'rebasing': true, 'rate': { 'kind': 'one' } } ], 'endpoints': [] }"

static void
watch (ModelTest *test)
{
  Address address = model_test_address (WATCHED);

  model_test_true (surety_session_add_watch (test->session, "Someone", &address));
}

static gboolean
is_first_run (SuretySession *session)
{
  gboolean first_run = FALSE;

  g_object_get (session, "first-run", &first_run, NULL);

  return first_run;
}

static void
assert_network (SuretySession *session, const char *key)
{
  g_assert_nonnull (surety_session_get_network (session));
  g_assert_cmpstr (surety_network_get_key (surety_session_get_network (session)), ==, key);
}

static gboolean
is_online (SuretySession *session)
{
  return surety_connection_get_state (surety_session_get_connection (session)) ==
         SURETY_CONNECTION_ONLINE;
}

static void
test_first_start (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  GStatBuf status;
  SuretyLoad load = SURETY_LOAD_IDLE;

  g_object_get (test->session, "load", &load, NULL);
  g_assert_cmpint (load, ==, SURETY_LOAD_READY);
  g_assert_true (is_first_run (test->session));
  g_assert_null (surety_session_get_account (test->session));
  g_assert_null (surety_session_get_network (test->session));
  g_assert_null (surety_session_get_connection (test->session));
  g_assert_cmpuint (g_list_model_get_n_items (surety_session_get_networks (test->session)), ==, 4);
  g_assert_no_errno (g_stat (test->folder, &status));
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);

  /* And once more: still the first run. */
  model_test_restart (test);
  g_assert_true (is_first_run (test->session));
}

static void
test_practise (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  SuretyAccount *account = NULL;

  model_test_practise (test);
  account = surety_session_get_account (test->session);
  g_assert_true (surety_account_get_practice (account));
  g_assert_true (surety_account_get_can_sign (account));
  g_assert_false (surety_account_get_needs_backup (account));
  g_assert_false (is_first_run (test->session));
  assert_network (test->session, "practice");
  model_test_wait (is_online, test->session);
  g_assert_cmpuint (g_list_model_get_n_items (surety_directory_get_providers (
                      surety_session_get_directory (test->session))),
                    >=, 40);
  g_assert_cmpint (surety_portfolio_get_load (surety_session_get_portfolio (test->session)), ==,
                   SURETY_LOAD_EMPTY);

  /* Practising again is the same account, not another. */
  model_test_true (surety_session_practise (test->session));
  g_assert_cmpuint (g_list_model_get_n_items (surety_session_get_accounts (test->session)), ==, 1);

  model_test_restart (test);
  g_assert_false (is_first_run (test->session));
  assert_network (test->session, "practice");
  g_assert_true (surety_account_get_practice (surety_session_get_account (test->session)));
  model_test_wait (model_test_directory_ready, test->session);
}

static void
test_watch_only_cannot_sign (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  g_autoptr (SuretyPreparation) preparation = NULL;
  g_autoptr (SuretyIntent) intent = NULL;
  g_autoptr (GError) error = NULL;
  static const char *const dead[] = { DEAD_URL, NULL };
  SuretyAsset *asset = NULL;
  gboolean can_sign = TRUE;
  u256 balance = 0;

  /* A plan as it could have been left on the screen. */
  model_test_practise (test);
  asset = model_test_find_asset (test->session, "stETH");
  balance = surety_figure_get_value (surety_asset_get_balance (asset));
  intent = surety_intent_new_enter (surety_account_get_address (
                                      surety_session_get_account (test->session)),
                                    &surety_asset_get_token (asset)->strategy, balance / 100u,
                                    surety_provider_get_address (
                                      model_test_find_provider (test->session, asset)));
  preparation = dex_await_object (surety_session_prepare (test->session, intent), &error);
  g_assert_no_error (error);

  watch (test);
  g_assert_false (surety_account_get_can_sign (surety_session_get_account (test->session)));
  g_object_get (surety_session_get_guide (test->session), "can-sign", &can_sign, NULL);
  g_assert_false (can_sign);
  error = model_test_rejects (
    surety_guide_sign (surety_session_get_guide (test->session), SURETY_SPEED_NORMAL));
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_WATCH_ONLY);
  g_clear_error (&error);

  /* No endpoint, then one. */
  error = model_test_rejects (
    surety_session_start_plan (test->session, preparation, SURETY_SPEED_NORMAL));
  g_assert_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_NO_ENDPOINT);
  g_clear_error (&error);
  model_test_true (
    surety_connection_set_urls (surety_session_get_connection (test->session), dead));
  error = model_test_rejects (
    surety_session_start_plan (test->session, preparation, SURETY_SPEED_NORMAL));
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_WATCH_ONLY);
}

static void
test_watching_contacts_nobody (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  SuretyConnection *connection = NULL;
  g_auto (GStrv) urls = NULL;

  watch (test);
  connection = surety_session_get_connection (test->session);
  assert_network (test->session, "mainnet");
  g_assert_cmpint (surety_connection_get_state (connection), ==, SURETY_CONNECTION_NONE);
  g_assert_null (surety_connection_get_endpoints (connection));
  urls = surety_connection_dup_urls (connection);
  g_assert_true (urls == NULL || urls[0] == NULL);
  g_assert_cmpint (surety_portfolio_get_load (surety_session_get_portfolio (test->session)), ==,
                   SURETY_LOAD_IDLE);
}

static void
test_switching (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  g_autoptr (SuretyAccount) practice = NULL;
  g_autoptr (SuretyAccount) watched = NULL;
  SuretyGuide *guide = surety_session_get_guide (test->session);

  model_test_practise (test);
  practice = g_object_ref (surety_session_get_account (test->session));
  surety_guide_set_page (guide, SURETY_GUIDE_TOKEN);
  watch (test);
  watched = g_object_ref (surety_session_get_account (test->session));
  assert_network (test->session, "mainnet");
  g_assert_cmpint (surety_guide_get_page (guide), ==, SURETY_GUIDE_PATH);

  /* An account brings its network, a network its account. */
  model_test_true (surety_session_select_account (test->session, practice));
  assert_network (test->session, "practice");
  model_test_true (
    surety_session_select_network (test->session,
                                   model_test_find_network (test->session, "sepolia")));
  assert_network (test->session, "sepolia");
  g_assert_true (surety_session_get_account (test->session) == watched);
  model_test_true (
    surety_session_select_network (test->session,
                                   model_test_find_network (test->session, "practice")));
  g_assert_true (surety_session_get_account (test->session) == practice);
  model_test_wait (model_test_directory_ready, test->session);

  /* The object stays current when its name changes. */
  model_test_true (surety_session_select_account (test->session, watched));
  model_test_true (surety_session_rename_account (test->session, watched, "Somebody else"));
  g_assert_cmpstr (surety_account_get_name (surety_session_get_account (test->session)), ==,
                   "Somebody else");
  model_test_true (
    surety_session_remove_account (test->session, surety_session_get_account (test->session)));
  g_assert_true (surety_session_get_account (test->session) == practice);
  assert_network (test->session, "practice");
}

/* Two switches at once: the later one holds, whichever is ready first. */
static void
test_switching_twice_at_once (void)
{
  g_autoptr (ModelTest) test = model_test_new ();

  watch (test);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (DexFuture) first = NULL;
      g_autoptr (DexFuture) second = NULL;
      g_autoptr (DexFuture) third = NULL;

      first = surety_session_select_network (test->session,
                                             model_test_find_network (test->session, "hoodi"));
      second = surety_session_practise (test->session);
      third = surety_session_select_network (test->session,
                                             model_test_find_network (test->session, "sepolia"));
      dex_await (dex_ref (first), NULL);
      dex_await (dex_ref (second), NULL);
      dex_await (dex_ref (third), NULL);
    }
  model_test_true (surety_session_practise (test->session));
  assert_network (test->session, "practice");
  g_assert_true (surety_connection_get_network (surety_session_get_connection (test->session)) ==
                 surety_session_get_network (test->session));
  model_test_wait (model_test_directory_ready, test->session);
  model_test_wait (model_test_portfolio_ready, test->session);
}

/* What was asked for one account is not shown for another. */
static void
test_stale_answers_are_dropped (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  SuretyPortfolio *portfolio = surety_session_get_portfolio (test->session);
  SuretyDirectory *directory = surety_session_get_directory (test->session);
  SuretyGuide *guide = surety_session_get_guide (test->session);
  SuretyAsset *asset = NULL;
  g_autoptr (DexFuture) prepared = NULL;
  g_autoptr (DexFuture) refreshed = NULL;
  g_autoptr (DexFuture) listed = NULL;
  g_autoptr (DexFuture) pledges = NULL;

  model_test_practise (test);
  asset = model_test_find_asset (test->session, "stETH");
  surety_guide_set_asset (guide, asset);
  surety_guide_set_provider (guide, model_test_find_provider (test->session, asset));
  surety_guide_set_amount_text (guide, "0.05");
  refreshed = surety_portfolio_refresh (portfolio);
  listed = surety_directory_refresh (directory);
  pledges = surety_guide_load_pledges (guide);
  prepared = surety_guide_prepare (guide);
  watch (test);
  dex_await (dex_ref (refreshed), NULL);
  dex_await (dex_ref (listed), NULL);
  dex_await (dex_ref (pledges), NULL);
  dex_await (dex_ref (prepared), NULL);
  model_test_sleep (100);

  g_assert_null (surety_portfolio_get_holdings (portfolio));
  g_assert_cmpuint (g_list_model_get_n_items (surety_portfolio_get_assets (portfolio)), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (surety_directory_get_providers (directory)), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (surety_directory_get_assets (directory)), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (surety_guide_get_pledges (guide)), ==, 0);
  g_assert_null (surety_guide_get_asset (guide));
  g_assert_null (surety_guide_get_provider (guide));
  g_assert_null (surety_guide_get_preparation (guide));
  g_assert_cmpstr (surety_guide_get_amount_text (guide), ==, "");
}

static void
test_restricted (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  g_autoptr (GError) error = NULL;

  g_object_set (test->session, "restricted", TRUE, NULL);
  watch (test);
  assert_network (test->session, "hoodi");
  error = model_test_rejects (
    surety_session_select_network (test->session,
                                   model_test_find_network (test->session, "mainnet")));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  assert_network (test->session, "hoodi");
}

static void
test_endpoints_are_kept (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  static const char *const dead[] = { DEAD_URL, NULL };
  g_auto (GStrv) urls = NULL;

  watch (test);
  model_test_true (
    surety_connection_set_urls (surety_session_get_connection (test->session), dead));
  model_test_restart (test);
  urls = surety_connection_dup_urls (surety_session_get_connection (test->session));
  g_assert_cmpstrv (urls, dead);
}

static void
test_wallet_in_a_key_file (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  g_autoptr (SuretySecret) words = surety_secret_new_passphrase (ZEROS_WORDS);
  g_autoptr (SuretySecret) passphrase = surety_secret_new_passphrase ("open sesame");
  g_autoptr (SuretySecret) material = NULL;
  g_autoptr (SuretyAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  material = surety_key_material_new (SURETY_ACCOUNT_PHRASE, surety_secret_get (words));
  account = dex_await_object (surety_session_add_wallet (test->session, "Mine",
                                                         SURETY_ACCOUNT_PHRASE, material,
                                                         SURETY_PLACE_FILE, passphrase, FALSE),
                              &error);
  g_assert_no_error (error);
  g_assert_cmpstr (surety_account_get_address_text (account), ==, ZEROS_ADDRESS);
  g_assert_true (surety_account_get_can_sign (account));
  g_assert_true (surety_account_get_needs_backup (account));
  g_assert_true (surety_session_get_account (test->session) == account);

  model_test_true (surety_session_set_backup_checked (test->session, account));
  g_assert_false (surety_account_get_needs_backup (surety_session_get_account (test->session)));

  /* Nobody to ask for the passphrase: refused, not a crash. */
  error = model_test_rejects (
    surety_session_load_words (test->session, surety_session_get_account (test->session)));
  g_assert_error (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DISMISSED);
  model_test_restart (test);
  g_assert_cmpstr (surety_account_get_address_text (surety_session_get_account (test->session)), ==,
                   ZEROS_ADDRESS);
}

static GFile *
write_file (ModelTest *test, const char *name, const char *quoted)
{
  g_autofree char *path = g_build_filename (test->folder, name, NULL);
  g_autofree char *json = g_strdelimit (g_strdup (quoted), "'", '"');
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, json, -1, &error));
  g_assert_no_error (error);

  return g_file_new_for_path (path);
}

static void
test_network_file (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  g_autoptr (GFile) file = write_file (test, "mine.json", PRIVATE_NETWORK);
  g_autoptr (SuretyNetwork) network = NULL;
  g_autoptr (GError) error = NULL;

  watch (test);
  network = dex_await_object (surety_session_add_network_file (test->session, file), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (surety_network_get_key (network), ==, "private-1");
  g_assert_cmpuint (g_list_model_get_n_items (surety_session_get_networks (test->session)), ==, 5);
  model_test_true (surety_session_select_network (test->session, network));
  assert_network (test->session, "private-1");

  /* Opened again while it is current: it is replaced, not doubled. */
  g_clear_object (&network);
  network = dex_await_object (surety_session_add_network_file (test->session, file), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (surety_session_get_networks (test->session)), ==, 5);
  g_assert_true (surety_session_get_network (test->session) == network);

  model_test_restart (test);
  assert_network (test->session, "private-1");
  g_assert_cmpuint (g_list_model_get_n_items (surety_session_get_networks (test->session)), ==, 5);
}

static void
test_bad_network_file (void)
{
  static const char *const bad[][2] = {
    { "'schema': 1", "'schema': 2" },
    { "'chainId': 31337", "'chainId': 1" },
    { "'key': 'private-1'", "'key': 'mainnet'" },
    { "'kind': 'custom'", "'kind': 'practice'" },
    { "0x5FbDB2315678afecb367f032d93F642f64180aa3", "0x5FbDB2315678afecb367f032d93F642f64180aA3" },
    { "'tokens': [ {", "'tokens': 7, 'x': [ {" },
    { " }", "" },
  };
  g_autoptr (ModelTest) test = model_test_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) missing = g_file_new_for_path ("/nowhere/at/all.json");

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GString) text = g_string_new (PRIVATE_NETWORK);
      g_autoptr (GFile) file = NULL;

      g_assert_cmpuint (g_string_replace (text, bad[i][0], bad[i][1], 1), ==, 1);
      file = write_file (test, "bad.json", text->str);
      error = model_test_rejects (surety_session_add_network_file (test->session, file));
      g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_NETWORK_FILE);
      g_clear_error (&error);
    }
  error = model_test_rejects (surety_session_add_network_file (test->session, missing));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpuint (g_list_model_get_n_items (surety_session_get_networks (test->session)), ==, 4);
}

static guint64
head_of (SuretySession *session)
{
  return surety_connection_get_head (surety_session_get_connection (session));
}

static void
test_wind (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  guint64 before = 0;
  guint64 time = 0;

  model_test_practise (test);
  model_test_wait (is_online, test->session);
  before = head_of (test->session);
  time = surety_connection_get_head_time (surety_session_get_connection (test->session));
  model_test_true (surety_session_wind (test->session, 14 * DAY));
  g_assert_cmpuint (head_of (test->session), ==, before + 14 * DAY / 12);
  g_assert_cmpuint (surety_connection_get_head_time (surety_session_get_connection (test->session)),
                    ==, time + 14 * DAY);

  /* The clock stays where it was wound to. */
  model_test_restart (test);
  model_test_wait (is_online, test->session);
  g_assert_cmpuint (head_of (test->session), >=, before + 14 * DAY / 12);

  model_test_true (surety_session_restart_practice (test->session));
  assert_network (test->session, "practice");
  model_test_wait (is_online, test->session);
  g_assert_cmpuint (head_of (test->session), <, before + 14 * DAY / 12);
  model_test_wait (model_test_directory_ready, test->session);
}

static void
test_damaged_practice (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  g_autofree char *path = g_build_filename (test->folder, "practice.state", NULL);
  g_autofree char *aside = g_strconcat (path, ".damaged", NULL);
  g_autoptr (GError) error = NULL;

  model_test_practise (test);
  model_test_true (surety_session_wind (test->session, DAY));
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  g_clear_object (&test->session);
  g_assert_true (g_file_set_contents (path, "not a state", -1, &error));
  g_assert_no_error (error);

  model_test_restart (test);
  model_test_wait (model_test_directory_ready, test->session);
  g_assert_true (g_file_test (aside, G_FILE_TEST_IS_REGULAR));
}

/* An address made to be taken for one that is known here is told by whose it is not. */
static void
test_look_alikes_are_told (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  SuretySession *session = test->session;
  Address manager, made, like;
  g_autofree char *name = NULL;
  g_autofree char *account_name = NULL;

  model_test_practise (test);
  g_assert_true (surety_network_get_contract (surety_session_get_network (session),
                                              "StrategyManager", &manager, NULL));
  g_assert_null (surety_session_dup_look_alike (session, &manager, &like));
  made = manager;
  made.bytes[10] ^= 1;
  name = surety_session_dup_look_alike (session, &made, &like);
  g_assert_cmpstr (name, ==, "StrategyManager");
  g_assert_true (address_equal (&like, &manager));
  /* Its last digits differ: nobody takes it for the other. */
  made.bytes[19] ^= 1;
  g_assert_null (surety_session_dup_look_alike (session, &made, &like));

  made = *surety_account_get_address (surety_session_get_account (session));
  made.bytes[2] ^= 0x10;
  account_name = surety_session_dup_look_alike (session, &made, &like);
  g_assert_cmpstr (account_name, ==,
                   surety_account_get_name (surety_session_get_account (session)));
}

int
main (int argc, char **argv)
{
  model_test_init (&argc, &argv);

  model_test_add ("/model/session/first-start-has-no-account-and-no-network", test_first_start);
  model_test_add ("/model/session/practising-needs-nothing-else", test_practise);
  model_test_add ("/model/session/watch-only-cannot-sign", test_watch_only_cannot_sign);
  model_test_add ("/model/session/watching-contacts-nobody", test_watching_contacts_nobody);
  model_test_add ("/model/session/account-and-network-bring-each-other", test_switching);
  model_test_add ("/model/session/of-two-switches-at-once-the-later-holds",
                  test_switching_twice_at_once);
  model_test_add ("/model/session/stale-answers-are-dropped", test_stale_answers_are_dropped);
  model_test_add ("/model/session/restricted-never-opens-mainnet", test_restricted);
  model_test_add ("/model/session/endpoints-are-kept", test_endpoints_are_kept);
  model_test_add ("/model/session/wallet-in-a-key-file", test_wallet_in_a_key_file);
  model_test_add ("/model/session/network-file-is-kept", test_network_file);
  model_test_add ("/model/session/bad-network-file-is-refused-by-name", test_bad_network_file);
  model_test_add ("/model/session/wound-clock-stays-wound", test_wind);
  model_test_add ("/model/session/damaged-practice-begins-anew", test_damaged_practice);

  model_test_add ("/model/session/look-alikes-are-told", test_look_alikes_are_told);
  return g_test_run ();
}
