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

/* Whatever comes in: never above 5 %; not gas-heavy says that gas is at most 2 % of the amount's
 * worth. */
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

/* Everything verified. */
static LadderFacts
verified (void)
{
  return (LadderFacts) {
    .landed = LADDER_VERIFIED,
    .root_seen = LADDER_NOT,
    .waited_known = TRUE,
    .waited = LADDER_WAIT,
    .exit_rehearsed = LADDER_UNKNOWN,
    .practice_rehearsed = LADDER_VERIFIED,
    .backup = LADDER_VERIFIED,
  };
}

/* 10 held, nothing in: the pilot is open and nothing else, whatever was verified. */
static void
test_first_step (void)
{
  const LadderInput input = input_of ("10", "1", NULL);
  const LadderFacts facts = verified ();
  const Ladder ladder = ladder_climb (&input, 0, &facts);

  g_assert_cmpint (ladder.next, ==, LADDER_PILOT);
  g_assert_true (ladder.steps[LADDER_PILOT].open && !ladder.steps[LADDER_PILOT].reached);
  g_assert_true (ladder.steps[LADDER_PILOT].amount == ether ("0.05"));
  g_assert_false (ladder.steps[LADDER_QUARTER].open || ladder.steps[LADDER_FULL].open);
  g_assert_true (ladder.steps[LADDER_QUARTER].amount == ether ("2.5"));
  g_assert_true (ladder.steps[LADDER_FULL].amount == ether ("10"));
}

/* 0.05 of 10 in: a quarter is 2.45 away, and opens when all four are verified, not when three
 * are. */
static void
test_quarter (void)
{
  const LadderInput input = input_of ("9.95", "1", NULL);
  LadderFacts facts = verified ();
  Ladder ladder = ladder_climb (&input, ether ("0.05"), &facts);

  g_assert_cmpint (ladder.next, ==, LADDER_QUARTER);
  g_assert_true (ladder.steps[LADDER_PILOT].reached && ladder.steps[LADDER_QUARTER].open);
  g_assert_true (ladder.steps[LADDER_QUARTER].amount == ether ("2.45"));
  g_assert_cmpuint (ladder.steps[LADDER_QUARTER].missing, ==, 0);
  g_assert_false (ladder.steps[LADDER_FULL].open);

  for (int i = 0; i < LADDER_N_EVIDENCE; i++)
    {
      facts = verified ();
      switch ((LadderEvidence) i)
        {
        case LADDER_LANDED:
          facts.landed = LADDER_UNKNOWN;
          break;
        case LADDER_WAITED:
          facts.waited--;
          break;
        case LADDER_REHEARSED:
          facts.practice_rehearsed = LADDER_NOT;
          break;
        case LADDER_BACKUP:
          facts.backup = LADDER_NOT;
          break;
        case LADDER_N_EVIDENCE:
          g_assert_not_reached ();
        }
      ladder = ladder_climb (&input, ether ("0.05"), &facts);
      g_assert_cmpint (ladder.next, ==, LADDER_PILOT);
      g_assert_false (ladder.steps[LADDER_QUARTER].open);
      g_assert_cmpuint (ladder.steps[LADDER_QUARTER].missing, ==, LADDER_BIT (i));
      g_assert_cmpint (ladder.evidence[i], !=, LADDER_VERIFIED);
    }
}

static void
test_full (void)
{
  const LadderInput input = input_of ("7.5", "1", NULL);
  LadderFacts facts = verified ();
  Ladder ladder = ladder_climb (&input, ether ("2.5"), &facts);

  g_assert_cmpint (ladder.next, ==, LADDER_FULL);
  g_assert_true (ladder.steps[LADDER_QUARTER].reached && ladder.steps[LADDER_FULL].open);
  g_assert_true (ladder.steps[LADDER_FULL].amount == ether ("7.5"));
  /* The second deposit has not been waited for yet: what is reached stays open. */
  facts.waited = 0;
  ladder = ladder_climb (&input, ether ("2.5"), &facts);
  g_assert_true (ladder.steps[LADDER_QUARTER].open && !ladder.steps[LADDER_FULL].open);
  g_assert_cmpuint (ladder.steps[LADDER_FULL].missing, ==, LADDER_BIT (LADDER_WAITED));
}

static void
test_evidence (void)
{
  const LadderInput input = input_of ("10", "1", NULL);
  LadderFacts facts = { 0 };
  Ladder ladder = ladder_climb (&input, 1, &facts);

  for (int i = 0; i < LADDER_N_EVIDENCE; i++)
    g_assert_cmpint (ladder.evidence[i], ==, LADDER_UNKNOWN);
  g_assert_cmpuint (ladder.steps[LADDER_QUARTER].missing, ==, 15);

  /* Not seen is an answer only when the time is known to be too short, too. */
  facts.root_seen = LADDER_NOT;
  ladder = ladder_climb (&input, 1, &facts);
  g_assert_cmpint (ladder.evidence[LADDER_WAITED], ==, LADDER_UNKNOWN);
  facts.waited_known = TRUE;
  ladder = ladder_climb (&input, 1, &facts);
  g_assert_cmpint (ladder.evidence[LADDER_WAITED], ==, LADDER_NOT);
  facts.root_seen = LADDER_VERIFIED;
  ladder = ladder_climb (&input, 1, &facts);
  g_assert_cmpint (ladder.evidence[LADDER_WAITED], ==, LADDER_VERIFIED);
  facts.exit_rehearsed = LADDER_VERIFIED;
  ladder = ladder_climb (&input, 1, &facts);
  g_assert_cmpint (ladder.evidence[LADDER_REHEARSED], ==, LADDER_VERIFIED);
}

static void
test_override (void)
{
  const LadderInput input = input_of ("10", "1", NULL);
  LadderFacts facts = verified ();
  Ladder ladder;
  LadderStride stride;

  facts.backup = LADDER_NOT;
  ladder = ladder_climb (&input, 0, &facts);
  stride = ladder_judge (&ladder, ether ("0.05"));
  g_assert_cmpint (stride.tier, ==, LADDER_PILOT);
  g_assert_false (stride.overrides || stride.skips);
  stride = ladder_judge (&ladder, ether ("0.05") + 1u);
  g_assert_cmpint (stride.tier, ==, LADDER_QUARTER);
  g_assert_true (stride.overrides && stride.skips);
  g_assert_cmpuint (stride.unverified, ==, LADDER_BIT (LADDER_BACKUP));
  stride = ladder_judge (&ladder, ether ("10"));
  g_assert_cmpint (stride.tier, ==, LADDER_FULL);
  g_assert_true (stride.overrides && stride.skips);

  facts.backup = LADDER_VERIFIED;
  ladder = ladder_climb (&input, ether ("0.1"), &facts);
  g_assert_false (ladder_judge (&ladder, ether ("2")).overrides);
  stride = ladder_judge (&ladder, ether ("3"));
  g_assert_true (stride.overrides && stride.skips);
  g_assert_cmpuint (stride.unverified, ==, 0);
}

/* Without a rate there is no pilot to compare with: nothing is waved through as one. */
static void
test_no_rate (void)
{
  const LadderInput input = input_of ("10", NULL, NULL);
  const LadderFacts facts = verified ();
  const Ladder ladder = ladder_climb (&input, 0, &facts);
  const LadderStride stride = ladder_judge (&ladder, 1);

  g_assert_false (ladder.steps[LADDER_PILOT].known);
  g_assert_cmpint (stride.tier, ==, LADDER_QUARTER);
  g_assert_true (stride.overrides);
}

/* More evidence never closes a tier, a larger amount never needs less. */
static void
test_climb_properties (void)
{
  for (guint i = 0; i < 5000; i++)
    {
      LadderInput input = input_of ("10", "1", NULL);
      LadderFacts facts = {
        .landed = (LadderVerdict) g_test_rand_int_range (0, 3),
        .root_seen = (LadderVerdict) g_test_rand_int_range (0, 3),
        .waited_known = g_test_rand_bit (),
        .waited = (guint64) g_test_rand_int_range (0, 2 * (gint) LADDER_WAIT),
        .exit_rehearsed = (LadderVerdict) g_test_rand_int_range (0, 3),
        .practice_rehearsed = (LadderVerdict) g_test_rand_int_range (0, 3),
        .backup = (LadderVerdict) g_test_rand_int_range (0, 3),
      };
      const u256 restaked = (u256) (guint32) g_test_rand_int () * 1000000000u;
      const u256 amount = (u256) (guint32) g_test_rand_int () * 1000000000u;
      const Ladder before = ladder_climb (&input, restaked, &facts);
      const LadderStride small = ladder_judge (&before, amount);
      const LadderStride large = ladder_judge (&before, amount * 2u);
      Ladder after;

      g_assert_cmpint (large.tier, >=, small.tier);
      g_assert_true (large.overrides || !small.overrides);
      facts.backup = LADDER_VERIFIED;
      facts.waited += LADDER_WAIT;
      after = ladder_climb (&input, restaked, &facts);
      for (int k = 0; k < LADDER_N_TIERS; k++)
        {
          g_assert_true (after.steps[k].open || !before.steps[k].open);
          g_assert_true (after.steps[k].open == (after.steps[k].missing == 0) ||
                         (k > 0 && !after.steps[k - 1].reached));
        }
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
  g_test_add_func ("/ladder/first-step", test_first_step);
  g_test_add_func ("/ladder/quarter-opens-on-all-evidence", test_quarter);
  g_test_add_func ("/ladder/everything-opens-after-a-quarter", test_full);
  g_test_add_func ("/ladder/unknown-evidence-is-no-evidence", test_evidence);
  g_test_add_func ("/ladder/override-says-what-is-missing", test_override);
  g_test_add_func ("/ladder/without-a-rate-nothing-is-a-pilot", test_no_rate);
  g_test_add_func ("/ladder/climbing-properties", test_climb_properties);

  return g_test_run ();
}
