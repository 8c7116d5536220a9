/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checks-private.h"
#include "exposure.h"

/* The rule of delays is exposure's; here it is asked of a stake of which all may still be pledged.
 * */
static Exposure
next_pledge (const CheckFacts *facts)
{
  const ExposureInput input = {
    .stake = CHECK_WHOLE,
    .max = CHECK_WHOLE,
    .provider = {
      .delay_known = true,
      .delay_set = value (facts, FACT_DELAY_SET) == 1,
      .delay = value (facts, FACT_DELAY),
      .pending_delay = value (facts, FACT_PENDING_DELAY),
      .pending_delay_block = value (facts, FACT_PENDING_DELAY_BLOCK),
      .configuration_delay = value (facts, FACT_CONFIGURATION_DELAY),
    },
    .block = value (facts, FACT_HEAD),
    .exit_delay = value (facts, FACT_EXIT_DELAY),
  };

  return exposure_compute (&input);
}

static bool
knows_warning (const CheckFacts *facts)
{
  return knows (facts, FACT_DELAY_SET) &&
         (knows (facts, FACT_DELAY) || is (facts, FACT_DELAY_SET, 0)) &&
         knows (facts, FACT_PENDING_DELAY_BLOCK) &&
         (knows (facts, FACT_PENDING_DELAY) || is (facts, FACT_PENDING_DELAY_BLOCK, 0)) &&
         knows (facts, FACT_CONFIGURATION_DELAY) && knows (facts, FACT_EXIT_DELAY) &&
         knows (facts, FACT_HEAD);
}

/* Whether one who looks, and leaves when something new is announced, leaves in time. */
static CheckReason
warning (const CheckFacts *facts, const CheckLimits *limits)
{
  uint64_t exit = value (facts, FACT_EXIT_DELAY);
  uint64_t room = 0;
  Exposure next;

  /* What holds now is bad enough, whatever is to come. */
  if (is (facts, FACT_DELAY_SET, 1) && is (facts, FACT_DELAY, 0))
    return FOUND_WARNING_NONE;
  if (!knows_warning (facts))
    return is (facts, FACT_DELAY_SET, 1) && knows (facts, FACT_DELAY) &&
               knows (facts, FACT_EXIT_DELAY) && value (facts, FACT_DELAY) <= exit
             ? FOUND_WARNING_SHORT
             : FOUND_WARNING_UNKNOWN;

  next = next_pledge (facts);
  if (next.warning == 0)
    return FOUND_WARNING_NONE;
  if (next.latent_before_exit)
    return FOUND_WARNING_SHORT;

  room = next.warning > exit ? next.warning - exit : 0;

  return room < limits->values[LIMIT_LEAST_REACTION] ? FOUND_WARNING_TIGHT : FOUND_WARNING_ENOUGH;
}

static CheckReason
pending (const CheckFacts *facts)
{
  if (over (facts, FACT_PENDING_WITHIN, 0))
    return FOUND_PENDING_SOON;
  if (!knows (facts, FACT_PENDING_WITHIN) || !knows (facts, FACT_PENDING_BEYOND))
    return FOUND_PENDING_UNKNOWN;

  return over (facts, FACT_PENDING_BEYOND, 0) ? FOUND_PENDING_LATER : FOUND_PENDING_NONE;
}

/* A share of which little is good, in three steps. */
static CheckReason
small_share (const CheckFacts *facts,
             CheckFact fact,
             uint64_t caution,
             uint64_t problem,
             const CheckReason reasons[5])
{
  if (!knows (facts, fact))
    return reasons[4];
  if (value (facts, fact) > problem)
    return reasons[0];
  if (value (facts, fact) > caution)
    return reasons[1];

  return value (facts, fact) > 0 ? reasons[2] : reasons[3];
}

static CheckReason
slashed (const CheckFacts *facts, const CheckLimits *limits)
{
  if (is (facts, FACT_SLASHINGS, 0))
    return FOUND_SLASHED_NEVER;
  if (!knows (facts, FACT_SLASHINGS))
    return FOUND_SLASHED_UNKNOWN;
  if (under (facts, FACT_SLASHED_AGE, limits->values[LIMIT_LEAST_SLASHED_AGE]))
    return FOUND_SLASHED_LATELY;
  if (over (facts, FACT_SLASHED_SHARE, limits->values[LIMIT_MOST_SLASHED_SHARE]))
    return FOUND_SLASHED_MUCH;

  return knows (facts, FACT_SLASHED_AGE) && knows (facts, FACT_SLASHED_SHARE)
           ? FOUND_SLASHED_LONG_AGO
           : FOUND_SLASHED_UNKNOWN;
}

static CheckReason
silent (const CheckFacts *facts, const CheckLimits *limits)
{
  if (!knows (facts, FACT_SILENCE))
    return FOUND_SILENT_UNKNOWN;
  if (over (facts, FACT_SILENCE, limits->values[LIMIT_MOST_SILENCE_PROBLEM]))
    return FOUND_SILENT_VERY_LONG;

  return over (facts, FACT_SILENCE, limits->values[LIMIT_MOST_SILENCE_CAUTION]) ? FOUND_SILENT_LONG
                                                                                : FOUND_SILENT_NOT;
}

static CheckReason
fees (const CheckFacts *facts, const CheckLimits *limits)
{
  if (!knows (facts, FACT_SPLIT))
    return FOUND_FEES_UNKNOWN;
  if (over (facts, FACT_SPLIT, limits->values[LIMIT_MOST_SPLIT_PROBLEM]))
    return FOUND_FEES_VERY_HIGH;

  return over (facts, FACT_SPLIT, limits->values[LIMIT_MOST_SPLIT_CAUTION]) ? FOUND_FEES_HIGH
                                                                            : FOUND_FEES_USUAL;
}

static CheckReason
fee_change (const CheckFacts *facts, const CheckLimits *limits)
{
  if (is (facts, FACT_SPLIT_CHANGES, 0))
    return FOUND_FEE_STAYS;
  if (!knows (facts, FACT_SPLIT_CHANGES) || !knows (facts, FACT_SPLIT_NEXT) ||
      !knows (facts, FACT_SPLIT))
    return FOUND_FEE_CHANGE_UNKNOWN;
  if (value (facts, FACT_SPLIT_NEXT) <= value (facts, FACT_SPLIT))
    return FOUND_FEE_FALLS;

  return over (facts, FACT_SPLIT_NEXT, limits->values[LIMIT_MOST_SPLIT_PROBLEM])
           ? FOUND_FEE_RISES_HIGH
           : FOUND_FEE_RISES;
}

static CheckReason
new_operator (const CheckFacts *facts, const CheckLimits *limits)
{
  if (!knows (facts, FACT_OPERATOR_AGE))
    return FOUND_NEW_UNKNOWN;
  if (under (facts, FACT_OPERATOR_AGE, limits->values[LIMIT_LEAST_OPERATOR_AGE_PROBLEM]))
    return FOUND_NEW_VERY;

  return under (facts, FACT_OPERATOR_AGE, limits->values[LIMIT_LEAST_OPERATOR_AGE_CAUTION])
           ? FOUND_NEW_RATHER
           : FOUND_NEW_NOT;
}

static CheckReason
set_share (const CheckFacts *facts, const CheckLimits *limits)
{
  if (is (facts, FACT_SETS, 0))
    return FOUND_SET_SHARE_NO_SETS;
  if (over (facts, FACT_SET_SHARE, limits->values[LIMIT_MOST_SET_SHARE_PROBLEM]))
    return FOUND_SET_SHARE_MOST;
  if (!knows (facts, FACT_SET_SHARE) || !knows (facts, FACT_SETS))
    return FOUND_SET_SHARE_UNKNOWN;

  return over (facts, FACT_SET_SHARE, limits->values[LIMIT_MOST_SET_SHARE_CAUTION])
           ? FOUND_SET_SHARE_MUCH
           : FOUND_SET_SHARE_SMALL;
}

/* Who gains from slashing has a reason to slash. */
static CheckReason
redistribution (const CheckFacts *facts, const CheckLimits *limits)
{
  if (is (facts, FACT_SETS, 0))
    return FOUND_REDISTRIBUTION_NO_SETS;
  if (over (facts, FACT_REDISTRIBUTING_SETS, 0) &&
      over (facts, FACT_REDISTRIBUTED, limits->values[LIMIT_MOST_REDISTRIBUTED_PROBLEM]))
    return FOUND_REDISTRIBUTION_MUCH;
  if (!knows (facts, FACT_SETS) || !knows (facts, FACT_REDISTRIBUTING_SETS))
    return FOUND_REDISTRIBUTION_UNKNOWN;
  if (is (facts, FACT_REDISTRIBUTING_SETS, 0))
    return FOUND_REDISTRIBUTION_NONE;

  return knows (facts, FACT_REDISTRIBUTED) ? FOUND_REDISTRIBUTION_SOME
                                           : FOUND_REDISTRIBUTION_UNKNOWN;
}

static CheckReason
domain (const CheckFacts *facts)
{
  if (is (facts, FACT_LOOK_ALIKE, 1))
    return FOUND_DOMAIN_LOOK_ALIKE;
  if (!knows (facts, FACT_LOOK_ALIKE) || !knows (facts, FACT_NAMES_FILE))
    return FOUND_DOMAIN_UNKNOWN;
  if (is (facts, FACT_NAMES_FILE, 0))
    return FOUND_DOMAIN_NO_FILE;
  if (!knows (facts, FACT_FILE_ANSWERS))
    return FOUND_DOMAIN_UNKNOWN;
  if (is (facts, FACT_FILE_ANSWERS, 0))
    return FOUND_DOMAIN_SILENT;
  if (!knows (facts, FACT_DOMAIN_MATCHES))
    return FOUND_DOMAIN_UNKNOWN;

  return is (facts, FACT_DOMAIN_MATCHES, 1) ? FOUND_DOMAIN_MATCHES : FOUND_DOMAIN_DIFFERS;
}

static CheckReason
exposed (CheckId id, const CheckFacts *facts, const CheckLimits *limits)
{
  static const CheckReason dormant[] = { FOUND_DORMANT_MUCH, FOUND_DORMANT_SOME,
                                         FOUND_DORMANT_LITTLE, FOUND_DORMANT_NONE,
                                         FOUND_DORMANT_UNKNOWN };
  static const CheckReason all[] = { FOUND_SLASHABLE_MOST, FOUND_SLASHABLE_MUCH,
                                     FOUND_SLASHABLE_SOME, FOUND_SLASHABLE_NOTHING,
                                     FOUND_SLASHABLE_UNKNOWN };
  static const CheckReason largest[] = { FOUND_LARGEST_MOST, FOUND_LARGEST_MUCH, FOUND_LARGEST_SOME,
                                         FOUND_LARGEST_NOTHING, FOUND_LARGEST_UNKNOWN };

  if (id == CHECK_OPERATOR_DORMANT)
    return small_share (facts, FACT_DORMANT, limits->values[LIMIT_MOST_DORMANT_CAUTION],
                        limits->values[LIMIT_MOST_DORMANT_PROBLEM], dormant);
  if (id == CHECK_OPERATOR_SLASHABLE)
    return small_share (facts, FACT_SLASHABLE, limits->values[LIMIT_MOST_SLASHABLE_CAUTION],
                        limits->values[LIMIT_MOST_SLASHABLE_PROBLEM], all);

  return small_share (facts, FACT_LARGEST, limits->values[LIMIT_MOST_LARGEST_CAUTION],
                      limits->values[LIMIT_MOST_LARGEST_PROBLEM], largest);
}

/* A vault that is locked lets nobody go; one that is not yet can be locked at any time. */
static CheckReason
vault (const CheckFacts *facts)
{
  if (is (facts, FACT_VAULT, 0))
    return FOUND_VAULT_NONE;
  if (is (facts, FACT_VAULT_LOCKED, 1))
    return FOUND_VAULT_LOCKED;
  if (!knows (facts, FACT_VAULT) || !knows (facts, FACT_VAULT_LOCKED) ||
      !knows (facts, FACT_VAULT_OVER))
    return FOUND_VAULT_UNKNOWN;

  return is (facts, FACT_VAULT_OVER, 1) ? FOUND_VAULT_OVER : FOUND_VAULT_OPEN;
}

CheckReason
check_operator (CheckId id, const CheckFacts *facts, const CheckLimits *limits)
{
  static const CheckReason staker[] = { FOUND_STAKER_ALMOST_ALL, FOUND_STAKER_MUCH,
                                        FOUND_STAKER_SPREAD, FOUND_STAKER_SPREAD,
                                        FOUND_STAKER_UNKNOWN };

  switch (id)
    {
    case CHECK_OPERATOR_WARNING:
      return warning (facts, limits);
    case CHECK_OPERATOR_VAULT:
      return vault (facts);
    case CHECK_OPERATOR_PENDING:
      return pending (facts);
    case CHECK_OPERATOR_DORMANT:
    case CHECK_OPERATOR_SLASHABLE:
    case CHECK_OPERATOR_LARGEST:
      return exposed (id, facts, limits);
    case CHECK_OPERATOR_SLASHED:
      return slashed (facts, limits);
    case CHECK_OPERATOR_SILENT:
      return silent (facts, limits);
    case CHECK_OPERATOR_FEES:
      return fees (facts, limits);
    case CHECK_OPERATOR_FEE_CHANGE:
      return fee_change (facts, limits);
    case CHECK_OPERATOR_NEW:
      return new_operator (facts, limits);
    case CHECK_OPERATOR_STAKER:
      return small_share (facts, FACT_STAKER_SHARE, limits->values[LIMIT_MOST_STAKER_SHARE_CAUTION],
                          limits->values[LIMIT_MOST_STAKER_SHARE_PROBLEM], staker);
    case CHECK_OPERATOR_SET_SHARE:
      return set_share (facts, limits);
    case CHECK_OPERATOR_REDISTRIBUTION:
      return redistribution (facts, limits);
    case CHECK_OPERATOR_APPROVER:
      if (!knows (facts, FACT_NEEDS_APPROVAL))
        return FOUND_APPROVER_UNKNOWN;
      return is (facts, FACT_NEEDS_APPROVAL, 0) ? FOUND_APPROVER_NONE : FOUND_APPROVER_DECIDES;
    default:
      return domain (facts);
    }
}
