/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checks-private.h"

/* A feed that is late says nothing: no price, not a bad price. */
static bool
feed_is_late (const CheckFacts *facts, const CheckLimits *limits)
{
  uint64_t heartbeat = value (facts, FACT_FEED_HEARTBEAT);
  uint64_t late = limits->values[LIMIT_MOST_FEED_LATE];

  return heartbeat <= UINT64_MAX - late && value (facts, FACT_FEED_AGE) > heartbeat + late;
}

static CheckReason
peg (const CheckFacts *facts, const CheckLimits *limits)
{
  if (is (facts, FACT_HAS_RATE, 0))
    return FOUND_PEG_IS_ETH;
  if (!knows (facts, FACT_FEED_AGE) || !knows (facts, FACT_FEED_HEARTBEAT))
    return FOUND_PEG_UNKNOWN;
  if (feed_is_late (facts, limits))
    return FOUND_PEG_STALE;
  if (over (facts, FACT_BELOW, limits->values[LIMIT_MOST_BELOW_PROBLEM]))
    return FOUND_PEG_FAR_BELOW;
  if (!knows (facts, FACT_HAS_RATE) || !knows (facts, FACT_BELOW) || !knows (facts, FACT_ABOVE))
    return FOUND_PEG_UNKNOWN;
  if (over (facts, FACT_BELOW, limits->values[LIMIT_MOST_BELOW_CAUTION]))
    return FOUND_PEG_BELOW;

  return over (facts, FACT_ABOVE, limits->values[LIMIT_MOST_ABOVE_CAUTION]) ? FOUND_PEG_ABOVE
                                                                            : FOUND_PEG_HOLDS;
}

static CheckReason
leave (const CheckFacts *facts, const CheckLimits *limits)
{
  if (is (facts, FACT_HAS_RATE, 0))
    return FOUND_EXIT_IS_ETH;
  if (!knows (facts, FACT_HAS_RATE) || !knows (facts, FACT_HAS_EXIT))
    return FOUND_EXIT_UNKNOWN;
  if (is (facts, FACT_HAS_EXIT, 0))
    return FOUND_EXIT_NONE;
  if (is (facts, FACT_EXIT_SLOWED, 1))
    return FOUND_EXIT_SLOWED;
  if (!knows (facts, FACT_EXIT_SECONDS))
    return FOUND_EXIT_UNKNOWN;
  if (over (facts, FACT_EXIT_SECONDS, limits->values[LIMIT_MOST_EXIT_SECONDS_PROBLEM]))
    return FOUND_EXIT_VERY_LONG;
  if (!knows (facts, FACT_EXIT_SLOWED))
    return FOUND_EXIT_UNKNOWN;

  return over (facts, FACT_EXIT_SECONDS, limits->values[LIMIT_MOST_EXIT_SECONDS_CAUTION])
           ? FOUND_EXIT_LONG
           : FOUND_EXIT_QUICK;
}

static CheckReason
pauses (const CheckFacts *facts)
{
  if (is (facts, FACT_WITHDRAWALS_PAUSED, 1) || is (facts, FACT_TRANSFERS_PAUSED, 1))
    return FOUND_PAUSED_OUT;
  if (!knows (facts, FACT_WITHDRAWALS_PAUSED) || !knows (facts, FACT_TRANSFERS_PAUSED) ||
      !knows (facts, FACT_DEPOSITS_PAUSED))
    return FOUND_PAUSED_UNKNOWN;

  return is (facts, FACT_DEPOSITS_PAUSED, 1) ? FOUND_PAUSED_IN : FOUND_PAUSED_NOTHING;
}

static CheckReason
upgrades (const CheckFacts *facts, const CheckLimits *limits)
{
  if (is (facts, FACT_UPGRADABLE, 0))
    return FOUND_UPGRADES_NEVER;
  if (!knows (facts, FACT_UPGRADABLE))
    return FOUND_UPGRADES_UNKNOWN;
  if (!knows (facts, FACT_ADMIN_KIND))
    return FOUND_UPGRADES_BY_SOMEBODY;

  switch ((CheckKind) value (facts, FACT_ADMIN_KIND))
    {
    case CHECK_KIND_NONE:
      /* Code that can be replaced by nobody is a contradiction: it is done by somebody else. */
      return FOUND_UPGRADES_BY_SOMEBODY;
    case CHECK_KIND_MULTISIG:
    case CHECK_KIND_CONTRACT:
      if (!knows (facts, FACT_ADMIN_DELAY))
        return FOUND_UPGRADES_SOMEHOW;
      return under (facts, FACT_ADMIN_DELAY, limits->values[LIMIT_LEAST_ADMIN_DELAY_CAUTION])
               ? FOUND_UPGRADES_AT_ONCE
               : FOUND_UPGRADES_ANNOUNCED;
    case CHECK_KIND_ACCOUNT:
    case CHECK_KINDS:
    default:
      return FOUND_UPGRADES_BY_ACCOUNT;
    }
}

CheckReason
check_token (CheckId id, const CheckFacts *facts, const CheckLimits *limits)
{
  switch (id)
    {
    case CHECK_TOKEN_PEG:
      return peg (facts, limits);
    case CHECK_TOKEN_EXIT:
      return leave (facts, limits);
    case CHECK_TOKEN_PAUSES:
      return pauses (facts);
    default:
      return upgrades (facts, limits);
    }
}
