/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "normal.h"
#include "philox.h"

/* The common factor M is drawn from STRATA equally likely ranges. For each range and service the
 * largest chance of a slashing is known beforehand, so most services of most paths cost one
 * comparison. */
#define STRATA 256u
#define CHUNK 4096u
/* Services that one block of random numbers is enough for: a byte each, and the other three when it is
 * too small to be sure that nothing happens. */
#define BLOCK 16u
/* Sizes of losses are counted in CELLS equal parts of what can be lost at most. */
#define CELLS 64000u
/* Sums are kept in whole numbers, so that the order of adding can't matter. */
#define UNIT 0x1p40
/* Shares are quotients of whole numbers: what they add up to may be off by their rounding. */
#define ROUNDING 1e-9

/* Second word of the counter: what the numbers are for. */
enum
{
  STREAM_PATH,
  STREAM_BYTES,
  STREAM_SLASHING,
};

typedef unsigned _BitInt (128) Sum;

typedef struct
{
  uint64_t id;
  double rate;
  SimulationSeverity severity;
  size_t first; /* of its layers */
  size_t n;
} Service;

struct Simulation
{
  Service *services; /* those that can slash at all, by id */
  size_t n;
  size_t n_padded;         /* to whole blocks */
  SimulationLayer *layers; /* their times as values of X */
  /* [STRATA][n_padded]: a word above it means no slashing. First the upper byte decides. */
  uint32_t *limits;
  uint8_t *bytes;
  double factor; /* √ρ */
  double rest;   /* √(1 − ρ) */
  double horizon;
  double most;
  double expected;
  uint64_t paths;
  uint64_t seed;
};

struct SimulationTally
{
  uint64_t paths;
  uint64_t losses; /* paths with any */
  double worst;
  Sum sum; /* in UNITs */
  Sum squares;
  uint32_t cells[CELLS];
};

static void *
allocate (size_t n, size_t size)
{
  void *memory = calloc (n > 0 ? n : 1, size);

  if (memory == nullptr)
    abort ();
  return memory;
}

static bool
in_range (double value, double low, double high)
{
  return isfinite (value) && value >= low && value <= high;
}

static bool
service_is_valid (const SimulationService *service)
{
  const SimulationSeverity *severity = &service->severity;

  if (!in_range (service->rate, 0, 1e6) || !in_range (severity->total, 0, 1) ||
      !in_range (severity->high, 0, 1) || !in_range (severity->low, 0, severity->high))
    return false;
  for (size_t i = 0; i < service->n_layers; i++)
    {
      const SimulationLayer *layer = &service->layers[i];

      if (!in_range (layer->share, 0, 1) || !(layer->from >= 0) || isnan (layer->until))
        return false;
    }

  return true;
}

static int
compare_services (const void *a, const void *b)
{
  const Service *left = a, *right = b;

  return (left->id > right->id) - (left->id < right->id);
}

/* By time; what ends comes before what begins at the same time. An order of the changes alone:
 * sums do not depend on the order of the services. */
typedef struct
{
  double time;
  double change;
} Change;

static int
compare_changes (const void *a, const void *b)
{
  const Change *left = a, *right = b;

  if (left->time != right->time)
    return left->time < right->time ? -1 : 1;
  return (left->change > right->change) - (left->change < right->change);
}

static double
largest_part (const SimulationSeverity *severity)
{
  return severity->total > 0 ? 1.0 : severity->high;
}

static double
mean_part (const SimulationSeverity *severity)
{
  return severity->total + (1.0 - severity->total) * (severity->low + severity->high) / 2.0;
}

/* The most that a number of layers hold at any one time. */
static double
peak (const SimulationLayer *layers, size_t n, double horizon)
{
  Change *changes = allocate (2 * n, sizeof *changes);
  size_t n_changes = 0;
  double sum = 0, most = 0;

  for (size_t i = 0; i < n; i++)
    {
      const SimulationLayer *layer = &layers[i];

      if (layer->until <= layer->from || layer->from >= horizon)
        continue;
      changes[n_changes++] = (Change) { layer->from, layer->share };
      changes[n_changes++] = (Change) { layer->until, -layer->share };
    }
  qsort (changes, n_changes, sizeof *changes, compare_changes);
  for (size_t i = 0; i < n_changes; i++)
    {
      sum += changes[i].change;
      most = fmax (most, sum);
    }
  free (changes);

  return most;
}

/* Times as values of X, which grows with them: then no path has to work out a time. */
static double
as_value (const Simulation *self, const Service *service, double time)
{
  return normal_value (-expm1 (-service->rate * fmin (time, self->horizon)));
}

static void
turn_layers (Simulation *self)
{
  for (size_t i = 0; i < self->n; i++)
    for (size_t k = 0; k < self->services[i].n; k++)
      {
        SimulationLayer *layer = &self->layers[self->services[i].first + k];

        layer->from = as_value (self, &self->services[i], layer->from);
        layer->until = as_value (self, &self->services[i], layer->until);
      }
}

/* Share of what a slashing reaches. */
static double
reached (const Simulation *self, const Service *service, double x)
{
  double sum = 0;

  for (size_t i = 0; i < service->n; i++)
    {
      const SimulationLayer *layer = &self->layers[service->first + i];

      if (x >= layer->from && x < layer->until)
        sum += layer->share;
    }

  return sum;
}

static void
compute_bounds (Simulation *self)
{
  for (size_t i = 0; i < self->n; i++)
    {
      const Service *service = &self->services[i];

      self->most += largest_part (&service->severity) *
                    peak (self->layers + service->first, service->n, self->horizon);
      for (size_t k = 0; k < service->n; k++)
        {
          const SimulationLayer *layer = &self->layers[service->first + k];
          const double until = fmin (layer->until, self->horizon);

          if (until > layer->from)
            self->expected += layer->share * mean_part (&service->severity) *
                              (exp (-service->rate * layer->from) - exp (-service->rate * until));
        }
    }
  self->most = fmin (self->most, 1.0);
  self->expected = fmin (self->expected, self->most);
}

static void
compute_limits (Simulation *self)
{
  self->limits = allocate (STRATA * self->n_padded, sizeof *self->limits);
  self->bytes = allocate (STRATA * self->n_padded, sizeof *self->bytes);
  for (size_t i = 0; i < self->n; i++)
    {
      const double threshold = normal_value (-expm1 (-self->services[i].rate * self->horizon));

      for (size_t k = 0; k < STRATA; k++)
        {
          /* The smaller M is, the likelier the slashing: the lower end of the range decides. */
          const double lowest = normal_value ((double) k / STRATA);
          double chance = 1.0;

          if (self->factor <= 0)
            chance = normal_chance (threshold);
          else if (self->rest <= 0)
            chance = threshold < lowest ? 0 : 1.0;
          else if (k > 0)
            chance = normal_chance ((threshold - self->factor * lowest) / self->rest);
          /* A little more than that: what is rounded is looked at closely, not lost. */
          chance = chance * (1.0 + 1e-9) * 0x1p32 + 2.0;
          self->limits[k * self->n_padded + i] = chance >= 0x1p32 ? UINT32_MAX : (uint32_t) chance;
          self->bytes[k * self->n_padded + i] = (uint8_t) (self->limits[k * self->n_padded + i] >>
                                                           24);
        }
    }
}

/* Copies the services that can take anything, in the order of their ids. */
static void
take_services (Simulation *self, const SimulationInput *input, size_t n_layers)
{
  size_t n = 0;

  self->services = allocate (input->n_services, sizeof *self->services);
  self->layers = allocate (n_layers, sizeof *self->layers);
  for (size_t i = 0; i < input->n_services; i++)
    {
      const SimulationService *service = &input->services[i];

      self->services[i] = (Service) {
        .id = service->id,
        .rate = service->rate,
        .severity = service->severity,
        .first = n,
        .n = service->n_layers,
      };
      if (service->n_layers > 0)
        memcpy (self->layers + n, service->layers, service->n_layers * sizeof *self->layers);
      n += service->n_layers;
    }
  self->n = input->n_services;
  qsort (self->services, self->n, sizeof *self->services, compare_services);
}

Simulation *
simulation_new (const SimulationInput *input)
{
  Simulation *self;
  size_t n_layers = 0;
  bool valid;

  if (!in_range (input->correlation, 0, 1) || !in_range (input->horizon, 0, 100) ||
      !(input->horizon > 0) || input->paths == 0 || input->paths > SIMULATION_MOST_PATHS ||
      input->n_services > SIMULATION_MOST_SERVICES)
    return nullptr;
  for (size_t i = 0; i < input->n_services; i++)
    {
      if (!service_is_valid (&input->services[i]))
        return nullptr;
      n_layers += input->services[i].n_layers;
    }

  self = allocate (1, sizeof *self);
  self->factor = sqrt (input->correlation);
  self->rest = sqrt (1.0 - input->correlation);
  self->horizon = input->horizon;
  self->paths = input->paths;
  self->seed = input->seed;
  take_services (self, input, n_layers);

  valid = peak (self->layers, n_layers, self->horizon) <= 1.0 + ROUNDING;
  for (size_t i = 1; i < self->n; i++)
    valid = valid && self->services[i - 1].id != self->services[i].id;
  if (!valid)
    {
      simulation_free (self);
      return nullptr;
    }

  self->n_padded = (self->n + BLOCK - 1) / BLOCK * BLOCK;
  compute_bounds (self);
  compute_limits (self);
  turn_layers (self);

  return self;
}

void
simulation_free (Simulation *self)
{
  if (self == nullptr)
    return;
  free (self->services);
  free (self->layers);
  free (self->limits);
  free (self->bytes);
  free (self);
}

SimulationTally *
simulation_tally_new (void)
{
  return allocate (1, sizeof (SimulationTally));
}

void
simulation_tally_free (SimulationTally *self)
{
  free (self);
}

static Philox
draw (const Simulation *self, uint64_t path, unsigned stream, size_t block)
{
  /* A path's number has at most 28 bits, a block's fewer than 17. */
  const Philox counter = { { (uint32_t) path, stream, (uint32_t) block, 0 } };

  return philox4x32 (counter, self->seed);
}

/* What a service takes on a path, given the upper byte of its word; mostly nothing. */
static double
taken (const Simulation *self, uint64_t path, size_t i, double common, uint32_t limit, uint8_t byte)
{
  const Service *service = &self->services[i];
  const Philox numbers = draw (self, path, STREAM_SLASHING, i);
  /* The bits that the two fine units below leave over. */
  const uint32_t word = (uint32_t) byte << 24 | (numbers.words[1] & 0xfff) << 12 |
                        (numbers.words[3] & 0xfff);
  double share, part;

  if (word > limit)
    return 0;
  share = reached (self, service,
                   self->factor * common + self->rest * normal_value (philox_unit (word)));
  if (share <= 0)
    return 0;

  part = service->severity.low + (service->severity.high - service->severity.low) *
                                   philox_unit_fine (numbers.words[2], numbers.words[3]);
  if (philox_unit_fine (numbers.words[0], numbers.words[1]) < service->severity.total)
    part = 1.0;

  return share * part;
}

static double
run_path (const Simulation *self, uint64_t path)
{
  const Philox numbers = draw (self, path, STREAM_PATH, 0);
  const double common = normal_value (philox_unit_fine (numbers.words[0], numbers.words[1]));
  const size_t row = (numbers.words[0] >> 24) * self->n_padded;
  double loss = 0;

  for (size_t i = 0; i < self->n; i += BLOCK)
    {
      const Philox words = draw (self, path, STREAM_BYTES, i / BLOCK);

      for (size_t k = 0; k < BLOCK; k++)
        {
          const uint8_t byte = (uint8_t) (words.words[k / 4] >> (8 * (k % 4)));

          if (byte <= self->bytes[row + i + k] && i + k < self->n)
            loss += taken (self, path, i + k, common, self->limits[row + i + k], byte);
        }
    }

  return fmin (loss, self->most);
}

static void
count (const Simulation *self, SimulationTally *tally, double loss)
{
  const uint64_t units = (uint64_t) (loss * UNIT + 0.5);
  double cell;

  tally->paths++;
  if (!(loss > 0))
    return;
  /* Cell c holds losses above c and up to c + 1 parts of the most there can be. */
  cell = ceil (loss / self->most * CELLS) - 1.0;
  tally->losses++;
  tally->cells[(size_t) fmin (fmax (cell, 0), CELLS - 1)]++;
  tally->sum += units;
  tally->squares += (Sum) units * units;
  tally->worst = fmax (tally->worst, loss);
}

void
simulation_work (const Simulation *self,
                 atomic_uint_least64_t *next,
                 SimulationTally *tally,
                 const atomic_bool *cancelled)
{
  for (;;)
    {
      const uint64_t first = atomic_fetch_add_explicit (next, CHUNK, memory_order_relaxed);
      uint64_t last;

      if (first >= self->paths ||
          (cancelled != nullptr && atomic_load_explicit (cancelled, memory_order_relaxed)))
        return;
      last = self->paths - first < CHUNK ? self->paths : first + CHUNK;
      for (uint64_t path = first; path < last; path++)
        count (self, tally, run_path (self, path));
    }
}

void
simulation_tally_merge (SimulationTally *self, const SimulationTally *from)
{
  self->paths += from->paths;
  self->losses += from->losses;
  self->worst = fmax (self->worst, from->worst);
  self->sum += from->sum;
  self->squares += from->squares;
  for (size_t i = 0; i < CELLS; i++)
    self->cells[i] += from->cells[i];
}

/* The smallest edge of a cell that at most one path in every one_in goes beyond. */
static double
quantile (const Simulation *self, const SimulationTally *tally, uint64_t one_in)
{
  uint64_t beyond = tally->losses;
  const uint64_t allowed = tally->paths / one_in;

  if (beyond <= allowed)
    return 0;
  for (size_t i = 0; i < CELLS; i++)
    {
      beyond -= tally->cells[i];
      if (beyond <= allowed)
        return fmin (self->most * (double) (i + 1) / CELLS, tally->worst);
    }

  return tally->worst;
}

bool
simulation_finish (const Simulation *self, const SimulationTally *tally, SimulationResult *out)
{
  const double n = (double) tally->paths;
  SimulationResult result = { .paths = tally->paths };
  double variance;

  if (tally->paths != self->paths)
    return false;

  result.expected = self->expected;
  result.most = self->most;
  result.mean = (double) tally->sum / UNIT / n;
  variance = (double) tally->squares / UNIT / UNIT / n - result.mean * result.mean;
  result.error = sqrt (fmax (variance, 0) / n);
  result.any = (double) tally->losses / n;
  result.loss_20 = quantile (self, tally, 20);
  result.loss_100 = quantile (self, tally, 100);
  result.worst = tally->worst;
  for (size_t i = 0; i < CELLS; i++)
    result.bars[i * SIMULATION_BARS / CELLS] += (double) tally->cells[i] / n;
  *out = result;

  return true;
}

double
simulation_expected (const Simulation *self)
{
  return self->expected;
}
