/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-lst.h"

#include "practice-staking.h"

#define SECONDS_PER_YEAR 31536000u
#define STADER_MINIMUM 100000000000000u    /* 0.0001 ETH */
#define MANTLE_MINIMUM 100000000000000000u /* 0.1 ETH */
#define MANTLE_ADJUSTMENT 4u
#define MANTLE_ROOM (U256_WAD * 25000u)
#define DEPOSIT_CAPACITY (U256_WAD * 10000u) /* room in every pool */

u256
practice_lst_rate_at (const PracticeLst *lst, guint64 time)
{
  guint64 elapsed = time > lst->since ? (time - lst->since) / lst->step * lst->step : 0;

  /* First the growth in 10^-18, then what it is of the rate: far from 2^256. */
  u256 growth = lst->yearly * elapsed / SECONDS_PER_YEAR;

  return lst->first_rate + lst->first_rate * growth / U256_WAD;
}

static const PracticeLst *
lst_of (const PracticeCall *call)
{
  return call->contract->data;
}

static u256
rate_of (const PracticeCall *call)
{
  return practice_lst_rate_at (lst_of (call), call->env->time);
}

static gboolean
return_rate (PracticeCall *call)
{
  return practice_return_uint (call, rate_of (call));
}

/* Tokens to wei, and back. */
static gboolean
return_wei (PracticeCall *call)
{
  u256 wei;

  PRACTICE_TRY (
    practice_mul_div (call->env, practice_arg_uint (call, 0), rate_of (call), U256_WAD, &wei));

  return practice_return_uint (call, wei);
}

static gboolean
return_tokens (PracticeCall *call)
{
  u256 tokens;

  PRACTICE_TRY (
    practice_mul_div (call->env, practice_arg_uint (call, 0), U256_WAD, rate_of (call), &tokens));

  return practice_return_uint (call, tokens);
}

static gboolean
return_inverse_rate (PracticeCall *call)
{
  return practice_return_uint (call, U256_WAD * U256_WAD / rate_of (call));
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

static gboolean
return_zero (PracticeCall *call)
{
  return practice_return_uint (call, 0);
}

static gboolean
return_capacity (PracticeCall *call)
{
  return practice_return_uint (call, DEPOSIT_CAPACITY);
}

/* Mints what the ETH that came with the call is worth, less a fee of 10^-18. */
static gboolean
mint_for_value (PracticeCall *call, const Address *to, u256 fee, u256 *tokens)
{
  u256 net = call->value - call->value * fee / U256_WAD;

  PRACTICE_TRY (practice_mul_div (call->env, net, U256_WAD, rate_of (call), tokens));

  return practice_erc20_mint (call->env, &lst_of (call)->address, to, *tokens);
}

static gboolean
rocket_deposit (PracticeCall *call)
{
  const Address *token = &lst_of (call)->address;
  u256 tokens;

  if (call->value < PRACTICE_ROCKET_MINIMUM)
    return practice_revert_text (call->env,
                                 "The deposited amount is less than the minimum deposit size");
  if (call->value > DEPOSIT_CAPACITY)
    return practice_revert_text (call->env,
                                 "The deposit pool size after depositing exceeds the maximum size");
  PRACTICE_TRY (mint_for_value (call, &call->caller, PRACTICE_ROCKET_FEE, &tokens));

  AbiValue minted[] = {
    abi_address (&call->caller),
    abi_uint (tokens),
    abi_uint (call->value),
    abi_uint (call->env->time),
  };
  practice_env_emit (call->env, token,
                     "event TokensMinted(address indexed to, uint256 amount, uint256 ethAmount, "
                     "uint256 time)",
                     minted, G_N_ELEMENTS (minted));
  AbiValue received[] = {
    abi_address (&call->caller),
    abi_uint (call->value),
    abi_uint (call->env->time),
  };
  practice_env_emit (call->env, &call->self,
                     "event DepositReceived(address indexed from, uint256 amount, uint256 time)",
                     received, G_N_ELEMENTS (received));

  /* The pool hands what it holds to the token as collateral for burns. */
  return practice_env_pay (call->env, &call->self, token, call->value);
}

static gboolean
reth_receive (PracticeCall *call)
{
  return TRUE;
}

static gboolean
reth_collateral (PracticeCall *call)
{
  return practice_return_uint (call, practice_env_balance (call->env, &call->self));
}

static gboolean
reth_burn (PracticeCall *call)
{
  u256 tokens = practice_arg_uint (call, 0);
  u256 wei;

  if (tokens == 0)
    return practice_revert_text (call->env, "Invalid token burn amount");
  PRACTICE_TRY (practice_erc20_burn (call->env, &call->self, &call->caller, tokens));
  PRACTICE_TRY (practice_mul_div (call->env, tokens, rate_of (call), U256_WAD, &wei));
  if (wei > practice_env_balance (call->env, &call->self))
    return practice_revert_text (call->env, "Insufficient ETH balance for exchange");

  AbiValue burned[] = {
    abi_address (&call->caller),
    abi_uint (tokens),
    abi_uint (wei),
    abi_uint (call->env->time),
  };
  practice_env_emit (call->env, &call->self,
                     "event TokensBurned(address indexed from, uint256 amount, "
                     "uint256 ethAmount, uint256 time)",
                     burned, G_N_ELEMENTS (burned));

  return practice_env_pay (call->env, &call->self, &call->caller, wei);
}

static gboolean
stader_deposit (PracticeCall *call)
{
  Address receiver = practice_arg_address (call, 0);
  u256 tokens;

  if (practice_is_troubled (call->env->time))
    return practice_revert_text (call->env, "Pausable: paused");
  if (call->value < STADER_MINIMUM || call->value > DEPOSIT_CAPACITY)
    return practice_revert (call->env, "InvalidDepositAmount()");
  PRACTICE_TRY (mint_for_value (call, &receiver, 0, &tokens));

  return practice_return_uint (call, tokens);
}

static gboolean
stader_minimum (PracticeCall *call)
{
  return practice_return_uint (call, STADER_MINIMUM);
}

static gboolean
stader_paused (PracticeCall *call)
{
  return practice_return_bool (call, practice_is_troubled (call->env->time));
}

/* A spread on the minting side, in parts of 10000. */
static gboolean
mantle_tokens (PracticeCall *call, u256 wei, u256 *tokens)
{
  PRACTICE_TRY (practice_mul_div (call->env, wei, U256_WAD * (10000u - MANTLE_ADJUSTMENT),
                                  rate_of (call) * 10000u, tokens));
  return TRUE;
}

static gboolean
mantle_preview (PracticeCall *call)
{
  u256 tokens;

  PRACTICE_TRY (mantle_tokens (call, practice_arg_uint (call, 0), &tokens));
  return practice_return_uint (call, tokens);
}

static gboolean
mantle_adjustment (PracticeCall *call)
{
  return practice_return_uint (call, MANTLE_ADJUSTMENT);
}

/* At its cap for the first days. */
static u256
mantle_cap (PracticeCall *call)
{
  u256 supply = practice_erc20_supply (call->env, &lst_of (call)->address);

  return practice_is_troubled (call->env->time) ? supply : supply + MANTLE_ROOM;
}

static gboolean
mantle_maximum (PracticeCall *call)
{
  return practice_return_uint (call, mantle_cap (call));
}

static gboolean
mantle_stake (PracticeCall *call)
{
  const Address *token = &lst_of (call)->address;
  u256 cap = mantle_cap (call);
  u256 tokens;

  if (call->value < MANTLE_MINIMUM)
    return practice_revert (call->env, "MinimumStakeBoundNotSatisfied()");
  PRACTICE_TRY (mantle_tokens (call, call->value, &tokens));
  if (practice_erc20_supply (call->env, token) + tokens > cap)
    return practice_revert (call->env, "MaximumMETHSupplyExceeded()");
  PRACTICE_TRY (practice_erc20_mint (call->env, token, &call->caller, tokens));
  if (tokens < practice_arg_uint (call, 0))
    {
      AbiValue values[] = { abi_uint (tokens), *practice_arg (call, 0) };

      return practice_revert_with (
        call->env,
        "error StakeBelowMinimumMETHAmount(uint256 methMintAmount, uint256 expectedMinimum)",
        values, G_N_ELEMENTS (values));
    }

  AbiValue staked[] = { abi_address (&call->caller), abi_uint (call->value), abi_uint (tokens) };
  practice_env_emit (call->env, &call->self,
                     "event Staked(address indexed staker, uint256 ethAmount, "
                     "uint256 mETHAmount)",
                     staked, G_N_ELEMENTS (staked));

  return TRUE;
}

static gboolean
mantle_minimum_exit (PracticeCall *call)
{
  return practice_return_uint (call, MANTLE_MINIMUM / 10);
}

static gboolean
mantle_minimum (PracticeCall *call)
{
  return practice_return_uint (call, MANTLE_MINIMUM);
}

static gboolean
sweth_mint (PracticeCall *call, const Address *referral)
{
  u256 tokens;

  if (call->value == 0)
    return practice_revert (call->env, "InvalidETHDeposit()");
  PRACTICE_TRY (mint_for_value (call, &call->caller, 0, &tokens));

  AbiValue received[] = {
    abi_address (&call->caller), abi_uint (call->value),
    abi_uint (tokens),           abi_uint (practice_env_balance (call->env, &call->self)),
    abi_address (referral),
  };
  practice_env_emit (call->env, &call->self,
                     "event ETHDepositReceived(address indexed from, uint256 amount, "
                     "uint256 swETHMinted, uint256 newTotalETHDeposited, "
                     "address indexed referral)",
                     received, G_N_ELEMENTS (received));

  return TRUE;
}

static gboolean
sweth_deposit (PracticeCall *call)
{
  static const Address nobody;

  return sweth_mint (call, &nobody);
}

static gboolean
sweth_deposit_with_referral (PracticeCall *call)
{
  Address referral = practice_arg_address (call, 0);

  return sweth_mint (call, &referral);
}

/* 5 % each to the treasury and the operators. */
static gboolean
sweth_part (PracticeCall *call)
{
  return practice_return_uint (call, U256_WAD / 20u);
}

static gboolean
lseth_fee (PracticeCall *call)
{
  return practice_return_uint (call, 1500);
}

static gboolean
wbeth_deposit (PracticeCall *call)
{
  u256 tokens;

  if (call->value == 0)
    return practice_revert_text (call->env, "zero ETH amount");

  return mint_for_value (call, &call->caller, 0, &tokens);
}

static gboolean
oseth_growth (PracticeCall *call)
{
  /* The gross speed, of which feePercent is the treasury's. */
  return practice_return_uint (call, lst_of (call)->yearly * 10000u / 9500u / SECONDS_PER_YEAR);
}

static gboolean
oseth_fee (PracticeCall *call)
{
  return practice_return_uint (call, 500);
}

static gboolean
ankr_shares (PracticeCall *call)
{
  u256 tokens;

  /* Rounded up, as the token does. */
  if (!u256_mul_div (practice_arg_uint (call, 0), U256_WAD, rate_of (call), ROUND_UP, &tokens))
    return practice_panic (call->env, 0x11);

  return practice_return_uint (call, tokens);
}

#define PART(id, title, ...)                                        \
  static const PracticeFunction id##_functions[] = { __VA_ARGS__ }; \
  const PracticePart practice_##id##_part = {                       \
    .name = title,                                                  \
    .functions = id##_functions,                                    \
    .n_functions = G_N_ELEMENTS (id##_functions),                   \
  }

static const PracticeFunction reth_functions[] = {
  { "function getExchangeRate() returns (uint256)", return_rate },
  { "function getEthValue(uint256 rethAmount) returns (uint256)", return_wei },
  { "function getRethValue(uint256 ethAmount) returns (uint256)", return_tokens },
  { "function getTotalCollateral() returns (uint256)", reth_collateral },
  { "function burn(uint256 rethAmount)", reth_burn },
};

const PracticePart practice_reth_part = {
  .name = "RocketTokenRETH",
  .functions = reth_functions,
  .n_functions = G_N_ELEMENTS (reth_functions),
  .receive = reth_receive,
};

PART (rocket_pool,
      "RocketDepositPool",
      { "function deposit() payable", rocket_deposit, TRUE },
      { "function getMaximumDepositAmount() returns (uint256)", return_capacity },
      { "function getBalance() returns (uint256)", return_zero });

PART (cbeth,
      "StakedTokenV1",
      { "function exchangeRate() returns (uint256)", return_rate },
      { "function paused() returns (bool)", return_no },
      { "function isBlacklisted(address account) returns (bool)", return_no });

PART (wbeth,
      "WrapTokenV3ETH",
      { "function deposit(address referral) payable", wbeth_deposit, TRUE });

PART (stader,
      "StaderStakePoolsManager",
      { "function getExchangeRate() returns (uint256)", return_rate },
      { "function deposit(address receiver) payable returns (uint256)", stader_deposit, TRUE },
      { "function previewDeposit(uint256 assets) returns (uint256)", return_tokens },
      { "function minDeposit() returns (uint256)", stader_minimum },
      { "function maxDeposit() returns (uint256)", return_capacity },
      { "function isVaultHealthy() returns (bool)", return_yes },
      { "function paused() returns (bool)", stader_paused });

PART (oseth,
      "OsTokenVaultController",
      { "function convertToAssets(uint256 shares) returns (uint256)", return_wei },
      { "function convertToShares(uint256 assets) returns (uint256)", return_tokens },
      { "function avgRewardPerSecond() returns (uint256)", oseth_growth },
      { "function feePercent() returns (uint64)", oseth_fee });

PART (meth,
      "MantleStaking",
      { "function mETHToETH(uint256 mETHAmount) returns (uint256)", return_wei },
      { "function ethToMETH(uint256 ethAmount) returns (uint256)", mantle_preview },
      { "function exchangeAdjustmentRate() returns (uint16)", mantle_adjustment },
      { "function maximumMETHSupply() returns (uint256)", mantle_maximum },
      { "function minimumUnstakeBound() returns (uint256)", mantle_minimum_exit },
      { "function stake(uint256 minMETHAmount) payable", mantle_stake, TRUE },
      { "function minimumStakeBound() returns (uint256)", mantle_minimum },
      { "function isStakingAllowlist() returns (bool)", return_no });

PART (sfrxeth,
      "sfrxETH",
      { "function pricePerShare() returns (uint256)", return_rate },
      { "function convertToAssets(uint256 shares) returns (uint256)", return_wei },
      { "function convertToShares(uint256 assets) returns (uint256)", return_tokens });

PART (sweth,
      "swETH",
      { "function swETHToETHRate() returns (uint256)", return_rate },
      { "function getRate() returns (uint256)", return_rate },
      { "function ethToSwETHRate() returns (uint256)", return_inverse_rate },
      { "function swellTreasuryRewardPercentage() returns (uint256)", sweth_part },
      { "function nodeOperatorRewardPercentage() returns (uint256)", sweth_part },
      { "function whitelistEnabled() returns (bool)", return_no },
      { "function deposit() payable", sweth_deposit, TRUE },
      { "function depositWithReferral(address referral) payable", sweth_deposit_with_referral,
        TRUE });

PART (lseth,
      "River",
      { "function underlyingBalanceFromShares(uint256 shares) returns (uint256)", return_wei },
      { "function sharesFromUnderlyingBalance(uint256 amount) returns (uint256)", return_tokens },
      { "function getGlobalFee() returns (uint256)", lseth_fee });

PART (ankreth,
      "AETH",
      { "function ratio() returns (uint256)", return_inverse_rate },
      { "function sharesToBonds(uint256 amount) returns (uint256)", return_wei },
      { "function bondsToShares(uint256 amount) returns (uint256)", ankr_shares });
