/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "u256.h"

/* The start-small ladder. Its first tier is the pilot: an amount large enough that gas does not eat it, and small
 * enough that losing it does not hurt. */
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
  bool
    gas_heavy; /* gas is known and is more than 2 % of the amount all the same: 5 % of the holdings is too little for it */
} LadderPilot;

/* The larger of what makes gas 2 % of it and 0.05 ETH, but at most 5 % of the holdings. Rounded down. */
LadderPilot ladder_pilot (const LadderInput *input);
