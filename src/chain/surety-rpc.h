/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "address.h"
#include "keccak.h"
#include "surety-chain-error.h"
#include "surety-transport.h"
#include "u256.h"

G_BEGIN_DECLS

/* Requests that travel together, and their answers: one JSON-RPC batch (a single object when there
 * is one request). Filled, run once, read. */
#define SURETY_TYPE_BATCH (surety_batch_get_type ())
G_DECLARE_FINAL_TYPE (SuretyBatch, surety_batch, SURETY, BATCH, GObject)

SuretyBatch *surety_batch_new (void);
/* params: a JSON array, taken; NULL = an empty one. Returns the index to read the answer with. */
guint surety_batch_add (SuretyBatch *self, const char *method, JsonNode *params);
/* The same for an answer that is a large array: it is kept as its JSON text, for surety_batch_dup_text().
 * No other call of the batch may answer with an array. */
guint surety_batch_add_for_text (SuretyBatch *self, const char *method, JsonNode *params);
/* eth_call. block: "latest", "pending", "finalized" or a QUANTITY. from may be NULL. */
guint surety_batch_add_call (SuretyBatch *self,
                             const Address *from,
                             const Address *to,
                             GBytes *data,
                             const char *block);
guint surety_batch_add_balance (SuretyBatch *self, const Address *account, const char *block);
guint surety_batch_add_nonce (SuretyBatch *self, const Address *account, const char *block);
guint surety_batch_add_code (SuretyBatch *self, const Address *account, const char *block);
guint surety_batch_add_block (SuretyBatch *self, const char *block); /* header only */
guint surety_batch_add_receipt (SuretyBatch *self, const Hash *transaction);
guint surety_batch_add_transaction (SuretyBatch *self, const Hash *transaction);
guint surety_batch_size (SuretyBatch *self);
/* Endpoints that gave these answers alike: 1, or 2 after surety_endpoints_run_agreed(). */
guint surety_batch_get_witnesses (SuretyBatch *self);
/* After surety_endpoints_run_agreed(): whether a second endpoint was heard as well, which has no answer to some of the
 * calls: it does not serve them. The first is the only witness then, of all of them. */
gboolean surety_batch_is_one_sided (SuretyBatch *self);

/* Answers, strict: a wrong shape is SURETY_CHAIN_ERROR_MALFORMED. Lends; null is a JSON null. */
JsonNode *surety_batch_get_result (SuretyBatch *self, guint i, GError **error);
gboolean surety_batch_get_quantity (SuretyBatch *self, guint i, u256 *out, GError **error);
gboolean surety_batch_get_uint64 (SuretyBatch *self, guint i, guint64 *out, GError **error);
GBytes *surety_batch_dup_data (SuretyBatch *self, guint i, GError **error);
/* Of a call added for text: "[…]", checked to be JSON. */
GBytes *surety_batch_dup_text (SuretyBatch *self, guint i, GError **error);

/* A header. */
typedef struct
{
  guint64 number;
  Hash hash;
  Hash parent;
  guint64 timestamp; /* seconds since 1970 */
  u256 base_fee;     /* wei per gas; 0 where the chain has none */
  guint64 gas_limit;
} SuretyBlock;

/* FALSE without error when the answer is null (no such block). */
gboolean surety_batch_get_block (SuretyBatch *self, guint i, SuretyBlock *out, GError **error);

typedef struct
{
  Address address;
  Hash topics[4];
  guint n_topics;
  GBytes *data;
  guint64 block;
  Hash block_hash;
  Hash transaction;
  guint index;
} SuretyLog;

SuretyLog *surety_log_copy (const SuretyLog *self);
void surety_log_free (SuretyLog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyLog, surety_log_free)

typedef struct
{
  Hash transaction;
  Address from;
  guint64 block;
  Hash block_hash;
  gboolean success;
  guint64 gas_used;
  u256 gas_price;  /* effective, wei per gas */
  GPtrArray *logs; /* SuretyLog */
} SuretyReceipt;

void surety_receipt_free (SuretyReceipt *self);
SuretyReceipt *surety_receipt_copy (const SuretyReceipt *self);
#define SURETY_TYPE_RECEIPT (surety_receipt_get_type ())
GType surety_receipt_get_type (void);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyReceipt, surety_receipt_free)

/* NULL without error when the answer is null (not mined). */
SuretyReceipt *surety_batch_dup_receipt (SuretyBatch *self, guint i, GError **error);

/* One JSON-RPC 2.0 peer. Deadline and size limit on every reply; reads are retried with jitter, sends
 * never. */
#define SURETY_TYPE_RPC (surety_rpc_get_type ())
G_DECLARE_FINAL_TYPE (SuretyRpc, surety_rpc, SURETY, RPC, GObject)

SuretyRpc *surety_rpc_new (SuretyTransport *transport);
SuretyTransport *surety_rpc_get_transport (SuretyRpc *self);
/* Exchanges so far, and bytes both ways: for the benchmarks (what left the machine: surety-traffic.h). */
void surety_rpc_get_traffic (SuretyRpc *self,
                             guint64 *round_trips,
                             guint64 *bytes_out,
                             guint64 *bytes_in);
/* Milliseconds an exchange takes, the last ones counting most; 0 = none was answered yet. */
guint surety_rpc_get_latency (SuretyRpc *self);
/* Exchanges that failed. */
guint64 surety_rpc_get_n_failed (SuretyRpc *self);
/* Exchanges a second that the endpoint takes, as it has shown; 0 = no limit is known. */
double surety_rpc_get_limit (SuretyRpc *self);
/* Resolves to: SuretyBatch (the same). Single failures are inside the batch; rejects only when the whole
 * exchange failed. A batch that holds eth_sendRawTransaction is not retried. */
DexFuture *surety_rpc_run (SuretyRpc *self, SuretyBatch *batch);

G_END_DECLS
