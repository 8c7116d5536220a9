/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "assumptions.h"

#include <math.h>

static const Assumptions defaults = {
  .classes = {
    [ASSUMPTION_CONTRACT] = { 0.01, { .total = 0.1, .low = 0.01, .high = 0.5 } },
    [ASSUMPTION_MULTISIG] = { 0.02, { .total = 0.2, .low = 0.01, .high = 0.5 } },
    [ASSUMPTION_KEY] = { 0.05, { .total = 0.5, .low = 0.01, .high = 1.0 } },
    [ASSUMPTION_UNKNOWN] = { 0.06, { .total = 0.5, .low = 0.01, .high = 1.0 } },
  },
  .correlation = 0.2,
  .latent_used = 0.5,
};

Assumptions
assumptions_default (void)
{
  return defaults;
}

static bool
is_part (double value)
{
  return isfinite (value) && value >= 0 && value <= 1;
}

/* Part of the share that is lost in a year, about. */
static double
cost (const Assumption *assumption)
{
  const SimulationSeverity *severity = &assumption->severity;

  return -expm1 (-assumption->rate) *
         (severity->total + (1.0 - severity->total) * (severity->low + severity->high) / 2.0);
}

bool
assumptions_valid (const Assumptions *self)
{
  if (!is_part (self->correlation) || !is_part (self->latent_used))
    return false;
  for (int i = 0; i < N_ASSUMPTIONS; i++)
    {
      const Assumption *assumption = &self->classes[i];

      if (!isfinite (assumption->rate) || assumption->rate < 0 || assumption->rate > 1000 ||
          !is_part (assumption->severity.total) || !is_part (assumption->severity.high) ||
          !is_part (assumption->severity.low) ||
          assumption->severity.low > assumption->severity.high)
        return false;
    }
  for (int i = 0; i < N_ASSUMPTIONS; i++)
    if (cost (&self->classes[i]) > cost (&self->classes[ASSUMPTION_UNKNOWN]))
      return false;

  return true;
}

bool
assumptions_equal (const Assumptions *self, const Assumptions *other)
{
  for (int i = 0; i < N_ASSUMPTIONS; i++)
    {
      const Assumption *one = &self->classes[i], *another = &other->classes[i];

      if (one->rate != another->rate || one->severity.total != another->severity.total ||
          one->severity.low != another->severity.low ||
          one->severity.high != another->severity.high)
        return false;
    }

  return self->correlation == other->correlation && self->latent_used == other->latent_used;
}
