/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-rpc.h"

G_BEGIN_DECLS

/* The peers of one chain, in the user's order. The first that works answers; when it fails the next
 * takes over, and it is tried again later. What the layers above read chains through. */
#define SURETY_TYPE_ENDPOINTS (surety_endpoints_get_type ())
G_DECLARE_FINAL_TYPE (SuretyEndpoints, surety_endpoints, SURETY, ENDPOINTS, GObject)

SuretyEndpoints *surety_endpoints_new (guint64 chain_id);
guint64 surety_endpoints_get_chain_id (SuretyEndpoints *self);
void surety_endpoints_add (SuretyEndpoints *self, SuretyTransport *transport);
guint surety_endpoints_get_n (SuretyEndpoints *self);
SuretyRpc *surety_endpoints_get_rpc (SuretyEndpoints *self, guint i);
/* The one that answered last; for "from <label>" marks. NULL before the first answer. */
SuretyRpc *surety_endpoints_get_current (SuretyEndpoints *self);
/* Why endpoint i does not answer at present; NULL when nothing is wrong with it, or it has not been
 * asked. Lends. */
const GError *surety_endpoints_peek_error (SuretyEndpoints *self, guint i);

/* Resolves to: SuretyBatch. An endpoint is asked for its chain id before its first answer counts
 * (SURETY_CHAIN_ERROR_WRONG_CHAIN). A failed exchange goes to the next endpoint; a batch with
 * eth_sendRawTransaction may too: the same bytes twice are harmless. */
DexFuture *surety_endpoints_run (SuretyEndpoints *self, SuretyBatch *batch);

/* "changed": the endpoint that answers, or its health, changed. */

G_END_DECLS
