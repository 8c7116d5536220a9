/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The SOCKS5 proxy (RFC 1928) that all that this process asks over HTTP goes through, when the user set one. One
 * for the process, so that no request can be made that does not know of it. Host names go to the proxy as they
 * are: nobody here looks them up. There is no way round it: where it does not answer, nothing is asked. */

/* "host:1080", "socks5://host:1080" or "socks5h://host:1080" (here they are all the same), without user and
 * password, or "": none. */
gboolean surety_proxy_is_good (const char *text);
/* From the next request on. What is not good: nothing is asked at all. NULL is "". */
void surety_proxy_set (const char *text);
gboolean surety_proxy_is_set (void);
/* Lends. NULL: none is set, or what is set is not one. */
GProxyResolver *surety_proxy_get_resolver (void);
/* Where it is, as the user wrote it; NULL: as above. Lends. */
const char *surety_proxy_get_host (void);
/* Another each time that it is set: connections that were made before are not used after. */
guint surety_proxy_get_serial (void);

G_END_DECLS
