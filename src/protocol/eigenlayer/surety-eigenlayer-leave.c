/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-plan-private.h"

/* Exit, finish an exit, undelegate: all with DelegationManager. */

#define GAS_QUEUE 600000u
#define GAS_COMPLETE 250000u
#define GAS_COMPLETE_PER_STRATEGY 200000u
#define GAS_UNDELEGATE 250000u
#define GAS_UNDELEGATE_PER_STRATEGY 350000u

#define PAUSED_QUEUE 1u /* bits of DelegationManager.paused() */
#define PAUSED_COMPLETE 2u

/* Other exits from the strategy in between move its share price by single wei; a rebasing token's
 * transfer loses 1 or 2. */
#define TOLERANCE ((u256) 1000)
/* A negative rebase (validators were slashed) is passed on to the strategy. */
#define REBASE_TOLERANCE_DIVISOR ((u256) 1000)

/* So many shares that what they are worth says what one is worth as exactly as is ever needed. */
#define PROBE_SHARES (U256_WAD * 1000000000u)

static guint
ask_paused (SuretyEigenlayerPlanning *planning)
{
  return surety_eigenlayer_ask (planning->facts, &planning->self->delegation_manager, EL_PAUSED, 0,
                                NULL);
}

static guint
ask_account (SuretyEigenlayerPlanning *planning, SuretyEigenlayerItem item)
{
  AbiValue account = abi_address (surety_intent_get_account (planning->intent));

  return surety_eigenlayer_ask (planning->facts, &planning->self->delegation_manager, item, 1,
                                &account);
}

/* For its sentence only: a strategy that does not answer keeps nobody from leaving. The shares of a part
 * were rounded up from an amount, so it is the amount again; of all shares it is never more than they
 * are worth. */
static void
read_worth (SuretyEigenlayerPlanning *planning,
            guint call_probe,
            u256 withdrawable,
            u256 deposited,
            SuretyStepFacts *facts)
{
  Rounding rounding = facts->amount == deposited ? ROUND_DOWN : ROUND_UP;
  u256 probe = 0;
  u256 shares = 0;

  facts->has_worth = surety_multicall_get_word (planning->facts, call_probe, &probe, NULL) &&
                     u256_mul_div (withdrawable, facts->amount, deposited, rounding, &shares) &&
                     u256_mul_div (shares, probe, PROBE_SHARES, rounding, &facts->worth);
}

gboolean
surety_eigenlayer_plan_exit (SuretyEigenlayerPlanning *planning, SuretyFlow *flow, GError **error)
{
  const Address *account = surety_intent_get_account (planning->intent);
  const Address *strategy = surety_intent_get_strategy (planning->intent);
  const SuretyToken *token = surety_network_find_strategy (planning->self->network, strategy);
  u256 amount = surety_intent_get_amount (planning->intent);
  u256 withdrawable, deposited, queued;
  g_autoptr (GPtrArray) promises = g_ptr_array_new_with_free_func (g_object_unref);
  guint call_paused, call_queued, call_shares, call_probe;
  AbiValue probe = abi_uint (PROBE_SHARES);

  if (token == NULL)
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_REVIEW,
                                     "The network file does not know this strategy");

  call_paused = ask_paused (planning);
  call_queued = ask_account (planning, EL_CUMULATIVE_WITHDRAWALS_QUEUED);
  call_shares = surety_eigenlayer_ask_shares (planning, strategy);
  call_probe = surety_eigenlayer_ask (planning->facts, strategy, EL_SHARES_TO_UNDERLYING_VIEW, 1,
                                      &probe);
  if (!surety_eigenlayer_run (planning->self, flow, planning->facts, 0, error) ||
      !surety_eigenlayer_check_open (planning, call_paused, PAUSED_QUEUE, "Queueing withdrawals",
                                     error) ||
      !surety_multicall_get_word (planning->facts, call_queued, &queued, error) ||
      !surety_eigenlayer_read_shares (planning, call_shares, &withdrawable, &deposited, error))
    return FALSE;

  if (amount == U256_MAX)
    amount = deposited;
  if (amount == 0 || amount > deposited)
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_AMOUNT,
                                     amount == 0 ? "There is nothing to withdraw"
                                                 : "The amount is above the deposit shares held");

  AbiValue strategies[] = { abi_address (strategy) };
  AbiValue shares[] = { abi_uint (amount) };
  AbiValue fields[] = { abi_array (strategies, 1), abi_array (shares, 1), abi_address (account) };
  AbiValue params[] = { abi_tuple (fields, 3) };
  AbiValue args[] = { abi_array (params, 1) };
  SuretyStepFacts facts = {
    .kind = "queue-withdrawal",
    .to = planning->self->delegation_manager,
    .gas_hint = GAS_QUEUE,
    .promises = promises,
    .symbol = token->symbol,
    .decimals = token->decimals,
    .amount = amount,
    .has_strategy = TRUE,
    .strategy = *strategy,
  };

  read_worth (planning, call_probe, withdrawable, deposited, &facts);
  surety_eigenlayer_add_promise (promises, SURETY_PROMISE_EXITS_QUEUED_AT_LEAST, NULL, NULL,
                                 queued + 1, NULL);
  surety_eigenlayer_add_promise (promises, SURETY_PROMISE_DEPOSIT_SHARES_EQUALS, strategy, NULL,
                                 deposited - amount, token);
  surety_eigenlayer_add_step (planning, &facts, EL_QUEUE_WITHDRAWALS, 1, args);
  return TRUE;
}

/* --- finishing --- */

typedef struct
{
  guint paused;
  guint pending;
  guint delay;
  guint queued;
  guint *balances; /* one a strategy: the token's balance, or the deposit shares */
} FinishCalls;

static gboolean
check_finish_intent (SuretyEigenlayerPlanning *planning, GError **error)
{
  const SuretyWithdrawal *withdrawal = surety_intent_get_withdrawal (planning->intent);
  const Address *account = surety_intent_get_account (planning->intent);

  if (!address_equal (&withdrawal->staker, account) ||
      !address_equal (&withdrawal->withdrawer, account))
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_REVIEW,
                                     "The withdrawal is another account's");
  for (guint i = 0; i < withdrawal->n; i++)
    if (surety_network_find_strategy (planning->self->network, &withdrawal->strategies[i]) == NULL)
      return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_REVIEW,
                                       "The network file does not know a strategy of it");
  return TRUE;
}

static void
ask_finish (SuretyEigenlayerPlanning *planning, const Hash *root, FinishCalls *calls)
{
  SuretyEigenlayer *self = planning->self;
  const SuretyWithdrawal *withdrawal = surety_intent_get_withdrawal (planning->intent);
  AbiValue account = abi_address (surety_intent_get_account (planning->intent));
  AbiValue root_value = abi_fixed_bytes ((Bytes) { root->bytes, sizeof root->bytes });

  calls->paused = ask_paused (planning);
  calls->pending = surety_eigenlayer_ask (planning->facts, &self->delegation_manager,
                                          EL_PENDING_WITHDRAWALS, 1, &root_value);
  calls->delay = surety_eigenlayer_ask (planning->facts, &self->delegation_manager,
                                        EL_MIN_WITHDRAWAL_DELAY_BLOCKS, 0, NULL);
  calls->queued = ask_account (planning, EL_GET_QUEUED_WITHDRAWALS);
  for (guint i = 0; i < withdrawal->n; i++)
    {
      const SuretyToken *token = surety_network_find_strategy (self->network,
                                                               &withdrawal->strategies[i]);

      if (surety_intent_get_as_tokens (planning->intent))
        calls->balances[i] = surety_eigenlayer_ask (planning->facts, &token->token, EL_BALANCE_OF,
                                                    1, &account);
      else
        calls->balances[i] = surety_eigenlayer_ask_shares (planning, &token->strategy);
    }
}

/* Shares the withdrawal pays now, after what was slashed while it waited. */
static gboolean
find_shares_now (SuretyEigenlayerPlanning *planning,
                 guint call,
                 const Hash *root,
                 u256 *out,
                 GError **error)
{
  AbiValues values = { 0 };
  gboolean found = FALSE;

  if (!surety_multicall_get (planning->facts, call, &values, error))
    return FALSE;
  for (gsize i = 0; i < values.values[0].n_items && i < values.values[1].n_items && !found; i++)
    {
      u256 *shares = NULL;
      SuretyWithdrawal *withdrawal = surety_eigenlayer_read_withdrawal (&values.values[0].items[i],
                                                                        &values.values[1].items[i],
                                                                        &shares);
      Hash other;

      if (withdrawal == NULL)
        break;
      other = surety_withdrawal_root (withdrawal);
      found = hash_equal (&other, root);
      for (guint k = 0; k < withdrawal->n && found; k++)
        out[k] = shares[k];
      surety_withdrawal_free (withdrawal);
      g_free (shares);
    }
  abi_values_clear (&values);
  if (!found)
    surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_NOTHING_TO_DO,
                              "The withdrawal is not queued (any more)");
  return found;
}

static gboolean
check_finish (SuretyEigenlayerPlanning *planning,
              const FinishCalls *calls,
              const Hash *root,
              u256 *shares,
              GError **error)
{
  const SuretyWithdrawal *withdrawal = surety_intent_get_withdrawal (planning->intent);
  u256 pending, delay;

  if (!surety_multicall_get_word (planning->facts, calls->pending, &pending, error) ||
      !surety_multicall_get_word (planning->facts, calls->delay, &delay, error))
    return FALSE;
  if (pending == 0)
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_NOTHING_TO_DO,
                                     "The withdrawal is not queued (any more)");
  /* One block later than the earliest: what is signed is simulated on the head first. */
  if (surety_multicall_get_block (planning->facts) <
      (guint64) withdrawal->start_block + (guint64) delay + 1)
    return surety_eigenlayer_refuse (
      error, SURETY_PROTOCOL_ERROR_NOT_YET,
      "The withdrawal can be completed from block %" G_GUINT64_FORMAT,
      (guint64) withdrawal->start_block + (guint64) delay + 1);
  return surety_eigenlayer_check_open (planning, calls->paused, PAUSED_COMPLETE,
                                       "Completing withdrawals", error) &&
         find_shares_now (planning, calls->queued, root, shares, error);
}

/* What the shares are worth in tokens, at the same block. */
static gboolean
read_tokens (SuretyEigenlayerPlanning *planning,
             SuretyFlow *flow,
             const u256 *shares,
             u256 *out,
             GError **error)
{
  const SuretyWithdrawal *withdrawal = surety_intent_get_withdrawal (planning->intent);
  g_autoptr (SuretyMulticall) worth = surety_eigenlayer_multicall_new_deciding (planning->self);

  for (guint i = 0; i < withdrawal->n; i++)
    {
      AbiValue amount = abi_uint (shares[i]);

      surety_eigenlayer_ask (worth, &withdrawal->strategies[i], EL_SHARES_TO_UNDERLYING_VIEW, 1,
                             &amount);
    }
  if (!surety_eigenlayer_run (planning->self, flow, worth,
                              surety_multicall_get_block (planning->facts), error))
    return FALSE;
  for (guint i = 0; i < withdrawal->n; i++)
    if (!surety_multicall_get_word (worth, i, &out[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
add_finish_promise (SuretyEigenlayerPlanning *planning,
                    guint i,
                    guint call,
                    u256 tokens,
                    u256 shares,
                    GPtrArray *promises,
                    GError **error)
{
  const SuretyWithdrawal *withdrawal = surety_intent_get_withdrawal (planning->intent);
  const SuretyToken *token = surety_network_find_strategy (planning->self->network,
                                                           &withdrawal->strategies[i]);
  u256 before, unused, after;

  if (surety_intent_get_as_tokens (planning->intent))
    {
      if (!surety_multicall_get_word (planning->facts, call, &before, error))
        return FALSE;
      if (token->rebasing)
        {
          tokens -= tokens / REBASE_TOLERANCE_DIVISOR;
          before -= before / REBASE_TOLERANCE_DIVISOR;
        }
      if (!u256_add (before, surety_eigenlayer_less (tokens, TOLERANCE), &after))
        after = U256_MAX;
      surety_eigenlayer_add_promise (promises, SURETY_PROMISE_TOKEN_BALANCE_AT_LEAST, &token->token,
                                     NULL, surety_eigenlayer_less (after, 2), token);
      return TRUE;
    }

  if (!surety_eigenlayer_read_shares (planning, call, &unused, &before, error))
    return FALSE;
  if (!u256_add (before, surety_eigenlayer_less (shares, TOLERANCE), &after))
    after = U256_MAX;
  surety_eigenlayer_add_promise (promises, SURETY_PROMISE_DEPOSIT_SHARES_AT_LEAST, &token->strategy,
                                 NULL, after, token);
  return TRUE;
}

static void
add_finish_step (SuretyEigenlayerPlanning *planning, const u256 *tokens, GPtrArray *promises)
{
  SuretyNetwork *network = planning->self->network;
  const SuretyWithdrawal *withdrawal = surety_intent_get_withdrawal (planning->intent);
  guint n = withdrawal->n;
  g_autofree AbiValue *strategies = g_new0 (AbiValue, n);
  g_autofree AbiValue *shares = g_new0 (AbiValue, n);
  g_autofree AbiValue *assets = g_new0 (AbiValue, n);
  SuretyStepFacts facts = {
    .kind = "complete-withdrawal",
    .to = planning->self->delegation_manager,
    .gas_hint = GAS_COMPLETE + n * GAS_COMPLETE_PER_STRATEGY,
    .promises = promises,
  };

  for (guint i = 0; i < n; i++)
    {
      strategies[i] = abi_address (&withdrawal->strategies[i]);
      shares[i] = abi_uint (withdrawal->scaled_shares[i]);
      assets[i] = abi_address (
        &surety_network_find_strategy (network, &withdrawal->strategies[i])->token);
    }

  AbiValue fields[] = {
    abi_address (&withdrawal->staker),
    abi_address (&withdrawal->delegated_to),
    abi_address (&withdrawal->withdrawer),
    abi_uint (withdrawal->nonce),
    abi_uint (withdrawal->start_block),
    abi_array (strategies, n),
    abi_array (shares, n),
  };
  AbiValue args[] = {
    abi_tuple (fields, G_N_ELEMENTS (fields)),
    abi_array (assets, n),
    abi_bool (surety_intent_get_as_tokens (planning->intent)),
  };

  if (n == 1)
    {
      const SuretyToken *token = surety_network_find_strategy (network, &withdrawal->strategies[0]);

      facts.symbol = token->symbol;
      facts.decimals = token->decimals;
      facts.amount = tokens[0];
      facts.has_strategy = TRUE;
      facts.strategy = token->strategy;
    }
  surety_eigenlayer_add_step (planning, &facts, EL_COMPLETE_QUEUED_WITHDRAWAL, 3, args);
}

gboolean
surety_eigenlayer_plan_finish_exit (SuretyEigenlayerPlanning *planning,
                                    SuretyFlow *flow,
                                    GError **error)
{
  const SuretyWithdrawal *withdrawal = surety_intent_get_withdrawal (planning->intent);
  g_autofree guint *balances = g_new0 (guint, withdrawal->n + 1);
  g_autofree u256 *shares = g_new0 (u256, withdrawal->n + 1);
  g_autofree u256 *tokens = g_new0 (u256, withdrawal->n + 1);
  g_autoptr (GPtrArray) promises = g_ptr_array_new_with_free_func (g_object_unref);
  FinishCalls calls = { .balances = balances };
  Hash root = surety_withdrawal_root (withdrawal);

  if (!check_finish_intent (planning, error))
    return FALSE;
  ask_finish (planning, &root, &calls);
  if (!surety_eigenlayer_run (planning->self, flow, planning->facts, 0, error) ||
      !check_finish (planning, &calls, &root, shares, error) ||
      !read_tokens (planning, flow, shares, tokens, error))
    return FALSE;

  surety_eigenlayer_add_promise (promises, SURETY_PROMISE_EXIT_GONE, NULL, NULL,
                                 u256_from_be (root.bytes), NULL);
  for (guint i = 0; i < withdrawal->n; i++)
    if (!add_finish_promise (planning, i, balances[i], tokens[i], shares[i], promises, error))
      return FALSE;
  add_finish_step (planning, tokens, promises);
  return TRUE;
}

gboolean
surety_eigenlayer_plan_undelegate (SuretyEigenlayerPlanning *planning,
                                   SuretyFlow *flow,
                                   GError **error)
{
  const Address *account = surety_intent_get_account (planning->intent);
  AbiValue args[] = { abi_address (account) };
  g_autoptr (GPtrArray) promises = g_ptr_array_new_with_free_func (g_object_unref);
  guint call_paused = ask_paused (planning);
  guint call_delegated_to = ask_account (planning, EL_DELEGATED_TO);
  guint call_is_operator = ask_account (planning, EL_IS_OPERATOR);
  guint call_deposited = ask_account (planning, EL_GET_DEPOSITED_SHARES);
  guint call_queued = ask_account (planning, EL_CUMULATIVE_WITHDRAWALS_QUEUED);
  AbiValues deposited = { 0 };
  Address provider;
  u256 is_operator, queued;
  gsize n;

  if (!surety_eigenlayer_run (planning->self, flow, planning->facts, 0, error) ||
      !surety_multicall_get_address (planning->facts, call_delegated_to, &provider, error) ||
      !surety_multicall_get_word (planning->facts, call_is_operator, &is_operator, error) ||
      !surety_multicall_get_word (planning->facts, call_queued, &queued, error) ||
      !surety_multicall_get (planning->facts, call_deposited, &deposited, error))
    return FALSE;
  n = deposited.values[0].n_items;
  abi_values_clear (&deposited);

  if (address_is_zero (&provider))
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_NOT_DELEGATED,
                                     "The account delegates to nobody");
  if (is_operator != 0)
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_CLOSED,
                                     "The account is an operator: that is permanent");
  if (!surety_eigenlayer_check_open (planning, call_paused, PAUSED_QUEUE, "Queueing withdrawals",
                                     error))
    return FALSE;

  SuretyStepFacts facts = {
    .kind = "undelegate",
    .to = planning->self->delegation_manager,
    .gas_hint = GAS_UNDELEGATE + n * GAS_UNDELEGATE_PER_STRATEGY,
    .promises = promises,
    .has_provider = TRUE,
    .provider = provider,
  };

  surety_eigenlayer_add_promise (promises, SURETY_PROMISE_DELEGATED_TO, NULL, NULL, 0, NULL);
  surety_eigenlayer_add_promise (promises, SURETY_PROMISE_EXITS_QUEUED_AT_LEAST, NULL, NULL,
                                 queued + n, NULL);
  surety_eigenlayer_add_step (planning, &facts, EL_UNDELEGATE, 1, args);
  return TRUE;
}
