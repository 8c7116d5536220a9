/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-plan-private.h"

#include "surety-allowance.h"

/* Enter: tokens made of ETH if the intent says so, then exact approval, deposit, delegation; each left
 * out when it is true already. */

/* Gas by experience on mainnet, on the high side. */
#define GAS_APPROVE 70000u
#define GAS_DEPOSIT 320000u
#define GAS_DELEGATE 320000u

/* What arithmetic loses: share prices round down, a rebasing token's transfer loses 1 or 2 wei
 * (Lido), and the two roundings of withdrawable shares some tens of wei. */
#define TOLERANCE ((u256) 1000)
/* A rebasing token's share price rises between plan and block, about 0.01 % a day: fewer shares for
 * the same tokens. */
#define REBASE_TOLERANCE_DIVISOR ((u256) 1000)

typedef struct
{
  guint manager_paused;
  guint delegation_paused;
  guint strategy_paused;
  guint whitelisted;
  guint balance;
  guint allowance;
  guint delegated_to;
  guint is_operator;
  guint approver;
  guint vault_state;
  guint max_magnitude;
  guint shares;
  guint expected;
  guint limits;
  guint strategy_balance;
} EnterCalls;

typedef struct
{
  u256 amount;  /* what is deposited */
  u256 arrives; /* of it, what the plan makes of ETH first */
  u256 balance; /* with what arrives */
  u256 allowance;
  Address delegated_to;
  u256 withdrawable;
  u256 deposited;
  u256 expected; /* shares for the amount, less what may be lost */
} EnterFacts;

static void
ask (SuretyEigenlayerPlanning *planning, const SuretyToken *token, u256 deposit, EnterCalls *calls)
{
  SuretyEigenlayer *self = planning->self;
  SuretyMulticall *facts = planning->facts;
  const Address *manager = &self->strategy_manager;
  const Address *delegation = &self->delegation_manager;
  AbiValue account = abi_address (surety_intent_get_account (planning->intent));
  AbiValue provider = abi_address (surety_intent_get_provider (planning->intent));
  AbiValue amount = abi_uint (deposit);
  AbiValue strategy = abi_address (&token->strategy);
  AbiValue allowance[] = { account, abi_address (manager) };
  AbiValue magnitude[] = { provider, abi_array (&strategy, 1) };

  calls->manager_paused = surety_eigenlayer_ask (facts, manager, EL_PAUSED, 0, NULL);
  calls->delegation_paused = surety_eigenlayer_ask (facts, delegation, EL_PAUSED, 0, NULL);
  calls->strategy_paused = surety_eigenlayer_ask (facts, &token->strategy, EL_PAUSED, 0, NULL);
  calls->whitelisted = surety_eigenlayer_ask (facts, manager, EL_STRATEGY_IS_WHITELISTED, 1,
                                              &strategy);
  calls->balance = surety_eigenlayer_ask (facts, &token->token, EL_BALANCE_OF, 1, &account);
  calls->allowance = surety_eigenlayer_ask (facts, &token->token, EL_ALLOWANCE, 2, allowance);
  calls->delegated_to = surety_eigenlayer_ask (facts, delegation, EL_DELEGATED_TO, 1, &account);
  calls->is_operator = surety_eigenlayer_ask (facts, delegation, EL_IS_OPERATOR, 1, &provider);
  calls->approver = surety_eigenlayer_ask (facts, delegation, EL_DELEGATION_APPROVER, 1, &provider);
  calls->vault_state = surety_eigenlayer_ask (facts, surety_intent_get_provider (planning->intent),
                                              EL_VAULT_STATE, 0, NULL);
  calls->max_magnitude = surety_eigenlayer_ask (facts, &self->allocation_manager,
                                                EL_GET_MAX_MAGNITUDES, 2, magnitude);
  calls->shares = surety_eigenlayer_ask_shares (planning, &token->strategy);
  calls->expected = surety_eigenlayer_ask (facts, &token->strategy, EL_UNDERLYING_TO_SHARES_VIEW, 1,
                                           &amount);
  calls->limits = surety_eigenlayer_ask (facts, &token->strategy, EL_GET_TVL_LIMITS, 0, NULL);
  calls->strategy_balance = surety_eigenlayer_ask (facts, &token->token, EL_BALANCE_OF, 1,
                                                   &strategy);
}

/* Caps of StrategyBaseTVLLimits; other strategies have none and do not know the question. */
static gboolean
check_limits (SuretyEigenlayerPlanning *planning,
              const EnterCalls *calls,
              u256 amount,
              GError **error)
{
  AbiValues values = { 0 };
  u256 held, after;
  gboolean ok = TRUE;

  if (!surety_multicall_get (planning->facts, calls->limits, &values, NULL))
    return TRUE;
  if (amount > values.values[0].word)
    ok = surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_CLOSED,
                                   "The amount is above the strategy's limit for one deposit");
  else if (!surety_multicall_get_word (planning->facts, calls->strategy_balance, &held, error))
    ok = FALSE;
  else if (!u256_add (held, amount, &after) || after > values.values[1].word)
    ok = surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_CLOSED,
                                   "The strategy's limit for all deposits is reached");
  abi_values_clear (&values);
  return ok;
}

static gboolean
check_deposit (SuretyEigenlayerPlanning *planning,
               const SuretyToken *token,
               const EnterCalls *calls,
               EnterFacts *out,
               GError **error)
{
  u256 whitelisted;

  if (!surety_multicall_get_word (planning->facts, calls->whitelisted, &whitelisted, error))
    return FALSE;
  if (whitelisted == 0)
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_CLOSED,
                                     "The strategy does not take deposits any more");
  if (!surety_eigenlayer_check_open (planning, calls->manager_paused, 0,
                                     "Depositing with StrategyManager", error) ||
      !surety_eigenlayer_check_open (planning, calls->strategy_paused, 0,
                                     "Depositing into this strategy", error) ||
      !surety_multicall_get_word (planning->facts, calls->balance, &out->balance, error) ||
      !surety_multicall_get_word (planning->facts, calls->allowance, &out->allowance, error))
    return FALSE;
  if (!u256_add (out->balance, out->arrives, &out->balance))
    out->balance = U256_MAX;
  if (out->amount > out->balance)
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_AMOUNT,
                                     "The amount is above the balance");
  if (!check_limits (planning, calls, out->amount, error) ||
      !surety_eigenlayer_read_shares (planning, calls->shares, &out->withdrawable, &out->deposited,
                                      error) ||
      !surety_multicall_get_word (planning->facts, calls->expected, &out->expected, error))
    return FALSE;
  if (out->expected == 0)
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_AMOUNT,
                                     "The amount is too small for a single share");

  if (token->rebasing)
    out->expected -= out->expected / REBASE_TOLERANCE_DIVISOR;
  out->expected = surety_eigenlayer_less (out->expected, TOLERANCE);
  return TRUE;
}

static gboolean
check_delegation (SuretyEigenlayerPlanning *planning,
                  const EnterCalls *calls,
                  EnterFacts *out,
                  GError **error)
{
  const Address *provider = surety_intent_get_provider (planning->intent);
  Address approver;
  AbiValues magnitudes = { 0 };
  gboolean slashed;
  u256 is_operator, state;

  if (!surety_multicall_get_address (planning->facts, calls->delegated_to, &out->delegated_to,
                                     error) ||
      !surety_multicall_get_word (planning->facts, calls->is_operator, &is_operator, error) ||
      !surety_multicall_get_address (planning->facts, calls->approver, &approver, error) ||
      !surety_multicall_get (planning->facts, calls->max_magnitude, &magnitudes, error))
    return FALSE;
  slashed = magnitudes.values[0].n_items == 1 && magnitudes.values[0].items[0].word == 0;
  abi_values_clear (&magnitudes);

  if (is_operator == 0)
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_NOT_OPERATOR,
                                     "The address is no registered operator");
  /* No other operator answers this. */
  if (surety_multicall_get_word (planning->facts, calls->vault_state, &state, NULL))
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_LOCKS,
                                     "The operator is a duration vault");
  if (!address_is_zero (&out->delegated_to) && !address_equal (&out->delegated_to, provider))
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_DELEGATED_ELSEWHERE,
                                     "The account delegates to another operator");
  if (slashed)
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_FULLY_SLASHED,
                                     "Nothing is left of the operator's stake in this strategy");
  if (!address_is_zero (&out->delegated_to))
    return TRUE;
  if (!address_is_zero (&approver))
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_NEEDS_APPROVAL,
                                     "The operator accepts only stakers it has signed for");
  return surety_eigenlayer_check_open (planning, calls->delegation_paused, 0, "Delegating", error);
}

static void
add_approve (SuretyEigenlayerPlanning *planning, const SuretyToken *token, u256 amount)
{
  const Address *manager = &planning->self->strategy_manager;
  AbiValue args[] = { abi_address (manager), abi_uint (amount) };
  g_autoptr (GPtrArray) promises = g_ptr_array_new_with_free_func (g_object_unref);
  SuretyStepFacts facts = {
    .kind = "approve",
    .to = token->token,
    .gas_hint = GAS_APPROVE,
    .promises = promises,
    .symbol = token->symbol,
    .decimals = token->decimals,
    .amount = amount,
    .has_strategy = TRUE,
    .strategy = token->strategy,
  };

  surety_eigenlayer_add_promise (promises, SURETY_PROMISE_ALLOWANCE_EQUALS, &token->token, manager,
                                 amount, token);
  surety_eigenlayer_add_step (planning, &facts, EL_APPROVE, 2, args);
}

static void
add_shares_promise (const SuretyToken *token, const EnterFacts *enter, GPtrArray *promises)
{
  u256 shares;

  if (!u256_add (enter->withdrawable, enter->expected, &shares))
    shares = U256_MAX;
  surety_eigenlayer_add_promise (promises, SURETY_PROMISE_SHARES_AT_LEAST, &token->strategy, NULL,
                                 surety_eigenlayer_less (shares, TOLERANCE), token);
}

static void
add_deposit (SuretyEigenlayerPlanning *planning,
             const SuretyToken *token,
             const EnterFacts *enter,
             gboolean approves)
{
  u256 amount = enter->amount;
  AbiValue args[] = {
    abi_address (&token->strategy),
    abi_address (&token->token),
    abi_uint (amount),
  };
  g_autoptr (GPtrArray) promises = g_ptr_array_new_with_free_func (g_object_unref);
  SuretyStepFacts facts = {
    .kind = "deposit",
    .to = planning->self->strategy_manager,
    .gas_hint = GAS_DEPOSIT,
    .promises = promises,
    .symbol = token->symbol,
    .decimals = token->decimals,
    .amount = amount,
    .has_strategy = TRUE,
    .strategy = token->strategy,
  };

  add_shares_promise (token, enter, promises);
  surety_eigenlayer_add_promise (promises, SURETY_PROMISE_TOKEN_BALANCE_AT_LEAST, &token->token,
                                 NULL, surety_eigenlayer_less (enter->balance - amount, TOLERANCE),
                                 token);
  /* What was granted before and is not used up is read back too. Tokens differ in whether they count an unlimited one down. */
  surety_eigenlayer_add_promise (promises,
                                 enter->allowance < SURETY_ALLOWANCE_UNLIMITED || approves
                                   ? SURETY_PROMISE_ALLOWANCE_EQUALS
                                   : SURETY_PROMISE_ALLOWANCE_AT_LEAST,
                                 &token->token, &planning->self->strategy_manager,
                                 approves ? 0 : enter->allowance - amount, token);
  surety_eigenlayer_add_step (planning, &facts, EL_DEPOSIT_INTO_STRATEGY, 3, args);
}

static void
add_delegate (SuretyEigenlayerPlanning *planning, const SuretyToken *token, const EnterFacts *enter)
{
  const Address *provider = surety_intent_get_provider (planning->intent);
  static const guint8 salt[32];
  AbiValue approval[] = { abi_bytes ((Bytes) { NULL, 0 }), abi_uint (0) };
  AbiValue args[] = {
    abi_address (provider),
    abi_tuple (approval, 2),
    abi_fixed_bytes ((Bytes) { salt, sizeof salt }),
  };
  g_autoptr (GPtrArray) promises = g_ptr_array_new_with_free_func (g_object_unref);
  SuretyStepFacts facts = {
    .kind = "delegate",
    .to = planning->self->delegation_manager,
    .gas_hint = GAS_DELEGATE,
    .promises = promises,
    .has_provider = TRUE,
    .provider = *provider,
  };

  surety_eigenlayer_add_promise (promises, SURETY_PROMISE_DELEGATED_TO, provider, NULL, 0, NULL);
  add_shares_promise (token, enter, promises);
  surety_eigenlayer_add_step (planning, &facts, EL_DELEGATE_TO, 3, args);
}

gboolean
surety_eigenlayer_plan_enter (SuretyEigenlayerPlanning *planning, SuretyFlow *flow, GError **error)
{
  const SuretyToken *token = surety_network_find_strategy (planning->self->network,
                                                           surety_intent_get_strategy (
                                                             planning->intent));
  EnterCalls calls;
  EnterFacts enter = { .amount = surety_intent_get_amount (planning->intent) };
  gboolean approves;

  if (token == NULL)
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_CLOSED,
                                     "The network file does not know this strategy");
  if (surety_intent_get_mints (planning->intent))
    {
      if (!surety_eigenlayer_plan_mint (planning, flow, token, &enter.arrives, error))
        return FALSE;
      if (enter.amount == 0)
        enter.amount = enter.arrives;
    }
  if (enter.amount == 0)
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_AMOUNT, "The amount is zero");

  ask (planning, token, enter.amount, &calls);
  if (!surety_eigenlayer_run_proved (planning->self, flow, planning->facts, 0, NULL, error) ||
      !check_deposit (planning, token, &calls, &enter, error) ||
      !check_delegation (planning, &calls, &enter, error))
    return FALSE;

  approves = enter.allowance < enter.amount;
  if (approves)
    add_approve (planning, token, enter.amount);
  add_deposit (planning, token, &enter, approves);
  if (address_is_zero (&enter.delegated_to))
    add_delegate (planning, token, &enter);
  return TRUE;
}
