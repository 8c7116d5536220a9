/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrypt.h"
#include "secret-helpers.h"

typedef CoreResult (*Derive) (const Secret *password,
                              Bytes salt,
                              uint64_t n,
                              uint64_t r,
                              uint64_t p,
                              Secret *derived);

/* RFC 7914, section 12, but for its last, which is the same with n = 2^20 and a GiB. */
static void
check_rfc_examples (Derive derive)
{
  static const struct
  {
    const char *password;
    const char *salt;
    uint64_t n, r, p;
    const char *expected;
  } cases[] = {
    { "", "", 16, 1, 1,
      "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
      "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906" },
    { "password", "NaCl", 1024, 8, 16,
      "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
      "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640" },
    { "pleaseletmein", "SodiumChloride", 16384, 8, 1,
      "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
      "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Secret) password = secret_from_text (cases[i].password);
      g_autoptr (Secret) derived = secret_new (64);
      const Bytes salt = { (const uint8_t *) cases[i].salt, strlen (cases[i].salt) };

      core_test_assert_result (derive (password, salt, cases[i].n, cases[i].r, cases[i].p, derived),
                               CORE_OK);
      assert_secret_hex (derived, cases[i].expected);
    }
}

static void
test_the_standards_examples (void)
{
  check_rfc_examples (scrypt_derive);
  check_rfc_examples (scrypt_derive_unbounded);
}

static void
test_both_ways_agree (void)
{
  static const uint64_t ns[] = { 2, 4, 256, 2048 };
  g_autoptr (Secret) password = secret_from_text ("both ways");
  const Bytes salt = { (const uint8_t *) "salt", 4 };

  for (size_t i = 0; i < G_N_ELEMENTS (ns); i++)
    for (uint64_t r = 1; r <= 5; r++)
      for (uint64_t p = 1; p <= 3; p++)
        {
          g_autoptr (Secret) a = secret_new (32);
          g_autoptr (Secret) b = secret_new (32);

          core_test_assert_result (scrypt_derive (password, salt, ns[i], r, p, a), CORE_OK);
          core_test_assert_result (scrypt_derive_unbounded (password, salt, ns[i], r, p, b),
                                   CORE_OK);
          g_assert_true (secret_equal (a, b));
        }
}

/* The Web3 Secret Storage Definition's example and its derived key: OpenSSL refuses these costs, as does
 * the RFC. */
static void
test_more_rounds_than_the_standard_allows (void)
{
  g_autoptr (Secret) password = secret_from_text ("testpassword");
  g_autoptr (Secret) derived = secret_new (32);
  Buffer salt = core_test_hex ("ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19");

  core_test_assert_result (scrypt_derive (password, buffer_bytes (&salt), 262144, 1, 8, derived),
                           CORE_OK);
  assert_secret_hex (derived, "fac192ceb5fd772906bea3e118a69e8bbb5cc24229e20d8766fd298291bba6bd");
  buffer_clear (&salt);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (secret_heap_init ());
  g_test_add_func ("/scrypt/the-standards-examples", test_the_standards_examples);
  g_test_add_func ("/scrypt/both-ways-agree", test_both_ways_agree);
  g_test_add_func ("/scrypt/more-rounds-than-the-standard-allows",
                   test_more_rounds_than_the_standard_allows);
  return g_test_run ();
}
