/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "practice-chain.h"

G_BEGIN_DECLS

/* Answers one JSON-RPC 2.0 body, single or batch, as an archive node of Ethereum does. Never NULL;
 * empty when nothing is to be answered (notifications only). */
GBytes *practice_rpc_handle (PracticeChain *chain, GBytes *request);

/* One request being answered: handlers append their result to out, or set an error and return
 * FALSE. */
typedef struct
{
  PracticeChain *chain;
  JsonArray *params; /* may be NULL */
  GString *out;
  gint code;
  char *message;
  char *data; /* hex, or NULL */
} PracticeRpc;

typedef gboolean (*PracticeRpcHandler) (PracticeRpc *rpc);

/* Takes message. */
gboolean practice_rpc_fail (PracticeRpc *rpc, gint code, char *message);
gboolean practice_rpc_invalid (PracticeRpc *rpc, guint index, const char *what);

guint practice_rpc_n_params (PracticeRpc *rpc);
JsonNode *practice_rpc_param (PracticeRpc *rpc, guint index);
const char *practice_node_text (JsonNode *node); /* NULL when it is no string */
gboolean practice_node_quantity (JsonNode *node, u256 *out);
gboolean practice_node_u64 (JsonNode *node, guint64 *out);
gboolean practice_node_address (JsonNode *node, Address *out);
gboolean practice_node_hash (JsonNode *node, Hash *out);
gboolean practice_rpc_address (PracticeRpc *rpc, guint index, Address *out);
gboolean practice_rpc_hash (PracticeRpc *rpc, guint index, Hash *out);
/* A number or tag; absent: "latest". head + 1 for "pending". exists is FALSE for a block that is
 * not there (yet); NULL: that is an error as nodes report it for state. */
gboolean practice_rpc_block (PracticeRpc *rpc, guint index, guint64 *out, gboolean *exists);
gboolean practice_rpc_tag (PracticeRpc *rpc, JsonNode *node, guint index, guint64 *out);

void practice_out_quantity (GString *out, u256 value);
void practice_out_data (GString *out, Bytes bytes);
void practice_out_hash (GString *out, const Hash *hash);
void practice_out_address (GString *out, const Address *address);
/* ,"name": */
void practice_out_name (GString *out, const char *name);

void practice_out_log (GString *out, PracticeChain *chain, const PracticeLogEntry *entry);
void practice_bloom_add (guint8 bloom[256], const PracticeLog *log);

/* practice-rpc-blocks.c */
gboolean practice_rpc_block_number (PracticeRpc *rpc);
gboolean practice_rpc_block_by_number (PracticeRpc *rpc);
gboolean practice_rpc_block_by_hash (PracticeRpc *rpc);
gboolean practice_rpc_block_receipts (PracticeRpc *rpc);
gboolean practice_rpc_transaction_by_hash (PracticeRpc *rpc);
gboolean practice_rpc_transaction_receipt (PracticeRpc *rpc);
/* practice-rpc-logs.c */
gboolean practice_rpc_logs (PracticeRpc *rpc);
/* practice-rpc-calls.c */
gboolean practice_rpc_call (PracticeRpc *rpc);
gboolean practice_rpc_estimate (PracticeRpc *rpc);
gboolean practice_rpc_simulate (PracticeRpc *rpc);
gboolean practice_rpc_send_raw (PracticeRpc *rpc);
/* practice-rpc-state.c */
gboolean practice_rpc_balance (PracticeRpc *rpc);
gboolean practice_rpc_nonce (PracticeRpc *rpc);
gboolean practice_rpc_code (PracticeRpc *rpc);
gboolean practice_rpc_storage (PracticeRpc *rpc);
gboolean practice_rpc_gas_price (PracticeRpc *rpc);
gboolean practice_rpc_tip (PracticeRpc *rpc);
gboolean practice_rpc_fee_history (PracticeRpc *rpc);

G_END_DECLS
