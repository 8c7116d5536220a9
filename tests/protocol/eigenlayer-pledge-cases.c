/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eigenlayer-scene.h"
#include "protocol-test.h"

#define WEEK (7u * 86400u)

static void
assert_magnitude (u256 value, const char *expected)
{
  char text[U256_DECIMAL_SIZE];

  u256_to_decimal (value, text);
  if (value != protocol_test_units (expected))
    g_error ("%s where %s was expected", text, expected);
}

/* now, dormant, rising, freeing: as units of 10^18. */
static void
assert_parts (SuretyPledge *pledge,
              const char *now,
              const char *dormant,
              const char *rising,
              const char *freeing)
{
  g_assert_nonnull (pledge);
  assert_magnitude (surety_pledge_get_now (pledge), now);
  assert_magnitude (surety_pledge_get_dormant (pledge), dormant);
  assert_magnitude (surety_pledge_get_rising (pledge), rising);
  assert_magnitude (surety_pledge_get_freeing (pledge), freeing);
}

static void
assert_standing (SuretyPledge *pledge, SuretyStanding standing, guint reasons)
{
  g_assert_cmpint (surety_pledge_get_standing (pledge), ==, standing);
  g_assert_cmpuint (surety_pledge_get_dormant_reason (pledge), ==, reasons);
  g_assert_true (surety_pledge_is_slashable (pledge) == (reasons == SURETY_DORMANT_NO));
}

/* Half of all for the plain set, waiting; then there. */
static void
check_rising (const Scene *scene)
{
  g_autoptr (SuretyPledge) waiting = NULL;
  g_autoptr (SuretyPledge) before = NULL;
  g_autoptr (SuretyPledge) there = NULL;
  guint64 block, effect, escape, delay;

  scene_allocate (scene, SCENE_PLAIN, &scene->strategy, "0.5");
  block = scene_head (scene);
  waiting = scene_pledge (scene, SCENE_PLAIN, &scene->strategy);
  assert_parts (waiting, "0", "0", "0.5", "0");
  assert_standing (waiting, SURETY_STANDING_MEMBER, SURETY_DORMANT_NO);
  effect = surety_pledge_get_effect_block (waiting);
  g_assert_cmpuint (effect, ==, block + SCENE_DELAY);
  assert_magnitude (surety_pledge_get_encumbered (waiting), "0.5");
  g_assert_true (surety_pledge_get_exit_delay (waiting, &delay));
  g_assert_cmpuint (delay, ==, scene->exit_delay);
  g_assert_true (surety_pledge_get_escape_block (waiting, &escape));
  g_assert_cmpuint (escape, ==, effect > delay ? effect - delay - 1 : 0);
  g_assert_cmpuint (surety_pledge_estimate_time (waiting, effect), ==,
                    surety_pledge_get_time (waiting) +
                      SCENE_DELAY * surety_network_get_block_seconds (scene->one->network));

  scene_advance_to (scene, effect - 1);
  before = scene_pledge (scene, SCENE_PLAIN, &scene->strategy);
  assert_parts (before, "0", "0", "0.5", "0");
  scene_advance_to (scene, effect);
  there = scene_pledge (scene, SCENE_PLAIN, &scene->strategy);
  assert_parts (there, "0.5", "0", "0", "0");
  g_assert_false (surety_pledge_get_escape_block (there, &escape));
}

/* To a set it is not registered with, and in a strategy the set has not. */
static void
check_dormant (const Scene *scene)
{
  g_autoptr (SuretyPledge) stranger = NULL;
  g_autoptr (SuretyPledge) outside = NULL;
  g_autoptr (SuretyPledge) joined = NULL;

  scene_allocate (scene, SCENE_GIVING, &scene->strategy, "0.2");
  scene_allocate (scene, SCENE_PLAIN, &scene->other, "0.3");
  scene_advance_to (scene, scene_head (scene) + SCENE_DELAY);

  stranger = scene_pledge (scene, SCENE_GIVING, &scene->strategy);
  assert_parts (stranger, "0", "0.2", "0", "0");
  assert_standing (stranger, SURETY_STANDING_OUTSIDE, SURETY_DORMANT_NOT_REGISTERED);
  outside = scene_pledge (scene, SCENE_PLAIN, &scene->other);
  assert_parts (outside, "0", "0.3", "0", "0");
  assert_standing (outside, SURETY_STANDING_MEMBER, SURETY_DORMANT_NOT_IN_SET);

  /* Without a delay. */
  scene_join (scene, SCENE_GIVING);
  joined = scene_pledge (scene, SCENE_GIVING, &scene->strategy);
  assert_parts (joined, "0.2", "0", "0", "0");
}

/* Three tenths are given back, which takes its time; half of all is slashed meanwhile. */
static void
check_freeing (const Scene *scene)
{
  g_autoptr (SuretyPledge) releasing = NULL;
  g_autoptr (SuretyPledge) slashed = NULL;
  guint64 block;

  scene_allocate (scene, SCENE_PLAIN, &scene->strategy, "0.2");
  block = scene_head (scene);
  releasing = scene_pledge (scene, SCENE_PLAIN, &scene->strategy);
  assert_parts (releasing, "0.5", "0", "0", "0.3");
  g_assert_cmpuint (surety_pledge_get_effect_block (releasing), ==,
                    block + scene->release_delay + 1);
  assert_magnitude (surety_pledge_get_encumbered (releasing), "0.7");

  scene_slash (scene, &scene->one->multisig, SCENE_PLAIN, "0.5");
  slashed = scene_pledge (scene, SCENE_PLAIN, &scene->strategy);
  assert_parts (slashed, "0.25", "0", "0", "0.15");
  assert_magnitude (surety_pledge_get_max (slashed), "0.75");
  assert_magnitude (surety_pledge_get_encumbered (slashed), "0.45");
  /* A third of what is left, rounded up. */
  g_assert_true (surety_pledge_share (slashed, surety_pledge_get_now (slashed)) ==
                 (U256_WAD + 2) / 3);
}

/* What was left can be slashed as long as a release takes, not a block longer. */
static void
check_left (const Scene *scene)
{
  g_autoptr (SuretyService) read = NULL;
  g_autoptr (SuretyPledge) left = NULL;
  g_autoptr (SuretyPledge) last = NULL;
  g_autoptr (SuretyPledge) over = NULL;
  guint64 block;

  scene_leave (scene, SCENE_GIVING);
  block = scene_head (scene);
  read = scene_service (scene, SCENE_GIVING);
  left = scene_pledge (scene, SCENE_GIVING, &scene->strategy);
  assert_parts (left, "0.2", "0", "0", "0");
  assert_standing (left, SURETY_STANDING_LEFT, SURETY_DORMANT_NO);
  g_assert_cmpuint (surety_pledge_get_slashable_until (left), ==, block + scene->release_delay);

  scene_advance_to (scene, block + scene->release_delay);
  last = scene_pledge (scene, SCENE_GIVING, &scene->strategy);
  assert_standing (last, SURETY_STANDING_LEFT, SURETY_DORMANT_NO);
  scene_advance_to (scene, block + scene->release_delay + 1);
  over = scene_pledge (scene, SCENE_GIVING, &scene->strategy);
  assert_parts (over, "0", "0.2", "0", "0");
  assert_standing (over, SURETY_STANDING_OUTSIDE, SURETY_DORMANT_NOT_REGISTERED);
}

/* The release that was under way meanwhile is over too. */
static void
check_freed (const Scene *scene)
{
  g_autoptr (SuretyPledge) freed = scene_pledge (scene, SCENE_PLAIN, &scene->strategy);

  assert_parts (freed, "0.1", "0", "0", "0");
  /* 0.1 here and 0.2 that lies dormant. */
  assert_magnitude (surety_pledge_get_encumbered (freed), "0.3");
}

static void
check_services (const Scene *scene)
{
  AbiValue fields[2];
  AbiValue args[] = { scene_set_value (scene, SCENE_PLAIN, fields), abi_address (&scene->key) };
  g_autoptr (SuretyPledge) plain = NULL;
  g_autoptr (SuretyPledge) giving = NULL;
  SuretyService *service;
  guint threshold, owners;
  guint64 block, delay;

  scene_act (scene, &scene->avs, &scene->manager,
             "function updateSlasher(" SCENE_SET " operatorSet, address slasher)", args, 2);
  block = scene_head (scene);
  plain = scene_pledge (scene, SCENE_PLAIN, &scene->strategy);
  giving = scene_pledge (scene, SCENE_GIVING, &scene->strategy);

  service = surety_pledge_get_service (plain);
  g_assert_cmpint (surety_service_get_slasher_kind (service, &threshold, &owners), ==,
                   SURETY_PARTY_MULTISIG);
  g_assert_cmpuint (threshold, ==, 2);
  g_assert_cmpuint (owners, ==, 3);
  g_assert_true (address_equal (surety_service_get_pending_slasher (service), &scene->key));
  g_assert_cmpint (surety_service_get_pending_slasher_kind (service, NULL, NULL), ==,
                   SURETY_PARTY_ACCOUNT);
  g_assert_cmpuint (surety_service_get_pending_slasher_block (service), ==,
                    block + scene->slasher_delay + 1);
  g_assert_true (surety_service_get_redistributes_known (service));
  g_assert_false (surety_service_get_redistributes (service));
  g_assert_true (surety_service_get_n_operators_known (service));
  g_assert_cmpuint (surety_service_get_n_operators (service), ==, 1);
  g_assert_true (surety_service_get_resolution_delay (service, &delay));
  g_assert_cmpuint (delay, ==, 50400);

  service = surety_pledge_get_service (giving);
  g_assert_cmpint (surety_service_get_slasher_kind (service, &threshold, &owners), ==,
                   SURETY_PARTY_ACCOUNT);
  g_assert_cmpuint (threshold, ==, 0);
  g_assert_true (surety_service_get_redistributes (service));
  g_assert_true (address_equal (surety_service_get_recipient (service), &scene->recipient));
  g_assert_cmpuint (surety_service_get_pending_slasher_block (service), ==, 0);
  g_assert_cmpuint (surety_service_get_pending_slasher_time (service), ==, 0);
  g_assert_cmpuint (surety_service_get_n_operators (service), ==, 0);
}

/* One slashing, told the same by the set and by the pledge. */
static void
check_slashings (const Scene *scene)
{
  g_autoptr (SuretyService) plain = scene_service (scene, SCENE_PLAIN);
  g_autoptr (SuretyService) giving = scene_service (scene, SCENE_GIVING);
  g_autoptr (SuretyPledge) pledge = scene_pledge (scene, SCENE_PLAIN, &scene->strategy);
  g_autoptr (SuretyPledge) spared = scene_pledge (scene, SCENE_GIVING, &scene->strategy);
  const SuretySlashing *record, *same;
  guint n;

  record = surety_service_get_slashings (plain, &n);
  g_assert_true (surety_service_get_slashings_known (plain));
  g_assert_cmpuint (n, ==, 1);
  assert_magnitude (record->wad, "0.25");
  g_assert_true (address_equal (&record->provider, &scene->operator));
  g_assert_true (address_equal (&record->strategy, &scene->strategy));
  g_assert_cmpstr (record->description, ==, "A case");

  same = surety_pledge_get_slashings (pledge, &n);
  g_assert_true (surety_pledge_get_slashings_known (pledge));
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (same->wad == record->wad && same->block == record->block);
  g_assert_true (hash_equal (&same->transaction, &record->transaction));

  surety_service_get_slashings (giving, &n);
  g_assert_cmpuint (n, ==, 0);
  surety_pledge_get_slashings (spared, &n);
  g_assert_cmpuint (n, ==, 0);
}

/* A set that takes another strategy: what lay dormant in it can be slashed in the same block. */
static void
check_growth (const Scene *scene)
{
  AbiValue other = abi_address (&scene->other);
  AbiValue args[] = { abi_address (&scene->avs), abi_uint (SCENE_PLAIN), abi_array (&other, 1) };
  g_autoptr (SuretyService) grown = NULL;
  g_autoptr (SuretyPledge) awake = NULL;
  guint64 block;

  scene_act (scene, &scene->avs, &scene->manager,
             "function addStrategiesToOperatorSet(address avs, uint32 operatorSetId, address[] "
             "strategies)",
             args, 3);
  block = scene_head (scene);
  awake = scene_pledge (scene, SCENE_PLAIN, &scene->other);
  assert_parts (awake, "0.3", "0", "0", "0");
  grown = scene_service (scene, SCENE_PLAIN);
  g_assert_cmpuint (surety_service_get_strategy_block (grown, &scene->other), ==, block);
  g_assert_cmpuint (surety_service_get_created_block (grown), >, 0);
  g_assert_cmpuint (surety_service_get_strategy_block (grown, &scene->strategy), ==,
                    surety_service_get_created_block (grown));
  g_assert_cmpuint (surety_service_get_created_time (grown), >, 0);
}

/* Only what was really handed over counts, for the set it was handed over for. */
static void
check_payment (const Scene *scene)
{
  const SuretyToken *token = surety_network_find_strategy (scene->one->network, &scene->strategy);
  u256 amount = protocol_test_units ("2.5");
  g_autoptr (SuretyService) unpaid = scene_service (scene, SCENE_PLAIN);
  guint64 start = surety_service_get_time (unpaid) / 86400 * 86400 - WEEK;
  AbiValue fields[2];
  AbiValue pair[] = { abi_address (&scene->strategy), abi_uint (1) };
  AbiValue multiplier = abi_tuple (pair, 2);
  AbiValue items[] = { abi_array (&multiplier, 1), abi_address (&token->token), abi_uint (amount),
                       abi_uint (start), abi_uint (WEEK) };
  AbiValue submission = abi_tuple (items, 5);
  AbiValue args[] = { scene_set_value (scene, SCENE_PLAIN, fields), abi_array (&submission, 1) };
  Address coordinator;
  AbiValue approval[2];
  g_autoptr (SuretyService) paid = NULL;
  g_autoptr (SuretyService) giving = NULL;
  g_autofree SuretyPaid *sums = NULL;
  const SuretyPayment *payment;
  guint n;

  surety_service_get_payments (unpaid, &n);
  g_assert_true (surety_service_get_payments_known (unpaid));
  g_assert_cmpuint (n, ==, 0);

  g_assert_true (
    surety_network_get_contract (scene->one->network, "RewardsCoordinator", &coordinator, NULL));
  approval[0] = abi_address (&coordinator);
  approval[1] = abi_uint (amount);
  scene->one->give (&token->token, &scene->avs, amount, scene->one->user_data);
  scene_act (scene, &scene->avs, &token->token,
             "function approve(address spender, uint256 amount) returns (bool)", approval, 2);
  scene_act (scene, &scene->avs, &coordinator,
             "function createTotalStakeRewardsSubmission(" SCENE_SET
             " operatorSet, ((address strategy, uint96 "
             "multiplier)[] strategiesAndMultipliers, address token, uint256 amount, uint32 "
             "startTimestamp, uint32 duration)[] rewardsSubmissions)",
             args, 2);

  paid = scene_service (scene, SCENE_PLAIN);
  payment = surety_service_get_payments (paid, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (payment->kind, ==, SURETY_PAYMENT_SET_TOTAL_STAKE);
  g_assert_true (payment->of_set);
  g_assert_true (address_equal (&payment->payer, &scene->avs));
  g_assert_true (address_equal (&payment->token, &token->token));
  g_assert_true (payment->amount == amount);
  g_assert_cmpuint (payment->start, ==, start);
  g_assert_cmpuint (payment->seconds, ==, WEEK);
  sums = surety_service_dup_paid (paid, 90 * 86400, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (sums[0].amount == amount);
  g_assert_false (surety_service_get_pays_regularly (paid));
  giving = scene_service (scene, SCENE_GIVING);
  surety_service_get_payments (giving, &n);
  g_assert_cmpuint (n, ==, 0);
}

void
eigenlayer_case_pledges (const EigenlayerCase *self)
{
  Scene scene;

  scene_init (&scene, self);
  scene_make_sets (&scene);
  scene_register (&scene);
  scene_join (&scene, SCENE_PLAIN);
  check_rising (&scene);
  check_dormant (&scene);
  check_freeing (&scene);
  check_left (&scene);
  check_freed (&scene);
  check_services (&scene);
  check_slashings (&scene);
  check_growth (&scene);
  check_payment (&scene);
}
