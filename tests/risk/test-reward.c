/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reward.h"

#include <glib.h>
#include <string.h>

#define DAY 86400u
#define UNTIL 1780000000u

static const RewardWindow month = { UNTIL - 30 * DAY, UNTIL };

/* Thousandths of a token of 18 decimals. */
static u256
milli (guint64 thousandths)
{
  return U256_WAD / 1000u * thousandths;
}

/* 1,000 tokens for the last 10 days; 1 of 100 of the set's stake; 0.002 ETH each. */
static RewardPayment
payment_of (void)
{
  return (RewardPayment) {
    .amount = 1000 * U256_WAD,
    .start = UNTIL - 10 * DAY,
    .seconds = 10 * DAY,
    .fee_known = TRUE,
    .split_known = TRUE,
    .split = 1000,
    .part_known = TRUE,
    .part = U256_WAD,
    .whole = 100 * U256_WAD,
    .price_known = TRUE,
    .price = milli (2),
    .decimals = 18,
  };
}

/* 1000 · 1/100 · 90 % = 9 tokens, 0.018 ETH. */
static void
test_worked_line (void)
{
  const RewardPayment payment = payment_of ();
  const RewardLine line = reward_line (&payment, &month);

  g_assert_cmpint (line.state, ==, REWARD_COUNTED);
  g_assert_true (line.amount == 9 * U256_WAD);
  g_assert_true (line.worth == milli (18));
}

/* The protocol fee first (20 %), then the split: 1000 · 0.8 · 0.9 / 100 = 7.2. */
static void
test_fee_and_split (void)
{
  RewardPayment payment = payment_of ();

  payment.fee = 2000;
  g_assert_true (reward_line (&payment, &month).amount == milli (7200));
  payment.split = 10000;
  g_assert_true (reward_line (&payment, &month).amount == 0);
  g_assert_cmpint (reward_line (&payment, &month).state, ==, REWARD_COUNTED);
  payment.split = 0;
  payment.fee = 0;
  g_assert_true (reward_line (&payment, &month).amount == 10 * U256_WAD);
}

/* The fact sheet's example of the sidecar: one token a day, stakers with 3 and 1 share: three quarters come
 * to the first, 0.075 of it to its operator and 0.675 to itself. */
static void
test_worked_weights (void)
{
  const RewardWeight weight = { .multiplier = U256_WAD, .others = U256_WAD, .mine = 3 * U256_WAD };
  const RewardWindow day = { UNTIL - DAY, UNTIL };
  RewardPayment payment = payment_of ();

  g_assert_true (reward_weigh (&weight, 1, &payment.part, &payment.whole));
  payment.amount = U256_WAD;
  payment.start = UNTIL - DAY;
  payment.seconds = DAY;
  g_assert_true (reward_line (&payment, &day).amount == milli (675));
  payment.split = 0;
  g_assert_true (reward_line (&payment, &day).amount == milli (750));
}

/* Strategies count by their multipliers; order does not, and more of others never gives more. */
static void
test_weights (void)
{
  RewardWeight weights[] = {
    { .multiplier = U256_WAD, .others = 70 * U256_WAD, .mine = 10 * U256_WAD },
    { .multiplier = 2 * U256_WAD, .others = 10 * U256_WAD },
    { .multiplier = 0, .others = 1000 * U256_WAD, .mine = 1000 * U256_WAD },
  };
  const RewardWeight turned[] = { weights[2], weights[0], weights[1] };
  u256 part, whole, other_part, other_whole;

  g_assert_true (reward_weigh (weights, 3, &part, &whole));
  g_assert_true (part * 10u == whole);
  g_assert_true (reward_weigh (turned, 3, &other_part, &other_whole));
  g_assert_true (part == other_part && whole == other_whole);
  weights[1].others *= 2u;
  g_assert_true (reward_weigh (weights, 3, &other_part, &other_whole));
  g_assert_true (part == other_part && whole < other_whole);
  weights[0].mine = 0;
  g_assert_true (reward_weigh (weights, 3, &part, &whole));
  g_assert_true (part == 0);
  g_assert_true (reward_weigh (NULL, 0, &part, &whole));
  g_assert_true (part == 0 && whole == 0);
  weights[0].others = U256_MAX;
  g_assert_false (reward_weigh (weights, 3, &part, &whole));
}

/* A payment for two years, made yesterday, is not a month's income. */
static void
test_time (void)
{
  RewardPayment payment = payment_of ();

  payment.start = UNTIL - 15 * DAY;
  payment.seconds = 60 * DAY;
  g_assert_true (reward_line (&payment, &month).amount == milli (2250));
  payment.start = UNTIL - 45 * DAY;
  g_assert_true (reward_line (&payment, &month).amount == milli (4500));
  payment.start = UNTIL - 90 * DAY;
  g_assert_cmpint (reward_line (&payment, &month).state, ==, REWARD_OUTSIDE);
  payment.start = UNTIL;
  g_assert_cmpint (reward_line (&payment, &month).state, ==, REWARD_OUTSIDE);
  payment.start = UNTIL - 1;
  payment.seconds = 0;
  g_assert_true (reward_line (&payment, &month).amount == 9 * U256_WAD);
  payment.start = month.from - 1;
  g_assert_cmpint (reward_line (&payment, &month).state, ==, REWARD_OUTSIDE);
  payment.start = G_MAXUINT64 - 1;
  payment.seconds = G_MAXUINT64;
  g_assert_cmpint (reward_line (&payment, &month).state, ==, REWARD_OUTSIDE);
}

static void
test_unknown_line (void)
{
  RewardPayment payment = payment_of ();
  RewardLine line;

  payment.price_known = FALSE;
  line = reward_line (&payment, &month);
  g_assert_cmpint (line.state, ==, REWARD_UNPRICED);
  g_assert_true (line.amount == 9 * U256_WAD);
  payment = payment_of ();
  payment.decimals = 78;
  g_assert_cmpint (reward_line (&payment, &month).state, ==, REWARD_UNPRICED);

  payment = payment_of ();
  payment.split_known = FALSE;
  g_assert_cmpint (reward_line (&payment, &month).state, ==, REWARD_UNKNOWN);
  payment = payment_of ();
  payment.fee_known = FALSE;
  g_assert_cmpint (reward_line (&payment, &month).state, ==, REWARD_UNKNOWN);
  payment = payment_of ();
  payment.part_known = FALSE;
  g_assert_cmpint (reward_line (&payment, &month).state, ==, REWARD_UNKNOWN);
  payment = payment_of ();
  payment.whole = payment.part = 0;
  g_assert_cmpint (reward_line (&payment, &month).state, ==, REWARD_UNKNOWN);
  payment = payment_of ();
  payment.part = payment.whole + 1;
  g_assert_cmpint (reward_line (&payment, &month).state, ==, REWARD_UNKNOWN);
  payment = payment_of ();
  payment.split = 10001;
  g_assert_cmpint (reward_line (&payment, &month).state, ==, REWARD_UNKNOWN);
}

static void
test_income (void)
{
  RewardPayment payments[4] = { payment_of (), payment_of (), payment_of (), payment_of () };
  RewardLine lines[4];
  RewardIncome income;

  payments[1].price_known = FALSE;
  payments[1].estimated = TRUE;
  payments[2].split_known = FALSE;
  payments[3].start = 5;
  income = reward_income (payments, 4, &month, lines);

  g_assert_true (income.worth == milli (18));
  g_assert_cmpuint (income.n_counted, ==, 1);
  g_assert_cmpuint (income.n_unpriced, ==, 1);
  g_assert_cmpuint (income.n_unknown, ==, 1);
  g_assert_false (income.estimated);
  g_assert_cmpint (lines[0].state, ==, REWARD_COUNTED);
  g_assert_cmpint (lines[1].state, ==, REWARD_UNPRICED);
  g_assert_cmpint (lines[2].state, ==, REWARD_UNKNOWN);
  g_assert_cmpint (lines[3].state, ==, REWARD_OUTSIDE);
  payments[0].estimated = TRUE;
  g_assert_true (reward_income (payments, 4, &month, NULL).estimated);
}

/* 10 ETH at 3 %; 0.018 ETH a month from the sets; in for 0.01, a claim 0.004, out 0.006. */
static RewardInput
input_of (void)
{
  return (RewardInput) {
    .stake_known = TRUE,
    .stake = 10 * U256_WAD,
    .base_known = TRUE,
    .base_rate = 30000000000000000,
    .payments_known = TRUE,
    .income = { .worth = milli (18), .n_counted = 1 },
    .seconds = 30 * DAY,
    .gas_enter_known = TRUE,
    .gas_claim_known = TRUE,
    .gas_leave_known = TRUE,
    .gas_enter = milli (10),
    .gas_claim = milli (4),
    .gas_leave = milli (6),
    .worst_known = TRUE,
    .worst = 4 * U256_WAD,
    .expected_known = TRUE,
    .expected = milli (50),
  };
}

static void
test_worked_summary (void)
{
  const RewardInput input = input_of ();
  const RewardSummary summary = reward_summary (&input);

  g_assert_true (summary.base_known && !summary.base_negative);
  g_assert_true (summary.base_year == milli (300));
  g_assert_true (summary.restaking_known && !summary.restaking_at_least);
  g_assert_true (summary.restaking_year == milli (219)); /* 0.018 · 365 / 30 */
  g_assert_true (summary.restaking_rate_known && summary.restaking_rate == milli (219) / 10u);
  g_assert_true (summary.gas_known && summary.gas == milli (20));
  g_assert_true (summary.gas_share_known && summary.gas_share == milli (2));
  /* 0.02 / (0.219 / 12) = 1.096 */
  g_assert_cmpint (summary.payback, ==, REWARD_PAYBACK_MONTHS);
  g_assert_cmpuint (summary.months, ==, 2);
  g_assert_false (summary.payback_at_most);
  g_assert_cmpint (summary.per_worst.state, ==, REWARD_RATIO_KNOWN);
  g_assert_true (summary.per_worst.wad == milli (219) / 4u);
  g_assert_cmpint (summary.per_expected.state, ==, REWARD_RATIO_KNOWN);
  g_assert_true (summary.per_expected.wad == milli (4380));
}

static void
test_nothing_paid (void)
{
  RewardInput input = input_of ();
  RewardSummary summary;

  input.income = (RewardIncome) { 0 };
  summary = reward_summary (&input);
  g_assert_true (summary.restaking_known && summary.restaking_year == 0);
  g_assert_cmpint (summary.payback, ==, REWARD_PAYBACK_NEVER);
  g_assert_cmpint (summary.per_worst.state, ==, REWARD_RATIO_KNOWN);
  g_assert_true (summary.per_worst.wad == 0);

  /* Something in a token without a price: not nothing. */
  input.income.n_unpriced = 1;
  summary = reward_summary (&input);
  g_assert_false (summary.restaking_known);
  g_assert_cmpint (summary.payback, ==, REWARD_PAYBACK_UNKNOWN);
  g_assert_cmpint (summary.per_worst.state, ==, REWARD_RATIO_UNKNOWN);

  input.income = (RewardIncome) { .n_counted = 1, .n_unknown = 1 };
  summary = reward_summary (&input);
  g_assert_true (summary.restaking_known && summary.restaking_at_least);
  g_assert_cmpint (summary.payback, ==, REWARD_PAYBACK_UNKNOWN);
}

static void
test_at_least (void)
{
  RewardInput input = input_of ();
  RewardSummary summary;

  input.income.n_unpriced = 3;
  summary = reward_summary (&input);
  g_assert_true (summary.restaking_known && summary.restaking_at_least);
  g_assert_true (summary.payback_at_most && summary.per_worst.at_least);
  g_assert_cmpuint (summary.months, ==, 2);
}

static void
test_unknown_summary (void)
{
  RewardInput input = input_of ();
  RewardSummary summary;

  input.stake_known = FALSE;
  summary = reward_summary (&input);
  g_assert_false (summary.base_known || summary.restaking_rate_known || summary.gas_share_known);
  g_assert_true (summary.restaking_known && summary.gas_known);

  input = input_of ();
  input.payments_known = FALSE;
  summary = reward_summary (&input);
  g_assert_false (summary.restaking_known);
  g_assert_cmpint (summary.payback, ==, REWARD_PAYBACK_UNKNOWN);

  input = input_of ();
  input.gas_claim_known = FALSE;
  summary = reward_summary (&input);
  g_assert_false (summary.gas_known);
  g_assert_cmpint (summary.payback, ==, REWARD_PAYBACK_UNKNOWN);

  input = input_of ();
  input.seconds = 0;
  g_assert_false (reward_summary (&input).restaking_known);
  input = input_of ();
  input.worst_known = FALSE;
  g_assert_cmpint (reward_summary (&input).per_worst.state, ==, REWARD_RATIO_UNKNOWN);
  input.worst_known = TRUE;
  input.worst = 0;
  g_assert_cmpint (reward_summary (&input).per_worst.state, ==, REWARD_RATIO_NO_RISK);
  input.expected_known = FALSE;
  g_assert_cmpint (reward_summary (&input).per_expected.state, ==, REWARD_RATIO_UNKNOWN);
}

static void
test_negative_base (void)
{
  RewardInput input = input_of ();
  RewardSummary summary;

  input.base_rate = -1;
  summary = reward_summary (&input);
  g_assert_true (summary.base_negative && summary.base_year == 10);
  input.stake = 1;
  g_assert_true (reward_summary (&input).base_year == 1);
  input.base_rate = G_MININT64;
  g_assert_true (reward_summary (&input).base_known);
}

static void
test_gas_share (void)
{
  u256 share;

  g_assert_true (reward_gas_share (1, 3, &share));
  g_assert_true (share == 333333333333333334u);
  g_assert_true (reward_gas_share (6, 3, &share));
  g_assert_true (share == 2 * U256_WAD);
  g_assert_false (reward_gas_share (1, 0, &share));
}

static void
test_long_payback (void)
{
  RewardInput input = input_of ();

  input.income.worth = 1;
  g_assert_cmpuint (reward_summary (&input).months, ==, REWARD_MOST_MONTHS);
  input.gas_enter = input.gas_claim = input.gas_leave = 0;
  g_assert_cmpuint (reward_summary (&input).months, ==, 0);
  g_assert_cmpint (reward_summary (&input).payback, ==, REWARD_PAYBACK_MONTHS);
}

static RewardPayment
random_payment (void)
{
  return (RewardPayment) {
    .amount = (u256) (guint32) g_test_rand_int () << g_test_rand_int_range (0, 200),
    .start = UNTIL - (guint64) g_test_rand_int_range (0, 100 * DAY),
    .seconds = (guint64) g_test_rand_int_range (0, 60 * DAY),
    .fee_known = g_test_rand_int_range (0, 8) > 0,
    .fee = (guint) g_test_rand_int_range (0, 10001),
    .split_known = g_test_rand_int_range (0, 8) > 0,
    .split = (guint) g_test_rand_int_range (0, 10001),
    .part_known = g_test_rand_int_range (0, 8) > 0,
    .part = (guint) g_test_rand_int_range (0, 1000),
    .whole = 1000,
    .price_known = g_test_rand_bit (),
    .price = (guint32) g_test_rand_int (),
    .decimals = (guint) g_test_rand_int_range (0, 30),
  };
}

static void
test_properties (void)
{
  for (guint i = 0; i < 3000; i++)
    {
      RewardPayment payments[6], turned[6], more;
      RewardIncome income, other;

      for (guint k = 0; k < 6; k++)
        payments[k] = random_payment ();
      for (guint k = 0; k < 6; k++)
        turned[k] = payments[(k + 2) % 6];
      income = reward_income (payments, 6, &month, NULL);
      other = reward_income (turned, 6, &month, NULL);
      g_assert_true (income.worth == other.worth);
      g_assert_cmpuint (income.n_unknown, ==, other.n_unknown);
      g_assert_cmpuint (income.n_unpriced, ==, other.n_unpriced);

      /* Never more than was paid; a larger split or fee never gives more, a longer window never
       * less. */
      more = payments[0];
      if (reward_line (&more, &month).state == REWARD_COUNTED)
        {
          const RewardWindow longer = { month.from - 5 * DAY, month.until };
          const RewardLine line = reward_line (&payments[0], &month);

          g_assert_true (line.amount <= payments[0].amount);
          g_assert_true (reward_line (&more, &longer).amount >= line.amount);
          more.split = MIN (10000, more.split + 77);
          g_assert_true (reward_line (&more, &month).amount <= line.amount);
          more = payments[0];
          more.fee = MIN (10000, more.fee + 77);
          g_assert_true (reward_line (&more, &month).amount <= line.amount);
          more = payments[0];
          more.part++;
          g_assert_true (reward_line (&more, &month).amount >= line.amount);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reward/worked-line", test_worked_line);
  g_test_add_func ("/reward/fee-and-split", test_fee_and_split);
  g_test_add_func ("/reward/worked-weights", test_worked_weights);
  g_test_add_func ("/reward/weights", test_weights);
  g_test_add_func ("/reward/only-what-falls-into-the-window", test_time);
  g_test_add_func ("/reward/an-unknown-line-is-unknown", test_unknown_line);
  g_test_add_func ("/reward/income", test_income);
  g_test_add_func ("/reward/worked-summary", test_worked_summary);
  g_test_add_func ("/reward/nothing-paid-never-pays-back", test_nothing_paid);
  g_test_add_func ("/reward/unpriced-comes-on-top", test_at_least);
  g_test_add_func ("/reward/unknown-is-unknown", test_unknown_summary);
  g_test_add_func ("/reward/a-falling-token", test_negative_base);
  g_test_add_func ("/reward/gas-share-rounds-up", test_gas_share);
  g_test_add_func ("/reward/long-payback", test_long_payback);
  g_test_add_func ("/reward/properties", test_properties);

  return g_test_run ();
}
