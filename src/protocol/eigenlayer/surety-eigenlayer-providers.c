/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-sync.h"

#include "surety-logs-fetch.h"
#include "surety-store-error.h"

/* The directory is brought up to date: what was stored, from there to the head, shown as it comes. */

/* Stored hashes the endpoint is asked about, newest first. */
#define NEWEST_HEADERS 16u
#define OLDER_HEADERS 8u
/* Blocks that may still be reorganised away: at least so many. */
#define LEAST_DEPTH 96u
/* Between two looks at the main loop. */
#define FACTS_AT_ONCE 1500u
#define OPERATORS_AT_ONCE 48u
/* Between two showings of what has come. */
#define SHOW_EVERY (800 * G_TIME_SPAN_MILLISECOND)
#define TELL_EVERY (100 * G_TIME_SPAN_MILLISECOND)
/* Prices are the last part of the work. */
#define LOGS_PART 0.95

typedef struct
{
  SuretyEigenlayer *self;
  SuretyDirectoryFunc func; /* NULL = nobody listens */
  SuretyProgressFunc progress;
  gpointer user_data;
  GDestroyNotify destroy;

  guint64 head;
  guint64 start;  /* where the walk began */
  gint64 started; /* monotonic, when */
  gint64 shown;   /* when it was last shown, and told */
  gint64 told;
  guint64 old_block;
  guint64 old_time;
  gboolean had_whole;
} Update;

static void
update_clear (gpointer data)
{
  Update *update = data;

  if (update->destroy != NULL)
    update->destroy (update->user_data);
  g_object_unref (update->self);
}

static void
update_release (gpointer data)
{
  g_rc_box_release_full (data, update_clear);
}

static Update *
update_new (SuretyProtocol *protocol, gpointer user_data, GDestroyNotify destroy)
{
  Update *update = g_rc_box_new0 (Update);

  update->self = g_object_ref (SURETY_EIGENLAYER (protocol));
  update->user_data = user_data;
  update->destroy = destroy;
  return update;
}

/* Lets the main loop turn. FALSE when it was all given up. */
static gboolean
breathe (SuretyFlow *flow, GError **error)
{
  g_autoptr (GError) woken = NULL;

  dex_await (surety_flow_guard (flow, dex_timeout_new_msec (0)), &woken);
  if (!g_error_matches (woken, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&woken));
  return FALSE;
}

/* Seconds to the head at the speed so far; -1 = not known yet. */
static gint64
estimate (const Update *update, double *fraction)
{
  const guint64 next = surety_eigenlayer_directory_get_next_block (update->self->directory);
  const double spent = (double) (g_get_monotonic_time () - update->started) / G_TIME_SPAN_SECOND;
  double done, all;

  *fraction = 0.0;
  if (update->head < update->start)
    {
      *fraction = LOGS_PART;
      return -1;
    }
  all = (double) (update->head + 1 - update->start);
  done = next > update->start ? (double) (MIN (next, update->head + 1) - update->start) : 0.0;
  *fraction = LOGS_PART * done / all;
  if (update->started == 0 || done <= 0.0 || spent < 1.0)
    return -1;
  return (gint64) (spent * (all - done) / done + 0.5);
}

static void
tell (Update *update,
      double fraction,
      gint64 remaining,
      GListModel *providers,
      GListModel *services)
{
  SuretyEigenlayerDirectory *directory = update->self->directory;
  SuretyDirectoryReport report = {
    .fraction = CLAMP (fraction, 0.0, 1.0),
    .remaining = remaining,
    .block = surety_eigenlayer_directory_get_block (directory),
    .time = surety_eigenlayer_directory_get_time (directory),
    .whole = !update->had_whole && providers != NULL,
    .providers = providers,
    .services = services,
  };

  update->told = g_get_monotonic_time ();
  if (providers != NULL)
    update->had_whole = TRUE;
  if (update->func != NULL)
    update->func (&report, update->user_data);
  if (update->progress != NULL)
    update->progress (report.fraction, update->user_data);
}

/* Makes operators anew that changed, a few at a time, and shows them. */
static gboolean
show (Update *update, SuretyFlow *flow, double fraction, gint64 remaining, GError **error)
{
  SuretyEigenlayer *self = update->self;
  g_autoptr (GListStore) providers = g_list_store_new (SURETY_TYPE_PROVIDER);
  g_autoptr (GListStore) services = g_list_store_new (SURETY_TYPE_SERVICE);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint made = 0;

  surety_eigenlayer_directory_settle (self->directory);
  for (guint i = 0; i < surety_eigenlayer_directory_get_n_operators (self->directory); i++)
    {
      SuretyEigenlayerEntry *entry = surety_eigenlayer_directory_get_operator (self->directory, i);
      const gboolean anew = entry->changed || entry->provider == NULL;

      /* Its registration may be in a block that is still to come: then it is no operator yet. */
      if (entry->registered_block == 0)
        continue;
      if (anew)
        {
          g_clear_object (&entry->provider);
          entry->provider = surety_eigenlayer_make_from_logs (self, entry);
          entry->changed = FALSE;
        }
      if (anew || !update->had_whole)
        g_ptr_array_add (items, g_object_ref (entry->provider));
      if (anew && ++made % OPERATORS_AT_ONCE == 0 && !breathe (flow, error))
        return FALSE;
    }
  g_list_store_splice (providers, 0, 0, items->pdata, items->len);
  for (guint i = 0;
       !update->had_whole && i < surety_eigenlayer_directory_get_n_sets (self->directory); i++)
    {
      SuretyEigenlayerSetEntry *entry = surety_eigenlayer_directory_get_set (self->directory, i);

      if (entry->service != NULL)
        g_list_store_append (services, entry->service);
    }
  update->shown = g_get_monotonic_time ();
  tell (update, fraction, remaining, G_LIST_MODEL (providers),
        update->had_whole ? NULL : G_LIST_MODEL (services));
  return TRUE;
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
go_back (Update *update, SuretyFlow *flow, GError **error)
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
take_changes (Update *update,
              SuretyFlow *flow,
              GPtrArray *changes,
              const SuretyLogsFetched *fetched,
              GError **error)
{
  SuretyEigenlayerDirectory *directory = update->self->directory;
  g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (SuretyLedgerBlock));

  for (guint i = 0; i < changes->len; i += 2)
    {
      gsize key_len, len = 0;
      const guint8 *key = g_bytes_get_data (g_ptr_array_index (changes, i), &key_len);
      GBytes *value = g_ptr_array_index (changes, i + 1);
      const guint8 *data = value != NULL ? g_bytes_get_data (value, &len) : NULL;

      /* An empty value is one all the same. */
      if (value != NULL && data == NULL)
        data = (const guint8 *) "";
      if (!surety_eigenlayer_directory_take (directory, key, key_len, data, len, error))
        return FALSE;
      if (i % FACTS_AT_ONCE == FACTS_AT_ONCE - 2 && !breathe (flow, error))
        return FALSE;
    }
  for (guint i = 0; i < fetched->headers->len; i++)
    {
      const SuretyBlock *header = &g_array_index (fetched->headers, SuretyBlock, i);
      const SuretyLedgerBlock block = { header->number, header->timestamp, header->hash };

      g_array_prepend_val (update->self->blocks, block);
      g_array_append_val (blocks, block);
    }
  surety_eigenlayer_directory_take_blocks (directory,
                                           (const SuretyLedgerBlock *) (gconstpointer) blocks->data,
                                           blocks->len);
  return TRUE;
}

/* While one part is stored the next is under way. */
static gboolean
walk (Update *update, SuretyFlow *flow, GError **error)
{
  SuretyEigenlayer *self = update->self;
  const SuretyEigenlayerContracts contracts = surety_eigenlayer_contracts (self->network);
  g_autoptr (SuretyLogFilter) filter = surety_eigenlayer_events_filter (&contracts);
  const guint64 depth = MAX (LEAST_DEPTH, surety_network_get_confirmations (self->network));
  const guint64 final = update->head > depth ? update->head - depth : 0;
  g_autoptr (DexFuture) next = NULL;
  guint64 from;
  Address unused;

  if (!surety_network_get_contract (self->network, "DelegationManager", &unused, &update->start))
    update->start = 0;
  from = update->start = MAX (update->start,
                              surety_eigenlayer_directory_get_next_block (self->directory));
  update->started = g_get_monotonic_time ();
  if (from <= update->head)
    next = surety_logs_fetch (self->endpoints, filter, from, update->head);

  while (from <= update->head)
    {
      g_autoptr (SuretyLogsFetched)
        fetched = dex_await_boxed (surety_flow_guard (flow, g_steal_pointer (&next)), error);
      g_autoptr (DexFuture) stored = NULL;
      g_autoptr (GPtrArray) changes = NULL;
      double fraction;
      gint64 remaining;

      if (fetched == NULL)
        return FALSE;
      stored = surety_eigenlayer_store (self, fetched, from, final);
      from = fetched->to + 1;
      if (from <= update->head)
        next = surety_logs_fetch (self->endpoints, filter, from, update->head);
      changes = dex_await_boxed (surety_flow_guard (flow, g_steal_pointer (&stored)), error);
      if (changes == NULL || !take_changes (update, flow, changes, fetched, error))
        return FALSE;

      remaining = estimate (update, &fraction);
      if (from <= update->head && g_get_monotonic_time () - update->shown > SHOW_EVERY)
        {
          if (!show (update, flow, fraction, remaining, error))
            return FALSE;
        }
      else if (g_get_monotonic_time () - update->told > TELL_EVERY)
        tell (update, fraction, remaining, NULL, NULL);
    }
  return TRUE;
}

static void
mark_all (SuretyEigenlayer *self)
{
  for (guint i = 0; i < surety_eigenlayer_directory_get_n_operators (self->directory); i++)
    surety_eigenlayer_directory_get_operator (self->directory, i)->changed = TRUE;
}

static gboolean
knows_party (SuretyEigenlayer *self, const Address *address)
{
  char text[ADDRESS_TEXT_SIZE];

  address_to_text (address, text);
  return address_is_zero (address) || g_hash_table_contains (self->parties, text);
}

/* Who the slashers of sets are. Asked once for each: what an address is changes seldom, and is read anew
 * where a single operator's pledges are. */
static gboolean
find_parties (SuretyEigenlayer *self,
              SuretyFlow *flow,
              SuretyMulticall *multicall,
              GPtrArray *sets,
              GError **error)
{
  g_autoptr (GHashTable) codes = NULL;
  gboolean known = TRUE;
  GHashTableIter iter;
  gpointer key, value;

  if (self->parties == NULL)
    self->parties = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < sets->len && known; i++)
    {
      const SuretyEigenlayerSet *set = g_ptr_array_index (sets, i);
      AbiValues pending = { 0 };
      Address address = surety_eigenlayer_registrar_of (self, &set->set.avs);

      known = knows_party (self, &address);
      if (surety_multicall_get_address (multicall, set->call_slasher, &address, NULL))
        known = known && knows_party (self, &address);
      if (surety_multicall_get (multicall, set->call_pending_slasher, &pending, NULL))
        {
          address = abi_value_address (&pending.values[0]);
          known = known && knows_party (self, &address);
        }
      abi_values_clear (&pending);
    }
  if (known)
    return TRUE;

  codes = surety_eigenlayer_load_codes (self, flow, multicall, sets, error);
  if (codes == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, codes);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (((const SuretyParty *) value)->kind != SURETY_PARTY_UNKNOWN)
      g_hash_table_replace (self->parties, g_strdup (key), g_memdup2 (value, sizeof (SuretyParty)));
  return TRUE;
}

/* Sets that changed, or are not known yet, with the prices, all at the directory's block. */
static gboolean
read_rest (Update *update, SuretyFlow *flow, GListStore *services, GError **error)
{
  SuretyEigenlayer *self = update->self;
  g_autoptr (SuretyMulticall) multicall = surety_eigenlayer_multicall_new (self);
  g_autoptr (GPtrArray) sets = surety_eigenlayer_sets_new ();
  g_autoptr (GHashTable) sums = NULL;
  SuretyEigenlayerPricesCalls calls;

  for (guint i = 0; i < surety_eigenlayer_directory_get_n_sets (self->directory); i++)
    {
      SuretyEigenlayerSetEntry *entry = surety_eigenlayer_directory_get_set (self->directory, i);

      if (entry->created_block != 0 && (entry->changed || entry->service == NULL))
        surety_eigenlayer_sets_add (sets, &entry->set);
    }
  surety_eigenlayer_ask_prices (self, multicall, &calls);
  surety_eigenlayer_ask_sets (self, multicall, sets, TRUE);
  if (!surety_eigenlayer_run (self, flow, multicall,
                              surety_eigenlayer_directory_get_block (self->directory), error))
    {
      surety_eigenlayer_prices_calls_clear (&calls);
      return FALSE;
    }
  if (surety_eigenlayer_read_prices (self, multicall, &calls))
    mark_all (self);
  surety_eigenlayer_prices_calls_clear (&calls);
  sums = surety_eigenlayer_sum_stakes (self);
  if (sums != NULL)
    surety_eigenlayer_renew_stakes (self, sums, services);
  if (sets->len == 0)
    return TRUE;
  if (!find_parties (self, flow, multicall, sets, error))
    return FALSE;
  surety_eigenlayer_read_sets (self, multicall, sets);
  for (guint i = 0; i < sets->len; i++)
    {
      SuretyEigenlayerSet *set = g_ptr_array_index (sets, i);
      SuretyEigenlayerSetEntry *entry = surety_eigenlayer_directory_find_set (self->directory,
                                                                              &set->set);

      if (sums != NULL)
        {
          const SuretyEigenlayerBacking *backing = g_hash_table_lookup (sums, &set->set);

          set->stakes = g_array_ref (backing->stakes);
          set->weights = g_array_ref (backing->weights);
        }
      surety_eigenlayer_make_service (self, multicall, set, self->parties);
      g_set_object (&entry->service, set->service);
      entry->changed = FALSE;
      g_list_store_append (services, set->service);
      if (i % OPERATORS_AT_ONCE == OPERATORS_AT_ONCE - 1 && !breathe (flow, error))
        return FALSE;
    }
  return TRUE;
}

/* A vault is its own operator: there can be a new one only where an operator is new. */
static gboolean
needs_vaults (Update *update)
{
  SuretyEigenlayer *self = update->self;

  if (self->vaults == NULL || g_list_model_get_n_items (G_LIST_MODEL (self->vaults)) > 0)
    return TRUE;
  for (guint i = 0; i < surety_eigenlayer_directory_get_n_operators (self->directory); i++)
    if (surety_eigenlayer_directory_get_operator (self->directory, i)->registered_block >=
        update->start)
      return TRUE;
  return FALSE;
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

static gboolean
open_database (SuretyEigenlayer *self, SuretyFlow *flow, GError **error)
{
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

/* Another reader of the same database may have stored a part first: then it goes on from there. */
static gboolean
walk_on (Update *update, SuretyFlow *flow, GError **error)
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

static gboolean
update_all (Update *update, SuretyFlow *flow, GError **error)
{
  SuretyEigenlayer *self = update->self;
  g_autoptr (GListStore) services = g_list_store_new (SURETY_TYPE_SERVICE);

  if (!open_database (self, flow, error))
    return FALSE;
  update->old_block = surety_eigenlayer_directory_get_block (self->directory);
  update->old_time = surety_eigenlayer_directory_get_time (self->directory);
  if (update->old_block > 0 && !show (update, flow, 0.0, -1, error))
    return FALSE;
  if (!go_back (update, flow, error))
    return FALSE;
  recall_limits (self, flow);
  if (!walk_on (update, flow, error) || !keep_limits (self, flow, error))
    return FALSE;

  if (surety_eigenlayer_directory_get_block (self->directory) != update->old_block ||
      !self->is_priced)
    {
      surety_eigenlayer_directory_mark_ripe (self->directory, update->old_block, update->old_time);
      if ((needs_vaults (update) && !surety_eigenlayer_refresh_vaults (self, flow, error)) ||
          !read_rest (update, flow, services, error))
        return FALSE;
      self->is_priced = TRUE;
    }
  if (!show (update, flow, 1.0, 0, error))
    return FALSE;
  if (g_list_model_get_n_items (G_LIST_MODEL (services)) > 0)
    tell (update, 1.0, 0, NULL, G_LIST_MODEL (services));
  return TRUE;
}

/* One update at a time: the next one finds everything done. */
static gboolean
update_in_turn (Update *update, SuretyFlow *flow, GError **error)
{
  SuretyEigenlayer *self = update->self;
  DexFuture *turn;
  gboolean done;

  while (self->turn != NULL)
    {
      g_autoptr (GError) woken = NULL;

      dex_await (surety_flow_guard (flow, dex_ref (self->turn)), &woken);
      if (g_error_matches (woken, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&woken));
          return FALSE;
        }
    }
  turn = self->turn = DEX_FUTURE (dex_promise_new ());
  done = update_all (update, flow, error);
  /* What was stored and not taken is read from there again. */
  if (!done)
    self->is_loaded = FALSE;
  self->turn = NULL;
  dex_promise_resolve_boolean (DEX_PROMISE (turn), TRUE);
  dex_unref (turn);
  return done;
}

static DexFuture *
update_fiber (SuretyFlow *flow, gpointer data)
{
  g_autoptr (GError) error = NULL;

  return update_in_turn (data, flow, &error) ? dex_future_new_true ()
                                             : dex_future_new_for_error (g_steal_pointer (&error));
}

DexFuture *
surety_eigenlayer_update_directory (SuretyProtocol *protocol,
                                    SuretyDirectoryFunc func,
                                    gpointer user_data,
                                    GDestroyNotify destroy)
{
  Update *update = update_new (protocol, user_data, destroy);

  update->func = func;
  return surety_flow_spawn (update_fiber, update, update_release);
}

static DexFuture *
load_providers_fiber (SuretyFlow *flow, gpointer data)
{
  Update *update = data;
  SuretyEigenlayer *self = update->self;
  g_autoptr (GListStore) store = g_list_store_new (SURETY_TYPE_PROVIDER);
  g_autoptr (GError) error = NULL;

  if (!update_in_turn (update, flow, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  for (guint i = 0; i < surety_eigenlayer_directory_get_n_operators (self->directory); i++)
    {
      SuretyEigenlayerEntry *entry = surety_eigenlayer_directory_get_operator (self->directory, i);

      if (entry->provider != NULL)
        g_list_store_append (store, entry->provider);
    }
  return dex_future_new_take_object (g_steal_pointer (&store));
}

DexFuture *
surety_eigenlayer_load_providers (SuretyProtocol *protocol,
                                  SuretyProgressFunc progress,
                                  gpointer user_data,
                                  GDestroyNotify destroy)
{
  Update *update = update_new (protocol, user_data, destroy);

  update->progress = progress;
  return surety_flow_spawn (load_providers_fiber, update, update_release);
}

static DexFuture *
load_services_fiber (SuretyFlow *flow, gpointer data)
{
  Update *update = data;
  SuretyEigenlayer *self = update->self;
  g_autoptr (GListStore) store = g_list_store_new (SURETY_TYPE_SERVICE);
  g_autoptr (GError) error = NULL;

  if (!update_in_turn (update, flow, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  for (guint i = 0; i < surety_eigenlayer_directory_get_n_sets (self->directory); i++)
    {
      SuretyEigenlayerSetEntry *entry = surety_eigenlayer_directory_get_set (self->directory, i);

      if (entry->service != NULL)
        g_list_store_append (store, entry->service);
    }
  return dex_future_new_take_object (g_steal_pointer (&store));
}

DexFuture *
surety_eigenlayer_load_services (SuretyProtocol *protocol)
{
  return surety_flow_spawn (load_services_fiber, update_new (protocol, NULL, NULL), update_release);
}
