/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eigenlayer-cases.h"
#include "practice-erc20.h"
#include "practice-history.h"
#include "protocol-test.h"
#include "surety-practice-private.h"

/* Its slasher is a multisig, 2 of 3. */
#define MULTISIG_SERVICE 3u

static void
advance (guint64 blocks, gpointer user_data)
{
  if (blocks > 0)
    surety_practice_mine (user_data, blocks);
}

static void
act (const Address *from,
     const Address *to,
     const AbiItem *function,
     const AbiValue *args,
     gsize n_args,
     gpointer user_data)
{
  Buffer call = buffer_new ();

  surety_practice_mine (user_data, 1);
  g_assert_cmpint (abi_encode_call (function, args, n_args, &call), ==, CORE_OK);
  if (!practice_chain_system (surety_practice_get_chain (user_data), from, to, 0,
                              buffer_bytes (&call), NULL))
    g_error ("%s reverts", function->signature);
  buffer_clear (&call);
}

typedef struct
{
  Address token;
  Address to;
  u256 amount;
} Gift;

static gboolean
mint (PracticeEnv *env, gpointer data)
{
  const Gift *gift = data;

  return practice_erc20_mint (env, &gift->token, &gift->to, gift->amount);
}

/* Not of a rebasing token. */
static void
give (const Address *token, const Address *to, u256 amount, gpointer user_data)
{
  Gift gift = { *token, *to, amount };

  practice_chain_system_run (surety_practice_get_chain (user_data), to, token, mint, &gift);
}

static EigenlayerCase
make_case (ProtocolTest *test, const char *symbol)
{
  return (EigenlayerCase) {
    .network = test->network,
    .endpoints = test->endpoints,
    .protocol = test->protocol,
    .journal = test->journal,
    .signer = test->signer,
    .strategy = *protocol_test_strategy (test->network, symbol),
    .amount = protocol_test_units ("0.5"),
    .provider = protocol_test_find_open_operator (test->protocol),
    .advance = advance,
    .act = act,
    .give = give,
    .multisig = practice_slasher_address (MULTISIG_SERVICE),
    .user_data = test->practice,
  };
}

static void
run_journey (const char *symbol)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  EigenlayerCase one = make_case (test, symbol);

  eigenlayer_case_refuses_bad_plans (&one);
  eigenlayer_case_enters (&one);
  eigenlayer_case_skips_what_is_true (&one);
  eigenlayer_case_leaves (&one);
}

static void
test_journey_rebasing (void)
{
  run_journey ("stETH");
}

static void
test_journey_accruing (void)
{
  run_journey ("rETH");
}

static void
test_pledges (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  EigenlayerCase one = make_case (test, "rETH");

  eigenlayer_case_pledges (&one);
}

static void
test_allowances (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  EigenlayerCase one = make_case (test, "rETH");

  eigenlayer_case_allowances (&one);
}

static guint64
read_rewards_end (ProtocolTest *test)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyHoldings) holdings = NULL;
  guint64 end = 0;

  holdings = dex_await_object (surety_protocol_load_holdings (test->protocol, &test->player),
                               &error);
  g_assert_no_error (error);
  g_assert_true (surety_holdings_get_rewards_end (holdings, &end));

  return end;
}

static void
update_rewards (ProtocolTest *test, const char *function, const AbiValue *args, gsize n_args)
{
  PracticeWorld *world = practice_chain_world (surety_practice_get_chain (test->practice));
  AbiItem *item = NULL;

  g_assert_cmpint (abi_item_parse (function, &item), ==, CORE_OK);
  act (&world->config.rewards_updater, &world->config.rewards_coordinator, item, args, n_args,
       test->practice);
  abi_item_free (item);
}

static u256
count_roots (ProtocolTest *test)
{
  PracticeChain *chain = surety_practice_get_chain (test->practice);
  const PracticeConfig *config = &practice_chain_world (chain)->config;
  AbiItem *item = NULL;
  Buffer call = buffer_new ();
  Buffer answer = buffer_new ();
  u256 n = 0;

  g_assert_cmpint (abi_item_parse ("function getDistributionRootsLength() returns (uint256)",
                                   &item),
                   ==, CORE_OK);
  g_assert_cmpint (abi_encode_call (item, NULL, 0, &call), ==, CORE_OK);
  g_assert_true (practice_chain_system (chain, &test->player, &config->rewards_coordinator, 0,
                                        buffer_bytes (&call), &answer));
  g_assert_cmpuint (buffer_bytes (&answer).len, ==, 32);
  n = u256_from_be (buffer_bytes (&answer).data);
  buffer_clear (&call);
  buffer_clear (&answer);
  abi_item_free (item);

  return n;
}

/* A root counts from the moment it is posted, and no more once it was disabled. */
static void
test_rewards (void)
{
  static const guint8 bytes[32] = { 1 };
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  guint64 before = read_rewards_end (test);
  guint64 now = surety_practice_get_time (test->practice);
  AbiValue args[] = { abi_fixed_bytes ((Bytes) { bytes, sizeof bytes }), abi_uint (now - 1) };
  AbiValue index;

  g_assert_cmpuint (before, >, 0);
  g_assert_cmpuint (before, <, now - 1);
  update_rewards (test, "function submitRoot(bytes32 root, uint32 rewardsCalculationEndTimestamp)",
                  args, G_N_ELEMENTS (args));
  g_assert_cmpuint (read_rewards_end (test), ==, now - 1);

  index = abi_uint (count_roots (test) - 1u);
  update_rewards (test, "function disableRoot(uint32 rootIndex)", &index, 1);
  g_assert_cmpuint (read_rewards_end (test), <=, before);
}

static SuretyPromiseResult *
check_one (ProtocolTest *test, SuretyPromise *promise)
{
  g_autoptr (GPtrArray) promises = g_ptr_array_new ();
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (promises, promise);
  results = dex_await_boxed (surety_protocol_check (test->protocol, &test->player, promises, 0),
                             &error);
  g_assert_no_error (error);
  g_assert_cmpuint (results->len, ==, 1);
  return g_object_ref (g_ptr_array_index (results, 0));
}

/* What is so on the chain (found by asking), promised as that and as one off: the one is kept and the other is not, and what is told
 * of both is what the chain says. */
static void
check_kind (ProtocolTest *test,
            SuretyPromiseKind kind,
            const Address *subject,
            const Address *spender)
{
  static const gboolean upward[] = {
    [SURETY_PROMISE_ALLOWANCE_EQUALS] = TRUE,       [SURETY_PROMISE_ALLOWANCE_AT_LEAST] = TRUE,
    [SURETY_PROMISE_SHARES_AT_LEAST] = TRUE,        [SURETY_PROMISE_DEPOSIT_SHARES_AT_LEAST] = TRUE,
    [SURETY_PROMISE_DEPOSIT_SHARES_EQUALS] = TRUE,  [SURETY_PROMISE_TOKEN_BALANCE_AT_LEAST] = TRUE,
    [SURETY_PROMISE_TOKEN_BALANCE_AT_MOST] = FALSE, [SURETY_PROMISE_EXITS_QUEUED_AT_LEAST] = TRUE,
    [SURETY_PROMISE_REWARDS_CLAIMED] = TRUE,
  };
  g_autoptr (SuretyPromise) probe = surety_promise_new (kind, subject, spender, 0, "", 18);
  g_autoptr (SuretyPromiseResult) found = check_one (test, probe);
  const u256 actual = surety_promise_result_get_actual (found);
  g_autoptr (SuretyPromise) exact = surety_promise_new (kind, subject, spender, actual, "", 18);
  g_autoptr (SuretyPromise)
    off = surety_promise_new (kind, subject, spender, upward[kind] ? actual + 1u : actual - 1u, "",
                              18);
  g_autoptr (SuretyPromiseResult) kept = check_one (test, exact);
  g_autoptr (SuretyPromiseResult) broken = check_one (test, off);

  g_assert_true (actual > 0);
  g_assert_true (surety_promise_result_get_kept (kept));
  g_assert_cmpint (surety_promise_result_get_known (broken), !=, SURETY_KNOWN_UNKNOWN);
  g_assert_false (surety_promise_result_get_kept (broken));
  g_assert_true (surety_promise_result_get_actual (broken) == actual);
}

static void
test_broken_by_one (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  EigenlayerCase one = make_case (test, "rETH");
  const SuretyToken *token = surety_network_find_strategy (test->network, &one.strategy);
  g_autoptr (SuretyIntent)
    enter = surety_intent_new_enter (&test->player, &one.strategy, one.amount, &one.provider);
  g_autoptr (SuretyIntent)
    leave = surety_intent_new_exit (&test->player, &one.strategy, one.amount / 4u);
  g_autoptr (SuretyHoldings) holdings = NULL;
  g_autoptr (SuretyExit) exit = NULL;
  g_autoptr (SuretyPromiseResult) delegated = NULL;
  g_autoptr (SuretyPromiseResult) gone = NULL;
  g_autoptr (SuretyPromise) to_another = NULL;
  g_autoptr (SuretyPromise) exit_gone = NULL;
  Address another = one.provider;
  Address manager;
  AbiItem *approve = NULL;
  AbiValue args[2];

  g_assert_true (surety_network_get_contract (test->network, "StrategyManager", &manager, NULL));
  eigenlayer_case_run (&one, enter);
  eigenlayer_case_run (&one, leave);
  g_assert_cmpint (abi_item_parse ("function approve(address spender, uint256 amount)", &approve),
                   ==, CORE_OK);
  args[0] = abi_address (&manager);
  args[1] = abi_uint (one.amount);
  act (&test->player, &token->token, approve, args, 2, test->practice);
  abi_item_free (approve);

  check_kind (test, SURETY_PROMISE_ALLOWANCE_EQUALS, &token->token, &manager);
  check_kind (test, SURETY_PROMISE_ALLOWANCE_AT_LEAST, &token->token, &manager);
  check_kind (test, SURETY_PROMISE_SHARES_AT_LEAST, &one.strategy, NULL);
  check_kind (test, SURETY_PROMISE_DEPOSIT_SHARES_AT_LEAST, &one.strategy, NULL);
  check_kind (test, SURETY_PROMISE_DEPOSIT_SHARES_EQUALS, &one.strategy, NULL);
  check_kind (test, SURETY_PROMISE_TOKEN_BALANCE_AT_LEAST, &token->token, NULL);
  check_kind (test, SURETY_PROMISE_TOKEN_BALANCE_AT_MOST, &token->token, NULL);
  check_kind (test, SURETY_PROMISE_EXITS_QUEUED_AT_LEAST, NULL, NULL);
  /* Somebody else's. */
  check_kind (test, SURETY_PROMISE_TOKEN_BALANCE_AT_LEAST, &token->token, &one.strategy);

  another.bytes[19] ^= 1;
  to_another = surety_promise_new (SURETY_PROMISE_DELEGATED_TO, &another, NULL, 0, "", 0);
  delegated = check_one (test, to_another);
  g_assert_false (surety_promise_result_get_kept (delegated));
  g_assert_true (surety_promise_result_get_actual (delegated) == address_to_word (&one.provider));

  /* It waits still. */
  holdings = eigenlayer_case_load (&one);
  exit = g_list_model_get_item (surety_holdings_get_exits (holdings), 0);
  exit_gone = surety_promise_new (SURETY_PROMISE_EXIT_GONE, NULL, NULL,
                                  u256_from_be (surety_exit_get_root (exit)->bytes), "", 0);
  gone = check_one (test, exit_gone);
  g_assert_false (surety_promise_result_get_kept (gone));
  g_assert_true (surety_promise_result_get_actual (gone) == 1);
}

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);
  protocol_test_add ("/eigenlayer/practice/rebasing-token-there-and-back", test_journey_rebasing);
  protocol_test_add ("/eigenlayer/practice/accruing-token-there-and-back", test_journey_accruing);
  protocol_test_add ("/eigenlayer/practice/pledges-block-by-block", test_pledges);
  protocol_test_add ("/eigenlayer/practice/allowances-are-found-and-taken-back", test_allowances);
  protocol_test_add ("/eigenlayer/practice/rewards-up-to-the-newest-root", test_rewards);
  protocol_test_add ("/eigenlayer/practice/promise-that-is-off-by-one-is-broken",
                     test_broken_by_one);
  return g_test_run ();
}
