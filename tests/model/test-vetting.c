/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-token-sheet-private.h"
#include "surety-vetting.h"

#include <string.h>

#define HEAD 20000000
#define NOW 1790000000
#define DAY 86400u
#define PERCENT (U256_WAD / 100u)

static Address
address_of (guint8 last)
{
  Address address = { 0 };

  address.bytes[0] = 0xaa;
  address.bytes[19] = last;
  return address;
}

static SuretyVettingChain
chain_of (SuretyNetwork *network)
{
  return (SuretyVettingChain) {
    .network = network,
    .block = HEAD,
    .time = NOW,
    .exit_known = TRUE,
    .exit_delay = 100800,
    .configuration_known = TRUE,
    .configuration_delay = 126000,
  };
}

static void
assert_reason (SuretyVetting *vetting, CheckId id, CheckReason reason)
{
  SuretyCheck *check = surety_vetting_find (vetting, id);

  g_test_message ("%s", check_name (id));
  g_assert_nonnull (check);
  g_assert_cmpint (surety_check_get_reason (check), ==, reason);
}

static void
assert_figure (SuretyVetting *vetting, CheckId id, CheckFact fact, guint64 value)
{
  const SuretyEvidence *evidence = surety_check_find_evidence (surety_vetting_find (vetting, id),
                                                               fact);

  g_assert_nonnull (evidence);
  g_assert_true (evidence->number.known);
  g_assert_cmpuint (evidence->number.value, ==, value);
}

/* Every check of its kind once, worst first, and none of what is not known among the clear. */
static void
assert_lists (SuretyVetting *vetting, CheckSubject subject)
{
  static const int rank[] = {
    [CHECK_PROBLEM] = 0, [CHECK_CAUTION] = 1,        [CHECK_UNKNOWN] = 2,
    [CHECK_CLEAR] = 3,   [CHECK_NOT_APPLICABLE] = 4,
  };
  GListModel *checks = surety_vetting_get_checks (vetting);
  GListModel *clear = surety_vetting_get_clear (vetting);
  GListModel *attention = surety_vetting_get_attention (vetting);
  guint expected = 0;
  int last = 0;

  for (CheckId id = 0; id < CHECKS; id++)
    if (check_subject (id) == subject)
      {
        expected++;
        g_assert_nonnull (surety_vetting_find (vetting, id));
      }
  g_assert_cmpuint (g_list_model_get_n_items (checks), ==, expected);
  g_assert_cmpuint (g_list_model_get_n_items (clear) + g_list_model_get_n_items (attention), ==,
                    expected);
  for (guint i = 0; i < expected; i++)
    {
      g_autoptr (SuretyCheck) check = g_list_model_get_item (checks, i);

      g_assert_cmpint (rank[surety_check_get_verdict (check)], >=, last);
      last = rank[surety_check_get_verdict (check)];
    }
  for (guint i = 0; i < g_list_model_get_n_items (clear); i++)
    {
      g_autoptr (SuretyCheck) check = g_list_model_get_item (clear, i);

      g_assert_cmpint (surety_check_get_verdict (check), !=, CHECK_UNKNOWN);
    }
}

static void
test_nothing_known (void)
{
  g_autoptr (SuretyThresholds) thresholds = surety_thresholds_new (NULL, NULL);
  g_autoptr (SuretyNetwork) network = surety_network_new_builtin ("mainnet");
  const SuretyVettingChain blank = { .network = network };
  SuretyProviderFacts facts = { .address = address_of (1) };
  SuretyServiceFacts service_facts = { .avs = address_of (2) };
  g_autoptr (SuretyProvider) provider = surety_provider_new (&facts);
  g_autoptr (SuretyService) service = surety_service_new (&service_facts);
  g_autoptr (SuretyVetting) operator= surety_vetting_new_operator (&blank, provider, NULL, NULL,
                                                                   NULL, NULL, thresholds);
  g_autoptr (SuretyVetting)
    vetting = surety_vetting_new_service (&blank, service, NULL, thresholds);

  assert_lists (operator, CHECK_SUBJECT_OPERATOR);
  assert_lists (vetting, CHECK_SUBJECT_SERVICE);
  g_assert_cmpuint (g_list_model_get_n_items (surety_vetting_get_clear (operator)), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (surety_vetting_get_clear (vetting)), ==, 0);
  g_assert_cmpuint (surety_vetting_count (operator, CHECK_UNKNOWN), ==,
                    g_list_model_get_n_items (surety_vetting_get_checks (operator)));
}

typedef struct
{
  SuretyNetwork *network;
  const SuretyToken *token;
  SuretyThresholds *thresholds;
  SuretyPledgedMagnitude pledged;
  SuretyMembership member;
  SuretySplit split;
  SuretyProviderStake stake;
  SuretyProviderFacts facts;
  SuretyServiceFacts service;
  SuretyPledgeFacts pledge;
} World;

/* A good operator with 20 % pledged to a burning set; tests spoil one thing each. */
static World *
world_new (void)
{
  World *self = g_new0 (World, 1);

  self->network = surety_network_new_builtin ("mainnet");
  self->token = surety_network_get_token (self->network, 0);
  self->thresholds = surety_thresholds_new (NULL, NULL);
  self->pledged = (SuretyPledgedMagnitude) {
    .strategy = self->token->strategy,
    .max = U256_WAD,
    .now = 20u * PERCENT,
    .latent = 80u * PERCENT,
  };
  self->member = (SuretyMembership) {
    .avs = address_of (2),
    .set = 7,
    .registered = TRUE,
    .since = 1,
  };
  self->split = (SuretySplit) { .kind = SURETY_SPLIT_DEFAULT, .bips = 1000 };
  self->stake = (SuretyProviderStake) {
    .strategy = self->token->strategy,
    .shares = 1000u * U256_WAD,
    .stakers_known = TRUE,
    .n_stakers = 40,
    .largest = 30u * PERCENT,
    .largest_staker = address_of (9),
  };
  self->facts = (SuretyProviderFacts) {
    .address = address_of (1),
    .name = "Granite",
    .metadata_uri = "https://granite.example/operator.json",
    .delay_known = TRUE,
    .delay_set = TRUE,
    .delay = 126000,
    .approval_known = TRUE,
    .registered = TRUE,
    .slashings_known = TRUE,
    .registered_block = 1,
    .registered_time = NOW - 400u * DAY,
    .active_block = HEAD - 7200,
    .active_time = NOW - DAY,
    .strategy_stakes = &self->stake,
    .n_strategy_stakes = 1,
    .stakers_known = TRUE,
    .n_stakers = 40,
    .splits_known = TRUE,
    .splits = &self->split,
    .n_splits = 1,
    .memberships_known = TRUE,
    .memberships = &self->member,
    .n_memberships = 1,
    .n_sets = 1,
    .pledged = &self->pledged,
    .n_pledged = 1,
    .block = HEAD,
    .time = NOW,
  };
  self->service = (SuretyServiceFacts) {
    .avs = address_of (2),
    .set = 7,
    .slasher_known = TRUE,
    .slasher = { .address = address_of (3), .kind = SURETY_PARTY_CONTRACT },
    .pending_slasher_known = TRUE,
    .redistributes_known = TRUE,
  };
  self->pledge = (SuretyPledgeFacts) {
    .provider = address_of (1),
    .network = self->network,
    .token = self->token,
    .current = 20u * PERCENT,
    .max = U256_WAD,
    .encumbered = 20u * PERCENT,
    .standing = SURETY_STANDING_MEMBER,
    .strategy_in_set = TRUE,
    .block = HEAD,
    .time = NOW,
  };
  return self;
}

static void
world_free (World *self)
{
  g_object_unref (self->network);
  g_object_unref (self->thresholds);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

static SuretyVetting *
vet (World *self, gboolean with_pledges)
{
  const SuretyVettingChain chain = chain_of (self->network);
  g_autoptr (SuretyProvider) provider = surety_provider_new (&self->facts);
  g_autoptr (SuretyService) service = surety_service_new (&self->service);
  g_autoptr (GListStore) pledges = g_list_store_new (SURETY_TYPE_PLEDGE);
  g_autoptr (SuretyPledge) pledge = NULL;

  self->pledge.service = service;
  pledge = surety_pledge_new (&self->pledge);
  g_list_store_append (pledges, pledge);
  return surety_vetting_new_operator (&chain, provider, NULL,
                                      with_pledges ? G_LIST_MODEL (pledges) : NULL, NULL, NULL,
                                      self->thresholds);
}

static void
test_good_operator (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (SuretyVetting) vetting = vet (world, TRUE);

  assert_lists (vetting, CHECK_SUBJECT_OPERATOR);
  assert_reason (vetting, CHECK_OPERATOR_WARNING, FOUND_WARNING_ENOUGH);
  assert_reason (vetting, CHECK_OPERATOR_PENDING, FOUND_PENDING_NONE);
  assert_reason (vetting, CHECK_OPERATOR_DORMANT, FOUND_DORMANT_NONE);
  assert_reason (vetting, CHECK_OPERATOR_SLASHABLE, FOUND_SLASHABLE_SOME);
  assert_figure (vetting, CHECK_OPERATOR_SLASHABLE, FACT_SLASHABLE, CHECK_WHOLE / 5);
  assert_reason (vetting, CHECK_OPERATOR_LARGEST, FOUND_LARGEST_SOME);
  assert_reason (vetting, CHECK_OPERATOR_SLASHED, FOUND_SLASHED_NEVER);
  assert_reason (vetting, CHECK_OPERATOR_SILENT, FOUND_SILENT_NOT);
  assert_figure (vetting, CHECK_OPERATOR_SILENT, FACT_SILENCE, DAY);
  assert_reason (vetting, CHECK_OPERATOR_FEES, FOUND_FEES_USUAL);
  assert_reason (vetting, CHECK_OPERATOR_FEE_CHANGE, FOUND_FEE_STAYS);
  assert_reason (vetting, CHECK_OPERATOR_NEW, FOUND_NEW_NOT);
  assert_reason (vetting, CHECK_OPERATOR_STAKER, FOUND_STAKER_SPREAD);
  assert_reason (vetting, CHECK_OPERATOR_REDISTRIBUTION, FOUND_REDISTRIBUTION_NONE);
  assert_reason (vetting, CHECK_OPERATOR_APPROVER, FOUND_APPROVER_NONE);
  assert_reason (vetting, CHECK_OPERATOR_VAULT, FOUND_VAULT_NONE);
  /* It was never slashed: since when is no question, and not missing. */
  g_assert_cmpint (surety_check_find_evidence (surety_vetting_find (vetting,
                                                                    CHECK_OPERATOR_SLASHED),
                                               FACT_SLASHED_AGE)
                     ->missing,
                   ==, SURETY_MISSING_NOTHING);
  /* Nobody read its file, nobody compared its set: not known, not clear. */
  assert_reason (vetting, CHECK_OPERATOR_DOMAIN, FOUND_DOMAIN_UNKNOWN);
  assert_reason (vetting, CHECK_OPERATOR_SET_SHARE, FOUND_SET_SHARE_UNKNOWN);
}

static void
test_pending_against_the_exit (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (SuretyVetting) within = NULL;
  g_autoptr (SuretyVetting) beyond = NULL;
  g_autoptr (SuretyVetting) unread = NULL;

  world->pledged.pending = 10u * PERCENT;
  world->pledge.pending = 10u * PERCENT;
  /* A withdrawal queued in the next block can be slashed through HEAD + 1 + 100 800. */
  world->pledge.effect_block = HEAD + 100801;
  within = vet (world, TRUE);
  assert_reason (within, CHECK_OPERATOR_PENDING, FOUND_PENDING_SOON);
  assert_figure (within, CHECK_OPERATOR_PENDING, FACT_PENDING_WITHIN, CHECK_WHOLE / 10);
  assert_figure (within, CHECK_OPERATOR_PENDING, FACT_PENDING_BLOCK, HEAD + 100801);

  world->pledge.effect_block = HEAD + 100802;
  beyond = vet (world, TRUE);
  assert_reason (beyond, CHECK_OPERATOR_PENDING, FOUND_PENDING_LATER);
  /* It counts for what one set can take. */
  assert_reason (beyond, CHECK_OPERATOR_LARGEST, FOUND_LARGEST_MUCH);
  assert_figure (beyond, CHECK_OPERATOR_LARGEST, FACT_LARGEST, CHECK_WHOLE * 3 / 10);

  /* Something is pending, when is not known. */
  unread = vet (world, FALSE);
  assert_reason (unread, CHECK_OPERATOR_PENDING, FOUND_PENDING_UNKNOWN);
  assert_reason (unread, CHECK_OPERATOR_LARGEST, FOUND_LARGEST_UNKNOWN);
  assert_reason (unread, CHECK_OPERATOR_REDISTRIBUTION, FOUND_REDISTRIBUTION_UNKNOWN);
  assert_reason (unread, CHECK_OPERATOR_SLASHABLE, FOUND_SLASHABLE_SOME);
}

static void
test_slashed_operator (void)
{
  g_autoptr (World) world = world_new ();
  SuretySlashing record = {
    .block = HEAD - 10,
    .time = NOW - 120,
    .provider = address_of (1),
    .wad = 25u * PERCENT,
    .description = "",
  };
  g_autoptr (SuretyVetting) vetting = NULL;
  const SuretyEvidence *evidence = NULL;

  memset (record.transaction.bytes, 0x5a, sizeof record.transaction.bytes);
  world->facts.slashings = 1;
  world->facts.slashing_records = &record;
  world->facts.n_slashing_records = 1;
  world->pledged.max = 75u * PERCENT;
  vetting = vet (world, TRUE);
  assert_reason (vetting, CHECK_OPERATOR_SLASHED, FOUND_SLASHED_LATELY);
  assert_figure (vetting, CHECK_OPERATOR_SLASHED, FACT_SLASHED_AGE, 120);
  assert_figure (vetting, CHECK_OPERATOR_SLASHED, FACT_SLASHED_SHARE, CHECK_WHOLE / 4);
  evidence = surety_check_find_evidence (surety_vetting_find (vetting, CHECK_OPERATOR_SLASHED),
                                         FACT_SLASHED_AGE);
  g_assert_true (evidence->has_transaction);
  g_assert_cmpint (evidence->transaction.bytes[0], ==, 0x5a);
  g_assert_cmpuint (evidence->block, ==, HEAD - 10);
  g_assert_cmpstr (evidence->contract, ==, "AllocationManager");
  g_assert_cmpstr (evidence->member, ==, "OperatorSlashed");
}

/* Of an operator that lost everything there are no shares, and that is not good. */
static void
test_nothing_left (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (SuretyVetting) vetting = NULL;

  world->pledged = (SuretyPledgedMagnitude) { .strategy = world->token->strategy };
  vetting = vet (world, TRUE);
  assert_reason (vetting, CHECK_OPERATOR_SLASHABLE, FOUND_SLASHABLE_UNKNOWN);
  assert_reason (vetting, CHECK_OPERATOR_DORMANT, FOUND_DORMANT_UNKNOWN);
}

static void
test_redistribution_and_fees (void)
{
  g_autoptr (World) world = world_new ();
  SuretySplit splits[] = {
    { .kind = SURETY_SPLIT_DEFAULT, .bips = 1000 },
    { .kind = SURETY_SPLIT_SET,
      .avs = address_of (2),
      .set = 7,
      .bips = 2000,
      .next_bips = 9000,
      .activates = NOW + 3u * DAY },
    /* Of a set it is not in. */
    { .kind = SURETY_SPLIT_SET, .avs = address_of (8), .set = 1, .bips = 10000 },
  };
  g_autoptr (SuretyVetting) vetting = NULL;

  world->facts.splits = splits;
  world->facts.n_splits = G_N_ELEMENTS (splits);
  world->service.redistributes = TRUE;
  world->service.recipient = address_of (4);
  vetting = vet (world, TRUE);
  assert_reason (vetting, CHECK_OPERATOR_REDISTRIBUTION, FOUND_REDISTRIBUTION_SOME);
  assert_figure (vetting, CHECK_OPERATOR_REDISTRIBUTION, FACT_REDISTRIBUTED, CHECK_WHOLE / 5);
  assert_reason (vetting, CHECK_OPERATOR_FEES, FOUND_FEES_HIGH);
  assert_figure (vetting, CHECK_OPERATOR_FEES, FACT_SPLIT, 2000);
  assert_reason (vetting, CHECK_OPERATOR_FEE_CHANGE, FOUND_FEE_RISES_HIGH);
  assert_figure (vetting, CHECK_OPERATOR_FEE_CHANGE, FACT_SPLIT_WAIT, 3u * DAY);
}

/* Without the logs what only they tell is not known: it is not "never" and not "none". */
static void
test_without_logs (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (SuretyVetting) vetting = NULL;

  world->facts.slashings_known = FALSE;
  world->facts.splits_known = FALSE;
  world->facts.memberships_known = FALSE;
  world->facts.stakers_known = FALSE;
  world->stake.stakers_known = FALSE;
  world->facts.registered_block = 0;
  world->facts.registered_time = 0;
  world->facts.active_block = 0;
  world->facts.active_time = 0;
  world->facts.metadata_uri = NULL;
  vetting = vet (world, TRUE);
  assert_reason (vetting, CHECK_OPERATOR_WARNING, FOUND_WARNING_UNKNOWN);
  assert_reason (vetting, CHECK_OPERATOR_SLASHED, FOUND_SLASHED_UNKNOWN);
  assert_reason (vetting, CHECK_OPERATOR_SILENT, FOUND_SILENT_UNKNOWN);
  assert_reason (vetting, CHECK_OPERATOR_FEES, FOUND_FEES_UNKNOWN);
  assert_reason (vetting, CHECK_OPERATOR_FEE_CHANGE, FOUND_FEE_CHANGE_UNKNOWN);
  assert_reason (vetting, CHECK_OPERATOR_NEW, FOUND_NEW_UNKNOWN);
  assert_reason (vetting, CHECK_OPERATOR_STAKER, FOUND_STAKER_UNKNOWN);
  assert_reason (vetting, CHECK_OPERATOR_DOMAIN, FOUND_DOMAIN_UNKNOWN);
}

static void
test_judged_again (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (SuretyVetting) before = vet (world, TRUE);
  g_autoptr (SuretyVetting) after = NULL;

  assert_reason (before, CHECK_OPERATOR_SLASHABLE, FOUND_SLASHABLE_SOME);
  g_assert_true (
    surety_thresholds_set (world->thresholds, LIMIT_MOST_SLASHABLE_CAUTION, CHECK_WHOLE / 10));
  after = surety_vetting_again (before, world->thresholds);
  assert_reason (after, CHECK_OPERATOR_SLASHABLE, FOUND_SLASHABLE_MUCH);
  assert_figure (after, CHECK_OPERATOR_SLASHABLE, FACT_SLASHABLE, CHECK_WHOLE / 5);
  assert_reason (before, CHECK_OPERATOR_SLASHABLE, FOUND_SLASHABLE_SOME);
  assert_lists (after, CHECK_SUBJECT_OPERATOR);
  g_assert_true (surety_check_equal (surety_vetting_find (before, CHECK_OPERATOR_WARNING),
                                     surety_vetting_find (before, CHECK_OPERATOR_WARNING)));
  g_assert_false (surety_check_equal (surety_vetting_find (before, CHECK_OPERATOR_SLASHABLE),
                                      surety_vetting_find (after, CHECK_OPERATOR_SLASHABLE)));
}

static SuretyVetting *
vet_service (World *world)
{
  const SuretyVettingChain chain = chain_of (world->network);
  g_autoptr (SuretyService) service = surety_service_new (&world->service);

  return surety_vetting_new_service (&chain, service, NULL, world->thresholds);
}

static void
test_service (void)
{
  g_autoptr (World) world = world_new ();
  SuretyPayment payments[] = {
    { .block = HEAD - 1000000, .time = NOW - 200u * DAY },
    { .block = HEAD - 72000, .time = NOW - 10u * DAY },
  };
  SuretySlashing slashings[] = {
    { .block = 5, .time = NOW - 500u * DAY, .strategy = address_of (1), .description = "" },
    { .block = 5, .time = NOW - 500u * DAY, .strategy = address_of (2), .description = "" },
  };
  const Address strategies[] = { address_of (1), address_of (2) };
  const guint64 blocks[] = { 1000, HEAD - 7200 };
  g_autoptr (SuretyVetting) vetting = NULL;

  world->service.slasher = (SuretyParty) {
    .address = address_of (3),
    .kind = SURETY_PARTY_MULTISIG,
    .threshold = 3,
    .owners = 5,
  };
  world->service.pending_slasher_block = HEAD + 200000;
  world->service.pending_slasher = (SuretyParty) {
    .address = address_of (5),
    .kind = SURETY_PARTY_ACCOUNT,
  };
  world->service.redistributes = TRUE;
  world->service.recipient = address_of (3);
  world->service.n_operators_known = TRUE;
  world->service.n_operators = 1;
  world->service.created_block = 1000;
  world->service.created_time = NOW - 100u * DAY;
  world->service.payments_known = TRUE;
  world->service.payments = payments;
  world->service.n_payments = G_N_ELEMENTS (payments);
  world->service.slashings_known = TRUE;
  world->service.slashings = slashings;
  world->service.n_slashings = G_N_ELEMENTS (slashings);
  world->service.strategies_known = TRUE;
  world->service.strategies = strategies;
  world->service.strategy_blocks = blocks;
  world->service.n_strategies = G_N_ELEMENTS (strategies);
  world->service.registrar = (SuretyParty) { .address = address_of (4),
                                             .kind = SURETY_PARTY_CONTRACT };
  vetting = vet_service (world);

  assert_lists (vetting, CHECK_SUBJECT_SERVICE);
  assert_reason (vetting, CHECK_SERVICE_SLASHER, FOUND_SLASHER_MULTISIG);
  assert_figure (vetting, CHECK_SERVICE_SLASHER, FACT_SLASHER_SIGNERS, 3);
  assert_reason (vetting, CHECK_SERVICE_SLASHER_CHANGE, FOUND_SLASHER_CHANGES_TO_ACCOUNT);
  assert_reason (vetting, CHECK_SERVICE_REDISTRIBUTION, FOUND_SERVICE_GIVES_TO_SLASHER);
  assert_reason (vetting, CHECK_SERVICE_REGISTRAR, FOUND_REGISTRAR_CONTRACT);
  assert_reason (vetting, CHECK_SERVICE_REWARDS, FOUND_REWARDS_PAID);
  assert_figure (vetting, CHECK_SERVICE_REWARDS, FACT_PAYMENTS, 1);
  assert_figure (vetting, CHECK_SERVICE_REWARDS, FACT_PAYMENTS_EVER, 2);
  assert_reason (vetting, CHECK_SERVICE_OPERATORS, FOUND_OPERATORS_HARDLY_ANY);
  assert_reason (vetting, CHECK_SERVICE_NEW, FOUND_SERVICE_NEW_RATHER);
  assert_reason (vetting, CHECK_SERVICE_STRATEGIES, FOUND_STRATEGIES_LATELY);
  assert_figure (vetting, CHECK_SERVICE_STRATEGIES, FACT_STRATEGIES_ADDED, 1);
  /* One slashing in two tokens is one. */
  assert_reason (vetting, CHECK_SERVICE_SLASHINGS_DONE, FOUND_SERVICE_SLASHED_LONG_AGO);
  assert_figure (vetting, CHECK_SERVICE_SLASHINGS_DONE, FACT_SERVICE_SLASHINGS, 1);
  /* Nobody counted it. */
  assert_reason (vetting, CHECK_SERVICE_STAKE, FOUND_STAKE_UNKNOWN);
}

/* Code without more is not known to be rules: it may be a multisig with one key. */
static void
test_party_of_unknown_kind (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (SuretyVetting) vetting = NULL;

  world->service.slasher.kind = SURETY_PARTY_UNKNOWN;
  vetting = vet_service (world);
  assert_reason (vetting, CHECK_SERVICE_SLASHER, FOUND_SLASHER_UNKNOWN);
}

static SuretySheetLines
sheet_lines (World *world)
{
  SuretyFigure *figure = surety_figure_new_unknown (18, world->token->symbol);

  return (SuretySheetLines) {
    .network = world->network,
    .token = world->token,
    .block = HEAD,
    .time = NOW,
    .balance = figure,
    .rate = g_object_ref (figure),
    .supply = g_object_ref (figure),
    .strategy_total = g_object_ref (figure),
  };
}

static SuretyVetting *
vet_token (World *world, const SuretySheetLines *lines)
{
  const SuretyVettingChain chain = chain_of (world->network);
  g_autoptr (SuretyTokenSheet) sheet = surety_token_sheet_new (lines);

  return surety_vetting_new_token (&chain, sheet, world->thresholds);
}

static void
test_token (void)
{
  g_autoptr (World) world = world_new ();
  SuretySheetLines lines = sheet_lines (world);
  g_autoptr (SuretyVetting) vetting = NULL;

  lines.peg = (SuretySheetPeg) {
    .state = SURETY_SHEET_KNOWN,
    /* Vector P2 of the token sheet. */
    .deviation = -G_GINT64_CONSTANT (6222222222222222),
    .age = 100,
    .heartbeat = 86400,
    .feed = address_of (6),
  };
  lines.exit = (SuretySheetExit) {
    .kind = SURETY_EXIT_QUEUE_NFT,
    .has_contract = TRUE,
    .contract = address_of (7),
    .has_usual = TRUE,
    .usual_min = DAY,
    .usual_max = 5u * DAY,
    .paused_state = SURETY_SHEET_KNOWN,
    .slowed_state = SURETY_SHEET_KNOWN,
  };
  lines.mint.state = SURETY_MINT_STATE_OPEN;
  lines.deposit.state = SURETY_DEPOSIT_STATE_PAUSED;
  lines.paused_state = SURETY_SHEET_KNOWN;
  lines.upgrade = (SuretySheetUpgrade) {
    .state = SURETY_SHEET_KNOWN,
    .is_proxy = TRUE,
    .implementation = address_of (8),
    .admin = address_of (9),
    .who_state = SURETY_SHEET_NO_SOURCE,
    .delay_state = SURETY_SHEET_NO_SOURCE,
  };
  vetting = vet_token (world, &lines);
  assert_lists (vetting, CHECK_SUBJECT_TOKEN);
  assert_reason (vetting, CHECK_TOKEN_PEG, FOUND_PEG_BELOW);
  assert_figure (vetting, CHECK_TOKEN_PEG, FACT_BELOW, G_GUINT64_CONSTANT (6222222222222222));
  assert_reason (vetting, CHECK_TOKEN_EXIT, FOUND_EXIT_QUICK);
  assert_figure (vetting, CHECK_TOKEN_EXIT, FACT_EXIT_SECONDS, 5u * DAY);
  assert_reason (vetting, CHECK_TOKEN_PAUSES, FOUND_PAUSED_IN);
  assert_reason (vetting, CHECK_TOKEN_UPGRADES, FOUND_UPGRADES_BY_SOMEBODY);
}

/* Who can replace the code, from what the proxy's slots lead to. */
static void
test_who_can_replace_a_token (void)
{
  static const struct
  {
    SuretySheetState who_state;
    SuretyPartyKind kind;
    SuretySheetState delay_state;
    guint64 delay;
    CheckReason reason;
  } cases[] = {
    { SURETY_SHEET_NO_SOURCE, SURETY_PARTY_UNKNOWN, SURETY_SHEET_NO_SOURCE, 0,
      FOUND_UPGRADES_BY_SOMEBODY },
    { SURETY_SHEET_NOT_SERVED, SURETY_PARTY_CONTRACT, SURETY_SHEET_KNOWN, 90u * DAY,
      FOUND_UPGRADES_BY_SOMEBODY },
    { SURETY_SHEET_KNOWN, SURETY_PARTY_ACCOUNT, SURETY_SHEET_NO_SOURCE, 0,
      FOUND_UPGRADES_BY_ACCOUNT },
    { SURETY_SHEET_KNOWN, SURETY_PARTY_MULTISIG, SURETY_SHEET_NO_SOURCE, 0,
      FOUND_UPGRADES_SOMEHOW },
    { SURETY_SHEET_KNOWN, SURETY_PARTY_CONTRACT, SURETY_SHEET_NO_SOURCE, 0,
      FOUND_UPGRADES_SOMEHOW },
    { SURETY_SHEET_KNOWN, SURETY_PARTY_CONTRACT, SURETY_SHEET_KNOWN, 0, FOUND_UPGRADES_AT_ONCE },
    { SURETY_SHEET_KNOWN, SURETY_PARTY_CONTRACT, SURETY_SHEET_KNOWN, 10u * DAY,
      FOUND_UPGRADES_ANNOUNCED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (World) world = world_new ();
      SuretySheetLines lines = sheet_lines (world);
      g_autoptr (SuretyVetting) vetting = NULL;

      g_test_message ("case %u", i);
      lines.upgrade = (SuretySheetUpgrade) {
        .state = SURETY_SHEET_KNOWN,
        .is_proxy = TRUE,
        .admin = address_of (9),
        .who_state = cases[i].who_state,
        .who = { .address = address_of (10), .kind = cases[i].kind },
        .delay_state = cases[i].delay_state,
        .delay = cases[i].delay,
      };
      vetting = vet_token (world, &lines);
      assert_reason (vetting, CHECK_TOKEN_UPGRADES, cases[i].reason);
    }
}

static void
test_token_of_which_little_is_known (void)
{
  g_autoptr (World) world = world_new ();
  SuretySheetLines lines = sheet_lines (world);
  g_autoptr (SuretyVetting) vetting = NULL;

  lines.peg.state = SURETY_SHEET_STALE;
  lines.peg.age = 10u * DAY;
  lines.peg.heartbeat = DAY;
  lines.peg.deviation = -G_GINT64_CONSTANT (500000000000000000);
  lines.exit.slowed_state = SURETY_SHEET_UNREADABLE;
  lines.upgrade.state = SURETY_SHEET_KNOWN;
  vetting = vet_token (world, &lines);
  /* An old price is no price. */
  assert_reason (vetting, CHECK_TOKEN_PEG, FOUND_PEG_STALE);
  assert_reason (vetting, CHECK_TOKEN_EXIT, FOUND_EXIT_UNKNOWN);
  assert_reason (vetting, CHECK_TOKEN_PAUSES, FOUND_PAUSED_UNKNOWN);
  /* No proxy seen is no proof. */
  assert_reason (vetting, CHECK_TOKEN_UPGRADES, FOUND_UPGRADES_UNKNOWN);
  g_assert_cmpint (surety_check_get_missing (surety_vetting_find (vetting, CHECK_TOKEN_PEG)), ==,
                   SURETY_MISSING_STALE);
  g_assert_cmpuint (g_list_model_get_n_items (surety_vetting_get_clear (vetting)), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vetting/nothing-known-is-nothing-clear", test_nothing_known);
  g_test_add_func ("/vetting/good-operator", test_good_operator);
  g_test_add_func ("/vetting/pending-against-the-exit", test_pending_against_the_exit);
  g_test_add_func ("/vetting/slashed-operator", test_slashed_operator);
  g_test_add_func ("/vetting/nothing-left-of-the-stake", test_nothing_left);
  g_test_add_func ("/vetting/redistribution-and-fees", test_redistribution_and_fees);
  g_test_add_func ("/vetting/without-logs-it-is-not-known", test_without_logs);
  g_test_add_func ("/vetting/judged-again-by-other-thresholds", test_judged_again);
  g_test_add_func ("/vetting/service", test_service);
  g_test_add_func ("/vetting/party-of-unknown-kind", test_party_of_unknown_kind);
  g_test_add_func ("/vetting/token", test_token);
  g_test_add_func ("/vetting/who-can-replace-a-token", test_who_can_replace_a_token);
  g_test_add_func ("/vetting/token-of-which-little-is-known", test_token_of_which_little_is_known);
  return g_test_run ();
}
