/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "surety-traffic.h"

G_BEGIN_DECLS

/* Files of strangers: what an operator or a service has put on the web of itself. https to public hosts
 * only, and none while a proxy is set (surety-proxy.h); no cookies, no referrer, no cache, no compression,
 * no proxy credentials; at most three redirects, each held to the same rules. Whoever hosts a file learns
 * the user's address and when it was fetched: callers ask the user first, and say what it is for. Each
 * host that is asked, also by a redirect, is in the list of surety-traffic.h. (Lives in
 * surety-http-transport.c, the only file that includes libsoup.) */
#define SURETY_TYPE_WEB (surety_web_get_type ())
G_DECLARE_FINAL_TYPE (SuretyWeb, surety_web, SURETY, WEB, GObject)

SuretyWeb *surety_web_new (void);
/* Certificates to trust instead of the system's, and hosts on this machine allowed: for tests. */
void surety_web_set_trust (SuretyWeb *self, GTlsDatabase *database, gboolean allow_near);
/* Resolves to: GBytes, the file, at most max_bytes long. Rejects with SURETY_CHAIN_ERROR_TRANSPORT (no
 * https address, no public host, no trusted certificate, more redirects), _HTTP, _RATE_LIMITED,
 * _TOO_LARGE, _MALFORMED (compressed) or _TIMEOUT: deadline_ms is for the whole of it. Discarding the
 * future cancels. */
DexFuture *surety_web_fetch (SuretyWeb *self,
                             const char *url,
                             SuretyTrafficPurpose purpose,
                             gsize max_bytes,
                             guint deadline_ms);

G_END_DECLS
