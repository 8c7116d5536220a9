/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>
#include <time.h>

#include "simulation.h"

/* A million years of 50 services, on as many threads as the machine's two cores run. Prints the
 * best of a few runs, as "bench NAME VALUE UNIT goal …", and what one thread takes. */

#define N_SERVICES 50u
#define PATHS 1000000u
#define ROUNDS 5

typedef struct
{
  const Simulation *simulation;
  atomic_uint_least64_t *next;
  SimulationTally *tally;
} Job;

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec + (double) time.tv_nsec * 1e-9;
}

static int
work (void *data)
{
  const Job *job = data;

  simulation_work (job->simulation, job->next, job->tally, nullptr);
  return 0;
}

/* Seconds, from the input to the figures. */
static double
run (const SimulationInput *input, unsigned n_threads, SimulationResult *result)
{
  const double start = now ();
  Simulation *simulation = simulation_new (input);
  atomic_uint_least64_t next = 0;
  SimulationTally *tally = simulation_tally_new ();
  SimulationTally *other = simulation_tally_new ();
  Job here = { simulation, &next, tally }, there = { simulation, &next, other };
  thrd_t thread;
  double seconds;

  if (simulation == nullptr ||
      (n_threads > 1 && thrd_create (&thread, work, &there) != thrd_success))
    abort ();
  work (&here);
  if (n_threads > 1)
    thrd_join (thread, nullptr);
  simulation_tally_merge (tally, other);
  if (!simulation_finish (simulation, tally, result))
    abort ();
  seconds = now () - start;
  simulation_tally_free (tally);
  simulation_tally_free (other);
  simulation_free (simulation);

  return seconds;
}

static double
best_of (const SimulationInput *input, unsigned n_threads, SimulationResult *result)
{
  double best = INFINITY;

  for (int i = 0; i < ROUNDS; i++)
    best = fmin (best, run (input, n_threads, result));

  return best;
}

int
main (void)
{
  SimulationLayer layers[2 * N_SERVICES];
  SimulationService services[N_SERVICES];
  SimulationInput input = {
    .services = services,
    .n_services = N_SERVICES,
    .correlation = 0.2,
    .horizon = 1.0,
    .paths = PATHS,
    .seed = 1,
  };
  SimulationResult one, two;
  double seconds;

  for (unsigned i = 0; i < N_SERVICES; i++)
    {
      layers[2 * i] = (SimulationLayer) { 0.015, 0, INFINITY };
      layers[2 * i + 1] = (SimulationLayer) { 0.005, 0.05, INFINITY };
      services[i] = (SimulationService) {
        .id = i,
        .rate = 0.01 + 0.001 * i,
        .severity = { .total = 0.1, .low = 0.01, .high = 0.5 },
        .layers = &layers[2 * i],
        .n_layers = 2,
      };
    }

  seconds = best_of (&input, 1, &one);
  fprintf (stderr, "simulation: %.3f s on one thread, expected %.5f, simulated %.5f ± %.5f\n",
           seconds, one.expected, one.mean, one.error);
  seconds = best_of (&input, 2, &two);
  if (one.mean != two.mean || one.loss_100 != two.loss_100)
    abort ();
  printf ("bench simulation-1M-50 %.3f s goal <= 1\n", seconds);

  return 0;
}
