/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "core-test.h"
#include "hex.h"

static void
test_data_goes_both_ways (void)
{
  Buffer out = buffer_new ();
  uint8_t all[256];
  char text[2 + 512 + 1];

  for (unsigned i = 0; i < 256; i++)
    all[i] = (uint8_t) i;
  hex_encode (all, 256, true, text);
  g_assert_cmpuint (strlen (text), ==, 514);
  core_test_assert_result (hex_decode (text, strlen (text), 256, &out), CORE_OK);
  g_assert_cmpmem (out.data, out.len, all, 256);

  /* The other case, appended to what is there. */
  core_test_assert_result (hex_decode ("0xABCDEF", 8, 3, &out), CORE_OK);
  g_assert_cmpuint (out.len, ==, 259);
  core_test_assert_hex (out.data + 256, 3, "abcdef");
  core_test_assert_result (hex_decode ("0x", 2, 0, &out), CORE_OK);
  g_assert_cmpuint (out.len, ==, 259);
  buffer_clear (&out);

  hex_encode (all + 0xde, 2, false, text);
  g_assert_cmpstr (text, ==, "dedf");

  char *dup = hex_encode_dup ((Bytes) { all, 3 }, true);
  g_assert_cmpstr (dup, ==, "0x000102");
  free (dup);
  dup = hex_encode_dup ((Bytes) { NULL, 0 }, true);
  g_assert_cmpstr (dup, ==, "0x");
  free (dup);
}

static void
test_what_is_no_data_is_refused_and_nothing_appended (void)
{
  static const char *const texts[] = {
    "",     "0",    "x",       "00",   "0x0",   "0x0g",    "0xg0",
    "0X00", "0x 0", "0x0\xff", "1x00", "0x00 ", "0xf0f0f",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      Buffer out = buffer_new ();

      buffer_append (&out, "kept", 4);
      core_test_assert_result (hex_decode (texts[i], strlen (texts[i]), 100, &out),
                               CORE_ERROR_SYNTAX);
      g_assert_cmpmem (out.data, out.len, "kept", 4);
      buffer_clear (&out);
    }
}

static void
test_no_byte_that_is_no_digit_is_taken_for_one (void)
{
  for (int c = 0; c < 256; c++)
    {
      char text[4] = { '0', 'x', (char) c, '7' };
      Buffer out = buffer_new ();
      bool digit = g_ascii_isxdigit ((char) c);

      core_test_assert_result (hex_decode (text, 4, 1, &out), digit ? CORE_OK : CORE_ERROR_SYNTAX);
      g_assert_cmpint (hex_digit_value ((char) c), ==, g_ascii_xdigit_value ((char) c));
      if (digit)
        g_assert_cmpuint (out.data[0], ==, (unsigned) g_ascii_xdigit_value ((char) c) * 16 + 7);
      buffer_clear (&out);
    }
}

static void
test_long_text_is_read_like_short_text (void)
{
  /* Every byte in every place of a text that is long enough to be read in larger steps. */
  for (size_t place = 0; place < 40; place++)
    for (int c = 0; c < 256; c++)
      {
        char text[2 + 40] = "0x0123456789abcdefABCDEF9876543210fedcba98";
        Buffer out = buffer_new ();
        uint8_t fixed[20] = { 0x77 };

        text[2 + place] = (char) c;
        CoreResult expected = g_ascii_isxdigit ((char) c) ? CORE_OK : CORE_ERROR_SYNTAX;
        core_test_assert_result (hex_decode (text, sizeof text, 20, &out), expected);
        core_test_assert_result (hex_decode_fixed (text, sizeof text, true, fixed, 20), expected);
        g_assert_cmpuint (out.len, ==, expected == CORE_OK ? 20 : 0);
        if (expected != CORE_OK)
          g_assert_cmpuint (fixed[0], ==, 0x77);
        else
          for (size_t i = 0; i < 20; i++)
            {
              int high = g_ascii_xdigit_value (text[2 + 2 * i]);
              int low = g_ascii_xdigit_value (text[3 + 2 * i]);

              g_assert_cmpint (out.data[i], ==, high * 16 + low);
              g_assert_cmpint (fixed[i], ==, high * 16 + low);
            }
        buffer_clear (&out);
      }

  /* An error at the very end leaves what was there alone, however long the text is. */
  char text[2 * 200];
  uint8_t out[200];
  memset (text, 'a', sizeof text);
  memset (out, 0x77, sizeof out);
  text[sizeof text - 1] = 'x';
  core_test_assert_result (hex_decode_fixed (text, sizeof text, false, out, sizeof out),
                           CORE_ERROR_SYNTAX);
  for (size_t i = 0; i < sizeof out; i++)
    g_assert_cmpuint (out[i], ==, 0x77);
  text[sizeof text - 1] = 'a';
  core_test_assert_result (hex_decode_fixed (text, sizeof text, false, out, sizeof out), CORE_OK);
  for (size_t i = 0; i < sizeof out; i++)
    g_assert_cmpuint (out[i], ==, 0xaa);
}

static void
test_the_limit_is_checked_before_memory_is_taken (void)
{
  Buffer out = buffer_new ();

  core_test_assert_result (hex_decode ("0x0102", 6, 2, &out), CORE_OK);
  core_test_assert_result (hex_decode ("0x010203", 8, 2, &out), CORE_ERROR_LIMIT);
  g_assert_cmpuint (out.len, ==, 2);
  buffer_clear (&out);

  core_test_assert_result (hex_decode ("0x010203", 8, 2, &out), CORE_ERROR_LIMIT);
  g_assert_null (out.data);
}

static void
test_fixed_lengths_are_exact (void)
{
  uint8_t out[2] = { 9, 9 };

  core_test_assert_result (hex_decode_fixed ("0xbeef", 6, true, out, 2), CORE_OK);
  core_test_assert_hex (out, 2, "beef");
  core_test_assert_result (hex_decode_fixed ("C0de", 4, false, out, 2), CORE_OK);
  core_test_assert_hex (out, 2, "c0de");

  core_test_assert_result (hex_decode_fixed ("beef", 4, true, out, 2), CORE_ERROR_SYNTAX);
  core_test_assert_result (hex_decode_fixed ("0xbeef", 6, false, out, 2), CORE_ERROR_SYNTAX);
  core_test_assert_result (hex_decode_fixed ("0xbe", 4, true, out, 2), CORE_ERROR_SYNTAX);
  core_test_assert_result (hex_decode_fixed ("0xbeef0", 7, true, out, 2), CORE_ERROR_SYNTAX);
  core_test_assert_result (hex_decode_fixed ("0xbeef00", 8, true, out, 2), CORE_ERROR_SYNTAX);
  core_test_assert_result (hex_decode_fixed ("beeg", 4, false, out, 2), CORE_ERROR_SYNTAX);
  core_test_assert_result (hex_decode_fixed ("", 0, true, out, 2), CORE_ERROR_SYNTAX);
  core_test_assert_hex (out, 2, "c0de");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define TEST(path, function) g_test_add_func ("/hex/" path, function)
  TEST ("data-goes-both-ways", test_data_goes_both_ways);
  TEST ("what-is-no-data-is-refused-and-nothing-appended",
        test_what_is_no_data_is_refused_and_nothing_appended);
  TEST ("no-byte-that-is-no-digit-is-taken-for-one",
        test_no_byte_that_is_no_digit_is_taken_for_one);
  TEST ("long-text-is-read-like-short-text", test_long_text_is_read_like_short_text);
  TEST ("the-limit-is-checked-before-memory-is-taken",
        test_the_limit_is_checked_before_memory_is_taken);
  TEST ("fixed-lengths-are-exact", test_fixed_lengths_are_exact);
  return g_test_run ();
}
