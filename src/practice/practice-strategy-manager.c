/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-eigen.h"
#include "practice-erc20.h"
#include "practice-set.h"
#include "practice-vault.h"

#include "typed-data.h"

#define PAUSED_DEPOSITS 0u
#define MAX_STRATEGIES 32u

enum
{
  SLOT_SHARES = 1,
  SLOT_NONCE,
  SLOT_WHITELISTED,
  SLOT_LIST = 10, /* and the next two */
};

static const Address *
manager (PracticeEnv *env)
{
  return &env->world->config.strategy_manager;
}

static PracticeKey
shares_key (PracticeEnv *env, const Address *staker, const Address *strategy)
{
  return practice_key2 (manager (env), SLOT_SHARES, address_to_word (staker),
                        address_to_word (strategy));
}

static PracticeSet
strategy_list (PracticeEnv *env, const Address *staker)
{
  return (PracticeSet) { *manager (env), SLOT_LIST, address_to_word (staker), 0 };
}

u256
practice_staker_shares (PracticeEnv *env, const Address *staker, const Address *strategy)
{
  PracticeKey key = shares_key (env, staker, strategy);

  return practice_env_get (env, &key);
}

gsize
practice_staker_deposits (PracticeEnv *env,
                          const Address *staker,
                          Address **strategies,
                          u256 **shares)
{
  PracticeSet list = strategy_list (env, staker);
  gsize n = practice_set_length (env, &list);

  *strategies = practice_env_alloc (env, n * sizeof (Address));
  *shares = practice_env_alloc (env, n * sizeof (u256));
  for (gsize i = 0; i < n; i++)
    {
      if (!address_from_word (practice_set_at (env, &list, i), &(*strategies)[i]))
        g_assert_not_reached ();
      (*shares)[i] = practice_staker_shares (env, staker, &(*strategies)[i]);
    }

  return n;
}

void
practice_whitelist_strategy (PracticeEnv *env, const Address *strategy)
{
  PracticeKey key = practice_key1 (manager (env), SLOT_WHITELISTED, address_to_word (strategy));
  AbiValue value = abi_address (strategy);

  practice_env_set (env, &key, 1);
  practice_env_emit (env, manager (env), "event StrategyAddedToDepositWhitelist(address strategy)",
                     &value, 1);
}

gboolean
practice_strategy_whitelisted (PracticeEnv *env, const Address *strategy)
{
  PracticeKey key = practice_key1 (manager (env), SLOT_WHITELISTED, address_to_word (strategy));

  return practice_env_get (env, &key) != 0;
}

gboolean
practice_staker_add_shares (PracticeEnv *env,
                            const Address *staker,
                            const Address *strategy,
                            u256 shares,
                            u256 *before)
{
  PracticeKey key = shares_key (env, staker, strategy);
  PracticeSet list = strategy_list (env, staker);
  u256 after;

  if (address_is_zero (staker))
    return practice_revert (env, "StakerAddressZero()");
  if (shares == 0)
    return practice_revert (env, "SharesAmountZero()");
  PRACTICE_TRY (practice_vault_before_add (env, strategy, staker, shares));

  *before = practice_env_get (env, &key);
  if (*before == 0)
    {
      if (practice_set_length (env, &list) >= MAX_STRATEGIES)
        return practice_revert (env, "MaxStrategiesExceeded()");
      practice_set_add (env, &list, address_to_word (strategy));
    }
  PRACTICE_TRY (practice_add (env, *before, shares, &after));
  practice_env_set (env, &key, after);

  AbiValue values[] = { abi_address (staker), abi_address (strategy), abi_uint (shares) };
  practice_env_emit (env, manager (env),
                     "event Deposit(address staker, address strategy, uint256 shares)", values,
                     G_N_ELEMENTS (values));

  return TRUE;
}

gboolean
practice_staker_remove_shares (PracticeEnv *env,
                               const Address *staker,
                               const Address *strategy,
                               u256 shares,
                               u256 *after)
{
  PracticeKey key = shares_key (env, staker, strategy);
  PracticeSet list = strategy_list (env, staker);
  u256 held = practice_env_get (env, &key);

  if (shares == 0)
    return practice_revert (env, "SharesAmountZero()");
  if (shares > held)
    return practice_revert (env, "SharesAmountTooHigh()");
  PRACTICE_TRY (practice_vault_before_remove (env, strategy));

  *after = held - shares;
  practice_env_set (env, &key, *after);
  if (*after == 0)
    practice_set_remove (env, &list, address_to_word (strategy));

  return TRUE;
}

static gboolean
manager_deposit (PracticeCall *call,
                 const Address *staker,
                 const Address *strategy,
                 const Address *token,
                 u256 amount)
{
  u256 shares;
  u256 before;

  if (!practice_strategy_whitelisted (call->env, strategy))
    return practice_revert (call->env, "StrategyNotWhitelisted()");

  PRACTICE_TRY (practice_token_safe_transfer_from (call->env, token, &call->self, &call->caller,
                                                   strategy, amount));
  PRACTICE_TRY (practice_strategy_deposit (call->env, strategy, token, amount, &shares));
  PRACTICE_TRY (practice_staker_add_shares (call->env, staker, strategy, shares, &before));
  PRACTICE_TRY (practice_increase_delegated_shares (call->env, staker, strategy, before, shares));

  return practice_return_uint (call, shares);
}

static gboolean
manager_deposit_into_strategy (PracticeCall *call)
{
  Address strategy = practice_arg_address (call, 0);
  Address token = practice_arg_address (call, 1);

  PRACTICE_TRY (practice_unpaused (call->env, &call->self, PAUSED_DEPOSITS));

  return manager_deposit (call, &call->caller, &strategy, &token, practice_arg_uint (call, 2));
}

static Hash
deposit_digest (PracticeEnv *env, const AbiValue *values)
{
  static const char types[] =
    "Deposit(address staker,address strategy,address token,uint256 amount,uint256 nonce,"
    "uint256 expiry)";
  AbiValue items[6];
  AbiValue message;
  TypedData *typed;
  Hash struct_hash;

  for (gsize i = 0; i < G_N_ELEMENTS (items); i++)
    items[i] = values[i];
  message = abi_tuple (items, G_N_ELEMENTS (items));
  if (typed_data_parse (types, &typed) != CORE_OK ||
      typed_data_hash_struct (typed, &message, &struct_hash) != CORE_OK)
    g_error ("cannot hash a Deposit");
  typed_data_free (typed);

  Hash domain = practice_domain_separator (env, manager (env));

  return typed_data_digest (&domain, &struct_hash);
}

static gboolean
manager_deposit_with_signature (PracticeCall *call)
{
  Address strategy = practice_arg_address (call, 0);
  Address token = practice_arg_address (call, 1);
  u256 amount = practice_arg_uint (call, 2);
  Address staker = practice_arg_address (call, 3);
  u256 expiry = practice_arg_uint (call, 4);
  PracticeKey nonce_key = practice_key1 (&call->self, SLOT_NONCE, address_to_word (&staker));

  PRACTICE_TRY (practice_unpaused (call->env, &call->self, PAUSED_DEPOSITS));

  u256 nonce = practice_env_get (call->env, &nonce_key);
  AbiValue values[] = {
    abi_address (&staker), abi_address (&strategy), abi_address (&token),
    abi_uint (amount),     abi_uint (nonce),        abi_uint (expiry),
  };
  Hash digest = deposit_digest (call->env, values);
  practice_env_set (call->env, &nonce_key, nonce + 1);
  PRACTICE_TRY (
    practice_check_signature (call->env, &staker, &digest, practice_arg (call, 5)->data, expiry));

  return manager_deposit (call, &staker, &strategy, &token, amount);
}

static gboolean
manager_deposit_digest (PracticeCall *call)
{
  Hash digest = deposit_digest (call->env, call->args.values);

  return practice_return_hash (call, &digest);
}

static gboolean
manager_deposit_typehash (PracticeCall *call)
{
  static const char text[] =
    "Deposit(address staker,address strategy,address token,uint256 amount,uint256 nonce,"
    "uint256 expiry)";
  Hash hash = keccak256 ((Bytes) { (const guint8 *) text, sizeof text - 1 });

  return practice_return_hash (call, &hash);
}

static gboolean
manager_domain (PracticeCall *call)
{
  Hash hash = practice_domain_separator (call->env, &call->self);

  return practice_return_hash (call, &hash);
}

static gboolean
manager_version (PracticeCall *call)
{
  return practice_return_text (call, "1.13.0");
}

static gboolean
manager_nonces (PracticeCall *call)
{
  PracticeKey key = practice_key1 (&call->self, SLOT_NONCE, practice_arg_uint (call, 0));

  return practice_return_uint (call, practice_env_get (call->env, &key));
}

static gboolean
manager_deposits (PracticeCall *call)
{
  Address staker = practice_arg_address (call, 0);
  PracticeSet list = strategy_list (call->env, &staker);
  gsize n = practice_set_length (call->env, &list);
  AbiValue *shares = practice_env_values (call->env, n);

  for (gsize i = 0; i < n; i++)
    {
      Address strategy;

      if (!address_from_word (practice_set_at (call->env, &list, i), &strategy))
        g_assert_not_reached ();
      shares[i] = abi_uint (practice_staker_shares (call->env, &staker, &strategy));
    }

  AbiValue values[] = { practice_set_addresses (call->env, &list), abi_array (shares, n) };

  return practice_return (call, values, G_N_ELEMENTS (values));
}

static gboolean
manager_staker_shares (PracticeCall *call)
{
  Address staker = practice_arg_address (call, 0);
  Address strategy = practice_arg_address (call, 1);

  return practice_return_uint (call, practice_staker_shares (call->env, &staker, &strategy));
}

static gboolean
manager_strategy_list (PracticeCall *call)
{
  Address staker = practice_arg_address (call, 0);
  PracticeSet list = strategy_list (call->env, &staker);
  AbiValue value = practice_set_addresses (call->env, &list);

  return practice_return (call, &value, 1);
}

static gboolean
manager_strategy_list_item (PracticeCall *call)
{
  Address staker = practice_arg_address (call, 0);
  u256 index = practice_arg_uint (call, 1);
  PracticeSet list = strategy_list (call->env, &staker);

  if (index >= practice_set_length (call->env, &list))
    return practice_revert_empty (call->env);

  Address strategy;
  if (!address_from_word (practice_set_at (call->env, &list, (gsize) index), &strategy))
    g_assert_not_reached ();

  return practice_return_address (call, &strategy);
}

static gboolean
manager_strategy_list_length (PracticeCall *call)
{
  Address staker = practice_arg_address (call, 0);
  PracticeSet list = strategy_list (call->env, &staker);

  return practice_return_uint (call, practice_set_length (call->env, &list));
}

static gboolean
manager_is_whitelisted (PracticeCall *call)
{
  Address strategy = practice_arg_address (call, 0);

  return practice_return_bool (call, practice_strategy_whitelisted (call->env, &strategy));
}

static gboolean
manager_whitelister (PracticeCall *call)
{
  return practice_return_address (call, &call->env->world->config.governor);
}

static gboolean
manager_whitelist (PracticeCall *call)
{
  const AbiValue *list = practice_arg (call, 0);

  if (!address_equal (&call->caller, &call->env->world->config.governor))
    return practice_revert (call->env, "OnlyStrategyWhitelister()");

  for (gsize i = 0; i < list->n_items; i++)
    {
      Address strategy = abi_value_address (&list->items[i]);

      if (!practice_strategy_whitelisted (call->env, &strategy))
        practice_whitelist_strategy (call->env, &strategy);
    }

  return TRUE;
}

static gboolean
manager_unlist (PracticeCall *call)
{
  const AbiValue *list = practice_arg (call, 0);

  if (!address_equal (&call->caller, &call->env->world->config.governor))
    return practice_revert (call->env, "OnlyStrategyWhitelister()");

  for (gsize i = 0; i < list->n_items; i++)
    {
      Address strategy = abi_value_address (&list->items[i]);
      PracticeKey key = practice_key1 (&call->self, SLOT_WHITELISTED, list->items[i].word);

      if (!practice_strategy_whitelisted (call->env, &strategy))
        continue;
      practice_env_set (call->env, &key, 0);
      practice_env_emit (call->env, &call->self,
                         "event StrategyRemovedFromDepositWhitelist(address strategy)",
                         &list->items[i], 1);
    }

  return TRUE;
}

static gboolean
manager_delegation (PracticeCall *call)
{
  return practice_return_address (call, &call->env->world->config.delegation_manager);
}

static gboolean
manager_allocation (PracticeCall *call)
{
  return practice_return_address (call, &call->env->world->config.allocation_manager);
}

static const PracticeFunction manager_functions[] = {
  { "function depositIntoStrategy(address strategy, address token, uint256 amount) "
    "returns (uint256 depositShares)",
    manager_deposit_into_strategy },
  { "function depositIntoStrategyWithSignature(address strategy, address token, uint256 amount, "
    "address staker, uint256 expiry, bytes signature) returns (uint256 depositShares)",
    manager_deposit_with_signature },
  { "function calculateStrategyDepositDigestHash(address staker, address strategy, address token, "
    "uint256 amount, uint256 nonce, uint256 expiry) returns (bytes32)",
    manager_deposit_digest },
  { "function DEPOSIT_TYPEHASH() returns (bytes32)", manager_deposit_typehash },
  { "function domainSeparator() returns (bytes32)", manager_domain },
  { "function version() returns (string)", manager_version },
  { "function nonces(address signer) returns (uint256 nonce)", manager_nonces },
  { "function getDeposits(address staker) returns (address[], uint256[])", manager_deposits },
  { "function stakerDepositShares(address staker, address strategy) returns (uint256 shares)",
    manager_staker_shares },
  { "function getStakerStrategyList(address staker) returns (address[])", manager_strategy_list },
  { "function stakerStrategyList(address staker, uint256 index) returns (address strategies)",
    manager_strategy_list_item },
  { "function stakerStrategyListLength(address staker) returns (uint256)",
    manager_strategy_list_length },
  { "function strategyIsWhitelistedForDeposit(address strategy) returns (bool whitelisted)",
    manager_is_whitelisted },
  { "function strategyWhitelister() returns (address)", manager_whitelister },
  { "function owner() returns (address)", manager_whitelister },
  { "function addStrategiesToDepositWhitelist(address[] strategiesToWhitelist)",
    manager_whitelist },
  { "function removeStrategiesFromDepositWhitelist(address[] strategiesToRemoveFromWhitelist)",
    manager_unlist },
  { "function delegation() returns (address)", manager_delegation },
  { "function allocationManager() returns (address)", manager_allocation },
};

const PracticePart practice_strategy_manager_part = {
  .name = "StrategyManager",
  .functions = manager_functions,
  .n_functions = G_N_ELEMENTS (manager_functions),
};
