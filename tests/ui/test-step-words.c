/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "surety-fee-words.h"
#include "surety-journal-entry-private.h"
#include "surety-step-words.h"

static char *
title_of (const SuretyStepFacts *facts)
{
  g_autoptr (SuretyStep) step = surety_step_new (facts);

  return surety_step_words_title (step, NULL);
}

/* The shares that are asked for are no amount of the token: they are never shown as one. */
static void
test_withdrawal_names_what_it_is_worth (void)
{
  g_autoptr (GBytes) calldata = g_bytes_new_static ("\x01\x02\x03\x04", 4);
  SuretyStepFacts facts = {
    .kind = "queue-withdrawal",
    .signature = "function f()",
    .calldata = calldata,
    .symbol = "stETH",
    .decimals = 18,
    .amount = U256_WAD / 4u,
    .has_worth = TRUE,
    .worth = U256_WAD / 2u,
  };
  g_autofree char *known = title_of (&facts);
  g_autofree char *unknown = NULL;

  g_assert_cmpstr (known, ==, "Start to withdraw about 0.5 stETH");
  facts.has_worth = FALSE;
  unknown = title_of (&facts);
  g_assert_cmpstr (unknown, ==, "Start to withdraw stETH");
}

static SuretyDecodedCall *
decode (SuretyNetwork *network,
        const Address *to,
        const char *signature,
        const AbiValue *args,
        gsize n)
{
  Transaction transaction = {
    .kind = TRANSACTION_EIP1559,
    .chain_id = surety_network_get_chain_id (network),
    .to = *to,
  };
  Buffer buffer = buffer_new ();
  AbiItem *item = NULL;
  g_autoptr (GError) error = NULL;
  SuretyDecodedCall *call = NULL;

  g_assert_cmpint (abi_item_parse (signature, &item), ==, CORE_OK);
  g_assert_cmpint (abi_encode_call (item, args, n, &buffer), ==, CORE_OK);
  transaction.data = buffer_bytes (&buffer);
  call = surety_review_decode (network, &transaction, &error);
  g_assert_no_error (error);
  buffer_clear (&buffer);
  abi_item_free (item);

  return call;
}

static void
assert_call (SuretyDecodedCall *call, const char *expected)
{
  g_autofree char *text = surety_step_words_call (call, NULL);

  g_assert_cmpstr (text, ==, expected);
  g_object_unref (call);
}

/* The sentence over what is signed comes from the bytes alone. */
static void
test_sentence_is_of_the_bytes (void)
{
  g_autoptr (SuretyNetwork) network = surety_network_new_builtin ("mainnet");
  const SuretyToken *token = surety_network_get_token (network, 0);
  Address manager, delegation;
  const Address account = { { 1 } };
  AbiValue two[2], three[3], list[1], shares[1], strategies[1];

  g_assert_true (surety_network_get_contract (network, "StrategyManager", &manager, NULL));
  g_assert_true (surety_network_get_contract (network, "DelegationManager", &delegation, NULL));
  two[0] = abi_address (&manager);
  two[1] = abi_uint (U256_WAD / 2u);
  assert_call (decode (network, &token->token, "function approve(address spender, uint256 amount)",
                       two, 2),
               "Allow EigenLayer to take exactly 0.5 stETH");
  two[1] = abi_uint (0);
  assert_call (decode (network, &token->token, "function approve(address spender, uint256 amount)",
                       two, 2),
               "Take back what StrategyManager may take of your stETH");
  three[0] = abi_address (&token->strategy);
  three[1] = abi_address (&token->token);
  three[2] = abi_uint (U256_WAD);
  assert_call (decode (network, &manager,
                       "function depositIntoStrategy(address strategy, address token, "
                       "uint256 amount)",
                       three, 3),
               "Deposit 1 stETH");
  strategies[0] = abi_address (&token->strategy);
  shares[0] = abi_uint (U256_WAD / 4u);
  three[0] = abi_array (strategies, 1);
  three[1] = abi_array (shares, 1);
  three[2] = abi_address (&account);
  list[0] = abi_tuple (three, 3);
  two[0] = abi_array (list, 1);
  assert_call (decode (network, &delegation,
                       "function queueWithdrawals((address[] strategies, uint256[] depositShares, "
                       "address withdrawer)[] params)",
                       two, 1),
               "Start to withdraw 0.25 shares of stETH");
}

static SuretyStep *
make_claim (guint n, const char *symbol, guint decimals, u256 amount, const Address *recipient)
{
  static const Address earner = { { 0xaa } };
  g_autoptr (GBytes) calldata = g_bytes_new_static ("\x01\x02\x03\x04", 4);
  g_autoptr (GPtrArray) promises = g_ptr_array_new_with_free_func (g_object_unref);
  SuretyStepFacts facts = {
    .kind = "claim",
    .signature = "function f()",
    .calldata = calldata,
    .promises = promises,
    .symbol = symbol,
    .decimals = decimals,
    .amount = amount,
    .has_recipient = recipient != NULL,
  };

  if (recipient != NULL)
    facts.recipient = *recipient;
  for (guint i = 0; i < n; i++)
    {
      const Address token = { .bytes[0] = 0xbb, .bytes[19] = (guint8) i };

      g_ptr_array_add (promises, surety_promise_new (SURETY_PROMISE_REWARDS_CLAIMED, &token,
                                                     &earner, amount, symbol, decimals));
      g_ptr_array_add (promises, surety_promise_new (SURETY_PROMISE_TOKEN_BALANCE_AT_LEAST, &token,
                                                     recipient, amount, symbol, decimals));
    }
  return surety_step_new (&facts);
}

static void
assert_title (SuretyStep *step, const char *expected)
{
  g_autofree char *title = surety_step_words_title (step, NULL);

  g_assert_cmpstr (title, ==, expected);
}

static void
assert_promise (SuretyStep *step, guint i, const char *expected)
{
  SuretyPromise *promise = g_ptr_array_index (surety_step_get_promises (step), i);
  g_autoptr (SuretyPromiseResult)
    result = surety_promise_result_new (promise, SURETY_KNOWN_PROVED,
                                        surety_promise_get_value (promise), 1);
  g_autofree char *words = surety_step_words_promise (promise, NULL);
  g_autofree char *found = surety_step_words_found (result);

  g_assert_cmpstr (words, ==, expected);
  g_assert_true (g_str_has_prefix (found, "Found: "));
}

static void
test_claim_names_tokens_and_who_is_paid (void)
{
  const Address other = { { 0xcc } };
  g_autoptr (SuretyStep) one = make_claim (1, "EIGEN", 18, 3 * U256_WAD, NULL);
  g_autoptr (SuretyStep) several = make_claim (2, "", 0, 0, NULL);
  g_autoptr (SuretyStep) foreign = make_claim (1, "", 0, 3, &other);
  g_autofree char *own_words = surety_step_words_explain (one, NULL);
  g_autofree char *other_words = surety_step_words_explain (foreign, NULL);

  assert_title (one, "Claim rewards: 3 EIGEN");
  assert_title (several, "Claim rewards in several tokens");
  assert_title (foreign, "Claim rewards: 3 smallest units of 0xbb00 0000 … 0000 0000");
  g_assert_null (strstr (own_words, "not to this account"));
  g_assert_nonnull (strstr (other_words, "not to this account"));
  assert_promise (one, 0, "All of the 3 EIGEN earned so far is claimed");
  assert_promise (one, 1, "Your balance is at least 3 EIGEN");
  assert_promise (
    foreign, 1,
    "The balance of 0xCc00 0000 … 0000 0000 is at least 3 smallest units of 0xbb00 0000 … "
    "0000 0000");
}

/* Each of what can hold a transaction up: what it is, and what can be done. */
static void
test_trouble_has_a_next_step (void)
{
  static const struct
  {
    SuretyJournalTrouble trouble;
    const char *what;
    const char *next;
    SuretyJournalState state;
  } cases[] = {
    { SURETY_JOURNAL_TROUBLE_UNDERPRICED, "Blocks cost more now than it may pay", "Speed it up" },
    { SURETY_JOURNAL_TROUBLE_GAP, "a lower number of this account is missing", "send it again" },
    { SURETY_JOURNAL_TROUBLE_GAP, "the one after the last that is in a block",
      "send 0 ETH from this account to itself" },
    { SURETY_JOURNAL_TROUBLE_FOREIGN, "was not made here waits before this one",
      "speed that one up where it was made" },
    { SURETY_JOURNAL_TROUBLE_DROPPED, "The network had lost it", "speed it up" },
    { SURETY_JOURNAL_TROUBLE_REORGED, "in a block that the network took back",
      "needs nothing from you" },
    { SURETY_JOURNAL_TROUBLE_ELSEWHERE, "was not made here used its number",
      "look at what it did, then begin again", SURETY_JOURNAL_REPLACED },
    { SURETY_JOURNAL_TROUBLE_ELSEWHERE, "Only one endpoint says so",
      "Have a second endpoint under Connection", SURETY_JOURNAL_SENT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *words = surety_fee_words_trouble (cases[i].trouble, cases[i].state);

      g_assert_nonnull (strstr (words, cases[i].what));
      g_assert_nonnull (strstr (words, cases[i].next));
    }
  g_assert_null (surety_fee_words_trouble (SURETY_JOURNAL_TROUBLE_NONE, SURETY_JOURNAL_SENT));
}

static void
test_cost_says_share_and_time (void)
{
  const u256 milli = U256_WAD / 1000u;
  g_autofree char *all = surety_fee_words_cost (milli, 36, U256_WAD / 4u);
  g_autofree char *unknown = surety_fee_words_cost (milli, 12, 0);
  g_autofree char *capped = surety_fee_words_cost (milli, 0, U256_WAD);

  g_assert_cmpstr (all, ==,
                   "At most 0.001 ETH, 0.4 % of the amount. About 36 seconds for each transaction");
  g_assert_cmpstr (unknown, ==, "At most 0.001 ETH. About 12 seconds for each transaction");
  g_assert_nonnull (strstr (capped, "the ceiling is below what blocks cost now"));
}

static void
test_rush_says_how_much (void)
{
  g_autofree char *words = surety_fee_words_rush (325);

  g_assert_nonnull (strstr (words, "cost 3.2 times what was usual"));
}

static SuretyReplacement *
make_replacement_behind (SuretyReplaceKind kind,
                         u256 old_cost,
                         SuretyLater later,
                         guint seconds,
                         gboolean behind)
{
  const Address account = { { 1 } };
  const Transaction transaction = { .max_fee = 2000000000u, .gas_limit = 100000 };
  g_autoptr (SuretyNetwork) network = surety_network_new_builtin ("mainnet");
  g_autoptr (SuretyStep) step = surety_step_new_cancel (&account);
  const Transaction nothing = { .kind = TRANSACTION_EIP1559, .chain_id = 1, .to = account };
  g_autoptr (SuretyDecodedCall)
    call = surety_review_decode_cancel (network, &account, &nothing, NULL);
  const SuretyReplacementFacts facts = {
    .kind = kind,
    .entry = 1,
    .step = step,
    .call = call,
    .transaction = &transaction,
    .old_cost = old_cost,
    .seconds = seconds,
    .behind = behind,
    .later = later,
  };

  return surety_replacement_new (&facts);
}

static SuretyReplacement *
make_replacement (SuretyReplaceKind kind, u256 old_cost, SuretyLater later)
{
  return make_replacement_behind (kind, old_cost, later, 12, FALSE);
}

static void
test_replacement_says_cost_and_later (void)
{
  const u256 tenth_milli = U256_WAD / 10000u;
  g_autoptr (SuretyReplacement)
    faster = make_replacement (SURETY_REPLACE_FASTER, tenth_milli,
                               (SuretyLater) { .planned = 2, .driven = TRUE });
  g_autoptr (SuretyReplacement)
    left = make_replacement (SURETY_REPLACE_FASTER, tenth_milli, (SuretyLater) { .planned = 2 });
  g_autoptr (SuretyReplacement)
    cancel = make_replacement (SURETY_REPLACE_CANCEL, U256_WAD,
                               (SuretyLater) { .planned = 1, .own = 1, .foreign = 2 });
  g_autoptr (SuretyReplacement)
    alone = make_replacement (SURETY_REPLACE_CANCEL, U256_WAD, (SuretyLater) { 0 });
  g_autofree char *more = surety_fee_words_replacement (faster);
  g_autofree char *less = surety_fee_words_replacement (cancel);
  g_autofree char *title = surety_step_words_call (surety_replacement_get_call (cancel), NULL);
  g_autofree char *goes_on = surety_fee_words_later (faster);
  g_autofree char *stays = surety_fee_words_later (left);
  g_autofree char *given_up = surety_fee_words_later (cancel);

  g_assert_cmpstr (title, ==, "Cancel what waits: send nothing to yourself");
  g_assert_cmpstr (more, ==,
                   "At most 0.0002 ETH. What waits now may cost 0.0001 ETH, so at most 0.0001 ETH "
                   "more; only one of both is paid.");
  g_assert_cmpstr (less, ==,
                   "At most 0.0002 ETH. What waits now may cost 1 ETH; only one of both is paid.");
  g_assert_cmpstr (goes_on, ==,
                   "2 later steps of this plan are signed when this one is in a block.");
  /* After a start nobody signs them but who goes on with the plan. */
  g_assert_cmpstr (stays, ==,
                   "2 later steps of this plan are not signed: they wait until you go on with the "
                   "plan.");
  g_assert_cmpstr (
    given_up, ==,
    "1 later step of this plan will not be signed: it is given up. 3 later "
    "transactions of this account wait behind it and come right after, as they are. 2 "
    "of them were not made here.");
  g_assert_null (surety_fee_words_later (alone));
}

/* No fee makes it come before what comes before it. */
static void
test_replacement_says_how_long (void)
{
  g_autoptr (SuretyReplacement)
    soon = make_replacement_behind (SURETY_REPLACE_FASTER, 1, (SuretyLater) { 0 }, 12, FALSE);
  g_autoptr (SuretyReplacement)
    capped = make_replacement_behind (SURETY_REPLACE_FASTER, 1, (SuretyLater) { 0 }, 0, FALSE);
  g_autoptr (SuretyReplacement)
    behind = make_replacement_behind (SURETY_REPLACE_FASTER, 1, (SuretyLater) { 0 }, 12, TRUE);
  g_autofree char *about = surety_fee_words_replacement_time (soon);
  g_autofree char *ceiling = surety_fee_words_replacement_time (capped);
  g_autofree char *not_before = surety_fee_words_replacement_time (behind);

  g_assert_cmpstr (about, ==, "About 12 seconds");
  g_assert_true (g_str_has_prefix (ceiling, "Your ceiling is below"));
  g_assert_true (g_str_has_prefix (not_before, "Not before what comes before it"));
  g_assert_null (strstr (not_before, "12 seconds"));
}

static void
test_differences (void)
{
  g_autofree char *two = surety_step_words_differences (SURETY_SIGNED_OTHER_CONTRACT |
                                                        SURETY_SIGNED_HIGHER_COST);

  g_assert_null (surety_step_words_differences (SURETY_SIGNED_AS_PLANNED));
  g_assert_nonnull (strstr (two, "It differs in: the contract, the most it may cost. "));
}

/* What an entry of the journal does: of what was signed as soon as something is. */
static void
test_entry (void)
{
  g_autoptr (SuretyNetwork) network = surety_network_new_builtin ("mainnet");
  g_autoptr (GBytes) calldata = g_bytes_new_static ("\x01\x02\x03\x04", 4);
  const SuretyStepFacts planned = {
    .kind = "deposit",
    .signature = "function f()",
    .calldata = calldata,
    .symbol = "stETH",
    .decimals = 18,
    .amount = U256_WAD / 4u,
  };
  g_autoptr (SuretyStep) step = surety_step_new (&planned);
  g_autoptr (SuretyJournalEntry) waiting = NULL;
  g_autoptr (SuretyJournalEntry) garbled = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  SuretyJournalFacts facts = { .kind = g_strdup ("deposit"), .body = surety_step_to_json (step) };

  waiting = surety_journal_entry_new (&facts);
  first = surety_step_words_entry (waiting, network, NULL);
  g_assert_cmpstr (first, ==, "Deposit 0.25 stETH");

  facts = (SuretyJournalFacts) {
    .kind = g_strdup ("deposit"),
    .body = surety_step_to_json (step),
    .state = SURETY_JOURNAL_SENT,
    .signed_bytes = g_bytes_ref (calldata),
  };
  garbled = surety_journal_entry_new (&facts);
  second = surety_step_words_entry (garbled, network, NULL);
  g_assert_cmpstr (second, ==, "Bytes that are no transaction");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/step-words/withdrawal-names-what-it-is-worth",
                   test_withdrawal_names_what_it_is_worth);
  g_test_add_func ("/step-words/sentence-is-of-the-bytes", test_sentence_is_of_the_bytes);
  g_test_add_func ("/step-words/claim-names-tokens-and-who-is-paid",
                   test_claim_names_tokens_and_who_is_paid);
  g_test_add_func ("/step-words/trouble-has-a-next-step", test_trouble_has_a_next_step);
  g_test_add_func ("/step-words/cost-says-share-and-time", test_cost_says_share_and_time);
  g_test_add_func ("/step-words/rush-says-how-much", test_rush_says_how_much);
  g_test_add_func ("/step-words/replacement-says-cost-and-later",
                   test_replacement_says_cost_and_later);
  g_test_add_func ("/step-words/replacement-says-how-long", test_replacement_says_how_long);

  g_test_add_func ("/step-words/what-differs-from-the-plan", test_differences);
  g_test_add_func ("/step-words/an-entry-is-what-was-signed", test_entry);
  return g_test_run ();
}
