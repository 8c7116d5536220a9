/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "u256.h"

/* The start-small ladder: a pilot, a quarter, everything. Its first tier is an amount large
 * enough that gas does not eat it, and small enough that losing it does not hurt. The next tier
 * opens on evidence that was checked on chain. A user may go beyond: then it is said, and
 * written down, what was not verified. */
typedef struct
{
  u256 holdings;     /* of the token, smallest unit */
  unsigned decimals; /* of the token, at most 77 */
  bool rate_known;
  u256 rate; /* wei of ETH for one whole token */
  bool gas_known;
  u256 gas; /* wei: what entering costs at most */
} LadderInput;

typedef struct
{
  bool known;  /* false: the rate is not known, or nothing is held; amount then means nothing */
  u256 amount; /* smallest unit of the token */
  /* Gas is known and is more than 2 % of the amount all the same: 5 % of the holdings is too
   * little. */
  bool gas_heavy;
} LadderPilot;

/* The larger of what makes gas 2 % of it and 0.05 ETH, but at most 5 % of the holdings. Rounded
 * down. */
LadderPilot ladder_pilot (const LadderInput *input);

typedef enum
{
  LADDER_PILOT,
  LADDER_QUARTER,
  LADDER_FULL,
  LADDER_N_TIERS,
} LadderTier;

typedef enum
{
  LADDER_LANDED,    /* deposit and delegation are on chain as they were promised */
  LADDER_WAITED,    /* a reward root has been seen since, or 14 days have passed */
  LADDER_REHEARSED, /* a small exit was made, for real or on the same path in practice */
  LADDER_BACKUP,    /* the recovery words were checked again */
  LADDER_N_EVIDENCE,
} LadderEvidence;

/* As a bit of a set of evidence. */
#define LADDER_BIT(evidence) (1u << (evidence))

typedef enum
{
  LADDER_UNKNOWN, /* could not be looked at: counts as little as not */
  LADDER_NOT,
  LADDER_VERIFIED,
} LadderVerdict;

#define LADDER_WAIT 1209600u /* 14 days in seconds */

/* What the program has itself verified, of the newest deposit. */
typedef struct
{
  LadderVerdict landed;
  LadderVerdict root_seen;
  bool waited_known;
  uint64_t waited; /* seconds since it landed, by the chain's clock */
  LadderVerdict exit_rehearsed;
  LadderVerdict practice_rehearsed;
  LadderVerdict backup;
} LadderFacts;

typedef struct
{
  bool known;  /* false: amount means nothing (no rate for the pilot, nothing held at all) */
  u256 amount; /* smallest unit: what may still be put in to come to the tier; 0: reached */
  bool reached;
  bool open;
  unsigned missing; /* bits of what is not verified of what would open it; 0 for an open tier */
} LadderStep;

typedef struct
{
  LadderVerdict evidence[LADDER_N_EVIDENCE];
  LadderStep steps[LADDER_N_TIERS];
  LadderTier next; /* the largest open tier that is not reached, or else the largest that is open */
} Ladder;

/* input: of what is held outside, for the pilot. restaked: of the same token, in already (all
 * accounts that count as one). A quarter and everything are of both together. The pilot is
 * always open; the quarter when something is in and all evidence is verified; everything when a
 * quarter is in and all evidence is verified. A tier that is reached is open. */
Ladder ladder_climb (const LadderInput *input, u256 restaked, const LadderFacts *facts);

/* What putting in amount means. */
typedef struct
{
  LadderTier tier;     /* the smallest that it stays within; everything when none is known */
  bool overrides;      /* it goes beyond what is open: to be said, and written down */
  bool skips;          /* it leaves out a tier that has not been reached */
  unsigned unverified; /* bits of the evidence that is missing for it; 0 unless it overrides */
} LadderStride;

LadderStride ladder_judge (const Ladder *self, u256 amount);
