/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-directory.h"

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
  GListStore *providers; /* SuretyProvider */
  GListStore *assets;    /* SuretyAsset */

  DexFuture *refresh;
};

G_DEFINE_FINAL_TYPE (SuretyDirectory, surety_directory, G_TYPE_OBJECT)

typedef enum
{
  PROP_LOAD = 1,
  PROP_ERROR,
  PROP_PROVIDERS,
  PROP_ASSETS,
  PROP_PROGRESS,
} SuretyDirectoryProperty;

static GParamSpec *properties[PROP_PROGRESS + 1];

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
set_progress (double fraction, gpointer user_data)
{
  SuretyDirectory *self = user_data;

  if (self->progress != fraction)
    {
      self->progress = fraction;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
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

static DexFuture *
refresh_fiber (gpointer user_data)
{
  SuretyDirectory *self = user_data;
  g_autoptr (SuretyProtocol) protocol = NULL;
  g_autoptr (GListModel) providers = NULL;
  GError *error = NULL;

  if (!g_set_object (&protocol, self->protocol))
    return dex_future_new_true ();
  if (dex_await (surety_directory_refresh_assets (self), &error))
    providers = dex_await_object (surety_protocol_load_providers (protocol, set_progress,
                                                                  g_object_ref (self),
                                                                  g_object_unref),
                                  &error);

  if (self->protocol != protocol)
    {
      g_clear_error (&error);
      return dex_future_new_true ();
    }
  if (providers == NULL)
    {
      gboolean shown = g_list_model_get_n_items (G_LIST_MODEL (self->providers)) > 0;

      set_load (self, shown ? SURETY_LOAD_READY : SURETY_LOAD_FAILED, g_error_copy (error));
      return dex_future_new_for_error (error);
    }
  replace_all (self->providers, providers);
  set_load (self, g_list_model_get_n_items (providers) > 0 ? SURETY_LOAD_READY : SURETY_LOAD_EMPTY,
            NULL);

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
      self->refresh = surety_spawn (refresh_fiber, g_object_ref (self), g_object_unref);
    }
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->assets)) == 0)
    /* The one under way may be past them already, for another account. */
    dex_future_disown (surety_directory_refresh_assets (self));

  return dex_ref (self->refresh);
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

SuretyProvider *
surety_directory_find (SuretyDirectory *self, const Address *provider)
{
  g_return_val_if_fail (SURETY_IS_DIRECTORY (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->providers)); i++)
    {
      g_autoptr (SuretyProvider) item = g_list_model_get_item (G_LIST_MODEL (self->providers), i);

      if (address_equal (surety_provider_get_address (item), provider))
        return item; /* the list holds it */
    }

  return NULL;
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
  dex_clear (&self->refresh);
  g_list_store_remove_all (self->providers);
  set_progress (0, self);
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
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_directory_dispose (GObject *object)
{
  SuretyDirectory *self = SURETY_DIRECTORY (object);

  dex_clear (&self->refresh);
  g_clear_object (&self->protocol);

  G_OBJECT_CLASS (surety_directory_parent_class)->dispose (object);
}

static void
surety_directory_finalize (GObject *object)
{
  SuretyDirectory *self = SURETY_DIRECTORY (object);

  g_clear_object (&self->providers);
  g_clear_object (&self->assets);
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
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_directory_init (SuretyDirectory *self)
{
  self->providers = g_list_store_new (SURETY_TYPE_PROVIDER);
  self->assets = g_list_store_new (SURETY_TYPE_ASSET);
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
