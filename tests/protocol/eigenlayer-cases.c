/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eigenlayer-cases.h"

#include "rigged-transport.h"
#include "surety-allowance-list.h"
#include "surety-eigenlayer.h"
#include "surety-plan-simulation.h"
#include "surety-protocol-error.h"
#include "surety-review.h"

/* Longer than any real run; a hang fails. */
#define PATIENCE_SECONDS 60

static const Address *
account (const EigenlayerCase *self)
{
  return surety_signer_get_address (self->signer);
}

static SuretyPlan *
plan (const EigenlayerCase *self, SuretyIntent *intent)
{
  g_autoptr (GError) error = NULL;
  SuretyPlan *made = dex_await_object (surety_protocol_plan (self->protocol, intent), &error);

  g_assert_no_error (error);
  return made;
}

static void
assert_refused (const EigenlayerCase *self, SuretyIntent *intent, SuretyProtocolError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject)
    made = dex_await_object (surety_protocol_plan (self->protocol, intent), &error);

  g_assert_null (made);
  g_assert_error (error, SURETY_PROTOCOL_ERROR, (int) code);
}

SuretyHoldings *
eigenlayer_case_load (const EigenlayerCase *self)
{
  g_autoptr (GError) error = NULL;
  SuretyHoldings *holdings = dex_await_object (surety_protocol_load_holdings (self->protocol,
                                                                              account (self)),
                                               &error);

  g_assert_no_error (error);
  return holdings;
}

static u256
balance (SuretyHoldings *holdings, const Address *strategy)
{
  SuretyAsset *asset = surety_holdings_find_asset (holdings, strategy);

  g_assert_nonnull (asset);
  g_assert_true (surety_figure_is_known (surety_asset_get_balance (asset)));
  return surety_figure_get_value (surety_asset_get_balance (asset));
}

/* Nothing of EigenLayer's or a token's rounding is larger. */
static void
assert_close (u256 a, u256 b)
{
  u256 larger = u256_max (a, b);
  u256 difference = larger - u256_min (a, b);

  /* A rebasing token's price may move by a day's reward or so while the test winds the clock. */
  g_assert_true (difference <= 1000 + larger / 100);
}

/* --- running --- */

typedef struct
{
  gint64 plan;
  DexPromise *done;
} Run;

static void
finished_cb (SuretyRunner *runner, gint64 id, Run *run)
{
  if (id == run->plan || run->plan == 0)
    dex_promise_resolve_boolean (run->done, TRUE);
}

static void
stopped_cb (SuretyRunner *runner, gint64 id, const GError *error, Run *run)
{
  dex_promise_reject (run->done, g_error_copy (error));
}

static void
assert_final (const EigenlayerCase *self, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
    entries = dex_await_object (surety_journal_list_plan (self->journal, id), &error);

  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);
      g_autoptr (GPtrArray) results = NULL;

      g_assert_cmpint (surety_journal_entry_get_state (entry), ==, SURETY_JOURNAL_FINAL);
      g_assert_nonnull (surety_journal_entry_get_result (entry));
      results = surety_promise_results_from_json (surety_journal_entry_get_result (entry), &error);
      g_assert_no_error (error);
      g_assert_cmpuint (results->len, >, 0);
      for (guint k = 0; k < results->len; k++)
        {
          SuretyPromiseResult *result = g_ptr_array_index (results, k);
          char actual[U256_DECIMAL_SIZE], wanted[U256_DECIMAL_SIZE];

          u256_to_decimal (surety_promise_result_get_actual (result), actual);
          u256_to_decimal (surety_promise_get_value (surety_promise_result_get_promise (result)),
                           wanted);
          if (!surety_promise_result_get_kept (result))
            g_error ("%s, promise %u of kind %d: wanted %s, found %s (known %d)",
                     surety_journal_entry_get_kind (entry), k,
                     (int) surety_promise_get_kind (surety_promise_result_get_promise (result)),
                     wanted, actual, (int) surety_promise_result_get_known (result));
          g_assert_cmpuint (surety_promise_result_get_block (result), ==,
                            surety_journal_entry_get_block (entry));
        }
    }
}

/* --- trying out --- */

static SuretyPlanSimulation *
simulate (SuretyProtocol *protocol, SuretyPlan *made)
{
  g_autoptr (GError) error = NULL;
  SuretyPlanSimulation *simulation = dex_await_object (surety_protocol_simulate (protocol, made),
                                                       &error);

  g_assert_no_error (error);
  g_assert_cmpuint (surety_plan_simulation_get_block (simulation), >, 0);
  g_assert_cmpuint (surety_plan_simulation_get_witnesses (simulation), ==, 1);
  return simulation;
}

/* What the promise's check finds of it on the chain now. */
static u256
find_now (const EigenlayerCase *self, SuretyChange *change, SuretyPromiseKind kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) promises = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) results = NULL;

  g_ptr_array_add (promises, surety_promise_new (kind, surety_change_get_subject (change),
                                                 surety_change_get_spender (change), 0, "", 0));
  results = dex_await_boxed (surety_protocol_check (self->protocol, account (self), promises, 0),
                             &error);
  g_assert_no_error (error);
  return surety_promise_result_get_actual (g_ptr_array_index (results, 0));
}

/* What the plan was said to leave is what it left. */
static void
assert_came_true (const EigenlayerCase *self, SuretyPlanSimulation *simulation)
{
  GListModel *changes = surety_plan_simulation_get_changes (simulation);

  g_assert_cmpuint (g_list_model_get_n_items (changes), >=, 3);
  for (guint i = 0; i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (SuretyChange) change = g_list_model_get_item (changes, i);
      u256 before, after;

      g_assert_true (surety_change_get_before (change, &before));
      g_assert_true (surety_change_get_after (change, &after));
      switch (surety_change_get_kind (change))
        {
        case SURETY_CHANGE_BALANCE:
          assert_close (after, find_now (self, change, SURETY_PROMISE_TOKEN_BALANCE_AT_LEAST));
          break;
        case SURETY_CHANGE_ALLOWANCE:
          g_assert_true (after == find_now (self, change, SURETY_PROMISE_ALLOWANCE_EQUALS));
          break;
        case SURETY_CHANGE_SHARES:
          assert_close (after, find_now (self, change, SURETY_PROMISE_SHARES_AT_LEAST));
          break;
        case SURETY_CHANGE_DELEGATION:
          g_assert_true (after == find_now (self, change, SURETY_PROMISE_DELEGATED_TO));
          break;
        case SURETY_CHANGE_EXITS:
          g_assert_true (after == find_now (self, change, SURETY_PROMISE_EXITS_QUEUED_AT_LEAST));
          g_assert_true (after > before);
          break;
        case SURETY_CHANGE_CLAIMED:
          g_assert_true (after == find_now (self, change, SURETY_PROMISE_REWARDS_CLAIMED));
          g_assert_true (after > before);
          break;
        case SURETY_CHANGE_ETH:
        default:
          break;
        }
    }
}

/* An endpoint that serves no eth_simulateV1: tried out in one eth_call, with the same outcome, or, where
 * that is not served either, as far as the first step; then nothing is said of what comes after. */
static void
check_poorer_endpoint (const EigenlayerCase *self, SuretyPlan *made, SuretyPlanSimulation *full)
{
  const gboolean overrides = surety_network_get_kind (self->network) != SURETY_NETWORK_PRACTICE;
  SuretyRpc *rpc = surety_endpoints_get_rpc (self->endpoints, 0);
  g_autoptr (RiggedTransport) poor = rigged_transport_new (surety_rpc_get_transport (rpc));
  g_autoptr (SuretyEndpoints)
    endpoints = surety_endpoints_new (surety_network_get_chain_id (self->network));
  g_autoptr (SuretyProtocol) protocol = NULL;
  g_autoptr (SuretyPlanSimulation) simulation = NULL;

  rigged_transport_lie (poor, "eth_simulateV1", NULL, "null");
  surety_endpoints_add (endpoints, SURETY_TRANSPORT (poor));
  protocol = surety_eigenlayer_new (self->network, endpoints);
  simulation = simulate (protocol, made);
  g_assert_cmpint (surety_plan_simulation_get_method (simulation), ==,
                   overrides ? SURETY_SIMULATED_IN_CALL : SURETY_SIMULATED_FIRST);
  g_assert_true (surety_plan_simulation_is_same (simulation, full) == overrides);

  for (guint i = 0; i < surety_plan_get_n_steps (made); i++)
    {
      const guint64 gas = surety_plan_simulation_get_gas (simulation, i);
      const guint64 wanted = surety_plan_simulation_get_gas (full, i);

      /* The way round is not free, and refunds are not counted in it. */
      if (overrides)
        g_assert_true (gas > wanted / 2 && gas < wanted * 2);
      else
        g_assert_true ((gas > 0) == (i == 0));
    }
  for (guint i = 0; i < g_list_model_get_n_items (surety_plan_simulation_get_changes (simulation));
       i++)
    {
      g_autoptr (SuretyChange)
        change = g_list_model_get_item (surety_plan_simulation_get_changes (simulation), i);
      u256 value;

      g_assert_true (surety_change_get_before (change, &value));
      g_assert_true (surety_change_get_after (change, &value) == overrides);
    }
}

guint
eigenlayer_case_run (const EigenlayerCase *self, SuretyIntent *intent)
{
  g_autoptr (SuretyRunner)
    runner = surety_runner_new (self->network, self->endpoints, self->protocol, self->journal);
  g_autoptr (SuretyPlan) made = plan (self, intent);
  g_autoptr (SuretyPlanSimulation) simulation = simulate (self->protocol, made);
  g_autoptr (GError) error = NULL;
  Run run = { .done = dex_promise_new () };

  surety_runner_set_payees (runner, self->payees);
  /* What will be signed can be shown, and the first step would work now. */
  for (guint i = 0; i < surety_plan_get_n_steps (made); i++)
    {
      g_autoptr (SuretyDecodedCall)
        call = surety_review_decode_step (self->network, surety_plan_get_step (made, i), &error);

      g_assert_no_error (error);
      /* Some that take ETH take nothing else. */
      g_assert_true (g_list_model_get_n_items (surety_decoded_call_get_args (call)) > 0 ||
                     surety_decoded_call_get_value (call) > 0);
    }
  {
    g_autoptr (SuretySimulation)
      first = dex_await_boxed (surety_review_simulate (self->endpoints, account (self),
                                                       surety_plan_get_step (made, 0)),
                               &error);

    g_assert_no_error (error);
    g_assert_cmpuint (first->gas, >, 21000);
    /* The hint is what a person is told the step takes at most. */
    g_assert_cmpuint (first->gas, <=, surety_step_get_gas_hint (surety_plan_get_step (made, 0)));
  }

  g_assert_cmpint (surety_plan_simulation_get_method (simulation), ==, SURETY_SIMULATED_TOGETHER);
  for (guint i = 0; i < surety_plan_get_n_steps (made); i++)
    g_assert_cmpuint (surety_plan_simulation_get_gas (simulation, i), >, 21000);
  check_poorer_endpoint (self, made, simulation);

  g_signal_connect (runner, "plan-finished", G_CALLBACK (finished_cb), &run);
  g_signal_connect (runner, "plan-stopped", G_CALLBACK (stopped_cb), &run);
  run.plan = dex_await_int64 (surety_runner_start (runner, made, self->signer, SURETY_SPEED_NORMAL,
                                                   0),
                              &error);
  g_assert_no_error (error);
  dex_await (dex_future_first (dex_ref (DEX_FUTURE (run.done)),
                               dex_timeout_new_seconds (PATIENCE_SECONDS), NULL),
             &error);
  g_assert_no_error (error);
  assert_final (self, run.plan);
  assert_came_true (self, simulation);

  g_signal_handlers_disconnect_by_data (runner, &run);
  surety_runner_stop (runner);
  dex_clear (&run.done);
  return surety_plan_get_n_steps (made);
}

/* --- cases --- */

void
eigenlayer_case_refuses_bad_plans (const EigenlayerCase *self)
{
  g_autoptr (SuretyHoldings) holdings = eigenlayer_case_load (self);
  u256 held = balance (holdings, &self->strategy);
  Address nobody = { { 1, 2, 3 } };
  g_autoptr (SuretyIntent)
    nothing = surety_intent_new_enter (account (self), &self->strategy, 0, &self->provider);
  g_autoptr (SuretyIntent)
    too_much = surety_intent_new_enter (account (self), &self->strategy, held + 1, &self->provider);
  g_autoptr (SuretyIntent)
    no_operator = surety_intent_new_enter (account (self), &self->strategy, self->amount, &nobody);
  g_autoptr (SuretyIntent)
    no_strategy = surety_intent_new_enter (account (self), &nobody, self->amount, &self->provider);
  g_autoptr (SuretyIntent)
    nothing_there = surety_intent_new_exit (account (self), &self->strategy, U256_MAX);
  g_autoptr (SuretyIntent) not_delegated = surety_intent_new_undelegate (account (self));

  g_assert_null (surety_holdings_get_provider (holdings));
  g_assert_true (held >= 2 * self->amount);
  g_assert_true (surety_asset_get_open (surety_holdings_find_asset (holdings, &self->strategy)));

  assert_refused (self, nothing, SURETY_PROTOCOL_ERROR_AMOUNT);
  assert_refused (self, too_much, SURETY_PROTOCOL_ERROR_AMOUNT);
  assert_refused (self, no_operator, SURETY_PROTOCOL_ERROR_NOT_OPERATOR);
  assert_refused (self, no_strategy, SURETY_PROTOCOL_ERROR_CLOSED);
  assert_refused (self, nothing_there, SURETY_PROTOCOL_ERROR_AMOUNT);
  assert_refused (self, not_delegated, SURETY_PROTOCOL_ERROR_NOT_DELEGATED);
}

void
eigenlayer_case_enters (const EigenlayerCase *self)
{
  g_autoptr (SuretyHoldings) before = eigenlayer_case_load (self);
  g_autoptr (SuretyHoldings) after = NULL;
  g_autoptr (SuretyPosition) position = NULL;
  g_autoptr (SuretyIntent) intent = surety_intent_new_enter (account (self), &self->strategy,
                                                             self->amount, &self->provider);
  u256 held = balance (before, &self->strategy);

  g_assert_cmpuint (eigenlayer_case_run (self, intent), ==, 3);

  after = eigenlayer_case_load (self);
  assert_close (balance (after, &self->strategy), held - self->amount);
  g_assert_nonnull (surety_holdings_get_provider (after));
  g_assert_true (address_equal (surety_provider_get_address (surety_holdings_get_provider (after)),
                                &self->provider));
  g_assert_cmpuint (g_list_model_get_n_items (surety_holdings_get_positions (after)), ==, 1);
  position = g_list_model_get_item (surety_holdings_get_positions (after), 0);
  g_assert_true (address_equal (surety_position_get_provider (position), &self->provider));
  assert_close (surety_figure_get_value (surety_position_get_worth (position)), self->amount);
  g_assert_cmpuint (surety_holdings_get_block (after), >, surety_holdings_get_block (before));
}

void
eigenlayer_case_skips_what_is_true (const EigenlayerCase *self)
{
  Address other = { { 9 } };
  g_autoptr (SuretyIntent) again = surety_intent_new_enter (account (self), &self->strategy,
                                                            self->amount, &self->provider);
  g_autoptr (SuretyIntent)
    elsewhere = surety_intent_new_enter (account (self), &self->strategy, self->amount, &other);
  g_autoptr (SuretyPlan) made = plan (self, again);

  /* Delegated already; the exact approval was used up. */
  g_assert_cmpuint (surety_plan_get_n_steps (made), ==, 2);
  g_assert_cmpstr (surety_step_get_kind (surety_plan_get_step (made, 0)), ==, "approve");
  g_assert_cmpstr (surety_step_get_kind (surety_plan_get_step (made, 1)), ==, "deposit");
  assert_refused (self, elsewhere, SURETY_PROTOCOL_ERROR_NOT_OPERATOR);
}

static void
finish_exits (const EigenlayerCase *self)
{
  g_autoptr (SuretyHoldings) holdings = eigenlayer_case_load (self);
  g_autoptr (SuretyExit) exit = g_list_model_get_item (surety_holdings_get_exits (holdings), 0);
  g_autoptr (SuretyIntent) intent = NULL;
  guint64 head = surety_holdings_get_block (holdings);
  guint64 ready;

  g_assert_nonnull (exit);
  g_assert_cmpuint (g_list_model_get_n_items (surety_holdings_get_exits (holdings)), ==, 1);
  ready = surety_exit_get_ready_block (exit);
  g_assert_cmpuint (ready, ==,
                    surety_exit_get_start_block (exit) + surety_holdings_get_exit_delay (holdings) +
                      1);
  intent = surety_intent_new_finish_exit (account (self), exit, TRUE);

  /* Not a block too early. */
  self->advance (ready - 1 - head, self->user_data);
  g_assert_false (surety_exit_is_ready (exit, ready - 1));
  assert_refused (self, intent, SURETY_PROTOCOL_ERROR_NOT_YET);
  self->advance (1, self->user_data);
  g_assert_true (surety_exit_is_ready (exit, ready));
  g_assert_cmpuint (eigenlayer_case_run (self, intent), ==, 1);
  assert_refused (self, intent, SURETY_PROTOCOL_ERROR_NOTHING_TO_DO);
}

void
eigenlayer_case_leaves (const EigenlayerCase *self)
{
  g_autoptr (SuretyHoldings) before = eigenlayer_case_load (self);
  g_autoptr (SuretyHoldings) half = NULL;
  g_autoptr (SuretyHoldings) after = NULL;
  g_autoptr (SuretyPosition)
    position = g_list_model_get_item (surety_holdings_get_positions (before), 0);
  g_autoptr (SuretyPosition) rest = NULL;
  g_autoptr (SuretyIntent) exit = NULL;
  g_autoptr (SuretyIntent) undelegate = surety_intent_new_undelegate (account (self));
  u256 held = balance (before, &self->strategy);
  u256 worth;

  g_assert_nonnull (position);
  worth = surety_figure_get_value (surety_position_get_worth (position));
  exit = surety_intent_new_exit (account (self), &self->strategy,
                                 surety_position_get_deposit_shares (position) / 2);
  g_assert_cmpuint (eigenlayer_case_run (self, exit), ==, 1);
  finish_exits (self);

  half = eigenlayer_case_load (self);
  rest = g_list_model_get_item (surety_holdings_get_positions (half), 0);
  assert_close (balance (half, &self->strategy), held + worth / 2);
  assert_close (surety_figure_get_value (surety_position_get_worth (rest)), worth - worth / 2);
  g_assert_nonnull (surety_holdings_get_provider (half));

  g_assert_cmpuint (eigenlayer_case_run (self, undelegate), ==, 1);
  assert_refused (self, undelegate, SURETY_PROTOCOL_ERROR_NOT_DELEGATED);
  finish_exits (self);

  after = eigenlayer_case_load (self);
  assert_close (balance (after, &self->strategy), held + worth);
  g_assert_null (surety_holdings_get_provider (after));
  g_assert_cmpuint (g_list_model_get_n_items (surety_holdings_get_positions (after)), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (surety_holdings_get_exits (after)), ==, 0);
}

static GListModel *
load_allowances (const EigenlayerCase *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyAllowanceList)
    allowances = dex_await_object (surety_protocol_load_allowances (self->protocol, account (self)),
                                   &error);

  g_assert_no_error (error);
  /* Of one endpoint, or of practice: no more, and said also where nothing is granted. */
  g_assert_cmpint (surety_allowance_list_get_known (allowances), >, SURETY_KNOWN_UNKNOWN);
  g_assert_cmpint (surety_allowance_list_get_known (allowances), <=, SURETY_KNOWN_ONE_ENDPOINT);
  return g_object_ref (surety_allowance_list_get_items (allowances));
}

static void
check_remainder (const EigenlayerCase *self, const Address *manager)
{
  const SuretyToken *token = surety_network_find_strategy (self->network, &self->strategy);
  const u256 deposit = self->amount / 10u;
  g_autoptr (SuretyIntent) intent = surety_intent_new_enter (account (self), &self->strategy,
                                                             2 * deposit, &self->provider);
  g_autoptr (SuretyIntent)
    revoke = surety_intent_new_revoke (account (self), &token->token, manager);
  g_autoptr (SuretyPlan) made = NULL;
  g_autoptr (GListModel) left = NULL;
  g_autoptr (GListModel) after = NULL;
  g_autoptr (SuretyAllowance) allowance = NULL;
  GPtrArray *promises = NULL;
  gboolean promised = FALSE;
  AbiItem *approve = NULL;
  AbiValue args[] = { abi_address (manager), abi_uint (5 * deposit) };

  g_assert_cmpint (abi_item_parse ("function approve(address spender, uint256 amount)", &approve),
                   ==, CORE_OK);
  self->act (account (self), &token->token, approve, args, 2, self->user_data);
  abi_item_free (approve);

  made = plan (self, intent);
  g_assert_cmpstr (surety_step_get_kind (surety_plan_get_step (made, 0)), ==, "deposit");
  promises = surety_step_get_promises (surety_plan_get_step (made, 0));
  for (guint i = 0; i < promises->len; i++)
    {
      SuretyPromise *promise = g_ptr_array_index (promises, i);

      if (surety_promise_get_kind (promise) == SURETY_PROMISE_ALLOWANCE_EQUALS)
        promised = surety_promise_get_value (promise) == 3 * deposit;
    }
  g_assert_true (promised);
  eigenlayer_case_run (self, intent);

  left = load_allowances (self);
  g_assert_cmpuint (g_list_model_get_n_items (left), ==, 1);
  allowance = g_list_model_get_item (left, 0);
  g_assert_true (surety_figure_get_value (surety_allowance_get_amount (allowance)) == 3 * deposit);
  g_assert_cmpuint (eigenlayer_case_run (self, revoke), ==, 1);
  after = load_allowances (self);
  g_assert_cmpuint (g_list_model_get_n_items (after), ==, 0);
}

void
eigenlayer_case_allowances (const EigenlayerCase *self)
{
  const SuretyToken *token = surety_network_find_strategy (self->network, &self->strategy);
  g_autoptr (GListModel) before = load_allowances (self);
  g_autoptr (GListModel) granted = NULL;
  g_autoptr (GListModel) after = NULL;
  g_autoptr (SuretyAllowance) allowance = NULL;
  g_autoptr (SuretyIntent) revoke = NULL;
  AbiItem *approve = NULL;
  AbiValue args[2];
  Address manager;

  g_assert_cmpuint (g_list_model_get_n_items (before), ==, 0);
  g_assert_true (surety_network_get_contract (self->network, "StrategyManager", &manager, NULL));
  g_assert_cmpint (abi_item_parse ("function approve(address spender, uint256 amount)", &approve),
                   ==, CORE_OK);
  args[0] = abi_address (&manager);
  args[1] = abi_uint (U256_MAX);
  self->act (account (self), &token->token, approve, args, 2, self->user_data);
  abi_item_free (approve);

  granted = load_allowances (self);
  g_assert_cmpuint (g_list_model_get_n_items (granted), ==, 1);
  allowance = g_list_model_get_item (granted, 0);
  g_assert_cmpstr (surety_allowance_get_spender_name (allowance), ==, "StrategyManager");
  g_assert_true (address_equal (surety_allowance_get_token (allowance), &token->token));
  g_assert_true (surety_figure_get_value (surety_allowance_get_amount (allowance)) >=
                 SURETY_ALLOWANCE_UNLIMITED);

  revoke = surety_intent_new_revoke (account (self), surety_allowance_get_token (allowance),
                                     surety_allowance_get_spender (allowance));
  g_assert_cmpuint (eigenlayer_case_run (self, revoke), ==, 1);
  after = load_allowances (self);
  g_assert_cmpuint (g_list_model_get_n_items (after), ==, 0);
  assert_refused (self, revoke, SURETY_PROTOCOL_ERROR_NOTHING_TO_DO);

  /* What was granted before and is more than a deposit takes: it is said, read back, and can be taken back. */
  check_remainder (self, &manager);
}
