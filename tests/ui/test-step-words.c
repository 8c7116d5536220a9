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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/step-words/withdrawal-names-what-it-is-worth",
                   test_withdrawal_names_what_it_is_worth);

  return g_test_run ();
}
