/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "core-test.h"
#include "hex.h"
#include "u256.h"

#define MAX_DECIMAL "115792089237316195423570985008687907853269984665640564039457584007913129639935"
#define MAX_PLUS_ONE \
  "115792089237316195423570985008687907853269984665640564039457584007913129639936"
#define MAX_QUANTITY "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"

static u256
decimal (const char *text)
{
  u256 value = 0;

  core_test_assert_result (u256_from_decimal (text, strlen (text), &value), CORE_OK);
  return value;
}

static void
assert_decimal (u256 value, const char *expected)
{
  char text[U256_DECIMAL_SIZE];

  u256_to_decimal (value, text);
  g_assert_cmpstr (text, ==, expected);
}

/* A fixed sequence of numbers of all sizes. */
static u256
next_number (GRand *rand)
{
  u256 value = 0;

  for (int i = 0; i < 8; i++)
    value = value << 32 | g_rand_int (rand);
  return u256_shr (value, (unsigned) g_rand_int_range (rand, 0, 257));
}

static void
test_decimal_goes_both_ways (void)
{
  static const char *const texts[] = {
    "0",
    "1",
    "9",
    "10",
    "9999999999999999999",
    "10000000000000000000",
    "18446744073709551615",
    "18446744073709551616",
    "100000000000000000000000000000000000000",
    "340282366920938463463374607431768211456",
    MAX_DECIMAL,
  };

  for (size_t i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_decimal (decimal (texts[i]), texts[i]);
  g_assert_true (decimal (MAX_DECIMAL) == U256_MAX);
  g_assert_true (decimal ("1000000000000000000") == U256_WAD);
}

static void
test_decimal_has_one_spelling (void)
{
  static const struct
  {
    const char *text;
    CoreResult result;
  } cases[] = {
    { "", CORE_ERROR_SYNTAX },
    { "00", CORE_ERROR_NOT_CANONICAL },
    { "01", CORE_ERROR_NOT_CANONICAL },
    { "-1", CORE_ERROR_SYNTAX },
    { "+1", CORE_ERROR_SYNTAX },
    { " 1", CORE_ERROR_SYNTAX },
    { "1 ", CORE_ERROR_SYNTAX },
    { "1.0", CORE_ERROR_SYNTAX },
    { "1e3", CORE_ERROR_SYNTAX },
    { "0x1", CORE_ERROR_SYNTAX },
    { "1,000", CORE_ERROR_SYNTAX },
    { MAX_PLUS_ONE, CORE_ERROR_RANGE },
    { MAX_DECIMAL "0", CORE_ERROR_RANGE },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      u256 value = 77;

      core_test_assert_result (u256_from_decimal (cases[i].text, strlen (cases[i].text), &value),
                               cases[i].result);
      g_assert_true (value == 77);
    }

  /* Not a byte past the length is looked at. */
  u256 value = 0;
  core_test_assert_result (u256_from_decimal ("123", 2, &value), CORE_OK);
  g_assert_true (value == 12);
}

static void
test_quantity_goes_both_ways (void)
{
  static const struct
  {
    const char *quantity;
    const char *decimal;
  } cases[] = {
    { "0x0", "0" },
    { "0x1", "1" },
    { "0x41", "65" },
    { "0x400", "1024" },
    { "0xff", "255" },
    { "0xde0b6b3a7640000", "1000000000000000000" },
    { MAX_QUANTITY, MAX_DECIMAL },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      u256 value = 0;
      char text[U256_HEX_SIZE];

      core_test_assert_result (u256_from_quantity (cases[i].quantity, strlen (cases[i].quantity),
                                                   &value),
                               CORE_OK);
      assert_decimal (value, cases[i].decimal);
      u256_to_quantity (value, text);
      g_assert_cmpstr (text, ==, cases[i].quantity);
    }

  u256 value = 0;
  core_test_assert_result (u256_from_quantity ("0xAb", 4, &value), CORE_OK);
  g_assert_true (value == 0xab);
}

static void
test_quantity_has_one_spelling (void)
{
  /* The wrong ones are those of the JSON-RPC specification ("Quantities"), and some more. */
  static const struct
  {
    const char *text;
    CoreResult result;
  } cases[] = {
    { "", CORE_ERROR_SYNTAX },
    { "0x", CORE_ERROR_SYNTAX },
    { "0x0400", CORE_ERROR_NOT_CANONICAL },
    { "0x00", CORE_ERROR_NOT_CANONICAL },
    { "ff", CORE_ERROR_SYNTAX },
    { "0XFF", CORE_ERROR_SYNTAX },
    { "0xg", CORE_ERROR_SYNTAX },
    { "0x-1", CORE_ERROR_SYNTAX },
    { "0x1 ", CORE_ERROR_SYNTAX },
    { "0x1"
      "0000000000000000000000000000000000000000000000000000000000000000",
      CORE_ERROR_RANGE },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      u256 value = 77;

      core_test_assert_result (u256_from_quantity (cases[i].text, strlen (cases[i].text), &value),
                               cases[i].result);
      g_assert_true (value == 77);
    }
}

static void
test_units_are_read_as_people_write_them (void)
{
  static const struct
  {
    const char *text;
    unsigned decimals;
    const char *value;
  } cases[] = {
    { "1", 18, "1000000000000000000" },
    { "12.5", 18, "12500000000000000000" },
    { ".5", 18, "500000000000000000" },
    { "5.", 6, "5000000" },
    { "0.000000000000000001", 18, "1" },
    { "007.10", 2, "710" },
    { "0", 0, "0" },
    { "42", 0, "42" },
    { "1", 77, "100000000000000000000000000000000000000000000000000000000000000000000000000000" },
    { "115792089237316195423570985008687907853269984665640564039457.584007913129639935", 18,
      MAX_DECIMAL },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      u256 value = 0;

      core_test_assert_result (u256_from_units (cases[i].text, strlen (cases[i].text),
                                                cases[i].decimals, &value),
                               CORE_OK);
      assert_decimal (value, cases[i].value);
    }
}

static void
test_units_that_are_no_amount_are_refused (void)
{
  static const struct
  {
    const char *text;
    unsigned decimals;
    CoreResult result;
  } cases[] = {
    { "", 18, CORE_ERROR_SYNTAX },
    { ".", 18, CORE_ERROR_SYNTAX },
    { "1.2.3", 18, CORE_ERROR_SYNTAX },
    { "1..2", 18, CORE_ERROR_SYNTAX },
    { "1,5", 18, CORE_ERROR_SYNTAX },
    { "-1", 18, CORE_ERROR_SYNTAX },
    { "+1", 18, CORE_ERROR_SYNTAX },
    { "1e18", 18, CORE_ERROR_SYNTAX },
    { " 1", 18, CORE_ERROR_SYNTAX },
    { "1 ", 18, CORE_ERROR_SYNTAX },
    { "0x1", 18, CORE_ERROR_SYNTAX },
    { "1.234", 2, CORE_ERROR_RANGE },
    { "1.0", 0, CORE_ERROR_RANGE },
    { "2", 77, CORE_ERROR_RANGE },
    { "1", 78, CORE_ERROR_RANGE },
    { "115792089237316195423570985008687907853269984665640564039457.584007913129639936", 18,
      CORE_ERROR_RANGE },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      u256 value = 77;

      core_test_assert_result (u256_from_units (cases[i].text, strlen (cases[i].text),
                                                cases[i].decimals, &value),
                               cases[i].result);
      g_assert_true (value == 77);
    }
}

static void
test_units_are_written_in_full (void)
{
  static const struct
  {
    const char *value;
    unsigned decimals;
    const char *text;
  } cases[] = {
    { "0", 18, "0" },
    { "1", 18, "0.000000000000000001" },
    { "500000000000000000", 18, "0.5" },
    { "1000000000000000000", 18, "1" },
    { "12500000000000000000", 18, "12.5" },
    { "1000000000000000001", 18, "1.000000000000000001" },
    { "100", 0, "100" },
    { "100", 2, "1" },
    { "100", 3, "0.1" },
    { "105", 2, "1.05" },
    { MAX_DECIMAL, 0, MAX_DECIMAL },
    { MAX_DECIMAL, 18,
      "115792089237316195423570985008687907853269984665640564039457.584007913129639935" },
    { MAX_DECIMAL, 77,
      "1.15792089237316195423570985008687907853269984665640564039457584007913129639935" },
    { "1", 77, "0.00000000000000000000000000000000000000000000000000000000000000000000000000001" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char text[U256_DECIMAL_SIZE + 2];
      u256 back = 0;

      u256_to_units (decimal (cases[i].value), cases[i].decimals, text);
      g_assert_cmpstr (text, ==, cases[i].text);
      core_test_assert_result (u256_from_units (text, strlen (text), cases[i].decimals, &back),
                               CORE_OK);
      assert_decimal (back, cases[i].value);
    }
}

static void
test_every_text_form_round_trips (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (int i = 0; i < 20000; i++)
    {
      u256 value = next_number (rand);
      unsigned decimals = (unsigned) g_rand_int_range (rand, 0, 78);
      char text[U256_DECIMAL_SIZE + 2];
      uint8_t bytes[32];
      u256 back = 0;

      u256_to_decimal (value, text);
      core_test_assert_result (u256_from_decimal (text, strlen (text), &back), CORE_OK);
      g_assert_true (back == value);

      u256_to_quantity (value, text);
      core_test_assert_result (u256_from_quantity (text, strlen (text), &back), CORE_OK);
      g_assert_true (back == value);

      u256_to_units (value, decimals, text);
      core_test_assert_result (u256_from_units (text, strlen (text), decimals, &back), CORE_OK);
      g_assert_true (back == value);

      u256_to_be (value, bytes);
      g_assert_true (u256_from_be (bytes) == value);
      size_t n = u256_byte_length (value);
      g_assert_true (u256_from_be_short (bytes + 32 - n, n) == value);
      g_assert_true (n == 0 || bytes[32 - n] != 0);
    }
}

static void
test_wire_form_is_32_big_endian_bytes (void)
{
  uint8_t bytes[32];
  u256 value = 0;

  u256_to_be (decimal ("1000000000000000000"), bytes);
  core_test_assert_hex (bytes, 32,
                        "0000000000000000000000000000000000000000000000000de0b6b3a7640000");
  for (unsigned i = 0; i < 32; i++)
    value = value << 8 | (i + 1);
  u256_to_be (value, bytes);
  core_test_assert_hex (bytes, 32,
                        "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20");
  g_assert_true (u256_from_be (bytes) == value);
  g_assert_true (u256_from_be_short (NULL, 0) == 0);
  g_assert_cmpuint (u256_byte_length (0), ==, 0);
  g_assert_cmpuint (u256_byte_length (255), ==, 1);
  g_assert_cmpuint (u256_byte_length (256), ==, 2);
  g_assert_cmpuint (u256_byte_length (U256_MAX), ==, 32);
}

static void
test_arithmetic_says_when_it_does_not_fit (void)
{
  u256 half = (u256) 1 << 128;
  u256 out = 77;

  g_assert_true (u256_add (U256_MAX - 1, 1, &out) && out == U256_MAX);
  g_assert_true (u256_sub (5, 5, &out) && out == 0);
  g_assert_true (u256_mul (half, half - 1, &out) && out == U256_MAX - half + 1);
  g_assert_true (u256_mul (U256_MAX, 1, &out) && out == U256_MAX);
  g_assert_true (u256_mul (0, U256_MAX, &out) && out == 0);

  out = 77;
  g_assert_false (u256_add (U256_MAX, 1, &out));
  g_assert_false (u256_add (U256_MAX, U256_MAX, &out));
  g_assert_false (u256_sub (4, 5, &out));
  g_assert_false (u256_mul (half, half, &out));
  g_assert_false (u256_mul (U256_MAX, 2, &out));
  /* 129 bits by 128: both sides of the line have 257 bits together. */
  g_assert_false (u256_mul (half + 1, half, &out));
  g_assert_true (out == 77);
}

static void
test_mul_div_is_exact_over_512_bits (void)
{
  u256 out = 77;

  g_assert_true (u256_mul_div (U256_MAX, U256_MAX, U256_MAX, ROUND_DOWN, &out) && out == U256_MAX);
  g_assert_true (u256_mul_div (U256_MAX, U256_MAX - 1, U256_MAX, ROUND_UP, &out) &&
                 out == U256_MAX - 1);
  g_assert_true (u256_mul_div (7, 3, 2, ROUND_DOWN, &out) && out == 10);
  g_assert_true (u256_mul_div (7, 3, 2, ROUND_UP, &out) && out == 11);
  g_assert_true (u256_mul_div (0, 3, 2, ROUND_UP, &out) && out == 0);
  /* (2^256 - 1)·10^18 / (10^18 + 1), checked with another program. */
  g_assert_true (u256_mul_div (U256_MAX, U256_WAD, U256_WAD + 1, ROUND_DOWN, &out));
  assert_decimal (out,
                  "115792089237316195307778895771371712545491088894268851493966495113644278145968");
  g_assert_true (u256_mul_div (U256_MAX, U256_WAD, U256_WAD + 1, ROUND_UP, &out));
  assert_decimal (out,
                  "115792089237316195307778895771371712545491088894268851493966495113644278145969");

  out = 77;
  g_assert_false (u256_mul_div (1, 1, 0, ROUND_DOWN, &out));
  g_assert_false (u256_mul_div (U256_MAX, 2, 1, ROUND_DOWN, &out));
  g_assert_false (u256_mul_div (U256_MAX, U256_MAX, U256_MAX - 1, ROUND_DOWN, &out));
  g_assert_true (out == 77);

  /* Factors of 2^257 - 1: half of it is 2^256 - 1 and a rest, which only rounded down fits. */
  u256 a = decimal ("535006138814359");
  u256 b = decimal ("432862656469423142931042426214547535783388063929571229938474969");
  g_assert_false (u256_mul_div (a, b, 2, ROUND_UP, &out));
  g_assert_true (out == 77);
  g_assert_true (u256_mul_div (a, b, 2, ROUND_DOWN, &out) && out == U256_MAX);
}

static void
test_mul_div_agrees_with_its_definition (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (int i = 0; i < 20000; i++)
    {
      u256 a = next_number (rand);
      u256 b = next_number (rand);
      u256 c = next_number (rand);
      u256 down = 0;
      u256 up = 0;

      if (c == 0 || !u256_mul_div (a, b, c, ROUND_DOWN, &down))
        continue;

      /* All modulo 2^256, where a remainder below c shows itself. */
      u256 rest = a * b - down * c;
      g_assert_true (rest < c);
      if (u256_mul_div (a, b, c, ROUND_UP, &up))
        g_assert_true (up == down + (rest != 0));
      else
        g_assert_true (down == U256_MAX && rest != 0);

      u256 product = 0;
      if (u256_mul (a, b, &product))
        g_assert_true (down == product / c);
    }
}

static void
test_shifts_past_the_word_are_zero (void)
{
  g_assert_true (u256_shl (1, 255) == (u256) 1 << 255);
  g_assert_true (u256_shl (1, 256) == 0);
  g_assert_true (u256_shl (U256_MAX, 1000) == 0);
  g_assert_true (u256_shr (U256_MAX, 255) == 1);
  g_assert_true (u256_shr (U256_MAX, 256) == 0);
  g_assert_true (u256_shr (7, 0) == 7);
}

static void
test_comparisons_order_numbers (void)
{
  g_assert_cmpint (u256_compare (1, 2), ==, -1);
  g_assert_cmpint (u256_compare (U256_MAX, 2), ==, 1);
  g_assert_cmpint (u256_compare (2, 2), ==, 0);
  g_assert_true (u256_min (3, 4) == 3);
  g_assert_true (u256_max (3, 4) == 4);
}

static void
test_double_is_near_enough_to_draw (void)
{
  g_assert_cmpfloat (u256_to_double (0), ==, 0.0);
  g_assert_cmpfloat (u256_to_double (12345), ==, 12345.0);
  g_assert_cmpfloat (u256_to_double (U256_WAD), ==, 1e18);
  g_assert_cmpfloat_with_epsilon (u256_to_double (U256_MAX) / ldexp (1, 256), 1.0, 1e-12);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define TEST(path, function) g_test_add_func ("/u256/" path, function)
  TEST ("decimal-goes-both-ways", test_decimal_goes_both_ways);
  TEST ("decimal-has-one-spelling", test_decimal_has_one_spelling);
  TEST ("quantity-goes-both-ways", test_quantity_goes_both_ways);
  TEST ("quantity-has-one-spelling", test_quantity_has_one_spelling);
  TEST ("units-are-read-as-people-write-them", test_units_are_read_as_people_write_them);
  TEST ("units-that-are-no-amount-are-refused", test_units_that_are_no_amount_are_refused);
  TEST ("units-are-written-in-full", test_units_are_written_in_full);
  TEST ("every-text-form-round-trips", test_every_text_form_round_trips);
  TEST ("wire-form-is-32-big-endian-bytes", test_wire_form_is_32_big_endian_bytes);
  TEST ("arithmetic-says-when-it-does-not-fit", test_arithmetic_says_when_it_does_not_fit);
  TEST ("mul-div-is-exact-over-512-bits", test_mul_div_is_exact_over_512_bits);
  TEST ("mul-div-agrees-with-its-definition", test_mul_div_agrees_with_its_definition);
  TEST ("shifts-past-the-word-are-zero", test_shifts_past_the_word_are_zero);
  TEST ("comparisons-order-numbers", test_comparisons_order_numbers);
  TEST ("double-is-near-enough-to-draw", test_double_is_near_enough_to_draw);
  return g_test_run ();
}
