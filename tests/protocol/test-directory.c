/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol-test.h"
#include "rigged-transport.h"
#include "surety-protocol-error.h"
#include "surety-text.h"

static GListModel *
load_providers (SuretyProtocol *protocol, SuretyProgressFunc progress, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GListModel *providers = dex_await_object (surety_protocol_load_providers (protocol, progress,
                                                                            user_data, NULL),
                                            &error);

  g_assert_no_error (error);
  return providers;
}

static void
progress_cb (double fraction, gpointer user_data)
{
  double *last = user_data;

  g_assert_cmpfloat (fraction, >=, *last);
  *last = fraction;
}

static void
test_operators (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  double last = -1.0;
  g_autoptr (GListModel) providers = load_providers (test->protocol, progress_cb, &last);
  g_autoptr (GListModel) again = NULL;
  guint n = g_list_model_get_n_items (providers);
  guint named = 0, delayed = 0, approving = 0, slashed = 0, staked = 0;

  g_assert_cmpfloat (last, ==, 1.0);
  g_assert_cmpuint (n, >=, 40);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SuretyProvider) provider = g_list_model_get_item (providers, i);
      const Address *strategy = protocol_test_strategy (test->network, "stETH");
      const SuretyPledgedMagnitude *pledged = surety_provider_get_pledged (provider, strategy);

      g_assert_true (surety_provider_get_registered (provider));
      g_assert_true (surety_provider_get_slashings_known (provider));
      g_assert_true (surety_provider_get_delay_known (provider));
      if (*surety_provider_get_name (provider) != '\0')
        {
          g_assert_true (surety_text_is_clean (surety_provider_get_name (provider), 1, 80));
          named++;
        }
      delayed += surety_provider_get_delay_set (provider) ? 1 : 0;
      approving += surety_provider_get_needs_approval (provider) ? 1 : 0;
      slashed += surety_provider_get_slashings (provider);
      staked += g_list_model_get_n_items (surety_provider_get_stakes (provider)) > 0 ? 1 : 0;

      g_assert_nonnull (pledged);
      g_assert_true (pledged->max <= U256_WAD);
      g_assert_true (pledged->now + pledged->pending + pledged->dormant + pledged->latent ==
                     pledged->max);
    }
  g_assert_cmpuint (named, >, n / 2);
  g_assert_cmpuint (delayed, >, 0);
  g_assert_cmpuint (approving, >, 0);
  g_assert_cmpuint (approving, <, n);
  g_assert_cmpuint (slashed, >, 0);
  g_assert_cmpuint (staked, >, n / 2);

  /* Read again: nothing is counted twice. */
  again = load_providers (test->protocol, NULL, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (again), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SuretyProvider) a = g_list_model_get_item (providers, i);
      g_autoptr (SuretyProvider) b = g_list_model_get_item (again, i);

      g_assert_cmpuint (surety_provider_get_slashings (a), ==, surety_provider_get_slashings (b));
      g_assert_cmpstr (surety_provider_get_name (a), ==, surety_provider_get_name (b));
    }
}

/* Two loads at once, one of them given up: the other one is whole. */
static void
test_two_at_once (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  DexFuture *one = surety_protocol_load_providers (test->protocol, NULL, NULL, NULL);
  DexFuture *two = surety_protocol_load_providers (test->protocol, NULL, NULL, NULL);
  g_autoptr (GListModel) providers = NULL;
  g_autoptr (GListModel) alone = NULL;
  g_autoptr (GError) error = NULL;

  dex_unref (one);
  providers = dex_await_object (two, &error);
  g_assert_no_error (error);
  alone = load_providers (test->protocol, NULL, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (providers), ==, g_list_model_get_n_items (alone));
}

static void
test_services (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
    services = dex_await_object (surety_protocol_load_services (test->protocol), &error);
  guint n;
  guint contracts = 0, keys = 0, redistributing = 0, named = 0;

  g_assert_no_error (error);
  n = g_list_model_get_n_items (services);
  g_assert_cmpuint (n, >=, 12);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SuretyService) service = g_list_model_get_item (services, i);
      guint n_strategies;

      g_assert_true (surety_service_get_slasher_known (service));
      g_assert_true (surety_service_get_slasher_code_known (service));
      g_assert_true (surety_service_get_redistributes_known (service));
      g_assert_true (surety_service_get_strategies_known (service));
      surety_service_get_strategies (service, &n_strategies);
      g_assert_cmpuint (n_strategies, >, 0);
      named += *surety_service_get_name (service) != '\0' ? 1 : 0;
      if (surety_service_get_slasher_is_contract (service))
        contracts++;
      else
        keys++;
      redistributing += surety_service_get_redistributes (service) ? 1 : 0;
    }
  g_assert_cmpuint (named, >, n / 2);
  g_assert_cmpuint (contracts + keys, ==, n);
  g_test_message ("%u services, %u contracts, %u keys, %u redistribute", n, contracts, keys,
                  redistributing);
}

/* One provider's pledges against its summary: two ways to the same numbers. */
static void
test_pledges (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  g_autoptr (GListModel) providers = load_providers (test->protocol, NULL, NULL);
  guint checked = 0;

  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr (SuretyProvider) provider = g_list_model_get_item (providers, i);
      g_autoptr (GListModel) pledges = NULL;
      g_autoptr (SuretyProvider) alone = NULL;
      g_autoptr (GError) error = NULL;

      pledges = dex_await_object (surety_protocol_load_pledges (test->protocol,
                                                                surety_provider_get_address (
                                                                  provider)),
                                  &error);
      g_assert_no_error (error);
      alone = dex_await_object (surety_protocol_load_provider (test->protocol,
                                                               surety_provider_get_address (
                                                                 provider)),
                                &error);
      g_assert_no_error (error);
      g_assert_cmpstr (surety_provider_get_name (alone), ==, surety_provider_get_name (provider));
      g_assert_cmpuint (surety_provider_get_n_sets (alone), ==,
                        surety_provider_get_n_sets (provider));

      for (guint t = 0; t < surety_network_get_n_tokens (test->network); t++)
        {
          const SuretyToken *token = surety_network_get_token (test->network, t);
          const SuretyPledgedMagnitude *sum = surety_provider_get_pledged (provider,
                                                                           &token->strategy);
          u256 now = 0, pending = 0, dormant = 0;

          for (guint k = 0; k < g_list_model_get_n_items (pledges); k++)
            {
              g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, k);

              if (!g_str_equal (surety_pledge_get_token (pledge)->symbol, token->symbol))
                continue;
              g_assert_true (surety_pledge_get_max (pledge) == sum->max);
              g_assert_true (surety_pledge_get_encumbered (pledge) == sum->max - sum->latent);
              g_assert_true (address_equal (surety_pledge_get_provider (pledge),
                                            surety_provider_get_address (provider)));
              if (surety_pledge_is_slashable (pledge))
                now += surety_pledge_get_current (pledge);
              else
                dormant += surety_pledge_get_current (pledge);
              if (!surety_pledge_get_pending_is_release (pledge))
                pending += surety_pledge_get_pending (pledge);
              else
                g_assert_true (surety_pledge_get_pending (pledge) <=
                               surety_pledge_get_current (pledge));
              checked++;
            }
          g_assert_true (now == sum->now && pending == sum->pending && dormant == sum->dormant);
        }
    }
  g_assert_cmpuint (checked, >, 20);
}

static void
test_not_an_operator (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject)
    provider = dex_await_object (surety_protocol_load_provider (test->protocol, &test->player),
                                 &error);

  g_assert_null (provider);
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_NOT_OPERATOR);
}

static void
test_assets (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
    held = dex_await_object (surety_protocol_load_assets (test->protocol, &test->player), &error);
  g_autoptr (GListModel) bare = NULL;

  g_assert_no_error (error);
  bare = dex_await_object (surety_protocol_load_assets (test->protocol, NULL), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (held), ==,
                    surety_network_get_n_tokens (test->network));
  for (guint i = 0; i < g_list_model_get_n_items (held); i++)
    {
      g_autoptr (SuretyAsset) asset = g_list_model_get_item (held, i);
      g_autoptr (SuretyAsset) plain = g_list_model_get_item (bare, i);
      u256 eth;

      g_assert_true (surety_figure_is_known (surety_asset_get_balance (asset)));
      g_assert_false (surety_figure_is_known (surety_asset_get_balance (plain)));
      g_assert_cmpint (surety_figure_get_known (surety_asset_get_balance (asset)), ==,
                       SURETY_KNOWN_PRACTICE);
      g_assert_true (surety_asset_get_open (asset));
      if (g_str_equal (surety_asset_get_symbol (asset), "EIGEN"))
        {
          /* It is not of ETH: unknown, not 0. */
          g_assert_false (surety_figure_is_known (surety_asset_get_rate (asset)));
          g_assert_false (surety_asset_convert_to_eth (asset, U256_WAD, &eth));
          continue;
        }
      g_assert_true (surety_asset_convert_to_eth (asset, U256_WAD, &eth));
      g_assert_true (eth >= U256_WAD && eth < 2 * U256_WAD);
      g_assert_true (surety_figure_get_value (surety_asset_get_strategy_total (asset)) > 0);
    }
}

/* The practice network is reset: what was stored of blocks it does not have any more is not shown. */
static void
test_practice_begun_anew (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  g_autoptr (SuretyPractice) other = surety_practice_new (1);
  g_autoptr (SuretyEndpoints)
    endpoints = surety_endpoints_new (surety_network_get_chain_id (test->network));
  g_autoptr (SuretyProtocol) protocol = NULL;
  g_autoptr (GListModel) before = NULL;
  g_autoptr (GListModel) after = NULL;
  g_autoptr (SuretyProvider) one = NULL;

  surety_eigenlayer_set_database (SURETY_EIGENLAYER (test->protocol), test->database);
  surety_practice_mine (test->practice, 5000);
  before = load_providers (test->protocol, NULL, NULL);

  surety_endpoints_add (endpoints, SURETY_TRANSPORT (other));
  protocol = surety_eigenlayer_new (test->network, endpoints);
  surety_eigenlayer_set_database (SURETY_EIGENLAYER (protocol), test->database);
  after = load_providers (protocol, NULL, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (after), ==, g_list_model_get_n_items (before));
  one = g_list_model_get_item (after, 0);
  g_assert_cmpuint (surety_provider_get_block (one), ==, surety_practice_get_block (other));
}

/* An endpoint that answers nonsense is an error, never a figure. */
static void
test_lying_endpoint (void)
{
  static const char *const lies[] = { "\"0x\"", "\"0x01\"", "null", "7", "\"0xzz\"" };
  g_autoptr (ProtocolTest) test = protocol_test_new ();

  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr (RiggedTransport) line = rigged_transport_new (SURETY_TRANSPORT (test->practice));
      g_autoptr (SuretyEndpoints)
        endpoints = surety_endpoints_new (surety_network_get_chain_id (test->network));
      g_autoptr (SuretyProtocol) protocol = NULL;
      g_autoptr (GObject) holdings = NULL;
      g_autoptr (GError) error = NULL;

      surety_endpoints_add (endpoints, SURETY_TRANSPORT (line));
      protocol = surety_eigenlayer_new (test->network, endpoints);
      rigged_transport_lie (line, "eth_call", NULL, lies[i]);
      holdings = dex_await_object (surety_protocol_load_holdings (protocol, &test->player), &error);
      g_assert_null (holdings);
      g_assert_nonnull (error);
      g_assert_true (error->domain == SURETY_CHAIN_ERROR);
    }
}

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);
  protocol_test_add ("/directory/operators", test_operators);
  protocol_test_add ("/directory/two-loads-at-once", test_two_at_once);
  protocol_test_add ("/directory/services", test_services);
  protocol_test_add ("/directory/pledges-add-up-to-the-summary", test_pledges);
  protocol_test_add ("/directory/not-an-operator", test_not_an_operator);
  protocol_test_add ("/directory/assets", test_assets);
  protocol_test_add ("/directory/practice-begun-anew", test_practice_begun_anew);
  protocol_test_add ("/directory/lying-endpoint", test_lying_endpoint);
  return g_test_run ();
}
