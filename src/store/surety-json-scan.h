/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Looks at a small JSON text before json-glib's recursive parser sees it: TRUE when brackets close,
 * nothing is deeper than max_depth, and no object names a member twice (json-glib would silently
 * take the last). Does not check the rest of the grammar: the parser does. */
gboolean surety_json_scan (const char *text, gsize length, guint max_depth);

G_END_DECLS
