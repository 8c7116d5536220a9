/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core-test.h"

static void
test_every_result_has_its_own_name (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (int i = CORE_OK; i <= CORE_ERROR_INTERNAL; i++)
    {
      const char *name = core_result_to_string ((CoreResult) i);

      g_assert_nonnull (name);
      g_assert_cmpstr (name, !=, "unknown");
      g_assert_true (g_hash_table_add (seen, (gpointer) name));
    }
  g_assert_cmpstr (core_result_to_string (CORE_OK), ==, "ok");
  g_assert_cmpstr (core_result_to_string ((CoreResult) 1000), ==, "unknown");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/result/every-result-has-its-own-name", test_every_result_has_its_own_name);
  return g_test_run ();
}
