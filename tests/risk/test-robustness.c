/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "robustness.h"

#include <glib.h>

#define MOST 6

typedef struct
{
  RobustnessService services[MOST];
  u256 stakes[MOST];
  RobustnessEdge edges[MOST * MOST];
  RobustnessInput input;
} Graph;

static void
graph_init (Graph *self)
{
  *self = (Graph) { 0 };
  self->input = (RobustnessInput) {
    .services = self->services,
    .stakes = self->stakes,
    .edges = self->edges,
  };
}

static gsize
add_service (Graph *self, u256 profit, guint numerator, guint denominator)
{
  self->services[self->input.n_services] = (RobustnessService) { profit, numerator, denominator };
  return self->input.n_services++;
}

static gsize
add_backer (Graph *self, u256 stake)
{
  self->stakes[self->input.n_backers] = stake;
  return self->input.n_backers++;
}

static void
add_edge (Graph *self, gsize service, gsize backer)
{
  self->edges[self->input.n_edges++] = (RobustnessEdge) { service, backer };
}

/* The abstract: attacks cost 10 % more than they bring, 0.1 % is lost suddenly: less than 1.1 %
 * in all. */
static void
test_abstract (void)
{
  Graph graph;
  Robustness robustness;
  u256 bound;

  graph_init (&graph);
  add_service (&graph, 100, 1, 1);
  add_backer (&graph, 110);
  add_edge (&graph, 0, 0);
  robustness = robustness_compute (&graph.input);

  g_assert_cmpint (robustness.state, ==, ROBUSTNESS_SHOWN);
  /* 100/110 rounds up, so γ is a hair below a tenth and the bound a hair above. */
  g_assert_true (robustness.slack <= U256_WAD / 10u && robustness.slack > U256_WAD / 10u - 10u);
  g_assert_true (robustness_bound (&robustness, U256_WAD / 1000u, &bound));
  g_assert_true (bound >= U256_WAD / 1000u * 11u && bound < U256_WAD / 1000u * 11u + 100u);
}

/* Theorem 2: stakes ε and 1 − ε behind one service, π = 1, α = 1: secure, without slack, and any
 * shock of ε takes all. Nothing may be promised. */
static void
test_no_slack (void)
{
  Graph graph;
  Robustness robustness;
  u256 bound = 42;

  graph_init (&graph);
  add_service (&graph, 1000, 1, 1);
  add_backer (&graph, 1);
  add_backer (&graph, 999);
  add_edge (&graph, 0, 0);
  add_edge (&graph, 0, 1);
  robustness = robustness_compute (&graph.input);
  g_assert_cmpint (robustness.state, ==, ROBUSTNESS_NOT_SHOWN);
  g_assert_false (robustness.free_attack);
  g_assert_false (robustness_bound (&robustness, 1, &bound));
  g_assert_true (bound == 42);

  graph.stakes[1] = 1000;
  g_assert_cmpint (robustness_compute (&graph.input).state, ==, ROBUSTNESS_SHOWN);
}

/* Corollary 2 by hand: T = 10/(1/3·90) + 20/(1/2·160) = 7/12 for the backer of both: γ = 5/7. */
static void
test_two_services (void)
{
  Graph graph;
  Robustness robustness;

  graph_init (&graph);
  add_service (&graph, 10, 1, 3);
  add_service (&graph, 20, 1, 2);
  add_backer (&graph, 30);
  add_backer (&graph, 60);
  add_backer (&graph, 100);
  add_edge (&graph, 1, 1);
  add_edge (&graph, 0, 0);
  add_edge (&graph, 0, 1);
  add_edge (&graph, 1, 2);
  robustness = robustness_compute (&graph.input);

  g_assert_cmpint (robustness.state, ==, ROBUSTNESS_SHOWN);
  g_assert_cmpuint (robustness.weakest_backer, ==, 1);
  g_assert_true (robustness.slack <= U256_WAD * 5u / 7u);
  g_assert_true (robustness.slack > U256_WAD * 5u / 7u - 10u);
  g_assert_true (robustness.factor >= U256_WAD * 12u / 5u);
  g_assert_true (robustness.factor < U256_WAD * 12u / 5u + 20u);
}

static void
test_edges_of_the_rule (void)
{
  Graph graph;
  Robustness robustness;
  u256 bound, cost;

  graph_init (&graph);
  g_assert_cmpint (robustness_compute (&graph.input).state, ==, ROBUSTNESS_NOTHING_TO_GAIN);
  add_service (&graph, 0, 1, 3);
  add_backer (&graph, 10);
  add_edge (&graph, 0, 0);
  robustness = robustness_compute (&graph.input);
  g_assert_cmpint (robustness.state, ==, ROBUSTNESS_NOTHING_TO_GAIN);
  g_assert_true (robustness_bound (&robustness, 77, &bound) && bound == 77);

  /* Nobody, or nobody with a stake, stands behind it: it is corrupted for nothing. */
  add_service (&graph, 1, 1, 3);
  robustness = robustness_compute (&graph.input);
  g_assert_cmpint (robustness.state, ==, ROBUSTNESS_NOT_SHOWN);
  g_assert_true (robustness.free_attack);
  g_assert_cmpuint (robustness.free_service, ==, 1);
  add_backer (&graph, 0);
  add_edge (&graph, 1, 1);
  g_assert_true (robustness_compute (&graph.input).free_attack);

  /* A backer without stake, behind everything, takes away no slack of others: eq. 17 is 0 ≤ 0 for
   * it. */
  graph_init (&graph);
  add_service (&graph, 1, 1, 3);
  add_service (&graph, 1, 1, 3);
  add_backer (&graph, 10);
  add_backer (&graph, 10);
  add_backer (&graph, 0);
  add_edge (&graph, 0, 0);
  add_edge (&graph, 1, 1);
  robustness = robustness_compute (&graph.input);
  add_edge (&graph, 0, 2);
  add_edge (&graph, 1, 2);
  g_assert_true (robustness_compute (&graph.input).slack == robustness.slack);
  g_assert_cmpint (robustness.state, ==, ROBUSTNESS_SHOWN);

  g_assert_true (robustness_cost (&graph.services[0], 100, &cost) && cost == 33);
  /* A tiny slack promises everything at most. */
  robustness.slack = 1;
  robustness.factor = U256_WAD * U256_WAD + U256_WAD;
  g_assert_true (robustness_bound (&robustness, U256_WAD / 100u, &bound) && bound == U256_WAD);
}

static void
test_invalid (void)
{
  Graph graph;
  u256 cost;

  graph_init (&graph);
  add_service (&graph, 1, 1, 3);
  add_backer (&graph, 10);
  add_edge (&graph, 0, 0);
  g_assert_cmpint (robustness_compute (&graph.input).state, ==, ROBUSTNESS_SHOWN);
  graph.edges[0].backer = 1;
  g_assert_cmpint (robustness_compute (&graph.input).state, ==, ROBUSTNESS_INVALID);
  graph.edges[0] = (RobustnessEdge) { 1, 0 };
  g_assert_cmpint (robustness_compute (&graph.input).state, ==, ROBUSTNESS_INVALID);
  graph.edges[0] = (RobustnessEdge) { 0, 0 };
  add_edge (&graph, 0, 0);
  g_assert_cmpint (robustness_compute (&graph.input).state, ==, ROBUSTNESS_INVALID);
  graph.input.n_edges = 1;
  graph.services[0].threshold_numerator = 4;
  g_assert_cmpint (robustness_compute (&graph.input).state, ==, ROBUSTNESS_INVALID);
  g_assert_false (robustness_cost (&graph.services[0], 1, &cost));
  graph.services[0].threshold_numerator = 0;
  g_assert_cmpint (robustness_compute (&graph.input).state, ==, ROBUSTNESS_INVALID);
  graph.services[0].threshold_numerator = 1;
  graph.stakes[0] = U256_MAX;
  add_backer (&graph, 1);
  add_edge (&graph, 0, 1);
  g_assert_cmpint (robustness_compute (&graph.input).state, ==, ROBUSTNESS_INVALID);
  graph.services[0].profit = U256_MAX;
  graph.stakes[0] = 5;
  g_assert_cmpint (robustness_compute (&graph.input).state, ==, ROBUSTNESS_NOT_SHOWN);
}

static guint
stake_of (const Graph *graph, guint backers)
{
  guint sum = 0;

  for (guint i = 0; i < graph->input.n_backers; i++)
    if (backers & 1u << i)
      sum += (guint) graph->stakes[i];

  return sum;
}

static guint
backers_of (const Graph *graph, guint service)
{
  guint backers = 0;

  for (gsize i = 0; i < graph->input.n_edges; i++)
    if (graph->edges[i].service == service)
      backers |= 1u << graph->edges[i].backer;

  return backers;
}

/* Whether coalition corrupts all services when the dead are gone (eq. 1). */
static gboolean
corrupts (const Graph *graph, guint services, guint coalition, guint dead)
{
  for (guint s = 0; s < graph->input.n_services; s++)
    {
      const RobustnessService *service = &graph->services[s];
      const guint backers = backers_of (graph, s) & ~dead;

      if ((services & 1u << s) &&
          stake_of (graph, coalition & backers) * service->threshold_denominator <
            service->threshold_numerator * stake_of (graph, backers))
        return FALSE;
    }

  return TRUE;
}

static guint
profit_of (const Graph *graph, guint services)
{
  guint sum = 0;

  for (guint s = 0; s < graph->input.n_services; s++)
    if (services & 1u << s)
      sum += (guint) graph->services[s].profit;

  return sum;
}

/* The worst that can follow when the dead are lost. A cascade of attacks is one attack
 * (corollary 1). */
static guint
worst_attack (const Graph *graph, guint dead)
{
  const guint alive = ((1u << graph->input.n_backers) - 1) & ~dead;
  guint worst = 0;

  for (guint services = 1; services < 1u << graph->input.n_services; services++)
    for (guint coalition = 0; coalition <= alive; coalition++)
      if ((coalition & ~alive) == 0 && profit_of (graph, services) > stake_of (graph, coalition) &&
          corrupts (graph, services, coalition, dead))
        worst = MAX (worst, stake_of (graph, coalition));

  return worst;
}

static void
fill_at_random (Graph *graph)
{
  const guint n_services = (guint) g_test_rand_int_range (1, 4);
  const guint n_backers = (guint) g_test_rand_int_range (2, 6);

  graph_init (graph);
  for (guint s = 0; s < n_services; s++)
    add_service (graph, (guint) g_test_rand_int_range (0, 30), 1,
                 (guint) g_test_rand_int_range (1, 4));
  for (guint v = 0; v < n_backers; v++)
    add_backer (graph, (guint) g_test_rand_int_range (1, 60));
  for (guint s = 0; s < n_services; s++)
    for (guint v = 0; v < n_backers; v++)
      if (g_test_rand_bit ())
        add_edge (graph, s, v);
}

/* Every coalition of every small graph: where slack is shown it is there (eq. 11), and no shock
 * grows beyond theorem 1. */
static void
test_theorem_holds (void)
{
  guint n_shown = 0, n_grown = 0;

  for (guint round = 0; round < 400; round++)
    {
      Graph graph;
      Robustness robustness;
      guint all;

      fill_at_random (&graph);
      robustness = robustness_compute (&graph.input);
      g_assert_cmpint (robustness.state, !=, ROBUSTNESS_INVALID);
      if (robustness.state != ROBUSTNESS_SHOWN)
        continue;
      n_shown++;
      all = (1u << graph.input.n_backers) - 1;

      for (guint services = 1; services < 1u << graph.input.n_services; services++)
        for (guint coalition = 0; coalition <= all; coalition++)
          if (corrupts (&graph, services, coalition, 0))
            g_assert_true ((U256_WAD + robustness.slack) * profit_of (&graph, services) <=
                           U256_WAD * stake_of (&graph, coalition));

      for (guint dead = 1; dead <= all; dead++)
        {
          const guint total = stake_of (&graph, all), shock = stake_of (&graph, dead);
          const guint worst = worst_attack (&graph, dead);
          u256 bound;

          g_assert_true (robustness_bound (&robustness, U256_WAD * shock / total, &bound));
          /* Strictly less, but for what the shock's part was rounded down, and never more than
           * all. */
          g_assert_true (U256_WAD * (shock + worst) <=
                         (bound + robustness.factor / U256_WAD + 1u) * total);
          n_grown += worst > 0;
        }
    }
  /* It was not all silence. */
  g_assert_cmpuint (n_shown, >, 100);
  g_assert_cmpuint (n_grown, >, 100);
}

static void
test_properties (void)
{
  for (guint round = 0; round < 500; round++)
    {
      Graph graph, other;
      Robustness before, after;
      gsize chosen;

      fill_at_random (&graph);
      before = robustness_compute (&graph.input);

      /* The order of edges does not matter. */
      other = graph;
      other.input.edges = other.edges;
      for (gsize i = 0; i < graph.input.n_edges; i++)
        other.edges[i] = graph.edges[graph.input.n_edges - 1 - i];
      after = robustness_compute (&other.input);
      g_assert_true (after.state == before.state && after.slack == before.slack);

      if (before.state != ROBUSTNESS_SHOWN)
        continue;
      /* More stake never takes slack away, more profit never gives any. */
      chosen = (gsize) g_test_rand_int_range (0, (gint) graph.input.n_backers);
      graph.stakes[chosen] *= 2;
      after = robustness_compute (&graph.input);
      g_assert_cmpint (after.state, ==, ROBUSTNESS_SHOWN);
      g_assert_true (after.slack >= before.slack);
      graph.stakes[chosen] /= 2;
      for (gsize s = 0; s < graph.input.n_services; s++)
        graph.services[s].profit *= 2;
      after = robustness_compute (&graph.input);
      g_assert_true (after.slack < before.slack);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/robustness/example-of-the-abstract", test_abstract);
  g_test_add_func ("/robustness/without-slack-nothing-is-promised", test_no_slack);
  g_test_add_func ("/robustness/two-services", test_two_services);
  g_test_add_func ("/robustness/edges-of-the-rule", test_edges_of_the_rule);
  g_test_add_func ("/robustness/contradictions-are-invalid", test_invalid);
  g_test_add_func ("/robustness/theorem-holds-on-every-small-graph", test_theorem_holds);
  g_test_add_func ("/robustness/properties", test_properties);

  return g_test_run ();
}
