/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-ledger-table.h"

#include <string.h>

/* Memory is taken in chunks of units of 8 bytes. A place is a unit of all chunks in turn, from 1 on; 0 =
 * none. */
#define UNIT 8u
#define CHUNK_UNITS 32768u
/* Longer values have memory of their own. */
#define MOST_INSIDE 32768u

#define LEAST_SLOTS 1024u

typedef struct
{
  guint32 hash;
  guint32 place; /* 0 = empty */
} Slot;

struct _SuretyLedgerTable
{
  GPtrArray *chunks;
  GPtrArray *large;
  guint32 used; /* units of all chunks */
  guint32 first;
  SuretyLedgerEntry *last;
  Slot *slots;
  guint32 n_slots; /* a power of two */
  guint32 n;
};

/* Eight bytes at a time, and what comes of it mixed (the last steps of MurmurHash3, by Austin Appleby). */
guint64
surety_ledger_hash (const guint8 *key, gsize len)
{
  guint64 hash = len * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  guint64 word;

  for (; len >= sizeof word; key += sizeof word, len -= sizeof word)
    {
      memcpy (&word, key, sizeof word);
      hash = (hash ^ word) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
      hash ^= hash >> 32;
    }
  word = 0;
  memcpy (&word, key, len);
  hash = (hash ^ word) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  hash ^= hash >> 33;
  hash *= G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);
  return hash ^ hash >> 33;
}

SuretyLedgerTable *
surety_ledger_table_new (void)
{
  SuretyLedgerTable *self = g_new0 (SuretyLedgerTable, 1);

  self->chunks = g_ptr_array_new_with_free_func (g_free);
  self->large = g_ptr_array_new_with_free_func (g_free);
  self->n_slots = LEAST_SLOTS;
  self->slots = g_new0 (Slot, self->n_slots);
  return self;
}

void
surety_ledger_table_free (SuretyLedgerTable *self)
{
  g_ptr_array_unref (self->chunks);
  g_ptr_array_unref (self->large);
  g_free (self->slots);
  g_free (self);
}

/* Its memory is kept, as it will be needed again. */
void
surety_ledger_table_clear (SuretyLedgerTable *self)
{
  g_ptr_array_set_size (self->large, 0);
  memset (self->slots, 0, self->n_slots * sizeof *self->slots);
  self->used = 0;
  self->first = 0;
  self->last = NULL;
  self->n = 0;
}

guint
surety_ledger_table_get_n (const SuretyLedgerTable *self)
{
  return self->n;
}

/* Room for as many bytes in one chunk, which it fits into. */
static guint32
take (SuretyLedgerTable *self, gsize size)
{
  const guint32 units = (guint32) ((size + UNIT - 1) / UNIT);
  const guint32 left = CHUNK_UNITS - self->used % CHUNK_UNITS;
  guint32 place;

  if (units > left)
    self->used += left;
  if (self->used / CHUNK_UNITS == self->chunks->len)
    g_ptr_array_add (self->chunks, g_malloc (CHUNK_UNITS * UNIT));
  place = self->used + 1;
  self->used += units;
  return place;
}

static gpointer
at (const SuretyLedgerTable *self, guint32 place)
{
  const guint32 unit = place - 1;
  guint8 *chunk = g_ptr_array_index (self->chunks, unit / CHUNK_UNITS);

  return chunk + (gsize) (unit % CHUNK_UNITS) * UNIT;
}

SuretyLedgerEntry *
surety_ledger_table_find (const SuretyLedgerTable *self, const guint8 *key, gsize len, guint64 hash)
{
  for (guint32 i = (guint32) hash & (self->n_slots - 1); self->slots[i].place != 0;
       i = (i + 1) & (self->n_slots - 1))
    if (self->slots[i].hash == (guint32) hash)
      {
        SuretyLedgerEntry *entry = at (self, self->slots[i].place);

        if (entry->key_len == len && memcmp (entry->key, key, len) == 0)
          return entry;
      }
  return NULL;
}

static void
fill_slot (SuretyLedgerTable *self, Slot slot)
{
  guint32 i = slot.hash & (self->n_slots - 1);

  while (self->slots[i].place != 0)
    i = (i + 1) & (self->n_slots - 1);
  self->slots[i] = slot;
}

static void
grow (SuretyLedgerTable *self)
{
  g_autofree Slot *old = self->slots;
  const guint32 n = self->n_slots;

  self->n_slots = 2 * n;
  self->slots = g_new0 (Slot, self->n_slots);
  for (guint32 i = 0; i < n; i++)
    if (old[i].place != 0)
      fill_slot (self, old[i]);
}

SuretyLedgerEntry *
surety_ledger_table_add (SuretyLedgerTable *self, const guint8 *key, gsize len, guint64 hash)
{
  guint32 place;
  SuretyLedgerEntry *entry;

  g_assert (len <= SURETY_LEDGER_MOST_KEY);

  if (self->n >= self->n_slots / 4 * 3)
    grow (self);
  place = take (self, sizeof *entry + len);
  entry = at (self, place);
  *entry = (SuretyLedgerEntry) { .key_len = (guint16) len };
  memcpy (entry->key, key, len);
  fill_slot (self, (Slot) { (guint32) hash, place });
  self->n++;

  if (self->last != NULL)
    self->last->next = place;
  else
    self->first = place;
  self->last = entry;
  return entry;
}

static guint8 *
make_room (SuretyLedgerTable *self, gsize len, guint32 *room)
{
  guint8 *memory;

  /* Never NULL: an empty value is one. */
  *room = (guint32) (MAX (len, 1) + UNIT - 1) / UNIT * UNIT;
  if (*room <= MOST_INSIDE)
    return at (self, take (self, *room));
  memory = g_malloc (*room);
  g_ptr_array_add (self->large, memory);
  return memory;
}

void
surety_ledger_table_set (SuretyLedgerTable *self,
                         SuretyLedgerEntry *entry,
                         const guint8 *value,
                         gsize len)
{
  guint8 *memory = entry->value;

  g_assert (len <= G_MAXUINT32 - UNIT);

  if (value == NULL)
    {
      entry->value = NULL;
      entry->len = 0;
      entry->room = 0;
      return;
    }
  if (memory == NULL || len > entry->room)
    memory = make_room (self, len, &entry->room);
  memmove (memory, value, len);
  entry->value = memory;
  entry->len = (guint32) len;
}

SuretyLedgerEntry *
surety_ledger_table_next (const SuretyLedgerTable *self, const SuretyLedgerEntry *before)
{
  const guint32 place = before != NULL ? before->next : self->first;

  return place != 0 ? at (self, place) : NULL;
}

/* An entry and how its key begins, which mostly tells it from the next one without the way to it. */
typedef struct
{
  guint64 begin[4];
  SuretyLedgerEntry *entry;
} Sorted;

static gint
compare_sorted (gconstpointer a, gconstpointer b, gpointer unused)
{
  const Sorted *left = a;
  const Sorted *right = b;
  gint order;

  for (guint i = 0; i < G_N_ELEMENTS (left->begin); i++)
    if (left->begin[i] != right->begin[i])
      return left->begin[i] < right->begin[i] ? -1 : 1;
  order = memcmp (left->entry->key, right->entry->key,
                  MIN (left->entry->key_len, right->entry->key_len));
  if (order != 0)
    return order;
  return (left->entry->key_len > right->entry->key_len) -
         (left->entry->key_len < right->entry->key_len);
}

void
surety_ledger_table_sort (GPtrArray *entries)
{
  g_autofree Sorted *all = g_new (Sorted, entries->len);

  for (guint i = 0; i < entries->len; i++)
    {
      SuretyLedgerEntry *entry = g_ptr_array_index (entries, i);
      Sorted sorted = { .entry = entry };

      memcpy (sorted.begin, entry->key, MIN (entry->key_len, sizeof sorted.begin));
      for (guint k = 0; k < G_N_ELEMENTS (sorted.begin); k++)
        sorted.begin[k] = GUINT64_FROM_BE (sorted.begin[k]);
      all[i] = sorted;
    }
  g_sort_array (all, entries->len, sizeof *all, compare_sorted, NULL);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_index (entries, i) = all[i].entry;
}
