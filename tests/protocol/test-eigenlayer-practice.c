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

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);
  protocol_test_add ("/eigenlayer/practice/rebasing-token-there-and-back", test_journey_rebasing);
  protocol_test_add ("/eigenlayer/practice/accruing-token-there-and-back", test_journey_accruing);
  protocol_test_add ("/eigenlayer/practice/pledges-block-by-block", test_pledges);
  return g_test_run ();
}
