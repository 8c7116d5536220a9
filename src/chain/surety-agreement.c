/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-endpoints-private.h"

#include <string.h>

#include "surety-batch-private.h"
#include "surety-flow.h"

/* How long a block that was agreed on is good enough for "latest". */
#define FRESH_US (2 * G_USEC_PER_SEC)
/* Two honest endpoints may stand on two sides of a reorganisation for a moment. */
#define HEAD_ATTEMPTS 3u
#define HEAD_WAIT_MS 700
/* Blocks, and seconds of the chain's own time: honest endpoints are not further apart. Either may be much on some chain. */
#define MAX_LAG 16u
#define MAX_LAG_SECONDS 180u

typedef struct
{
  SuretyEndpoints *endpoints;
  SuretyBatch *batch;
  guint peers[2];
  SuretyBatch *answers[2]; /* of the last exchange; NULL where there was none */
  GError *errors[2];
} Run;

static void
clear_answers (Run *run)
{
  for (guint k = 0; k < 2; k++)
    {
      g_clear_object (&run->answers[k]);
      g_clear_error (&run->errors[k]);
    }
}

static void
run_free (gpointer data)
{
  Run *run = data;

  clear_answers (run);
  g_object_unref (run->batch);
  g_object_unref (run->endpoints);
  g_free (run);
}

static char *
dup_label (Run *run, guint k)
{
  SuretyRpc *rpc = surety_endpoints_get_rpc (run->endpoints, run->peers[k]);

  return surety_transport_dup_label (surety_rpc_get_transport (rpc));
}

/* Both at the same time; batch_b may be NULL: the second is not asked. FALSE: the flow went away. */
static gboolean
ask_both (Run *run, SuretyFlow *flow, SuretyBatch *batch_a, SuretyBatch *batch_b, GError **error)
{
  SuretyBatch *batches[] = { batch_a, batch_b };
  DexFuture *futures[2] = { NULL, NULL };

  clear_answers (run);
  for (guint k = 0; k < 2; k++)
    if (batches[k] != NULL)
      futures[k] = surety_endpoints_ask (run->endpoints, run->peers[k], batches[k]);
  for (guint k = 0; k < 2; k++)
    if (futures[k] != NULL)
      run->answers[k] = dex_await_object (surety_flow_guard (flow, futures[k]), &run->errors[k]);

  for (guint k = 0; k < 2; k++)
    if (g_error_matches (run->errors[k], G_IO_ERROR, G_IO_ERROR_CANCELLED))
      {
        g_propagate_error (error, g_steal_pointer (&run->errors[k]));
        return FALSE;
      }
  return TRUE;
}

static GError *
new_disagreement (Run *run, const char *what)
{
  g_autofree char *a = dup_label (run, 0);
  g_autofree char *b = dup_label (run, 1);

  return g_error_new (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_DISAGREE, "%s and %s differ in %s", a,
                      b, what);
}

static SuretyBatch *
new_block_batch (const char *block)
{
  SuretyBatch *batch = surety_batch_new ();

  surety_batch_add_block (batch, block);
  return batch;
}

/* TRUE with the blocks of those that answered. */
static gboolean
read_blocks (Run *run, SuretyBlock blocks[2])
{
  gboolean both = TRUE;

  for (guint k = 0; k < 2; k++)
    if (run->answers[k] == NULL || !surety_batch_get_block (run->answers[k], 0, &blocks[k], NULL))
      both = FALSE;
  return both;
}

/* An answer without the latest block is as good as none: whoever gives it is not asked alone next. */
static void
note_headless (Run *run)
{
  for (guint k = 0; k < 2; k++)
    {
      g_autoptr (GError) error = NULL;
      SuretyBlock block;

      if (run->answers[k] == NULL || surety_batch_get_block (run->answers[k], 0, &block, &error))
        continue;
      if (error == NULL)
        g_set_error_literal (&error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                             "The endpoint has no latest block");
      surety_endpoints_note_failure (run->endpoints, run->peers[k], error);
    }
}

typedef enum
{
  HEAD_AGREED,
  HEAD_ONE_SILENT,
  HEAD_OTHER,
  HEAD_FAR,  /* one of them is long behind, or says so */
  HEAD_GONE, /* the flow was discarded: error is set */
} Head;

/* What was agreed on far below the other's head would be known for true and be long past, and who keeps no state of so
 * long ago could not contradict what is said of it. */
static gboolean
is_far (const SuretyBlock *low, const SuretyBlock *high)
{
  return high->number - low->number > MAX_LAG && high->timestamp > low->timestamp &&
         high->timestamp - low->timestamp > MAX_LAG_SECONDS;
}

/* The lower of the two heads, and whether the other has the same block there. */
static Head
find_head (Run *run, SuretyFlow *flow, SuretyBlock *out, GError **error)
{
  g_autoptr (SuretyBatch) a = new_block_batch ("latest");
  g_autoptr (SuretyBatch) b = new_block_batch ("latest");
  SuretyBlock blocks[2];
  char quantity[U256_HEX_SIZE];
  guint ahead;

  if (!ask_both (run, flow, a, b, error))
    return HEAD_GONE;
  if (!read_blocks (run, blocks))
    {
      note_headless (run);
      return HEAD_ONE_SILENT;
    }

  if (blocks[0].number != blocks[1].number)
    {
      g_autoptr (SuretyBatch) again = NULL;

      ahead = blocks[0].number > blocks[1].number ? 0 : 1;
      *out = blocks[1 - ahead];
      if (is_far (out, &blocks[ahead]))
        return HEAD_FAR;
      u256_to_quantity (out->number, quantity);
      again = new_block_batch (quantity);
      if (!ask_both (run, flow, ahead == 0 ? again : NULL, ahead == 1 ? again : NULL, error))
        return HEAD_GONE;
      if (run->answers[ahead] == NULL ||
          !surety_batch_get_block (run->answers[ahead], 0, &blocks[ahead], NULL))
        return HEAD_ONE_SILENT;
    }
  else
    *out = blocks[0];

  return hash_equal (&blocks[0].hash, &blocks[1].hash) && blocks[0].timestamp == blocks[1].timestamp
           ? HEAD_AGREED
           : HEAD_OTHER;
}

static Head
agree_on_head (Run *run, SuretyFlow *flow, SuretyBlock *out, GError **error)
{
  SuretyAgreement *agreement = surety_endpoints_get_agreement (run->endpoints);
  Head head = HEAD_OTHER;

  if (agreement->block.number > 0 && agreement->block.number >= agreement->known_head &&
      memcmp (agreement->peers, run->peers, sizeof run->peers) == 0 &&
      g_get_monotonic_time () - agreement->agreed_at < FRESH_US)
    {
      *out = agreement->block;
      return HEAD_AGREED;
    }

  for (guint attempt = 0; attempt < HEAD_ATTEMPTS && (head == HEAD_OTHER || head == HEAD_FAR);
       attempt++)
    {
      if (attempt > 0)
        {
          g_autoptr (GError) passed = NULL;

          /* A timeout is a rejection, and no error. */
          dex_await (surety_flow_guard (flow, dex_timeout_new_msec (HEAD_WAIT_MS)), &passed);
          if (g_error_matches (passed, G_IO_ERROR, G_IO_ERROR_CANCELLED))
            {
              g_propagate_error (error, g_steal_pointer (&passed));
              return HEAD_GONE;
            }
        }
      head = find_head (run, flow, out, error);
    }

  if (head == HEAD_AGREED)
    {
      agreement->block = *out;
      memcpy (agreement->peers, run->peers, sizeof run->peers);
      agreement->agreed_at = g_get_monotonic_time ();
    }
  return head;
}

static DexFuture *
run_alone (Run *run, SuretyFlow *flow)
{
  g_autoptr (GError) error = NULL;

  if (!dex_await (surety_flow_guard (flow, surety_endpoints_run (run->endpoints, run->batch)),
                  &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_for_object (run->batch);
}

static DexFuture *
refuse (Run *run, const char *what)
{
  GError *error = new_disagreement (run, what);

  surety_endpoints_set_disagreement (run->endpoints, error);
  return dex_future_new_for_error (error);
}

/* Compares what both said. NULL: nothing differs, and *best said at least as much as the other. */
static DexFuture *
compare (Run *run, guint *witnesses, guint *best)
{
  guint n_missing[2] = { 0, 0 };

  for (guint i = 0; i < surety_batch_size (run->batch); i++)
    switch (surety_batch_compare (run->answers[0], run->answers[1], i))
      {
      case SURETY_ANSWERS_SAME:
        break;
      case SURETY_ANSWERS_NONE:
        for (guint k = 0; k < 2; k++)
          n_missing[k] += surety_batch_is_answered (run->answers[k], i) ? 0 : 1;
        break;
      case SURETY_ANSWERS_OTHER:
      default:
        return refuse (run, surety_batch_get_method (run->batch, i));
      }
  *witnesses = n_missing[0] + n_missing[1] > 0 ? 1 : 2;
  *best = n_missing[0] <= n_missing[1] ? 0 : 1;
  return NULL;
}

static DexFuture *
run_fiber (SuretyFlow *flow, gpointer data)
{
  Run *run = data;
  char block[U256_HEX_SIZE];
  gboolean floating = surety_batch_is_floating (run->batch);
  g_autoptr (SuretyBatch) a = NULL;
  g_autoptr (SuretyBatch) b = NULL;
  GError *error = NULL;
  DexFuture *refused;
  guint heard = 1;
  guint witnesses = 1;
  guint best = 0;
  SuretyBlock head;

  if (surety_endpoints_list_well (run->endpoints, run->peers, 2) < 2)
    return run_alone (run, flow);

  if (floating)
    {
      switch (agree_on_head (run, flow, &head, &error))
        {
        case HEAD_AGREED:
          break;
        case HEAD_ONE_SILENT:
          return run_alone (run, flow);
        case HEAD_OTHER:
          return refuse (run, "the hash of a block");
        case HEAD_FAR:
          return refuse (run, "how far the chain has come");
        case HEAD_GONE:
        default:
          return dex_future_new_for_error (error);
        }
      u256_to_quantity (head.number, block);
    }

  a = surety_batch_clone_at (run->batch, floating ? block : NULL);
  b = surety_batch_clone_at (run->batch, floating ? block : NULL);
  if (!ask_both (run, flow, a, b, &error))
    return dex_future_new_for_error (error);
  if (run->answers[0] == NULL && run->answers[1] == NULL)
    return run_alone (run, flow);

  if (run->answers[0] != NULL && run->answers[1] != NULL)
    {
      heard = 2;
      refused = compare (run, &witnesses, &best);
      if (refused != NULL)
        return refused;
      if (witnesses == 2)
        surety_endpoints_set_disagreement (run->endpoints, NULL);
    }
  else
    best = run->answers[0] != NULL ? 0 : 1;
  surety_batch_take_answers (run->batch, run->answers[best], heard, witnesses);
  return dex_future_new_for_object (run->batch);
}

DexFuture *
surety_endpoints_run_agreed (SuretyEndpoints *self, SuretyBatch *batch)
{
  Run *run;

  dex_return_error_if_fail (SURETY_IS_ENDPOINTS (self));
  dex_return_error_if_fail (SURETY_IS_BATCH (batch));
  dex_return_error_if_fail (surety_batch_is_read (batch));

  run = g_new0 (Run, 1);
  run->endpoints = g_object_ref (self);
  run->batch = g_object_ref (batch);
  return surety_flow_spawn (run_fiber, run, run_free);
}
