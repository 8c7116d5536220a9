/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-tokens.h"

#include "surety-offload.h"

struct _SuretyTokens
{
  GObject parent_instance;

  SuretyProtocol *protocol;
  gboolean has_account;
  Address account;
  guint source; /* counts set_source(): an answer for another one is dropped */

  SuretyLoad load;
  GError *error;
  gboolean complete;
  GPtrArray *sheets; /* SuretyTokenSheet */

  DexFuture *refresh;
};

static void surety_tokens_list_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SuretyTokens,
                               surety_tokens,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, surety_tokens_list_init))

typedef enum
{
  PROP_LOAD = 1,
  PROP_ERROR,
  PROP_COMPLETE,
} SuretyTokensProperty;

static GParamSpec *properties[PROP_COMPLETE + 1];

static GType
surety_tokens_get_item_type (GListModel *list)
{
  return SURETY_TYPE_TOKEN_SHEET;
}

static guint
surety_tokens_get_n_items (GListModel *list)
{
  return SURETY_TOKENS (list)->sheets->len;
}

static gpointer
surety_tokens_get_item (GListModel *list, guint position)
{
  SuretyTokens *self = SURETY_TOKENS (list);

  return position < self->sheets->len ? g_object_ref (g_ptr_array_index (self->sheets, position))
                                      : NULL;
}

static void
surety_tokens_list_init (GListModelInterface *iface)
{
  iface->get_item_type = surety_tokens_get_item_type;
  iface->get_n_items = surety_tokens_get_n_items;
  iface->get_item = surety_tokens_get_item;
}

static void
set_complete (SuretyTokens *self, gboolean complete)
{
  if (self->complete == complete)
    return;
  self->complete = complete;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPLETE]);
}

/* Takes error. */
static void
set_load (SuretyTokens *self, SuretyLoad load, GError *error)
{
  surety_load_set (G_OBJECT (self), "load", &self->load, load, "error", &self->error, error);
}

/* fresh NULL: nothing. */
static void
replace_all (SuretyTokens *self, GListModel *fresh)
{
  guint before = self->sheets->len;

  g_ptr_array_set_size (self->sheets, 0);
  for (guint i = 0; fresh != NULL && i < g_list_model_get_n_items (fresh); i++)
    g_ptr_array_add (self->sheets, g_list_model_get_item (fresh, i));
  if (before > 0 || self->sheets->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->sheets->len);
}

/* The rewards that were known stay in sight until their successors are there: a list that is complete
 * is replaced by a complete one only. */
static DexFuture *
refresh_fiber (gpointer user_data)
{
  SuretyTokens *self = user_data;
  gboolean again = TRUE;

  while (again && self->protocol != NULL)
    {
      g_autoptr (SuretyProtocol) protocol = g_object_ref (self->protocol);
      const gboolean has_account = self->has_account;
      const Address account = self->account;
      const guint source = self->source;
      const gboolean first = !self->complete;
      GError *error = NULL;

      again = FALSE;
      for (guint pass = first ? 0 : 1; pass < 2; pass++)
        {
          SuretySheetsFlags flags = pass == 0 ? SURETY_SHEETS_NOW : SURETY_SHEETS_HISTORY;
          g_autoptr (GListModel) sheets =
            dex_await_object (surety_token_sheets_load (surety_protocol_get_network (protocol),
                                                        surety_protocol_get_endpoints (protocol),
                                                        has_account ? &account : NULL, flags),
                              &error);

          if (self->source != source)
            {
              g_clear_error (&error);
              again = TRUE;
              break;
            }
          if (sheets == NULL)
            {
              set_load (self, self->sheets->len > 0 ? SURETY_LOAD_READY : SURETY_LOAD_FAILED,
                        g_error_copy (error));
              return dex_future_new_for_error (error);
            }
          replace_all (self, sheets);
          set_complete (self, pass == 1);
          set_load (self, self->sheets->len > 0 ? SURETY_LOAD_READY : SURETY_LOAD_EMPTY, NULL);
        }
    }

  return dex_future_new_true ();
}

DexFuture *
surety_tokens_refresh (SuretyTokens *self)
{
  dex_return_error_if_fail (SURETY_IS_TOKENS (self));

  if (self->protocol == NULL)
    return dex_future_new_true ();

  if (self->sheets->len == 0)
    set_load (self, SURETY_LOAD_LOADING, NULL);
  if (self->refresh == NULL || !dex_future_is_pending (self->refresh))
    {
      dex_clear (&self->refresh);
      self->refresh = surety_spawn (refresh_fiber, g_object_ref (self), g_object_unref);
    }

  return dex_ref (self->refresh);
}

void
surety_tokens_set_source (SuretyTokens *self, SuretyProtocol *protocol, const Address *account)
{
  g_return_if_fail (SURETY_IS_TOKENS (self));

  if (self->protocol == protocol && self->has_account == (account != NULL) &&
      (account == NULL || address_equal (&self->account, account)))
    return;

  g_set_object (&self->protocol, protocol);
  self->has_account = account != NULL;
  if (account != NULL)
    self->account = *account;
  self->source++;
  replace_all (self, NULL);
  set_complete (self, FALSE);
  set_load (self, SURETY_LOAD_IDLE, NULL);
}

SuretyLoad
surety_tokens_get_load (SuretyTokens *self)
{
  g_return_val_if_fail (SURETY_IS_TOKENS (self), SURETY_LOAD_IDLE);
  return self->load;
}

gboolean
surety_tokens_get_complete (SuretyTokens *self)
{
  g_return_val_if_fail (SURETY_IS_TOKENS (self), FALSE);
  return self->complete;
}

SuretyTokenSheet *
surety_tokens_find (SuretyTokens *self, const Address *token)
{
  g_return_val_if_fail (SURETY_IS_TOKENS (self), NULL);
  g_return_val_if_fail (token != NULL, NULL);

  for (guint i = 0; i < self->sheets->len; i++)
    {
      SuretyTokenSheet *sheet = g_ptr_array_index (self->sheets, i);

      if (address_equal (&surety_token_sheet_get_token (sheet)->token, token))
        return sheet;
    }
  return NULL;
}

SuretyTokenSheet *
surety_tokens_find_strategy (SuretyTokens *self, const Address *strategy)
{
  g_return_val_if_fail (SURETY_IS_TOKENS (self), NULL);
  g_return_val_if_fail (strategy != NULL, NULL);

  for (guint i = 0; i < self->sheets->len; i++)
    {
      SuretyTokenSheet *sheet = g_ptr_array_index (self->sheets, i);

      if (surety_token_sheet_is_restakable (sheet) &&
          address_equal (&surety_token_sheet_get_token (sheet)->strategy, strategy))
        return sheet;
    }
  return NULL;
}

static void
surety_tokens_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyTokens *self = SURETY_TOKENS (object);

  switch ((SuretyTokensProperty) id)
    {
    case PROP_LOAD:
      g_value_set_enum (value, (gint) self->load);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_COMPLETE:
      g_value_set_boolean (value, self->complete);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_tokens_dispose (GObject *object)
{
  SuretyTokens *self = SURETY_TOKENS (object);

  dex_clear (&self->refresh);
  g_clear_object (&self->protocol);

  G_OBJECT_CLASS (surety_tokens_parent_class)->dispose (object);
}

static void
surety_tokens_finalize (GObject *object)
{
  SuretyTokens *self = SURETY_TOKENS (object);

  g_ptr_array_unref (self->sheets);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (surety_tokens_parent_class)->finalize (object);
}

static void
surety_tokens_class_init (SuretyTokensClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_tokens_get_property;
  object_class->dispose = surety_tokens_dispose;
  object_class->finalize = surety_tokens_finalize;

  properties[PROP_LOAD] = g_param_spec_enum ("load", NULL, NULL, SURETY_TYPE_LOAD, SURETY_LOAD_IDLE,
                                             flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_tokens_init (SuretyTokens *self)
{
  self->sheets = g_ptr_array_new_with_free_func (g_object_unref);
}

SuretyTokens *
surety_tokens_new (void)
{
  return g_object_new (SURETY_TYPE_TOKENS, NULL);
}
