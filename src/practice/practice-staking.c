/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-staking.h"

#include <string.h>

#include "practice-addresses.h"
#include "practice-assets.h"
#include "practice-genesis.h"

#define DAY 86400u

guint64
practice_trouble_time (gint64 seconds)
{
  return PRACTICE_FIRST_TIME + (guint64) ((gint64) PRACTICE_START_BLOCK * 12 + seconds);
}

gboolean
practice_is_troubled (guint64 time)
{
  return time >= practice_trouble_time (PRACTICE_TROUBLE_BEGINS) &&
         time < practice_trouble_time (PRACTICE_TROUBLE_ENDS);
}

static gboolean
return_yes (PracticeCall *call)
{
  return practice_return_bool (call, TRUE);
}

static gboolean
return_no (PracticeCall *call)
{
  return practice_return_bool (call, FALSE);
}

/* What moves a little every day: part in a thousand around base, by the day and the contract. */
static u256
drifting (const PracticeCall *call, u256 base)
{
  guint64 day = call->env->time / DAY + call->self.bytes[19];

  return base + base / 1000u * (guint64) (day * 37 % 200);
}

/* --- Lido: WithdrawalQueueERC721, the modules of the StakingRouter --- */

static gboolean
lido_waiting (PracticeCall *call)
{
  return practice_return_uint (call, drifting (call, U256_WAD * 41000u));
}

static gboolean
lido_minimum (PracticeCall *call)
{
  return practice_return_uint (call, 100);
}

/* Curated, SimpleDVT, Community. */
static gboolean
lido_operators (PracticeCall *call)
{
  static const struct
  {
    const char *address;
    guint count;
  } modules[] = {
    { PRACTICE_ADDRESS_LIDO_CURATED, 37 },
    { PRACTICE_ADDRESS_LIDO_SIMPLE_DVT, 42 },
    { PRACTICE_ADDRESS_LIDO_COMMUNITY, 311 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (modules); i++)
    {
      Address address = practice_address (modules[i].address);

      if (address_equal (&address, &call->self))
        return practice_return_uint (call, modules[i].count);
    }
  return practice_revert_empty (call->env);
}

/* --- Rocket Pool: RocketStorage and what it knows --- */

static gboolean
rocket_address (PracticeCall *call)
{
  static const struct
  {
    const char *name;
    const char *address;
  } contracts[] = {
    { "rocketTokenRETH", PRACTICE_ADDRESS_RETH },
    { "rocketDepositPool", PRACTICE_ADDRESS_ROCKET_DEPOSIT_POOL },
    { "rocketNetworkBalances", PRACTICE_ADDRESS_ROCKET_BALANCES },
    { "rocketNodeManager", PRACTICE_ADDRESS_ROCKET_NODES },
    { "rocketDAOProtocolSettingsDeposit", PRACTICE_ADDRESS_ROCKET_SETTINGS_DEPOSIT },
    { "rocketDAOProtocolSettingsNetwork", PRACTICE_ADDRESS_ROCKET_SETTINGS_NETWORK },
  };
  static const Address nobody;
  Bytes key = practice_arg (call, 0)->data;

  for (guint i = 0; i < G_N_ELEMENTS (contracts); i++)
    {
      g_autofree char *text = g_strconcat ("contract.address", contracts[i].name, NULL);
      Hash hash = keccak256 ((Bytes) { (const guint8 *) text, strlen (text) });

      if (memcmp (key.data, hash.bytes, sizeof hash.bytes) == 0)
        {
          Address address = practice_address (contracts[i].address);

          return practice_return_address (call, &address);
        }
    }
  return practice_return_address (call, &nobody);
}

static gboolean
rocket_supply (PracticeCall *call)
{
  const PracticeLst *lst = call->contract->data;

  return practice_return_uint (call, practice_erc20_supply (call->env, &lst->address));
}

static gboolean
rocket_ether (PracticeCall *call)
{
  const PracticeLst *lst = call->contract->data;
  u256 wei;

  PRACTICE_TRY (practice_mul_div (call->env, practice_erc20_supply (call->env, &lst->address),
                                  practice_lst_rate_at (lst, call->env->time), U256_WAD, &wei));
  return practice_return_uint (call, wei);
}

static gboolean
rocket_nodes (PracticeCall *call)
{
  return practice_return_uint (call, 3914);
}

static gboolean
rocket_minimum (PracticeCall *call)
{
  return practice_return_uint (call, PRACTICE_ROCKET_MINIMUM);
}

static gboolean
rocket_fee (PracticeCall *call)
{
  return practice_return_uint (call, PRACTICE_ROCKET_FEE);
}

static gboolean
rocket_commission (PracticeCall *call)
{
  return practice_return_uint (call, U256_WAD / 100u * 14u);
}

/* --- StakeWise: a vault, the loan's terms --- */

#define VAULT_CAPACITY (U256_WAD * 200000u)
#define VAULT_ASSETS (U256_WAD * 63000u)
#define LOAN (U256_WAD / 100u * 90u)

enum
{
  SLOT_VAULT_SHARES = 1,
};

static gboolean
vault_capacity (PracticeCall *call)
{
  return practice_return_uint (call, VAULT_CAPACITY);
}

static gboolean
vault_assets (PracticeCall *call)
{
  return practice_return_uint (call, VAULT_ASSETS + practice_env_balance (call->env, &call->self));
}

static gboolean
vault_shares (PracticeCall *call)
{
  Address account = practice_arg_address (call, 0);
  PracticeKey key = practice_key1 (&call->self, SLOT_VAULT_SHARES, address_to_word (&account));

  return practice_return_uint (call, practice_env_get (call->env, &key));
}

/* One share is one ETH here; osETH's own worth is the controller's. */
static gboolean
vault_deposit_and_mint (PracticeCall *call)
{
  const PracticeLst *lst = call->contract->data;
  Address receiver = practice_arg_address (call, 0);
  u256 tokens = practice_arg_uint (call, 1);
  u256 rate = practice_lst_rate_at (lst, call->env->time);
  PracticeKey key = practice_key1 (&call->self, SLOT_VAULT_SHARES, address_to_word (&call->caller));
  u256 most, assets;

  if (call->value == 0)
    return practice_revert (call->env, "InvalidAssets()");
  if (practice_env_balance (call->env, &call->self) > VAULT_CAPACITY - VAULT_ASSETS)
    return practice_revert (call->env, "CapacityExceeded()");
  /* What is borrowed already is not looked at: nobody here borrows twice to the limit. */
  PRACTICE_TRY (practice_mul_div (call->env, call->value, LOAN, rate, &most));
  if (tokens == U256_MAX)
    tokens = most;
  if (tokens > most)
    return practice_revert (call->env, "LowLtv()");
  practice_env_set (call->env, &key, practice_env_get (call->env, &key) + call->value);
  PRACTICE_TRY (practice_erc20_mint (call->env, &lst->address, &receiver, tokens));
  PRACTICE_TRY (practice_mul_div (call->env, tokens, rate, U256_WAD, &assets));
  return practice_return_uint (call, assets);
}

static gboolean
config_of_vault (PracticeCall *call)
{
  AbiValue values[] = {
    abi_uint (U256_WAD / 100u),
    abi_uint (U256_WAD / 100u * 92u),
    abi_uint (LOAN),
  };

  return practice_return (call, values, G_N_ELEMENTS (values));
}

/* --- Mantle, Frax, Swell, Liquid Collective, Ankr, Binance --- */

static gboolean
meth_fee (PracticeCall *call)
{
  return practice_return_uint (call, 1000);
}

static gboolean
frax_mint (PracticeCall *call)
{
  const PracticeLst *lst = call->contract->data;
  Address recipient = practice_arg_address (call, 0);
  u256 shares;

  if (call->value == 0)
    return practice_revert_text (call->env, "Cannot submit 0");
  PRACTICE_TRY (practice_mul_div (call->env, call->value, U256_WAD,
                                  practice_lst_rate_at (lst, call->env->time), &shares));
  PRACTICE_TRY (practice_erc20_mint (call->env, &lst->address, &recipient, shares));
  return practice_return_uint (call, shares);
}

static gboolean
frax_queue (PracticeCall *call)
{
  AbiValue values[] = {
    abi_uint (812),
    abi_uint (15 * DAY),
    abi_uint (0),
    abi_uint (U256_WAD * 9000u),
    abi_uint (drifting (call, U256_WAD * 7000u)),
  };

  return practice_return (call, values, G_N_ELEMENTS (values));
}

static gboolean
sweth_minimum (PracticeCall *call)
{
  return practice_return_uint (call, U256_WAD / 200u);
}

static gboolean
lseth_operators (PracticeCall *call)
{
  return practice_return_uint (call, 11);
}

static gboolean
ankr_pending (PracticeCall *call)
{
  return practice_return_uint (call, drifting (call, U256_WAD * 620u));
}

static gboolean
wbeth_lock (PracticeCall *call)
{
  return practice_return_uint (call, 10 * DAY);
}

static gboolean
wbeth_missing (PracticeCall *call)
{
  return practice_return_uint (call, drifting (call, U256_WAD * 5200u));
}

static gboolean
ethx_exchange_rate (PracticeCall *call)
{
  const PracticeLst *lst = call->contract->data;
  u256 supply = practice_erc20_supply (call->env, &lst->address);
  u256 wei;

  PRACTICE_TRY (practice_mul_div (call->env, supply, practice_lst_rate_at (lst, call->env->time),
                                  U256_WAD, &wei));
  AbiValue values[] = { abi_uint (call->env->block), abi_uint (wei), abi_uint (supply) };
  return practice_return (call, values, G_N_ELEMENTS (values));
}

#define PART(id, title, ...)                                        \
  static const PracticeFunction id##_functions[] = { __VA_ARGS__ }; \
  const PracticePart practice_##id##_part = {                       \
    .name = title,                                                  \
    .functions = id##_functions,                                    \
    .n_functions = G_N_ELEMENTS (id##_functions),                   \
  }

PART (lido_queue,
      "WithdrawalQueueERC721",
      { "function unfinalizedStETH() returns (uint256)", lido_waiting },
      { "function isPaused() returns (bool)", return_no },
      { "function isBunkerModeActive() returns (bool)", return_no },
      { "function MIN_STETH_WITHDRAWAL_AMOUNT() returns (uint256)", lido_minimum });

PART (lido_module,
      "NodeOperatorsRegistry",
      { "function getNodeOperatorsCount() returns (uint256)", lido_operators },
      { "function getActiveNodeOperatorsCount() returns (uint256)", lido_operators });

PART (rocket_storage,
      "RocketStorage",
      { "function getAddress(bytes32 key) returns (address)", rocket_address });

PART (rocket_balances,
      "RocketNetworkBalances",
      { "function getTotalETHBalance() returns (uint256)", rocket_ether },
      { "function getTotalRETHSupply() returns (uint256)", rocket_supply });

PART (rocket_nodes,
      "RocketNodeManager",
      { "function getNodeCount() returns (uint256)", rocket_nodes });

PART (rocket_deposit_settings,
      "RocketDAOProtocolSettingsDeposit",
      { "function getDepositEnabled() returns (bool)", return_yes },
      { "function getMinimumDeposit() returns (uint256)", rocket_minimum },
      { "function getDepositFee() returns (uint256)", rocket_fee });

PART (rocket_network_settings,
      "RocketDAOProtocolSettingsNetwork",
      { "function getRethCommission() returns (uint256)", rocket_commission });

PART (stader_token, "ETHx", { "function paused() returns (bool)", return_no });

PART (stader_oracle,
      "StaderOracle",
      { "function exchangeRate() returns (uint256 reportingBlockNumber, uint256 totalETHBalance, "
        "uint256 totalETHXSupply)",
        ethx_exchange_rate });

PART (oseth_vault,
      "EthGenesisVault",
      { "function isStateUpdateRequired() returns (bool)", return_no },
      { "function capacity() returns (uint256)", vault_capacity },
      { "function totalAssets() returns (uint256)", vault_assets },
      { "function getShares(address account) returns (uint256)", vault_shares },
      { "function depositAndMintOsToken(address receiver, uint256 osTokenShares, address referrer) "
        "payable returns (uint256)",
        vault_deposit_and_mint, TRUE });

PART (oseth_config,
      "OsTokenConfig",
      { "function getConfig(address vault) returns (uint128, uint64, uint64)", config_of_vault });

PART (meth_pauser,
      "Pauser",
      { "function isStakingPaused() returns (bool)", return_no },
      { "function isUnstakeRequestsAndClaimsPaused() returns (bool)", return_no });

PART (meth_returns,
      "ReturnsAggregator",
      { "function feesBasisPoints() returns (uint16)", meth_fee });

PART (meth_oracle, "Oracle", { "function hasPendingUpdate() returns (bool)", return_no });

PART (frax_minter,
      "FraxEtherMinter",
      { "function mintFrxEthPaused() returns (bool)", return_no },
      { "function submitAndDeposit(address recipient) payable returns (uint256)", frax_mint,
        TRUE });

PART (frax_queue,
      "FraxEtherRedemptionQueueV2",
      { "function redemptionQueueState() returns (uint64, uint64, uint64, uint120, uint120)",
        frax_queue });

PART (sweth_exit,
      "swEXIT",
      { "function withdrawRequestMinimum() returns (uint256)", sweth_minimum });

PART (sweth_access,
      "AccessControlManager",
      { "function coreMethodsPaused() returns (bool)", return_no },
      { "function withdrawalsPaused() returns (bool)", return_no });

PART (lseth_operators,
      "OperatorsRegistry",
      { "function getOperatorCount() returns (uint256)", lseth_operators });

PART (ankreth_pool,
      "GlobalPool",
      { "function getTotalPendingUnstakes() returns (uint256)", ankr_pending });

PART (wbeth_unwrap,
      "UnwrapTokenV1ETH",
      { "function lockTime() returns (uint256)", wbeth_lock },
      { "function getNeedRechargeEthAmount() returns (uint256)", wbeth_missing });

const PracticePart practice_quiet_queue_part = { .name = "Queue" };

/* --- the daily reports --- */

typedef struct
{
  PracticeAsset asset;
  const char *emitter;
  const char *event;
} Report;

static const Report reports[] = {
  { PRACTICE_RETH, PRACTICE_ADDRESS_ROCKET_BALANCES,
    "event BalancesUpdated(uint256 indexed block, uint256 slotTimestamp, uint256 totalEth, "
    "uint256 stakingEth, uint256 rethSupply, uint256 blockTimestamp)" },
  { PRACTICE_ETHX, PRACTICE_ADDRESS_STADER_ORACLE,
    "event ExchangeRateUpdated(uint256 block, uint256 totalEth, uint256 ethxSupply, "
    "uint256 time)" },
  { PRACTICE_LSETH, PRACTICE_ADDRESS_LSETH,
    "event RewardsEarned(address indexed collector, uint256 oldTotalUnderlyingBalance, "
    "uint256 oldTotalSupply, uint256 newTotalUnderlyingBalance, uint256 newTotalSupply)" },
  { PRACTICE_CBETH, PRACTICE_ADDRESS_CBETH,
    "event ExchangeRateUpdated(address indexed oracle, uint256 newExchangeRate)" },
  { PRACTICE_WBETH, PRACTICE_ADDRESS_WBETH,
    "event ExchangeRateUpdated(address indexed oracle, uint256 newExchangeRate)" },
  { PRACTICE_SWETH, PRACTICE_ADDRESS_SWETH,
    "event Reprice(uint256 newEthReserves, uint256 newSwETHToETHRate, uint256 nodeOperatorRewards, "
    "uint256 swellTreasuryRewards, uint256 totalETHDeposited)" },
  { PRACTICE_ANKRETH, PRACTICE_ADDRESS_ANKRETH, "event RatioUpdate(uint256 newRatio)" },
};

static void
emit (PracticeEnv *env, const Report *report)
{
  Address emitter = practice_address (report->emitter);
  Address token = practice_asset_token (report->asset);
  Address oracle = practice_inhabitant ("oracle", report->asset);
  u256 rate = practice_asset_rate (report->asset, env->time);
  u256 before = practice_asset_rate (report->asset, env->time - DAY);
  u256 supply = practice_erc20_supply (env, &token);
  /* Millions of tokens at a rate near one: far from 2^256. */
  u256 total = supply * rate / U256_WAD;
  u256 reward = total - supply * before / U256_WAD;
  AbiValue balances[] = {
    abi_uint (env->block), abi_uint (env->time), abi_uint (total),
    abi_uint (total),      abi_uint (supply),    abi_uint (env->time),
  };
  AbiValue totals[] = { balances[0], balances[2], balances[4], balances[5] };
  AbiValue earned[] = {
    abi_address (&oracle), abi_uint (total - reward), abi_uint (supply),
    abi_uint (total),      abi_uint (supply),
  };
  AbiValue updated[] = { abi_address (&oracle), abi_uint (rate) };
  AbiValue repriced[] = {
    abi_uint (total),        abi_uint (rate),   abi_uint (reward / 20u),
    abi_uint (reward / 20u), abi_uint (supply),
  };
  AbiValue ratio[] = { abi_uint (U256_WAD * U256_WAD / rate) };

  switch (report->asset)
    {
    case PRACTICE_RETH:
      practice_env_emit (env, &emitter, report->event, balances, G_N_ELEMENTS (balances));
      break;
    case PRACTICE_ETHX:
      practice_env_emit (env, &emitter, report->event, totals, G_N_ELEMENTS (totals));
      break;
    case PRACTICE_LSETH:
      practice_env_emit (env, &emitter, report->event, earned, G_N_ELEMENTS (earned));
      break;
    case PRACTICE_CBETH:
    case PRACTICE_WBETH:
      practice_env_emit (env, &emitter, report->event, updated, G_N_ELEMENTS (updated));
      break;
    case PRACTICE_SWETH:
      practice_env_emit (env, &emitter, report->event, repriced, G_N_ELEMENTS (repriced));
      break;
    case PRACTICE_ANKRETH:
      practice_env_emit (env, &emitter, report->event, ratio, G_N_ELEMENTS (ratio));
      break;
    case PRACTICE_STETH:
    case PRACTICE_OSETH:
    case PRACTICE_METH:
    case PRACTICE_SFRXETH:
    case PRACTICE_EIGEN:
    case PRACTICE_N_ASSETS:
    default:
      g_assert_not_reached ();
    }
}

void
practice_staking_report (PracticeEnv *env)
{
  for (guint i = 0; i < G_N_ELEMENTS (reports); i++)
    emit (env, &reports[i]);
}
