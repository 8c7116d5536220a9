/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The disk, made to fail: takes the place of libc's functions that change files, for the whole program (which
 * must be linked with export_dynamic). */

/* So many more changes, then there is no space left; G_MAXUINT: as much as one likes. */
void disk_set_room (guint n_changes);
/* Nothing may be opened for writing, nor written. */
void disk_set_read_only (gboolean read_only);
/* Changes so far. */
guint disk_count (void);

/* Called before each change, by the thread that makes it. */
typedef void (*DiskFunc) (const char *what);
void disk_set_watch (DiskFunc watch);

G_END_DECLS
