/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-directory-private.h"

#include "surety-offload.h"

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
  PROP_PROGRAMME,
} SuretyDirectoryProperty;

static GParamSpec *properties[PROP_PROGRAMME + 1];

static void
set_load (SuretyDirectory *self, SuretyLoad load, GError *error)
{
  surety_load_set (G_OBJECT (self), "load", &self->load, load, "error", &self->error, error);
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
set_programme (SuretyDirectory *self, SuretyProgramme *programme)
{
  if (g_set_object (&self->programme, programme))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRAMME]);
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
dup_provider_key (gpointer item)
{
  return g_strdup (surety_provider_get_address_text (item));
}

static char *
dup_service_key (gpointer item)
{
  return g_strdup_printf ("%s/%u", surety_service_get_address_text (item),
                          surety_service_get_set (item));
}

static void
take_name (SuretyDirectory *self, SuretyProvider *provider)
{
  surety_look_alikes_set (self->names, surety_provider_get_address_text (provider),
                          surety_provider_get_name (provider));
}

/* All there is was told. */
static void
end_whole (SuretyDirectory *self)
{
  GListModel *providers = surety_keyed_list_get_model (self->providers);

  surety_keyed_list_end (self->services);
  if (!surety_keyed_list_end (self->providers))
    return;
  surety_look_alikes_clear (self->names);
  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr (SuretyProvider) provider = g_list_model_get_item (providers, i);

      take_name (self, provider);
    }
}

static void
clear_items (SuretyDirectory *self)
{
  self->whole_comes = FALSE;
  surety_look_alikes_clear (self->names);
  surety_keyed_list_clear (self->providers);
  surety_keyed_list_clear (self->services);
}

static gboolean
has_providers (SuretyDirectory *self)
{
  return g_list_model_get_n_items (surety_keyed_list_get_model (self->providers)) > 0;
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

  if (report->begins)
    {
      self->whole_comes = TRUE;
      surety_keyed_list_begin (self->providers);
      surety_keyed_list_begin (self->services);
    }
  if (report->services != NULL)
    surety_keyed_list_take (self->services, report->services);
  if (report->providers != NULL)
    {
      for (guint i = 0; i < report->providers->len; i++)
        take_name (self, g_ptr_array_index (report->providers, i));
      surety_keyed_list_take (self->providers, report->providers);
    }
  if (report->programme != NULL)
    set_programme (self, report->programme);
  if (report->ends)
    {
      self->whole_comes = FALSE;
      end_whole (self);
    }
  set_as_of (self, report->block, report->time);
  set_progress (self, report->fraction, report->remaining);
  /* What somebody looks for may be among those that are just coming. */
  if (has_providers (self) && !self->whole_comes)
    set_load (self, SURETY_LOAD_READY, NULL);
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
  shown = has_providers (self);
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
  surety_directory_request_files (self);
  return dex_future_new_true ();
}

DexFuture *
surety_directory_refresh (SuretyDirectory *self)
{
  g_return_val_if_fail (SURETY_IS_DIRECTORY (self), NULL);

  if (self->protocol == NULL)
    return dex_future_new_true ();

  if (!has_providers (self))
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

gboolean
surety_directory_is_look_alike (SuretyDirectory *self, const Address *provider)
{
  char text[ADDRESS_TEXT_SIZE];

  g_return_val_if_fail (SURETY_IS_DIRECTORY (self), FALSE);

  address_to_text (provider, text);
  return surety_look_alikes_is_one (self->names, text);
}

SuretyProvider *
surety_directory_find (SuretyDirectory *self, const Address *provider)
{
  char text[ADDRESS_TEXT_SIZE];

  g_return_val_if_fail (SURETY_IS_DIRECTORY (self), NULL);
  g_return_val_if_fail (provider != NULL, NULL);

  address_to_text (provider, text);
  return surety_keyed_list_find (self->providers, text);
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
  return surety_keyed_list_find (self->services, key);
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
  surety_directory_offer_files (self);
  surety_directory_cancel (self);
  dex_clear (&self->cancel);
  dex_clear (&self->refresh);
  clear_items (self);
  set_filling (self, FALSE);
  set_progress (self, 0, -1);
  set_as_of (self, 0, 0);
  set_programme (self, NULL);
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
      g_value_set_object (value, surety_keyed_list_get_model (self->providers));
      break;
    case PROP_ASSETS:
      g_value_set_object (value, self->assets);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;
    case PROP_SERVICES:
      g_value_set_object (value, surety_keyed_list_get_model (self->services));
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
    case PROP_PROGRAMME:
      g_value_set_object (value, self->programme);
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
  g_clear_object (&self->programme);

  G_OBJECT_CLASS (surety_directory_parent_class)->dispose (object);
}

static void
surety_directory_finalize (GObject *object)
{
  SuretyDirectory *self = SURETY_DIRECTORY (object);

  surety_keyed_list_free (self->providers);
  surety_keyed_list_free (self->services);
  g_clear_object (&self->assets);
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
  properties[PROP_PROGRAMME] = g_param_spec_object ("programme", NULL, NULL, SURETY_TYPE_PROGRAMME,
                                                    flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_directory_init (SuretyDirectory *self)
{
  self->providers = surety_keyed_list_new (SURETY_TYPE_PROVIDER, dup_provider_key);
  self->services = surety_keyed_list_new (SURETY_TYPE_SERVICE, dup_service_key);
  self->assets = g_list_store_new (SURETY_TYPE_ASSET);
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

  return surety_keyed_list_get_model (self->providers);
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

  return surety_keyed_list_get_model (self->services);
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

SuretyKnown
surety_directory_get_known (SuretyDirectory *self)
{
  g_return_val_if_fail (SURETY_IS_DIRECTORY (self), SURETY_KNOWN_UNKNOWN);

  if (self->protocol == NULL || self->as_of_block == 0)
    return SURETY_KNOWN_UNKNOWN;
  return surety_network_get_kind (surety_protocol_get_network (self->protocol)) ==
             SURETY_NETWORK_PRACTICE
           ? SURETY_KNOWN_PRACTICE
           : SURETY_KNOWN_ONE_ENDPOINT;
}

SuretyProgramme *
surety_directory_get_programme (SuretyDirectory *self)
{
  g_return_val_if_fail (SURETY_IS_DIRECTORY (self), NULL);

  return self->programme;
}
