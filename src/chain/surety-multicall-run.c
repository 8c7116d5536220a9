/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-aggregate.h"

#include <string.h>

#include "surety-flow.h"

/* What nodes take in one eth_call: gas caps are about 50 million, bodies about 100 KB. */
#define MAX_CHUNK_CALLS 200u
#define MAX_CHUNK_BYTES (64u * 1024u)
/* Halving 200 calls down to one, a restart or two, and the calls asked alone. */
#define MAX_ROUNDS 24u
#define MAX_RESTARTS 2u

typedef struct
{
  guint first;
  guint n;
} Chunk;

/* One run: chunks are aggregated, the others of alone are asked as eth_calls of their own. */
typedef struct
{
  SuretyMulticall *self;
  SuretyEndpoints *endpoints;
  char *block;
  char *pinned; /* QUANTITY, once known */
  gboolean has_head;
  gboolean has_codes;
  GArray *chunks; /* Chunk */
  GArray *alone;  /* guint */
  guint restarts;
} Run;

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
      const gsize len = g_bytes_get_size (surety_multicall_get_call (self, i)->data) + 160;

      surety_multicall_call_reset (surety_multicall_get_call (self, i));
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
heads_agree (const SuretyMulticallHead *a, const SuretyMulticallHead *b)
{
  return a->number == b->number && a->timestamp == b->timestamp &&
         (!a->has_parent || !b->has_parent || hash_equal (&a->parent, &b->parent));
}

static void
pin (Run *run, const SuretyMulticallHead *head)
{
  char quantity[U256_HEX_SIZE];

  run->self->head = *head;
  run->has_head = TRUE;
  u256_to_quantity (head->number, quantity);
  g_free (run->pinned);
  run->pinned = g_strdup (quantity);
}

static gboolean
malformed (GError **error, const char *problem)
{
  g_set_error_literal (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED, problem);
  return FALSE;
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

/* The answers in batch, by chunk; NULL where there is none and the chunk has been put elsewhere. */
static GPtrArray *
decode_chunks (Run *run, SuretyBatch *batch, GArray *asked, guint n_head, GError **error)
{
  g_autoptr (GPtrArray)
    answers = g_ptr_array_new_with_free_func ((GDestroyNotify) surety_aggregate_free);

  for (guint k = 0; k < asked->len; k++)
    {
      const Chunk *chunk = &g_array_index (asked, Chunk, k);
      g_autoptr (GError) local_error = NULL;
      g_autoptr (GBytes) data = surety_batch_dup_data (batch, k, &local_error);
      SuretyAggregate *answer = NULL;

      if (data != NULL && g_bytes_get_size (data) > 0)
        {
          answer = surety_aggregate_decode (g_steal_pointer (&data), chunk->n, n_head, error);
          if (answer == NULL)
            return NULL;
        }
      else if (data != NULL)
        {
          /* No code at the address. */
          for (guint i = 0; i < chunk->n; i++)
            add_alone (run, chunk->first + i);
        }
      else if (is_about_size (local_error) && chunk->n > 0)
        split (run, run->chunks, chunk);
      else
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      g_ptr_array_add (answers, answer);
    }

  return g_steal_pointer (&answers);
}

static gboolean
take_chunks (Run *run, SuretyBatch *batch, GArray *asked, guint n_head, GError **error)
{
  g_autoptr (GPtrArray) answers = decode_chunks (run, batch, asked, n_head, error);
  const SuretyMulticallHead *lowest = NULL;

  if (answers == NULL)
    return FALSE;

  for (guint k = 0; k < answers->len; k++)
    {
      const SuretyAggregate *answer = g_ptr_array_index (answers, k);

      if (answer != NULL && (lowest == NULL || answer->head.number < lowest->number))
        lowest = &answer->head;
    }

  if (lowest == NULL)
    return TRUE;
  if (!run->has_head)
    pin (run, lowest);
  else if (!heads_agree (lowest, &run->self->head))
    return restart (run, error);

  for (guint k = 0; k < answers->len; k++)
    {
      const Chunk *chunk = &g_array_index (asked, Chunk, k);
      SuretyAggregate *answer = g_ptr_array_index (answers, k);

      if (answer == NULL)
        continue;
      /* Another of the endpoint's nodes, or a new block in between: again, pinned. */
      if (!heads_agree (&answer->head, &run->self->head))
        {
          add_chunk (run->chunks, chunk->first, chunk->n);
          continue;
        }
      /* A call that failed without a word may only have run out of the aggregate's gas. */
      for (guint i = 0; i < chunk->n; i++)
        {
          SuretyMulticallCall *call = surety_multicall_get_call (run->self, chunk->first + i);

          if (surety_aggregate_store (answer, i, call))
            continue;
          if (call->may_be_refused)
            call->error = surety_chain_error_new_revert ("Refused without a word", NULL);
          else
            add_alone (run, chunk->first + i);
        }
    }

  return TRUE;
}

static void
ask_alone (Run *run, SuretyBatch *batch, GArray *alone)
{
  for (guint k = 0; k < alone->len; k++)
    {
      const SuretyMulticallCall *call = surety_multicall_get_call (run->self,
                                                                   g_array_index (alone, guint, k));

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
      SuretyMulticallCall *call = surety_multicall_get_call (run->self,
                                                             g_array_index (alone, guint, k));
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

/* Codes travel with the first exchange: they hardly change, so the block they are of need not be the
 * calls' very own. */
static guint
ask_codes (Run *run, SuretyBatch *batch)
{
  const guint first = surety_batch_size (batch);

  for (guint i = 0; i < run->self->codes->len && !run->has_codes; i++)
    {
      const SuretyMulticallCode *code = g_ptr_array_index (run->self->codes, i);

      surety_batch_add_code (batch, &code->account, run->pinned != NULL ? run->pinned : run->block);
    }

  return first;
}

static void
take_codes (Run *run, SuretyBatch *batch, guint first)
{
  for (guint i = 0; i < run->self->codes->len && !run->has_codes; i++)
    {
      SuretyMulticallCode *code = g_ptr_array_index (run->self->codes, i);

      g_clear_pointer (&code->code, g_bytes_unref);
      g_clear_error (&code->error);
      code->code = surety_batch_dup_data (batch, first + i, &code->error);
    }
  run->has_codes = TRUE;
}

static DexFuture *
exchange (Run *run, SuretyBatch *batch)
{
  return run->self->decides ? surety_endpoints_run_agreed (run->endpoints, batch)
                            : surety_endpoints_run (run->endpoints, batch);
}

static void
count_witnesses (Run *run, SuretyBatch *batch)
{
  run->self->witnesses = MIN (run->self->witnesses, surety_batch_get_witnesses (batch));
}

/* Without an aggregate that says it, the block is asked for. */
static gboolean
ask_head (Run *run, SuretyFlow *flow, GError **error)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (GError) local_error = NULL;
  SuretyBlock block;
  SuretyMulticallHead head;
  guint codes;

  surety_batch_add_block (batch, run->block);
  codes = ask_codes (run, batch);
  if (!dex_await (surety_flow_guard (flow, exchange (run, batch)), error))
    return FALSE;
  count_witnesses (run, batch);
  take_codes (run, batch, codes);
  if (!surety_batch_get_block (batch, 0, &block, &local_error))
    {
      if (local_error == NULL)
        local_error = g_error_new (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_RPC,
                                   "The endpoint has no block %s", run->block);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  head = (SuretyMulticallHead) { block.number, block.timestamp, block.parent, TRUE };
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
  guint codes;

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
      const Chunk *chunk = &g_array_index (asked, Chunk, k);
      g_autoptr (GBytes) data = surety_aggregate_encode (run->self, chunk->first, chunk->n, n_head);

      surety_batch_add_call (batch, NULL, &run->self->multicall3, data,
                             run->pinned != NULL ? run->pinned : run->block);
    }
  ask_alone (run, batch, alone);
  codes = ask_codes (run, batch);

  if (!dex_await (surety_flow_guard (flow, exchange (run, batch)), &local_error))
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

  count_witnesses (run, batch);
  take_codes (run, batch, codes);
  return take_alone (run, batch, asked->len, alone, error) &&
         take_chunks (run, batch, asked, n_head, error);
}

static DexFuture *
run_fiber (SuretyFlow *flow, gpointer data)
{
  Run *run = data;
  g_autoptr (GError) error = NULL;

  run->self->witnesses = G_MAXUINT;
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
