/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "process.h"

#include <glib.h>
#include <sys/prctl.h>
#include <sys/resource.h>

/* In processes of their own: neither can be taken back. */
static void
test_core_dumps_are_refused (void)
{
  struct rlimit limit = { 1, 1 };

  if (g_test_subprocess ())
    {
      process_refuse_core ();
      g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
      g_assert_cmpuint (limit.rlim_cur, ==, 0);
      g_assert_cmpuint (limit.rlim_max, ==, 0);
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
test_readers_are_refused (void)
{
  if (g_test_subprocess ())
    {
      g_assert_cmpint (prctl (PR_SET_DUMPABLE, 1L, 0L, 0L, 0L), ==, 0);
      g_assert_cmpint (prctl (PR_GET_DUMPABLE, 0L, 0L, 0L, 0L), ==, 1);
      process_refuse_readers ();
      g_assert_cmpint (prctl (PR_GET_DUMPABLE, 0L, 0L, 0L, 0L), ==, 0);
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/process/core-dumps-are-refused", test_core_dumps_are_refused);
  g_test_add_func ("/process/readers-are-refused", test_readers_are_refused);
  return g_test_run ();
}
