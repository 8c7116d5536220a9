/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-allocation-private.h"

/* AllocationManagerView.sol: what is pledged, asked in every way. */

static PracticeAllocation
allocation_now (PracticeEnv *env, const Address *operator, u256 set, const Address *strategy)
{
  PracticeMagnitude magnitude;
  PracticeAllocation allocation;

  practice_allocation_load (env, operator, set, strategy, &magnitude, &allocation);

  return allocation;
}

static AbiValue
allocation_value (PracticeEnv *env, const PracticeAllocation *allocation)
{
  AbiValue *items = practice_env_values (env, 3);
  u256 pending = (u256) (guint64) ABS (allocation->pending);

  items[0] = abi_uint (allocation->current);
  items[1] = abi_int (allocation->pending < 0 ? (u256) 0 - pending : pending);
  items[2] = abi_uint (allocation->effect);

  return abi_tuple (items, 3);
}

static u256
set_key_arg (const PracticeCall *call, gsize index)
{
  PracticeOperatorSet set = practice_operator_set_arg (practice_arg (call, index));

  return practice_operator_set_key (&set);
}

static gboolean
view_allocation (PracticeCall *call)
{
  Address operator= practice_arg_address (call, 0);
  Address strategy = practice_arg_address (call, 2);
  PracticeAllocation allocation = allocation_now (call->env, &operator, set_key_arg (call, 1),
                                                  &strategy);
  AbiValue value = allocation_value (call->env, &allocation);

  return practice_return (call, &value, 1);
}

static gboolean
view_allocations (PracticeCall *call)
{
  const AbiValue *operators = practice_arg (call, 0);
  Address strategy = practice_arg_address (call, 2);
  AbiValue *values = practice_env_values (call->env, operators->n_items);

  for (gsize i = 0; i < operators->n_items; i++)
    {
      Address operator= abi_value_address (&operators->items[i]);
      PracticeAllocation allocation = allocation_now (call->env, &operator, set_key_arg (call, 1),
                                                      &strategy);

      values[i] = allocation_value (call->env, &allocation);
    }

  AbiValue result = abi_array (values, operators->n_items);

  return practice_return (call, &result, 1);
}

static gboolean
view_strategy_allocations (PracticeCall *call)
{
  Address operator= practice_arg_address (call, 0);
  Address strategy = practice_arg_address (call, 1);
  PracticeSet sets = practice_allocation_list (call->env, ALLOCATION_SET_ALLOCATED,
                                               address_to_word (&operator), 0);
  gsize n = practice_set_length (call->env, &sets);
  AbiValue *set_values = practice_env_values (call->env, n);
  AbiValue *allocation_values = practice_env_values (call->env, n);

  for (gsize i = 0; i < n; i++)
    {
      u256 key = practice_set_at (call->env, &sets, i);
      PracticeOperatorSet set = practice_operator_set_from_key (key);
      PracticeAllocation allocation = allocation_now (call->env, &operator, key, &strategy);

      set_values[i] = practice_operator_set_value (call->env, &set);
      allocation_values[i] = allocation_value (call->env, &allocation);
    }

  AbiValue values[] = { abi_array (set_values, n), abi_array (allocation_values, n) };

  return practice_return (call, values, G_N_ELEMENTS (values));
}

static gboolean
return_sets (PracticeCall *call, guint32 slot)
{
  PracticeSet sets = practice_allocation_list (call->env, slot, practice_arg_uint (call, 0), 0);
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
view_allocated_sets (PracticeCall *call)
{
  return return_sets (call, ALLOCATION_SET_ALLOCATED);
}

static gboolean
view_registered_sets (PracticeCall *call)
{
  return return_sets (call, ALLOCATION_SET_REGISTERED);
}

static gboolean
view_allocated_strategies (PracticeCall *call)
{
  PracticeSet strategies = practice_allocation_list (call->env, ALLOCATION_SET_ALLOCATED_STRATEGIES,
                                                     practice_arg_uint (call, 0),
                                                     set_key_arg (call, 1));
  AbiValue result = practice_set_addresses (call->env, &strategies);

  return practice_return (call, &result, 1);
}

static gboolean
view_encumbered (PracticeCall *call)
{
  Address operator= practice_arg_address (call, 0);
  Address strategy = practice_arg_address (call, 1);

  return practice_return_uint (call, practice_encumbered (call->env, &operator, & strategy));
}

static gboolean
view_allocatable (PracticeCall *call)
{
  Address operator= practice_arg_address (call, 0);
  Address strategy = practice_arg_address (call, 1);
  u256 max = practice_max_magnitude (call->env, &operator, & strategy);

  return practice_return_uint (call, max - practice_encumbered (call->env, &operator, & strategy));
}

static gboolean
view_max_magnitude (PracticeCall *call)
{
  Address operator= practice_arg_address (call, 0);
  Address strategy = practice_arg_address (call, 1);

  return practice_return_uint (call, practice_max_magnitude (call->env, &operator, & strategy));
}

static gboolean
view_max_magnitudes_of_operator (PracticeCall *call)
{
  Address operator= practice_arg_address (call, 0);
  const AbiValue *strategies = practice_arg (call, 1);
  guint64 block = call->args.n_values > 2 ? (guint64) practice_arg_uint (call, 2)
                                          : call->env->block;
  AbiValue *values = practice_env_values (call->env, strategies->n_items);

  for (gsize i = 0; i < strategies->n_items; i++)
    {
      Address strategy = abi_value_address (&strategies->items[i]);

      values[i] = abi_uint (practice_max_magnitude_at (call->env, &operator, & strategy, block));
    }

  AbiValue result = abi_array (values, strategies->n_items);

  return practice_return (call, &result, 1);
}

static gboolean
view_max_magnitudes_of_strategy (PracticeCall *call)
{
  const AbiValue *operators = practice_arg (call, 0);
  Address strategy = practice_arg_address (call, 1);
  AbiValue *values = practice_env_values (call->env, operators->n_items);

  for (gsize i = 0; i < operators->n_items; i++)
    {
      Address operator= abi_value_address (&operators->items[i]);

      values[i] = abi_uint (practice_max_magnitude (call->env, &operator, & strategy));
    }

  AbiValue result = abi_array (values, operators->n_items);

  return practice_return (call, &result, 1);
}

/* ⌊Q·⌊c·10^18/m⌋/10^18⌋ of the operator's shares Q. */
static u256
stake_of (PracticeEnv *env, const Address *operator, const Address * strategy, guint64 magnitude)
{
  u256 max = practice_max_magnitude (env, operator, strategy);
  u256 ratio;
  u256 stake;

  if (max == 0)
    return 0;
  if (!u256_mul_div (magnitude, U256_WAD, max, ROUND_DOWN, &ratio) ||
      !u256_mul_div (practice_operator_shares (env, operator, strategy), ratio, U256_WAD,
                     ROUND_DOWN, &stake))
    g_assert_not_reached ();

  return stake;
}

/* future: 0 for what is allocated now, whoever may slash it; else what stays slashable at least
 * until that block. */
static gboolean
return_stake (PracticeCall *call, guint64 future, gboolean slashable_only)
{
  PracticeEnv *env = call->env;
  u256 set = set_key_arg (call, 0);
  const AbiValue *operators = practice_arg (call, 1);
  const AbiValue *strategies = practice_arg (call, 2);
  AbiValue *rows = practice_env_values (env, operators->n_items);

  for (gsize i = 0; i < operators->n_items; i++)
    {
      Address operator= abi_value_address (&operators->items[i]);
      gboolean counts = !slashable_only || practice_operator_slashable (env, &operator, set);
      AbiValue *row = practice_env_values (env, strategies->n_items);

      for (gsize j = 0; j < strategies->n_items; j++)
        {
          Address strategy = abi_value_address (&strategies->items[j]);
          PracticeAllocation allocation = allocation_now (env, &operator, set, &strategy);
          guint64 magnitude = counts ? allocation.current : 0;

          if (slashable_only && counts && allocation.pending < 0 && allocation.effect <= future)
            magnitude -= (guint64) -allocation.pending;
          row[j] = abi_uint (stake_of (env, &operator, & strategy, magnitude));
        }
      rows[i] = abi_array (row, strategies->n_items);
    }

  AbiValue result = abi_array (rows, operators->n_items);

  return practice_return (call, &result, 1);
}

static gboolean
view_allocated_stake (PracticeCall *call)
{
  return return_stake (call, 0, FALSE);
}

static gboolean
view_minimum_slashable_stake (PracticeCall *call)
{
  return return_stake (call, (guint64) practice_arg_uint (call, 3), TRUE);
}

static gboolean
view_is_slashable (PracticeCall *call)
{
  Address operator= practice_arg_address (call, 0);

  return practice_return_bool (call, practice_operator_slashable (call->env, &operator,
                                                                  set_key_arg (call, 1)));
}

static gboolean
any_redistributing (PracticeEnv *env, const Address *operator, guint32 slot)
{
  Address burn = practice_address (PRACTICE_BURN_ADDRESS);
  PracticeSet sets = practice_allocation_list (env, slot, address_to_word (operator), 0);
  gsize n = practice_set_length (env, &sets);

  for (gsize i = 0; i < n; i++)
    {
      u256 key = practice_set_at (env, &sets, i);
      PracticeOperatorSet set = practice_operator_set_from_key (key);
      Address recipient = practice_redistribution_recipient (env, &set);

      if (!address_equal (&recipient, &burn) && practice_operator_slashable (env, operator, key))
        return TRUE;
    }

  return FALSE;
}

static gboolean
view_is_redistributable (PracticeCall *call)
{
  Address operator= practice_arg_address (call, 0);

  return practice_return_bool (call, any_redistributing (call->env, &operator,
                                                         ALLOCATION_SET_REGISTERED) ||
                                       any_redistributing (call->env, &operator,
                                                           ALLOCATION_SET_ALLOCATED));
}

static gboolean
view_configuration_delay (PracticeCall *call)
{
  return practice_return_uint (call, PRACTICE_CONFIGURATION_DELAY);
}

static gboolean
view_deallocation_delay (PracticeCall *call)
{
  return practice_return_uint (call, PRACTICE_DEALLOCATION_DELAY);
}

static gboolean
view_delegation (PracticeCall *call)
{
  return practice_return_address (call, &call->env->world->config.delegation_manager);
}

static gboolean
view_permission_controller (PracticeCall *call)
{
  return practice_return_address (call, &call->env->world->config.permission_controller);
}

static gboolean
view_eigen_strategy (PracticeCall *call)
{
  return practice_return_address (call, &call->env->world->config.eigen_strategy);
}

#define SET "(address avs, uint32 id) operatorSet"
#define ALLOCATION "(uint64 currentMagnitude, int128 pendingDiff, uint32 effectBlock)"

static const PracticeFunction view_functions[] = {
  { "function getAllocation(address operator, " SET ", address strategy) returns (" ALLOCATION ")",
    view_allocation },
  { "function getAllocations(address[] operators, " SET ", address strategy) "
    "returns (" ALLOCATION "[])",
    view_allocations },
  { "function getStrategyAllocations(address operator, address strategy) "
    "returns ((address avs, uint32 id)[], " ALLOCATION "[])",
    view_strategy_allocations },
  { "function getAllocatedSets(address operator) returns ((address avs, uint32 id)[])",
    view_allocated_sets },
  { "function getRegisteredSets(address operator) returns ((address avs, uint32 id)[])",
    view_registered_sets },
  { "function getAllocatedStrategies(address operator, " SET ") returns (address[])",
    view_allocated_strategies },
  { "function getEncumberedMagnitude(address operator, address strategy) returns (uint64)",
    view_encumbered },
  { "function getAllocatableMagnitude(address operator, address strategy) returns (uint64)",
    view_allocatable },
  { "function getMaxMagnitude(address operator, address strategy) returns (uint64)",
    view_max_magnitude },
  { "function getMaxMagnitudes(address operator, address[] strategies) returns (uint64[])",
    view_max_magnitudes_of_operator },
  { "function getMaxMagnitudes(address[] operators, address strategy) returns (uint64[])",
    view_max_magnitudes_of_strategy },
  { "function getMaxMagnitudesAtBlock(address operator, address[] strategies, "
    "uint32 blockNumber) returns (uint64[])",
    view_max_magnitudes_of_operator },
  { "function getAllocatedStake(" SET ", address[] operators, address[] strategies) "
    "returns (uint256[][])",
    view_allocated_stake },
  { "function getMinimumSlashableStake(" SET ", address[] operators, address[] strategies, "
    "uint32 futureBlock) returns (uint256[][] slashableStake)",
    view_minimum_slashable_stake },
  { "function isOperatorSlashable(address operator, " SET ") returns (bool)", view_is_slashable },
  { "function isOperatorRedistributable(address operator) returns (bool)",
    view_is_redistributable },
  { "function ALLOCATION_CONFIGURATION_DELAY() returns (uint32)", view_configuration_delay },
  { "function SLASHER_CONFIGURATION_DELAY() returns (uint32)", view_configuration_delay },
  { "function DEALLOCATION_DELAY() returns (uint32)", view_deallocation_delay },
  { "function delegation() returns (address)", view_delegation },
  { "function permissionController() returns (address)", view_permission_controller },
  { "function eigenStrategy() returns (address)", view_eigen_strategy },
};

const PracticePart practice_allocation_view_part = {
  .name = "AllocationManagerView",
  .functions = view_functions,
  .n_functions = G_N_ELEMENTS (view_functions),
};
