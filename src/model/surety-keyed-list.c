/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-keyed-list.h"

struct _SuretyKeyedList
{
  GListStore *store;
  SuretyKeyFunc dup_key;
  GHashTable *places; /* key → place in store */
  GHashTable *seen;   /* keys that are in places; NULL = no whole is being taken */
};

SuretyKeyedList *
surety_keyed_list_new (GType type, SuretyKeyFunc dup_key)
{
  SuretyKeyedList *self = g_new0 (SuretyKeyedList, 1);

  self->store = g_list_store_new (type);
  self->dup_key = dup_key;
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
surety_keyed_list_free (SuretyKeyedList *self)
{
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_hash_table_unref (self->places);
  g_object_unref (self->store);
  g_free (self);
}

GListModel *
surety_keyed_list_get_model (SuretyKeyedList *self)
{
  return G_LIST_MODEL (self->store);
}

typedef struct
{
  guint place;
  gpointer item;
} Change;

static gint
compare_changes (gconstpointer a, gconstpointer b)
{
  const Change *left = a;
  const Change *right = b;

  return (left->place > right->place) - (left->place < right->place);
}

/* Ascending, and one a place. */
static void
replace_changes (SuretyKeyedList *self, GArray *changes)
{
  g_autoptr (GPtrArray) run = g_ptr_array_new ();

  for (guint i = 0; i < changes->len; i++)
    {
      const Change *change = &g_array_index (changes, Change, i);
      const gboolean ends = i + 1 == changes->len ||
                            g_array_index (changes, Change, i + 1).place != change->place + 1;

      g_ptr_array_add (run, change->item);
      if (!ends)
        continue;
      g_list_store_splice (self->store, change->place + 1 - run->len, run->len, run->pdata,
                           run->len);
      g_ptr_array_set_size (run, 0);
    }
}

static gboolean
is_there (SuretyKeyedList *self, guint place, gpointer item)
{
  g_autoptr (GObject) old = g_list_model_get_item (G_LIST_MODEL (self->store), place);

  return (gpointer) old == item;
}

void
surety_keyed_list_take (SuretyKeyedList *self, GPtrArray *items)
{
  const guint n_old = g_list_model_get_n_items (G_LIST_MODEL (self->store));
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_autoptr (GPtrArray) fresh = g_ptr_array_new ();

  for (guint i = 0; i < items->len; i++)
    {
      const gpointer item = g_ptr_array_index (items, i);
      char *key = self->dup_key (item);
      gpointer known, place;

      if (g_hash_table_lookup_extended (self->places, key, &known, &place))
        {
          const Change change = { GPOINTER_TO_UINT (place), item };

          g_free (key);
          key = known;
          if (!is_there (self, change.place, item))
            g_array_append_val (changes, change);
        }
      else
        {
          g_hash_table_insert (self->places, key, GUINT_TO_POINTER (n_old + fresh->len));
          g_ptr_array_add (fresh, item);
        }
      if (self->seen != NULL)
        g_hash_table_add (self->seen, key);
    }
  g_array_sort (changes, compare_changes);
  replace_changes (self, changes);
  if (fresh->len > 0)
    g_list_store_splice (self->store, n_old, 0, fresh->pdata, fresh->len);
}

void
surety_keyed_list_begin (SuretyKeyedList *self)
{
  g_clear_pointer (&self->seen, g_hash_table_unref);
  self->seen = g_hash_table_new (g_str_hash, g_str_equal);
}

gboolean
surety_keyed_list_end (SuretyKeyedList *self)
{
  g_autoptr (GHashTable) seen = g_steal_pointer (&self->seen);
  GListModel *model = G_LIST_MODEL (self->store);

  g_return_val_if_fail (seen != NULL, FALSE);

  if (g_hash_table_size (seen) == g_list_model_get_n_items (model))
    return FALSE;
  for (guint i = g_list_model_get_n_items (model); i > 0; i--)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i - 1);
      g_autofree char *key = self->dup_key (item);

      if (!g_hash_table_contains (seen, key))
        g_list_store_remove (self->store, i - 1);
    }
  g_clear_pointer (&seen, g_hash_table_unref);
  g_hash_table_remove_all (self->places);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i);

      g_hash_table_insert (self->places, self->dup_key (item), GUINT_TO_POINTER (i));
    }
  return TRUE;
}

void
surety_keyed_list_clear (SuretyKeyedList *self)
{
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_hash_table_remove_all (self->places);
  g_list_store_remove_all (self->store);
}

gpointer
surety_keyed_list_find (SuretyKeyedList *self, const char *key)
{
  g_autoptr (GObject) item = NULL;
  gpointer place;

  if (!g_hash_table_lookup_extended (self->places, key, NULL, &place))
    return NULL;
  item = g_list_model_get_item (G_LIST_MODEL (self->store), GPOINTER_TO_UINT (place));
  return item;
}
