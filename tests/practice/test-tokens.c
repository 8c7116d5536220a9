/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-test.h"

#include <string.h>

#include "practice-addresses.h"
#include "practice-feed.h"
#include "practice-lido.h"

#define STETH "0x0000000000000000000000000000000000005e7e"
#define WSTETH "0x0000000000000000000000000000000000005e7f"
#define HOLDER "0x0000000000000000000000000000000000000001"

static const PracticePart *const steth_parts[] = { &practice_steth_part, &practice_erc20_part,
                                                   NULL };
static const PracticePart *const wsteth_parts[] = { &practice_wsteth_part, &practice_erc20_part,
                                                    NULL };

static const char balance_of[] = "function balanceOf(address account) returns (uint256)";
static const char shares_of[] = "function sharesOf(address account) returns (uint256)";

static gboolean
init_pool (PracticeEnv *env, gpointer unused)
{
  Address steth = practice_address (STETH);
  Address holder = practice_address (HOLDER);
  Address staker = practice_address (TEST_STAKER);

  practice_steth_init (env, &steth, &holder, U256_WAD * 7200048u, U256_WAD * 8960600u);
  practice_env_set_balance (env, &staker, U256_WAD * 2u);

  return TRUE;
}

static SuretyPractice *
pool_new (void)
{
  SuretyPractice *self = practice_test_bare ();
  PracticeChain *chain = surety_practice_get_chain (self);
  PracticeToken token = { .name = "Liquid staked Ether 2.0", .symbol = "stETH", .decimals = 18 };
  PracticeWsteth wsteth = {
    .token = { .name = "Wrapped liquid staked Ether 2.0", .symbol = "wstETH", .decimals = 18 },
    .steth = practice_address (STETH),
  };
  Address steth_address = practice_address (STETH);
  Address wsteth_address = practice_address (WSTETH);

  practice_world_add (practice_chain_world (chain), &steth_address, steth_parts,
                      g_memdup2 (&token, sizeof token));
  practice_world_add (practice_chain_world (chain), &wsteth_address, wsteth_parts,
                      g_memdup2 (&wsteth, sizeof wsteth));
  practice_chain_system_run (chain, &steth_address, &steth_address, init_pool, NULL);

  return self;
}

/* Sends wei without data: that is a submit too. */
static void
stake (SuretyPractice *self, const char *wei)
{
  Address staker = practice_address (TEST_STAKER);
  Address steth = practice_address (STETH);

  g_assert_true (practice_chain_system (surety_practice_get_chain (self), &staker, &steth,
                                        practice_test_decimal (wei), (Bytes) { NULL, 0 }, NULL));
}

static void
test_lido_submit (void)
{
  g_autoptr (SuretyPractice) one = pool_new ();
  g_autoptr (SuretyPractice) other = pool_new ();

  practice_test_is (one, WSTETH, "function stEthPerToken() returns (uint256)", NULL, 0,
                    "1244519480981237902");
  practice_test_is (one, WSTETH, "function tokensPerStEth() returns (uint256)", NULL, 0,
                    "803522978371984018");
  stake (one, "1000000000000000000");
  practice_test_is (one, STETH, shares_of, ARGS (A (TEST_STAKER)), "803522978371984018");
  practice_test_is (one, STETH, balance_of, ARGS (A (TEST_STAKER)), "999999999999999998");

  stake (other, "123456789012345678");
  practice_test_is (other, STETH, shares_of, ARGS (A (TEST_STAKER)), "99200366807441630");
  practice_test_is (other, STETH, balance_of, ARGS (A (TEST_STAKER)), "123456789012345677");
}

static void
test_steth_moves_shares (void)
{
  static const char transfer[] = "function transfer(address to, uint256 a) returns (bool)";
  g_autoptr (SuretyPractice) self = pool_new ();

  stake (self, "1000000000000000000");
  g_autofree char *logs = practice_test_do (self, TEST_STAKER, STETH, transfer,
                                            ARGS (A (TEST_STAKER2), U ("500000000000000000")));
  g_assert_cmpstr (logs, ==, "Transfer TransferShares");
  practice_test_is (self, STETH, shares_of, ARGS (A (TEST_STAKER2)), "401761489185992009");
  practice_test_is (self, STETH, balance_of, ARGS (A (TEST_STAKER2)), "499999999999999999");
  practice_test_reverts (self, TEST_STAKER, STETH, transfer, ARGS (A (STETH), U ("1")),
                         "Error(string)");
  practice_test_reverts (self, TEST_STAKER, STETH, transfer,
                         ARGS (A (TEST_STAKER2), U ("900000000000000000")), "Error(string)");
}

static void
test_report_takes_a_tenth (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  g_auto (TestValues) log = { 0 };

  /* The next report is half a day away. */
  surety_practice_mine (self, 3600);
  log =
    practice_test_log (self,
                       "event TokenRebased(uint256 indexed reportTimestamp, uint256 timeElapsed, "
                       "uint256 preTotalShares, uint256 preTotalEther, uint256 postTotalShares, "
                       "uint256 postTotalEther, uint256 sharesMintedAsFees)");
  const AbiValue *values = log.values.values;
  u256 reward = values[5].word - values[3].word;
  u256 fee;

  g_assert_true (values[0].word == surety_practice_get_time (self));
  g_assert_true (values[1].word == 86400);
  g_assert_true (values[4].word == values[2].word + values[6].word);
  g_assert_true (u256_mul_div (values[6].word, values[5].word, values[4].word, ROUND_DOWN, &fee));
  g_assert_true (fee <= reward / 10 && fee + 1000 >= reward / 10);
  practice_test_is (self, PRACTICE_ADDRESS_STETH, "function isStakingPaused() returns (bool)", NULL,
                    0, "0");
}

static u256
number (SuretyPractice *self,
        const char *to,
        const char *function,
        const AbiValue *args,
        gsize n_args)
{
  g_auto (TestValues) result = practice_test_read (self, to, function, args, n_args);

  return result.values.values[0].word;
}

/* Every token's own name for its rate; wei for 10^18 of it. */
static u256
rate (SuretyPractice *self, guint index)
{
  AbiValue one = abi_uint (U256_WAD);

  switch (index)
    {
    case 0:
      return number (self, PRACTICE_ADDRESS_RETH, "function getExchangeRate() returns (uint256)",
                     NULL, 0);
    case 1:
      return number (self, PRACTICE_ADDRESS_CBETH, "function exchangeRate() returns (uint256)",
                     NULL, 0);
    case 2:
      return number (self, PRACTICE_ADDRESS_STADER_POOLS_MANAGER,
                     "function getExchangeRate() returns (uint256)", NULL, 0);
    case 3:
      return number (self, PRACTICE_ADDRESS_OSETH_CONTROLLER,
                     "function convertToAssets(uint256 a) returns (uint256)", &one, 1);
    case 4:
      return number (self, PRACTICE_ADDRESS_METH_STAKING,
                     "function mETHToETH(uint256 a) returns (uint256)", &one, 1);
    case 5:
      return number (self, PRACTICE_ADDRESS_SFRXETH, "function pricePerShare() returns (uint256)",
                     NULL, 0);
    case 6:
      return number (self, PRACTICE_ADDRESS_SWETH, "function swETHToETHRate() returns (uint256)",
                     NULL, 0);
    case 7:
      return number (self, PRACTICE_ADDRESS_LSETH,
                     "function underlyingBalanceFromShares(uint256 a) returns (uint256)", &one, 1);
    case 8:
      return U256_WAD * U256_WAD /
             number (self, PRACTICE_ADDRESS_ANKRETH, "function ratio() returns (uint256)", NULL, 0);
    case 9:
      return number (self, PRACTICE_ADDRESS_WBETH, "function exchangeRate() returns (uint256)",
                     NULL, 0);
    case 10:
      return number (self, PRACTICE_ADDRESS_WSTETH, "function stEthPerToken() returns (uint256)",
                     NULL, 0);
    default:
      g_assert_not_reached ();
    }
}

static void
test_rates_grow (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  u256 before[11];

  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    {
      before[i] = rate (self, i);
      g_assert_true (before[i] > U256_WAD && before[i] < U256_WAD * 13u / 10u);
    }
  surety_practice_wind_seconds (self, 30 * 86400);
  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    {
      u256 growth = (rate (self, i) - before[i]) * 365u / 30u * 1000u / before[i];

      /* 1.5 to 3.5 % a year. */
      g_assert_true (growth >= 15 && growth <= 35);
    }
}

static void
test_feeds (void)
{
  static const char latest[] =
    "function latestRoundData() returns (uint80 a, int256 b, uint256 c, uint256 d, uint80 e)";
  static const char *const feeds[] = {
    PRACTICE_ADDRESS_FEED_STETH_ETH, PRACTICE_ADDRESS_FEED_RETH_ETH,
    PRACTICE_ADDRESS_FEED_CBETH_ETH, PRACTICE_ADDRESS_FEED_ETHX_ETH,
    PRACTICE_ADDRESS_FEED_OSETH_ETH,
  };
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  g_auto (TestValues)
    dollars = practice_test_read (self, PRACTICE_ADDRESS_FEED_ETH_USD, latest, NULL, 0);
  g_auto (TestValues)
    name = practice_test_read (self, PRACTICE_ADDRESS_FEED_ETH_USD,
                               "function description() returns (string)", NULL, 0);
  guint64 now = surety_practice_get_time (self);

  g_assert_cmpmem (name.values.values[0].data.data, name.values.values[0].data.len, "ETH / USD", 9);
  g_assert_true (dollars.values.values[1].word > (u256) 200000000000u &&
                 dollars.values.values[1].word < (u256) 500000000000u);
  g_assert_true (dollars.values.values[3].word <= now &&
                 dollars.values.values[3].word + 3600 > now);
  for (guint i = 0; i < G_N_ELEMENTS (feeds); i++)
    {
      g_auto (TestValues) round = practice_test_read (self, feeds[i], latest, NULL, 0);
      u256 fair = i == 0 ? U256_WAD : rate (self, i - 1);
      u256 price = round.values.values[1].word;

      /* Within half a percent of the rate. */
      g_assert_true (price < fair && price > fair - fair / 200u);
    }
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/tokens/lido-submit", test_lido_submit);
  g_test_add_func ("/practice/tokens/steth-moves-shares", test_steth_moves_shares);
  g_test_add_func ("/practice/tokens/report-takes-a-tenth", test_report_takes_a_tenth);
  g_test_add_func ("/practice/tokens/rates-grow", test_rates_grow);
  g_test_add_func ("/practice/tokens/feeds-are-near-the-rates", test_feeds);

  return g_test_run ();
}
