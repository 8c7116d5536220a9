/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-delegation-private.h"

#include "typed-data.h"

static const char approval_types[] =
  "DelegationApproval(address delegationApprover,address staker,address operator,bytes32 salt,"
  "uint256 expiry)";

static const Address *
delegation (PracticeEnv *env)
{
  return &env->world->config.delegation_manager;
}

static PracticeKey
staker_key (PracticeEnv *env, guint32 slot, const Address *account)
{
  return practice_key1 (delegation (env), slot, address_to_word (account));
}

static Address
address_at (PracticeEnv *env, guint32 slot, const Address *account)
{
  PracticeKey key = staker_key (env, slot, account);
  Address address;

  if (!address_from_word (practice_env_get (env, &key), &address))
    g_assert_not_reached ();

  return address;
}

Address
practice_delegated_to (PracticeEnv *env, const Address *staker)
{
  return address_at (env, DELEGATION_SLOT_OPERATOR, staker);
}

static gboolean
is_delegated (PracticeEnv *env, const Address *staker)
{
  Address operator= practice_delegated_to (env, staker);

  return !address_is_zero (&operator);
}

gboolean
practice_is_operator (PracticeEnv *env, const Address *account)
{
  Address operator= practice_delegated_to (env, account);

  return !address_is_zero (account) && address_equal (&operator, account);
}

static void
emit_two (PracticeEnv *env, const char *event, const Address *a, const Address *b)
{
  AbiValue values[] = { abi_address (a), abi_address (b) };

  practice_env_emit (env, delegation (env), event, values, G_N_ELEMENTS (values));
}

static void
set_approver (PracticeEnv *env, const Address *operator, const Address * approver)
{
  PracticeKey key = staker_key (env, DELEGATION_SLOT_APPROVER, operator);

  practice_env_set (env, &key, address_to_word (approver));
  emit_two (env,
            "event DelegationApproverUpdated(address indexed operator, "
            "address newDelegationApprover)",
            operator, approver);
}

static void
emit_metadata (PracticeEnv *env, const Address *operator, AbiValue uri)
{
  AbiValue values[] = { abi_address (operator), uri };

  practice_env_emit (env, delegation (env),
                     "event OperatorMetadataURIUpdated(address indexed operator, "
                     "string metadataURI)",
                     values, G_N_ELEMENTS (values));
}

gboolean
practice_delegate (PracticeEnv *env, const Address *staker, const Address *operator)
{
  PracticeKey key = staker_key (env, DELEGATION_SLOT_OPERATOR, staker);
  Address *strategies;
  u256 *shares;
  gsize n;

  PRACTICE_TRY (practice_unpaused (env, delegation (env), DELEGATION_PAUSED_NEW));
  n = practice_staker_deposits (env, staker, &strategies, &shares);
  practice_env_set (env, &key, address_to_word (operator));
  emit_two (env, "event StakerDelegated(address indexed staker, address indexed operator)",
            staker, operator);

  for (gsize i = 0; i < n; i++)
    PRACTICE_TRY (
      practice_increase_delegation (env, operator, staker, &strategies[i], 0, shares[i],
                                    practice_slashing_factor (env, operator, & strategies[i])));

  return TRUE;
}

gboolean
practice_register_operator (PracticeEnv *env,
                            const Address *operator,
                            const Address * approver,
                            gboolean has_delay,
                            guint32 delay,
                            AbiValue uri)
{
  if (is_delegated (env, operator))
    return practice_revert (env, "ActivelyDelegated()");

  if (has_delay)
    practice_set_allocation_delay (env, operator, delay, TRUE);
  set_approver (env, operator, approver);
  PRACTICE_TRY (practice_delegate (env, operator, operator));
  emit_two (env, "event OperatorRegistered(address indexed operator, address delegationApprover)",
                 operator, approver);
  emit_metadata (env, operator, uri);

  return TRUE;
}

static Hash
approval_digest (PracticeEnv *env,
                 const Address *approver,
                 const Address *staker,
                 const Address *operator,
                 const AbiValue * salt,
                 u256 expiry)
{
  AbiValue items[] = {
    abi_address (approver), abi_address (staker), abi_address (operator), *salt, abi_uint (expiry),
  };
  AbiValue message = abi_tuple (items, G_N_ELEMENTS (items));
  TypedData *typed;
  Hash struct_hash;

  if (typed_data_parse (approval_types, &typed) != CORE_OK ||
      typed_data_hash_struct (typed, &message, &struct_hash) != CORE_OK)
    g_error ("cannot hash a DelegationApproval");
  typed_data_free (typed);

  Hash domain = practice_domain_separator (env, delegation (env));

  return typed_data_digest (&domain, &struct_hash);
}

static gboolean
check_approval (PracticeEnv *env,
                const Address *staker,
                const Address *operator,
                const AbiValue * signature_and_expiry,
                const AbiValue *salt)
{
  Address approver = address_at (env, DELEGATION_SLOT_APPROVER, operator);
  u256 expiry = signature_and_expiry->items[1].word;

  if (address_is_zero (&approver))
    return TRUE;

  PracticeKey key = practice_key2 (delegation (env), DELEGATION_SLOT_SALT,
                                   address_to_word (&approver), u256_from_be (salt->data.data));
  if (practice_env_get (env, &key) != 0)
    return practice_revert (env, "SaltSpent()");
  practice_env_set (env, &key, 1);

  Hash digest = approval_digest (env, &approver, staker, operator, salt, expiry);

  return practice_check_signature (env, &approver, &digest, signature_and_expiry->items[0].data,
                                   expiry);
}

static gboolean
delegate_with_approval (PracticeCall *call)
{
  Address operator= practice_arg_address (call, 0);

  if (is_delegated (call->env, &call->caller))
    return practice_revert (call->env, "ActivelyDelegated()");
  if (!practice_is_operator (call->env, &operator))
    return practice_revert (call->env, "OperatorNotRegistered()");
  PRACTICE_TRY (check_approval (call->env, &call->caller, &operator, practice_arg (call, 1),
                                practice_arg (call, 2)));

  return practice_delegate (call->env, &call->caller, &operator);
}

static gboolean
undelegate (PracticeCall *call, const Address *staker, AbiValue *roots)
{
  PracticeEnv *env = call->env;
  PracticeKey key = staker_key (env, DELEGATION_SLOT_OPERATOR, staker);
  Address operator= practice_delegated_to (env, staker);
  Address *strategies;
  u256 *shares;
  gsize n;

  PRACTICE_TRY (practice_unpaused (env, delegation (env), DELEGATION_PAUSED_QUEUE));
  practice_env_set (env, &key, 0);
  emit_two (env, "event StakerUndelegated(address indexed staker, address indexed operator)",
            staker, &operator);

  n = practice_staker_deposits (env, staker, &strategies, &shares);
  AbiValue *values = practice_env_values (env, n);
  Hash *hashes = practice_env_alloc (env, n * sizeof (Hash));
  for (gsize i = 0; i < n; i++)
    {
      PRACTICE_TRY (practice_queue_withdrawal (env, staker, &operator, & strategies[i], &shares[i],
                                               1, &hashes[i]));
      values[i] = abi_fixed_bytes ((Bytes) { hashes[i].bytes, sizeof hashes[i].bytes });
    }
  *roots = abi_array (values, n);

  return TRUE;
}

static gboolean
delegation_undelegate (PracticeCall *call)
{
  PracticeEnv *env = call->env;
  Address staker = practice_arg_address (call, 0);
  Address operator= practice_delegated_to (env, &staker);
  AbiValue roots;

  if (address_is_zero (&operator))
    return practice_revert (env, "NotActivelyDelegated()");
  if (practice_is_operator (env, &staker))
    return practice_revert (env, "OperatorsCannotUndelegate()");
  if (!address_equal (&call->caller, &staker))
    {
      Address approver = address_at (env, DELEGATION_SLOT_APPROVER, &operator);

      if (!practice_can_call (call, &operator) && !address_equal (&call->caller, &approver))
        return practice_revert (env, "CallerCannotUndelegate()");
      emit_two (env,
                "event StakerForceUndelegated(address indexed staker, address indexed operator)",
                &staker, &operator);
    }
  PRACTICE_TRY (undelegate (call, &staker, &roots));

  return practice_return (call, &roots, 1);
}

static gboolean
delegation_redelegate (PracticeCall *call)
{
  PracticeEnv *env = call->env;
  AbiValue roots;

  if (!is_delegated (env, &call->caller))
    return practice_revert (env, "NotActivelyDelegated()");
  if (practice_is_operator (env, &call->caller))
    return practice_revert (env, "OperatorsCannotUndelegate()");
  PRACTICE_TRY (undelegate (call, &call->caller, &roots));
  PRACTICE_TRY (delegate_with_approval (call));

  return practice_return (call, &roots, 1);
}

static gboolean
delegation_register (PracticeCall *call)
{
  Address approver = practice_arg_address (call, 0);

  return practice_register_operator (call->env, &call->caller, &approver, TRUE,
                                     (guint32) practice_arg_uint (call, 1),
                                     *practice_arg (call, 2));
}

static gboolean
delegation_modify (PracticeCall *call)
{
  Address operator= practice_arg_address (call, 0);
  Address approver = practice_arg_address (call, 1);

  if (!practice_can_call (call, &operator))
    return practice_revert (call->env, "InvalidPermissions()");
  if (!practice_is_operator (call->env, &operator))
    return practice_revert (call->env, "OperatorNotRegistered()");
  set_approver (call->env, &operator, & approver);

  return TRUE;
}

static gboolean
delegation_update_uri (PracticeCall *call)
{
  Address operator= practice_arg_address (call, 0);

  if (!practice_can_call (call, &operator))
    return practice_revert (call->env, "InvalidPermissions()");
  if (!practice_is_operator (call->env, &operator))
    return practice_revert (call->env, "OperatorNotRegistered()");
  emit_metadata (call->env, &operator, * practice_arg (call, 1));

  return TRUE;
}

static gboolean
delegation_delegated_to (PracticeCall *call)
{
  Address staker = practice_arg_address (call, 0);
  Address operator= practice_delegated_to (call->env, &staker);

  return practice_return_address (call, &operator);
}

static gboolean
delegation_is_delegated (PracticeCall *call)
{
  Address staker = practice_arg_address (call, 0);

  return practice_return_bool (call, is_delegated (call->env, &staker));
}

static gboolean
delegation_is_operator (PracticeCall *call)
{
  Address account = practice_arg_address (call, 0);

  return practice_return_bool (call, practice_is_operator (call->env, &account));
}

static gboolean
delegation_approver (PracticeCall *call)
{
  Address operator= practice_arg_address (call, 0);
  Address approver = address_at (call->env, DELEGATION_SLOT_APPROVER, &operator);

  return practice_return_address (call, &approver);
}

static gboolean
delegation_salt_spent (PracticeCall *call)
{
  PracticeKey key = practice_key2 (&call->self, DELEGATION_SLOT_SALT, practice_arg_uint (call, 0),
                                   u256_from_be (practice_arg (call, 1)->data.data));

  return practice_return_bool (call, practice_env_get (call->env, &key) != 0);
}

static gboolean
delegation_approval_digest (PracticeCall *call)
{
  Address staker = practice_arg_address (call, 0);
  Address operator= practice_arg_address (call, 1);
  Address approver = practice_arg_address (call, 2);
  Hash digest = approval_digest (call->env, &approver, &staker, &operator, practice_arg (call, 3),
                                 practice_arg_uint (call, 4));

  return practice_return_hash (call, &digest);
}

static gboolean
delegation_approval_typehash (PracticeCall *call)
{
  Hash hash = keccak256 ((Bytes) { (const guint8 *) approval_types, sizeof approval_types - 1 });

  return practice_return_hash (call, &hash);
}

static gboolean
delegation_domain (PracticeCall *call)
{
  Hash hash = practice_domain_separator (call->env, &call->self);

  return practice_return_hash (call, &hash);
}

static gboolean
delegation_version (PracticeCall *call)
{
  return practice_return_text (call, PRACTICE_VERSION_TEXT);
}

static gboolean
delegation_operator_shares (PracticeCall *call)
{
  Address operator= practice_arg_address (call, 0);
  Address strategy = practice_arg_address (call, 1);

  return practice_return_uint (call, practice_operator_shares (call->env, &operator, & strategy));
}

static AbiValue
operator_shares_list (PracticeEnv *env, const Address *operator, const AbiValue * strategies)
{
  AbiValue *shares = practice_env_values (env, strategies->n_items);

  for (gsize i = 0; i < strategies->n_items; i++)
    {
      Address strategy = abi_value_address (&strategies->items[i]);

      shares[i] = abi_uint (practice_operator_shares (env, operator, & strategy));
    }

  return abi_array (shares, strategies->n_items);
}

static gboolean
delegation_get_operator_shares (PracticeCall *call)
{
  Address operator= practice_arg_address (call, 0);
  AbiValue list = operator_shares_list (call->env, &operator, practice_arg (call, 1));

  return practice_return (call, &list, 1);
}

static gboolean
delegation_get_operators_shares (PracticeCall *call)
{
  const AbiValue *operators = practice_arg (call, 0);
  AbiValue *lists = practice_env_values (call->env, operators->n_items);

  for (gsize i = 0; i < operators->n_items; i++)
    {
      Address operator= abi_value_address (&operators->items[i]);

      lists[i] = operator_shares_list (call->env, &operator, practice_arg (call, 1));
    }

  AbiValue result = abi_array (lists, operators->n_items);

  return practice_return (call, &result, 1);
}

static gboolean
delegation_scaling_factor (PracticeCall *call)
{
  Address staker = practice_arg_address (call, 0);
  Address strategy = practice_arg_address (call, 1);

  return practice_return_uint (call, practice_scaling_factor (call->env, &staker, &strategy));
}

static gboolean
delegation_strategy_manager (PracticeCall *call)
{
  return practice_return_address (call, &call->env->world->config.strategy_manager);
}

static gboolean
delegation_allocation_manager (PracticeCall *call)
{
  return practice_return_address (call, &call->env->world->config.allocation_manager);
}

static gboolean
delegation_permission_controller (PracticeCall *call)
{
  return practice_return_address (call, &call->env->world->config.permission_controller);
}

static gboolean
delegation_native_strategy (PracticeCall *call)
{
  Address address = practice_address (PRACTICE_NATIVE_STRATEGY);

  return practice_return_address (call, &address);
}

#define APPROVAL "(bytes signature, uint256 expiry)"

static const PracticeFunction delegation_functions[] = {
  { "function delegateTo(address operator, " APPROVAL " approverSignatureAndExpiry, "
    "bytes32 approverSalt)",
    delegate_with_approval },
  { "function undelegate(address staker) returns (bytes32[] withdrawalRoots)",
    delegation_undelegate },
  { "function redelegate(address newOperator, " APPROVAL " newOperatorApproverSig, "
    "bytes32 approverSalt) returns (bytes32[] withdrawalRoots)",
    delegation_redelegate },
  { "function registerAsOperator(address initDelegationApprover, uint32 allocationDelay, "
    "string metadataURI)",
    delegation_register },
  { "function modifyOperatorDetails(address operator, address newDelegationApprover)",
    delegation_modify },
  { "function updateOperatorMetadataURI(address operator, string metadataURI)",
    delegation_update_uri },
  { "function delegatedTo(address staker) returns (address operator)", delegation_delegated_to },
  { "function isDelegated(address staker) returns (bool)", delegation_is_delegated },
  { "function isOperator(address operator) returns (bool)", delegation_is_operator },
  { "function delegationApprover(address operator) returns (address)", delegation_approver },
  { "function delegationApproverSaltIsSpent(address delegationApprover, bytes32 salt) "
    "returns (bool spent)",
    delegation_salt_spent },
  { "function calculateDelegationApprovalDigestHash(address staker, address operator, "
    "address approver, bytes32 approverSalt, uint256 expiry) returns (bytes32)",
    delegation_approval_digest },
  { "function DELEGATION_APPROVAL_TYPEHASH() returns (bytes32)", delegation_approval_typehash },
  { "function domainSeparator() returns (bytes32)", delegation_domain },
  { "function version() returns (string)", delegation_version },
  { "function operatorShares(address operator, address strategy) returns (uint256 shares)",
    delegation_operator_shares },
  { "function getOperatorShares(address operator, address[] strategies) returns (uint256[])",
    delegation_get_operator_shares },
  { "function getOperatorsShares(address[] operators, address[] strategies) "
    "returns (uint256[][])",
    delegation_get_operators_shares },
  { "function depositScalingFactor(address staker, address strategy) returns (uint256)",
    delegation_scaling_factor },
  { "function strategyManager() returns (address)", delegation_strategy_manager },
  { "function allocationManager() returns (address)", delegation_allocation_manager },
  { "function permissionController() returns (address)", delegation_permission_controller },
  { "function beaconChainETHStrategy() returns (address)", delegation_native_strategy },
};

const PracticePart practice_delegation_part = {
  .name = "DelegationManager",
  .functions = delegation_functions,
  .n_functions = G_N_ELEMENTS (delegation_functions),
};
