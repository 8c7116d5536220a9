/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-database.h"
#include "surety-endpoints.h"
#include "surety-network.h"
#include "surety-probe.h"
#include "surety-secret.h"

G_BEGIN_DECLS

typedef enum
{
  SURETY_CONNECTION_NONE,       /* the user has chosen no endpoint: nothing leaves the machine */
  SURETY_CONNECTION_CONNECTING, /* no answer yet */
  SURETY_CONNECTION_ONLINE,
  SURETY_CONNECTION_FAILING, /* chosen endpoints don't answer; see error */
} SuretyConnectionState;

/* Endpoints a network can have. */
#define SURETY_CONNECTION_MAX_ENDPOINTS 8u

#define SURETY_TYPE_CONNECTION_STATE (surety_connection_state_get_type ())
GType surety_connection_state_get_type (void);

/* One network and the endpoints the user chose for it; follows its head.
 * Properties: "network" (SuretyNetwork), "state" (SuretyConnectionState), "head" (uint64: block), "head-time" (uint64: its
 * seconds since 1970), "label" (string: who answers: a host name; "" while nobody does), "error" (GError, nullable), "disagreement"
 * (GError, nullable: what two endpoints said differently when they were last compared).
 * Signals: "head-changed": a new head block is known; "endpoints-changed": get_endpoints () answers another. */
#define SURETY_TYPE_CONNECTION (surety_connection_get_type ())
G_DECLARE_FINAL_TYPE (SuretyConnection, surety_connection, SURETY, CONNECTION, GObject)

/* practice: the transport of the practice network, else NULL. */
SuretyConnection *surety_connection_new (SuretyNetwork *network,
                                         SuretyDatabase *database,
                                         SuretyTransport *practice);
SuretyNetwork *surety_connection_get_network (SuretyConnection *self);
SuretyConnectionState surety_connection_get_state (SuretyConnection *self);
guint64 surety_connection_get_head (SuretyConnection *self);
guint64 surety_connection_get_head_time (SuretyConnection *self);
const GError *surety_connection_get_error (SuretyConnection *self);
const GError *surety_connection_get_disagreement (SuretyConnection *self);
/* NULL while no endpoint is chosen. */
SuretyEndpoints *surety_connection_get_endpoints (SuretyConnection *self);
char **surety_connection_dup_urls (SuretyConnection *self);

/* Resolves to: TRUE when the stored endpoints were read and the head is followed (or there are none). */
DexFuture *surety_connection_open (SuretyConnection *self);
/* Stops following the head, and goes on with it. */
void surety_connection_close (SuretyConnection *self);
void surety_connection_follow (SuretyConnection *self);
/* Replaces and stores the endpoints; each URL must be acceptable to surety_http_transport_new (). Resolves to: TRUE. */
DexFuture *surety_connection_set_urls (SuretyConnection *self, const char *const *urls);
/* What every request to that endpoint carries from now on (surety-header-line.h), and no other; NULL: nothing more. It is
 * kept in the keyring, and goes from there with its endpoint; the database only knows which item it is. Resolves to:
 * TRUE. */
DexFuture *surety_connection_set_header (SuretyConnection *self,
                                         const char *url,
                                         SuretySecret *line);
gboolean surety_connection_has_header (SuretyConnection *self, const char *url);
/* Why the header could not be read from the keyring; then the endpoint is asked without it. NULL: nothing went wrong.
 * Lends. */
const GError *surety_connection_peek_header_error (SuretyConnection *self, const char *url);
/* Asks for the head now. Resolves to: TRUE. */
DexFuture *surety_connection_poll (SuretyConnection *self);

/* The real "Test connection". Resolves to: SuretyProbe. */
DexFuture *surety_connection_test (SuretyNetwork *network, const char *url);

G_END_DECLS
