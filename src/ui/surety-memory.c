/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-memory.h"

#include <malloc.h>

#include "surety-offload.h"

#define QUIET_MS 1000

static guint source;

static gboolean
give_back (gpointer user_data, GValue *result, GError **error)
{
#ifdef __GLIBC__
  /* The allocator keeps whole pages that lie between ones in use: after a start about a fifth of the heap. */
  malloc_trim (0);
#endif
  g_value_init (result, G_TYPE_BOOLEAN);
  g_value_set_boolean (result, TRUE);

  return TRUE;
}

static gboolean
on_quiet (gpointer user_data)
{
  source = 0;
  /* On a thread: it looks through the whole heap. */
  dex_future_disown (surety_offload (give_back, NULL, NULL));

  return G_SOURCE_REMOVE;
}

void
surety_memory_settle (void)
{
  g_clear_handle_id (&source, g_source_remove);
  source = g_timeout_add_full (G_PRIORITY_LOW, QUIET_MS, on_quiet, NULL, NULL);
}
