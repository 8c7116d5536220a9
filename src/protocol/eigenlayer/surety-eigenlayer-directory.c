/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-directory-private.h"

#include <string.h>

gboolean
surety_operator_set_equal (const SuretyOperatorSet *a, const SuretyOperatorSet *b)
{
  return a->id == b->id && address_equal (&a->avs, &b->avs);
}

static guint
address_hash (gconstpointer key)
{
  guint32 word;

  memcpy (&word, ((const Address *) key)->bytes + 16, sizeof word);
  return word;
}

static gboolean
address_equal_keys (gconstpointer a, gconstpointer b)
{
  return address_equal (a, b);
}

static guint
set_hash (gconstpointer key)
{
  const SuretyOperatorSet *set = key;

  return address_hash (&set->avs) * 31 + set->id;
}

static gboolean
set_equal_keys (gconstpointer a, gconstpointer b)
{
  return surety_operator_set_equal (a, b);
}

static void
entry_free (gpointer data)
{
  SuretyEigenlayerEntry *entry = data;

  g_free (entry->uri);
  g_clear_pointer (&entry->metadata, surety_metadata_free);
  g_clear_pointer (&entry->allocations, g_array_unref);
  g_clear_pointer (&entry->maxes, g_array_unref);
  g_clear_pointer (&entry->memberships, g_array_unref);
  g_clear_pointer (&entry->m2, g_array_unref);
  g_clear_pointer (&entry->splits, g_array_unref);
  g_clear_pointer (&entry->slashings, g_array_unref);
  g_clear_pointer (&entry->stakes, g_array_unref);
  g_clear_object (&entry->provider);
  g_free (entry);
}

static void
set_free (gpointer data)
{
  SuretyEigenlayerSetEntry *entry = data;

  g_clear_pointer (&entry->strategies, g_array_unref);
  g_clear_pointer (&entry->members, g_array_unref);
  g_clear_pointer (&entry->ever, g_ptr_array_unref);
  g_clear_object (&entry->service);
  g_free (entry);
}

static void
avs_free (gpointer data)
{
  SuretyEigenlayerAvs *avs = data;

  g_free (avs->uri);
  g_clear_pointer (&avs->metadata, surety_metadata_free);
  g_clear_pointer (&avs->payments, g_array_unref);
  g_free (avs);
}

SuretyEigenlayerDirectory *
surety_eigenlayer_directory_new (guint block_seconds)
{
  SuretyEigenlayerDirectory *self = g_new0 (SuretyEigenlayerDirectory, 1);

  self->block_seconds = block_seconds;
  self->operators = g_ptr_array_new_with_free_func (entry_free);
  self->by_address = g_hash_table_new (address_hash, address_equal_keys);
  self->sets = g_ptr_array_new_with_free_func (set_free);
  self->by_set = g_hash_table_new (set_hash, set_equal_keys);
  self->services = g_hash_table_new_full (address_hash, address_equal_keys, NULL, avs_free);
  self->sets_of = g_hash_table_new_full (address_hash, address_equal_keys, g_free,
                                         (GDestroyNotify) g_ptr_array_unref);
  self->pledgers = g_hash_table_new_full (set_hash, set_equal_keys, g_free,
                                          (GDestroyNotify) g_ptr_array_unref);
  self->parts = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref,
                                       NULL);
  self->blocks = g_array_new (FALSE, FALSE, sizeof (SuretyLedgerBlock));
  return self;
}

void
surety_eigenlayer_directory_free (SuretyEigenlayerDirectory *self)
{
  g_hash_table_unref (self->by_address);
  g_ptr_array_unref (self->operators);
  g_hash_table_unref (self->by_set);
  g_hash_table_unref (self->sets_of);
  g_hash_table_unref (self->pledgers);
  g_ptr_array_unref (self->sets);
  g_hash_table_unref (self->services);
  g_hash_table_unref (self->parts);
  g_clear_pointer (&self->common, g_array_unref);
  g_array_unref (self->blocks);
  g_free (self);
}

static gint
compare_blocks (gconstpointer a, gconstpointer b)
{
  const SuretyLedgerBlock *left = a;
  const SuretyLedgerBlock *right = b;

  return (left->block > right->block) - (left->block < right->block);
}

void
surety_eigenlayer_directory_take_blocks (SuretyEigenlayerDirectory *self,
                                         const SuretyLedgerBlock *blocks,
                                         guint n)
{
  g_array_append_vals (self->blocks, blocks, n);
  g_array_sort (self->blocks, compare_blocks);
}

static gint
compare_entries (gconstpointer a, gconstpointer b, gpointer unused)
{
  const SuretyEigenlayerEntry *left = *(const SuretyEigenlayerEntry *const *) a;
  const SuretyEigenlayerEntry *right = *(const SuretyEigenlayerEntry *const *) b;

  if (left->registered_block != right->registered_block)
    return left->registered_block < right->registered_block ? -1 : 1;
  return (left->registered_log > right->registered_log) -
         (left->registered_log < right->registered_log);
}

static gint
compare_sets (gconstpointer a, gconstpointer b, gpointer unused)
{
  const SuretyEigenlayerSetEntry *left = *(const SuretyEigenlayerSetEntry *const *) a;
  const SuretyEigenlayerSetEntry *right = *(const SuretyEigenlayerSetEntry *const *) b;

  if (left->created_block != right->created_block)
    return left->created_block < right->created_block ? -1 : 1;
  return memcmp (&left->set, &right->set, sizeof left->set);
}

/* The newest come last: mostly only they are to be sorted. */
static void
sort (GPtrArray *all, guint *n_sorted, GCompareDataFunc compare)
{
  gpointer *fresh;

  if (*n_sorted == all->len)
    return;
  fresh = all->pdata + *n_sorted;
  g_sort_array (fresh, all->len - *n_sorted, sizeof (gpointer), compare, NULL);
  if (*n_sorted > 0 && compare (fresh - 1, fresh, NULL) > 0)
    g_sort_array (all->pdata, all->len, sizeof (gpointer), compare, NULL);
  *n_sorted = all->len;
}

void
surety_eigenlayer_directory_settle (SuretyEigenlayerDirectory *self)
{
  sort (self->operators, &self->n_sorted_operators, compare_entries);
  sort (self->sets, &self->n_sorted_sets, compare_sets);
  /* One whose beginning is still to come is first, and will have another place. */
  if (self->operators->len > 0 &&
      surety_eigenlayer_directory_get_operator (self, 0)->registered_block == 0)
    self->n_sorted_operators = 0;
  if (self->sets->len > 0 && surety_eigenlayer_directory_get_set (self, 0)->created_block == 0)
    self->n_sorted_sets = 0;
}

guint64
surety_eigenlayer_directory_get_block (SuretyEigenlayerDirectory *self)
{
  return self->blocks->len > 0
           ? g_array_index (self->blocks, SuretyLedgerBlock, self->blocks->len - 1).block
           : 0;
}

guint64
surety_eigenlayer_directory_get_time (SuretyEigenlayerDirectory *self)
{
  return self->blocks->len > 0
           ? g_array_index (self->blocks, SuretyLedgerBlock, self->blocks->len - 1).time
           : 0;
}

guint64
surety_eigenlayer_directory_get_next_block (SuretyEigenlayerDirectory *self)
{
  return self->blocks->len > 0 ? surety_eigenlayer_directory_get_block (self) + 1 : 0;
}

guint64
surety_eigenlayer_directory_estimate_time (SuretyEigenlayerDirectory *self, guint64 block)
{
  const SuretyLedgerBlock *blocks = (const SuretyLedgerBlock *) (gconstpointer) self->blocks->data;
  guint low = 0, high = self->blocks->len;
  guint64 back;

  if (block == 0 || high == 0 || block > blocks[high - 1].block)
    return 0;
  /* The first one at or after it. */
  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (blocks[middle].block < block)
        low = middle + 1;
      else
        high = middle;
    }
  if (blocks[low].block == block)
    return blocks[low].time;
  if (low == 0)
    {
      back = (blocks[0].block - block) * self->block_seconds;
      return back < blocks[0].time ? blocks[0].time - back : 0;
    }
  return blocks[low - 1].time + (blocks[low].time - blocks[low - 1].time) *
                                  (block - blocks[low - 1].block) /
                                  (blocks[low].block - blocks[low - 1].block);
}

guint
surety_eigenlayer_directory_get_n_operators (SuretyEigenlayerDirectory *self)
{
  return self->operators->len;
}

SuretyEigenlayerEntry *
surety_eigenlayer_directory_get_operator (SuretyEigenlayerDirectory *self, guint i)
{
  return g_ptr_array_index (self->operators, i);
}

SuretyEigenlayerEntry *
surety_eigenlayer_directory_find (SuretyEigenlayerDirectory *self, const Address *address)
{
  return g_hash_table_lookup (self->by_address, address);
}

static gboolean
is_ripe (SuretyEigenlayerDirectory *self,
         const SuretyEigenlayerEntry *entry,
         guint64 since_block,
         guint64 since_time)
{
  const guint64 block = surety_eigenlayer_directory_get_block (self);
  const guint64 time = surety_eigenlayer_directory_get_time (self);

  if (entry->next_delay_block > since_block && entry->next_delay_block <= block)
    return TRUE;
  for (guint i = 0; entry->allocations != NULL && i < entry->allocations->len; i++)
    {
      const SuretyEigenlayerMagnitude *one = &g_array_index (entry->allocations,
                                                             SuretyEigenlayerMagnitude, i);

      if (one->effect_block > since_block && one->effect_block <= block)
        return TRUE;
    }
  for (guint i = 0; entry->splits != NULL && i < entry->splits->len; i++)
    {
      const SuretyEigenlayerSplit *one = &g_array_index (entry->splits, SuretyEigenlayerSplit, i);

      if (one->activates > since_time && one->activates <= time)
        return TRUE;
    }
  return FALSE;
}

void
surety_eigenlayer_directory_mark_ripe_operator (SuretyEigenlayerDirectory *self,
                                                guint i,
                                                guint64 since_block,
                                                guint64 since_time)
{
  SuretyEigenlayerEntry *entry = g_ptr_array_index (self->operators, i);

  if (!entry->changed && is_ripe (self, entry, since_block, since_time))
    entry->changed = TRUE;
}

void
surety_eigenlayer_directory_mark_ripe_sets (SuretyEigenlayerDirectory *self, guint64 since_block)
{
  for (guint i = 0; i < self->sets->len; i++)
    {
      SuretyEigenlayerSetEntry *entry = g_ptr_array_index (self->sets, i);

      if (entry->slasher_block > since_block &&
          entry->slasher_block <= surety_eigenlayer_directory_get_block (self))
        entry->changed = TRUE;
    }
}

gboolean
surety_eigenlayer_directory_get_default_split (SuretyEigenlayerDirectory *self, guint *bips)
{
  *bips = self->default_split;
  return self->has_default_split;
}

guint
surety_eigenlayer_directory_get_n_sets (SuretyEigenlayerDirectory *self)
{
  return self->sets->len;
}

SuretyEigenlayerSetEntry *
surety_eigenlayer_directory_get_set (SuretyEigenlayerDirectory *self, guint i)
{
  return g_ptr_array_index (self->sets, i);
}

SuretyEigenlayerSetEntry *
surety_eigenlayer_directory_find_set (SuretyEigenlayerDirectory *self, const SuretyOperatorSet *set)
{
  return g_hash_table_lookup (self->by_set, set);
}

const SuretyMetadata *
surety_eigenlayer_directory_find_avs (SuretyEigenlayerDirectory *self, const Address *avs)
{
  const SuretyEigenlayerAvs *entry = g_hash_table_lookup (self->services, avs);

  return entry != NULL ? entry->metadata : NULL;
}

const char *
surety_eigenlayer_directory_get_avs_uri (SuretyEigenlayerDirectory *self, const Address *avs)
{
  const SuretyEigenlayerAvs *entry = g_hash_table_lookup (self->services, avs);

  return entry != NULL ? entry->uri : NULL;
}

gboolean
surety_eigenlayer_directory_get_registrar (SuretyEigenlayerDirectory *self,
                                           const Address *avs,
                                           Address *registrar)
{
  const SuretyEigenlayerAvs *entry = g_hash_table_lookup (self->services, avs);

  if (entry == NULL || !entry->has_registrar)
    return FALSE;
  *registrar = entry->registrar;
  return TRUE;
}

GArray *
surety_eigenlayer_directory_dup_slashings (SuretyEigenlayerDirectory *self,
                                           const SuretyOperatorSet *set)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (SuretySlashing));
  const SuretyEigenlayerSetEntry *of = g_hash_table_lookup (self->by_set, set);

  for (guint i = 0; of != NULL && of->ever != NULL && i < of->ever->len; i++)
    {
      const SuretyEigenlayerEntry *entry = g_ptr_array_index (of->ever, i);

      for (guint k = 0; entry->slashings != NULL && k < entry->slashings->len; k++)
        {
          SuretySlashing one = g_array_index (entry->slashings, SuretySlashing, k);

          if (one.set != set->id || !address_equal (&one.avs, &set->avs))
            continue;
          one.time = surety_eigenlayer_directory_estimate_time (self, one.block);
          g_array_append_val (found, one);
        }
    }
  g_array_sort (found, surety_eigenlayer_compare_slashings);
  return found;
}

GArray *
surety_eigenlayer_directory_dup_payments (SuretyEigenlayerDirectory *self,
                                          const SuretyOperatorSet *set)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (SuretyPayment));
  const SuretyEigenlayerAvs *avs = g_hash_table_lookup (self->services, &set->avs);

  for (guint i = 0; avs != NULL && avs->payments != NULL && i < avs->payments->len; i++)
    {
      const SuretyEigenlayerPayment *payment = &g_array_index (avs->payments,
                                                               SuretyEigenlayerPayment, i);
      SuretyPayment one = payment->payment;

      if (one.of_set && payment->set != set->id)
        continue;
      one.time = surety_eigenlayer_directory_estimate_time (self, one.block);
      g_array_append_val (found, one);
    }
  return found;
}

GArray *
surety_eigenlayer_directory_dup_common (SuretyEigenlayerDirectory *self)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (SuretyPayment));

  for (guint i = 0; self->common != NULL && i < self->common->len; i++)
    {
      SuretyPayment one = g_array_index (self->common, SuretyEigenlayerPayment, i).payment;

      one.time = surety_eigenlayer_directory_estimate_time (self, one.block);
      g_array_append_val (found, one);
    }
  return found;
}

gboolean
surety_eigenlayer_directory_is_earner (const SuretyEigenlayerEntry *entry)
{
  for (guint i = 0; entry->memberships != NULL && i < entry->memberships->len; i++)
    if (g_array_index (entry->memberships, SuretyMembership, i).registered)
      return TRUE;

  return entry->m2 != NULL && entry->m2->len > 0;
}
