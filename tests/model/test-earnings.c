/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "model-test.h"
#include "practice-eigen.h"
#include "practice-rewards.h"
#include "surety-eigenlayer.h"
#include "surety-outlook.h"
#include "surety-practice-private.h"

/* What the outlook says of rewards, from events alone, beside what the practice network really paid out:
 * its books are those of a sidecar, which the outlook never sees. */

#define DAY 86400u
#define WEEK (7 * DAY)
#define DAYS 30u
/* So little that it changes nothing for the others. */
#define AMOUNT ((u256) 1000000000000000u)

typedef struct
{
  SuretyPractice *practice;
  PracticeChain *chain;
  SuretyNetwork *network;
  SuretyEndpoints *endpoints;
  SuretyProtocol *protocol;
  GListModel *providers;
  GListModel *services;
  GListModel *assets;
  guint64 block;
  guint64 time;
} Fixture;

/* Takes future. */
static GListModel *
await_list (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  GListModel *list = dex_await_object (future, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (list), >, 0);

  return list;
}

static void
fixture_init (Fixture *self)
{
  self->practice = surety_practice_new (1);
  self->chain = surety_practice_get_chain (self->practice);
  self->network = surety_network_new_builtin ("practice");
  self->endpoints = surety_endpoints_new (surety_network_get_chain_id (self->network));
  surety_endpoints_add (self->endpoints, SURETY_TRANSPORT (self->practice));
  self->protocol = surety_eigenlayer_new (self->network, self->endpoints);
  self->providers = await_list (surety_protocol_load_providers (self->protocol, NULL, NULL, NULL));
  self->services = await_list (surety_protocol_load_services (self->protocol));
  self->assets = await_list (surety_protocol_load_assets (self->protocol, NULL));
  self->block = surety_practice_get_block (self->practice);
  self->time = surety_practice_get_time (self->practice);
}

static void
fixture_clear (Fixture *self)
{
  g_clear_object (&self->assets);
  g_clear_object (&self->services);
  g_clear_object (&self->providers);
  g_clear_object (&self->protocol);
  g_clear_object (&self->endpoints);
  g_clear_object (&self->network);
  g_clear_object (&self->practice);
}

static SuretyProvider *
find_provider (Fixture *self, const Address *address)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->providers); i++)
    {
      g_autoptr (SuretyProvider) provider = g_list_model_get_item (self->providers, i);

      if (address_equal (surety_provider_get_address (provider), address))
        return provider; /* the list holds it */
    }

  return NULL;
}

static SuretyAsset *
find_asset (Fixture *self, const Address *strategy)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->assets); i++)
    {
      g_autoptr (SuretyAsset) asset = g_list_model_get_item (self->assets, i);

      if (address_equal (&surety_asset_get_token (asset)->strategy, strategy))
        return asset; /* the list holds it */
    }

  return NULL;
}

static SuretyOutlook *
make_outlook (Fixture *self, SuretyProvider *provider, SuretyAsset *asset)
{
  SuretyOutlook *outlook = surety_outlook_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) pledges =
    dex_await_object (surety_protocol_load_pledges (self->protocol,
                                                    surety_provider_get_address (provider)),
                      &error);
  SuretyOutlookFacts facts = {
    .network = self->network,
    .asset = asset,
    .provider = provider,
    .pledges = pledges,
    .services = self->services,
    .assets = self->assets,
    .amount_known = TRUE,
    .amount = AMOUNT,
    .block = self->block,
    .time = self->time,
  };

  g_assert_no_error (error);
  surety_outlook_set_facts (outlook, &facts);

  return outlook;
}

/* Whoever can be chosen on the practice network: what it pays is known, to the last payment. */
static void
test_known (void)
{
  Fixture fixture;
  guint n = 0, paying = 0;

  fixture_init (&fixture);
  for (guint i = 0; i < g_list_model_get_n_items (fixture.providers); i++)
    {
      g_autoptr (SuretyProvider) provider = g_list_model_get_item (fixture.providers, i);

      for (guint k = 0; k < g_list_model_get_n_items (fixture.assets); k++)
        {
          g_autoptr (SuretyAsset) asset = g_list_model_get_item (fixture.assets, k);
          g_autoptr (SuretyOutlook) outlook = NULL;
          const RewardIncome *income = NULL;

          if (surety_provider_find_stake (provider, &surety_asset_get_token (asset)->strategy) ==
              NULL)
            continue;
          outlook = make_outlook (&fixture, provider, asset);
          income = surety_outlook_get_income (outlook);
          g_test_message ("%s, %s", surety_provider_get_name (provider),
                          surety_asset_get_symbol (asset));
          g_assert_nonnull (income);
          g_assert_cmpuint (income->n_unknown, ==, 0);
          paying += income->n_counted + income->n_unpriced > 0 ? 1 : 0;
          n++;
        }
    }
  g_test_message ("%u of %u pay", paying, n);
  g_assert_cmpuint (n, >, 40);
  g_assert_cmpuint (paying, >, 30);
  fixture_clear (&fixture);
}

static u256
earned_until (PracticeChain *chain, guint64 block, const Address *earner, const Address *token)
{
  g_autoptr (GArray) lines = practice_rewards_distribution (chain, block);

  for (guint i = 0; i < lines->len; i++)
    {
      const PracticeEarning *line = &g_array_index (lines, PracticeEarning, i);

      if (address_equal (&line->earner, earner) && address_equal (&line->token, token))
        return line->cumulative;
    }

  return 0;
}

/* What was really earned for the last 30 days: of each week's root the part that lies in them. */
static double
earned_in_window (Fixture *self, const Address *earner, const Address *token)
{
  const guint64 from = self->time - DAYS * DAY;
  g_autoptr (SuretyService) service = g_list_model_get_item (self->services, 0);
  guint n = 0;
  const SuretyPayment *payments = surety_service_get_payments (service, &n);
  double sum = 0;

  /* The first service pays every week, in the block of the root. */
  for (guint i = 1; i < n; i++)
    {
      const guint64 start = MAX (payments[i].start, from);
      const guint64 end = MIN (payments[i].start + payments[i].seconds, self->time);

      if (end > start && payments[i].block != payments[i - 1].block)
        sum += u256_to_double (earned_until (self->chain, payments[i].block, earner, token) -
                               earned_until (self->chain, payments[i - 1].block, earner, token)) *
               (double) (end - start) / (double) payments[i].seconds;
    }

  return sum;
}

static double
said (SuretyOutlook *outlook, const Address *token)
{
  GListModel *earnings = surety_outlook_get_earnings (outlook);
  double sum = 0;

  for (guint i = 0; i < g_list_model_get_n_items (earnings); i++)
    {
      g_autoptr (SuretyEarning) earning = g_list_model_get_item (earnings, i);
      const SuretyEarningFacts *facts = surety_earning_get_facts (earning);

      if (!address_equal (&facts->token, token))
        continue;
      g_assert_true (surety_figure_is_known (facts->amount));
      sum += u256_to_double (surety_figure_get_value (facts->amount));
    }

  return sum;
}

#define MOST_ASSETS 32u

/* Adds up for everything somebody has put in what the outlook says of it, one a token. */
static void
say_all (Fixture *self,
         PracticeEnv *env,
         const Address *earner,
         SuretyProvider *provider,
         double expected[MOST_ASSETS])
{
  Address *strategies;
  u256 *shares;
  const gsize n = practice_staker_deposits (env, earner, &strategies, &shares);

  for (gsize i = 0; i < n; i++)
    {
      const SuretyProviderStake *stake = surety_provider_find_stake (provider, &strategies[i]);
      g_autoptr (SuretyOutlook) outlook = NULL;
      u256 mine;

      if (shares[i] == 0 || stake == NULL || stake->tokens == 0)
        continue;
      outlook = make_outlook (self, provider, find_asset (self, &strategies[i]));
      g_assert_true (u256_mul_div (AMOUNT, stake->shares, stake->tokens, ROUND_DOWN, &mine));
      for (guint k = 0; k < g_list_model_get_n_items (self->assets); k++)
        {
          g_autoptr (SuretyAsset) asset = g_list_model_get_item (self->assets, k);

          expected[k] += said (outlook, &surety_asset_get_token (asset)->token) *
                         u256_to_double (shares[i]) / u256_to_double (mine);
        }
    }
}

/* What the outlook says, and what those who were there got. */
static void
test_right (void)
{
  Fixture fixture;
  guint n = 0, paid = 0;
  Address last = { 0 };

  fixture_init (&fixture);
  g_assert_cmpuint (g_list_model_get_n_items (fixture.assets), <=, MOST_ASSETS);
  g_autoptr (GArray) lines = practice_rewards_distribution (fixture.chain, fixture.block);
  g_autoptr (PracticeEnv) env = practice_chain_env (fixture.chain, fixture.block);
  for (guint i = 0; i < lines->len; i++)
    {
      const Address earner = g_array_index (lines, PracticeEarning, i).earner;
      const Address operator= practice_delegated_to (env, &earner);
      SuretyProvider *provider = find_provider (&fixture, &operator);
      double expected[MOST_ASSETS] = { 0 };

      if (address_equal (&earner, &last) || address_equal (&earner, &operator) || provider == NULL)
        continue;
      last = earner;
      say_all (&fixture, env, &earner, provider, expected);
      for (guint k = 0; k < g_list_model_get_n_items (fixture.assets); k++)
        {
          g_autoptr (SuretyAsset) asset = g_list_model_get_item (fixture.assets, k);
          const double got = earned_in_window (&fixture, &earner,
                                               &surety_asset_get_token (asset)->token);

          if (got == 0 && expected[k] == 0)
            continue;
          g_test_message ("%s, %s: %.6g was paid, %.6g is said",
                          surety_provider_get_name (provider), surety_asset_get_symbol (asset), got,
                          expected[k]);
          /* What is said is by what is pledged today: one who changed it was paid for something else. */
          if (fabs (got - expected[k]) < 0.001 * got)
            paid++;
          else
            g_assert_cmpuint (surety_provider_get_active_time (provider), >,
                              fixture.time - 60 * DAY);
        }
      n++;
    }
  g_test_message ("%u stakers, %u tokens", n, paid);
  g_assert_cmpuint (n, >, 10);
  g_assert_cmpuint (paid, >, 30);
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  model_test_init (&argc, &argv);

  model_test_add ("/earnings/known-of-everybody-on-practice", test_known);
  model_test_add ("/earnings/as-much-as-was-paid-out", test_right);

  return g_test_run ();
}
