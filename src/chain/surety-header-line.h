/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "secret.h"

G_BEGIN_DECLS

/* A header as a provider prints it (RFC 9110 section 5): "X-Api-Key: 0123"; or only what comes after
 * "Authorization:", as "Bearer 0123". */

/* Newly allocated: name and value, each ended by a zero. NULL when it is none, has other than printable ASCII, is too
 * long, or is a header that says how the request itself is to be read (Host, Content-Length, …). */
Secret *surety_header_line_split (const Secret *line);
gboolean surety_header_line_is_good (const Secret *line);

G_END_DECLS
