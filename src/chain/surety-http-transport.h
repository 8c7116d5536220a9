/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-transport.h"

G_BEGIN_DECLS

/* HTTP(S) POST through libsoup; the only file that includes it. No redirects, no cookies, no cache,
 * no user agent that names the user's system; gzip is not asked for. */
#define SURETY_TYPE_HTTP_TRANSPORT (surety_http_transport_get_type ())
G_DECLARE_FINAL_TYPE (SuretyHttpTransport, surety_http_transport, SURETY, HTTP_TRANSPORT, GObject)

/* url: http or https with a host; NULL and an error (G_URI_ERROR or SURETY_CHAIN_ERROR_TRANSPORT) if not.
 * Plain http is for loopback and private addresses only. */
SuretyTransport *surety_http_transport_new (const char *url, GError **error);

G_END_DECLS
