/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-plan-private.h"

#include <string.h>

#include "surety-eigenlayer-claim.h"

/* Rewards: what RewardsCoordinator says was earned under one of its roots, and was not paid out yet. */

/* Gas by experience, on the high side: of the whole, of each token's transfer, and of a byte of proof, which is
 * read as calldata and hashed. */
#define GAS_CLAIM 150000u
#define GAS_CLAIM_PER_TOKEN 110000u
#define GAS_CLAIM_PER_BYTE 24u

#define PAUSED_CLAIMS 2u /* bit of RewardsCoordinator.paused() */

/* A rebasing token's transfer loses 1 or 2 wei, and what is held may fall by as much as validators are slashed. */
#define TOLERANCE ((u256) 1000)
#define REBASE_TOLERANCE_DIVISOR ((u256) 1000)

/* --- the claim as its contract takes it --- */

/* Places in RewardsMerkleClaim. */
enum
{
  CLAIM_ROOT_INDEX,
  CLAIM_EARNER_INDEX,
  CLAIM_EARNER_PROOF,
  CLAIM_EARNER_LEAF,
  CLAIM_TOKEN_INDICES,
  CLAIM_TOKEN_PROOFS,
  CLAIM_TOKEN_LEAVES,
  CLAIM_N_FIELDS,
};

/* A claim's values, lent by it. */
typedef struct
{
  AbiValue fields[CLAIM_N_FIELDS];
  AbiValue earner_leaf[2];
  AbiValue indices[SURETY_CLAIM_MAX_TOKENS];
  AbiValue proofs[SURETY_CLAIM_MAX_TOKENS];
  AbiValue leaves[SURETY_CLAIM_MAX_TOKENS];
  AbiValue leaf[SURETY_CLAIM_MAX_TOKENS][2];
} ClaimValues;

static AbiValue
bytes_value (GBytes *bytes)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);

  return abi_bytes ((Bytes) { data, len });
}

static ClaimValues *
claim_values_new (SuretyClaim *claim)
{
  const guint n = surety_claim_get_n (claim);
  const Hash *token_root = surety_claim_get_token_root (claim);
  ClaimValues *self = g_new0 (ClaimValues, 1);

  for (guint i = 0; i < n; i++)
    {
      const SuretyClaimToken *token = surety_claim_get_token (claim, i);

      self->indices[i] = abi_uint (token->index);
      self->proofs[i] = bytes_value (token->proof);
      self->leaf[i][0] = abi_address (&token->token);
      self->leaf[i][1] = abi_uint (token->cumulative);
      self->leaves[i] = abi_tuple (self->leaf[i], 2);
    }
  self->earner_leaf[0] = abi_address (surety_claim_get_earner (claim));
  self->earner_leaf[1] = abi_fixed_bytes ((Bytes) { token_root->bytes, sizeof token_root->bytes });
  self->fields[CLAIM_ROOT_INDEX] = abi_uint (surety_claim_get_root_index (claim));
  self->fields[CLAIM_EARNER_INDEX] = abi_uint (surety_claim_get_earner_index (claim));
  self->fields[CLAIM_EARNER_PROOF] = bytes_value (surety_claim_get_earner_proof (claim));
  self->fields[CLAIM_EARNER_LEAF] = abi_tuple (self->earner_leaf, 2);
  self->fields[CLAIM_TOKEN_INDICES] = abi_array (self->indices, n);
  self->fields[CLAIM_TOKEN_PROOFS] = abi_array (self->proofs, n);
  self->fields[CLAIM_TOKEN_LEAVES] = abi_array (self->leaves, n);
  return self;
}

static GBytes *
dup_bytes (const AbiValue *value)
{
  return g_bytes_new (value->data.data, value->data.len);
}

SuretyClaim *
surety_eigenlayer_read_claim (const AbiValue *value, GError **error)
{
  const AbiValue *fields = value->items;
  const AbiValue *leaves = &fields[CLAIM_TOKEN_LEAVES];
  const gsize n = leaves->n_items;
  SuretyClaimToken tokens[SURETY_CLAIM_MAX_TOKENS];
  g_autoptr (GBytes) earner_proof = dup_bytes (&fields[CLAIM_EARNER_PROOF]);
  Address earner = abi_value_address (&fields[CLAIM_EARNER_LEAF].items[0]);
  Hash token_root;
  SuretyClaim *claim;

  if (n > SURETY_CLAIM_MAX_TOKENS || fields[CLAIM_TOKEN_INDICES].n_items != n ||
      fields[CLAIM_TOKEN_PROOFS].n_items != n)
    {
      surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_PROOF,
                                n > SURETY_CLAIM_MAX_TOKENS
                                  ? "The claim names too many tokens"
                                  : "The claim's lists are of different lengths");
      return NULL;
    }

  memcpy (token_root.bytes, fields[CLAIM_EARNER_LEAF].items[1].data.data, sizeof token_root.bytes);
  for (gsize i = 0; i < n; i++)
    tokens[i] = (SuretyClaimToken) {
      .token = abi_value_address (&leaves->items[i].items[0]),
      .cumulative = leaves->items[i].items[1].word,
      .index = (guint32) fields[CLAIM_TOKEN_INDICES].items[i].word,
      .proof = dup_bytes (&fields[CLAIM_TOKEN_PROOFS].items[i]),
    };
  claim = surety_claim_new ((guint32) fields[CLAIM_ROOT_INDEX].word,
                            (guint32) fields[CLAIM_EARNER_INDEX].word, earner_proof, &earner,
                            &token_root, tokens, (guint) n, error);
  for (gsize i = 0; i < n; i++)
    g_bytes_unref (tokens[i].proof);
  return claim;
}

/* --- what must be so --- */

typedef struct
{
  guint paused;
  guint claimer;
  guint n_roots;
  guint root;
  guint check;
  guint claimed[SURETY_CLAIM_MAX_TOKENS];
  guint balances[SURETY_CLAIM_MAX_TOKENS];
} ClaimCalls;

/* What is found of each token. */
typedef struct
{
  gboolean keep[SURETY_CLAIM_MAX_TOKENS];
  u256 amounts[SURETY_CLAIM_MAX_TOKENS];  /* that are paid */
  u256 balances[SURETY_CLAIM_MAX_TOKENS]; /* of the recipient */
} ClaimFacts;

/* Nobody, or a contract: what comes to one is its own, or nobody's. */
gboolean
surety_eigenlayer_check_recipient (SuretyNetwork *network,
                                   SuretyClaim *claim,
                                   const Address *recipient,
                                   GError **error)
{
  g_autofree char *label = surety_network_dup_label (network, recipient);
  gboolean keeps = label != NULL;

  for (guint i = 0; i < surety_claim_get_n (claim); i++)
    keeps = keeps || address_equal (&surety_claim_get_token (claim, i)->token, recipient);
  if (address_is_zero (recipient))
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_RECIPIENT,
                                     "The rewards would be paid to nobody");
  if (keeps)
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_RECIPIENT,
                                     "The rewards would be paid to a contract");
  return TRUE;
}

static void
ask (SuretyEigenlayerPlanning *planning, const Address *rewards, ClaimCalls *calls)
{
  SuretyMulticall *facts = planning->facts;
  SuretyClaim *claim = surety_intent_get_claim (planning->intent);
  AbiValue earner = abi_address (surety_claim_get_earner (claim));
  AbiValue recipient = abi_address (surety_intent_get_recipient (planning->intent));
  AbiValue root = abi_uint (surety_claim_get_root_index (claim));
  g_autofree ClaimValues *values = claim_values_new (claim);
  AbiValue whole = abi_tuple (values->fields, CLAIM_N_FIELDS);

  calls->paused = surety_eigenlayer_ask (facts, rewards, EL_PAUSED, 0, NULL);
  calls->claimer = surety_eigenlayer_ask (facts, rewards, EL_CLAIMER_FOR, 1, &earner);
  calls->n_roots = surety_eigenlayer_ask (facts, rewards, EL_GET_DISTRIBUTION_ROOTS_LENGTH, 0,
                                          NULL);
  calls->root = surety_eigenlayer_ask (facts, rewards, EL_GET_DISTRIBUTION_ROOT_AT_INDEX, 1, &root);
  calls->check = surety_eigenlayer_ask (facts, rewards, EL_CHECK_CLAIM, 1, &whole);
  for (guint i = 0; i < surety_claim_get_n (claim); i++)
    {
      const Address *token = &surety_claim_get_token (claim, i)->token;
      AbiValue args[] = { earner, abi_address (token) };

      calls->claimed[i] = surety_eigenlayer_ask (facts, rewards, EL_CUMULATIVE_CLAIMED, 2, args);
      calls->balances[i] = surety_eigenlayer_ask (facts, token, EL_BALANCE_OF, 1, &recipient);
    }
}

/* The root must be there, not taken back, old enough, and what the claim's proofs lead to: then the amounts are
 * what was posted, whoever made the claim. */
static gboolean
check_root (SuretyEigenlayerPlanning *planning, const ClaimCalls *calls, GError **error)
{
  SuretyClaim *claim = surety_intent_get_claim (planning->intent);
  AbiValues values = { 0 };
  gboolean disabled;
  u256 n_roots, active;
  Hash root;

  if (!surety_multicall_get_word (planning->facts, calls->n_roots, &n_roots, error))
    return FALSE;
  if (surety_claim_get_root_index (claim) >= n_roots)
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_PROOF,
                                     "The claim is under a root that is not there");
  if (!surety_multicall_get (planning->facts, calls->root, &values, error))
    return FALSE;
  memcpy (root.bytes, values.values[0].data.data, sizeof root.bytes);
  active = values.values[2].word;
  disabled = values.values[3].word != 0;
  abi_values_clear (&values);

  if (disabled)
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_ROOT_DISABLED,
                                     "The claim's root was taken back");
  if (surety_multicall_get_timestamp (planning->facts) < active)
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_ROOT_INACTIVE,
                                     "The claim's root is too new");
  return surety_claim_is_of (claim, &root) ||
         surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_PROOF,
                                   "The claim's proof does not lead to the root");
}

/* Whom the earner named, or the earner itself. */
static gboolean
check_claimer (SuretyEigenlayerPlanning *planning, const ClaimCalls *calls, GError **error)
{
  SuretyClaim *claim = surety_intent_get_claim (planning->intent);
  char text[ADDRESS_TEXT_SIZE];
  Address claimer;

  if (!surety_multicall_get_address (planning->facts, calls->claimer, &claimer, error))
    return FALSE;
  if (address_is_zero (&claimer))
    claimer = *surety_claim_get_earner (claim);
  if (address_equal (&claimer, surety_intent_get_account (planning->intent)))
    return TRUE;
  address_to_text (&claimer, text);
  return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_CLAIMER, "%s", text);
}

/* One token without anything new makes the contract refuse all of them. */
static gboolean
read_amounts (SuretyEigenlayerPlanning *planning,
              const ClaimCalls *calls,
              ClaimFacts *out,
              GError **error)
{
  SuretyClaim *claim = surety_intent_get_claim (planning->intent);
  gboolean any = FALSE;

  for (guint i = 0; i < surety_claim_get_n (claim); i++)
    {
      const u256 cumulative = surety_claim_get_token (claim, i)->cumulative;
      u256 claimed;

      if (!surety_multicall_get_word (planning->facts, calls->claimed[i], &claimed, error))
        return FALSE;
      out->keep[i] = cumulative > claimed;
      any = any || out->keep[i];
      if (!out->keep[i])
        continue;
      out->amounts[i] = cumulative - claimed;
      if (!surety_multicall_get_word (planning->facts, calls->balances[i], &out->balances[i],
                                      error))
        return FALSE;
    }
  return any || surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_NOTHING_TO_DO,
                                          "Everything of it was claimed before");
}

static gboolean
check (SuretyEigenlayerPlanning *planning, const ClaimCalls *calls, ClaimFacts *out, GError **error)
{
  u256 holds;

  if (!surety_eigenlayer_check_open (planning, calls->paused, PAUSED_CLAIMS, "Claiming rewards",
                                     error) ||
      !check_root (planning, calls, error) || !check_claimer (planning, calls, error) ||
      !surety_multicall_get_word (planning->facts, calls->check, &holds, error))
    return FALSE;
  if (holds == 0)
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_PROOF,
                                     "RewardsCoordinator does not accept the claim");
  return read_amounts (planning, calls, out, error);
}

/* --- the step --- */

/* Another's balance may move meanwhile: of it only what is paid now is promised, not what was there. */
static void
add_balance_promise (SuretyEigenlayerPlanning *planning,
                     const Address *address,
                     u256 balance,
                     u256 amount,
                     GPtrArray *promises)
{
  const SuretyToken *token = surety_network_find_token (planning->self->network, address);
  const Address *recipient = surety_intent_get_recipient (planning->intent);
  const gboolean own = address_equal (recipient, surety_intent_get_account (planning->intent));
  u256 after;

  if (!own)
    balance = 0;
  if (token != NULL && token->rebasing)
    {
      balance -= balance / REBASE_TOLERANCE_DIVISOR;
      amount = surety_eigenlayer_less (amount, TOLERANCE);
    }
  if (!u256_add (balance, amount, &after))
    after = U256_MAX;
  surety_eigenlayer_add_promise (promises, SURETY_PROMISE_TOKEN_BALANCE_AT_LEAST, address,
                                 own ? NULL : recipient, after, token);
}

static guint64
guess_gas (SuretyClaim *claim)
{
  gsize n_bytes = g_bytes_get_size (surety_claim_get_earner_proof (claim));
  const guint n = surety_claim_get_n (claim);

  for (guint i = 0; i < n; i++)
    n_bytes += g_bytes_get_size (surety_claim_get_token (claim, i)->proof);
  return GAS_CLAIM + n * GAS_CLAIM_PER_TOKEN + n_bytes * GAS_CLAIM_PER_BYTE;
}

static void
add_step (SuretyEigenlayerPlanning *planning, const Address *rewards, const ClaimFacts *found)
{
  SuretyNetwork *network = planning->self->network;
  SuretyClaim *whole = surety_intent_get_claim (planning->intent);
  const Address *recipient = surety_intent_get_recipient (planning->intent);
  g_autoptr (SuretyClaim) claim = surety_claim_new_of (whole, found->keep);
  g_autofree ClaimValues *values = claim_values_new (claim);
  AbiValue args[] = { abi_tuple (values->fields, CLAIM_N_FIELDS), abi_address (recipient) };
  g_autoptr (GPtrArray) promises = g_ptr_array_new_with_free_func (g_object_unref);
  SuretyStepFacts facts = {
    .kind = "claim",
    .to = *rewards,
    .gas_hint = guess_gas (claim),
    .promises = promises,
    .has_recipient = !address_equal (recipient, surety_intent_get_account (planning->intent)),
    .recipient = *recipient,
  };

  for (guint i = 0; i < surety_claim_get_n (whole); i++)
    {
      const SuretyClaimToken *one = surety_claim_get_token (whole, i);
      const SuretyToken *token = surety_network_find_token (network, &one->token);

      if (!found->keep[i])
        continue;
      surety_eigenlayer_add_promise (promises, SURETY_PROMISE_REWARDS_CLAIMED, &one->token,
                                     surety_claim_get_earner (whole), one->cumulative, token);
      add_balance_promise (planning, &one->token, found->balances[i], found->amounts[i], promises);
      if (surety_claim_get_n (claim) > 1)
        continue;
      facts.symbol = token != NULL ? token->symbol : "";
      facts.decimals = token != NULL ? token->decimals : 0;
      facts.amount = found->amounts[i];
    }
  surety_eigenlayer_add_step (planning, &facts, EL_PROCESS_CLAIM, 2, args);
}

gboolean
surety_eigenlayer_plan_claim (SuretyEigenlayerPlanning *planning, SuretyFlow *flow, GError **error)
{
  g_autofree ClaimCalls *calls = g_new0 (ClaimCalls, 1);
  g_autofree ClaimFacts *found = g_new0 (ClaimFacts, 1);
  Address rewards;

  if (!surety_network_get_contract (planning->self->network, "RewardsCoordinator", &rewards, NULL))
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_REVIEW,
                                     "The network file knows no RewardsCoordinator");
  if (!surety_eigenlayer_check_recipient (planning->self->network,
                                          surety_intent_get_claim (planning->intent),
                                          surety_intent_get_recipient (planning->intent), error))
    return FALSE;
  ask (planning, &rewards, calls);
  if (!surety_eigenlayer_run_proved (planning->self, flow, planning->facts, 0, NULL, error) ||
      !check (planning, calls, found, error))
    return FALSE;
  add_step (planning, &rewards, found);
  return TRUE;
}
