/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checks-private.h"

static CheckReason
slasher (const CheckFacts *facts, const CheckLimits *limits)
{
  if (!knows (facts, FACT_SLASHER_KIND))
    return FOUND_SLASHER_UNKNOWN;

  switch ((CheckKind) value (facts, FACT_SLASHER_KIND))
    {
    case CHECK_KIND_NONE:
      return FOUND_SLASHER_NOBODY;
    case CHECK_KIND_CONTRACT:
      return FOUND_SLASHER_CONTRACT;
    case CHECK_KIND_MULTISIG:
      if (!knows (facts, FACT_SLASHER_SIGNERS))
        return FOUND_SLASHER_UNKNOWN;
      return under (facts, FACT_SLASHER_SIGNERS, limits->values[LIMIT_LEAST_SIGNERS_PROBLEM])
               ? FOUND_SLASHER_FEW
               : FOUND_SLASHER_MULTISIG;
    case CHECK_KIND_ACCOUNT:
    case CHECK_KINDS:
    default:
      return FOUND_SLASHER_ACCOUNT;
    }
}

/* The last block in which a withdrawal queued in the next one can be slashed, as in exposure.c. */
static uint64_t
last_block (const CheckFacts *facts)
{
  uint64_t next = value (facts, FACT_HEAD) + (value (facts, FACT_HEAD) < UINT64_MAX);
  uint64_t delay = value (facts, FACT_EXIT_DELAY);

  return delay > UINT64_MAX - next ? UINT64_MAX : next + delay;
}

static CheckReason
slasher_change (const CheckFacts *facts)
{
  if (is (facts, FACT_SLASHER_CHANGE_BLOCK, 0))
    return FOUND_SLASHER_STAYS;
  if (!knows (facts, FACT_SLASHER_CHANGE_BLOCK))
    return FOUND_SLASHER_CHANGE_UNKNOWN;
  if (is (facts, FACT_SLASHER_NEXT_KIND, CHECK_KIND_ACCOUNT))
    return FOUND_SLASHER_CHANGES_TO_ACCOUNT;
  if (!knows (facts, FACT_HEAD) || !knows (facts, FACT_EXIT_DELAY))
    return FOUND_SLASHER_CHANGE_UNKNOWN;
  if (value (facts, FACT_SLASHER_CHANGE_BLOCK) <= last_block (facts))
    return FOUND_SLASHER_CHANGES_SOON;

  return knows (facts, FACT_SLASHER_NEXT_KIND) ? FOUND_SLASHER_CHANGES_LATER
                                               : FOUND_SLASHER_CHANGE_UNKNOWN;
}

static CheckReason
redistribution (const CheckFacts *facts)
{
  if (is (facts, FACT_REDISTRIBUTES, 0))
    return FOUND_SERVICE_BURNS;
  if (!knows (facts, FACT_REDISTRIBUTES) || !knows (facts, FACT_RECIPIENT_SLASHES))
    return FOUND_SERVICE_GIVES_UNKNOWN;

  return is (facts, FACT_RECIPIENT_SLASHES, 1) ? FOUND_SERVICE_GIVES_TO_SLASHER
                                               : FOUND_SERVICE_GIVES;
}

static CheckReason
rewards (const CheckFacts *facts, const CheckLimits *limits)
{
  if (!knows (facts, FACT_PAYMENTS))
    return FOUND_REWARDS_UNKNOWN;
  if (is (facts, FACT_PAYMENTS, 0))
    {
      if (!knows (facts, FACT_PAYMENTS_EVER))
        return FOUND_REWARDS_UNKNOWN;
      return is (facts, FACT_PAYMENTS_EVER, 0) ? FOUND_REWARDS_NEVER : FOUND_REWARDS_STOPPED;
    }
  if (!knows (facts, FACT_PAID_AGE))
    return FOUND_REWARDS_UNKNOWN;

  return over (facts, FACT_PAID_AGE, limits->values[LIMIT_MOST_PAID_AGE_CAUTION])
           ? FOUND_REWARDS_LATE
           : FOUND_REWARDS_PAID;
}

static CheckReason
operators (const CheckFacts *facts, const CheckLimits *limits)
{
  if (!knows (facts, FACT_OPERATORS))
    return FOUND_OPERATORS_UNKNOWN;
  if (under (facts, FACT_OPERATORS, limits->values[LIMIT_LEAST_OPERATORS_PROBLEM]))
    return FOUND_OPERATORS_HARDLY_ANY;

  return under (facts, FACT_OPERATORS, limits->values[LIMIT_LEAST_OPERATORS_CAUTION])
           ? FOUND_OPERATORS_FEW
           : FOUND_OPERATORS_MANY;
}

static CheckReason
stake (const CheckFacts *facts, const CheckLimits *limits)
{
  if (!knows (facts, FACT_STAKE))
    return FOUND_STAKE_UNKNOWN;

  return under (facts, FACT_STAKE, limits->values[LIMIT_LEAST_STAKE_CAUTION]) ? FOUND_STAKE_SMALL
                                                                              : FOUND_STAKE_LARGE;
}

static CheckReason
new_service (const CheckFacts *facts, const CheckLimits *limits)
{
  if (!knows (facts, FACT_SERVICE_AGE))
    return FOUND_SERVICE_NEW_UNKNOWN;
  if (under (facts, FACT_SERVICE_AGE, limits->values[LIMIT_LEAST_SERVICE_AGE_PROBLEM]))
    return FOUND_SERVICE_NEW_VERY;

  return under (facts, FACT_SERVICE_AGE, limits->values[LIMIT_LEAST_SERVICE_AGE_CAUTION])
           ? FOUND_SERVICE_NEW_RATHER
           : FOUND_SERVICE_NEW_NOT;
}

/* A strategy that is added makes what was allocated before slashable at once. */
static CheckReason
strategies (const CheckFacts *facts, const CheckLimits *limits)
{
  if (is (facts, FACT_STRATEGIES_ADDED, 0))
    return FOUND_STRATEGIES_NEVER;
  if (!knows (facts, FACT_STRATEGIES_ADDED) || !knows (facts, FACT_STRATEGY_AGE))
    return FOUND_STRATEGIES_UNKNOWN;

  return under (facts, FACT_STRATEGY_AGE, limits->values[LIMIT_LEAST_STRATEGY_AGE_CAUTION])
           ? FOUND_STRATEGIES_LATELY
           : FOUND_STRATEGIES_LONG_AGO;
}

static CheckReason
slashings (const CheckFacts *facts, const CheckLimits *limits)
{
  if (is (facts, FACT_SERVICE_SLASHINGS, 0))
    return FOUND_SERVICE_SLASHED_NEVER;
  if (!knows (facts, FACT_SERVICE_SLASHINGS) || !knows (facts, FACT_SERVICE_SLASHED_AGE))
    return FOUND_SERVICE_SLASHED_UNKNOWN;

  return under (facts, FACT_SERVICE_SLASHED_AGE, limits->values[LIMIT_LEAST_SERVICE_SLASHED_AGE])
           ? FOUND_SERVICE_SLASHED_LATELY
           : FOUND_SERVICE_SLASHED_LONG_AGO;
}

/* Who takes operators into the set, and so decides whose stake stands behind it. */
static CheckReason
registrar (const CheckFacts *facts)
{
  if (!knows (facts, FACT_REGISTRAR_KIND))
    return FOUND_REGISTRAR_UNKNOWN;

  switch ((CheckKind) value (facts, FACT_REGISTRAR_KIND))
    {
    case CHECK_KIND_CONTRACT:
      return FOUND_REGISTRAR_CONTRACT;
    case CHECK_KIND_MULTISIG:
      return FOUND_REGISTRAR_MULTISIG;
    case CHECK_KIND_ACCOUNT:
      return FOUND_REGISTRAR_ACCOUNT;
    case CHECK_KIND_NONE:
    case CHECK_KINDS:
    default:
      /* Where none is named it is the service itself: nobody is a contradiction. */
      return FOUND_REGISTRAR_UNKNOWN;
    }
}

CheckReason
check_service (CheckId id, const CheckFacts *facts, const CheckLimits *limits)
{
  switch (id)
    {
    case CHECK_SERVICE_SLASHER:
      return slasher (facts, limits);
    case CHECK_SERVICE_SLASHER_CHANGE:
      return slasher_change (facts);
    case CHECK_SERVICE_REDISTRIBUTION:
      return redistribution (facts);
    case CHECK_SERVICE_REWARDS:
      return rewards (facts, limits);
    case CHECK_SERVICE_OPERATORS:
      return operators (facts, limits);
    case CHECK_SERVICE_STAKE:
      return stake (facts, limits);
    case CHECK_SERVICE_NEW:
      return new_service (facts, limits);
    case CHECK_SERVICE_STRATEGIES:
      return strategies (facts, limits);
    case CHECK_SERVICE_REGISTRAR:
      return registrar (facts);
    default:
      return slashings (facts, limits);
    }
}
