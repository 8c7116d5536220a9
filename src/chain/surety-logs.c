/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-logs-private.h"

#include "surety-decode.h"
#include "surety-flow.h"
#include "surety-logs-hint.h"

#define FIRST_RANGE 2000u
#define LARGEST_RANGE 100000u
/* Fewer logs than this: the next range may be larger. */
#define FEW_LOGS 1000u
#define LEARNED_KEY "surety-logs-learned"

typedef struct
{
  SuretyEndpoints *endpoints;
  SuretyLogFilter *filter;
  guint64 from;
  guint64 to;
  SuretyLogSink sink;
  gpointer user_data;
  GDestroyNotify destroy;
} Walk;

SuretyLogFilter *
surety_log_filter_new (void)
{
  SuretyLogFilter *self = g_new0 (SuretyLogFilter, 1);

  self->addresses = g_array_new (FALSE, FALSE, sizeof (Address));
  return self;
}

SuretyLogFilter *
surety_log_filter_copy (const SuretyLogFilter *self)
{
  SuretyLogFilter *copy = g_new0 (SuretyLogFilter, 1);

  copy->addresses = g_array_copy (self->addresses);
  for (guint i = 0; i < G_N_ELEMENTS (self->topics); i++)
    copy->topics[i] = self->topics[i] != NULL ? g_array_copy (self->topics[i]) : NULL;

  return copy;
}

void
surety_log_filter_free (SuretyLogFilter *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->addresses);
  for (guint i = 0; i < G_N_ELEMENTS (self->topics); i++)
    g_clear_pointer (&self->topics[i], g_array_unref);
  g_free (self);
}

void
surety_log_filter_add_address (SuretyLogFilter *self, const Address *address)
{
  g_array_append_vals (self->addresses, address, 1);
}

void
surety_log_filter_add_topic (SuretyLogFilter *self, guint position, const Hash *topic)
{
  g_return_if_fail (position < G_N_ELEMENTS (self->topics));

  if (self->topics[position] == NULL)
    self->topics[position] = g_array_new (FALSE, FALSE, sizeof (Hash));
  g_array_append_vals (self->topics[position], topic, 1);
}

static gboolean
filter_passes (const SuretyLogFilter *self, const SuretyLog *log)
{
  gboolean found = self->addresses->len == 0;

  for (guint i = 0; i < self->addresses->len && !found; i++)
    found = address_equal (&g_array_index (self->addresses, Address, i), &log->address);
  if (!found)
    return FALSE;

  for (guint p = 0; p < G_N_ELEMENTS (self->topics); p++)
    {
      const GArray *any = self->topics[p];

      if (any == NULL)
        continue;
      found = FALSE;
      for (guint i = 0; p < log->n_topics && i < any->len && !found; i++)
        found = hash_equal (&g_array_index (any, Hash, i), &log->topics[p]);
      if (!found)
        return FALSE;
    }

  return TRUE;
}

static void
add_bytes (JsonBuilder *builder, const void *data, gsize len)
{
  g_autofree char *text = surety_encode_bytes (data, len);

  json_builder_add_string_value (builder, text);
}

static void
add_topics (JsonBuilder *builder, const SuretyLogFilter *filter)
{
  guint n = G_N_ELEMENTS (filter->topics);

  while (n > 0 && filter->topics[n - 1] == NULL)
    n--;
  if (n == 0)
    return;

  json_builder_set_member_name (builder, "topics");
  json_builder_begin_array (builder);
  for (guint p = 0; p < n; p++)
    {
      if (filter->topics[p] == NULL)
        {
          json_builder_add_null_value (builder);
          continue;
        }
      json_builder_begin_array (builder);
      for (guint i = 0; i < filter->topics[p]->len; i++)
        add_bytes (builder, &g_array_index (filter->topics[p], Hash, i), sizeof (Hash));
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
}

JsonNode *
surety_logs_encode_filter (const SuretyLogFilter *filter, guint64 from, guint64 to)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  char quantity[U256_HEX_SIZE];

  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  u256_to_quantity (from, quantity);
  json_builder_set_member_name (builder, "fromBlock");
  json_builder_add_string_value (builder, quantity);
  u256_to_quantity (to, quantity);
  json_builder_set_member_name (builder, "toBlock");
  json_builder_add_string_value (builder, quantity);
  if (filter->addresses->len > 0)
    {
      json_builder_set_member_name (builder, "address");
      json_builder_begin_array (builder);
      for (guint i = 0; i < filter->addresses->len; i++)
        add_bytes (builder, &g_array_index (filter->addresses, Address, i), sizeof (Address));
      json_builder_end_array (builder);
    }
  add_topics (builder, filter);
  json_builder_end_object (builder);
  json_builder_end_array (builder);

  return json_builder_get_root (builder);
}

static gint
compare_logs (gconstpointer a, gconstpointer b)
{
  const SuretyLog *left = *(const SuretyLog *const *) a;
  const SuretyLog *right = *(const SuretyLog *const *) b;

  if (left->block != right->block)
    return left->block < right->block ? -1 : 1;

  return (left->index > right->index) - (left->index < right->index);
}

static gboolean
malformed (GError **error, const char *problem)
{
  g_set_error_literal (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED, problem);
  return FALSE;
}

/* Sorted; one log a place, all blocks of one number the same block. */
static gboolean
check_order (GPtrArray *logs, GError **error)
{
  g_ptr_array_sort (logs, compare_logs);

  for (guint i = 1; i < logs->len;)
    {
      const SuretyLog *before = g_ptr_array_index (logs, i - 1);
      const SuretyLog *log = g_ptr_array_index (logs, i);

      if (before->block != log->block)
        {
          i++;
          continue;
        }
      if (!hash_equal (&before->block_hash, &log->block_hash))
        return malformed (error, "eth_getLogs names two blocks of one number");
      if (before->index != log->index)
        {
          i++;
          continue;
        }
      if (!hash_equal (&before->transaction, &log->transaction) ||
          !g_bytes_equal (before->data, log->data))
        return malformed (error, "eth_getLogs gives two logs one place");
      g_ptr_array_remove_index (logs, i);
    }

  return TRUE;
}

static GPtrArray *
decode_logs (const Walk *walk, JsonNode *node, guint64 from, guint64 to, GError **error)
{
  g_autoptr (GPtrArray) logs = g_ptr_array_new_with_free_func ((GDestroyNotify) surety_log_free);
  guint n;

  if (!surety_decode_length (node, "eth_getLogs", &n, error))
    return NULL;

  for (guint i = 0; i < n; i++)
    {
      gboolean removed;
      SuretyLog *log = surety_decode_log (surety_decode_element (node, i), &removed, error);

      if (log == NULL)
        return NULL;
      if (removed)
        {
          surety_log_free (log);
          continue;
        }
      g_ptr_array_add (logs, log);
      if (log->block < from || log->block > to || !filter_passes (walk->filter, log))
        {
          malformed (error, "eth_getLogs gives a log that was not asked for");
          return NULL;
        }
    }

  if (!check_order (logs, error))
    return NULL;

  return g_steal_pointer (&logs);
}

SuretyLogsLimits *
surety_logs_peek_limits (SuretyEndpoints *endpoints)
{
  SuretyLogsLimits *learned = g_object_get_data (G_OBJECT (endpoints), LEARNED_KEY);

  if (learned == NULL)
    {
      learned = g_new0 (SuretyLogsLimits, 1);
      learned->range = FIRST_RANGE;
      learned->ceiling = LARGEST_RANGE;
      learned->parts = 1;
      g_object_set_data_full (G_OBJECT (endpoints), LEARNED_KEY, learned, g_free);
    }

  return learned;
}

/* Fewer blocks, if it can be fewer. */
gboolean
surety_logs_shrink (SuretyLogsLimits *learned, guint64 from, guint64 asked, const GError *error)
{
  SuretyLogsHint hint = { 0, FALSE };

  if (asked <= 1 || !(g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_RANGE_LIMIT) ||
                      g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TOO_LARGE) ||
                      g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TIMEOUT)))
    return FALSE;

  if (error->code == SURETY_CHAIN_ERROR_RANGE_LIMIT)
    hint = surety_logs_hint_parse (error->message, from, asked);
  learned->range = hint.blocks > 0 ? hint.blocks : asked / 2;
  if (hint.is_lasting)
    learned->ceiling = learned->range;

  return TRUE;
}

static void
grow (SuretyLogsLimits *learned, guint64 asked, guint n_logs)
{
  if (n_logs < FEW_LOGS && asked >= learned->range)
    learned->range = MIN (learned->ceiling, learned->range + MAX (1u, learned->range / 2));
}

/* The logs of [from, to]; NULL without error when the node that answered is behind to. */
static GPtrArray *
ask (const Walk *walk, SuretyFlow *flow, guint64 from, guint64 to, GError **error)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  JsonNode *node;
  guint64 head;

  surety_batch_add (batch, "eth_getLogs", surety_logs_encode_filter (walk->filter, from, to));
  /* An empty answer of a node that is behind would look like no logs. */
  surety_batch_add (batch, "eth_blockNumber", NULL);

  if (!dex_await (surety_flow_guard (flow, surety_endpoints_run (walk->endpoints, batch)), error) ||
      !surety_batch_get_uint64 (batch, 1, &head, error))
    return NULL;
  if (head < to)
    return NULL;

  node = surety_batch_get_result (batch, 0, error);
  if (node == NULL)
    return NULL;

  return decode_logs (walk, node, from, to, error);
}

static DexFuture *
walk_fiber (SuretyFlow *flow, gpointer data)
{
  Walk *walk = data;
  SuretyLogsLimits *learned = surety_logs_peek_limits (walk->endpoints);
  guint64 from = walk->from;
  guint behind = 0;
  guint timeouts = 0;

  while (from <= walk->to)
    {
      const guint64 asked = MIN (learned->range, walk->to - from + 1);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) logs = ask (walk, flow, from, from + asked - 1, &error);

      if (logs == NULL && error == NULL)
        {
          if (++behind > SURETY_LOGS_MAX_BEHIND)
            return dex_future_new_reject (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_RPC,
                                          "The endpoint has not reached block %" G_GUINT64_FORMAT,
                                          from + asked - 1);
          dex_await (surety_flow_guard (flow, dex_timeout_new_msec (SURETY_LOGS_BEHIND_WAIT_MS)),
                     &error);
          if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
            return dex_future_new_for_error (g_steal_pointer (&error));
          continue;
        }

      if (error != NULL)
        {
          if (g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TIMEOUT))
            timeouts++;
          if (timeouts > SURETY_LOGS_MAX_TIMEOUTS ||
              !surety_logs_shrink (learned, from, asked, error))
            return dex_future_new_for_error (g_steal_pointer (&error));
          continue;
        }

      behind = 0;
      timeouts = 0;
      grow (learned, asked, logs->len);
      if (!walk->sink (logs, from, from + asked - 1, walk->user_data, &error))
        {
          if (error == NULL)
            error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The reader stopped");
          return dex_future_new_for_error (g_steal_pointer (&error));
        }
      if (from + asked - 1 == walk->to)
        break;
      from += asked;
    }

  return dex_future_new_true ();
}

static void
walk_free (gpointer data)
{
  Walk *walk = data;

  if (walk->destroy != NULL)
    walk->destroy (walk->user_data);
  surety_log_filter_free (walk->filter);
  g_object_unref (walk->endpoints);
  g_free (walk);
}

DexFuture *
surety_logs_walk (SuretyEndpoints *endpoints,
                  const SuretyLogFilter *filter,
                  guint64 from,
                  guint64 to,
                  SuretyLogSink sink,
                  gpointer user_data,
                  GDestroyNotify destroy)
{
  Walk *walk;

  dex_return_error_if_fail (SURETY_IS_ENDPOINTS (endpoints));
  dex_return_error_if_fail (filter != NULL && sink != NULL);

  walk = g_new0 (Walk, 1);
  walk->endpoints = g_object_ref (endpoints);
  walk->filter = surety_log_filter_copy (filter);
  walk->from = from;
  walk->to = to;
  walk->sink = sink;
  walk->user_data = user_data;
  walk->destroy = destroy;

  return surety_flow_spawn (walk_fiber, walk, walk_free);
}
