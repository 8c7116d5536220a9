/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-directory-private.h"

#include <string.h>

#include "surety-eigenlayer-fact.h"
#include "surety-store-error.h"
#include "surety-text.h"

#define MAX_URI 4096u
#define MAX_DESCRIPTION 300u

gint
surety_eigenlayer_compare_slashings (gconstpointer a, gconstpointer b)
{
  const SuretySlashing *left = a;
  const SuretySlashing *right = b;

  return (left->block > right->block) - (left->block < right->block);
}

static void
clear_slashing (gpointer data)
{
  g_free ((char *) ((SuretySlashing *) data)->description);
}

static SuretyEigenlayerEntry *
ensure_operator (SuretyEigenlayerDirectory *self, const Address *address)
{
  SuretyEigenlayerEntry *entry = g_hash_table_lookup (self->by_address, address);

  if (entry == NULL)
    {
      entry = g_new0 (SuretyEigenlayerEntry, 1);
      entry->address = *address;
      g_ptr_array_add (self->operators, entry);
      g_hash_table_insert (self->by_address, &entry->address, entry);
    }
  entry->changed = TRUE;
  return entry;
}

/* Who is of whom is kept beside: to look through all for each fact takes ever longer as they become more. */
static void
note_under (GHashTable *table, gconstpointer key, gsize size, gpointer entry)
{
  GPtrArray *of = g_hash_table_lookup (table, key);

  if (of == NULL)
    {
      of = g_ptr_array_new ();
      g_hash_table_insert (table, g_memdup2 (key, size), of);
    }
  g_ptr_array_add (of, entry);
}

static SuretyEigenlayerSetEntry *
ensure_set (SuretyEigenlayerDirectory *self, const SuretyOperatorSet *set)
{
  SuretyEigenlayerSetEntry *entry = g_hash_table_lookup (self->by_set, set);

  if (entry == NULL)
    {
      entry = g_new0 (SuretyEigenlayerSetEntry, 1);
      entry->set = *set;
      g_ptr_array_add (self->sets, entry);
      g_hash_table_insert (self->by_set, &entry->set, entry);
      note_under (self->sets_of, &set->avs, sizeof set->avs, entry);
    }
  entry->changed = TRUE;
  return entry;
}

static SuretyEigenlayerAvs *
ensure_avs (SuretyEigenlayerDirectory *self, const Address *address)
{
  SuretyEigenlayerAvs *avs = g_hash_table_lookup (self->services, address);
  GPtrArray *sets;

  if (avs == NULL)
    {
      avs = g_new0 (SuretyEigenlayerAvs, 1);
      avs->avs = *address;
      g_hash_table_insert (self->services, &avs->avs, avs);
    }
  sets = g_hash_table_lookup (self->sets_of, address);
  for (guint i = 0; sets != NULL && i < sets->len; i++)
    ((SuretyEigenlayerSetEntry *) g_ptr_array_index (sets, i))->changed = TRUE;
  return avs;
}

/* Whatever an operator pledges or does to a set changes what the set can take. */
static void
mark_set (SuretyEigenlayerDirectory *self, const SuretyOperatorSet *set)
{
  SuretyEigenlayerSetEntry *entry = g_hash_table_lookup (self->by_set, set);

  if (entry != NULL)
    entry->changed = TRUE;
}

static GArray *
ensure_array (GArray **slot, guint size)
{
  if (*slot == NULL)
    *slot = g_array_new (FALSE, FALSE, size);
  return *slot;
}

static SuretyOperatorSet
read_set (SuretyFactReader *key)
{
  SuretyOperatorSet set = { .avs = surety_fact_read_address (key) };

  set.id = surety_fact_read_u32 (key);
  return set;
}

/* --- one fact each; gone: it is no more --- */

static void
take_operator (SuretyEigenlayerDirectory *self, SuretyFactReader *key, SuretyFactReader *value)
{
  const Address address = surety_fact_read_address (key);
  SuretyEigenlayerEntry *entry = ensure_operator (self, &address);

  entry->registered_block = surety_fact_read_u64 (value);
  entry->registered_log = surety_fact_read_u32 (value);
  entry->approver = surety_fact_read_address (value);
  entry->active_block = surety_fact_read_u64 (value);
}

static void
take_uri (char **uri, SuretyMetadata **metadata, const SuretyFactReader *value)
{
  const gsize len = (gsize) (value->end - value->p);

  g_clear_pointer (uri, g_free);
  g_clear_pointer (metadata, surety_metadata_free);
  if (len == 0)
    return;
  *metadata = surety_metadata_parse ((const char *) value->p, len);
  if (len <= MAX_URI && memchr (value->p, '\0', len) == NULL)
    *uri = g_strndup ((const char *) value->p, len);
}

static void
take_operator_uri (SuretyEigenlayerDirectory *self, SuretyFactReader *key, SuretyFactReader *value)
{
  const Address address = surety_fact_read_address (key);
  SuretyEigenlayerEntry *entry = ensure_operator (self, &address);

  take_uri (&entry->uri, &entry->metadata, value);
}

static void
take_delay (SuretyEigenlayerDirectory *self, SuretyFactReader *key, SuretyFactReader *value)
{
  const Address address = surety_fact_read_address (key);
  SuretyEigenlayerEntry *entry = ensure_operator (self, &address);

  entry->delay_known = TRUE;
  entry->delay_set = surety_fact_read_u8 (value) != 0;
  entry->delay = surety_fact_read_u32 (value);
  entry->next_delay = surety_fact_read_u32 (value);
  entry->next_delay_block = surety_fact_read_u64 (value);
}

static gboolean
pledges_to (const SuretyEigenlayerEntry *entry, const SuretyOperatorSet *set)
{
  for (guint i = 0; i < entry->allocations->len; i++)
    if (surety_operator_set_equal (&g_array_index (entry->allocations, SuretyEigenlayerMagnitude, i)
                                      .set,
                                   set))
      return TRUE;
  return FALSE;
}

static void
take_allocation (SuretyEigenlayerDirectory *self,
                 SuretyFactReader *key,
                 SuretyFactReader *value,
                 gboolean gone)
{
  const Address address = surety_fact_read_address (key);
  SuretyEigenlayerEntry *entry = ensure_operator (self, &address);
  GArray *all = ensure_array (&entry->allocations, sizeof (SuretyEigenlayerMagnitude));
  SuretyEigenlayerMagnitude one = { .set = read_set (key) };
  guint i = 0;

  one.strategy = surety_fact_read_address (key);
  mark_set (self, &one.set);
  for (; i < all->len; i++)
    {
      const SuretyEigenlayerMagnitude *other = &g_array_index (all, SuretyEigenlayerMagnitude, i);

      if (surety_operator_set_equal (&other->set, &one.set) &&
          address_equal (&other->strategy, &one.strategy))
        break;
    }
  if (gone)
    {
      if (i < all->len)
        g_array_remove_index_fast (all, i);
      return;
    }
  one.current = surety_fact_read_u64 (value);
  one.next = surety_fact_read_u64 (value);
  one.effect_block = surety_fact_read_u64 (value);
  if (i < all->len)
    g_array_index (all, SuretyEigenlayerMagnitude, i) = one;
  else
    {
      if (!pledges_to (entry, &one.set))
        note_under (self->pledgers, &one.set, sizeof one.set, entry);
      g_array_append_val (all, one);
    }
}

static void
take_max (SuretyEigenlayerDirectory *self, SuretyFactReader *key, SuretyFactReader *value)
{
  const Address address = surety_fact_read_address (key);
  SuretyEigenlayerEntry *entry = ensure_operator (self, &address);
  GArray *all = ensure_array (&entry->maxes, sizeof (SuretyEigenlayerMax));
  SuretyEigenlayerMax one = { .strategy = surety_fact_read_address (key) };

  one.max = surety_fact_read_u64 (value);
  for (guint i = 0; i < all->len; i++)
    {
      SuretyEigenlayerMax *other = &g_array_index (all, SuretyEigenlayerMax, i);

      if (address_equal (&other->strategy, &one.strategy))
        {
          *other = one;
          return;
        }
    }
  g_array_append_val (all, one);
}

static void
set_member (SuretyEigenlayerSetEntry *set, SuretyEigenlayerEntry *operator, gboolean member)
{
  GArray *all = ensure_array (&set->members, sizeof (Address));

  if (set->ever == NULL)
    set->ever = g_ptr_array_new ();
  if (!g_ptr_array_find (set->ever, operator, NULL))
    g_ptr_array_add (set->ever, operator);

  for (guint i = 0; i < all->len; i++)
    if (address_equal (&g_array_index (all, Address, i), &operator->address))
      {
        if (!member)
          g_array_remove_index_fast (all, i);
        return;
      }
  if (member)
    g_array_append_val (all, operator->address);
}

static void
take_member (SuretyEigenlayerDirectory *self, SuretyFactReader *key, SuretyFactReader *value)
{
  const Address address = surety_fact_read_address (key);
  SuretyEigenlayerEntry *entry = ensure_operator (self, &address);
  GArray *all = ensure_array (&entry->memberships, sizeof (SuretyMembership));
  const SuretyOperatorSet set = read_set (key);
  SuretyMembership one = { .avs = set.avs, .set = set.id };

  one.registered = surety_fact_read_u8 (value) != 0;
  one.since = surety_fact_read_u64 (value);
  one.until = surety_fact_read_u64 (value);
  set_member (ensure_set (self, &set), entry, one.registered);
  for (guint i = 0; i < all->len; i++)
    {
      SuretyMembership *other = &g_array_index (all, SuretyMembership, i);

      if (other->set == one.set && address_equal (&other->avs, &one.avs))
        {
          *other = one;
          return;
        }
    }
  g_array_append_val (all, one);
}

static void
take_m2 (SuretyEigenlayerDirectory *self, SuretyFactReader *key, gboolean gone)
{
  const Address address = surety_fact_read_address (key);
  SuretyEigenlayerEntry *entry = ensure_operator (self, &address);
  GArray *all = ensure_array (&entry->m2, sizeof (Address));
  const Address avs = surety_fact_read_address (key);
  guint i = 0;

  while (i < all->len && !address_equal (&g_array_index (all, Address, i), &avs))
    i++;
  if (gone && i < all->len)
    g_array_remove_index_fast (all, i);
  else if (!gone && i == all->len)
    g_array_append_val (all, avs);
}

static void
take_split (SuretyEigenlayerDirectory *self, SuretyFactReader *key, SuretyFactReader *value)
{
  const Address address = surety_fact_read_address (key);
  SuretyEigenlayerEntry *entry = ensure_operator (self, &address);
  GArray *all = ensure_array (&entry->splits, sizeof (SuretyEigenlayerSplit));
  SuretyEigenlayerSplit one = { .kind = (SuretySplitKind) surety_fact_read_u32 (key) };

  one.set = read_set (key);
  one.bips = surety_fact_read_u32 (value);
  one.next_bips = surety_fact_read_u32 (value);
  one.activates = surety_fact_read_u64 (value);
  for (guint i = 0; i < all->len; i++)
    {
      SuretyEigenlayerSplit *other = &g_array_index (all, SuretyEigenlayerSplit, i);

      if (other->kind == one.kind && surety_operator_set_equal (&other->set, &one.set))
        {
          *other = one;
          return;
        }
    }
  g_array_append_val (all, one);
}

static void
take_slashing (SuretyEigenlayerDirectory *self, SuretyFactReader *key, SuretyFactReader *value)
{
  const Address address = surety_fact_read_address (key);
  SuretyEigenlayerEntry *entry = ensure_operator (self, &address);
  const SuretyOperatorSet set = read_set (key);
  const guint64 block = surety_fact_read_u64 (key);
  const Hash transaction = surety_fact_read_hash (value);
  const guint32 n = surety_fact_read_u32 (value);
  const guint first = entry->slashings != NULL ? entry->slashings->len : 0;
  g_autofree char *description = NULL;
  const char *text;
  gsize len;

  if (entry->slashings == NULL)
    {
      entry->slashings = g_array_new (FALSE, FALSE, sizeof (SuretySlashing));
      g_array_set_clear_func (entry->slashings, clear_slashing);
    }
  mark_set (self, &set);
  for (guint32 i = 0; i < n && value->ok; i++)
    {
      SuretySlashing one = {
        .block = block,
        .transaction = transaction,
        .provider = address,
        .avs = set.avs,
        .set = set.id,
        .strategy = surety_fact_read_address (value),
      };

      one.wad = surety_fact_read_word (value);
      g_array_append_val (entry->slashings, one);
    }
  text = surety_fact_read_text (value, &len);
  description = surety_text_clean (text, (gssize) len, MAX_DESCRIPTION);
  for (guint i = first; i < entry->slashings->len; i++)
    g_array_index (entry->slashings, SuretySlashing, i).description = g_strdup (description);
  g_array_sort (entry->slashings, surety_eigenlayer_compare_slashings);
}

static void
take_stake (SuretyEigenlayerDirectory *self, SuretyFactReader *key, SuretyFactReader *value)
{
  const Address address = surety_fact_read_address (key);
  SuretyEigenlayerEntry *entry = ensure_operator (self, &address);
  GArray *all = ensure_array (&entry->stakes, sizeof (SuretyEigenlayerStake));
  SuretyEigenlayerStake one = { .strategy = surety_fact_read_address (key) };
  u256 units, largest;

  one.shares = surety_fact_read_word (value);
  one.n_stakers = surety_fact_read_u32 (value);
  units = surety_fact_read_word (value);
  one.largest = surety_fact_read_address (value);
  largest = surety_fact_read_word (value);
  if (units == 0 || !u256_mul_div (largest, U256_WAD, units, ROUND_UP, &one.part))
    one.part = 0;
  one.part = MIN (one.part, U256_WAD);
  for (guint i = 0; i < all->len; i++)
    {
      SuretyEigenlayerStake *other = &g_array_index (all, SuretyEigenlayerStake, i);

      if (address_equal (&other->strategy, &one.strategy))
        {
          *other = one;
          return;
        }
    }
  g_array_append_val (all, one);
}

static void
take_set (SuretyEigenlayerDirectory *self, SuretyFactReader *key, SuretyFactReader *value)
{
  const SuretyOperatorSet set = read_set (key);
  SuretyEigenlayerSetEntry *entry = ensure_set (self, &set);

  entry->created_block = surety_fact_read_u64 (value);
  entry->has_slasher = surety_fact_read_u8 (value) != 0;
  entry->slasher = surety_fact_read_address (value);
  entry->next_slasher = surety_fact_read_address (value);
  entry->slasher_block = surety_fact_read_u64 (value);
  entry->redistributes = surety_fact_read_u8 (value) != 0;
  entry->recipient = surety_fact_read_address (value);
}

static void
mark_operators_of (SuretyEigenlayerDirectory *self, const SuretyOperatorSet *set)
{
  GPtrArray *operators = g_hash_table_lookup (self->pledgers, set);

  for (guint i = 0; operators != NULL && i < operators->len; i++)
    ((SuretyEigenlayerEntry *) g_ptr_array_index (operators, i))->changed = TRUE;
}

static void
take_set_strategy (SuretyEigenlayerDirectory *self,
                   SuretyFactReader *key,
                   SuretyFactReader *value,
                   gboolean gone)
{
  const SuretyOperatorSet set = read_set (key);
  SuretyEigenlayerSetEntry *entry = ensure_set (self, &set);
  GArray *all = ensure_array (&entry->strategies, sizeof (SuretyEigenlayerSetStrategy));
  SuretyEigenlayerSetStrategy one = { .strategy = surety_fact_read_address (key) };
  guint i = 0;

  mark_operators_of (self, &set);
  while (
    i < all->len &&
    !address_equal (&g_array_index (all, SuretyEigenlayerSetStrategy, i).strategy, &one.strategy))
    i++;
  if (gone)
    {
      if (i < all->len)
        g_array_remove_index (all, i);
      return;
    }
  one.since = surety_fact_read_u64 (value);
  if (i < all->len)
    g_array_index (all, SuretyEigenlayerSetStrategy, i) = one;
  else
    g_array_append_val (all, one);
}

/* The same as ever before is kept once. */
static GBytes *
read_parts (SuretyEigenlayerDirectory *self, SuretyFactReader *value)
{
  gsize len;
  const char *data = surety_fact_read_text (value, &len);
  g_autoptr (GBytes) parts = surety_payment_parts_check (data, len);
  GBytes *same;

  if (parts == NULL)
    {
      value->ok = FALSE;
      return NULL;
    }
  same = g_hash_table_lookup (self->parts, parts);
  if (same == NULL)
    {
      same = g_steal_pointer (&parts);
      g_hash_table_add (self->parts, same);
    }
  return g_bytes_ref (same);
}

static void
clear_payment (gpointer data)
{
  SuretyEigenlayerPayment *one = data;

  g_clear_pointer (&one->payment.multipliers, g_bytes_unref);
  g_clear_pointer (&one->payment.amounts, g_bytes_unref);
}

/* payments: where it belongs. */
static void
take_payment (SuretyEigenlayerDirectory *self,
              GArray **payments,
              SuretyFactReader *key,
              SuretyFactReader *value)
{
  SuretyEigenlayerPayment one = { .payment.block = surety_fact_read_u64 (key) };
  guint place;
  GArray *all;

  if (*payments == NULL)
    {
      *payments = g_array_new (FALSE, FALSE, sizeof (SuretyEigenlayerPayment));
      g_array_set_clear_func (*payments, clear_payment);
    }
  all = *payments;
  one.payment.kind = (SuretyPaymentKind) surety_fact_read_u8 (value);
  one.payment.of_set = surety_fact_read_u8 (value) != 0;
  one.set = surety_fact_read_u32 (value);
  one.payment.transaction = surety_fact_read_hash (value);
  one.payment.payer = surety_fact_read_address (value);
  one.payment.token = surety_fact_read_address (value);
  one.payment.amount = surety_fact_read_word (value);
  one.payment.start = surety_fact_read_u64 (value);
  one.payment.seconds = surety_fact_read_u64 (value);
  one.payment.multipliers = read_parts (self, value);
  one.payment.amounts = read_parts (self, value);
  if (!surety_payment_kind_is_directed (one.payment.kind))
    g_clear_pointer (&one.payment.amounts, g_bytes_unref);
  /* They come nearly in order. */
  place = all->len;
  while (place > 0 &&
         g_array_index (all, SuretyEigenlayerPayment, place - 1).payment.block > one.payment.block)
    place--;
  g_array_insert_val (all, place, one);
}

gboolean
surety_eigenlayer_directory_take (SuretyEigenlayerDirectory *self,
                                  const guint8 *key,
                                  gsize key_len,
                                  const guint8 *value,
                                  gsize len,
                                  GError **error)
{
  SuretyFactReader about = surety_fact_reader (key + 1, key_len > 0 ? key_len - 1 : 0);
  SuretyFactReader what = surety_fact_reader (value, len);
  const gboolean gone = value == NULL;
  Address address;
  SuretyEigenlayerAvs *avs;

  g_return_val_if_fail (key_len > 0, FALSE);

  switch ((SuretyFactKind) key[0])
    {
    case SURETY_FACT_ALLOCATION:
      take_allocation (self, &about, &what, gone);
      break;
    case SURETY_FACT_SET_STRATEGY:
      take_set_strategy (self, &about, &what, gone);
      break;
    case SURETY_FACT_STAKERS:
      address = surety_fact_read_address (&about);
      ensure_operator (self, &address)->n_stakers = gone ? 0 : surety_fact_read_u32 (&what);
      break;
    case SURETY_FACT_OPERATOR:
      take_operator (self, &about, &what);
      break;
    case SURETY_FACT_URI:
      take_operator_uri (self, &about, &what);
      break;
    case SURETY_FACT_DELAY:
      take_delay (self, &about, &what);
      break;
    case SURETY_FACT_MAX:
      take_max (self, &about, &what);
      break;
    case SURETY_FACT_MEMBER:
      take_member (self, &about, &what);
      break;
    case SURETY_FACT_M2:
      take_m2 (self, &about, gone);
      break;
    case SURETY_FACT_SPLIT:
      take_split (self, &about, &what);
      break;
    case SURETY_FACT_DEFAULT_SPLIT:
      self->has_default_split = TRUE;
      self->default_split = surety_fact_read_u32 (&what);
      for (guint i = 0; i < self->operators->len; i++)
        ((SuretyEigenlayerEntry *) g_ptr_array_index (self->operators, i))->changed = TRUE;
      break;
    case SURETY_FACT_SLASHING:
      take_slashing (self, &about, &what);
      break;
    case SURETY_FACT_STAKE:
      take_stake (self, &about, &what);
      break;
    case SURETY_FACT_AVS:
      address = surety_fact_read_address (&about);
      avs = ensure_avs (self, &address);
      take_uri (&avs->uri, &avs->metadata, &what);
      break;
    case SURETY_FACT_REGISTRAR:
      address = surety_fact_read_address (&about);
      avs = ensure_avs (self, &address);
      avs->registrar = surety_fact_read_address (&what);
      avs->has_registrar = !gone && !address_is_zero (&avs->registrar);
      break;
    case SURETY_FACT_SET:
      take_set (self, &about, &what);
      break;
    case SURETY_FACT_PAYMENT:
      address = surety_fact_read_address (&about);
      take_payment (self, &ensure_avs (self, &address)->payments, &about, &what);
      break;
    case SURETY_FACT_COMMON_PAYMENT:
      take_payment (self, &self->common, &about, &what);
      break;
    case SURETY_FACT_STAKER:
    case SURETY_FACT_NUMBER:
    case SURETY_FACT_LAST_NUMBER:
      return TRUE;
    default:
      about.ok = FALSE;
    }

  if (about.ok && (what.ok || gone))
    return TRUE;
  g_set_error (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DATABASE,
               "a fact of kind %u in the database is damaged", key[0]);
  return FALSE;
}
