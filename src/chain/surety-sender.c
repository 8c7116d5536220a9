/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-sender.h"

#include "surety-batch-private.h"
#include "surety-both.h"
#include "surety-decode.h"
#include "surety-flow.h"
#include "surety-rival.h"

/* Blocks: honest endpoints are not further apart. */
#define MAX_LAG 16u

G_DEFINE_BOXED_TYPE (SuretyTrack, surety_track, surety_track_copy, surety_track_free)

SuretyTrack *
surety_track_copy (const SuretyTrack *self)
{
  SuretyTrack *copy = g_memdup2 (self, sizeof *self);

  copy->receipt = self->receipt != NULL ? surety_receipt_copy (self->receipt) : NULL;
  return copy;
}

void
surety_track_free (SuretyTrack *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->receipt, surety_receipt_free);
  g_free (self);
}

typedef struct
{
  SuretyEndpoints *endpoints;
  Address account;
  GBytes *signed_bytes;
  Hash transaction;
  guint64 nonce;
  guint64 depth;
  gboolean search;
} Run;

static Run *
run_new (SuretyEndpoints *endpoints)
{
  Run *run = g_new0 (Run, 1);

  run->endpoints = g_object_ref (endpoints);
  return run;
}

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_pointer (&run->signed_bytes, g_bytes_unref);
  g_object_unref (run->endpoints);
  g_free (run);
}

static gboolean
run_batch (Run *run, SuretyFlow *flow, SuretyBatch *batch, GError **error)
{
  return dex_await (surety_flow_guard (flow, surety_endpoints_run (run->endpoints, batch)), error);
}

static SuretyBoth *
run_both (Run *run, SuretyFlow *flow, SuretyBatch *batch, GError **error)
{
  return dex_await_boxed (surety_flow_guard (flow,
                                             surety_endpoints_run_both (run->endpoints, batch)),
                          error);
}

static gboolean
malformed (GError **error, const char *problem)
{
  g_set_error_literal (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED, problem);
  return FALSE;
}

/* eth_getTransactionByHash: null, or the very transaction. */
static gboolean
read_known (Run *run, JsonNode *node, gboolean *is_known, GError **error)
{
  Hash hash;

  *is_known = !JSON_NODE_HOLDS_NULL (node);
  if (!*is_known)
    return TRUE;
  if (!surety_decode_hash (surety_decode_member (node, "hash"), "a transaction's hash", &hash,
                           error))
    return FALSE;
  if (!hash_equal (&hash, &run->transaction))
    return malformed (error, "The endpoint answers with another transaction");

  return TRUE;
}

/* Whether the chain or the pool has the transaction; FALSE also when it cannot be found out. */
static gboolean
is_there (Run *run, SuretyFlow *flow)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  JsonNode *node;
  gboolean is_known;

  surety_batch_add_transaction (batch, &run->transaction);
  if (!run_batch (run, flow, batch, NULL))
    return FALSE;

  node = surety_batch_get_result (batch, 0, NULL);
  return node != NULL && read_known (run, node, &is_known, NULL) && is_known;
}

/* What one endpoint answered. NULL: it took the bytes, or has them. */
static GError *
read_taken (Run *run, SuretyFlow *flow, SuretyBatch *batch)
{
  GError *error = NULL;
  JsonNode *result = surety_batch_get_result (batch, 0, &error);
  Hash hash;

  if (g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_ALREADY_KNOWN))
    g_clear_error (&error);
  /* After an exchange that was cut, "nonce too low" may mean that it had arrived and is mined. */
  else if (g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_NONCE_TOO_LOW) &&
           is_there (run, flow))
    g_clear_error (&error);
  else if (result != NULL && surety_decode_hash (result, "eth_sendRawTransaction", &hash, &error) &&
           !hash_equal (&hash, &run->transaction))
    g_set_error_literal (&error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                         "The endpoint answers with another transaction's hash");
  return error;
}

static DexFuture *
send_fiber (SuretyFlow *flow, gpointer data)
{
  Run *run = data;
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (SuretyBoth) both = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *params = json_array_new ();
  JsonNode *node = json_node_init_array (json_node_alloc (), params);
  gsize len;
  const guint8 *bytes = g_bytes_get_data (run->signed_bytes, &len);
  g_autofree char *text = surety_encode_bytes (bytes, len);

  json_array_add_string_element (params, text);
  json_array_unref (params);
  surety_batch_add (batch, "eth_sendRawTransaction", node);

  both = run_both (run, flow, batch, &error);
  if (both == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < both->n; i++)
    {
      g_autoptr (GError) refused = read_taken (run, flow, both->batches[i]);

      if (refused == NULL)
        return dex_future_new_true ();
      if (error == NULL)
        error = g_steal_pointer (&refused);
    }
  return dex_future_new_for_error (g_steal_pointer (&error));
}

DexFuture *
surety_sender_send (SuretyEndpoints *endpoints, GBytes *signed_bytes)
{
  Run *run;
  gsize len;
  const guint8 *data;

  dex_return_error_if_fail (SURETY_IS_ENDPOINTS (endpoints));
  dex_return_error_if_fail (signed_bytes != NULL);

  data = g_bytes_get_data (signed_bytes, &len);
  run = run_new (endpoints);
  run->signed_bytes = g_bytes_ref (signed_bytes);
  run->transaction = keccak256 ((Bytes) { data, len });

  return surety_flow_spawn (send_fiber, run, run_free);
}

enum
{
  LOOK_RECEIPT,
  LOOK_TRANSACTION,
  LOOK_NONCE,
  LOOK_HEAD,
  LOOK_PENDING,
};

/* What an endpoint says of the transaction itself; UNKNOWN when neither mined nor in its pool. */
static gboolean
read_transaction (Run *run, SuretyBatch *batch, SuretyTrack *track, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  JsonNode *node;
  gboolean is_known;

  track->receipt = surety_batch_dup_receipt (batch, LOOK_RECEIPT, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  node = surety_batch_get_result (batch, LOOK_TRANSACTION, error);
  if (node == NULL || !read_known (run, node, &is_known, error))
    return FALSE;

  if (track->receipt == NULL)
    {
      track->state = is_known ? SURETY_TRACK_PENDING : SURETY_TRACK_UNKNOWN;
      return TRUE;
    }

  if (!hash_equal (&track->receipt->transaction, &run->transaction) ||
      !address_equal (&track->receipt->from, &run->account))
    return malformed (error, "The endpoint answers with another transaction's receipt");

  /* The two answers may be of nodes a block apart. */
  track->head = MAX (track->head, track->receipt->block);
  track->confirmations = track->head - track->receipt->block + 1;
  track->state = track->confirmations >= run->depth ? SURETY_TRACK_FINAL : SURETY_TRACK_MINED;

  return TRUE;
}

/* What one endpoint says. *nonce stays G_MAXUINT64 when it does not know the state there any more. */
static SuretyTrack *
read_track (Run *run, SuretyBatch *batch, guint64 *nonce, GError **error)
{
  g_autoptr (SuretyTrack) track = g_new0 (SuretyTrack, 1);
  g_autoptr (GError) local_error = NULL;
  SuretyBlock head;

  *nonce = G_MAXUINT64;
  if (!surety_batch_get_block (batch, LOOK_HEAD, &head, &local_error))
    {
      if (local_error == NULL)
        local_error = g_error_new_literal (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                                           "The endpoint has no head block");
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  track->head = head.number;
  track->base_fee = head.base_fee;
  track->next_nonce = G_MAXUINT64;
  /* Some serve no pool: then nothing is said of it. */
  if (!surety_batch_get_uint64 (batch, LOOK_PENDING, &track->pending_nonce, NULL))
    track->pending_nonce = G_MAXUINT64;
  if (!read_transaction (run, batch, track, error))
    return NULL;
  if (!surety_batch_get_uint64 (batch, LOOK_NONCE, nonce, &local_error))
    {
      if (g_error_matches (local_error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      *nonce = G_MAXUINT64;
    }

  return g_steal_pointer (&track);
}

static gboolean
is_mined (const SuretyTrack *track)
{
  return track->receipt != NULL;
}

/* One has the receipt, the other none: a moment's difference, unless the other has seen all that would make
 * it final. */
static gboolean
is_denied (Run *run, const SuretyTrack *has, const SuretyTrack *has_not)
{
  return has_not->head >= has->receipt->block + run->depth - 1;
}

/* What they differ in, when that is more than a moment's difference; else NULL. */
static const char *
find_difference (Run *run, SuretyBoth *both, const SuretyTrack *a, const SuretyTrack *b)
{
  if (is_mined (a) && is_mined (b))
    {
      if (hash_equal (&a->receipt->block_hash, &b->receipt->block_hash))
        return surety_batch_compare (both->batches[0], both->batches[1], LOOK_RECEIPT) ==
                   SURETY_ANSWERS_SAME
                 ? NULL
                 : "the receipt of a transaction";
      /* Two sides of a reorganisation, until it is over. */
      return is_denied (run, a, b) || is_denied (run, b, a) ? "the block a transaction is in"
                                                            : NULL;
    }
  if (is_mined (a) || is_mined (b))
    {
      const SuretyTrack *has = is_mined (a) ? a : b;
      const SuretyTrack *has_not = is_mined (a) ? b : a;

      if (is_denied (run, has, has_not))
        return "whether a transaction is mined";
      if (has->receipt->block > has_not->head && has->receipt->block - has_not->head > MAX_LAG)
        return "how far the chain has come";
    }
  return NULL;
}

/* Whether both have it in the same block, or both in none. */
static gboolean
is_settled (const SuretyTrack *a, const SuretyTrack *b)
{
  return is_mined (a) == is_mined (b) &&
         (!is_mined (a) || hash_equal (&a->receipt->block_hash, &b->receipt->block_hash));
}

/* What both together say: no more than each does. Both are taken. */
static SuretyTrack *
combine (Run *run, SuretyBoth *both, SuretyTrack *tracks[2], GError **error)
{
  g_autoptr (SuretyTrack) a = tracks[0];
  g_autoptr (SuretyTrack) b = tracks[1];
  const char *difference = find_difference (run, both, a, b);

  if (difference != NULL)
    {
      g_propagate_error (error, surety_both_refuse (both, run->endpoints, difference));
      return NULL;
    }
  if (!is_settled (a, b))
    {
      SuretyTrack *lower = a->head <= b->head ? a : b;

      g_clear_pointer (&lower->receipt, surety_receipt_free);
      lower->confirmations = 0;
      lower->state = SURETY_TRACK_UNSETTLED;
      return lower == a ? g_steal_pointer (&a) : g_steal_pointer (&b);
    }
  if (is_mined (a))
    return a->confirmations <= b->confirmations ? g_steal_pointer (&a) : g_steal_pointer (&b);
  return a->state == SURETY_TRACK_PENDING ? g_steal_pointer (&a) : g_steal_pointer (&b);
}

/* What one of them has waits. */
static void
share_pool (SuretyTrack *tracks[2])
{
  guint64 most = 0;

  for (guint i = 0; i < 2; i++)
    if (tracks[i]->pending_nonce != G_MAXUINT64)
      most = MAX (most, tracks[i]->pending_nonce);
  if (most > 0)
    tracks[0]->pending_nonce = tracks[1]->pending_nonce = most;
}

/* nonce_block: where the account's nonce is looked at. *nonce: the lowest of those heard, G_MAXUINT64 when
 * there is none. *agreed: two say the same. */
static SuretyTrack *
look_at (Run *run,
         SuretyFlow *flow,
         const char *nonce_block,
         guint64 *nonce,
         gboolean *agreed,
         GError **error)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (SuretyBoth) both = NULL;
  g_autoptr (GError) failed = NULL;
  SuretyTrack *tracks[2] = { NULL, NULL };

  surety_batch_add_receipt (batch, &run->transaction);
  surety_batch_add_transaction (batch, &run->transaction);
  surety_batch_add_nonce (batch, &run->account, nonce_block);
  surety_batch_add_block (batch, "latest");
  surety_batch_add_nonce (batch, &run->account, "pending");

  both = run_both (run, flow, batch, error);
  if (both == NULL)
    return NULL;

  *nonce = G_MAXUINT64;
  *agreed = FALSE;
  for (guint i = 0; i < both->n; i++)
    {
      guint64 its;

      g_clear_error (&failed);
      tracks[i] = read_track (run, both->batches[i], &its, &failed);
      if (tracks[i] == NULL)
        continue;
      *agreed = i == 1 && tracks[0] != NULL && its != G_MAXUINT64 && *nonce != G_MAXUINT64;
      *nonce = MIN (*nonce, its);
    }
  if (tracks[0] != NULL && tracks[1] != NULL)
    {
      share_pool (tracks);
      return combine (run, both, tracks, error);
    }
  if (tracks[0] != NULL || tracks[1] != NULL)
    return tracks[0] != NULL ? tracks[0] : tracks[1];
  g_propagate_error (error, g_steal_pointer (&failed));
  return NULL;
}

/* Its nonce is said to be used at that block. Two who say so are believed; one must show by what. */
static gboolean
take_used (Run *run,
           SuretyFlow *flow,
           SuretyTrack *track,
           guint64 block,
           gboolean agreed,
           GError **error)
{
  gboolean found = FALSE;

  if (!agreed && run->search &&
      !surety_rival_find (run->endpoints, flow, &run->account, run->nonce, &run->transaction, block,
                          &found, &track->other, error))
    return FALSE;
  track->state = agreed || found ? SURETY_TRACK_REPLACED : SURETY_TRACK_CLAIMED;
  return TRUE;
}

static DexFuture *
look_fiber (SuretyFlow *flow, gpointer data)
{
  Run *run = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyTrack) track = NULL;
  char deep[U256_HEX_SIZE];
  gboolean agreed = FALSE;
  guint64 block;
  guint64 nonce;
  guint64 next;

  track = look_at (run, flow, "latest", &nonce, &agreed, &error);
  if (track == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  track->next_nonce = next = nonce;

  /* Neither mined nor waiting, and its nonce is used: by another, unless this node is behind. */
  if (track->state == SURETY_TRACK_UNKNOWN && nonce != G_MAXUINT64 && nonce > run->nonce)
    {
      block = track->head >= run->depth ? track->head - run->depth + 1 : 0;
      u256_to_quantity (block, deep);
      g_clear_pointer (&track, surety_track_free);
      track = look_at (run, flow, deep, &nonce, &agreed, &error);
      if (track == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
      track->next_nonce = next;
      if (track->state == SURETY_TRACK_UNKNOWN)
        {
          track->state = SURETY_TRACK_PENDING;
          if (nonce != G_MAXUINT64 && nonce > run->nonce &&
              !take_used (run, flow, track, block, agreed, &error))
            return dex_future_new_for_error (g_steal_pointer (&error));
        }
    }

  return dex_future_new_take_boxed (SURETY_TYPE_TRACK, g_steal_pointer (&track));
}

DexFuture *
surety_sender_look (SuretyEndpoints *endpoints,
                    const Hash *transaction,
                    const Address *account,
                    guint64 nonce,
                    guint64 depth,
                    gboolean search)
{
  Run *run;

  dex_return_error_if_fail (SURETY_IS_ENDPOINTS (endpoints));
  dex_return_error_if_fail (transaction != NULL && account != NULL);
  dex_return_error_if_fail (depth >= 1);

  run = run_new (endpoints);
  run->transaction = *transaction;
  run->account = *account;
  run->nonce = nonce;
  run->depth = depth;
  run->search = search;

  return surety_flow_spawn (look_fiber, run, run_free);
}
