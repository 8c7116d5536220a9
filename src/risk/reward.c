/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reward.h"

#define BIPS 10000u
#define YEAR (365u * 86400u)

static u256
add_capped (u256 a, u256 b)
{
  u256 sum;

  return u256_add (a, b, &sum) ? sum : U256_MAX;
}

/* Seconds of what it pays for that lie in the window, out of how many. */
static void
overlap (const RewardPayment *payment,
         const RewardWindow *window,
         uint64_t *inside,
         uint64_t *seconds)
{
  const uint64_t start = payment->start;
  /* At once is as good as within one second. */
  const uint64_t length = payment->seconds > 0 ? payment->seconds : 1;
  const uint64_t end = start > UINT64_MAX - length ? UINT64_MAX : start + length;
  const uint64_t from = start > window->from ? start : window->from;
  const uint64_t until = end < window->until ? end : window->until;

  *inside = until > from ? until - from : 0;
  *seconds = length;
}

/* amount · part / whole in place; false when it can't be. */
static bool
scale (u256 *amount, u256 part, u256 whole)
{
  return part <= whole && u256_mul_div (*amount, part, whole, ROUND_DOWN, amount);
}

static bool
price_of (const RewardPayment *payment, u256 amount, u256 *out)
{
  u256 unit = 1;

  if (payment->decimals > 77)
    return false;
  for (unsigned i = 0; i < payment->decimals; i++)
    unit *= 10u;

  return u256_mul_div (amount, payment->price, unit, ROUND_DOWN, out);
}

bool
reward_weigh (const RewardWeight *weights, size_t n, u256 *part, u256 *whole)
{
  *part = 0;
  *whole = 0;
  for (size_t i = 0; i < n; i++)
    {
      u256 mine, others;

      if (!u256_mul (weights[i].multiplier, weights[i].mine, &mine) ||
          !u256_mul (weights[i].multiplier, weights[i].others, &others) ||
          !u256_add (*part, mine, part) || !u256_add (others, mine, &others) ||
          !u256_add (*whole, others, whole))
        return false;
    }

  return true;
}

RewardLine
reward_line (const RewardPayment *payment, const RewardWindow *window)
{
  RewardLine line = { .state = REWARD_OUTSIDE };
  u256 amount = payment->amount;
  uint64_t inside, seconds;

  overlap (payment, window, &inside, &seconds);
  if (inside == 0 || amount == 0)
    return line;

  line.state = REWARD_UNKNOWN;
  if (!payment->fee_known || payment->fee > BIPS || !payment->split_known ||
      payment->split > BIPS || !payment->part_known)
    return line;
  if (!scale (&amount, inside, seconds) || !scale (&amount, BIPS - payment->fee, BIPS) ||
      !scale (&amount, BIPS - payment->split, BIPS) ||
      !scale (&amount, payment->part, payment->whole))
    return line;

  line.amount = amount;
  line.state = REWARD_UNPRICED;
  if (!payment->price_known || !price_of (payment, amount, &line.worth))
    return line;

  line.state = REWARD_COUNTED;
  return line;
}

RewardIncome
reward_income (const RewardPayment *payments,
               size_t n,
               const RewardWindow *window,
               RewardLine *lines)
{
  RewardIncome income = { 0 };

  for (size_t i = 0; i < n; i++)
    {
      const RewardLine line = reward_line (&payments[i], window);

      if (lines != nullptr)
        lines[i] = line;
      switch (line.state)
        {
        case REWARD_OUTSIDE:
          break;
        case REWARD_COUNTED:
          income.n_counted++;
          income.worth = add_capped (income.worth, line.worth);
          income.estimated = income.estimated || payments[i].estimated;
          break;
        case REWARD_UNPRICED:
          income.n_unpriced++;
          break;
        case REWARD_UNKNOWN:
          income.n_unknown++;
          break;
        }
    }

  return income;
}

bool
reward_gas_share (u256 gas, u256 worth, u256 *out)
{
  return worth > 0 && u256_mul_div (gas, U256_WAD, worth, ROUND_UP, out);
}

static void
compute_base (const RewardInput *input, RewardSummary *summary)
{
  const uint64_t rate = input->base_rate < 0 ? 0 - (uint64_t) input->base_rate
                                             : (uint64_t) input->base_rate;

  if (!input->stake_known || !input->base_known)
    return;
  summary->base_negative = input->base_rate < 0;
  summary->base_known = u256_mul_div (input->stake, rate, U256_WAD,
                                      summary->base_negative ? ROUND_UP : ROUND_DOWN,
                                      &summary->base_year);
}

static void
compute_restaking (const RewardInput *input, RewardSummary *summary)
{
  const RewardIncome *income = &input->income;
  const bool more = income->n_unpriced > 0 || income->n_unknown > 0;

  /* Of something that is not known alone nothing can be said, least of all that it is nothing. */
  if (!input->payments_known || input->seconds == 0 || (more && income->n_counted == 0) ||
      !u256_mul_div (income->worth, YEAR, input->seconds, ROUND_DOWN, &summary->restaking_year))
    return;
  summary->restaking_known = true;
  summary->restaking_at_least = more;
  summary->restaking_estimated = income->estimated;
  if (input->stake_known && input->stake > 0)
    summary->restaking_rate_known = u256_mul_div (summary->restaking_year, U256_WAD, input->stake,
                                                  ROUND_DOWN, &summary->restaking_rate);
}

static void
compute_gas (const RewardInput *input, RewardSummary *summary)
{
  if (!input->gas_enter_known || !input->gas_claim_known || !input->gas_leave_known)
    return;
  summary->gas_known = true;
  summary->gas = add_capped (add_capped (input->gas_enter, input->gas_claim), input->gas_leave);
  summary->gas_share_known = input->stake_known &&
                             reward_gas_share (summary->gas, input->stake, &summary->gas_share);
}

static void
compute_payback (RewardSummary *summary)
{
  u256 months;

  if (!summary->restaking_known || !summary->gas_known)
    return;
  if (summary->gas > 0 && summary->restaking_year == 0)
    {
      summary->payback = summary->restaking_at_least ? REWARD_PAYBACK_UNKNOWN
                                                     : REWARD_PAYBACK_NEVER;
      return;
    }

  summary->payback = REWARD_PAYBACK_MONTHS;
  summary->payback_at_most = summary->restaking_at_least;
  if (summary->gas == 0)
    months = 0;
  else if (!u256_mul_div (summary->gas, 12u, summary->restaking_year, ROUND_UP, &months))
    months = U256_MAX;
  summary->months = (unsigned) u256_min (months, REWARD_MOST_MONTHS);
}

static RewardRatio
ratio (const RewardSummary *summary, bool known, u256 risk)
{
  RewardRatio result = { .at_least = summary->restaking_at_least };

  if (!known || !summary->restaking_known)
    return (RewardRatio) { 0 };
  if (risk == 0)
    return (RewardRatio) { .state = REWARD_RATIO_NO_RISK };
  if (!u256_mul_div (summary->restaking_year, U256_WAD, risk, ROUND_DOWN, &result.wad))
    return (RewardRatio) { 0 };
  result.state = REWARD_RATIO_KNOWN;

  return result;
}

RewardSummary
reward_summary (const RewardInput *input)
{
  RewardSummary summary = { 0 };

  compute_base (input, &summary);
  compute_restaking (input, &summary);
  compute_gas (input, &summary);
  compute_payback (&summary);
  summary.per_worst = ratio (&summary, input->worst_known, input->worst);
  summary.per_expected = ratio (&summary, input->expected_known, input->expected);

  return summary;
}
