/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-private.h"

/* Duration vaults of the network's tokens, as StrategyFactory lists them (since v1.12; before, there
 * are none it could list). Anybody can deploy one, under any name. */

/* Vaults looked at per token; more are passed over here. A plan asks the operator's own address. */
#define MOST_VAULTS 200u

typedef struct
{
  Address address;
  const SuretyToken *token;
  guint state;
  guint duration;
  guint locked_at;
  guint unlock_at;
  guint matured_at;
  guint admin;
  guint arbitrator;
  guint max_per_deposit;
  guint stake_cap;
  guint set;
} VaultCalls;

/* The first exchange: calls' indices, one a token; NULL where there is no factory. */
static GArray *
ask_lists (SuretyEigenlayer *self, SuretyMulticall *multicall)
{
  GArray *calls;
  Address factory;

  if (!surety_network_get_contract (self->network, "StrategyFactory", &factory, NULL))
    return NULL;
  calls = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < surety_network_get_n_tokens (self->network); i++)
    {
      AbiValue token = abi_address (&surety_network_get_token (self->network, i)->token);
      guint call = surety_eigenlayer_ask (multicall, &factory, EL_GET_DURATION_VAULTS, 1, &token);

      g_array_append_val (calls, call);
    }
  return calls;
}

static void
ask_vault (SuretyMulticall *multicall,
           const Address *address,
           const SuretyToken *token,
           GArray *vaults)
{
  VaultCalls calls = {
    .address = *address,
    .token = token,
    .state = surety_eigenlayer_ask (multicall, address, EL_VAULT_STATE, 0, NULL),
    .duration = surety_eigenlayer_ask (multicall, address, EL_VAULT_DURATION, 0, NULL),
    .locked_at = surety_eigenlayer_ask (multicall, address, EL_VAULT_LOCKED_AT, 0, NULL),
    .unlock_at = surety_eigenlayer_ask (multicall, address, EL_VAULT_UNLOCK_AT, 0, NULL),
    .matured_at = surety_eigenlayer_ask (multicall, address, EL_VAULT_MATURED_AT, 0, NULL),
    .admin = surety_eigenlayer_ask (multicall, address, EL_VAULT_ADMIN, 0, NULL),
    .arbitrator = surety_eigenlayer_ask (multicall, address, EL_VAULT_ARBITRATOR, 0, NULL),
    .max_per_deposit = surety_eigenlayer_ask (multicall, address, EL_VAULT_MAX_PER_DEPOSIT, 0,
                                              NULL),
    .stake_cap = surety_eigenlayer_ask (multicall, address, EL_VAULT_STAKE_CAP, 0, NULL),
    .set = surety_eigenlayer_ask (multicall, address, EL_VAULT_SET_INFO, 0, NULL),
  };

  g_array_append_val (vaults, calls);
}

/* The second exchange, of those the first one found. */
static GArray *
ask_vaults (SuretyEigenlayer *self, SuretyMulticall *lists, GArray *calls, SuretyMulticall *second)
{
  GArray *vaults = g_array_new (FALSE, FALSE, sizeof (VaultCalls));

  for (guint i = 0; i < calls->len; i++)
    {
      AbiValues values = { 0 };

      if (surety_multicall_get (lists, g_array_index (calls, guint, i), &values, NULL))
        for (gsize k = 0; k < MIN (values.values[0].n_items, MOST_VAULTS); k++)
          {
            Address address = abi_value_address (&values.values[0].items[k]);

            ask_vault (second, &address, surety_network_get_token (self->network, i), vaults);
          }
      abi_values_clear (&values);
    }
  return vaults;
}

/* A time or a span in seconds; 0 when it can't be read. */
static guint64
read_seconds (SuretyMulticall *multicall, guint call)
{
  guint64 seconds;

  return surety_eigenlayer_read_blocks (multicall, call, &seconds) ? seconds : 0;
}

static SuretyVaultState
read_state (SuretyMulticall *multicall, guint call)
{
  u256 word;

  if (!surety_multicall_get_word (multicall, call, &word, NULL))
    return SURETY_VAULT_UNKNOWN;
  switch ((guint) u256_min (word, 9))
    {
    case 1:
      return SURETY_VAULT_DEPOSITS;
    case 2:
      return SURETY_VAULT_LOCKED;
    case 3:
      return SURETY_VAULT_WITHDRAWALS;
    default:
      return SURETY_VAULT_UNKNOWN;
    }
}

static SuretyVault *
read_vault (SuretyMulticall *multicall, const VaultCalls *calls)
{
  AbiValues set = { 0 };
  SuretyVaultFacts facts = {
    .address = calls->address,
    .token = calls->token->token,
    .symbol = calls->token->symbol,
    .state = read_state (multicall, calls->state),
    .duration = read_seconds (multicall, calls->duration),
    .locked_at = read_seconds (multicall, calls->locked_at),
    .unlock_at = read_seconds (multicall, calls->unlock_at),
    .matured_at = read_seconds (multicall, calls->matured_at),
    .block = surety_multicall_get_block (multicall),
    .time = surety_multicall_get_timestamp (multicall),
  };

  if (!surety_multicall_get_address (multicall, calls->admin, &facts.admin, NULL))
    facts.admin = (Address) { 0 };
  if (!surety_multicall_get_address (multicall, calls->arbitrator, &facts.arbitrator, NULL))
    facts.arbitrator = (Address) { 0 };
  facts.caps_known = surety_multicall_get_word (multicall, calls->max_per_deposit,
                                                &facts.max_per_deposit, NULL) &&
                     surety_multicall_get_word (multicall, calls->stake_cap, &facts.stake_cap,
                                                NULL);
  if (surety_multicall_get (multicall, calls->set, &set, NULL))
    {
      facts.avs = abi_value_address (&set.values[0]);
      facts.set = (guint32) set.values[1].word;
    }
  abi_values_clear (&set);
  return surety_vault_new (&facts);
}

gboolean
surety_eigenlayer_refresh_vaults (SuretyEigenlayer *self, SuretyFlow *flow, GError **error)
{
  g_autoptr (GListStore) store = g_list_store_new (SURETY_TYPE_VAULT);
  g_autoptr (SuretyMulticall) first = surety_eigenlayer_multicall_new (self);
  g_autoptr (SuretyMulticall) second = surety_eigenlayer_multicall_new (self);
  g_autoptr (GArray) lists = ask_lists (self, first);
  g_autoptr (GArray) vaults = NULL;

  if (lists != NULL)
    {
      if (!surety_eigenlayer_run (self, flow, first, 0, error))
        return FALSE;
      vaults = ask_vaults (self, first, lists, second);
      if (vaults->len > 0 &&
          !surety_eigenlayer_run (self, flow, second, surety_multicall_get_block (first), error))
        return FALSE;
      for (guint i = 0; i < vaults->len; i++)
        {
          g_autoptr (SuretyVault)
            vault = read_vault (second, &g_array_index (vaults, VaultCalls, i));

          g_list_store_append (store, vault);
        }
    }
  g_set_object (&self->vaults, store);
  return TRUE;
}

SuretyVault *
surety_eigenlayer_find_vault (SuretyEigenlayer *self, const Address *address)
{
  guint n = self->vaults != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->vaults)) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SuretyVault) vault = g_list_model_get_item (G_LIST_MODEL (self->vaults), i);

      if (address_equal (&surety_vault_get_facts (vault)->address, address))
        return vault; /* the list holds it */
    }
  return NULL;
}

static DexFuture *
load_vaults_fiber (SuretyFlow *flow, gpointer data)
{
  SuretyEigenlayer *self = data;
  g_autoptr (GError) error = NULL;

  if (!surety_eigenlayer_refresh_vaults (self, flow, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_object (g_object_ref (self->vaults));
}

DexFuture *
surety_eigenlayer_load_vaults (SuretyProtocol *protocol)
{
  return surety_flow_spawn (load_vaults_fiber, g_object_ref (protocol), g_object_unref);
}
