/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-directory.h"

#include "surety-list-sync.h"
#include "surety-look-alike.h"
#include "surety-offload.h"

struct _SuretyDirectory
{
  GObject parent_instance;

  SuretyProtocol *protocol;
  Address account;
  gboolean has_account;

  SuretyLoad load;
  GError *error;
  double progress;
  gint64 remaining;
  gboolean filling;
  guint64 as_of_block;
  guint64 as_of_time;
  GListStore *providers;       /* SuretyProvider */
  GListStore *services;        /* SuretyService */
  GListStore *assets;          /* SuretyAsset */
  GHashTable *provider_places; /* address text → place in providers */
  GHashTable *service_places;  /* address text and set → place in services */

  SuretyFiles *files;
  SuretyLookAlikes *names;
  guint arrivals; /* what arrived is shown when no more has come for a while */

  DexFuture *refresh;
  DexFuture *cancel; /* rejected to stop the refresh */
};

G_DEFINE_FINAL_TYPE (SuretyDirectory, surety_directory, G_TYPE_OBJECT)

typedef enum
{
  PROP_LOAD = 1,
  PROP_ERROR,
  PROP_PROVIDERS,
  PROP_ASSETS,
  PROP_PROGRESS,
  PROP_SERVICES,
  PROP_FILLING,
  PROP_REMAINING,
  PROP_AS_OF_BLOCK,
  PROP_AS_OF_TIME,
} SuretyDirectoryProperty;

static GParamSpec *properties[PROP_AS_OF_TIME + 1];

#define ARRIVALS_MS 1000u

static void
set_load (SuretyDirectory *self, SuretyLoad load, GError *error)
{
  if (error != NULL || self->error != NULL)
    {
      g_clear_error (&self->error);
      self->error = error;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
    }
  if (self->load != load)
    {
      self->load = load;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOAD]);
    }
}

static void
set_filling (SuretyDirectory *self, gboolean filling)
{
  if (self->filling != filling)
    {
      self->filling = filling;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILLING]);
    }
}

static void
set_progress (SuretyDirectory *self, double fraction, gint64 remaining)
{
  if (self->progress != fraction)
    {
      self->progress = fraction;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
    }
  if (self->remaining != remaining)
    {
      self->remaining = remaining;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REMAINING]);
    }
}

static void
set_as_of (SuretyDirectory *self, guint64 block, guint64 time)
{
  if (self->as_of_block != block)
    {
      self->as_of_block = block;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AS_OF_BLOCK]);
    }
  if (self->as_of_time != time)
    {
      self->as_of_time = time;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AS_OF_TIME]);
    }
}

static void
replace_all (GListStore *store, GListModel *fresh)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (fresh); i++)
    g_ptr_array_add (items, g_list_model_get_item (fresh, i));
  g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), items->pdata,
                       items->len);
}

static char *
dup_key (gpointer item)
{
  if (SURETY_IS_PROVIDER (item))
    return g_strdup (surety_provider_get_address_text (item));
  return g_strdup_printf ("%s/%u", surety_service_get_address_text (item),
                          surety_service_get_set (item));
}

static gboolean
is_same (gpointer a, gpointer b)
{
  return a == b;
}

static void
take_whole (GListStore *store, GHashTable *places, GListModel *fresh)
{
  g_hash_table_remove_all (places);
  for (guint i = 0; i < g_list_model_get_n_items (fresh); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (fresh, i);

      g_hash_table_insert (places, dup_key (item), GUINT_TO_POINTER (i));
    }
  surety_list_sync (store, fresh, is_same);
}

static void
unref_if_any (gpointer item)
{
  g_clear_object (&item);
}

/* What is there and has changed keeps its place; what is new comes after it. Neighbours that changed
 * together are replaced together. */
static void
take_changes (GListStore *store, GHashTable *places, GListModel *fresh)
{
  guint n_old = g_list_model_get_n_items (G_LIST_MODEL (store));
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (unref_if_any);

  g_ptr_array_set_size (items, (gint) n_old);
  for (guint i = 0; i < g_list_model_get_n_items (fresh); i++)
    {
      GObject *item = g_list_model_get_item (fresh, i);
      g_autofree char *key = dup_key (item);
      gpointer place;

      if (g_hash_table_lookup_extended (places, key, NULL, &place))
        {
          gpointer *slot = &g_ptr_array_index (items, GPOINTER_TO_UINT (place));

          unref_if_any (*slot);
          *slot = item;
        }
      else
        {
          g_hash_table_insert (places, g_steal_pointer (&key), GUINT_TO_POINTER (items->len));
          g_ptr_array_add (items, item);
        }
    }

  for (guint i = 0; i < n_old;)
    {
      guint run = 0;

      while (i + run < n_old && g_ptr_array_index (items, i + run) != NULL)
        run++;
      if (run > 0)
        g_list_store_splice (store, i, run, items->pdata + i, run);
      i += MAX (run, 1u);
    }
  if (items->len > n_old)
    g_list_store_splice (store, n_old, 0, items->pdata + n_old, items->len - n_old);
}

static void
take_items (GListStore *store, GHashTable *places, GListModel *fresh, gboolean whole)
{
  if (whole)
    take_whole (store, places, fresh);
  else
    take_changes (store, places, fresh);
}

static void
take_names (SuretyDirectory *self, GListModel *fresh)
{
  for (guint i = 0; i < g_list_model_get_n_items (fresh); i++)
    {
      g_autoptr (SuretyProvider) provider = g_list_model_get_item (fresh, i);

      surety_look_alikes_set (self->names, surety_provider_get_address_text (provider),
                              surety_provider_get_name (provider));
    }
}

static void
clear_items (SuretyDirectory *self)
{
  surety_look_alikes_clear (self->names);
  g_list_store_remove_all (self->providers);
  g_list_store_remove_all (self->services);
  g_hash_table_remove_all (self->provider_places);
  g_hash_table_remove_all (self->service_places);
}

static DexFuture *
assets_fiber (gpointer user_data)
{
  SuretyDirectory *self = user_data;

  /* Between the asking and the first line here, the network may have gone. */
  while (self->protocol != NULL)
    {
      g_autoptr (SuretyProtocol) protocol = g_object_ref (self->protocol);
      g_autoptr (GListModel) assets = NULL;
      gboolean has_account = self->has_account;
      Address account = self->account;
      GError *error = NULL;

      assets = dex_await_object (surety_protocol_load_assets (protocol,
                                                              has_account ? &account : NULL),
                                 &error);

      /* An answer about an account or network that is not looked at any more is dropped, and asked for anew. */
      if (self->protocol != protocol || self->has_account != has_account ||
          (has_account && !address_equal (&self->account, &account)))
        {
          g_clear_error (&error);
          continue;
        }
      if (assets == NULL)
        return dex_future_new_for_error (error);
      replace_all (self->assets, assets);
      break;
    }

  return dex_future_new_true ();
}

DexFuture *
surety_directory_refresh_assets (SuretyDirectory *self)
{
  g_return_val_if_fail (SURETY_IS_DIRECTORY (self), NULL);

  if (self->protocol == NULL)
    return dex_future_new_true ();

  return surety_spawn (assets_fiber, g_object_ref (self), g_object_unref);
}

/* One refresh; another one may have taken its place by the time it speaks. */
typedef struct
{
  SuretyDirectory *directory;
  SuretyProtocol *protocol;
  DexFuture *cancel;
} Refresh;

static void
refresh_free (gpointer data)
{
  Refresh *refresh = data;

  g_object_unref (refresh->directory);
  g_object_unref (refresh->protocol);
  dex_unref (refresh->cancel);
  g_free (refresh);
}

static Refresh *
refresh_new (SuretyDirectory *directory, SuretyProtocol *protocol, DexFuture *cancel)
{
  Refresh *refresh = g_new0 (Refresh, 1);

  refresh->directory = g_object_ref (directory);
  refresh->protocol = g_object_ref (protocol);
  refresh->cancel = dex_ref (cancel);
  return refresh;
}

static gboolean
is_current (Refresh *refresh)
{
  return refresh->directory->protocol == refresh->protocol &&
         refresh->directory->cancel == refresh->cancel;
}

static void
on_report (const SuretyDirectoryReport *report, gpointer user_data)
{
  Refresh *refresh = user_data;
  SuretyDirectory *self = refresh->directory;

  if (!is_current (refresh))
    return;

  if (report->services != NULL)
    take_items (self->services, self->service_places, report->services, report->whole);
  if (report->providers != NULL)
    {
      if (report->whole)
        surety_look_alikes_clear (self->names);
      take_names (self, report->providers);
      take_items (self->providers, self->provider_places, report->providers, report->whole);
    }
  set_as_of (self, report->block, report->time);
  set_progress (self, report->fraction, report->remaining);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->providers)) > 0)
    set_load (self, SURETY_LOAD_READY, NULL);
}

static void
request_files (SuretyDirectory *self)
{
  g_auto (GStrv) uris = NULL;

  if (self->files == NULL || self->protocol == NULL || !surety_files_get_enabled (self->files))
    return;
  uris = surety_protocol_list_files (self->protocol);
  for (guint i = 0; uris[i] != NULL; i++)
    surety_files_request (self->files, uris[i]);
}

static DexFuture *
refresh_fiber (gpointer user_data)
{
  Refresh *refresh = user_data;
  SuretyDirectory *self = refresh->directory;
  g_autoptr (GError) error = NULL;
  gboolean shown;

  if (is_current (refresh) && dex_await (surety_directory_refresh_assets (self), &error) &&
      is_current (refresh))
    /* Whichever is first; the other one is let go of, and an update that is let go of stops. */
    dex_await (dex_future_first (surety_protocol_update_directory (refresh->protocol, on_report,
                                                                   refresh_new (self,
                                                                                refresh->protocol,
                                                                                refresh->cancel),
                                                                   refresh_free),
                                 dex_ref (refresh->cancel), NULL),
               &error);

  if (!is_current (refresh))
    return dex_future_new_true ();

  set_filling (self, FALSE);
  set_progress (self, self->progress, -1);
  shown = g_list_model_get_n_items (G_LIST_MODEL (self->providers)) > 0;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      set_load (self, shown ? SURETY_LOAD_READY : SURETY_LOAD_IDLE,
                self->error != NULL ? g_error_copy (self->error) : NULL);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }
  if (error != NULL)
    {
      set_load (self, shown ? SURETY_LOAD_READY : SURETY_LOAD_FAILED, g_error_copy (error));
      return dex_future_new_for_error (g_steal_pointer (&error));
    }
  set_load (self, shown ? SURETY_LOAD_READY : SURETY_LOAD_EMPTY, NULL);
  request_files (self);
  return dex_future_new_true ();
}

DexFuture *
surety_directory_refresh (SuretyDirectory *self)
{
  g_return_val_if_fail (SURETY_IS_DIRECTORY (self), NULL);

  if (self->protocol == NULL)
    return dex_future_new_true ();

  if (g_list_model_get_n_items (G_LIST_MODEL (self->providers)) == 0)
    set_load (self, SURETY_LOAD_LOADING, NULL);
  if (self->refresh == NULL || !dex_future_is_pending (self->refresh))
    {
      dex_clear (&self->refresh);
      dex_clear (&self->cancel);
      self->cancel = DEX_FUTURE (dex_promise_new ());
      set_filling (self, TRUE);
      self->refresh = surety_spawn (refresh_fiber, refresh_new (self, self->protocol, self->cancel),
                                    refresh_free);
    }
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->assets)) == 0)
    /* The one under way may be past them already, for another account. */
    dex_future_disown (surety_directory_refresh_assets (self));

  return dex_ref (self->refresh);
}

void
surety_directory_cancel (SuretyDirectory *self)
{
  g_return_if_fail (SURETY_IS_DIRECTORY (self));

  if (self->cancel != NULL && dex_future_is_pending (self->cancel))
    dex_promise_reject (DEX_PROMISE (self->cancel),
                        g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                             "The directory was told to stop"));
}

DexFuture *
surety_directory_load_pledges (SuretyDirectory *self, const Address *provider)
{
  g_return_val_if_fail (SURETY_IS_DIRECTORY (self), NULL);

  if (self->protocol == NULL)
    return dex_future_new_reject (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_NO_ENDPOINT,
                                  "no endpoint is chosen");

  return surety_protocol_load_pledges (self->protocol, provider);
}

static gboolean
show_arrivals (gpointer user_data)
{
  SuretyDirectory *self = user_data;

  /* One under way may be past them: after it. */
  if (self->refresh != NULL && dex_future_is_pending (self->refresh))
    return G_SOURCE_CONTINUE;
  self->arrivals = 0;
  /* A failure is in "error". */
  dex_future_disown (surety_directory_refresh (self));
  return G_SOURCE_REMOVE;
}

static void
on_arrived (SuretyDirectory *self, const char *uri)
{
  if (self->protocol == NULL)
    return;
  surety_protocol_take_file (self->protocol, uri, surety_files_lookup (self->files, uri));
  if (self->arrivals == 0)
    self->arrivals = g_timeout_add (ARRIVALS_MS, show_arrivals, self);
}

static void
take_file (const char *uri, GBytes *file, gpointer user_data)
{
  surety_protocol_take_file (user_data, uri, file);
}

void
surety_directory_set_files (SuretyDirectory *self, SuretyFiles *files)
{
  g_return_if_fail (SURETY_IS_DIRECTORY (self));
  g_return_if_fail (self->files == NULL);

  if (files == NULL)
    return;
  self->files = g_object_ref (files);
  g_signal_connect_object (files, "arrived", G_CALLBACK (on_arrived), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (files, "notify::enabled", G_CALLBACK (request_files), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (files, "notify::gateway", G_CALLBACK (request_files), self,
                           G_CONNECT_SWAPPED);
  if (self->protocol != NULL)
    surety_files_foreach (files, take_file, self->protocol);
}

SuretyFiles *
surety_directory_get_files (SuretyDirectory *self)
{
  g_return_val_if_fail (SURETY_IS_DIRECTORY (self), NULL);

  return self->files;
}

gboolean
surety_directory_is_look_alike (SuretyDirectory *self, const Address *provider)
{
  char text[ADDRESS_TEXT_SIZE];

  g_return_val_if_fail (SURETY_IS_DIRECTORY (self), FALSE);

  address_to_text (provider, text);
  return surety_look_alikes_is_one (self->names, text);
}

/* Lends: the list holds it. */
static gpointer
find_item (GListStore *store, GHashTable *places, const char *key)
{
  g_autoptr (GObject) item = NULL;
  gpointer place;

  if (!g_hash_table_lookup_extended (places, key, NULL, &place))
    return NULL;
  item = g_list_model_get_item (G_LIST_MODEL (store), GPOINTER_TO_UINT (place));
  return item;
}

SuretyProvider *
surety_directory_find (SuretyDirectory *self, const Address *provider)
{
  char text[ADDRESS_TEXT_SIZE];

  g_return_val_if_fail (SURETY_IS_DIRECTORY (self), NULL);
  g_return_val_if_fail (provider != NULL, NULL);

  address_to_text (provider, text);
  return find_item (self->providers, self->provider_places, text);
}

SuretyService *
surety_directory_find_service (SuretyDirectory *self, const Address *avs, guint32 set)
{
  char text[ADDRESS_TEXT_SIZE];
  g_autofree char *key = NULL;

  g_return_val_if_fail (SURETY_IS_DIRECTORY (self), NULL);
  g_return_val_if_fail (avs != NULL, NULL);

  address_to_text (avs, text);
  key = g_strdup_printf ("%s/%u", text, set);
  return find_item (self->services, self->service_places, key);
}

void
surety_directory_set_source (SuretyDirectory *self,
                             SuretyProtocol *protocol,
                             const Address *account)
{
  gboolean same_protocol = FALSE;

  g_return_if_fail (SURETY_IS_DIRECTORY (self));

  same_protocol = self->protocol == protocol;
  self->has_account = account != NULL;
  if (account != NULL)
    self->account = *account;

  g_list_store_remove_all (self->assets);
  if (same_protocol)
    return;

  /* Operators belong to the network, not to the account. */
  g_set_object (&self->protocol, protocol);
  if (self->files != NULL && protocol != NULL)
    surety_files_foreach (self->files, take_file, protocol);
  surety_directory_cancel (self);
  dex_clear (&self->cancel);
  dex_clear (&self->refresh);
  clear_items (self);
  set_filling (self, FALSE);
  set_progress (self, 0, -1);
  set_as_of (self, 0, 0);
  set_load (self, SURETY_LOAD_IDLE, NULL);
}

static void
surety_directory_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyDirectory *self = SURETY_DIRECTORY (object);

  switch ((SuretyDirectoryProperty) id)
    {
    case PROP_LOAD:
      g_value_set_enum (value, (gint) self->load);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_PROVIDERS:
      g_value_set_object (value, self->providers);
      break;
    case PROP_ASSETS:
      g_value_set_object (value, self->assets);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;
    case PROP_SERVICES:
      g_value_set_object (value, self->services);
      break;
    case PROP_FILLING:
      g_value_set_boolean (value, self->filling);
      break;
    case PROP_REMAINING:
      g_value_set_int64 (value, self->remaining);
      break;
    case PROP_AS_OF_BLOCK:
      g_value_set_uint64 (value, self->as_of_block);
      break;
    case PROP_AS_OF_TIME:
      g_value_set_uint64 (value, self->as_of_time);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_directory_dispose (GObject *object)
{
  SuretyDirectory *self = SURETY_DIRECTORY (object);

  surety_directory_cancel (self);
  g_clear_handle_id (&self->arrivals, g_source_remove);
  dex_clear (&self->refresh);
  dex_clear (&self->cancel);
  g_clear_object (&self->protocol);
  g_clear_object (&self->files);

  G_OBJECT_CLASS (surety_directory_parent_class)->dispose (object);
}

static void
surety_directory_finalize (GObject *object)
{
  SuretyDirectory *self = SURETY_DIRECTORY (object);

  g_clear_object (&self->providers);
  g_clear_object (&self->services);
  g_clear_object (&self->assets);
  g_hash_table_unref (self->provider_places);
  g_hash_table_unref (self->service_places);
  surety_look_alikes_free (self->names);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (surety_directory_parent_class)->finalize (object);
}

static void
surety_directory_class_init (SuretyDirectoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_directory_get_property;
  object_class->dispose = surety_directory_dispose;
  object_class->finalize = surety_directory_finalize;

  properties[PROP_LOAD] = g_param_spec_enum ("load", NULL, NULL, SURETY_TYPE_LOAD, SURETY_LOAD_IDLE,
                                             flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_PROVIDERS] = g_param_spec_object ("providers", NULL, NULL, G_TYPE_LIST_MODEL,
                                                    flags);
  properties[PROP_ASSETS] = g_param_spec_object ("assets", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_SERVICES] = g_param_spec_object ("services", NULL, NULL, G_TYPE_LIST_MODEL,
                                                   flags);
  properties[PROP_FILLING] = g_param_spec_boolean ("filling", NULL, NULL, FALSE, flags);
  properties[PROP_REMAINING] = g_param_spec_int64 ("remaining", NULL, NULL, -1, G_MAXINT64, -1,
                                                   flags);
  properties[PROP_AS_OF_BLOCK] = g_param_spec_uint64 ("as-of-block", NULL, NULL, 0, G_MAXUINT64, 0,
                                                      flags);
  properties[PROP_AS_OF_TIME] = g_param_spec_uint64 ("as-of-time", NULL, NULL, 0, G_MAXUINT64, 0,
                                                     flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_directory_init (SuretyDirectory *self)
{
  self->providers = g_list_store_new (SURETY_TYPE_PROVIDER);
  self->services = g_list_store_new (SURETY_TYPE_SERVICE);
  self->assets = g_list_store_new (SURETY_TYPE_ASSET);
  self->provider_places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->service_places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->names = surety_look_alikes_new ();
  self->remaining = -1;
}

SuretyDirectory *
surety_directory_new (void)
{
  return g_object_new (SURETY_TYPE_DIRECTORY, NULL);
}

SuretyLoad
surety_directory_get_load (SuretyDirectory *self)
{
  g_return_val_if_fail (SURETY_IS_DIRECTORY (self), SURETY_LOAD_IDLE);

  return self->load;
}

GListModel *
surety_directory_get_providers (SuretyDirectory *self)
{
  g_return_val_if_fail (SURETY_IS_DIRECTORY (self), NULL);

  return G_LIST_MODEL (self->providers);
}

GListModel *
surety_directory_get_assets (SuretyDirectory *self)
{
  g_return_val_if_fail (SURETY_IS_DIRECTORY (self), NULL);

  return G_LIST_MODEL (self->assets);
}

GListModel *
surety_directory_get_services (SuretyDirectory *self)
{
  g_return_val_if_fail (SURETY_IS_DIRECTORY (self), NULL);

  return G_LIST_MODEL (self->services);
}

gboolean
surety_directory_get_filling (SuretyDirectory *self)
{
  g_return_val_if_fail (SURETY_IS_DIRECTORY (self), FALSE);

  return self->filling;
}

gint64
surety_directory_get_remaining (SuretyDirectory *self)
{
  g_return_val_if_fail (SURETY_IS_DIRECTORY (self), -1);

  return self->remaining;
}

guint64
surety_directory_get_as_of_block (SuretyDirectory *self)
{
  g_return_val_if_fail (SURETY_IS_DIRECTORY (self), 0);

  return self->as_of_block;
}

guint64
surety_directory_get_as_of_time (SuretyDirectory *self)
{
  g_return_val_if_fail (SURETY_IS_DIRECTORY (self), 0);

  return self->as_of_time;
}
