/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-endpoints-private.h"

#include <string.h>

#include "surety-batch-private.h"
#include "surety-rpc-private.h"

#define MAX_COOLDOWN_MS (5u * 60u * 1000u)

typedef struct
{
  SuretyRpc *rpc;
  gboolean checked;    /* it serves our chain */
  DexFuture *checking; /* while its chain id is asked for */
  GError *error;       /* of the last exchange; NULL after a good one */
  guint failures;      /* in a row */
  gint64 failed_at;    /* the first of them */
  gint64 retry_at;
  guint64 head_time; /* of its newest block when it was last looked at; 0 = not known */
} Peer;

struct _SuretyEndpoints
{
  GObject parent;

  guint64 chain_id;
  GPtrArray *peers; /* Peer; never removed */
  Peer *current;
  SuretyAgreement agreement;
  guint cooldown_ms;
  guint recheck_ms;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_DISAGREED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SuretyEndpoints, surety_endpoints, G_TYPE_OBJECT)

typedef struct
{
  SuretyEndpoints *self;
  SuretyBatch *batch;
  Peer *peer; /* a check's, or the only one to be asked */
} Run;

static Run *
run_new (SuretyEndpoints *self, SuretyBatch *batch, Peer *peer)
{
  Run *run = g_new0 (Run, 1);

  run->self = g_object_ref (self);
  run->batch = batch != NULL ? g_object_ref (batch) : NULL;
  run->peer = peer;

  return run;
}

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_object (&run->batch);
  g_object_unref (run->self);
  g_free (run);
}

static void
peer_free (gpointer data)
{
  Peer *peer = data;

  dex_clear (&peer->checking);
  g_clear_error (&peer->error);
  g_object_unref (peer->rpc);
  g_free (peer);
}

static Peer *
get_peer (SuretyEndpoints *self, guint i)
{
  return g_ptr_array_index (self->peers, i);
}

static void
peer_failed (SuretyEndpoints *self, Peer *peer, const GError *error)
{
  const gint64 now = g_get_monotonic_time ();
  guint wait = self->cooldown_ms << MIN (peer->failures, 10u);
  const gboolean is_news = peer->error == NULL || peer->error->code != error->code;

  if (g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_RATE_LIMITED))
    wait = MAX (wait, surety_rate_get_pause (surety_rpc_get_rate (peer->rpc)));
  else
    wait = MIN (wait, MAX_COOLDOWN_MS);

  if (peer->failures++ == 0)
    peer->failed_at = now;
  peer->retry_at = now + (gint64) wait * 1000;
  g_clear_error (&peer->error);
  peer->error = g_error_copy (error);

  if (is_news)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
surety_endpoints_note_failure (SuretyEndpoints *self, guint i, const GError *error)
{
  peer_failed (self, get_peer (self, i), error);
}

static void
peer_succeeded (SuretyEndpoints *self, Peer *peer)
{
  const gboolean is_news = peer->error != NULL || self->current != peer;

  g_clear_error (&peer->error);
  peer->failures = 0;
  peer->retry_at = 0;
  self->current = peer;

  if (is_news)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Those that are well in the user's order, then those that are not, soonest first. */
static gint
compare_peers (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Peer *left = *(const Peer *const *) a;
  const Peer *right = *(const Peer *const *) b;
  const gint64 now = *(const gint64 *) user_data;
  const gint64 left_wait = MAX (left->retry_at, now);
  const gint64 right_wait = MAX (right->retry_at, now);

  return (left_wait > right_wait) - (left_wait < right_wait);
}

static GPtrArray *
dup_order (SuretyEndpoints *self)
{
  GPtrArray *order = g_ptr_array_new ();
  gint64 now = g_get_monotonic_time ();

  for (guint i = 0; i < self->peers->len; i++)
    g_ptr_array_add (order, get_peer (self, i));
  /* Stable. */
  g_ptr_array_sort_with_data (order, compare_peers, &now);

  return order;
}

static DexFuture *
check_fiber (SuretyFlow *flow, gpointer data)
{
  Run *run = data;
  Peer *peer = run->peer;
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (GError) error = NULL;
  guint64 chain_id;

  surety_batch_add (batch, "eth_chainId", NULL);
  if (dex_await (surety_flow_guard (flow, surety_rpc_run_attempts (peer->rpc, batch, 2)), &error) &&
      surety_batch_get_uint64 (batch, 0, &chain_id, &error))
    {
      peer->checked = chain_id == run->self->chain_id;
      if (!peer->checked)
        g_set_error (&error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_WRONG_CHAIN,
                     "The endpoint serves chain %" G_GUINT64_FORMAT ", not %" G_GUINT64_FORMAT,
                     chain_id, run->self->chain_id);
    }

  dex_clear (&peer->checking);
  /* The question is not to blame, whatever was to be asked next. */
  if (g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TOO_LARGE))
    error->code = SURETY_CHAIN_ERROR_MALFORMED;
  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/* Whether the peer serves our chain. Flows that come at the same time share one question. */
static gboolean
check_peer (SuretyEndpoints *self, Peer *peer, SuretyFlow *flow, GError **error)
{
  for (guint attempt = 0;; attempt++)
    {
      g_autoptr (GError) local_error = NULL;
      const gint64 failing = g_get_monotonic_time () - peer->failed_at;

      if (peer->failures > 0 && failing > (gint64) self->recheck_ms * 1000)
        peer->checked = FALSE;
      if (peer->checked)
        return TRUE;

      if (peer->checking == NULL)
        peer->checking = surety_flow_spawn (check_fiber, run_new (self, NULL, peer), run_free);
      if (dex_await (surety_flow_guard (flow, dex_ref (peer->checking)), &local_error))
        return TRUE;

      /* The flow that had asked went away and took the question with it: ask ourselves. If it is our
       * own flow that went away, the next await says so again. */
      if (!g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || attempt > 0)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
}

/* Whether another endpoint could do better. Who asks for logs asks for too many at once, sometimes. */
static gboolean
is_endpoints_fault (const GError *error, SuretyBatch *batch)
{
  if (!g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TOO_LARGE))
    return error->domain != G_IO_ERROR;
  for (guint i = 0; i < surety_batch_size (batch); i++)
    if (strcmp (surety_batch_get_method (batch, i), "eth_getLogs") == 0)
      return FALSE;
  return TRUE;
}

/* The first call that the peer was too busy to answer, asked as often as it may be. */
static const GError *
peek_limited (SuretyBatch *batch)
{
  for (guint i = 0; i < surety_batch_size (batch); i++)
    {
      const GError *error = surety_batch_peek_error (batch, i);

      if (g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_RATE_LIMITED))
        return error;
    }

  return NULL;
}

/* One exchange with one peer, and what it means for its health. *limited: it was too busy for some
 * of the calls. */
static gboolean
ask_peer (SuretyEndpoints *self,
          Peer *peer,
          SuretyFlow *flow,
          SuretyBatch *batch,
          guint attempts,
          gboolean *limited,
          GError **error)
{
  g_autoptr (GError) failed = NULL;
  g_autofree char *label = NULL;

  *limited = FALSE;
  if (check_peer (self, peer, flow, &failed) &&
      dex_await (surety_flow_guard (flow, surety_rpc_run_attempts (peer->rpc, batch, attempts)),
                 &failed))
    {
      const GError *busy = peek_limited (batch);

      *limited = busy != NULL;
      if (busy == NULL)
        peer_succeeded (self, peer);
      else
        peer_failed (self, peer, busy);
      return TRUE;
    }

  if (is_endpoints_fault (failed, batch))
    {
      label = surety_transport_dup_label (surety_rpc_get_transport (peer->rpc));
      g_prefix_error (&failed, "%s: ", label);
      peer_failed (self, peer, failed);
    }
  g_propagate_error (error, g_steal_pointer (&failed));
  return FALSE;
}

static DexFuture *
run_fiber (SuretyFlow *flow, gpointer data)
{
  Run *run = data;
  SuretyEndpoints *self = run->self;
  g_autoptr (GPtrArray) order = dup_order (self);
  g_autoptr (GError) error = NULL;

  if (order->len == 0)
    return dex_future_new_reject (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_NO_ENDPOINT,
                                  "No endpoint is set");

  for (guint i = 0; i < order->len; i++)
    {
      Peer *peer = g_ptr_array_index (order, i);
      const gboolean is_last = i + 1 == order->len;
      gboolean limited;

      g_clear_error (&error);
      if (ask_peer (self, peer, flow, run->batch, is_last ? SURETY_RPC_ATTEMPTS : 2, &limited,
                    &error))
        {
          if (!limited || is_last || !surety_batch_is_read (run->batch))
            return dex_future_new_for_object (run->batch);
          continue;
        }
      if (!is_endpoints_fault (error, run->batch))
        break;
    }

  return dex_future_new_for_error (g_steal_pointer (&error));
}

DexFuture *
surety_endpoints_run (SuretyEndpoints *self, SuretyBatch *batch)
{
  dex_return_error_if_fail (SURETY_IS_ENDPOINTS (self));
  dex_return_error_if_fail (SURETY_IS_BATCH (batch));

  return surety_flow_spawn (run_fiber, run_new (self, batch, NULL), run_free);
}

static DexFuture *
ask_fiber (SuretyFlow *flow, gpointer data)
{
  Run *run = data;
  g_autoptr (GError) error = NULL;
  gboolean limited;

  if (!ask_peer (run->self, run->peer, flow, run->batch, 2, &limited, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_for_object (run->batch);
}

DexFuture *
surety_endpoints_ask (SuretyEndpoints *self, guint i, SuretyBatch *batch)
{
  return surety_flow_spawn (ask_fiber, run_new (self, batch, get_peer (self, i)), run_free);
}

static DexFuture *
look_fiber (SuretyFlow *flow, gpointer data)
{
  Run *run = data;
  g_autoptr (GError) error = NULL;
  SuretyBlock block;
  gboolean limited;

  run->peer->head_time = 0;
  if (!ask_peer (run->self, run->peer, flow, run->batch, 2, &limited, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (!surety_batch_get_block (run->batch, 0, &block, &error))
    {
      if (error == NULL)
        g_set_error_literal (&error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                             "The endpoint has no newest block");
      /* Nobody can do without. */
      peer_failed (run->self, run->peer, error);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }
  run->peer->head_time = block.timestamp;
  return dex_future_new_true ();
}

DexFuture *
surety_endpoints_look (SuretyEndpoints *self, guint i)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();

  dex_return_error_if_fail (SURETY_IS_ENDPOINTS (self));
  dex_return_error_if_fail (i < self->peers->len);

  surety_batch_add_block (batch, "latest");
  return surety_flow_spawn (look_fiber, run_new (self, batch, get_peer (self, i)), run_free);
}

guint64
surety_endpoints_get_head_time (SuretyEndpoints *self, guint i)
{
  g_return_val_if_fail (SURETY_IS_ENDPOINTS (self), 0);
  g_return_val_if_fail (i < self->peers->len, 0);

  return get_peer (self, i)->head_time;
}

guint
surety_endpoints_list_well (SuretyEndpoints *self, guint *out, guint max)
{
  g_autoptr (GPtrArray) order = dup_order (self);
  const gint64 now = g_get_monotonic_time ();
  guint n = 0;

  for (guint k = 0; k < order->len && n < max; k++)
    {
      const Peer *peer = g_ptr_array_index (order, k);
      guint i;

      if (peer->retry_at <= now && g_ptr_array_find (self->peers, peer, &i))
        out[n++] = i;
    }
  return n;
}

SuretyAgreement *
surety_endpoints_get_agreement (SuretyEndpoints *self)
{
  return &self->agreement;
}

void
surety_endpoints_note_head (SuretyEndpoints *self, guint64 head)
{
  g_return_if_fail (SURETY_IS_ENDPOINTS (self));

  self->agreement.known_head = MAX (self->agreement.known_head, head);
}

const GError *
surety_endpoints_peek_disagreement (SuretyEndpoints *self)
{
  g_return_val_if_fail (SURETY_IS_ENDPOINTS (self), NULL);

  return self->agreement.error;
}

void
surety_endpoints_set_disagreement (SuretyEndpoints *self, const GError *error)
{
  g_autoptr (GError) old = g_steal_pointer (&self->agreement.error);

  self->agreement.error = error != NULL ? g_error_copy (error) : NULL;
  if ((old == NULL) != (error == NULL) ||
      (old != NULL && error != NULL && strcmp (old->message, error->message) != 0))
    g_signal_emit (self, signals[SIGNAL_DISAGREED], 0);
}

static void
surety_endpoints_finalize (GObject *object)
{
  SuretyEndpoints *self = SURETY_ENDPOINTS (object);

  g_ptr_array_unref (self->peers);
  g_clear_error (&self->agreement.error);

  G_OBJECT_CLASS (surety_endpoints_parent_class)->finalize (object);
}

static void
surety_endpoints_class_init (SuretyEndpointsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_endpoints_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", SURETY_TYPE_ENDPOINTS, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_DISAGREED] = g_signal_new ("disagreed", SURETY_TYPE_ENDPOINTS, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
surety_endpoints_init (SuretyEndpoints *self)
{
  self->peers = g_ptr_array_new_with_free_func (peer_free);
  self->cooldown_ms = 5000;
  self->recheck_ms = 60000;
}

SuretyEndpoints *
surety_endpoints_new (guint64 chain_id)
{
  SuretyEndpoints *self = g_object_new (SURETY_TYPE_ENDPOINTS, NULL);

  self->chain_id = chain_id;

  return self;
}

guint64
surety_endpoints_get_chain_id (SuretyEndpoints *self)
{
  g_return_val_if_fail (SURETY_IS_ENDPOINTS (self), 0);

  return self->chain_id;
}

void
surety_endpoints_add (SuretyEndpoints *self, SuretyTransport *transport)
{
  Peer *peer;

  g_return_if_fail (SURETY_IS_ENDPOINTS (self));

  peer = g_new0 (Peer, 1);
  peer->rpc = surety_rpc_new (transport);
  g_ptr_array_add (self->peers, peer);
}

guint
surety_endpoints_get_n (SuretyEndpoints *self)
{
  g_return_val_if_fail (SURETY_IS_ENDPOINTS (self), 0);

  return self->peers->len;
}

SuretyRpc *
surety_endpoints_get_rpc (SuretyEndpoints *self, guint i)
{
  g_return_val_if_fail (SURETY_IS_ENDPOINTS (self), NULL);
  g_return_val_if_fail (i < self->peers->len, NULL);

  return get_peer (self, i)->rpc;
}

SuretyRpc *
surety_endpoints_get_current (SuretyEndpoints *self)
{
  g_return_val_if_fail (SURETY_IS_ENDPOINTS (self), NULL);

  return self->current != NULL ? self->current->rpc : NULL;
}

const GError *
surety_endpoints_peek_error (SuretyEndpoints *self, guint i)
{
  g_return_val_if_fail (SURETY_IS_ENDPOINTS (self), NULL);
  g_return_val_if_fail (i < self->peers->len, NULL);

  return get_peer (self, i)->error;
}

void
surety_endpoints_set_patience (SuretyEndpoints *self, guint cooldown_ms, guint recheck_ms)
{
  self->cooldown_ms = cooldown_ms;
  self->recheck_ms = recheck_ms;
}
