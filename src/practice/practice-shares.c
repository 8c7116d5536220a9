/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-delegation-private.h"

/* SlashingLib.sol: deposit shares d, deposit scaling factor k, slashing factor f. Withdrawable is
 * ⌊⌊d·k⌋·f⌋, floored twice and in that order. */

static const Address *
delegation (PracticeEnv *env)
{
  return &env->world->config.delegation_manager;
}

u256
practice_mul_wad (u256 a, u256 b)
{
  u256 result;

  /* Shares are below 10^38 and factors start at 10^18 and are divided by magnitudes of at least
   * one: far from 2^256. What a caller of a view makes up may be beyond, and is then infinite. */
  return u256_mul_div (a, b, U256_WAD, ROUND_DOWN, &result) ? result : U256_MAX;
}

gboolean
practice_div_wad (PracticeEnv *env, u256 a, u256 b, u256 *out)
{
  return practice_mul_div (env, a, U256_WAD, b, out);
}

static PracticeKey
factor_key (PracticeEnv *env, const Address *staker, const Address *strategy)
{
  return practice_key2 (delegation (env), DELEGATION_SLOT_FACTOR, address_to_word (staker),
                        address_to_word (strategy));
}

u256
practice_scaling_factor (PracticeEnv *env, const Address *staker, const Address *strategy)
{
  PracticeKey key = factor_key (env, staker, strategy);
  u256 factor = practice_env_get (env, &key);

  return factor == 0 ? U256_WAD : factor;
}

void
practice_set_scaling_factor (PracticeEnv *env,
                             const Address *staker,
                             const Address *strategy,
                             u256 factor)
{
  PracticeKey key = factor_key (env, staker, strategy);
  AbiValue values[] = { abi_address (staker), abi_address (strategy), abi_uint (factor) };

  practice_env_set (env, &key, factor);
  practice_env_emit (env, delegation (env),
                     "event DepositScalingFactorUpdated(address staker, address strategy, "
                     "uint256 newDepositScalingFactor)",
                     values, G_N_ELEMENTS (values));
}

u256
practice_slashing_factor (PracticeEnv *env, const Address *operator, const Address * strategy)
{
  return practice_max_magnitude (env, operator, strategy);
}

u256
practice_slashing_factor_at (PracticeEnv *env,
                             const Address *operator,
                             const Address * strategy,
                             guint64 block)
{
  return practice_max_magnitude_at (env, operator, strategy, block);
}

u256
practice_withdrawable (u256 deposit_shares, u256 scaling_factor, u256 slashing_factor)
{
  return practice_mul_wad (practice_mul_wad (deposit_shares, scaling_factor), slashing_factor);
}

static gboolean
scaling_factor_after (PracticeEnv *env,
                      u256 factor,
                      u256 shares_before,
                      u256 added,
                      u256 slashing_factor,
                      u256 *out)
{
  u256 shares;
  u256 deposit_shares;
  u256 ratio;

  /* The first deposit, or a delegation: earlier slashing is undone for these shares. */
  if (shares_before == 0)
    return practice_div_wad (env, factor, slashing_factor, out);

  PRACTICE_TRY (practice_add (env, practice_withdrawable (shares_before, factor, slashing_factor),
                              added, &shares));
  PRACTICE_TRY (practice_add (env, shares_before, added, &deposit_shares));
  PRACTICE_TRY (practice_div_wad (env, shares, deposit_shares, &ratio));
  PRACTICE_TRY (practice_div_wad (env, ratio, slashing_factor, out));
  if (*out == 0)
    return practice_revert (env, "InvalidDepositScalingFactor()");

  return TRUE;
}

static PracticeKey
operator_shares_key (PracticeEnv *env, const Address *operator, const Address * strategy)
{
  return practice_key2 (delegation (env), DELEGATION_SLOT_SHARES, address_to_word (operator),
                        address_to_word (strategy));
}

u256
practice_operator_shares (PracticeEnv *env, const Address *operator, const Address * strategy)
{
  PracticeKey key = operator_shares_key (env, operator, strategy);

  return practice_env_get (env, &key);
}

gboolean
practice_increase_delegation (PracticeEnv *env,
                              const Address *operator,
                              const Address * staker,
                              const Address *strategy,
                              u256 shares_before,
                              u256 added,
                              u256 slashing_factor)
{
  u256 factor;

  if (slashing_factor == 0)
    return practice_revert (env, "FullySlashed()");

  PRACTICE_TRY (scaling_factor_after (env, practice_scaling_factor (env, staker, strategy),
                                      shares_before, added, slashing_factor, &factor));
  practice_set_scaling_factor (env, staker, strategy, factor);

  if (address_is_zero (operator))
    return TRUE;

  PracticeKey key = operator_shares_key (env, operator, strategy);
  u256 shares;
  PRACTICE_TRY (practice_add (env, practice_env_get (env, &key), added, &shares));
  practice_env_set (env, &key, shares);

  AbiValue values[] = {
    abi_address (operator),
    abi_address (staker),
    abi_address (strategy),
    abi_uint (added),
  };
  practice_env_emit (env, delegation (env),
                     "event OperatorSharesIncreased(address indexed operator, address staker, "
                     "address strategy, uint256 shares)",
                     values, G_N_ELEMENTS (values));

  return TRUE;
}

gboolean
practice_decrease_delegation (PracticeEnv *env,
                              const Address *operator,
                              const Address * staker,
                              const Address *strategy,
                              u256 shares)
{
  PracticeKey key = operator_shares_key (env, operator, strategy);
  u256 left;

  PRACTICE_TRY (practice_sub (env, practice_env_get (env, &key), shares, &left));
  practice_env_set (env, &key, left);

  AbiValue values[] = {
    abi_address (operator),
    abi_address (staker),
    abi_address (strategy),
    abi_uint (shares),
  };
  practice_env_emit (env, delegation (env),
                     "event OperatorSharesDecreased(address indexed operator, address staker, "
                     "address strategy, uint256 shares)",
                     values, G_N_ELEMENTS (values));

  return TRUE;
}

gboolean
practice_increase_delegated_shares (PracticeEnv *env,
                                    const Address *staker,
                                    const Address *strategy,
                                    u256 shares_before,
                                    u256 added)
{
  Address operator= practice_delegated_to (env, staker);

  return practice_increase_delegation (env, &operator, staker, strategy, shares_before, added,
                                       practice_slashing_factor (env, &operator, strategy));
}

u256
practice_slashable_in_queue (PracticeEnv *env,
                             const Address *operator,
                             const Address * strategy,
                             u256 magnitude_taken)
{
  PracticeKey key = practice_key2 (delegation (env), DELEGATION_SLOT_QUEUED,
                                   address_to_word (operator), address_to_word (strategy));
  u256 now = practice_env_get (env, &key);
  u256 before = 0;

  if (env->block > PRACTICE_WITHDRAWAL_DELAY)
    before = practice_env_get_at (env, &key, env->block - PRACTICE_WITHDRAWAL_DELAY - 1);

  return practice_mul_wad (now - before, magnitude_taken);
}

gboolean
practice_slash_operator_shares (PracticeEnv *env,
                                const Address *operator,
                                const PracticeOperatorSet * set,
                                u256 slash_id,
                                const Address *strategy,
                                u256 magnitude_before,
                                u256 magnitude,
                                u256 *slashed)
{
  static const Address nobody;
  u256 shares = practice_operator_shares (env, operator, strategy);
  u256 left;

  /* S - ⌈S·new/old⌉. */
  if (!u256_mul_div (shares, magnitude, magnitude_before, ROUND_UP, &left))
    return practice_panic (env, 0x11);
  *slashed = shares - left;

  u256 queued = practice_slashable_in_queue (env, operator, strategy, magnitude_before - magnitude);
  PRACTICE_TRY (practice_decrease_delegation (env, operator, & nobody, strategy, *slashed));
  *slashed += queued;

  AbiValue values[] = { abi_address (operator), abi_address (strategy), abi_uint (*slashed) };
  practice_env_emit (env, delegation (env),
                     "event OperatorSharesSlashed(address indexed operator, address strategy, "
                     "uint256 totalSlashedShares)",
                     values, G_N_ELEMENTS (values));

  return practice_add_slashed_shares (env, set, slash_id, strategy, *slashed);
}

static gboolean
shares_deposited_shares (PracticeCall *call)
{
  Address staker = practice_arg_address (call, 0);
  Address *strategies;
  u256 *shares;
  gsize n = practice_staker_deposits (call->env, &staker, &strategies, &shares);
  AbiValue *strategy_values = practice_env_values (call->env, n);
  AbiValue *share_values = practice_env_values (call->env, n);

  for (gsize i = 0; i < n; i++)
    {
      strategy_values[i] = abi_address (&strategies[i]);
      share_values[i] = abi_uint (shares[i]);
    }

  AbiValue values[] = { abi_array (strategy_values, n), abi_array (share_values, n) };

  return practice_return (call, values, G_N_ELEMENTS (values));
}

static gboolean
shares_withdrawable_shares (PracticeCall *call)
{
  PracticeEnv *env = call->env;
  Address staker = practice_arg_address (call, 0);
  const AbiValue *strategies = practice_arg (call, 1);
  Address operator= practice_delegated_to (env, &staker);
  gsize n = strategies->n_items;
  AbiValue *withdrawable = practice_env_values (env, n);
  AbiValue *deposited = practice_env_values (env, n);

  for (gsize i = 0; i < n; i++)
    {
      Address strategy = abi_value_address (&strategies->items[i]);
      u256 shares = practice_staker_shares (env, &staker, &strategy);

      deposited[i] = abi_uint (shares);
      withdrawable[i] = abi_uint (
        practice_withdrawable (shares, practice_scaling_factor (env, &staker, &strategy),
                               practice_slashing_factor (env, &operator, & strategy)));
    }

  AbiValue values[] = { abi_array (withdrawable, n), abi_array (deposited, n) };

  return practice_return (call, values, G_N_ELEMENTS (values));
}

static gboolean
shares_convert_to_deposit_shares (PracticeCall *call)
{
  PracticeEnv *env = call->env;
  Address staker = practice_arg_address (call, 0);
  const AbiValue *strategies = practice_arg (call, 1);
  const AbiValue *withdrawable = practice_arg (call, 2);
  Address operator= practice_delegated_to (env, &staker);
  gsize n = strategies->n_items;
  AbiValue *shares = practice_env_values (env, n);

  if (n != withdrawable->n_items)
    return practice_panic (env, 0x32);

  for (gsize i = 0; i < n; i++)
    {
      Address strategy = abi_value_address (&strategies->items[i]);
      u256 unscaled;
      u256 result;

      PRACTICE_TRY (practice_div_wad (env, withdrawable->items[i].word,
                                      practice_scaling_factor (env, &staker, &strategy),
                                      &unscaled));
      PRACTICE_TRY (practice_div_wad (env, unscaled,
                                      practice_slashing_factor (env, &operator, & strategy),
                                      &result));
      shares[i] = abi_uint (result);
    }

  AbiValue result = abi_array (shares, n);

  return practice_return (call, &result, 1);
}

static const PracticeFunction shares_functions[] = {
  { "function getDepositedShares(address staker) returns (address[], uint256[])",
    shares_deposited_shares },
  { "function getWithdrawableShares(address staker, address[] strategies) "
    "returns (uint256[] withdrawableShares, uint256[] depositShares)",
    shares_withdrawable_shares },
  { "function convertToDepositShares(address staker, address[] strategies, "
    "uint256[] withdrawableShares) returns (uint256[])",
    shares_convert_to_deposit_shares },
};

const PracticePart practice_shares_part = {
  .name = "Shares",
  .functions = shares_functions,
  .n_functions = G_N_ELEMENTS (shares_functions),
};
