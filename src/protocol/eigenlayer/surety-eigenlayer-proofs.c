/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-private.h"

#include "surety-proved.h"

/* An endpoint that serves no proofs now will hardly do so in a minute. */
#define AGAIN_US (10 * 60 * G_USEC_PER_SEC)
#define WORD 32u
#define PAUSE_MS 300

typedef enum
{
  CLAIM_ETH,    /* index: of an account */
  CLAIM_CODE,   /* index: of an account; call: of a code */
  CLAIM_WORD,   /* index: of a word */
  CLAIM_SHARES, /* index: of a word; element: of the call's second list */
} ClaimKind;

/* One answer and what proves it. */
typedef struct
{
  ClaimKind kind;
  guint call;
  guint index;
  guint element;
} Claim;

struct _SuretyEigenlayerProofs
{
  SuretyEigenlayer *owner;
  SuretyMulticall *multicall;
  SuretyProved *proved;
  GArray *claims; /* Claim */
  DexFuture *run;
  gboolean *held; /* by call: proved under an agreed header; NULL = none is */
};

void
surety_eigenlayer_proofs_free (SuretyEigenlayerProofs *self)
{
  dex_clear (&self->run);
  g_clear_pointer (&self->proved, surety_proved_unref);
  g_clear_object (&self->multicall);
  g_clear_object (&self->owner);
  g_array_unref (self->claims);
  g_free (self->held);
  g_free (self);
}

/* Argument k of a call whose arguments all are words. */
static u256
get_argument (Bytes calldata, guint k)
{
  return u256_from_be (calldata.data + 4 + k * WORD);
}

static void
claim (SuretyEigenlayerProofs *self, ClaimKind kind, guint call, guint index, guint element)
{
  const Claim one = { kind, call, index, element };

  g_array_append_val (self->claims, one);
}

/* The token at an address that the network file knows. */
static const SuretyToken *
find_token (SuretyNetwork *network, const Address *address)
{
  for (guint i = 0; i < surety_network_get_n_tokens (network); i++)
    if (address_equal (&surety_network_get_token (network, i)->token, address))
      return surety_network_get_token (network, i);
  return NULL;
}

static void
claim_token (SuretyEigenlayerProofs *self,
             guint call,
             const Address *to,
             const AbiItem *item,
             Bytes calldata)
{
  const SuretyToken *token = find_token (self->owner->network, to);
  u256 slot;

  if (token == NULL)
    return;
  if (item == surety_eigenlayer_abi (EL_BALANCE_OF) && token->balance_slot.known)
    slot = state_mapping_slot (get_argument (calldata, 0), token->balance_slot.slot);
  else if (item == surety_eigenlayer_abi (EL_ALLOWANCE) && token->allowance_slot.known)
    slot = state_mapping_slot (get_argument (calldata, 1),
                               state_mapping_slot (get_argument (calldata, 0),
                                                   token->allowance_slot.slot));
  else
    return;
  claim (self, CLAIM_WORD, call, surety_proved_add_slot (self->proved, to, slot), 0);
}

/* getWithdrawableShares(staker, strategies): its second list is what StrategyManager holds. */
static void
claim_shares (SuretyEigenlayerProofs *self, guint call, Bytes calldata)
{
  SuretyEigenlayer *owner = self->owner;
  AbiValues args = { 0 };
  u256 mapping;

  if (!surety_network_get_slot (owner->network, "StrategyManager", &mapping) ||
      abi_decode_call (surety_eigenlayer_abi (EL_GET_WITHDRAWABLE_SHARES), calldata, NULL, &args) !=
        CORE_OK)
    return;
  for (guint i = 0; i < args.values[1].n_items; i++)
    claim (self, CLAIM_SHARES, call,
           surety_proved_add_slot (self->proved, &owner->strategy_manager,
                                   state_mapping_slot (args.values[1].items[i].word,
                                                       state_mapping_slot (args.values[0].word,
                                                                           mapping))),
           i);
  abi_values_clear (&args);
}

static void
claim_call (SuretyEigenlayerProofs *self, guint call)
{
  SuretyEigenlayer *owner = self->owner;
  const AbiItem *item;
  Bytes calldata;
  Address to;
  u256 mapping;

  surety_multicall_describe (self->multicall, call, &to, &item, &calldata);
  if (surety_multicall_is_eth_balance (self->multicall, call))
    {
      const AbiValue holder = { .kind = ABI_ADDRESS, .word = get_argument (calldata, 0) };
      const Address account = abi_value_address (&holder);

      claim (self, CLAIM_ETH, call, surety_proved_add_account (self->proved, &account), 0);
    }
  else if (item == surety_eigenlayer_abi (EL_GET_WITHDRAWABLE_SHARES))
    claim_shares (self, call, calldata);
  else if (item == surety_eigenlayer_abi (EL_DELEGATED_TO))
    {
      if (surety_network_get_slot (owner->network, "DelegationManager", &mapping))
        claim (self, CLAIM_WORD, call,
               surety_proved_add_slot (self->proved, &owner->delegation_manager,
                                       state_mapping_slot (get_argument (calldata, 0), mapping)),
               0);
    }
  else
    claim_token (self, call, &to, item, calldata);
}

SuretyEigenlayerProofs *
surety_eigenlayer_proofs_begin (SuretyEigenlayer *self, SuretyMulticall *multicall)
{
  g_autoptr (SuretyEigenlayerProofs) proofs = NULL;

  /* The practice network keeps no trie, and is known for what it is. */
  if (surety_eigenlayer_get_known (self) == SURETY_KNOWN_PRACTICE ||
      g_get_monotonic_time () < self->proofs_again)
    return NULL;

  proofs = g_new0 (SuretyEigenlayerProofs, 1);
  proofs->owner = g_object_ref (self);
  proofs->multicall = g_object_ref (multicall);
  proofs->proved = surety_proved_new ();
  proofs->claims = g_array_new (FALSE, FALSE, sizeof (Claim));
  for (guint i = 0; i < surety_multicall_size (multicall); i++)
    claim_call (proofs, i);
  for (guint i = 0; i < surety_multicall_get_n_codes (multicall); i++)
    claim (proofs, CLAIM_CODE, i,
           surety_proved_add_account (proofs->proved,
                                      surety_multicall_get_code_account (multicall, i)),
           0);
  if (proofs->claims->len == 0)
    return NULL;
  proofs->run = surety_proved_run (proofs->proved, self->endpoints,
                                   surety_multicall_get_block (multicall));
  return g_steal_pointer (&proofs);
}

/* An answer that could not be read claims nothing. */
static gboolean
check_word (SuretyEigenlayerProofs *self, const Claim *claim, u256 proved)
{
  u256 said;

  return !surety_multicall_get_word (self->multicall, claim->call, &said, NULL) || said == proved;
}

static gboolean
check_shares (SuretyEigenlayerProofs *self, const Claim *claim)
{
  const u256 proved = surety_proved_get_word (self->proved, claim->index);
  AbiValues values = { 0 };
  gboolean ok = TRUE;

  if (surety_multicall_get (self->multicall, claim->call, &values, NULL))
    ok = claim->element >= values.values[1].n_items ||
         values.values[1].items[claim->element].word == proved;
  abi_values_clear (&values);
  return ok;
}

/* Without code an account has the hash of nothing, or (it is not there at all) none that counts. */
static gboolean
check_code (SuretyEigenlayerProofs *self, const Claim *claim)
{
  const AccountState *state = surety_proved_get_account (self->proved, claim->index);
  g_autoptr (GBytes) code = surety_multicall_dup_code (self->multicall, claim->call, NULL);
  const guint8 *data;
  gsize len;
  Hash hash;

  if (code == NULL)
    return TRUE;
  data = g_bytes_get_data (code, &len);
  if (len == 0)
    return !state->exists || hash_equal (&state->code_hash, &state_empty_code_hash);
  hash = keccak256 ((Bytes) { data, len });
  return state->exists && hash_equal (&state->code_hash, &hash);
}

static gboolean
check_claim (SuretyEigenlayerProofs *self, const Claim *claim)
{
  switch (claim->kind)
    {
    case CLAIM_ETH:
      return check_word (self, claim,
                         surety_proved_get_account (self->proved, claim->index)->balance);
    case CLAIM_WORD:
      return check_word (self, claim, surety_proved_get_word (self->proved, claim->index));
    case CLAIM_SHARES:
      return check_shares (self, claim);
    case CLAIM_CODE:
    default:
      return check_code (self, claim);
    }
}

/* FALSE with SURETY_CHAIN_ERROR_PROOF, or what else kept it from being proved. */
static gboolean
check_once (SuretyEigenlayerProofs *self, SuretyFlow *flow, GError **error)
{
  if (self->run == NULL)
    self->run = surety_proved_run (self->proved, self->owner->endpoints,
                                   surety_multicall_get_block (self->multicall));
  if (!dex_await (surety_flow_guard (flow, g_steal_pointer (&self->run)), error))
    return FALSE;
  if (surety_multicall_get_timestamp (self->multicall) != surety_proved_get_time (self->proved))
    {
      g_set_error_literal (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_PROOF,
                           "The answers are of another time than their block's header");
      return FALSE;
    }
  for (guint i = 0; i < self->claims->len; i++)
    if (!check_claim (self, &g_array_index (self->claims, Claim, i)))
      {
        g_set_error_literal (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_PROOF,
                             "An answer is not what its proof says");
        return FALSE;
      }
  return TRUE;
}

static void
take_held (SuretyEigenlayerProofs *self)
{
  self->held = g_new0 (gboolean, surety_multicall_size (self->multicall));
  for (guint i = 0; i < self->claims->len; i++)
    {
      const Claim *claim = &g_array_index (self->claims, Claim, i);

      if (claim->kind == CLAIM_ETH || claim->kind == CLAIM_WORD)
        self->held[claim->call] = TRUE;
    }
}

/* A node that is just taking in a block may prove what was before or after it: asked once more. */
gboolean
surety_eigenlayer_proofs_end (SuretyEigenlayerProofs *self, SuretyFlow *flow, GError **error)
{
  g_autoptr (GError) failed = NULL;
  gboolean holds;

  if (self == NULL)
    return TRUE;
  holds = check_once (self, flow, &failed);
  if (!holds && g_error_matches (failed, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_PROOF))
    {
      g_clear_error (&failed);
      /* A timeout is a rejection, and no error; a discarded flow is told by the next await. */
      dex_await (surety_flow_guard (flow, dex_timeout_new_msec (PAUSE_MS)), NULL);
      holds = check_once (self, flow, &failed);
    }
  if (holds)
    {
      if (surety_proved_is_agreed (self->proved))
        take_held (self);
      return TRUE;
    }

  if (g_error_matches (failed, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_PROOF) ||
      g_error_matches (failed, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_DISAGREE) ||
      g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return FALSE;
    }
  if (g_error_matches (failed, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_UNSUPPORTED) ||
      g_error_matches (failed, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_RPC))
    self->owner->proofs_again = g_get_monotonic_time () + AGAIN_US;
  return TRUE;
}

gboolean
surety_eigenlayer_proofs_has (const SuretyEigenlayerProofs *self, guint i)
{
  return self != NULL && self->held != NULL && i < surety_multicall_size (self->multicall) &&
         self->held[i];
}

SuretyFigure *
surety_eigenlayer_proofs_figure (SuretyEigenlayer *owner,
                                 SuretyMulticall *multicall,
                                 const SuretyEigenlayerProofs *self,
                                 guint call,
                                 guint decimals,
                                 const char *unit)
{
  u256 value;

  if (!surety_multicall_get_word (multicall, call, &value, NULL))
    return surety_figure_new_unknown (decimals, unit);
  if (!surety_eigenlayer_proofs_has (self, call))
    return surety_eigenlayer_figure (owner, multicall, value, decimals, unit);
  return surety_figure_new (value, decimals, unit, surety_proved_get_block (self->proved),
                            surety_proved_get_time (self->proved), SURETY_KNOWN_PROVED);
}

gboolean
surety_eigenlayer_run_proved (SuretyEigenlayer *self,
                              SuretyFlow *flow,
                              SuretyMulticall *multicall,
                              guint64 block,
                              SuretyEigenlayerProofs **out,
                              GError **error)
{
  g_autoptr (SuretyEigenlayerProofs) proofs = NULL;

  if (!surety_eigenlayer_run (self, flow, multicall, block, error))
    return FALSE;
  proofs = surety_eigenlayer_proofs_begin (self, multicall);
  if (!surety_eigenlayer_proofs_end (proofs, flow, error))
    return FALSE;
  if (out != NULL)
    *out = g_steal_pointer (&proofs);
  return TRUE;
}
