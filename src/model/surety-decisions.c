/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-decisions.h"

#include "surety-list-sync.h"
#include "surety-offload.h"
#include "surety-store-error.h"

struct _SuretyDecisions
{
  GObject parent_instance;

  SuretyDatabase *database; /* NULL: of nobody */
  char *network;
  Address account;
  guint
    generation; /* goes up with the source and with every question: an older answer is dropped */

  SuretyLoad load;
  GError *error;
  GListStore *lines;
};

G_DEFINE_FINAL_TYPE (SuretyDecisions, surety_decisions, G_TYPE_OBJECT)

typedef enum
{
  PROP_LOAD = 1,
  PROP_ERROR,
  PROP_LINES,
} SuretyDecisionsProperty;

static GParamSpec *properties[PROP_LINES + 1];

/* Takes error. */
static void
set_load (SuretyDecisions *self, SuretyLoad load, GError *error)
{
  surety_load_set (G_OBJECT (self), "load", &self->load, load, "error", &self->error, error);
}

static DexFuture *
refresh_fiber (gpointer user_data)
{
  SuretyDecisions *self = user_data;
  g_autoptr (GListModel) fresh = NULL;
  guint generation = ++self->generation;
  GError *error = NULL;

  if (self->database == NULL)
    return dex_future_new_true ();
  fresh = dex_await_object (surety_decision_list (self->database, self->network, &self->account),
                            &error);
  if (generation != self->generation)
    {
      g_clear_error (&error);
      return dex_future_new_true ();
    }
  if (fresh == NULL)
    {
      set_load (self, SURETY_LOAD_FAILED, g_error_copy (error));
      return dex_future_new_for_error (error);
    }
  surety_list_sync (self->lines, fresh, surety_decision_same);
  set_load (self, g_list_model_get_n_items (fresh) > 0 ? SURETY_LOAD_READY : SURETY_LOAD_EMPTY,
            NULL);

  return dex_future_new_true ();
}

static void
surety_decisions_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyDecisions *self = SURETY_DECISIONS (object);

  switch ((SuretyDecisionsProperty) id)
    {
    case PROP_LOAD:
      g_value_set_enum (value, (gint) self->load);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_LINES:
      g_value_set_object (value, self->lines);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_decisions_dispose (GObject *object)
{
  SuretyDecisions *self = SURETY_DECISIONS (object);

  g_clear_object (&self->database);

  G_OBJECT_CLASS (surety_decisions_parent_class)->dispose (object);
}

static void
surety_decisions_finalize (GObject *object)
{
  SuretyDecisions *self = SURETY_DECISIONS (object);

  g_clear_object (&self->lines);
  g_clear_error (&self->error);
  g_free (self->network);

  G_OBJECT_CLASS (surety_decisions_parent_class)->finalize (object);
}

static void
surety_decisions_class_init (SuretyDecisionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_decisions_get_property;
  object_class->dispose = surety_decisions_dispose;
  object_class->finalize = surety_decisions_finalize;

  properties[PROP_LOAD] = g_param_spec_enum ("load", NULL, NULL, SURETY_TYPE_LOAD, SURETY_LOAD_IDLE,
                                             flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_LINES] = g_param_spec_object ("lines", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_decisions_init (SuretyDecisions *self)
{
  self->lines = g_list_store_new (SURETY_TYPE_DECISION);
}

SuretyDecisions *
surety_decisions_new (void)
{
  return g_object_new (SURETY_TYPE_DECISIONS, NULL);
}

void
surety_decisions_set_source (SuretyDecisions *self,
                             SuretyDatabase *database,
                             const char *network,
                             const Address *account)
{
  g_return_if_fail (SURETY_IS_DECISIONS (self));

  if (database == NULL || network == NULL || account == NULL)
    database = NULL;
  if (self->database == database && (database == NULL || (g_strcmp0 (self->network, network) == 0 &&
                                                          address_equal (&self->account, account))))
    return;

  self->generation++;
  g_set_object (&self->database, database);
  g_set_str (&self->network, network);
  if (account != NULL)
    self->account = *account;
  g_list_store_remove_all (self->lines);
  set_load (self, database != NULL ? SURETY_LOAD_LOADING : SURETY_LOAD_IDLE, NULL);
  if (database != NULL)
    dex_future_disown (surety_decisions_refresh (self));
}

GListModel *
surety_decisions_get_lines (SuretyDecisions *self)
{
  g_return_val_if_fail (SURETY_IS_DECISIONS (self), NULL);

  return G_LIST_MODEL (self->lines);
}

DexFuture *
surety_decisions_refresh (SuretyDecisions *self)
{
  g_return_val_if_fail (SURETY_IS_DECISIONS (self), NULL);

  return surety_spawn (refresh_fiber, g_object_ref (self), g_object_unref);
}

static DexFuture *
refresh_after (DexFuture *completed, gpointer user_data)
{
  return surety_decisions_refresh (user_data);
}

DexFuture *
surety_decisions_add (SuretyDecisions *self, const char *kind, const char *body)
{
  g_return_val_if_fail (SURETY_IS_DECISIONS (self), NULL);

  if (self->database == NULL)
    return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_STATE,
                                  "there is no account to decide for");

  return dex_future_then (surety_decision_add (self->database, self->network, &self->account, kind,
                                               body),
                          refresh_after, g_object_ref (self), g_object_unref);
}
