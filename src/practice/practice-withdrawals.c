/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-abi.h"
#include "practice-delegation-private.h"
#include "practice-set.h"

#define WITHDRAWAL                                                                               \
  "(address staker, address delegatedTo, address withdrawer, uint256 nonce, uint32 startBlock, " \
  "address[] strategies, uint256[] scaledShares)"

static const char root_function[] = "function calculateWithdrawalRoot(" WITHDRAWAL
                                    " withdrawal) returns (bytes32)";

/* Fields of a stored withdrawal. */
enum
{
  FIELD_STAKER,
  FIELD_OPERATOR,
  FIELD_WITHDRAWER,
  FIELD_NONCE,
  FIELD_START,
  FIELD_LENGTH,
  FIELD_STRATEGY,
  FIELD_SCALED,
};

static const Address *
delegation (PracticeEnv *env)
{
  return &env->world->config.delegation_manager;
}

static Hash
withdrawal_root (const AbiValue *withdrawal)
{
  const AbiItem *function = practice_abi_item (root_function);
  Buffer encoded = buffer_new ();

  if (abi_encode (function->inputs, 1, withdrawal, 1, &encoded) != CORE_OK)
    g_error ("cannot encode a withdrawal");
  Hash root = keccak256 (buffer_bytes (&encoded));
  buffer_clear (&encoded);

  return root;
}

static PracticeSet
staker_roots (PracticeEnv *env, const Address *staker)
{
  return (PracticeSet) { *delegation (env), DELEGATION_SLOT_ROOTS, address_to_word (staker), 0 };
}

static void
withdrawal_put (PracticeEnv *env, u256 root, guint field, gsize index, u256 value)
{
  PracticeKey key = practice_key3 (delegation (env), DELEGATION_SLOT_WITHDRAWAL, root, field,
                                   index);

  practice_env_set (env, &key, value);
}

static u256
withdrawal_field (PracticeEnv *env, u256 root, guint field, gsize index)
{
  PracticeKey key = practice_key3 (delegation (env), DELEGATION_SLOT_WITHDRAWAL, root, field,
                                   index);

  return practice_env_get (env, &key);
}

static Address
withdrawal_address (PracticeEnv *env, u256 root, guint field, gsize index)
{
  Address address;

  if (!address_from_word (withdrawal_field (env, root, field, index), &address))
    g_assert_not_reached ();

  return address;
}

static void
withdrawal_store (PracticeEnv *env, u256 root, const AbiValue *withdrawal, gboolean present)
{
  const AbiValue *items = withdrawal->items;
  gsize n = items[5].n_items;

  for (guint i = FIELD_STAKER; i <= FIELD_START; i++)
    withdrawal_put (env, root, i, 0, present ? items[i].word : 0);
  withdrawal_put (env, root, FIELD_LENGTH, 0, present ? n : 0);
  for (gsize i = 0; i < n; i++)
    {
      withdrawal_put (env, root, FIELD_STRATEGY, i, present ? items[5].items[i].word : 0);
      withdrawal_put (env, root, FIELD_SCALED, i, present ? items[6].items[i].word : 0);
    }
}

static AbiValue
withdrawal_load (PracticeEnv *env, u256 root)
{
  gsize n = (gsize) withdrawal_field (env, root, FIELD_LENGTH, 0);
  AbiValue *items = practice_env_values (env, 7);
  AbiValue *strategies = practice_env_values (env, n);
  AbiValue *scaled = practice_env_values (env, n);

  for (guint i = FIELD_STAKER; i <= FIELD_WITHDRAWER; i++)
    {
      Address address = withdrawal_address (env, root, i, 0);

      items[i] = abi_address (&address);
    }
  items[3] = abi_uint (withdrawal_field (env, root, FIELD_NONCE, 0));
  items[4] = abi_uint (withdrawal_field (env, root, FIELD_START, 0));
  for (gsize i = 0; i < n; i++)
    {
      Address strategy = withdrawal_address (env, root, FIELD_STRATEGY, i);

      strategies[i] = abi_address (&strategy);
      scaled[i] = abi_uint (withdrawal_field (env, root, FIELD_SCALED, i));
    }
  items[5] = abi_array (strategies, n);
  items[6] = abi_array (scaled, n);

  return abi_tuple (items, 7);
}

/* Shares as of now, or as of the end of the delay once it is over. */
static AbiValue
withdrawal_shares (PracticeEnv *env, const AbiValue *withdrawal)
{
  const AbiValue *items = withdrawal->items;
  Address operator= abi_value_address (&items[1]);
  guint64 until = (guint64) items[4].word + PRACTICE_WITHDRAWAL_DELAY;
  gsize n = items[5].n_items;
  AbiValue *shares = practice_env_values (env, n);

  for (gsize i = 0; i < n; i++)
    {
      Address strategy = abi_value_address (&items[5].items[i]);
      u256 factor = practice_slashing_factor_at (env, &operator, & strategy,
                                                 MIN (until, env->block));

      shares[i] = abi_uint (practice_mul_wad (items[6].items[i].word, factor));
    }

  return abi_array (shares, n);
}

/* Leaves the operator and the staker's account; what is put into the queue is in scaled and
 * withdrawable. */
static gboolean
queue_one_strategy (PracticeEnv *env,
                    const Address *staker,
                    const Address *operator,
                    const Address * strategy,
                    u256 shares,
                    AbiValue *scaled,
                    AbiValue *withdrawable)
{
  u256 factor = practice_scaling_factor (env, staker, strategy);
  u256 slashing = practice_slashing_factor (env, operator, strategy);
  u256 amount = practice_withdrawable (shares, factor, slashing);
  u256 left;

  *scaled = abi_uint (practice_mul_wad (shares, factor));
  *withdrawable = abi_uint (amount);

  if (!address_is_zero (operator))
    {
      PracticeKey key = practice_key2 (delegation (env), DELEGATION_SLOT_QUEUED,
                                       address_to_word (operator), address_to_word (strategy));
      u256 slashable = 0;

      /* ELIP-019 (v1.13.1): what is backed, not ⌊d·k⌋. */
      if (slashing != 0)
        PRACTICE_TRY (practice_div_wad (env, amount, slashing, &slashable));
      PRACTICE_TRY (practice_add (env, practice_env_get (env, &key), slashable, &slashable));
      practice_env_set (env, &key, slashable);
      PRACTICE_TRY (practice_decrease_delegation (env, operator, staker, strategy, amount));
    }

  PRACTICE_TRY (practice_staker_remove_shares (env, staker, strategy, shares, &left));
  if (left == 0)
    practice_set_scaling_factor (env, staker, strategy, U256_WAD);

  return TRUE;
}

gboolean
practice_queue_withdrawal (PracticeEnv *env,
                           const Address *staker,
                           const Address *operator,
                           const Address * strategies,
                           const u256 *shares,
                           gsize n,
                           Hash *root)
{
  PracticeKey nonce_key = practice_key1 (delegation (env), DELEGATION_SLOT_NONCE,
                                         address_to_word (staker));
  PracticeSet roots = staker_roots (env, staker);
  AbiValue *strategy_values = practice_env_values (env, n);
  AbiValue *scaled = practice_env_values (env, n);
  AbiValue *withdrawable = practice_env_values (env, n);

  if (n == 0)
    return practice_revert (env, "InputArrayLengthZero()");

  for (gsize i = 0; i < n; i++)
    {
      strategy_values[i] = abi_address (&strategies[i]);
      PRACTICE_TRY (queue_one_strategy (env, staker, operator, & strategies[i], shares[i],
                                        &scaled[i], &withdrawable[i]));
    }

  u256 nonce = practice_env_get (env, &nonce_key);
  practice_env_set (env, &nonce_key, nonce + 1);

  AbiValue items[] = {
    abi_address (staker),  abi_address (operator),         abi_address (staker),  abi_uint (nonce),
    abi_uint (env->block), abi_array (strategy_values, n), abi_array (scaled, n),
  };
  AbiValue withdrawal = abi_tuple (items, G_N_ELEMENTS (items));
  *root = withdrawal_root (&withdrawal);

  u256 word = u256_from_be (root->bytes);
  PracticeKey pending_key = practice_key1 (delegation (env), DELEGATION_SLOT_PENDING, word);
  practice_env_set (env, &pending_key, 1);
  withdrawal_store (env, word, &withdrawal, TRUE);
  practice_set_add (env, &roots, word);

  AbiValue values[] = {
    abi_fixed_bytes ((Bytes) { root->bytes, sizeof root->bytes }),
    withdrawal,
    abi_array (withdrawable, n),
  };
  practice_env_emit (env, delegation (env),
                     "event SlashingWithdrawalQueued(bytes32 withdrawalRoot, " WITHDRAWAL
                     " withdrawal, uint256[] sharesToWithdraw)",
                     values, G_N_ELEMENTS (values));

  return TRUE;
}

static gboolean
withdrawals_queue (PracticeCall *call)
{
  const AbiValue *params = practice_arg (call, 0);
  Address operator= practice_delegated_to (call->env, &call->caller);
  AbiValue *roots = practice_env_values (call->env, params->n_items);
  Hash *hashes = practice_env_alloc (call->env, params->n_items * sizeof (Hash));

  PRACTICE_TRY (practice_unpaused (call->env, &call->self, DELEGATION_PAUSED_QUEUE));
  for (gsize i = 0; i < params->n_items; i++)
    {
      const AbiValue *items = params->items[i].items;
      gsize n = items[0].n_items;
      Address *strategies = practice_address_list (call->env, &items[0]);
      u256 *shares = practice_env_alloc (call->env, n * sizeof (u256));

      if (n != items[1].n_items)
        return practice_revert (call->env, "InputArrayLengthMismatch()");
      for (gsize j = 0; j < n; j++)
        shares[j] = items[1].items[j].word;
      PRACTICE_TRY (practice_queue_withdrawal (call->env, &call->caller, &operator, strategies,
                                               shares, n, &hashes[i]));
      roots[i] = abi_fixed_bytes ((Bytes) { hashes[i].bytes, sizeof hashes[i].bytes });
    }

  AbiValue result = abi_array (roots, params->n_items);

  return practice_return (call, &result, 1);
}

/* One strategy of a withdrawal that is due: as tokens, or as shares with the operator of today. */
static gboolean
complete_one_strategy (PracticeEnv *env,
                       const Address *staker,
                       const Address *strategy,
                       const Address *token,
                       u256 shares,
                       gboolean as_tokens)
{
  Address operator= practice_delegated_to (env, staker);
  u256 before;
  u256 amount;

  if (shares == 0)
    return TRUE;
  if (as_tokens)
    return practice_strategy_withdraw (env, strategy, staker, token, shares, &amount);

  PRACTICE_TRY (practice_staker_add_shares (env, staker, strategy, shares, &before));

  return practice_increase_delegation (env, &operator, staker, strategy, before, shares,
                                       practice_slashing_factor (env, &operator, strategy));
}

static gboolean
withdrawals_complete_one (PracticeCall *call,
                          const AbiValue *withdrawal,
                          const AbiValue *tokens,
                          gboolean as_tokens)
{
  PracticeEnv *env = call->env;
  const AbiValue *items = withdrawal->items;
  Address staker = abi_value_address (&items[0]);
  Address operator= abi_value_address (&items[1]);
  Address withdrawer = abi_value_address (&items[2]);
  gsize n = items[5].n_items;

  if (tokens->n_items != n)
    return practice_revert (env, "InputArrayLengthMismatch()");
  if (!address_equal (&call->caller, &withdrawer))
    return practice_revert (env, "WithdrawerNotCaller()");

  Hash root = withdrawal_root (withdrawal);
  u256 word = u256_from_be (root.bytes);
  PracticeKey pending_key = practice_key1 (&call->self, DELEGATION_SLOT_PENDING, word);
  if (practice_env_get (env, &pending_key) == 0)
    return practice_revert (env, "WithdrawalNotQueued()");

  guint64 until = (guint64) items[4].word + PRACTICE_WITHDRAWAL_DELAY;
  if (env->block <= until)
    return practice_revert (env, "WithdrawalDelayNotElapsed()");

  PracticeSet roots = staker_roots (env, &staker);
  practice_set_remove (env, &roots, word);
  withdrawal_store (env, word, withdrawal, FALSE);
  practice_env_set (env, &pending_key, 0);
  AbiValue root_value = abi_fixed_bytes ((Bytes) { root.bytes, sizeof root.bytes });
  practice_env_emit (env, &call->self, "event SlashingWithdrawalCompleted(bytes32 withdrawalRoot)",
                     &root_value, 1);

  for (gsize i = 0; i < n; i++)
    {
      Address strategy = abi_value_address (&items[5].items[i]);
      Address token = abi_value_address (&tokens->items[i]);
      u256 factor = practice_slashing_factor_at (env, &operator, & strategy, until);
      u256 shares = practice_mul_wad (items[6].items[i].word, factor);

      PRACTICE_TRY (complete_one_strategy (env, &staker, &strategy, &token, shares, as_tokens));
    }

  return TRUE;
}

static gboolean
withdrawals_complete (PracticeCall *call)
{
  PRACTICE_TRY (practice_unpaused (call->env, &call->self, DELEGATION_PAUSED_COMPLETE));

  return withdrawals_complete_one (call, practice_arg (call, 0), practice_arg (call, 1),
                                   practice_arg_uint (call, 2) != 0);
}

static gboolean
withdrawals_complete_many (PracticeCall *call)
{
  const AbiValue *withdrawals = practice_arg (call, 0);
  const AbiValue *tokens = practice_arg (call, 1);
  const AbiValue *as_tokens = practice_arg (call, 2);

  PRACTICE_TRY (practice_unpaused (call->env, &call->self, DELEGATION_PAUSED_COMPLETE));
  if (tokens->n_items != withdrawals->n_items || as_tokens->n_items != withdrawals->n_items)
    return practice_revert (call->env, "InputArrayLengthMismatch()");

  for (gsize i = 0; i < withdrawals->n_items; i++)
    PRACTICE_TRY (withdrawals_complete_one (call, &withdrawals->items[i], &tokens->items[i],
                                            as_tokens->items[i].word != 0));

  return TRUE;
}

static gboolean
withdrawals_root (PracticeCall *call)
{
  Hash root = withdrawal_root (practice_arg (call, 0));

  return practice_return_hash (call, &root);
}

static u256
root_arg (const PracticeCall *call)
{
  return u256_from_be (practice_arg (call, 0)->data.data);
}

static gboolean
withdrawals_get_one (PracticeCall *call)
{
  AbiValue withdrawal = withdrawal_load (call->env, root_arg (call));
  AbiValue values[] = { withdrawal, withdrawal_shares (call->env, &withdrawal) };

  return practice_return (call, values, G_N_ELEMENTS (values));
}

static gboolean
withdrawals_get_struct (PracticeCall *call)
{
  AbiValue withdrawal = withdrawal_load (call->env, root_arg (call));

  return practice_return (call, &withdrawal, 1);
}

static gboolean
withdrawals_get_all (PracticeCall *call)
{
  Address staker = practice_arg_address (call, 0);
  PracticeSet roots = staker_roots (call->env, &staker);
  gsize n = practice_set_length (call->env, &roots);
  AbiValue *withdrawals = practice_env_values (call->env, n);
  AbiValue *shares = practice_env_values (call->env, n);

  for (gsize i = 0; i < n; i++)
    {
      withdrawals[i] = withdrawal_load (call->env, practice_set_at (call->env, &roots, i));
      shares[i] = withdrawal_shares (call->env, &withdrawals[i]);
    }

  AbiValue values[] = { abi_array (withdrawals, n), abi_array (shares, n) };

  return practice_return (call, values, G_N_ELEMENTS (values));
}

static gboolean
withdrawals_get_roots (PracticeCall *call)
{
  Address staker = practice_arg_address (call, 0);
  PracticeSet roots = staker_roots (call->env, &staker);
  gsize n = practice_set_length (call->env, &roots);
  AbiValue *values = practice_env_values (call->env, n);
  guint8 *bytes = practice_env_alloc (call->env, n * 32);

  for (gsize i = 0; i < n; i++)
    {
      u256_to_be (practice_set_at (call->env, &roots, i), bytes + 32 * i);
      values[i] = abi_fixed_bytes ((Bytes) { bytes + 32 * i, 32 });
    }

  AbiValue result = abi_array (values, n);

  return practice_return (call, &result, 1);
}

static gboolean
withdrawals_pending (PracticeCall *call)
{
  PracticeKey key = practice_key1 (&call->self, DELEGATION_SLOT_PENDING, root_arg (call));

  return practice_return_bool (call, practice_env_get (call->env, &key) != 0);
}

static gboolean
withdrawals_nonce (PracticeCall *call)
{
  PracticeKey key = practice_key1 (&call->self, DELEGATION_SLOT_NONCE, practice_arg_uint (call, 0));

  return practice_return_uint (call, practice_env_get (call->env, &key));
}

static gboolean
withdrawals_delay (PracticeCall *call)
{
  return practice_return_uint (call, PRACTICE_WITHDRAWAL_DELAY);
}

static gboolean
withdrawals_slashable (PracticeCall *call)
{
  Address operator= practice_arg_address (call, 0);
  Address strategy = practice_arg_address (call, 1);
  u256 magnitude = practice_max_magnitude (call->env, &operator, & strategy);

  return practice_return_uint (call, practice_slashable_in_queue (call->env, &operator, & strategy,
                                                                  magnitude));
}

static const PracticeFunction withdrawals_functions[] = {
  { "function queueWithdrawals((address[] strategies, uint256[] depositShares, "
    "address __deprecated_withdrawer)[] params) returns (bytes32[])",
    withdrawals_queue },
  { "function completeQueuedWithdrawal(" WITHDRAWAL " withdrawal, address[] tokens, "
    "bool receiveAsTokens)",
    withdrawals_complete },
  { "function completeQueuedWithdrawals(" WITHDRAWAL "[] withdrawals, address[][] tokens, "
    "bool[] receiveAsTokens)",
    withdrawals_complete_many },
  { root_function, withdrawals_root },
  { "function getQueuedWithdrawal(bytes32 withdrawalRoot) returns (" WITHDRAWAL " withdrawal, "
    "uint256[] shares)",
    withdrawals_get_one },
  { "function queuedWithdrawals(bytes32 withdrawalRoot) returns (" WITHDRAWAL " withdrawal)",
    withdrawals_get_struct },
  { "function getQueuedWithdrawals(address staker) returns (" WITHDRAWAL "[] withdrawals, "
    "uint256[][] shares)",
    withdrawals_get_all },
  { "function getQueuedWithdrawalRoots(address staker) returns (bytes32[])",
    withdrawals_get_roots },
  { "function pendingWithdrawals(bytes32 withdrawalRoot) returns (bool pending)",
    withdrawals_pending },
  { "function cumulativeWithdrawalsQueued(address staker) returns (uint256 totalQueued)",
    withdrawals_nonce },
  { "function minWithdrawalDelayBlocks() returns (uint32)", withdrawals_delay },
  { "function getSlashableSharesInQueue(address operator, address strategy) returns (uint256)",
    withdrawals_slashable },
};

const PracticePart practice_withdrawals_part = {
  .name = "Withdrawals",
  .functions = withdrawals_functions,
  .n_functions = G_N_ELEMENTS (withdrawals_functions),
};
