/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "surety-eigenlayer-private.h"

/* Who stands behind an address: nobody, one key, several keys, or other code. */

/* Keys of a multisig; more is no multisig anybody uses. */
#define MOST_OWNERS 1000u

typedef struct
{
  Address address;
  guint call_code;
  guint call_threshold;
  guint call_owners;
} Question;

static void
add_question (GArray *questions, SuretyMulticall *multicall, const Address *address)
{
  Question question = { .address = *address };

  if (address_is_zero (address))
    return;
  for (guint i = 0; i < questions->len; i++)
    if (address_equal (&g_array_index (questions, Question, i).address, address))
      return;
  question.call_code = surety_multicall_add_code (multicall, address);
  question.call_threshold = surety_eigenlayer_ask (multicall, address, EL_GET_THRESHOLD, 0, NULL);
  question.call_owners = surety_eigenlayer_ask (multicall, address, EL_GET_OWNERS, 0, NULL);
  surety_multicall_expect_refusal (multicall, question.call_threshold);
  surety_multicall_expect_refusal (multicall, question.call_owners);
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
  GArray *questions = g_array_new (FALSE, FALSE, sizeof (Question));

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

/* EIP-7702: one key still, whose account lends its code from elsewhere. */
static gboolean
is_lent_code (const guint8 *code, gsize len)
{
  static const guint8 prefix[] = { 0xef, 0x01, 0x00 };

  return len == sizeof prefix + sizeof (Address) && memcmp (code, prefix, sizeof prefix) == 0;
}

/* As a Safe answers: k of n owners, 1 ≤ k ≤ n. */
static gboolean
read_multisig (SuretyMulticall *multicall, const Question *question, SuretyParty *party)
{
  AbiValues owners = { 0 };
  u256 threshold;
  gsize n = 0;

  if (!surety_multicall_get_word (multicall, question->call_threshold, &threshold, NULL))
    return FALSE;
  if (surety_multicall_get (multicall, question->call_owners, &owners, NULL))
    n = owners.values[0].n_items;
  abi_values_clear (&owners);
  if (n == 0 || n > MOST_OWNERS || threshold == 0 || threshold > n)
    return FALSE;
  party->kind = SURETY_PARTY_MULTISIG;
  party->threshold = (guint) threshold;
  party->owners = (guint) n;
  return TRUE;
}

static SuretyParty
read_party (SuretyMulticall *multicall, const Question *question)
{
  SuretyParty party = { .address = question->address };
  g_autoptr (GBytes) code = surety_multicall_dup_code (multicall, question->call_code, NULL);
  const guint8 *data;
  gsize len;

  if (code == NULL)
    return party;
  data = g_bytes_get_data (code, &len);
  if (len == 0 || is_lent_code (data, len))
    party.kind = SURETY_PARTY_ACCOUNT;
  else if (!read_multisig (multicall, question, &party))
    party.kind = SURETY_PARTY_CONTRACT;
  return party;
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
      SuretyParty party = read_party (who, &g_array_index (questions, Question, i));
      char text[ADDRESS_TEXT_SIZE];

      address_to_text (&party.address, text);
      g_hash_table_insert (codes, g_strdup (text), g_memdup2 (&party, sizeof party));
    }
  return g_steal_pointer (&codes);
}
