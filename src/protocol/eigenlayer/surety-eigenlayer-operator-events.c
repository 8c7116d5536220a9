/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-events.h"

#include "surety-provider.h"

/* Of a text a stranger chose. */
#define MAX_URI (96u * 1024u)
#define MAX_DESCRIPTION 2000u

static SuretyFactKey
operator_key (SuretyFactKind kind, const Address *operator)
{
  SuretyFactKey key = surety_fact_key (kind);

  surety_fact_key_add_address (&key, operator);
  return key;
}

static SuretyFactKey
set_key (SuretyFactKind kind, const Address *operator, const AbiValue * set)
{
  SuretyFactKey key = operator_key (kind, operator);
  const Address avs = abi_value_address (&set->items[0]);

  surety_fact_key_add_set (&key, &avs, (guint32) set->items[1].word);
  return key;
}

/* What a change of somebody's to approve, or a registration, says. */
static gboolean
put_approver (SuretyEigenlayerEvent *event,
              const Address *operator,
              const Address * approver,
              gboolean registers,
              GError **error)
{
  SuretyFactKey key = operator_key (SURETY_FACT_OPERATOR, operator);
  g_autoptr (GByteArray) value = g_byte_array_sized_new (64);
  SuretyFactReader reader;
  gboolean found;
  guint64 registered, active;
  guint32 place;

  if (!surety_fact_get (event->ledger, &key, &reader, &found, error))
    return FALSE;
  registered = surety_fact_read_u64 (&reader);
  place = surety_fact_read_u32 (&reader);
  surety_fact_read_address (&reader);
  active = surety_fact_read_u64 (&reader);
  if (registers && registered == 0)
    {
      registered = event->log->block;
      place = event->log->index;
    }

  surety_fact_write_u64 (value, registered);
  surety_fact_write_u32 (value, place);
  surety_fact_write_address (value, approver);
  surety_fact_write_u64 (value, active);
  return surety_fact_put (event->ledger, &key, value, error) &&
         surety_eigenlayer_event_touch (event, operator, error);
}

gboolean
surety_eigenlayer_on_registered (SuretyEigenlayerEvent *event,
                                 const AbiValue *values,
                                 GError **error)
{
  const Address operator= abi_value_address (&values[0]);
  const Address approver = abi_value_address (&values[1]);

  return put_approver (event, &operator, & approver, TRUE, error);
}

gboolean
surety_eigenlayer_on_registered_m2 (SuretyEigenlayerEvent *event,
                                    const AbiValue *values,
                                    GError **error)
{
  const Address operator= abi_value_address (&values[0]);
  const Address approver = abi_value_address (&values[1].items[1]);

  return put_approver (event, &operator, & approver, TRUE, error);
}

gboolean
surety_eigenlayer_on_details_modified_m2 (SuretyEigenlayerEvent *event,
                                          const AbiValue *values,
                                          GError **error)
{
  const Address operator= abi_value_address (&values[0]);
  const Address approver = abi_value_address (&values[1].items[1]);

  return put_approver (event, &operator, & approver, FALSE, error);
}

gboolean
surety_eigenlayer_on_approver (SuretyEigenlayerEvent *event, const AbiValue *values, GError **error)
{
  const Address operator= abi_value_address (&values[0]);
  const Address approver = abi_value_address (&values[1]);

  return put_approver (event, &operator, & approver, FALSE, error);
}

gboolean
surety_eigenlayer_on_operator_uri (SuretyEigenlayerEvent *event,
                                   const AbiValue *values,
                                   GError **error)
{
  const Address operator= abi_value_address (&values[0]);
  SuretyFactKey key = operator_key (SURETY_FACT_URI, &operator);
  g_autoptr (GByteArray) value = g_byte_array_new ();

  if (values[1].data.len <= MAX_URI)
    g_byte_array_append (value, values[1].data.data, (guint) values[1].data.len);
  return surety_fact_put (event->ledger, &key, value, error) &&
         surety_eigenlayer_event_touch (event, &operator, error);
}

/* AllocationManager._setAllocationDelay: a change that has come is the delay, one that has not is
 * replaced. */
gboolean
surety_eigenlayer_on_delay (SuretyEigenlayerEvent *event, const AbiValue *values, GError **error)
{
  const Address operator= abi_value_address (&values[0]);
  SuretyFactKey key = operator_key (SURETY_FACT_DELAY, &operator);
  g_autoptr (GByteArray) value = g_byte_array_sized_new (24);
  SuretyFactReader reader;
  gboolean found;
  guint8 is_set;
  guint32 delay, next;
  guint64 effect;

  if (!surety_fact_get (event->ledger, &key, &reader, &found, error))
    return FALSE;
  is_set = surety_fact_read_u8 (&reader);
  delay = surety_fact_read_u32 (&reader);
  next = surety_fact_read_u32 (&reader);
  effect = surety_fact_read_u64 (&reader);
  if (found && effect <= event->log->block)
    {
      is_set = 1;
      delay = next;
    }

  surety_fact_write_u8 (value, is_set);
  surety_fact_write_u32 (value, delay);
  surety_fact_write_u32 (value, (guint32) values[1].word);
  surety_fact_write_u64 (value, (guint64) values[2].word);
  return surety_fact_put (event->ledger, &key, value, error) &&
         surety_eigenlayer_event_touch (event, &operator, error);
}

/* The log carries a magnitude and the block from which it holds. A slashing in the middle of a change is
 * two of them: where the change now leads to, and what is left now; so one that holds at once leaves
 * the change under way as it is. */
gboolean
surety_eigenlayer_on_allocation (SuretyEigenlayerEvent *event,
                                 const AbiValue *values,
                                 GError **error)
{
  const Address operator= abi_value_address (&values[0]);
  const Address strategy = abi_value_address (&values[2]);
  const guint64 magnitude = (guint64) values[3].word;
  const guint64 from = (guint64) values[4].word;
  SuretyFactKey key = set_key (SURETY_FACT_ALLOCATION, &operator, & values[1]);
  g_autoptr (GByteArray) value = g_byte_array_sized_new (24);
  SuretyFactReader reader;
  gboolean found;
  guint64 current, next, effect;

  surety_fact_key_add_address (&key, &strategy);
  if (!surety_fact_get (event->ledger, &key, &reader, &found, error))
    return FALSE;
  current = surety_fact_read_u64 (&reader);
  next = surety_fact_read_u64 (&reader);
  effect = surety_fact_read_u64 (&reader);
  if (effect != 0 && effect <= event->log->block)
    {
      current = next;
      effect = 0;
    }
  if (from > event->log->block)
    {
      next = magnitude;
      effect = from;
    }
  else
    current = magnitude;

  if (!surety_eigenlayer_event_touch (event, &operator, error))
    return FALSE;
  if (current == 0 && effect == 0)
    return surety_fact_remove (event->ledger, &key, error);
  surety_fact_write_u64 (value, current);
  surety_fact_write_u64 (value, effect != 0 ? next : current);
  surety_fact_write_u64 (value, effect);
  return surety_fact_put (event->ledger, &key, value, error);
}

gboolean
surety_eigenlayer_on_max (SuretyEigenlayerEvent *event, const AbiValue *values, GError **error)
{
  const Address operator= abi_value_address (&values[0]);
  const Address strategy = abi_value_address (&values[1]);
  SuretyFactKey key = operator_key (SURETY_FACT_MAX, &operator);
  g_autoptr (GByteArray) value = g_byte_array_sized_new (8);

  surety_fact_key_add_address (&key, &strategy);
  surety_fact_write_u64 (value, (guint64) values[2].word);
  return surety_fact_put (event->ledger, &key, value, error);
}

static gboolean
put_membership (SuretyEigenlayerEvent *event,
                const Address *operator,
                const AbiValue * set,
                gboolean joined,
                GError **error)
{
  SuretyFactKey key = set_key (SURETY_FACT_MEMBER, operator, set);
  g_autoptr (GByteArray) value = g_byte_array_sized_new (24);
  SuretyFactReader reader;
  gboolean found;
  guint64 since, until;

  if (!surety_fact_get (event->ledger, &key, &reader, &found, error))
    return FALSE;
  surety_fact_read_u8 (&reader);
  since = surety_fact_read_u64 (&reader);
  until = surety_fact_read_u64 (&reader);

  surety_fact_write_u8 (value, joined ? 1 : 0);
  surety_fact_write_u64 (value, joined ? event->log->block : since);
  surety_fact_write_u64 (value, joined ? until : event->log->block);
  return surety_fact_put (event->ledger, &key, value, error);
}

gboolean
surety_eigenlayer_on_joined (SuretyEigenlayerEvent *event, const AbiValue *values, GError **error)
{
  const Address operator= abi_value_address (&values[0]);

  return put_membership (event, &operator, & values[1], TRUE, error) &&
         surety_eigenlayer_event_touch (event, &operator, error);
}

/* The service can put it out as well: no sign of life. */
gboolean
surety_eigenlayer_on_left (SuretyEigenlayerEvent *event, const AbiValue *values, GError **error)
{
  const Address operator= abi_value_address (&values[0]);

  return put_membership (event, &operator, & values[1], FALSE, error);
}

/* AVSDirectory's registrations know no sets. The operator signs each; who ends it, the event does not say. */
gboolean
surety_eigenlayer_on_m2_registration (SuretyEigenlayerEvent *event,
                                      const AbiValue *values,
                                      GError **error)
{
  const Address operator= abi_value_address (&values[0]);
  const Address avs = abi_value_address (&values[1]);
  SuretyFactKey key = surety_fact_key (SURETY_FACT_M2);
  g_autoptr (GByteArray) value = g_byte_array_sized_new (8);

  surety_fact_key_add_address (&key, &operator);
  surety_fact_key_add_address (&key, &avs);
  if (values[2].word == 0)
    return surety_fact_remove (event->ledger, &key, error);
  surety_fact_write_u64 (value, event->log->block);
  return surety_fact_put (event->ledger, &key, value, error) &&
         surety_eigenlayer_event_touch (event, &operator, error);
}

gboolean
surety_eigenlayer_on_slashed (SuretyEigenlayerEvent *event, const AbiValue *values, GError **error)
{
  const Address operator= abi_value_address (&values[0]);
  const AbiValue *strategies = &values[2];
  const AbiValue *wads = &values[3];
  SuretyFactKey key = set_key (SURETY_FACT_SLASHING, &operator, & values[1]);
  g_autoptr (GByteArray) value = g_byte_array_new ();

  if (strategies->n_items != wads->n_items)
    {
      g_set_error_literal (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                           "A slashing has not one part for each strategy");
      return FALSE;
    }
  surety_fact_key_add_place (&key, event->log->block, event->log->index);
  surety_fact_write_hash (value, &event->log->transaction);
  surety_fact_write_u32 (value, (guint32) strategies->n_items);
  for (gsize i = 0; i < strategies->n_items; i++)
    {
      const Address strategy = abi_value_address (&strategies->items[i]);

      surety_fact_write_address (value, &strategy);
      surety_fact_write_word (value, wads->items[i].word);
    }
  surety_fact_write_text (value, (const char *) values[4].data.data,
                          MIN (values[4].data.len, MAX_DESCRIPTION));
  return surety_fact_put (event->ledger, &key, value, error) &&
         surety_eigenlayer_event_untouch (event, &operator, error);
}

gboolean
surety_eigenlayer_on_default_split (SuretyEigenlayerEvent *event,
                                    const AbiValue *values,
                                    GError **error)
{
  SuretyFactKey key = surety_fact_key (SURETY_FACT_DEFAULT_SPLIT);
  g_autoptr (GByteArray) value = g_byte_array_sized_new (4);

  surety_fact_write_u32 (value, (guint32) values[1].word);
  return surety_fact_put (event->ledger, &key, value, error);
}

/* values: activatedAt, old and new bips. */
static gboolean
put_split (SuretyEigenlayerEvent *event,
           const Address *operator,
           SuretySplitKind kind,
           const Address *avs,
           guint32 set,
           const AbiValue *values,
           GError **error)
{
  SuretyFactKey key = operator_key (SURETY_FACT_SPLIT, operator);
  g_autoptr (GByteArray) value = g_byte_array_sized_new (16);

  surety_fact_key_add_number (&key, (guint32) kind);
  surety_fact_key_add_set (&key, avs, set);
  surety_fact_write_u32 (value, (guint32) values[1].word);
  surety_fact_write_u32 (value, (guint32) values[2].word);
  surety_fact_write_u64 (value, (guint64) values[0].word);
  return surety_fact_put (event->ledger, &key, value, error) &&
         surety_eigenlayer_event_touch (event, operator, error);
}

gboolean
surety_eigenlayer_on_avs_split (SuretyEigenlayerEvent *event,
                                const AbiValue *values,
                                GError **error)
{
  const Address operator= abi_value_address (&values[1]);
  const Address avs = abi_value_address (&values[2]);

  return put_split (event, &operator, SURETY_SPLIT_AVS, &avs, 0, &values[3], error);
}

gboolean
surety_eigenlayer_on_pi_split (SuretyEigenlayerEvent *event, const AbiValue *values, GError **error)
{
  const Address operator= abi_value_address (&values[1]);
  const Address nobody = { 0 };

  return put_split (event, &operator, SURETY_SPLIT_PROGRAMMATIC, &nobody, 0, &values[2], error);
}

gboolean
surety_eigenlayer_on_set_split (SuretyEigenlayerEvent *event,
                                const AbiValue *values,
                                GError **error)
{
  const Address operator= abi_value_address (&values[1]);
  const Address avs = abi_value_address (&values[2].items[0]);

  return put_split (event, &operator, SURETY_SPLIT_SET, &avs, (guint32) values[2].items[1].word,
                    &values[3], error);
}
