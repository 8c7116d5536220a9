/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-change-words.h"

#include <string.h>

static const Address subject = { { 1 } };
static const Address spender = { { 2 } };

static void
assert_words_of (const Address *whose,
                 const char *symbol,
                 SuretyChangeKind kind,
                 const u256 *before,
                 const u256 *after,
                 const char *title,
                 const char *value,
                 gboolean matters)
{
  g_autoptr (SuretyChange)
    change = surety_change_new (kind, &subject, whose, symbol, 18, before, after);
  g_autofree char *found_title = surety_change_words_title (change, NULL);
  g_autofree char *found = surety_change_words_value (change, NULL);

  g_assert_cmpstr (found_title, ==, title);
  g_assert_cmpstr (found, ==, value);
  g_assert_true (surety_change_words_matters (change) == matters);
}

static void
assert_words (SuretyChangeKind kind,
              const u256 *before,
              const u256 *after,
              const char *title,
              const char *value,
              gboolean matters)
{
  static const Address account;

  assert_words_of (&account, "stETH", kind, before, after, title, value, matters);
}

static void
test_before_and_after (void)
{
  const u256 none = 0;
  const u256 some = U256_WAD / 20;
  const u256 more = U256_WAD;

  assert_words (SURETY_CHANGE_BALANCE, &more, &some, "stETH in your account",
                "1 stETH now, 0.05 stETH afterwards", TRUE);
  assert_words (SURETY_CHANGE_BALANCE, &more, &more, "stETH in your account",
                "1 stETH, before and afterwards", FALSE);
  assert_words (SURETY_CHANGE_SHARES, &none, &some, "stETH shares restaked",
                "0 now, 0.05 afterwards", TRUE);
  assert_words (SURETY_CHANGE_ETH, &more, &some, "stETH in your account",
                "1 stETH now, 0.05 stETH afterwards, less the network fee", TRUE);
}

/* Rewards: of whom, and in what. A token that is not known has no name and no decimals here. */
static void
test_rewards (void)
{
  const u256 none = 0;
  const u256 some = 3 * U256_WAD;
  const u256 few = 3;

  assert_words_of (&spender, "EIGEN", SURETY_CHANGE_BALANCE, &none, &some,
                   "EIGEN of 0x0200 0000 … 0000 0000", "0 EIGEN now, 3 EIGEN afterwards", TRUE);
  assert_words_of (&spender, "EIGEN", SURETY_CHANGE_CLAIMED, &none, &some,
                   "EIGEN rewards claimed so far", "0 EIGEN now, 3 EIGEN afterwards", TRUE);
  {
    static const Address account;
    g_autoptr (SuretyChange)
      change = surety_change_new (SURETY_CHANGE_BALANCE, &subject, &account, "", 0, &none, &few);
    g_autofree char *title = surety_change_words_title (change, NULL);
    g_autofree char *value = surety_change_words_value (change, NULL);

    g_assert_nonnull (strstr (title, "0x0100"));
    g_assert_cmpstr (value, ==, "0 smallest units now, 3 smallest units afterwards");
  }
}

/* A permission that stays is said, too. */
static void
test_permissions_are_always_said (void)
{
  const u256 none = 0;
  g_autoptr (SuretyChange) change = surety_change_new (SURETY_CHANGE_ALLOWANCE, &subject, &spender,
                                                       "stETH", 18, &none, &none);

  g_assert_true (surety_change_words_matters (change));
}

static void
test_no_limit_is_no_number (void)
{
  const u256 none = 0;
  const u256 all = U256_MAX;
  g_autoptr (SuretyChange) change = surety_change_new (SURETY_CHANGE_ALLOWANCE, &subject, &spender,
                                                       "stETH", 18, &all, &none);
  g_autofree char *value = surety_change_words_value (change, NULL);

  g_assert_cmpstr (value, ==, "all stETH, without a limit now, 0 stETH afterwards");
}

/* Never as 0, and never as unchanged. */
static void
test_unknown_is_said (void)
{
  const u256 some = U256_WAD / 20;

  assert_words (SURETY_CHANGE_SHARES, &some, NULL, "stETH shares restaked",
                "0.05 now, not known afterwards", TRUE);
  assert_words (SURETY_CHANGE_SHARES, NULL, NULL, "stETH shares restaked",
                "not known now, not known afterwards", TRUE);
}

static void
test_delegation_has_its_address (void)
{
  const u256 nobody = 0;
  const u256 operator= u256_shl (0xabcd, 144) | 0x1234;
  g_autoptr (SuretyChange) change = surety_change_new (SURETY_CHANGE_DELEGATION, &subject, &spender,
                                                       "", 0, &nobody, &operator);
  g_autofree char *value = surety_change_words_value (change, NULL);

  g_assert_true (g_str_has_prefix (value, "nobody now, 0x"));
  g_assert_true (g_str_has_suffix (value, "1234 afterwards"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/change-words/before-and-after", test_before_and_after);
  g_test_add_func ("/change-words/permissions-are-always-said", test_permissions_are_always_said);
  g_test_add_func ("/change-words/no-limit-is-no-number", test_no_limit_is_no_number);
  g_test_add_func ("/change-words/unknown-is-said", test_unknown_is_said);
  g_test_add_func ("/change-words/rewards", test_rewards);
  g_test_add_func ("/change-words/delegation-has-its-address", test_delegation_has_its_address);
  return g_test_run ();
}
