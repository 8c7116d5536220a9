/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-rpc-private.h"

#include "surety-batch-private.h"
#include "surety-decode.h"
#include "surety-json.h"

/* A pause longer than this is not waited for: the caller has better to do, and maybe another
 * endpoint. */
#define MAX_PATIENCE_MS 30000u
/* Answers that stay text take no nodes: they may be so much larger. */
#define TEXT_FACTOR 2u

struct _SuretyRpc
{
  GObject parent;

  SuretyTransport *transport;
  SuretyRate *rate;
  gsize max_reply;
  guint deadline_ms;
  guint backoff_ms;
  guint max_batch;

  guint64 round_trips;
  guint64 bytes_out;
  guint64 bytes_in;
  SuretyTrafficPurpose purpose;
  guint latency; /* milliseconds, smoothed */
  guint64 n_failed;
};

G_DEFINE_FINAL_TYPE (SuretyRpc, surety_rpc, G_TYPE_OBJECT)

/* Some calls of a batch, asked in one exchange (or a few, when the peer takes no such batch). */
typedef struct
{
  SuretyRpc *rpc;
  SuretyBatch *batch;
  GArray *which; /* guint */
  guint attempts;
  gint64 left;    /* microseconds of the deadline; waiting for a turn takes none */
  GPtrArray *cut; /* GBytes: answers as texts; NULL = none is wanted */
} Exchange;

static DexFuture *exchange_fiber (SuretyFlow *flow, gpointer data);

static void
exchange_free (gpointer data)
{
  Exchange *exchange = data;

  g_object_unref (exchange->rpc);
  g_object_unref (exchange->batch);
  g_array_unref (exchange->which);
  g_clear_pointer (&exchange->cut, g_ptr_array_unref);
  g_free (exchange);
}

static DexFuture *
exchange_start (SuretyRpc *rpc,
                SuretyBatch *batch,
                GArray *which,
                guint first,
                guint n,
                guint attempts)
{
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->rpc = g_object_ref (rpc);
  exchange->batch = g_object_ref (batch);
  exchange->attempts = attempts;
  exchange->left = (gint64) rpc->deadline_ms * 1000;
  exchange->which = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_vals (exchange->which, &g_array_index (which, guint, first), n);

  return surety_flow_spawn (exchange_fiber, exchange, exchange_free);
}

/* The calls of which, at most max at a time. Resolves to: TRUE when all are answered. */
static DexFuture *
start_parts (SuretyRpc *self, SuretyBatch *batch, GArray *which, guint max, guint attempts)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (dex_unref);

  for (guint first = 0; first < which->len; first += max)
    g_ptr_array_add (parts, exchange_start (self, batch, which, first,
                                            MIN (max, which->len - first), attempts));

  return dex_future_all_racev ((DexFuture *const *) parts->pdata, parts->len);
}

/* Who was asked for what, for the list of what left the machine. Each call has an equal part of the bytes. */
static void
count (Exchange *exchange, gsize out, gsize in)
{
  SuretyRpc *self = exchange->rpc;
  g_autofree char *host = NULL;

  if (surety_transport_is_inside (self->transport))
    return;

  host = surety_transport_dup_label (self->transport);
  for (guint k = 0; k < exchange->which->len; k++)
    {
      const guint i = g_array_index (exchange->which, guint, k);

      surety_traffic_count (self->purpose, host, surety_batch_get_method (exchange->batch, i),
                            out > 0, out / exchange->which->len, in / exchange->which->len);
    }
}

static void
measure (SuretyRpc *self, gint64 microseconds)
{
  const guint now = (guint) MAX (microseconds / 1000, 1);

  self->latency = self->latency == 0 ? now : (3 * self->latency + now) / 4;
}

/* One request and its reply, as JSON. Resolves the story's awaits; NULL and an error if it failed. */
static JsonNode *
exchange_once (Exchange *exchange, SuretyFlow *flow, GError **error)
{
  SuretyRpc *self = exchange->rpc;
  g_autoptr (GBytes) request = surety_batch_encode (exchange->batch, exchange->which);
  g_autoptr (GBytes) reply = NULL;
  g_autoptr (SuretyTurn) turn = NULL;
  const guint pause = surety_rate_get_pause (self->rate);
  const gsize max_reply = surety_batch_wants_text (exchange->batch) ? TEXT_FACTOR * self->max_reply
                                                                    : self->max_reply;
  gint64 start;

  if (pause > MAX_PATIENCE_MS)
    {
      g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_RATE_LIMITED,
                   "The endpoint wants to be left alone for %u s", pause / 1000);
      return NULL;
    }

  turn = surety_rate_take_turn (self->rate);
  if (!dex_await (surety_flow_guard (flow, surety_turn_wait (turn)), error))
    return NULL;

  self->round_trips++;
  self->bytes_out += g_bytes_get_size (request);
  count (exchange, g_bytes_get_size (request), 0);
  start = g_get_monotonic_time ();
  reply =
    dex_await_boxed (surety_flow_guard (flow,
                                        surety_transport_send (self->transport, request, max_reply,
                                                               (guint) MAX (exchange->left / 1000,
                                                                            1))),
                     error);
  exchange->left -= g_get_monotonic_time () - start;
  if (reply == NULL)
    {
      self->n_failed++;
      return NULL;
    }

  measure (self, g_get_monotonic_time () - start);
  self->bytes_in += g_bytes_get_size (reply);
  count (exchange, 0, g_bytes_get_size (reply));
  if (g_bytes_get_size (reply) > max_reply)
    {
      g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TOO_LARGE,
                   "The reply is over %" G_GSIZE_FORMAT " bytes", max_reply);
      return NULL;
    }

  g_clear_pointer (&exchange->cut, g_ptr_array_unref);
  if (surety_batch_wants_text (exchange->batch))
    exchange->cut = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  return dex_await_boxed (surety_flow_guard (flow, surety_json_parse_hollow_future (reply,
                                                                                    exchange->cut)),
                          error);
}

/* What a provider said in the body of a status that is no success: its words replace the bare status
 * when they are a JSON-RPC error. */
static gboolean
read_error_body (Exchange *exchange, gboolean *refused, GError **error)
{
  g_autoptr (GBytes) body = surety_chain_error_dup_body (*error);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) said = NULL;
  const GError *kind;

  if (body == NULL || (node = surety_json_parse (body, NULL)) == NULL)
    return FALSE;

  if (!surety_batch_decode (exchange->batch, exchange->which, node, refused, &said))
    {
      if (*refused)
        {
          surety_chain_error_set_retry_after (said, surety_chain_error_get_retry_after (*error));
          g_clear_error (error);
          *error = g_steal_pointer (&said);
        }
      return FALSE;
    }

  /* A result under an error status is no answer, nor is one that only repeats the status. */
  kind = surety_batch_peek_error (exchange->batch, g_array_index (exchange->which, guint, 0));
  return kind != NULL &&
         !g_error_matches (*error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_RATE_LIMITED);
}

/* Whether asking again may help. */
static gboolean
is_passing (const GError *error)
{
  if (error->domain != SURETY_CHAIN_ERROR)
    return FALSE;

  switch ((SuretyChainError) error->code)
    {
    case SURETY_CHAIN_ERROR_TRANSPORT:
    case SURETY_CHAIN_ERROR_TIMEOUT:
    case SURETY_CHAIN_ERROR_RATE_LIMITED:
      return TRUE;
    case SURETY_CHAIN_ERROR_HTTP:
      return surety_chain_error_get_status (error) >= 500;
    case SURETY_CHAIN_ERROR_TOO_LARGE:
    case SURETY_CHAIN_ERROR_MALFORMED:
    case SURETY_CHAIN_ERROR_RPC:
    case SURETY_CHAIN_ERROR_UNSUPPORTED:
    case SURETY_CHAIN_ERROR_RANGE_LIMIT:
    case SURETY_CHAIN_ERROR_REVERT:
    case SURETY_CHAIN_ERROR_WRONG_CHAIN:
    case SURETY_CHAIN_ERROR_NO_ENDPOINT:
    case SURETY_CHAIN_ERROR_NONCE_TOO_LOW:
    case SURETY_CHAIN_ERROR_ALREADY_KNOWN:
    case SURETY_CHAIN_ERROR_UNDERPRICED:
    case SURETY_CHAIN_ERROR_INSUFFICIENT_FUNDS:
    case SURETY_CHAIN_ERROR_REFUSED:
    case SURETY_CHAIN_ERROR_PLAIN:
    default:
      return FALSE;
    }
}

/* Sleeps before the next attempt; rate limits wait in the rate's own queue. */
static gboolean
back_off (Exchange *exchange, SuretyFlow *flow, guint attempt, GError **error)
{
  const guint base = exchange->rpc->backoff_ms << MIN (attempt, 6u);
  const guint wait = base / 2 + (guint) g_random_int_range (0, (gint32) base + 1);
  g_autoptr (GError) woken = NULL;

  exchange->left -= (gint64) wait * 1000;
  dex_await (surety_flow_guard (flow, dex_timeout_new_msec ((int) wait)), &woken);
  if (g_error_matches (woken, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&woken));
      return FALSE;
    }

  return TRUE;
}

static DexFuture *
exchange_fiber (SuretyFlow *flow, gpointer data)
{
  Exchange *exchange = data;
  SuretyRpc *self = exchange->rpc;
  const gboolean is_read = surety_batch_is_read (exchange->batch);
  const guint attempts = is_read ? exchange->attempts : 1;
  guint timeouts = 0;

  for (guint attempt = 0;; attempt++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) reply = exchange_once (exchange, flow, &error);
      gboolean refused = FALSE;
      gboolean answered;

      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return dex_future_new_for_error (g_steal_pointer (&error));

      answered = reply != NULL ? surety_batch_decode_hollow (exchange->batch, exchange->which,
                                                             reply, exchange->cut, &refused, &error)
                               : read_error_body (exchange, &refused, &error);
      if (answered)
        {
          g_autoptr (GArray) limited = surety_batch_dup_limited (exchange->batch, exchange->which);

          if (limited->len == 0)
            {
              surety_rate_praise (self->rate);
              return dex_future_new_true ();
            }

          surety_rate_complain (self->rate, 0);
          if (attempt + 1 >= attempts || exchange->left <= 0)
            return dex_future_new_true ();
          g_clear_pointer (&exchange->which, g_array_unref);
          exchange->which = g_steal_pointer (&limited);
          continue;
        }

      if (g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_RATE_LIMITED))
        {
          if (surety_rate_get_pause (self->rate) <= MAX_PATIENCE_MS)
            surety_rate_complain (self->rate, surety_chain_error_get_retry_after (error));
          if (surety_rate_get_pause (self->rate) > MAX_PATIENCE_MS)
            return dex_future_new_for_error (g_steal_pointer (&error));
        }
      else if (refused && is_read && exchange->which->len > 1)
        {
          self->max_batch = MIN (self->max_batch, exchange->which->len / 2);
          return start_parts (self, exchange->batch, exchange->which, self->max_batch,
                              exchange->attempts);
        }
      else if (g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TIMEOUT))
        timeouts++;

      /* What is tried again must come within the one deadline. */
      if (!is_passing (error) || attempt + 1 >= attempts || timeouts > 1 || exchange->left <= 0)
        return dex_future_new_for_error (g_steal_pointer (&error));

      if (!g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_RATE_LIMITED))
        {
          g_clear_error (&error);
          if (!back_off (exchange, flow, attempt, &error))
            return dex_future_new_for_error (g_steal_pointer (&error));
        }
    }
}

static DexFuture *
run_fiber (SuretyFlow *flow, gpointer data)
{
  Exchange *run = data;
  g_autoptr (GError) error = NULL;

  if (run->which->len > 0 &&
      !dex_await (surety_flow_guard (flow, start_parts (run->rpc, run->batch, run->which,
                                                        run->rpc->max_batch, run->attempts)),
                  &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_object (run->batch);
}

DexFuture *
surety_rpc_run_attempts (SuretyRpc *self, SuretyBatch *batch, guint attempts)
{
  Exchange *run = g_new0 (Exchange, 1);

  run->rpc = g_object_ref (self);
  run->batch = g_object_ref (batch);
  run->attempts = attempts;
  run->which = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < surety_batch_size (batch); i++)
    g_array_append_val (run->which, i);

  return surety_flow_spawn (run_fiber, run, exchange_free);
}

DexFuture *
surety_rpc_run (SuretyRpc *self, SuretyBatch *batch)
{
  dex_return_error_if_fail (SURETY_IS_RPC (self));
  dex_return_error_if_fail (SURETY_IS_BATCH (batch));

  return surety_rpc_run_attempts (self, batch, SURETY_RPC_ATTEMPTS);
}

static void
surety_rpc_finalize (GObject *object)
{
  SuretyRpc *self = SURETY_RPC (object);

  g_clear_object (&self->transport);
  g_clear_pointer (&self->rate, surety_rate_free);

  G_OBJECT_CLASS (surety_rpc_parent_class)->finalize (object);
}

static void
surety_rpc_class_init (SuretyRpcClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_rpc_finalize;
}

static void
surety_rpc_init (SuretyRpc *self)
{
  self->rate = surety_rate_new ();
  self->max_reply = 16u * 1024u * 1024u;
  self->deadline_ms = 20000;
  self->backoff_ms = 250;
  self->max_batch = 100;
}

SuretyRpc *
surety_rpc_new (SuretyTransport *transport)
{
  SuretyRpc *self;

  g_return_val_if_fail (SURETY_IS_TRANSPORT (transport), NULL);

  self = g_object_new (SURETY_TYPE_RPC, NULL);
  self->transport = g_object_ref (transport);

  return self;
}

SuretyTransport *
surety_rpc_get_transport (SuretyRpc *self)
{
  g_return_val_if_fail (SURETY_IS_RPC (self), NULL);

  return self->transport;
}

void
surety_rpc_get_traffic (SuretyRpc *self,
                        guint64 *round_trips,
                        guint64 *bytes_out,
                        guint64 *bytes_in)
{
  g_return_if_fail (SURETY_IS_RPC (self));

  if (round_trips != NULL)
    *round_trips = self->round_trips;
  if (bytes_out != NULL)
    *bytes_out = self->bytes_out;
  if (bytes_in != NULL)
    *bytes_in = self->bytes_in;
}

void
surety_rpc_set_purpose (SuretyRpc *self, SuretyTrafficPurpose purpose)
{
  g_return_if_fail (SURETY_IS_RPC (self));

  self->purpose = purpose;
}

guint
surety_rpc_get_latency (SuretyRpc *self)
{
  g_return_val_if_fail (SURETY_IS_RPC (self), 0);

  return self->latency;
}

guint64
surety_rpc_get_n_failed (SuretyRpc *self)
{
  g_return_val_if_fail (SURETY_IS_RPC (self), 0);

  return self->n_failed;
}

double
surety_rpc_get_limit (SuretyRpc *self)
{
  g_return_val_if_fail (SURETY_IS_RPC (self), 0);

  return surety_rate_get_per_second (self->rate);
}

void
surety_rpc_set_limits (SuretyRpc *self, gsize max_reply, guint deadline_ms, guint backoff_ms)
{
  self->max_reply = max_reply > 0 ? max_reply : self->max_reply;
  self->deadline_ms = deadline_ms > 0 ? deadline_ms : self->deadline_ms;
  self->backoff_ms = backoff_ms > 0 ? backoff_ms : self->backoff_ms;
}

void
surety_rpc_set_max_batch (SuretyRpc *self, guint max_batch)
{
  self->max_batch = MAX (1u, max_batch);
}

guint
surety_rpc_get_max_batch (SuretyRpc *self)
{
  return self->max_batch;
}

SuretyRate *
surety_rpc_get_rate (SuretyRpc *self)
{
  return self->rate;
}
