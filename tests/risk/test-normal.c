/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "normal.h"

#include <glib.h>
#include <math.h>

static void
assert_close (double value, double expected, double relative)
{
  g_assert_cmpfloat (fabs (value - expected), <=, relative * fabs (expected));
}

/* Abramowitz and Stegun, Handbook of Mathematical Functions, table 26.1; OEIS A239388 for 1.96. */
static void
test_chance (void)
{
  g_assert_cmpfloat (normal_chance (0), ==, 0.5);
  assert_close (normal_chance (1), 0.841344746068542948, 1e-14);
  assert_close (normal_chance (-2), 0.0227501319481792073, 1e-14);
  assert_close (normal_chance (-6), 9.86587645037698141e-10, 1e-12);
  g_assert_cmpfloat (normal_chance (-INFINITY), ==, 0);
  g_assert_cmpfloat (normal_chance (INFINITY), ==, 1);
}

/* The check values of AS 241 itself: p = 0.25, 0.001, 1e-20. */
static void
test_value (void)
{
  g_assert_cmpfloat (normal_value (0.5), ==, 0);
  assert_close (normal_value (0.25), -0.6744897501960817, 1e-15);
  assert_close (normal_value (0.001), -3.090232306167814, 1e-15);
  assert_close (normal_value (1e-20), -9.262340089798408, 1e-15);
  assert_close (normal_value (0.975), 1.959963984540054, 1e-15);
  g_assert_cmpfloat (normal_value (0), ==, -INFINITY);
  g_assert_cmpfloat (normal_value (1), ==, INFINITY);
}

static void
test_there_and_back (void)
{
  double last = -INFINITY;

  for (guint i = 1; i < 4000; i++)
    {
      const double p = i / 4000.0;
      const double x = normal_value (p);

      assert_close (normal_chance (x), p, 1e-14);
      assert_close (normal_value (1 - p), -x, 1e-9);
      g_assert_cmpfloat (x, >, last);
      last = x;
    }
  for (double p = 0.1; p > 1e-300; p /= 7)
    assert_close (normal_chance (normal_value (p)), p, 1e-11);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/normal/chance", test_chance);
  g_test_add_func ("/normal/value", test_value);
  g_test_add_func ("/normal/there-and-back", test_there_and_back);

  return g_test_run ();
}
