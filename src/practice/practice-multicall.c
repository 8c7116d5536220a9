/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-multicall.h"

#include <string.h>

#include "practice-chain.h"
#include "practice-env.h"

typedef struct
{
  gboolean success;
  AbiValue output;
} Result;

static Result
multicall_one (PracticeCall *call, const AbiValue *target, const AbiValue *data, u256 value)
{
  Address to = abi_value_address (target);
  Buffer output = buffer_new ();
  Result result;

  result.success = practice_env_call (call->env, &call->self, &to, value, data->data, &output);
  guint8 *bytes = practice_env_alloc (call->env, output.len);
  if (output.len > 0)
    memcpy (bytes, output.data, output.len);
  result.output = abi_bytes ((Bytes) { bytes, output.len });
  buffer_clear (&output);

  return result;
}

static AbiValue
multicall_pair (PracticeEnv *env, Result result)
{
  AbiValue *items = practice_env_values (env, 2);

  items[0] = abi_bool (result.success);
  items[1] = result.output;

  return abi_tuple (items, 2);
}

static gboolean
multicall_aggregate3 (PracticeCall *call)
{
  const AbiValue *calls = practice_arg (call, 0);
  AbiValue *results = practice_env_values (call->env, calls->n_items);

  for (gsize i = 0; i < calls->n_items; i++)
    {
      const AbiValue *items = calls->items[i].items;
      Result result = multicall_one (call, &items[0], &items[2], 0);

      if (!result.success && items[1].word == 0)
        return practice_revert_text (call->env, "Multicall3: call failed");
      results[i] = multicall_pair (call->env, result);
    }

  AbiValue result = abi_array (results, calls->n_items);

  return practice_return (call, &result, 1);
}

static gboolean
multicall_aggregate3_value (PracticeCall *call)
{
  const AbiValue *calls = practice_arg (call, 0);
  AbiValue *results = practice_env_values (call->env, calls->n_items);
  u256 sum = 0;

  for (gsize i = 0; i < calls->n_items; i++)
    {
      const AbiValue *items = calls->items[i].items;
      Result result = multicall_one (call, &items[0], &items[3], items[2].word);

      sum += items[2].word;
      if (!result.success && items[1].word == 0)
        return practice_revert_text (call->env, "Multicall3: call failed");
      results[i] = multicall_pair (call->env, result);
    }
  if (sum != call->value)
    return practice_revert_text (call->env, "Multicall3: value mismatch");

  AbiValue result = abi_array (results, calls->n_items);

  return practice_return (call, &result, 1);
}

/* The older forms: all must succeed, or none need to. */
static gboolean
multicall_pairs (PracticeCall *call, const AbiValue *calls, gboolean required, AbiValue *list)
{
  AbiValue *results = practice_env_values (call->env, calls->n_items);

  for (gsize i = 0; i < calls->n_items; i++)
    {
      const AbiValue *items = calls->items[i].items;
      Result result = multicall_one (call, &items[0], &items[1], 0);

      if (!result.success && required)
        return practice_revert_text (call->env, "Multicall3: call failed");
      results[i] = multicall_pair (call->env, result);
    }
  *list = abi_array (results, calls->n_items);

  return TRUE;
}

static gboolean
multicall_aggregate (PracticeCall *call)
{
  const AbiValue *calls = practice_arg (call, 0);
  AbiValue list;

  PRACTICE_TRY (multicall_pairs (call, calls, TRUE, &list));
  AbiValue *outputs = practice_env_values (call->env, list.n_items);
  for (gsize i = 0; i < list.n_items; i++)
    outputs[i] = list.items[i].items[1];

  AbiValue values[] = { abi_uint (call->env->block), abi_array (outputs, list.n_items) };

  return practice_return (call, values, G_N_ELEMENTS (values));
}

static gboolean
multicall_try_aggregate (PracticeCall *call)
{
  AbiValue list;

  PRACTICE_TRY (
    multicall_pairs (call, practice_arg (call, 1), practice_arg_uint (call, 0) != 0, &list));

  return practice_return (call, &list, 1);
}

static gboolean
multicall_with_block (PracticeCall *call, const AbiValue *calls, gboolean required)
{
  /* blockhash (block.number) is zero inside the block. */
  static const guint8 zero[32];
  AbiValue list;

  PRACTICE_TRY (multicall_pairs (call, calls, required, &list));
  AbiValue values[] = {
    abi_uint (call->env->block),
    abi_fixed_bytes ((Bytes) { zero, sizeof zero }),
    list,
  };

  return practice_return (call, values, G_N_ELEMENTS (values));
}

static gboolean
multicall_try_block_and_aggregate (PracticeCall *call)
{
  return multicall_with_block (call, practice_arg (call, 1), practice_arg_uint (call, 0) != 0);
}

static gboolean
multicall_block_and_aggregate (PracticeCall *call)
{
  return multicall_with_block (call, practice_arg (call, 0), TRUE);
}

static gboolean
multicall_block_number (PracticeCall *call)
{
  return practice_return_uint (call, call->env->block);
}

static gboolean
multicall_timestamp (PracticeCall *call)
{
  return practice_return_uint (call, call->env->time);
}

static gboolean
multicall_gas_limit (PracticeCall *call)
{
  return practice_return_uint (call, PRACTICE_BLOCK_GAS_LIMIT);
}

static gboolean
multicall_base_fee (PracticeCall *call)
{
  return practice_return_uint (call, call->env->base_fee);
}

static gboolean
multicall_chain_id (PracticeCall *call)
{
  return practice_return_uint (call, call->env->world->config.chain_id);
}

static gboolean
multicall_eth_balance (PracticeCall *call)
{
  Address account = practice_arg_address (call, 0);

  return practice_return_uint (call, practice_env_balance (call->env, &account));
}

static const PracticeFunction multicall_functions[] = {
  { "function aggregate3((address target, bool allowFailure, bytes callData)[] calls) "
    "returns ((bool success, bytes returnData)[])",
    multicall_aggregate3, TRUE },
  { "function aggregate3Value((address target, bool allowFailure, uint256 value, "
    "bytes callData)[] calls) returns ((bool success, bytes returnData)[])",
    multicall_aggregate3_value, TRUE },
  { "function aggregate((address target, bytes callData)[] calls) "
    "returns (uint256 blockNumber, bytes[] returnData)",
    multicall_aggregate, TRUE },
  { "function tryAggregate(bool requireSuccess, (address target, bytes callData)[] calls) "
    "returns ((bool success, bytes returnData)[])",
    multicall_try_aggregate, TRUE },
  { "function tryBlockAndAggregate(bool requireSuccess, (address target, bytes callData)[] calls) "
    "returns (uint256 blockNumber, bytes32 blockHash, (bool success, bytes returnData)[])",
    multicall_try_block_and_aggregate, TRUE },
  { "function blockAndAggregate((address target, bytes callData)[] calls) "
    "returns (uint256 blockNumber, bytes32 blockHash, (bool success, bytes returnData)[])",
    multicall_block_and_aggregate, TRUE },
  { "function getBlockNumber() returns (uint256)", multicall_block_number },
  { "function getCurrentBlockTimestamp() returns (uint256)", multicall_timestamp },
  { "function getCurrentBlockGasLimit() returns (uint256)", multicall_gas_limit },
  { "function getBasefee() returns (uint256)", multicall_base_fee },
  { "function getChainId() returns (uint256)", multicall_chain_id },
  { "function getEthBalance(address account) returns (uint256)", multicall_eth_balance },
};

const PracticePart practice_multicall_part = {
  .name = "Multicall3",
  .functions = multicall_functions,
  .n_functions = G_N_ELEMENTS (multicall_functions),
};
