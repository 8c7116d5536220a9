/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "protocol-test.h"
#include "surety-protocol-error.h"

#define ADDRESS_A "0x39053D51B77DC0d36036Fc1fCc8Cb819df8Ef37A"
#define ADDRESS_B "0x858646372CC42E1A627fcE94aa7A7033e7CF075A"
#define ADDRESS_C "0x948a420b8CC1d6BFd0B6087C2E7c344a2CD0bc39"
#define ADDRESS_D "0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84"
#define ADDRESS_E "0x93c4b944D05dfe6df7645A86cd2206016c51564D"
#define ADDRESS_F "0xae78736Cd615f374D3085123A210448E74Fc6393"

/* ' is written for " in these texts. */
static SuretyNetwork *
parse (const char *facts, const char *others, GError **error)
{
  g_autofree char *text = g_strdup_printf (
    "{'schema': 1, 'key': 'private-1', 'name': 'Private', 'kind': 'custom', 'chainId': 31337, "
    "'blockSeconds': 12, 'confirmations': 1, 'contracts': {"
    "'DelegationManager': {'address': '" ADDRESS_A "', 'startBlock': 0}, "
    "'StrategyManager': {'address': '" ADDRESS_B "', 'startBlock': 0}, "
    "'AllocationManager': {'address': '" ADDRESS_C "', 'startBlock': 7}}, "
    "'tokens': [{'symbol': 'stETH', 'name': 'Staked', 'issuer': 'Lido', 'token': '" ADDRESS_D
    "', 'strategy': '" ADDRESS_E "', 'decimals': 18, 'rebasing': true, 'rate': {'kind': 'one'}, "
    "'facts': %s}], %s'endpoints': []}",
    facts, others);
  g_autoptr (GBytes) bytes = NULL;

  g_strdelimit (text, "'", '"');
  bytes = g_bytes_new (text, strlen (text));
  return surety_network_new_from_json (bytes, error);
}

#define FEE "'function getFee() view returns (uint16)'"
#define READ "{'to': '" ADDRESS_D "', 'function': " FEE "}"
#define PREVIEW                                                                                \
  "{'to': '" ADDRESS_D "', 'function': 'function preview(uint256 a) view returns (uint256)', " \
  "'with': 'amount'}"

static void
test_whole_facts_are_read (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyNetwork) network = parse (
    "{'source': 'A repository', 'growth': {'to': '" ADDRESS_D
    "', 'function': 'function g(uint256 a) view returns (uint256)', 'with': 'whole'}, "
    "'rateEvent': {'registry': '" ADDRESS_A
    "', 'name': 'balances', 'event': 'event E(uint256 indexed a, uint256 ether, uint256 shares)', "
    "'total': 'ether', 'supply': 'shares'}, "
    "'feeds': [{'address': '" ADDRESS_B
    "', 'kind': 'market', 'quote': 'ETH', 'decimals': 18, 'heartbeat': 86400}], "
    "'fee': {'decimals': 4, 'reads': [" READ "]}, "
    "'exit': {'kind': 'queue-nft', 'to': '" ADDRESS_C
    "', 'usual': {'min': 1, 'max': 2}, 'waiting': {'to': '" ADDRESS_C
    "', 'function': 'function q() view returns (uint256, uint64)', 'field': 1, 'minus': " READ
    "}}, "
    "'validators': {'kind': 'mixed', 'count': [" READ "]}, "
    "'mint': {'kind': 'rocket', 'registry': '" ADDRESS_A "', 'name': 'pool', 'known': '" ADDRESS_B
    "', 'gates': [{'reason': 'paused', 'closedWhen': true, 'read': " READ "}], 'preview': " PREVIEW
    "}}",
    "'otherTokens': [{'symbol': 'wstETH', 'name': 'Wrapped', 'issuer': 'Lido', 'token': '" ADDRESS_F
    "', 'decimals': 18, 'rebasing': false, 'rate': {'kind': 'none'}}], ",
    &error);
  const SuretyTokenFacts *facts;

  g_assert_no_error (error);
  facts = surety_network_get_token (network, 0)->facts;
  g_assert_cmpstr (facts->source, ==, "A repository");
  g_assert_cmpint (facts->growth->argument, ==, SURETY_READ_WHOLE);
  g_assert_cmpint (facts->rate_event->kind, ==, SURETY_RATE_EVENT_TOTALS);
  g_assert_cmpuint (facts->rate_event->field, ==, 1);
  g_assert_cmpuint (facts->rate_event->supply, ==, 2);
  g_assert_cmpstr (facts->rate_event->place.name, ==, "balances");
  g_assert_cmpint (facts->exit.kind, ==, SURETY_EXIT_QUEUE_NFT);
  g_assert_cmpuint (facts->exit.waiting->field, ==, 1);
  g_assert_nonnull (facts->exit.waiting->minus);
  g_assert_cmpint (facts->mint.kind, ==, SURETY_MINT_ROCKET);
  g_assert_true (facts->mint.place.has_known);
  g_assert_cmpuint (facts->mint.gates->len, ==, 1);
  g_assert_cmpuint (surety_network_get_n_other_tokens (network), ==, 1);
  g_assert_null (surety_network_get_other_token (network, 0)->facts);
  g_assert_true (address_is_zero (&surety_network_get_other_token (network, 0)->strategy));
}

static void
test_what_is_not_told_is_unknown (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyNetwork) network = parse ("{'source': 'Nothing else'}", "", &error);
  const SuretyTokenFacts *facts;

  g_assert_no_error (error);
  facts = surety_network_get_token (network, 0)->facts;
  g_assert_cmpint (facts->exit.kind, ==, SURETY_EXIT_UNKNOWN);
  g_assert_cmpint (facts->mint.kind, ==, SURETY_MINT_UNKNOWN);
  g_assert_cmpint (facts->validators, ==, SURETY_VALIDATORS_UNKNOWN);
  g_assert_null (facts->rate_event);
  g_assert_cmpuint (facts->fees->len, ==, 0);
}

static void
test_broken_facts_are_named (void)
{
  static const struct
  {
    const char *facts;
    const char *where;
  } broken[] = {
    { "[]", "tokens[0].facts: " },
    { "{}", "tokens[0].facts.source: " },
    { "{'source': 'x', 'feee': 1}", "tokens[0].facts.feee: " },
    { "{'source': 'x', 'paused': {'to': '" ADDRESS_D "'}}", "tokens[0].facts.paused.function: " },
    { "{'source': 'x', 'paused': {'to': '" ADDRESS_D "', 'function': 'paused()'}}",
      "tokens[0].facts.paused.function: " },
    /* An event is no function. */
    { "{'source': 'x', 'paused': {'to': '" ADDRESS_D "', 'function': 'event P(bool a)'}}",
      "tokens[0].facts.paused.function: " },
    /* One argument too many for what is given, and one of another kind. */
    { "{'source': 'x', 'paused': {'to': '" ADDRESS_D
      "', 'function': 'function p(uint256 a) returns (bool)'}}",
      "tokens[0].facts.paused.function: " },
    { "{'source': 'x', 'paused': {'to': '" ADDRESS_D
      "', 'function': 'function p(address a) returns (bool)', 'with': 'whole'}}",
      "tokens[0].facts.paused.function: " },
    /* No such field; one that is no word. */
    { "{'source': 'x', 'paused': {'to': '" ADDRESS_D
      "', 'function': 'function p() returns (bool)', 'field': 1}}",
      "tokens[0].facts.paused.function: " },
    { "{'source': 'x', 'paused': {'to': '" ADDRESS_D
      "', 'function': 'function p() returns (string)'}}",
      "tokens[0].facts.paused.function: " },
    { "{'source': 'x', 'paused': {'to': '" ADDRESS_D "', 'registry': '" ADDRESS_A
      "', 'name': 'n', 'function': " FEE "}}",
      "tokens[0].facts.paused.registry: " },
    { "{'source': 'x', 'paused': {'registry': '" ADDRESS_A "', 'function': " FEE "}}",
      "tokens[0].facts.paused.name: " },
    { "{'source': 'x', 'paused': {'to': '" ADDRESS_D "', 'function': " FEE
      ", 'minus': {'to': '" ADDRESS_D "', 'function': " FEE ", 'minus': " READ "}}}",
      "tokens[0].facts.paused.minus.minus: " },
    { "{'source': 'x', 'fee': {'decimals': 4, 'reads': []}}", "tokens[0].facts.fee.reads: " },
    { "{'source': 'x', 'fee': {'decimals': 0, 'reads': [" READ "]}}",
      "tokens[0].facts.fee.decimals: " },
    { "{'source': 'x', 'feeds': [{'address': '" ADDRESS_B
      "', 'kind': 'guess', 'quote': 'ETH', 'decimals': 18}]}",
      "tokens[0].facts.feeds[0].kind: " },
    { "{'source': 'x', 'rateEvent': {'to': '" ADDRESS_D
      "', 'event': 'event E(uint256 a)', 'rate': 'b'}}",
      "tokens[0].facts.rateEvent.rate: " },
    { "{'source': 'x', 'exit': {'kind': 'door'}}", "tokens[0].facts.exit.kind: " },
    { "{'source': 'x', 'exit': {'kind': 'queue', 'usual': {'min': 2, 'max': 1}}}",
      "tokens[0].facts.exit.usual.max: " },
    { "{'source': 'x', 'mint': {'kind': 'lido', 'preview': " PREVIEW "}}",
      "tokens[0].facts.mint: " },
    { "{'source': 'x', 'mint': {'kind': 'none', 'to': '" ADDRESS_D "'}}",
      "tokens[0].facts.mint: " },
    { "{'source': 'x', 'mint': {'kind': 'lido', 'to': '" ADDRESS_D "'}}",
      "tokens[0].facts.mint: " },
    /* What would be paid must be in the file, word by word. */
    { "{'source': 'x', 'mint': {'kind': 'rocket', 'registry': '" ADDRESS_A
      "', 'name': 'pool', 'preview': " PREVIEW "}}",
      "tokens[0].facts.mint.known: " },
    { "{'source': 'x', 'mint': {'kind': 'wsteth', 'to': '" ADDRESS_D "', 'preview': " PREVIEW "}}",
      "tokens[0].facts.mint.underlying: " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SuretyNetwork) network = parse (broken[i].facts, "", &error);

      g_assert_null (network);
      g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_NETWORK_FILE);
      if (!g_str_has_prefix (error->message, broken[i].where))
        g_error ("%s: %s", broken[i].facts, error->message);
    }
}

static void
test_other_tokens_have_no_strategy (void)
{
  static const struct
  {
    const char *others;
    const char *where;
  } broken[] = {
    { "'otherTokens': [{'symbol': 'w', 'name': 'W', 'issuer': 'L', 'token': '" ADDRESS_F
      "', 'strategy': '" ADDRESS_E
      "', 'decimals': 18, 'rebasing': false, 'rate': {'kind': 'none'}}], ",
      "otherTokens[0].strategy: " },
    { "'otherTokens': [{'symbol': 'w', 'name': 'W', 'issuer': 'L', 'token': '" ADDRESS_D
      "', 'decimals': 18, 'rebasing': false, 'rate': {'kind': 'none'}}], ",
      "otherTokens[0].token: " },
    { "'otherTokens': {}, ", "otherTokens: " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SuretyNetwork) network = parse ("{'source': 'x'}", broken[i].others, &error);

      g_assert_null (network);
      g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_NETWORK_FILE);
      g_assert_true (g_str_has_prefix (error->message, broken[i].where));
    }
}

static const SuretyToken *
find (SuretyNetwork *network, const char *symbol)
{
  for (guint i = 0; i < surety_network_get_n_tokens (network); i++)
    if (g_str_equal (surety_network_get_token (network, i)->symbol, symbol))
      return surety_network_get_token (network, i);
  for (guint i = 0; i < surety_network_get_n_other_tokens (network); i++)
    if (g_str_equal (surety_network_get_other_token (network, i)->symbol, symbol))
      return surety_network_get_other_token (network, i);
  return NULL;
}

/* Selectors and topics as the fact sheet prints them, found again in what the files say. */
static void
test_mainnet_knows_every_token_of_the_sheet (void)
{
  static const char *const symbols[] = {
    "stETH",  "wstETH", "rETH",  "cbETH", "ETHx",  "osETH",   "mETH",  "sfrxETH",
    "frxETH", "swETH",  "LsETH", "OETH",  "wOETH", "ankrETH", "wBETH",
  };
  static const struct
  {
    const char *symbol;
    SuretyMintKind kind;
  } mints[] = {
    { "stETH", SURETY_MINT_LIDO },      { "wstETH", SURETY_MINT_WSTETH },
    { "rETH", SURETY_MINT_ROCKET },     { "ETHx", SURETY_MINT_STADER },
    { "osETH", SURETY_MINT_STAKEWISE }, { "mETH", SURETY_MINT_MANTLE },
    { "sfrxETH", SURETY_MINT_FRAX },    { "swETH", SURETY_MINT_SWELL },
    { "cbETH", SURETY_MINT_NONE },      { "LsETH", SURETY_MINT_NONE },
  };
  g_autoptr (SuretyNetwork) network = surety_network_new_builtin ("mainnet");
  const SuretyTokenFacts *lseth = find (network, "LsETH")->facts;
  const SuretyPriceFeed *echo = g_ptr_array_index (lseth->feeds, 0);

  for (guint i = 0; i < G_N_ELEMENTS (symbols); i++)
    {
      const SuretyToken *token = find (network, symbols[i]);

      g_assert_nonnull (token);
      g_assert_nonnull (token->facts);
      g_assert_cmpint (token->facts->exit.kind, !=, SURETY_EXIT_UNKNOWN);
      g_assert_cmpint (token->facts->validators, !=, SURETY_VALIDATORS_UNKNOWN);
      g_assert_cmpint (token->facts->mint.kind, !=, SURETY_MINT_UNKNOWN);
    }
  for (guint i = 0; i < G_N_ELEMENTS (mints); i++)
    g_assert_cmpint (find (network, mints[i].symbol)->facts->mint.kind, ==, mints[i].kind);

  /* EIGEN is staked nowhere else, and is no liquid staking token. */
  g_assert_null (find (network, "EIGEN")->facts);
  g_assert_false (echo->market);
  g_assert_cmpint (find (network, "ankrETH")->facts->rate_event->kind, ==, SURETY_RATE_EVENT_RATIO);
  g_assert_true (find (network, "frxETH")->facts->no_yield);
  g_assert_cmphex (abi_selector (find (network, "stETH")->facts->growth->item), ==, 0x7a28fb88);
  g_assert_cmphex (abi_selector (find (network, "mETH")->facts->mint.preview->item), ==,
                   0x4461ff05);
  g_assert_cmphex (abi_selector (find (network, "osETH")->facts->mint.loan->item), ==, 0xe48a5f7b);
}

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);

  g_test_add_func ("/lst/facts/whole-facts-are-read", test_whole_facts_are_read);
  g_test_add_func ("/lst/facts/what-is-not-told-is-unknown", test_what_is_not_told_is_unknown);
  g_test_add_func ("/lst/facts/broken-facts-are-named", test_broken_facts_are_named);
  g_test_add_func ("/lst/facts/other-tokens-have-no-strategy", test_other_tokens_have_no_strategy);
  g_test_add_func ("/lst/facts/mainnet-knows-every-token-of-the-sheet",
                   test_mainnet_knows_every_token_of_the_sheet);

  return g_test_run ();
}
