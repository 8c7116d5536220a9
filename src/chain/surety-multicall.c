/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-multicall.h"

#include <string.h>

#include "surety-flow.h"
#include "surety-rpc-error.h"

/* What nodes take in one eth_call: gas caps are about 50 million, bodies about 100 KB. */
#define MAX_CHUNK_CALLS 200u
#define MAX_CHUNK_BYTES (64u * 1024u)
/* Halving 200 calls down to one, a restart or two, and the calls asked alone. */
#define MAX_ROUNDS 24u
#define MAX_RESTARTS 2u

typedef struct
{
  Address to;
  const AbiItem *item;
  GBytes *data;
  gboolean is_balance; /* item is getEthBalance, account is its argument */
  Address account;

  GBytes *returned; /* of a call that succeeded */
  GError *error;
} Call;

/* Which block answered. */
typedef struct
{
  guint64 number;
  guint64 timestamp;
  Hash parent;
  gboolean has_parent;
} Head;

typedef struct
{
  guint first;
  guint n;
} Chunk;

struct _SuretyMulticall
{
  GObject parent;

  gboolean has_multicall3;
  Address multicall3;
  GPtrArray *calls; /* Call */
  Head head;
};

G_DEFINE_FINAL_TYPE (SuretyMulticall, surety_multicall, G_TYPE_OBJECT)

/* One run: chunks are aggregated, the others of alone are asked as eth_calls of their own. */
typedef struct
{
  SuretyMulticall *self;
  SuretyEndpoints *endpoints;
  char *block;
  char *pinned; /* QUANTITY, once known */
  gboolean has_head;
  GArray *chunks; /* Chunk */
  GArray *alone;  /* guint */
  guint restarts;
} Run;

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

static void
call_reset (Call *call)
{
  g_clear_pointer (&call->returned, g_bytes_unref);
  g_clear_error (&call->error);
}

static void
call_free (gpointer data)
{
  Call *call = data;

  call_reset (call);
  g_bytes_unref (call->data);
  g_free (call);
}

static Call *
get_call (SuretyMulticall *self, guint i)
{
  return g_ptr_array_index (self->calls, i);
}

static void
run_free (gpointer data)
{
  Run *run = data;

  g_object_unref (run->self);
  g_object_unref (run->endpoints);
  g_free (run->block);
  g_free (run->pinned);
  g_array_unref (run->chunks);
  g_array_unref (run->alone);
  g_free (run);
}

static GBytes *
encode_call (const AbiItem *item, const AbiValue *args, gsize n_args)
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

static GBytes *
encode_chunk (Run *run, const Chunk *chunk, guint n_head)
{
  SuretyMulticall *self = run->self;
  const AbiItem *head_items[] = { get_items ()->block_number, get_items ()->timestamp,
                                  get_items ()->last_hash };
  g_autoptr (GPtrArray) head_data = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  const guint n = n_head + chunk->n;
  g_autofree AbiValue *fields = g_new0 (AbiValue, 3 * n);
  g_autofree AbiValue *tuples = g_new0 (AbiValue, n);
  AbiValue array;

  for (guint i = 0; i < n; i++)
    {
      const Call *call = i < n_head ? NULL : get_call (self, chunk->first + i - n_head);

      if (call == NULL)
        g_ptr_array_add (head_data, encode_call (head_items[i], NULL, 0));

      fields[3 * i] = abi_address (call != NULL ? &call->to : &self->multicall3);
      fields[3 * i + 1] = abi_bool (TRUE);
      fields[3 * i + 2] = bytes_value (call != NULL ? call->data
                                                    : g_ptr_array_index (head_data, i));
      tuples[i] = abi_tuple (&fields[3 * i], 3);
    }

  array = abi_array (tuples, n);
  return encode_call (get_items ()->aggregate3, &array, 1);
}

static void
add_alone (Run *run, guint i)
{
  g_array_append_val (run->alone, i);
}

static void
add_chunk (GArray *chunks, guint first, guint n)
{
  const Chunk chunk = { first, n };

  g_array_append_val (chunks, chunk);
}

/* Everything is still to be asked. */
static void
plan_all (Run *run)
{
  SuretyMulticall *self = run->self;
  gsize size = 0;
  guint first = 0;

  g_array_set_size (run->chunks, 0);
  g_array_set_size (run->alone, 0);

  for (guint i = 0; i < self->calls->len; i++)
    {
      const gsize len = g_bytes_get_size (get_call (self, i)->data) + 160;

      call_reset (get_call (self, i));
      if (!self->has_multicall3)
        {
          add_alone (run, i);
          continue;
        }
      if (i > first && (i - first == MAX_CHUNK_CALLS || size + len > MAX_CHUNK_BYTES))
        {
          add_chunk (run->chunks, first, i - first);
          first = i;
          size = 0;
        }
      size += len;
    }

  /* Also when there are no calls: then it says which block is the head. */
  if (self->has_multicall3)
    add_chunk (run->chunks, first, self->calls->len - first);
}

static gboolean
heads_agree (const Head *a, const Head *b)
{
  return a->number == b->number && a->timestamp == b->timestamp &&
         (!a->has_parent || !b->has_parent || hash_equal (&a->parent, &b->parent));
}

static void
pin (Run *run, const Head *head)
{
  char quantity[U256_HEX_SIZE];

  run->self->head = *head;
  run->has_head = TRUE;
  u256_to_quantity (head->number, quantity);
  g_free (run->pinned);
  run->pinned = g_strdup (quantity);
}

/* What one aggregate returned. Lends from data. */
typedef struct
{
  GBytes *data;
  AbiValues values;
  Head head;
  gboolean usable;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  abi_values_clear (&answer->values);
  g_clear_pointer (&answer->data, g_bytes_unref);
  g_free (answer);
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

static gboolean
answer_decode (Answer *self, guint n_calls, guint n_head, GError **error)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (self->data, &len);
  const AbiValue *list;

  if (abi_decode_result (get_items ()->aggregate3, (Bytes) { bytes, len }, NULL, &self->values) !=
      CORE_OK)
    return malformed (error, "Multicall3's answer is not what its signature says");

  list = &self->values.values[0];
  if (list->n_items != n_head + n_calls)
    return malformed (error, "Multicall3 answered another number of calls");
  if (!read_head_word (&list->items[0], &self->head.number) ||
      !read_head_word (&list->items[1], &self->head.timestamp))
    return malformed (error, "Multicall3 does not know its block");

  if (n_head > 2 && list->items[2].items[0].word != 0 && list->items[2].items[1].data.len == 32)
    {
      memcpy (self->head.parent.bytes, list->items[2].items[1].data.data, 32);
      self->head.has_parent = TRUE;
    }
  self->usable = TRUE;

  return TRUE;
}

static void
answer_store (Answer *self, Run *run, const Chunk *chunk, guint n_head)
{
  const AbiValue *list = &self->values.values[0];
  const guint8 *base = g_bytes_get_data (self->data, NULL);

  for (guint i = 0; i < chunk->n; i++)
    {
      Call *call = get_call (run->self, chunk->first + i);
      const AbiValue *pair = &list->items[n_head + i];
      const Bytes data = pair->items[1].data;
      g_autoptr (GBytes) returned = NULL;

      /* A call that failed without a word may only have run out of the aggregate's gas. */
      if (pair->items[0].word == 0 && data.len == 0)
        {
          add_alone (run, chunk->first + i);
          continue;
        }

      returned = data.len > 0
                   ? g_bytes_new_from_bytes (self->data, (gsize) (data.data - base), data.len)
                   : g_bytes_new (NULL, 0);
      if (pair->items[0].word != 0)
        call->returned = g_steal_pointer (&returned);
      else
        call->error = surety_rpc_error_new_revert (returned, NULL);
    }
}

/* Whether fewer calls at once may help. */
static gboolean
is_about_size (const GError *error)
{
  return g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TOO_LARGE) ||
         g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_RPC) ||
         g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_REVERT);
}

static void
split (Run *run, GArray *chunks, const Chunk *chunk)
{
  if (chunk->n > 1)
    {
      add_chunk (chunks, chunk->first, chunk->n / 2);
      add_chunk (chunks, chunk->first + chunk->n / 2, chunk->n - chunk->n / 2);
    }
  else if (chunk->n == 1)
    add_alone (run, chunk->first);
}

/* The pinned block is no longer what it was: from the start, or not at all. */
static gboolean
restart (Run *run, GError **error)
{
  if (run->restarts++ == MAX_RESTARTS)
    return malformed (error, "The endpoint's blocks change under the same number");

  run->has_head = FALSE;
  g_clear_pointer (&run->pinned, g_free);
  plan_all (run);

  return TRUE;
}

static gboolean
take_chunks (Run *run, SuretyBatch *batch, GArray *asked, guint n_head, GError **error)
{
  g_autoptr (GPtrArray) answers = g_ptr_array_new_with_free_func (answer_free);
  const Head *lowest = NULL;

  for (guint k = 0; k < asked->len; k++)
    {
      const Chunk *chunk = &g_array_index (asked, Chunk, k);
      Answer *answer = g_new0 (Answer, 1);
      g_autoptr (GError) local_error = NULL;

      g_ptr_array_add (answers, answer);
      answer->data = surety_batch_dup_data (batch, k, &local_error);
      if (answer->data == NULL)
        {
          if (!is_about_size (local_error) || chunk->n == 0)
            {
              g_propagate_error (error, g_steal_pointer (&local_error));
              return FALSE;
            }
          split (run, run->chunks, chunk);
          continue;
        }
      if (g_bytes_get_size (answer->data) == 0)
        {
          /* No code at the address. */
          for (guint i = 0; i < chunk->n; i++)
            add_alone (run, chunk->first + i);
          continue;
        }
      if (!answer_decode (answer, chunk->n, n_head, error))
        return FALSE;
      if (lowest == NULL || answer->head.number < lowest->number)
        lowest = &answer->head;
    }

  if (lowest == NULL)
    return TRUE;
  if (!run->has_head)
    pin (run, lowest);
  else if (!heads_agree (lowest, &run->self->head))
    return restart (run, error);

  for (guint k = 0; k < asked->len; k++)
    {
      const Chunk *chunk = &g_array_index (asked, Chunk, k);
      Answer *answer = g_ptr_array_index (answers, k);

      if (!answer->usable)
        continue;
      /* Another of the endpoint's nodes, or a new block in between: again, pinned. */
      if (heads_agree (&answer->head, &run->self->head))
        answer_store (answer, run, chunk, n_head);
      else
        add_chunk (run->chunks, chunk->first, chunk->n);
    }

  return TRUE;
}

static void
ask_alone (Run *run, SuretyBatch *batch, GArray *alone)
{
  for (guint k = 0; k < alone->len; k++)
    {
      const Call *call = get_call (run->self, g_array_index (alone, guint, k));

      if (call->is_balance)
        surety_batch_add_balance (batch, &call->account, run->pinned);
      else
        surety_batch_add_call (batch, NULL, &call->to, call->data, run->pinned);
    }
}

static gboolean
take_alone (Run *run, SuretyBatch *batch, guint first, GArray *alone, GError **error)
{
  for (guint k = 0; k < alone->len; k++)
    {
      Call *call = get_call (run->self, g_array_index (alone, guint, k));
      g_autoptr (GError) local_error = NULL;

      if (call->is_balance)
        {
          u256 balance;
          guint8 word[32];

          if (surety_batch_get_quantity (batch, first + k, &balance, &local_error))
            {
              u256_to_be (balance, word);
              call->returned = g_bytes_new (word, sizeof word);
            }
        }
      else
        call->returned = surety_batch_dup_data (batch, first + k, &local_error);

      if (g_error_matches (local_error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_RATE_LIMITED))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      call->error = g_steal_pointer (&local_error);
    }

  return TRUE;
}

/* Without an aggregate that says it, the block is asked for. */
static gboolean
ask_head (Run *run, SuretyFlow *flow, GError **error)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (GError) local_error = NULL;
  SuretyBlock block;
  Head head;

  surety_batch_add_block (batch, run->block);
  if (!dex_await (surety_flow_guard (flow, surety_endpoints_run (run->endpoints, batch)), error))
    return FALSE;
  if (!surety_batch_get_block (batch, 0, &block, &local_error))
    {
      if (local_error == NULL)
        local_error = g_error_new (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_RPC,
                                   "The endpoint has no block %s", run->block);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  head = (Head) { block.number, block.timestamp, block.parent, TRUE };
  pin (run, &head);

  return TRUE;
}

static gboolean
round_trip (Run *run, SuretyFlow *flow, GError **error)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (GArray) asked = g_steal_pointer (&run->chunks);
  g_autoptr (GArray) alone = g_steal_pointer (&run->alone);
  g_autoptr (GError) local_error = NULL;
  guint n_head;

  run->chunks = g_array_new (FALSE, FALSE, sizeof (Chunk));
  run->alone = g_array_new (FALSE, FALSE, sizeof (guint));
  /* An own read is only worth its answer at a known block. */
  if (!run->has_head)
    {
      g_array_append_vals (run->alone, alone->data, alone->len);
      g_array_set_size (alone, 0);
    }

  /* In front of every chunk its block's own words. The parent's hash only tells chunks of different
   * forks apart, so a single one goes without. */
  n_head = asked->len > 1 || run->has_head ? 3 : 2;
  for (guint k = 0; k < asked->len; k++)
    {
      g_autoptr (GBytes) data = encode_chunk (run, &g_array_index (asked, Chunk, k), n_head);

      surety_batch_add_call (batch, NULL, &run->self->multicall3, data,
                             run->pinned != NULL ? run->pinned : run->block);
    }
  ask_alone (run, batch, alone);

  if (!dex_await (surety_flow_guard (flow, surety_endpoints_run (run->endpoints, batch)),
                  &local_error))
    {
      if (!g_error_matches (local_error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TOO_LARGE) ||
          asked->len == 0)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      for (guint k = 0; k < asked->len; k++)
        split (run, run->chunks, &g_array_index (asked, Chunk, k));
      g_array_append_vals (run->alone, alone->data, alone->len);
      return TRUE;
    }

  return take_alone (run, batch, asked->len, alone, error) &&
         take_chunks (run, batch, asked, n_head, error);
}

static DexFuture *
run_fiber (SuretyFlow *flow, gpointer data)
{
  Run *run = data;
  g_autoptr (GError) error = NULL;

  plan_all (run);
  for (guint rounds = 0; run->chunks->len + run->alone->len > 0 || !run->has_head; rounds++)
    {
      gboolean ok;

      if (rounds == MAX_ROUNDS)
        return dex_future_new_reject (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                                      "The endpoint does not come to an end with %u calls",
                                      run->self->calls->len);

      if (run->chunks->len > 0 || run->has_head)
        ok = round_trip (run, flow, &error);
      else
        ok = ask_head (run, flow, &error);
      if (!ok)
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  if (g_str_has_prefix (run->block, "0x") && strcmp (run->block, run->pinned) != 0)
    return dex_future_new_reject (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                                  "The endpoint answered about block %s, not %s", run->pinned,
                                  run->block);

  return dex_future_new_for_object (run->self);
}

DexFuture *
surety_multicall_run (SuretyMulticall *self, SuretyEndpoints *endpoints, const char *block)
{
  Run *run;

  dex_return_error_if_fail (SURETY_IS_MULTICALL (self));
  dex_return_error_if_fail (SURETY_IS_ENDPOINTS (endpoints));
  dex_return_error_if_fail (block != NULL);

  run = g_new0 (Run, 1);
  run->self = g_object_ref (self);
  run->endpoints = g_object_ref (endpoints);
  run->block = g_strdup (block);
  run->chunks = g_array_new (FALSE, FALSE, sizeof (Chunk));
  run->alone = g_array_new (FALSE, FALSE, sizeof (guint));

  return surety_flow_spawn (run_fiber, run, run_free);
}

static void
surety_multicall_finalize (GObject *object)
{
  g_ptr_array_unref (SURETY_MULTICALL (object)->calls);

  G_OBJECT_CLASS (surety_multicall_parent_class)->finalize (object);
}

static void
surety_multicall_class_init (SuretyMulticallClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_multicall_finalize;
}

static void
surety_multicall_init (SuretyMulticall *self)
{
  self->calls = g_ptr_array_new_with_free_func (call_free);
}

SuretyMulticall *
surety_multicall_new (const Address *multicall3)
{
  SuretyMulticall *self = g_object_new (SURETY_TYPE_MULTICALL, NULL);

  if (multicall3 != NULL)
    {
      self->has_multicall3 = TRUE;
      self->multicall3 = *multicall3;
    }

  return self;
}

guint
surety_multicall_add (SuretyMulticall *self, const Address *to, const AbiItem *item,
                      const AbiValue *args, gsize n_args)
{
  Call *call;

  g_return_val_if_fail (SURETY_IS_MULTICALL (self), 0);
  g_return_val_if_fail (to != NULL && item != NULL, 0);

  call = g_new0 (Call, 1);
  call->to = *to;
  call->item = item;
  call->data = encode_call (item, args, n_args);
  g_ptr_array_add (self->calls, call);

  return self->calls->len - 1;
}

guint
surety_multicall_add_eth_balance (SuretyMulticall *self, const Address *account)
{
  const AbiValue arg = abi_address (account);
  const guint i = surety_multicall_add (self, &self->multicall3, get_items ()->eth_balance, &arg,
                                        1);

  get_call (self, i)->is_balance = TRUE;
  get_call (self, i)->account = *account;

  return i;
}

guint
surety_multicall_size (SuretyMulticall *self)
{
  g_return_val_if_fail (SURETY_IS_MULTICALL (self), 0);

  return self->calls->len;
}

guint64
surety_multicall_get_block (SuretyMulticall *self)
{
  g_return_val_if_fail (SURETY_IS_MULTICALL (self), 0);

  return self->head.number;
}

guint64
surety_multicall_get_timestamp (SuretyMulticall *self)
{
  g_return_val_if_fail (SURETY_IS_MULTICALL (self), 0);

  return self->head.timestamp;
}

gboolean
surety_multicall_get (SuretyMulticall *self, guint i, AbiValues *out, GError **error)
{
  const Call *call;
  gsize len;
  const guint8 *data;

  g_return_val_if_fail (SURETY_IS_MULTICALL (self), FALSE);
  g_return_val_if_fail (i < self->calls->len, FALSE);

  call = get_call (self, i);
  if (call->error != NULL)
    {
      g_propagate_error (error, g_error_copy (call->error));
      return FALSE;
    }
  if (call->returned == NULL)
    return malformed (error, "The call has not been answered");

  data = g_bytes_get_data (call->returned, &len);
  if (abi_decode_result (call->item, (Bytes) { data, len }, NULL, out) == CORE_OK)
    return TRUE;

  g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
               "%s returned %" G_GSIZE_FORMAT " bytes that are not what its signature says%s",
               call->item->signature, len, len == 0 ? ": no contract is there" : "");
  return FALSE;
}

gboolean
surety_multicall_get_word (SuretyMulticall *self, guint i, u256 *out, GError **error)
{
  AbiValues values = { 0 };
  gboolean is_word;

  if (!surety_multicall_get (self, i, &values, error))
    return FALSE;

  is_word = values.n_values == 1 &&
            (values.values[0].kind == ABI_UINT || values.values[0].kind == ABI_INT ||
             values.values[0].kind == ABI_BOOL || values.values[0].kind == ABI_ADDRESS);
  if (is_word)
    *out = values.values[0].word;
  abi_values_clear (&values);
  if (!is_word)
    return malformed (error, "The call does not return a single word");

  return TRUE;
}

gboolean
surety_multicall_get_address (SuretyMulticall *self, guint i, Address *out, GError **error)
{
  u256 word;

  if (!surety_multicall_get_word (self, i, &word, error))
    return FALSE;
  if (!address_from_word (word, out))
    return malformed (error, "The call does not return an address");

  return TRUE;
}
