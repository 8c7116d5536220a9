/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-rpc.h"

#include <string.h>

#include "hex.h"

#define PARSE_ERROR -32700
#define INVALID_REQUEST -32600
#define METHOD_NOT_FOUND -32601
#define INVALID_PARAMS -32602

#define MAX_REQUEST (8u * 1024u * 1024u)
#define MAX_BATCH 1000u

gboolean
practice_rpc_fail (PracticeRpc *rpc, gint code, char *message)
{
  g_free (rpc->message);
  rpc->code = code;
  rpc->message = message;

  return FALSE;
}

gboolean
practice_rpc_invalid (PracticeRpc *rpc, guint index, const char *what)
{
  return practice_rpc_fail (rpc, INVALID_PARAMS,
                            g_strdup_printf ("invalid argument %u: %s", index, what));
}

guint
practice_rpc_n_params (PracticeRpc *rpc)
{
  return rpc->params != NULL ? json_array_get_length (rpc->params) : 0;
}

JsonNode *
practice_rpc_param (PracticeRpc *rpc, guint index)
{
  return index < practice_rpc_n_params (rpc) ? json_array_get_element (rpc->params, index) : NULL;
}

const char *
practice_node_text (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

gboolean
practice_node_quantity (JsonNode *node, u256 *out)
{
  const char *text = practice_node_text (node);

  return text != NULL && u256_from_quantity (text, strlen (text), out) == CORE_OK;
}

gboolean
practice_node_u64 (JsonNode *node, guint64 *out)
{
  u256 value;

  if (!practice_node_quantity (node, &value) || value > G_MAXUINT64)
    return FALSE;
  *out = (guint64) value;

  return TRUE;
}

gboolean
practice_node_address (JsonNode *node, Address *out)
{
  const char *text = practice_node_text (node);

  /* As nodes do: the checksum is the wallet's business. */
  return text != NULL &&
         hex_decode_fixed (text, strlen (text), true, out->bytes, sizeof out->bytes) == CORE_OK;
}

gboolean
practice_node_hash (JsonNode *node, Hash *out)
{
  const char *text = practice_node_text (node);

  return text != NULL &&
         hex_decode_fixed (text, strlen (text), true, out->bytes, sizeof out->bytes) == CORE_OK;
}

gboolean
practice_rpc_address (PracticeRpc *rpc, guint index, Address *out)
{
  if (!practice_node_address (practice_rpc_param (rpc, index), out))
    return practice_rpc_invalid (rpc, index, "not an address");

  return TRUE;
}

gboolean
practice_rpc_hash (PracticeRpc *rpc, guint index, Hash *out)
{
  if (!practice_node_hash (practice_rpc_param (rpc, index), out))
    return practice_rpc_invalid (rpc, index, "not a hash");

  return TRUE;
}

gboolean
practice_rpc_tag (PracticeRpc *rpc, JsonNode *node, guint index, guint64 *out)
{
  const char *text = practice_node_text (node);
  guint64 head = practice_chain_head (rpc->chain);

  /* Nothing here is ever reorganised: the head is final at once. */
  if (g_strcmp0 (text, "latest") == 0 || g_strcmp0 (text, "safe") == 0 ||
      g_strcmp0 (text, "finalized") == 0)
    *out = head;
  else if (g_strcmp0 (text, "pending") == 0)
    *out = head + 1;
  else if (g_strcmp0 (text, "earliest") == 0)
    *out = practice_chain_world (rpc->chain)->config.first_block;
  else if (!practice_node_u64 (node, out))
    return practice_rpc_invalid (rpc, index, "not a block number or tag");

  return TRUE;
}

/* EIP-1898. */
static gboolean
block_of_object (PracticeRpc *rpc, JsonObject *object, guint index, guint64 *out)
{
  Hash hash;

  if (json_object_has_member (object, "blockNumber"))
    return practice_rpc_tag (rpc, json_object_get_member (object, "blockNumber"), index, out);
  if (!practice_node_hash (json_object_get_member (object, "blockHash"), &hash))
    return practice_rpc_invalid (rpc, index, "neither blockNumber nor blockHash");
  if (!practice_chain_find_block (rpc->chain, &hash, out))
    return practice_rpc_fail (rpc, -32000, g_strdup ("header not found"));

  return TRUE;
}

gboolean
practice_rpc_block (PracticeRpc *rpc, guint index, guint64 *out, gboolean *exists)
{
  JsonNode *node = practice_rpc_param (rpc, index);
  guint64 head = practice_chain_head (rpc->chain);
  gboolean there;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    *out = head;
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      if (!block_of_object (rpc, json_node_get_object (node), index, out))
        return FALSE;
    }
  else if (!practice_rpc_tag (rpc, node, index, out))
    return FALSE;

  there = *out >= practice_chain_world (rpc->chain)->config.first_block &&
          (*out <= head ||
           (*out == head + 1 && g_strcmp0 (practice_node_text (node), "pending") == 0));
  if (exists != NULL)
    *exists = there;
  else if (!there)
    return practice_rpc_fail (rpc, -32000, g_strdup ("header not found"));

  return TRUE;
}

void
practice_out_name (GString *out, const char *name)
{
  g_string_append_printf (out, ",\"%s\":", name);
}

void
practice_out_quantity (GString *out, u256 value)
{
  char text[U256_HEX_SIZE];

  u256_to_quantity (value, text);
  g_string_append_printf (out, "\"%s\"", text);
}

void
practice_out_data (GString *out, Bytes bytes)
{
  static const char digits[] = "0123456789abcdef";

  g_string_append (out, "\"0x");
  for (gsize i = 0; i < bytes.len; i++)
    {
      g_string_append_c (out, digits[bytes.data[i] >> 4]);
      g_string_append_c (out, digits[bytes.data[i] & 15]);
    }
  g_string_append_c (out, '"');
}

void
practice_out_hash (GString *out, const Hash *hash)
{
  practice_out_data (out, (Bytes) { hash->bytes, sizeof hash->bytes });
}

void
practice_out_address (GString *out, const Address *address)
{
  practice_out_data (out, (Bytes) { address->bytes, sizeof address->bytes });
}

static gboolean
rpc_chain_id (PracticeRpc *rpc)
{
  practice_out_quantity (rpc->out, practice_chain_world (rpc->chain)->config.chain_id);

  return TRUE;
}

static gboolean
rpc_net_version (PracticeRpc *rpc)
{
  g_string_append_printf (rpc->out, "\"%" G_GUINT64_FORMAT "\"",
                          practice_chain_world (rpc->chain)->config.chain_id);

  return TRUE;
}

static gboolean
rpc_client_version (PracticeRpc *rpc)
{
  g_string_append (rpc->out, "\"surety-practice/1\"");

  return TRUE;
}

static gboolean
rpc_no (PracticeRpc *rpc)
{
  g_string_append (rpc->out, "false");

  return TRUE;
}

static gboolean
rpc_none (PracticeRpc *rpc)
{
  g_string_append (rpc->out, "[]");

  return TRUE;
}

static const struct
{
  const char *name;
  PracticeRpcHandler run;
  guint min_params;
  guint max_params;
} methods[] = {
  { "eth_chainId", rpc_chain_id, 0, 0 },
  { "net_version", rpc_net_version, 0, 0 },
  { "web3_clientVersion", rpc_client_version, 0, 0 },
  { "eth_syncing", rpc_no, 0, 0 },
  { "eth_accounts", rpc_none, 0, 0 },
  { "eth_blockNumber", practice_rpc_block_number, 0, 0 },
  { "eth_getBlockByNumber", practice_rpc_block_by_number, 1, 2 },
  { "eth_getBlockByHash", practice_rpc_block_by_hash, 1, 2 },
  { "eth_getBlockReceipts", practice_rpc_block_receipts, 1, 1 },
  { "eth_getTransactionByHash", practice_rpc_transaction_by_hash, 1, 1 },
  { "eth_getTransactionReceipt", practice_rpc_transaction_receipt, 1, 1 },
  { "eth_getLogs", practice_rpc_logs, 1, 1 },
  { "eth_call", practice_rpc_call, 1, 2 },
  { "eth_estimateGas", practice_rpc_estimate, 1, 2 },
  { "eth_simulateV1", practice_rpc_simulate, 1, 2 },
  { "eth_sendRawTransaction", practice_rpc_send_raw, 1, 1 },
  { "eth_getBalance", practice_rpc_balance, 1, 2 },
  { "eth_getTransactionCount", practice_rpc_nonce, 1, 2 },
  { "eth_getCode", practice_rpc_code, 1, 2 },
  { "eth_getStorageAt", practice_rpc_storage, 2, 3 },
  { "eth_gasPrice", practice_rpc_gas_price, 0, 0 },
  { "eth_maxPriorityFeePerGas", practice_rpc_tip, 0, 0 },
  { "eth_feeHistory", practice_rpc_fee_history, 2, 3 },
};

static gboolean
rpc_dispatch (PracticeRpc *rpc, const char *method)
{
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      guint n = practice_rpc_n_params (rpc);

      if (strcmp (methods[i].name, method) != 0)
        continue;
      if (n > methods[i].max_params)
        return practice_rpc_fail (rpc, INVALID_PARAMS,
                                  g_strdup_printf ("too many arguments, want at most %u",
                                                   methods[i].max_params));
      if (n < methods[i].min_params)
        return practice_rpc_fail (rpc, INVALID_PARAMS,
                                  g_strdup_printf ("missing value for required argument %u", n));
      return methods[i].run (rpc);
    }

  return practice_rpc_fail (rpc, METHOD_NOT_FOUND,
                            g_strdup ("the method does not exist/is not available"));
}

static void
out_json_string (GString *out, const char *text)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);
  g_autofree char *json = json_to_string (node, FALSE);

  g_string_append (out, json);
}

static void
out_error (GString *out, const char *id, gint code, const char *message, const char *data)
{
  g_string_append_printf (out,
                          "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":%d,\"message\":", id,
                          code);
  out_json_string (out, message);
  if (data != NULL)
    g_string_append_printf (out, ",\"data\":\"%s\"", data);
  g_string_append (out, "}}");
}

/* FALSE when nothing is to be answered. */
static gboolean
rpc_answer (PracticeChain *chain, JsonNode *request, GString *out)
{
  if (request == NULL || !JSON_NODE_HOLDS_OBJECT (request))
    {
      out_error (out, "null", INVALID_REQUEST, "invalid request", NULL);
      return TRUE;
    }

  JsonObject *object = json_node_get_object (request);
  JsonNode *id_node = json_object_get_member (object, "id");
  JsonNode *params = json_object_get_member (object, "params");
  const char *method = practice_node_text (json_object_get_member (object, "method"));
  const char *version = practice_node_text (json_object_get_member (object, "jsonrpc"));
  gboolean id_fits = id_node == NULL || JSON_NODE_HOLDS_VALUE (id_node) ||
                     JSON_NODE_HOLDS_NULL (id_node);
  g_autofree char *id = id_node != NULL && id_fits ? json_to_string (id_node, FALSE)
                                                   : g_strdup ("null");

  if (method == NULL || !id_fits || g_strcmp0 (version, "2.0") != 0)
    {
      out_error (out, id, INVALID_REQUEST, "invalid request", NULL);
      return TRUE;
    }

  g_autoptr (GString) result = g_string_new (NULL);
  PracticeRpc rpc = { .chain = chain, .out = result };
  gboolean done;

  if (params != NULL && JSON_NODE_HOLDS_ARRAY (params))
    rpc.params = json_node_get_array (params);
  if (params != NULL && !JSON_NODE_HOLDS_ARRAY (params) && !JSON_NODE_HOLDS_NULL (params))
    done = practice_rpc_fail (&rpc, INVALID_PARAMS, g_strdup ("non-array args"));
  else
    done = rpc_dispatch (&rpc, method);

  if (id_node != NULL && done)
    g_string_append_printf (out, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}", id, result->str);
  else if (id_node != NULL)
    out_error (out, id, rpc.code, rpc.message, rpc.data);
  g_free (rpc.message);
  g_free (rpc.data);

  return id_node != NULL;
}

static void
rpc_answer_batch (PracticeChain *chain, JsonArray *batch, GString *out)
{
  guint n = json_array_get_length (batch);
  gboolean any = FALSE;

  if (n == 0 || n > MAX_BATCH)
    {
      out_error (out, "null", INVALID_REQUEST, n == 0 ? "empty batch" : "batch too large", NULL);
      return;
    }

  g_string_append_c (out, '[');
  for (guint i = 0; i < n; i++)
    {
      gsize length = out->len;

      if (any)
        g_string_append_c (out, ',');
      if (rpc_answer (chain, json_array_get_element (batch, i), out))
        any = TRUE;
      else
        g_string_truncate (out, length);
    }
  if (any)
    g_string_append_c (out, ']');
  else
    g_string_truncate (out, 0);
}

GBytes *
practice_rpc_handle (PracticeChain *chain, GBytes *request)
{
  /* Not an immutable one: json-glib 1.10 aborts on two values in a row when it seals the second. */
  g_autoptr (JsonParser) parser = json_parser_new ();
  GString *out = g_string_new (NULL);
  gsize length;
  const char *text = g_bytes_get_data (request, &length);

  json_parser_set_strict (parser, TRUE);
  if (length > MAX_REQUEST)
    out_error (out, "null", INVALID_REQUEST, "request too large", NULL);
  else if (length == 0 || !g_utf8_validate_len (text, length, NULL) ||
           !json_parser_load_from_data (parser, text, (gssize) length, NULL) ||
           json_parser_get_root (parser) == NULL)
    out_error (out, "null", PARSE_ERROR, "parse error", NULL);
  else
    {
      JsonNode *root = json_parser_get_root (parser);

      if (JSON_NODE_HOLDS_ARRAY (root))
        rpc_answer_batch (chain, json_node_get_array (root), out);
      else
        rpc_answer (chain, root, out);
    }

  return g_string_free_to_bytes (out);
}
