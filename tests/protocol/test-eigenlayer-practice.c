/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eigenlayer-cases.h"
#include "protocol-test.h"

static void
advance (guint64 blocks, gpointer user_data)
{
  if (blocks > 0)
    surety_practice_mine (user_data, blocks);
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

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);
  protocol_test_add ("/eigenlayer/practice/rebasing-token-there-and-back", test_journey_rebasing);
  protocol_test_add ("/eigenlayer/practice/accruing-token-there-and-back", test_journey_accruing);
  return g_test_run ();
}
