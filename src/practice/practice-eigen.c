/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-eigen.h"

#include <string.h>

#include "ecdsa.h"
#include "typed-data.h"

enum
{
  SLOT_PAUSED = 901,
};

u256
practice_operator_set_key (const PracticeOperatorSet *set)
{
  return u256_shl (address_to_word (&set->avs), 96) | set->id;
}

PracticeOperatorSet
practice_operator_set_from_key (u256 key)
{
  PracticeOperatorSet set = { .id = (guint32) key };

  if (!address_from_word (u256_shr (key, 96), &set.avs))
    g_assert_not_reached ();

  return set;
}

PracticeOperatorSet
practice_operator_set_arg (const AbiValue *value)
{
  g_assert (value->n_items == 2);

  return (PracticeOperatorSet) {
    .avs = abi_value_address (&value->items[0]),
    .id = (guint32) value->items[1].word,
  };
}

AbiValue
practice_operator_set_value (PracticeEnv *env, const PracticeOperatorSet *set)
{
  AbiValue *items = practice_env_values (env, 2);

  items[0] = abi_address (&set->avs);
  items[1] = abi_uint (set->id);

  return abi_tuple (items, 2);
}

Address *
practice_address_list (PracticeEnv *env, const AbiValue *value)
{
  Address *list = practice_env_alloc (env, value->n_items * sizeof (Address));

  for (gsize i = 0; i < value->n_items; i++)
    list[i] = abi_value_address (&value->items[i]);

  return list;
}

static u256
paused_status (PracticeEnv *env, const Address *contract)
{
  PracticeKey key = practice_key (contract, SLOT_PAUSED);

  return practice_env_get (env, &key);
}

gboolean
practice_unpaused (PracticeEnv *env, const Address *contract, guint bit)
{
  if ((u256_shr (paused_status (env, contract), bit) & 1) != 0)
    return practice_revert (env, "CurrentlyPaused()");

  return TRUE;
}

static gboolean
pausable_status (PracticeCall *call)
{
  return practice_return_uint (call, paused_status (call->env, &call->self));
}

static gboolean
pausable_bit (PracticeCall *call)
{
  u256 status = paused_status (call->env, &call->self);
  guint bit = (guint) practice_arg_uint (call, 0);

  return practice_return_bool (call, (u256_shr (status, bit) & 1) != 0);
}

static void
pausable_set (PracticeCall *call, const char *event, u256 status)
{
  PracticeKey key = practice_key (&call->self, SLOT_PAUSED);
  AbiValue values[] = { abi_address (&call->caller), abi_uint (status) };

  practice_env_set (call->env, &key, status);
  practice_env_emit (call->env, &call->self, event, values, G_N_ELEMENTS (values));
}

static gboolean
pausable_pause (PracticeCall *call)
{
  u256 status = paused_status (call->env, &call->self);
  u256 wanted = practice_arg_uint (call, 0);

  if (!address_equal (&call->caller, &call->env->world->config.governor))
    return practice_revert (call->env, "OnlyPauser()");
  if ((status & wanted) != status)
    return practice_revert (call->env, "InvalidNewPausedStatus()");

  pausable_set (call, "event Paused(address indexed account, uint256 newPausedStatus)", wanted);

  return TRUE;
}

static gboolean
pausable_unpause (PracticeCall *call)
{
  u256 status = paused_status (call->env, &call->self);
  u256 wanted = practice_arg_uint (call, 0);

  if (!address_equal (&call->caller, &call->env->world->config.governor))
    return practice_revert (call->env, "OnlyUnpauser()");
  if ((status & wanted) != wanted)
    return practice_revert (call->env, "InvalidNewPausedStatus()");

  pausable_set (call, "event Unpaused(address indexed account, uint256 newPausedStatus)", wanted);

  return TRUE;
}

static const PracticeFunction pausable_functions[] = {
  { "function paused() returns (uint256)", pausable_status },
  { "function paused(uint8 index) returns (bool)", pausable_bit },
  { "function pause(uint256 newPausedStatus)", pausable_pause },
  { "function unpause(uint256 newPausedStatus)", pausable_unpause },
};

const PracticePart practice_pausable_part = {
  .name = "Pausable",
  .functions = pausable_functions,
  .n_functions = G_N_ELEMENTS (pausable_functions),
};

gboolean
practice_can_call (const PracticeCall *call, const Address *account)
{
  return address_equal (&call->caller, account);
}

static gboolean
permission_admins (PracticeCall *call)
{
  AbiValue account = *practice_arg (call, 0);
  AbiValue list = abi_array (&account, 1);

  return practice_return (call, &list, 1);
}

static gboolean
permission_is_admin (PracticeCall *call)
{
  return practice_return_bool (call, practice_arg_uint (call, 0) == practice_arg_uint (call, 1));
}

static gboolean
permission_none (PracticeCall *call)
{
  AbiValue list = abi_array (NULL, 0);

  return practice_return (call, &list, 1);
}

static gboolean
permission_no_permissions (PracticeCall *call)
{
  AbiValue lists[] = { abi_array (NULL, 0), abi_array (NULL, 0) };

  return practice_return (call, lists, G_N_ELEMENTS (lists));
}

static const PracticeFunction permission_functions[] = {
  { "function canCall(address account, address caller, address target, bytes4 selector) "
    "returns (bool)",
    permission_is_admin },
  { "function isAdmin(address account, address caller) returns (bool)", permission_is_admin },
  { "function getAdmins(address account) returns (address[])", permission_admins },
  { "function getPendingAdmins(address account) returns (address[])", permission_none },
  { "function getAppointees(address account, address target, bytes4 selector) "
    "returns (address[])",
    permission_none },
  { "function getAppointeePermissions(address account, address appointee) "
    "returns (address[], bytes4[])",
    permission_no_permissions },
};

const PracticePart practice_permission_part = {
  .name = "PermissionController",
  .functions = permission_functions,
  .n_functions = G_N_ELEMENTS (permission_functions),
};

Hash
practice_domain_separator (PracticeEnv *env, const Address *contract)
{
  const TypedDataDomain domain = {
    .name = "EigenLayer",
    .version = "1",
    .has_chain_id = true,
    .chain_id = env->world->config.chain_id,
    .verifying_contract = contract,
  };

  return typed_data_domain_separator (&domain);
}

gboolean
practice_check_signature (PracticeEnv *env,
                          const Address *signer,
                          const Hash *digest,
                          Bytes bytes,
                          u256 expiry)
{
  Signature signature;
  Address recovered;

  if (expiry < env->time)
    return practice_revert (env, "SignatureExpired()");
  if (bytes.len != 65 || bytes.data[64] < 27 || bytes.data[64] > 28)
    return practice_revert (env, "InvalidSignature()");

  memcpy (signature.r, bytes.data, 32);
  memcpy (signature.s, bytes.data + 32, 32);
  signature.y_parity = (guint8) (bytes.data[64] - 27);
  if (ecdsa_recover (digest, &signature, &recovered) != CORE_OK ||
      !address_equal (&recovered, signer))
    return practice_revert (env, "InvalidSignature()");

  return TRUE;
}
