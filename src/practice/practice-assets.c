/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-assets.h"

#include <string.h>

#include "practice-addresses.h"
#include "practice-admin.h"
#include "practice-eigen.h"
#include "practice-feed.h"
#include "practice-genesis.h"
#include "practice-lido.h"
#include "practice-multisig.h"
#include "practice-operators.h"
#include "practice-staking.h"

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
  guint supply; /* whole tokens that somebody else holds */
} Asset;

static const Asset assets[PRACTICE_N_ASSETS] = {
  [PRACTICE_STETH] = { "Liquid staked Ether 2.0", "stETH", PRACTICE_ADDRESS_STETH,
                       PRACTICE_ADDRESS_STRATEGY_STETH, NULL, 1000000, 0, DAY },
  [PRACTICE_RETH] = { "Rocket Pool ETH", "rETH", PRACTICE_ADDRESS_RETH,
                      PRACTICE_ADDRESS_STRATEGY_RETH, &practice_reth_part, 1158000, 22400, DAY,
                      412000 },
  [PRACTICE_CBETH] = { "Coinbase Wrapped Staked ETH", "cbETH", PRACTICE_ADDRESS_CBETH,
                       PRACTICE_ADDRESS_STRATEGY_CBETH, &practice_cbeth_part, 1123000, 21300, DAY,
                       121000 },
  [PRACTICE_ETHX] = { "ETHx", "ETHx", PRACTICE_ADDRESS_ETHX, PRACTICE_ADDRESS_STRATEGY_ETHX, NULL,
                      1079000, 23900, DAY, 128000 },
  [PRACTICE_OSETH] = { "Staked ETH", "osETH", PRACTICE_ADDRESS_OSETH,
                       PRACTICE_ADDRESS_STRATEGY_OSETH, NULL, 1062000, 25100, 1, 156000 },
  [PRACTICE_METH] = { "mETH", "mETH", PRACTICE_ADDRESS_METH, PRACTICE_ADDRESS_STRATEGY_METH, NULL,
                      1081000, 24600, DAY / 3, 214000 },
  [PRACTICE_SFRXETH] = { "Staked Frax Ether", "sfrxETH", PRACTICE_ADDRESS_SFRXETH,
                         PRACTICE_ADDRESS_STRATEGY_SFRXETH, &practice_sfrxeth_part, 1149000, 30400,
                         1, 61000 },
  [PRACTICE_SWETH] = { "swETH", "swETH", PRACTICE_ADDRESS_SWETH, PRACTICE_ADDRESS_STRATEGY_SWETH,
                       &practice_sweth_part, 1117000, 22800, DAY, 38000 },
  [PRACTICE_LSETH] = { "Liquid Staked ETH", "LsETH", PRACTICE_ADDRESS_LSETH,
                       PRACTICE_ADDRESS_STRATEGY_LSETH, &practice_lseth_part, 1094000, 23300, DAY,
                       72000 },
  [PRACTICE_ANKRETH] = { "Ankr Staked ETH", "ankrETH", PRACTICE_ADDRESS_ANKRETH,
                         PRACTICE_ADDRESS_STRATEGY_ANKRETH, &practice_ankreth_part, 1193000, 23100,
                         DAY, 24000 },
  [PRACTICE_WBETH] = { "Wrapped Binance Beacon ETH", "wBETH", PRACTICE_ADDRESS_WBETH,
                       PRACTICE_ADDRESS_STRATEGY_WBETH, &practice_wbeth_part, 1087000, 25600, DAY,
                       1200000 },
  /* Not of ETH: no rate of its own. */
  [PRACTICE_EIGEN] = { "Eigen", "EIGEN", PRACTICE_ADDRESS_EIGEN, PRACTICE_ADDRESS_STRATEGY_EIGEN,
                       NULL, 1000000, 0, DAY, 180000000 },
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
static const PracticePart *const ethx_parts[] = { &practice_stader_token_part, &practice_erc20_part,
                                                  NULL };
static const PracticePart *const rocket_pool_parts[] = { &practice_rocket_pool_part, NULL };
static const PracticePart *const stader_parts[] = { &practice_stader_part, NULL };
static const PracticePart *const oseth_controller_parts[] = { &practice_oseth_part, NULL };
static const PracticePart *const meth_staking_parts[] = { &practice_meth_part, NULL };
static const PracticePart *const feed_parts[] = { &practice_feed_part, NULL };

static const PracticePart *const *const token_parts[PRACTICE_N_ASSETS] = {
  [PRACTICE_STETH] = steth_parts,     [PRACTICE_RETH] = reth_parts,
  [PRACTICE_CBETH] = cbeth_parts,     [PRACTICE_ETHX] = ethx_parts,
  [PRACTICE_OSETH] = plain_parts,     [PRACTICE_METH] = plain_parts,
  [PRACTICE_SFRXETH] = sfrxeth_parts, [PRACTICE_SWETH] = sweth_parts,
  [PRACTICE_LSETH] = lseth_parts,     [PRACTICE_ANKRETH] = ankreth_parts,
  [PRACTICE_WBETH] = wbeth_parts,     [PRACTICE_EIGEN] = plain_parts,
};

enum
{
  STAKING_LIDO_QUEUE,
  STAKING_LIDO_MODULE,
  STAKING_ROCKET_STORAGE,
  STAKING_ROCKET_BALANCES,
  STAKING_ROCKET_NODES,
  STAKING_ROCKET_DEPOSIT_SETTINGS,
  STAKING_ROCKET_NETWORK_SETTINGS,
  STAKING_STADER_ORACLE,
  STAKING_QUIET_QUEUE,
  STAKING_OSETH_VAULT,
  STAKING_OSETH_CONFIG,
  STAKING_METH_PAUSER,
  STAKING_METH_RETURNS,
  STAKING_METH_ORACLE,
  STAKING_FRAX_MINTER,
  STAKING_FRAX_QUEUE,
  STAKING_SWETH_EXIT,
  STAKING_SWETH_ACCESS,
  STAKING_LSETH_OPERATORS,
  STAKING_ANKRETH_POOL,
  STAKING_WBETH_UNWRAP,
};

/* One part each. */
static const PracticePart *const staking_parts[][2] = {
  { &practice_lido_queue_part, NULL },
  { &practice_lido_module_part, NULL },
  { &practice_rocket_storage_part, NULL },
  { &practice_rocket_balances_part, NULL },
  { &practice_rocket_nodes_part, NULL },
  { &practice_rocket_deposit_settings_part, NULL },
  { &practice_rocket_network_settings_part, NULL },
  { &practice_stader_oracle_part, NULL },
  { &practice_quiet_queue_part, NULL },
  { &practice_oseth_vault_part, NULL },
  { &practice_oseth_config_part, NULL },
  { &practice_meth_pauser_part, NULL },
  { &practice_meth_returns_part, NULL },
  { &practice_meth_oracle_part, NULL },
  { &practice_frax_minter_part, NULL },
  { &practice_frax_queue_part, NULL },
  { &practice_sweth_exit_part, NULL },
  { &practice_sweth_access_part, NULL },
  { &practice_lseth_operators_part, NULL },
  { &practice_ankreth_pool_part, NULL },
  { &practice_wbeth_unwrap_part, NULL },
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
  { PRACTICE_ADDRESS_LIDO_QUEUE, PRACTICE_STETH, staking_parts[STAKING_LIDO_QUEUE] },
  { PRACTICE_ADDRESS_LIDO_CURATED, PRACTICE_STETH, staking_parts[STAKING_LIDO_MODULE] },
  { PRACTICE_ADDRESS_LIDO_SIMPLE_DVT, PRACTICE_STETH, staking_parts[STAKING_LIDO_MODULE] },
  { PRACTICE_ADDRESS_LIDO_COMMUNITY, PRACTICE_STETH, staking_parts[STAKING_LIDO_MODULE] },
  { PRACTICE_ADDRESS_ROCKET_STORAGE, PRACTICE_RETH, staking_parts[STAKING_ROCKET_STORAGE] },
  { PRACTICE_ADDRESS_ROCKET_BALANCES, PRACTICE_RETH, staking_parts[STAKING_ROCKET_BALANCES] },
  { PRACTICE_ADDRESS_ROCKET_NODES, PRACTICE_RETH, staking_parts[STAKING_ROCKET_NODES] },
  { PRACTICE_ADDRESS_ROCKET_SETTINGS_DEPOSIT, PRACTICE_RETH,
    staking_parts[STAKING_ROCKET_DEPOSIT_SETTINGS] },
  { PRACTICE_ADDRESS_ROCKET_SETTINGS_NETWORK, PRACTICE_RETH,
    staking_parts[STAKING_ROCKET_NETWORK_SETTINGS] },
  { PRACTICE_ADDRESS_STADER_ORACLE, PRACTICE_ETHX, staking_parts[STAKING_STADER_ORACLE] },
  { PRACTICE_ADDRESS_STADER_WITHDRAWALS, PRACTICE_ETHX, staking_parts[STAKING_QUIET_QUEUE] },
  { PRACTICE_ADDRESS_OSETH_VAULT, PRACTICE_OSETH, staking_parts[STAKING_OSETH_VAULT] },
  { PRACTICE_ADDRESS_OSETH_CONFIG, PRACTICE_OSETH, staking_parts[STAKING_OSETH_CONFIG] },
  { PRACTICE_ADDRESS_OSETH_REDEEMER, PRACTICE_OSETH, staking_parts[STAKING_QUIET_QUEUE] },
  { PRACTICE_ADDRESS_METH_PAUSER, PRACTICE_METH, staking_parts[STAKING_METH_PAUSER] },
  { PRACTICE_ADDRESS_METH_RETURNS, PRACTICE_METH, staking_parts[STAKING_METH_RETURNS] },
  { PRACTICE_ADDRESS_METH_ORACLE, PRACTICE_METH, staking_parts[STAKING_METH_ORACLE] },
  { PRACTICE_ADDRESS_FRAX_MINTER, PRACTICE_SFRXETH, staking_parts[STAKING_FRAX_MINTER] },
  { PRACTICE_ADDRESS_FRAX_QUEUE, PRACTICE_SFRXETH, staking_parts[STAKING_FRAX_QUEUE] },
  { PRACTICE_ADDRESS_SWETH_EXIT, PRACTICE_SWETH, staking_parts[STAKING_SWETH_EXIT] },
  { PRACTICE_ADDRESS_SWETH_ACCESS, PRACTICE_SWETH, staking_parts[STAKING_SWETH_ACCESS] },
  { PRACTICE_ADDRESS_LSETH_REDEEM, PRACTICE_LSETH, staking_parts[STAKING_QUIET_QUEUE] },
  { PRACTICE_ADDRESS_LSETH_OPERATORS, PRACTICE_LSETH, staking_parts[STAKING_LSETH_OPERATORS] },
  { PRACTICE_ADDRESS_ANKRETH_POOL, PRACTICE_ANKRETH, staking_parts[STAKING_ANKRETH_POOL] },
  { PRACTICE_ADDRESS_WBETH_UNWRAP, PRACTICE_WBETH, staking_parts[STAKING_WBETH_UNWRAP] },
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
  { PRACTICE_ADDRESS_FEED_LSETH_ETH, "LSETH / ETH Exchange Rate", PRACTICE_LSETH },
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

u256
practice_asset_rate (PracticeAsset asset, guint64 time)
{
  PracticeLst lst = asset_lst (asset);

  return practice_lst_rate_at (&lst, time);
}

/* Which tokens are proxies, and of which make. */
static const struct
{
  PracticeAsset asset;
  const char *implementation; /* the slots: keccak256 of these, the newer ones less 1 */
  const char *admin;
  guint less;
} proxies[] = {
  { PRACTICE_CBETH, "org.zeppelinos.proxy.implementation", "org.zeppelinos.proxy.admin", 0 },
  { PRACTICE_WBETH, "org.zeppelinos.proxy.implementation", "org.zeppelinos.proxy.admin", 0 },
  { PRACTICE_ETHX, "eip1967.proxy.implementation", "eip1967.proxy.admin", 1 },
  { PRACTICE_METH, "eip1967.proxy.implementation", "eip1967.proxy.admin", 1 },
  { PRACTICE_SWETH, "eip1967.proxy.implementation", "eip1967.proxy.admin", 1 },
  { PRACTICE_LSETH, "eip1967.proxy.implementation", "eip1967.proxy.admin", 1 },
  { PRACTICE_ANKRETH, "eip1967.proxy.implementation", "eip1967.proxy.admin", 1 },
};

static gboolean
is_slot (u256 slot, const char *text, guint less)
{
  Hash hash = keccak256 ((Bytes) { (const guint8 *) text, strlen (text) });

  return slot == u256_from_be (hash.bytes) - less;
}

u256
practice_asset_slot (const Address *contract, u256 slot)
{
  for (guint i = 0; i < G_N_ELEMENTS (proxies); i++)
    {
      Address token = practice_asset_token (proxies[i].asset);
      Address implementation = practice_inhabitant ("implementation", proxies[i].asset);
      Address admin = practice_inhabitant ("proxy admin", proxies[i].asset);

      if (!address_equal (&token, contract))
        continue;
      if (is_slot (slot, proxies[i].implementation, proxies[i].less))
        return address_to_word (&implementation);
      if (is_slot (slot, proxies[i].admin, proxies[i].less))
        return address_to_word (&admin);
    }
  return 0;
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

/* Who may replace the tokens' code, in each of the ways there are: through a ProxyAdmin that belongs to a
 * timelock, a multisig or a person; wBETH's and swETH's is a person right away. */
static void
deploy_admins (PracticeWorld *world)
{
  static const PracticePart *const admin_parts[] = { &practice_proxy_admin_part, NULL };
  static const PracticePart *const timelock_parts[] = { &practice_timelock_part, NULL };
  static const PracticePart *const multisig_parts[] = { &practice_multisig_part, NULL };
  const PracticeTimelock timelock = { .delay = 10u * DAY };
  const PracticeTimelock hasty = { .delay = DAY };
  const PracticeMultisig keys = { .number = PRACTICE_N_SERVICES, .threshold = 3, .owners = 5 };
  const struct
  {
    PracticeAsset asset;
    Address owner;
  } owners[] = {
    { PRACTICE_CBETH, practice_inhabitant ("timelock", 0) },
    { PRACTICE_ETHX, practice_inhabitant ("timelock", 0) },
    { PRACTICE_METH, practice_inhabitant ("timelock", 1) },
    { PRACTICE_LSETH, practice_inhabitant ("issuers", 0) },
    { PRACTICE_ANKRETH, practice_inhabitant ("person", PRACTICE_N_SERVICES) },
  };
  Address address = practice_inhabitant ("timelock", 0);

  practice_world_add (world, &address, timelock_parts, g_memdup2 (&timelock, sizeof timelock));
  address = practice_inhabitant ("timelock", 1);
  practice_world_add (world, &address, timelock_parts, g_memdup2 (&hasty, sizeof hasty));
  address = practice_inhabitant ("issuers", 0);
  practice_world_add (world, &address, multisig_parts, g_memdup2 (&keys, sizeof keys));
  for (guint i = 0; i < G_N_ELEMENTS (owners); i++)
    {
      const PracticeProxyAdmin admin = { .owner = owners[i].owner };

      address = practice_inhabitant ("proxy admin", owners[i].asset);
      practice_world_add (world, &address, admin_parts, g_memdup2 (&admin, sizeof admin));
    }
}

/* The code the proxies run: a token of its own that nobody uses. */
static void
deploy_implementations (PracticeWorld *world)
{
  for (guint i = 0; i < G_N_ELEMENTS (proxies); i++)
    {
      Address address = practice_inhabitant ("implementation", proxies[i].asset);
      PracticeLst lst = asset_lst (proxies[i].asset);

      practice_world_add (world, &address, token_parts[proxies[i].asset],
                          g_memdup2 (&lst, sizeof lst));
    }
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

  deploy_implementations (world);
  deploy_admins (world);

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
        .is_rate = feeds[i].asset == PRACTICE_LSETH,
      };

      if (feeds[i].asset == PRACTICE_METH)
        feed.stops = practice_trouble_time (PRACTICE_FEED_STOPS);
      if (feeds[i].asset == PRACTICE_SWETH)
        {
          feed.discount = 42000;
          feed.discount_from = practice_trouble_time (PRACTICE_TROUBLE_BEGINS);
          feed.discount_to = practice_trouble_time (PRACTICE_DISCOUNT_ENDS);
        }

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
      if (assets[i].supply > 0)
        {
          Address others = practice_inhabitant ("holders", i);

          PRACTICE_TRY (practice_erc20_mint (env, &token, &others, U256_WAD * assets[i].supply));
        }
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

  practice_staking_report (env);
  /* 2.5 % a year before the fee. */
  return practice_steth_report (env, &steth, DAY, PERCENT * 25u / 10u, &treasury);
}
