/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lies.h"

#include <string.h>

#include "abi.h"
#include "hex.h"

/* --- contract calls --- */

typedef enum
{
  TWIST_DOUBLE, /* every number */
  TWIST_ZERO,
  TWIST_MOST,
  TWIST_ADDRESS, /* somebody else */
  TWIST_LATER,   /* a day */
} Twist;

typedef struct
{
  Lie lie;
  const char *function;
  Twist twist;
} CallLie;

#define MULTICALL3                                                                    \
  "function aggregate3((address target, bool allowFailure, bytes callData)[] calls) " \
  "returns ((bool success, bytes returnData)[] returnData)"

static const CallLie call_lies[] = {
  { LIE_ETH_BALANCE, "function getEthBalance(address) returns (uint256)", TWIST_DOUBLE },
  { LIE_TOKEN_BALANCE, "function balanceOf(address) returns (uint256)", TWIST_DOUBLE },
  { LIE_ALLOWANCE, "function allowance(address,address) returns (uint256)", TWIST_MOST },
  { LIE_SHARES, "function getWithdrawableShares(address,address[]) returns (uint256[],uint256[])",
    TWIST_DOUBLE },
  { LIE_DELEGATION, "function delegatedTo(address) returns (address)", TWIST_ADDRESS },
  { LIE_CALL_TIME, "function getCurrentBlockTimestamp() returns (uint256)", TWIST_LATER },
  { LIE_ALLOCATIONS,
    "function getStrategyAllocations(address,address) returns ((address avs, uint32 id)[],"
    "(uint64 currentMagnitude, int128 pendingDiff, uint32 effectBlock)[])",
    TWIST_ZERO },
};

static GBytes *
from_hex (const char *text)
{
  Buffer buffer = buffer_new ();
  GBytes *bytes;

  g_assert_cmpint (hex_decode (text, strlen (text), 1u << 24, &buffer), ==, CORE_OK);
  bytes = g_bytes_new (buffer.data, buffer.len);
  buffer_clear (&buffer);
  return bytes;
}

static char *
to_hex (const void *data, gsize len)
{
  char *text = g_malloc (len * 2 + 3);

  hex_encode (data, len, true, text);
  return text;
}

static Bytes
as_bytes (GBytes *bytes)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);

  return (Bytes) { data, len };
}

static void
twist_value (AbiValue *value, Twist twist)
{
  for (gsize i = 0; i < value->n_items; i++)
    twist_value (&value->items[i], twist);
  if (value->kind == ABI_ADDRESS && twist == TWIST_ADDRESS)
    value->word = 0xdead0000beefu;
  else if (value->kind == ABI_UINT && twist == TWIST_DOUBLE)
    value->word *= 2;
  else if (value->kind == ABI_UINT && twist == TWIST_MOST)
    value->word = U256_MAX;
  else if (value->kind == ABI_UINT && twist == TWIST_LATER)
    value->word += 86400;
  else if (value->kind == ABI_UINT && twist == TWIST_ZERO)
    value->word = 0;
}

static GBytes *
encode_result (const AbiItem *item, const AbiValues *values)
{
  Buffer buffer = buffer_new ();
  GBytes *bytes;

  g_assert_cmpint (abi_encode (item->outputs, item->n_outputs, values->values, values->n_values,
                               &buffer),
                   ==, CORE_OK);
  bytes = g_bytes_new (buffer.data, buffer.len);
  buffer_clear (&buffer);
  return bytes;
}

/* NULL: nothing to lie about. */
static GBytes *
twist_call (Lie lie, Bytes calldata, Bytes returned)
{
  for (gsize i = 0; i < G_N_ELEMENTS (call_lies); i++)
    {
      AbiItem *item = NULL;
      AbiValues values = { 0 };
      GBytes *twisted = NULL;
      guint32 selector;

      if (call_lies[i].lie != lie || calldata.len < 4)
        continue;
      g_assert_cmpint (abi_item_parse (call_lies[i].function, &item), ==, CORE_OK);
      memcpy (&selector, calldata.data, 4);
      if (GUINT32_FROM_BE (selector) == abi_selector (item) &&
          abi_decode_result (item, returned, NULL, &values) == CORE_OK)
        {
          for (gsize k = 0; k < values.n_values; k++)
            twist_value (&values.values[k], call_lies[i].twist);
          twisted = encode_result (item, &values);
          abi_values_clear (&values);
        }
      abi_item_free (item);
      return twisted;
    }
  return NULL;
}

/* The calls inside an aggregate. */
static GBytes *
twist_aggregate (Lie lie, Bytes calldata, Bytes returned)
{
  AbiItem *item = NULL;
  AbiValues calls = { 0 };
  AbiValues results = { 0 };
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  GBytes *twisted = NULL;

  g_assert_cmpint (abi_item_parse (MULTICALL3, &item), ==, CORE_OK);
  if (abi_decode_call (item, calldata, NULL, &calls) == CORE_OK &&
      abi_decode_result (item, returned, NULL, &results) == CORE_OK)
    {
      for (gsize i = 0; i < results.values[0].n_items; i++)
        {
          AbiValue *result = &results.values[0].items[i].items[1];
          GBytes *inner = twist_call (lie, calls.values[0].items[i].items[2].data, result->data);

          if (inner == NULL)
            continue;
          g_ptr_array_add (kept, inner);
          result->data = as_bytes (inner);
        }
      twisted = encode_result (item, &results);
    }
  abi_values_clear (&calls);
  abi_values_clear (&results);
  abi_item_free (item);
  return twisted;
}

static void
twist_eth_call (Lie lie, JsonObject *request, JsonObject *reply)
{
  JsonObject *call = json_array_get_object_element (json_object_get_array_member (request,
                                                                                  "params"),
                                                    0);
  const char *data = json_object_get_string_member_with_default (call, "input", "0x");
  const char *result = json_object_get_string_member_with_default (reply, "result", "0x");
  g_autoptr (GBytes) calldata = from_hex (data);
  g_autoptr (GBytes) returned = from_hex (result);
  g_autoptr (GBytes) twisted = twist_aggregate (lie, as_bytes (calldata), as_bytes (returned));
  g_autofree char *text = NULL;

  if (twisted == NULL)
    twisted = twist_call (lie, as_bytes (calldata), as_bytes (returned));
  if (twisted == NULL)
    return;
  text = to_hex (as_bytes (twisted).data, as_bytes (twisted).len);
  json_object_set_string_member (reply, "result", text);
}

/* --- everything else --- */

static u256
read_quantity (const char *text)
{
  u256 value = 0;

  g_assert_cmpint (u256_from_quantity (text, strlen (text), &value), ==, CORE_OK);
  return value;
}

static void
set_quantity (JsonObject *object, const char *member, u256 value)
{
  char text[U256_HEX_SIZE];

  u256_to_quantity (value, text);
  json_object_set_string_member (object, member, text);
}

static void
add_to (JsonObject *object, const char *member, guint64 times, guint64 plus)
{
  set_quantity (object, member,
                read_quantity (json_object_get_string_member (object, member)) * times + plus);
}

/* Its last digit is another one. */
static void
flip (JsonObject *object, const char *member)
{
  g_autofree char *text = g_strdup (json_object_get_string_member (object, member));
  char *last = text + strlen (text) - 1;

  *last = *last == '0' ? '1' : '0';
  json_object_set_string_member (object, member, text);
}

static void
tell_logs (Lie lie, JsonObject *reply, JsonArray *logs)
{
  const guint n = json_array_get_length (logs);
  JsonArray *told = json_array_new ();

  for (guint i = 0; i < n; i++)
    {
      JsonNode *log = json_array_get_element (logs, lie == LIE_LOGS_OUT_OF_ORDER ? n - 1 - i : i);
      g_autoptr (JsonNode) copy = json_node_copy (log);
      g_autofree char *text = json_to_string (log, FALSE);
      JsonObject *forged;

      if (lie == LIE_LOGS_MISSING && i % 2 == 1)
        continue;
      json_array_add_element (told, json_from_string (text, NULL));
      if (lie == LIE_LOGS_DUPLICATED)
        json_array_add_element (told, json_from_string (text, NULL));
      if (lie != LIE_LOGS_FORGED)
        continue;
      json_array_add_element (told, json_from_string (text, NULL));
      forged = json_array_get_object_element (told, json_array_get_length (told) - 1);
      add_to (forged, "logIndex", 1, 5000);
      if (json_array_get_length (json_object_get_array_member (forged, "topics")) > 1)
        {
          JsonArray *topics = json_object_get_array_member (forged, "topics");

          json_array_remove_element (topics, 1);
          json_array_add_string_element (topics, "0x0000000000000000000000000000000000000000"
                                                 "0000000000000000deadbeef");
        }
    }
  json_object_set_array_member (reply, "result", told);
}

static void
tell_history (Lie lie, JsonObject *history)
{
  JsonArray *rewards = json_object_get_array_member (history, "reward");
  JsonArray *ratios = json_object_get_array_member (history, "gasUsedRatio");

  for (guint i = 0; i < json_array_get_length (rewards); i++)
    {
      JsonArray *row = json_array_get_array_element (rewards, i);
      const guint n = json_array_get_length (row);

      while (json_array_get_length (row) > 0)
        json_array_remove_element (row, 0);
      for (guint k = 0; k < n; k++)
        json_array_add_string_element (row, lie == LIE_FEES_HIGH ? "0x2386f26fc10000" : "0x0");
      json_array_remove_element (ratios, 0);
      json_array_add_double_element (ratios, 0.5);
    }
}

static void
tell_simulation (Lie lie, JsonArray *blocks)
{
  JsonArray *calls = json_object_get_array_member (json_array_get_object_element (blocks, 0),
                                                   "calls");
  const guint n = json_array_get_length (calls);
  const gboolean is_before = lie == LIE_SIMULATION_BEGINS_WITH_MORE;

  /* What is read before, three steps, and the same read after. */
  for (guint i = is_before ? 0 : n / 2; i < (is_before ? n / 2 - 1 : n); i++)
    {
      JsonObject *call = json_array_get_object_element (calls, i);
      g_autofree char *data = g_strdup (json_object_get_string_member (call, "returnData"));

      if (lie == LIE_SIMULATION_FAILS)
        json_object_set_string_member (call, "status", "0x0");
      else if (strlen (data) >= 2 + 64 && data[2 + 30] == '0')
        {
          data[2 + 46] = '1';
          json_object_set_string_member (call, "returnData", data);
        }
    }
}

static gboolean
is_about_block (const char *method)
{
  return g_str_has_prefix (method, "eth_getBlockBy");
}

/* A member of the object that is the result. */
static void
tell_member (Lie lie, const char *method, JsonObject *result)
{
  const gboolean is_receipt = g_str_equal (method, "eth_getTransactionReceipt");

  if (lie == LIE_BLOCK_HASH && is_about_block (method))
    flip (result, "hash");
  else if (lie == LIE_BLOCK_NUMBER && is_about_block (method))
    add_to (result, "number", 1, 1000);
  else if (lie == LIE_BLOCK_TIME && is_about_block (method))
    add_to (result, "timestamp", 1, 86400);
  else if (lie == LIE_BASE_FEE && is_about_block (method))
    set_quantity (result, "baseFeePerGas", (u256) 500 * 1000000000u);
  else if (lie == LIE_RECEIPT_STATUS && is_receipt)
    json_object_set_string_member (result, "status", "0x0");
  else if (lie == LIE_RECEIPT_LOGS && is_receipt)
    json_object_set_array_member (result, "logs", json_array_new ());
  else if ((lie == LIE_FEES_HIGH || lie == LIE_FEES_LOW) && g_str_equal (method, "eth_feeHistory"))
    tell_history (lie, result);
}

static gboolean
is_nonce_lie (Lie lie, JsonObject *request)
{
  JsonArray *params = json_object_get_array_member (request, "params");

  return lie == LIE_NONCE_HIGH ||
         (lie == LIE_NONCE_LATEST &&
          g_str_equal (json_array_get_string_element (params, 1), "latest")) ||
         (lie == LIE_NONCE_PENDING &&
          g_str_equal (json_array_get_string_element (params, 1), "pending"));
}

/* As geth says it. */
static void
refuse_method (JsonObject *reply)
{
  JsonObject *error = json_object_new ();

  json_object_set_int_member (error, "code", -32601);
  json_object_set_string_member (error, "message", "the method does not exist/is not available");
  json_object_remove_member (reply, "result");
  json_object_set_object_member (reply, "error", error);
}

static void
tell_one (Lie lie, JsonObject *request, JsonObject *reply)
{
  const char *method = json_object_get_string_member (request, "method");
  JsonNode *result = json_object_get_member (reply, "result");

  if (lie == LIE_NO_SIMULATION && g_str_equal (method, "eth_simulateV1"))
    {
      refuse_method (reply);
      return;
    }
  if (result == NULL)
    return;
  if (g_str_equal (method, "eth_call"))
    twist_eth_call (lie, request, reply);
  else if (lie == LIE_CHAIN_ID && g_str_equal (method, "eth_chainId"))
    json_object_set_string_member (reply, "result", "0x1");
  else if (lie == LIE_ETH_BALANCE && g_str_equal (method, "eth_getBalance"))
    add_to (reply, "result", 2, 0);
  else if (g_str_equal (method, "eth_getCode"))
    {
      const gboolean has_none = g_str_equal (json_node_get_string (result), "0x");

      if (lie == LIE_ACCOUNT_CODE && has_none)
        json_object_set_string_member (reply, "result",
                                       "0xef0100deadbeefdeadbeefdeadbeefdeadbeefdeadbeef");
      else if (lie == LIE_CONTRACT_CODE && !has_none)
        json_object_set_string_member (reply, "result", "0x6001600155");
    }
  else if (g_str_equal (method, "eth_getTransactionCount") && is_nonce_lie (lie, request))
    add_to (reply, "result", 1, 7);
  else if (lie == LIE_GAS_HIGH && g_str_equal (method, "eth_estimateGas"))
    add_to (reply, "result", 50, 0);
  else if (lie == LIE_GAS_LOW && g_str_equal (method, "eth_estimateGas"))
    set_quantity (reply, "result", 30000);
  else if (lie == LIE_RECEIPT_NONE && (g_str_equal (method, "eth_getTransactionReceipt") ||
                                       g_str_equal (method, "eth_getTransactionByHash")))
    json_object_set_null_member (reply, "result");
  else if (lie >= LIE_LOGS_MISSING && lie <= LIE_LOGS_OUT_OF_ORDER &&
           g_str_equal (method, "eth_getLogs"))
    tell_logs (lie, reply, json_node_get_array (result));
  else if (lie >= LIE_SIMULATION_FAILS && lie <= LIE_SIMULATION_BEGINS_WITH_MORE &&
           g_str_equal (method, "eth_simulateV1"))
    tell_simulation (lie, json_node_get_array (result));
  else if (JSON_NODE_HOLDS_OBJECT (result))
    tell_member (lie, method, json_node_get_object (result));
}

void
lies_tell (Lie lie, JsonNode *request, JsonNode *reply)
{
  if (JSON_NODE_HOLDS_OBJECT (reply))
    {
      tell_one (lie, json_node_get_object (request), json_node_get_object (reply));
      return;
    }
  /* The node answers a batch in its order. */
  for (guint i = 0; i < json_array_get_length (json_node_get_array (reply)); i++)
    tell_one (lie, json_array_get_object_element (json_node_get_array (request), i),
              json_array_get_object_element (json_node_get_array (reply), i));
}

char *
lies_keep (Lie lie, JsonNode *request)
{
  JsonObject *object;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *hash = NULL;
  Hash kept;

  if (lie != LIE_SENT || !JSON_NODE_HOLDS_OBJECT (request))
    return NULL;
  object = json_node_get_object (request);
  if (!g_str_equal (json_object_get_string_member (object, "method"), "eth_sendRawTransaction"))
    return NULL;
  bytes = from_hex (
    json_array_get_string_element (json_object_get_array_member (object, "params"), 0));
  kept = keccak256 (as_bytes (bytes));
  hash = to_hex (kept.bytes, sizeof kept.bytes);
  return g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":%" G_GINT64_FORMAT ",\"result\":\"%s\"}",
                          json_object_get_int_member (object, "id"), hash);
}
