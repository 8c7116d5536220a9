/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-review.h"

#include "surety-eigenlayer-abi.h"
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

static gboolean
check_approve (SuretyNetwork *network, const Address *to, const AbiValue *values, GError **error)
{
  Address spender = abi_value_address (&values[0]);

  if (!is_contract (network, "StrategyManager", &spender))
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

static gboolean
check_nothing (SuretyNetwork *network, const Address *to, const AbiValue *values, GError **error)
{
  return TRUE;
}

static const struct
{
  const char *contract;
  SuretyEigenlayerItem item;
  SuretyReviewFunc check;
} calls[] = {
  { NULL, EL_APPROVE, check_approve },
  { "StrategyManager", EL_DEPOSIT_INTO_STRATEGY, check_deposit },
  { "DelegationManager", EL_DELEGATE_TO, check_delegate },
  { "DelegationManager", EL_QUEUE_WITHDRAWALS, check_queue },
  { "DelegationManager", EL_COMPLETE_QUEUED_WITHDRAWAL, check_complete },
  { "DelegationManager", EL_UNDELEGATE, check_nothing },
};

static gboolean
is_token (SuretyNetwork *network, const Address *address)
{
  for (guint i = 0; i < surety_network_get_n_tokens (network); i++)
    if (address_equal (&surety_network_get_token (network, i)->token, address))
      return TRUE;
  return FALSE;
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
          *out = (SuretyReviewCall) { calls[i].contract, item, calls[i].check };
          return TRUE;
        }
    }
  return FALSE;
}
