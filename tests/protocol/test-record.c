/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "surety-metadata.h"
#include "surety-plan.h"
#include "surety-protocol-error.h"
#include "surety-text.h"

static const Address account = { { 0xaa, 1 } };
static const Address strategy = { { 0xbb, 2 } };
static const Address provider = { { 0xcc, 3 } };

static SuretyStep *
make_step (const char *kind)
{
  g_autoptr (GPtrArray) promises = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GBytes) calldata = g_bytes_new_static ("\x01\x02\x03\x04", 4);
  SuretyStepFacts facts = {
    .kind = kind,
    .to = provider,
    .signature = "function f()",
    .calldata = calldata,
    .value = U256_MAX,
    .gas_hint = 123456,
    .promises = promises,
    .symbol = "stETH",
    .decimals = 18,
    .amount = U256_WAD,
    .has_provider = TRUE,
    .provider = provider,
  };

  g_ptr_array_add (promises, surety_promise_new (SURETY_PROMISE_SHARES_AT_LEAST, &strategy, NULL,
                                                 U256_WAD, "stETH", 18));
  return surety_step_new (&facts);
}

static void
assert_round_trip (SuretyIntent *intent)
{
  g_autofree char *json = surety_intent_to_json (intent);
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyIntent) again = surety_intent_new_from_json (json, &error);
  g_autofree char *json_again = NULL;

  g_assert_no_error (error);
  json_again = surety_intent_to_json (again);
  g_assert_cmpstr (json, ==, json_again);
  g_assert_cmpint (surety_intent_get_kind (again), ==, surety_intent_get_kind (intent));
  g_assert_true (surety_intent_get_amount (again) == surety_intent_get_amount (intent));
}

static void
test_intents (void)
{
  g_autoptr (SuretyNetwork) network = surety_network_new_builtin ("mainnet");
  Address strategies[] = { strategy, provider };
  u256 shares[] = { 5, U256_MAX };
  SuretyWithdrawal withdrawal = {
    .staker = account,
    .delegated_to = provider,
    .withdrawer = account,
    .nonce = 3,
    .start_block = 20001000,
    .n = 2,
    .strategies = strategies,
    .scaled_shares = shares,
  };
  g_autoptr (GPtrArray) worth = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (SuretyExit) exit = NULL;
  g_autoptr (SuretyIntent)
    enter = surety_intent_new_enter (&account, &strategy, U256_MAX - 1, &provider);
  g_autoptr (SuretyIntent) leave = surety_intent_new_exit (&account, &strategy, U256_MAX);
  g_autoptr (SuretyIntent) undelegate = surety_intent_new_undelegate (&account);
  g_autoptr (SuretyIntent) finish = NULL;

  g_ptr_array_add (worth, surety_figure_new_unknown (18, "a"));
  g_ptr_array_add (worth, surety_figure_new_unknown (18, "b"));
  exit = surety_exit_new (network, &withdrawal, worth, 100800);
  g_assert_cmpuint (surety_exit_get_ready_block (exit), ==, 20101801);
  finish = surety_intent_new_finish_exit (&account, exit, TRUE);

  assert_round_trip (enter);
  assert_round_trip (leave);
  assert_round_trip (undelegate);
  assert_round_trip (finish);
}

/* The withdrawal of the protocol's own worked example, executed on the deployed bytecode. */
static void
test_withdrawal_root (void)
{
  static const guint8 expected[] = {
    0x40, 0x0a, 0x79, 0x06, 0xa8, 0x76, 0x0c, 0x98, 0x81, 0x3e, 0x46, 0x66, 0xe5, 0x93, 0xd1, 0x51,
    0x9c, 0x83, 0x74, 0x8d, 0xb0, 0x14, 0x84, 0x88, 0xfe, 0x07, 0x2e, 0xaf, 0x35, 0x66, 0x0c, 0xd1,
  };
  Address staker = { .bytes[18] = 0x05, .bytes[19] = 0xa1 };
  Address operator= {.bytes[18] = 0x0b, .bytes[19] = 0x01 };
  Address steth;
  u256 shares;
  SuretyWithdrawal withdrawal = {
    .staker = staker,
    .delegated_to = operator,
    .withdrawer = staker,
    .start_block = 20001000,
    .n = 1,
    .strategies = &steth,
    .scaled_shares = &shares,
  };
  Hash root;

  g_assert_cmpint (address_parse ("0x93c4b944D05dfe6df7645A86cd2206016c51564D", 42, &steth, NULL),
                   ==, CORE_OK);
  g_assert_cmpint (u256_from_decimal ("53333333333333333300", 20, &shares), ==, CORE_OK);
  root = surety_withdrawal_root (&withdrawal);
  g_assert_cmpmem (root.bytes, 32, expected, 32);
}

static void
test_plan (void)
{
  g_autoptr (SuretyIntent) intent = surety_intent_new_enter (&account, &strategy, 7, &provider);
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (SuretyPlan) plan = NULL;
  g_autoptr (SuretyPlan) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;
  char *bodies[2];
  SuretyStep *step;

  g_ptr_array_add (steps, make_step ("approve"));
  g_ptr_array_add (steps, make_step ("deposit"));
  plan = surety_plan_new (intent, steps, 100, 200, NULL);
  json = surety_plan_to_json (plan);
  for (guint i = 0; i < 2; i++)
    bodies[i] = surety_step_to_json (surety_plan_get_step (plan, i));

  again = surety_plan_new_from_json (json, (const char *const *) bodies, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (surety_plan_get_n_steps (again), ==, 2);
  g_assert_cmpuint (surety_plan_get_block (again), ==, 100);
  step = surety_plan_get_step (again, 1);
  g_assert_cmpstr (surety_step_get_kind (step), ==, "deposit");
  g_assert_true (surety_step_get_value (step) == U256_MAX);
  g_assert_true (address_equal (surety_step_get_provider (step), &provider));
  g_assert_null (surety_step_get_strategy (step));
  g_assert_cmpuint (surety_step_get_promises (step)->len, ==, 1);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *body = surety_step_to_json (surety_plan_get_step (again, i));

      g_assert_cmpstr (body, ==, bodies[i]);
      g_free (bodies[i]);
    }
}

static void
test_damaged_records (void)
{
  static const char *const intents[] = {
    "",
    "[]",
    "{}",
    "{\"kind\":\"enter\"}",
    "{\"kind\":\"fly\",\"account\":\"0x0\"}",
    "{\"kind\":\"exit\",\"account\":\"0xAa01000000000000000000000000000000000000\",\"strategy\":1}",
    ("{\"kind\":\"approve\",\"to\":\"0xAa01000000000000000000000000000000000000\","
     "\"signature\":\"function f()\",\"calldata\":\"0x01zz\"}"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (intents); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) step_error = NULL;
      g_autoptr (GError) results_error = NULL;

      g_assert_null (surety_intent_new_from_json (intents[i], &error));
      g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_JOURNAL);
      g_assert_null (surety_step_new_from_json (intents[i], &step_error));
      g_assert_error (step_error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_JOURNAL);
      g_assert_null (surety_promise_results_from_json (intents[i], &results_error));
      g_assert_error (results_error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_JOURNAL);
    }
}

static void
test_promises (void)
{
  static const struct
  {
    SuretyPromiseKind kind;
    guint value;
    guint actual;
    gboolean kept;
  } cases[] = {
    { SURETY_PROMISE_ALLOWANCE_EQUALS, 5, 5, TRUE },
    { SURETY_PROMISE_ALLOWANCE_EQUALS, 5, 6, FALSE },
    { SURETY_PROMISE_ALLOWANCE_AT_LEAST, 5, 6, TRUE },
    { SURETY_PROMISE_SHARES_AT_LEAST, 5, 4, FALSE },
    { SURETY_PROMISE_DEPOSIT_SHARES_EQUALS, 0, 1, FALSE },
    { SURETY_PROMISE_TOKEN_BALANCE_AT_MOST, 5, 5, TRUE },
    { SURETY_PROMISE_TOKEN_BALANCE_AT_MOST, 5, 6, FALSE },
    { SURETY_PROMISE_EXIT_GONE, 99, 0, TRUE },
    { SURETY_PROMISE_EXIT_GONE, 99, 1, FALSE },
    { SURETY_PROMISE_REWARDS_CLAIMED, 5, 5, TRUE },
    { SURETY_PROMISE_REWARDS_CLAIMED, 5, 4, FALSE },
    { SURETY_PROMISE_REWARDS_CLAIMED, 5, 6, FALSE },
  };
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SuretyPromise)
        promise = surety_promise_new (cases[i].kind, &strategy, NULL, cases[i].value, "", 0);
      g_autoptr (SuretyPromiseResult)
        unknown = surety_promise_result_new (promise, SURETY_KNOWN_UNKNOWN, cases[i].actual, 1);
      SuretyPromiseResult *result = surety_promise_result_new (promise, SURETY_KNOWN_PRACTICE,
                                                               cases[i].actual, 9);

      g_assert_cmpint (surety_promise_result_get_kept (result), ==, cases[i].kept);
      g_assert_false (surety_promise_result_get_kept (unknown));
      g_ptr_array_add (results, result);
    }

  json = surety_promise_results_to_json (results);
  again = surety_promise_results_from_json (json, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->len, ==, G_N_ELEMENTS (cases));
  for (guint i = 0; i < again->len; i++)
    g_assert_cmpint (surety_promise_result_get_kept (g_ptr_array_index (again, i)), ==,
                     cases[i].kept);
}

static void
assert_cleaned (const char *text, gsize max, const char *expected)
{
  g_autofree char *clean = surety_text_clean (text, -1, max);

  g_assert_cmpstr (clean, ==, expected);
}

static void
test_text (void)
{
  assert_cleaned ("plain name", 80, "plain name");
  assert_cleaned ("  a \t\n b  ", 80, "a b");
  assert_cleaned ("ab\xe2\x80\xae"
                  "cd",
                  80, "abcd"); /* right-to-left override */
  assert_cleaned ("a\xe2\x80\x8b"
                  "b",
                  80, "ab"); /* zero-width space */
  assert_cleaned ("a\x01"
                  "b\x7f",
                  80, "ab");
  assert_cleaned ("a\xff\xfe"
                  "b",
                  80, "ab"); /* no UTF-8 */
  assert_cleaned ("abcdef", 3, "abc");
  assert_cleaned ("abc def", 4, "abc");
  assert_cleaned ("\xc3\xa4\xc3\xb6", 1, "\xc3\xa4");
  g_assert_true (surety_text_is_clean ("Zürich", 1, 10));
  g_assert_false (surety_text_is_clean ("", 1, 10));
  g_assert_false (surety_text_is_clean ("\xff", 1, 10));
}

static void
test_metadata (void)
{
  static const char *const refused[] = {
    "https://example.org/metadata.json",
    "ipfs://x",
    "",
    "data:",
    "data:application/json",
    "data:application/json,[1]",
    "data:application/json,{",
    "data:application/json;base64,e30x!",
  };
  const char *plain = "data:application/json,%7B%22name%22%3A%22Nord%20%E2%80%AELight%22%2C"
                      "%22website%22%3A%22https%3A%2F%2Fexample.org%22%2C%22operatorSets%22%3A%5B"
                      "%7B%22id%22%3A%227%22%2C%22name%22%3A%22Seven%22%7D%5D%7D";
  const char *base64 =
    "data:application/json;base64,eyJuYW1lIjoiTm9yZCIsIndlYnNpdGUiOiJodHRwOi8veCJ9";
  g_autoptr (SuretyMetadata) one = surety_metadata_parse (plain, strlen (plain));
  g_autoptr (SuretyMetadata) two = surety_metadata_parse (base64, strlen (base64));

  g_assert_nonnull (one);
  g_assert_cmpstr (one->name, ==, "Nord Light");
  g_assert_cmpstr (one->website, ==, "https://example.org");
  g_assert_cmpstr (g_hash_table_lookup (one->sets, GUINT_TO_POINTER (7)), ==, "Seven");
  g_assert_nonnull (two);
  g_assert_cmpstr (two->name, ==, "Nord");
  g_assert_cmpstr (two->website, ==, ""); /* not https */
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_null (surety_metadata_parse (refused[i], strlen (refused[i])));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/intents-come-back", test_intents);
  g_test_add_func ("/record/plan-comes-back", test_plan);
  g_test_add_func ("/record/damaged-is-refused", test_damaged_records);
  g_test_add_func ("/record/promises", test_promises);
  g_test_add_func ("/record/withdrawal-root-of-the-worked-example", test_withdrawal_root);
  g_test_add_func ("/text/foreign-text-is-cleaned", test_text);
  g_test_add_func ("/metadata/only-data-uris", test_metadata);
  return g_test_run ();
}
