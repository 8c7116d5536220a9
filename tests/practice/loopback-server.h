/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Serves on a free port of 127.0.0.1 until the standard input ends. Prints its address as the first
 * line and, unless NULL, second as the second. Returns what main() shall. */
int loopback_server_run (const char *name,
                         SoupServerCallback answer,
                         gpointer data,
                         const char *second);
/* A number of the query, 1 to max; else the message is answered with a bad request, and FALSE. */
gboolean loopback_server_read_number (SoupServerMessage *message,
                                      GHashTable *query,
                                      const char *name,
                                      guint64 max,
                                      guint64 *out);

G_END_DECLS
