/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-directory.h"

#include <string.h>

#include "surety-eigenlayer-abi.h"

struct _SuretyEigenlayerDirectory
{
  guint64 next_block;
  GPtrArray *operators;       /* SuretyEigenlayerEntry, in order */
  GHashTable *by_address;     /* Address → SuretyEigenlayerEntry */
  GArray *sets;               /* SuretyOperatorSet */
  GHashTable *avs_metadata;   /* Address → SuretyMetadata */
  GHashTable *seen_slashings; /* text of transaction and index: the same log may be read twice */
};

static const SuretyEigenlayerItem events[] = {
  EL_EVENT_OPERATOR_REGISTERED,
  EL_EVENT_OPERATOR_REGISTERED_M2,
  EL_EVENT_OPERATOR_METADATA_URI_UPDATED,
  EL_EVENT_ALLOCATION_DELAY_SET,
  EL_EVENT_OPERATOR_SLASHED,
  EL_EVENT_OPERATOR_SET_CREATED,
  EL_EVENT_AVS_METADATA_URI_UPDATED,
};

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

static void
entry_free (SuretyEigenlayerEntry *entry)
{
  g_clear_pointer (&entry->metadata, surety_metadata_free);
  g_free (entry);
}

SuretyEigenlayerDirectory *
surety_eigenlayer_directory_new (void)
{
  SuretyEigenlayerDirectory *self = g_new0 (SuretyEigenlayerDirectory, 1);

  self->operators = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  self->by_address = g_hash_table_new (address_hash, address_equal_keys);
  self->sets = g_array_new (FALSE, FALSE, sizeof (SuretyOperatorSet));
  self->avs_metadata = g_hash_table_new_full (address_hash, address_equal_keys, g_free,
                                              (GDestroyNotify) surety_metadata_free);
  self->seen_slashings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
surety_eigenlayer_directory_free (SuretyEigenlayerDirectory *self)
{
  g_hash_table_unref (self->by_address);
  g_ptr_array_unref (self->operators);
  g_array_unref (self->sets);
  g_hash_table_unref (self->avs_metadata);
  g_hash_table_unref (self->seen_slashings);
  g_free (self);
}

guint64
surety_eigenlayer_directory_get_next_block (SuretyEigenlayerDirectory *self)
{
  return self->next_block;
}

void
surety_eigenlayer_directory_set_next_block (SuretyEigenlayerDirectory *self, guint64 block)
{
  self->next_block = block;
}

SuretyLogFilter *
surety_eigenlayer_directory_filter (const Address *delegation_manager,
                                    const Address *allocation_manager)
{
  SuretyLogFilter *filter = surety_log_filter_new ();

  surety_log_filter_add_address (filter, delegation_manager);
  surety_log_filter_add_address (filter, allocation_manager);
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    surety_log_filter_add_topic (filter, 0, &surety_eigenlayer_abi (events[i])->hash);
  return filter;
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
  return entry;
}

static void
take_metadata (SuretyMetadata **slot, const AbiValue *uri)
{
  g_clear_pointer (slot, surety_metadata_free);
  *slot = surety_metadata_parse ((const char *) uri->data.data, uri->data.len);
}

static void
take_slashing (SuretyEigenlayerDirectory *self, const SuretyLog *log, const Address *operator)
{
  GString *key = g_string_new (NULL);

  for (guint i = 0; i < sizeof log->transaction.bytes; i++)
    g_string_append_printf (key, "%02x", log->transaction.bytes[i]);
  g_string_append_printf (key, ":%u", log->index);
  if (g_hash_table_add (self->seen_slashings, g_string_free (key, FALSE)))
    ensure_operator (self, operator)->slashings++;
}

static void
take_set (SuretyEigenlayerDirectory *self, const AbiValue *set)
{
  SuretyOperatorSet id = { abi_value_address (&set->items[0]), (guint32) set->items[1].word };

  for (guint i = 0; i < self->sets->len; i++)
    {
      const SuretyOperatorSet *other = &g_array_index (self->sets, SuretyOperatorSet, i);

      if (surety_operator_set_equal (other, &id))
        return;
    }
  g_array_append_val (self->sets, id);
}

static void
take_values (SuretyEigenlayerDirectory *self,
             const SuretyLog *log,
             SuretyEigenlayerItem event,
             const AbiValue *values)
{
  Address address = { 0 };
  SuretyEigenlayerEntry *entry;

  if (values[0].kind == ABI_ADDRESS)
    address = abi_value_address (&values[0]);

  switch (event)
    {
    case EL_EVENT_OPERATOR_REGISTERED:
    case EL_EVENT_OPERATOR_REGISTERED_M2:
      entry = ensure_operator (self, &address);
      if (entry->registered_block == 0)
        entry->registered_block = log->block;
      break;
    case EL_EVENT_OPERATOR_METADATA_URI_UPDATED:
      take_metadata (&ensure_operator (self, &address)->metadata, &values[1]);
      break;
    case EL_EVENT_ALLOCATION_DELAY_SET:
      entry = ensure_operator (self, &address);
      entry->pending_delay = (guint64) values[1].word;
      entry->pending_delay_block = (guint64) values[2].word;
      break;
    case EL_EVENT_OPERATOR_SLASHED:
      take_slashing (self, log, &address);
      break;
    case EL_EVENT_OPERATOR_SET_CREATED:
      take_set (self, &values[0]);
      break;
    case EL_EVENT_AVS_METADATA_URI_UPDATED:
      {
        SuretyMetadata *metadata = NULL;

        take_metadata (&metadata, &values[1]);
        if (metadata != NULL)
          g_hash_table_replace (self->avs_metadata, g_memdup2 (&address, sizeof address), metadata);
        else
          g_hash_table_remove (self->avs_metadata, &address);
        break;
      }
    default:
      g_assert_not_reached ();
    }
}

gboolean
surety_eigenlayer_directory_take (SuretyEigenlayerDirectory *self,
                                  const SuretyLog *log,
                                  GError **error)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (log->data, &len);

  for (guint i = 0; i < G_N_ELEMENTS (events) && log->n_topics > 0; i++)
    {
      const AbiItem *item = surety_eigenlayer_abi (events[i]);
      AbiValues values = { 0 };

      if (!hash_equal (&item->hash, &log->topics[0]))
        continue;
      if (abi_decode_log (item, log->topics, log->n_topics, (Bytes) { data, len }, NULL, &values) !=
          CORE_OK)
        {
          g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                       "A log does not say what %s says", item->signature);
          return FALSE;
        }
      take_values (self, log, events[i], values.values);
      abi_values_clear (&values);
      return TRUE;
    }

  g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
               "A log that was not asked for");
  return FALSE;
}

guint
surety_eigenlayer_directory_get_n_operators (SuretyEigenlayerDirectory *self)
{
  return self->operators->len;
}

const SuretyEigenlayerEntry *
surety_eigenlayer_directory_get_operator (SuretyEigenlayerDirectory *self, guint i)
{
  return g_ptr_array_index (self->operators, i);
}

const SuretyEigenlayerEntry *
surety_eigenlayer_directory_find (SuretyEigenlayerDirectory *self, const Address *address)
{
  return g_hash_table_lookup (self->by_address, address);
}

GArray *
surety_eigenlayer_directory_get_sets (SuretyEigenlayerDirectory *self)
{
  return self->sets;
}

const SuretyMetadata *
surety_eigenlayer_directory_find_avs (SuretyEigenlayerDirectory *self, const Address *avs)
{
  return g_hash_table_lookup (self->avs_metadata, avs);
}
