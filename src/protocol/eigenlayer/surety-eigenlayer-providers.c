/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-update.h"

/* The directory is brought up to date: what was stored, from there to the head, shown as it comes. */

/* The main loop is held for about so long: an eighth of what a frame has. */
#define HOLD (2 * G_TIME_SPAN_MILLISECOND)
#define AT_ONCE 40u
/* There is less work with one of these, but everything is shown anew by their names. */
#define SERVICES_AT_ONCE 400u

/* Sets that are asked about in one exchange: to write and to read more takes longer than a frame. */
#define SETS_AT_ONCE 400u

typedef SuretyEigenlayerUpdate Update;

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

gboolean
surety_eigenlayer_update_pause (Update *update, SuretyFlow *flow, GError **error)
{
  if (g_get_monotonic_time () - update->resumed < HOLD)
    return TRUE;
  if (!surety_flow_breathe (flow, error))
    return FALSE;
  update->resumed = g_get_monotonic_time ();
  return TRUE;
}

/* What is told, and of what it is a part. */
static void
send_report (Update *update, SuretyDirectoryReport *report)
{
  SuretyEigenlayerDirectory *directory = update->self->directory;

  update->self->fraction = report->fraction = CLAMP (report->fraction, 0.0, 1.0);
  report->block = surety_eigenlayer_directory_get_block (directory);
  report->time = surety_eigenlayer_directory_get_time (directory);
  update->told = g_get_monotonic_time ();
  if (update->func != NULL)
    update->func (report, update->user_data);
  if (update->progress != NULL)
    update->progress (report->fraction, update->user_data);
}

void
surety_eigenlayer_update_tell (Update *update, double fraction, gint64 remaining)
{
  send_report (update, &(SuretyDirectoryReport) { .fraction = fraction, .remaining = remaining });
}

/* Items told a few at a time: those who listen have as much work with each as there was in making it. */
typedef struct
{
  Update *update;
  SuretyFlow *flow;
  SuretyDirectoryReport report;
  GPtrArray *providers;
  GPtrArray *services;
} Telling;

static Telling
telling_new (Update *update, SuretyFlow *flow, double fraction, gint64 remaining)
{
  return (Telling) {
    .update = update,
    .flow = flow,
    .report = { .fraction = fraction, .remaining = remaining, .begins = !update->had_whole },
    .providers = g_ptr_array_new_with_free_func (g_object_unref),
    .services = g_ptr_array_new_with_free_func (g_object_unref),
  };
}

static void
telling_clear (Telling *self)
{
  g_clear_pointer (&self->providers, g_ptr_array_unref);
  g_clear_pointer (&self->services, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Telling, telling_clear)

static gboolean
telling_flush (Telling *self, GError **error)
{
  self->report.providers = self->providers->len > 0 ? self->providers : NULL;
  self->report.services = self->services->len > 0 ? self->services : NULL;
  send_report (self->update, &self->report);
  self->report.begins = FALSE;
  g_ptr_array_set_size (self->providers, 0);
  g_ptr_array_set_size (self->services, 0);
  return surety_eigenlayer_update_pause (self->update, self->flow, error);
}

static gboolean
telling_add (Telling *self, gpointer item, GError **error)
{
  const gboolean is_service = SURETY_IS_SERVICE (item);
  GPtrArray *to = is_service ? self->services : self->providers;

  g_ptr_array_add (to, g_object_ref (item));
  return to->len < (is_service ? SERVICES_AT_ONCE : AT_ONCE) || telling_flush (self, error);
}

static void
add_weights (GArray *weights, const SuretyEigenlayerEntry *entry)
{
  if (entry->stakes == NULL || !surety_eigenlayer_directory_is_earner (entry))
    return;
  for (guint i = 0; i < entry->stakes->len; i++)
    {
      const SuretyEigenlayerStake *stake = &g_array_index (entry->stakes, SuretyEigenlayerStake, i);
      const SuretyProgrammeWeight fresh = { .strategy = stake->strategy };
      SuretyProgrammeWeight *sum;
      guint k = 0;

      while (k < weights->len &&
             !address_equal (&g_array_index (weights, SuretyProgrammeWeight, k).strategy,
                             &stake->strategy))
        k++;
      if (k == weights->len)
        g_array_append_val (weights, fresh);
      sum = &g_array_index (weights, SuretyProgrammeWeight, k);
      if (!u256_add (sum->shares, stake->shares, &sum->shares))
        sum->shares = U256_MAX;
    }
}

static SuretyProgramme *
make_programme (SuretyEigenlayer *self, GArray *weights)
{
  g_autoptr (GArray) payments = surety_eigenlayer_directory_dup_common (self->directory);

  return surety_programme_new (&(const SuretyProgrammeFacts) {
    .payments = (const SuretyPayment *) (gpointer) payments->data,
    .n_payments = payments->len,
    .weights = (const SuretyProgrammeWeight *) (gpointer) weights->data,
    .n_weights = weights->len,
    .block = surety_eigenlayer_directory_get_block (self->directory),
    .time = surety_eigenlayer_directory_get_time (self->directory),
  });
}

/* With services only where all there is is told. */
static gboolean
tell_all (Telling *telling, GError **error)
{
  SuretyEigenlayer *self = telling->update->self;
  const gboolean whole = telling->report.begins;
  g_autoptr (GArray) weights = g_array_new (FALSE, FALSE, sizeof (SuretyProgrammeWeight));
  g_autoptr (SuretyProgramme) programme = NULL;
  Address unused;
  gboolean done;

  for (guint i = 0; i < surety_eigenlayer_directory_get_n_operators (self->directory); i++)
    {
      SuretyEigenlayerEntry *entry = surety_eigenlayer_directory_get_operator (self->directory, i);
      const gboolean anew = entry->changed || entry->provider == NULL;

      /* Its registration may be in a block that is still to come: then it is no operator yet. */
      if (entry->registered_block == 0)
        continue;
      add_weights (weights, entry);
      if (anew)
        {
          g_clear_object (&entry->provider);
          entry->provider = surety_eigenlayer_make_from_logs (self, entry);
          entry->changed = FALSE;
        }
      if (((anew || whole) && !telling_add (telling, entry->provider, error)) ||
          !surety_eigenlayer_update_pause (telling->update, telling->flow, error))
        return FALSE;
    }
  for (guint i = 0; whole && i < surety_eigenlayer_directory_get_n_sets (self->directory); i++)
    {
      SuretyEigenlayerSetEntry *entry = surety_eigenlayer_directory_get_set (self->directory, i);

      if (entry->service != NULL && !telling_add (telling, entry->service, error))
        return FALSE;
    }
  if (surety_network_get_contract (self->network, "RewardsCoordinator", &unused, NULL))
    programme = make_programme (self, weights);
  telling->report.programme = programme;
  telling->report.ends = whole;
  done = telling_flush (telling, error);
  telling->report.programme = NULL;
  return done;
}

gboolean
surety_eigenlayer_update_show (Update *update,
                               SuretyFlow *flow,
                               double fraction,
                               gint64 remaining,
                               GError **error)
{
  g_auto (Telling) telling = telling_new (update, flow, fraction, remaining);
  const gint64 begun = g_get_monotonic_time ();

  surety_eigenlayer_directory_settle (update->self->directory);
  if (!tell_all (&telling, error))
    return FALSE;
  update->had_whole = TRUE;
  update->shown = g_get_monotonic_time ();
  update->showing = update->shown - begun;
  return TRUE;
}

static gboolean
tell_services (Update *update, SuretyFlow *flow, GListStore *services, GError **error)
{
  g_auto (Telling) telling = telling_new (update, flow, 1.0, 0);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (services)); i++)
    {
      g_autoptr (SuretyService) service = g_list_model_get_item (G_LIST_MODEL (services), i);

      if (!telling_add (&telling, service, error))
        return FALSE;
    }
  return telling_flush (&telling, error);
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

/* Who the slashers and registrars of sets are. Asked once for each: what an address is changes seldom, and is read anew
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

/* Sets that changed, or are not known yet. */
static GPtrArray *
list_stale (SuretyEigenlayer *self)
{
  GPtrArray *stale = g_ptr_array_new ();

  for (guint i = 0; i < surety_eigenlayer_directory_get_n_sets (self->directory); i++)
    {
      SuretyEigenlayerSetEntry *entry = surety_eigenlayer_directory_get_set (self->directory, i);

      if (entry->created_block != 0 && (entry->changed || entry->service == NULL))
        g_ptr_array_add (stale, entry);
    }
  return stale;
}

/* What was asked about the sets is made a service each. sums: NULL = not known. */
static gboolean
make_services (Update *update,
               SuretyFlow *flow,
               SuretyMulticall *multicall,
               GPtrArray *sets,
               GHashTable *sums,
               GListStore *services,
               GError **error)
{
  SuretyEigenlayer *self = update->self;

  if (!find_parties (self, flow, multicall, sets, error))
    return FALSE;
  update->resumed = g_get_monotonic_time ();
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
      if (!surety_eigenlayer_update_pause (update, flow, error))
        return FALSE;
    }
  return TRUE;
}

/* Some of the sets that are stale, from first on; with the first of them the prices, and with these what
 * stands behind all sets. All at the directory's block. */
static gboolean
read_part (Update *update,
           SuretyFlow *flow,
           GPtrArray *stale,
           guint first,
           GHashTable **sums,
           GListStore *services,
           GError **error)
{
  SuretyEigenlayer *self = update->self;
  g_autoptr (SuretyMulticall) multicall = surety_eigenlayer_multicall_new (self);
  g_autoptr (GPtrArray) sets = surety_eigenlayer_sets_new ();
  SuretyEigenlayerPricesCalls calls = { 0 };
  gboolean done;

  for (guint i = first; i < MIN (stale->len, first + SETS_AT_ONCE); i++)
    {
      const SuretyEigenlayerSetEntry *entry = g_ptr_array_index (stale, i);

      surety_eigenlayer_sets_append (sets, &entry->set);
    }
  if (first == 0)
    surety_eigenlayer_ask_prices (self, multicall, &calls);
  surety_eigenlayer_ask_sets (self, multicall, sets, TRUE);
  done = surety_eigenlayer_run (self, flow, multicall,
                                surety_eigenlayer_directory_get_block (self->directory), error);
  update->resumed = g_get_monotonic_time ();
  if (done && first == 0)
    {
      if (surety_eigenlayer_read_prices (self, multicall, &calls))
        mark_all (self);
      done = surety_eigenlayer_update_pause (update, flow, error) &&
             surety_eigenlayer_sum_stakes (update, flow, sums, error) &&
             (*sums == NULL ||
              surety_eigenlayer_renew_stakes (update, flow, *sums, services, error));
    }
  surety_eigenlayer_prices_calls_clear (&calls);
  return done &&
         (sets->len == 0 || make_services (update, flow, multicall, sets, *sums, services, error));
}

static gboolean
read_rest (Update *update, SuretyFlow *flow, GListStore *services, GError **error)
{
  g_autoptr (GPtrArray) stale = list_stale (update->self);
  g_autoptr (GHashTable) sums = NULL;
  guint first = 0;

  do
    {
      if (!read_part (update, flow, stale, first, &sums, services, error))
        return FALSE;
      first += SETS_AT_ONCE;
    }
  while (first < stale->len);
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

static gboolean
mark_ripe (Update *update, SuretyFlow *flow, GError **error)
{
  SuretyEigenlayerDirectory *directory = update->self->directory;

  for (guint i = 0; i < surety_eigenlayer_directory_get_n_operators (directory); i++)
    {
      surety_eigenlayer_directory_mark_ripe_operator (directory, i, update->old_block,
                                                      update->old_time);
      if (!surety_eigenlayer_update_pause (update, flow, error))
        return FALSE;
    }
  surety_eigenlayer_directory_mark_ripe_sets (directory, update->old_block);
  return TRUE;
}

static gboolean
update_all (Update *update, SuretyFlow *flow, GError **error)
{
  SuretyEigenlayer *self = update->self;
  g_autoptr (GListStore) services = g_list_store_new (SURETY_TYPE_SERVICE);

  if (!surety_eigenlayer_update_open (update, flow, error))
    return FALSE;
  update->old_block = surety_eigenlayer_directory_get_block (self->directory);
  update->old_time = surety_eigenlayer_directory_get_time (self->directory);
  /* Until it is known how far the head is, it is as far as it was. */
  if (update->old_block > 0 &&
      !surety_eigenlayer_update_show (update, flow, self->fraction, -1, error))
    return FALSE;
  if (!surety_eigenlayer_update_walk (update, flow, error))
    return FALSE;

  if (surety_eigenlayer_directory_get_block (self->directory) != update->old_block ||
      !self->is_priced)
    {
      if (!mark_ripe (update, flow, error) ||
          (needs_vaults (update) && !surety_eigenlayer_refresh_vaults (self, flow, error)) ||
          !read_rest (update, flow, services, error))
        return FALSE;
      self->is_priced = TRUE;
    }
  if (!surety_eigenlayer_update_show (update, flow, 1.0, 0, error))
    return FALSE;
  return tell_services (update, flow, services, error);
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

/* The directory may change while this is made; all is what it was. */
static DexFuture *
list (Update *update, SuretyFlow *flow, GType type, GPtrArray *all)
{
  g_autoptr (GListStore) store = g_list_store_new (type);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < all->len; i++)
    {
      g_list_store_append (store, g_ptr_array_index (all, i));
      if (!surety_eigenlayer_update_pause (update, flow, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }
  return dex_future_new_take_object (g_steal_pointer (&store));
}

static DexFuture *
load_providers_fiber (SuretyFlow *flow, gpointer data)
{
  Update *update = data;
  SuretyEigenlayer *self = update->self;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;

  if (!update_in_turn (update, flow, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  for (guint i = 0; i < surety_eigenlayer_directory_get_n_operators (self->directory); i++)
    {
      SuretyEigenlayerEntry *entry = surety_eigenlayer_directory_get_operator (self->directory, i);

      if (entry->provider != NULL)
        g_ptr_array_add (all, g_object_ref (entry->provider));
    }
  return list (update, flow, SURETY_TYPE_PROVIDER, all);
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
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;

  if (!update_in_turn (update, flow, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  for (guint i = 0; i < surety_eigenlayer_directory_get_n_sets (self->directory); i++)
    {
      SuretyEigenlayerSetEntry *entry = surety_eigenlayer_directory_get_set (self->directory, i);

      if (entry->service != NULL)
        g_ptr_array_add (all, g_object_ref (entry->service));
    }
  return list (update, flow, SURETY_TYPE_SERVICE, all);
}

DexFuture *
surety_eigenlayer_load_services (SuretyProtocol *protocol)
{
  return surety_flow_spawn (load_services_fiber, update_new (protocol, NULL, NULL), update_release);
}
