/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-check-words.h"

#include <locale.h>
#include <string.h>

/* A sentence has a capital (or a figure), a point, and no technical name. */
static void
assert_sentence (const char *sentence)
{
  g_assert_nonnull (sentence);
  g_assert_cmpuint (strlen (sentence), >, 10);
  g_assert_true (g_ascii_isupper (sentence[0]) || sentence[0] == '{' ||
                 g_ascii_isdigit (sentence[0]));
  g_assert_cmpint (sentence[strlen (sentence) - 1], ==, '.');
  g_assert_null (strstr (sentence, "_"));
}

static void
assert_words (const char *words)
{
  g_assert_nonnull (words);
  g_assert_cmpuint (strlen (words), >, 2);
  g_assert_true (g_ascii_isupper (words[0]));
  g_assert_null (strstr (words, "_"));
}

/* A check with this reason whose figures are all there, or all missing. */
static SuretyCheck *
create_check (CheckReason reason, gboolean known)
{
  const CheckLimits limits = { 0 };
  SuretyEvidence evidence[FACTS] = { 0 };
  gsize n = 0;
  const CheckFact *used = check_facts (check_reason_check (reason), &n);

  for (gsize i = 0; i < n; i++)
    {
      evidence[i].fact = used[i];
      evidence[i].number = (CheckNumber) { .known = known, .value = 1 };
      evidence[i].block = 19000000;
      evidence[i].time = 1790000000;
      surety_check_source (used[i], &evidence[i].source, &evidence[i].contract,
                           &evidence[i].member);
    }

  return surety_check_new (reason, evidence, (guint) n, &limits, 12);
}

static void
test_every_finding_has_its_words (void)
{
  for (CheckReason reason = 0; reason < FOUNDS; reason++)
    {
      const char *template = surety_check_words_template (reason);

      g_test_message ("%s: %d", check_name (check_reason_check (reason)), reason);
      assert_sentence (template);
      for (gboolean known = FALSE; known <= TRUE; known++)
        {
          g_autoptr (SuretyCheck) check = create_check (reason, known);
          g_autofree char *finding = surety_check_words_finding (check, 19000000, 1790000000);

          g_assert_null (strstr (finding, "{"));
          g_assert_cmpint (finding[strlen (finding) - 1], ==, '.');
          assert_sentence (surety_check_words_advice (check));
        }
    }
}

/* Each figure a sentence has is one the check rests on: else it would always be "not known". */
static void
test_findings_name_their_own_figures (void)
{
  for (CheckReason reason = 0; reason < FOUNDS; reason++)
    {
      g_autoptr (SuretyCheck) check = create_check (reason, TRUE);
      g_autofree char *finding = surety_check_words_finding (check, 18999000, 1790000000);
      const char *template = surety_check_words_template (reason);

      g_test_message ("%s: %s", check_name (check_reason_check (reason)), finding);
      if (strstr (template, "not known") == NULL)
        g_assert_null (strstr (finding, "not known"));
      if (strstr (template, "{2}") != NULL)
        g_assert_nonnull (strstr (template, "{1}"));
    }
}

static void
test_verdicts_are_told_apart_without_colour (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (CheckVerdict verdict = CHECK_UNKNOWN; verdict <= CHECK_PROBLEM; verdict++)
    {
      assert_words (surety_check_words_verdict (verdict));
      g_assert_true (g_hash_table_add (seen, (gpointer) surety_check_words_verdict (verdict)));
      g_assert_true (g_hash_table_add (seen, (gpointer) surety_check_words_icon (verdict)));
    }
  /* Never green for what is not known. */
  g_assert_cmpstr (surety_check_words_style (CHECK_UNKNOWN), !=, "success");
  g_assert_cmpstr (surety_check_words_style (CHECK_NOT_APPLICABLE), !=, "success");
}

static void
test_every_check_says_why (void)
{
  g_autoptr (GHashTable) titles = g_hash_table_new (g_str_hash, g_str_equal);

  for (CheckId id = 0; id < CHECKS; id++)
    {
      assert_words (surety_check_words_title (id));
      g_assert_true (g_hash_table_add (titles, (gpointer) surety_check_words_title (id)));
      assert_sentence (surety_check_words_why (id));
    }
}

static void
test_every_figure_has_a_name_and_a_source (void)
{
  for (CheckFact fact = 0; fact < FACTS; fact++)
    {
      SuretyEvidence evidence = { .fact = fact, .number = { .known = TRUE, .value = 1 } };
      g_autofree char *value = surety_check_words_value (&evidence, 12, 0, 0);
      g_autofree char *source = NULL;

      assert_words (surety_check_words_fact (fact));
      g_assert_cmpuint (strlen (value), >, 0);
      surety_check_source (fact, &evidence.source, &evidence.contract, &evidence.member);
      source = surety_check_words_source (&evidence);
      g_assert_cmpuint (strlen (source), >, 0);

      for (SuretyMissing missing = SURETY_MISSING_NOT_READ; missing <= SURETY_MISSING_STALE;
           missing++)
        {
          SuretyEvidence nothing = { .fact = fact, .missing = missing };
          g_autofree char *unknown = surety_check_words_value (&nothing, 12, 0, 0);

          g_assert_true (g_str_has_prefix (unknown, "not known"));
        }
    }
}

static void
test_every_threshold_has_words (void)
{
  for (CheckLimit limit = 0; limit < LIMITS; limit++)
    {
      double scale = 0;

      assert_words (surety_check_words_limit (limit));
      g_assert_cmpuint (strlen (surety_check_words_limit_unit (limit, 12, &scale)), >, 0);
      g_assert_cmpfloat (scale, >, 0);
    }
}

static void
assert_number (CheckUnit unit, guint64 value, const char *expected)
{
  g_autofree char *number = surety_check_words_number (unit, value, 12);

  g_assert_cmpstr (number, ==, expected);
}

static void
test_numbers_in_their_units (void)
{
  assert_number (CHECK_UNIT_BLOCKS, 100800, "14 days");
  assert_number (CHECK_UNIT_BLOCKS, 0, "no time at all");
  assert_number (CHECK_UNIT_SECONDS, 86400, "1 day");
  assert_number (CHECK_UNIT_SHARE, CHECK_WHOLE / 8, "12.5 %");
  assert_number (CHECK_UNIT_SHARE, CHECK_WHOLE, "100 %");
  assert_number (CHECK_UNIT_SHARE, 1, "< 0.01 %");
  assert_number (CHECK_UNIT_BIPS, 1000, "10 %");
  assert_number (CHECK_UNIT_GWEI, G_GUINT64_CONSTANT (1500000000), "1.5 ETH");
  assert_number (CHECK_UNIT_FLAG, 1, "yes");
  assert_number (CHECK_UNIT_FLAG, 0, "no");
  assert_number (CHECK_UNIT_KIND, CHECK_KIND_ACCOUNT, "a single key");
  assert_number (CHECK_UNIT_KIND, 99, "not known");
}

static void
test_source_names_block_and_date (void)
{
  SuretyEvidence evidence = { .fact = FACT_DELAY, .block = 20000000, .time = 1790000000 };
  g_autofree char *source = NULL;

  surety_check_source (FACT_DELAY, &evidence.source, &evidence.contract, &evidence.member);
  source = surety_check_words_source (&evidence);
  g_assert_true (g_str_has_prefix (source, "AllocationManager.getAllocationDelay, block 20"));
  g_assert_nonnull (strstr (source, "September 2026"));
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/checks/every-finding-has-its-words", test_every_finding_has_its_words);
  g_test_add_func ("/checks/findings-name-their-own-figures", test_findings_name_their_own_figures);
  g_test_add_func ("/checks/verdicts-are-told-apart-without-colour",
                   test_verdicts_are_told_apart_without_colour);
  g_test_add_func ("/checks/every-check-says-why", test_every_check_says_why);
  g_test_add_func ("/checks/every-figure-has-a-name-and-a-source",
                   test_every_figure_has_a_name_and_a_source);
  g_test_add_func ("/checks/every-threshold-has-words", test_every_threshold_has_words);
  g_test_add_func ("/checks/numbers-in-their-units", test_numbers_in_their_units);
  g_test_add_func ("/checks/source-names-block-and-date", test_source_names_block_and_date);
  return g_test_run ();
}
