/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-private.h"

/* Operators asked about in one multicall. */
#define CHUNK 200u
/* Logs are the first part of the work. */
#define LOGS_PART 0.6

typedef struct
{
  SuretyEigenlayer *self;
  SuretyProgressFunc progress;
  gpointer user_data;
  GDestroyNotify destroy;
  guint64 from;
  guint64 to;
} LoadProviders;

static void
load_providers_free (gpointer data)
{
  LoadProviders *load = data;

  if (load->destroy != NULL)
    load->destroy (load->user_data);
  g_object_unref (load->self);
  g_free (load);
}

static LoadProviders *
load_providers_new (SuretyProtocol *protocol,
                    SuretyProgressFunc progress,
                    gpointer user_data,
                    GDestroyNotify destroy)
{
  LoadProviders *load = g_new0 (LoadProviders, 1);

  load->self = g_object_ref (SURETY_EIGENLAYER (protocol));
  load->progress = progress;
  load->user_data = user_data;
  load->destroy = destroy;
  return load;
}

static void
report (LoadProviders *load, double fraction)
{
  if (load->progress != NULL)
    load->progress (CLAMP (fraction, 0.0, 1.0), load->user_data);
}

/* The sink's own: the walk may outlive the load it was started by. */
typedef struct
{
  SuretyEigenlayer *self;
  guint64 final; /* logs up to here can't be reorganised away */
} Sink;

static void
sink_free (gpointer data)
{
  Sink *sink = data;

  g_object_unref (sink->self);
  g_free (sink);
}

static gboolean
sink_logs (GPtrArray *logs, guint64 from, guint64 to, gpointer user_data, GError **error)
{
  Sink *sink = user_data;

  for (guint i = 0; i < logs->len; i++)
    if (!surety_eigenlayer_directory_take (sink->self->directory, g_ptr_array_index (logs, i),
                                           error))
      return FALSE;
  surety_eigenlayer_directory_set_next_block (sink->self->directory, MIN (to, sink->final) + 1);
  return TRUE;
}

static gboolean
find_head (SuretyEigenlayer *self, SuretyFlow *flow, guint64 *out, GError **error)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (GObject) result = NULL;
  SuretyBlock block;

  surety_batch_add_block (batch, "latest");
  result = dex_await_object (surety_flow_guard (flow,
                                                surety_endpoints_run (self->endpoints, batch)),
                             error);
  if (result == NULL)
    return FALSE;
  if (!surety_batch_get_block (batch, 0, &block, error))
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                     "The endpoint has no latest block");
      return FALSE;
    }
  *out = block.number;
  return TRUE;
}

/* Brings the directory up to the head. The last blocks, which may still be reorganised, are read
 * again next time. */
static gboolean
read_logs (LoadProviders *load, SuretyFlow *flow, GError **error)
{
  SuretyEigenlayer *self = load->self;
  g_autoptr (SuretyLogFilter)
    filter = surety_eigenlayer_directory_filter (&self->delegation_manager,
                                                 &self->allocation_manager);
  guint64 depth = surety_network_get_confirmations (self->network);
  guint64 head, from, start = 0;
  Address unused;
  Sink *sink;

  if (!find_head (self, flow, &head, error))
    return FALSE;

  surety_network_get_contract (self->network, "DelegationManager", &unused, &start);
  from = MAX (start, surety_eigenlayer_directory_get_next_block (self->directory));

  while (from <= head)
    {
      /* In parts, so that the progress moves and a discarded load stops soon. */
      guint64 part = MAX (1u, (head - start) / 50u);
      guint64 to = MIN (head, from + part);

      sink = g_new0 (Sink, 1);
      sink->self = g_object_ref (self);
      sink->final = head > depth ? head - depth : 0;
      if (!dex_await (surety_flow_guard (flow, surety_logs_walk (self->endpoints, filter, from, to,
                                                                 sink_logs, sink, sink_free)),
                      error))
        return FALSE;
      report (load, LOGS_PART * (double) (to - start + 1) / (double) (head - start + 1));
      from = to + 1;
    }
  return TRUE;
}

/* Prices of one share of each strategy. */
static GArray *
ask_prices (SuretyEigenlayer *self, SuretyMulticall *multicall)
{
  GArray *calls = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < surety_network_get_n_tokens (self->network); i++)
    {
      const SuretyToken *token = surety_network_get_token (self->network, i);
      AbiValue whole = abi_uint (surety_eigenlayer_whole (token));
      guint call = surety_eigenlayer_ask (multicall, &token->strategy, EL_SHARES_TO_UNDERLYING_VIEW,
                                          1, &whole);

      g_array_append_val (calls, call);
    }
  return calls;
}

/* One chunk of operators: who they are, then what those pledge that have allocated anything. */
static gboolean
read_chunk (SuretyEigenlayer *self,
            SuretyFlow *flow,
            guint first,
            guint n,
            GListStore *store,
            GError **error)
{
  g_autoptr (GPtrArray)
    operators = g_ptr_array_new_with_free_func ((GDestroyNotify) surety_eigenlayer_operator_free);
  g_autoptr (SuretyMulticall) who = surety_eigenlayer_multicall_new (self);
  g_autoptr (SuretyMulticall) what = surety_eigenlayer_multicall_new (self);
  g_autoptr (GPtrArray) sets = surety_eigenlayer_sets_new ();
  g_autoptr (GPtrArray) slashable = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autoptr (GArray) prices = ask_prices (self, who);
  guint n_tokens = surety_network_get_n_tokens (self->network);
  g_autofree u256 *one_share = g_new0 (u256, n_tokens);

  for (guint i = 0; i < n; i++)
    {
      const SuretyEigenlayerEntry *entry =
        surety_eigenlayer_directory_get_operator (self->directory, first + i);
      SuretyEigenlayerOperator *operator= surety_eigenlayer_operator_new (self, &entry->address);

      g_ptr_array_add (operators, operator);
      surety_eigenlayer_ask_operator (self, who, operator, FALSE);
    }
  if (!surety_eigenlayer_run (self, flow, who, 0, error))
    return FALSE;
  for (guint i = 0; i < n_tokens; i++)
    if (!surety_multicall_get_word (who, g_array_index (prices, guint, i), &one_share[i], NULL))
      one_share[i] = 0;

  for (guint i = 0; i < n; i++)
    {
      SuretyEigenlayerOperator *operator= g_ptr_array_index (operators, i);

      if (!surety_eigenlayer_read_operator (self, who, operator, error))
        return FALSE;
      for (guint k = 0; k < operator->sets->len; k++)
        surety_eigenlayer_sets_add (sets, &g_array_index (operator->sets, SuretyOperatorSet, k));
      if (operator->sets->len> 0)
        surety_eigenlayer_ask_allocations (self, what, operator);
      g_ptr_array_add (slashable, surety_eigenlayer_ask_slashable (self, what, operator));
    }
  surety_eigenlayer_ask_sets (self, what, sets, FALSE);
  if (!surety_eigenlayer_run (self, flow, what, surety_multicall_get_block (who), error))
    return FALSE;
  surety_eigenlayer_read_sets (self, what, sets);

  for (guint i = 0; i < n; i++)
    {
      SuretyEigenlayerOperator *operator= g_ptr_array_index (operators, i);
      g_autoptr (SuretyProvider) provider = NULL;

      /* Nothing asked for one without sets: nothing of it is encumbered. */
      if (!surety_eigenlayer_read_allocations (self, what, operator, error))
        return FALSE;
      if (!operator->registered)
        continue;
      provider = surety_eigenlayer_make_provider (self, what, operator, one_share,
                                                  g_ptr_array_index (slashable, i), sets);
      g_list_store_append (store, provider);
    }
  return TRUE;
}

static DexFuture *
load_providers_fiber (SuretyFlow *flow, gpointer data)
{
  LoadProviders *load = data;
  SuretyEigenlayer *self = load->self;
  g_autoptr (GListStore) store = g_list_store_new (SURETY_TYPE_PROVIDER);
  g_autoptr (GError) error = NULL;
  guint n;

  report (load, 0.0);
  if (!surety_eigenlayer_refresh_vaults (self, flow, &error) || !read_logs (load, flow, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* Another load may add operators meanwhile: those are its business. */
  n = surety_eigenlayer_directory_get_n_operators (self->directory);
  for (guint first = 0; first < n; first += CHUNK)
    {
      guint size = MIN (CHUNK, n - first);

      if (!read_chunk (self, flow, first, size, store, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
      report (load, LOGS_PART + (1.0 - LOGS_PART) * (double) (first + size) / (double) n);
    }
  report (load, 1.0);
  return dex_future_new_take_object (g_steal_pointer (&store));
}

DexFuture *
surety_eigenlayer_load_providers (SuretyProtocol *protocol,
                                  SuretyProgressFunc progress,
                                  gpointer user_data,
                                  GDestroyNotify destroy)
{
  return surety_flow_spawn (load_providers_fiber,
                            load_providers_new (protocol, progress, user_data, destroy),
                            load_providers_free);
}

static DexFuture *
load_services_fiber (SuretyFlow *flow, gpointer data)
{
  LoadProviders *load = data;
  SuretyEigenlayer *self = load->self;
  g_autoptr (GListStore) store = g_list_store_new (SURETY_TYPE_SERVICE);
  g_autoptr (SuretyMulticall) multicall = surety_eigenlayer_multicall_new (self);
  g_autoptr (GPtrArray) sets = surety_eigenlayer_sets_new ();
  g_autoptr (GHashTable) codes = NULL;
  g_autoptr (GError) error = NULL;
  GArray *known;

  if (!read_logs (load, flow, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  known = surety_eigenlayer_directory_get_sets (self->directory);
  for (guint i = 0; i < known->len; i++)
    surety_eigenlayer_sets_add (sets, &g_array_index (known, SuretyOperatorSet, i));
  surety_eigenlayer_ask_sets (self, multicall, sets, TRUE);
  if (!surety_eigenlayer_run (self, flow, multicall, 0, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  codes = surety_eigenlayer_load_codes (self, flow, multicall, sets, &error);
  if (codes == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  surety_eigenlayer_read_sets (self, multicall, sets);
  surety_eigenlayer_make_services (self, multicall, sets, codes);
  for (guint i = 0; i < sets->len; i++)
    g_list_store_append (store, ((SuretyEigenlayerSet *) g_ptr_array_index (sets, i))->service);
  return dex_future_new_take_object (g_steal_pointer (&store));
}

DexFuture *
surety_eigenlayer_load_services (SuretyProtocol *protocol)
{
  return surety_flow_spawn (load_services_fiber, load_providers_new (protocol, NULL, NULL, NULL),
                            load_providers_free);
}

typedef struct
{
  SuretyEigenlayer *self;
  SuretyDirectoryFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
} UpdateDirectory;

static void
update_directory_clear (gpointer data)
{
  UpdateDirectory *update = data;

  if (update->destroy != NULL)
    update->destroy (update->user_data);
  g_object_unref (update->self);
}

/* A load that was let go of may outlive the update. */
static void
update_directory_release (gpointer data)
{
  g_rc_box_release_full (data, update_directory_clear);
}

static void
on_progress (double fraction, gpointer user_data)
{
  UpdateDirectory *update = user_data;
  SuretyDirectoryReport report = { .fraction = fraction, .remaining = -1 };

  update->func (&report, update->user_data);
}

static DexFuture *
update_directory_fiber (SuretyFlow *flow, gpointer data)
{
  UpdateDirectory *update = data;
  SuretyProtocol *protocol = SURETY_PROTOCOL (update->self);
  g_autoptr (GListModel) providers = NULL;
  g_autoptr (GListModel) services = NULL;
  g_autoptr (GError) error = NULL;
  SuretyDirectoryReport report = { .fraction = 1.0, .remaining = 0, .whole = TRUE };

  providers = dex_await_object (
    surety_flow_guard (flow, surety_eigenlayer_load_providers (protocol, on_progress,
                                                               g_rc_box_acquire (update),
                                                               update_directory_release)),
    &error);
  if (providers != NULL)
    services = dex_await_object (surety_flow_guard (flow,
                                                    surety_eigenlayer_load_services (protocol)),
                                 &error);
  if (services == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  report.block = surety_eigenlayer_directory_get_next_block (update->self->directory);
  report.providers = providers;
  report.services = services;
  update->func (&report, update->user_data);
  return dex_future_new_true ();
}

DexFuture *
surety_eigenlayer_update_directory (SuretyProtocol *protocol,
                                    SuretyDirectoryFunc func,
                                    gpointer user_data,
                                    GDestroyNotify destroy)
{
  UpdateDirectory *update = g_rc_box_new0 (UpdateDirectory);

  update->self = g_object_ref (SURETY_EIGENLAYER (protocol));
  update->func = func;
  update->user_data = user_data;
  update->destroy = destroy;
  return surety_flow_spawn (update_directory_fiber, update, update_directory_release);
}
