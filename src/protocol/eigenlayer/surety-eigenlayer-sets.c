/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-private.h"

static void
set_free (SuretyEigenlayerSet *self)
{
  g_clear_pointer (&self->strategies, g_array_unref);
  g_clear_object (&self->service);
  g_free (self);
}

GPtrArray *
surety_eigenlayer_sets_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) set_free);
}

SuretyEigenlayerSet *
surety_eigenlayer_sets_find (GPtrArray *sets, const SuretyOperatorSet *set)
{
  for (guint i = 0; i < sets->len; i++)
    {
      SuretyEigenlayerSet *entry = g_ptr_array_index (sets, i);

      if (surety_operator_set_equal (&entry->set, set))
        return entry;
    }
  return NULL;
}

SuretyEigenlayerSet *
surety_eigenlayer_sets_add (GPtrArray *sets, const SuretyOperatorSet *set)
{
  SuretyEigenlayerSet *entry = surety_eigenlayer_sets_find (sets, set);

  if (entry == NULL)
    {
      entry = g_new0 (SuretyEigenlayerSet, 1);
      entry->set = *set;
      entry->strategies = g_array_new (FALSE, FALSE, sizeof (Address));
      g_ptr_array_add (sets, entry);
    }
  return entry;
}

void
surety_eigenlayer_ask_sets (SuretyEigenlayer *self,
                            SuretyMulticall *multicall,
                            GPtrArray *sets,
                            gboolean whole)
{
  const Address *manager = &self->allocation_manager;

  for (guint i = 0; i < sets->len; i++)
    {
      SuretyEigenlayerSet *entry = g_ptr_array_index (sets, i);
      AbiValue fields[] = { abi_address (&entry->set.avs), abi_uint (entry->set.id) };
      AbiValue set = abi_tuple (fields, 2);

      entry->call_strategies = surety_eigenlayer_ask (multicall, manager,
                                                      EL_GET_STRATEGIES_IN_OPERATOR_SET, 1, &set);
      if (!whole)
        continue;
      entry->call_slasher = surety_eigenlayer_ask (multicall, manager, EL_GET_SLASHER, 1, &set);
      entry->call_pending_slasher = surety_eigenlayer_ask (multicall, manager,
                                                           EL_GET_PENDING_SLASHER, 1, &set);
      entry->call_redistributes = surety_eigenlayer_ask (multicall, manager,
                                                         EL_IS_REDISTRIBUTING_OPERATOR_SET, 1,
                                                         &set);
      entry->call_recipient = surety_eigenlayer_ask (multicall, manager,
                                                     EL_GET_REDISTRIBUTION_RECIPIENT, 1, &set);
      entry->call_members = surety_eigenlayer_ask (multicall, manager, EL_GET_MEMBER_COUNT, 1,
                                                   &set);
    }
}

void
surety_eigenlayer_read_sets (SuretyEigenlayer *self, SuretyMulticall *multicall, GPtrArray *sets)
{
  for (guint i = 0; i < sets->len; i++)
    {
      SuretyEigenlayerSet *entry = g_ptr_array_index (sets, i);
      AbiValues values = { 0 };

      entry->strategies_known = surety_multicall_get (multicall, entry->call_strategies, &values,
                                                      NULL);
      for (gsize k = 0; entry->strategies_known && k < values.values[0].n_items; k++)
        {
          Address strategy = abi_value_address (&values.values[0].items[k]);

          g_array_append_val (entry->strategies, strategy);
        }
      abi_values_clear (&values);
    }
}

/* Each feature the deployed version lacks reverts, and stays unknown (Hoodi runs v1.11). */
static void
make_service (SuretyEigenlayer *self,
              SuretyMulticall *multicall,
              SuretyEigenlayerSet *entry,
              GHashTable *codes)
{
  const SuretyMetadata *metadata = surety_eigenlayer_directory_find_avs (self->directory,
                                                                         &entry->set.avs);
  const char *set_name = metadata != NULL
                           ? g_hash_table_lookup (metadata->sets, GUINT_TO_POINTER (entry->set.id))
                           : NULL;
  g_autofree char *name = NULL;
  AbiValues pending = { 0 };
  u256 word;
  SuretyServiceFacts facts = {
    .avs = entry->set.avs,
    .set = entry->set.id,
    .description = metadata != NULL ? metadata->description : NULL,
    .website = metadata != NULL ? metadata->website : NULL,
    .strategies = (const Address *) entry->strategies->data,
    .n_strategies = entry->strategies->len,
    .strategies_known = entry->strategies_known,
  };

  /* A set that names its service already is not told twice. */
  if (metadata != NULL && set_name != NULL && *set_name != '\0' && metadata->name != NULL &&
      g_str_has_prefix (set_name, metadata->name))
    name = g_strdup (set_name);
  else if (metadata != NULL && set_name != NULL && *set_name != '\0')
    name = g_strdup_printf ("%s · %s", metadata->name, set_name);
  facts.name = name != NULL ? name : metadata != NULL ? metadata->name : NULL;

  facts.slasher_known = surety_multicall_get_address (multicall, entry->call_slasher,
                                                      &facts.slasher, NULL);
  if (facts.slasher_known && codes != NULL)
    {
      char text[ADDRESS_TEXT_SIZE];
      gpointer has_code;

      address_to_text (&facts.slasher, text);
      facts.slasher_code_known = g_hash_table_lookup_extended (codes, text, NULL, &has_code);
      facts.slasher_is_contract = facts.slasher_code_known && GPOINTER_TO_INT (has_code);
    }

  facts.pending_slasher_known = surety_multicall_get (multicall, entry->call_pending_slasher,
                                                      &pending, NULL);
  if (facts.pending_slasher_known)
    {
      facts.pending_slasher = abi_value_address (&pending.values[0]);
      facts.pending_slasher_block = (guint64) pending.values[1].word;
      if (facts.pending_slasher_block <= surety_multicall_get_block (multicall))
        facts.pending_slasher_block = 0;
    }
  abi_values_clear (&pending);

  if (surety_multicall_get_word (multicall, entry->call_redistributes, &word, NULL) &&
      surety_multicall_get_address (multicall, entry->call_recipient, &facts.recipient, NULL))
    {
      facts.redistributes_known = TRUE;
      facts.redistributes = word != 0;
    }
  if (surety_multicall_get_word (multicall, entry->call_members, &word, NULL) && word < G_MAXUINT)
    facts.n_operators = (guint) word;

  g_clear_object (&entry->service);
  entry->service = surety_service_new (&facts);
}

void
surety_eigenlayer_make_services (SuretyEigenlayer *self,
                                 SuretyMulticall *multicall,
                                 GPtrArray *sets,
                                 GHashTable *codes)
{
  for (guint i = 0; i < sets->len; i++)
    make_service (self, multicall, g_ptr_array_index (sets, i), codes);
}

GHashTable *
surety_eigenlayer_load_codes (SuretyEigenlayer *self,
                              SuretyFlow *flow,
                              SuretyMulticall *multicall,
                              GPtrArray *sets,
                              GError **error)
{
  g_autoptr (GHashTable) codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (GObject) result = NULL;

  for (guint i = 0; i < sets->len; i++)
    {
      SuretyEigenlayerSet *entry = g_ptr_array_index (sets, i);
      char text[ADDRESS_TEXT_SIZE];
      Address slasher;

      if (!surety_multicall_get_address (multicall, entry->call_slasher, &slasher, NULL))
        continue;
      address_to_text (&slasher, text);
      if (g_ptr_array_find_with_equal_func (texts, text, g_str_equal, NULL))
        continue;
      g_ptr_array_add (texts, g_strdup (text));
      surety_batch_add_code (batch, &slasher, "latest");
    }
  if (texts->len == 0)
    return g_steal_pointer (&codes);

  result = dex_await_object (surety_flow_guard (flow,
                                                surety_endpoints_run (self->endpoints, batch)),
                             error);
  if (result == NULL)
    return NULL;
  for (guint i = 0; i < texts->len; i++)
    {
      g_autoptr (GBytes) code = surety_batch_dup_data (batch, i, NULL);

      if (code != NULL)
        g_hash_table_insert (codes, g_strdup (g_ptr_array_index (texts, i)),
                             GINT_TO_POINTER (g_bytes_get_size (code) > 0));
    }
  return g_steal_pointer (&codes);
}
