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
    pilot.gas_heavy = u256_mul_div (pilot.amount, input->rate, unit, ROUND_DOWN, &worth) &&
                      worth < fifty_times;

  return pilot;
}

static LadderVerdict
either (LadderVerdict a, LadderVerdict b)
{
  if (a == LADDER_VERIFIED || b == LADDER_VERIFIED)
    return LADDER_VERIFIED;
  return a == LADDER_NOT && b == LADDER_NOT ? LADDER_NOT : LADDER_UNKNOWN;
}

static unsigned
gather_evidence (const LadderFacts *facts, LadderVerdict evidence[LADDER_N_EVIDENCE])
{
  LadderVerdict time = LADDER_UNKNOWN;
  unsigned missing = 0;

  if (facts->waited_known)
    time = facts->waited >= LADDER_WAIT ? LADDER_VERIFIED : LADDER_NOT;
  evidence[LADDER_LANDED] = facts->landed;
  evidence[LADDER_WAITED] = either (facts->root_seen, time);
  evidence[LADDER_REHEARSED] = either (facts->exit_rehearsed, facts->practice_rehearsed);
  evidence[LADDER_BACKUP] = facts->backup;
  for (int i = 0; i < LADDER_N_EVIDENCE; i++)
    if (evidence[i] != LADDER_VERIFIED)
      missing |= LADDER_BIT (i);

  return missing;
}

/* The way to a tier that is there when target is in. */
static void
set_step (LadderStep *step, bool known, u256 target, u256 restaked)
{
  step->known = known;
  step->reached = known && restaked > 0 && restaked >= target;
  step->amount = known && target > restaked ? target - restaked : 0;
}

Ladder
ladder_climb (const LadderInput *input, u256 restaked, const LadderFacts *facts)
{
  const LadderPilot pilot = ladder_pilot (input);
  Ladder self = { 0 };
  const unsigned missing = gather_evidence (facts, self.evidence);
  u256 all;
  bool known = u256_add (input->holdings, restaked, &all) && all > 0;

  /* Whatever is in was put in after the pilot, or instead of it. */
  self.steps[LADDER_PILOT].known = restaked > 0 || pilot.known;
  self.steps[LADDER_PILOT].reached = restaked > 0;
  self.steps[LADDER_PILOT].amount = restaked > 0 ? 0 : pilot.amount;
  set_step (&self.steps[LADDER_QUARTER], known, all / 4u, restaked);
  set_step (&self.steps[LADDER_FULL], known, all, restaked);

  self.steps[LADDER_PILOT].open = true;
  for (int i = LADDER_QUARTER; i < LADDER_N_TIERS; i++)
    {
      LadderStep *step = &self.steps[i];

      step->open = step->reached || (self.steps[i - 1].reached && missing == 0);
      step->missing = step->open ? 0 : missing;
    }
  for (int i = LADDER_QUARTER; i < LADDER_N_TIERS; i++)
    if (self.steps[i].open && self.steps[i - 1].reached)
      self.next = (LadderTier) i;

  return self;
}

LadderStride
ladder_judge (const Ladder *self, u256 amount)
{
  LadderStride stride = { .tier = LADDER_FULL };

  for (int i = LADDER_FULL; i >= LADDER_PILOT; i--)
    if (self->steps[i].known && amount <= self->steps[i].amount)
      stride.tier = (LadderTier) i;
  if (amount == 0)
    return stride;

  stride.overrides = !self->steps[stride.tier].open;
  if (stride.overrides)
    {
      stride.unverified = self->steps[stride.tier].missing;
      stride.skips = stride.tier > LADDER_PILOT && !self->steps[stride.tier - 1].reached;
    }

  return stride;
}
