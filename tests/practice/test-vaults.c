/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-test.h"

#include <string.h>

#include "practice-addresses.h"
#include "practice-assets.h"
#include "practice-genesis.h"
#include "practice-history.h"
#include "practice-operators.h"

/* Duration vaults, and who pays rewards: rules of the contracts. */

#define AM PRACTICE_ADDRESS_ALLOCATION_MANAGER
#define DM PRACTICE_ADDRESS_DELEGATION_MANAGER
#define SM PRACTICE_ADDRESS_STRATEGY_MANAGER
#define RC PRACTICE_ADDRESS_REWARDS_COORDINATOR

/* VaultMatured(uint32), VaultAdvancedToWithdrawals(address,uint32), TotalStakeRewardsSubmissionCreated
 * as the fact sheet has them. */
#define MATURED "0xff979382d3040b1602e0a02f0f2a454b2250aa36e891d2da0ceb95d70d11a8f2"
#define ADVANCED "0x96c49d03ef64591194500229a104cd087b2d45c68234c96444c3a2a6abb0bb97"
#define TOTAL_STAKE "0x71836f06ac5c96075d4c5b5699a92b18e9c6d91579a382e9e55a1adf097f64df"

static const char deposit[] =
  "function depositIntoStrategy(address strategy, address token, uint256 amount) returns (uint256)";
static const char undelegate[] =
  "function undelegate(address staker) returns (bytes32[] withdrawalRoots)";
static const char slashable_stake[] =
  "function getMinimumSlashableStake((address avs, uint32 id) s, address[] operators, "
  "address[] strategies, uint32 block) returns (uint256[][])";

/* Text that lives as long as the process. */
static const char *
text_of (Address address)
{
  char text[ADDRESS_TEXT_SIZE];

  address_to_text (&address, text);
  return g_intern_string (text);
}

static const char *
vault (guint index)
{
  return text_of (practice_vault_address (index));
}

static const char *
staker (guint index)
{
  return text_of (practice_inhabitant ("vault staker", index));
}

static gboolean
give (PracticeEnv *env, gpointer data)
{
  return practice_asset_give (env, PRACTICE_STETH, data, U256_WAD * 2u);
}

/* With an allowance for StrategyManager. */
static void
give_steth (SuretyPractice *self, const char *to)
{
  Address address;

  g_assert_cmpint (address_parse (to, strlen (to), &address, NULL), ==, CORE_OK);
  practice_chain_system_run (surety_practice_get_chain (self), &address, &address, give, &address);
  g_free (practice_test_do (self, to, PRACTICE_ADDRESS_STETH,
                            "function approve(address s, uint256 a) returns (bool)",
                            ARGS (A (SM), U ("1000000000000000000"))));
}

/* Who is in can't leave; who is out can't come in; nobody ends it too early. */
static void
test_locked (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  AbiValue into[] = { A (vault (0)), A (PRACTICE_ADDRESS_STETH), U ("1000000000000000000") };

  practice_test_is (self, vault (0), "function state() returns (uint8)", NULL, 0, "2");
  practice_test_reverts (self, staker (0), DM, undelegate, ARGS (A (staker (0))),
                         "WithdrawalsLockedDuringAllocations()");
  practice_test_reverts (self, text_of (practice_vault_admin (0)), vault (0), "function lock()",
                         NULL, 0, "VaultAlreadyLocked()");
  practice_test_reverts (self, staker (0), vault (0), "function lock()", NULL, 0,
                         "OnlyVaultAdmin()");
  practice_test_reverts (self, staker (0), vault (0), "function markMatured()", NULL, 0,
                         "DurationNotElapsed()");
  practice_test_reverts (self, staker (0), vault (0), "function advanceToWithdrawals()", NULL, 0,
                         "OnlyArbitrator()");

  give_steth (self, staker (0));
  practice_test_reverts (self, staker (0), SM, deposit, into, 3, "DepositsLocked()");
}

/* All of it can be slashed; when it is over, for as long as a withdrawal takes. */
static void
test_to_the_end (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  AbiValue vaults = A (vault (0));
  AbiValue set = practice_test_set (text_of (practice_service_address (PRACTICE_VAULT_SERVICE)),
                                    "1");
  g_auto (TestValues)
    stake = practice_test_read (self, AM, slashable_stake,
                                ARGS (set, abi_array (&vaults, 1), abi_array (&vaults, 1),
                                      abi_uint (surety_practice_get_block (self))));
  g_auto (TestValues)
    shares = practice_test_read (self, DM,
                                 "function operatorShares(address o, address s) returns (uint256)",
                                 ARGS (A (vault (0)), A (vault (0))));

  g_assert_true (stake.values.values[0].items[0].items[0].word > U256_WAD * 500u);
  g_assert_true (stake.values.values[0].items[0].items[0].word == shares.values.values[0].word);

  surety_practice_wind_seconds (self, PRACTICE_VAULT_DAYS * 86400u);
  g_autofree char *ended = practice_test_do (self, staker (1), vault (0), "function markMatured()",
                                             NULL, 0);
  g_assert_true (g_str_has_prefix (ended, MATURED));
  practice_test_is (self, vault (0), "function state() returns (uint8)", NULL, 0, "3");
  /* Again, by anybody: nothing happens. */
  g_free (practice_test_do (self, staker (0), vault (0), "function markMatured()", NULL, 0));
  g_autofree char *left = practice_test_do (self, staker (0), DM, undelegate,
                                            ARGS (A (staker (0))));
  g_assert_nonnull (strstr (left, "SlashingWithdrawalQueued"));
}

static void
test_arbitrator_ends_it_early (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  const char *arbitrator = text_of (practice_inhabitant ("vault arbitrator", 0));
  g_autofree char *ended = practice_test_do (self, arbitrator, vault (0),
                                             "function advanceToWithdrawals()", NULL, 0);

  g_assert_true (g_str_has_prefix (ended, MATURED " " ADVANCED));
  practice_test_is (self, vault (0), "function state() returns (uint8)", NULL, 0, "3");
}

/* Only who delegates to it first may deposit, and may leave before it is locked. */
static void
test_filling (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  const char *stranger = "0x00000000000000000000000000000000000005a7";
  AbiValue into[] = { A (vault (1)), A (PRACTICE_ADDRESS_STETH), U ("1000000000000000000") };

  give_steth (self, stranger);
  practice_test_reverts (self, stranger, SM, deposit, into, 3, "MustBeDelegatedToVaultOperator()");
  g_autofree char *left = practice_test_do (self, staker (2), DM, undelegate,
                                            ARGS (A (staker (2))));
  g_assert_nonnull (strstr (left, "SlashingWithdrawalQueued"));
}

/* --- rewards --- */

#define SUBMISSION                                                                             \
  "((address strategy, uint96 multiplier)[] strategiesAndMultipliers, address token, uint256 " \
  "amount, uint32 startTimestamp, uint32 duration)[] s"

static const char pay[] = "function createTotalStakeRewardsSubmission((address avs, uint32 id) "
                          "operatorSet, " SUBMISSION ")";

/* One with these; storage lives until the next. */
static AbiValue
submission (const char *amount, guint64 start, guint64 seconds)
{
  static AbiValue pair[2], multiplier, items[5], tuple;

  pair[0] = A (PRACTICE_ADDRESS_STRATEGY_STETH);
  pair[1] = U ("1");
  multiplier = abi_tuple (pair, 2);
  items[0] = abi_array (&multiplier, 1);
  items[1] = A (PRACTICE_ADDRESS_RETH);
  items[2] = U (amount);
  items[3] = abi_uint (start);
  items[4] = abi_uint (seconds);
  tuple = abi_tuple (items, 5);
  return abi_array (&tuple, 1);
}

static void
test_payments_are_taken (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  const char *avs = text_of (practice_service_address (0));
  AbiValue set = practice_test_set (avs, "0");
  guint64 start = surety_practice_get_time (self) / 86400 * 86400 - 7 * 86400;
  g_auto (TestValues)
    before = practice_test_read (self, RC, "function submissionNonce(address a) returns (uint256)",
                                 ARGS (A (avs)));

  practice_test_give (self, PRACTICE_ADDRESS_RETH, avs, "5");
  practice_test_reverts (self, avs, RC, pay, ARGS (set, submission ("0", start, 604800)),
                         "AmountIsZero()");
  practice_test_reverts (self, avs, RC, pay, ARGS (set, submission ("5", start + 1, 604800)),
                         "InvalidStartTimestampRemainder()");
  practice_test_reverts (self, avs, RC, pay, ARGS (set, submission ("5", start, 604801)),
                         "InvalidDurationRemainder()");
  practice_test_reverts (self, avs, RC, pay, ARGS (set, submission ("5", start, 0)),
                         "DurationIsZero()");
  practice_test_reverts (self, avs, RC, pay,
                         ARGS (set, submission ("5", start + 40 * 86400, 604800)),
                         "StartTimestampTooFarInFuture()");
  practice_test_reverts (self, TEST_STAKER, RC, pay, ARGS (set, submission ("5", start, 604800)),
                         "InvalidPermissions()");

  g_free (practice_test_do (self, avs, PRACTICE_ADDRESS_RETH,
                            "function approve(address s, uint256 a) returns (bool)",
                            ARGS (A (RC), U ("5"))));
  g_autofree char *paid = practice_test_do (self, avs, RC, pay,
                                            ARGS (set, submission ("5", start, 604800)));
  g_assert_cmpstr (paid, ==, TOTAL_STAKE " Approval Transfer");
  practice_test_is (self, PRACTICE_ADDRESS_RETH, "function balanceOf(address a) returns (uint256)",
                    ARGS (A (avs)), "0");
  g_auto (TestValues)
    after = practice_test_read (self, RC, "function submissionNonce(address a) returns (uint256)",
                                ARGS (A (avs)));
  g_assert_true (after.values.values[0].word == before.values.values[0].word + 1);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/vaults/locked", test_locked);
  g_test_add_func ("/practice/vaults/to-the-end", test_to_the_end);
  g_test_add_func ("/practice/vaults/arbitrator-ends-it-early", test_arbitrator_ends_it_early);
  g_test_add_func ("/practice/vaults/filling", test_filling);
  g_test_add_func ("/practice/payments/tokens-are-taken", test_payments_are_taken);

  return g_test_run ();
}
