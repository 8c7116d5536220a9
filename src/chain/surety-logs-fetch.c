/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-logs-private.h"

#include "surety-flow.h"

/* Questions in one exchange. */
#define MAX_PARTS 16u
/* Logs one exchange should bring: 14 MB of text. */
#define GOOD_LOGS 20000u

G_DEFINE_BOXED_TYPE (SuretyLogsFetched,
                     surety_logs_fetched,
                     surety_logs_fetched_copy,
                     surety_logs_fetched_free)

SuretyLogsFetched *
surety_logs_fetched_copy (const SuretyLogsFetched *self)
{
  SuretyLogsFetched *copy = g_memdup2 (self, sizeof *self);

  copy->headers = g_array_ref (self->headers);
  copy->lists = g_ptr_array_ref (self->lists);
  return copy;
}

void
surety_logs_fetched_free (SuretyLogsFetched *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->headers);
  g_ptr_array_unref (self->lists);
  g_free (self);
}

void
surety_logs_get_limits (SuretyEndpoints *endpoints, SuretyLogsLimits *out)
{
  *out = *surety_logs_peek_limits (endpoints);
}

void
surety_logs_set_limits (SuretyEndpoints *endpoints, const SuretyLogsLimits *limits)
{
  SuretyLogsLimits *own = surety_logs_peek_limits (endpoints);

  if (limits->ceiling > 0)
    own->ceiling = MIN (own->ceiling, limits->ceiling);
  if (limits->range > 0)
    own->range = MIN (own->ceiling, limits->range);
  if (limits->parts > 0)
    own->parts = MIN (MAX_PARTS, limits->parts);
}

typedef struct
{
  SuretyEndpoints *endpoints;
  SuretyLogFilter *filter;
  guint64 from;
  guint64 to;
} Fetch;

static void
fetch_free (gpointer data)
{
  Fetch *fetch = data;

  surety_log_filter_free (fetch->filter);
  g_object_unref (fetch->endpoints);
  g_free (fetch);
}

/* The texts of some ranges, to become lists on a thread. */
typedef struct
{
  SuretyLogFilter *filter;
  GPtrArray *texts; /* GBytes */
  SuretyLogsFetched *fetched;
} Decode;

static void
decode_free (gpointer data)
{
  Decode *decode = data;

  surety_log_filter_free (decode->filter);
  g_ptr_array_unref (decode->texts);
  surety_logs_fetched_free (decode->fetched);
  g_free (decode);
}

/* The header belongs to the same chain as the logs of its block. */
static gboolean
check_header (const SuretyBlock *header, const SuretyLogList *list, GError **error)
{
  const guint n = surety_log_list_get_n (list);
  const SuretyLogEntry *last = n > 0 ? surety_log_list_get (list, n - 1) : NULL;

  if (last == NULL || last->block != header->number ||
      hash_equal (&last->block_hash, &header->hash))
    return TRUE;
  g_set_error_literal (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_RPC,
                       "The endpoint's logs and headers are of two chains");
  return FALSE;
}

static void
decode_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Decode *decode = data;
  SuretyLogsFetched *fetched = decode->fetched;
  guint64 from = fetched->from;

  for (guint i = 0; i < decode->texts->len; i++)
    {
      const SuretyBlock *header = &g_array_index (fetched->headers, SuretyBlock, i);
      gsize len;
      const char *text = g_bytes_get_data (g_ptr_array_index (decode->texts, i), &len);
      GError *error = NULL;
      SuretyLogList *list = surety_log_list_parse (text, len, decode->filter, from, header->number,
                                                   &error);

      if (list != NULL)
        g_ptr_array_add (fetched->lists, list);
      if (list == NULL || !check_header (header, list, &error))
        {
          g_task_return_error (task, error);
          return;
        }
      fetched->n_logs += surety_log_list_get_n (list);
      from = header->number + 1;
    }
  /* They are large: they go where nobody waits for it. */
  g_ptr_array_set_size (decode->texts, 0);
  g_task_return_pointer (task, g_steal_pointer (&decode->fetched),
                         (GDestroyNotify) surety_logs_fetched_free);
}

static void
decoded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;
  g_autoptr (GError) error = NULL;
  SuretyLogsFetched *fetched = g_task_propagate_pointer (G_TASK (result), &error);

  if (fetched != NULL)
    dex_promise_resolve_boxed (promise, SURETY_TYPE_LOGS_FETCHED, fetched);
  else
    dex_promise_reject (promise, g_steal_pointer (&error));
}

static DexFuture *
start_decode (Decode *decode)
{
  DexPromise *promise = dex_promise_new ();
  g_autoptr (GTask) task = g_task_new (NULL, NULL, decoded_cb, dex_ref (promise));

  g_task_set_static_name (task, "surety_logs_fetch");
  g_task_set_task_data (task, decode, decode_free);
  g_task_run_in_thread (task, decode_thread);
  return DEX_FUTURE (promise);
}

/* The last blocks are ranges of their own, ever shorter: so that there are headers to see a
 * reorganisation by, and to go back to. */
static const guint64 cuts[] = { 64, 32, 8, 2 };

static guint64
find_part_end (const Fetch *fetch, const SuretyLogsLimits *limits, guint64 from)
{
  guint64 end = fetch->to - from < limits->range ? fetch->to : from + limits->range - 1;

  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    if (fetch->to >= cuts[i] && from <= fetch->to - cuts[i])
      end = MIN (end, fetch->to - cuts[i]);
  return end;
}

static SuretyBatch *
make_batch (const Fetch *fetch, const SuretyLogsLimits *limits, guint *n_parts)
{
  SuretyBatch *batch = surety_batch_new ();
  guint64 from = fetch->from;
  guint n = 0;

  while (from <= fetch->to && (n < MAX (1u, limits->parts) || fetch->to - from < cuts[0]))
    {
      const guint64 to = find_part_end (fetch, limits, from);
      g_autofree char *last = g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", to);

      surety_batch_add_for_text (batch, "eth_getLogs",
                                 surety_logs_encode_filter (fetch->filter, from, to));
      /* A node that does not have the block yet would answer as if it had no logs. */
      surety_batch_add_block (batch, last);
      from = to + 1;
      n++;
      if (n == MAX_PARTS + G_N_ELEMENTS (cuts))
        break;
    }
  *n_parts = n;
  return batch;
}

/* Those ranges that were answered, up to the first that was not; *error is why it was not (none when
 * the node does not have the block yet). */
static Decode *
take_answers (const Fetch *fetch, SuretyBatch *batch, GError **error)
{
  Decode *decode = g_new0 (Decode, 1);

  decode->filter = surety_log_filter_copy (fetch->filter);
  decode->texts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  decode->fetched = g_new0 (SuretyLogsFetched, 1);
  decode->fetched->from = fetch->from;
  decode->fetched->headers = g_array_new (FALSE, FALSE, sizeof (SuretyBlock));
  decode->fetched->lists = g_ptr_array_new_with_free_func ((GDestroyNotify) surety_log_list_unref);
  for (guint i = 0; i < surety_batch_size (batch); i += 2)
    {
      g_autoptr (GBytes) text = NULL;
      SuretyBlock header;

      if (!surety_batch_get_block (batch, i + 1, &header, error))
        break;
      text = surety_batch_dup_text (batch, i, error);
      if (text == NULL)
        break;
      g_ptr_array_add (decode->texts, g_steal_pointer (&text));
      g_array_append_val (decode->fetched->headers, header);
      decode->fetched->to = header.number;
    }
  return decode;
}

/* Larger ranges first, then more of them together, as long as the answers stay small. */
static void
grow (SuretyLogsLimits *limits, guint n_parts, guint n_logs)
{
  guint64 each = n_logs / n_parts + 1;

  if (n_parts < limits->parts)
    return;
  if (each < GOOD_LOGS / 4 && limits->range < limits->ceiling)
    {
      const guint64 larger = MIN (limits->ceiling, 2 * limits->range);

      each = each * larger / limits->range;
      limits->range = larger;
    }
  limits->parts = (guint) CLAMP (GOOD_LOGS / each, 1u, MIN (MAX_PARTS, 2 * limits->parts));
}

/* Whether less of it may be answered. */
static gboolean
ask_for_less (Fetch *fetch, SuretyLogsLimits *limits, guint n_parts, const GError *error)
{
  if (n_parts > 1 && (g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TOO_LARGE) ||
                      g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TIMEOUT)))
    {
      limits->parts = n_parts / 2;
      return TRUE;
    }
  return surety_logs_shrink (limits, fetch->from, MIN (limits->range, fetch->to - fetch->from + 1),
                             error);
}

static DexFuture *
fetch_fiber (SuretyFlow *flow, gpointer data)
{
  Fetch *fetch = data;
  SuretyLogsLimits *limits = surety_logs_peek_limits (fetch->endpoints);
  guint behind = 0;
  guint timeouts = 0;

  for (;;)
    {
      guint n_parts;
      g_autoptr (SuretyBatch) batch = make_batch (fetch, limits, &n_parts);
      g_autoptr (GError) error = NULL;
      g_autoptr (SuretyLogsFetched) fetched = NULL;
      Decode *decode;

      if (dex_await (surety_flow_guard (flow, surety_endpoints_run (fetch->endpoints, batch)),
                     &error))
        {
          decode = take_answers (fetch, batch, &error);
          if (decode->texts->len > 0)
            {
              const guint n = decode->texts->len;

              if (error != NULL)
                {
                  Fetch rest = *fetch;

                  rest.from = decode->fetched->to + 1;
                  (void) ask_for_less (&rest, limits, 1, error);
                  g_clear_error (&error);
                }
              g_clear_object (&batch);
              fetched = dex_await_boxed (surety_flow_guard (flow, start_decode (decode)), &error);
              if (fetched == NULL)
                return dex_future_new_for_error (g_steal_pointer (&error));
              if (n == n_parts)
                grow (limits, n_parts, fetched->n_logs);
              return dex_future_new_take_boxed (SURETY_TYPE_LOGS_FETCHED,
                                                g_steal_pointer (&fetched));
            }
          decode_free (decode);
          if (error == NULL)
            {
              if (++behind > SURETY_LOGS_MAX_BEHIND)
                return dex_future_new_reject (
                  SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_RPC,
                  "The endpoint has not reached block %" G_GUINT64_FORMAT, fetch->to);
              dex_await (surety_flow_guard (flow,
                                            dex_timeout_new_msec (SURETY_LOGS_BEHIND_WAIT_MS)),
                         &error);
              if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
                return dex_future_new_for_error (g_steal_pointer (&error));
              limits->parts = 1;
              continue;
            }
        }

      if (g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TIMEOUT))
        timeouts++;
      if (timeouts > SURETY_LOGS_MAX_TIMEOUTS || !ask_for_less (fetch, limits, n_parts, error))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }
}

DexFuture *
surety_logs_fetch (SuretyEndpoints *endpoints,
                   const SuretyLogFilter *filter,
                   guint64 from,
                   guint64 to)
{
  Fetch *fetch;

  dex_return_error_if_fail (SURETY_IS_ENDPOINTS (endpoints));
  dex_return_error_if_fail (filter != NULL && from <= to);

  fetch = g_new0 (Fetch, 1);
  fetch->endpoints = g_object_ref (endpoints);
  fetch->filter = surety_log_filter_copy (filter);
  fetch->from = from;
  fetch->to = to;
  return surety_flow_spawn (fetch_fiber, fetch, fetch_free);
}
