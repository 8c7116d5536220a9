/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-token-history-private.h"

#include "surety-logs.h"

/* A token's rate as one event told it. */
typedef struct
{
  guint64 block;
  SuretyTokenGrowth growth;
} Told;

/* A walk that was cancelled may still bring logs once: what it writes to lives as long as it does. */
typedef struct
{
  SuretyNetwork *network; /* whose tokens these are */
  GArray *tokens;         /* SuretyTokenPast */
  GPtrArray *told;        /* GArray of Told, one a token */
} Walk;

static Walk *
walk_new (SuretyTokenPasts *pasts)
{
  Walk *self = g_rc_box_new0 (Walk);

  self->network = g_object_ref (pasts->network);
  self->tokens = g_array_ref (pasts->tokens);
  self->told = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  for (guint i = 0; i < pasts->tokens->len; i++)
    g_ptr_array_add (self->told, g_array_new (FALSE, FALSE, sizeof (Told)));
  return self;
}

static void
walk_clear (gpointer data)
{
  Walk *self = data;

  g_object_unref (self->network);
  g_array_unref (self->tokens);
  g_ptr_array_unref (self->told);
}

static void
walk_unref (gpointer data)
{
  g_rc_box_release_full (data, walk_clear);
}

static gboolean
read_told (const SuretyRateEvent *event, const SuretyLog *log, Told *out)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (log->data, &len);
  AbiValues values = { 0 };
  u256 value, per;

  if (abi_decode_log (event->item, log->topics, log->n_topics, (Bytes) { data, len }, NULL,
                      &values) != CORE_OK)
    return FALSE;
  value = values.values[event->field].word;
  per = event->kind == SURETY_RATE_EVENT_TOTALS ? values.values[event->supply].word : U256_WAD;
  abi_values_clear (&values);

  if (value == 0 || per == 0)
    return FALSE;
  out->block = log->block;
  if (event->kind == SURETY_RATE_EVENT_RATIO)
    out->growth = (SuretyTokenGrowth) { U256_WAD, value };
  else
    out->growth = (SuretyTokenGrowth) { value, per };
  return TRUE;
}

static gboolean
take_logs (GPtrArray *logs, guint64 from, guint64 to, gpointer user_data, GError **error)
{
  Walk *walk = user_data;

  for (guint i = 0; i < logs->len; i++)
    {
      const SuretyLog *log = g_ptr_array_index (logs, i);

      for (guint k = 0; k < walk->tokens->len; k++)
        {
          const SuretyTokenPast *past = &g_array_index (walk->tokens, SuretyTokenPast, k);
          const SuretyRateEvent *event = past->token->facts->rate_event;
          Told told;

          if (event == NULL || !past->has_emitter || !address_equal (&past->emitter, &log->address))
            continue;
          /* Of an event nobody can read, nothing is learned. */
          if (read_told (event, log, &told))
            g_array_append_val ((GArray *) g_ptr_array_index (walk->told, k), told);
        }
    }
  return TRUE;
}

static gboolean
is_open (const SuretyTokenPast *past, guint window)
{
  return past->rewards[window].state == SURETY_SHEET_NOT_READ && past->has_emitter &&
         past->token->facts->rate_event != NULL;
}

/* What the open rewards of this window need; NULL when nothing. */
static SuretyLogFilter *
make_filter (SuretyTokenPasts *pasts, guint window)
{
  SuretyLogFilter *filter = NULL;

  for (guint i = 0; i < pasts->tokens->len; i++)
    {
      const SuretyTokenPast *past = &g_array_index (pasts->tokens, SuretyTokenPast, i);

      if (pasts->blocks[window] == 0 || !is_open (past, window))
        continue;
      if (filter == NULL)
        filter = surety_log_filter_new ();
      surety_log_filter_add_address (filter, &past->emitter);
      surety_log_filter_add_topic (filter, 0, &past->token->facts->rate_event->item->hash);
    }
  return filter;
}

static gint
compare_told (gconstpointer a, gconstpointer b)
{
  const Told *x = a;
  const Told *y = b;

  return (x->block > y->block) - (x->block < y->block);
}

/* Asks for the times of the first and last event in the window of each open token, in one exchange. */
static void
read_rewards (SuretyTokenPasts *pasts, Walk *walk, SuretyFlow *flow, guint window)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autofree guint *first = g_new (guint, pasts->tokens->len);
  g_autoptr (GObject) answered = NULL;

  for (guint i = 0; i < pasts->tokens->len; i++)
    {
      GArray *told = g_ptr_array_index (walk->told, i);
      guint64 ends[2];

      first[i] = SURETY_NOT_ASKED;
      if (!is_open (&g_array_index (pasts->tokens, SuretyTokenPast, i), window) || told->len < 2)
        continue;
      g_array_sort (told, compare_told);
      ends[0] = g_array_index (told, Told, 0).block;
      ends[1] = g_array_index (told, Told, told->len - 1).block;
      for (guint k = 0; k < G_N_ELEMENTS (ends); k++)
        {
          g_autofree char *quantity = g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", ends[k]);
          guint call = surety_batch_add_block (batch, quantity);

          if (k == 0)
            first[i] = call;
        }
    }
  if (surety_batch_size (batch) == 0)
    return;
  answered = dex_await_object (surety_flow_guard (flow,
                                                  surety_endpoints_run (pasts->endpoints, batch)),
                               NULL);
  if (answered == NULL)
    return;

  for (guint i = 0; i < pasts->tokens->len; i++)
    {
      SuretySheetReward *reward =
        &g_array_index (pasts->tokens, SuretyTokenPast, i).rewards[window];
      GArray *told = g_ptr_array_index (walk->told, i);
      SuretyBlock from, to;

      if (first[i] == SURETY_NOT_ASKED || !surety_batch_get_block (batch, first[i], &from, NULL) ||
          !surety_batch_get_block (batch, first[i] + 1, &to, NULL) ||
          to.timestamp < from.timestamp + surety_reward_window_seconds (window) / 2)
        continue;
      reward->from_events = TRUE;
      reward->from_block = from.number;
      reward->from_time = from.timestamp;
      reward->to_block = to.number;
      reward->to_time = to.timestamp;
      reward->state = surety_token_growth_year (&g_array_index (told, Told, 0).growth,
                                                &g_array_index (told, Told, told->len - 1).growth,
                                                to.timestamp - from.timestamp, &reward->apr)
                        ? SURETY_SHEET_KNOWN
                        : SURETY_SHEET_UNREADABLE;
    }
}

void
surety_token_events_read (SuretyTokenPasts *pasts, SuretyFlow *flow)
{
  Walk *walk = walk_new (pasts);
  guint64 until = pasts->head;

  for (guint window = 0; window < SURETY_N_REWARD_WINDOWS; window++)
    {
      g_autoptr (SuretyLogFilter) filter = make_filter (pasts, window);
      DexFuture *walked;

      if (filter == NULL)
        continue;
      /* What younger windows brought is there already. */
      walked = surety_logs_walk (pasts->endpoints, filter, pasts->blocks[window], until, take_logs,
                                 g_rc_box_acquire (walk), walk_unref);
      if (!dex_await (surety_flow_guard (flow, walked), NULL))
        break;
      until = pasts->blocks[window] - 1;
      read_rewards (pasts, walk, flow, window);
    }
  walk_unref (walk);
}
