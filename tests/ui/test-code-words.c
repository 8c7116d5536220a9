/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "surety-code-words.h"

static const SuretyCodeFinding changed = {
  .address.bytes = { 1 },
  .label = (char *) "StrategyManager",
  .now = {
    .hash.bytes = { 2 },
    .implementation.bytes = { 3 },
    .beacon.bytes = { 4 },
    .implementation_hash.bytes = { 5 },
  },
  .has_kept = TRUE,
  .kept = {
    .hash.bytes = { 6 },
    .implementation.bytes = { 7 },
    .beacon.bytes = { 8 },
    .implementation_hash.bytes = { 9 },
  },
  .kept_block = 123,
  .kept_witnesses = 1,
  .stops = TRUE,
};

static const char *
find_line (GStrv lines, const char *name)
{
  for (guint i = 0; lines[i] != NULL; i += 2)
    if (g_str_equal (lines[i], name))
      return lines[i + 1];
  return NULL;
}

static void
test_evidence_names_the_beacon (void)
{
  g_auto (GStrv) lines = surety_code_words_evidence (&changed, 567, 2);

  g_assert_true (g_str_has_prefix (find_line (lines, "Beacon before"), "0x0800"));
  g_assert_true (g_str_has_prefix (find_line (lines, "Beacon now"), "0x0400"));
}

static void
test_evidence_says_on_whose_word (void)
{
  g_auto (GStrv) lines = surety_code_words_evidence (&changed, 567, 2);
  g_auto (GStrv) alone = surety_code_words_evidence (&changed, 567, 1);

  g_assert_cmpstr (find_line (lines, "Noted then"), ==, "Block 123, on the word of one endpoint");
  g_assert_cmpstr (find_line (lines, "Read now"), ==, "Block 567, as two endpoints tell it alike");
  g_assert_cmpstr (find_line (alone, "Read now"), ==, "Block 567, on the word of one endpoint");
}

/* The alarm does not wait for the date. */
static void
test_when_is_said_once_it_is_known (void)
{
  SuretyCodeFinding finding = changed;
  g_autofree char *looking = surety_code_words_subtitle (&finding);
  g_autofree char *unknown = NULL;
  g_autofree char *known = NULL;

  finding.dated = TRUE;
  unknown = surety_code_words_subtitle (&finding);
  finding.changed = 456;
  known = surety_code_words_subtitle (&finding);
  g_assert_cmpstr (looking, ==,
                   "Other than when it was first looked at, in block 123; when it was replaced is "
                   "being looked for");
  g_assert_cmpstr (unknown, ==,
                   "Other than when it was first looked at, in block 123; when it was replaced is "
                   "not known");
  g_assert_cmpstr (known, ==, "Replaced in block 456");
}

/* There is no block in which nothing was read. */
static void
test_what_is_illegible_has_no_block (void)
{
  SuretyCodeFinding finding = changed;
  g_autofree char *subtitle = NULL;
  g_auto (GStrv) lines = NULL;

  finding.illegible = TRUE;
  finding.kept = (SuretyCode) { 0 };
  finding.kept_block = 0;
  finding.kept_witnesses = 0;
  subtitle = surety_code_words_subtitle (&finding);
  lines = surety_code_words_evidence (&finding, 567, 1);
  g_assert_null (strchr (subtitle, '0'));
  g_assert_null (find_line (lines, "Noted then"));
  g_assert_null (find_line (lines, "Hash of its code before"));
  g_assert_nonnull (find_line (lines, "Hash of its code now"));
}

/* An account like others needs no look. */
static void
test_who_is_paid (void)
{
  SuretyParty party = { .kind = SURETY_PARTY_ACCOUNT };
  const SuretyPartyKind kinds[] = { SURETY_PARTY_UNKNOWN, SURETY_PARTY_MULTISIG,
                                    SURETY_PARTY_CONTRACT };
  char *title = NULL;
  char *subtitle = NULL;

  memset (party.address.bytes, 0x11, sizeof party.address.bytes);
  memset (party.delegate.bytes, 0x42, sizeof party.delegate.bytes);
  g_assert_false (surety_code_words_payee (&party, &title, &subtitle));
  g_assert_null (title);

  party.delegates = TRUE;
  g_assert_true (surety_code_words_payee (&party, &title, &subtitle));
  g_assert_cmpstr (title, ==, "Who is paid runs the code of a contract");
  g_assert_nonnull (strstr (subtitle, "1111"));
  g_assert_nonnull (strstr (subtitle, "4242"));
  g_clear_pointer (&title, g_free);
  g_clear_pointer (&subtitle, g_free);

  party.delegates = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      party.kind = kinds[i];
      g_assert_true (surety_code_words_payee (&party, &title, &subtitle));
      g_assert_cmpstr (title, ==,
                       kinds[i] == SURETY_PARTY_UNKNOWN ? "Who is paid could not be looked at"
                                                        : "Who is paid is a contract");
      g_assert_nonnull (strstr (subtitle, "1111"));
      g_clear_pointer (&title, g_free);
      g_clear_pointer (&subtitle, g_free);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/code-words/evidence-names-the-beacon", test_evidence_names_the_beacon);
  g_test_add_func ("/code-words/evidence-says-on-whose-word", test_evidence_says_on_whose_word);
  g_test_add_func ("/code-words/when-is-said-once-it-is-known", test_when_is_said_once_it_is_known);
  g_test_add_func ("/code-words/what-is-illegible-has-no-block",
                   test_what_is_illegible_has_no_block);
  g_test_add_func ("/code-words/who-is-paid", test_who_is_paid);
  return g_test_run ();
}
