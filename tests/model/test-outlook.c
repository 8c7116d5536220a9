/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>
#include <math.h>

#include "model-test.h"
#include "surety-outlook.h"

#define BLOCK 22000000u
#define TIME 1780000000u
#define DAY 86400u
#define RISES 72000u /* blocks: 10 days */
#define YEAR (365.0 * DAY)

/* Thousandths of 10^18. */
static u256
milli (guint64 thousandths)
{
  return U256_WAD / 1000u * thousandths;
}

/* 10 stETH (1 ETH each) with an operator that has pledged 30 % to set 1 (a contract slashes, 87
 * stETH stand behind it) and, 10 days from now, 20 % to set 2 (a multisig, 30 stETH). Half
 * is latent; it takes no time to be pledged. */
typedef struct
{
  SuretyNetwork *network;
  const SuretyToken *token;
  SuretyFigure *one;
  SuretyFigure *amount;
  GListStore *pledges;
  GListStore *assets;
  GListStore *positions;
  SuretyAsset *asset;
  SuretyProvider *provider;
  SuretyOutlookFacts facts;
} Fixture;

static const SuretyToken *
find_token (SuretyNetwork *network, const char *symbol)
{
  for (guint i = 0; i < surety_network_get_n_tokens (network); i++)
    if (g_str_equal (surety_network_get_token (network, i)->symbol, symbol))
      return surety_network_get_token (network, i);
  g_error ("no token %s", symbol);
}

#define AVS "0x0000000000000000000000000000000000000a45"
#define OPERATOR "0x0000000000000000000000000000000000000b01"

/* One address with a number. */
static GBytes *
one_part (const Address *address, u256 number)
{
  GByteArray *parts = g_byte_array_new ();

  g_assert_true (surety_payment_part_add (parts, address, number));

  return g_byte_array_free_to_bytes (parts);
}

static SuretyService *
make_service (Fixture *self, guint32 set, SuretyPartyKind slasher, guint tokens)
{
  const Address operator= model_test_address (OPERATOR);
  g_autoptr (GBytes) multipliers = one_part (&self->token->strategy, U256_WAD);
  g_autoptr (GBytes) amounts = one_part (&operator, 70);
  const SuretyServiceWeight weight = {
    .strategy = self->token->strategy,
    .total = 4 * tokens * U256_WAD,
    .unique = tokens * U256_WAD,
  };
  const SuretyServiceStake stakes[] = {
    { .strategy = self->token->strategy,
      .shares = tokens * U256_WAD,
      .tokens_known = TRUE,
      .tokens = tokens * U256_WAD },
  };
  /* 1 stETH for the last 10 days, 70 of a token nobody knows, and one for another time. */
  const SuretyPayment payments[] = {
    { .kind = SURETY_PAYMENT_SET_UNIQUE_STAKE,
      .of_set = TRUE,
      .time = TIME - DAY,
      .token = self->token->token,
      .amount = U256_WAD,
      .start = TIME - 10 * DAY,
      .seconds = 10 * DAY,
      .multipliers = multipliers },
    { .kind = SURETY_PAYMENT_SET_DIRECTED,
      .of_set = TRUE,
      .time = TIME - DAY,
      .token = model_test_address ("0x00000000000000000000000000000000000000e1"),
      .amount = 700,
      .start = TIME - 10 * DAY,
      .seconds = 10 * DAY,
      .multipliers = multipliers,
      .amounts = amounts },
    { .kind = SURETY_PAYMENT_SET_UNIQUE_STAKE,
      .of_set = TRUE,
      .time = TIME - 80 * DAY,
      .token = self->token->token,
      .amount = U256_WAD,
      .start = TIME - 80 * DAY,
      .seconds = 10 * DAY,
      .multipliers = multipliers },
  };
  const SuretyServiceFacts facts = {
    .avs = model_test_address (AVS),
    .set = set,
    .slasher_known = TRUE,
    .slasher = { .kind = slasher },
    .pending_slasher_known = TRUE,
    .strategies = &self->token->strategy,
    .n_strategies = 1,
    .strategies_known = TRUE,
    .stakes_known = TRUE,
    .stakes = stakes,
    .n_stakes = 1,
    .weights = &weight,
    .n_weights = 1,
    .payments_known = TRUE,
    .payments = payments,
    .n_payments = set == 1 ? G_N_ELEMENTS (payments) : 0,
    .block_seconds = 12,
    .block = BLOCK,
    .time = TIME,
  };

  return surety_service_new (&facts);
}

static void
add_pledge (Fixture *self,
            guint32 set,
            SuretyPartyKind slasher,
            guint tokens,
            u256 current,
            u256 pending)
{
  g_autoptr (SuretyService) service = make_service (self, set, slasher, tokens);
  const SuretyPledgeFacts facts = {
    .provider = *surety_provider_get_address (self->provider),
    .service = service,
    .network = self->network,
    .token = self->token,
    .current = current,
    .pending = pending,
    .effect_block = pending != 0 ? BLOCK + RISES : 0,
    .max = U256_WAD,
    .encumbered = milli (500),
    .standing = SURETY_STANDING_MEMBER,
    .strategy_in_set = TRUE,
    .exit_delay_known = TRUE,
    .exit_delay = 100800,
    .known = SURETY_KNOWN_PRACTICE,
    .block = BLOCK,
    .time = TIME,
  };
  g_autoptr (SuretyPledge) pledge = surety_pledge_new (&facts);

  g_list_store_append (self->pledges, pledge);
}

/* m2: the AVS it is registered with without a set; NULL = none. */
static SuretyProvider *
make_provider (Fixture *self, const Address *m2)
{
  const SuretyPledgedMagnitude pledged = {
    .strategy = self->token->strategy,
    .max = U256_WAD,
    .now = milli (300),
    .pending = milli (200),
    .latent = milli (500),
  };
  const SuretySplit split = { .kind = SURETY_SPLIT_DEFAULT, .bips = 1000 };
  const SuretyProviderStake stake = {
    .strategy = self->token->strategy,
    .shares = 40 * U256_WAD,
    .tokens_known = TRUE,
    .tokens = 40 * U256_WAD,
  };
  const SuretyMembership memberships[] = {
    { .avs = model_test_address (AVS), .set = 1, .registered = TRUE },
    { .avs = model_test_address (AVS), .set = 2, .registered = TRUE },
    { .avs = model_test_address (AVS), .set = 3, .registered = TRUE },
    { .avs = model_test_address (AVS), .set = 4, .registered = FALSE, .until = BLOCK - 1 },
  };
  const SuretyProviderFacts facts = {
    .address = model_test_address (OPERATOR),
    .strategy_stakes = &stake,
    .n_strategy_stakes = 1,
    .memberships_known = TRUE,
    .memberships = memberships,
    .n_memberships = G_N_ELEMENTS (memberships),
    .m2 = m2,
    .n_m2 = m2 != NULL ? 1 : 0,
    .delay_known = TRUE,
    .delay_set = TRUE,
    .registered = TRUE,
    .splits_known = TRUE,
    .splits = &split,
    .n_splits = 1,
    .pledged = &pledged,
    .n_pledged = 1,
    .block = BLOCK,
    .time = TIME,
  };

  return surety_provider_new (&facts);
}

static void
fixture_init (Fixture *self)
{
  g_autoptr (SuretyPosition) position = NULL;
  g_autoptr (SuretyFigure) four = NULL;

  self->network = surety_network_new_builtin ("mainnet");
  self->token = find_token (self->network, "stETH");
  self->one = surety_figure_new (U256_WAD, 18, "ETH", BLOCK, TIME, SURETY_KNOWN_PRACTICE);
  self->amount = surety_figure_new (100 * U256_WAD, 18, "stETH", BLOCK, TIME,
                                    SURETY_KNOWN_PRACTICE);
  self->asset = surety_asset_new (self->network, self->token, self->amount, self->amount, self->one,
                                  NULL);
  self->pledges = g_list_store_new (SURETY_TYPE_PLEDGE);
  self->assets = g_list_store_new (SURETY_TYPE_ASSET);
  self->positions = g_list_store_new (SURETY_TYPE_POSITION);
  g_list_store_append (self->assets, self->asset);
  self->provider = make_provider (self, NULL);
  add_pledge (self, 1, SURETY_PARTY_CONTRACT, 87, milli (300), 0);
  add_pledge (self, 2, SURETY_PARTY_MULTISIG, 30, 0, milli (200));
  four = surety_figure_new (4 * U256_WAD, 18, "stETH", BLOCK, TIME, SURETY_KNOWN_PRACTICE);
  position = surety_position_new (self->network, self->token, four, 4 * U256_WAD, 4 * U256_WAD,
                                  surety_provider_get_address (self->provider));
  g_list_store_append (self->positions, position);

  self->facts = (SuretyOutlookFacts) {
    .network = self->network,
    .asset = self->asset,
    .provider = self->provider,
    .pledges = G_LIST_MODEL (self->pledges),
    .assets = G_LIST_MODEL (self->assets),
    .positions = G_LIST_MODEL (self->positions),
    .amount_known = TRUE,
    .amount = 10 * U256_WAD,
    .block = BLOCK,
    .time = TIME,
    .exit_known = TRUE,
    .exit_delay = 100800,
    .configuration_delay = 126000,
    .gas_price_known = TRUE,
    .gas_price = 10000000000u,
  };
}

static void
fixture_clear (Fixture *self)
{
  g_clear_object (&self->network);
  g_clear_object (&self->one);
  g_clear_object (&self->amount);
  g_clear_object (&self->asset);
  g_clear_object (&self->pledges);
  g_clear_object (&self->assets);
  g_clear_object (&self->positions);
  g_clear_object (&self->provider);
}

static gboolean
is_simulated (SuretyOutlook *outlook)
{
  return !surety_outlook_get_simulating (outlook);
}

static void
assert_figure (SuretyOutlook *outlook, const char *property, u256 expected)
{
  g_autoptr (SuretyFigure) figure = NULL;

  g_object_get (outlook, property, &figure, NULL);
  g_test_message ("%s", property);
  g_assert_true (surety_figure_is_known (figure));
  g_assert_true (surety_figure_get_value (figure) == expected);
}

static void
assert_unknown (SuretyOutlook *outlook, const char *property)
{
  g_autoptr (SuretyFigure) figure = NULL;

  g_object_get (outlook, property, &figure, NULL);
  g_test_message ("%s", property);
  g_assert_true (figure == NULL || !surety_figure_is_known (figure));
}

/* A figure is known as well as what it follows from is known least. */
static void
assert_known (SuretyOutlook *outlook, const char *property, SuretyKnown expected)
{
  g_autoptr (SuretyFigure) figure = NULL;

  g_object_get (outlook, property, &figure, NULL);
  g_assert_cmpint (surety_figure_get_known (figure), ==, expected);
}

static void
test_known (void)
{
  g_autoptr (SuretyOutlook) outlook = surety_outlook_new ();
  g_autoptr (SuretyFigure) total = NULL;
  g_autoptr (SuretyAsset) asset = NULL;
  Fixture fixture;

  fixture_init (&fixture);
  total = surety_figure_new (100 * U256_WAD, 18, "stETH", BLOCK, TIME, SURETY_KNOWN_PROVED);
  asset = surety_asset_new (fixture.network, fixture.token, total, total, fixture.one, NULL);
  fixture.facts.asset = asset;
  surety_outlook_set_facts (outlook, &fixture.facts);
  assert_known (outlook, "exposure-most", SURETY_KNOWN_PRACTICE);
  assert_known (outlook, "gas", SURETY_KNOWN_ONE_ENDPOINT);
  fixture_clear (&fixture);
}

static void
test_exposure (void)
{
  g_autoptr (SuretyOutlook) outlook = surety_outlook_new ();
  Fixture fixture;

  fixture_init (&fixture);
  assert_unknown (outlook, "exposure-most");
  surety_outlook_set_facts (outlook, &fixture.facts);
  assert_figure (outlook, "exposure-now", 3 * U256_WAD);
  assert_figure (outlook, "exposure-pending", 2 * U256_WAD);
  assert_figure (outlook, "exposure-dormant", 0);
  assert_figure (outlook, "exposure-latent", 5 * U256_WAD);
  assert_figure (outlook, "exposure-most", 10 * U256_WAD);
  assert_figure (outlook, "exposure-before-exit", 10 * U256_WAD);
  g_assert_cmpuint (g_list_model_get_n_items (surety_outlook_get_services (outlook)), ==, 2);
  fixture_clear (&fixture);
}

/* By hand, with the default assumptions. */
static double
expected_by_hand (void)
{
  const double rising = 10 / 365.0;

  return 0.3 * -expm1 (-0.01) * (0.1 + 0.9 * 0.255) +
         0.2 * (exp (-0.02 * rising) - exp (-0.02)) * (0.2 + 0.8 * 0.255) +
         0.25 * -expm1 (-0.06) * (0.5 + 0.5 * 0.505);
}

static void
test_simulation (void)
{
  g_autoptr (SuretyOutlook) outlook = surety_outlook_new ();
  const SimulationResult *result = NULL;
  g_autoptr (SuretyFigure) loss = NULL;
  Assumptions assumptions = assumptions_default ();
  double any = -1, before;
  Fixture fixture;

  fixture_init (&fixture);
  surety_outlook_set_facts (outlook, &fixture.facts);
  g_assert_true (surety_outlook_get_simulating (outlook));
  assert_unknown (outlook, "expected-loss");
  model_test_wait (is_simulated, outlook);

  result = surety_outlook_get_simulation (outlook);
  g_assert_nonnull (result);
  g_assert_cmpuint (result->paths, ==, 1000000);
  g_assert_cmpfloat (fabs (result->expected - expected_by_hand ()), <, 1e-12);
  g_assert_cmpfloat (fabs (result->mean - result->expected), <, 5 * result->error);
  g_object_get (outlook, "any-loss", &any, "expected-loss", &loss, NULL);
  g_assert_cmpfloat (any, ==, result->any);
  g_assert_cmpfloat (fabs (u256_to_double (surety_figure_get_value (loss)) / 1e19 -
                           result->expected),
                     <, 1e-15);

  /* Another amount is the same simulation. */
  before = result->mean;
  fixture.facts.amount = U256_WAD;
  surety_outlook_set_facts (outlook, &fixture.facts);
  g_assert_false (surety_outlook_get_simulating (outlook));
  g_assert_cmpfloat (surety_outlook_get_simulation (outlook)->mean, ==, before);

  /* So is another block of the same day; a day later it is another one. */
  fixture.facts.block -= 7000;
  surety_outlook_set_facts (outlook, &fixture.facts);
  g_assert_false (surety_outlook_get_simulating (outlook));
  fixture.facts.block -= 200;
  surety_outlook_set_facts (outlook, &fixture.facts);
  g_assert_true (surety_outlook_get_simulating (outlook));
  fixture.facts.block = BLOCK;
  surety_outlook_set_facts (outlook, &fixture.facts);

  /* Other assumptions are another one; of several at once, the last. */
  for (int i = 1; i <= 3; i++)
    {
      assumptions.latent_used = 0.5 - 0.1 * i;
      g_assert_true (surety_outlook_set_assumptions (outlook, &assumptions));
    }
  g_assert_null (surety_outlook_get_simulation (outlook));
  model_test_wait (is_simulated, outlook);
  g_assert_cmpfloat (surety_outlook_get_simulation (outlook)->expected, <, expected_by_hand ());
  g_assert_cmpfloat (fabs (surety_outlook_get_simulation (outlook)->expected -
                           (expected_by_hand () - 0.15 * -expm1 (-0.06) * (0.5 + 0.5 * 0.505))),
                     <, 1e-12);
  assumptions.correlation = 2;
  g_assert_false (surety_outlook_set_assumptions (outlook, &assumptions));
  fixture_clear (&fixture);
}

/* Let go of while it runs: the threads finish, and nobody is called. */
static void
test_cancelled (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (SuretyOutlook) outlook = surety_outlook_new ();
      gpointer gone = outlook;

      surety_outlook_set_facts (outlook, &fixture.facts);
      model_test_sleep (100 + 20 * i);
      g_object_add_weak_pointer (G_OBJECT (outlook), &gone);
      g_clear_object (&outlook);
      g_assert_null (gone);
    }
  model_test_sleep (300);
  fixture_clear (&fixture);
}

/* 1 stETH less 10 % split, of it the 3 pledged of 87 + 3: 0.03 in 30 days, 0.365 a year. Of the other
 * token the operator is given 70 of 700; less 10 %, 10 of its 40 + 10. */
static void
test_reward (void)
{
  g_autoptr (SuretyOutlook) outlook = surety_outlook_new ();
  g_autoptr (SuretyEarning) priced = NULL;
  g_autoptr (SuretyEarning) unpriced = NULL;
  const RewardSummary *reward = NULL;
  Fixture fixture;

  fixture_init (&fixture);
  surety_outlook_set_facts (outlook, &fixture.facts);
  assert_figure (outlook, "restaking-year", milli (365));
  assert_figure (outlook, "gas", 2050000u * (u256) 10000000000u);
  assert_unknown (outlook, "base-year");
  reward = surety_outlook_get_reward (outlook);
  g_assert_true (reward->restaking_at_least && reward->restaking_estimated);
  g_assert_cmpint (reward->payback, ==, REWARD_PAYBACK_MONTHS);
  g_assert_true (reward->payback_at_most);
  g_assert_cmpuint (reward->months, ==, 1);
  g_assert_true (reward->per_worst.wad == milli (365) / 10u);
  g_assert_cmpint (reward->per_expected.state, ==, REWARD_RATIO_UNKNOWN);
  g_assert_cmpuint (surety_outlook_get_income (outlook)->n_unpriced, ==, 1);

  g_assert_cmpuint (g_list_model_get_n_items (surety_outlook_get_earnings (outlook)), ==, 2);
  priced = g_list_model_get_item (surety_outlook_get_earnings (outlook), 0);
  unpriced = g_list_model_get_item (surety_outlook_get_earnings (outlook), 1);
  g_assert_cmpint (surety_earning_get_facts (priced)->state, ==, REWARD_COUNTED);
  g_assert_true (surety_figure_get_value (surety_earning_get_facts (priced)->worth) == milli (30));
  g_assert_cmpint (surety_earning_get_facts (unpriced)->state, ==, REWARD_UNPRICED);
  g_assert_false (surety_figure_is_known (surety_earning_get_facts (unpriced)->worth));

  /* Twice as much in a window three times as long. */
  surety_outlook_set_reward_days (outlook, 90);
  assert_figure (outlook, "restaking-year", milli (365) * 2u / 3u);
  model_test_wait (is_simulated, outlook);
  g_assert_cmpint (surety_outlook_get_reward (outlook)->per_expected.state, ==, REWARD_RATIO_KNOWN);
  fixture_clear (&fixture);
}

static void
test_robustness (void)
{
  g_autoptr (SuretyOutlook) outlook = surety_outlook_new ();
  g_autoptr (SuretyOutlookService) row = NULL;
  const Robustness *robustness = NULL;
  Fixture fixture;

  fixture_init (&fixture);
  surety_outlook_set_facts (outlook, &fixture.facts);
  /* 1,000 ETH of profit each, by default: nothing can be promised. */
  g_assert_cmpint (surety_outlook_get_robustness (outlook)->state, ==, ROBUSTNESS_NOT_SHOWN);

  surety_outlook_set_profit (outlook, surety_outlook_get_robustness_service (outlook, 0),
                             10 * U256_WAD);
  surety_outlook_set_profit (outlook, surety_outlook_get_robustness_service (outlook, 1),
                             5 * U256_WAD);
  robustness = surety_outlook_get_robustness (outlook);
  g_assert_cmpint (robustness->state, ==, ROBUSTNESS_SHOWN);
  g_assert_cmpuint (robustness->weakest_backer, ==, 1);
  g_assert_true (robustness->slack == U256_WAD && robustness->factor == 2 * U256_WAD);

  row = g_list_model_get_item (surety_outlook_get_services (outlook), 0);
  g_assert_true (surety_figure_get_value (surety_outlook_service_get_facts (row)->cost) ==
                 29 * U256_WAD);
  g_assert_true (surety_figure_get_value (surety_outlook_service_get_facts (row)->profit) ==
                 10 * U256_WAD);
  surety_outlook_reset_profit (outlook, surety_outlook_get_robustness_service (outlook, 0));
  g_assert_cmpint (surety_outlook_get_robustness (outlook)->state, ==, ROBUSTNESS_NOT_SHOWN);
  fixture_clear (&fixture);
}

static void
test_overlaps (void)
{
  g_autoptr (SuretyOutlook) outlook = surety_outlook_new ();
  const OverlapGroup *groups = NULL;
  gboolean known = FALSE;
  guint n = 0;
  Fixture fixture;

  fixture_init (&fixture);
  surety_outlook_set_facts (outlook, &fixture.facts);
  groups = surety_outlook_get_overlaps (outlook, &n, &known);
  g_assert_true (known);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpint (groups[0].kind, ==, OVERLAP_OPERATOR);
  g_assert_true (groups[0].amount == 14 * U256_WAD);
  g_assert_cmpint (groups[1].kind, ==, OVERLAP_SERVICE);
  g_assert_cmpuint (groups[1].id[OVERLAP_ID_SIZE - 1], ==, 1);
  g_assert_true (groups[1].amount == milli (4200));
  g_assert_true (groups[2].amount == milli (2800));

  fixture.facts.positions = NULL;
  surety_outlook_set_facts (outlook, &fixture.facts);
  g_assert_null (surety_outlook_get_overlaps (outlook, &n, &known));
  g_assert_false (known);
  fixture_clear (&fixture);
}

/* Whatever is taken away, what hangs on it is unknown and not nothing. */
static void
test_unknown (void)
{
  g_autoptr (SuretyOutlook) outlook = surety_outlook_new ();
  Fixture fixture;
  SuretyOutlookFacts facts;

  fixture_init (&fixture);
  facts = fixture.facts;
  facts.pledges = NULL;
  surety_outlook_set_facts (outlook, &facts);
  assert_unknown (outlook, "exposure-most");
  assert_unknown (outlook, "expected-loss");
  assert_unknown (outlook, "restaking-year");
  g_assert_false (surety_outlook_get_simulating (outlook));
  g_assert_null (surety_outlook_get_robustness (outlook));
  g_assert_null (surety_outlook_get_income (outlook));

  facts = fixture.facts;
  facts.amount_known = FALSE;
  surety_outlook_set_facts (outlook, &facts);
  assert_unknown (outlook, "exposure-most");
  model_test_wait (is_simulated, outlook);
  g_assert_nonnull (surety_outlook_get_simulation (outlook));
  assert_unknown (outlook, "expected-loss");

  facts = fixture.facts;
  facts.time = 0;
  surety_outlook_set_facts (outlook, &facts);
  assert_unknown (outlook, "restaking-year");
  facts = fixture.facts;
  facts.gas_price_known = FALSE;
  surety_outlook_set_facts (outlook, &facts);
  assert_unknown (outlook, "gas");
  facts = fixture.facts;
  facts.assets = NULL;
  facts.network = NULL;
  surety_outlook_set_facts (outlook, &facts);
  g_assert_null (surety_outlook_get_simulation (outlook));

  facts = (SuretyOutlookFacts) { 0 };
  surety_outlook_set_facts (outlook, &facts);
  assert_unknown (outlook, "exposure-now");
  assert_unknown (outlook, "loss-100");
  fixture_clear (&fixture);
}

/* What the practice network tells is enough for all of it. */
static void
test_practice (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  g_autoptr (SuretyOutlook) outlook = surety_outlook_new ();
  g_autoptr (GListModel) pledges = NULL;
  SuretyDirectory *directory = surety_session_get_directory (test->session);
  SuretyHoldings *holdings = NULL;
  SuretyAsset *asset = NULL;
  SuretyProvider *provider = NULL;
  SuretyOutlookFacts facts = { 0 };

  model_test_practise (test);
  holdings = surety_portfolio_get_holdings (surety_session_get_portfolio (test->session));
  asset = model_test_find_asset (test->session, "stETH");
  provider = model_test_find_provider (test->session, asset);
  pledges = dex_await_object (surety_directory_load_pledges (directory,
                                                             surety_provider_get_address (
                                                               provider)),
                              NULL);
  g_assert_nonnull (pledges);
  facts = (SuretyOutlookFacts) {
    .network = model_test_find_network (test->session, "practice"),
    .asset = asset,
    .provider = provider,
    .pledges = pledges,
    .services = surety_directory_get_services (directory),
    .assets = surety_directory_get_assets (directory),
    .positions = surety_holdings_get_positions (holdings),
    .amount_known = TRUE,
    .amount = U256_WAD,
    .block = surety_holdings_get_block (holdings),
    .time = surety_holdings_get_time (holdings),
    .exit_known = TRUE,
    .exit_delay = surety_holdings_get_exit_delay (holdings),
    .configuration_delay = surety_holdings_get_configuration_delay (holdings),
  };
  surety_outlook_set_facts (outlook, &facts);
  model_test_wait (is_simulated, outlook);

  g_assert_nonnull (surety_outlook_get_exposure (outlook));
  g_assert_nonnull (surety_outlook_get_simulation (outlook));
  g_assert_cmpfloat (surety_outlook_get_simulation (outlook)->any, >, 0);
  g_assert_cmpfloat (surety_outlook_get_simulation (outlook)->most, <=, 1);
  g_assert_cmpuint (g_list_model_get_n_items (surety_outlook_get_services (outlook)), >, 0);
}

/* Payments of the last 30 days to a set, or to all of the AVS. */
static SuretyService *
make_paying (Fixture *self,
             guint32 set,
             SuretyPaymentKind kind,
             const Address *strategy,
             const Address *operator)
{
  g_autoptr (GBytes) amounts = one_part (operator, U256_WAD);
  g_autoptr (GByteArray) list = g_byte_array_new ();
  g_autoptr (GBytes) multipliers = NULL;
  const Address other = model_test_address ("0x00000000000000000000000000000000000000f2");
  const SuretyServiceWeight weights[] = {
    { .strategy = *strategy, .total = 70 * U256_WAD, .unique = 7 * U256_WAD },
    { .strategy = other, .total = 10 * U256_WAD, .unique = U256_WAD },
  };
  SuretyPayment payment = {
    .kind = kind,
    .of_set = kind != SURETY_PAYMENT_AVS && kind != SURETY_PAYMENT_AVS_DIRECTED,
    .time = TIME - DAY,
    .token = self->token->token,
    .amount = U256_WAD,
    .start = TIME - 30 * DAY,
    .seconds = 30 * DAY,
    .amounts = surety_payment_kind_is_directed (kind) ? amounts : NULL,
  };
  const SuretyServiceFacts facts = {
    .avs = model_test_address (AVS),
    .set = set,
    .strategies = strategy,
    .n_strategies = 1,
    .strategies_known = TRUE,
    .stakes_known = TRUE,
    .weights = weights,
    .n_weights = G_N_ELEMENTS (weights),
    .payments_known = TRUE,
    .payments = &payment,
    .n_payments = 1,
    .block_seconds = 12,
    .block = BLOCK,
    .time = TIME,
  };

  /* A share of the other strategy counts twice. */
  g_assert_true (surety_payment_part_add (list, strategy, U256_WAD));
  g_assert_true (surety_payment_part_add (list, &other, 2 * U256_WAD));
  multipliers = g_byte_array_free_to_bytes (g_steal_pointer (&list));
  payment.multipliers = multipliers;

  return surety_service_new (&facts);
}

typedef struct
{
  guint32 set;
  SuretyPaymentKind kind;
  gboolean other_strategy; /* pays for another one than the amount's */
  gboolean other_operator; /* and to another operator */
  gboolean m2;             /* the operator is registered without a set */
  gboolean unknown;        /* it can't be said what comes to the amount … */
  guint micro;             /* … else this, in millionths of a token in 30 days */
} PayCase;

/* What comes to 10 of a token with the operator, which has 40 of it. All less 10 %. */
static void
test_shared_out (void)
{
  static const PayCase cases[] = {
    /* 10 of 70 + 10, and 10 that count twice: 10 %. */
    { .set = 3, .kind = SURETY_PAYMENT_SET_TOTAL_STAKE, .micro = 90000 },
    /* 3 of 7 + 3, and 1 that counts twice: a quarter. Set 1 is pledged 30 %. */
    { .set = 1, .kind = SURETY_PAYMENT_SET_UNIQUE_STAKE, .micro = 225000 },
    /* Nothing of it is pledged there. */
    { .set = 3, .kind = SURETY_PAYMENT_SET_UNIQUE_STAKE },
    /* 10 of 40 + 10, the operator's own: a fifth; the other strategy is not in the set. */
    { .set = 1, .kind = SURETY_PAYMENT_SET_DIRECTED, .micro = 180000 },
    { .set = 1, .kind = SURETY_PAYMENT_SET_DIRECTED, .other_operator = TRUE },
    { .set = 3, .kind = SURETY_PAYMENT_SET_TOTAL_STAKE, .other_strategy = TRUE },
    /* It is not in that set. */
    { .set = 4, .kind = SURETY_PAYMENT_SET_TOTAL_STAKE },
    { .set = 1, .kind = SURETY_PAYMENT_AVS },
    { .set = 1, .kind = SURETY_PAYMENT_AVS, .m2 = TRUE, .unknown = TRUE },
    { .set = 1, .kind = SURETY_PAYMENT_AVS_DIRECTED },
    { .set = 1, .kind = SURETY_PAYMENT_AVS_DIRECTED, .m2 = TRUE, .micro = 180000 },
  };
  const Address avs = model_test_address (AVS);
  const Address another = model_test_address ("0x00000000000000000000000000000000000000f1");
  Fixture fixture;

  fixture_init (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const PayCase *it = &cases[i];
      g_autoptr (SuretyOutlook) outlook = surety_outlook_new ();
      g_autoptr (GListStore) services = g_list_store_new (SURETY_TYPE_SERVICE);
      g_autoptr (SuretyProvider) provider = make_provider (&fixture, it->m2 ? &avs : NULL);
      g_autoptr (SuretyService)
        service = make_paying (&fixture, it->set, it->kind,
                               it->other_strategy ? &another : &fixture.token->strategy,
                               it->other_operator ? &another
                                                  : surety_provider_get_address (provider));
      SuretyOutlookFacts facts = fixture.facts;
      const RewardIncome *income = NULL;

      g_test_message ("case %u", i);
      g_list_store_append (services, service);
      if (it->set != 1)
        g_list_store_remove_all (fixture.pledges);
      facts.provider = provider;
      facts.services = G_LIST_MODEL (services);
      surety_outlook_set_facts (outlook, &facts);
      income = surety_outlook_get_income (outlook);
      g_assert_nonnull (income);
      g_assert_cmpuint (income->n_unknown, ==, it->unknown ? 1 : 0);
      g_assert_cmpuint (income->n_counted, ==, it->micro != 0 ? 1 : 0);
      g_assert_true (income->worth == (u256) it->micro * 1000000000000u);
      g_assert_cmpuint (g_list_model_get_n_items (surety_outlook_get_earnings (outlook)), ==,
                        it->unknown || it->micro != 0 ? 1 : 0);
      if (it->set != 1)
        {
          add_pledge (&fixture, 1, SURETY_PARTY_CONTRACT, 87, milli (300), 0);
          add_pledge (&fixture, 2, SURETY_PARTY_MULTISIG, 30, 0, milli (200));
        }
    }
  fixture_clear (&fixture);
}

static gboolean
has_exposure (SuretyOutlook *outlook)
{
  return surety_outlook_get_exposure (outlook) != NULL;
}

/* The program's own schema, in memory. */
static GSettings *
make_settings (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_BUILT, "..", "data", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSettingsSchemaSource) source = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsBackend) backend = g_memory_settings_backend_new ();

  source = g_settings_schema_source_new_from_directory (folder, NULL, FALSE, &error);
  g_assert_no_error (error);
  schema = g_settings_schema_source_lookup (source, "io.github.suretyapp.Surety", FALSE);
  g_assert_nonnull (schema);

  return g_settings_new_full (schema, backend, NULL);
}

/* What is assumed is kept, and what somebody wrote there that contradicts itself is not taken. */
static void
test_kept (void)
{
  g_autoptr (SuretyOutlook) outlook = surety_outlook_new ();
  g_autoptr (SuretyOutlook) again = surety_outlook_new ();
  g_autoptr (GSettings) settings = make_settings ();
  Assumptions assumptions = assumptions_default ();

  surety_outlook_keep (outlook, settings, "risk-assumptions");
  assumptions.correlation = 0.35;
  assumptions.classes[ASSUMPTION_KEY].severity.low = 0.25;
  g_assert_true (surety_outlook_set_assumptions (outlook, &assumptions));
  surety_outlook_keep (again, settings, "risk-assumptions");
  g_assert_cmpmem (surety_outlook_get_assumptions (again), sizeof assumptions, &assumptions,
                   sizeof assumptions);

  /* From elsewhere; both follow. */
  g_settings_set_value (settings, "risk-assumptions",
                        g_variant_new_parsed ("{'contract-rate': 0.02}"));
  g_assert_cmpfloat (surety_outlook_get_assumptions (outlook)->classes[ASSUMPTION_CONTRACT].rate,
                     ==, 0.02);
  g_assert_cmpfloat (surety_outlook_get_assumptions (outlook)->correlation, ==, 0.2);
  g_settings_set_value (settings, "risk-assumptions",
                        g_variant_new_parsed ("{'contract-rate': 0.02, 'correlation': 7.0}"));
  g_assert_cmpfloat (surety_outlook_get_assumptions (outlook)->classes[ASSUMPTION_CONTRACT].rate,
                     ==, 0.01);
  g_assert_cmpfloat (surety_outlook_get_assumptions (again)->correlation, ==, 0.2);
}

/* What the guide has chosen is what the session's outlook is on. */
static void
test_feed (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  SuretyOutlook *outlook = surety_session_get_outlook (test->session);
  SuretyGuide *guide = surety_session_get_guide (test->session);
  SuretyAsset *asset = NULL;
  g_autoptr (SuretyFigure) most = NULL;
  g_autoptr (SuretyFigure) same = NULL;

  model_test_practise (test);
  asset = model_test_find_asset (test->session, "stETH");
  assert_unknown (outlook, "gas");
  surety_guide_set_asset (guide, asset);
  surety_guide_set_provider (guide, model_test_find_provider (test->session, asset));
  surety_guide_set_amount_text (guide, "0.5");
  model_test_wait (model_test_guide_ready, test->session);
  model_test_wait (has_exposure, outlook);
  model_test_wait (is_simulated, outlook);
  g_assert_nonnull (surety_outlook_get_simulation (outlook));
  g_object_get (guide, "exposure-most", &most, NULL);
  g_object_get (outlook, "exposure-most", &same, NULL);
  g_assert_true (surety_figure_get_value (most) == surety_figure_get_value (same));
  g_assert_true (surety_figure_get_value (most) > 0);

  surety_guide_set_amount_text (guide, "");
  model_test_sleep (50);
  g_assert_null (surety_outlook_get_exposure (outlook));
}

int
main (int argc, char **argv)
{
  model_test_init (&argc, &argv);

  model_test_add ("/outlook/exposure", test_exposure);
  model_test_add ("/outlook/simulation", test_simulation);
  model_test_add ("/outlook/cancelled-with-its-object", test_cancelled);
  model_test_add ("/outlook/reward", test_reward);
  model_test_add ("/outlook/rewards-are-shared-as-the-sidecar-does", test_shared_out);
  model_test_add ("/outlook/robustness", test_robustness);
  model_test_add ("/outlook/overlaps", test_overlaps);
  model_test_add ("/outlook/unknown-is-unknown", test_unknown);
  model_test_add ("/outlook/practice-network", test_practice);
  model_test_add ("/outlook/assumptions-are-kept", test_kept);
  model_test_add ("/outlook/follows-the-guide", test_feed);
  model_test_add ("/outlook/known-as-the-least-is", test_known);
  return g_test_run ();
}
