/* SPDX-License-Identifier: GPL-3.0-or-later */
/* free() and realloc() of this program are those of src/core/heap.c. */
#include <errno.h>
#include <glib.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "secret.h"

#define MARK "the words of a wallet, 48 bytes of them, no less"

/* Whether the bytes lie anywhere in this process that can be read, but where they are looked for. */
static gboolean
lies_somewhere (const char *mark, size_t len)
{
  FILE *maps = fopen ("/proc/self/maps", "re");
  char line[512];
  gboolean found = FALSE;

  while (!found && fgets (line, sizeof line, maps) != NULL)
    {
      uintptr_t from, to;
      char rights[8];

      if (sscanf (line, "%lx-%lx %7s", &from, &to, rights) != 3 || rights[0] != 'r' ||
          rights[1] != 'w' || strstr (line, "[v") != NULL)
        continue;
      for (const char *at = (const char *) from; at + len < (const char *) to && !found; at++)
        found = *at == *mark && at != mark && memcmp (at, mark, len) == 0;
    }
  fclose (maps);
  return found;
}

static char *
fill (void *block, const char *mark)
{
  return strcpy (block, mark);
}

static void
test_what_is_freed_is_gone (void)
{
  g_autofree char *mark = g_strdup (MARK);
  void *volatile blocks[4] = { malloc (64), malloc (4096), malloc (200000), calloc (3, 100) };

  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    fill (blocks[i], mark);
  g_assert_true (lies_somewhere (mark, strlen (mark)));
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    free (blocks[i]);
  g_assert_false (lies_somewhere (mark, strlen (mark)));
}

static void
test_what_moved_left_nothing (void)
{
  g_autofree char *mark = g_strdup (MARK);
  char *block = fill (malloc (64), mark);
  g_autoptr (GString) string = g_string_new (NULL);

  for (size_t size = 128; size <= 1 << 20; size *= 2)
    {
      g_autofree void *between = g_malloc (size);

      block = realloc (block, size);
      g_assert_cmpstr (block, ==, mark);
    }
  for (size_t size = 1 << 20; size >= 64; size /= 2)
    {
      block = realloc (block, size);
      g_assert_cmpstr (block, ==, mark);
    }
  for (guint i = 0; i < 1000; i++)
    g_string_append (string, mark);
  memset (string->str, 0, string->len);
  free (block);
  g_assert_false (lies_somewhere (mark, strlen (mark)));
}

static void
test_it_keeps_the_contract (void)
{
  char *block = realloc (NULL, 10);
  void *aligned = NULL;

  g_assert_nonnull (block);
  errno = EXDEV;
  free (block);
  free (NULL);
  g_assert_cmpint (errno, ==, EXDEV);

  block = malloc (10);
  g_assert_null (realloc (block, 0));
  g_assert_cmpint (posix_memalign (&aligned, 4096, 100), ==, 0);
  free (aligned);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/heap/what-is-freed-is-gone", test_what_is_freed_is_gone);
  g_test_add_func ("/heap/what-moved-left-nothing", test_what_moved_left_nothing);
  g_test_add_func ("/heap/it-keeps-the-contract", test_it_keeps_the_contract);
  return g_test_run ();
}
