/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-allocation-private.h"

/* Services, their operator sets, who is in them and who may slash them. */

static Address
address_at (PracticeEnv *env, guint32 slot, u256 a)
{
  Address address;

  if (!address_from_word (practice_allocation_get (env, slot, a, 0, 0), &address))
    g_assert_not_reached ();

  return address;
}

static void
emit_set (PracticeEnv *env, const char *event, u256 set, const AbiValue *more, gsize n_more)
{
  PracticeOperatorSet operator_set = practice_operator_set_from_key (set);
  AbiValue values[3] = { practice_operator_set_value (env, &operator_set) };

  g_assert (n_more <= 2);
  for (gsize i = 0; i < n_more; i++)
    values[1 + i] = more[i];
  practice_env_emit (env, &env->world->config.allocation_manager, event, values, 1 + n_more);
}

gboolean
practice_is_operator_set (PracticeEnv *env, const PracticeOperatorSet *set)
{
  PracticeSet ids = practice_allocation_list (env, ALLOCATION_SET_IDS, address_to_word (&set->avs),
                                              0);

  return practice_set_contains (env, &ids, set->id);
}

Address
practice_redistribution_recipient (PracticeEnv *env, const PracticeOperatorSet *set)
{
  Address recipient = address_at (env, ALLOCATION_SLOT_RECIPIENT, practice_operator_set_key (set));

  return address_is_zero (&recipient) ? practice_address (PRACTICE_BURN_ADDRESS) : recipient;
}

gboolean
practice_operator_slashable (PracticeEnv *env, const Address *operator, u256 set)
{
  u256 a = address_to_word (operator);

  return practice_allocation_get (env, ALLOCATION_SLOT_REGISTERED, a, set, 0) != 0 ||
         env->block <= practice_allocation_get (env, ALLOCATION_SLOT_SLASHABLE, a, set, 0);
}

gboolean
practice_set_has_strategy (PracticeEnv *env, u256 set, const Address *strategy)
{
  PracticeSet strategies = practice_allocation_list (env, ALLOCATION_SET_STRATEGIES, set, 0);

  return practice_set_contains (env, &strategies, address_to_word (strategy));
}

static gboolean
slasher_matured (PracticeEnv *env, u256 set)
{
  u256 effect = practice_allocation_get (env, ALLOCATION_SLOT_SLASHER_EFFECT, set, 0, 0);

  return effect != 0 && env->block >= effect;
}

Address
practice_set_slasher (PracticeEnv *env, u256 set)
{
  return address_at (env,
                     slasher_matured (env, set) ? ALLOCATION_SLOT_SLASHER_NEXT
                                                : ALLOCATION_SLOT_SLASHER,
                     set);
}

static gboolean
update_slasher (PracticeEnv *env, u256 set, const Address *slasher, gboolean at_once)
{
  guint64 effect = at_once ? env->block : env->block + PRACTICE_CONFIGURATION_DELAY + 1;

  if (address_is_zero (slasher))
    return practice_revert (env, "InputAddressZero()");

  Address current = at_once ? *slasher : practice_set_slasher (env, set);
  practice_allocation_set (env, ALLOCATION_SLOT_SLASHER, set, 0, 0, address_to_word (&current));
  practice_allocation_set (env, ALLOCATION_SLOT_SLASHER_NEXT, set, 0, 0, address_to_word (slasher));
  practice_allocation_set (env, ALLOCATION_SLOT_SLASHER_EFFECT, set, 0, 0, effect);

  AbiValue more[] = { abi_address (slasher), abi_uint (effect) };
  emit_set (env,
            "event SlasherUpdated((address avs, uint32 id) operatorSet, address slasher, "
            "uint32 effectBlock)",
            set, more, G_N_ELEMENTS (more));

  return TRUE;
}

static gboolean
add_strategy (PracticeEnv *env, u256 set, const Address *strategy, gboolean redistributing)
{
  Address native = practice_address (PRACTICE_NATIVE_STRATEGY);
  PracticeSet strategies = practice_allocation_list (env, ALLOCATION_SET_STRATEGIES, set, 0);

  if (redistributing && (address_equal (strategy, &native) ||
                         address_equal (strategy, &env->world->config.eigen_strategy)))
    return practice_revert (env, "InvalidStrategy()");
  if (!practice_set_add (env, &strategies, address_to_word (strategy)))
    return practice_revert (env, "StrategyAlreadyInOperatorSet()");

  AbiValue more = abi_address (strategy);
  emit_set (env,
            "event StrategyAddedToOperatorSet((address avs, uint32 id) operatorSet, "
            "address strategy)",
            set, &more, 1);

  return TRUE;
}

static gboolean
create_set (PracticeEnv *env, const Address *avs, const AbiValue *params, const Address *recipient)
{
  PracticeOperatorSet set = { *avs, (guint32) params->items[0].word };
  u256 key = practice_operator_set_key (&set);
  PracticeSet ids = practice_allocation_list (env, ALLOCATION_SET_IDS, address_to_word (avs), 0);
  /* The older form of the function has no slasher: it is the service itself. */
  Address slasher = params->n_items > 2 ? abi_value_address (&params->items[2]) : *avs;

  if (!practice_set_add (env, &ids, set.id))
    return practice_revert (env, "InvalidOperatorSet()");
  emit_set (env, "event OperatorSetCreated((address avs, uint32 id) operatorSet)", key, NULL, 0);

  if (recipient != NULL)
    {
      Address burn = practice_address (PRACTICE_BURN_ADDRESS);
      AbiValue more = abi_address (recipient);

      if (address_is_zero (recipient))
        return practice_revert (env, "InputAddressZero()");
      if (address_equal (recipient, &burn))
        return practice_revert (env, "InvalidRedistributionRecipient()");
      practice_allocation_set (env, ALLOCATION_SLOT_RECIPIENT, key, 0, 0,
                               address_to_word (recipient));
      emit_set (env,
                "event RedistributionAddressSet((address avs, uint32 id) operatorSet, "
                "address redistributionRecipient)",
                key, &more, 1);
    }

  for (gsize i = 0; i < params->items[1].n_items; i++)
    {
      Address strategy = abi_value_address (&params->items[1].items[i]);

      PRACTICE_TRY (add_strategy (env, key, &strategy, recipient != NULL));
    }

  return update_slasher (env, key, &slasher, TRUE);
}

static gboolean
sets_create_any (PracticeCall *call, const AbiValue *recipients)
{
  Address avs = practice_arg_address (call, 0);
  const AbiValue *params = practice_arg (call, 1);

  if (!practice_can_call (call, &avs))
    return practice_revert (call->env, "InvalidPermissions()");
  if (recipients != NULL && recipients->n_items != params->n_items)
    return practice_revert (call->env, "InputArrayLengthMismatch()");
  if (practice_allocation_get (call->env, ALLOCATION_SLOT_METADATA, address_to_word (&avs), 0, 0) ==
      0)
    return practice_revert (call->env, "NonexistentAVSMetadata()");

  for (gsize i = 0; i < params->n_items; i++)
    {
      Address recipient = { 0 };

      if (recipients != NULL)
        recipient = abi_value_address (&recipients->items[i]);
      PRACTICE_TRY (
        create_set (call->env, &avs, &params->items[i], recipients != NULL ? &recipient : NULL));
    }

  return TRUE;
}

static gboolean
sets_create (PracticeCall *call)
{
  return sets_create_any (call, NULL);
}

static gboolean
sets_create_redistributing (PracticeCall *call)
{
  return sets_create_any (call, practice_arg (call, 2));
}

/* The set named by arguments (address avs, uint32 id, …), which the caller must own. */
static gboolean
own_set (PracticeCall *call, PracticeOperatorSet *set)
{
  *set = (PracticeOperatorSet) {
    practice_arg_address (call, 0),
    (guint32) practice_arg_uint (call, 1),
  };
  if (!practice_can_call (call, &set->avs))
    return practice_revert (call->env, "InvalidPermissions()");
  if (!practice_is_operator_set (call->env, set))
    return practice_revert (call->env, "InvalidOperatorSet()");

  return TRUE;
}

static gboolean
sets_add_strategies (PracticeCall *call)
{
  const AbiValue *list = practice_arg (call, 2);
  Address burn = practice_address (PRACTICE_BURN_ADDRESS);
  PracticeOperatorSet set;

  PRACTICE_TRY (own_set (call, &set));
  Address recipient = practice_redistribution_recipient (call->env, &set);
  for (gsize i = 0; i < list->n_items; i++)
    {
      Address strategy = abi_value_address (&list->items[i]);

      PRACTICE_TRY (add_strategy (call->env, practice_operator_set_key (&set), &strategy,
                                  !address_equal (&recipient, &burn)));
    }

  return TRUE;
}

static gboolean
sets_remove_strategies (PracticeCall *call)
{
  const AbiValue *list = practice_arg (call, 2);
  PracticeOperatorSet set;

  PRACTICE_TRY (own_set (call, &set));
  u256 key = practice_operator_set_key (&set);
  PracticeSet strategies = practice_allocation_list (call->env, ALLOCATION_SET_STRATEGIES, key, 0);
  for (gsize i = 0; i < list->n_items; i++)
    {
      if (!practice_set_remove (call->env, &strategies, list->items[i].word))
        return practice_revert (call->env, "StrategyNotInOperatorSet()");
      emit_set (call->env,
                "event StrategyRemovedFromOperatorSet((address avs, uint32 id) operatorSet, "
                "address strategy)",
                key, &list->items[i], 1);
    }

  return TRUE;
}

static gboolean
sets_update_slasher (PracticeCall *call)
{
  PracticeOperatorSet set = practice_operator_set_arg (practice_arg (call, 0));
  Address slasher = practice_arg_address (call, 1);
  u256 key = practice_operator_set_key (&set);

  if (!practice_can_call (call, &set.avs))
    return practice_revert (call->env, "InvalidPermissions()");
  if (!practice_is_operator_set (call->env, &set))
    return practice_revert (call->env, "InvalidOperatorSet()");

  return update_slasher (call->env, key, &slasher, FALSE);
}

static gboolean
sets_update_metadata (PracticeCall *call)
{
  Address avs = practice_arg_address (call, 0);

  if (!practice_can_call (call, &avs))
    return practice_revert (call->env, "InvalidPermissions()");

  practice_allocation_set (call->env, ALLOCATION_SLOT_METADATA, address_to_word (&avs), 0, 0, 1);
  practice_env_emit (call->env, &call->self,
                     "event AVSMetadataURIUpdated(address indexed avs, string metadataURI)",
                     call->args.values, 2);

  return TRUE;
}

static gboolean
sets_set_registrar (PracticeCall *call)
{
  Address avs = practice_arg_address (call, 0);

  if (!practice_can_call (call, &avs))
    return practice_revert (call->env, "InvalidPermissions()");

  practice_allocation_set (call->env, ALLOCATION_SLOT_REGISTRAR, address_to_word (&avs), 0, 0,
                           practice_arg_uint (call, 1));
  practice_env_emit (call->env, &call->self,
                     "event AVSRegistrarSet(address avs, address registrar)", call->args.values, 2);

  return TRUE;
}

static gboolean
sets_registrar (PracticeCall *call)
{
  Address avs = practice_arg_address (call, 0);
  Address registrar = address_at (call->env, ALLOCATION_SLOT_REGISTRAR,
                                  practice_arg_uint (call, 0));

  return practice_return_address (call, address_is_zero (&registrar) ? &avs : &registrar);
}

static gboolean
sets_register (PracticeCall *call)
{
  PracticeEnv *env = call->env;
  Address operator= practice_arg_address (call, 0);
  const AbiValue *params = practice_arg (call, 1)->items;
  u256 a = address_to_word (&operator);
  PracticeSet registered = practice_allocation_list (env, ALLOCATION_SET_REGISTERED, a, 0);

  PRACTICE_TRY (practice_unpaused (env, &call->self, ALLOCATION_PAUSED_REGISTRATION));
  if (!practice_can_call (call, &operator))
    return practice_revert (env, "InvalidPermissions()");
  if (!practice_is_operator (env, &operator))
    return practice_revert (env, "InvalidOperator()");

  for (gsize i = 0; i < params[1].n_items; i++)
    {
      PracticeOperatorSet set = {
        abi_value_address (&params[0]),
        (guint32) params[1].items[i].word,
      };
      u256 key = practice_operator_set_key (&set);
      PracticeSet members = practice_allocation_list (env, ALLOCATION_SET_MEMBERS, key, 0);

      if (!practice_is_operator_set (env, &set))
        return practice_revert (env, "InvalidOperatorSet()");
      if (practice_operator_slashable (env, &operator, key))
        return practice_revert (env, "AlreadyMemberOfSet()");

      practice_set_add (env, &registered, key);
      practice_set_add (env, &members, a);
      practice_allocation_set (env, ALLOCATION_SLOT_REGISTERED, a, key, 0, 1);

      AbiValue values[] = { abi_address (&operator), practice_operator_set_value (env, &set) };
      practice_env_emit (env, &call->self,
                         "event OperatorAddedToOperatorSet(address indexed operator, "
                         "(address avs, uint32 id) operatorSet)",
                         values, G_N_ELEMENTS (values));
    }

  return TRUE;
}

static gboolean
sets_deregister (PracticeCall *call)
{
  PracticeEnv *env = call->env;
  const AbiValue *params = practice_arg (call, 0)->items;
  Address operator= abi_value_address (&params[0]);
  Address avs = abi_value_address (&params[1]);
  u256 a = address_to_word (&operator);
  PracticeSet registered = practice_allocation_list (env, ALLOCATION_SET_REGISTERED, a, 0);

  PRACTICE_TRY (practice_unpaused (env, &call->self, ALLOCATION_PAUSED_REGISTRATION));
  if (!practice_can_call (call, &operator) && !practice_can_call (call, &avs))
    return practice_revert (env, "InvalidCaller()");

  for (gsize i = 0; i < params[2].n_items; i++)
    {
      PracticeOperatorSet set = { avs, (guint32) params[2].items[i].word };
      u256 key = practice_operator_set_key (&set);
      PracticeSet members = practice_allocation_list (env, ALLOCATION_SET_MEMBERS, key, 0);

      if (!practice_is_operator_set (env, &set))
        return practice_revert (env, "InvalidOperatorSet()");
      if (!practice_set_contains (env, &members, a))
        return practice_revert (env, "NotMemberOfSet()");

      practice_set_remove (env, &registered, key);
      practice_set_remove (env, &members, a);
      practice_allocation_set (env, ALLOCATION_SLOT_REGISTERED, a, key, 0, 0);
      practice_allocation_set (env, ALLOCATION_SLOT_SLASHABLE, a, key, 0,
                               env->block + PRACTICE_DEALLOCATION_DELAY);

      AbiValue values[] = { abi_address (&operator), practice_operator_set_value (env, &set) };
      practice_env_emit (env, &call->self,
                         "event OperatorRemovedFromOperatorSet(address indexed operator, "
                         "(address avs, uint32 id) operatorSet)",
                         values, G_N_ELEMENTS (values));
    }

  return TRUE;
}

static u256
set_key_arg (const PracticeCall *call, gsize index)
{
  PracticeOperatorSet set = practice_operator_set_arg (practice_arg (call, index));

  return practice_operator_set_key (&set);
}

static gboolean
sets_is_set (PracticeCall *call)
{
  PracticeOperatorSet set = practice_operator_set_arg (practice_arg (call, 0));

  return practice_return_bool (call, practice_is_operator_set (call->env, &set));
}

static gboolean
sets_count (PracticeCall *call)
{
  PracticeSet ids = practice_allocation_list (call->env, ALLOCATION_SET_IDS,
                                              practice_arg_uint (call, 0), 0);

  return practice_return_uint (call, practice_set_length (call->env, &ids));
}

static gboolean
return_addresses_of_set (PracticeCall *call, guint32 slot)
{
  PracticeSet list = practice_allocation_list (call->env, slot, set_key_arg (call, 0), 0);
  AbiValue result = practice_set_addresses (call->env, &list);

  return practice_return (call, &result, 1);
}

static gboolean
sets_members (PracticeCall *call)
{
  return return_addresses_of_set (call, ALLOCATION_SET_MEMBERS);
}

static gboolean
sets_strategies (PracticeCall *call)
{
  return return_addresses_of_set (call, ALLOCATION_SET_STRATEGIES);
}

static gboolean
sets_member_count (PracticeCall *call)
{
  PracticeSet members = practice_allocation_list (call->env, ALLOCATION_SET_MEMBERS,
                                                  set_key_arg (call, 0), 0);

  return practice_return_uint (call, practice_set_length (call->env, &members));
}

static gboolean
sets_is_member (PracticeCall *call)
{
  PracticeSet members = practice_allocation_list (call->env, ALLOCATION_SET_MEMBERS,
                                                  set_key_arg (call, 1), 0);

  return practice_return_bool (call, practice_set_contains (call->env, &members,
                                                            practice_arg_uint (call, 0)));
}

static gboolean
sets_slasher (PracticeCall *call)
{
  Address slasher = practice_set_slasher (call->env, set_key_arg (call, 0));

  return practice_return_address (call, &slasher);
}

static gboolean
sets_pending_slasher (PracticeCall *call)
{
  u256 set = set_key_arg (call, 0);
  u256 effect = practice_allocation_get (call->env, ALLOCATION_SLOT_SLASHER_EFFECT, set, 0, 0);
  Address slasher = { 0 };

  if (slasher_matured (call->env, set))
    effect = 0;
  if (effect != 0)
    slasher = address_at (call->env, ALLOCATION_SLOT_SLASHER_NEXT, set);
  AbiValue values[] = { abi_address (&slasher), abi_uint (effect) };

  return practice_return (call, values, G_N_ELEMENTS (values));
}

static gboolean
sets_is_redistributing (PracticeCall *call)
{
  Address recipient = address_at (call->env, ALLOCATION_SLOT_RECIPIENT, set_key_arg (call, 0));

  return practice_return_bool (call, !address_is_zero (&recipient));
}

static gboolean
sets_recipient (PracticeCall *call)
{
  PracticeOperatorSet set = practice_operator_set_arg (practice_arg (call, 0));
  Address recipient = practice_redistribution_recipient (call->env, &set);

  return practice_return_address (call, &recipient);
}

#define SET "(address avs, uint32 id) operatorSet"

static const PracticeFunction sets_functions[] = {
  { "function createOperatorSets(address avs, (uint32 operatorSetId, address[] strategies)[] "
    "params)",
    sets_create },
  { "function createOperatorSets(address avs, (uint32 operatorSetId, address[] strategies, "
    "address slasher)[] params)",
    sets_create },
  { "function createRedistributingOperatorSets(address avs, (uint32 operatorSetId, "
    "address[] strategies)[] params, address[] redistributionRecipients)",
    sets_create_redistributing },
  { "function createRedistributingOperatorSets(address avs, (uint32 operatorSetId, "
    "address[] strategies, address slasher)[] params, address[] redistributionRecipients)",
    sets_create_redistributing },
  { "function addStrategiesToOperatorSet(address avs, uint32 operatorSetId, "
    "address[] strategies)",
    sets_add_strategies },
  { "function removeStrategiesFromOperatorSet(address avs, uint32 operatorSetId, "
    "address[] strategies)",
    sets_remove_strategies },
  { "function updateSlasher(" SET ", address slasher)", sets_update_slasher },
  { "function updateAVSMetadataURI(address avs, string metadataURI)", sets_update_metadata },
  { "function setAVSRegistrar(address avs, address registrar)", sets_set_registrar },
  { "function getAVSRegistrar(address avs) returns (address)", sets_registrar },
  { "function registerForOperatorSets(address operator, (address avs, uint32[] operatorSetIds, "
    "bytes data) params)",
    sets_register },
  { "function deregisterFromOperatorSets((address operator, address avs, "
    "uint32[] operatorSetIds) params)",
    sets_deregister },
  { "function isOperatorSet(" SET ") returns (bool result)", sets_is_set },
  { "function getOperatorSetCount(address avs) returns (uint256 count)", sets_count },
  { "function getMembers(" SET ") returns (address[] operators)", sets_members },
  { "function getMemberCount(" SET ") returns (uint256 memberCount)", sets_member_count },
  { "function isMemberOfOperatorSet(address operator, " SET ") returns (bool result)",
    sets_is_member },
  { "function getStrategiesInOperatorSet(" SET ") returns (address[] strategies)",
    sets_strategies },
  { "function getSlasher(" SET ") returns (address)", sets_slasher },
  { "function getPendingSlasher(" SET ") returns (address pendingSlasher, uint32 effectBlock)",
    sets_pending_slasher },
  { "function isRedistributingOperatorSet(" SET ") returns (bool)", sets_is_redistributing },
  { "function getRedistributionRecipient(" SET ") returns (address)", sets_recipient },
};

const PracticePart practice_operator_sets_part = {
  .name = "OperatorSets",
  .functions = sets_functions,
  .n_functions = G_N_ELEMENTS (sets_functions),
};
