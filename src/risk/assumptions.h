/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "simulation.h"

/* What the simulation takes for granted. These are assumptions, not measurements: nobody knows
 * them, and whoever looks at the result is to see them and may set others. */

/* Services by who can slash: what is on chain says no more. */
typedef enum
{
  ASSUMPTION_CONTRACT, /* code whose rules bind */
  ASSUMPTION_MULTISIG, /* several keys together */
  ASSUMPTION_KEY,      /* one key */
  ASSUMPTION_UNKNOWN,  /* cannot be told: never taken for better than any of the others */
  N_ASSUMPTIONS,
} AssumptionClass;

typedef struct
{
  double rate; /* slashings of one operator by one operator set, a year */
  SimulationSeverity severity;
} Assumption;

typedef struct
{
  Assumption classes[N_ASSUMPTIONS];
  double correlation;
  /* What of the stake that its operator has not pledged yet, and may pledge when it likes, is
   * taken to be pledged as soon as it can be: 0…1, in the hands of an unknown service. */
  double latent_used;
} Assumptions;

/* The grounds of the defaults, as far as there are any:
 *
 * Record of EigenLayer. Slashing is possible since 2025-04-17. On 2026-07-30 no slash waited for
 * its resolution and no loss by slashing was known of; whether there never was one is not
 * established. None seen in 1.28 years of the 39 services that there were at the start excludes,
 * at 95 %, no more than 3 / (39 · 1.28) = 6 % a year each (the "rule of three"), and that only
 * if all of them could slash, which few could. UNKNOWN has that rate; the others are placed
 * below it by the order of what has to go wrong, and by nothing else.
 *
 * Record of Ethereum. 226 of 524,060 validators slashed from 2020-12-01 to 2023-02-22, 0.02 % of
 * them a year, for about 1 of 32 ETH; 75 of them at once, by one company's mistake. Slashings
 * are rare, small, and come in bunches. A service's rules are younger and less tried than that:
 * the rates are far above.
 *
 * Severity. A set may take anything up to all it holds; a thief with the key takes all. Between
 * a fault's fine and a half lies what whitepapers announce.
 *
 * Correlation 0.2. Same operator, same machines, same software. Basel's formula for bank loans
 * (CRE31) has 0.12 to 0.24 for companies that have no more in common than an economy.
 *
 * Latent half. Neither "it stays as it is" nor "all of it will be pledged" is cautious and fair
 * at once. */
Assumptions assumptions_default (void);

/* Every number in its range, and UNKNOWN expected to take no less than any other class. */
bool assumptions_valid (const Assumptions *self);

/* Every number the same. */
bool assumptions_equal (const Assumptions *self, const Assumptions *other);
