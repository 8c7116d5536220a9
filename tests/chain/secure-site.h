/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A web site over https on a free port of 127.0.0.1, with the certificate of tests/data/localhost.pem:
 * for localhost and elsewhere.example. database: what trusts it; the caller's. */
SoupServer *secure_site_start (SoupServerCallback answer, GTlsDatabase **database, guint *port);

G_END_DECLS
