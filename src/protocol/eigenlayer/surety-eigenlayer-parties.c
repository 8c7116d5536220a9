/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-private.h"

/* Who stands behind the addresses that decide about sets. */

static void
add_question (GArray *questions, SuretyMulticall *multicall, const Address *address)
{
  SuretyPartyQuestion question;

  if (address_is_zero (address))
    return;
  for (guint i = 0; i < questions->len; i++)
    if (address_equal (&g_array_index (questions, SuretyPartyQuestion, i).address, address))
      return;
  question = surety_party_ask (multicall, address);
  g_array_append_val (questions, question);
}

Address
surety_eigenlayer_registrar_of (SuretyEigenlayer *self, const Address *avs)
{
  Address registrar = *avs;

  surety_eigenlayer_directory_get_registrar (self->directory, avs, &registrar);
  return registrar;
}

static GArray *
ask_parties (SuretyEigenlayer *self,
             SuretyMulticall *sets_call,
             GPtrArray *sets,
             SuretyMulticall *multicall)
{
  GArray *questions = g_array_new (FALSE, FALSE, sizeof (SuretyPartyQuestion));

  for (guint i = 0; i < sets->len; i++)
    {
      const SuretyEigenlayerSet *entry = g_ptr_array_index (sets, i);
      const Address registrar = surety_eigenlayer_registrar_of (self, &entry->set.avs);
      AbiValues pending = { 0 };
      Address slasher;

      if (surety_eigenlayer_directory_get_block (self->directory) != 0)
        add_question (questions, multicall, &registrar);
      if (surety_multicall_get_address (sets_call, entry->call_slasher, &slasher, NULL))
        add_question (questions, multicall, &slasher);
      if (surety_multicall_get (sets_call, entry->call_pending_slasher, &pending, NULL))
        {
          slasher = abi_value_address (&pending.values[0]);
          add_question (questions, multicall, &slasher);
        }
      abi_values_clear (&pending);
    }
  return questions;
}

GHashTable *
surety_eigenlayer_load_codes (SuretyEigenlayer *self,
                              SuretyFlow *flow,
                              SuretyMulticall *multicall,
                              GPtrArray *sets,
                              GError **error)
{
  g_autoptr (GHashTable) codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (SuretyMulticall) who = surety_eigenlayer_multicall_new (self);
  g_autoptr (GArray) questions = ask_parties (self, multicall, sets, who);

  if (questions->len == 0)
    return g_steal_pointer (&codes);
  if (!surety_eigenlayer_run (self, flow, who, surety_multicall_get_block (multicall), error))
    return NULL;

  for (guint i = 0; i < questions->len; i++)
    {
      SuretyParty party = surety_party_read (who,
                                             &g_array_index (questions, SuretyPartyQuestion, i));
      char text[ADDRESS_TEXT_SIZE];

      address_to_text (&party.address, text);
      g_hash_table_insert (codes, g_strdup (text), g_memdup2 (&party, sizeof party));
    }
  return g_steal_pointer (&codes);
}
