/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-chart-layout.h"

static void
test_bar (void)
{
  const guint parts[] = { 500000, 1, 0, 250000 };
  float starts[4];
  float lengths[4];

  surety_chart_layout_bar (parts, 4, 400, starts, lengths);
  g_assert_cmpfloat (lengths[0], ==, 200);
  g_assert_cmpfloat (lengths[1], ==, SURETY_CHART_THINNEST);
  g_assert_cmpfloat (lengths[2], ==, 0);
  g_assert_cmpfloat (lengths[3], ==, 100);
  for (gsize i = 1; i < 4; i++)
    g_assert_cmpfloat_with_epsilon (starts[i], starts[i - 1] + lengths[i - 1], 0.001f);
}

/* Whatever is thin is seen, and the whole is never wider than the bar. */
static void
test_bar_bounds (void)
{
  guint parts[40];
  float starts[40];
  float lengths[40];
  float sum = 0;

  parts[0] = 1000000;
  for (gsize i = 1; i < 40; i++)
    parts[i] = 1;
  surety_chart_layout_bar (parts, 40, 300, starts, lengths);
  for (gsize i = 0; i < 40; i++)
    {
      g_assert_cmpfloat (lengths[i], >=, SURETY_CHART_THINNEST - 0.001f);
      g_assert_cmpfloat (starts[i] + lengths[i], <=, 300.01f);
      sum += lengths[i];
    }
  g_assert_cmpfloat_with_epsilon (sum, 300, 0.01f);

  /* Where there is no room for all, nothing is beyond the end either. */
  surety_chart_layout_bar (parts, 40, 30, starts, lengths);
  for (gsize i = 0; i < 40; i++)
    {
      g_assert_cmpfloat (lengths[i], >=, 0);
      g_assert_cmpfloat (starts[i] + lengths[i], <=, 30.001f);
    }
}

static void
test_place (void)
{
  g_assert_cmpfloat (surety_chart_layout_place (50, 100, 300), ==, 150);
  g_assert_cmpfloat (surety_chart_layout_place (-1, 100, 300), ==, 0);
  g_assert_cmpfloat (surety_chart_layout_place (101, 100, 300), ==, 300);
  g_assert_cmpfloat (surety_chart_layout_place (1, 0, 300), ==, 0);
}

static void
test_chance (void)
{
  g_assert_cmpfloat (surety_chart_layout_chance (0, 6, 120), ==, 0);
  g_assert_cmpfloat_with_epsilon (surety_chart_layout_chance (1, 6, 120), 120, 0.001f);
  g_assert_cmpfloat_with_epsilon (surety_chart_layout_chance (0.001, 6, 120), 60, 0.001f);
  /* Rarer than the scale goes, and still there. */
  g_assert_cmpfloat (surety_chart_layout_chance (1e-9, 6, 120), ==, 1);
  g_assert_cmpfloat_with_epsilon (surety_chart_layout_chance (2, 6, 120), 120, 0.001f);
}

static void
test_merge (void)
{
  const double bars[] = { 0.1, 0.2, 0.3, 0.05, 0.01 };
  double out[5];

  g_assert_cmpuint (surety_chart_layout_merge (bars, 5, 2, out), ==, 3);
  g_assert_cmpfloat_with_epsilon (out[0], 0.3, 1e-12);
  g_assert_cmpfloat_with_epsilon (out[1], 0.35, 1e-12);
  g_assert_cmpfloat_with_epsilon (out[2], 0.01, 1e-12);
}

static void
test_one_in (void)
{
  g_assert_cmpuint (surety_chart_layout_one_in (0), ==, 0);
  g_assert_cmpuint (surety_chart_layout_one_in (0.05), ==, 20);
  g_assert_cmpuint (surety_chart_layout_one_in (1), ==, 1);
  g_assert_cmpuint (surety_chart_layout_one_in (1e-300), ==, G_MAXUINT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/charts/layout/parts-follow-one-another", test_bar);
  g_test_add_func ("/charts/layout/what-is-there-is-seen-and-nothing-is-wider-than-all",
                   test_bar_bounds);
  g_test_add_func ("/charts/layout/a-place-is-on-the-axis", test_place);
  g_test_add_func ("/charts/layout/a-chance-is-a-logarithmic-height", test_chance);
  g_test_add_func ("/charts/layout/bars-taken-together-lose-nothing", test_merge);
  g_test_add_func ("/charts/layout/one-in-so-many", test_one_in);

  return g_test_run ();
}
