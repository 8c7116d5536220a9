/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-eigen.h"
#include "practice-rewards.h"

/* Which part of its stakers' rewards an operator keeps. Changes take effect after the activation
 * delay, and no other may be asked for before. */

#define DEFAULT_SPLIT 1000u
#define MAX_SPLIT 10000u
#define NEVER_SET G_MAXUINT16

enum
{
  SLOT_OLD = 101, /* [operator][what] */
  SLOT_NEW,
  SLOT_ACTIVE,
};

/* What a split is for: a service, a set, or programmatic incentives (0). Sets' keys are longer than
 * addresses, so they do not meet. */

static u256
split_get (PracticeEnv *env, guint32 slot, u256 operator, u256 what)
{
  PracticeKey key = practice_key2 (&env->world->config.rewards_coordinator, slot, operator, what);

  return practice_env_get (env, &key);
}

static void
split_set (PracticeEnv *env, guint32 slot, u256 operator, u256 what, u256 value)
{
  PracticeKey key = practice_key2 (&env->world->config.rewards_coordinator, slot, operator, what);

  practice_env_set (env, &key, value);
}

static guint
split_now (PracticeEnv *env, u256 operator, u256 what)
{
  u256 active = split_get (env, SLOT_ACTIVE, operator, what);

  if (active == 0)
    return DEFAULT_SPLIT;
  if (env->time >= active)
    return (guint) split_get (env, SLOT_NEW, operator, what);

  guint old = (guint) split_get (env, SLOT_OLD, operator, what);

  return old == NEVER_SET ? DEFAULT_SPLIT : old;
}

guint
practice_set_split (PracticeEnv *env, const Address *operator, u256 set)
{
  return split_now (env, address_to_word (operator), set);
}

static gboolean
split_change (PracticeCall *call,
              const Address *operator,
              u256 what,
              u256 split,
              u256 *active,
              guint *before)
{
  PracticeEnv *env = call->env;
  u256 word = address_to_word (operator);
  u256 last = split_get (env, SLOT_ACTIVE, word, what);

  if (!practice_can_call (call, operator))
    return practice_revert (env, "InvalidPermissions()");
  if (split > MAX_SPLIT)
    return practice_revert (env, "SplitExceedsMax()");
  if (env->time <= last)
    return practice_revert (env, "PreviousSplitPending()");

  *active = (u256) env->time + PRACTICE_ACTIVATION_DELAY;
  *before = split_now (env, word, what);
  split_set (env, SLOT_OLD, word, what,
             last == 0 ? (u256) NEVER_SET : split_get (env, SLOT_NEW, word, what));
  split_set (env, SLOT_NEW, word, what, split);
  split_set (env, SLOT_ACTIVE, word, what, *active);

  return TRUE;
}

static gboolean
splits_set_avs (PracticeCall *call)
{
  Address operator= practice_arg_address (call, 0);
  u256 active;
  guint before;

  PRACTICE_TRY (split_change (call, &operator, practice_arg_uint (call, 1),
                              practice_arg_uint (call, 2), &active, &before));
  AbiValue values[] = {
    abi_address (&call->caller), abi_address (&operator), *practice_arg (call, 1),
    abi_uint (active),           abi_uint (before),       *practice_arg (call, 2),
  };
  practice_env_emit (call->env, &call->self,
                     "event OperatorAVSSplitBipsSet(address indexed caller, address indexed "
                     "operator, address indexed avs, uint32 activatedAt, "
                     "uint16 oldOperatorAVSSplitBips, uint16 newOperatorAVSSplitBips)",
                     values, G_N_ELEMENTS (values));

  return TRUE;
}

static gboolean
splits_set_pi (PracticeCall *call)
{
  Address operator= practice_arg_address (call, 0);
  u256 active;
  guint before;

  PRACTICE_TRY (split_change (call, &operator, 0, practice_arg_uint (call, 1), &active, &before));
  AbiValue values[] = {
    abi_address (&call->caller), abi_address (&operator), abi_uint (active),
    abi_uint (before),           *practice_arg (call, 1),
  };
  practice_env_emit (call->env, &call->self,
                     "event OperatorPISplitBipsSet(address indexed caller, address indexed "
                     "operator, uint32 activatedAt, uint16 oldOperatorPISplitBips, "
                     "uint16 newOperatorPISplitBips)",
                     values, G_N_ELEMENTS (values));

  return TRUE;
}

static gboolean
splits_set_set (PracticeCall *call)
{
  Address operator= practice_arg_address (call, 0);
  PracticeOperatorSet set = practice_operator_set_arg (practice_arg (call, 1));
  u256 active;
  guint before;

  if (!practice_is_operator_set (call->env, &set))
    return practice_revert (call->env, "InvalidOperatorSet()");
  PRACTICE_TRY (split_change (call, &operator, practice_operator_set_key (&set),
                              practice_arg_uint (call, 2), &active, &before));
  AbiValue values[] = {
    abi_address (&call->caller), abi_address (&operator), *practice_arg (call, 1),
    abi_uint (active),           abi_uint (before),       *practice_arg (call, 2),
  };
  practice_env_emit (call->env, &call->self,
                     "event OperatorSetSplitBipsSet(address indexed caller, address indexed "
                     "operator, (address avs, uint32 id) operatorSet, uint32 activatedAt, "
                     "uint16 oldOperatorSetSplitBips, uint16 newOperatorSetSplitBips)",
                     values, G_N_ELEMENTS (values));

  return TRUE;
}

static gboolean
splits_avs (PracticeCall *call)
{
  return practice_return_uint (call, split_now (call->env, practice_arg_uint (call, 0),
                                                practice_arg_uint (call, 1)));
}

static gboolean
splits_pi (PracticeCall *call)
{
  return practice_return_uint (call, split_now (call->env, practice_arg_uint (call, 0), 0));
}

static gboolean
splits_set (PracticeCall *call)
{
  PracticeOperatorSet set = practice_operator_set_arg (practice_arg (call, 1));

  return practice_return_uint (call, split_now (call->env, practice_arg_uint (call, 0),
                                                practice_operator_set_key (&set)));
}

static gboolean
splits_default (PracticeCall *call)
{
  return practice_return_uint (call, DEFAULT_SPLIT);
}

#define SET "(address avs, uint32 id) operatorSet"

static const PracticeFunction splits_functions[] = {
  { "function setOperatorAVSSplit(address operator, address avs, uint16 split)", splits_set_avs },
  { "function setOperatorPISplit(address operator, uint16 split)", splits_set_pi },
  { "function setOperatorSetSplit(address operator, " SET ", uint16 split)", splits_set_set },
  { "function getOperatorAVSSplit(address operator, address avs) returns (uint16)", splits_avs },
  { "function getOperatorPISplit(address operator) returns (uint16)", splits_pi },
  { "function getOperatorSetSplit(address operator, " SET ") returns (uint16)", splits_set },
  { "function defaultOperatorSplitBips() returns (uint16)", splits_default },
};

const PracticePart practice_splits_part = {
  .name = "OperatorSplits",
  .functions = splits_functions,
  .n_functions = G_N_ELEMENTS (splits_functions),
};
