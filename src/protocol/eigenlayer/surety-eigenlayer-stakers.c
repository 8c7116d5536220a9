/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-events.h"

#include <string.h>

/* Who stands behind an operator, from DelegationManager's share events.
 *
 * A slashing takes the same part of everybody's shares and says so once, with staker 0. So shares are kept as
 * units: shares = units · scale / RAY, and a slashing lowers the scale. Sums are exact to the roundings of
 * the contract's own deposit scaling factors, a few wei each. */

/* 10^27 */
#define RAY ((u256) 1000000000000000000u * 1000000000u)
/* What roundings leave of a stake that was taken out whole. */
#define DUST 16u

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
  surety_fact_write_word (value, stake->scale);
  return surety_fact_put (ledger, key, value, error);
}

/* Operators and strategies have short numbers in the keys there are most of. */
static gboolean
get_number (SuretyLedger *ledger, const Address *address, guint32 *out, GError **error)
{
  SuretyFactKey key = surety_fact_key (SURETY_FACT_NUMBER);
  SuretyFactKey last = surety_fact_key (SURETY_FACT_LAST_NUMBER);
  g_autoptr (GByteArray) value = g_byte_array_sized_new (4);
  SuretyFactReader reader;
  gboolean found;

  surety_fact_key_add_address (&key, address);
  if (!surety_fact_get (ledger, &key, &reader, &found, error))
    return FALSE;
  *out = surety_fact_read_u32 (&reader);
  if (found)
    return TRUE;

  if (!surety_fact_get (ledger, &last, &reader, &found, error))
    return FALSE;
  *out = surety_fact_read_u32 (&reader) + 1;
  surety_fact_write_u32 (value, *out);
  return surety_fact_put (ledger, &key, value, error) &&
         surety_fact_put (ledger, &last, value, error);
}

static gboolean
make_staker_prefix (SuretyLedger *ledger,
                    const Address *operator,
                    const Address * strategy,
                    SuretyFactKey *out,
                    guint32 *operator_number,
                    GError **error)
{
  guint32 strategy_number;

  if (!get_number (ledger, operator, operator_number, error) ||
      !get_number (ledger, strategy, &strategy_number, error))
    return FALSE;
  *out = surety_fact_key (SURETY_FACT_STAKER);
  surety_fact_key_add_number (out, *operator_number);
  surety_fact_key_add_number (out, strategy_number);
  return TRUE;
}

static gboolean
add_to_count (SuretyLedger *ledger,
              const SuretyFactKey *key,
              gint by,
              guint32 *after,
              GError **error)
{
  g_autoptr (GByteArray) value = g_byte_array_sized_new (4);
  SuretyFactReader reader;
  gboolean found;

  if (!surety_fact_get (ledger, key, &reader, &found, error))
    return FALSE;
  *after = surety_fact_read_u32 (&reader);
  if (by < 0 && *after == 0)
    return TRUE;
  *after = by < 0 ? *after - 1 : *after + 1;
  if (*after == 0)
    return surety_fact_remove (ledger, key, error);
  surety_fact_write_u32 (value, *after);
  return surety_fact_put (ledger, key, value, error);
}

/* One more, or one less, strategy in which the staker has anything with the operator. */
static gboolean
count_staker (SuretyLedger *ledger,
              const Address *operator,
              guint32 operator_number,
              const Address *staker,
              gint by,
              GError **error)
{
  SuretyFactKey key = surety_fact_key (SURETY_FACT_STAKER_COUNT);
  SuretyFactKey all = surety_fact_key (SURETY_FACT_STAKERS);
  guint32 after;

  surety_fact_key_add_number (&key, operator_number);
  surety_fact_key_add_address (&key, staker);
  if (!add_to_count (ledger, &key, by, &after, error))
    return FALSE;
  if ((by > 0 && after != 1) || (by < 0 && after != 0))
    return TRUE;
  surety_fact_key_add_address (&all, operator);
  return add_to_count (ledger, &all, by, &after, error);
}

static u256
to_units (const Stake *stake, u256 shares, Rounding rounding)
{
  u256 units;

  return u256_mul_div (shares, RAY, stake->scale, rounding, &units) ? units : U256_MAX;
}

static void
mark_stale (SuretyEigenlayerEvent *event, const SuretyFactKey *key)
{
  g_hash_table_add (event->stale, g_bytes_new (key->bytes, key->len));
}

typedef struct
{
  GPtrArray *keys; /* GBytes */
} AllKeys;

static gboolean
add_key (const guint8 *key,
         gsize key_len,
         const guint8 *value,
         gsize len,
         gpointer user_data,
         GError **error)
{
  AllKeys *all = user_data;

  g_ptr_array_add (all->keys, g_bytes_new (key, key_len));
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
  AllKeys all = { keys };
  const Stake nothing = { .scale = RAY };
  SuretyFactKey prefix;
  guint32 number;

  if (!make_staker_prefix (event->ledger, operator, strategy, &prefix, &number, error) ||
      !surety_ledger_flush (event->ledger, error) ||
      !surety_ledger_scan (event->ledger, prefix.bytes, prefix.len, add_key, &all, error))
    return FALSE;
  for (guint i = 0; i < keys->len; i++)
    {
      gsize len;
      const guint8 *data = g_bytes_get_data (g_ptr_array_index (keys, i), &len);
      SuretyFactReader reader = surety_fact_reader (data + prefix.len, len - prefix.len);
      const Address staker = surety_fact_read_address (&reader);

      if (!surety_ledger_put (event->ledger, data, len, NULL, 0, error) ||
          !count_staker (event->ledger, operator, number, &staker, -1, error))
        return FALSE;
    }
  return put_stake (event->ledger, key, &nothing, error);
}

/* DelegationManager.slashOperatorShares: everybody's part of the shares falls alike. */
static gboolean
slash (SuretyEigenlayerEvent *event,
       const Address *operator,
       const Address * strategy,
       u256 shares,
       GError **error)
{
  const SuretyFactKey key = stake_key (operator, strategy);
  u256 left;
  Stake stake;

  if (!get_stake (event->ledger, &key, &stake, error))
    return FALSE;
  left = shares < stake.shares ? stake.shares - shares : 0;
  if (left == 0 || !u256_mul_div (stake.scale, left, stake.shares, ROUND_DOWN, &stake.scale) ||
      stake.scale == 0)
    return wipe (event, operator, strategy, &key, error);
  stake.shares = left;
  return put_stake (event->ledger, &key, &stake, error);
}

/* What a staker has after the change of units; out of sight when it is dust. */
static u256
without_dust (const Stake *stake, u256 units)
{
  u256 shares;

  if (u256_mul_div (units, stake->scale, RAY, ROUND_DOWN, &shares) && shares <= DUST)
    return 0;
  return units;
}

static gboolean
change (SuretyEigenlayerEvent *event, const AbiValue *values, gboolean adds, GError **error)
{
  const Address operator= abi_value_address (&values[0]);
  const Address staker = abi_value_address (&values[1]);
  const Address strategy = abi_value_address (&values[2]);
  const u256 shares = values[3].word;
  const SuretyFactKey key = stake_key (&operator, & strategy);
  g_autoptr (GByteArray) value = g_byte_array_sized_new (33);
  SuretyFactKey staker_key;
  SuretyFactReader reader;
  guint32 number;
  u256 before, after, difference;
  gboolean found;
  Stake stake;

  if (shares == 0)
    return TRUE;
  if (!make_staker_prefix (event->ledger, &operator, & strategy, &staker_key, &number, error) ||
      !get_stake (event->ledger, &key, &stake, error))
    return FALSE;
  surety_fact_key_add_address (&staker_key, &staker);
  if (!surety_fact_get (event->ledger, &staker_key, &reader, &found, error))
    return FALSE;
  before = found ? surety_fact_read_word (&reader) : 0;
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
      stake.largest = staker;
      stake.largest_units = after;
    }
  else if (after < before && address_equal (&staker, &stake.largest))
    {
      stake.largest_units = after;
      mark_stale (event, &key);
    }

  if ((before == 0) != (after == 0) &&
      !count_staker (event->ledger, &operator, number, &staker, after != 0 ? 1 : -1, error))
    return FALSE;
  surety_fact_write_word (value, after);
  return put_stake (event->ledger, &key, &stake, error) &&
         (after != 0 ? surety_fact_put (event->ledger, &staker_key, value, error)
                     : surety_fact_remove (event->ledger, &staker_key, error));
}

gboolean
surety_eigenlayer_on_shares_increased (SuretyEigenlayerEvent *event,
                                       const AbiValue *values,
                                       GError **error)
{
  return change (event, values, TRUE, error);
}

gboolean
surety_eigenlayer_on_shares_decreased (SuretyEigenlayerEvent *event,
                                       const AbiValue *values,
                                       GError **error)
{
  const Address staker = abi_value_address (&values[1]);

  if (address_is_zero (&staker))
    {
      const Address operator= abi_value_address (&values[0]);
      const Address strategy = abi_value_address (&values[2]);

      return slash (event, &operator, & strategy, values[3].word, error);
    }
  return change (event, values, FALSE, error);
}

typedef struct
{
  gsize skip; /* of the key, before the staker */
  Address largest;
  u256 units;
} Largest;

static gboolean
compare_staker (const guint8 *key,
                gsize key_len,
                const guint8 *value,
                gsize len,
                gpointer user_data,
                GError **error)
{
  Largest *largest = user_data;
  SuretyFactReader reader = surety_fact_reader (value, len);
  const u256 units = surety_fact_read_word (&reader);

  if (units > largest->units)
    {
      SuretyFactReader rest = surety_fact_reader (key + largest->skip, key_len - largest->skip);

      largest->units = units;
      largest->largest = surety_fact_read_address (&rest);
    }
  return TRUE;
}

static gboolean
find_one (SuretyLedger *ledger, GBytes *stale, GError **error)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (stale, &len);
  SuretyFactReader reader = surety_fact_reader (data + 1, len - 1);
  const Address operator= surety_fact_read_address (&reader);
  const Address strategy = surety_fact_read_address (&reader);
  const SuretyFactKey key = stake_key (&operator, & strategy);
  SuretyFactKey prefix;
  Largest largest = { 0 };
  guint32 number;
  Stake stake;

  if (!make_staker_prefix (ledger, &operator, & strategy, &prefix, &number, error))
    return FALSE;
  largest.skip = prefix.len;
  if (!surety_ledger_scan (ledger, prefix.bytes, prefix.len, compare_staker, &largest, error) ||
      !get_stake (ledger, &key, &stake, error))
    return FALSE;
  stake.largest = largest.largest;
  stake.largest_units = largest.units;
  return put_stake (ledger, &key, &stake, error);
}

gboolean
surety_eigenlayer_find_largest (SuretyLedger *ledger, GHashTable *stale, GError **error)
{
  GHashTableIter iter;
  gpointer key;

  if (g_hash_table_size (stale) == 0)
    return TRUE;
  if (!surety_ledger_flush (ledger, error))
    return FALSE;
  g_hash_table_iter_init (&iter, stale);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!find_one (ledger, key, error))
      return FALSE;
  return TRUE;
}
