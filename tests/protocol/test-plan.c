/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "eigenlayer-cases.h"
#include "protocol-test.h"
#include "rigged-transport.h"
#include "surety-nonces.h"
#include "surety-practice-private.h"
#include "surety-protocol-error.h"
#include "surety-sender.h"
#include "surety-simulation-private.h"

/* What would make a step fail is known before anything is signed. The practice network is changed
 * from behind, as its governor, operators and services. */

static void
act (ProtocolTest *test,
     const Address *from,
     const char *contract,
     const char *signature,
     guint n,
     const AbiValue *args)
{
  AbiItem *item = NULL;
  Buffer data = buffer_new ();
  Address to;

  g_assert_cmpint (abi_item_parse (signature, &item), ==, CORE_OK);
  g_assert_cmpint (abi_encode_call (item, args, n, &data), ==, CORE_OK);
  g_assert_true (surety_network_get_contract (test->network, contract, &to, NULL));
  if (!practice_chain_system (surety_practice_get_chain (test->practice), from, &to, 0,
                              buffer_bytes (&data), NULL))
    g_error ("%s reverted", signature);
  buffer_clear (&data);
  abi_item_free (item);
}

static Address
governor (ProtocolTest *test)
{
  return practice_chain_world (surety_practice_get_chain (test->practice))->config.governor;
}

static void
set_paused (ProtocolTest *test, const char *contract, guint bits)
{
  Address from = governor (test);
  AbiValue args[] = { abi_uint (bits) };

  act (test, &from, contract, "function pause(uint256 newPausedStatus)", 1, args);
}

static SuretyIntent *
enter (ProtocolTest *test, const Address *provider)
{
  return surety_intent_new_enter (&test->player, protocol_test_strategy (test->network, "rETH"),
                                  protocol_test_units ("0.1"), provider);
}

static void
assert_refused (ProtocolTest *test, SuretyIntent *intent, SuretyProtocolError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject)
    plan = dex_await_object (surety_protocol_plan (test->protocol, intent), &error);

  g_assert_null (plan);
  g_assert_error (error, SURETY_PROTOCOL_ERROR, (int) code);
}

static void
assert_planned (ProtocolTest *test, SuretyIntent *intent, guint steps)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyPlan)
    plan = dex_await_object (surety_protocol_plan (test->protocol, intent), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (surety_plan_get_n_steps (plan), ==, steps);
}

static void
test_paused (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  Address provider = protocol_test_find_open_operator (test->protocol);
  g_autoptr (SuretyIntent) intent = enter (test, &provider);

  assert_planned (test, intent, 3);
  set_paused (test, "DelegationManager", 6); /* queueing and completing: entering is not affected */
  assert_planned (test, intent, 3);
  set_paused (test, "DelegationManager", 7);
  assert_refused (test, intent, SURETY_PROTOCOL_ERROR_PAUSED);
}

static void
test_deposits_paused (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  Address provider = protocol_test_find_open_operator (test->protocol);
  g_autoptr (SuretyIntent) intent = enter (test, &provider);
  g_autoptr (GListModel) assets = NULL;
  g_autoptr (SuretyAsset) asset = NULL;

  set_paused (test, "StrategyManager", 1);
  assert_refused (test, intent, SURETY_PROTOCOL_ERROR_PAUSED);
  assets = dex_await_object (surety_protocol_load_assets (test->protocol, NULL), NULL);
  asset = g_list_model_get_item (assets, 0);
  g_assert_false (surety_asset_get_open (asset));
  g_assert_cmpstr (surety_asset_get_closed_reason (asset), ==, "paused");
}

static void
test_strategy_closed (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  Address provider = protocol_test_find_open_operator (test->protocol);
  Address from = governor (test);
  AbiValue strategy = abi_address (protocol_test_strategy (test->network, "rETH"));
  AbiValue args[] = { abi_array (&strategy, 1) };
  g_autoptr (SuretyIntent) intent = enter (test, &provider);

  act (test, &from, "StrategyManager",
       "function removeStrategiesFromDepositWhitelist(address[] strategies)", 1, args);
  assert_refused (test, intent, SURETY_PROTOCOL_ERROR_CLOSED);
}

static SuretyProvider *
find_provider (ProtocolTest *test, gboolean approving, gboolean idle)
{
  g_autoptr (GListModel)
    providers = dex_await_object (surety_protocol_load_providers (test->protocol, NULL, NULL, NULL),
                                  NULL);

  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr (SuretyProvider) provider = g_list_model_get_item (providers, i);

      if (surety_provider_get_needs_approval (provider) == approving &&
          (!idle || (surety_provider_get_n_sets (provider) == 0 &&
                     surety_provider_get_delay_set (provider))))
        return g_steal_pointer (&provider);
    }
  g_assert_not_reached ();
}

static void
test_approver (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  g_autoptr (SuretyProvider) provider = find_provider (test, TRUE, FALSE);
  g_autoptr (SuretyIntent) intent = enter (test, surety_provider_get_address (provider));

  assert_refused (test, intent, SURETY_PROTOCOL_ERROR_NEEDS_APPROVAL);
}

/* An operator that pledged everything to a service of our own, which takes it. */
static void
test_fully_slashed (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  g_autoptr (SuretyProvider) provider = find_provider (test, FALSE, TRUE);
  const Address *operator= surety_provider_get_address (provider);
  g_autoptr (SuretyIntent) intent = enter (test, operator);
  Address avs = { { 0xa5, 0x11 } };
  AbiValue strategy = abi_address (protocol_test_strategy (test->network, "rETH"));
  AbiValue uri[] = { abi_address (&avs), abi_string ("data:,") };
  AbiValue create_fields[] = { abi_uint (1), abi_array (&strategy, 1), abi_address (&avs) };
  AbiValue create_tuple = abi_tuple (create_fields, 3);
  AbiValue create[] = { abi_address (&avs), abi_array (&create_tuple, 1) };
  AbiValue id = abi_uint (1);
  AbiValue register_fields[] = { abi_address (&avs), abi_array (&id, 1),
                                 abi_bytes ((Bytes) { NULL, 0 }) };
  AbiValue register_args[] = { abi_address (operator), abi_tuple (register_fields, 3) };
  AbiValue set_fields[] = { abi_address (&avs), abi_uint (1) };
  AbiValue magnitude = abi_uint (U256_WAD);
  AbiValue modify_fields[] = { abi_tuple (set_fields, 2), abi_array (&strategy, 1),
                               abi_array (&magnitude, 1) };
  AbiValue modify_tuple = abi_tuple (modify_fields, 3);
  AbiValue modify[] = { abi_address (operator), abi_array (&modify_tuple, 1) };
  AbiValue slash_fields[] = { abi_address (operator), abi_uint (1), abi_array (&strategy, 1),
                              abi_array (&magnitude, 1), abi_string ("all of it") };
  AbiValue slash[] = { abi_address (&avs), abi_tuple (slash_fields, 5) };

  assert_planned (test, intent, 3);
  act (test, &avs, "AllocationManager",
       "function updateAVSMetadataURI(address avs, string metadataURI)", 2, uri);
  act (test, &avs, "AllocationManager",
       "function createOperatorSets(address avs, (uint32 operatorSetId, address[] strategies, "
       "address slasher)[] params)",
       2, create);
  act (test, operator, "AllocationManager",
       "function registerForOperatorSets(address operator, (address avs, uint32[] operatorSetIds, "
       "bytes data) params)",
       2, register_args);
  act (test, operator, "AllocationManager",
       "function modifyAllocations(address operator, ((address avs, uint32 id) operatorSet, "
       "address[] strategies, uint64[] newMagnitudes)[] params)",
       2, modify);
  surety_practice_mine (test->practice, surety_provider_get_delay (provider) + 1);
  assert_planned (test, intent, 3);
  act (test, &avs, "AllocationManager",
       "function slashOperator(address avs, (address operator, uint32 operatorSetId, address[] "
       "strategies, uint256[] wadsToSlash, string description) params)",
       2, slash);
  assert_refused (test, intent, SURETY_PROTOCOL_ERROR_FULLY_SLASHED);
}

static u256
load_eth (ProtocolTest *test)
{
  g_autoptr (SuretyHoldings)
    holdings = dex_await_object (surety_protocol_load_holdings (test->protocol, &test->player),
                                 NULL);

  g_assert_nonnull (holdings);
  return surety_figure_get_value (surety_holdings_get_eth (holdings));
}

/* Sends away all but what its gas may cost. */
static void
send_all (ProtocolTest *test, u256 max_fee)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  Transaction transaction = {
    .kind = TRANSACTION_EIP1559,
    .chain_id = surety_network_get_chain_id (test->network),
    .max_priority_fee = 1,
    .max_fee = max_fee,
    .gas_limit = 60000,
    .to = { { 9, 9, 9 } },
  };
  g_autoptr (SuretyNonces) nonces = NULL;

  transaction.value = load_eth (test) - 60000 * max_fee;
  nonces = dex_await_boxed (surety_nonces_read (test->endpoints, &test->player), &error);
  g_assert_no_error (error);
  transaction.nonce = nonces->next;
  bytes = dex_await_boxed (surety_signer_sign (test->signer, &transaction), &error);
  g_assert_no_error (error);
  dex_await (surety_sender_send (test->endpoints, bytes), &error);
  g_assert_no_error (error);
}

static void
test_no_gas (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  g_autoptr (SuretyFees) fees = NULL;
  Address provider = protocol_test_find_open_operator (test->protocol);
  g_autoptr (SuretyIntent) intent = enter (test, &provider);

  fees = dex_await_boxed (surety_fees_suggest (test->endpoints, 0, 12), NULL);
  send_all (test, fees->fee[SURETY_SPEED_FAST].max);
  assert_refused (test, intent, SURETY_PROTOCOL_ERROR_GAS);
}

/* --- other ways --- */

static void
advance (guint64 blocks, gpointer user_data)
{
  if (blocks > 0)
    surety_practice_mine (user_data, blocks);
}

static EigenlayerCase
make_case (ProtocolTest *test)
{
  return (EigenlayerCase) {
    .network = test->network,
    .endpoints = test->endpoints,
    .protocol = test->protocol,
    .journal = test->journal,
    .signer = test->signer,
    .strategy = *protocol_test_strategy (test->network, "rETH"),
    .amount = protocol_test_units ("0.5"),
    .provider = protocol_test_find_open_operator (test->protocol),
    .advance = advance,
    .user_data = test->practice,
  };
}

/* The step says what its shares are worth, and so does the journal. */
static void
test_exit_names_its_worth (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  EigenlayerCase one = make_case (test);
  g_autoptr (SuretyHoldings) holdings = NULL;
  g_autoptr (SuretyPosition) position = NULL;
  g_autoptr (SuretyIntent) leave = NULL;
  g_autoptr (SuretyIntent)
    leave_all = surety_intent_new_exit (&test->player, &one.strategy, U256_MAX);
  g_autoptr (SuretyPlan) plan = NULL;
  g_autoptr (SuretyPlan) plan_all = NULL;
  g_autoptr (SuretyStep) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;
  u256 held = 0;
  u256 worth = 0;
  u256 read = 0;

  eigenlayer_case_enters (&one);
  holdings = eigenlayer_case_load (&one);
  position = g_list_model_get_item (surety_holdings_get_positions (holdings), 0);
  held = surety_figure_get_value (surety_position_get_worth (position));
  leave = surety_intent_new_exit (&test->player, &one.strategy,
                                  surety_position_get_deposit_shares (position) / 2u);
  plan = dex_await_object (surety_protocol_plan (test->protocol, leave), &error);
  g_assert_no_error (error);
  g_assert_true (surety_step_get_worth (surety_plan_get_step (plan, 0), &worth));
  g_assert_true (worth >= held / 2u && worth <= held / 2u + 2u);

  json = surety_step_to_json (surety_plan_get_step (plan, 0));
  again = surety_step_new_from_json (json, &error);
  g_assert_no_error (error);
  g_assert_true (surety_step_get_worth (again, &read) && read == worth);

  /* Of all of them it is never more than what is held. */
  plan_all = dex_await_object (surety_protocol_plan (test->protocol, leave_all), &error);
  g_assert_no_error (error);
  g_assert_true (surety_step_get_worth (surety_plan_get_step (plan_all, 0), &worth));
  g_assert_true (worth <= held && worth + 2u >= held);
}

/* An exit may end as shares again, with whom one delegates to by then. */
static void
test_finish_as_shares (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  EigenlayerCase one = make_case (test);
  g_autoptr (SuretyIntent) leave = surety_intent_new_exit (&test->player, &one.strategy, U256_MAX);
  g_autoptr (SuretyIntent) finish = NULL;
  g_autoptr (SuretyHoldings) queued = NULL;
  g_autoptr (SuretyHoldings) after = NULL;
  g_autoptr (SuretyExit) exit = NULL;

  eigenlayer_case_enters (&one);
  g_assert_cmpuint (eigenlayer_case_run (&one, leave), ==, 1);
  queued = eigenlayer_case_load (&one);
  g_assert_cmpuint (g_list_model_get_n_items (surety_holdings_get_positions (queued)), ==, 0);
  exit = g_list_model_get_item (surety_holdings_get_exits (queued), 0);
  g_assert_cmpstr (surety_exit_get_token (exit, 0)->symbol, ==, "rETH");
  g_assert_true (surety_figure_is_known (surety_exit_get_worth (exit, 0)));
  finish = surety_intent_new_finish_exit (&test->player, exit, FALSE);
  surety_practice_mine (test->practice, surety_holdings_get_exit_delay (queued) + 1);
  g_assert_cmpuint (eigenlayer_case_run (&one, finish), ==, 1);
  after = eigenlayer_case_load (&one);
  g_assert_cmpuint (g_list_model_get_n_items (surety_holdings_get_positions (after)), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (surety_holdings_get_exits (after)), ==, 0);
}

/* A chain without Multicall3: slower, the same. */
static void
test_without_multicall (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  EigenlayerCase one;
  Address address;

  g_clear_object (&test->network);
  test->network = protocol_test_edit_network (NULL, protocol_test_without_multicall, NULL);
  g_assert_false (surety_network_get_contract (test->network, "Multicall3", &address, NULL));
  g_clear_object (&test->protocol);
  test->protocol = surety_eigenlayer_new (test->network, test->endpoints);

  one = make_case (test);
  eigenlayer_case_refuses_bad_plans (&one);
  eigenlayer_case_enters (&one);
}

/* EIP-7702: another's code runs for the account. */
static void
test_delegated_code (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  g_autoptr (RiggedTransport) line = rigged_transport_new (SURETY_TRANSPORT (test->practice));
  g_autoptr (SuretyEndpoints)
    endpoints = surety_endpoints_new (surety_network_get_chain_id (test->network));
  g_autoptr (SuretyProtocol) protocol = NULL;
  g_autoptr (SuretyHoldings) plain = NULL;
  g_autoptr (SuretyHoldings) delegated = NULL;
  g_autoptr (SuretyHoldings) contract = NULL;

  surety_endpoints_add (endpoints, SURETY_TRANSPORT (line));
  protocol = surety_eigenlayer_new (test->network, endpoints);
  plain = dex_await_object (surety_protocol_load_holdings (protocol, &test->player), NULL);
  g_assert_true (surety_holdings_get_code_known (plain));
  g_assert_false (surety_holdings_get_code_delegated (plain));

  rigged_transport_lie (line, "eth_getCode", NULL,
                        "\"0xef0100aa00000000000000000000000000000000000001\"");
  delegated = dex_await_object (surety_protocol_load_holdings (protocol, &test->player), NULL);
  g_assert_true (surety_holdings_get_code_delegated (delegated));
  g_assert_cmpuint (surety_holdings_get_code_delegate (delegated)->bytes[0], ==, 0xaa);
  g_assert_cmpuint (surety_holdings_get_code_delegate (delegated)->bytes[19], ==, 1);

  rigged_transport_lie (line, "eth_getCode", NULL, "\"0x6001\"");
  contract = dex_await_object (surety_protocol_load_holdings (protocol, &test->player), NULL);
  g_assert_true (surety_holdings_get_code_known (contract));
  g_assert_false (surety_holdings_get_code_delegated (contract));
}

/* What is taken for gas is added up and shown as a cost. */
static void
test_gas_that_no_block_has_is_refused (void)
{
  static const struct
  {
    const char *gas;
    gboolean fits;
  } claims[] = {
    { "0x5208", TRUE },
    { "0xffffffff", TRUE },
    { "0x100000000", FALSE },
    { "0x5555555555555556", FALSE },
    { "0xffffffffffffffff", FALSE },
  };
  static const Address account = { { 1 } };
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);

  for (guint i = 0; i < G_N_ELEMENTS (claims); i++)
    {
      g_autoptr (SuretySeries) series = surety_series_new (&account);
      g_autofree char *text = g_strdup_printf ("[{\"calls\": [{\"status\": \"0x1\", "
                                               "\"returnData\": \"0x\", \"gasUsed\": \"%s\"}]}]",
                                               claims[i].gas);
      g_autoptr (JsonNode) result = json_from_string (text, NULL);
      g_autoptr (GError) error = NULL;

      surety_series_add (series, &account, &account, 0, nothing);
      g_assert_cmpint (surety_series_take_simulated (series, result, &error), ==, claims[i].fits);
      if (claims[i].fits)
        g_assert_no_error (error);
      else
        g_assert_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED);
    }
}

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);
  protocol_test_add ("/plan/delegation-paused", test_paused);
  protocol_test_add ("/plan/deposits-paused", test_deposits_paused);
  protocol_test_add ("/plan/strategy-closed", test_strategy_closed);
  protocol_test_add ("/plan/operator-wants-to-approve", test_approver);
  protocol_test_add ("/plan/operator-fully-slashed", test_fully_slashed);
  protocol_test_add ("/plan/no-eth-for-gas", test_no_gas);
  protocol_test_add ("/plan/exit-names-its-worth", test_exit_names_its_worth);
  protocol_test_add ("/plan/exit-ends-as-shares", test_finish_as_shares);
  protocol_test_add ("/plan/gas-that-no-block-has-is-refused",
                     test_gas_that_no_block_has_is_refused);
  protocol_test_add ("/plan/chain-without-multicall3", test_without_multicall);
  protocol_test_add ("/holdings/delegated-code-is-seen", test_delegated_code);
  return g_test_run ();
}
