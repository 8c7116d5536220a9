/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-party.h"

#include <string.h>

#include "surety-flow.h"

/* Who stands behind an address: nobody, one key, several keys, or other code. */

/* Keys of a multisig; more is no multisig anybody uses. */
#define MOST_OWNERS 1000u

typedef struct
{
  AbiItem *threshold;
  AbiItem *owners;
} Items;

static gpointer
copy_party (gpointer boxed)
{
  return g_memdup2 (boxed, sizeof (SuretyParty));
}

G_DEFINE_BOXED_TYPE (SuretyParty, surety_party, copy_party, g_free)

/* Parsed once, lives as long as the process. */
static const Items *
get_items (void)
{
  static Items *items;

  if (g_once_init_enter_pointer (&items))
    {
      Items *parsed = g_new0 (Items, 1);

      if (abi_item_parse ("function getThreshold() view returns (uint256)", &parsed->threshold) !=
            CORE_OK ||
          abi_item_parse ("function getOwners() view returns (address[])", &parsed->owners) !=
            CORE_OK)
        g_error ("No signatures of a multisig");
      g_once_init_leave_pointer (&items, parsed);
    }
  return items;
}

SuretyPartyQuestion
surety_party_ask (SuretyMulticall *multicall, const Address *address)
{
  const Items *items = get_items ();
  SuretyPartyQuestion question = { .address = *address };

  question.call_code = surety_multicall_add_code (multicall, address);
  question.call_threshold = surety_multicall_add (multicall, address, items->threshold, NULL, 0);
  question.call_owners = surety_multicall_add (multicall, address, items->owners, NULL, 0);
  surety_multicall_expect_refusal (multicall, question.call_threshold);
  surety_multicall_expect_refusal (multicall, question.call_owners);
  return question;
}

/* EIP-7702: one key still, whose account lends its code from elsewhere. */
static gboolean
read_lent_code (const guint8 *code, gsize len, SuretyParty *party)
{
  static const guint8 prefix[] = { 0xef, 0x01, 0x00 };

  party->delegates = len == sizeof prefix + sizeof party->delegate.bytes &&
                     memcmp (code, prefix, sizeof prefix) == 0;
  if (party->delegates)
    memcpy (party->delegate.bytes, code + sizeof prefix, sizeof party->delegate.bytes);
  return party->delegates;
}

/* As a Safe answers: k of n owners, 1 ≤ k ≤ n. */
static gboolean
read_multisig (SuretyMulticall *multicall, const SuretyPartyQuestion *question, SuretyParty *party)
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

SuretyParty
surety_party_read (SuretyMulticall *multicall, const SuretyPartyQuestion *question)
{
  SuretyParty party = { .address = question->address };
  g_autoptr (GBytes) code = surety_multicall_dup_code (multicall, question->call_code, NULL);
  const guint8 *data;
  gsize len;

  if (code == NULL)
    return party;
  data = g_bytes_get_data (code, &len);
  if (len == 0 || read_lent_code (data, len, &party))
    party.kind = SURETY_PARTY_ACCOUNT;
  else if (!read_multisig (multicall, question, &party))
    party.kind = SURETY_PARTY_CONTRACT;
  return party;
}

typedef struct
{
  SuretyMulticall *multicall;
  SuretyEndpoints *endpoints;
  SuretyPartyQuestion question;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_object_unref (look->multicall);
  g_object_unref (look->endpoints);
  g_free (look);
}

static DexFuture *
look_fiber (SuretyFlow *flow, gpointer data)
{
  Look *look = data;
  SuretyParty party;
  GError *error = NULL;

  if (!dex_await (surety_flow_guard (flow, surety_multicall_run (look->multicall, look->endpoints,
                                                                 "latest")),
                  &error))
    return dex_future_new_for_error (error);
  party = surety_party_read (look->multicall, &look->question);
  return dex_future_new_take_boxed (SURETY_TYPE_PARTY, copy_party (&party));
}

DexFuture *
surety_party_look (const Address *multicall3, SuretyEndpoints *endpoints, const Address *address)
{
  Look *look;

  g_return_val_if_fail (SURETY_IS_ENDPOINTS (endpoints) && address != NULL, NULL);

  look = g_new0 (Look, 1);
  look->multicall = surety_multicall_new (multicall3);
  surety_multicall_set_decides (look->multicall, TRUE);
  look->question = surety_party_ask (look->multicall, address);
  look->endpoints = g_object_ref (endpoints);
  return surety_flow_spawn (look_fiber, look, look_free);
}
