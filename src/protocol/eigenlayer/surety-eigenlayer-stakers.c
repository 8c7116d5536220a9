/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-events.h"

#include "surety-store-error.h"

/* Who stands behind an operator, from DelegationManager's share events.
 *
 * A slashing takes the same part of everybody's shares and says so once, with staker 0. So shares are kept as
 * units: shares = units · scale / RAY, and a slashing lowers the scale. Sums are exact to the roundings of
 * the contract's own deposit scaling factors, a few wei each. */

/* 10^27 */
#define RAY ((u256) 1000000000000000000u * 1000000000u)
/* What roundings leave of a stake that was taken out whole. */
#define DUST 16u
/* Where the staker is in a row's key, after the kind and the operator. */
#define STAKER_AT (1 + sizeof (Address))

/* Of one operator in one strategy. */
typedef struct
{
  u256 shares; /* DelegationManager.operatorShares */
  u256 units;
  u256 scale;
  guint32 n; /* stakers with units */
  Address largest;
  u256 largest_units;
} Stake;

static SuretyFactKey
stake_key (const Address *operator, const Address * strategy)
{
  SuretyFactKey key = surety_fact_key (SURETY_FACT_STAKE);

  surety_fact_key_add_address (&key, operator);
  surety_fact_key_add_address (&key, strategy);
  return key;
}

static gboolean
get_stake (SuretyLedger *ledger, const SuretyFactKey *key, Stake *out, GError **error)
{
  SuretyFactReader reader;
  gboolean found;

  if (!surety_fact_get (ledger, key, &reader, &found, error))
    return FALSE;
  *out = (Stake) { .scale = RAY };
  if (!found)
    return TRUE;
  out->shares = surety_fact_read_word (&reader);
  out->n = surety_fact_read_u32 (&reader);
  out->units = surety_fact_read_word (&reader);
  out->largest = surety_fact_read_address (&reader);
  out->largest_units = surety_fact_read_word (&reader);
  out->scale = surety_fact_read_word (&reader);
  if (out->scale == 0)
    out->scale = RAY;
  return TRUE;
}

static gboolean
put_stake (SuretyLedger *ledger, const SuretyFactKey *key, const Stake *stake, GError **error)
{
  g_autoptr (GByteArray) value = g_byte_array_sized_new (96);

  surety_fact_write_word (value, stake->shares);
  surety_fact_write_u32 (value, stake->n);
  surety_fact_write_word (value, stake->units);
  surety_fact_write_address (value, &stake->largest);
  surety_fact_write_word (value, stake->largest_units);
  /* Nearly all were never slashed: they have a byte instead of thirteen. */
  surety_fact_write_word (value, stake->scale != RAY ? stake->scale : 0);
  return surety_fact_put (ledger, key, value, error);
}

/* Strategies have short numbers in the rows there are most of. */
static gboolean
get_number (SuretyLedger *ledger, const Address *strategy, guint32 *out, GError **error)
{
  SuretyFactKey key = surety_fact_key (SURETY_FACT_NUMBER);
  SuretyFactKey last = surety_fact_key (SURETY_FACT_LAST_NUMBER);
  g_autoptr (GByteArray) value = NULL;
  SuretyFactReader reader;
  gboolean found;

  surety_fact_key_add_address (&key, strategy);
  if (!surety_fact_get (ledger, &key, &reader, &found, error))
    return FALSE;
  *out = surety_fact_read_u32 (&reader);
  if (found)
    return TRUE;

  if (!surety_fact_get (ledger, &last, &reader, &found, error))
    return FALSE;
  *out = surety_fact_read_u32 (&reader) + 1;
  value = g_byte_array_sized_new (4);
  surety_fact_write_u32 (value, *out);
  return surety_fact_put (ledger, &key, value, error) &&
         surety_fact_put (ledger, &last, value, error);
}

/* All a staker has with an operator is in one row: strategies' numbers and units, one after the other. */
typedef struct
{
  SuretyFactReader row; /* what of it is still to be read */
  guint32 number;
  u256 units;
  const guint8 *begin; /* of this strategy's part; its end is where the row goes on */
} Part;

static gboolean
next_part (Part *part, gboolean *found, GError **error)
{
  *found = part->row.p < part->row.end;
  if (!*found)
    return TRUE;
  part->begin = part->row.p;
  part->number = surety_fact_read_u32 (&part->row);
  part->units = surety_fact_read_word (&part->row);
  if (part->row.ok)
    return TRUE;
  g_set_error_literal (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DAMAGED,
                       "a staker's row in the database is damaged");
  return FALSE;
}

static gboolean
find_part (Part *part, guint32 number, gboolean *found, GError **error)
{
  do
    if (!next_part (part, found, error))
      return FALSE;
  while (*found && part->number != number);
  return TRUE;
}

/* One staker more or less who has anything with the operator. */
static gboolean
count_staker (SuretyLedger *ledger, const Address *operator, gint by, GError **error)
{
  SuretyFactKey key = surety_fact_key (SURETY_FACT_STAKERS);
  g_autoptr (GByteArray) value = g_byte_array_sized_new (4);
  SuretyFactReader reader;
  gboolean found;
  guint32 n;

  surety_fact_key_add_address (&key, operator);
  if (!surety_fact_get (ledger, &key, &reader, &found, error))
    return FALSE;
  n = surety_fact_read_u32 (&reader);
  if (by < 0 && n == 0)
    return TRUE;
  n = by < 0 ? n - 1 : n + 1;
  if (n == 0)
    return surety_fact_remove (ledger, &key, error);
  surety_fact_write_u32 (value, n);
  return surety_fact_put (ledger, &key, value, error);
}

/* *before: the units that were there. */
static gboolean
get_units (SuretyLedger *ledger,
           const SuretyFactKey *key,
           guint32 number,
           u256 *before,
           GError **error)
{
  Part part = { 0 };
  gboolean found;

  *before = 0;
  if (!surety_fact_get (ledger, key, &part.row, &found, error) ||
      !find_part (&part, number, &found, error))
    return FALSE;
  if (found)
    *before = part.units;
  return TRUE;
}

static gboolean
put_units (SuretyLedger *ledger,
           const SuretyFactKey *key,
           const Address *operator,
           guint32 number,
           u256 units,
           GError **error)
{
  g_autoptr (GByteArray) value = g_byte_array_sized_new (64);
  Part part = { 0 };
  gboolean existed, found;
  const guint8 *row;

  if (!surety_fact_get (ledger, key, &part.row, &existed, error))
    return FALSE;
  row = part.row.p;
  if (!find_part (&part, number, &found, error))
    return FALSE;
  if (!found)
    part.begin = part.row.end;
  g_byte_array_append (value, row, (guint) (part.begin - row));
  if (units != 0)
    {
      surety_fact_write_u32 (value, number);
      surety_fact_write_word (value, units);
    }
  g_byte_array_append (value, part.row.p, (guint) (part.row.end - part.row.p));

  if (existed != (value->len > 0) && !count_staker (ledger, operator, existed ? -1 : 1, error))
    return FALSE;
  return value->len > 0 ? surety_fact_put (ledger, key, value, error)
                        : surety_fact_remove (ledger, key, error);
}

static u256
to_units (const Stake *stake, u256 shares, Rounding rounding)
{
  u256 units;

  if (stake->scale == RAY)
    return shares;
  return u256_mul_div (shares, RAY, stake->scale, rounding, &units) ? units : U256_MAX;
}

static void
mark_stale (SuretyEigenlayerEvent *event, const SuretyFactKey *key)
{
  g_hash_table_add (event->stale, g_bytes_new (key->bytes, key->len));
}

static SuretyFactKey
staker_key (const Address *operator)
{
  SuretyFactKey key = surety_fact_key (SURETY_FACT_STAKER);

  surety_fact_key_add_address (&key, operator);
  return key;
}

/* Whose rows have a part of a strategy. */
typedef struct
{
  GPtrArray *keys; /* GBytes */
  guint32 number;
} Holders;

static gboolean
add_holder (const guint8 *key,
            gsize key_len,
            const guint8 *value,
            gsize len,
            gpointer user_data,
            GError **error)
{
  Holders *holders = user_data;
  Part part = { .row = surety_fact_reader (value, len) };
  gboolean found;

  if (!find_part (&part, holders->number, &found, error))
    return FALSE;
  if (found)
    g_ptr_array_add (holders->keys, g_bytes_new (key, key_len));
  return TRUE;
}

/* All of it was slashed: nobody has anything left. */
static gboolean
wipe (SuretyEigenlayerEvent *event,
      const Address *operator,
      const Address * strategy,
      const SuretyFactKey *key,
      GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  const SuretyFactKey prefix = staker_key (operator);
  const Stake nothing = { .scale = RAY };
  Holders holders = { .keys = keys };

  if (!get_number (event->ledger, strategy, &holders.number, error) ||
      !surety_ledger_flush (event->ledger, error) ||
      !surety_ledger_scan (event->ledger, prefix.bytes, prefix.len, add_holder, &holders, error))
    return FALSE;
  for (guint i = 0; i < keys->len; i++)
    {
      gsize len;
      const guint8 *data = g_bytes_get_data (g_ptr_array_index (keys, i), &len);
      SuretyFactReader reader = surety_fact_reader (data + STAKER_AT, len - STAKER_AT);
      const Address staker = surety_fact_read_address (&reader);
      SuretyFactKey of_staker = prefix;

      surety_fact_key_add_address (&of_staker, &staker);
      if (!put_units (event->ledger, &of_staker, operator, holders.number, 0, error))
        return FALSE;
    }
  return put_stake (event->ledger, key, &nothing, error);
}

/* DelegationManager.slashOperatorShares: everybody's part of the shares falls alike. */
static gboolean
slash (SuretyEigenlayerEvent *event, const SuretyEigenlayerShares *what, GError **error)
{
  const SuretyFactKey key = stake_key (&what->operator, & what->strategy);
  u256 left;
  Stake stake;

  if (!get_stake (event->ledger, &key, &stake, error))
    return FALSE;
  left = what->shares < stake.shares ? stake.shares - what->shares : 0;
  if (left == 0 || !u256_mul_div (stake.scale, left, stake.shares, ROUND_DOWN, &stake.scale) ||
      stake.scale == 0)
    return wipe (event, &what->operator, & what->strategy, &key, error);
  stake.shares = left;
  return put_stake (event->ledger, &key, &stake, error);
}

/* What a staker has after the change of units; out of sight when it is dust. */
static u256
without_dust (const Stake *stake, u256 units)
{
  u256 shares = units;

  if ((stake->scale == RAY || u256_mul_div (units, stake->scale, RAY, ROUND_DOWN, &shares)) &&
      shares <= DUST)
    return 0;
  return units;
}

static gboolean
change (SuretyEigenlayerEvent *event, const SuretyEigenlayerShares *what, GError **error)
{
  const u256 shares = what->shares;
  const gboolean adds = what->adds;
  const SuretyFactKey key = stake_key (&what->operator, & what->strategy);
  SuretyFactKey of_staker = staker_key (&what->operator);
  guint32 number;
  u256 before, after, difference;
  Stake stake;

  if (shares == 0)
    return TRUE;
  surety_fact_key_add_address (&of_staker, &what->staker);
  if (!get_number (event->ledger, &what->strategy, &number, error) ||
      !get_stake (event->ledger, &key, &stake, error) ||
      !get_units (event->ledger, &of_staker, number, &before, error))
    return FALSE;
  difference = to_units (&stake, shares, adds ? ROUND_DOWN : ROUND_UP);
  if (!adds)
    after = difference < before ? before - difference : 0;
  else if (!u256_add (before, difference, &after))
    after = U256_MAX;
  after = without_dust (&stake, after);

  stake.shares = adds ? stake.shares + shares : stake.shares - MIN (shares, stake.shares);
  stake.units = after >= before ? stake.units + (after - before)
                                : stake.units - MIN (before - after, stake.units);
  if (before == 0 && after != 0)
    stake.n++;
  else if (before != 0 && after == 0 && stake.n > 0)
    stake.n--;
  if (after > stake.largest_units || (after == stake.largest_units && stake.n == 1))
    {
      stake.largest = what->staker;
      stake.largest_units = after;
    }
  else if (after < before && address_equal (&what->staker, &stake.largest))
    {
      stake.largest_units = after;
      /* Of one who is alone, and of none, it is known who has most. */
      if (stake.n == 0)
        stake.largest = (Address) { 0 };
      else if (stake.n > 1 || after == 0)
        mark_stale (event, &key);
    }

  return put_stake (event->ledger, &key, &stake, error) &&
         (after == before ||
          put_units (event->ledger, &of_staker, &what->operator, number, after, error));
}

gboolean
surety_eigenlayer_take_shares (SuretyEigenlayerEvent *event,
                               const SuretyEigenlayerShares *shares,
                               GError **error)
{
  return !shares->adds && address_is_zero (&shares->staker) ? slash (event, shares, error)
                                                            : change (event, shares, error);
}

static gboolean
on_shares (SuretyEigenlayerEvent *event, const AbiValue *values, gboolean adds, GError **error)
{
  const SuretyEigenlayerShares shares = {
    .operator= abi_value_address (&values[0]),
    .staker = abi_value_address (&values[1]),
    .strategy = abi_value_address (&values[2]),
    .shares = values[3].word,
    .adds = adds,
  };

  if (event->aside == NULL)
    return surety_eigenlayer_take_shares (event, &shares, error);
  surety_eigenlayer_aside_add_shares (event->aside, &shares);
  return TRUE;
}

gboolean
surety_eigenlayer_on_shares_increased (SuretyEigenlayerEvent *event,
                                       const AbiValue *values,
                                       GError **error)
{
  return on_shares (event, values, TRUE, error);
}

gboolean
surety_eigenlayer_on_shares_decreased (SuretyEigenlayerEvent *event,
                                       const AbiValue *values,
                                       GError **error)
{
  return on_shares (event, values, FALSE, error);
}

/* A stake of which the one who has most has less now. */
typedef struct
{
  SuretyFactKey key;
  guint32 number; /* of its strategy */
  Address largest;
  u256 units;
} Stale;

static gboolean
compare_staker (const guint8 *key,
                gsize key_len,
                const guint8 *value,
                gsize len,
                gpointer user_data,
                GError **error)
{
  const GArray *all = user_data;
  Part part = { .row = surety_fact_reader (value, len) };
  gboolean found;

  for (;;)
    {
      if (!next_part (&part, &found, error))
        return FALSE;
      if (!found)
        return TRUE;
      for (guint i = 0; i < all->len; i++)
        {
          Stale *stale = &g_array_index (all, Stale, i);

          if (stale->number == part.number && part.units > stale->units)
            {
              SuretyFactReader rest = surety_fact_reader (key + STAKER_AT, key_len - STAKER_AT);

              stale->units = part.units;
              stale->largest = surety_fact_read_address (&rest);
            }
        }
    }
}

/* All of one operator: its rows are gone through once. */
static gboolean
find_of_operator (SuretyLedger *ledger, const Address *operator, GArray * all, GError **error)
{
  const SuretyFactKey prefix = staker_key (operator);

  if (!surety_ledger_scan (ledger, prefix.bytes, prefix.len, compare_staker, all, error))
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      const Stale *stale = &g_array_index (all, Stale, i);
      Stake stake;

      if (!get_stake (ledger, &stale->key, &stake, error))
        return FALSE;
      stake.largest = stale->largest;
      stake.largest_units = stale->units;
      if (!put_stake (ledger, &stale->key, &stake, error))
        return FALSE;
    }
  g_array_set_size (all, 0);
  return TRUE;
}

static gint
compare_keys (gconstpointer a, gconstpointer b)
{
  return g_bytes_compare (*(const GBytes *const *) a, *(const GBytes *const *) b);
}

GHashTable *
surety_eigenlayer_stale_new (void)
{
  return g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
}

gboolean
surety_eigenlayer_find_largest (SuretyLedger *ledger, GHashTable *stale, GError **error)
{
  g_autoptr (GPtrArray) keys = NULL;
  g_autoptr (GArray) of_one = NULL;
  Address before = { 0 };

  if (g_hash_table_size (stale) == 0)
    return TRUE;
  if (!surety_ledger_flush (ledger, error))
    return FALSE;
  keys = g_hash_table_get_keys_as_ptr_array (stale);
  of_one = g_array_new (FALSE, FALSE, sizeof (Stale));
  g_ptr_array_sort (keys, compare_keys);
  for (guint i = 0; i < keys->len; i++)
    {
      gsize len;
      const guint8 *data = g_bytes_get_data (g_ptr_array_index (keys, i), &len);
      SuretyFactReader reader = surety_fact_reader (data + 1, len - 1);
      const Address operator= surety_fact_read_address (&reader);
      const Address strategy = surety_fact_read_address (&reader);
      Stale one = { .key = stake_key (&operator, & strategy) };

      if (of_one->len > 0 && !address_equal (&operator, & before) &&
          !find_of_operator (ledger, &before, of_one, error))
        return FALSE;
      before = operator;
      if (!get_number (ledger, &strategy, &one.number, error))
        return FALSE;
      g_array_append_val (of_one, one);
    }
  g_hash_table_remove_all (stale);
  return find_of_operator (ledger, &before, of_one, error);
}
