/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-sentences.h"

#include <locale.h>
#include <string.h>

#include "surety-address-book.h"
#include "surety-chain-error.h"
#include "surety-protocol-error.h"
#include "surety-store-error.h"

/* A sentence has a capital, a point, and no technical name. */
static void
assert_sentence (const char *sentence)
{
  g_assert_nonnull (sentence);
  g_assert_cmpuint (strlen (sentence), >, 20);
  g_assert_true (g_ascii_isupper (sentence[0]));
  g_assert_cmpint (sentence[strlen (sentence) - 1], ==, '.');
  g_assert_null (strstr (sentence, "_"));
}

/* Codes are consecutive from 0; every one before the first without a sentence has its own. */
static void
assert_domain (GQuark domain, int last)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (int code = 0; code <= last; code++)
    {
      const char *sentence = surety_sentence_for_code (domain, code);
      g_autoptr (GError) error = g_error_new_literal (domain, code, "secret technical detail");
      g_autofree char *shown = surety_sentence_for_error (error);

      g_test_message ("%s %d", g_quark_to_string (domain), code);
      assert_sentence (sentence);
      g_assert_true (g_hash_table_add (seen, (gpointer) sentence));
      assert_sentence (shown);
      g_assert_null (strstr (shown, "secret"));
    }
  g_assert_null (surety_sentence_for_code (domain, last + 1));
}

static void
test_every_chain_error_has_one (void)
{
  assert_domain (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_DISAGREE);
}

static void
test_every_store_error_has_one (void)
{
  assert_domain (SURETY_STORE_ERROR, SURETY_STORE_ERROR_DAMAGED);
}

static void
test_every_reason_not_to_save_has_one (void)
{
  assert_domain (SURETY_BOOK_ERROR, SURETY_BOOK_ERROR_SAVED);
}

static void
test_every_protocol_error_has_one (void)
{
  assert_domain (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_STRANGER);
}

static void
test_every_core_result_has_one (void)
{
  g_assert_null (surety_sentence_for_core (CORE_OK));
  for (int result = CORE_ERROR_TRUNCATED; result <= CORE_ERROR_INTERNAL; result++)
    assert_sentence (surety_sentence_for_core ((CoreResult) result));
}

/* What the contracts this program talks to answer to a user's own mistake or bad luck. */
static void
test_reverts_a_user_can_meet_have_one (void)
{
  static const char *const names[] = {
    "ActivelyDelegated",
    "BalanceExceedsMaxTotalDeposits",
    "CurrentlyPaused",
    "EarningsNotGreaterThanClaimed",
    "FullySlashed",
    "InputArrayLengthMismatch",
    "InvalidClaimProof",
    "InvalidEarnerLeafIndex",
    "InvalidProofLength",
    "InvalidTokenLeafIndex",
    "MaxStrategiesExceeded",
    "NewSharesZero",
    "NotActivelyDelegated",
    "OperatorNotRegistered",
    "Panic(0x11)",
    "RootDisabled",
    "RootNotActivated",
    "SharesAmountTooHigh",
    "StrategyNotWhitelisted",
    "UnauthorizedCaller",
    "WithdrawalDelayNotElapsed",
    "WithdrawalNotQueued",
    "WithdrawerNotCaller",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    assert_sentence (surety_sentence_for_revert (names[i]));
  g_assert_null (surety_sentence_for_revert ("OnlyPauser"));
  g_assert_null (surety_sentence_for_revert ("Activel"));
  g_assert_null (surety_sentence_for_revert (""));
  g_assert_null (surety_sentence_for_revert (NULL));
}

static void
test_a_foreign_error_has_the_general_one (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_MARKUP_ERROR, 3, "secret technical detail");
  g_autofree char *shown = surety_sentence_for_error (error);

  assert_sentence (shown);
  g_assert_null (strstr (shown, "secret"));
}

/* What can't be signed says why. */
static void
test_review_says_why (void)
{
  g_autoptr (GError)
    error = g_error_new_literal (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVIEW,
                                 "The approval is without a limit");
  g_autofree char *sentence = surety_sentence_for_error (error);

  g_assert_nonnull (strstr (sentence, "The approval is without a limit"));
}

/* Which of the endpoints it is helps to do something about it. */
static void
test_the_endpoint_is_named (void)
{
  g_autoptr (GError) error = g_error_new_literal (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_POOL,
                                                  "rpc.example.org:8545");
  g_autofree char *shown = surety_sentence_for_error (error);

  g_assert_true (g_str_has_prefix (shown, "rpc.example.org:8545 says that a transaction"));
}

/* Which address may claim is said; nothing else that could stand there is. */
static void
test_the_claimer_is_named (void)
{
  g_autoptr (GError)
    error = g_error_new_literal (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CLAIMER,
                                 "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
  g_autoptr (GError)
    other = g_error_new_literal (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CLAIMER,
                                 "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Bead");
  g_autofree char *shown = surety_sentence_for_error (error);
  g_autofree char *plain = surety_sentence_for_error (other);

  g_assert_nonnull (strstr (shown, "0x5aAe"));
  g_assert_null (strstr (plain, "0x5a"));
}

/* Whose answer was dropped is said; nothing else that could stand there is. */
static void
test_the_rewards_server_is_named (void)
{
  for (int code = SURETY_PROTOCOL_ERROR_REWARDS_SERVER; code <= SURETY_PROTOCOL_ERROR_REWARDS_PROOF;
       code++)
    {
      g_autoptr (GError)
        error = g_error_new_literal (SURETY_PROTOCOL_ERROR, code, "rewards.example.org:7101");
      g_autoptr (GError) other = g_error_new_literal (SURETY_PROTOCOL_ERROR, code, "a %s <b>x</b>");
      g_autofree char *shown = surety_sentence_for_error (error);
      g_autofree char *plain = surety_sentence_for_error (other);

      assert_sentence (plain);
      g_assert_nonnull (strstr (shown, "rewards.example.org:7101"));
      g_assert_null (strchr (shown, '%'));
      g_assert_null (strstr (plain, "<b>"));
    }
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sentences/every-chain-error-has-one", test_every_chain_error_has_one);
  g_test_add_func ("/sentences/every-store-error-has-one", test_every_store_error_has_one);
  g_test_add_func ("/sentences/every-reason-not-to-save-has-one",
                   test_every_reason_not_to_save_has_one);
  g_test_add_func ("/sentences/every-protocol-error-has-one", test_every_protocol_error_has_one);
  g_test_add_func ("/sentences/every-core-result-has-one", test_every_core_result_has_one);
  g_test_add_func ("/sentences/reverts-a-user-can-meet-have-one",
                   test_reverts_a_user_can_meet_have_one);
  g_test_add_func ("/sentences/a-foreign-error-has-the-general-one",
                   test_a_foreign_error_has_the_general_one);
  g_test_add_func ("/sentences/review-says-why", test_review_says_why);
  g_test_add_func ("/sentences/the-endpoint-is-named", test_the_endpoint_is_named);
  g_test_add_func ("/sentences/the-claimer-is-named", test_the_claimer_is_named);
  g_test_add_func ("/sentences/the-rewards-server-is-named", test_the_rewards_server_is_named);
  return g_test_run ();
}
