/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "process.h"

#include <glib.h>
#include <malloc.h>
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

/* Neither the first nor those after it: glibc would have kept these. */
static void
test_large_memory_goes_back (void)
{
#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("the sanitizer's own allocator has no such thing");
#else
  constexpr gsize size = 8 * 1024 * 1024;

  if (g_test_subprocess ())
    {
      process_return_memory ();
      for (guint i = 0; i < 3; i++)
        {
          const gsize before = mallinfo2 ().hblkhd;
          char *piece = g_malloc (size);

          g_assert_cmpuint (mallinfo2 ().hblkhd, >=, before + size);
          g_free (piece);
          g_assert_cmpuint (mallinfo2 ().hblkhd, ==, before);
        }
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
#endif
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/process/core-dumps-are-refused", test_core_dumps_are_refused);
  g_test_add_func ("/process/readers-are-refused", test_readers_are_refused);
  g_test_add_func ("/process/large-memory-goes-back", test_large_memory_goes_back);
  return g_test_run ();
}
