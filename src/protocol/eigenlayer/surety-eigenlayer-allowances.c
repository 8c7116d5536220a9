/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-plan-private.h"

#include "surety-allowance-list.h"

/* What an account has granted, and taking it back. */

#define GAS_REVOKE 70000u

/* One token, and one contract that may take of it. */
typedef struct
{
  const SuretyToken *token;
  Address spender;
  guint call;
} Pair;

typedef struct
{
  SuretyEigenlayer *self;
  Address account;
  GArray *pairs; /* Pair */
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_array_unref (load->pairs);
  g_object_unref (load->self);
  g_free (load);
}

static void
add_pair (Load *load, const SuretyToken *token, const Address *spender)
{
  const Pair pair = { .token = token, .spender = *spender };

  if (address_is_zero (spender))
    return;
  for (guint i = 0; i < load->pairs->len; i++)
    if (g_array_index (load->pairs, Pair, i).token == token &&
        address_equal (&g_array_index (load->pairs, Pair, i).spender, spender))
      return;
  g_array_append_val (load->pairs, pair);
}

/* Whoever wraps the token, or makes one of it. */
static void
add_minters (Load *load, const SuretyToken *token)
{
  SuretyNetwork *network = load->self->network;

  for (guint i = 0; i < surety_network_get_n_tokens (network); i++)
    {
      const SuretyToken *other = surety_network_get_token (network, i);
      const SuretyMint *mint = other->facts != NULL ? &other->facts->mint : NULL;

      if (mint != NULL && mint->has_place &&
          (other == token || address_equal (&mint->underlying, &token->token)))
        add_pair (load, token, mint->place.has_known ? &mint->place.known : &mint->place.address);
    }
  for (guint i = 0; i < surety_network_get_n_other_tokens (network); i++)
    add_pair (load, token, &surety_network_get_other_token (network, i)->token);
}

static void
add_token (Load *load, const SuretyToken *token)
{
  SuretyNetwork *network = load->self->network;

  for (guint i = 0; i < surety_network_get_n_contracts (network); i++)
    add_pair (load, token, surety_network_get_contract_at (network, i));
  add_pair (load, token, &token->strategy);
  add_minters (load, token);
}

static SuretyKnown
get_known (Load *load, SuretyMulticall *multicall, SuretyEigenlayerProofs *proofs, guint call)
{
  return surety_eigenlayer_proofs_has (proofs, call)
           ? SURETY_KNOWN_PROVED
           : surety_eigenlayer_get_known_of (load->self, multicall);
}

static SuretyAllowanceList *
read_pairs (Load *load, SuretyMulticall *multicall, SuretyEigenlayerProofs *proofs)
{
  g_autoptr (GListStore) allowances = g_list_store_new (SURETY_TYPE_ALLOWANCE);
  SuretyKnown least = SURETY_KNOWN_PROVED;
  gboolean any = FALSE;

  for (guint i = 0; i < load->pairs->len; i++)
    {
      const Pair *pair = &g_array_index (load->pairs, Pair, i);
      g_autofree char *name = surety_network_dup_label (load->self->network, &pair->spender);
      g_autoptr (SuretyFigure) amount = NULL;
      g_autoptr (SuretyAllowance) allowance = NULL;
      u256 value = 0;
      const SuretyKnown how = get_known (load, multicall, proofs, pair->call);
      const gboolean known = surety_multicall_get_word (multicall, pair->call, &value, NULL);

      if (name == NULL)
        continue;
      if (known)
        {
          least = MIN (least, how);
          any = TRUE;
        }
      if (known && value == 0)
        continue;
      amount = known ? surety_figure_new (value, pair->token->decimals, pair->token->symbol,
                                          surety_multicall_get_block (multicall),
                                          surety_multicall_get_timestamp (multicall), how)
                     : surety_figure_new_unknown (pair->token->decimals, pair->token->symbol);
      allowance = surety_allowance_new (&pair->token->token, &pair->spender, name, amount);
      g_list_store_append (allowances, allowance);
    }
  return surety_allowance_list_new (G_LIST_MODEL (allowances), any ? least : SURETY_KNOWN_UNKNOWN);
}

static DexFuture *
load_fiber (SuretyFlow *flow, gpointer data)
{
  Load *load = data;
  SuretyNetwork *network = load->self->network;
  g_autoptr (SuretyMulticall) multicall = surety_eigenlayer_multicall_new_deciding (load->self);
  g_autoptr (SuretyEigenlayerProofs) proofs = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < surety_network_get_n_tokens (network); i++)
    add_token (load, surety_network_get_token (network, i));
  for (guint i = 0; i < surety_network_get_n_other_tokens (network); i++)
    add_token (load, surety_network_get_other_token (network, i));
  for (guint i = 0; i < load->pairs->len; i++)
    {
      Pair *pair = &g_array_index (load->pairs, Pair, i);
      AbiValue args[] = { abi_address (&load->account), abi_address (&pair->spender) };

      pair->call = surety_eigenlayer_ask (multicall, &pair->token->token, EL_ALLOWANCE, 2, args);
    }
  if (!surety_eigenlayer_run_proved (load->self, flow, multicall, 0, &proofs, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_object (read_pairs (load, multicall, proofs));
}

DexFuture *
surety_eigenlayer_load_allowances (SuretyProtocol *protocol, const Address *account)
{
  Load *load = g_new0 (Load, 1);

  load->self = g_object_ref (SURETY_EIGENLAYER (protocol));
  load->account = *account;
  load->pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  return surety_flow_spawn (load_fiber, load, load_free);
}

gboolean
surety_eigenlayer_plan_revoke (SuretyEigenlayerPlanning *planning, SuretyFlow *flow, GError **error)
{
  const Address *account = surety_intent_get_account (planning->intent);
  const Address *spender = surety_intent_get_spender (planning->intent);
  const SuretyToken *token = surety_network_find_token (planning->self->network,
                                                        surety_intent_get_token (planning->intent));
  g_autoptr (GPtrArray) promises = g_ptr_array_new_with_free_func (g_object_unref);
  AbiValue asked[] = { abi_address (account), abi_address (spender) };
  AbiValue args[] = { abi_address (spender), abi_uint (0) };
  SuretyStepFacts facts = { .kind = "revoke", .gas_hint = GAS_REVOKE, .promises = promises };
  guint call;
  u256 allowance;

  if (token == NULL)
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_REVIEW,
                                     "The network file does not know the token");
  call = surety_eigenlayer_ask (planning->facts, &token->token, EL_ALLOWANCE, 2, asked);
  if (!surety_eigenlayer_run (planning->self, flow, planning->facts, 0, error) ||
      !surety_multicall_get_word (planning->facts, call, &allowance, error))
    return FALSE;
  if (allowance == 0)
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_NOTHING_TO_DO,
                                     "Nothing is granted (any more)");

  facts.to = token->token;
  facts.symbol = token->symbol;
  facts.decimals = token->decimals;
  surety_eigenlayer_add_promise (promises, SURETY_PROMISE_ALLOWANCE_EQUALS, &token->token, spender,
                                 0, token);
  surety_eigenlayer_add_step (planning, &facts, EL_APPROVE, 2, args);
  return TRUE;
}
