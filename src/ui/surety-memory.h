/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Something that used much memory for a moment is over: a start, a reading of a whole network. What it let go of
 * goes back to the system once nothing of that kind has come for a second. On the main thread. */
void surety_memory_settle (void);

G_END_DECLS
