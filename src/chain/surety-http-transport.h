/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "secret.h"
#include "surety-server.h"
#include "surety-transport.h"

G_BEGIN_DECLS

/* HTTP(S) POST through libsoup; the only file that includes it. No redirects, no cookies, no cache,
 * no user agent that names the user's system; gzip is not asked for. Through the proxy, where one is set
 * (surety-proxy.h), also to this machine. */
#define SURETY_TYPE_HTTP_TRANSPORT (surety_http_transport_get_type ())
G_DECLARE_FINAL_TYPE (SuretyHttpTransport, surety_http_transport, SURETY, HTTP_TRANSPORT, GObject)

/* url: http or https with a host; NULL and an error (G_URI_ERROR or SURETY_CHAIN_ERROR_TRANSPORT) if not.
 * Plain http is for loopback and private addresses only. */
SuretyTransport *surety_http_transport_new (const char *url, GError **error);
/* What every request to this endpoint carries from now on (surety-header-line.h), and no other; NULL: nothing more.
 * FALSE when it is no header that may be set; nothing is changed then. It is in libsoup's memory as well while a
 * request is made. */
gboolean surety_http_transport_set_header (SuretyHttpTransport *self, const Secret *line);

/* The rewards server at url, by the same rules (surety_http_transport_new()): its base, to which paths are appended;
 * with a query it is refused (SURETY_CHAIN_ERROR_TRANSPORT). Each question is in the list of surety-traffic.h. */
SuretyServer *surety_http_server_new (const char *url, GError **error);

G_END_DECLS
