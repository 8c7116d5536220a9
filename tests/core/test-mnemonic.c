/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keccak.h"
#include "mnemonic.h"
#include "secret-helpers.h"

#define ABANDON_11 \
  "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon"
#define LIST_SHA256 "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda"
#define DEBIAN_LIST "/usr/lib/python3/dist-packages/mnemonic/wordlist/english.txt"

static char *
join_table (void)
{
  GString *text = g_string_new (NULL);

  for (size_t i = 0; i < 2048; i++)
    g_string_append_printf (text, "%s\n", mnemonic_table_word (i));
  return g_string_free_and_steal (text);
}

static void
test_the_table_is_the_standards (void)
{
  g_autofree char *table = join_table ();
  g_autofree char *debian = NULL;
  const Hash hash = sha256 ((Bytes) { (const uint8_t *) table, strlen (table) });

  core_test_assert_hex (hash.bytes, 32, LIST_SHA256);
  g_assert_null (mnemonic_table_word (2048));

  if (!g_file_test (DEBIAN_LIST, G_FILE_TEST_EXISTS))
    {
      g_test_message ("python3-mnemonic is not installed: its copy not compared");
      return;
    }

  g_assert_true (g_file_get_contents (DEBIAN_LIST, &debian, NULL, NULL));
  g_assert_cmpstr (g_strchomp (debian), ==, g_strchomp (table));
  g_test_message ("compared with " DEBIAN_LIST);
}

static void
test_every_word_is_found_at_its_place (void)
{
  for (size_t i = 0; i < 2048; i++)
    {
      const char *word = mnemonic_table_word (i);

      g_assert_cmpint (mnemonic_table_find (word, strlen (word)), ==, (int) i);
    }

  g_assert_cmpint (mnemonic_table_find ("", 0), ==, -1);
  g_assert_cmpint (mnemonic_table_find ("aban", 4), ==, -1);
  g_assert_cmpint (mnemonic_table_find ("abandonx", 8), ==, -1);
  g_assert_cmpint (mnemonic_table_find ("abandonxx", 9), ==, -1);
  g_assert_cmpint (mnemonic_table_find ("zzz", 3), ==, -1);
  g_assert_cmpint (mnemonic_table_find ("a", 1), ==, -1);
  /* "act" begins "action", and is a word by itself. */
  g_assert_cmpint (mnemonic_table_find ("action", 3), ==, mnemonic_table_find ("act", 3));
}

static Secret *
parse (const char *text)
{
  Secret *words = NULL;

  core_test_assert_result (mnemonic_parse (text, strlen (text), &words, NULL), CORE_OK);
  return words;
}

static Secret *
normalised_passphrase (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFKD);

  g_assert_nonnull (normal);
  return secret_from_text (normal);
}

static void
check_seed (const char *text, const char *passphrase, const char *expected)
{
  g_autoptr (Secret) words = parse (text);
  g_autoptr (Secret) salt = normalised_passphrase (passphrase);
  g_autoptr (Secret) seed = NULL;

  core_test_assert_result (mnemonic_to_seed (words, salt, &seed), CORE_OK);
  assert_secret_hex (seed, expected);
}

static void
check_entropy (const char *text, const char *expected)
{
  g_autoptr (Secret) words = parse (text);
  g_autoptr (Secret) entropy = NULL;
  g_autoptr (Secret) again = NULL;

  core_test_assert_result (mnemonic_to_entropy (words, &entropy), CORE_OK);
  assert_secret_hex (entropy, expected);
  core_test_assert_result (mnemonic_from_entropy (entropy, &again), CORE_OK);
  g_assert_cmpmem (secret_peek (again), secret_length (again), text, strlen (text));
}

static void
test_worked_examples (void)
{
  g_autoptr (JsonNode) root = core_test_data_json ("bip-0039.json");
  JsonArray *cases = json_node_get_array (root);

  g_assert_cmpuint (json_array_get_length (cases), ==, 3);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *item = json_array_get_object_element (cases, i);
      const char *words = json_object_get_string_member (item, "words");

      check_seed (words, json_object_get_string_member (item, "passphrase"),
                  json_object_get_string_member (item, "seed"));
      if (json_object_has_member (item, "entropy"))
        check_entropy (words, json_object_get_string_member (item, "entropy"));
    }
}

static void
test_official_vectors (void)
{
  g_autoptr (JsonNode) root = core_test_vectors_json ("mnemonic/vectors.json");

  if (root == NULL)
    return;

  JsonArray *cases = json_object_get_array_member (json_node_get_object (root), "english");

  g_assert_cmpuint (json_array_get_length (cases), ==, 24);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonArray *item = json_array_get_array_element (cases, i);

      check_entropy (json_array_get_string_element (item, 1),
                     json_array_get_string_element (item, 0));
      check_seed (json_array_get_string_element (item, 1), "TREZOR",
                  json_array_get_string_element (item, 2));
    }
}

static void
test_typed_text_is_normalised (void)
{
  g_autoptr (Secret) plain = parse (ABANDON_11 " about");
  g_autoptr (Secret)
    typed = parse ("\n  Abandon\tABANDON abandon\r\nabandon abandon \xc2\xa0 abandon\n"
                   "abandon abandon\xe3\x80\x80"
                   "abandon  abandon abandon aBouT  \n");

  g_assert_true (secret_equal (plain, typed));
}

static void
test_bad_words_are_named (void)
{
  static const struct
  {
    const char *text;
    CoreResult expected;
    size_t bad_word;
  } cases[] = {
    { "", CORE_ERROR_LIMIT, 99 },
    { "  \n ", CORE_ERROR_LIMIT, 99 },
    { ABANDON_11, CORE_ERROR_LIMIT, 99 },
    { ABANDON_11 " about about", CORE_ERROR_LIMIT, 99 },
    { ABANDON_11 " abandon", CORE_ERROR_CHECKSUM, 99 },
    { ABANDON_11 " abuot", CORE_ERROR_SYNTAX, 11 },
    { "abandon zzz about", CORE_ERROR_SYNTAX, 1 },
    { "abandon\xc3\xa9 about", CORE_ERROR_SYNTAX, 0 },
    { "abandon, about", CORE_ERROR_SYNTAX, 0 },
    { "abandonabandonabandon", CORE_ERROR_SYNTAX, 0 },
    { "aban", CORE_ERROR_SYNTAX, 0 },
    /* 25 words: refused before the last is looked at. */
    { ABANDON_11 " " ABANDON_11 " abandon abandon zzz", CORE_ERROR_LIMIT, 99 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Secret *words = NULL;
      size_t bad_word = 99;
      const CoreResult result = mnemonic_parse (cases[i].text, strlen (cases[i].text), &words,
                                                &bad_word);

      core_test_assert_result (result, cases[i].expected);
      g_assert_cmpuint (bad_word, ==, cases[i].bad_word);
      g_assert_null (words);
    }
}

static void
test_generated_ones_are_valid_and_differ (void)
{
  for (unsigned bits = 128; bits <= 256; bits += 32)
    {
      g_autoptr (Secret) a = NULL;
      g_autoptr (Secret) b = NULL;
      g_autoptr (Secret) entropy = NULL;
      g_autoptr (Secret) again = NULL;

      core_test_assert_result (mnemonic_generate (bits, &a), CORE_OK);
      core_test_assert_result (mnemonic_generate (bits, &b), CORE_OK);
      g_assert_false (secret_equal (a, b));
      g_assert_cmpuint (mnemonic_count (a), ==, bits / 32 * 3);
      core_test_assert_result (mnemonic_to_entropy (a, &entropy), CORE_OK);
      g_assert_cmpuint (secret_length (entropy), ==, bits / 8);
      core_test_assert_result (mnemonic_from_entropy (entropy, &again), CORE_OK);
      g_assert_true (secret_equal (a, again));
    }
}

static void
test_other_sizes_are_refused (void)
{
  static const unsigned sizes[] = { 0, 8, 96, 129, 136, 144, 288, 512 };
  Secret *words = NULL;

  for (size_t i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (Secret) entropy = secret_new (sizes[i] / 8);

      core_test_assert_result (mnemonic_generate (sizes[i], &words), CORE_ERROR_LIMIT);
      if (sizes[i] % 8 == 0)
        core_test_assert_result (mnemonic_from_entropy (entropy, &words), CORE_ERROR_LIMIT);
      g_assert_null (words);
    }
}

static void
test_words_are_lent_one_by_one (void)
{
  g_autoptr (Secret)
    words = parse ("legal winner thank year wave sausage worth useful legal winner "
                   "thank yellow");
  g_autoptr (Secret) none = secret_new (0);
  const Bytes first = mnemonic_word (words, 0);
  const Bytes sixth = mnemonic_word (words, 5);
  const Bytes last = mnemonic_word (words, 11);

  g_assert_cmpuint (mnemonic_count (words), ==, 12);
  g_assert_cmpuint (mnemonic_count (none), ==, 0);
  g_assert_cmpmem (first.data, first.len, "legal", 5);
  g_assert_cmpmem (sixth.data, sixth.len, "sausage", 7);
  g_assert_cmpmem (last.data, last.len, "yellow", 6);
  g_assert_cmpuint (mnemonic_word (words, 12).len, ==, 0);
}

static void
test_passphrases_are_unicode (void)
{
  g_autoptr (Secret) words = parse (ABANDON_11 " about");
  g_autoptr (Secret) composed = normalised_passphrase ("caf\xc3\xa9");
  g_autoptr (Secret) decomposed = normalised_passphrase ("cafe\xcc\x81");
  g_autoptr (Secret) empty = secret_new (0);
  g_autoptr (Secret) first = NULL;
  g_autoptr (Secret) second = NULL;
  g_autoptr (Secret) without = NULL;
  g_autoptr (Secret) with_empty = NULL;

  core_test_assert_result (mnemonic_to_seed (words, composed, &first), CORE_OK);
  core_test_assert_result (mnemonic_to_seed (words, decomposed, &second), CORE_OK);
  g_assert_true (secret_equal (first, second));

  core_test_assert_result (mnemonic_to_seed (words, NULL, &without), CORE_OK);
  core_test_assert_result (mnemonic_to_seed (words, empty, &with_empty), CORE_OK);
  g_assert_true (secret_equal (without, with_empty));
  g_assert_false (secret_equal (without, first));
}

static void
test_passphrases_that_are_no_utf8_are_refused (void)
{
  static const char *const bad[] = {
    "\x80",             /* a tail without its head */
    "\xc3",             /* a head without its tail */
    "\xc3(",            /* something else for a tail */
    "\xc0\xaf",         /* overlong */
    "\xe0\x80\xaf",     /* overlong */
    "\xf0\x80\x80\xaf", /* overlong */
    "\xed\xa0\x80",     /* a surrogate */
    "\xf4\x90\x80\x80", /* above U+10FFFF */
    "\xf5\x80\x80\x80",
    "a\xff",
  };
  static const char *const good[] = { "\x7f",         "\xc2\x80",         "\xe0\xa0\x80",
                                      "\xed\x9f\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf" };
  g_autoptr (Secret) words = parse (ABANDON_11 " about");
  g_autoptr (Secret) huge = secret_new (1025);

  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (Secret) passphrase = secret_from_text (bad[i]);
      Secret *seed = NULL;

      g_assert_false (g_utf8_validate (bad[i], -1, NULL));
      core_test_assert_result (mnemonic_to_seed (words, passphrase, &seed), CORE_ERROR_SYNTAX);
      g_assert_null (seed);
    }

  for (size_t i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (Secret) passphrase = secret_from_text (good[i]);
      g_autoptr (Secret) seed = NULL;

      core_test_assert_result (mnemonic_to_seed (words, passphrase, &seed), CORE_OK);
    }

  memset (secret_data (huge), 'a', 1025);
  Secret *seed = NULL;
  core_test_assert_result (mnemonic_to_seed (words, huge, &seed), CORE_ERROR_LIMIT);
  secret_truncate (huge, 1024);
  core_test_assert_result (mnemonic_to_seed (words, huge, &seed), CORE_OK);
  secret_free (seed);
}

static void
test_broken_words_give_no_seed (void)
{
  static const char *const bad[] = {
    ABANDON_11 " abandon", ABANDON_11, ABANDON_11 "  about", " " ABANDON_11 " about", "",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (Secret) words = secret_from_text (bad[i]);
      Secret *out = NULL;

      g_assert_cmpint (mnemonic_to_seed (words, NULL, &out), !=, CORE_OK);
      g_assert_cmpint (mnemonic_to_entropy (words, &out), !=, CORE_OK);
      g_assert_null (out);
    }
}

typedef struct
{
  const Secret *given;
  const Secret *passphrase;
  Secret *made;
} Use;

static void
make_seed (gpointer data)
{
  Use *use = data;

  core_test_assert_result (mnemonic_to_seed (use->given, use->passphrase, &use->made), CORE_OK);
}

static void
make_entropy (gpointer data)
{
  Use *use = data;

  core_test_assert_result (mnemonic_to_entropy (use->given, &use->made), CORE_OK);
}

static void
make_words (gpointer data)
{
  Use *use = data;

  core_test_assert_result (mnemonic_from_entropy (use->given, &use->made), CORE_OK);
}

static void
read_words (gpointer data)
{
  Use *use = data;

  core_test_assert_result (mnemonic_parse ((const char *) secret_peek (use->given),
                                           secret_length (use->given), &use->made, NULL),
                           CORE_OK);
}

static void
assert_leaves_nothing (void (*func) (gpointer data), Use *use, const Secret *secret)
{
  core_test_assert_leaves_nothing (func, use, secret_peek (secret), secret_length (secret));
  g_clear_pointer (&use->made, secret_free);
}

static void
test_nothing_of_it_stays_on_the_stack (void)
{
  g_autoptr (Secret) entropy = secret_new_random (32);
  g_autoptr (Secret) passphrase = secret_from_text ("a passphrase nobody else has");
  g_autoptr (Secret) words = NULL;
  g_autoptr (Secret) seed = NULL;
  Use of_entropy = { .given = entropy };
  Use of_words = { .passphrase = passphrase };

  core_test_assert_result (mnemonic_from_entropy (entropy, &words), CORE_OK);
  core_test_assert_result (mnemonic_to_seed (words, passphrase, &seed), CORE_OK);
  of_words.given = words;
  assert_leaves_nothing (make_words, &of_entropy, entropy);
  assert_leaves_nothing (make_words, &of_entropy, words);
  assert_leaves_nothing (read_words, &of_words, words);
  assert_leaves_nothing (read_words, &of_words, entropy);
  assert_leaves_nothing (make_entropy, &of_words, words);
  assert_leaves_nothing (make_entropy, &of_words, entropy);
  assert_leaves_nothing (make_seed, &of_words, words);
  assert_leaves_nothing (make_seed, &of_words, passphrase);
  assert_leaves_nothing (make_seed, &of_words, entropy);
  assert_leaves_nothing (make_seed, &of_words, seed);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (secret_heap_init ());
  g_test_add_func ("/mnemonic/the-table-is-the-standards", test_the_table_is_the_standards);
  g_test_add_func ("/mnemonic/every-word-is-found-at-its-place",
                   test_every_word_is_found_at_its_place);
  g_test_add_func ("/mnemonic/worked-examples", test_worked_examples);
  g_test_add_func ("/mnemonic/official-vectors", test_official_vectors);
  g_test_add_func ("/mnemonic/typed-text-is-normalised", test_typed_text_is_normalised);
  g_test_add_func ("/mnemonic/bad-words-are-named", test_bad_words_are_named);
  g_test_add_func ("/mnemonic/generated-ones-are-valid-and-differ",
                   test_generated_ones_are_valid_and_differ);
  g_test_add_func ("/mnemonic/other-sizes-are-refused", test_other_sizes_are_refused);
  g_test_add_func ("/mnemonic/words-are-lent-one-by-one", test_words_are_lent_one_by_one);
  g_test_add_func ("/mnemonic/passphrases-are-unicode", test_passphrases_are_unicode);
  g_test_add_func ("/mnemonic/passphrases-that-are-no-utf8-are-refused",
                   test_passphrases_that_are_no_utf8_are_refused);
  g_test_add_func ("/mnemonic/broken-words-give-no-seed", test_broken_words_give_no_seed);
  g_test_add_func ("/mnemonic/nothing-of-it-stays-on-the-stack",
                   test_nothing_of_it_stays_on_the_stack);

  return g_test_run ();
}
