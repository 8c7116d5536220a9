/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "claims.h"
#include "eigenlayer-cases.h"
#include "listed-payees.h"
#include "protocol-test.h"
#include "stuck-cases.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "surety-code-look.h"
#include "surety-http-transport.h"
#include "surety-plan-simulation.h"
#include "surety-protocol-error.h"
#include "surety-review.h"

/* The same journey on a real EVM, over real HTTP, with contracts of the tests' own
 * (tests/contracts, run by devnet.py). What is there in the end is asked of the node with cast,
 * which is not ours. */

#define ALDER "Alder Validators"  /* pledges 0.5 and 0.2 */
#define BIRCH "Birch Nodes"       /* pledged 0.5, a tenth of which was slashed */
#define CEDAR "Cedar Staking"     /* pledges nothing */
#define DOGWOOD "Dogwood Private" /* takes only whom it signed for */

typedef struct
{
  EigenlayerCase one;
  SuretyDatabase *database;
  char *directory;
  const char *url;
  JsonNode *addresses;
  char account[ADDRESS_TEXT_SIZE];
} AnvilTest;

/* --- cast --- */

static char *
run_cast (const char *first, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *output = NULL;
  g_autofree char *complaint = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *program = g_build_filename (g_getenv ("SURETY_NODE_MODULES"), ".bin", "cast",
                                               NULL);
  int status;
  va_list args;

  g_ptr_array_add (argv, program);
  va_start (args, first);
  for (const char *word = first; word != NULL; word = va_arg (args, const char *))
    g_ptr_array_add (argv, (gpointer) word);
  va_end (args);
  g_ptr_array_add (argv, (gpointer) "--rpc-url");
  g_ptr_array_add (argv, (gpointer) g_getenv ("SURETY_ANVIL_URL"));
  g_ptr_array_add (argv, NULL);

  g_spawn_sync (NULL, (char **) argv->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, &complaint,
                &status, &error);
  g_assert_no_error (error);
  if (status != 0)
    g_error ("cast %s: %s", first, complaint);
  return g_strchomp (g_steal_pointer (&output));
}

/* The first number of a view function's answer. */
static u256
call_number (const char *to, const char *signature, const char *a, const char *b)
{
  g_autofree char *answer = run_cast ("call", to, signature, a, b, NULL);
  u256 value;

  g_assert_cmpint (u256_from_decimal (answer, strcspn (answer, " \n"), &value), ==, CORE_OK);
  return value;
}

/* anvil signs for its own accounts. */
static void
send_as (const char *from, const char *to, const char *signature, const char *a, const char *b)
{
  g_autofree char *answer = run_cast ("send", "--unlocked", "--from", from, to, signature, a, b,
                                      NULL);

  g_assert_nonnull (strstr (answer, "status               1"));
}

static void
mine (guint64 blocks, gpointer user_data)
{
  g_autofree char *count = g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", blocks);
  g_autofree char *answer = NULL;

  if (blocks > 0)
    answer = run_cast ("rpc", "anvil_mine", count, NULL);
}

/* Anybody's, without a key: the node believes it. */
static void
act (const Address *from,
     const Address *to,
     const AbiItem *function,
     const AbiValue *args,
     gsize n_args,
     gpointer user_data)
{
  char from_text[ADDRESS_TEXT_SIZE], to_text[ADDRESS_TEXT_SIZE];
  g_autofree char *believed = NULL;
  g_autofree char *funded = NULL;
  g_autofree char *data = NULL;
  Buffer call = buffer_new ();

  address_to_text (from, from_text);
  address_to_text (to, to_text);
  g_assert_cmpint (abi_encode_call (function, args, n_args, &call), ==, CORE_OK);
  data = g_malloc (call.len * 2 + 3);
  hex_encode (call.data, call.len, true, data);
  buffer_clear (&call);

  believed = run_cast ("rpc", "anvil_impersonateAccount", from_text, NULL);
  funded = run_cast ("rpc", "anvil_setBalance", from_text, "0xde0b6b3a7640000", NULL);
  send_as (from_text, to_text, data, NULL, NULL);
}

static void
give (const Address *token, const Address *to, u256 amount, gpointer user_data)
{
  g_autofree char *accounts = run_cast ("rpc", "eth_accounts", NULL);
  g_autoptr (JsonNode) list = json_from_string (accounts, NULL);
  char token_text[ADDRESS_TEXT_SIZE], to_text[ADDRESS_TEXT_SIZE], decimal[U256_DECIMAL_SIZE];

  address_to_text (token, token_text);
  address_to_text (to, to_text);
  u256_to_decimal (amount, decimal);
  send_as (json_array_get_string_element (json_node_get_array (list), 0), token_text,
           "mint(address,uint256)", to_text, decimal);
}

/* --- fixture --- */

static const char *
address_of (AnvilTest *test, const char *group, const char *name)
{
  JsonObject *object = json_node_get_object (test->addresses);

  if (group != NULL)
    object = json_object_get_object_member (object, group);
  return json_object_get_string_member (object, name);
}

/* An account that never was on the chain: its key is the hash of the test's name. */
static SuretySigner *
make_signer (void)
{
  guint8 key[32];
  gsize len = sizeof key;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (checksum, (const guchar *) g_test_get_path (), -1);
  g_checksum_get_digest (checksum, key, &len);
  return protocol_test_signer (key);
}

static void
fund (AnvilTest *test, const char *symbol)
{
  g_autofree char *answer = run_cast ("rpc", "anvil_setBalance", test->account, "0xde0b6b3a7640000",
                                      NULL);
  g_autofree char *accounts = run_cast ("rpc", "eth_accounts", NULL);
  g_autoptr (JsonNode) list = json_from_string (accounts, NULL);

  send_as (json_array_get_string_element (json_node_get_array (list), 0),
           address_of (test, "tokens", symbol), "mint(address,uint256)", test->account,
           "3000000000000000000");
}

static AnvilTest *
anvil_test_new (const char *symbol, const char *operator)
{
  AnvilTest *test = g_new0 (AnvilTest, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *json = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SuretyTransport) transport = NULL;
  gsize len;

  test->url = g_getenv ("SURETY_ANVIL_URL");
  test->addresses = json_from_string (g_getenv ("SURETY_ANVIL_ADDRESSES"), &error);
  g_assert_no_error (error);
  g_file_get_contents (g_getenv ("SURETY_ANVIL_NETWORK"), &json, &len, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new (json, len);
  test->one.network = surety_network_new_from_json (bytes, &error);
  g_assert_no_error (error);

  test->one.endpoints = surety_endpoints_new (surety_network_get_chain_id (test->one.network));
  transport = surety_http_transport_new (test->url, &error);
  g_assert_no_error (error);
  surety_endpoints_add (test->one.endpoints, transport);
  test->one.protocol = surety_eigenlayer_new (test->one.network, test->one.endpoints);

  test->directory = g_dir_make_tmp ("surety-anvil-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (test->directory, "surety.db", NULL);
  test->database = dex_await_object (surety_database_open (path), &error);
  g_assert_no_error (error);
  test->one.journal = surety_journal_new (test->database);

  test->one.signer = make_signer ();
  address_to_text (surety_signer_get_address (test->one.signer), test->account);
  test->one.strategy = *protocol_test_strategy (test->one.network, symbol);
  test->one.amount = protocol_test_units ("1");
  test->one.provider = protocol_test_address (address_of (test, "operators", operator));
  test->one.advance = mine;
  test->one.act = act;
  test->one.give = give;
  test->one.multisig = protocol_test_address (address_of (test, NULL, "multisig"));
  fund (test, symbol);
  return test;
}

static void
anvil_test_free (AnvilTest *test)
{
  static const char *const names[] = { "surety.db", "surety.db-wal", "surety.db-shm" };

  g_clear_object (&test->one.signer);
  g_clear_object (&test->one.journal);
  dex_await (surety_database_close (test->database), NULL);
  g_clear_object (&test->database);
  g_clear_object (&test->one.protocol);
  g_clear_object (&test->one.endpoints);
  g_clear_object (&test->one.network);
  json_node_unref (test->addresses);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (test->directory, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (test->directory);
  g_free (test->directory);
  g_free (test);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnvilTest, anvil_test_free)

static u256
token_balance (AnvilTest *test, const char *symbol)
{
  return call_number (address_of (test, "tokens", symbol), "balanceOf(address)(uint256)",
                      test->account, NULL);
}

/* --- cases --- */

static void
assert_at_most_lost (u256 now, u256 before, u256 lost)
{
  g_assert_true (now <= before);
  g_assert_true (before - now <= lost);
}

static void
run_journey (const char *symbol, const char *operator)
{
  g_autoptr (AnvilTest) test = anvil_test_new (symbol, operator);
  const char *manager = address_of (test, NULL, "strategyManager");
  g_autofree char *delegated = NULL;
  u256 held = token_balance (test, symbol);

  eigenlayer_case_refuses_bad_plans (&test->one);
  eigenlayer_case_enters (&test->one);

  assert_at_most_lost (token_balance (test, symbol), held - test->one.amount + 2, 2);
  g_assert_true (call_number (manager, "stakerDepositShares(address,address)(uint256)",
                              test->account, address_of (test, "strategies", symbol)) > 0);
  g_assert_true (call_number (address_of (test, "tokens", symbol),
                              "allowance(address,address)(uint256)", test->account, manager) == 0);
  delegated = run_cast ("call", address_of (test, NULL, "delegationManager"),
                        "delegatedTo(address)(address)", test->account, NULL);
  g_assert_cmpint (g_ascii_strcasecmp (delegated, address_of (test, "operators", operator)), ==, 0);

  eigenlayer_case_skips_what_is_true (&test->one);
  eigenlayer_case_leaves (&test->one);

  /* All is back but for the wei that rounding takes on each of three ways. */
  assert_at_most_lost (token_balance (test, symbol), held, 100);
  g_assert_true (call_number (manager, "stakerDepositShares(address,address)(uint256)",
                              test->account, address_of (test, "strategies", symbol)) == 0);
}

static void
test_journey_rebasing (void)
{
  run_journey ("tstETH", ALDER);
}

static void
test_journey_accruing (void)
{
  run_journey ("trETH", ALDER);
}

/* What was slashed before is forgiven for newcomers (a scaling factor above one), and all comes
 * back. */
static void
test_journey_slashed_operator (void)
{
  run_journey ("tstETH", BIRCH);
}

static void
test_pledges (void)
{
  g_autoptr (AnvilTest) test = anvil_test_new ("trETH", BIRCH);
  g_autoptr (SuretyHoldings) holdings = NULL;
  g_autoptr (SuretyIntent)
    intent = surety_intent_new_enter (surety_signer_get_address (test->one.signer),
                                      &test->one.strategy, test->one.amount, &test->one.provider);
  GListModel *pledges;
  guint found = 0;

  eigenlayer_case_run (&test->one, intent);
  holdings = eigenlayer_case_load (&test->one);
  pledges = surety_holdings_get_pledges (holdings);
  for (guint i = 0; i < g_list_model_get_n_items (pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, i);

      if (!address_equal (&surety_pledge_get_token (pledge)->strategy, &test->one.strategy))
        continue;
      found++;
      /* Half of all, of which a tenth went. */
      g_assert_true (surety_pledge_get_current (pledge) == protocol_test_units ("0.45"));
      g_assert_true (surety_pledge_get_max (pledge) == protocol_test_units ("0.95"));
      g_assert_true (surety_pledge_get_encumbered (pledge) == protocol_test_units ("0.45"));
      g_assert_true (surety_pledge_get_pending (pledge) == 0);
      g_assert_true (surety_pledge_is_slashable (pledge));
    }
  g_assert_cmpuint (found, ==, 1);
}

static void
test_pledges_block_by_block (void)
{
  g_autoptr (AnvilTest) test = anvil_test_new ("trETH", CEDAR);

  eigenlayer_case_pledges (&test->one);
}

static void
test_providers (void)
{
  g_autoptr (AnvilTest) test = anvil_test_new ("trETH", CEDAR);
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
    providers = dex_await_object (surety_protocol_load_providers (test->one.protocol, NULL, NULL,
                                                                  NULL),
                                  &error);
  guint approvals = 0, slashed = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (providers), ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (SuretyProvider) provider = g_list_model_get_item (providers, i);

      approvals += surety_provider_get_needs_approval (provider) ? 1 : 0;
      slashed += surety_provider_get_slashings (provider);
    }
  g_assert_cmpuint (approvals, ==, 1);
  g_assert_cmpuint (slashed, >=, 1);
}

static void
slash (AnvilTest *test, const char *operator, const char * wad)
{
  g_autofree char *accounts = run_cast ("rpc", "eth_accounts", NULL);
  g_autoptr (JsonNode) list = json_from_string (accounts, NULL);
  const char *service = json_array_get_string_element (json_node_get_array (list), 7);
  g_autofree char *params = g_strdup_printf ("(%s,1,[%s],[%s],A price was wrong.)",
                                             address_of (test, "operators", operator),
                                             address_of (test, "strategies", "trETH"), wad);

  send_as (service, address_of (test, NULL, "allocationManager"),
           "slashOperator(address,(address,uint32,address[],uint256[],string))", service, params);
}

/* Slashed while staked and once more in the queue: what comes back is what both times left. */
static void
test_slashed_on_the_way (void)
{
  g_autoptr (AnvilTest) test = anvil_test_new ("trETH", ALDER);
  const Address *account = surety_signer_get_address (test->one.signer);
  g_autoptr (SuretyIntent) enter = surety_intent_new_enter (account, &test->one.strategy,
                                                            test->one.amount, &test->one.provider);
  g_autoptr (SuretyIntent) undelegate = surety_intent_new_undelegate (account);
  g_autoptr (SuretyIntent) finish = NULL;
  g_autoptr (SuretyHoldings) staked = NULL;
  g_autoptr (SuretyHoldings) queued = NULL;
  g_autoptr (SuretyPosition) position = NULL;
  g_autoptr (SuretyExit) exit = NULL;
  u256 held;

  eigenlayer_case_run (&test->one, enter);
  held = token_balance (test, "trETH");

  /* A fifth of a half: 0.9 is left. */
  slash (test, ALDER, "200000000000000000");
  staked = eigenlayer_case_load (&test->one);
  position = g_list_model_get_item (surety_holdings_get_positions (staked), 0);
  assert_at_most_lost (surety_figure_get_value (surety_position_get_worth (position)),
                       protocol_test_units ("0.9"), 100);

  /* A half of the 0.4 that is pledged still, in the queue: 0.7 is left. */
  g_assert_cmpuint (eigenlayer_case_run (&test->one, undelegate), ==, 1);
  slash (test, ALDER, "500000000000000000");
  queued = eigenlayer_case_load (&test->one);
  exit = g_list_model_get_item (surety_holdings_get_exits (queued), 0);
  finish = surety_intent_new_finish_exit (account, exit, TRUE);
  mine (surety_exit_get_ready_block (exit) - surety_holdings_get_block (queued), NULL);
  g_assert_cmpuint (eigenlayer_case_run (&test->one, finish), ==, 1);
  assert_at_most_lost (token_balance (test, "trETH"), held + protocol_test_units ("0.7"), 100);
}

static void
assert_refused (AnvilTest *test, SuretyProtocolError code)
{
  g_autoptr (SuretyIntent)
    intent = surety_intent_new_enter (surety_signer_get_address (test->one.signer),
                                      &test->one.strategy, test->one.amount, &test->one.provider);
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject)
    made = dex_await_object (surety_protocol_plan (test->one.protocol, intent), &error);

  g_assert_null (made);
  g_assert_error (error, SURETY_PROTOCOL_ERROR, (int) code);
}

static void
test_needs_approval (void)
{
  g_autoptr (AnvilTest) test = anvil_test_new ("trETH", DOGWOOD);

  assert_refused (test, SURETY_PROTOCOL_ERROR_NEEDS_APPROVAL);
}

static void
test_paused (void)
{
  g_autoptr (AnvilTest) test = anvil_test_new ("trETH", CEDAR);
  g_autofree char *accounts = run_cast ("rpc", "eth_accounts", NULL);
  g_autoptr (JsonNode) list = json_from_string (accounts, NULL);
  const char *pauser = json_array_get_string_element (json_node_get_array (list), 0);
  const char *manager = address_of (test, NULL, "strategyManager");
  g_autofree char *strategies = g_strdup_printf ("[%s]", address_of (test, "strategies", "trETH"));

  send_as (pauser, manager, "pause(uint256)", "1", NULL);
  assert_refused (test, SURETY_PROTOCOL_ERROR_PAUSED);
  send_as (pauser, manager, "unpause(uint256)", "0", NULL);
  send_as (pauser, manager, "removeStrategiesFromDepositWhitelist(address[])", strategies, NULL);
  assert_refused (test, SURETY_PROTOCOL_ERROR_CLOSED);
}

/* The node's reply to a step that would fail, from a plan made before it would. */
static void
test_revert_is_named (void)
{
  g_autoptr (AnvilTest) test = anvil_test_new ("trETH", CEDAR);
  const Address *account = surety_signer_get_address (test->one.signer);
  g_autofree char *accounts = run_cast ("rpc", "eth_accounts", NULL);
  g_autoptr (JsonNode) list = json_from_string (accounts, NULL);
  const char *pauser = json_array_get_string_element (json_node_get_array (list), 0);
  const char *manager = address_of (test, NULL, "delegationManager");
  g_autoptr (SuretyIntent) enter = surety_intent_new_enter (account, &test->one.strategy,
                                                            test->one.amount, &test->one.provider);
  g_autoptr (SuretyIntent) undelegate = surety_intent_new_undelegate (account);
  g_autoptr (SuretyPlan) plan = NULL;
  g_autoptr (SuretySimulation) simulation = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  eigenlayer_case_run (&test->one, enter);
  plan = dex_await_object (surety_protocol_plan (test->one.protocol, undelegate), &error);
  g_assert_no_error (error);
  send_as (pauser, manager, "pause(uint256)", "2", NULL);
  simulation = dex_await_boxed (surety_review_simulate (test->one.endpoints, account,
                                                        surety_plan_get_step (plan, 0)),
                                &error);
  send_as (pauser, manager, "unpause(uint256)", "0", NULL);

  g_assert_null (simulation);
  g_assert_nonnull (error);
  name = surety_revert_dup_name (error);
  g_assert_cmpstr (name, ==, "CurrentlyPaused");
}

static void
test_allowances (void)
{
  g_autoptr (AnvilTest) test = anvil_test_new ("trETH", CEDAR);

  eigenlayer_case_allowances (&test->one);
}

/* --- code --- */

static SuretyCodeLook *
look_at_manager (AnvilTest *test)
{
  g_autoptr (GArray) contracts = g_array_new (FALSE, FALSE, sizeof (Address));
  Address manager = protocol_test_address (address_of (test, NULL, "strategyManager"));
  g_autoptr (GError) error = NULL;
  SuretyCodeLook *look;

  g_array_append_val (contracts, manager);
  look = dex_await_object (surety_code_look_run (test->one.network, test->one.endpoints,
                                                 test->database,
                                                 surety_signer_get_address (test->one.signer),
                                                 contracts),
                           &error);
  g_assert_no_error (error);
  return look;
}

static void
accept_finding (SuretyCodeLook *look, guint i)
{
  g_autoptr (GError) error = NULL;

  dex_await (surety_code_look_accept (look, i), &error);
  g_assert_no_error (error);
}

/* EIP-7702, as the node has it; it goes on once somebody agreed to it. */
static void
test_delegated_account (void)
{
  g_autoptr (AnvilTest) test = anvil_test_new ("trETH", CEDAR);
  const Address *account = surety_signer_get_address (test->one.signer);
  const char *delegate = address_of (test, NULL, "multisig");
  g_autofree char *code = g_strconcat ("0xef0100", delegate + 2, NULL);
  g_autofree char *set = run_cast ("rpc", "anvil_setCode", test->account, code, NULL);
  g_autoptr (SuretyCodeLook) look = NULL;
  g_autoptr (SuretyIntent) enter = surety_intent_new_enter (account, &test->one.strategy,
                                                            test->one.amount, &test->one.provider);
  const SuretyCodeFinding *finding = NULL;
  Address expected = protocol_test_address (delegate);

  g_assert_nonnull (set);
  /* What is written without a block is in no state root. */
  mine (1, NULL);
  look = look_at_manager (test);
  finding = surety_code_look_get (look, 0);
  g_assert_true (finding->delegates && finding->stops);
  g_assert_true (address_equal (&finding->delegate, &expected));
  accept_finding (look, 0);
  g_assert_cmpuint (eigenlayer_case_run (&test->one, enter), ==, 3);
}

#define IMPLEMENTATION_SLOT "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc"

/* The manager becomes a proxy, to the eye, and says so with an event: its code is for a moment such that
 * emits Upgraded (address). */
static void
test_upgraded_contract (void)
{
  static const char name[] = "Upgraded(address)";
  g_autoptr (AnvilTest) test = anvil_test_new ("trETH", CEDAR);
  const char *manager = address_of (test, NULL, "strategyManager");
  const char *other = address_of (test, NULL, "multisig");
  const Hash topic = keccak256 ((Bytes) { (const guint8 *) name, sizeof name - 1 });
  g_autoptr (SuretyCodeLook) before = look_at_manager (test);
  g_autofree char *accounts = run_cast ("rpc", "eth_accounts", NULL);
  g_autoptr (JsonNode) list = json_from_string (accounts, NULL);
  const char *anybody = json_array_get_string_element (json_node_get_array (list), 0);
  g_autofree char *code = run_cast ("code", manager, NULL);
  g_autofree char *emitter = NULL;
  g_autofree char *word = g_strconcat ("0x000000000000000000000000", other + 2, NULL);
  g_autofree char *answers[5] = { NULL };
  g_autoptr (SuretyCodeLook) after = NULL;
  g_autoptr (SuretyCodeLook) again = NULL;
  Address implementation = protocol_test_address (other);
  char topic_text[67];

  g_assert_false (surety_code_look_stops (before));
  hex_encode (topic.bytes, sizeof topic.bytes, true, topic_text);
  /* PUSH20 implementation, PUSH32 topic, no data, LOG2. */
  emitter = g_strdup_printf ("0x73%s7f%s60006000a200", other + 2, topic_text + 2);
  answers[0] = run_cast ("rpc", "anvil_setCode", manager, emitter, NULL);
  send_as (anybody, manager, "anything()", NULL, NULL);
  answers[1] = run_cast ("rpc", "anvil_setCode", manager, code, NULL);
  answers[2] = run_cast ("rpc", "anvil_setStorageAt", manager, IMPLEMENTATION_SLOT, word, NULL);
  answers[3] = run_cast ("rpc", "anvil_mine", NULL);

  after = look_at_manager (test);
  g_assert_true (surety_code_look_get (after, 1)->stops);
  g_assert_true (
    address_equal (&surety_code_look_get (after, 1)->now.implementation, &implementation));
  g_assert_true (dex_await (surety_code_look_find_dates (after), NULL));
  g_assert_cmpuint (surety_code_look_get (after, 1)->changed, >,
                    surety_code_look_get_block (before));
  g_assert_cmpuint (surety_code_look_get (after, 1)->changed, <=,
                    surety_code_look_get_block (after));
  accept_finding (after, 1);
  again = look_at_manager (test);
  g_assert_false (surety_code_look_stops (again));

  answers[4] = run_cast ("rpc", "anvil_setStorageAt", manager, IMPLEMENTATION_SLOT,
                         "0x0000000000000000000000000000000000000000000000000000000000000000",
                         NULL);
  mine (1, NULL);
}

/* --- what does not come into a block --- */

static void
hold (gboolean held, gpointer user_data)
{
  g_autofree char *answer = run_cast ("rpc", "evm_setAutomine", held ? "false" : "true", NULL);
}

static void
drop (const Hash *transaction, gpointer user_data)
{
  char text[67];
  g_autofree char *answer = NULL;

  hex_encode (transaction->bytes, sizeof transaction->bytes, true, text);
  answer = run_cast ("rpc", "anvil_dropTransaction", text, NULL);
  g_assert_nonnull (strstr (answer, text));
}

/* The two newest blocks are others, and empty. */
static void
reorganise (gboolean over, gpointer user_data)
{
  g_autofree char *answer = NULL;

  if (!over)
    answer = run_cast ("rpc", "anvil_reorg", "2", "[]", NULL);
}

static void
run_stuck (void (*body) (StuckCase *one))
{
  g_autoptr (AnvilTest) test = anvil_test_new ("trETH", CEDAR);
  g_autoptr (SuretyNetwork) network = NULL;
  g_autoptr (SuretyProtocol) protocol = NULL;
  g_autofree char *json = NULL;
  StuckCase one;

  g_assert_true (g_file_get_contents (g_getenv ("SURETY_ANVIL_NETWORK"), &json, NULL, NULL));
  network = protocol_test_deepen (json, 3);
  protocol = surety_eigenlayer_new (network, test->one.endpoints);
  one = (StuckCase) {
    .network = network,
    .endpoints = test->one.endpoints,
    .protocol = protocol,
    .journal = test->one.journal,
    .signer = test->one.signer,
    .strategy = test->one.strategy,
    .amount = test->one.amount,
    .provider = test->one.provider,
    .hold = hold,
    .drop = drop,
    .reorganise = reorganise,
    .advance = mine,
  };
  body (&one);
}

#define STUCK(name)                    \
  static void test_stuck_##name (void) \
  {                                    \
    run_stuck (stuck_case_##name);     \
  }

STUCK (faster)
STUCK (cancel)
STUCK (gap)
STUCK (foreign)
STUCK (dropped)
STUCK (elsewhere)
STUCK (reorganised)

/* --- rewards --- */

static void
add_line (GArray *lines, const Address *earner, const Address *token, const char *amount)
{
  const PracticeEarning line = { *earner, *token, protocol_test_units (amount) };

  g_array_append_val (lines, line);
}

static gint
compare_lines (gconstpointer a, gconstpointer b)
{
  const int order = address_compare (&((const PracticeEarning *) a)->earner,
                                     &((const PracticeEarning *) b)->earner);

  return order != 0 ? order
                    : address_compare (&((const PracticeEarning *) a)->token,
                                       &((const PracticeEarning *) b)->token);
}

/* Posts what the account and two others earned, and what it takes to pay that. Where the root is. */
static guint32
post_root (AnvilTest *test, const Address *rewards, GArray *lines)
{
  char rewards_text[ADDRESS_TEXT_SIZE];
  char root_text[2 * 32 + 3];
  g_autofree char *updater = NULL;
  g_autofree char *end = NULL;
  Hash root;
  u256 index;

  g_array_sort (lines, compare_lines);
  root = claims_root (lines);
  hex_encode (root.bytes, sizeof root.bytes, true, root_text);
  address_to_text (rewards, rewards_text);
  index = call_number (rewards_text, "getDistributionRootsLength()(uint256)", NULL, NULL);
  updater = run_cast ("call", rewards_text, "rewardsUpdater()(address)", NULL);
  end = g_strdup_printf ("%u", (guint) index + 1000u);
  send_as (updater, rewards_text, "submitRoot(bytes32,uint32)", root_text, end);
  for (guint i = 0; i < lines->len; i++)
    give (&g_array_index (lines, PracticeEarning, i).token, rewards,
          g_array_index (lines, PracticeEarning, i).cumulative, NULL);
  return (guint32) index;
}

static void
wind_to_active (void)
{
  g_autofree char *wound = run_cast ("rpc", "evm_increaseTime", "700", NULL);

  mine (1, NULL);
}

/* What the account must have for the fee is worked out before anything can be tried out. */
static void
assert_gas_suffices (AnvilTest *test, SuretyIntent *intent)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyPlan)
    plan = dex_await_object (surety_protocol_plan (test->one.protocol, intent), &error);
  g_autoptr (SuretyPlanSimulation) simulation = NULL;

  g_assert_no_error (error);
  simulation = dex_await_object (surety_protocol_simulate (test->one.protocol, plan), &error);
  g_assert_no_error (error);
  g_test_message ("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " gas",
                  surety_plan_simulation_get_gas (simulation, 0),
                  surety_step_get_gas_hint (surety_plan_get_step (plan, 0)));
  g_assert_cmpuint (surety_plan_simulation_get_gas (simulation, 0), <=,
                    surety_step_get_gas_hint (surety_plan_get_step (plan, 0)));
}

/* What the contract's list says by itself, read as the rewards are. waits: the newest can't be claimed under yet. */
static void
assert_roots (AnvilTest *test, guint32 newest, gboolean waits)
{
  const Address *account = surety_signer_get_address (test->one.signer);
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyRewardSheet)
    sheet = dex_await_object (surety_protocol_load_rewards (test->one.protocol, account, NULL,
                                                            NULL),
                              &error);
  const SuretyRewardRoot *root;

  g_assert_no_error (error);
  root = waits ? surety_reward_sheet_get_next (sheet) : surety_reward_sheet_get_root (sheet);
  g_assert_nonnull (root);
  g_assert_cmpuint (root->index, ==, newest);
  g_assert_cmpuint (root->end, ==, newest + 1000u);
  g_assert_true ((root->active > surety_reward_sheet_get_time (sheet)) == waits);
  g_assert_true ((surety_reward_sheet_get_next (sheet) != NULL) == waits);
  g_assert_false (surety_reward_sheet_get_paused (sheet));
  g_assert_null (surety_reward_sheet_get_claimer (sheet));
}

static void
test_claims (void)
{
  g_autoptr (AnvilTest) test = anvil_test_new ("trETH", ALDER);
  const Address *account = surety_signer_get_address (test->one.signer);
  const Address pool = protocol_test_address (address_of (test, "tokens", "trETH"));
  const Address staked = protocol_test_address (address_of (test, "tokens", "tstETH"));
  const Address before = { { 1 } };
  const Address after = { { 0xff } };
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (PracticeEarning));
  g_autoptr (SuretyClaim) claim = NULL;
  g_autoptr (SuretyClaim) lie = NULL;
  g_autoptr (SuretyIntent) intent = NULL;
  g_autoptr (SuretyIntent) lying = NULL;
  g_autoptr (SuretyIntent) given = NULL;
  g_autoptr (ListedPayees) payees = listed_payees_new (&after);
  g_autoptr (GError) early = NULL;
  g_autoptr (GError) refused = NULL;
  Address rewards;
  char rewards_text[ADDRESS_TEXT_SIZE], pool_text[ADDRESS_TEXT_SIZE];
  const u256 held = token_balance (test, "trETH");
  guint32 root;

  g_assert_true (
    surety_network_get_contract (test->one.network, "RewardsCoordinator", &rewards, NULL));
  address_to_text (&rewards, rewards_text);
  address_to_text (&pool, pool_text);
  add_line (lines, &before, &pool, "1");
  add_line (lines, account, &pool, "0.25");
  add_line (lines, account, &staked, "0.125");
  add_line (lines, &after, &staked, "2");
  root = post_root (test, &rewards, lines);
  claim = claims_make (lines, root, account);
  intent = surety_intent_new_claim (account, claim, account);
  g_assert_null (dex_await_object (surety_protocol_plan (test->one.protocol, intent), &early));
  g_assert_error (early, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_ROOT_INACTIVE);
  assert_roots (test, root, TRUE);

  wind_to_active ();
  assert_roots (test, root, FALSE);
  assert_gas_suffices (test, intent);
  g_assert_cmpuint (eigenlayer_case_run (&test->one, intent), ==, 1);
  g_assert_true (token_balance (test, "trETH") == held + protocol_test_units ("0.25"));
  g_assert_true (call_number (rewards_text, "cumulativeClaimed(address,address)(uint256)",
                              test->account, pool_text) == protocol_test_units ("0.25"));

  /* More of one token; the other has nothing new, and is left out. Paid to somebody else. */
  for (guint i = 0; i < lines->len; i++)
    if (address_equal (&g_array_index (lines, PracticeEarning, i).earner, account) &&
        address_equal (&g_array_index (lines, PracticeEarning, i).token, &pool))
      g_array_index (lines, PracticeEarning, i).cumulative += protocol_test_units ("0.5");
  root = post_root (test, &rewards, lines);
  wind_to_active ();
  g_clear_pointer (&claim, surety_claim_unref);
  claim = claims_make (lines, root, account);
  given = surety_intent_new_claim (account, claim, &after);
  test->one.payees = SURETY_PAYEES (payees);
  g_assert_cmpuint (eigenlayer_case_run (&test->one, given), ==, 1);
  g_assert_true (token_balance (test, "trETH") == held + protocol_test_units ("0.25"));
  g_assert_true (call_number (rewards_text, "cumulativeClaimed(address,address)(uint256)",
                              test->account, pool_text) == protocol_test_units ("0.75"));

  test->one.payees = NULL;
  lie = claims_make (lines, 0, account);
  lying = surety_intent_new_claim (account, lie, account);
  g_assert_null (dex_await_object (surety_protocol_plan (test->one.protocol, lying), &refused));
  g_assert_error (refused, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_PROOF);
}

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);
  if (g_getenv ("SURETY_ANVIL_URL") == NULL || g_getenv ("SURETY_NODE_MODULES") == NULL)
    g_error ("This is run by tests/contracts/devnet.py, which starts the node");

  protocol_test_add ("/eigenlayer/anvil/providers-are-found-in-logs", test_providers);
  protocol_test_add ("/eigenlayer/anvil/operator-with-approver-is-refused", test_needs_approval);
  protocol_test_add ("/eigenlayer/anvil/rebasing-token-there-and-back", test_journey_rebasing);
  protocol_test_add ("/eigenlayer/anvil/accruing-token-there-and-back", test_journey_accruing);
  protocol_test_add ("/eigenlayer/anvil/slashed-operator-there-and-back",
                     test_journey_slashed_operator);
  protocol_test_add ("/eigenlayer/anvil/pledges-are-those-of-the-chain", test_pledges);
  protocol_test_add ("/eigenlayer/anvil/pledges-block-by-block", test_pledges_block_by_block);
  protocol_test_add ("/eigenlayer/anvil/slashed-staked-and-queued", test_slashed_on_the_way);
  protocol_test_add ("/eigenlayer/anvil/revert-has-the-name-of-its-contract", test_revert_is_named);
  protocol_test_add ("/eigenlayer/anvil/allowances-are-found-and-taken-back", test_allowances);
  protocol_test_add ("/eigenlayer/anvil/delegated-account-is-named", test_delegated_account);
  protocol_test_add ("/eigenlayer/anvil/upgraded-contract-is-named", test_upgraded_contract);
  protocol_test_add ("/stuck/anvil/sped-up-and-on", test_stuck_faster);
  protocol_test_add ("/stuck/anvil/cancelled", test_stuck_cancel);
  protocol_test_add ("/stuck/anvil/number-before-it-is-missing", test_stuck_gap);
  protocol_test_add ("/stuck/anvil/foreign-one-before-it", test_stuck_foreign);
  protocol_test_add ("/stuck/anvil/dropped-and-sent-again", test_stuck_dropped);
  protocol_test_add ("/stuck/anvil/replaced-elsewhere", test_stuck_elsewhere);
  protocol_test_add ("/stuck/anvil/reorganised-and-back", test_stuck_reorganised);
  /* After what goes by the clock, which it winds on. */
  protocol_test_add ("/claim/anvil/rewards-are-claimed", test_claims);
  /* Last, with a path of its own: tests run folder by folder, and it closes the deposits. */
  protocol_test_add ("/closing/anvil/paused-and-closed-are-told-apart", test_paused);
  return g_test_run ();
}
