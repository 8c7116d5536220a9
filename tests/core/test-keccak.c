/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core-test.h"
#include "keccak.h"

static Hash
keccak_of (const char *text)
{
  return keccak256 ((Bytes) { (const uint8_t *) text, strlen (text) });
}

static void
test_keccak_is_the_original_not_sha3 (void)
{
  static const struct
  {
    const char *text;
    const char *hash;
  } cases[] = {
    /* Yellow paper: KEC of nothing; of "abc": the Keccak team's own example; the others are
     * function signatures whose first four bytes everybody knows (ERC-20). */
    { "", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470" },
    { "abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45" },
    { "transfer(address,uint256)",
      "a9059cbb2ab09eb219583f4a59a5d0623ade346d962bcd4e46b11da047c9049b" },
    { "Transfer(address,address,uint256)",
      "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Hash hash = keccak_of (cases[i].text);

      core_test_assert_hex (hash.bytes, sizeof hash.bytes, cases[i].hash);
    }
}

static void
test_sha256_of_the_standard (void)
{
  /* FIPS 180-4's example. */
  Hash hash = sha256 ((Bytes) { (const uint8_t *) "abc", 3 });

  core_test_assert_hex (hash.bytes, sizeof hash.bytes,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void
test_parts_hash_as_their_concatenation (void)
{
  uint8_t data[500];

  for (size_t i = 0; i < sizeof data; i++)
    data[i] = (uint8_t) (i * 31);
  for (size_t cut = 0; cut <= sizeof data; cut++)
    {
      Bytes parts[] = { { data, cut }, { NULL, 0 }, { data + cut, sizeof data - cut } };
      Hash whole = keccak256 ((Bytes) { data, sizeof data });
      Hash joined = keccak256_parts (parts, G_N_ELEMENTS (parts));

      g_assert_true (hash_equal (&whole, &joined));
    }

  Hash none = keccak256_parts (NULL, 0);
  Hash empty = keccak_of ("");
  Hash other = keccak_of ("x");
  g_assert_true (hash_equal (&none, &empty));
  g_assert_false (hash_equal (&empty, &other));
}

static gpointer
hash_much (gpointer data)
{
  const Hash *expected = data;

  for (int i = 0; i < 2000; i++)
    {
      Hash hash = keccak_of ("threads");

      if (!hash_equal (&hash, expected))
        return GINT_TO_POINTER (1);
    }
  return NULL;
}

static void
test_threads_do_not_disturb_each_other (void)
{
  Hash expected = keccak_of ("threads");

  for (int round = 0; round < 4; round++)
    {
      GThread *threads[8];

      for (size_t i = 0; i < G_N_ELEMENTS (threads); i++)
        threads[i] = g_thread_new ("hash", hash_much, &expected);
      for (size_t i = 0; i < G_N_ELEMENTS (threads); i++)
        g_assert_null (g_thread_join (threads[i]));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define TEST(path, function) g_test_add_func ("/keccak/" path, function)
  TEST ("keccak-is-the-original-not-sha3", test_keccak_is_the_original_not_sha3);
  TEST ("sha256-of-the-standard", test_sha256_of_the_standard);
  TEST ("parts-hash-as-their-concatenation", test_parts_hash_as_their_concatenation);
  TEST ("threads-do-not-disturb-each-other", test_threads_do_not_disturb_each_other);
  return g_test_run ();
}
