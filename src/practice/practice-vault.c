/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-vault.h"

#include "practice-abi.h"
#include "practice-erc20.h"
#include "practice-set.h"

enum
{
  SLOT_STATE = 301,
  SLOT_LOCKED,
  SLOT_MATURED,
  FACTORY_VAULTS = 310, /* [token] */
};

static const PracticeVault *
vault_at (PracticeEnv *env, const Address *strategy)
{
  const PracticeContract *contract = practice_world_find (env->world, strategy);

  if (contract == NULL || contract->parts[1] != &practice_vault_part)
    return NULL;
  return contract->data;
}

/* Of one that is a vault. */
static const PracticeVault *
vault_data (PracticeEnv *env, const Address *vault)
{
  const PracticeVault *data = vault_at (env, vault);

  if (data == NULL)
    g_error ("no vault there");
  return data;
}

static u256
vault_get (PracticeEnv *env, const Address *vault, guint32 slot)
{
  PracticeKey key = practice_key (vault, slot);

  return practice_env_get (env, &key);
}

static void
vault_set (PracticeEnv *env, const Address *vault, guint32 slot, u256 value)
{
  PracticeKey key = practice_key (vault, slot);

  practice_env_set (env, &key, value);
}

static PracticeVaultState
vault_state (PracticeEnv *env, const Address *vault)
{
  return (PracticeVaultState) vault_get (env, vault, SLOT_STATE);
}

/* A call of the vault's own; its revert becomes the caller's. */
static gboolean
vault_call (PracticeEnv *env,
            const Address *vault,
            const Address *to,
            const char *function,
            const AbiValue *args,
            gsize n_args)
{
  Buffer call = buffer_new ();
  Buffer output = buffer_new ();
  gboolean done;

  if (abi_encode_call (practice_abi_item (function), args, n_args, &call) != CORE_OK)
    g_error ("cannot encode %s", function);
  done = practice_env_call (env, vault, to, 0, buffer_bytes (&call), &output);
  buffer_clear (&call);
  buffer_clear (&output);
  return done;
}

static gboolean
vault_allocate (PracticeEnv *env, const Address *vault, u256 magnitude)
{
  const PracticeVault *data = vault_data (env, vault);
  AbiValue strategy = abi_address (vault);
  AbiValue wanted = abi_uint (magnitude);
  AbiValue items[] = {
    practice_operator_set_value (env, &data->set),
    abi_array (&strategy, 1),
    abi_array (&wanted, 1),
  };
  AbiValue params = abi_tuple (items, G_N_ELEMENTS (items));
  AbiValue args[] = { abi_address (vault), abi_array (&params, 1) };

  return vault_call (env, vault, &env->world->config.allocation_manager,
                     "function modifyAllocations(address operator, ((address avs, uint32 id) "
                     "operatorSet, address[] strategies, uint64[] newMagnitudes)[] params)",
                     args, G_N_ELEMENTS (args));
}

static gboolean
vault_join (PracticeEnv *env, const Address *vault)
{
  const PracticeVault *data = vault_data (env, vault);
  AbiValue id = abi_uint (data->set.id);
  AbiValue items[] = { abi_address (&data->set.avs), abi_array (&id, 1),
                       abi_bytes ((Bytes) { NULL, 0 }) };
  AbiValue args[] = { abi_address (vault), abi_tuple (items, G_N_ELEMENTS (items)) };

  return vault_call (env, vault, &env->world->config.allocation_manager,
                     "function registerForOperatorSets(address operator, (address avs, "
                     "uint32[] operatorSetIds, bytes data) params)",
                     args, G_N_ELEMENTS (args));
}

static gboolean
vault_leave (PracticeEnv *env, const Address *vault)
{
  const PracticeVault *data = vault_data (env, vault);
  AbiValue id = abi_uint (data->set.id);
  AbiValue items[] = { abi_address (vault), abi_address (&data->set.avs), abi_array (&id, 1) };
  AbiValue params = abi_tuple (items, G_N_ELEMENTS (items));

  return vault_call (env, vault, &env->world->config.allocation_manager,
                     "function deregisterFromOperatorSets((address operator, address avs, "
                     "uint32[] operatorSetIds) params)",
                     &params, 1);
}

static PracticeSet
factory_vaults (const Address *factory, u256 token)
{
  return (PracticeSet) { *factory, FACTORY_VAULTS, token, 0 };
}

gboolean
practice_vault_init (PracticeEnv *env, const Address *vault, const Address *factory)
{
  const PracticeVault *data = vault_data (env, vault);
  Address nobody = { 0 };
  PracticeSet vaults = factory_vaults (factory, address_to_word (&data->strategy.token));
  /* A withdrawal queued before the lock is out before anything can be slashed. */
  AbiValue registration[] = { abi_address (&nobody), abi_uint (PRACTICE_WITHDRAWAL_DELAY + 1),
                              abi_string (data->uri) };
  AbiValue initialized[] = {
    abi_address (&data->admin),
    abi_address (&data->arbitrator),
    abi_address (&data->strategy.token),
    abi_uint (data->seconds),
    abi_uint (data->strategy.max_per_deposit),
    abi_uint (data->stake_cap),
    abi_string (data->uri),
  };
  AbiValue deployed[] = {
    abi_address (vault),
    abi_address (&data->strategy.token),
    abi_address (&data->admin),
    abi_uint (data->seconds),
    initialized[4],
    abi_uint (data->stake_cap),
    abi_string (data->uri),
    abi_address (&data->set.avs),
    abi_uint (data->set.id),
  };

  practice_set_add (env, &vaults, address_to_word (vault));
  practice_whitelist_strategy (env, vault);
  vault_set (env, vault, SLOT_STATE, PRACTICE_VAULT_DEPOSITS);
  PRACTICE_TRY (vault_call (env, vault, &env->world->config.delegation_manager,
                            "function registerAsOperator(address initDelegationApprover, "
                            "uint32 allocationDelay, string metadataURI)",
                            registration, G_N_ELEMENTS (registration)));
  PRACTICE_TRY (vault_join (env, vault));
  practice_env_emit (env, vault,
                     "event VaultInitialized(address indexed vaultAdmin, address indexed "
                     "arbitrator, address indexed underlyingToken, uint32 duration, "
                     "uint256 maxPerDeposit, uint256 stakeCap, string metadataURI)",
                     initialized, G_N_ELEMENTS (initialized));
  practice_env_emit (env, factory,
                     "event DurationVaultDeployed(address indexed vault, address indexed "
                     "underlyingToken, address indexed vaultAdmin, uint32 duration, "
                     "uint256 maxPerDeposit, uint256 stakeCap, string metadataURI, "
                     "address operatorSetAVS, uint32 operatorSetId)",
                     deployed, G_N_ELEMENTS (deployed));
  return TRUE;
}

gboolean
practice_vault_before_add (PracticeEnv *env,
                           const Address *strategy,
                           const Address *staker,
                           u256 shares)
{
  const PracticeVault *data = vault_at (env, strategy);

  if (data == NULL)
    return TRUE;
  Address operator= practice_delegated_to (env, staker);
  if (vault_state (env, strategy) != PRACTICE_VAULT_DEPOSITS)
    return practice_revert (env, "DepositsLocked()");
  if (!address_equal (&operator, strategy))
    return practice_revert (env, "MustBeDelegatedToVaultOperator()");
  if (shares > data->stake_cap ||
      practice_operator_shares (env, strategy, strategy) > data->stake_cap - shares)
    return practice_revert (env, "BalanceExceedsMaxTotalDeposits()");
  return TRUE;
}

gboolean
practice_vault_before_remove (PracticeEnv *env, const Address *strategy)
{
  if (vault_at (env, strategy) != NULL && vault_state (env, strategy) == PRACTICE_VAULT_ALLOCATIONS)
    return practice_revert (env, "WithdrawalsLockedDuringAllocations()");
  return TRUE;
}

static u256
unlock_time (PracticeEnv *env, const Address *vault)
{
  u256 locked = vault_get (env, vault, SLOT_LOCKED);

  return locked == 0 ? 0 : locked + vault_data (env, vault)->seconds;
}

static gboolean
vault_lock (PracticeCall *call)
{
  PracticeEnv *env = call->env;
  const PracticeVault *data = call->contract->data;

  if (!address_equal (&call->caller, &data->admin))
    return practice_revert (env, "OnlyVaultAdmin()");
  if (vault_state (env, &call->self) != PRACTICE_VAULT_DEPOSITS)
    return practice_revert (env, "VaultAlreadyLocked()");

  vault_set (env, &call->self, SLOT_STATE, PRACTICE_VAULT_ALLOCATIONS);
  vault_set (env, &call->self, SLOT_LOCKED, env->time);
  AbiValue values[] = { abi_uint (env->time), abi_uint (unlock_time (env, &call->self)) };
  practice_env_emit (env, &call->self, "event VaultLocked(uint32 lockedAt, uint32 unlockAt)",
                     values, G_N_ELEMENTS (values));
  return vault_allocate (env, &call->self, U256_WAD);
}

static void
vault_end (PracticeCall *call)
{
  AbiValue time = abi_uint (call->env->time);

  vault_set (call->env, &call->self, SLOT_STATE, PRACTICE_VAULT_WITHDRAWALS);
  vault_set (call->env, &call->self, SLOT_MATURED, call->env->time);
  practice_env_emit (call->env, &call->self, "event VaultMatured(uint32 maturedAt)", &time, 1);
}

/* What was pledged is taken back, which takes as long as a withdrawal. */
static gboolean
vault_clean_up (PracticeCall *call)
{
  AbiValue done = abi_bool (TRUE);

  PRACTICE_TRY (vault_allocate (call->env, &call->self, 0));
  practice_env_emit (call->env, &call->self, "event DeallocateAttempted(bool success)", &done, 1);
  PRACTICE_TRY (vault_leave (call->env, &call->self));
  practice_env_emit (call->env, &call->self, "event DeregisterAttempted(bool success)", &done, 1);
  return TRUE;
}

static gboolean
vault_mark_matured (PracticeCall *call)
{
  PracticeVaultState state = vault_state (call->env, &call->self);

  if (state == PRACTICE_VAULT_WITHDRAWALS)
    return TRUE;
  if (state != PRACTICE_VAULT_ALLOCATIONS || call->env->time < unlock_time (call->env, &call->self))
    return practice_revert (call->env, "DurationNotElapsed()");
  vault_end (call);
  return vault_clean_up (call);
}

static gboolean
vault_advance (PracticeCall *call)
{
  const PracticeVault *data = call->contract->data;
  AbiValue values[] = { abi_address (&call->caller), abi_uint (call->env->time) };

  if (!address_equal (&call->caller, &data->arbitrator))
    return practice_revert (call->env, "OnlyArbitrator()");
  if (vault_state (call->env, &call->self) == PRACTICE_VAULT_WITHDRAWALS)
    return TRUE;
  if (vault_state (call->env, &call->self) != PRACTICE_VAULT_ALLOCATIONS)
    return practice_revert (call->env, "VaultNotLocked()");
  if (call->env->time >= unlock_time (call->env, &call->self))
    return practice_revert (call->env, "DurationAlreadyElapsed()");
  vault_end (call);
  practice_env_emit (call->env, &call->self,
                     "event VaultAdvancedToWithdrawals(address indexed arbitrator, "
                     "uint32 maturedAt)",
                     values, G_N_ELEMENTS (values));
  return vault_clean_up (call);
}

static gboolean
vault_get_state (PracticeCall *call)
{
  return practice_return_uint (call, vault_state (call->env, &call->self));
}

static gboolean
vault_is_locked (PracticeCall *call)
{
  return practice_return_bool (call,
                               vault_state (call->env, &call->self) >= PRACTICE_VAULT_ALLOCATIONS);
}

static gboolean
vault_duration (PracticeCall *call)
{
  const PracticeVault *data = call->contract->data;

  return practice_return_uint (call, data->seconds);
}

static gboolean
vault_locked_at (PracticeCall *call)
{
  return practice_return_uint (call, vault_get (call->env, &call->self, SLOT_LOCKED));
}

static gboolean
vault_unlock_at (PracticeCall *call)
{
  return practice_return_uint (call, unlock_time (call->env, &call->self));
}

static gboolean
vault_matured_at (PracticeCall *call)
{
  return practice_return_uint (call, vault_get (call->env, &call->self, SLOT_MATURED));
}

static gboolean
vault_admin (PracticeCall *call)
{
  const PracticeVault *data = call->contract->data;

  return practice_return_address (call, &data->admin);
}

static gboolean
vault_arbitrator (PracticeCall *call)
{
  const PracticeVault *data = call->contract->data;

  return practice_return_address (call, &data->arbitrator);
}

static gboolean
vault_stake_cap (PracticeCall *call)
{
  const PracticeVault *data = call->contract->data;

  return practice_return_uint (call, data->stake_cap);
}

static gboolean
vault_set_info (PracticeCall *call)
{
  const PracticeVault *data = call->contract->data;
  AbiValue values[] = { abi_address (&data->set.avs), abi_uint (data->set.id) };

  return practice_return (call, values, G_N_ELEMENTS (values));
}

static gboolean
vault_metadata (PracticeCall *call)
{
  const PracticeVault *data = call->contract->data;

  return practice_return_text (call, data->uri);
}

static const PracticeFunction vault_functions[] = {
  { "function lock()", vault_lock },
  { "function markMatured()", vault_mark_matured },
  { "function advanceToWithdrawals()", vault_advance },
  { "function state() returns (uint8)", vault_get_state },
  { "function isLocked() returns (bool)", vault_is_locked },
  { "function duration() returns (uint32)", vault_duration },
  { "function lockedAt() returns (uint32)", vault_locked_at },
  { "function unlockAt() returns (uint32)", vault_unlock_at },
  { "function unlockTimestamp() returns (uint32)", vault_unlock_at },
  { "function maturedAt() returns (uint32)", vault_matured_at },
  { "function vaultAdmin() returns (address)", vault_admin },
  { "function arbitrator() returns (address)", vault_arbitrator },
  { "function stakeCap() returns (uint256)", vault_stake_cap },
  { "function operatorSetInfo() returns (address avs, uint32 operatorSetId)", vault_set_info },
  { "function metadataURI() returns (string)", vault_metadata },
};

const PracticePart practice_vault_part = {
  .name = "DurationVaultStrategy",
  .functions = vault_functions,
  .n_functions = G_N_ELEMENTS (vault_functions),
};

static gboolean
factory_list (PracticeCall *call)
{
  PracticeSet vaults = factory_vaults (&call->self, practice_arg_uint (call, 0));
  AbiValue result = practice_set_addresses (call->env, &vaults);

  return practice_return (call, &result, 1);
}

static gboolean
factory_nobody (PracticeCall *call)
{
  static const Address nobody;

  return practice_return_address (call, &nobody);
}

static gboolean
factory_no (PracticeCall *call)
{
  return practice_return_bool (call, FALSE);
}

static gboolean
factory_manager (PracticeCall *call)
{
  return practice_return_address (call, &call->env->world->config.strategy_manager);
}

static const PracticeFunction factory_functions[] = {
  { "function deployedStrategies(address token) returns (address)", factory_nobody },
  { "function isBlacklisted(address token) returns (bool)", factory_no },
  { "function getDurationVaults(address token) returns (address[])", factory_list },
  { "function strategyManager() returns (address)", factory_manager },
};

const PracticePart practice_factory_part = {
  .name = "StrategyFactory",
  .functions = factory_functions,
  .n_functions = G_N_ELEMENTS (factory_functions),
};
