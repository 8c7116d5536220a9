/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <locale.h>
#include <string.h>

#include "surety-format.h"

#define GAP "\u202f"

static u256
parse (const char *decimal)
{
  u256 value;

  g_assert_cmpint (u256_from_decimal (decimal, strlen (decimal), &value), ==, CORE_OK);
  return value;
}

static void
test_amounts_are_cut_to_six_decimals (void)
{
  static const struct
  {
    const char *value;
    guint decimals;
    const char *shown, *full;
  } cases[] = {
    { "0", 18, "0", "0" },
    { "1", 18, "0.000000000000000001", "0.000000000000000001" },
    { "1000000000000000000", 18, "1", "1" },
    { "1999999999999999999", 18, "1.999999", "1.999999999999999999" },
    { "1500000000000000000", 18, "1.5", "1.5" },
    { "1000000100000000000", 18, "1", "1.0000001" },
    { "12345678901234", 18, "0.0000123456", "0.000012345678901234" },
    { "100000000000000", 18, "0.0001", "0.0001" },
    { "1234500000000000000000", 18, "1234.5", "1234.5" },
    { "12345500000000000000000", 18, "12" GAP "345.5", "12" GAP "345.5" },
    { "1234567000000000000000000", 18, "1" GAP "234" GAP "567", "1" GAP "234" GAP "567" },
    { "1234567", 6, "1.234567", "1.234567" },
    { "42", 0, "42", "42" },
    { "115792089237316195423570985008687907853269984665640564039457584007913129639935", 77,
      "1.15792",
      "1.15792089237316195423570985008687907853269984665640564039457584007913129639935" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      u256 value = parse (cases[i].value);
      g_autofree char *shown = surety_format_amount (value, cases[i].decimals);
      g_autofree char *full = surety_format_amount_full (value, cases[i].decimals);

      g_assert_cmpstr (shown, ==, cases[i].shown);
      g_assert_cmpstr (full, ==, cases[i].full);
    }
}

static void
test_percent_says_whole_only_of_the_whole (void)
{
  static const struct
  {
    const char *wad, *shown;
  } cases[] = {
    { "0", "0 %" },
    { "1", "< 0.01 %" },
    { "99999999999999", "< 0.01 %" },
    { "100000000000000", "0.01 %" },
    { "125000000000000000", "12.5 %" },
    { "999999999999999999", "99.99 %" },
    { "1000000000000000000", "100 %" },
    { "2500000000000000000", "250 %" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = surety_format_percent (parse (cases[i].wad));

      g_assert_cmpstr (shown, ==, cases[i].shown);
    }
}

static void
test_ages (void)
{
  static const struct
  {
    guint64 then, now;
    const char *shown;
  } cases[] = {
    { 1000, 1000, "just now" },
    { 1000, 1004, "just now" },
    { 1000, 1005, "5 seconds ago" },
    { 1000, 1060, "1 minute ago" },
    { 1000, 1000 + 59 * 60, "59 minutes ago" },
    { 1000, 1000 + 3600, "1 hour ago" },
    { 1000, 1000 + 3 * 86400, "3 days ago" },
    { 1010, 1000, "just now" },
    { 1120, 1000, "in 2 minutes" },
    { 0, G_MAXUINT64, "213" GAP "503" GAP "982" GAP "334" GAP "601 days ago" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = surety_format_age (cases[i].then, cases[i].now);

      g_assert_cmpstr (shown, ==, cases[i].shown);
    }
}

static void
test_spans_have_two_units_at_most (void)
{
  static const struct
  {
    guint64 seconds;
    const char *shown;
  } cases[] = {
    { 0, "0 seconds" },        { 1, "1 second" },
    { 60, "1 minute" },        { 61, "1 minute" },
    { 3600, "1 hour" },        { 3660, "1 hour 1 minute" },
    { 14 * 86400, "14 days" }, { 14 * 86400 + 3 * 3600 + 59, "14 days 3 hours" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = surety_format_span (cases[i].seconds);

      g_assert_cmpstr (shown, ==, cases[i].shown);
    }
}

static void
test_blocks_to_come_are_about_dates (void)
{
  /* EigenLayer's 14 days: 100800 blocks of 12 s and one. */
  g_autofree char *date = surety_format_block_date (20101801, 20001000, 1700000000, 12);
  g_autofree char *countdown = surety_format_block_countdown (20101801, 20001000, 12);
  g_autofree char *now = surety_format_block_date (20001000, 20001000, 1700000000, 12);
  g_autofree char *past = surety_format_block_countdown (5, 20001000, 12);
  g_autofree char *never = surety_format_block_date (G_MAXUINT64, 1, 1700000000, 12);

  g_assert_cmpstr (date, ==, "about 28 November 2023, 22:13");
  g_assert_cmpstr (countdown, ==, "about 14 days");
  g_assert_cmpstr (now, ==, "now");
  g_assert_cmpstr (past, ==, "now");
  g_assert_cmpstr (never, ==, "about in a far future");
}

static void
test_what_differs_is_marked (void)
{
  const char *address = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
  const char *other = "0xd8dA6BF26965bF9D7eEd9e03E53415d37aa96045";
  g_autofree char *marked = surety_format_address_against (address, other);
  g_autofree char *same = surety_format_address_against (address, address);

  g_assert_cmpstr (
    marked, ==, "0xd8dA 6BF2 696<b><u>4</u></b> <b><u>a</u></b>F9D 7eEd 9e03 E534 15D3 7aA9 6045");
  g_assert_cmpstr (same, ==, "0xd8dA 6BF2 6964 aF9D 7eEd 9e03 E534 15D3 7aA9 6045");
}

static void
test_addresses_are_in_groups_of_four (void)
{
  const char *address = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
  g_autofree char *brief = surety_format_address (address, FALSE);
  g_autofree char *wide = surety_format_address (address, TRUE);
  g_autofree char *other = surety_format_address ("vitalik", TRUE);

  g_assert_cmpstr (brief, ==, "0xd8dA 6BF2 … 7aA9 6045");
  g_assert_cmpstr (wide, ==, "0xd8dA 6BF2 6964 aF9D 7eEd 9e03 E534 15D3 7aA9 6045");
  g_assert_cmpstr (other, ==, "vitalik");
}

static void
test_decimal_point_is_the_locales (void)
{
  g_autofree char *shown = NULL;

  g_assert_nonnull (setlocale (LC_NUMERIC, "de_DE.UTF-8"));
  shown = surety_format_amount (parse ("1500000000000000000"), 18);
  setlocale (LC_NUMERIC, "C.UTF-8");
  g_assert_cmpstr (shown, ==, "1,5");
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/format/amounts-are-cut-to-six-decimals", test_amounts_are_cut_to_six_decimals);
  g_test_add_func ("/format/percent-says-whole-only-of-the-whole",
                   test_percent_says_whole_only_of_the_whole);
  g_test_add_func ("/format/ages", test_ages);
  g_test_add_func ("/format/spans-have-two-units-at-most", test_spans_have_two_units_at_most);
  g_test_add_func ("/format/blocks-to-come-are-about-dates", test_blocks_to_come_are_about_dates);
  g_test_add_func ("/format/what-differs-in-an-address-is-marked", test_what_differs_is_marked);
  g_test_add_func ("/format/addresses-are-in-groups-of-four", test_addresses_are_in_groups_of_four);
  g_test_add_func ("/format/decimal-point-is-the-locales", test_decimal_point_is_the_locales);
  return g_test_run ();
}
