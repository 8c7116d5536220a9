/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-network.h"

#include <string.h>

#include "practice-addresses.h"
#include "surety-eigenlayer-abi.h"
#include "surety-practice.h"
#include "surety-protocol-error.h"

#define ADDRESS_A "0x39053D51B77DC0d36036Fc1fCc8Cb819df8Ef37A"
#define ADDRESS_B "0x858646372CC42E1A627fcE94aa7A7033e7CF075A"
#define ADDRESS_C "0x948a420b8CC1d6BFd0B6087C2E7c344a2CD0bc39"
#define ADDRESS_D "0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84"
#define ADDRESS_E "0x93c4b944D05dfe6df7645A86cd2206016c51564D"

#define HEAD                                                                                 \
  "'schema': 1, 'key': 'private-1', 'name': 'Private', 'kind': 'custom', 'chainId': 31337, " \
  "'blockSeconds': 12, 'confirmations': 1"
#define CONTRACTS                                                        \
  "'contracts': {"                                                       \
  "'DelegationManager': {'address': '" ADDRESS_A "', 'startBlock': 0}, " \
  "'StrategyManager': {'address': '" ADDRESS_B "', 'startBlock': 0}, "   \
  "'AllocationManager': {'address': '" ADDRESS_C "', 'startBlock': 7}}"
#define TOKEN                                                                          \
  "{'symbol': 'stETH', 'name': 'Staked', 'issuer': 'Lido', 'token': '" ADDRESS_D "', " \
  "'strategy': '" ADDRESS_E "', 'decimals': 18, 'rebasing': true, 'rate': {'kind': 'one'}}"
#define TOKENS "'tokens': [" TOKEN "]"
#define ENDPOINTS \
  "'endpoints': [{'name': 'Mine', 'url': 'http://127.0.0.1:8545', 'learns': 'Nothing.'}]"
#define GOOD "{" HEAD ", " CONTRACTS ", " TOKENS ", " ENDPOINTS "}"

/* ' is written for " in these texts. */
static SuretyNetwork *
parse (const char *text, GError **error)
{
  g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));

  return surety_network_new_from_json (bytes, error);
}

static void
test_built_in (void)
{
  static const struct
  {
    const char *key;
    guint64 chain_id;
    SuretyNetworkKind kind;
    guint tokens;
  } expected[] = {
    { "mainnet", 1, SURETY_NETWORK_MAINNET, 13 },
    { "hoodi", 560048, SURETY_NETWORK_TEST, 2 },
    { "sepolia", 11155111, SURETY_NETWORK_TEST, 2 },
    { "practice", 20260001, SURETY_NETWORK_PRACTICE, 12 },
  };
  g_autoptr (GListModel) networks = surety_network_list_builtin ();

  g_assert_cmpuint (g_list_model_get_n_items (networks), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (SuretyNetwork) network = g_list_model_get_item (networks, i);
      Address multicall;

      g_assert_cmpstr (surety_network_get_key (network), ==, expected[i].key);
      g_assert_cmpuint (surety_network_get_chain_id (network), ==, expected[i].chain_id);
      g_assert_cmpint (surety_network_get_kind (network), ==, expected[i].kind);
      g_assert_cmpuint (surety_network_get_n_tokens (network), ==, expected[i].tokens);
      g_assert_true (surety_network_get_contract (network, "Multicall3", &multicall, NULL));
      /* Each rate that is named can be read. */
      for (guint k = 0; k < expected[i].tokens; k++)
        {
          const char *kind = surety_network_get_token (network, k)->rate_kind;

          g_assert_true (g_str_equal (kind, "one") || g_str_equal (kind, "none") ||
                         surety_eigenlayer_rate (kind) != NULL);
        }
    }
  g_assert_null (surety_network_new_builtin ("nowhere"));
}

/* The practice network and its file are two places that must say the same. */
static void
test_practice_agrees (void)
{
  static const struct
  {
    const char *name;
    const char *address;
  } contracts[] = {
    { "StrategyManager", PRACTICE_ADDRESS_STRATEGY_MANAGER },
    { "DelegationManager", PRACTICE_ADDRESS_DELEGATION_MANAGER },
    { "AllocationManager", PRACTICE_ADDRESS_ALLOCATION_MANAGER },
    { "RewardsCoordinator", PRACTICE_ADDRESS_REWARDS_COORDINATOR },
    { "EigenPodManager", PRACTICE_ADDRESS_EIGEN_POD_MANAGER },
    { "PermissionController", PRACTICE_ADDRESS_PERMISSION_CONTROLLER },
    { "StrategyFactory", PRACTICE_ADDRESS_STRATEGY_FACTORY },
    { "Multicall3", PRACTICE_ADDRESS_MULTICALL3 },
  };
  static const struct
  {
    const char *symbol;
    const char *token;
    const char *strategy;
    const char *rate_source;
  } tokens[] = {
    { "stETH", PRACTICE_ADDRESS_STETH, PRACTICE_ADDRESS_STRATEGY_STETH, NULL },
    { "rETH", PRACTICE_ADDRESS_RETH, PRACTICE_ADDRESS_STRATEGY_RETH, PRACTICE_ADDRESS_RETH },
    { "cbETH", PRACTICE_ADDRESS_CBETH, PRACTICE_ADDRESS_STRATEGY_CBETH, PRACTICE_ADDRESS_CBETH },
    { "ETHx", PRACTICE_ADDRESS_ETHX, PRACTICE_ADDRESS_STRATEGY_ETHX,
      PRACTICE_ADDRESS_STADER_POOLS_MANAGER },
    { "osETH", PRACTICE_ADDRESS_OSETH, PRACTICE_ADDRESS_STRATEGY_OSETH,
      PRACTICE_ADDRESS_OSETH_CONTROLLER },
    { "mETH", PRACTICE_ADDRESS_METH, PRACTICE_ADDRESS_STRATEGY_METH,
      PRACTICE_ADDRESS_METH_STAKING },
    { "sfrxETH", PRACTICE_ADDRESS_SFRXETH, PRACTICE_ADDRESS_STRATEGY_SFRXETH,
      PRACTICE_ADDRESS_SFRXETH },
    { "swETH", PRACTICE_ADDRESS_SWETH, PRACTICE_ADDRESS_STRATEGY_SWETH, PRACTICE_ADDRESS_SWETH },
    { "LsETH", PRACTICE_ADDRESS_LSETH, PRACTICE_ADDRESS_STRATEGY_LSETH, PRACTICE_ADDRESS_LSETH },
    { "ankrETH", PRACTICE_ADDRESS_ANKRETH, PRACTICE_ADDRESS_STRATEGY_ANKRETH,
      PRACTICE_ADDRESS_ANKRETH },
    { "wBETH", PRACTICE_ADDRESS_WBETH, PRACTICE_ADDRESS_STRATEGY_WBETH, PRACTICE_ADDRESS_WBETH },
    { "EIGEN", PRACTICE_ADDRESS_EIGEN, PRACTICE_ADDRESS_STRATEGY_EIGEN, NULL },
  };
  g_autoptr (SuretyNetwork) network = surety_network_new_builtin ("practice");
  char text[ADDRESS_TEXT_SIZE];
  Address address;

  g_assert_cmpuint (surety_network_get_chain_id (network), ==, SURETY_PRACTICE_CHAIN_ID);
  g_assert_cmpuint (surety_network_get_block_seconds (network), ==, SURETY_PRACTICE_BLOCK_SECONDS);
  for (guint i = 0; i < G_N_ELEMENTS (contracts); i++)
    {
      g_assert_true (surety_network_get_contract (network, contracts[i].name, &address, NULL));
      address_to_text (&address, text);
      g_assert_cmpstr (text, ==, contracts[i].address);
    }
  g_assert_cmpuint (surety_network_get_n_tokens (network), ==, G_N_ELEMENTS (tokens));
  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      const SuretyToken *token = surety_network_get_token (network, i);

      g_assert_cmpstr (token->symbol, ==, tokens[i].symbol);
      address_to_text (&token->token, text);
      g_assert_cmpstr (text, ==, tokens[i].token);
      address_to_text (&token->strategy, text);
      g_assert_cmpstr (text, ==, tokens[i].strategy);
      if (tokens[i].rate_source != NULL)
        {
          address_to_text (&token->rate_source, text);
          g_assert_cmpstr (text, ==, tokens[i].rate_source);
        }
    }
}

static void
test_custom (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyNetwork) network = parse (GOOD, &error);
  g_autofree char *label = NULL;
  g_autofree char *strategy_label = NULL;
  const SuretyToken *token;
  Address address;
  guint64 start = 0;

  g_assert_no_error (error);
  g_assert_cmpstr (surety_network_get_key (network), ==, "private-1");
  g_assert_cmpint (surety_network_get_kind (network), ==, SURETY_NETWORK_CUSTOM);
  g_assert_null (surety_network_get_explorer (network));
  g_assert_null (surety_network_get_rewards_server (network));
  g_assert_true (surety_network_get_contract (network, "AllocationManager", &address, &start));
  g_assert_cmpuint (start, ==, 7);
  g_assert_false (surety_network_get_contract (network, "Multicall3", &address, NULL));
  label = surety_network_dup_label (network, &address);
  g_assert_cmpstr (label, ==, "AllocationManager");

  token = surety_network_get_token (network, 0);
  g_assert_true (surety_network_find_strategy (network, &token->strategy) == token);
  strategy_label = surety_network_dup_label (network, &token->strategy);
  g_assert_cmpstr (strategy_label, ==, "stETH strategy");
  g_assert_null (surety_network_dup_label (network, &(Address) { { 1 } }));
  g_assert_cmpstr (surety_network_get_endpoint (network, 0)->url, ==, "http://127.0.0.1:8545");
}

typedef struct
{
  const char *find;
  const char *replace;
  const char *names; /* what the message must begin with */
} Broken;

static const Broken broken[] = {
  { "'schema': 1", "'schema': 2", "schema:" },
  { "'schema': 1, ", "", "schema:" },
  { "'key': 'private-1'", "'key': 'Private'", "key:" },
  { "'key': 'private-1'", "'key': ''", "key:" },
  { "'key': 'private-1'", "'key': 'mainnet'", "key:" },
  { "'key': 'private-1'", "'key': 7", "key:" },
  { "'name': 'Private'", "'name': 'Pri\\u202evate'", "name:" },
  { "'name': 'Private'", "'name': 'a\\nb'", "name:" },
  { "'kind': 'custom'", "'kind': 'mainnet'", "kind:" },
  { "'kind': 'custom'", "'kind': 'practice'", "kind:" },
  { "'kind': 'custom'", "'kind': 'other'", "kind:" },
  { "'chainId': 31337", "'chainId': 1", "chainId:" },
  { "'chainId': 31337", "'chainId': 560048", "chainId:" },
  { "'chainId': 31337", "'chainId': 0", "chainId:" },
  { "'chainId': 31337", "'chainId': -1", "chainId:" },
  { "'chainId': 31337", "'chainId': 1.5", "chainId:" },
  { "'chainId': 31337", "'chainId': '31337'", "chainId:" },
  { "'blockSeconds': 12", "'blockSeconds': 0", "blockSeconds:" },
  { "'blockSeconds': 12", "'blockSeconds': 4000", "blockSeconds:" },
  { "'confirmations': 1", "'confirmations': 0", "confirmations:" },
  { "'confirmations': 1", "'confirmations': 1, 'explorer': 'http://a.example'", "explorer:" },
  { "'confirmations': 1", "'confirmations': 1, 'explorer': 'javascript:x'", "explorer:" },
  { "'confirmations': 1", "'confirmations': 1, 'rewardsServer': 'ftp://a.example'",
    "rewardsServer:" },
  { "'confirmations': 1", "'confirmations': 1, 'rewardsServer': 7", "rewardsServer:" },
  { "'confirmations': 1", "'confirmations': 1, 'extra': 1", "extra:" },
  { "'DelegationManager': {", "'DelegationManagerX': {", "contracts.DelegationManagerX:" },
  { "'AllocationManager': {'address': '" ADDRESS_C "', 'startBlock': 7}",
    "'Multicall3': {'address': '" ADDRESS_C "', 'startBlock': 7}", "contracts.AllocationManager:" },
  { "'address': '" ADDRESS_A "'", "'address': '0x39053D51B77DC0d36036Fc1fCc8Cb819df8Ef37a'",
    "contracts.DelegationManager.address:" },
  { "'address': '" ADDRESS_A "'", "'address': '0x39053d51b77dc0d36036fc1fcc8cb819df8ef37a'",
    "contracts.DelegationManager.address:" },
  { "'address': '" ADDRESS_A "'", "'address': '0x0000000000000000000000000000000000000000'",
    "contracts.DelegationManager.address:" },
  { "'address': '" ADDRESS_A "'", "'address': '0x39'", "contracts.DelegationManager.address:" },
  { "'startBlock': 7", "'startBlock': -7", "contracts.AllocationManager.startBlock:" },
  { "'startBlock': 7", "'startBlock': 7, 'more': 1", "contracts.AllocationManager.more:" },
  /* Nothing is proved of it. */
  { "'startBlock': 7", "'startBlock': 7, 'slots': {}", "contracts.AllocationManager.slots:" },
  { "'address': '" ADDRESS_A "'", "'address': '" ADDRESS_A "', 'slots': {'delegatedTo': 4}",
    "contracts.DelegationManager.slots.delegatedTo:" },
  { "'address': '" ADDRESS_A "'", "'address': '" ADDRESS_A "', 'slots': {'delegatedTo': '0x04'}",
    "contracts.DelegationManager.slots.delegatedTo:" },
  { "'address': '" ADDRESS_A "'", "'address': '" ADDRESS_A "', 'slots': {'balanceOf': '0x4'}",
    "contracts.DelegationManager.slots.balanceOf:" },
  { "'rebasing': true", "'rebasing': true, 'slots': {'balanceOf': '0x3'}",
    "tokens[0].slots.balanceOf:" },
  { "'contracts': {", "'contracts': [], 'tokens': {", "file:" },
  { "'symbol': 'stETH'", "'symbol': 'averyveryverylongsymbol'", "tokens[0].symbol:" },
  { "'issuer': 'Lido', ", "", "tokens[0].issuer:" },
  { "'token': '" ADDRESS_D "'", "'token': 'stETH'", "tokens[0].token:" },
  { "'decimals': 18", "'decimals': 40", "tokens[0].decimals:" },
  { "'rebasing': true", "'rebasing': 1", "tokens[0].rebasing:" },
  { "'rebasing': true, ", "", "tokens[0].rebasing:" },
  { "'rate': {'kind': 'one'}", "'rate': {'kind': 'two'}", "tokens[0].rate.kind:" },
  { "'rate': {'kind': 'one'}", "'rate': {'kind': 'ratio'}", "tokens[0].rate.source:" },
  { "'rate': {'kind': 'one'}", "'rate': {'kind': 'one', 'source': '" ADDRESS_D "'}",
    "tokens[0].rate.source:" },
  { "'rate': {'kind': 'one'}", "'rate': 'one'", "tokens[0].rate:" },
  { TOKENS, "'tokens': [" TOKEN ", " TOKEN "]", "tokens[1].strategy:" },
  { TOKENS, "'tokens': {}", "tokens:" },
  { "'url': 'http://127.0.0.1:8545'", "'url': 'ftp://127.0.0.1'", "endpoints[0].url:" },
  { "'url': 'http://127.0.0.1:8545'", "'url': 'http:'", "endpoints[0].url:" },
  { "'learns': 'Nothing.'", "'learns': ''", "endpoints[0].learns:" },
  { ENDPOINTS, "'endpoints': 1", "endpoints:" },
  { ", " ENDPOINTS, "", "endpoints:" },
};

static char *
replace_once (const char *text, const char *find, const char *replace)
{
  const char *at = strstr (text, find);

  g_assert_nonnull (at);
  return g_strdup_printf ("%.*s%s%s", (int) (at - text), text, replace, at + strlen (find));
}

static void
test_slots (void)
{
  g_autofree char *placed = replace_once (GOOD, "'address': '" ADDRESS_A "'",
                                          "'address': '" ADDRESS_A
                                          "', 'slots': {'delegatedTo': '0x97'}");
  g_autofree char *text = replace_once (placed, "'rebasing': true",
                                        "'rebasing': false, 'slots': {'balanceOf': '0x3'}");
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyNetwork) network = parse (text, &error);
  const SuretyToken *token;
  u256 slot = 0;

  g_assert_no_error (error);
  g_assert_true (surety_network_get_slot (network, "DelegationManager", &slot));
  g_assert_true (slot == 0x97);
  g_assert_false (surety_network_get_slot (network, "StrategyManager", &slot));
  token = surety_network_get_token (network, 0);
  g_assert_true (token->balance_slot.known && token->balance_slot.slot == 3);
  g_assert_false (token->allowance_slot.known);
}

static void
test_broken (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *text = replace_once (GOOD, broken[i].find, broken[i].replace);
      g_autoptr (GError) error = NULL;
      g_autoptr (SuretyNetwork) network = parse (text, &error);

      g_assert_null (network);
      g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_NETWORK_FILE);
      if (!g_str_has_prefix (error->message, broken[i].names))
        g_error ("Case %u (%s): %s", i, broken[i].replace, error->message);
    }
}

static void
test_no_json (void)
{
  static const char *const texts[] = {
    "", "[]", "{", "null", "{'schema': 1, 'schema': 1}", GOOD "x"
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (texts[i], &error));
      g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_NETWORK_FILE);
      g_assert_true (g_str_has_prefix (error->message, "file:"));
    }
}

static void
test_too_large (void)
{
  g_autofree char *spaces = g_strnfill (300 * 1024, ' ');
  g_autofree char *text = g_strconcat (GOOD, spaces, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (text, &error));
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_NETWORK_FILE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/built-in-files-parse", test_built_in);
  g_test_add_func ("/network/practice-file-agrees-with-practice", test_practice_agrees);
  g_test_add_func ("/network/custom-file", test_custom);
  g_test_add_func ("/network/broken-files-name-the-member", test_broken);
  g_test_add_func ("/network/where-storage-holds-what", test_slots);
  g_test_add_func ("/network/no-json", test_no_json);
  g_test_add_func ("/network/too-large", test_too_large);
  return g_test_run ();
}
