/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-test.h"

#include <string.h>

#include "hex.h"
#include "practice-signatures.h"

/* The worked numbers of EigenLayer's contracts (v1.13, executed on the deployed bytecode): shares,
 * scaling factors, magnitudes, the withdrawal queue, slashing. */

#define E18 "000000000000000000"
#define SET1 practice_test_set (TEST_AVS, "1")
#define SET7 practice_test_set (TEST_AVS, "7")
#define STRATEGIES practice_test_list (A (TEST_STRATEGY))

static const char redelegate[] =
  "function redelegate(address operator, (bytes signature, uint256 expiry) s, bytes32 salt) "
  "returns (bytes32[])";
static const char scaling_factor[] =
  "function depositScalingFactor(address staker, address strategy) returns (uint256)";
static const char staker_shares[] =
  "function stakerDepositShares(address staker, address strategy) returns (uint256)";
static const char convert[] =
  "function convertToDepositShares(address staker, address[] strategies, uint256[] shares) "
  "returns (uint256[])";
static const char root_of[] = "function calculateWithdrawalRoot(" WITHDRAWAL
                              " w) returns (bytes32)";
static const char in_queue[] =
  "function getSlashableSharesInQueue(address operator, address strategy) returns (uint256)";
static const char create_redistributing[] =
  "function createRedistributingOperatorSets(address avs, (uint32 id, address[] strategies)[] "
  "params, address[] recipients)";
static const char leave[] =
  "function deregisterFromOperatorSets((address operator, address avs, uint32[] ids) p)";
static const char allocation[] =
  "function getAllocation(address operator, (address avs, uint32 id) s, address strategy) "
  "returns ((uint64 currentMagnitude, int128 pendingDiff, uint32 effectBlock))";
static const char encumbered[] =
  "function getEncumberedMagnitude(address operator, address strategy) returns (uint64)";
static const char allocatable[] =
  "function getAllocatableMagnitude(address operator, address strategy) returns (uint64)";
static const char minimum_stake[] =
  "function getMinimumSlashableStake((address avs, uint32 id) s, address[] operators, "
  "address[] strategies, uint32 block) returns (uint256[][])";
static const char allocated_stake[] =
  "function getAllocatedStake((address avs, uint32 id) s, address[] operators, "
  "address[] strategies) returns (uint256[][])";
static const char slashable[] =
  "function isOperatorSlashable(address operator, (address avs, uint32 id) s) returns (bool)";
static const char redistributable[] =
  "function isOperatorRedistributable(address operator) returns (bool)";
static const char resolution[] =
  "function getSlashResolutionBlock((address avs, uint32 id) s, uint256 id) returns (uint32)";
static const char pending_slashes[] =
  "function getPendingSlashIds((address avs, uint32 id) s) returns (uint256[])";
static const char clear[] =
  "function clearBurnOrRedistributableShares((address avs, uint32 id) s, uint256 id) "
  "returns (uint256[])";

static AbiValue
no_signature (void)
{
  static AbiValue items[2];

  items[0] = abi_bytes ((Bytes) { NULL, 0 });
  items[1] = abi_uint (0);

  return abi_tuple (items, 2);
}

static AbiValue
zero_salt (void)
{
  static const guint8 zero[32];

  return abi_fixed_bytes ((Bytes) { zero, sizeof zero });
}

#define DELEGATE(operator) ARGS (A (operator), no_signature (), zero_salt ())
#define PAIR(operator) ARGS (A (operator), A (TEST_STRATEGY))

static void
do_queue (SuretyPractice *self, const char *staker, const char *shares)
{
  AbiValue items[] = { STRATEGIES, practice_test_list (U (shares)), A (TEST_STAKER) };
  AbiValue params = abi_tuple (items, 3);
  g_autofree char *logs = practice_test_do (self, staker, TEST_DM, queue,
                                            ARGS (abi_array (&params, 1)));

  g_assert_nonnull (strstr (logs, "SlashingWithdrawalQueued"));
}

static void
queue_reverts (SuretyPractice *self, const char *staker, const char *shares, const char *error)
{
  AbiValue items[] = { STRATEGIES, practice_test_list (U (shares)), A (TEST_STAKER) };
  AbiValue params = abi_tuple (items, 3);

  practice_test_reverts (self, staker, TEST_DM, queue, ARGS (abi_array (&params, 1)), error);
}

static char *
do_allocate (SuretyPractice *self, const char *operator, const char * id, const char *magnitude)
{
  AbiValue items[] = {
    practice_test_set (TEST_AVS, id),
    STRATEGIES,
    practice_test_list (U (magnitude)),
  };
  AbiValue params = abi_tuple (items, 3);

  return practice_test_do (self, operator, TEST_AM, modify,
                           ARGS (A (operator), abi_array (&params, 1)));
}

static char *
do_join (SuretyPractice *self, const char *operator, const char * id)
{
  AbiValue items[] = {
    A (TEST_AVS),
    practice_test_list (U (id)),
    abi_bytes ((Bytes) { NULL, 0 }),
  };

  return practice_test_do (self, operator, TEST_AM, join,
                           ARGS (A (operator), abi_tuple (items, 3)));
}

static char *
do_slash (SuretyPractice *self, const char *operator, const char * id, const char *wad)
{
  AbiValue items[] = {
    A (operator), U (id), STRATEGIES, practice_test_list (U (wad)), abi_string ("test"),
  };

  return practice_test_do (self, TEST_AVS, TEST_AM, slash,
                           ARGS (A (TEST_AVS), abi_tuple (items, 5)));
}

static void
allocation_is (SuretyPractice *self,
               const char *operator,
               const char * id,
               const char *current,
               const char *pending,
               const char *effect)
{
  g_auto (TestValues)
    result = practice_test_read (self, TEST_AM, allocation,
                                 ARGS (A (operator), practice_test_set (TEST_AVS, id),
                                       A (TEST_STRATEGY)));
  const AbiValue *items = result.values.values[0].items;
  u256 difference = pending[0] == '-' ? (u256) 0 - practice_test_decimal (pending + 1)
                                      : practice_test_decimal (pending);

  g_assert_true (items[0].word == practice_test_decimal (current));
  g_assert_true (items[1].word == difference);
  g_assert_true (items[2].word == practice_test_decimal (effect));
}

static void
stake_is (SuretyPractice *self,
          const char *function,
          const char *id,
          const char *block,
          const char *expected)
{
  AbiValue args[] = {
    practice_test_set (TEST_AVS, id),
    practice_test_list (A (TEST_OPERATOR)),
    STRATEGIES,
    U (block),
  };
  g_auto (TestValues)
    result = practice_test_read (self, TEST_AM, function, args, function == minimum_stake ? 4 : 3);

  g_assert_true (result.values.values[0].items[0].items[0].word ==
                 practice_test_decimal (expected));
}

/* Withdrawable shares, deposit shares, scaling factor. */
static void
position_is (SuretyPractice *self,
             const char *staker,
             const char *now,
             const char *deposited,
             const char *factor)
{
  practice_test_first_is (self, TEST_DM, withdrawable, ARGS (A (staker), STRATEGIES), now);
  practice_test_is (self, TEST_SM, staker_shares, PAIR (staker), deposited);
  practice_test_is (self, TEST_DM, scaling_factor, PAIR (staker), factor);
}

static void
do_deposit (SuretyPractice *self, const char *staker, const char *amount, const char *expected)
{
  practice_test_give (self, TEST_TOKEN, staker, amount);
  g_autofree char *logs = practice_test_do (self, staker, TEST_SM, deposit,
                                            ARGS (A (TEST_STRATEGY), A (TEST_TOKEN), U (amount)));

  g_assert_cmpstr (logs, ==, expected);
}

/* The staker's one queued withdrawal, lent by values. */
static AbiValue
only_withdrawal (SuretyPractice *self, const char *staker, TestValues *values)
{
  *values = practice_test_read (self, TEST_DM, queued, ARGS (A (staker)));
  g_assert_cmpuint (values->values.values[0].n_items, ==, 1);

  return values->values.values[0].items[0];
}

static void
create_first_set (SuretyPractice *self, const char *id)
{
  AbiValue items[] = { U (id), STRATEGIES };
  AbiValue params = abi_tuple (items, 2);

  g_free (practice_test_do (self, TEST_AVS, TEST_AM, metadata,
                            ARGS (A (TEST_AVS), abi_string ("data:,"))));
  g_autofree char *logs = practice_test_do (self, TEST_AVS, TEST_AM, create_set,
                                            ARGS (A (TEST_AVS), abi_array (&params, 1)));
  g_assert_cmpstr (logs, ==, "OperatorSetCreated StrategyAddedToOperatorSet SlasherUpdated");
}

/* Steps 1 to 8: deposited, delegated, half pledged, a quarter lost. */
static SuretyPractice *
slashed_once (void)
{
  SuretyPractice *self = practice_test_bare ();
  g_autofree char *registered =
    practice_test_do (self, TEST_OPERATOR, TEST_DM, register_operator,
                      ARGS (A ("0x0000000000000000000000000000000000000000"), U ("1000"),
                            abi_string ("data:,")));

  g_assert_cmpstr (registered, ==,
                   "AllocationDelaySet DelegationApproverUpdated StakerDelegated "
                   "OperatorRegistered OperatorMetadataURIUpdated");
  do_deposit (self, TEST_STAKER, "100" E18,
              "Transfer ExchangeRateEmitted Deposit DepositScalingFactorUpdated");
  position_is (self, TEST_STAKER, "100" E18, "100" E18, "1" E18);

  g_autofree char *delegated = practice_test_do (self, TEST_STAKER, TEST_DM, delegate,
                                                 DELEGATE (TEST_OPERATOR));
  g_assert_cmpstr (delegated, ==,
                   "StakerDelegated DepositScalingFactorUpdated OperatorSharesIncreased");
  practice_test_is (self, TEST_DM, operator_shares, PAIR (TEST_OPERATOR), "100" E18);

  create_first_set (self, "1");
  g_auto (TestValues) slasher = practice_test_log (
    self, "event SlasherUpdated((address avs, uint32 id) operatorSet, address slasher, uint32 e)");
  g_assert_true (slasher.values.values[2].word == TEST_BLOCK);

  g_free (do_allocate (self, TEST_OPERATOR, "1", "500000000000000000"));
  practice_test_is (self, TEST_AM, encumbered, PAIR (TEST_OPERATOR), "500000000000000000");
  practice_test_is (self, TEST_AM, allocatable, PAIR (TEST_OPERATOR), "500000000000000000");
  allocation_is (self, TEST_OPERATOR, "1", "0", "500000000000000000", "20001000");

  g_free (do_join (self, TEST_OPERATOR, "1"));
  stake_is (self, minimum_stake, "1", "20000000", "0");

  /* While the pledge is pending a slash takes nothing and uses up a number. */
  g_autofree char *nothing = do_slash (self, TEST_OPERATOR, "1", "500000000000000000");
  g_assert_cmpstr (nothing, ==, "OperatorSlashed");

  practice_test_block (self, 20001000);
  allocation_is (self, TEST_OPERATOR, "1", "500000000000000000", "0", "0");
  stake_is (self, allocated_stake, "1", "0", "50" E18);

  g_autofree char *quarter = do_slash (self, TEST_OPERATOR, "1", "500000000000000000");
  g_assert_cmpstr (quarter, ==,
                   "EncumberedMagnitudeUpdated AllocationUpdated MaxMagnitudeUpdated "
                   "OperatorSharesDecreased OperatorSharesSlashed SlashResolutionBlockSet "
                   "BurnOrRedistributableSharesIncreased OperatorSlashed");

  return self;
}

static void
assert_slashed (SuretyPractice *self, const char *wad)
{
  g_auto (TestValues) log = practice_test_log (
    self, "event OperatorSlashed(address operator, (address avs, uint32 id) operatorSet, "
          "address[] strategies, uint256[] wadSlashed, string description)");

  g_assert_true (log.values.values[3].items[0].word == practice_test_decimal (wad));
}

static void
test_slashed_once (void)
{
  g_autoptr (SuretyPractice) self = slashed_once ();

  assert_slashed (self, "250000000000000000");
  allocation_is (self, TEST_OPERATOR, "1", "250000000000000000", "0", "0");
  practice_test_is (self, TEST_AM, encumbered, PAIR (TEST_OPERATOR), "250000000000000000");
  practice_test_is (self, TEST_AM, max_magnitude, PAIR (TEST_OPERATOR), "750000000000000000");
  practice_test_is (self, TEST_DM, operator_shares, PAIR (TEST_OPERATOR), "75" E18);
  position_is (self, TEST_STAKER, "75" E18, "100" E18, "1" E18);
  practice_test_is (self, TEST_SM, resolution, ARGS (SET1, U ("2")), "20051400");
  practice_test_first_is (self, TEST_SM, pending_slashes, ARGS (SET1), "2");
  practice_test_reverts (self, TEST_STAKER, TEST_SM, clear, ARGS (SET1, U ("2")),
                         "SlashResolutionDelayNotElapsed()");

  /* Cleared one block after the resolution block, and burnt. */
  practice_test_block (self, 20051400);
  practice_test_reverts (self, TEST_STAKER, TEST_SM, clear, ARGS (SET1, U ("2")),
                         "SlashResolutionDelayNotElapsed()");
  practice_test_block (self, 20051401);
  g_free (practice_test_do (self, TEST_STAKER, TEST_SM, clear, ARGS (SET1, U ("2"))));
  practice_test_is (self, TEST_TOKEN, balance_of,
                    ARGS (A ("0x00000000000000000000000000000000000e16e4")), "25" E18);
}

/* Steps 10 and 11. */
static SuretyPractice *
queued_half (void)
{
  SuretyPractice *self = slashed_once ();

  do_deposit (self, TEST_STAKER, "25" E18,
              "Transfer ExchangeRateEmitted Deposit DepositScalingFactorUpdated "
              "OperatorSharesIncreased");
  position_is (self, TEST_STAKER, "99999999999999999937", "125" E18, "1066666666666666666");
  practice_test_is (self, TEST_DM, operator_shares, PAIR (TEST_OPERATOR), "100" E18);
  do_queue (self, TEST_STAKER, "50" E18);

  return self;
}

static void
test_converting_back_loses_a_few (void)
{
  static const char *const pairs[][2] = {
    { "99999999999999999937", "124999999999999999998" },
    { "40" E18, "50000000000000000030" },
    { "50" E18, "62500000000000000038" },
    { "1" E18, "1250000000000000000" },
    { "1", "0" },
  };
  g_autoptr (SuretyPractice) self = slashed_once ();

  do_deposit (self, TEST_STAKER, "25" E18,
              "Transfer ExchangeRateEmitted Deposit DepositScalingFactorUpdated "
              "OperatorSharesIncreased");
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    practice_test_first_is (self, TEST_DM, convert,
                            ARGS (A (TEST_STAKER), STRATEGIES,
                                  practice_test_list (U (pairs[i][0]))),
                            pairs[i][1]);
}

static void
test_queued (void)
{
  g_autoptr (SuretyPractice) self = queued_half ();
  g_auto (TestValues) values = { 0 };
  AbiValue withdrawal = only_withdrawal (self, TEST_STAKER, &values);
  char root[67];

  g_assert_true (withdrawal.items[3].word == 0);
  g_assert_true (withdrawal.items[4].word == 20001000);
  g_assert_true (withdrawal.items[6].items[0].word ==
                 practice_test_decimal ("53333333333333333300"));
  g_assert_true (values.values.values[1].items[0].items[0].word ==
                 practice_test_decimal ("39999999999999999975"));
  position_is (self, TEST_STAKER, "59999999999999999962", "75" E18, "1066666666666666666");
  practice_test_is (self, TEST_DM, operator_shares, PAIR (TEST_OPERATOR), "60000000000000000025");
  practice_test_is (self, TEST_DM, in_queue, PAIR (TEST_OPERATOR), "39999999999999999975");

  g_auto (TestValues) hash = practice_test_read (self, TEST_DM, root_of, ARGS (withdrawal));
  hex_encode (hash.values.values[0].data.data, 32, true, root);
  g_assert_cmpstr (root, ==, "0x400a7906a8760c98813e4666e593d1519c83748db0148488fe072eaf35660cd1");
}

static void
test_slashed_while_queued (void)
{
  g_autoptr (SuretyPractice) self = queued_half ();

  practice_test_block (self, 20001010);
  g_free (do_slash (self, TEST_OPERATOR, "1", "1" E18));
  assert_slashed (self, "333333333333333333");
  practice_test_is (self, TEST_AM, max_magnitude, PAIR (TEST_OPERATOR), "500000000000000000");
  practice_test_is (self, TEST_AM, encumbered, PAIR (TEST_OPERATOR), "0");
  g_auto (TestValues) decreased = practice_test_log (
    self, "event OperatorSharesDecreased(address indexed operator, address staker, address s, "
          "uint256 n)");
  g_assert_true (decreased.values.values[3].word == practice_test_decimal ("20000000000000000008"));
  g_auto (TestValues) taken = practice_test_log (
    self, "event OperatorSharesSlashed(address indexed operator, address s, uint256 n)");
  g_assert_true (taken.values.values[2].word == practice_test_decimal ("33333333333333333333"));
  practice_test_is (self, TEST_DM, operator_shares, PAIR (TEST_OPERATOR), "40000000000000000017");
  practice_test_first_is (self, TEST_DM, withdrawable, ARGS (A (TEST_STAKER), STRATEGIES),
                          "39999999999999999975");

  g_auto (TestValues) values = { 0 };
  AbiValue withdrawal = only_withdrawal (self, TEST_STAKER, &values);
  AbiValue tokens = practice_test_list (A (TEST_TOKEN));
  g_assert_true (values.values.values[1].items[0].items[0].word ==
                 practice_test_decimal ("26666666666666666650"));

  practice_test_block (self, 20101800);
  practice_test_reverts (self, TEST_STAKER, TEST_DM, complete,
                         ARGS (withdrawal, tokens, abi_bool (true)), "WithdrawalDelayNotElapsed()");
  practice_test_block (self, 20101801);
  practice_test_reverts (self, TEST_STAKER2, TEST_DM, complete,
                         ARGS (withdrawal, tokens, abi_bool (true)), "WithdrawerNotCaller()");
  practice_test_reverts (self, TEST_STAKER, TEST_DM, complete,
                         ARGS (withdrawal, practice_test_list (A (TEST_AVS)), abi_bool (true)),
                         "OnlyUnderlyingToken()");
  practice_test_reverts (self, TEST_STAKER, TEST_DM, complete,
                         ARGS (withdrawal, abi_array (NULL, 0), abi_bool (true)),
                         "InputArrayLengthMismatch()");
  g_autofree char *logs = practice_test_do (self, TEST_STAKER, TEST_DM, complete,
                                            ARGS (withdrawal, tokens, abi_bool (true)));
  g_assert_cmpstr (logs, ==, "SlashingWithdrawalCompleted ExchangeRateEmitted Transfer");
  practice_test_is (self, TEST_TOKEN, balance_of, ARGS (A (TEST_STAKER)), "26666666666666666650");
  practice_test_reverts (self, TEST_STAKER, TEST_DM, complete,
                         ARGS (withdrawal, tokens, abi_bool (true)), "WithdrawalNotQueued()");
}

static void
test_newcomer_is_not_slashed_for_the_past (void)
{
  g_autoptr (SuretyPractice) self = queued_half ();

  practice_test_block (self, 20001010);
  g_free (do_slash (self, TEST_OPERATOR, "1", "1" E18));
  do_deposit (self, TEST_STAKER2, "40" E18,
              "Transfer ExchangeRateEmitted Deposit DepositScalingFactorUpdated");
  g_free (practice_test_do (self, TEST_STAKER2, TEST_DM, delegate, DELEGATE (TEST_OPERATOR)));
  position_is (self, TEST_STAKER2, "40" E18, "40" E18, "2" E18);

  g_autofree char *logs = practice_test_do (self, TEST_STAKER2, TEST_DM, undelegate,
                                            ARGS (A (TEST_STAKER2)));
  g_assert_cmpstr (logs, ==,
                   "StakerUndelegated OperatorSharesDecreased DepositScalingFactorUpdated "
                   "SlashingWithdrawalQueued");
  position_is (self, TEST_STAKER2, "0", "0", "1" E18);

  g_auto (TestValues) values = { 0 };
  AbiValue withdrawal = only_withdrawal (self, TEST_STAKER2, &values);
  g_assert_true (withdrawal.items[6].items[0].word == practice_test_decimal ("80" E18));
  g_assert_true (values.values.values[1].items[0].items[0].word ==
                 practice_test_decimal ("40" E18));

  practice_test_block (self, 20001010 + 100801);
  g_autofree char *back = practice_test_do (self, TEST_STAKER2, TEST_DM, complete,
                                            ARGS (withdrawal, practice_test_list (A (TEST_TOKEN)),
                                                  abi_bool (false)));
  g_assert_cmpstr (back, ==, "SlashingWithdrawalCompleted Deposit DepositScalingFactorUpdated");
  position_is (self, TEST_STAKER2, "40" E18, "40" E18, "1" E18);
}

static void
test_share_price (void)
{
  static const char to_underlying[] =
    "function sharesToUnderlyingView(uint256 shares) returns (uint256)";
  static const char to_shares[] =
    "function underlyingToSharesView(uint256 amount) returns (uint256)";
  static const char user_underlying[] =
    "function userUnderlyingView(address user) returns (uint256)";
  static const char everything[] =
    "Transfer ExchangeRateEmitted Deposit DepositScalingFactorUpdated";
  g_autoptr (SuretyPractice) self = practice_test_bare ();

  do_deposit (self, TEST_STAKER, "1000" E18, everything);
  practice_test_give (self, TEST_TOKEN, TEST_STRATEGY, "100" E18);
  practice_test_is (self, TEST_STRATEGY, to_underlying, ARGS (U ("1" E18)), "1099999999999999999");
  practice_test_is (self, TEST_STRATEGY, to_shares, ARGS (U ("1" E18)), "909090909090909090");
  practice_test_is (self, TEST_STRATEGY, user_underlying, ARGS (A (TEST_STAKER)),
                    "1099999999999999999900");

  practice_test_give (self, TEST_TOKEN, TEST_STAKER2, "20" E18);
  practice_test_reverts (self, TEST_STAKER2, TEST_SM, deposit,
                         ARGS (A (TEST_STRATEGY), A (TEST_TOKEN), U ("1")), "NewSharesZero()");
  practice_test_reverts (self, TEST_STAKER2, TEST_SM, deposit,
                         ARGS (A (TEST_STRATEGY), A (TEST_TOKEN), U ("0")), "NewSharesZero()");
  practice_test_reverts (self, TEST_STAKER2, TEST_SM, deposit,
                         ARGS (A (TEST_STRATEGY), A (TEST_TOKEN), U ("21" E18)), "Error(string)");
  do_deposit (self, TEST_STAKER2, "10" E18, everything);
  practice_test_is (self, TEST_SM, staker_shares, PAIR (TEST_STAKER2), "9090909090909090909");
  practice_test_is (self, TEST_STRATEGY, to_underlying, ARGS (U ("9090909090909090909")),
                    "9999999999999999999");
}

/* Section 3.3: delay 0, everything pledged to a redistributing set. */
static SuretyPractice *
redistributing (void)
{
  SuretyPractice *self = practice_test_bare ();
  AbiValue items[] = { U ("7"), STRATEGIES };
  AbiValue params = abi_tuple (items, 2);

  g_free (practice_test_do (self, TEST_OPERATOR, TEST_DM, register_operator,
                            ARGS (A ("0x0000000000000000000000000000000000000000"), U ("0"),
                                  abi_string ("data:,"))));
  do_deposit (self, TEST_STAKER, "100" E18,
              "Transfer ExchangeRateEmitted Deposit DepositScalingFactorUpdated");
  g_free (practice_test_do (self, TEST_STAKER, TEST_DM, delegate, DELEGATE (TEST_OPERATOR)));
  g_free (practice_test_do (self, TEST_AVS, TEST_AM, metadata,
                            ARGS (A (TEST_AVS), abi_string ("data:,"))));
  g_autofree char *logs =
    practice_test_do (self, TEST_AVS, TEST_AM, create_redistributing,
                      ARGS (A (TEST_AVS), abi_array (&params, 1),
                            practice_test_list (A ("0x000000000000000000000000000000000000cafe"))));
  g_assert_cmpstr (logs, ==,
                   "OperatorSetCreated RedistributionAddressSet StrategyAddedToOperatorSet "
                   "SlasherUpdated");
  g_free (do_allocate (self, TEST_OPERATOR, "7", "1" E18));
  practice_test_is (self, TEST_AM, redistributable, ARGS (A (TEST_OPERATOR)), "0");
  g_free (do_join (self, TEST_OPERATOR, "7"));
  practice_test_is (self, TEST_AM, redistributable, ARGS (A (TEST_OPERATOR)), "1");

  return self;
}

static void
test_deallocation_is_slashed_too (void)
{
  static const char set_delay[] = "function setAllocationDelay(address operator, uint32 delay)";
  static const char get_delay[] =
    "function getAllocationDelay(address operator) returns (bool, uint32)";
  g_autoptr (SuretyPractice) self = redistributing ();

  g_free (practice_test_do (self, TEST_OPERATOR, TEST_AM, set_delay,
                            ARGS (A (TEST_OPERATOR), U ("7200"))));
  g_auto (TestValues) delay = practice_test_log (
    self, "event AllocationDelaySet(address operator, uint32 delay, uint32 effectBlock)");
  g_assert_true (delay.values.values[2].word == 20126001);
  g_auto (TestValues) now = practice_test_read (self, TEST_AM, get_delay, ARGS (A (TEST_OPERATOR)));
  g_assert_true (now.values.values[0].word == 1 && now.values.values[1].word == 0);

  allocation_is (self, TEST_OPERATOR, "7", "1" E18, "0", "0");
  stake_is (self, minimum_stake, "7", "20000000", "100" E18);
  g_free (do_allocate (self, TEST_OPERATOR, "7", "400000000000000000"));
  allocation_is (self, TEST_OPERATOR, "7", "1" E18, "-600000000000000000", "20100801");
  practice_test_is (self, TEST_AM, encumbered, PAIR (TEST_OPERATOR), "1" E18);
  stake_is (self, minimum_stake, "7", "20100800", "100" E18);
  stake_is (self, minimum_stake, "7", "20100801", "40" E18);

  g_autofree char *logs = do_slash (self, TEST_OPERATOR, "7", "500000000000000000");
  g_assert_true (g_str_has_prefix (
    logs, "AllocationUpdated EncumberedMagnitudeUpdated AllocationUpdated MaxMagnitude"));
  allocation_is (self, TEST_OPERATOR, "7", "500000000000000000", "-300000000000000000", "20100801");
  practice_test_is (self, TEST_AM, max_magnitude, PAIR (TEST_OPERATOR), "500000000000000000");
  practice_test_is (self, TEST_AM, encumbered, PAIR (TEST_OPERATOR), "500000000000000000");

  AbiValue items[] = { A (TEST_OPERATOR), A (TEST_AVS), practice_test_list (U ("7")) };
  g_free (practice_test_do (self, TEST_OPERATOR, TEST_AM, leave, ARGS (abi_tuple (items, 3))));
  practice_test_block (self, TEST_BLOCK + 100800);
  practice_test_is (self, TEST_AM, slashable, ARGS (A (TEST_OPERATOR), SET7), "1");
  practice_test_block (self, TEST_BLOCK + 100801);
  practice_test_is (self, TEST_AM, slashable, ARGS (A (TEST_OPERATOR), SET7), "0");
  allocation_is (self, TEST_OPERATOR, "7", "200000000000000000", "0", "0");
  practice_test_is (self, TEST_AM, encumbered, PAIR (TEST_OPERATOR), "200000000000000000");
  practice_test_is (self, TEST_AM, allocatable, PAIR (TEST_OPERATOR), "300000000000000000");

  g_autofree char *cleared = practice_test_do (self, TEST_STAKER2, TEST_SM, clear,
                                               ARGS (SET7, U ("1")));
  g_assert_true (g_str_has_suffix (cleared, "BurnOrRedistributableSharesDecreased"));
  practice_test_is (self, TEST_TOKEN, balance_of,
                    ARGS (A ("0x000000000000000000000000000000000000cafe")), "50" E18);
}

static void
test_everything_lost (void)
{
  g_autoptr (SuretyPractice) self = redistributing ();

  g_free (do_slash (self, TEST_OPERATOR, "7", "1" E18));
  practice_test_is (self, TEST_AM, max_magnitude, PAIR (TEST_OPERATOR), "0");
  position_is (self, TEST_STAKER, "0", "100" E18, "1" E18);
  practice_test_give (self, TEST_TOKEN, TEST_STAKER, "1" E18);
  practice_test_reverts (self, TEST_STAKER, TEST_SM, deposit,
                         ARGS (A (TEST_STRATEGY), A (TEST_TOKEN), U ("1" E18)), "FullySlashed()");
  do_deposit (self, TEST_STAKER2, "1" E18,
              "Transfer ExchangeRateEmitted Deposit DepositScalingFactorUpdated");
  practice_test_reverts (self, TEST_STAKER2, TEST_DM, delegate, DELEGATE (TEST_OPERATOR),
                         "FullySlashed()");

  g_free (practice_test_do (self, TEST_STAKER, TEST_DM, undelegate, ARGS (A (TEST_STAKER))));
  g_auto (TestValues) values = { 0 };
  AbiValue withdrawal = only_withdrawal (self, TEST_STAKER, &values);
  g_assert_true (withdrawal.items[6].items[0].word == practice_test_decimal ("100" E18));
  g_assert_true (values.values.values[1].items[0].items[0].word == 0);
  practice_test_block (self, TEST_BLOCK + 100801);
  g_autofree char *logs = practice_test_do (self, TEST_STAKER, TEST_DM, complete,
                                            ARGS (withdrawal, practice_test_list (A (TEST_TOKEN)),
                                                  abi_bool (true)));
  g_assert_cmpstr (logs, ==, "SlashingWithdrawalCompleted");
}

static void
test_redelegation_and_force (void)
{
  static const char other[] = "0x0000000000000000000000000000000000000b02";
  g_autoptr (SuretyPractice) self = redistributing ();

  practice_test_reverts (self, TEST_STAKER, TEST_DM, undelegate, ARGS (A (TEST_OPERATOR)),
                         "OperatorsCannotUndelegate()");
  practice_test_reverts (self, TEST_STAKER2, TEST_DM, undelegate, ARGS (A (TEST_STAKER)),
                         "CallerCannotUndelegate()");
  practice_test_reverts (self, TEST_STAKER2, TEST_DM, undelegate, ARGS (A (TEST_STAKER2)),
                         "NotActivelyDelegated()");
  practice_test_reverts (self, TEST_STAKER, TEST_DM, delegate, DELEGATE (TEST_OPERATOR),
                         "ActivelyDelegated()");
  practice_test_reverts (self, TEST_STAKER2, TEST_DM, delegate, DELEGATE (other),
                         "OperatorNotRegistered()");
  g_free (practice_test_do (self, other, TEST_DM, register_operator,
                            ARGS (A ("0x0000000000000000000000000000000000000000"), U ("0"),
                                  abi_string ("data:,"))));

  g_free (practice_test_do (self, TEST_STAKER, TEST_DM, redelegate, DELEGATE (other)));
  practice_test_is (self, TEST_DM, operator_shares, PAIR (other), "0");
  practice_test_is (self, TEST_DM, in_queue, PAIR (TEST_OPERATOR), "100" E18);
  g_auto (TestValues) values = { 0 };
  AbiValue withdrawal = only_withdrawal (self, TEST_STAKER, &values);
  practice_test_block (self, TEST_BLOCK + 100801);
  g_free (
    practice_test_do (self, TEST_STAKER, TEST_DM, complete,
                      ARGS (withdrawal, practice_test_list (A (TEST_TOKEN)), abi_bool (false))));
  practice_test_is (self, TEST_DM, operator_shares, PAIR (other), "100" E18);
  practice_test_is (self, TEST_DM, in_queue, PAIR (TEST_OPERATOR), "0");

  g_autofree char *forced = practice_test_do (self, other, TEST_DM, undelegate,
                                              ARGS (A (TEST_STAKER)));
  g_assert_true (g_str_has_prefix (forced, "StakerForceUndelegated StakerUndelegated"));
}

static void
test_queueing_too_much (void)
{
  g_autoptr (SuretyPractice) self = redistributing ();

  queue_reverts (self, TEST_STAKER, "100000000000000000001", "Panic(uint256)");
  queue_reverts (self, TEST_STAKER, "0", "SharesAmountZero()");
  do_deposit (self, TEST_STAKER2, "1" E18,
              "Transfer ExchangeRateEmitted Deposit DepositScalingFactorUpdated");
  queue_reverts (self, TEST_STAKER2, "1000000000000000001", "SharesAmountTooHigh()");

  AbiValue items[] = { abi_array (NULL, 0), abi_array (NULL, 0), A (TEST_STAKER) };
  AbiValue params = abi_tuple (items, 3);
  practice_test_reverts (self, TEST_STAKER, TEST_DM, queue, ARGS (abi_array (&params, 1)),
                         "InputArrayLengthZero()");
  items[0] = STRATEGIES;
  practice_test_reverts (self, TEST_STAKER, TEST_DM, queue, ARGS (abi_array (&params, 1)),
                         "InputArrayLengthMismatch()");
}

static void
test_root_vector (void)
{
  g_autoptr (SuretyPractice) self = practice_test_bare ();
  AbiValue items[] = {
    A (TEST_STAKER),
    A (TEST_OPERATOR),
    A (TEST_STAKER),
    U ("0"),
    U ("20000000"),
    STRATEGIES,
    practice_test_list (U ("1" E18)),
  };
  g_auto (TestValues)
    hash = practice_test_read (self, TEST_DM, root_of, ARGS (abi_tuple (items, 7)));
  char root[67];

  hex_encode (hash.values.values[0].data.data, 32, true, root);
  g_assert_cmpstr (root, ==, "0x72829442bc540731547bc439ba56e8e54d518918e0a355f5aaca9445f1e22620");
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/vectors/half-pledged-and-slashed", test_slashed_once);
  g_test_add_func ("/practice/vectors/converting-back-loses-a-few-wei",
                   test_converting_back_loses_a_few);
  g_test_add_func ("/practice/vectors/queued", test_queued);
  g_test_add_func ("/practice/vectors/slashed-while-queued", test_slashed_while_queued);
  g_test_add_func ("/practice/vectors/newcomer-is-not-slashed-for-the-past",
                   test_newcomer_is_not_slashed_for_the_past);
  g_test_add_func ("/practice/vectors/share-price", test_share_price);
  g_test_add_func ("/practice/vectors/deallocation-is-slashed-too",
                   test_deallocation_is_slashed_too);
  g_test_add_func ("/practice/vectors/everything-lost", test_everything_lost);
  g_test_add_func ("/practice/vectors/redelegation-and-force", test_redelegation_and_force);
  g_test_add_func ("/practice/vectors/queueing-too-much", test_queueing_too_much);
  g_test_add_func ("/practice/vectors/withdrawal-root", test_root_vector);

  return g_test_run ();
}
