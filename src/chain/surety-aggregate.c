/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-aggregate.h"

#include <string.h>

#include "surety-rpc-error.h"

typedef struct
{
  AbiItem *aggregate3;
  AbiItem *block_number;
  AbiItem *timestamp;
  AbiItem *last_hash;
  AbiItem *eth_balance;
} Items;

static AbiItem *
parse (const char *text)
{
  AbiItem *item;
  const CoreResult result = abi_item_parse (text, &item);

  g_assert (result == CORE_OK);
  return item;
}

/* Multicall3.sol, mds1/multicall3. */
static const Items *
get_items (void)
{
  static Items items;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      items.aggregate3 = parse ("function aggregate3((address target, bool allowFailure, "
                                "bytes callData)[] calls) "
                                "returns ((bool success, bytes returnData)[] returnData)");
      items.block_number = parse ("function getBlockNumber() returns (uint256 blockNumber)");
      items.timestamp = parse ("function getCurrentBlockTimestamp() returns (uint256 timestamp)");
      items.last_hash = parse ("function getLastBlockHash() returns (bytes32 blockHash)");
      items.eth_balance = parse ("function getEthBalance(address addr) returns (uint256 balance)");
      g_once_init_leave (&once, 1);
    }

  return &items;
}

const AbiItem *
surety_aggregate_get_eth_balance (void)
{
  return get_items ()->eth_balance;
}

GBytes *
surety_aggregate_encode_call (const AbiItem *item, const AbiValue *args, gsize n_args)
{
  Buffer buffer = buffer_new ();
  const CoreResult result = abi_encode_call (item, args, n_args, &buffer);
  GBytes *bytes;

  if (result != CORE_OK)
    g_error ("%s cannot be encoded: %s", item->signature, core_result_to_string (result));

  bytes = g_bytes_new (buffer.data, buffer.len);
  buffer_clear (&buffer);

  return bytes;
}

static AbiValue
bytes_value (GBytes *bytes)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);

  return abi_bytes ((Bytes) { data, len });
}

GBytes *
surety_aggregate_encode (SuretyMulticall *multicall, guint first, guint n, guint n_head)
{
  const AbiItem *head_items[] = { get_items ()->block_number, get_items ()->timestamp,
                                  get_items ()->last_hash };
  g_autoptr (GPtrArray) head_data = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  const guint n_all = n_head + n;
  g_autofree AbiValue *fields = g_new0 (AbiValue, 3 * n_all);
  g_autofree AbiValue *tuples = g_new0 (AbiValue, n_all);
  AbiValue array;

  g_return_val_if_fail (n_head <= G_N_ELEMENTS (head_items), NULL);

  for (guint i = 0; i < n_all; i++)
    {
      const SuretyMulticallCall *call = i < n_head ? NULL
                                                   : surety_multicall_get_call (multicall,
                                                                                first + i - n_head);

      if (i < n_head)
        g_ptr_array_add (head_data, surety_aggregate_encode_call (head_items[i], NULL, 0));

      fields[3 * i] = abi_address (call != NULL ? &call->to : &multicall->multicall3);
      fields[3 * i + 1] = abi_bool (TRUE);
      fields[3 * i + 2] = bytes_value (call != NULL ? call->data
                                                    : g_ptr_array_index (head_data, i));
      tuples[i] = abi_tuple (&fields[3 * i], 3);
    }

  array = abi_array (tuples, n_all);
  return surety_aggregate_encode_call (get_items ()->aggregate3, &array, 1);
}

static gboolean
malformed (GError **error, const char *problem)
{
  g_set_error_literal (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED, problem);
  return FALSE;
}

static gboolean
read_head_word (const AbiValue *pair, guint64 *out)
{
  const Bytes data = pair->items[1].data;
  u256 word;

  if (pair->items[0].word == 0 || data.len != 32)
    return FALSE;

  word = u256_from_be (data.data);
  if (word > G_MAXUINT64)
    return FALSE;

  *out = (guint64) word;
  return TRUE;
}

SuretyAggregate *
surety_aggregate_decode (GBytes *data, guint n, guint n_head, GError **error)
{
  SuretyAggregate *self = g_new0 (SuretyAggregate, 1);
  const AbiValue *list;
  gsize len;
  const guint8 *bytes = g_bytes_get_data (data, &len);
  const char *problem = NULL;

  self->data = data;
  self->n_head = n_head;
  if (abi_decode_result (get_items ()->aggregate3, (Bytes) { bytes, len }, NULL, &self->values) !=
      CORE_OK)
    {
      malformed (error, "Multicall3's answer is not what its signature says");
      surety_aggregate_free (self);
      return NULL;
    }

  list = &self->values.values[0];
  if (list->n_items != n_head + n)
    problem = "Multicall3 answered another number of calls";
  else if (!read_head_word (&list->items[0], &self->head.number) ||
           !read_head_word (&list->items[1], &self->head.timestamp))
    problem = "Multicall3 does not know its block";
  if (problem != NULL)
    {
      malformed (error, problem);
      surety_aggregate_free (self);
      return NULL;
    }

  if (n_head > 2 && list->items[2].items[0].word != 0 && list->items[2].items[1].data.len == 32)
    {
      memcpy (self->head.parent.bytes, list->items[2].items[1].data.data, 32);
      self->head.has_parent = TRUE;
    }

  return self;
}

void
surety_aggregate_free (SuretyAggregate *self)
{
  if (self == NULL)
    return;

  abi_values_clear (&self->values);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_free (self);
}

gboolean
surety_aggregate_store (SuretyAggregate *self, guint i, SuretyMulticallCall *call)
{
  const guint8 *base = g_bytes_get_data (self->data, NULL);
  const AbiValue *pair = &self->values.values[0].items[self->n_head + i];
  const gboolean success = pair->items[0].word != 0;
  const Bytes data = pair->items[1].data;
  g_autoptr (GBytes) returned = NULL;

  if (!success && data.len == 0)
    return FALSE;

  returned = data.len > 0
               ? g_bytes_new_from_bytes (self->data, (gsize) (data.data - base), data.len)
               : g_bytes_new (NULL, 0);
  if (success)
    call->returned = g_steal_pointer (&returned);
  else
    call->error = surety_rpc_error_new_revert (returned, NULL);

  return TRUE;
}
