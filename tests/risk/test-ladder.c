/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder.h"

#include <glib.h>
#include <string.h>

static u256
ether (const char *text)
{
  u256 value;

  g_assert_cmpint (u256_from_units (text, strlen (text), 18, &value), ==, CORE_OK);

  return value;
}

static LadderInput
input_of (const char *holdings, const char *rate, const char *gas)
{
  return (LadderInput) {
    .holdings = ether (holdings),
    .decimals = 18,
    .rate_known = rate != NULL,
    .rate = rate != NULL ? ether (rate) : 0,
    .gas_known = gas != NULL,
    .gas = gas != NULL ? ether (gas) : 0,
  };
}

static void
assert_pilot (const char *holdings,
              const char *rate,
              const char *gas,
              const char *amount,
              gboolean gas_heavy)
{
  LadderInput input = input_of (holdings, rate, gas);
  LadderPilot pilot = ladder_pilot (&input);

  g_assert_true (pilot.known);
  g_assert_true (pilot.amount == ether (amount));
  g_assert_cmpint (pilot.gas_heavy, ==, gas_heavy);
}

static void
test_least (void)
{
  /* Gas of 0.0001 ETH is 2 % of 0.005: the least of 0.05 ETH is larger. */
  assert_pilot ("10", "1", "0.0001", "0.05", FALSE);
  /* Without the gas, too. */
  assert_pilot ("10", "1", NULL, "0.05", FALSE);
  /* A token worth 1.25 ETH: 0.04 of it. */
  assert_pilot ("10", "1.25", "0.0001", "0.04", FALSE);
}

static void
test_gas (void)
{
  /* 0.002 ETH is 2 % of 0.1. */
  assert_pilot ("10", "1", "0.002", "0.1", FALSE);
  assert_pilot ("10", "2", "0.002", "0.05", FALSE);
}

static void
test_cap (void)
{
  /* 5 % of what is held decides, and says that gas is then more than 2 %. */
  assert_pilot ("0.5", "1", "0.0001", "0.025", FALSE);
  assert_pilot ("0.5", "1", "0.002", "0.025", TRUE);
  assert_pilot ("1", "1", NULL, "0.05", FALSE);
  assert_pilot ("0.00000000000000002", "1", NULL, "0.000000000000000001", FALSE);
}

static void
test_unknown (void)
{
  LadderInput no_rate = input_of ("10", NULL, "0.001");
  LadderInput worthless = input_of ("10", "0", "0.001");
  LadderInput nothing_held = input_of ("0", "1", "0.001");
  LadderInput dust = input_of ("0.000000000000000019", "1", "0.001");
  LadderInput strange = input_of ("10", "1", "0.001");

  strange.decimals = 78;
  g_assert_false (ladder_pilot (&no_rate).known);
  g_assert_false (ladder_pilot (&worthless).known);
  g_assert_false (ladder_pilot (&nothing_held).known);
  g_assert_false (ladder_pilot (&dust).known);
  g_assert_false (ladder_pilot (&strange).known);
}

static void
test_decimals (void)
{
  /* 100 whole tokens of 6 decimals, 0.0004 ETH each: 0.05 ETH would be 125 of them, 5 % is 5. */
  LadderInput input = input_of ("0", "0.0004", NULL);
  LadderPilot pilot;

  input.decimals = 6;
  input.holdings = 100000000u;
  pilot = ladder_pilot (&input);
  g_assert_true (pilot.known && pilot.amount == 5000000u);
  input.holdings = 100000000000u;
  pilot = ladder_pilot (&input);
  g_assert_true (pilot.known && pilot.amount == 125000000u);
}

/* What does not fit 256 bits never makes the pilot larger than 5 % of the holdings. */
static void
test_huge (void)
{
  LadderInput input = input_of ("10", "1", "1");
  LadderPilot pilot;

  input.gas = U256_MAX;
  pilot = ladder_pilot (&input);
  g_assert_true (pilot.known && pilot.gas_heavy);
  g_assert_true (pilot.amount == ether ("0.5"));

  input = input_of ("10", "1", NULL);
  input.holdings = U256_MAX;
  pilot = ladder_pilot (&input);
  g_assert_true (pilot.known && pilot.amount == ether ("0.05"));

  input.rate = 1;
  input.decimals = 77;
  pilot = ladder_pilot (&input);
  g_assert_true (pilot.known && pilot.amount == U256_MAX / 20u);
}

/* Whatever comes in: never above 5 %; not gas-heavy says that gas is at most 2 % of the amount's worth. */
static void
test_properties (void)
{
  for (guint i = 0; i < 5000; i++)
    {
      LadderInput input = {
        .holdings = ((u256) g_test_rand_int () << 32) * (guint32) g_test_rand_int (),
        .decimals = 18,
        .rate_known = true,
        .rate = (u256) (guint32) g_test_rand_int () * 1000000000u + 1u,
        .gas_known = true,
        .gas = (u256) (guint32) g_test_rand_int () * 1000000u,
      };
      LadderPilot pilot = ladder_pilot (&input);
      u256 worth = 0;

      if (!pilot.known)
        continue;
      g_assert_true (pilot.amount <= input.holdings / 20u);
      g_assert_true (u256_mul_div (pilot.amount, input.rate, U256_WAD, ROUND_UP, &worth));
      if (!pilot.gas_heavy)
        g_assert_true (input.gas * 50u <= worth);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ladder/least-is-a-twentieth-of-an-ether", test_least);
  g_test_add_func ("/ladder/gas-is-at-most-two-percent", test_gas);
  g_test_add_func ("/ladder/five-percent-of-the-holdings-is-the-cap", test_cap);
  g_test_add_func ("/ladder/unknown-is-unknown", test_unknown);
  g_test_add_func ("/ladder/other-decimals", test_decimals);
  g_test_add_func ("/ladder/huge-numbers-stay-under-the-cap", test_huge);
  g_test_add_func ("/ladder/properties", test_properties);

  return g_test_run ();
}
