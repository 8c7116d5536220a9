/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "checks.h"

/* Limits for the tests: round numbers, so that the edges are seen. Shares in percent of the whole.
 * */
static inline CheckLimits
test_limits (void)
{
  const uint64_t day = 86400u;
  const uint64_t percent = CHECK_WHOLE / 100u;

  return (CheckLimits) {
    .values = {
      [LIMIT_LEAST_REACTION] = 1000,
      [LIMIT_MOST_DORMANT_CAUTION] = 10 * percent,
      [LIMIT_MOST_DORMANT_PROBLEM] = 50 * percent,
      [LIMIT_MOST_SLASHABLE_CAUTION] = 50 * percent,
      [LIMIT_MOST_SLASHABLE_PROBLEM] = 90 * percent,
      [LIMIT_MOST_LARGEST_CAUTION] = 25 * percent,
      [LIMIT_MOST_LARGEST_PROBLEM] = 50 * percent,
      [LIMIT_LEAST_SLASHED_AGE] = 365 * day,
      [LIMIT_MOST_SLASHED_SHARE] = 10 * percent,
      [LIMIT_MOST_SILENCE_CAUTION] = 180 * day,
      [LIMIT_MOST_SILENCE_PROBLEM] = 540 * day,
      [LIMIT_MOST_SPLIT_CAUTION] = 1500,
      [LIMIT_MOST_SPLIT_PROBLEM] = 5000,
      [LIMIT_LEAST_OPERATOR_AGE_CAUTION] = 180 * day,
      [LIMIT_LEAST_OPERATOR_AGE_PROBLEM] = 30 * day,
      [LIMIT_MOST_STAKER_SHARE_CAUTION] = 50 * percent,
      [LIMIT_MOST_STAKER_SHARE_PROBLEM] = 90 * percent,
      [LIMIT_MOST_SET_SHARE_CAUTION] = 33 * percent,
      [LIMIT_MOST_SET_SHARE_PROBLEM] = 66 * percent,
      [LIMIT_MOST_REDISTRIBUTED_PROBLEM] = 50 * percent,
      [LIMIT_LEAST_SIGNERS_PROBLEM] = 2,
      [LIMIT_MOST_PAID_AGE_CAUTION] = 45 * day,
      [LIMIT_LEAST_OPERATORS_CAUTION] = 5,
      [LIMIT_LEAST_OPERATORS_PROBLEM] = 2,
      [LIMIT_LEAST_STAKE_CAUTION] = UINT64_C (1000000000000),
      [LIMIT_LEAST_SERVICE_AGE_CAUTION] = 180 * day,
      [LIMIT_LEAST_SERVICE_AGE_PROBLEM] = 30 * day,
      [LIMIT_LEAST_STRATEGY_AGE_CAUTION] = 30 * day,
      [LIMIT_LEAST_SERVICE_SLASHED_AGE] = 365 * day,
      [LIMIT_MOST_BELOW_CAUTION] = percent / 2,
      [LIMIT_MOST_BELOW_PROBLEM] = 2 * percent,
      [LIMIT_MOST_ABOVE_CAUTION] = percent,
      [LIMIT_MOST_FEED_LATE] = 3600,
      [LIMIT_MOST_EXIT_SECONDS_CAUTION] = 7 * day,
      [LIMIT_MOST_EXIT_SECONDS_PROBLEM] = 30 * day,
      [LIMIT_LEAST_ADMIN_DELAY_CAUTION] = 3 * day,
    },
  };
}

/* Pairs of fact and value, up to FACTS. */
static inline CheckFacts
facts_of (const uint64_t *pairs)
{
  CheckFacts facts = { 0 };

  for (; pairs[0] != FACTS; pairs += 2)
    check_set (&facts, (CheckFact) pairs[0], pairs[1]);

  return facts;
}

/* What a check finds in these facts and no others. */
#define assert_found(id, reason, ...)                               \
  G_STMT_START                                                      \
  {                                                                 \
    const uint64_t pairs[] = { __VA_ARGS__ __VA_OPT__ (, ) FACTS }; \
    CheckFacts facts = facts_of (pairs);                            \
    CheckLimits limits = test_limits ();                            \
                                                                    \
    g_assert_cmpint (check_run (id, &facts, &limits), ==, reason);  \
    g_assert_cmpint (check_reason_check (reason), ==, id);          \
  }                                                                 \
  G_STMT_END
