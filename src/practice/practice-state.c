/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-state.h"

#include <string.h>

typedef struct
{
  guint64 block;
  u256 value;
} Version;

typedef struct
{
  PracticeKey key;
  Version first; /* most words are written once */
  GArray *later; /* of Version, rising; NULL while there is only the first */
} Cell;

struct _PracticeState
{
  GHashTable *cells; /* of Cell, keyed by their key */
};

typedef struct
{
  PracticeKey key;
  u256 value;
  u256 original;
} Entry;

typedef struct
{
  Entry *entry;
  u256 value;
} Undo;

struct _PracticeOverlay
{
  PracticeState *state;
  guint64 block;
  GHashTable *entries;
  GArray *undo;
};

PracticeKey
practice_key (const Address *contract, guint32 slot)
{
  PracticeKey key;

  memset (&key, 0, sizeof key);
  key.contract = *contract;
  key.slot = slot;

  return key;
}

PracticeKey
practice_key1 (const Address *contract, guint32 slot, u256 a)
{
  PracticeKey key = practice_key (contract, slot);

  memcpy (&key.words[0], &a, 32);

  return key;
}

PracticeKey
practice_key2 (const Address *contract, guint32 slot, u256 a, u256 b)
{
  PracticeKey key = practice_key1 (contract, slot, a);

  memcpy (&key.words[4], &b, 32);

  return key;
}

PracticeKey
practice_key3 (const Address *contract, guint32 slot, u256 a, u256 b, u256 c)
{
  PracticeKey key = practice_key2 (contract, slot, a, b);

  memcpy (&key.words[8], &c, 32);

  return key;
}

guint
practice_key_hash (gconstpointer data)
{
  const PracticeKey *key = data;
  guint64 hash = 0x9e3779b97f4a7c15u ^ key->slot;
  guint64 contract;

  memcpy (&contract, key->contract.bytes, sizeof contract);
  hash = (hash ^ contract) * 0xff51afd7ed558ccdu;
  for (guint i = 0; i < G_N_ELEMENTS (key->words); i++)
    {
      hash = (hash ^ key->words[i]) * 0xc4ceb9fe1a85ec53u;
      hash ^= hash >> 29;
    }

  return (guint) (hash ^ (hash >> 32));
}

gboolean
practice_key_equal (gconstpointer a, gconstpointer b)
{
  const PracticeKey *x = a;
  const PracticeKey *y = b;

  return x->slot == y->slot && address_equal (&x->contract, &y->contract) &&
         memcmp (x->words, y->words, sizeof x->words) == 0;
}

static void
cell_free (gpointer data)
{
  Cell *cell = data;

  g_clear_pointer (&cell->later, g_array_unref);
  g_free (cell);
}

PracticeState *
practice_state_new (void)
{
  PracticeState *self = g_new0 (PracticeState, 1);

  self->cells = g_hash_table_new_full (practice_key_hash, practice_key_equal, NULL, cell_free);

  return self;
}

void
practice_state_free (PracticeState *self)
{
  g_hash_table_unref (self->cells);
  g_free (self);
}

u256
practice_state_read (PracticeState *self, const PracticeKey *key, guint64 block)
{
  const Cell *cell = g_hash_table_lookup (self->cells, key);

  if (cell == NULL || cell->first.block > block)
    return 0;
  if (cell->later == NULL)
    return cell->first.value;

  /* The newest version that is not younger than block. */
  guint low = 0;
  guint high = cell->later->len;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (cell->later, Version, middle).block <= block)
        low = middle + 1;
      else
        high = middle;
    }

  return low == 0 ? cell->first.value : g_array_index (cell->later, Version, low - 1).value;
}

void
practice_state_write (PracticeState *self, const PracticeKey *key, guint64 block, u256 value)
{
  Cell *cell = g_hash_table_lookup (self->cells, key);

  if (cell == NULL)
    {
      cell = g_new0 (Cell, 1);
      cell->key = *key;
      cell->first = (Version) { block, value };
      g_hash_table_insert (self->cells, &cell->key, cell);
      return;
    }

  Version *last = cell->later != NULL ? &g_array_index (cell->later, Version, cell->later->len - 1)
                                      : &cell->first;
  g_assert (last->block <= block);
  if (last->block == block)
    {
      last->value = value;
      return;
    }

  if (cell->later == NULL)
    cell->later = g_array_sized_new (FALSE, FALSE, sizeof (Version), 2);
  Version version = { block, value };
  g_array_append_val (cell->later, version);
}

PracticeOverlay *
practice_overlay_new (PracticeState *state, guint64 block)
{
  PracticeOverlay *self = g_new0 (PracticeOverlay, 1);

  self->state = state;
  self->block = block;
  self->entries = g_hash_table_new_full (practice_key_hash, practice_key_equal, NULL, g_free);
  self->undo = g_array_new (FALSE, FALSE, sizeof (Undo));

  return self;
}

void
practice_overlay_free (PracticeOverlay *self)
{
  g_hash_table_unref (self->entries);
  g_array_unref (self->undo);
  g_free (self);
}

static Entry *
practice_overlay_touch (PracticeOverlay *self, const PracticeKey *key, gboolean *first)
{
  Entry *entry = g_hash_table_lookup (self->entries, key);

  if (first != NULL)
    *first = entry == NULL;
  if (entry == NULL)
    {
      entry = g_new (Entry, 1);
      entry->key = *key;
      entry->original = practice_state_read (self->state, key, self->block);
      entry->value = entry->original;
      g_hash_table_insert (self->entries, &entry->key, entry);
    }

  return entry;
}

u256
practice_overlay_get (PracticeOverlay *self, const PracticeKey *key, gboolean *first)
{
  return practice_overlay_touch (self, key, first)->value;
}

u256
practice_overlay_set (PracticeOverlay *self, const PracticeKey *key, u256 value)
{
  Entry *entry = practice_overlay_touch (self, key, NULL);
  Undo undo = { entry, entry->value };

  g_array_append_val (self->undo, undo);
  entry->value = value;

  return entry->original;
}

gsize
practice_overlay_mark (PracticeOverlay *self)
{
  return self->undo->len;
}

void
practice_overlay_undo (PracticeOverlay *self, gsize mark)
{
  while (self->undo->len > mark)
    {
      const Undo *undo = &g_array_index (self->undo, Undo, self->undo->len - 1);

      undo->entry->value = undo->value;
      g_array_set_size (self->undo, self->undo->len - 1);
    }
}

void
practice_overlay_commit (PracticeOverlay *self, guint64 block)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Entry *entry = value;

      if (entry->value != entry->original)
        practice_state_write (self->state, &entry->key, block, entry->value);
      entry->original = entry->value;
    }
  g_array_set_size (self->undo, 0);
}
