/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

/* What slashing may cost in a year, under assumptions (assumptions.h has defaults, and their
 * grounds).
 *
 * Each service slashes at most once in the horizon, at a time that is exponentially distributed
 * with its rate. The times are tied together by one common factor, as in Li, "On Default
 * Correlation: A Copula Function Approach" (2000), and Vasicek, "Loan Portfolio Value" (2002):
 * with M and Z_i independent standard normal, X_i = √ρ·M + √(1 − ρ)·Z_i, and service i slashes
 * at the time t with 1 − exp (−rate·t) = Φ (X_i). ρ = 0: independent; ρ = 1: what slashes often
 * slashes first, all for the same reason. A slashing takes a part of the shares that the service
 * can reach at that moment.
 *
 * Shares are parts of the stake and add up: EigenLayer's magnitudes of different sets are
 * disjoint (ELIP-002), and a slashed set takes c·w of the stake whatever was taken before it. So
 * the expected loss has a closed form, whatever ρ is; chances and quantiles need the paths.
 *
 * Pure and deterministic: the same input and seed give the same figures to the last bit, however
 * many threads did the work (philox.h; what is counted is whole numbers). Price, smart contracts
 * and the token's own validators are not in it. */

/* What one slashing takes of the share it reaches: all of it with chance total, else evenly
 * between low and high. Each in 0…1, low ≤ high. */
typedef struct
{
  double total;
  double low;
  double high;
} SimulationSeverity;

/* A part of the stake, in reach for some time only. */
typedef struct
{
  double share; /* of the stake, 0…1 */
  double from;  /* years from now, ≥ 0; 0 = reachable now */
  /* Years; INFINITY = on and on. What is out of reach before from is never taken. */
  double until;
} SimulationLayer;

typedef struct
{
  /* Distinct: which random numbers are the service's, whatever place it has in the list. */
  uint64_t id;
  double rate; /* slashings a year, ≥ 0 */
  SimulationSeverity severity;
  const SimulationLayer *layers;
  size_t n_layers;
} SimulationService;

typedef struct
{
  const SimulationService *services;
  size_t n_services;
  double correlation; /* ρ, 0…1 */
  double horizon;     /* years, above 0 and at most 100 */
  uint64_t paths;     /* 1…SIMULATION_MOST_PATHS */
  uint64_t seed;
} SimulationInput;

#define SIMULATION_MOST_PATHS (UINT64_C (1) << 28)
#define SIMULATION_MOST_SERVICES 100000u
#define SIMULATION_BARS 40

typedef struct
{
  uint64_t paths;
  double expected; /* loss, part of the stake: closed form, not from the paths */
  double mean;     /* the same from the paths … */
  double error;    /* … and its standard error */
  double any;      /* chance of any loss at all */
  double loss_20;  /* in one of 20 horizons the loss is larger than this; rounded up */
  double loss_100;
  double worst; /* largest loss seen on any path */
  double most;  /* largest loss there can be: all services, all they reach, at once */
  /* Chances by size of loss: of losses above bar·most/BARS and up to (bar + 1)·most/BARS. With the
   * chance of no loss, 1 − any, they add up to 1. */
  double bars[SIMULATION_BARS];
} SimulationResult;

typedef struct Simulation Simulation;
/* What one thread has counted. */
typedef struct SimulationTally SimulationTally;

/* Copies the input. Null when the input contradicts itself: a number out of its range or not
 * finite, two services with one id, or shares that add up to more than the whole stake at some
 * time. No service is fine: nothing is lost. */
[[nodiscard]] Simulation *simulation_new (const SimulationInput *input);
void simulation_free (Simulation *self);

[[nodiscard]] SimulationTally *simulation_tally_new (void);
void simulation_tally_free (SimulationTally *self);

/* Works off chunks of paths until none is left or cancelled is true (may be null). May be called
 * on any number of threads at the same time, each with a tally of its own; next is shared and
 * starts at 0. */
void simulation_work (const Simulation *self,
                      atomic_uint_least64_t *next,
                      SimulationTally *tally,
                      const atomic_bool *cancelled);
/* Adds what from has counted; the order does not matter. */
void simulation_tally_merge (SimulationTally *self, const SimulationTally *from);
/* False when not every path was counted (cancelled, or a tally is missing); out is left alone
 * then. */
[[nodiscard]] bool simulation_finish (const Simulation *self,
                                      const SimulationTally *tally,
                                      SimulationResult *out);
/* The closed form alone, without any path. */
double simulation_expected (const Simulation *self);
