/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* Carries one JSON-RPC request body to a peer and brings the reply body back. Knows nothing of JSON-RPC. */
#define SURETY_TYPE_TRANSPORT (surety_transport_get_type ())
G_DECLARE_INTERFACE (SuretyTransport, surety_transport, SURETY, TRANSPORT, GObject)

struct _SuretyTransportInterface
{
  GTypeInterface parent;

  DexFuture *(*send) (SuretyTransport *self, GBytes *request, gsize max_reply, guint deadline_ms);
  char *(*dup_label) (SuretyTransport *self);
  /* May be NULL: FALSE. */
  gboolean (*is_inside) (SuretyTransport *self);
};

/* Resolves to: GBytes, the reply's body, at most max_reply bytes long. Rejects with
 * SURETY_CHAIN_ERROR_TRANSPORT, _TIMEOUT, _HTTP, _RATE_LIMITED or _TOO_LARGE. Discarding the future
 * cancels the exchange. */
DexFuture *surety_transport_send (SuretyTransport *self,
                                  GBytes *request,
                                  gsize max_reply,
                                  guint deadline_ms);
/* What a person recognises it by: a host name, "practice". No credentials, no path. */
char *surety_transport_dup_label (SuretyTransport *self);
/* Whether the peer is in this process, so that nothing leaves it. */
gboolean surety_transport_is_inside (SuretyTransport *self);

G_END_DECLS
