/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-transport.h"

G_BEGIN_DECLS

/* A line to a network that outlives the program: requests and replies over a socket, each after its length.
 * Waits for each reply: this is a test's. */
#define LINE_TYPE_TRANSPORT (line_transport_get_type ())
G_DECLARE_FINAL_TYPE (LineTransport, line_transport, LINE, TRANSPORT, GObject)

/* Called before a request leaves ("send") and after its reply was read ("heard"). */
typedef void (*LineFunc) (const char *what);

LineTransport *line_transport_new (int file, LineFunc watch);

/* FALSE: the other end is gone. */
gboolean line_write (int file, GBytes *message);
/* NULL: the other end is gone. */
GBytes *line_read (int file);

G_END_DECLS
