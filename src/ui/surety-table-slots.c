/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-table-slots.h"

typedef struct
{
  SuretyTableSlotFunc func;
  gpointer user_data;
} Watcher;

struct _SuretyTableSlot
{
  GObject parent_instance;

  SuretyTableSlots *list; /* NULL = it is gone */
  guint index;
  SuretyCandidate *candidate;
  GArray *watchers; /* Watcher */
};

struct _SuretyTableSlots
{
  GObject parent_instance;

  GListModel *model;
  guint limit;
  gboolean held;
  guint n;
  GHashTable *slots; /* index → SuretyTableSlot, lent: those somebody holds */
};

static void surety_table_slots_list_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE (SuretyTableSlot, surety_table_slot, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (SuretyTableSlots,
                               surety_table_slots,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      surety_table_slots_list_init))

static guint changed;

/* A place. */

static void
surety_table_slot_finalize (GObject *object)
{
  SuretyTableSlot *self = SURETY_TABLE_SLOT (object);

  if (self->list != NULL)
    g_hash_table_remove (self->list->slots, GUINT_TO_POINTER (self->index));
  g_clear_object (&self->candidate);
  g_array_unref (self->watchers);

  G_OBJECT_CLASS (surety_table_slot_parent_class)->finalize (object);
}

static void
surety_table_slot_class_init (SuretyTableSlotClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_table_slot_finalize;

  changed = g_signal_new ("changed", SURETY_TYPE_TABLE_SLOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                          G_TYPE_NONE, 0);
}

static void
surety_table_slot_init (SuretyTableSlot *self)
{
  self->watchers = g_array_new (FALSE, FALSE, sizeof (Watcher));
}

SuretyCandidate *
surety_table_slot_get_candidate (SuretyTableSlot *self)
{
  g_return_val_if_fail (SURETY_IS_TABLE_SLOT (self), NULL);
  return self->candidate;
}

void
surety_table_slot_watch (SuretyTableSlot *self, SuretyTableSlotFunc func, gpointer user_data)
{
  const Watcher watcher = { .func = func, .user_data = user_data };

  g_return_if_fail (SURETY_IS_TABLE_SLOT (self));
  g_return_if_fail (func != NULL);

  g_array_append_val (self->watchers, watcher);
}

void
surety_table_slot_unwatch (SuretyTableSlot *self, gpointer user_data)
{
  g_return_if_fail (SURETY_IS_TABLE_SLOT (self));

  for (guint i = 0; i < self->watchers->len; i++)
    if (g_array_index (self->watchers, Watcher, i).user_data == user_data)
      {
        g_array_remove_index_fast (self->watchers, i);
        return;
      }
}

static void
refresh (SuretyTableSlot *slot)
{
  g_autoptr (SuretyCandidate) candidate = slot->index < slot->list->n
                                            ? g_list_model_get_item (slot->list->model, slot->index)
                                            : NULL;

  if (!g_set_object (&slot->candidate, candidate) || candidate == NULL)
    return;
  for (guint i = 0; i < slot->watchers->len; i++)
    {
      const Watcher *watcher = &g_array_index (slot->watchers, Watcher, i);

      watcher->func (slot, watcher->user_data);
    }
  g_signal_emit (slot, changed, 0);
}

/* The list of them. */

static GType
surety_table_slots_get_item_type (GListModel *list)
{
  return SURETY_TYPE_TABLE_SLOT;
}

static guint
surety_table_slots_get_n_items (GListModel *list)
{
  return SURETY_TABLE_SLOTS (list)->n;
}

static gpointer
surety_table_slots_get_item (GListModel *list, guint position)
{
  SuretyTableSlots *self = SURETY_TABLE_SLOTS (list);
  SuretyTableSlot *slot = NULL;

  if (position >= self->n)
    return NULL;
  slot = g_hash_table_lookup (self->slots, GUINT_TO_POINTER (position));
  if (slot != NULL)
    return g_object_ref (slot);

  slot = g_object_new (SURETY_TYPE_TABLE_SLOT, NULL);
  slot->list = self;
  slot->index = position;
  slot->candidate = g_list_model_get_item (self->model, position);
  g_hash_table_insert (self->slots, GUINT_TO_POINTER (position), slot);

  return slot;
}

static void
surety_table_slots_list_init (GListModelInterface *iface)
{
  iface->get_item_type = surety_table_slots_get_item_type;
  iface->get_n_items = surety_table_slots_get_n_items;
  iface->get_item = surety_table_slots_get_item;
}

/* Places from first on hold something else, or are there no more. */
static void
update (SuretyTableSlots *self, guint first, guint end)
{
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);
  guint before = self->n;
  GHashTableIter iter;
  gpointer slot;

  if (self->held)
    return;
  self->n = self->model != NULL ? MIN (g_list_model_get_n_items (self->model), self->limit) : 0;
  g_hash_table_iter_init (&iter, self->slots);
  while (g_hash_table_iter_next (&iter, NULL, &slot))
    if (((SuretyTableSlot *) slot)->index >= first && ((SuretyTableSlot *) slot)->index < end)
      g_ptr_array_add (held, g_object_ref (slot));
  for (guint i = 0; i < held->len; i++)
    refresh (g_ptr_array_index (held, i));
  if (self->n > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, self->n - before);
  else if (self->n < before)
    g_list_model_items_changed (G_LIST_MODEL (self), self->n, before - self->n, 0);
}

static void
on_items_changed (SuretyTableSlots *self, guint position, guint removed, guint added)
{
  update (self, position, removed == added ? position + added : G_MAXUINT);
}

static void
surety_table_slots_dispose (GObject *object)
{
  SuretyTableSlots *self = SURETY_TABLE_SLOTS (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (surety_table_slots_parent_class)->dispose (object);
}

static void
surety_table_slots_finalize (GObject *object)
{
  SuretyTableSlots *self = SURETY_TABLE_SLOTS (object);
  GHashTableIter iter;
  gpointer slot;

  g_hash_table_iter_init (&iter, self->slots);
  while (g_hash_table_iter_next (&iter, NULL, &slot))
    ((SuretyTableSlot *) slot)->list = NULL;
  g_hash_table_unref (self->slots);

  G_OBJECT_CLASS (surety_table_slots_parent_class)->finalize (object);
}

static void
surety_table_slots_class_init (SuretyTableSlotsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = surety_table_slots_dispose;
  object_class->finalize = surety_table_slots_finalize;
}

static void
surety_table_slots_init (SuretyTableSlots *self)
{
  self->slots = g_hash_table_new (NULL, NULL);
}

void
surety_table_slots_set_model (SuretyTableSlots *self, GListModel *candidates)
{
  g_return_if_fail (SURETY_IS_TABLE_SLOTS (self));
  g_return_if_fail (self->model == NULL);

  self->model = g_object_ref (candidates);
  g_signal_connect_swapped (candidates, "items-changed", G_CALLBACK (on_items_changed), self);
  update (self, 0, G_MAXUINT);
}

guint
surety_table_slots_get_limit (SuretyTableSlots *self)
{
  g_return_val_if_fail (SURETY_IS_TABLE_SLOTS (self), 0);
  return self->limit;
}

void
surety_table_slots_set_limit (SuretyTableSlots *self, guint limit)
{
  g_return_if_fail (SURETY_IS_TABLE_SLOTS (self));

  if (self->limit == limit)
    return;
  self->limit = limit;
  update (self, MIN (limit, self->n), G_MAXUINT);
}

gboolean
surety_table_slots_get_held (SuretyTableSlots *self)
{
  g_return_val_if_fail (SURETY_IS_TABLE_SLOTS (self), FALSE);
  return self->held;
}

void
surety_table_slots_set_held (SuretyTableSlots *self, gboolean held)
{
  g_return_if_fail (SURETY_IS_TABLE_SLOTS (self));

  if (self->held == !!held)
    return;
  self->held = !!held;
  update (self, 0, G_MAXUINT);
}
