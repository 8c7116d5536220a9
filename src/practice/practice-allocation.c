/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-allocation-private.h"

/* Which share of their stake operators pledge to which set, and from when. */

u256
practice_allocation_get (PracticeEnv *env, guint32 slot, u256 a, u256 b, u256 c)
{
  PracticeKey key = practice_key3 (&env->world->config.allocation_manager, slot, a, b, c);

  return practice_env_get (env, &key);
}

void
practice_allocation_set (PracticeEnv *env, guint32 slot, u256 a, u256 b, u256 c, u256 value)
{
  PracticeKey key = practice_key3 (&env->world->config.allocation_manager, slot, a, b, c);

  practice_env_set (env, &key, value);
}

PracticeSet
practice_allocation_list (PracticeEnv *env, guint32 slot, u256 a, u256 b)
{
  return (PracticeSet) { env->world->config.allocation_manager, slot, a, b };
}

u256
practice_max_magnitude_at (PracticeEnv *env,
                           const Address *operator,
                           const Address * strategy,
                           guint64 block)
{
  PracticeKey key = practice_key3 (&env->world->config.allocation_manager,
                                   ALLOCATION_SLOT_MAGNITUDE, address_to_word (operator),
                                   address_to_word (strategy), 0);
  u256 stored = practice_env_get_at (env, &key, block);

  return stored == 0 ? U256_WAD : stored - 1;
}

u256
practice_max_magnitude (PracticeEnv *env, const Address *operator, const Address * strategy)
{
  return practice_max_magnitude_at (env, operator, strategy, env->block);
}

void
practice_set_max_magnitude (PracticeEnv *env,
                            const Address *operator,
                            const Address * strategy,
                            guint64 magnitude)
{
  AbiValue values[] = { abi_address (operator), abi_address (strategy), abi_uint (magnitude) };

  practice_allocation_set (env, ALLOCATION_SLOT_MAGNITUDE, address_to_word (operator),
                           address_to_word (strategy), 0, (u256) magnitude + 1);
  practice_env_emit (env, &env->world->config.allocation_manager,
                     "event MaxMagnitudeUpdated(address operator, address strategy, "
                     "uint64 maxMagnitude)",
                     values, G_N_ELEMENTS (values));
}

static PracticeAllocation
allocation_stored (PracticeEnv *env, const Address *operator, u256 set, const Address *strategy)
{
  u256 a = address_to_word (operator);
  u256 c = address_to_word (strategy);

  return (PracticeAllocation) {
    .current = (guint64) practice_allocation_get (env, ALLOCATION_SLOT_CURRENT, a, set, c),
    .pending = (gint64) practice_allocation_get (env, ALLOCATION_SLOT_PENDING, a, set, c),
    .effect = (guint64) practice_allocation_get (env, ALLOCATION_SLOT_EFFECT, a, set, c),
  };
}

static guint64
add_difference (guint64 magnitude, gint64 difference)
{
  /* Both are at most 10^18. */
  return (guint64) ((gint64) magnitude + difference);
}

void
practice_allocation_load (PracticeEnv *env,
                          const Address *operator,
                          u256 set,
                          const Address *strategy,
                          PracticeMagnitude *magnitude,
                          PracticeAllocation *allocation)
{
  magnitude->max = (guint64) practice_max_magnitude (env, operator, strategy);
  magnitude->encumbered = (guint64) practice_allocation_get (env, ALLOCATION_SLOT_ENCUMBERED,
                                                             address_to_word (operator),
                                                             address_to_word (strategy), 0);
  *allocation = allocation_stored (env, operator, set, strategy);
  if (env->block < allocation->effect)
    return;

  allocation->current = add_difference (allocation->current, allocation->pending);
  if (allocation->pending < 0)
    magnitude->encumbered = add_difference (magnitude->encumbered, allocation->pending);
  allocation->pending = 0;
  allocation->effect = 0;
}

void
practice_allocation_store (PracticeEnv *env,
                           const Address *operator,
                           u256 set,
                           const Address *strategy,
                           const PracticeMagnitude *magnitude,
                           const PracticeAllocation *allocation)
{
  u256 a = address_to_word (operator);
  u256 c = address_to_word (strategy);
  PracticeSet sets = practice_allocation_list (env, ALLOCATION_SET_ALLOCATED, a, 0);
  PracticeSet strategies = practice_allocation_list (env, ALLOCATION_SET_ALLOCATED_STRATEGIES, a,
                                                     set);

  if (practice_allocation_get (env, ALLOCATION_SLOT_ENCUMBERED, a, c, 0) != magnitude->encumbered)
    {
      AbiValue values[] = {
        abi_address (operator),
        abi_address (strategy),
        abi_uint (magnitude->encumbered),
      };

      practice_allocation_set (env, ALLOCATION_SLOT_ENCUMBERED, a, c, 0, magnitude->encumbered);
      practice_env_emit (env, &env->world->config.allocation_manager,
                         "event EncumberedMagnitudeUpdated(address operator, address strategy, "
                         "uint64 encumberedMagnitude)",
                         values, G_N_ELEMENTS (values));
    }

  practice_allocation_set (env, ALLOCATION_SLOT_CURRENT, a, set, c, allocation->current);
  practice_allocation_set (env, ALLOCATION_SLOT_PENDING, a, set, c,
                           (u256) (guint64) allocation->pending);
  practice_allocation_set (env, ALLOCATION_SLOT_EFFECT, a, set, c, allocation->effect);

  if (allocation->pending != 0)
    {
      practice_set_add (env, &strategies, c);
      practice_set_add (env, &sets, set);
    }
  else if (allocation->current == 0)
    {
      practice_set_remove (env, &strategies, c);
      if (practice_set_length (env, &strategies) == 0)
        practice_set_remove (env, &sets, set);
    }
}

void
practice_allocation_emit (PracticeEnv *env,
                          const Address *operator,
                          u256 set,
                          const Address *strategy,
                          guint64 magnitude,
                          guint64 block)
{
  PracticeOperatorSet operator_set = practice_operator_set_from_key (set);
  AbiValue values[] = {
    abi_address (operator), practice_operator_set_value (env, &operator_set),
    abi_address (strategy), abi_uint (magnitude),
    abi_uint (block),
  };

  practice_env_emit (env, &env->world->config.allocation_manager,
                     "event AllocationUpdated(address operator, (address avs, uint32 id) "
                     "operatorSet, address strategy, uint64 magnitude, uint32 effectBlock)",
                     values, G_N_ELEMENTS (values));
}

guint64
practice_encumbered (PracticeEnv *env, const Address *operator, const Address * strategy)
{
  u256 a = address_to_word (operator);
  u256 c = address_to_word (strategy);
  guint64 encumbered = (guint64) practice_allocation_get (env, ALLOCATION_SLOT_ENCUMBERED, a, c, 0);
  guint64 front = (guint64) practice_allocation_get (env, ALLOCATION_SLOT_QUEUE_FRONT, a, c, 0);
  guint64 back = (guint64) practice_allocation_get (env, ALLOCATION_SLOT_QUEUE_BACK, a, c, 0);

  for (guint64 i = front; i < back; i++)
    {
      u256 set = practice_allocation_get (env, ALLOCATION_SLOT_QUEUE, a, c, i);
      PracticeAllocation allocation = allocation_stored (env, operator, set, strategy);

      if (env->block < allocation.effect)
        break;
      encumbered = add_difference (encumbered, allocation.pending);
    }

  return encumbered;
}

/* Stores the deallocations that have matured, at most limit of them. */
static void
clear_queue (PracticeEnv *env, const Address *operator, const Address * strategy, guint64 limit)
{
  u256 a = address_to_word (operator);
  u256 c = address_to_word (strategy);
  guint64 front = (guint64) practice_allocation_get (env, ALLOCATION_SLOT_QUEUE_FRONT, a, c, 0);
  guint64 back = (guint64) practice_allocation_get (env, ALLOCATION_SLOT_QUEUE_BACK, a, c, 0);

  for (guint64 n = 0; front < back && n < limit; n++, front++)
    {
      u256 set = practice_allocation_get (env, ALLOCATION_SLOT_QUEUE, a, c, front);
      PracticeMagnitude magnitude;
      PracticeAllocation allocation;

      practice_allocation_load (env, operator, set, strategy, &magnitude, &allocation);
      if (env->block < allocation.effect)
        break;
      practice_allocation_store (env, operator, set, strategy, &magnitude, &allocation);
    }
  practice_allocation_set (env, ALLOCATION_SLOT_QUEUE_FRONT, a, c, 0, front);
}

static void
queue_deallocation (PracticeEnv *env, const Address *operator, u256 set, const Address *strategy)
{
  u256 a = address_to_word (operator);
  u256 c = address_to_word (strategy);
  u256 back = practice_allocation_get (env, ALLOCATION_SLOT_QUEUE_BACK, a, c, 0);

  practice_allocation_set (env, ALLOCATION_SLOT_QUEUE, a, c, back, set);
  practice_allocation_set (env, ALLOCATION_SLOT_QUEUE_BACK, a, c, 0, back + 1);
}

static gboolean
modify_one (PracticeEnv *env,
            const Address *operator,
            u256 set,
            const Address *strategy,
            guint64 target,
            guint32 delay,
            gboolean operator_slashable)
{
  PracticeMagnitude magnitude;
  PracticeAllocation allocation;

  clear_queue (env, operator, strategy, G_MAXUINT16);
  practice_allocation_load (env, operator, set, strategy, &magnitude, &allocation);
  if (allocation.effect != 0)
    return practice_revert (env, "ModificationAlreadyPending()");
  if (target == allocation.current)
    return practice_revert (env, "SameMagnitude()");

  gboolean slashable = practice_set_has_strategy (env, set, strategy) && operator_slashable &&
                       allocation.current != 0;
  if (target > allocation.current)
    {
      guint64 added = target - allocation.current;

      if (added > magnitude.max || magnitude.encumbered > magnitude.max - added)
        return practice_revert (env, "InsufficientMagnitude()");
      magnitude.encumbered += added;
      allocation.pending = (gint64) added;
      allocation.effect = env->block + delay;
    }
  else if (slashable)
    {
      queue_deallocation (env, operator, set, strategy);
      allocation.pending = -(gint64) (allocation.current - target);
      allocation.effect = env->block + PRACTICE_DEALLOCATION_DELAY + 1;
    }
  else
    {
      magnitude.encumbered -= allocation.current - target;
      allocation.current = target;
      allocation.effect = env->block;
    }

  practice_allocation_store (env, operator, set, strategy, &magnitude, &allocation);
  practice_allocation_emit (env, operator, set, strategy, target, allocation.effect);

  return TRUE;
}

static gboolean
allocation_modify (PracticeCall *call)
{
  PracticeEnv *env = call->env;
  Address operator= practice_arg_address (call, 0);
  const AbiValue *params = practice_arg (call, 1);
  guint32 delay;

  PRACTICE_TRY (practice_unpaused (env, &call->self, ALLOCATION_PAUSED_MODIFY));
  if (!practice_can_call (call, &operator))
    return practice_revert (env, "InvalidCaller()");
  if (!practice_allocation_delay (env, &operator, & delay))
    return practice_revert (env, "UninitializedAllocationDelay()");

  for (gsize i = 0; i < params->n_items; i++)
    {
      const AbiValue *items = params->items[i].items;
      PracticeOperatorSet set = practice_operator_set_arg (&items[0]);
      u256 key = practice_operator_set_key (&set);

      if (items[1].n_items != items[2].n_items)
        return practice_revert (env, "InputArrayLengthMismatch()");
      if (!practice_is_operator_set (env, &set))
        return practice_revert (env, "InvalidOperatorSet()");

      gboolean slashable = practice_operator_slashable (env, &operator, key);
      for (gsize j = 0; j < items[1].n_items; j++)
        {
          Address strategy = abi_value_address (&items[1].items[j]);

          PRACTICE_TRY (modify_one (env, &operator, key, &strategy,
                                    (guint64) items[2].items[j].word, delay, slashable));
        }
    }

  return TRUE;
}

static gboolean
allocation_clear_queue (PracticeCall *call)
{
  Address operator= practice_arg_address (call, 0);
  const AbiValue *strategies = practice_arg (call, 1);
  const AbiValue *counts = practice_arg (call, 2);

  PRACTICE_TRY (practice_unpaused (call->env, &call->self, ALLOCATION_PAUSED_MODIFY));
  if (strategies->n_items != counts->n_items)
    return practice_revert (call->env, "InputArrayLengthMismatch()");
  for (gsize i = 0; i < strategies->n_items; i++)
    {
      Address strategy = abi_value_address (&strategies->items[i]);

      clear_queue (call->env, &operator, & strategy, (guint64) counts->items[i].word);
    }

  return TRUE;
}

void
practice_set_allocation_delay (PracticeEnv *env,
                               const Address *operator,
                               guint32 delay,
                               gboolean at_once)
{
  u256 a = address_to_word (operator);
  u256 due = practice_allocation_get (env, ALLOCATION_SLOT_DELAY_EFFECT, a, 0, 0);
  guint64 effect = at_once ? env->block : env->block + PRACTICE_CONFIGURATION_DELAY + 1;

  if (due != 0 && env->block >= due)
    {
      practice_allocation_set (env, ALLOCATION_SLOT_DELAY, a, 0, 0,
                               practice_allocation_get (env, ALLOCATION_SLOT_DELAY_PENDING, a, 0,
                                                        0));
      practice_allocation_set (env, ALLOCATION_SLOT_DELAY_SET, a, 0, 0, 1);
    }
  practice_allocation_set (env, ALLOCATION_SLOT_DELAY_PENDING, a, 0, 0, delay);
  practice_allocation_set (env, ALLOCATION_SLOT_DELAY_EFFECT, a, 0, 0, effect);
  if (at_once)
    {
      practice_allocation_set (env, ALLOCATION_SLOT_DELAY, a, 0, 0, delay);
      practice_allocation_set (env, ALLOCATION_SLOT_DELAY_SET, a, 0, 0, 1);
    }

  AbiValue values[] = { abi_address (operator), abi_uint (delay), abi_uint (effect) };
  practice_env_emit (env, &env->world->config.allocation_manager,
                     "event AllocationDelaySet(address operator, uint32 delay, "
                     "uint32 effectBlock)",
                     values, G_N_ELEMENTS (values));
}

gboolean
practice_allocation_delay (PracticeEnv *env, const Address *operator, guint32 * delay)
{
  u256 a = address_to_word (operator);
  u256 due = practice_allocation_get (env, ALLOCATION_SLOT_DELAY_EFFECT, a, 0, 0);
  gboolean matured = due != 0 && env->block >= due;
  guint32 slot = matured ? ALLOCATION_SLOT_DELAY_PENDING : ALLOCATION_SLOT_DELAY;

  *delay = (guint32) practice_allocation_get (env, slot, a, 0, 0);

  return matured || practice_allocation_get (env, ALLOCATION_SLOT_DELAY_SET, a, 0, 0) != 0;
}

static gboolean
allocation_set_delay (PracticeCall *call)
{
  Address operator= practice_arg_address (call, 0);

  if (!practice_can_call (call, &operator))
    return practice_revert (call->env, "InvalidCaller()");
  if (!practice_is_operator (call->env, &operator))
    return practice_revert (call->env, "InvalidOperator()");
  practice_set_allocation_delay (call->env, &operator, (guint32) practice_arg_uint (call, 1),
                                 FALSE);

  return TRUE;
}

static gboolean
allocation_get_delay (PracticeCall *call)
{
  Address operator= practice_arg_address (call, 0);
  guint32 delay;
  gboolean is_set = practice_allocation_delay (call->env, &operator, & delay);
  AbiValue values[] = { abi_bool (is_set), abi_uint (delay) };

  return practice_return (call, values, G_N_ELEMENTS (values));
}

static const PracticeFunction allocation_functions[] = {
  { "function modifyAllocations(address operator, ((address avs, uint32 id) operatorSet, "
    "address[] strategies, uint64[] newMagnitudes)[] params)",
    allocation_modify },
  { "function clearDeallocationQueue(address operator, address[] strategies, "
    "uint16[] numToClear)",
    allocation_clear_queue },
  { "function setAllocationDelay(address operator, uint32 delay)", allocation_set_delay },
  { "function getAllocationDelay(address operator) returns (bool, uint32)", allocation_get_delay },
};

const PracticePart practice_allocation_part = {
  .name = "AllocationManager",
  .functions = allocation_functions,
  .n_functions = G_N_ELEMENTS (allocation_functions),
};
