/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checks-test.h"

#define PERCENT (CHECK_WHOLE / 100u)
#define DAY UINT64_C (86400)

/* Mainnet's delays: leaving 100 800 blocks, a new delay 126 000 (eigenlayer-semantics, 2.1). */
#define CHAIN FACT_HEAD, 20000000, FACT_EXIT_DELAY, 100800, FACT_CONFIGURATION_DELAY, 126000

static void
test_warning (void)
{
#define WARNING(reason, ...) assert_found (CHECK_OPERATOR_WARNING, reason, CHAIN, __VA_ARGS__)
#define STAYS FACT_PENDING_DELAY_BLOCK, 0
  WARNING (FOUND_WARNING_NONE, FACT_DELAY_SET, 1, FACT_DELAY, 0, STAYS);
  WARNING (FOUND_WARNING_SHORT, FACT_DELAY_SET, 1, FACT_DELAY, 1, STAYS);
  /* An allocation the next block effects in block + delay; who leaves in the next block can be
   * slashed through block + 1 + 100 800: the delay must be larger, not equal. */
  WARNING (FOUND_WARNING_SHORT, FACT_DELAY_SET, 1, FACT_DELAY, 100800, STAYS);
  WARNING (FOUND_WARNING_TIGHT, FACT_DELAY_SET, 1, FACT_DELAY, 100801, STAYS);
  WARNING (FOUND_WARNING_TIGHT, FACT_DELAY_SET, 1, FACT_DELAY, 101799, STAYS);
  WARNING (FOUND_WARNING_ENOUGH, FACT_DELAY_SET, 1, FACT_DELAY, 101800, STAYS);
  /* Whatever it is now, it can be lowered: that takes 126 001 blocks, more than leaving. */
  WARNING (FOUND_WARNING_ENOUGH, FACT_DELAY_SET, 1, FACT_DELAY, 4000000, STAYS);
  WARNING (FOUND_WARNING_ENOUGH, FACT_DELAY_SET, 0, STAYS);
}

static void
test_warning_to_come (void)
{
  /* None at all from tomorrow on: what matters is when the first new pledge could bite. */
  WARNING (FOUND_WARNING_SHORT, FACT_DELAY_SET, 1, FACT_DELAY, 126000, FACT_PENDING_DELAY_BLOCK,
           20007200, FACT_PENDING_DELAY, 0);
  WARNING (FOUND_WARNING_ENOUGH, FACT_DELAY_SET, 1, FACT_DELAY, 126000, FACT_PENDING_DELAY_BLOCK,
           20007200, FACT_PENDING_DELAY, 126000);
  /* It gets longer, but now it is too short. */
  WARNING (FOUND_WARNING_SHORT, FACT_DELAY_SET, 1, FACT_DELAY, 7200, FACT_PENDING_DELAY_BLOCK,
           20007200, FACT_PENDING_DELAY, 126000);
}

static void
test_warning_unknown (void)
{
  /* What comes is not known: bad stays bad, good is not known. */
  WARNING (FOUND_WARNING_NONE, FACT_DELAY_SET, 1, FACT_DELAY, 0);
  WARNING (FOUND_WARNING_SHORT, FACT_DELAY_SET, 1, FACT_DELAY, 100800);
  WARNING (FOUND_WARNING_UNKNOWN, FACT_DELAY_SET, 1, FACT_DELAY, 126000);
  WARNING (FOUND_WARNING_UNKNOWN, FACT_DELAY, 126000, STAYS);
  WARNING (FOUND_WARNING_UNKNOWN, FACT_DELAY_SET, 1, STAYS);
  assert_found (CHECK_OPERATOR_WARNING, FOUND_WARNING_UNKNOWN, FACT_DELAY_SET, 1, FACT_DELAY,
                126000, STAYS);
}

static void
test_pending (void)
{
  assert_found (CHECK_OPERATOR_PENDING, FOUND_PENDING_NONE, FACT_PENDING_WITHIN, 0,
                FACT_PENDING_BEYOND, 0);
  assert_found (CHECK_OPERATOR_PENDING, FOUND_PENDING_LATER, FACT_PENDING_WITHIN, 0,
                FACT_PENDING_BEYOND, 1);
  assert_found (CHECK_OPERATOR_PENDING, FOUND_PENDING_SOON, FACT_PENDING_WITHIN, 1);
  assert_found (CHECK_OPERATOR_PENDING, FOUND_PENDING_UNKNOWN, FACT_PENDING_WITHIN, 0);
  assert_found (CHECK_OPERATOR_PENDING, FOUND_PENDING_UNKNOWN, FACT_PENDING_BEYOND, PERCENT);
}

static void
test_shares (void)
{
  assert_found (CHECK_OPERATOR_SLASHABLE, FOUND_SLASHABLE_NOTHING, FACT_SLASHABLE, 0);
  assert_found (CHECK_OPERATOR_SLASHABLE, FOUND_SLASHABLE_SOME, FACT_SLASHABLE, 50 * PERCENT);
  assert_found (CHECK_OPERATOR_SLASHABLE, FOUND_SLASHABLE_MUCH, FACT_SLASHABLE, 50 * PERCENT + 1);
  assert_found (CHECK_OPERATOR_SLASHABLE, FOUND_SLASHABLE_MOST, FACT_SLASHABLE, CHECK_WHOLE);
  assert_found (CHECK_OPERATOR_SLASHABLE, FOUND_SLASHABLE_UNKNOWN, FACT_SLASHABLE, CHECK_WHOLE + 1);
  assert_found (CHECK_OPERATOR_LARGEST, FOUND_LARGEST_NOTHING, FACT_LARGEST, 0);
  assert_found (CHECK_OPERATOR_LARGEST, FOUND_LARGEST_SOME, FACT_LARGEST, 25 * PERCENT);
  assert_found (CHECK_OPERATOR_LARGEST, FOUND_LARGEST_MUCH, FACT_LARGEST, 30 * PERCENT);
  assert_found (CHECK_OPERATOR_LARGEST, FOUND_LARGEST_MOST, FACT_LARGEST, 51 * PERCENT);
  assert_found (CHECK_OPERATOR_DORMANT, FOUND_DORMANT_NONE, FACT_DORMANT, 0);
  assert_found (CHECK_OPERATOR_DORMANT, FOUND_DORMANT_LITTLE, FACT_DORMANT, 1);
  assert_found (CHECK_OPERATOR_DORMANT, FOUND_DORMANT_SOME, FACT_DORMANT, 11 * PERCENT);
  assert_found (CHECK_OPERATOR_DORMANT, FOUND_DORMANT_MUCH, FACT_DORMANT, 51 * PERCENT);
  assert_found (CHECK_OPERATOR_STAKER, FOUND_STAKER_SPREAD, FACT_STAKER_SHARE, 0);
  assert_found (CHECK_OPERATOR_STAKER, FOUND_STAKER_MUCH, FACT_STAKER_SHARE, 51 * PERCENT);
  assert_found (CHECK_OPERATOR_STAKER, FOUND_STAKER_ALMOST_ALL, FACT_STAKER_SHARE, 91 * PERCENT);
  assert_found (CHECK_OPERATOR_SET_SHARE, FOUND_SET_SHARE_NO_SETS, FACT_SETS, 0);
  assert_found (CHECK_OPERATOR_SET_SHARE, FOUND_SET_SHARE_UNKNOWN, FACT_SETS, 1);
  assert_found (CHECK_OPERATOR_SET_SHARE, FOUND_SET_SHARE_SMALL, FACT_SETS, 1, FACT_SET_SHARE, 1);
  assert_found (CHECK_OPERATOR_SET_SHARE, FOUND_SET_SHARE_MUCH, FACT_SETS, 1, FACT_SET_SHARE,
                34 * PERCENT);
  assert_found (CHECK_OPERATOR_SET_SHARE, FOUND_SET_SHARE_MOST, FACT_SET_SHARE, 67 * PERCENT);
}

static void
test_slashed (void)
{
  assert_found (CHECK_OPERATOR_SLASHED, FOUND_SLASHED_NEVER, FACT_SLASHINGS, 0);
  assert_found (CHECK_OPERATOR_SLASHED, FOUND_SLASHED_LATELY, FACT_SLASHINGS, 1, FACT_SLASHED_AGE,
                364 * DAY);
  assert_found (CHECK_OPERATOR_SLASHED, FOUND_SLASHED_LONG_AGO, FACT_SLASHINGS, 3, FACT_SLASHED_AGE,
                365 * DAY, FACT_SLASHED_SHARE, PERCENT);
  assert_found (CHECK_OPERATOR_SLASHED, FOUND_SLASHED_MUCH, FACT_SLASHINGS, 1, FACT_SLASHED_AGE,
                900 * DAY, FACT_SLASHED_SHARE, 11 * PERCENT);
  /* It was slashed, but nobody can say when: perhaps yesterday. */
  assert_found (CHECK_OPERATOR_SLASHED, FOUND_SLASHED_UNKNOWN, FACT_SLASHINGS, 1,
                FACT_SLASHED_SHARE, PERCENT);
}

static void
test_life_and_age (void)
{
  assert_found (CHECK_OPERATOR_SILENT, FOUND_SILENT_NOT, FACT_SILENCE, 180 * DAY);
  assert_found (CHECK_OPERATOR_SILENT, FOUND_SILENT_LONG, FACT_SILENCE, 181 * DAY);
  assert_found (CHECK_OPERATOR_SILENT, FOUND_SILENT_VERY_LONG, FACT_SILENCE, 541 * DAY);
  assert_found (CHECK_OPERATOR_NEW, FOUND_NEW_VERY, FACT_OPERATOR_AGE, 30 * DAY - 1);
  assert_found (CHECK_OPERATOR_NEW, FOUND_NEW_RATHER, FACT_OPERATOR_AGE, 30 * DAY);
  assert_found (CHECK_OPERATOR_NEW, FOUND_NEW_NOT, FACT_OPERATOR_AGE, 180 * DAY);
}

static void
test_fees (void)
{
  /* 10 % is what the contract gives who never set any (eigenlayer-semantics, 2.2). */
  assert_found (CHECK_OPERATOR_FEES, FOUND_FEES_USUAL, FACT_SPLIT, 1000);
  assert_found (CHECK_OPERATOR_FEES, FOUND_FEES_HIGH, FACT_SPLIT, 1501);
  assert_found (CHECK_OPERATOR_FEES, FOUND_FEES_VERY_HIGH, FACT_SPLIT, 10000);
  assert_found (CHECK_OPERATOR_FEE_CHANGE, FOUND_FEE_STAYS, FACT_SPLIT_CHANGES, 0);
  assert_found (CHECK_OPERATOR_FEE_CHANGE, FOUND_FEE_FALLS, FACT_SPLIT_CHANGES, 1, FACT_SPLIT, 1000,
                FACT_SPLIT_NEXT, 900);
  assert_found (CHECK_OPERATOR_FEE_CHANGE, FOUND_FEE_RISES, FACT_SPLIT_CHANGES, 1, FACT_SPLIT, 1000,
                FACT_SPLIT_NEXT, 1001);
  assert_found (CHECK_OPERATOR_FEE_CHANGE, FOUND_FEE_RISES_HIGH, FACT_SPLIT_CHANGES, 1, FACT_SPLIT,
                1000, FACT_SPLIT_NEXT, 5001);
  assert_found (CHECK_OPERATOR_FEE_CHANGE, FOUND_FEE_CHANGE_UNKNOWN, FACT_SPLIT_CHANGES, 1,
                FACT_SPLIT_NEXT, 900);
}

static void
test_redistribution (void)
{
  assert_found (CHECK_OPERATOR_REDISTRIBUTION, FOUND_REDISTRIBUTION_NO_SETS, FACT_SETS, 0);
  assert_found (CHECK_OPERATOR_REDISTRIBUTION, FOUND_REDISTRIBUTION_NONE, FACT_SETS, 2,
                FACT_REDISTRIBUTING_SETS, 0);
  assert_found (CHECK_OPERATOR_REDISTRIBUTION, FOUND_REDISTRIBUTION_SOME, FACT_SETS, 2,
                FACT_REDISTRIBUTING_SETS, 1, FACT_REDISTRIBUTED, 50 * PERCENT);
  assert_found (CHECK_OPERATOR_REDISTRIBUTION, FOUND_REDISTRIBUTION_MUCH, FACT_SETS, 2,
                FACT_REDISTRIBUTING_SETS, 1, FACT_REDISTRIBUTED, 51 * PERCENT);
  assert_found (CHECK_OPERATOR_REDISTRIBUTION, FOUND_REDISTRIBUTION_UNKNOWN, FACT_SETS, 2,
                FACT_REDISTRIBUTING_SETS, 1);
}

static void
test_approver_and_domain (void)
{
  assert_found (CHECK_OPERATOR_APPROVER, FOUND_APPROVER_NONE, FACT_NEEDS_APPROVAL, 0);
  assert_found (CHECK_OPERATOR_APPROVER, FOUND_APPROVER_DECIDES, FACT_NEEDS_APPROVAL, 1);
  assert_found (CHECK_OPERATOR_DOMAIN, FOUND_DOMAIN_LOOK_ALIKE, FACT_LOOK_ALIKE, 1,
                FACT_DOMAIN_MATCHES, 1);
  assert_found (CHECK_OPERATOR_DOMAIN, FOUND_DOMAIN_NO_FILE, FACT_LOOK_ALIKE, 0, FACT_NAMES_FILE,
                0);
  assert_found (CHECK_OPERATOR_DOMAIN, FOUND_DOMAIN_SILENT, FACT_LOOK_ALIKE, 0, FACT_NAMES_FILE, 1,
                FACT_FILE_ANSWERS, 0);
  assert_found (CHECK_OPERATOR_DOMAIN, FOUND_DOMAIN_DIFFERS, FACT_LOOK_ALIKE, 0, FACT_NAMES_FILE, 1,
                FACT_FILE_ANSWERS, 1, FACT_DOMAIN_MATCHES, 0);
  assert_found (CHECK_OPERATOR_DOMAIN, FOUND_DOMAIN_MATCHES, FACT_LOOK_ALIKE, 0, FACT_NAMES_FILE, 1,
                FACT_FILE_ANSWERS, 1, FACT_DOMAIN_MATCHES, 1);
  /* The web is switched off. */
  assert_found (CHECK_OPERATOR_DOMAIN, FOUND_DOMAIN_UNKNOWN, FACT_NAMES_FILE, 1);
}

static void
test_vault (void)
{
#define VAULT(reason, ...) assert_found (CHECK_OPERATOR_VAULT, reason, __VA_ARGS__)
  VAULT (FOUND_VAULT_NONE, FACT_VAULT, 0);
  VAULT (FOUND_VAULT_LOCKED, FACT_VAULT, 1, FACT_VAULT_LOCKED, 1, FACT_VAULT_OVER, 0);
  /* A lock that is known stands, whatever else is not. */
  VAULT (FOUND_VAULT_LOCKED, FACT_VAULT_LOCKED, 1);
  VAULT (FOUND_VAULT_OPEN, FACT_VAULT, 1, FACT_VAULT_LOCKED, 0, FACT_VAULT_OVER, 0);
  VAULT (FOUND_VAULT_OVER, FACT_VAULT, 1, FACT_VAULT_LOCKED, 0, FACT_VAULT_OVER, 1);
  VAULT (FOUND_VAULT_UNKNOWN, FACT_VAULT, 1);
  assert_found (CHECK_OPERATOR_VAULT, FOUND_VAULT_UNKNOWN);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/checks-operator/warning-against-exit", test_warning);
  g_test_add_func ("/checks-operator/warning-to-come-counts", test_warning_to_come);
  g_test_add_func ("/checks-operator/warning-not-known-is-never-enough", test_warning_unknown);
  g_test_add_func ("/checks-operator/pending-within-or-beyond-the-exit", test_pending);
  g_test_add_func ("/checks-operator/shares-at-their-limits", test_shares);
  g_test_add_func ("/checks-operator/slashing-record", test_slashed);
  g_test_add_func ("/checks-operator/life-and-age", test_life_and_age);
  g_test_add_func ("/checks-operator/fees-now-and-to-come", test_fees);
  g_test_add_func ("/checks-operator/redistribution", test_redistribution);
  g_test_add_func ("/checks-operator/approver-and-domain", test_approver_and_domain);
  g_test_add_func ("/checks-operator/duration-vault", test_vault);
  return g_test_run ();
}
