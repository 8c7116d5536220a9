/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulation.h"

#include <glib.h>
#include <math.h>

#include "normal.h"

#define PATHS 200000u
#define MOST 8
/* So many standard errors are never seen by chance: with a fixed seed a test that passes once
 * always passes. */
#define ERRORS 5.0

static const SimulationSeverity everything = { .total = 1 };

typedef struct
{
  SimulationLayer layers[MOST];
  SimulationService services[MOST];
  SimulationInput input;
} Fixture;

static void
fixture_init (Fixture *self, double correlation)
{
  *self = (Fixture) {
    .input = { .correlation = correlation, .horizon = 1, .paths = PATHS, .seed = 7 },
  };
  self->input.services = self->services;
}

static void
add (Fixture *self, double rate, double share, SimulationSeverity severity)
{
  const gsize i = self->input.n_services++;

  self->layers[i] = (SimulationLayer) { share, 0, INFINITY };
  self->services[i] = (SimulationService) {
    .id = 100 + i,
    .rate = rate,
    .severity = severity,
    .layers = &self->layers[i],
    .n_layers = 1,
  };
}

static SimulationResult
run (const SimulationInput *input)
{
  Simulation *simulation = simulation_new (input);
  SimulationTally *tally = simulation_tally_new ();
  atomic_uint_least64_t next = 0;
  SimulationResult result;

  g_assert_nonnull (simulation);
  simulation_work (simulation, &next, tally, NULL);
  g_assert_true (simulation_finish (simulation, tally, &result));
  g_assert_cmpfloat (simulation_expected (simulation), ==, result.expected);
  simulation_tally_free (tally);
  simulation_free (simulation);

  return result;
}

static void
assert_near (double value, double expected, double within)
{
  g_assert_cmpfloat (fabs (value - expected), <=, within);
}

/* Within what so many paths can tell of a chance. */
static void
assert_chance (const SimulationResult *result, double chance, double expected)
{
  assert_near (chance, expected,
               ERRORS * sqrt (expected * (1 - expected) / (double) result->paths));
}

static void
assert_mean (const SimulationResult *result)
{
  assert_near (result->mean, result->expected, ERRORS * result->error + 1e-12);
}

/* Rate 0.1, 30 % of the stake, all of it taken: 0.3·(1 − e^−0.1) a year. */
static void
test_one_service (void)
{
  Fixture fixture;
  SimulationResult result;

  fixture_init (&fixture, 0);
  add (&fixture, 0.1, 0.3, everything);
  result = run (&fixture.input);

  assert_near (result.expected, 0.028548774589212, 1e-14);
  assert_mean (&result);
  assert_chance (&result, result.any, 0.0951625819640404);
  g_assert_cmpfloat (result.most, ==, 0.3);
  g_assert_cmpfloat (result.worst, ==, 0.3);
  /* 9.5 %: more than one year in 20, and in 100. */
  g_assert_cmpfloat (result.loss_20, ==, 0.3);
  g_assert_cmpfloat (result.loss_100, ==, 0.3);
  assert_near (result.error, sqrt (0.3 * 0.3 * 0.09516 * 0.90484 / PATHS), 1e-5);
}

/* Independent services: chances of none multiply, expected losses add. */
static void
test_independent (void)
{
  Fixture fixture;
  SimulationResult result;
  double none = 1, expected = 0;

  fixture_init (&fixture, 0);
  for (int i = 0; i < 6; i++)
    {
      const SimulationSeverity severity = { 0.1 * i, 0.05, 0.4 };
      const double rate = 0.02 * (i + 1), share = 0.15;

      add (&fixture, rate, share, severity);
      none *= exp (-rate);
      expected += share * (1 - exp (-rate)) * (0.1 * i + (1 - 0.1 * i) * 0.225);
    }
  result = run (&fixture.input);

  assert_near (result.expected, expected, 1e-15);
  assert_mean (&result);
  assert_chance (&result, result.any, 1 - none);
  assert_near (result.most, 0.15 * 5 + 0.15 * 0.4, 1e-15);
}

/* Two services that slash in half of the years: both spare one in 1/4 + asin (ρ)/2π of them
 * (Sheppard 1899). */
static void
test_two_correlated (void)
{
  for (int i = 0; i <= 4; i++)
    {
      const double correlation = i / 4.0;
      Fixture fixture;
      SimulationResult result;

      fixture_init (&fixture, correlation);
      add (&fixture, M_LN2, 0.5, everything);
      add (&fixture, M_LN2, 0.5, everything);
      result = run (&fixture.input);

      assert_chance (&result, result.any, 0.75 - asin (correlation) / (2 * M_PI));
      /* However they hang together, the same is to be expected. */
      assert_near (result.expected, 0.5, 1e-15);
      assert_mean (&result);
    }
}

/* Many alike: Vasicek's limit, Φ ((Φ⁻¹ (p) + √ρ·Φ⁻¹ (0.99)) / √(1 − ρ)), p = 2 %, ρ = 0.2 →
 * 0.1286. */
static void
test_many_correlated (void)
{
  g_autofree SimulationLayer *layers = g_new0 (SimulationLayer, 1000);
  g_autofree SimulationService *services = g_new0 (SimulationService, 1000);
  const double worst = normal_chance ((normal_value (0.02) + sqrt (0.2) * normal_value (0.99)) /
                                      sqrt (0.8));
  SimulationInput input = {
    .services = services,
    .n_services = 1000,
    .correlation = 0.2,
    .horizon = 1,
    .paths = 40000,
    .seed = 3,
  };
  SimulationResult result;

  for (guint i = 0; i < 1000; i++)
    {
      layers[i] = (SimulationLayer) { 0.001, 0, INFINITY };
      services[i] = (SimulationService) {
        .id = i,
        .rate = -log (0.98),
        .severity = everything,
        .layers = &layers[i],
        .n_layers = 1,
      };
    }
  result = run (&input);

  assert_near (worst, 0.1286, 0.0001);
  assert_near (result.expected, 0.02, 1e-12);
  assert_mean (&result);
  /* 400 paths lie beyond: their edge is known to some 5 %. */
  assert_near (result.loss_100, worst, 0.06 * worst);
}

/* What comes into reach, or leaves it, on the way. */
static void
test_layers_in_time (void)
{
  Fixture fixture;
  SimulationResult result;
  const SimulationLayer layers[] = {
    { 0.2, 0, 0.25 },
    { 0.4, 0.5, INFINITY },
    { 0.3, 1, INFINITY }, /* after the horizon */
    { 0.5, 0.7, 0.7 },    /* never */
  };

  fixture_init (&fixture, 0.3);
  add (&fixture, 2, 0, everything);
  fixture.services[0].layers = layers;
  fixture.services[0].n_layers = G_N_ELEMENTS (layers);
  result = run (&fixture.input);

  assert_near (result.expected, 0.2 * (1 - exp (-0.5)) + 0.4 * (exp (-1.0) - exp (-2.0)), 1e-15);
  assert_mean (&result);
  assert_chance (&result, result.any, (1 - exp (-0.5)) + exp (-1.0) - exp (-2.0));
  g_assert_cmpfloat (result.most, ==, 0.4);
  /* A loss of a half of the most, or of all of it. */
  assert_chance (&result, result.bars[SIMULATION_BARS / 2 - 1], 1 - exp (-0.5));
  assert_chance (&result, result.bars[SIMULATION_BARS - 1], exp (-1.0) - exp (-2.0));
}

/* It slashes as good as surely: what is lost is the severity. */
static void
test_severity (void)
{
  Fixture fixture;
  SimulationResult result;
  double sum = 0;

  fixture_init (&fixture, 0);
  add (&fixture, 1000, 0.5, (SimulationSeverity) { .total = 0, .low = 0.2, .high = 1 });
  result = run (&fixture.input);

  assert_near (result.expected, 0.3, 1e-15);
  assert_mean (&result);
  g_assert_cmpfloat (result.any, ==, 1);
  assert_near (result.loss_20, 0.5 * 0.96, 0.0006);
  assert_near (result.loss_100, 0.5 * 0.992, 0.001);
  g_assert_cmpfloat (result.worst, <=, 0.5);
  for (int i = 0; i < SIMULATION_BARS; i++)
    {
      const double expected = i < SIMULATION_BARS / 5 ? 0 : 1.25 / SIMULATION_BARS;

      assert_chance (&result, result.bars[i], expected);
      sum += result.bars[i];
    }
  assert_near (sum, 1, 1e-9);

  /* How much is taken has nothing to do with whether anything is. */
  fixture.services[0].rate = 0.1;
  fixture.services[0].severity = (SimulationSeverity) { .total = 0.5, .low = 0, .high = 1 };
  result = run (&fixture.input);
  assert_mean (&result);
  fixture.services[0].rate = 1000;
  fixture.services[0].severity = (SimulationSeverity) { .total = 0.25, .low = 0.2, .high = 0.2 };
  result = run (&fixture.input);
  assert_near (result.expected, 0.5 * (0.25 + 0.75 * 0.2), 1e-15);
  assert_chance (&result, result.bars[SIMULATION_BARS - 1], 0.25);
}

/* As chances go: a loss in 4 % of the years is none in the 1-in-20 year, and one in the 1-in-100
 * year. */
static void
test_quantiles (void)
{
  Fixture fixture;
  SimulationResult result;

  fixture_init (&fixture, 0);
  add (&fixture, -log (0.96), 0.6, everything);
  result = run (&fixture.input);
  g_assert_cmpfloat (result.loss_20, ==, 0);
  g_assert_cmpfloat (result.loss_100, ==, 0.6);

  fixture.services[0].rate = -log (0.995);
  result = run (&fixture.input);
  g_assert_cmpfloat (result.loss_100, ==, 0);
  g_assert_cmpfloat (result.worst, ==, 0.6);
}

static void
fill (Fixture *fixture)
{
  for (int i = 0; i < MOST; i++)
    add (fixture, 0.03 * (i + 1), 0.1, (SimulationSeverity) { 0.2, 0.01, 0.5 });
}

static void
assert_same (const SimulationResult *a, const SimulationResult *b)
{
  g_assert_cmpmem (a, sizeof *a, b, sizeof *b);
}

static void
test_order (void)
{
  Fixture fixture, turned;
  SimulationResult result, other;

  fixture_init (&fixture, 0.2);
  fill (&fixture);
  turned = fixture;
  turned.input.services = turned.services;
  for (int i = 0; i < MOST; i++)
    turned.services[i] = fixture.services[(i + 3) % MOST];
  result = run (&fixture.input);
  other = run (&turned.input);
  assert_same (&result, &other);

  /* And it is not that everything gives the same. */
  turned.input.seed++;
  other = run (&turned.input);
  g_assert_cmpfloat (other.mean, !=, result.mean);
  g_assert_cmpfloat (other.expected, ==, result.expected);
}

typedef struct
{
  const Simulation *simulation;
  atomic_uint_least64_t *next;
  SimulationTally *tally;
} Job;

static gpointer
work (gpointer data)
{
  const Job *job = data;

  simulation_work (job->simulation, job->next, job->tally, NULL);
  return NULL;
}

static void
test_threads (void)
{
  Fixture fixture;
  SimulationResult alone, together;
  Simulation *simulation;

  fixture_init (&fixture, 0.2);
  fill (&fixture);
  alone = run (&fixture.input);
  simulation = simulation_new (&fixture.input);

  for (guint n = 2; n <= 5; n++)
    {
      atomic_uint_least64_t next = 0;
      Job jobs[5];
      GThread *threads[5];
      SimulationTally *tally = simulation_tally_new ();

      for (guint i = 0; i < n; i++)
        {
          jobs[i] = (Job) { simulation, &next, simulation_tally_new () };
          threads[i] = g_thread_new ("simulation", work, &jobs[i]);
        }
      for (guint i = n; i-- > 0;)
        {
          g_thread_join (threads[i]);
          simulation_tally_merge (tally, jobs[i].tally);
          simulation_tally_free (jobs[i].tally);
        }
      g_assert_true (simulation_finish (simulation, tally, &together));
      assert_same (&alone, &together);
      simulation_tally_free (tally);
    }
  simulation_free (simulation);
}

static void
test_cancelled (void)
{
  Fixture fixture;
  Simulation *simulation;
  SimulationTally *tally = simulation_tally_new ();
  SimulationResult result = { .mean = 42 };
  atomic_uint_least64_t next = 0;
  atomic_bool cancelled = true;

  fixture_init (&fixture, 0.2);
  fill (&fixture);
  simulation = simulation_new (&fixture.input);
  simulation_work (simulation, &next, tally, &cancelled);
  g_assert_false (simulation_finish (simulation, tally, &result));
  g_assert_cmpfloat (result.mean, ==, 42);

  simulation_tally_free (tally);
  simulation_free (simulation);
}

/* With the same random numbers, more in reach never takes less, on any path. */
static void
test_monotone (void)
{
  for (int i = 0; i < MOST; i++)
    {
      Fixture fixture;
      SimulationResult before, after;

      fixture_init (&fixture, 0.2);
      fill (&fixture);
      fixture.input.paths = 50000;
      before = run (&fixture.input);
      fixture.layers[i].share += 0.1;
      after = run (&fixture.input);

      g_assert_cmpfloat (after.expected, >, before.expected);
      g_assert_cmpfloat (after.mean, >, before.mean);
      g_assert_cmpfloat (after.loss_20, >=, before.loss_20);
      g_assert_cmpfloat (after.loss_100, >=, before.loss_100 - 1e-4);
      g_assert_cmpfloat (after.worst, >=, before.worst);
      g_assert_cmpfloat (after.most, >, before.most);

      before = after;
      fixture.services[i].rate *= 2;
      after = run (&fixture.input);
      g_assert_cmpfloat (after.expected, >, before.expected);
      g_assert_cmpfloat (after.mean, >, before.mean);
      g_assert_cmpfloat (after.any, >, before.any);

      before = after;
      fixture.services[i].severity.high = 1;
      after = run (&fixture.input);
      g_assert_cmpfloat (after.expected, >, before.expected);
      g_assert_cmpfloat (after.mean, >, before.mean);
      g_assert_cmpfloat (after.any, ==, before.any);
    }
}

static void
test_never_more_than_all (void)
{
  Fixture fixture;
  SimulationResult result;
  double none;

  fixture_init (&fixture, 0.5);
  for (int i = 0; i < MOST; i++)
    add (&fixture, 1000, 1.0 / MOST, everything);
  result = run (&fixture.input);
  none = 1 - result.any;

  g_assert_cmpfloat (result.most, ==, 1);
  g_assert_cmpfloat (result.worst, ==, 1);
  g_assert_cmpfloat (result.loss_100, ==, 1);
  g_assert_cmpfloat (result.expected, <=, 1);
  g_assert_cmpfloat (result.mean, ==, 1);
  g_assert_cmpfloat (none, ==, 0);
}

static void
assert_nothing (const SimulationInput *input)
{
  static const SimulationResult nothing = { .paths = PATHS };
  const SimulationResult result = run (input);
  SimulationResult bare = result;

  bare.most = 0;
  assert_same (&bare, &nothing);
}

static void
test_nothing_slashable (void)
{
  Fixture fixture;

  fixture_init (&fixture, 0.2);
  assert_nothing (&fixture.input);

  add (&fixture, 5, 0, everything);
  assert_nothing (&fixture.input);
  fixture.layers[0].share = 0.5;
  fixture.services[0].rate = 0;
  assert_nothing (&fixture.input);
  fixture.services[0].rate = 5;
  fixture.services[0].severity = (SimulationSeverity) { 0 };
  assert_nothing (&fixture.input);
  fixture.services[0].severity = everything;
  fixture.services[0].n_layers = 0;
  assert_nothing (&fixture.input);
  fixture.services[0].n_layers = 1;
  g_assert_cmpfloat (run (&fixture.input).mean, >, 0.4);
}

static void
assert_refused (const SimulationInput *input)
{
  g_assert_null (simulation_new (input));
}

static void
test_contradictions (void)
{
  Fixture good, bad;

  fixture_init (&good, 0.2);
  fill (&good);
#define REFUSE(change)                           \
  do                                             \
    {                                            \
      bad = good;                                \
      bad.input.services = bad.services;         \
      for (int i = 0; i < MOST; i++)             \
        bad.services[i].layers = &bad.layers[i]; \
      change;                                    \
      assert_refused (&bad.input);               \
    }                                            \
  while (FALSE)

  REFUSE (bad.input.correlation = 1.01);
  REFUSE (bad.input.correlation = NAN);
  REFUSE (bad.input.horizon = 0);
  REFUSE (bad.input.horizon = INFINITY);
  REFUSE (bad.input.paths = 0);
  REFUSE (bad.input.paths = SIMULATION_MOST_PATHS + 1);
  REFUSE (bad.services[3].id = bad.services[5].id);
  REFUSE (bad.services[2].rate = -1);
  REFUSE (bad.services[2].rate = NAN);
  REFUSE (bad.services[2].severity.low = 0.6);
  REFUSE (bad.services[2].severity.total = 1.1);
  REFUSE (bad.layers[1].share = 1.5);
  REFUSE (bad.layers[1].from = -0.1);
  REFUSE (bad.layers[1].until = NAN);
  /* 80 % are in reach already. */
  REFUSE (bad.layers[1].share = 0.31);
#undef REFUSE

  /* Not at the same time: no contradiction. */
  bad = good;
  bad.input.services = bad.services;
  for (int i = 0; i < MOST; i++)
    bad.services[i].layers = &bad.layers[i];
  bad.layers[1].share = 0.31;
  bad.layers[2].until = 0.5;
  bad.layers[1].from = 0.5;
  g_assert_cmpfloat (run (&bad.input).most, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/simulation/one-service", test_one_service);
  g_test_add_func ("/simulation/independent-services", test_independent);
  g_test_add_func ("/simulation/two-correlated-services", test_two_correlated);
  g_test_add_func ("/simulation/many-correlated-services", test_many_correlated);
  g_test_add_func ("/simulation/layers-in-time", test_layers_in_time);
  g_test_add_func ("/simulation/severity", test_severity);
  g_test_add_func ("/simulation/quantiles", test_quantiles);
  g_test_add_func ("/simulation/order-does-not-matter", test_order);
  g_test_add_func ("/simulation/number-of-threads-does-not-matter", test_threads);
  g_test_add_func ("/simulation/cancelled-gives-no-figures", test_cancelled);
  g_test_add_func ("/simulation/more-in-reach-never-takes-less", test_monotone);
  g_test_add_func ("/simulation/never-more-than-everything", test_never_more_than_all);
  g_test_add_func ("/simulation/nothing-slashable-nothing-lost", test_nothing_slashable);
  g_test_add_func ("/simulation/contradictions-are-refused", test_contradictions);

  return g_test_run ();
}
