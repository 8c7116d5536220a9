/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-update.h"
#include "surety-logs-fetch.h"
#include "surety-store-error.h"

/* What is stored is brought up to the chain's head: back to where it is the chain's still, and from there
 * on. */

/* Stored hashes the endpoint is asked about, newest first. */
#define NEWEST_HEADERS 16u
#define OLDER_HEADERS 8u
/* Blocks that may still be reorganised away: at least so many. */
#define LEAST_DEPTH 96u
/* Between two showings of what has come: at least so long, and several times as long as the last one
 * took. */
#define SHOW_EVERY (800 * G_TIME_SPAN_MILLISECOND)
#define SHOW_PART 30
#define TELL_EVERY (100 * G_TIME_SPAN_MILLISECOND)
/* Logs that are stored together, where they don't come slowly; more than the most would be too much memory. */
#define LEAST_LOGS 20000u
#define MOST_LOGS 100000u
/* What waits in the ledger is taken after so many times as long as that took the last time: the more there is, the
 * more comes meanwhile, and a page of the database is read and written once for all of it. */
#define SETTLE_PART 8
/* Prices are the last part of the work. */
#define LOGS_PART 0.95

/* Seconds to the head at the speed so far; -1 = not known yet. *fraction: of the whole chain, whenever it was
 * read. */
static gint64
estimate (const SuretyEigenlayerUpdate *update, double *fraction)
{
  const guint64 end = update->head + 1;
  const guint64 next = MIN (update->next, end);
  const double spent = (double) (g_get_monotonic_time () - update->started) / G_TIME_SPAN_SECOND;
  double done;

  *fraction = LOGS_PART;
  if (end <= update->start || end <= update->origin)
    return -1;
  *fraction = next > update->origin
                ? LOGS_PART * (double) (next - update->origin) / (double) (end - update->origin)
                : 0.0;
  done = next > update->start ? (double) (next - update->start) : 0.0;
  if (update->started == 0 || done <= 0.0 || spent < 1.0)
    return -1;
  return (gint64) (spent * (double) (end - next) / done + 0.5);
}

static gboolean
run (SuretyEigenlayer *self, SuretyFlow *flow, SuretyBatch *batch, GError **error)
{
  return dex_await (surety_flow_guard (flow, surety_endpoints_run (self->endpoints, batch)), error);
}

static gboolean
load (SuretyEigenlayer *self, SuretyFlow *flow, GError **error)
{
  return dex_await (surety_flow_guard (flow, surety_eigenlayer_load_ledger (self)), error);
}

/* Stored blocks to ask about, newest first: the newest, and some of all that are older. */
static GArray *
choose_blocks (SuretyEigenlayer *self)
{
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (SuretyLedgerBlock));
  const guint n = self->blocks->len;
  const guint older = n > NEWEST_HEADERS ? n - NEWEST_HEADERS : 0;

  g_array_append_vals (chosen, self->blocks->data, MIN (n, NEWEST_HEADERS));
  for (guint i = 1; i <= MIN (older, OLDER_HEADERS); i++)
    {
      const guint at = NEWEST_HEADERS - 1 + older * i / MIN (older, OLDER_HEADERS);

      g_array_append_val (chosen, g_array_index (self->blocks, SuretyLedgerBlock, at));
    }
  return chosen;
}

/* The newest of blocks that is still the chain's, 0 = none is; and the head. */
static gboolean
find_common (SuretyEigenlayer *self,
             SuretyFlow *flow,
             GArray *blocks,
             guint64 *common,
             guint64 *head,
             GError **error)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  SuretyBlock block;

  surety_batch_add_block (batch, "latest");
  for (guint i = 0; i < blocks->len; i++)
    {
      g_autofree char *number =
        g_strdup_printf ("0x%" G_GINT64_MODIFIER "x",
                         g_array_index (blocks, SuretyLedgerBlock, i).block);

      surety_batch_add_block (batch, number);
    }
  if (!run (self, flow, batch, error))
    return FALSE;
  if (!surety_batch_get_block (batch, 0, &block, error))
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                     "The endpoint has no latest block");
      return FALSE;
    }

  *head = block.number;
  *common = 0;
  for (guint i = 0; i < blocks->len && *common == 0; i++)
    {
      const SuretyLedgerBlock *stored = &g_array_index (blocks, SuretyLedgerBlock, i);
      g_autoptr (GError) failed = NULL;

      if (surety_batch_get_block (batch, 1 + i, &block, &failed))
        {
          if (hash_equal (&block.hash, &stored->hash))
            *common = stored->block;
        }
      else if (failed != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failed));
          return FALSE;
        }
    }
  return TRUE;
}

/* Goes back to where the stored blocks are the chain's: after a reorganisation to the last common one, on
 * a chain that was begun anew to nothing. A node that only is behind says nothing against what is
 * stored: none of the blocks it has differs. */
static gboolean
go_back (SuretyEigenlayerUpdate *update, SuretyFlow *flow, GError **error)
{
  SuretyEigenlayer *self = update->self;
  g_autoptr (GArray) blocks = choose_blocks (self);
  /* The practice network is in this process: where its head is lower, it was begun anew. */
  const gboolean never_behind = surety_network_get_kind (self->network) == SURETY_NETWORK_PRACTICE;
  gboolean differs = FALSE;
  guint64 common;

  if (!find_common (self, flow, blocks, &common, &update->head, error))
    return FALSE;
  for (guint i = 0; i < blocks->len; i++)
    {
      const SuretyLedgerBlock *stored = &g_array_index (blocks, SuretyLedgerBlock, i);

      if (stored->block > common && (stored->block <= update->head || common == 0 || never_behind))
        differs = TRUE;
    }
  if (!differs)
    return TRUE;
  update->had_whole = FALSE;
  return dex_await (surety_flow_guard (flow, surety_eigenlayer_take_back (self, common)), error) &&
         load (self, flow, error);
}

/* What was stored of the last exchange. */
static gboolean
take_changes (SuretyEigenlayerUpdate *update,
              SuretyFlow *flow,
              GPtrArray *changes,
              GArray *headers,
              GError **error)
{
  SuretyEigenlayerDirectory *directory = update->self->directory;
  g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (SuretyLedgerBlock));
  SuretyEigenlayerChange change = { 0 };

  while (surety_eigenlayer_change_next (changes, &change))
    if (!surety_eigenlayer_directory_take (directory, change.key, change.key_len, change.value,
                                           change.len, error) ||
        !surety_eigenlayer_update_pause (update, flow, error))
      return FALSE;
  for (guint i = 0; i < headers->len; i++)
    {
      const SuretyBlock *header = &g_array_index (headers, SuretyBlock, i);
      const SuretyLedgerBlock block = { header->number, header->timestamp, header->hash };

      g_array_append_val (blocks, block);
    }
  surety_eigenlayer_directory_take_blocks (directory,
                                           (const SuretyLedgerBlock *) (gconstpointer) blocks->data,
                                           blocks->len);
  /* All at once: those that are there are many, and are moved for it. */
  for (guint i = 0; i < blocks->len / 2; i++)
    {
      SuretyLedgerBlock *early = &g_array_index (blocks, SuretyLedgerBlock, i);
      SuretyLedgerBlock *late = &g_array_index (blocks, SuretyLedgerBlock, blocks->len - 1 - i);
      const SuretyLedgerBlock swapped = *early;

      *early = *late;
      *late = swapped;
    }
  g_array_prepend_vals (update->self->blocks, blocks->data, blocks->len);
  return TRUE;
}

static gboolean
is_time_to_show (const SuretyEigenlayerUpdate *update)
{
  return g_get_monotonic_time () - update->shown > MAX (SHOW_EVERY, SHOW_PART * update->showing);
}

/* What was stored is taken and, now and then, shown. */
static gboolean
take_part (SuretyEigenlayerUpdate *update,
           SuretyFlow *flow,
           GPtrArray *changes,
           GArray *headers,
           GError **error)
{
  double fraction;
  gint64 remaining;

  if (!take_changes (update, flow, changes, headers, error))
    return FALSE;
  remaining = estimate (update, &fraction);
  if (surety_eigenlayer_directory_get_block (update->self->directory) < update->head &&
      is_time_to_show (update))
    return surety_eigenlayer_update_show (update, flow, fraction, remaining, error);
  if (g_get_monotonic_time () - update->told > TELL_EVERY)
    surety_eigenlayer_update_tell (update, fraction, remaining);
  return TRUE;
}

static DexFuture *
ask (SuretyEigenlayerUpdate *update, const SuretyLogFilter *filter, guint64 from)
{
  return from <= update->head
           ? surety_logs_fetch (update->self->endpoints, filter, from, update->head)
           : NULL;
}

/* What came is put behind what waits to be stored. */
static void
gather (SuretyLogsFetched **waiting, const SuretyLogsFetched *fetched)
{
  SuretyLogsFetched *all = *waiting;

  if (all == NULL)
    {
      all = *waiting = g_new0 (SuretyLogsFetched, 1);
      all->from = fetched->from;
      all->headers = g_array_new (FALSE, FALSE, sizeof (SuretyBlock));
      all->lists = g_ptr_array_new_with_free_func ((GDestroyNotify) surety_log_list_unref);
    }
  all->to = fetched->to;
  all->n_logs += fetched->n_logs;
  g_array_append_vals (all->headers, fetched->headers->data, fetched->headers->len);
  for (guint i = 0; i < fetched->lists->len; i++)
    g_ptr_array_add (all->lists, surety_log_list_ref (g_ptr_array_index (fetched->lists, i)));
}

/* What is under way. */
typedef struct
{
  guint64 final;
  guint64 n_logs;
  DexFuture *next;
  SuretyLogsFetched *waiting; /* to be stored */
  DexFuture *stored;
  gboolean whole;  /* that takes all that waits in the ledger as well */
  GArray *headers; /* SuretyBlock, of what was stored, or is, and was not taken */
  DexFuture *settled;
  GArray *settling; /* the same of what is being taken */
  gint64 began;     /* monotonic: when that did, */
  gint64 ended;     /* when it ended the last time, */
  gint64 took;      /* and how long it took then */
} Walk;

static void
walk_clear (Walk *self)
{
  dex_clear (&self->next);
  g_clear_pointer (&self->waiting, surety_logs_fetched_free);
  dex_clear (&self->stored);
  g_clear_pointer (&self->headers, g_array_unref);
  dex_clear (&self->settled);
  g_clear_pointer (&self->settling, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

static gboolean
is_pending (DexFuture *future)
{
  return future != NULL && dex_future_is_pending (future);
}

static gboolean
is_time_to_settle (const Walk *self)
{
  return self->settled == NULL && g_get_monotonic_time () - self->ended >= SETTLE_PART * self->took;
}

/* What came is not much, or can't be stored yet. */
static gboolean
waits_for_more (const Walk *self)
{
  if (self->next == NULL)
    return FALSE;
  return is_pending (self->stored)
           ? self->waiting->n_logs < MOST_LOGS
           : self->waiting->n_logs < LEAST_LOGS && !is_time_to_settle (self);
}

static gboolean
end_fetching (Walk *self,
              SuretyEigenlayerUpdate *update,
              SuretyFlow *flow,
              const SuretyLogFilter *filter,
              GError **error)
{
  g_autoptr (SuretyLogsFetched) fetched = NULL;

  if (self->next == NULL)
    return TRUE;
  fetched = dex_await_boxed (surety_flow_guard (flow, g_steal_pointer (&self->next)), error);
  if (fetched == NULL)
    return FALSE;
  gather (&self->waiting, fetched);
  self->n_logs += fetched->n_logs;
  update->next = fetched->to + 1;
  self->next = ask (update, filter, update->next);
  return TRUE;
}

static gboolean
end_storing (Walk *self, SuretyEigenlayerUpdate *update, SuretyFlow *flow, GError **error)
{
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GArray) headers = NULL;

  if (self->stored == NULL)
    return TRUE;
  changes = dex_await_boxed (surety_flow_guard (flow, g_steal_pointer (&self->stored)), error);
  if (changes == NULL || !self->whole)
    return changes != NULL;
  headers = g_steal_pointer (&self->headers);
  self->headers = g_array_new (FALSE, FALSE, sizeof (SuretyBlock));
  update->resumed = g_get_monotonic_time ();
  return take_part (update, flow, changes, headers, error);
}

static gboolean
end_settling (Walk *self, SuretyEigenlayerUpdate *update, SuretyFlow *flow, GError **error)
{
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GArray) headers = NULL;

  if (self->settled == NULL)
    return TRUE;
  changes = dex_await_boxed (surety_flow_guard (flow, g_steal_pointer (&self->settled)), error);
  headers = g_steal_pointer (&self->settling);
  if (changes == NULL)
    return FALSE;
  update->resumed = self->ended = g_get_monotonic_time ();
  self->took = self->ended - self->began;
  return take_part (update, flow, changes, headers, error);
}

static void
begin_storing (Walk *self, SuretyEigenlayer *eigenlayer)
{
  const SuretyLogsFetched *waiting = self->waiting;

  self->whole = waiting->to > self->final;
  g_array_append_vals (self->headers, waiting->headers->data, waiting->headers->len);
  self->stored = surety_eigenlayer_store (eigenlayer, waiting, waiting->from, self->final);
  /* The logs are many: they go where they are used. */
  g_clear_pointer (&self->waiting, surety_logs_fetched_free);
}

/* What is being stored comes first, and is among it. */
static void
begin_settling (Walk *self, SuretyEigenlayer *eigenlayer)
{
  self->began = g_get_monotonic_time ();
  self->settling = g_steal_pointer (&self->headers);
  self->headers = g_array_new (FALSE, FALSE, sizeof (SuretyBlock));
  self->settled = surety_eigenlayer_settle_waiting (eigenlayer);
}

/* While what came is stored, more is under way; and what was stored is taken meanwhile. */
static gboolean
walk_to_head (Walk *self,
              SuretyEigenlayerUpdate *update,
              SuretyFlow *flow,
              const SuretyLogFilter *filter,
              GError **error)
{
  while (self->next != NULL || self->waiting != NULL || self->stored != NULL ||
         self->settled != NULL)
    {
      if (!end_fetching (self, update, flow, filter, error))
        return FALSE;
      if (!is_pending (self->settled) && !end_settling (self, update, flow, error))
        return FALSE;
      if (self->waiting != NULL && waits_for_more (self))
        continue;
      /* With what can be taken back, nothing is left to be taken. */
      if (!end_storing (self, update, flow, error) ||
          ((self->waiting == NULL || self->waiting->to > self->final) &&
           !end_settling (self, update, flow, error)))
        return FALSE;
      if (self->waiting != NULL)
        begin_storing (self, update->self);
      if (self->stored != NULL && !self->whole && is_time_to_settle (self))
        begin_settling (self, update->self);
    }
  return TRUE;
}

static gboolean
walk (SuretyEigenlayerUpdate *update, SuretyFlow *flow, GError **error)
{
  SuretyEigenlayer *self = update->self;
  const SuretyEigenlayerContracts contracts = surety_eigenlayer_contracts (self->network);
  g_autoptr (SuretyLogFilter) filter = surety_eigenlayer_events_filter (&contracts);
  const guint64 depth = MAX (LEAST_DEPTH, surety_network_get_confirmations (self->network));
  g_auto (Walk) walk = { .final = update->head > depth ? update->head - depth : 0 };
  Address unused;

  if (!surety_network_get_contract (self->network, "DelegationManager", &unused, &update->origin))
    update->origin = 0;
  update->start = MAX (update->origin,
                       surety_eigenlayer_directory_get_next_block (self->directory));
  update->next = update->start;
  update->started = g_get_monotonic_time ();
  walk.headers = g_array_new (FALSE, FALSE, sizeof (SuretyBlock));
  walk.next = ask (update, filter, update->start);
  if (!walk_to_head (&walk, update, flow, filter, error))
    return FALSE;
  update->resumed = g_get_monotonic_time ();
  /* Nothing is being stored now. What comes later is little, and it would not be kept up with that. */
  g_clear_pointer (&self->filter, surety_ledger_filter_free);
  return walk.n_logs == 0 ||
         dex_await (surety_flow_guard (flow, surety_database_trim (self->database)), error);
}

/* What an endpoint was found to answer at once is kept between starts. */
static char *
dup_limits_key (SuretyEigenlayer *self)
{
  SuretyRpc *rpc = surety_endpoints_get_current (self->endpoints);

  if (rpc == NULL)
    return NULL;
  return surety_transport_dup_label (surety_rpc_get_transport (rpc));
}

static void
recall_limits (SuretyEigenlayer *self, SuretyFlow *flow)
{
  g_autofree char *key = dup_limits_key (self);
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  SuretyLogsLimits limits = { 0 };
  guint64 n;

  if (key == NULL || self->recalled_limits)
    return;
  text = dex_await_string (surety_flow_guard (flow, surety_database_get_state (self->database,
                                                                               "log-limits", key)),
                           NULL);
  self->recalled_limits = TRUE;
  parts = text != NULL ? g_strsplit (text, " ", 4) : NULL;
  if (parts == NULL || g_strv_length (parts) != 3 ||
      !g_ascii_string_to_unsigned (parts[0], 10, 1, G_MAXUINT32, &limits.range, NULL) ||
      !g_ascii_string_to_unsigned (parts[1], 10, 1, G_MAXUINT32, &limits.ceiling, NULL) ||
      !g_ascii_string_to_unsigned (parts[2], 10, 1, 1024, &n, NULL))
    return;
  limits.parts = (guint) n;
  surety_logs_set_limits (self->endpoints, &limits);
}

static gboolean
keep_limits (SuretyEigenlayer *self, SuretyFlow *flow, GError **error)
{
  g_autofree char *key = dup_limits_key (self);
  g_autofree char *text = NULL;
  SuretyLogsLimits limits;

  if (key == NULL)
    return TRUE;
  surety_logs_get_limits (self->endpoints, &limits);
  text = g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %u", limits.range,
                          limits.ceiling, limits.parts);
  if (g_strcmp0 (text, self->kept_limits) == 0)
    return TRUE;
  g_set_str (&self->kept_limits, text);
  return dex_await (surety_flow_guard (flow, surety_database_set_state (self->database,
                                                                        "log-limits", key, text)),
                    error);
}

/* Another reader of the same database may have stored a part first: then it goes on from there. */
static gboolean
walk_on (SuretyEigenlayerUpdate *update, SuretyFlow *flow, GError **error)
{
  for (;;)
    {
      g_autoptr (GError) failed = NULL;

      if (walk (update, flow, &failed))
        return TRUE;
      if (!g_error_matches (failed, SURETY_STORE_ERROR, SURETY_STORE_ERROR_STATE))
        {
          g_propagate_error (error, g_steal_pointer (&failed));
          return FALSE;
        }
      if (!load (update->self, flow, error))
        return FALSE;
      update->had_whole = FALSE;
    }
}

gboolean
surety_eigenlayer_update_open (SuretyEigenlayerUpdate *update, SuretyFlow *flow, GError **error)
{
  SuretyEigenlayer *self = update->self;

  if (self->database == NULL)
    {
      g_autoptr (SuretyDatabase)
        database = dex_await_object (surety_flow_guard (flow, surety_database_open (NULL)), error);

      if (database == NULL)
        return FALSE;
      g_set_object (&self->database, database);
    }
  return self->is_loaded || load (self, flow, error);
}

gboolean
surety_eigenlayer_update_walk (SuretyEigenlayerUpdate *update, SuretyFlow *flow, GError **error)
{
  if (!go_back (update, flow, error))
    return FALSE;
  recall_limits (update->self, flow);
  return walk_on (update, flow, error) && keep_limits (update->self, flow, error);
}
