/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-allocation-private.h"

/* ⌈a·wad/10^18⌉; wad ≤ 10^18. */
static guint64
wad_up (guint64 magnitude, u256 wad)
{
  return (guint64) (((u256) magnitude * wad + U256_WAD - 1) / U256_WAD);
}

/* Takes wad of what the operator has allocated now in that strategy. */
static gboolean
slash_one (PracticeEnv *env,
           const Address *operator,
           const PracticeOperatorSet * set,
           u256 slash_id,
           const Address *strategy,
           u256 wad,
           u256 *wad_slashed,
           u256 *shares)
{
  u256 key = practice_operator_set_key (set);
  PracticeMagnitude magnitude;
  PracticeAllocation allocation;

  *wad_slashed = 0;
  *shares = 0;
  practice_allocation_load (env, operator, key, strategy, &magnitude, &allocation);
  if (allocation.current == 0)
    return TRUE;

  guint64 taken = wad_up (allocation.current, wad);
  guint64 before = magnitude.max;
  *wad_slashed = (u256) taken * U256_WAD / before;
  allocation.current -= taken;
  magnitude.max -= taken;
  magnitude.encumbered -= taken;

  if (allocation.pending < 0)
    {
      allocation.pending += (gint64) wad_up ((guint64) -allocation.pending, wad);
      practice_allocation_emit (env, operator, key, strategy,
                                allocation.current - (guint64) -allocation.pending,
                                allocation.effect);
    }

  practice_allocation_store (env, operator, key, strategy, &magnitude, &allocation);
  practice_allocation_emit (env, operator, key, strategy, allocation.current, env->block);
  practice_set_max_magnitude (env, operator, strategy, magnitude.max);

  return practice_slash_operator_shares (env, operator, set, slash_id, strategy, before,
                                         magnitude.max, shares);
}

static gboolean
slashing_slash (PracticeCall *call)
{
  PracticeEnv *env = call->env;
  const AbiValue *params = practice_arg (call, 1)->items;
  PracticeOperatorSet set = { practice_arg_address (call, 0), (guint32) params[1].word };
  Address operator= abi_value_address (&params[0]);
  u256 key = practice_operator_set_key (&set);
  gsize n = params[2].n_items;
  AbiValue *wads = practice_env_values (env, n);
  AbiValue *shares = practice_env_values (env, n);

  PRACTICE_TRY (practice_unpaused (env, &call->self, ALLOCATION_PAUSED_SLASHING));
  if (n != params[3].n_items)
    return practice_revert (env, "InputArrayLengthMismatch()");
  if (!practice_is_operator_set (env, &set))
    return practice_revert (env, "InvalidOperatorSet()");
  if (!practice_operator_slashable (env, &operator, key))
    return practice_revert (env, "OperatorNotSlashable()");
  Address slasher = practice_set_slasher (env, key);
  if (!address_equal (&call->caller, &slasher))
    return practice_revert (env, "InvalidCaller()");

  u256 slash_id = practice_allocation_get (env, ALLOCATION_SLOT_SLASHES, key, 0, 0) + 1;
  practice_allocation_set (env, ALLOCATION_SLOT_SLASHES, key, 0, 0, slash_id);

  for (gsize i = 0; i < n; i++)
    {
      Address strategy = abi_value_address (&params[2].items[i]);
      u256 wad = params[3].items[i].word;
      u256 wad_slashed;
      u256 taken;

      if (i > 0 && params[2].items[i].word <= params[2].items[i - 1].word)
        return practice_revert (env, "StrategiesMustBeInAscendingOrder()");
      if (wad == 0 || wad > U256_WAD)
        return practice_revert (env, "InvalidWadToSlash()");
      if (!practice_set_has_strategy (env, key, &strategy))
        return practice_revert (env, "StrategyNotInOperatorSet()");
      PRACTICE_TRY (
        slash_one (env, &operator, & set, slash_id, &strategy, wad, &wad_slashed, &taken));
      wads[i] = abi_uint (wad_slashed);
      shares[i] = abi_uint (taken);
    }

  AbiValue event[] = {
    abi_address (&operator),
    practice_operator_set_value (env, &set),
    params[2],
    abi_array (wads, n),
    params[4],
  };
  practice_env_emit (env, &call->self,
                     "event OperatorSlashed(address operator, (address avs, uint32 id) "
                     "operatorSet, address[] strategies, uint256[] wadSlashed, "
                     "string description)",
                     event, G_N_ELEMENTS (event));

  AbiValue values[] = { abi_uint (slash_id), abi_array (shares, n) };

  return practice_return (call, values, G_N_ELEMENTS (values));
}

static gboolean
slashing_count (PracticeCall *call)
{
  PracticeOperatorSet set = practice_operator_set_arg (practice_arg (call, 0));

  return practice_return_uint (call,
                               practice_allocation_get (call->env, ALLOCATION_SLOT_SLASHES,
                                                        practice_operator_set_key (&set), 0, 0));
}

static const PracticeFunction slashing_functions[] = {
  { "function slashOperator(address avs, (address operator, uint32 operatorSetId, "
    "address[] strategies, uint256[] wadsToSlash, string description) params) "
    "returns (uint256, uint256[])",
    slashing_slash },
  { "function getSlashCount((address avs, uint32 id) operatorSet) returns (uint256 slashCount)",
    slashing_count },
};

const PracticePart practice_slashing_part = {
  .name = "Slashing",
  .functions = slashing_functions,
  .n_functions = G_N_ELEMENTS (slashing_functions),
};
