/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "surety-exposing.h"
#include "surety-outlook-private.h"

#define YEAR_SECONDS (365.0 * 86400.0)
/* The numbers of what no set holds yet: no key of a set (an address first) is ever as small. */
#define ID_UNNAMED 1u
#define ID_LATENT 2u

SuretyOutlookScenario *
surety_outlook_scenario_new (void)
{
  SuretyOutlookScenario *self = g_new0 (SuretyOutlookScenario, 1);

  self->services = g_array_new (FALSE, TRUE, sizeof (SimulationService));
  self->layers = g_array_new (FALSE, TRUE, sizeof (SimulationLayer));
  self->horizon = 1;

  return self;
}

void
surety_outlook_scenario_free (SuretyOutlookScenario *self)
{
  g_array_unref (self->services);
  g_array_unref (self->layers);
  g_free (self);
}

static gboolean
arrays_equal (GArray *a, GArray *b)
{
  return a->len == b->len &&
         (a->len == 0 || memcmp (a->data, b->data, a->len * g_array_get_element_size (a)) == 0);
}

gboolean
surety_outlook_scenario_equal (const SuretyOutlookScenario *a, const SuretyOutlookScenario *b)
{
  return a->correlation == b->correlation && a->horizon == b->horizon &&
         arrays_equal (a->services, b->services) && arrays_equal (a->layers, b->layers);
}

Simulation *
surety_outlook_scenario_simulate (SuretyOutlookScenario *self, guint64 paths)
{
  g_autofree SimulationService *services = g_new0 (SimulationService, self->services->len + 1);
  const SimulationLayer *layers = (const SimulationLayer *) (gpointer) self->layers->data;
  SimulationInput input = {
    .services = services,
    .n_services = self->services->len,
    .correlation = self->correlation,
    .horizon = self->horizon,
    .paths = paths,
    .seed =
      0x5375726574792e31, /* any; the same for all, so that the same facts give the same figures */
  };

  for (guint i = 0; i < self->services->len; i++)
    {
      services[i] = g_array_index (self->services, SimulationService, i);
      services[i].layers = layers;
      layers += services[i].n_layers;
    }

  return simulation_new (&input);
}

const SuretyToken *
surety_outlook_get_token (const SuretyOutlookFacts *facts)
{
  return facts->asset != NULL ? surety_asset_get_token (facts->asset) : NULL;
}

gboolean
surety_outlook_is_of_token (const SuretyOutlookFacts *facts, SuretyPledge *pledge)
{
  const SuretyToken *token = surety_outlook_get_token (facts);
  const SuretyToken *pledged = surety_pledge_get_token (pledge);

  return token != NULL && pledged != NULL && address_equal (&token->strategy, &pledged->strategy);
}

gboolean
surety_outlook_compute_exposure (const SuretyOutlookFacts *facts, Exposure *out)
{
  const SuretyToken *token = surety_outlook_get_token (facts);

  return token != NULL && facts->provider != NULL && facts->amount_known && facts->exit_known &&
         surety_exposing_compute (facts->amount, &token->strategy, facts->provider, facts->pledges,
                                  facts->block, facts->exit_delay, facts->configuration_delay, out);
}

AssumptionClass
surety_outlook_classify (SuretyService *service)
{
  /* Whoever comes next counts as much as who is there: the worse of both. */
  static const AssumptionClass classes[] = {
    [SURETY_PARTY_UNKNOWN] = ASSUMPTION_UNKNOWN,   [SURETY_PARTY_NOBODY] = ASSUMPTION_UNKNOWN,
    [SURETY_PARTY_ACCOUNT] = ASSUMPTION_KEY,       [SURETY_PARTY_MULTISIG] = ASSUMPTION_MULTISIG,
    [SURETY_PARTY_CONTRACT] = ASSUMPTION_CONTRACT,
  };
  AssumptionClass class = classes[surety_service_get_slasher_kind (service, NULL, NULL)];

  if (surety_service_get_pending_slasher_known (service) &&
      surety_service_get_pending_slasher_block (service) != 0)
    class = MAX (class, classes[surety_service_get_pending_slasher_kind (service, NULL, NULL)]);

  return class;
}

/* FNV-1a of the set's key, out of the way of the two small ones. */
static guint64
id_of (SuretyService *service)
{
  const Address *avs = surety_service_get_avs (service);
  const guint32 set = surety_service_get_set (service);
  guint64 hash = 0xcbf29ce484222325;

  for (gsize i = 0; i < sizeof avs->bytes; i++)
    hash = (hash ^ avs->bytes[i]) * 0x100000001b3;
  for (guint i = 0; i < 4; i++)
    hash = (hash ^ (set >> (8 * i) & 0xff)) * 0x100000001b3;

  return hash | 1u << 8;
}

static double
years (const SuretyOutlookFacts *facts, guint64 blocks)
{
  return (double) blocks * surety_network_get_block_seconds (facts->network) / YEAR_SECONDS;
}

/* From now until a block, in whole days, so that the figures do not flicker with every block; what
 * comes into reach does so a little early, what gets out of it a little late. 0 when it is past. */
static double
years_until (const SuretyOutlookFacts *facts, guint64 block, gboolean late)
{
  double days;

  if (block <= facts->block)
    return 0;
  days = years (facts, block - facts->block) * 365.0;

  return (late ? ceil (days) : floor (days)) / 365.0;
}

static double
part_of (u256 magnitude, u256 max)
{
  return max == 0 ? 0 : u256_to_double (magnitude) / u256_to_double (max);
}

static void
begin_service (SuretyOutlookScenario *self, guint64 id, const Assumption *assumption)
{
  const SimulationService service = {
    .id = id,
    .rate = assumption->rate,
    .severity = assumption->severity,
  };

  g_array_append_val (self->services, service);
}

/* To the service begun last. */
static void
add_layer (SuretyOutlookScenario *self, double share, double from, double until)
{
  const SimulationLayer layer = { share, from, until };

  if (share <= 0)
    return;
  g_array_append_val (self->layers, layer);
  g_array_index (self->services, SimulationService, self->services->len - 1).n_layers++;
}

static void
add_pledge (SuretyOutlookScenario *self,
            const SuretyOutlookFacts *facts,
            SuretyPledge *pledge,
            const Assumptions *assumptions)
{
  SuretyService *service = surety_outlook_best_service (facts, surety_pledge_get_service (pledge));
  const u256 max = surety_pledge_get_max (pledge);
  const u256 freeing = surety_pledge_get_freeing (pledge);
  const u256 current = surety_pledge_get_current (pledge);
  const guint64 effect = surety_pledge_get_effect_block (pledge);
  double end = INFINITY;

  /* One that has left comes out of reach; it could come back, as one that never was in: dormant
   * then. */
  if (surety_pledge_get_standing (pledge) == SURETY_STANDING_LEFT &&
      surety_pledge_get_slashable_until (pledge) != 0)
    end = years_until (facts, surety_pledge_get_slashable_until (pledge) + 1u, TRUE);

  begin_service (self, id_of (service), &assumptions->classes[surety_outlook_classify (service)]);
  /* What is dormant is slashable without warning: it is taken to be so now. */
  add_layer (self, part_of (current > freeing ? current - freeing : (u256) 0, max), 0, end);
  add_layer (self, part_of (u256_min (freeing, current), max), 0,
             fmin (years_until (facts, effect, TRUE), end));
  add_layer (self, part_of (surety_pledge_get_rising (pledge), max),
             years_until (facts, effect, FALSE), end);
}

/* What the provider holds beyond its known pledges: of sets that could not be read, and of no
 * set yet. */
static void
add_rest (SuretyOutlookScenario *self,
          const SuretyOutlookFacts *facts,
          const Exposure *exposure,
          const Assumptions *assumptions,
          u256 max,
          u256 named,
          u256 encumbered)
{
  const Assumption *unknown = &assumptions->classes[ASSUMPTION_UNKNOWN];

  if (encumbered > named)
    {
      begin_service (self, ID_UNNAMED, unknown);
      add_layer (self, part_of (encumbered - named, max), 0, INFINITY);
    }
  if (max > encumbered && exposure->warning != G_MAXUINT64)
    {
      begin_service (self, ID_LATENT, unknown);
      add_layer (self, part_of (max - encumbered, max) * assumptions->latent_used,
                 years (facts, exposure->warning), INFINITY);
    }
}

SuretyOutlookScenario *
surety_outlook_make_scenario (const SuretyOutlookFacts *facts,
                              const Exposure *exposure,
                              const Assumptions *assumptions)
{
  const SuretyToken *token = surety_outlook_get_token (facts);
  const SuretyPledgedMagnitude *pledged = NULL;
  g_autoptr (SuretyOutlookScenario) self = NULL;
  u256 named = 0, encumbered = 0;

  if (facts->network == NULL || token == NULL || facts->provider == NULL || facts->pledges == NULL)
    return NULL;
  pledged = surety_provider_get_pledged (facts->provider, &token->strategy);
  if (pledged == NULL)
    return NULL;
  self = surety_outlook_scenario_new ();
  self->correlation = assumptions->correlation;
  if (!exposure->consistent)
    {
      /* The source contradicts itself: everything may be in anybody's reach. */
      begin_service (self, ID_UNNAMED, &assumptions->classes[ASSUMPTION_UNKNOWN]);
      add_layer (self, 1, 0, INFINITY);
      return g_steal_pointer (&self);
    }

  for (guint i = 0; i < g_list_model_get_n_items (facts->pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (facts->pledges, i);

      if (!surety_outlook_is_of_token (facts, pledge))
        continue;
      add_pledge (self, facts, pledge, assumptions);
      named += surety_pledge_get_current (pledge) + surety_pledge_get_rising (pledge);
      encumbered = surety_pledge_get_encumbered (pledge);
    }
  add_rest (self, facts, exposure, assumptions, pledged->max, named, encumbered);

  return g_steal_pointer (&self);
}

double
surety_outlook_expect (const SuretyOutlookFacts *facts,
                       SuretyPledge *pledge,
                       const Assumptions *assumptions)
{
  g_autoptr (SuretyOutlookScenario) scenario = surety_outlook_scenario_new ();
  Simulation *simulation = NULL;
  double expected = -1;

  if (facts->network == NULL)
    return -1;
  add_pledge (scenario, facts, pledge, assumptions);
  simulation = surety_outlook_scenario_simulate (scenario, 1);
  if (simulation != NULL)
    expected = simulation_expected (simulation);
  simulation_free (simulation);

  return expected;
}
