/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>

#include "u256.h"

/* What a stake earns for what it risks. Whatever is not known is said to be not known; it never
 * counts as nothing, and what is paid in a token without a price is never left out silently.
 * Rewards round down, costs up. Amounts are in the token's smallest unit, worth is in wei of
 * ETH, rates are parts of 10^18. */

/* A submission to RewardsCoordinator for an operator's set, as far as it falls to the stake in
 * question: amount · (time of it within the window) · (1 − fee) · (1 − split) · part / whole.
 * Fee and split: RewardsCoordinator's protocol fee (2,000 bips of what a submitter pays who
 * opted in) and the operator's split for that set, else its default (1,000 bips). */
typedef struct
{
  u256 amount;
  uint64_t start;   /* seconds since 1970: of the time it pays for … */
  uint64_t seconds; /* … and how long that is; 0 = at once */
  bool fee_known;
  unsigned fee; /* bips */
  bool split_known;
  unsigned split; /* bips */
  bool part_known;
  u256 part;      /* what of the set's stake is the stake in question, in one unit with … */
  u256 whole;     /* … all of the set's stake that it was paid for; 0 = contradiction: unknown */
  bool estimated; /* the part was not read but taken to be that of the stake */
  bool price_known;
  u256 price;        /* wei for one whole token */
  unsigned decimals; /* of the token, at most 77 */
} RewardPayment;

/* What a submission counts one strategy for (its multiplier), and what is in it. */
typedef struct
{
  u256 multiplier;
  u256 others; /* shares of everybody else it is shared among */
  u256 mine;   /* shares of the stake in question */
} RewardWeight;

/* How EigenLayer's sidecar shares out a submission (pkg/rewards, 2 and 12 to 20): by the sum of multiplier ·
 * shares over the strategies, of all stakers of all operators it is for; by unique stake the shares are
 * those allocated to the set; what is directed to an operator is shared among its own stakers. Also the
 * part and the whole of a RewardPayment: a part of 0 gets nothing of it, whatever the whole. false: the
 * sums do not fit. */
[[nodiscard]] bool reward_weigh (const RewardWeight *weights, size_t n, u256 *part, u256 *whole);

/* What became of a payment. */
typedef enum
{
  REWARD_OUTSIDE,  /* pays for another time */
  REWARD_COUNTED,  /* amount and worth hold */
  REWARD_UNPRICED, /* amount holds; the token has no price */
  REWARD_UNKNOWN,  /* neither: something of it is not known */
} RewardState;

typedef struct
{
  RewardState state;
  u256 amount; /* of its token, in the window, for the stake, after fee and split */
  u256 worth;
} RewardLine;

typedef struct
{
  uint64_t from; /* seconds since 1970; from ≤ time < until */
  uint64_t until;
} RewardWindow;

typedef struct
{
  u256 worth; /* of the counted ones, in the window */
  size_t n_counted;
  size_t n_unpriced;
  size_t n_unknown;
  bool estimated; /* of a counted one the part was estimated */
} RewardIncome;

RewardLine reward_line (const RewardPayment *payment, const RewardWindow *window);
/* lines: one a payment, or null. No payments: nothing is paid, and that is known. */
RewardIncome reward_income (const RewardPayment *payments,
                            size_t n,
                            const RewardWindow *window,
                            RewardLine *lines);

typedef struct
{
  bool stake_known;
  u256 stake; /* worth of the amount, wei */
  bool base_known;
  int64_t base_rate; /* the token's own, a year; below zero after a slashing of its validators */
  /* Income is of everything that was paid to the sets; else it means nothing. */
  bool payments_known;
  RewardIncome income;
  uint64_t seconds; /* of its window; 0 = contradiction: unknown */
  bool gas_enter_known, gas_claim_known, gas_leave_known;
  u256 gas_enter, gas_claim, gas_leave; /* wei: of all transactions of it, one claim */
  bool worst_known;
  u256 worst; /* most that can be lost, wei */
  bool expected_known;
  u256 expected; /* expected loss of a year, wei */
} RewardInput;

typedef enum
{
  REWARD_PAYBACK_UNKNOWN,
  REWARD_PAYBACK_NEVER, /* nothing is paid */
  REWARD_PAYBACK_MONTHS,
} RewardPayback;

/* Reward for each unit of a risk. */
typedef enum
{
  REWARD_RATIO_UNKNOWN,
  REWARD_RATIO_NO_RISK, /* nothing can be lost: there is no ratio */
  REWARD_RATIO_KNOWN,
} RewardRatioState;

typedef struct
{
  RewardRatioState state;
  bool at_least; /* something unpriced or unknown comes on top */
  u256 wad;
} RewardRatio;

typedef struct
{
  /* A year of the token's own reward, which comes without restaking too. */
  bool base_known;
  bool base_negative;
  u256 base_year; /* wei, without sign */

  /* A year of what the sets pay, at the window's pace. */
  bool restaking_known;    /* of what is priced, at least; not: nothing can be said */
  bool restaking_at_least; /* something unpriced or unknown comes on top */
  bool restaking_estimated;
  u256 restaking_year; /* wei */
  bool restaking_rate_known;
  u256 restaking_rate; /* restaking_year / stake */

  /* In, one claim, out. */
  bool gas_known;
  u256 gas;
  bool gas_share_known;
  u256 gas_share; /* of the stake */

  /* How long restaking has to pay until it has paid the gas. The token's own reward does not
   * count. */
  RewardPayback payback;
  bool payback_at_most; /* restaking_at_least */
  unsigned months;      /* begun ones count; at most REWARD_MOST_MONTHS, which is "or longer" */

  /* A year of what the sets pay for each unit … */
  RewardRatio per_worst;    /* … of the most that can be lost */
  RewardRatio per_expected; /* … of the loss to be expected in a year */
} RewardSummary;

#define REWARD_MOST_MONTHS 1200u

RewardSummary reward_summary (const RewardInput *input);

/* Gas as a part of an amount's worth, rounded up; false when there is no amount. More than all
 * of it is possible. */
[[nodiscard]] bool reward_gas_share (u256 gas, u256 worth, u256 *out);
