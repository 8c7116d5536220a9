/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checks.h"

/* One subject's answers; the caller has refused contradictions and knows the check is the
 * subject's. */
CheckReason check_operator (CheckId id, const CheckFacts *facts, const CheckLimits *limits);
CheckReason check_service (CheckId id, const CheckFacts *facts, const CheckLimits *limits);
CheckReason check_token (CheckId id, const CheckFacts *facts, const CheckLimits *limits);

static inline bool
knows (const CheckFacts *facts, CheckFact fact)
{
  return facts->numbers[fact].known;
}

/* Means nothing when it is not known. */
static inline uint64_t
value (const CheckFacts *facts, CheckFact fact)
{
  return facts->numbers[fact].value;
}

/* Known, and so. Each is FALSE of what is not known: what follows from it must not be good news. */
static inline bool
is (const CheckFacts *facts, CheckFact fact, uint64_t what)
{
  return knows (facts, fact) && value (facts, fact) == what;
}

static inline bool
over (const CheckFacts *facts, CheckFact fact, uint64_t limit)
{
  return knows (facts, fact) && value (facts, fact) > limit;
}

static inline bool
under (const CheckFacts *facts, CheckFact fact, uint64_t limit)
{
  return knows (facts, fact) && value (facts, fact) < limit;
}
