/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-review.h"

#include "surety-eigenlayer-abi.h"
#include "surety-eigenlayer-claim.h"
#include "surety-protocol-error.h"

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVIEW, why);
  return FALSE;
}

static gboolean
is_contract (SuretyNetwork *network, const char *name, const Address *address)
{
  Address contract;

  return surety_network_get_contract (network, name, &contract, NULL) &&
         address_equal (&contract, address);
}

static const SuretyToken *
find_strategy (SuretyNetwork *network, const AbiValue *value)
{
  Address strategy = abi_value_address (value);

  return surety_network_find_strategy (network, &strategy);
}

/* Each token of the file that is made of ETH by kind, or NULL: the first whose place is to. */
static const SuretyToken *
find_minted (SuretyNetwork *network, SuretyMintKind kind, const Address *to)
{
  guint n = surety_network_get_n_tokens (network);

  for (guint i = 0; i < n; i++)
    {
      const SuretyToken *token = surety_network_get_token (network, i);
      const SuretyMint *mint = token->facts != NULL ? &token->facts->mint : NULL;
      const Address *place;

      if (mint == NULL || mint->kind != kind)
        continue;
      place = mint->place.has_known ? &mint->place.known : &mint->place.address;
      /* What wraps is called itself, and what it wraps is submitted for. */
      if (address_equal (place, to))
        return token;
    }
  return NULL;
}

/* Whether spender wraps the token at to. */
static gboolean
is_wrapper (SuretyNetwork *network, const Address *spender, const Address *to)
{
  const SuretyToken *token = find_minted (network, SURETY_MINT_WSTETH, spender);

  return token != NULL && address_equal (&token->facts->mint.underlying, to);
}

static gboolean
is_wrapped (SuretyNetwork *network, const Address *to)
{
  for (guint i = 0; i < surety_network_get_n_tokens (network); i++)
    {
      const SuretyToken *token = surety_network_get_token (network, i);

      if (token->facts != NULL && token->facts->mint.kind == SURETY_MINT_WSTETH &&
          address_equal (&token->facts->mint.underlying, to))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_restaked (SuretyNetwork *network, const Address *address)
{
  for (guint i = 0; i < surety_network_get_n_tokens (network); i++)
    if (address_equal (&surety_network_get_token (network, i)->token, address))
      return TRUE;
  return is_wrapped (network, address);
}

static gboolean
check_approve (SuretyNetwork *network, const Address *to, const AbiValue *values, GError **error)
{
  Address spender = abi_value_address (&values[0]);
  g_autofree char *known = surety_network_dup_label (network, &spender);

  /* To take something back, whoever may take it. */
  if (values[1].word == 0)
    return known != NULL || refuse (error, "The approval is for an unknown contract");
  if (!is_restaked (network, to))
    return refuse (error, "The approval is of a token that can't be restaked");
  if (!is_contract (network, "StrategyManager", &spender) && !is_wrapper (network, &spender, to))
    return refuse (error, "The approval is not for StrategyManager");
  /* More than any supply: what wallets call unlimited. */
  if (values[1].word >= u256_shl (1, 128))
    return refuse (error, "The approval is without a limit");
  return TRUE;
}

static gboolean
check_deposit (SuretyNetwork *network, const Address *to, const AbiValue *values, GError **error)
{
  const SuretyToken *token = find_strategy (network, &values[0]);
  Address address = abi_value_address (&values[1]);

  if (token == NULL)
    return refuse (error, "The deposit goes to an unknown strategy");
  if (!address_equal (&token->token, &address))
    return refuse (error, "The deposit's token is not its strategy's");
  return TRUE;
}

/* Approvals signed by an operator are not made by this program, so there must be none. */
static gboolean
check_delegate (SuretyNetwork *network, const Address *to, const AbiValue *values, GError **error)
{
  const AbiValue *approval = &values[1];

  if (approval->items[0].data.len != 0 || approval->items[1].word != 0)
    return refuse (error, "The delegation carries a foreign approval");
  for (gsize i = 0; i < values[2].data.len; i++)
    if (values[2].data.data[i] != 0)
      return refuse (error, "The delegation carries a foreign approval");
  return TRUE;
}

static gboolean
check_queue (SuretyNetwork *network, const Address *to, const AbiValue *values, GError **error)
{
  for (gsize i = 0; i < values[0].n_items; i++)
    {
      const AbiValue *params = &values[0].items[i];

      if (params->items[0].n_items != params->items[1].n_items)
        return refuse (error, "The withdrawal's lists are of different lengths");
      for (gsize k = 0; k < params->items[0].n_items; k++)
        if (find_strategy (network, &params->items[0].items[k]) == NULL)
          return refuse (error, "The withdrawal is from an unknown strategy");
    }
  return TRUE;
}

static gboolean
check_complete (SuretyNetwork *network, const Address *to, const AbiValue *values, GError **error)
{
  const AbiValue *withdrawal = &values[0];
  const AbiValue *strategies = &withdrawal->items[5];
  const AbiValue *tokens = &values[1];

  if (withdrawal->items[0].word != withdrawal->items[2].word)
    return refuse (error, "The withdrawal is paid to somebody else");
  if (strategies->n_items != tokens->n_items || strategies->n_items != withdrawal->items[6].n_items)
    return refuse (error, "The withdrawal's lists are of different lengths");
  for (gsize i = 0; i < strategies->n_items; i++)
    {
      const SuretyToken *token = find_strategy (network, &strategies->items[i]);
      Address address = abi_value_address (&tokens->items[i]);

      if (token == NULL)
        return refuse (error, "The withdrawal is from an unknown strategy");
      if (!address_equal (&token->token, &address))
        return refuse (error, "The withdrawal's token is not its strategy's");
    }
  return TRUE;
}

/* Somebody else's name at a referral could only cost. */
static gboolean
check_submit (SuretyNetwork *network, const Address *to, const AbiValue *values, GError **error)
{
  return values[0].word == 0 || refuse (error, "The submission names a referral");
}

static gboolean
check_loan (SuretyNetwork *network, const Address *to, const AbiValue *values, GError **error)
{
  if (values[2].word != 0)
    return refuse (error, "The deposit names a referral");
  /* "As much as can be" is not an amount that was explained. */
  if (values[1].word >= u256_shl (1, 128))
    return refuse (error, "The loan is without a limit");
  return TRUE;
}

/* That it holds together, not that it is of a root: the root is the chain's. */
static gboolean
check_claim (SuretyNetwork *network, const Address *to, const AbiValue *values, GError **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (SuretyClaim) claim = surety_eigenlayer_read_claim (&values[0], &fault);
  Address recipient = abi_value_address (&values[1]);

  if (claim == NULL || !surety_eigenlayer_check_recipient (network, claim, &recipient, &fault))
    return refuse (error, fault->message);
  return surety_claim_holds_together (claim) ||
         refuse (error, "The claim's proofs do not hold together");
}

static gboolean
check_nothing (SuretyNetwork *network, const Address *to, const AbiValue *values, GError **error)
{
  return TRUE;
}

/* --- what they say --- */

static void
tell_token (SuretyTold *told, const SuretyToken *token)
{
  if (token == NULL)
    return;
  told->symbol = g_intern_string (token->symbol);
  told->decimals = token->decimals;
}

static void
tell_approve (SuretyNetwork *network, const Address *to, const AbiValue *values, SuretyTold *told)
{
  Address spender = abi_value_address (&values[0]);
  g_autofree char *label = surety_network_dup_label (network, &spender);

  told->kind = values[1].word == 0                                  ? "revoke"
               : is_contract (network, "StrategyManager", &spender) ? "approve"
                                                                    : "approve-wrap";
  tell_token (told, surety_network_find_token (network, to));
  told->amount = values[1].word;
  told->spender = g_intern_string (label != NULL ? label : "");
}

static void
tell_deposit (SuretyNetwork *network, const Address *to, const AbiValue *values, SuretyTold *told)
{
  told->kind = "deposit";
  tell_token (told, find_strategy (network, &values[0]));
  told->amount = values[2].word;
}

static void
tell_delegate (SuretyNetwork *network, const Address *to, const AbiValue *values, SuretyTold *told)
{
  told->kind = "delegate";
  told->has_provider = TRUE;
  told->provider = abi_value_address (&values[0]);
}

static void
tell_queue (SuretyNetwork *network, const Address *to, const AbiValue *values, SuretyTold *told)
{
  const AbiValue *params = values[0].items;

  told->kind = "queue-withdrawal";
  if (values[0].n_items != 1 || params->items[0].n_items != 1)
    return;
  tell_token (told, find_strategy (network, &params->items[0].items[0]));
  told->amount = params->items[1].items[0].word;
}

static void
tell_complete (SuretyNetwork *network, const Address *to, const AbiValue *values, SuretyTold *told)
{
  const AbiValue *strategies = &values[0].items[5];

  told->kind = values[2].word != 0 ? "complete-withdrawal" : "restake-withdrawal";
  if (strategies->n_items == 1)
    tell_token (told, find_strategy (network, &strategies->items[0]));
}

static void
tell_undelegate (SuretyNetwork *network,
                 const Address *to,
                 const AbiValue *values,
                 SuretyTold *told)
{
  told->kind = "undelegate";
}

/* What is paid is what of it was not claimed before, which the bytes do not say. */
static void
tell_claim (SuretyNetwork *network, const Address *to, const AbiValue *values, SuretyTold *told)
{
  g_autoptr (SuretyClaim) claim = surety_eigenlayer_read_claim (&values[0], NULL);
  const SuretyClaimToken *first = surety_claim_get_token (claim, 0);

  told->kind = "claim";
  told->recipient = abi_value_address (&values[1]);
  told->has_recipient = !address_equal (&told->recipient, surety_claim_get_earner (claim));
  told->n_tokens = surety_claim_get_n (claim);
  if (told->n_tokens != 1)
    return;
  tell_token (told, surety_network_find_token (network, &first->token));
  told->amount = first->cumulative;
}

/* Whatever takes ETH; the amount is the transaction's own. */
static void
tell_mint (SuretyNetwork *network, const Address *to, const AbiValue *values, SuretyTold *told)
{
  told->kind = "mint";
  told->symbol = "ETH";
  told->decimals = 18;
}

static void
tell_wrap (SuretyNetwork *network, const Address *to, const AbiValue *values, SuretyTold *told)
{
  const SuretyToken *token = find_minted (network, SURETY_MINT_WSTETH, to);

  told->kind = "wrap";
  told->amount = values[0].word;
  told->decimals = 18;
  if (token != NULL)
    tell_token (told, surety_network_find_token (network, &token->facts->mint.underlying));
}

static const struct
{
  const char *contract;
  SuretyEigenlayerItem item;
  SuretyReviewFunc check;
  SuretyTellFunc tell;
  guint receiver;
  gboolean chosen;
} calls[] = {
  { NULL, EL_APPROVE, check_approve, tell_approve, G_MAXUINT },
  { "StrategyManager", EL_DEPOSIT_INTO_STRATEGY, check_deposit, tell_deposit, G_MAXUINT },
  { "DelegationManager", EL_DELEGATE_TO, check_delegate, tell_delegate, G_MAXUINT },
  { "DelegationManager", EL_QUEUE_WITHDRAWALS, check_queue, tell_queue, G_MAXUINT },
  { "DelegationManager", EL_COMPLETE_QUEUED_WITHDRAWAL, check_complete, tell_complete, G_MAXUINT },
  { "DelegationManager", EL_UNDELEGATE, check_nothing, tell_undelegate, 0 },
  { "RewardsCoordinator", EL_PROCESS_CLAIM, check_claim, tell_claim, 1, TRUE },
};

/* What turns ETH into a token: at the place the file has for it, and nowhere else. */
static const struct
{
  SuretyMintKind kind;
  SuretyEigenlayerItem item;
  SuretyReviewFunc check;
  gboolean pays;
  guint receiver;
} mints[] = {
  { SURETY_MINT_LIDO, EL_SUBMIT, check_submit, TRUE, G_MAXUINT },
  { SURETY_MINT_WSTETH, EL_WRAP, check_nothing, FALSE, G_MAXUINT },
  { SURETY_MINT_ROCKET, EL_DEPOSIT, check_nothing, TRUE, G_MAXUINT },
  { SURETY_MINT_STADER, EL_DEPOSIT_FOR, check_nothing, TRUE, 0 },
  { SURETY_MINT_STAKEWISE, EL_DEPOSIT_AND_MINT_OS_TOKEN, check_loan, TRUE, 0 },
  { SURETY_MINT_MANTLE, EL_STAKE, check_nothing, TRUE, G_MAXUINT },
  { SURETY_MINT_FRAX, EL_SUBMIT_AND_DEPOSIT, check_nothing, TRUE, 0 },
  { SURETY_MINT_SWELL, EL_DEPOSIT, check_nothing, TRUE, G_MAXUINT },
};

static gboolean
find_mint (SuretyNetwork *network, const Address *to, guint32 selector, SuretyReviewCall *out)
{
  for (guint i = 0; i < G_N_ELEMENTS (mints); i++)
    {
      const AbiItem *item = surety_eigenlayer_abi (mints[i].item);
      const SuretyToken *token;

      if (abi_selector (item) != selector)
        continue;
      token = find_minted (network, mints[i].kind, to);
      if (token != NULL || (mints[i].kind == SURETY_MINT_LIDO && is_wrapped (network, to)))
        {
          *out = (SuretyReviewCall) {
            .item = item,
            .check = mints[i].check,
            .tell = mints[i].pays ? tell_mint : tell_wrap,
            .pays = mints[i].pays,
            .receiver = mints[i].receiver,
            .token = token,
          };
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
is_token (SuretyNetwork *network, const Address *address)
{
  return surety_network_find_token (network, address) != NULL || is_wrapped (network, address);
}

gboolean
surety_eigenlayer_review_find (SuretyNetwork *network,
                               const Address *to,
                               guint32 selector,
                               SuretyReviewCall *out)
{
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      const AbiItem *item = surety_eigenlayer_abi (calls[i].item);
      gboolean there = calls[i].contract != NULL ? is_contract (network, calls[i].contract, to)
                                                 : is_token (network, to);

      if (there && abi_selector (item) == selector)
        {
          *out = (SuretyReviewCall) {
            .contract = calls[i].contract,
            .item = item,
            .check = calls[i].check,
            .tell = calls[i].tell,
            .receiver = calls[i].receiver,
            .chosen = calls[i].chosen,
          };
          return TRUE;
        }
    }
  return find_mint (network, to, selector, out);
}
