/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-eigen.h"
#include "practice-set.h"

/* What slashes took and nobody has burnt or handed on yet (StrategyManager, ELIP-006, ELIP-016). */

#define PAUSED_CLEARING 1u

enum
{
  SLOT_SHARES = 101,
  SLOT_RESOLUTION,
  SLOT_SETS = 110,       /* sets with something pending */
  SLOT_SLASHES = 120,    /* their slash ids */
  SLOT_STRATEGIES = 130, /* the strategies of one slash */
};

static PracticeSet
funds_list (PracticeEnv *env, guint32 slot, u256 a, u256 b)
{
  return (PracticeSet) { env->world->config.strategy_manager, slot, a, b };
}

static PracticeKey
funds_shares_key (PracticeEnv *env, u256 set_key, u256 slash_id, const Address *strategy)
{
  return practice_key3 (&env->world->config.strategy_manager, SLOT_SHARES, set_key, slash_id,
                        address_to_word (strategy));
}

static void
funds_emit_shares (PracticeEnv *env,
                   const char *event,
                   const PracticeOperatorSet *set,
                   u256 slash_id,
                   const Address *strategy,
                   u256 shares)
{
  AbiValue values[] = {
    practice_operator_set_value (env, set),
    abi_uint (slash_id),
    abi_address (strategy),
    abi_uint (shares),
  };

  practice_env_emit (env, &env->world->config.strategy_manager, event, values,
                     G_N_ELEMENTS (values));
}

gboolean
practice_add_slashed_shares (PracticeEnv *env,
                             const PracticeOperatorSet *set,
                             u256 slash_id,
                             const Address *strategy,
                             u256 shares)
{
  u256 key = practice_operator_set_key (set);
  PracticeSet sets = funds_list (env, SLOT_SETS, 0, 0);
  PracticeSet slashes = funds_list (env, SLOT_SLASHES, key, 0);
  PracticeSet strategies = funds_list (env, SLOT_STRATEGIES, key, slash_id);
  PracticeKey shares_key = funds_shares_key (env, key, slash_id, strategy);
  PracticeKey resolution_key = practice_key2 (&env->world->config.strategy_manager, SLOT_RESOLUTION,
                                              key, slash_id);

  if (!practice_set_add (env, &strategies, address_to_word (strategy)))
    return practice_revert (env, "StrategyAlreadyInSlash()");
  practice_env_set (env, &shares_key, shares);
  practice_set_add (env, &sets, key);
  if (practice_set_add (env, &slashes, slash_id))
    {
      guint64 block = env->block + PRACTICE_RESOLUTION_DELAY;
      AbiValue values[] = {
        practice_operator_set_value (env, set),
        abi_uint (slash_id),
        abi_uint (block),
      };

      practice_env_set (env, &resolution_key, block);
      practice_env_emit (env, &env->world->config.strategy_manager,
                         "event SlashResolutionBlockSet((address avs, uint32 id) operatorSet, "
                         "uint256 slashId, uint32 resolutionBlock)",
                         values, G_N_ELEMENTS (values));
    }
  funds_emit_shares (env,
                     "event BurnOrRedistributableSharesIncreased((address avs, uint32 id) "
                     "operatorSet, uint256 slashId, address strategy, uint256 shares)",
                     set, slash_id, strategy, shares);

  return TRUE;
}

static gboolean
funds_clear (PracticeEnv *env,
             const PracticeOperatorSet *set,
             u256 slash_id,
             const Address *strategy,
             u256 *amount)
{
  u256 key = practice_operator_set_key (set);
  PracticeSet sets = funds_list (env, SLOT_SETS, 0, 0);
  PracticeSet slashes = funds_list (env, SLOT_SLASHES, key, 0);
  PracticeSet strategies = funds_list (env, SLOT_STRATEGIES, key, slash_id);
  PracticeKey shares_key = funds_shares_key (env, key, slash_id, strategy);
  PracticeKey resolution_key = practice_key2 (&env->world->config.strategy_manager, SLOT_RESOLUTION,
                                              key, slash_id);

  PRACTICE_TRY (practice_unpaused (env, &env->world->config.strategy_manager, PAUSED_CLEARING));
  if (env->block <= practice_env_get (env, &resolution_key))
    return practice_revert (env, "SlashResolutionDelayNotElapsed()");

  u256 shares = practice_env_get (env, &shares_key);
  *amount = 0;
  practice_env_set (env, &shares_key, 0);
  practice_set_remove (env, &strategies, address_to_word (strategy));
  if (practice_set_length (env, &strategies) == 0)
    {
      practice_set_remove (env, &slashes, slash_id);
      if (practice_set_length (env, &slashes) == 0)
        practice_set_remove (env, &sets, key);
    }

  if (shares != 0)
    {
      Address recipient = practice_redistribution_recipient (env, set);
      Address token;

      PRACTICE_TRY (practice_strategy_token (env, strategy, &token));
      PRACTICE_TRY (practice_strategy_withdraw (env, strategy, &recipient, &token, shares, amount));
    }
  funds_emit_shares (env,
                     "event BurnOrRedistributableSharesDecreased((address avs, uint32 id) "
                     "operatorSet, uint256 slashId, address strategy, uint256 shares)",
                     set, slash_id, strategy, shares);

  return TRUE;
}

static gboolean
funds_clear_all (PracticeCall *call)
{
  PracticeOperatorSet set = practice_operator_set_arg (practice_arg (call, 0));
  u256 slash_id = practice_arg_uint (call, 1);
  PracticeSet strategies = funds_list (call->env, SLOT_STRATEGIES, practice_operator_set_key (&set),
                                       slash_id);
  gsize n = practice_set_length (call->env, &strategies);
  AbiValue *amounts = practice_env_values (call->env, n);

  for (gsize i = 0; i < n; i++)
    {
      Address strategy;
      u256 amount;

      if (!address_from_word (practice_set_at (call->env, &strategies, 0), &strategy))
        g_assert_not_reached ();
      PRACTICE_TRY (funds_clear (call->env, &set, slash_id, &strategy, &amount));
      amounts[i] = abi_uint (amount);
    }

  AbiValue result = abi_array (amounts, n);

  return practice_return (call, &result, 1);
}

static gboolean
funds_clear_one (PracticeCall *call)
{
  PracticeOperatorSet set = practice_operator_set_arg (practice_arg (call, 0));
  Address strategy = practice_arg_address (call, 2);
  u256 amount;

  PRACTICE_TRY (funds_clear (call->env, &set, practice_arg_uint (call, 1), &strategy, &amount));

  return practice_return_uint (call, amount);
}

static gboolean
funds_shares (PracticeCall *call)
{
  PracticeOperatorSet set = practice_operator_set_arg (practice_arg (call, 0));
  u256 key = practice_operator_set_key (&set);
  u256 slash_id = practice_arg_uint (call, 1);
  PracticeSet strategies = funds_list (call->env, SLOT_STRATEGIES, key, slash_id);
  gsize n = practice_set_length (call->env, &strategies);
  AbiValue *shares = practice_env_values (call->env, n);

  for (gsize i = 0; i < n; i++)
    {
      Address strategy;

      if (!address_from_word (practice_set_at (call->env, &strategies, i), &strategy))
        g_assert_not_reached ();
      PracticeKey shares_key = funds_shares_key (call->env, key, slash_id, &strategy);
      shares[i] = abi_uint (practice_env_get (call->env, &shares_key));
    }

  AbiValue values[] = { practice_set_addresses (call->env, &strategies), abi_array (shares, n) };

  return practice_return (call, values, G_N_ELEMENTS (values));
}

static gboolean
funds_shares_of_strategy (PracticeCall *call)
{
  PracticeOperatorSet set = practice_operator_set_arg (practice_arg (call, 0));
  Address strategy = practice_arg_address (call, 2);
  PracticeKey key = funds_shares_key (call->env, practice_operator_set_key (&set),
                                      practice_arg_uint (call, 1), &strategy);

  return practice_return_uint (call, practice_env_get (call->env, &key));
}

static gboolean
funds_count (PracticeCall *call)
{
  PracticeOperatorSet set = practice_operator_set_arg (practice_arg (call, 0));
  PracticeSet strategies = funds_list (call->env, SLOT_STRATEGIES, practice_operator_set_key (&set),
                                       practice_arg_uint (call, 1));

  return practice_return_uint (call, practice_set_length (call->env, &strategies));
}

static gboolean
funds_pending_sets (PracticeCall *call)
{
  PracticeSet sets = funds_list (call->env, SLOT_SETS, 0, 0);
  gsize n = practice_set_length (call->env, &sets);
  AbiValue *values = practice_env_values (call->env, n);

  for (gsize i = 0; i < n; i++)
    {
      PracticeOperatorSet set = practice_operator_set_from_key (
        practice_set_at (call->env, &sets, i));

      values[i] = practice_operator_set_value (call->env, &set);
    }

  AbiValue result = abi_array (values, n);

  return practice_return (call, &result, 1);
}

static gboolean
funds_pending_slashes (PracticeCall *call)
{
  PracticeOperatorSet set = practice_operator_set_arg (practice_arg (call, 0));
  PracticeSet slashes = funds_list (call->env, SLOT_SLASHES, practice_operator_set_key (&set), 0);
  AbiValue result = practice_set_numbers (call->env, &slashes);

  return practice_return (call, &result, 1);
}

static gboolean
funds_resolution_block (PracticeCall *call)
{
  PracticeOperatorSet set = practice_operator_set_arg (practice_arg (call, 0));
  PracticeKey key = practice_key2 (&call->self, SLOT_RESOLUTION, practice_operator_set_key (&set),
                                   practice_arg_uint (call, 1));

  return practice_return_uint (call, practice_env_get (call->env, &key));
}

static gboolean
funds_resolution_delay (PracticeCall *call)
{
  return practice_return_uint (call, PRACTICE_RESOLUTION_DELAY);
}

static gboolean
funds_burn_address (PracticeCall *call)
{
  Address address = practice_address (PRACTICE_BURN_ADDRESS);

  return practice_return_address (call, &address);
}

static gboolean
funds_burnable_strategies (PracticeCall *call)
{
  /* Only slashes before v1.5 left something here. */
  AbiValue values[] = { abi_array (NULL, 0), abi_array (NULL, 0) };

  return practice_return (call, values, G_N_ELEMENTS (values));
}

static gboolean
funds_burnable_shares (PracticeCall *call)
{
  return practice_return_uint (call, 0);
}

static const PracticeFunction funds_functions[] = {
  { "function clearBurnOrRedistributableShares((address avs, uint32 id) operatorSet, "
    "uint256 slashId) returns (uint256[])",
    funds_clear_all },
  { "function clearBurnOrRedistributableSharesByStrategy((address avs, uint32 id) operatorSet, "
    "uint256 slashId, address strategy) returns (uint256)",
    funds_clear_one },
  { "function getBurnOrRedistributableShares((address avs, uint32 id) operatorSet, "
    "uint256 slashId) returns (address[], uint256[])",
    funds_shares },
  { "function getBurnOrRedistributableShares((address avs, uint32 id) operatorSet, "
    "uint256 slashId, address strategy) returns (uint256)",
    funds_shares_of_strategy },
  { "function getBurnOrRedistributableCount((address avs, uint32 id) operatorSet, "
    "uint256 slashId) returns (uint256)",
    funds_count },
  { "function getPendingOperatorSets() returns ((address avs, uint32 id)[])", funds_pending_sets },
  { "function getPendingSlashIds((address avs, uint32 id) operatorSet) returns (uint256[])",
    funds_pending_slashes },
  { "function getSlashResolutionBlock((address avs, uint32 id) operatorSet, uint256 slashId) "
    "returns (uint32)",
    funds_resolution_block },
  { "function SLASH_RESOLUTION_DELAY_BLOCKS() returns (uint32)", funds_resolution_delay },
  { "function DEFAULT_BURN_ADDRESS() returns (address)", funds_burn_address },
  { "function getStrategiesWithBurnableShares() returns (address[], uint256[])",
    funds_burnable_strategies },
  { "function getBurnableShares(address strategy) returns (uint256)", funds_burnable_shares },
};

const PracticePart practice_slashed_funds_part = {
  .name = "SlashedFunds",
  .functions = funds_functions,
  .n_functions = G_N_ELEMENTS (funds_functions),
};
