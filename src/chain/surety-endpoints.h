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

/* Asks endpoint i alone for its newest block. Resolves to: TRUE; its health is as it was found. */
DexFuture *surety_endpoints_look (SuretyEndpoints *self, guint i);
/* The time of the newest block that it was found to have by that, seconds since 1970; 0 = not asked, or no
 * answer. */
guint64 surety_endpoints_get_head_time (SuretyEndpoints *self, guint i);

/* Resolves to: SuretyBatch. An endpoint is asked for its chain id before its first answer counts
 * (SURETY_CHAIN_ERROR_WRONG_CHAIN). A failed exchange goes to the next endpoint; a batch with
 * eth_sendRawTransaction may too: the same bytes twice are harmless. */
DexFuture *surety_endpoints_run (SuretyEndpoints *self, SuretyBatch *batch);

/* For reads that decide about money. With two endpoints that are well (the first two of the user's
 * order), both are asked at the same block and their answers compared call by call: where a call says
 * "latest", a block is meant whose hash they agree on, no older than two seconds more than the older
 * head. Methods whose answers may differ between honest nodes (gas estimates, fees, the pool) have
 * no place in such a batch. When one of the two does not answer, the other does alone.
 *
 * Resolves to: SuretyBatch (the same); surety_batch_get_witnesses() says how many endpoints gave these
 * answers. SURETY_CHAIN_ERROR_DISAGREE names both and what they differ in; nothing is answered then. */
DexFuture *surety_endpoints_run_agreed (SuretyEndpoints *self, SuretyBatch *batch);
/* The chain is known to have come to this block: "latest" is not one before it any more, unless an endpoint
 * is behind. */
void surety_endpoints_note_head (SuretyEndpoints *self, guint64 head);
/* What the endpoints disagreed about when they were last compared; NULL when they agreed. Lends. */
const GError *surety_endpoints_peek_disagreement (SuretyEndpoints *self);

/* "changed": the endpoint that answers, or its health, changed. "disagreed": what
 * surety_endpoints_peek_disagreement() says changed. */

G_END_DECLS
