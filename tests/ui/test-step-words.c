/* SPDX-License-Identifier: GPL-3.0-or-later */
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/step-words/withdrawal-names-what-it-is-worth",
                   test_withdrawal_names_what_it_is_worth);
  g_test_add_func ("/step-words/sentence-is-of-the-bytes", test_sentence_is_of_the_bytes);

  return g_test_run ();
}
