/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-thresholds.h"

#include <string.h>

static char *
read_file (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "risk",
                                                 "thresholds.json", NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  g_assert_no_error (error);
  return text;
}

static gboolean
parses (const char *text, GError **error)
{
  g_autoptr (GBytes) json = g_bytes_new (text, strlen (text));
  SuretyThresholdTable table;

  return surety_thresholds_parse (json, &table, error);
}

static void
test_builtin (void)
{
  g_autoptr (SuretyThresholds) thresholds = surety_thresholds_new (NULL, NULL);
  const SuretyThresholdTable *table = surety_thresholds_get_table (thresholds);

  for (CheckLimit limit = 0; limit < LIMITS; limit++)
    {
      g_test_message ("%s", check_limit_name (limit));
      g_assert_true (surety_thresholds_is_default (thresholds, limit));
      g_assert_cmpuint (table->least.values[limit], <=, table->values.values[limit]);
      g_assert_cmpuint (table->values.values[limit], <=, table->most.values[limit]);
      g_assert_cmpuint (table->most.values[limit], <=, check_limit_ceiling (limit));
      g_assert_cmpuint (table->values.values[limit] % table->scale.values[limit], ==, 0);
    }
  /* 5 % of the file is 5 % of the check. */
  g_assert_cmpuint (surety_thresholds_get (thresholds, LIMIT_MOST_BELOW_PROBLEM), ==,
                    CHECK_WHOLE / 50);
  g_assert_cmpuint (surety_thresholds_get (thresholds, LIMIT_MOST_SPLIT_CAUTION), ==, 1500);
  g_assert_cmpuint (surety_thresholds_get (thresholds, LIMIT_LEAST_SLASHED_AGE), ==, 365u * 86400u);
}

static void
assert_refused (const char *from, const char *to)
{
  g_autofree char *text = read_file ();
  g_autoptr (GString) broken = g_string_new (text);
  g_autoptr (GError) error = NULL;

  g_test_message ("%s -> %s", from, to);
  g_assert_cmpuint (g_string_replace (broken, from, to, 1), ==, 1);
  g_assert_false (parses (broken->str, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_strict (void)
{
  g_autofree char *text = read_file ();
  g_autoptr (GError) error = NULL;

  g_assert_true (parses (text, &error));
  g_assert_no_error (error);
  assert_refused ("\"schema\": 1", "\"schema\": 2");
  assert_refused ("\"schema\": 1", "\"schema\": \"1\"");
  assert_refused ("\"schema\": 1,", "\"schema\": 1, \"more\": 1,");
  assert_refused ("\"least-reaction\"", "\"least-action\"");
  assert_refused ("\"most-dormant-caution\"", "\"least-reaction\"");
  assert_refused ("\"unit\": \"blocks\"", "\"unit\": \"days\"");
  assert_refused ("\"unit\": \"eth\"", "\"unit\": \"gwei\"");
  assert_refused ("\"value\": 14400, ", "");
  assert_refused ("\"value\": 14400", "\"value\": 14400.5");
  assert_refused ("\"value\": 14400", "\"value\": -1");
  assert_refused ("\"value\": 14400", "\"value\": \"14400\"");
  assert_refused ("\"value\": 14400", "\"value\": 25201");
  assert_refused ("\"most\": 25200", "\"most\": 25200, \"usual\": 1");
  assert_refused ("\"most\": 25200, \"step\": 600", "\"most\": 25200, \"step\": 0");
  /* A share over the whole; a caution that comes after its problem. */
  assert_refused ("\"value\": 5000, \"least\": 0, \"most\": 10000",
                  "\"value\": 5000, \"least\": 0, \"most\": 10001");
  assert_refused ("\"least-operators-caution\", \"unit\": \"count\", \"value\": 5",
                  "\"least-operators-caution\", \"unit\": \"count\", \"value\": 1");
  assert_refused ("{", "[");
  g_assert_false (parses ("", NULL));
  g_assert_false (parses ("[]", NULL));
  g_assert_false (parses ("{ \"schema\": 1, \"thresholds\": [] }", NULL));
}

static void
on_changed (guint *count)
{
  (*count)++;
}

static void
test_set_and_reset (void)
{
  g_autoptr (SuretyThresholds) thresholds = surety_thresholds_new (NULL, NULL);
  guint changes = 0;
  guint64 least = 0;
  guint64 most = 0;

  g_signal_connect_swapped (thresholds, "changed", G_CALLBACK (on_changed), &changes);
  g_assert_true (surety_thresholds_set (thresholds, LIMIT_LEAST_OPERATORS_CAUTION, 10));
  g_assert_cmpuint (changes, ==, 1);
  g_assert_false (surety_thresholds_is_default (thresholds, LIMIT_LEAST_OPERATORS_CAUTION));
  /* The same again is no change. */
  g_assert_true (surety_thresholds_set (thresholds, LIMIT_LEAST_OPERATORS_CAUTION, 10));
  g_assert_cmpuint (changes, ==, 1);

  /* Of fewer operators than its problem there is no caution. */
  surety_thresholds_get_range (thresholds, LIMIT_LEAST_OPERATORS_CAUTION, &least, &most);
  g_assert_cmpuint (least, ==, 2);
  surety_thresholds_get_range (thresholds, LIMIT_LEAST_OPERATORS_PROBLEM, &least, &most);
  g_assert_cmpuint (most, ==, 10);
  surety_thresholds_get_range (thresholds, LIMIT_MOST_BELOW_CAUTION, &least, &most);
  g_assert_cmpuint (most, ==, CHECK_WHOLE / 50);
  surety_thresholds_get_range (thresholds, LIMIT_MOST_BELOW_PROBLEM, &least, &most);
  g_assert_cmpuint (least, ==, CHECK_WHOLE / 200);
  g_assert_false (surety_thresholds_set (thresholds, LIMIT_LEAST_OPERATORS_PROBLEM, 11));
  g_assert_false (surety_thresholds_set (thresholds, LIMIT_LEAST_OPERATORS_CAUTION, 1));
  g_assert_false (surety_thresholds_set (thresholds, LIMIT_LEAST_REACTION, 25201));
  g_assert_cmpuint (changes, ==, 1);

  /* Both moved up; the one goes back, and takes the other along where it must. */
  g_assert_true (surety_thresholds_set (thresholds, LIMIT_LEAST_OPERATORS_PROBLEM, 9));
  surety_thresholds_reset (thresholds, LIMIT_LEAST_OPERATORS_CAUTION);
  g_assert_cmpuint (surety_thresholds_get (thresholds, LIMIT_LEAST_OPERATORS_CAUTION), ==, 5);
  g_assert_cmpuint (surety_thresholds_get (thresholds, LIMIT_LEAST_OPERATORS_PROBLEM), ==, 2);
  g_assert_true (surety_thresholds_set (thresholds, LIMIT_LEAST_REACTION, 0));
  surety_thresholds_reset_all (thresholds);
  for (CheckLimit limit = 0; limit < LIMITS; limit++)
    g_assert_true (surety_thresholds_is_default (thresholds, limit));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/thresholds/built-in-ones-are-whole", test_builtin);
  g_test_add_func ("/thresholds/a-file-is-read-strictly", test_strict);
  g_test_add_func ("/thresholds/set-and-reset", test_set_and_reset);
  return g_test_run ();
}
