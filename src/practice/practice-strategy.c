/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-eigen.h"
#include "practice-erc20.h"

/* StrategyBase.sol: 1000 virtual shares and tokens, so that nobody can push the rate far by giving
 * tokens to an empty strategy. */
#define SHARES_OFFSET 1000u
#define BALANCE_OFFSET 1000u

#define PAUSED_DEPOSITS 0u
#define PAUSED_WITHDRAWALS 1u

enum
{
  SLOT_TOTAL_SHARES = 1,
};

static const PracticeStrategy *
strategy_data (PracticeEnv *env, const Address *strategy)
{
  const PracticeContract *contract = practice_world_find (env->world, strategy);

  if (contract == NULL || contract->parts[0] != &practice_strategy_part)
    return NULL;

  return contract->data;
}

static u256
strategy_total (PracticeEnv *env, const Address *strategy)
{
  PracticeKey key = practice_key (strategy, SLOT_TOTAL_SHARES);

  return practice_env_get (env, &key);
}

static void
strategy_set_total (PracticeEnv *env, const Address *strategy, u256 shares)
{
  PracticeKey key = practice_key (strategy, SLOT_TOTAL_SHARES);

  practice_env_set (env, &key, shares);
}

static gboolean
strategy_emit_rate (PracticeEnv *env,
                    const Address *strategy,
                    u256 virtual_balance,
                    u256 virtual_shares)
{
  u256 rate;

  PRACTICE_TRY (practice_mul_div (env, U256_WAD, virtual_balance, virtual_shares, &rate));
  AbiValue value = abi_uint (rate);
  practice_env_emit (env, strategy, "event ExchangeRateEmitted(uint256 rate)", &value, 1);

  return TRUE;
}

gboolean
practice_strategy_token (PracticeEnv *env, const Address *strategy, Address *token)
{
  const PracticeStrategy *data = strategy_data (env, strategy);

  if (data == NULL)
    return practice_revert_empty (env);
  *token = data->token;

  return TRUE;
}

gboolean
practice_strategy_deposit (PracticeEnv *env,
                           const Address *strategy,
                           const Address *token,
                           u256 amount,
                           u256 *shares)
{
  const PracticeStrategy *data = strategy_data (env, strategy);
  u256 balance;
  u256 prior;

  if (data == NULL)
    return practice_revert_empty (env);

  PRACTICE_TRY (practice_unpaused (env, strategy, PAUSED_DEPOSITS));
  if (amount > data->max_per_deposit)
    return practice_revert (env, "MaxPerDepositExceedsMax()");
  if (!address_equal (token, &data->token))
    return practice_revert (env, "OnlyUnderlyingToken()");
  PRACTICE_TRY (practice_token_balance (env, token, strategy, &balance));
  if (balance > data->max_total)
    return practice_revert (env, "BalanceExceedsMaxTotalDeposits()");

  u256 total = strategy_total (env, strategy);
  PRACTICE_TRY (practice_sub (env, balance + BALANCE_OFFSET, amount, &prior));
  PRACTICE_TRY (practice_mul_div (env, amount, total + SHARES_OFFSET, prior, shares));
  if (*shares == 0)
    return practice_revert (env, "NewSharesZero()");

  PRACTICE_TRY (practice_add (env, total, *shares, &total));
  /* MAX_TOTAL_SHARES = 10^38 - 1. */
  if (total >= U256_WAD * U256_WAD * 100u)
    return practice_revert (env, "TotalSharesExceedsMax()");
  strategy_set_total (env, strategy, total);

  return strategy_emit_rate (env, strategy, balance + BALANCE_OFFSET, total + SHARES_OFFSET);
}

gboolean
practice_strategy_withdraw (PracticeEnv *env,
                            const Address *strategy,
                            const Address *recipient,
                            const Address *token,
                            u256 shares,
                            u256 *amount)
{
  const PracticeStrategy *data = strategy_data (env, strategy);
  u256 balance;

  if (data == NULL)
    return practice_revert_empty (env);

  PRACTICE_TRY (practice_unpaused (env, strategy, PAUSED_WITHDRAWALS));
  if (!address_equal (token, &data->token))
    return practice_revert (env, "OnlyUnderlyingToken()");

  u256 total = strategy_total (env, strategy);
  if (shares > total)
    return practice_revert (env, "WithdrawalAmountExceedsTotalDeposits()");

  PRACTICE_TRY (practice_token_balance (env, token, strategy, &balance));
  PRACTICE_TRY (
    practice_mul_div (env, balance + BALANCE_OFFSET, shares, total + SHARES_OFFSET, amount));
  strategy_set_total (env, strategy, total - shares);
  PRACTICE_TRY (strategy_emit_rate (env, strategy, balance + BALANCE_OFFSET - *amount,
                                    total - shares + SHARES_OFFSET));

  return practice_token_safe_transfer (env, token, strategy, recipient, *amount);
}

static gboolean
strategy_to_underlying (PracticeCall *call, u256 shares)
{
  const PracticeStrategy *data = call->contract->data;
  u256 balance;
  u256 amount;

  PRACTICE_TRY (practice_token_balance (call->env, &data->token, &call->self, &balance));
  PRACTICE_TRY (practice_mul_div (call->env, balance + BALANCE_OFFSET, shares,
                                  strategy_total (call->env, &call->self) + SHARES_OFFSET,
                                  &amount));

  return practice_return_uint (call, amount);
}

static gboolean
strategy_shares_to_underlying (PracticeCall *call)
{
  return strategy_to_underlying (call, practice_arg_uint (call, 0));
}

static gboolean
strategy_underlying_to_shares (PracticeCall *call)
{
  const PracticeStrategy *data = call->contract->data;
  u256 balance;
  u256 shares;

  PRACTICE_TRY (practice_token_balance (call->env, &data->token, &call->self, &balance));
  PRACTICE_TRY (practice_mul_div (call->env, practice_arg_uint (call, 0),
                                  strategy_total (call->env, &call->self) + SHARES_OFFSET,
                                  balance + BALANCE_OFFSET, &shares));

  return practice_return_uint (call, shares);
}

static gboolean
strategy_user_underlying (PracticeCall *call)
{
  Address user = practice_arg_address (call, 0);

  return strategy_to_underlying (call, practice_staker_shares (call->env, &user, &call->self));
}

static gboolean
strategy_shares (PracticeCall *call)
{
  Address user = practice_arg_address (call, 0);

  return practice_return_uint (call, practice_staker_shares (call->env, &user, &call->self));
}

static gboolean
strategy_total_shares (PracticeCall *call)
{
  return practice_return_uint (call, strategy_total (call->env, &call->self));
}

static gboolean
strategy_underlying_token (PracticeCall *call)
{
  const PracticeStrategy *data = call->contract->data;

  return practice_return_address (call, &data->token);
}

static gboolean
strategy_manager (PracticeCall *call)
{
  return practice_return_address (call, &call->env->world->config.strategy_manager);
}

static gboolean
strategy_only_manager (PracticeCall *call)
{
  /* The manager does not come through the ABI here, so whoever does is not it. */
  return practice_revert (call->env, "OnlyStrategyManager()");
}

static gboolean
strategy_explanation (PracticeCall *call)
{
  return practice_return_text (
    call, "Base Strategy implementation to inherit from for more complex implementations");
}

static gboolean
strategy_limits (PracticeCall *call)
{
  const PracticeStrategy *data = call->contract->data;
  AbiValue values[] = { abi_uint (data->max_per_deposit), abi_uint (data->max_total) };

  return practice_return (call, values, G_N_ELEMENTS (values));
}

static gboolean
strategy_max_per_deposit (PracticeCall *call)
{
  const PracticeStrategy *data = call->contract->data;

  return practice_return_uint (call, data->max_per_deposit);
}

static gboolean
strategy_max_total (PracticeCall *call)
{
  const PracticeStrategy *data = call->contract->data;

  return practice_return_uint (call, data->max_total);
}

static const PracticeFunction strategy_functions[] = {
  { "function deposit(address token, uint256 amount) returns (uint256 newShares)",
    strategy_only_manager },
  { "function withdraw(address recipient, address token, uint256 amountShares) "
    "returns (uint256 amountOut)",
    strategy_only_manager },
  { "function underlyingToken() returns (address)", strategy_underlying_token },
  { "function strategyManager() returns (address)", strategy_manager },
  { "function explanation() returns (string)", strategy_explanation },
  { "function totalShares() returns (uint256)", strategy_total_shares },
  { "function shares(address user) returns (uint256)", strategy_shares },
  { "function sharesToUnderlying(uint256 amountShares) returns (uint256)",
    strategy_shares_to_underlying },
  { "function sharesToUnderlyingView(uint256 amountShares) returns (uint256)",
    strategy_shares_to_underlying },
  { "function underlyingToShares(uint256 amountUnderlying) returns (uint256)",
    strategy_underlying_to_shares },
  { "function underlyingToSharesView(uint256 amountUnderlying) returns (uint256)",
    strategy_underlying_to_shares },
  { "function userUnderlying(address user) returns (uint256)", strategy_user_underlying },
  { "function userUnderlyingView(address user) returns (uint256)", strategy_user_underlying },
  { "function getTVLLimits() returns (uint256, uint256)", strategy_limits },
  { "function maxPerDeposit() returns (uint256)", strategy_max_per_deposit },
  { "function maxTotalDeposits() returns (uint256)", strategy_max_total },
};

const PracticePart practice_strategy_part = {
  .name = "StrategyBaseTVLLimits",
  .functions = strategy_functions,
  .n_functions = G_N_ELEMENTS (strategy_functions),
};
