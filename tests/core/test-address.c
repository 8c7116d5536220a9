/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "address.h"
#include "core-test.h"

static Address
parse (const char *text)
{
  Address address = { 0 };

  core_test_assert_result (address_parse (text, strlen (text), &address, NULL), CORE_OK);
  return address;
}

static void
test_examples_of_eip_55_go_both_ways (void)
{
  g_autofree char *path = core_test_data_path ("eip-55.txt");
  g_autofree char *text = NULL;
  unsigned n = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      if (!g_str_has_prefix (*line, "0x"))
        continue;

      Address address = parse (*line);
      char written[ADDRESS_TEXT_SIZE];
      g_autofree char *lower = g_ascii_strdown (*line, -1);

      address_to_text (&address, written);
      g_assert_cmpstr (written, ==, *line);
      core_test_assert_hex (address.bytes, sizeof address.bytes, lower);
      n++;
    }
  g_assert_cmpuint (n, ==, 8);
}

static void
test_form_says_whether_a_checksum_was_there (void)
{
  static const char mixed[] = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
  static const char digits[] = "0x1111111111111111111111111111111111111111";
  g_autofree char *lower = g_ascii_strdown (mixed, -1);
  g_autofree char *upper = g_strconcat ("0x", "5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED", NULL);
  Address address;
  AddressForm form;

  core_test_assert_result (address_parse (mixed, 42, &address, &form), CORE_OK);
  g_assert_cmpint (form, ==, ADDRESS_CHECKSUMMED);
  core_test_assert_result (address_parse (lower, 42, &address, &form), CORE_OK);
  g_assert_cmpint (form, ==, ADDRESS_UNCHECKED);
  core_test_assert_result (address_parse (upper, 42, &address, &form), CORE_OK);
  g_assert_cmpint (form, ==, ADDRESS_UNCHECKED);
  core_test_assert_result (address_parse (digits, 42, &address, &form), CORE_OK);
  g_assert_cmpint (form, ==, ADDRESS_UNCHECKED);
}

static void
test_a_checksum_that_does_not_hold_is_refused (void)
{
  static const char good[] = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

  /* Any one letter in the wrong case. */
  for (size_t i = 2; i < 42; i++)
    {
      char text[ADDRESS_TEXT_SIZE];
      Address address = { 0 };
      AddressForm form = ADDRESS_UNCHECKED;

      if (!g_ascii_isalpha (good[i]))
        continue;
      memcpy (text, good, sizeof text);
      text[i] = (char) (text[i] ^ 0x20);
      core_test_assert_result (address_parse (text, 42, &address, &form), CORE_ERROR_CHECKSUM);
      g_assert_true (address_is_zero (&address));
    }
}

static void
test_what_is_no_address_is_refused (void)
{
  static const char *const texts[] = {
    "",
    "0x",
    "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed0",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed00",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg",
    "0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    " 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
    "vitalik.eth",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      Address address = { 0 };

      core_test_assert_result (address_parse (texts[i], strlen (texts[i]), &address, NULL),
                               CORE_ERROR_SYNTAX);
      g_assert_true (address_is_zero (&address));
    }
}

static void
test_words_go_both_ways (void)
{
  Address address = parse ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
  Address back;
  u256 word = address_to_word (&address);

  g_assert_true (address_from_word (word, &back));
  g_assert_true (address_equal (&address, &back));
  g_assert_true (address_from_word (((u256) 1 << 160) - 1, &back));
  g_assert_false (address_from_word ((u256) 1 << 160, &back));
  g_assert_false (address_from_word (U256_MAX, &back));
}

static void
test_order_is_that_of_the_bytes (void)
{
  Address low = parse ("0x0000000000000000000000000000000000000001");
  Address high = parse ("0x0100000000000000000000000000000000000000");
  Address zero = { 0 };

  g_assert_cmpint (address_compare (&low, &high), <, 0);
  g_assert_cmpint (address_compare (&high, &low), >, 0);
  g_assert_cmpint (address_compare (&low, &low), ==, 0);
  g_assert_false (address_equal (&low, &high));
  g_assert_true (address_is_zero (&zero));
  g_assert_false (address_is_zero (&low));
}

static void
test_address_of_a_public_key (void)
{
  /* The generator point of secp256k1 (SEC 2) is the public key of the private key 1, whose address
   * is widely known. */
  Buffer point = core_test_hex ("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
                                "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8");
  Address address = address_from_public_key (point.data);
  char text[ADDRESS_TEXT_SIZE];

  address_to_text (&address, text);
  g_assert_cmpstr (text, ==, "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf");
  buffer_clear (&point);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define TEST(path, function) g_test_add_func ("/address/" path, function)
  TEST ("examples-of-eip-55-go-both-ways", test_examples_of_eip_55_go_both_ways);
  TEST ("form-says-whether-a-checksum-was-there", test_form_says_whether_a_checksum_was_there);
  TEST ("a-checksum-that-does-not-hold-is-refused", test_a_checksum_that_does_not_hold_is_refused);
  TEST ("what-is-no-address-is-refused", test_what_is_no_address_is_refused);
  TEST ("words-go-both-ways", test_words_go_both_ways);
  TEST ("order-is-that-of-the-bytes", test_order_is_that_of_the_bytes);
  TEST ("address-of-a-public-key", test_address_of_a_public_key);
  return g_test_run ();
}
