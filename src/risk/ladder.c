/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder.h"

/* 0.05 ETH in wei. */
static const u256 LEAST = 50000000000000000u;

static bool
unit_of (unsigned decimals, u256 *out)
{
  u256 unit = 1;

  if (decimals > 77)
    return false;
  for (unsigned i = 0; i < decimals; i++)
    unit *= 10u;
  *out = unit;

  return true;
}

LadderPilot
ladder_pilot (const LadderInput *input)
{
  LadderPilot pilot = { 0 };
  u256 unit = 0;
  u256 wanted = LEAST;
  u256 fifty_times = 0;
  u256 cap = input->holdings / 20u;
  u256 worth = 0;

  if (!input->rate_known || input->rate == 0 || cap == 0 || !unit_of (input->decimals, &unit))
    return pilot;
  if (input->gas_known)
    {
      if (!u256_mul (input->gas, 50u, &fifty_times))
        fifty_times = U256_MAX;
      wanted = u256_max (wanted, fifty_times);
    }

  /* What does not fit 256 bits is more than anybody holds: the cap decides. */
  if (!u256_mul_div (wanted, unit, input->rate, ROUND_UP, &pilot.amount))
    pilot.amount = U256_MAX;
  pilot.amount = u256_min (pilot.amount, cap);
  pilot.known = true;
  if (input->gas_known)
    pilot.gas_heavy = !u256_mul_div (pilot.amount, input->rate, unit, ROUND_DOWN, &worth)
                        ? false
                        : worth < fifty_times;

  return pilot;
}
