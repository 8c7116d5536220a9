/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-private.h"

#include "surety-aggregate.h"

/* What a plan can change of an account, and who is asked for it. */

static const Address nobody;

typedef struct
{
  SuretyEigenlayer *self;
  Address account;
  GPtrArray *watches; /* SuretyWatch */
} List;

static void
add (List *list,
     SuretyWatch watch,
     const Address *to,
     const AbiItem *item,
     const AbiValue *args,
     gsize n_args)
{
  g_autoptr (GBytes) calldata = surety_aggregate_encode_call (item, args, n_args);

  for (guint i = 0; i < list->watches->len; i++)
    {
      const SuretyWatch *other = g_ptr_array_index (list->watches, i);

      if (other->kind == watch.kind && address_equal (&other->to, to) &&
          g_bytes_equal (other->calldata, calldata))
        return;
    }
  watch.to = *to;
  watch.item = item;
  watch.calldata = g_bytes_ref (calldata);
  g_ptr_array_add (list->watches, g_memdup2 (&watch, sizeof watch));
}

static void
add_eth (List *list)
{
  const AbiValue account = abi_address (&list->account);

  if (list->self->has_multicall3)
    add (list,
         (SuretyWatch) { .kind = SURETY_CHANGE_ETH, .symbol = "ETH", .decimals = 18, .list = -1 },
         &list->self->multicall3, surety_aggregate_get_eth_balance (), &account, 1);
}

/* whose: zero = the account's. */
static void
add_balance (List *list,
             const Address *token,
             const Address *whose,
             const char *symbol,
             guint decimals)
{
  const AbiValue holder = abi_address (address_is_zero (whose) ? &list->account : whose);

  add (list,
       (SuretyWatch) { .kind = SURETY_CHANGE_BALANCE,
                       .subject = *token,
                       .spender = *whose,
                       .symbol = symbol,
                       .decimals = decimals,
                       .list = -1 },
       token, surety_eigenlayer_abi (EL_BALANCE_OF), &holder, 1);
}

static void
add_allowance (List *list, SuretyPromise *promise)
{
  const AbiValue args[] = { abi_address (&list->account),
                            abi_address (surety_promise_get_spender (promise)) };

  add (list,
       (SuretyWatch) { .kind = SURETY_CHANGE_ALLOWANCE,
                       .subject = *surety_promise_get_subject (promise),
                       .spender = *surety_promise_get_spender (promise),
                       .symbol = surety_promise_get_symbol (promise),
                       .decimals = surety_promise_get_decimals (promise),
                       .list = -1 },
       surety_promise_get_subject (promise), surety_eigenlayer_abi (EL_ALLOWANCE), args, 2);
}

static void
add_claimed (List *list, SuretyPromise *promise)
{
  const AbiValue args[] = { abi_address (surety_promise_get_spender (promise)),
                            abi_address (surety_promise_get_subject (promise)) };
  Address rewards;

  if (surety_network_get_contract (list->self->network, "RewardsCoordinator", &rewards, NULL))
    add (list,
         (SuretyWatch) { .kind = SURETY_CHANGE_CLAIMED,
                         .subject = *surety_promise_get_subject (promise),
                         .spender = *surety_promise_get_spender (promise),
                         .symbol = surety_promise_get_symbol (promise),
                         .decimals = surety_promise_get_decimals (promise),
                         .list = -1 },
         &rewards, surety_eigenlayer_abi (EL_CUMULATIVE_CLAIMED), args, 2);
}

static void
add_shares (List *list, const Address *strategy)
{
  const SuretyToken *token = surety_network_find_strategy (list->self->network, strategy);
  AbiValue item = abi_address (strategy);
  const AbiValue args[] = { abi_address (&list->account), abi_array (&item, 1) };

  add (list,
       (SuretyWatch) { .kind = SURETY_CHANGE_SHARES,
                       .subject = *strategy,
                       .symbol = token != NULL ? token->symbol : "",
                       .decimals = token != NULL ? token->decimals : 18,
                       .list = 0 },
       &list->self->delegation_manager, surety_eigenlayer_abi (EL_GET_WITHDRAWABLE_SHARES), args,
       2);
  if (token != NULL)
    add_balance (list, &token->token, &nobody, token->symbol, token->decimals);
}

static void
add_delegation (List *list)
{
  const AbiValue account = abi_address (&list->account);

  add (list, (SuretyWatch) { .kind = SURETY_CHANGE_DELEGATION, .symbol = "", .list = -1 },
       &list->self->delegation_manager, surety_eigenlayer_abi (EL_DELEGATED_TO), &account, 1);
}

static void
add_exits (List *list)
{
  const AbiValue account = abi_address (&list->account);

  add (list, (SuretyWatch) { .kind = SURETY_CHANGE_EXITS, .symbol = "", .list = -1 },
       &list->self->delegation_manager, surety_eigenlayer_abi (EL_CUMULATIVE_WITHDRAWALS_QUEUED),
       &account, 1);
}

static void
add_promised (List *list, SuretyPromise *promise)
{
  switch (surety_promise_get_kind (promise))
    {
    case SURETY_PROMISE_ALLOWANCE_EQUALS:
    case SURETY_PROMISE_ALLOWANCE_AT_LEAST:
      add_balance (list, surety_promise_get_subject (promise), &nobody,
                   surety_promise_get_symbol (promise), surety_promise_get_decimals (promise));
      add_allowance (list, promise);
      break;
    case SURETY_PROMISE_SHARES_AT_LEAST:
    case SURETY_PROMISE_DEPOSIT_SHARES_AT_LEAST:
    case SURETY_PROMISE_DEPOSIT_SHARES_EQUALS:
      add_shares (list, surety_promise_get_subject (promise));
      break;
    case SURETY_PROMISE_TOKEN_BALANCE_AT_LEAST:
    case SURETY_PROMISE_TOKEN_BALANCE_AT_MOST:
      add_balance (list, surety_promise_get_subject (promise), surety_promise_get_spender (promise),
                   surety_promise_get_symbol (promise), surety_promise_get_decimals (promise));
      break;
    case SURETY_PROMISE_EXITS_QUEUED_AT_LEAST:
      add_exits (list);
      break;
    case SURETY_PROMISE_REWARDS_CLAIMED:
      add_claimed (list, promise);
      break;
    case SURETY_PROMISE_DELEGATED_TO:
    case SURETY_PROMISE_EXIT_GONE:
    default:
      break;
    }
}

DexFuture *
surety_eigenlayer_simulate (SuretyProtocol *protocol, SuretyPlan *plan)
{
  g_autoptr (GPtrArray)
    watches = g_ptr_array_new_with_free_func ((GDestroyNotify) surety_watch_free);
  List list = {
    .self = SURETY_EIGENLAYER (protocol),
    .account = *surety_intent_get_account (surety_plan_get_intent (plan)),
    .watches = watches,
  };

  add_eth (&list);
  for (guint i = 0; i < surety_plan_get_n_steps (plan); i++)
    {
      SuretyStep *step = surety_plan_get_step (plan, i);
      GPtrArray *promises = surety_step_get_promises (step);

      for (guint k = 0; k < promises->len; k++)
        add_promised (&list, g_ptr_array_index (promises, k));
      if (surety_step_get_strategy (step) != NULL)
        add_shares (&list, surety_step_get_strategy (step));
    }
  add_delegation (&list);
  return surety_plan_simulation_run (list.self->endpoints, plan, watches);
}
