/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-lido.h"

enum
{
  SLOT_SHARES_TOTAL = 1,
  SLOT_ETHER_TOTAL,
  SLOT_SHARES,
};

#define SECONDS_PER_YEAR 31536000u
#define FEE_BASIS_POINTS 1000u

static const Address nobody;

static u256
steth_total (PracticeEnv *env, const Address *steth, guint32 slot)
{
  PracticeKey key = practice_key (steth, slot);

  return practice_env_get (env, &key);
}

static void
steth_set_total (PracticeEnv *env, const Address *steth, guint32 slot, u256 value)
{
  PracticeKey key = practice_key (steth, slot);

  practice_env_set (env, &key, value);
}

static PracticeKey
shares_key (const Address *steth, const Address *account)
{
  return practice_key1 (steth, SLOT_SHARES, address_to_word (account));
}

static u256
steth_convert (u256 amount, u256 numerator, u256 denominator, Rounding rounding)
{
  u256 result;

  /* The totals are this network's own; only the amount is foreign, and too much of it is as good
   * as infinite: more than anybody has. */
  if (denominator == 0)
    return 0;

  return u256_mul_div (amount, numerator, denominator, rounding, &result) ? result : U256_MAX;
}

u256
practice_steth_shares (PracticeEnv *env, const Address *steth, u256 wei)
{
  return steth_convert (wei, steth_total (env, steth, SLOT_SHARES_TOTAL),
                        steth_total (env, steth, SLOT_ETHER_TOTAL), ROUND_DOWN);
}

static u256
steth_ether (PracticeEnv *env, const Address *steth, u256 shares)
{
  return steth_convert (shares, steth_total (env, steth, SLOT_ETHER_TOTAL),
                        steth_total (env, steth, SLOT_SHARES_TOTAL), ROUND_DOWN);
}

static void
steth_emit_transfer (PracticeEnv *env,
                     const Address *steth,
                     const Address *from,
                     const Address *to,
                     u256 wei,
                     u256 shares)
{
  AbiValue values[] = { abi_address (from), abi_address (to), abi_uint (shares) };

  practice_erc20_emit_transfer (env, steth, from, to, wei);
  practice_env_emit (env, steth,
                     "event TransferShares(address indexed from, address indexed to, "
                     "uint256 sharesValue)",
                     values, G_N_ELEMENTS (values));
}

void
practice_steth_init (PracticeEnv *env,
                     const Address *steth,
                     const Address *holder,
                     u256 shares,
                     u256 wei)
{
  PracticeKey key = shares_key (steth, holder);

  steth_set_total (env, steth, SLOT_SHARES_TOTAL, shares);
  steth_set_total (env, steth, SLOT_ETHER_TOTAL, wei);
  practice_env_set (env, &key, shares);
  steth_emit_transfer (env, steth, &nobody, holder, wei, shares);
}

gboolean
practice_steth_submit (PracticeEnv *env,
                       const Address *steth,
                       const Address *sender,
                       u256 wei,
                       const Address *referral,
                       u256 *shares)
{
  PracticeKey key = shares_key (steth, sender);

  if (wei == 0)
    return practice_revert_text (env, "ZERO_DEPOSIT");

  *shares = practice_steth_shares (env, steth, wei);
  steth_set_total (env, steth, SLOT_SHARES_TOTAL,
                   steth_total (env, steth, SLOT_SHARES_TOTAL) + *shares);
  steth_set_total (env, steth, SLOT_ETHER_TOTAL, steth_total (env, steth, SLOT_ETHER_TOTAL) + wei);
  practice_env_set (env, &key, practice_env_get (env, &key) + *shares);

  AbiValue values[] = { abi_address (sender), abi_uint (wei), abi_address (referral) };
  practice_env_emit (env, steth,
                     "event Submitted(address indexed sender, uint256 amount, address referral)",
                     values, G_N_ELEMENTS (values));
  steth_emit_transfer (env, steth, &nobody, sender, steth_ether (env, steth, *shares), *shares);

  return TRUE;
}

gboolean
practice_steth_report (PracticeEnv *env,
                       const Address *steth,
                       guint64 seconds,
                       u256 yearly,
                       const Address *treasury)
{
  u256 shares = steth_total (env, steth, SLOT_SHARES_TOTAL);
  u256 ether = steth_total (env, steth, SLOT_ETHER_TOTAL);
  u256 growth;
  u256 reward;
  u256 minted;

  PRACTICE_TRY (practice_mul_div (env, yearly, seconds, SECONDS_PER_YEAR, &growth));
  PRACTICE_TRY (practice_mul_div (env, ether, growth, U256_WAD, &reward));
  /* Shares worth the fee after the report (Accounting.sol): fee · shares / (ether - fee). */
  u256 fee = reward * FEE_BASIS_POINTS / 10000u;
  PRACTICE_TRY (practice_mul_div (env, fee, shares, ether + reward - fee, &minted));

  PracticeKey key = shares_key (steth, treasury);
  steth_set_total (env, steth, SLOT_ETHER_TOTAL, ether + reward);
  steth_set_total (env, steth, SLOT_SHARES_TOTAL, shares + minted);
  practice_env_set (env, &key, practice_env_get (env, &key) + minted);
  steth_emit_transfer (env, steth, &nobody, treasury, steth_ether (env, steth, minted), minted);

  AbiValue values[] = {
    abi_uint (env->time),       abi_uint (seconds),        abi_uint (shares), abi_uint (ether),
    abi_uint (shares + minted), abi_uint (ether + reward), abi_uint (minted),
  };
  practice_env_emit (env, steth,
                     "event TokenRebased(uint256 indexed reportTimestamp, uint256 timeElapsed, "
                     "uint256 preTotalShares, uint256 preTotalEther, uint256 postTotalShares, "
                     "uint256 postTotalEther, uint256 sharesMintedAsFees)",
                     values, G_N_ELEMENTS (values));

  return TRUE;
}

static gboolean
steth_move (PracticeCall *call, const Address *from, const Address *to, u256 wei, u256 shares)
{
  if (address_is_zero (to))
    return practice_revert_text (call->env, "TRANSFER_TO_ZERO_ADDR");
  if (address_equal (to, &call->self))
    return practice_revert_text (call->env, "TRANSFER_TO_STETH_CONTRACT");

  PracticeKey from_key = shares_key (&call->self, from);
  PracticeKey to_key = shares_key (&call->self, to);
  u256 held = practice_env_get (call->env, &from_key);
  if (held < shares)
    return practice_revert_text (call->env, "BALANCE_EXCEEDED");

  practice_env_set (call->env, &from_key, held - shares);
  practice_env_set (call->env, &to_key, practice_env_get (call->env, &to_key) + shares);
  steth_emit_transfer (call->env, &call->self, from, to, wei, shares);

  return TRUE;
}

static gboolean
steth_spend (PracticeCall *call, const Address *from, u256 wei)
{
  u256 allowance = practice_erc20_allowance (call->env, &call->self, from, &call->caller);

  if (allowance == U256_MAX)
    return TRUE;
  if (allowance < wei)
    return practice_revert_text (call->env, "ALLOWANCE_EXCEEDED");

  practice_erc20_set_allowance (call->env, &call->self, from, &call->caller, allowance - wei);
  practice_erc20_emit_approval (call->env, &call->self, from, &call->caller, allowance - wei);

  return TRUE;
}

static gboolean
steth_total_supply (PracticeCall *call)
{
  return practice_return_uint (call, steth_total (call->env, &call->self, SLOT_ETHER_TOTAL));
}

static gboolean
steth_total_shares (PracticeCall *call)
{
  return practice_return_uint (call, steth_total (call->env, &call->self, SLOT_SHARES_TOTAL));
}

static gboolean
steth_shares_of (PracticeCall *call)
{
  Address account = practice_arg_address (call, 0);
  PracticeKey key = shares_key (&call->self, &account);

  return practice_return_uint (call, practice_env_get (call->env, &key));
}

static gboolean
steth_balance_of (PracticeCall *call)
{
  Address account = practice_arg_address (call, 0);
  PracticeKey key = shares_key (&call->self, &account);

  return practice_return_uint (call, steth_ether (call->env, &call->self,
                                                  practice_env_get (call->env, &key)));
}

static gboolean
steth_shares_by_ether (PracticeCall *call)
{
  return practice_return_uint (call, practice_steth_shares (call->env, &call->self,
                                                            practice_arg_uint (call, 0)));
}

static gboolean
steth_ether_by_shares (PracticeCall *call)
{
  return practice_return_uint (call,
                               steth_ether (call->env, &call->self, practice_arg_uint (call, 0)));
}

static gboolean
steth_ether_by_shares_up (PracticeCall *call)
{
  u256 ether = steth_convert (practice_arg_uint (call, 0),
                              steth_total (call->env, &call->self, SLOT_ETHER_TOTAL),
                              steth_total (call->env, &call->self, SLOT_SHARES_TOTAL), ROUND_UP);

  return practice_return_uint (call, ether);
}

static gboolean
steth_transfer (PracticeCall *call)
{
  Address to = practice_arg_address (call, 0);
  u256 wei = practice_arg_uint (call, 1);

  PRACTICE_TRY (steth_move (call, &call->caller, &to, wei,
                            practice_steth_shares (call->env, &call->self, wei)));

  return practice_return_bool (call, TRUE);
}

static gboolean
steth_transfer_from (PracticeCall *call)
{
  Address from = practice_arg_address (call, 0);
  Address to = practice_arg_address (call, 1);
  u256 wei = practice_arg_uint (call, 2);

  PRACTICE_TRY (steth_spend (call, &from, wei));
  PRACTICE_TRY (
    steth_move (call, &from, &to, wei, practice_steth_shares (call->env, &call->self, wei)));

  return practice_return_bool (call, TRUE);
}

static gboolean
steth_transfer_shares (PracticeCall *call)
{
  Address to = practice_arg_address (call, 0);
  u256 shares = practice_arg_uint (call, 1);
  u256 wei = steth_ether (call->env, &call->self, shares);

  PRACTICE_TRY (steth_move (call, &call->caller, &to, wei, shares));

  return practice_return_uint (call, wei);
}

static gboolean
steth_submit_from (PracticeCall *call, const Address *referral, u256 *shares)
{
  return practice_steth_submit (call->env, &call->self, &call->caller, call->value, referral,
                                shares);
}

static gboolean
steth_submit (PracticeCall *call)
{
  Address referral = practice_arg_address (call, 0);
  u256 shares;

  PRACTICE_TRY (steth_submit_from (call, &referral, &shares));

  return practice_return_uint (call, shares);
}

static gboolean
steth_receive (PracticeCall *call)
{
  u256 shares;

  return steth_submit_from (call, &nobody, &shares);
}

static gboolean
steth_no (PracticeCall *call)
{
  return practice_return_bool (call, FALSE);
}

static gboolean
steth_stake_limit (PracticeCall *call)
{
  return practice_return_uint (call, U256_MAX);
}

static gboolean
steth_stake_limit_info (PracticeCall *call)
{
  /* Neither paused nor limited. */
  AbiValue values[] = {
    abi_bool (false), abi_bool (false), abi_uint (U256_MAX), abi_uint (0),
    abi_uint (0),     abi_uint (0),     abi_uint (0),
  };

  return practice_return (call, values, G_N_ELEMENTS (values));
}

static gboolean
steth_fee (PracticeCall *call)
{
  return practice_return_uint (call, FEE_BASIS_POINTS);
}

static gboolean
steth_fee_distribution (PracticeCall *call)
{
  AbiValue values[] = { abi_uint (5000), abi_uint (0), abi_uint (5000) };

  return practice_return (call, values, G_N_ELEMENTS (values));
}

static const PracticeFunction steth_functions[] = {
  { "function totalSupply() returns (uint256)", steth_total_supply },
  { "function getTotalPooledEther() returns (uint256)", steth_total_supply },
  { "function getTotalShares() returns (uint256)", steth_total_shares },
  { "function balanceOf(address account) returns (uint256)", steth_balance_of },
  { "function sharesOf(address account) returns (uint256)", steth_shares_of },
  { "function getSharesByPooledEth(uint256 ethAmount) returns (uint256)", steth_shares_by_ether },
  { "function getPooledEthByShares(uint256 sharesAmount) returns (uint256)",
    steth_ether_by_shares },
  { "function getPooledEthBySharesRoundUp(uint256 sharesAmount) returns (uint256)",
    steth_ether_by_shares_up },
  { "function transfer(address recipient, uint256 amount) returns (bool)", steth_transfer },
  { "function transferFrom(address sender, address recipient, uint256 amount) returns (bool)",
    steth_transfer_from },
  { "function transferShares(address recipient, uint256 sharesAmount) returns (uint256)",
    steth_transfer_shares },
  { "function submit(address referral) payable returns (uint256)", steth_submit, TRUE },
  { "function isStakingPaused() returns (bool)", steth_no },
  { "function isStopped() returns (bool)", steth_no },
  { "function getCurrentStakeLimit() returns (uint256)", steth_stake_limit },
  { "function getStakeLimitFullInfo() returns (bool, bool, uint256, uint256, uint256, uint256, "
    "uint256)",
    steth_stake_limit_info },
  { "function getFee() returns (uint16)", steth_fee },
  { "function getFeeDistribution() returns (uint16, uint16, uint16)", steth_fee_distribution },
};

const PracticePart practice_steth_part = {
  .name = "Lido",
  .functions = steth_functions,
  .n_functions = G_N_ELEMENTS (steth_functions),
  .receive = steth_receive,
};

static const Address *
wsteth_steth (const PracticeCall *call)
{
  const PracticeWsteth *data = call->contract->data;

  return &data->steth;
}

static gboolean
wsteth_wrap (PracticeCall *call)
{
  const Address *steth = wsteth_steth (call);
  u256 wei = practice_arg_uint (call, 0);

  if (wei == 0)
    return practice_revert_text (call->env, "wstETH: can't wrap zero stETH");

  u256 shares = practice_steth_shares (call->env, steth, wei);
  PRACTICE_TRY (practice_erc20_mint (call->env, &call->self, &call->caller, shares));
  PRACTICE_TRY (practice_token_safe_transfer_from (call->env, steth, &call->self, &call->caller,
                                                   &call->self, wei));

  return practice_return_uint (call, shares);
}

static gboolean
wsteth_unwrap (PracticeCall *call)
{
  const Address *steth = wsteth_steth (call);
  u256 shares = practice_arg_uint (call, 0);

  if (shares == 0)
    return practice_revert_text (call->env, "wstETH: zero amount unwrap not allowed");

  u256 wei = steth_ether (call->env, steth, shares);
  PRACTICE_TRY (practice_erc20_burn (call->env, &call->self, &call->caller, shares));
  PRACTICE_TRY (practice_token_safe_transfer (call->env, steth, &call->self, &call->caller, wei));

  return practice_return_uint (call, wei);
}

static gboolean
wsteth_receive (PracticeCall *call)
{
  const Address *steth = wsteth_steth (call);
  u256 shares;

  practice_env_set_balance (call->env, &call->self,
                            practice_env_balance (call->env, &call->self) - call->value);
  practice_env_set_balance (call->env, steth,
                            practice_env_balance (call->env, steth) + call->value);
  PRACTICE_TRY (
    practice_steth_submit (call->env, steth, &call->self, call->value, &nobody, &shares));

  return practice_erc20_mint (call->env, &call->self, &call->caller, shares);
}

static gboolean
wsteth_to_steth (PracticeCall *call)
{
  return practice_return_uint (call, steth_ether (call->env, wsteth_steth (call),
                                                  practice_arg_uint (call, 0)));
}

static gboolean
wsteth_from_steth (PracticeCall *call)
{
  return practice_return_uint (call, practice_steth_shares (call->env, wsteth_steth (call),
                                                            practice_arg_uint (call, 0)));
}

static gboolean
wsteth_steth_per_token (PracticeCall *call)
{
  return practice_return_uint (call, steth_ether (call->env, wsteth_steth (call), U256_WAD));
}

static gboolean
wsteth_tokens_per_steth (PracticeCall *call)
{
  return practice_return_uint (call,
                               practice_steth_shares (call->env, wsteth_steth (call), U256_WAD));
}

static gboolean
wsteth_steth_address (PracticeCall *call)
{
  return practice_return_address (call, wsteth_steth (call));
}

static const PracticeFunction wsteth_functions[] = {
  { "function wrap(uint256 stETHAmount) returns (uint256)", wsteth_wrap },
  { "function unwrap(uint256 wstETHAmount) returns (uint256)", wsteth_unwrap },
  { "function getStETHByWstETH(uint256 wstETHAmount) returns (uint256)", wsteth_to_steth },
  { "function getWstETHByStETH(uint256 stETHAmount) returns (uint256)", wsteth_from_steth },
  { "function stEthPerToken() returns (uint256)", wsteth_steth_per_token },
  { "function tokensPerStEth() returns (uint256)", wsteth_tokens_per_steth },
  { "function stETH() returns (address)", wsteth_steth_address },
};

const PracticePart practice_wsteth_part = {
  .name = "WstETH",
  .functions = wsteth_functions,
  .n_functions = G_N_ELEMENTS (wsteth_functions),
  .receive = wsteth_receive,
};
