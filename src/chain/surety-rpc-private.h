/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-flow.h"
#include "surety-rate.h"
#include "surety-rpc.h"
#include "surety-traffic.h"

G_BEGIN_DECLS

/* Reads are asked at most this many times. */
#define SURETY_RPC_ATTEMPTS 4u

/* As surety_rpc_run(), asking at most attempts times. */
DexFuture *surety_rpc_run_attempts (SuretyRpc *self, SuretyBatch *batch, guint attempts);

/* What is written into the list of what left the machine; SURETY_TRAFFIC_QUESTIONS unless set. */
void surety_rpc_set_purpose (SuretyRpc *self, SuretyTrafficPurpose purpose);
/* Bytes of one reply, milliseconds of one request with all its retries, milliseconds before the first
 * retry; 0 keeps what is set (16 MiB, 20 s, 250 ms). Pauses an endpoint asks for come on top. */
void surety_rpc_set_limits (SuretyRpc *self, gsize max_reply, guint deadline_ms, guint backoff_ms);
/* Calls in one exchange (100 until a peer refuses so many). */
void surety_rpc_set_max_batch (SuretyRpc *self, guint max_batch);
guint surety_rpc_get_max_batch (SuretyRpc *self);
SuretyRate *surety_rpc_get_rate (SuretyRpc *self);

G_END_DECLS
