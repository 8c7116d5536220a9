/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "robustness.h"

#include <stdlib.h>

static bool
threshold_is_valid (const RobustnessService *service)
{
  return service->threshold_numerator > 0 &&
         service->threshold_numerator <= service->threshold_denominator;
}

static int
compare_edges (const void *a, const void *b)
{
  const RobustnessEdge *left = a, *right = b;

  if (left->backer != right->backer)
    return left->backer < right->backer ? -1 : 1;
  return (left->service > right->service) - (left->service < right->service);
}

/* The edges by backer; null when one is out of range or there twice. */
static RobustnessEdge *
sort_edges (const RobustnessInput *input)
{
  RobustnessEdge *edges = calloc (input->n_edges + 1, sizeof *edges);
  bool valid = true;

  if (edges == nullptr)
    abort ();
  for (size_t i = 0; i < input->n_edges; i++)
    {
      edges[i] = input->edges[i];
      valid = valid && edges[i].service < input->n_services && edges[i].backer < input->n_backers;
    }
  qsort (edges, input->n_edges, sizeof *edges, compare_edges);
  for (size_t i = 1; i < input->n_edges; i++)
    valid = valid && compare_edges (&edges[i - 1], &edges[i]) != 0;
  if (!valid)
    {
      free (edges);
      return nullptr;
    }

  return edges;
}

/* π / (α·σ) of a service in parts of 10^18, rounded up; the ceiling when it does not fit. */
static u256
pressure (const RobustnessService *service, u256 stake)
{
  u256 wanted, part;

  if (!u256_mul_div (service->profit, service->threshold_denominator, service->threshold_numerator,
                     ROUND_UP, &wanted) ||
      !u256_mul_div (wanted, U256_WAD, stake, ROUND_UP, &part))
    return U256_MAX;

  return part;
}

static u256
add_capped (u256 a, u256 b)
{
  u256 sum;

  return u256_add (a, b, &sum) ? sum : U256_MAX;
}

/* The largest pressure on any backer; a backer without stake has nothing to lose and nothing to
 * give. */
static u256
largest_pressure (const RobustnessInput *input,
                  const RobustnessEdge *edges,
                  const u256 *pressures,
                  size_t *backer)
{
  u256 largest = 0, sum = 0;

  for (size_t i = 0; i < input->n_edges; i++)
    {
      if (i > 0 && edges[i].backer != edges[i - 1].backer)
        sum = 0;
      if (input->stakes[edges[i].backer] == 0)
        continue;
      sum = add_capped (sum, pressures[edges[i].service]);
      if (sum > largest)
        {
          largest = sum;
          *backer = edges[i].backer;
        }
    }

  return largest;
}

static void
judge (Robustness *self, u256 largest)
{
  u256 ratio;

  if (largest == 0)
    {
      self->state = ROBUSTNESS_NOTHING_TO_GAIN;
      return;
    }
  self->state = ROBUSTNESS_NOT_SHOWN;
  /* (1 + γ)·largest ≤ 1 */
  if (!u256_mul_div (U256_WAD, U256_WAD, largest, ROUND_DOWN, &ratio) || ratio <= U256_WAD)
    return;
  self->slack = ratio - U256_WAD;
  if (!u256_mul_div (U256_WAD, ratio, self->slack, ROUND_UP, &self->factor))
    {
      self->slack = 0;
      return;
    }
  self->state = ROBUSTNESS_SHOWN;
}

Robustness
robustness_compute (const RobustnessInput *input)
{
  Robustness self = { .state = ROBUSTNESS_INVALID };
  RobustnessEdge *edges;
  u256 *stakes, *pressures;
  bool valid = true;

  for (size_t i = 0; i < input->n_services; i++)
    if (!threshold_is_valid (&input->services[i]))
      return self;
  edges = sort_edges (input);
  if (edges == nullptr)
    return self;

  stakes = calloc (input->n_services + 1, sizeof *stakes);
  pressures = calloc (input->n_services + 1, sizeof *pressures);
  if (stakes == nullptr || pressures == nullptr)
    abort ();
  for (size_t i = 0; i < input->n_edges; i++)
    valid = valid && u256_add (stakes[edges[i].service], input->stakes[edges[i].backer],
                               &stakes[edges[i].service]);

  for (size_t i = 0; valid && i < input->n_services; i++)
    {
      if (input->services[i].profit == 0)
        continue;
      if (stakes[i] > 0)
        pressures[i] = pressure (&input->services[i], stakes[i]);
      else if (!self.free_attack)
        {
          /* The empty coalition corrupts it, for nothing: no backer's sum can show that. */
          self.free_attack = true;
          self.free_service = i;
        }
    }
  if (valid && self.free_attack)
    self.state = ROBUSTNESS_NOT_SHOWN;
  else if (valid)
    judge (&self, largest_pressure (input, edges, pressures, &self.weakest_backer));
  free (edges);
  free (stakes);
  free (pressures);

  return self;
}

bool
robustness_bound (const Robustness *self, u256 shock, u256 *out)
{
  u256 bound = shock;

  if (self->state != ROBUSTNESS_SHOWN && self->state != ROBUSTNESS_NOTHING_TO_GAIN)
    return false;
  if (self->state == ROBUSTNESS_SHOWN &&
      !u256_mul_div (shock, self->factor, U256_WAD, ROUND_UP, &bound))
    bound = U256_WAD;
  *out = u256_min (bound, U256_WAD);

  return true;
}

bool
robustness_cost (const RobustnessService *service, u256 stake, u256 *out)
{
  return threshold_is_valid (service) &&
         u256_mul_div (stake, service->threshold_numerator, service->threshold_denominator,
                       ROUND_DOWN, out);
}
