/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-events.h"

#include "surety-payment.h"

#define MAX_URI (96u * 1024u)

static SuretyFactKey
set_key (SuretyFactKind kind, const AbiValue *set)
{
  SuretyFactKey key = surety_fact_key (kind);
  const Address avs = abi_value_address (&set->items[0]);

  surety_fact_key_add_set (&key, &avs, (guint32) set->items[1].word);
  return key;
}

gboolean
surety_eigenlayer_on_avs_uri (SuretyEigenlayerEvent *event, const AbiValue *values, GError **error)
{
  const Address avs = abi_value_address (&values[0]);
  SuretyFactKey key = surety_fact_key (SURETY_FACT_AVS);
  g_autoptr (GByteArray) value = g_byte_array_new ();

  surety_fact_key_add_address (&key, &avs);
  if (values[1].data.len <= MAX_URI)
    g_byte_array_append (value, values[1].data.data, (guint) values[1].data.len);
  return surety_fact_put (event->ledger, &key, value, error);
}

gboolean
surety_eigenlayer_on_registrar (SuretyEigenlayerEvent *event,
                                const AbiValue *values,
                                GError **error)
{
  const Address avs = abi_value_address (&values[0]);
  const Address registrar = abi_value_address (&values[1]);
  SuretyFactKey key = surety_fact_key (SURETY_FACT_REGISTRAR);
  g_autoptr (GByteArray) value = g_byte_array_sized_new (32);

  surety_fact_key_add_address (&key, &avs);
  surety_fact_write_address (value, &registrar);
  surety_fact_write_u64 (value, event->log->block);
  return surety_fact_put (event->ledger, &key, value, error);
}

/* A set's own fact. */
typedef struct
{
  guint64 created;
  guint8 has_slasher;
  Address slasher;
  Address next_slasher;
  guint64 effect; /* block from which next_slasher is it */
  guint8 redistributes;
  Address recipient;
} Set;

static gboolean
get_set (SuretyLedger *ledger, const SuretyFactKey *key, Set *out, GError **error)
{
  SuretyFactReader reader;
  gboolean found;

  *out = (Set) { 0 };
  if (!surety_fact_get (ledger, key, &reader, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  out->created = surety_fact_read_u64 (&reader);
  out->has_slasher = surety_fact_read_u8 (&reader);
  out->slasher = surety_fact_read_address (&reader);
  out->next_slasher = surety_fact_read_address (&reader);
  out->effect = surety_fact_read_u64 (&reader);
  out->redistributes = surety_fact_read_u8 (&reader);
  out->recipient = surety_fact_read_address (&reader);
  return TRUE;
}

static gboolean
put_set (SuretyLedger *ledger, const SuretyFactKey *key, const Set *set, GError **error)
{
  g_autoptr (GByteArray) value = g_byte_array_sized_new (80);

  surety_fact_write_u64 (value, set->created);
  surety_fact_write_u8 (value, set->has_slasher);
  surety_fact_write_address (value, &set->slasher);
  surety_fact_write_address (value, &set->next_slasher);
  surety_fact_write_u64 (value, set->effect);
  surety_fact_write_u8 (value, set->redistributes);
  surety_fact_write_address (value, &set->recipient);
  return surety_fact_put (ledger, key, value, error);
}

gboolean
surety_eigenlayer_on_set_created (SuretyEigenlayerEvent *event,
                                  const AbiValue *values,
                                  GError **error)
{
  const SuretyFactKey key = set_key (SURETY_FACT_SET, &values[0]);
  Set set;

  if (!get_set (event->ledger, &key, &set, error))
    return FALSE;
  if (set.created == 0)
    set.created = event->log->block;
  return put_set (event->ledger, &key, &set, error);
}

static gboolean
put_strategy (SuretyEigenlayerEvent *event, const AbiValue *values, gboolean added, GError **error)
{
  SuretyFactKey key = set_key (SURETY_FACT_SET_STRATEGY, &values[0]);
  const Address strategy = abi_value_address (&values[1]);
  g_autoptr (GByteArray) value = g_byte_array_sized_new (8);

  surety_fact_key_add_address (&key, &strategy);
  if (!added)
    return surety_fact_remove (event->ledger, &key, error);
  surety_fact_write_u64 (value, event->log->block);
  return surety_fact_put (event->ledger, &key, value, error);
}

gboolean
surety_eigenlayer_on_strategy_added (SuretyEigenlayerEvent *event,
                                     const AbiValue *values,
                                     GError **error)
{
  return put_strategy (event, values, TRUE, error);
}

gboolean
surety_eigenlayer_on_strategy_removed (SuretyEigenlayerEvent *event,
                                       const AbiValue *values,
                                       GError **error)
{
  return put_strategy (event, values, FALSE, error);
}

gboolean
surety_eigenlayer_on_slasher (SuretyEigenlayerEvent *event, const AbiValue *values, GError **error)
{
  const SuretyFactKey key = set_key (SURETY_FACT_SET, &values[0]);
  Set set;

  if (!get_set (event->ledger, &key, &set, error))
    return FALSE;
  if (set.effect != 0 && set.effect <= event->log->block)
    {
      set.slasher = set.next_slasher;
      set.has_slasher = 1;
    }
  set.next_slasher = abi_value_address (&values[1]);
  set.effect = (guint64) values[2].word;
  return put_set (event->ledger, &key, &set, error);
}

gboolean
surety_eigenlayer_on_slasher_migrated (SuretyEigenlayerEvent *event,
                                       const AbiValue *values,
                                       GError **error)
{
  const SuretyFactKey key = set_key (SURETY_FACT_SET, &values[0]);
  Set set;

  if (!get_set (event->ledger, &key, &set, error))
    return FALSE;
  set.slasher = abi_value_address (&values[1]);
  set.has_slasher = 1;
  return put_set (event->ledger, &key, &set, error);
}

gboolean
surety_eigenlayer_on_redistribution (SuretyEigenlayerEvent *event,
                                     const AbiValue *values,
                                     GError **error)
{
  const SuretyFactKey key = set_key (SURETY_FACT_SET, &values[0]);
  Set set;

  if (!get_set (event->ledger, &key, &set, error))
    return FALSE;
  set.recipient = abi_value_address (&values[1]);
  set.redistributes = 1;
  return put_set (event->ledger, &key, &set, error);
}

/* Pairs of an address and a number, without those no submission can have. */
static void
write_parts (GByteArray *value, GByteArray *parts, const AbiValue *pairs)
{
  g_byte_array_set_size (parts, 0);
  for (gsize i = 0; pairs != NULL && i < pairs->n_items; i++)
    {
      const Address address = abi_value_address (&pairs->items[i].items[0]);

      surety_payment_part_add (parts, &address, pairs->items[i].items[1].word);
    }
  surety_fact_write_text (value, (const char *) parts->data, parts->len);
}

/* fields: what both kinds of submission begin and go on with: multipliers, token, (amount, or amounts),
 * start, duration. avs and set NULL: to all. */
static gboolean
put_payment (SuretyEigenlayerEvent *event,
             SuretyPaymentKind kind,
             const Address *payer,
             const Address *avs,
             const AbiValue *set,
             const AbiValue *fields,
             u256 amount,
             const AbiValue *amounts,
             GError **error)
{
  const gboolean to_all = avs == NULL && set == NULL;
  SuretyFactKey key = surety_fact_key (to_all ? SURETY_FACT_COMMON_PAYMENT : SURETY_FACT_PAYMENT);
  g_autoptr (GByteArray) value = g_byte_array_sized_new (256);
  g_autoptr (GByteArray) parts = g_byte_array_sized_new (256);
  const Address paid = abi_value_address (&fields[1]);

  if (!to_all)
    {
      const Address of = set != NULL ? abi_value_address (&set->items[0]) : *avs;

      surety_fact_key_add_address (&key, &of);
    }
  surety_fact_key_add_place (&key, event->log->block, event->log->index);
  surety_fact_write_u8 (value, (guint8) kind);
  surety_fact_write_u8 (value, set != NULL ? 1 : 0);
  surety_fact_write_u32 (value, set != NULL ? (guint32) set->items[1].word : 0);
  surety_fact_write_hash (value, &event->log->transaction);
  surety_fact_write_address (value, payer);
  surety_fact_write_address (value, &paid);
  surety_fact_write_word (value, amount);
  surety_fact_write_u64 (value, (guint64) fields[3].word);
  surety_fact_write_u64 (value, (guint64) fields[4].word);
  write_parts (value, parts, &fields[0]);
  write_parts (value, parts, amounts);
  return surety_fact_put (event->ledger, &key, value, error);
}

/* A RewardsSubmission: multipliers, token, amount, start, duration. */
static gboolean
put_submission (SuretyEigenlayerEvent *event,
                SuretyPaymentKind kind,
                const Address *payer,
                const AbiValue *set,
                const AbiValue *submission,
                GError **error)
{
  const AbiValue *fields = submission->items;

  return put_payment (event, kind, payer, payer, set, fields, fields[2].word, NULL, error);
}

/* An OperatorDirectedRewardsSubmission: multipliers, token, an amount for each operator, start,
 * duration, description. */
static gboolean
put_directed (SuretyEigenlayerEvent *event,
              SuretyPaymentKind kind,
              const Address *payer,
              const Address *avs,
              const AbiValue *set,
              const AbiValue *submission,
              GError **error)
{
  const AbiValue *fields = submission->items;
  u256 amount = 0;

  for (gsize i = 0; i < fields[2].n_items; i++)
    if (!u256_add (amount, fields[2].items[i].items[1].word, &amount))
      amount = U256_MAX;
  return put_payment (event, kind, payer, avs, set, fields, amount, &fields[2], error);
}

gboolean
surety_eigenlayer_on_avs_payment (SuretyEigenlayerEvent *event,
                                  const AbiValue *values,
                                  GError **error)
{
  const Address avs = abi_value_address (&values[0]);

  return put_submission (event, SURETY_PAYMENT_AVS, &avs, NULL, &values[3], error);
}

gboolean
surety_eigenlayer_on_directed_avs_payment (SuretyEigenlayerEvent *event,
                                           const AbiValue *values,
                                           GError **error)
{
  const Address payer = abi_value_address (&values[0]);
  const Address avs = abi_value_address (&values[1]);

  return put_directed (event, SURETY_PAYMENT_AVS_DIRECTED, &payer, &avs, NULL, &values[4], error);
}

gboolean
surety_eigenlayer_on_directed_set_payment (SuretyEigenlayerEvent *event,
                                           const AbiValue *values,
                                           GError **error)
{
  const Address payer = abi_value_address (&values[0]);

  return put_directed (event, SURETY_PAYMENT_SET_DIRECTED, &payer, &payer, &values[2], &values[4],
                       error);
}

gboolean
surety_eigenlayer_on_unique_stake_payment (SuretyEigenlayerEvent *event,
                                           const AbiValue *values,
                                           GError **error)
{
  const Address payer = abi_value_address (&values[0]);

  return put_submission (event, SURETY_PAYMENT_SET_UNIQUE_STAKE, &payer, &values[2], &values[4],
                         error);
}

gboolean
surety_eigenlayer_on_total_stake_payment (SuretyEigenlayerEvent *event,
                                          const AbiValue *values,
                                          GError **error)
{
  const Address payer = abi_value_address (&values[0]);

  return put_submission (event, SURETY_PAYMENT_SET_TOTAL_STAKE, &payer, &values[2], &values[4],
                         error);
}

static gboolean
put_common (SuretyEigenlayerEvent *event,
            SuretyPaymentKind kind,
            const AbiValue *values,
            GError **error)
{
  const Address payer = abi_value_address (&values[0]);
  const AbiValue *fields = values[3].items;

  return put_payment (event, kind, &payer, NULL, NULL, fields, fields[2].word, NULL, error);
}

gboolean
surety_eigenlayer_on_all_payment (SuretyEigenlayerEvent *event,
                                  const AbiValue *values,
                                  GError **error)
{
  return put_common (event, SURETY_PAYMENT_ALL, values, error);
}

gboolean
surety_eigenlayer_on_all_earners_payment (SuretyEigenlayerEvent *event,
                                          const AbiValue *values,
                                          GError **error)
{
  return put_common (event, SURETY_PAYMENT_ALL_EARNERS, values, error);
}
