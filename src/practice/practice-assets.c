/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-assets.h"

#include "practice-addresses.h"
#include "practice-eigen.h"
#include "practice-feed.h"
#include "practice-genesis.h"
#include "practice-lido.h"

#define DAY 86400u
/* 0.0292: 2.92 % a year. */
#define PERCENT (U256_WAD / 100u)

typedef struct
{
  const char *name;
  const char *symbol;
  const char *token;
  const char *strategy;
  const PracticePart *part; /* its rate, when the token itself tells it */
  guint64 rate;             /* millionths of ETH for one, at block 0 */
  guint64 yearly;           /* millionths a year */
  guint64 step;
} Asset;

static const Asset assets[PRACTICE_N_ASSETS] = {
  [PRACTICE_STETH] = { "Liquid staked Ether 2.0", "stETH", PRACTICE_ADDRESS_STETH,
                       PRACTICE_ADDRESS_STRATEGY_STETH, NULL, 1000000, 0, DAY },
  [PRACTICE_RETH] = { "Rocket Pool ETH", "rETH", PRACTICE_ADDRESS_RETH,
                      PRACTICE_ADDRESS_STRATEGY_RETH, &practice_reth_part, 1158000, 22400, DAY },
  [PRACTICE_CBETH] = { "Coinbase Wrapped Staked ETH", "cbETH", PRACTICE_ADDRESS_CBETH,
                       PRACTICE_ADDRESS_STRATEGY_CBETH, &practice_cbeth_part, 1123000, 21300, DAY },
  [PRACTICE_ETHX] = { "ETHx", "ETHx", PRACTICE_ADDRESS_ETHX, PRACTICE_ADDRESS_STRATEGY_ETHX, NULL,
                      1079000, 23900, DAY },
  [PRACTICE_OSETH] = { "Staked ETH", "osETH", PRACTICE_ADDRESS_OSETH,
                       PRACTICE_ADDRESS_STRATEGY_OSETH, NULL, 1062000, 25100, 1 },
  [PRACTICE_METH] = { "mETH", "mETH", PRACTICE_ADDRESS_METH, PRACTICE_ADDRESS_STRATEGY_METH, NULL,
                      1081000, 24600, DAY / 3 },
  [PRACTICE_SFRXETH] = { "Staked Frax Ether", "sfrxETH", PRACTICE_ADDRESS_SFRXETH,
                         PRACTICE_ADDRESS_STRATEGY_SFRXETH, &practice_sfrxeth_part, 1149000, 30400,
                         1 },
  [PRACTICE_SWETH] = { "swETH", "swETH", PRACTICE_ADDRESS_SWETH, PRACTICE_ADDRESS_STRATEGY_SWETH,
                       &practice_sweth_part, 1117000, 22800, DAY },
  [PRACTICE_LSETH] = { "Liquid Staked ETH", "LsETH", PRACTICE_ADDRESS_LSETH,
                       PRACTICE_ADDRESS_STRATEGY_LSETH, &practice_lseth_part, 1094000, 23300, DAY },
  [PRACTICE_ANKRETH] = { "Ankr Staked ETH", "ankrETH", PRACTICE_ADDRESS_ANKRETH,
                         PRACTICE_ADDRESS_STRATEGY_ANKRETH, &practice_ankreth_part, 1193000, 23100,
                         DAY },
  [PRACTICE_WBETH] = { "Wrapped Binance Beacon ETH", "wBETH", PRACTICE_ADDRESS_WBETH,
                       PRACTICE_ADDRESS_STRATEGY_WBETH, &practice_wbeth_part, 1087000, 25600, DAY },
  /* Not of ETH: no rate of its own. */
  [PRACTICE_EIGEN] = { "Eigen", "EIGEN", PRACTICE_ADDRESS_EIGEN, PRACTICE_ADDRESS_STRATEGY_EIGEN,
                       NULL, 1000000, 0, DAY },
};

static const PracticePart *const strategy_parts[] = { &practice_strategy_part,
                                                      &practice_pausable_part, NULL };
static const PracticePart *const steth_parts[] = { &practice_steth_part, &practice_erc20_part,
                                                   NULL };
static const PracticePart *const wsteth_parts[] = { &practice_wsteth_part, &practice_erc20_part,
                                                    NULL };
static const PracticePart *const plain_parts[] = { &practice_erc20_part, NULL };
static const PracticePart *const reth_parts[] = { &practice_reth_part, &practice_erc20_part, NULL };
static const PracticePart *const cbeth_parts[] = { &practice_cbeth_part, &practice_erc20_part,
                                                   NULL };
static const PracticePart *const wbeth_parts[] = { &practice_wbeth_part, &practice_cbeth_part,
                                                   &practice_erc20_part, NULL };
static const PracticePart *const sfrxeth_parts[] = { &practice_sfrxeth_part, &practice_erc20_part,
                                                     NULL };
static const PracticePart *const sweth_parts[] = { &practice_sweth_part, &practice_erc20_part,
                                                   NULL };
static const PracticePart *const lseth_parts[] = { &practice_lseth_part, &practice_erc20_part,
                                                   NULL };
static const PracticePart *const ankreth_parts[] = { &practice_ankreth_part, &practice_erc20_part,
                                                     NULL };
static const PracticePart *const rocket_pool_parts[] = { &practice_rocket_pool_part, NULL };
static const PracticePart *const stader_parts[] = { &practice_stader_part, NULL };
static const PracticePart *const oseth_controller_parts[] = { &practice_oseth_part, NULL };
static const PracticePart *const meth_staking_parts[] = { &practice_meth_part, NULL };
static const PracticePart *const feed_parts[] = { &practice_feed_part, NULL };

static const PracticePart *const *const token_parts[PRACTICE_N_ASSETS] = {
  [PRACTICE_STETH] = steth_parts,     [PRACTICE_RETH] = reth_parts,
  [PRACTICE_CBETH] = cbeth_parts,     [PRACTICE_ETHX] = plain_parts,
  [PRACTICE_OSETH] = plain_parts,     [PRACTICE_METH] = plain_parts,
  [PRACTICE_SFRXETH] = sfrxeth_parts, [PRACTICE_SWETH] = sweth_parts,
  [PRACTICE_LSETH] = lseth_parts,     [PRACTICE_ANKRETH] = ankreth_parts,
  [PRACTICE_WBETH] = wbeth_parts,     [PRACTICE_EIGEN] = plain_parts,
};

/* What mints or tells the rate beside a token. */
static const struct
{
  const char *address;
  PracticeAsset asset;
  const PracticePart *const *parts;
} helpers[] = {
  { PRACTICE_ADDRESS_ROCKET_DEPOSIT_POOL, PRACTICE_RETH, rocket_pool_parts },
  { PRACTICE_ADDRESS_STADER_POOLS_MANAGER, PRACTICE_ETHX, stader_parts },
  { PRACTICE_ADDRESS_OSETH_CONTROLLER, PRACTICE_OSETH, oseth_controller_parts },
  { PRACTICE_ADDRESS_METH_STAKING, PRACTICE_METH, meth_staking_parts },
};

static const struct
{
  const char *address;
  const char *description;
  PracticeAsset asset;
} feeds[] = {
  { PRACTICE_ADDRESS_FEED_STETH_ETH, "STETH / ETH", PRACTICE_STETH },
  { PRACTICE_ADDRESS_FEED_RETH_ETH, "RETH / ETH", PRACTICE_RETH },
  { PRACTICE_ADDRESS_FEED_CBETH_ETH, "CBETH / ETH", PRACTICE_CBETH },
  { PRACTICE_ADDRESS_FEED_ETHX_ETH, "ETHX / ETH", PRACTICE_ETHX },
  { PRACTICE_ADDRESS_FEED_OSETH_ETH, "OSETH / ETH", PRACTICE_OSETH },
  { PRACTICE_ADDRESS_FEED_METH_ETH, "METH / ETH", PRACTICE_METH },
  { PRACTICE_ADDRESS_FEED_SWETH_ETH, "SWETH / ETH", PRACTICE_SWETH },
};

Address
practice_asset_token (PracticeAsset asset)
{
  return practice_address (assets[asset].token);
}

Address
practice_asset_strategy (PracticeAsset asset)
{
  return practice_address (assets[asset].strategy);
}

static PracticeLst
asset_lst (PracticeAsset asset)
{
  return (PracticeLst) {
    .token = { .name = assets[asset].name, .symbol = assets[asset].symbol, .decimals = 18 },
    .address = practice_asset_token (asset),
    .first_rate = U256_WAD / 1000000u * assets[asset].rate,
    .yearly = U256_WAD / 1000000u * assets[asset].yearly,
    .since = PRACTICE_FIRST_TIME,
    .step = assets[asset].step,
  };
}

static void
add (PracticeWorld *world,
     const char *text,
     const PracticePart *const *parts,
     gconstpointer data,
     gsize size)
{
  Address address = practice_address (text);

  practice_world_add (world, &address, parts, g_memdup2 (data, size));
}

void
practice_assets_deploy (PracticeWorld *world)
{
  for (guint i = 0; i < PRACTICE_N_ASSETS; i++)
    {
      PracticeLst lst = asset_lst (i);
      PracticeStrategy strategy = {
        .token = lst.address,
        .max_per_deposit = U256_MAX,
        .max_total = U256_MAX,
      };

      add (world, assets[i].token, token_parts[i], &lst, sizeof lst);
      add (world, assets[i].strategy, strategy_parts, &strategy, sizeof strategy);
    }

  PracticeWsteth wsteth = {
    .token = { .name = "Wrapped liquid staked Ether 2.0", .symbol = "wstETH", .decimals = 18 },
    .steth = practice_asset_token (PRACTICE_STETH),
  };
  add (world, PRACTICE_ADDRESS_WSTETH, wsteth_parts, &wsteth, sizeof wsteth);

  for (guint i = 0; i < G_N_ELEMENTS (helpers); i++)
    {
      PracticeLst lst = asset_lst (helpers[i].asset);

      add (world, helpers[i].address, helpers[i].parts, &lst, sizeof lst);
    }

  PracticeFeed dollars = {
    .description = "ETH / USD",
    .decimals = 8,
    .heartbeat = 3600,
    .base = 320000000000u,
  };
  add (world, PRACTICE_ADDRESS_FEED_ETH_USD, feed_parts, &dollars, sizeof dollars);
  for (guint i = 0; i < G_N_ELEMENTS (feeds); i++)
    {
      PracticeFeed feed = {
        .description = feeds[i].description,
        .decimals = 18,
        .heartbeat = DAY,
        .is_lst = TRUE,
        .lst = asset_lst (feeds[i].asset),
      };

      add (world, feeds[i].address, feed_parts, &feed, sizeof feed);
    }
}

gboolean
practice_assets_init (PracticeEnv *env, gpointer unused)
{
  Address steth = practice_asset_token (PRACTICE_STETH);
  Address reth = practice_asset_token (PRACTICE_RETH);
  Address holder = practice_inhabitant ("lido", 0);

  practice_steth_init (env, &steth, &holder, U256_WAD * 7200000u, U256_WAD * 8960000u);
  practice_env_set_balance (env, &steth, U256_WAD * 12000u);
  practice_env_set_balance (env, &reth, U256_WAD * 5000u);
  for (guint i = 0; i < PRACTICE_N_ASSETS; i++)
    {
      Address strategy = practice_asset_strategy (i);
      Address token = practice_asset_token (i);
      AbiValue values[] = { abi_address (&token), abi_uint (18) };

      practice_env_emit (env, &strategy, "event StrategyTokenSet(address token, uint8 decimals)",
                         values, G_N_ELEMENTS (values));
      practice_whitelist_strategy (env, &strategy);
    }

  return TRUE;
}

gboolean
practice_asset_give (PracticeEnv *env, PracticeAsset asset, const Address *to, u256 amount)
{
  static const Address nobody;
  Address token = practice_asset_token (asset);
  u256 shares;

  if (asset == PRACTICE_STETH)
    return practice_steth_submit (env, &token, to, amount, &nobody, &shares);

  return practice_erc20_mint (env, &token, to, amount);
}

gboolean
practice_assets_report (PracticeEnv *env, gpointer unused)
{
  Address steth = practice_asset_token (PRACTICE_STETH);
  Address treasury = practice_inhabitant ("lido", 1);

  /* 2.5 % a year before the fee. */
  return practice_steth_report (env, &steth, DAY, PERCENT * 25u / 10u, &treasury);
}
