/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-decision.h"

#include "surety-store-error.h"

struct _SuretyDecision
{
  GObject parent_instance;

  gint64 id;
  char *kind;
  char *body;
  gint64 created;
};

G_DEFINE_FINAL_TYPE (SuretyDecision, surety_decision, G_TYPE_OBJECT)

static void
surety_decision_finalize (GObject *object)
{
  SuretyDecision *self = SURETY_DECISION (object);

  g_free (self->kind);
  g_free (self->body);

  G_OBJECT_CLASS (surety_decision_parent_class)->finalize (object);
}

static void
surety_decision_class_init (SuretyDecisionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_decision_finalize;
}

static void
surety_decision_init (SuretyDecision *self)
{
}

gint64
surety_decision_get_id (SuretyDecision *self)
{
  g_return_val_if_fail (SURETY_IS_DECISION (self), 0);

  return self->id;
}

const char *
surety_decision_get_kind (SuretyDecision *self)
{
  g_return_val_if_fail (SURETY_IS_DECISION (self), NULL);

  return self->kind;
}

const char *
surety_decision_get_body (SuretyDecision *self)
{
  g_return_val_if_fail (SURETY_IS_DECISION (self), NULL);

  return self->body;
}

gint64
surety_decision_get_created (SuretyDecision *self)
{
  g_return_val_if_fail (SURETY_IS_DECISION (self), 0);

  return self->created;
}

gboolean
surety_decision_same (gpointer a, gpointer b)
{
  return surety_decision_get_id (a) == surety_decision_get_id (b);
}

static GVariant *
address_variant (const Address *address)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, address->bytes, sizeof address->bytes, 1);
}

DexFuture *
surety_decision_add (SuretyDatabase *database,
                     const char *network,
                     const Address *account,
                     const char *kind,
                     const char *body)
{
  SuretyStatement statement = {
    .sql = "INSERT INTO decision (network, account, kind, body, created) VALUES (?, ?, ?, ?, ?)",
    .parameters = g_variant_new ("(s@ayssx)", network, address_variant (account), kind, body,
                                 g_get_real_time () / G_USEC_PER_SEC),
  };

  g_return_val_if_fail (SURETY_IS_DATABASE (database), NULL);

  return surety_database_write (database, &statement, 1);
}

static SuretyDecision *
read_row (GVariant *row)
{
  SuretyDecision *self = NULL;

  if (!g_variant_is_of_type (row, G_VARIANT_TYPE ("(mxmsmsmx)")))
    return NULL;

  self = g_object_new (SURETY_TYPE_DECISION, NULL);
  g_variant_get_child (row, 0, "mx", NULL, &self->id);
  g_variant_get_child (row, 1, "ms", &self->kind);
  g_variant_get_child (row, 2, "ms", &self->body);
  g_variant_get_child (row, 3, "mx", NULL, &self->created);

  return self;
}

static DexFuture *
to_decisions (DexFuture *completed, gpointer user_data)
{
  GVariant *rows = g_value_get_variant (dex_future_get_value (completed, NULL));
  g_autoptr (GListStore) decisions = g_list_store_new (SURETY_TYPE_DECISION);

  for (gsize i = 0; i < g_variant_n_children (rows); i++)
    {
      g_autoptr (GVariant) boxed = g_variant_get_child_value (rows, i);
      g_autoptr (GVariant) row = g_variant_get_variant (boxed);
      g_autoptr (SuretyDecision) decision = read_row (row);

      if (decision == NULL)
        return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_DATABASE,
                                      "a line of the decision journal is damaged");
      g_list_store_append (decisions, decision);
    }

  return dex_future_new_take_object (g_steal_pointer (&decisions));
}

DexFuture *
surety_decision_list (SuretyDatabase *database, const char *network, const Address *account)
{
  g_return_val_if_fail (SURETY_IS_DATABASE (database), NULL);

  return dex_future_then (surety_database_read (database,
                                                "SELECT id, kind, body, created FROM decision"
                                                " WHERE network = ? AND account = ?"
                                                " ORDER BY id DESC",
                                                g_variant_new ("(s@ay)", network,
                                                               address_variant (account))),
                          to_decisions, NULL, NULL);
}

static DexFuture *
to_true (DexFuture *completed, gpointer user_data)
{
  return dex_future_new_true ();
}

DexFuture *
surety_decision_forget (SuretyDatabase *database, const char *network)
{
  SuretyStatement statement = {
    .sql = "DELETE FROM decision WHERE network = ?",
    .parameters = g_variant_new ("(s)", network),
  };

  g_return_val_if_fail (SURETY_IS_DATABASE (database), NULL);

  return dex_future_then (surety_database_write (database, &statement, 1), to_true, NULL, NULL);
}
