/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <openssl/crypto.h>

#include "secret-helpers.h"

static void
test_lives_on_the_secure_heap (void)
{
  g_autoptr (Secret) secret = secret_new (100);

  g_assert_true (secret_heap_init ());
  g_assert_cmpint (CRYPTO_secure_allocated (secret), ==, 1);
  g_assert_cmpint (CRYPTO_secure_allocated (secret_peek (secret) + 99), ==, 1);
  g_assert_cmpuint (secret_length (secret), ==, 100);
  for (size_t i = 0; i < 100; i++)
    g_assert_cmpuint (secret_peek (secret)[i], ==, 0);

  g_test_message ("secure heap is %s", secret_heap_locked () ? "locked" : "NOT locked");
}

static void
test_is_wiped_when_freed (void)
{
  Secret *secret = secret_new (256);
  /* The heap stays mapped; its first bytes are reused for its own list of free blocks. */
  const volatile uint8_t *middle = secret_peek (secret) + 64;

  memset (secret_data (secret), 0xa5, 256);
  g_assert_cmpuint (middle[0], ==, 0xa5);
  secret_free (secret);

  for (size_t i = 0; i < 128; i++)
    g_assert_cmpuint (middle[i], ==, 0);

  secret_free (NULL);
}

static void
test_truncating_wipes_the_tail (void)
{
  g_autoptr (Secret) secret = secret_new_copy ("correct horse", 13);

  secret_truncate (secret, 7);
  g_assert_cmpuint (secret_length (secret), ==, 7);
  g_assert_cmpmem (secret_peek (secret), 7, "correct", 7);
  for (size_t i = 7; i < 13; i++)
    g_assert_cmpuint (secret_peek (secret)[i], ==, 0);

  secret_truncate (secret, 9);
  g_assert_cmpuint (secret_length (secret), ==, 7);
}

static void
test_equality_is_of_length_and_bytes (void)
{
  g_autoptr (Secret) a = secret_from_text ("same");
  g_autoptr (Secret) b = secret_dup (a);
  g_autoptr (Secret) other = secret_from_text ("sane");
  g_autoptr (Secret) longer = secret_from_text ("same ");
  g_autoptr (Secret) empty = secret_new (0);
  g_autoptr (Secret) none = secret_new_copy (NULL, 0);

  g_assert_true (a != b);
  g_assert_true (secret_equal (a, b));
  g_assert_false (secret_equal (a, other));
  g_assert_false (secret_equal (a, longer));
  g_assert_false (secret_equal (a, empty));
  g_assert_true (secret_equal (empty, none));
}

static void
test_random_ones_differ (void)
{
  g_autoptr (Secret) a = secret_new_random (32);
  g_autoptr (Secret) b = secret_new_random (32);
  g_autoptr (Secret) zero = secret_new (32);

  g_assert_nonnull (a);
  g_assert_nonnull (b);
  g_assert_false (secret_equal (a, b));
  g_assert_false (secret_equal (a, zero));
}

static void
test_wiping_clears_any_memory (void)
{
  char text[] = "hunter2";

  secret_wipe (text, 3);
  g_assert_cmpmem (text, sizeof text, "\0\0\0ter2", sizeof text);
  secret_wipe (NULL, 0);
}

static void
test_an_exhausted_heap_aborts (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (Secret) secret = secret_new (G_MAXSIZE / 2);

      g_assert_not_reached ();
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr_unmatched ("*should not be reached*");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (secret_heap_init ());
  g_test_add_func ("/secret/lives-on-the-secure-heap", test_lives_on_the_secure_heap);
  g_test_add_func ("/secret/is-wiped-when-freed", test_is_wiped_when_freed);
  g_test_add_func ("/secret/truncating-wipes-the-tail", test_truncating_wipes_the_tail);
  g_test_add_func ("/secret/equality-is-of-length-and-bytes", test_equality_is_of_length_and_bytes);
  g_test_add_func ("/secret/random-ones-differ", test_random_ones_differ);
  g_test_add_func ("/secret/wiping-clears-any-memory", test_wiping_clears_any_memory);
  g_test_add_func ("/secret/an-exhausted-heap-aborts", test_an_exhausted_heap_aborts);
  return g_test_run ();
}
