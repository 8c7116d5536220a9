/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "eigenlayer-cases.h"
#include "practice-addresses.h"
#include "practice-eigen.h"
#include "protocol-test.h"
#include "rigged-transport.h"
#include "surety-eigenlayer-abi.h"
#include "surety-practice-private.h"
#include "surety-protocol-error.h"
#include "surety-review.h"
#include "surety-token-mint.h"

/* ETH into a token and on into its strategy, in one plan. */

#define DAY 86400u

static const SuretyToken *
token_of (SuretyNetwork *network, const char *symbol)
{
  for (guint i = 0; i < surety_network_get_n_tokens (network); i++)
    if (g_str_equal (surety_network_get_token (network, i)->symbol, symbol))
      return surety_network_get_token (network, i);
  for (guint i = 0; i < surety_network_get_n_other_tokens (network); i++)
    if (g_str_equal (surety_network_get_other_token (network, i)->symbol, symbol))
      return surety_network_get_other_token (network, i);
  g_assert_not_reached ();
}

static EigenlayerCase
case_of (ProtocolTest *test, const Address *provider)
{
  return (EigenlayerCase) {
    .network = test->network,
    .endpoints = test->endpoints,
    .protocol = test->protocol,
    .journal = test->journal,
    .signer = test->signer,
    .provider = *provider,
  };
}

static SuretyPlan *
make_plan (ProtocolTest *test,
           const char *symbol,
           u256 wei,
           const Address *provider,
           GError **error)
{
  const SuretyToken *token = token_of (test->network, symbol);
  g_autoptr (SuretyIntent)
    intent = surety_intent_new_enter_with_eth (&test->player, &token->strategy, wei, provider);

  return dex_await_object (surety_protocol_plan (test->protocol, intent), error);
}

static void
assert_refused (ProtocolTest *test,
                const char *symbol,
                const char *eth,
                SuretyProtocolError code,
                const Address *provider)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyPlan)
    plan = make_plan (test, symbol, protocol_test_units (eth), provider, &error);

  g_assert_null (plan);
  g_assert_error (error, SURETY_PROTOCOL_ERROR, (int) code);
}

static u256
load_balance (ProtocolTest *test, const SuretyToken *token)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
    assets = dex_await_object (surety_protocol_load_assets (test->protocol, &test->player), &error);

  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (assets); i++)
    {
      g_autoptr (SuretyAsset) asset = g_list_model_get_item (assets, i);

      if (surety_asset_get_token (asset) == token)
        return surety_figure_get_value (surety_asset_get_balance (asset));
    }
  g_assert_not_reached ();
}

/* The whole way; every promise is checked by the case. */
static void
run_mint (ProtocolTest *test, const char *symbol, const char *eth, const Address *provider)
{
  const SuretyToken *token = token_of (test->network, symbol);
  EigenlayerCase self = case_of (test, provider);
  g_autoptr (SuretyIntent)
    intent = surety_intent_new_enter_with_eth (&test->player, &token->strategy,
                                               protocol_test_units (eth), provider);
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyPlan)
    plan = dex_await_object (surety_protocol_plan (test->protocol, intent), &error);
  SuretyStep *mint, *deposit;
  u256 before = load_balance (test, token);
  u256 after, dust;

  g_assert_no_error (error);
  mint = surety_plan_get_step (plan, 0);
  deposit = surety_plan_get_step (plan, 2);
  g_assert_cmpstr (surety_step_get_kind (mint), ==, "mint");
  g_assert_cmpstr (surety_step_get_kind (surety_plan_get_step (plan, 1)), ==, "approve");
  g_assert_cmpstr (surety_step_get_kind (deposit), ==, "deposit");
  g_assert_true (surety_step_get_value (mint) == protocol_test_units (eth));
  g_assert_true (surety_step_get_amount (mint) == surety_step_get_amount (deposit));
  g_assert_true (surety_step_get_value (deposit) == 0);

  g_assert_cmpuint (eigenlayer_case_run (&self, intent), >=, 3);

  /* What was there is still there, and of what arrived less than a thousandth stays behind (a loan is
   * carefully taken: two). */
  after = load_balance (test, token);
  g_assert_true (after + 100 >= before);
  dust = after > before ? after - before : 0;
  g_assert_true (dust <= surety_step_get_amount (deposit) / 500);
}

static void
test_each_token_is_made_of_eth (void)
{
  static const char *const now[] = { "stETH", "rETH", "swETH", "sfrxETH", "osETH" };
  static const char *const later[] = { "ETHx", "mETH" };
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  Address provider = protocol_test_find_open_operator (test->protocol);

  for (guint i = 0; i < G_N_ELEMENTS (now); i++)
    run_mint (test, now[i], "0.6", &provider);
  surety_practice_wind_seconds (test->practice, 11 * DAY);
  for (guint i = 0; i < G_N_ELEMENTS (later); i++)
    run_mint (test, later[i], "0.6", &provider);
}

static void
test_what_the_contracts_refuse_is_refused_before (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  Address provider = protocol_test_find_open_operator (test->protocol);

  assert_refused (test, "ETHx", "1", SURETY_PROTOCOL_ERROR_MINT_CLOSED, &provider);  /* paused */
  assert_refused (test, "mETH", "1", SURETY_PROTOCOL_ERROR_MINT_CLOSED, &provider);  /* full */
  assert_refused (test, "cbETH", "1", SURETY_PROTOCOL_ERROR_MINT_CLOSED, &provider); /* off chain */
  assert_refused (test, "LsETH", "1", SURETY_PROTOCOL_ERROR_MINT_CLOSED, &provider); /* chosen */
  assert_refused (test, "EIGEN", "1", SURETY_PROTOCOL_ERROR_MINT_CLOSED, &provider);
  assert_refused (test, "rETH", "0.009", SURETY_PROTOCOL_ERROR_MINT_AMOUNT, &provider);
  assert_refused (test, "rETH", "10000.1", SURETY_PROTOCOL_ERROR_MINT_AMOUNT, &provider);
  assert_refused (test, "osETH", "137001", SURETY_PROTOCOL_ERROR_MINT_AMOUNT, &provider);
  assert_refused (test, "stETH", "0.000000000000000010", SURETY_PROTOCOL_ERROR_MINT_AMOUNT,
                  &provider);
  /* More than there is; all there is, with nothing left for gas. */
  assert_refused (test, "stETH", "10.5", SURETY_PROTOCOL_ERROR_AMOUNT, &provider);
  assert_refused (test, "stETH", "10", SURETY_PROTOCOL_ERROR_GAS, &provider);

  surety_practice_wind_seconds (test->practice, 11 * DAY);
  assert_refused (test, "mETH", "0.09", SURETY_PROTOCOL_ERROR_MINT_AMOUNT, &provider);
}

static void
test_steth_is_a_few_wei_less_than_its_eth (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  Address provider = protocol_test_find_open_operator (test->protocol);
  g_autoptr (GError) error = NULL;
  u256 wei = protocol_test_units ("0.123456789012345678");
  g_autoptr (SuretyPlan) plan = make_plan (test, "stETH", wei, &provider, &error);

  g_assert_no_error (error);
  /* Fact sheet, vector L1: 1 or 2 wei go at each move. */
  g_assert_true (surety_step_get_amount (surety_plan_get_step (plan, 2)) == wei - 10);
}

/* So many tokens, whatever ETH it takes: exactly those are deposited. */
static void
test_amount_of_tokens_decides_the_eth (void)
{
  static const char *const symbols[] = { "stETH", "rETH", "osETH", "swETH" };
  static const char *const amounts[] = { "0.05", "1.5" };
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  Address provider = protocol_test_find_open_operator (test->protocol);

  for (guint i = 0; i < G_N_ELEMENTS (symbols); i++)
    for (guint k = 0; k < G_N_ELEMENTS (amounts); k++)
      {
        const SuretyToken *token = token_of (test->network, symbols[i]);
        u256 amount = protocol_test_units (amounts[k]);
        g_autoptr (SuretyIntent)
          intent = surety_intent_new_enter_minting (&test->player, &token->strategy, amount,
                                                    &provider);
        g_autoptr (GError) error = NULL;
        g_autoptr (SuretyPlan)
          plan = dex_await_object (surety_protocol_plan (test->protocol, intent), &error);
        u256 wei;

        g_assert_no_error (error);
        wei = surety_step_get_value (surety_plan_get_step (plan, 0));
        g_assert_true (surety_step_get_amount (surety_plan_get_step (plan, 0)) >= amount);
        g_assert_true (surety_step_get_amount (surety_plan_get_step (plan, 2)) == amount);
        /* Worth it, and a thousandth more at most (a loan: nine tenths of it). */
        g_assert_true (wei >= amount);
        g_assert_true (wei < amount * 14u / 10u);
      }
}

static void
test_meth_asks_for_no_less_than_promised (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  Address provider = protocol_test_find_open_operator (test->protocol);
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyPlan) plan = NULL;
  g_autoptr (SuretyDecodedCall) call = NULL;
  g_autoptr (SuretyDecodedArg) arg = NULL;
  char amount[U256_DECIMAL_SIZE];

  surety_practice_wind_seconds (test->practice, 11 * DAY);
  plan = make_plan (test, "mETH", U256_WAD, &provider, &error);
  g_assert_no_error (error);
  call = surety_review_decode_step (test->network, surety_plan_get_step (plan, 0), &error);
  g_assert_no_error (error);
  arg = g_list_model_get_item (surety_decoded_call_get_args (call), 0);
  u256_to_decimal (surety_step_get_amount (surety_plan_get_step (plan, 0)), amount);
  g_assert_cmpstr (surety_decoded_arg_get_text (arg), ==, amount);
  g_assert_true (g_str_has_suffix (surety_decoded_arg_get_label (arg), " mETH"));
}

typedef struct
{
  ProtocolTest *test;
  u256 wsteth;
  u256 reth;
} Least;

static DexFuture *
least_flow (SuretyFlow *flow, gpointer data)
{
  Least *least = data;
  const SuretyToken *wsteth = token_of (least->test->network, "wstETH");
  const SuretyToken *reth = token_of (least->test->network, "rETH");
  g_autoptr (SuretyTokenAsking)
    asking = surety_token_asking_new (least->test->network, least->test->endpoints, NULL);
  SuretyMintCalls a, b;

  surety_token_mint_ask (asking, wsteth, U256_WAD, &a);
  surety_token_mint_ask (asking, reth, U256_WAD, &b);
  g_assert_true (surety_token_asking_run (asking, flow, NULL));
  g_assert_cmpint (surety_token_mint_least (asking, wsteth, &a, U256_WAD, &least->wsteth), ==,
                   SURETY_SHEET_KNOWN);
  g_assert_cmpint (surety_token_mint_least (asking, reth, &b, U256_WAD, &least->reth), ==,
                   SURETY_SHEET_KNOWN);
  surety_token_mint_calls_clear (&a);
  surety_token_mint_calls_clear (&b);
  return dex_future_new_true ();
}

static void
test_wrapping_makes_fewer_tokens (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  Least least = { .test = test };

  g_assert_true (dex_await (surety_flow_spawn (least_flow, &least, NULL), NULL));
  /* 1 ETH is 1 stETH, and that is 0.8 of wstETH (a share each), not 1.24. */
  g_assert_true (least.wsteth > protocol_test_units ("0.79"));
  g_assert_true (least.wsteth < protocol_test_units ("0.81"));
  /* Rocket Pool's fee is taken off before: 0.05 %. */
  g_assert_true (least.reth < protocol_test_units ("0.8589"));
  g_assert_true (least.reth > protocol_test_units ("0.8570"));
}

/* --- a strategy that takes the wrapped token --- */

static const PracticePart *const strategy_parts[] = { &practice_strategy_part,
                                                      &practice_pausable_part, NULL };
#define WSTETH_STRATEGY "0x00000000000000000000000000000000000057e7"

static gboolean
whitelist (PracticeEnv *env, gpointer unused)
{
  Address strategy = practice_address (WSTETH_STRATEGY);

  practice_whitelist_strategy (env, &strategy);
  return TRUE;
}

static void
add_wsteth (JsonObject *file, gpointer unused)
{
  g_autoptr (JsonObject) wsteth = json_object_ref (
    json_array_get_object_element (json_object_get_array_member (file, "otherTokens"), 0));

  json_object_set_string_member (wsteth, "strategy", WSTETH_STRATEGY);
  json_array_add_object_element (json_object_get_array_member (file, "tokens"),
                                 g_steal_pointer (&wsteth));
  json_object_remove_member (file, "otherTokens");
}

/* The practice network with a strategy for wstETH, as StrategyFactory makes them for anybody. */
static SuretyNetwork *
network_with_wsteth (SuretyPractice *practice)
{
  PracticeChain *chain = surety_practice_get_chain (practice);
  PracticeStrategy strategy = {
    .token = practice_address (PRACTICE_ADDRESS_WSTETH),
    .max_per_deposit = U256_MAX,
    .max_total = U256_MAX,
  };
  Address address = practice_address (WSTETH_STRATEGY);

  practice_world_add (practice_chain_world (chain), &address, strategy_parts,
                      g_memdup2 (&strategy, sizeof strategy));
  practice_chain_system_run (chain, &address, &address, whitelist, NULL);
  return protocol_test_edit_network (NULL, add_wsteth, NULL);
}

static void
test_steth_is_wrapped_where_the_strategy_takes_it_so (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  Address provider = protocol_test_find_open_operator (test->protocol);
  g_autoptr (SuretyNetwork) network = network_with_wsteth (test->practice);
  g_autoptr (SuretyProtocol) protocol = surety_eigenlayer_new (network, test->endpoints);
  EigenlayerCase self = case_of (test, &provider);
  const char *const kinds[] = { "mint", "approve-wrap", "wrap", "approve", "deposit", "delegate" };
  u256 amount = protocol_test_units ("0.5");
  Address strategy = practice_address (WSTETH_STRATEGY);
  g_autoptr (SuretyIntent)
    intent = surety_intent_new_enter_minting (&test->player, &strategy, amount, &provider);
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyPlan) plan = dex_await_object (surety_protocol_plan (protocol, intent), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (surety_plan_get_n_steps (plan), ==, G_N_ELEMENTS (kinds));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_assert_cmpstr (surety_step_get_kind (surety_plan_get_step (plan, i)), ==, kinds[i]);
  /* Half a wstETH takes 0.62 stETH, and not the other way round. */
  g_assert_true (surety_step_get_value (surety_plan_get_step (plan, 0)) >
                 protocol_test_units ("0.62"));
  g_assert_true (surety_step_get_value (surety_plan_get_step (plan, 0)) <
                 protocol_test_units ("0.63"));
  g_assert_true (surety_step_get_amount (surety_plan_get_step (plan, 4)) == amount);

  self.network = network;
  self.protocol = protocol;
  g_assert_cmpuint (eigenlayer_case_run (&self, intent), ==, G_N_ELEMENTS (kinds));
}

/* --- the review --- */

static void
test_review_knows_the_mints_and_nothing_like_them (void)
{
  g_autoptr (SuretyNetwork) network = surety_network_new_builtin ("mainnet");
  const SuretyToken *reth = token_of (network, "rETH");
  const SuretyToken *ethx = token_of (network, "ETHx");
  const SuretyToken *steth = token_of (network, "stETH");
  const Address account = { { 1, 2, 3 } };
  const Address other = { { 9 } };
  Transaction transaction = { .kind = TRANSACTION_EIP1559, .chain_id = 1, .gas_limit = 100000 };
  Buffer data = buffer_new ();
  AbiValue receiver = abi_address (&account);
  AbiValue referral = abi_address (&other);
  g_autoptr (SuretyDecodedCall) decoded = NULL;
  g_autoptr (GError) error = NULL;

  /* Rocket Pool's pool where the file knows it, with ETH. */
  g_assert_cmpint (abi_encode_call (surety_eigenlayer_abi (EL_DEPOSIT), NULL, 0, &data), ==,
                   CORE_OK);
  transaction.data = buffer_bytes (&data);
  transaction.to = reth->facts->mint.place.known;
  transaction.value = U256_WAD;
  decoded = surety_review_decode (network, &transaction, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (surety_decoded_call_get_contract (decoded), ==, "Rocket Pool (rETH)");
  g_assert_true (surety_decoded_call_get_value (decoded) == U256_WAD);
  /* Without ETH; at a contract of another kind (Stader's deposit takes a receiver); at anybody's. */
  transaction.value = 0;
  g_assert_null (surety_review_decode (network, &transaction, NULL));
  transaction.value = U256_WAD;
  transaction.to = ethx->facts->mint.place.address;
  g_assert_null (surety_review_decode (network, &transaction, NULL));
  transaction.to = other;
  g_assert_null (surety_review_decode (network, &transaction, NULL));
  /* The registry is no pool. */
  transaction.to = reth->facts->mint.place.address;
  g_assert_null (surety_review_decode (network, &transaction, NULL));

  /* A referral is refused: nobody explained it. */
  buffer_clear (&data);
  g_assert_cmpint (abi_encode_call (surety_eigenlayer_abi (EL_SUBMIT), &referral, 1, &data), ==,
                   CORE_OK);
  transaction.data = buffer_bytes (&data);
  transaction.to = steth->token;
  g_assert_null (surety_review_decode (network, &transaction, NULL));

  /* ETH with a call that takes none. */
  buffer_clear (&data);
  g_assert_cmpint (abi_encode_call (surety_eigenlayer_abi (EL_UNDELEGATE), &receiver, 1, &data), ==,
                   CORE_OK);
  transaction.data = buffer_bytes (&data);
  g_assert_true (surety_network_get_contract (network, "DelegationManager", &transaction.to, NULL));
  g_assert_null (surety_review_decode (network, &transaction, NULL));
  buffer_clear (&data);
}

/* A step to Stader for receiver, signed by the player. */
static gboolean
check_signed (ProtocolTest *test, const Address *receiver, GError **error)
{
  const SuretyToken *ethx = token_of (test->network, "ETHx");
  AbiValue arg = abi_address (receiver);
  Buffer data = buffer_new ();
  g_autoptr (GBytes) calldata = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GPtrArray) promises = g_ptr_array_new ();
  g_autoptr (SuretyStep) step = NULL;
  Transaction transaction = {
    .kind = TRANSACTION_EIP1559,
    .chain_id = SURETY_PRACTICE_CHAIN_ID,
    .gas_limit = 300000,
    .max_fee = 1000000000,
    .max_priority_fee = 1,
    .to = ethx->facts->mint.place.address,
    .value = U256_WAD,
  };
  gboolean ok;

  g_assert_cmpint (abi_encode_call (surety_eigenlayer_abi (EL_DEPOSIT_FOR), &arg, 1, &data), ==,
                   CORE_OK);
  calldata = g_bytes_new (data.data, data.len);
  transaction.data = buffer_bytes (&data);
  step = surety_step_new (&(SuretyStepFacts) {
    .kind = "mint",
    .to = transaction.to,
    .signature = surety_eigenlayer_abi_text (EL_DEPOSIT_FOR),
    .calldata = calldata,
    .value = transaction.value,
    .promises = promises,
    .symbol = "ETHx",
    .decimals = 18,
  });
  bytes = dex_await_boxed (surety_signer_sign (test->signer, &transaction), error);
  g_assert_nonnull (bytes);
  ok = surety_review_check_signed (test->network, step, &test->player, bytes, error);
  buffer_clear (&data);
  return ok;
}

static void
test_what_is_made_is_the_accounts_own (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  const Address other = { { 9 } };
  g_autoptr (GError) error = NULL;

  g_assert_true (check_signed (test, &test->player, &error));
  g_assert_no_error (error);
  g_assert_false (check_signed (test, &other, &error));
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVIEW);
}

static void
test_intent_is_kept (void)
{
  const Address account = { { 1 } };
  const Address strategy = { { 2 } };
  const Address provider = { { 3 } };
  g_autoptr (SuretyIntent)
    intent = surety_intent_new_enter_with_eth (&account, &strategy, 12345, &provider);
  g_autofree char *json = surety_intent_to_json (intent);
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyIntent) again = surety_intent_new_from_json (json, &error);

  g_assert_no_error (error);
  g_assert_true (surety_intent_get_eth (again) == 12345);
  g_assert_true (surety_intent_get_amount (again) == 0);
  g_assert_true (address_equal (surety_intent_get_provider (again), &provider));
  g_assert_true (surety_intent_get_mints (again));

  g_clear_object (&intent);
  g_free (g_steal_pointer (&json));
  intent = surety_intent_new_enter_minting (&account, &strategy, 77, &provider);
  json = surety_intent_to_json (intent);
  g_clear_object (&again);
  again = surety_intent_new_from_json (json, &error);
  g_assert_no_error (error);
  g_assert_true (surety_intent_get_mints (again));
  g_assert_true (surety_intent_get_eth (again) == 0);
  g_assert_true (surety_intent_get_amount (again) == 77);
}

/* The file knows another one than the registry says. */
static void
know_another_pool (JsonObject *file, gpointer unused)
{
  JsonArray *tokens = json_object_get_array_member (file, "tokens");
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (tokens); i++)
    {
      JsonObject *token = json_array_get_object_element (tokens, i);
      JsonObject *mint = NULL;

      if (!g_str_equal (json_object_get_string_member (token, "symbol"), "rETH"))
        continue;
      mint = json_object_get_object_member (json_object_get_object_member (token, "facts"), "mint");
      g_assert_true (json_object_has_member (mint, "known"));
      json_object_set_string_member (mint, "known", "0x23E87C8f0F806CF26a577ADCB2e4316735A00d29");
      n++;
    }
  g_assert_cmpuint (n, ==, 1);
}

/* A pool that moved is not followed. */
static void
test_pool_that_moved_is_not_paid (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  Address provider = protocol_test_find_open_operator (test->protocol);
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyProtocol) protocol = NULL;
  g_autoptr (SuretyNetwork) network = NULL;
  g_autoptr (SuretyIntent) intent = NULL;
  g_autoptr (SuretyPlan) plan = NULL;

  network = protocol_test_edit_network (NULL, know_another_pool, NULL);
  protocol = surety_eigenlayer_new (network, test->endpoints);
  intent = surety_intent_new_enter_with_eth (&test->player,
                                             protocol_test_strategy (network, "rETH"), U256_WAD,
                                             &provider);
  plan = dex_await_object (surety_protocol_plan (protocol, intent), &error);
  g_assert_null (plan);
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_MINT_CLOSED);
}

/* How much ETH goes out for an amount of tokens is no endpoint's word alone where there are two. */
static void
test_two_endpoints_must_agree_on_the_rate (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  g_autoptr (SuretyNetwork)
    network = protocol_test_edit_network (NULL, protocol_test_without_multicall, NULL);
  g_autoptr (RiggedTransport) line = rigged_transport_new (SURETY_TRANSPORT (test->practice));
  g_autoptr (SuretyEndpoints)
    endpoints = surety_endpoints_new (surety_network_get_chain_id (network));
  g_autoptr (SuretyProtocol) protocol = NULL;
  const SuretyToken *token = token_of (network, "rETH");
  Address provider = protocol_test_find_open_operator (test->protocol);
  g_autoptr (SuretyIntent)
    intent = surety_intent_new_enter_minting (&test->player, &token->strategy,
                                              protocol_test_units ("0.05"), &provider);
  g_autoptr (SuretyPlan) plan = NULL;
  g_autoptr (SuretyPlan) other = NULL;
  g_autoptr (GError) error = NULL;

  surety_endpoints_add (endpoints, SURETY_TRANSPORT (line));
  surety_endpoints_add (endpoints, SURETY_TRANSPORT (test->practice));
  protocol = surety_eigenlayer_new (network, endpoints);
  plan = dex_await_object (surety_protocol_plan (protocol, intent), &error);
  g_assert_no_error (error);

  /* A tenth of a token for each ETH: ten times as much would be sent. */
  rigged_transport_answer (line, &token->token,
                           "function getRethValue(uint256 ethAmount) view returns (uint256)",
                           (guint64[]) { 100000000000000000u }, 1);
  other = dex_await_object (surety_protocol_plan (protocol, intent), &error);
  g_assert_null (other);
  g_assert_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_DISAGREE);
}

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);

  protocol_test_add ("/lst/mint/each-token-is-made-of-eth", test_each_token_is_made_of_eth);
  protocol_test_add ("/lst/mint/what-the-contracts-refuse-is-refused-before",
                     test_what_the_contracts_refuse_is_refused_before);
  protocol_test_add ("/lst/mint/steth-is-a-few-wei-less-than-its-eth",
                     test_steth_is_a_few_wei_less_than_its_eth);
  protocol_test_add ("/lst/mint/amount-of-tokens-decides-the-eth",
                     test_amount_of_tokens_decides_the_eth);
  protocol_test_add ("/lst/mint/two-endpoints-must-agree-on-the-rate",
                     test_two_endpoints_must_agree_on_the_rate);
  protocol_test_add ("/lst/mint/meth-asks-for-no-less-than-promised",
                     test_meth_asks_for_no_less_than_promised);
  protocol_test_add ("/lst/mint/wrapping-makes-fewer-tokens", test_wrapping_makes_fewer_tokens);
  protocol_test_add ("/lst/mint/steth-is-wrapped-where-the-strategy-takes-it-so",
                     test_steth_is_wrapped_where_the_strategy_takes_it_so);
  g_test_add_func ("/lst/mint/review-knows-the-mints-and-nothing-like-them",
                   test_review_knows_the_mints_and_nothing_like_them);
  protocol_test_add ("/lst/mint/what-is-made-is-the-accounts-own",
                     test_what_is_made_is_the_accounts_own);
  g_test_add_func ("/lst/mint/intent-is-kept", test_intent_is_kept);
  protocol_test_add ("/lst/mint/pool-that-moved-is-not-paid", test_pool_that_moved_is_not_paid);

  return g_test_run ();
}
