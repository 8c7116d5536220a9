/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plans.h"

/* Killed at events all along each plan; at every one of them: dev bench faults. */

/* Of so many events one is tried: there are several hundred. Which, the seed of the run says that is printed
 * (--seed tries the same ones again). */
#define STRIDE 5u

static Plans *plans;

static void
test_plan (gconstpointer data)
{
  const guint plan = GPOINTER_TO_UINT (data);
  const guint n = plans_get_n_events (plans, plan);
  const guint before = plans_get_n_killed (plans);
  const guint first = 1 + (guint) g_test_rand_int_range (0, STRIDE);
  guint tried = 0;

  for (guint k = first; k <= n; k += STRIDE, tried++)
    {
      g_autofree char *problem = plans_kill (plans, plan, k);

      if (problem != NULL)
        g_error ("%s killed at event %u of %u: %s", plans_get_name (plan), k, n, problem);
    }
  g_test_message ("killed at %u of %u events, from %u", tried, n, first);
  g_assert_cmpuint (tried, >=, 5);
  g_assert_cmpuint (plans_get_n_killed (plans) - before, >=, tried - 1);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_assert_true (secret_heap_init ());
  plans = plans_new (g_getenv ("SURETY_TEST_SUBJECT"), FALSE);

  for (guint i = 0; i < PLANS_N; i++)
    {
      g_autofree char *path = g_strdup_printf ("/plans/%s-killed-anywhere-goes-on",
                                               plans_get_name (i));

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_plan);
    }
  status = g_test_run ();
  plans_free (plans);
  return status;
}
