/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-test.h"

#include <string.h>

#include "hex.h"
#include "practice-addresses.h"
#include "surety-chain-error.h"

/* What a node answers, and how it refuses. */

static void
error_is (SuretyPractice *self,
          const char *method,
          const char *params,
          gint64 code,
          const char *part)
{
  g_autoptr (JsonObject) error = NULL;
  g_autoptr (JsonNode) result = practice_test_rpc (self, method, params, &error);

  if (error == NULL)
    g_error ("%s %s is answered", method, params);
  g_assert_null (result);
  g_assert_cmpint (json_object_get_int_member (error, "code"), ==, code);
  if (strstr (json_object_get_string_member (error, "message"), part) == NULL)
    g_error ("%s: %s", method, json_object_get_string_member (error, "message"));
}

static void
test_errors (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  static const char *const hash =
    "0x0000000000000000000000000000000000000000000000000000000000000001";
  g_autofree char *unknown = g_strdup_printf ("[\"%s\"]", hash);

  error_is (self, "eth_getProof", "[]", -32601, "does not exist");
  error_is (self, "eth_getBalance", "[]", -32602, "missing value");
  error_is (self, "eth_getBalance", "[\"0x12\"]", -32602, "not an address");
  error_is (self, "eth_getBalance", "[{}]", -32602, "not an address");
  error_is (self, "eth_getBalance", "[\"0x0000000000000000000000000000000000000001\",\"newest\"]",
            -32602, "not a block");
  error_is (self, "eth_getBalance",
            "[\"0x0000000000000000000000000000000000000001\",\"0xfffffff\"]", -32000,
            "header not found");
  error_is (self, "eth_blockNumber", "[1]", -32602, "too many arguments");
  error_is (self, "eth_call", "[{\"to\":\"0x1\"}]", -32602, "to: not an address");
  error_is (self, "eth_call", "[{\"input\":\"0x\"}]", -32000, "creation");
  error_is (self, "eth_call",
            "[{\"to\":\"0x0000000000000000000000000000000000000001\"},\"latest\",{}]", -32602,
            "want at most 2");
  error_is (self, "eth_sendRawTransaction", "[\"0x02\"]", -32000, "decode");
  error_is (self, "eth_sendRawTransaction", "[\"02\"]", -32602, "hex");
  error_is (self, "eth_feeHistory", "[\"0x1\",\"latest\",[90,10]]", -32602, "percentile");
  error_is (self, "eth_chainId", "{}", -32602, "non-array");

  g_autoptr (JsonNode) none = practice_test_rpc (self, "eth_getTransactionReceipt", unknown, NULL);
  g_assert_true (JSON_NODE_HOLDS_NULL (none));
  g_autoptr (JsonNode)
    later = practice_test_rpc (self, "eth_getBlockByNumber", "[\"0xffffff\",false]", NULL);
  g_assert_true (JSON_NODE_HOLDS_NULL (later));
}

static void
body_is (SuretyPractice *self, const char *body, const char *expected)
{
  g_autofree char *reply = practice_test_body (self, body);

  g_assert_cmpstr (reply, ==, expected);
}

static void
test_bodies (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  g_autoptr (GString) deep = g_string_new (NULL);

  body_is (self, "",
           "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,"
           "\"message\":\"parse error\"}}");
  body_is (self, "{",
           "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,"
           "\"message\":\"parse error\"}}");
  body_is (self, "5",
           "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,"
           "\"message\":\"invalid request\"}}");
  body_is (self, "[]",
           "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,"
           "\"message\":\"empty batch\"}}");
  body_is (self, "{\"jsonrpc\":\"2.0\",\"id\":\"a\\\"b\",\"method\":\"net_version\"}",
           "{\"jsonrpc\":\"2.0\",\"id\":\"a\\\"b\",\"result\":\"20260001\"}");
  /* A notification gets no answer; alone in a batch neither does the batch. */
  body_is (self, "[{\"jsonrpc\":\"2.0\",\"method\":\"eth_chainId\"}]", "");
  body_is (self,
           "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]},7,"
           "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"eth_syncing\"}]",
           "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x13524a1\"},"
           "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,"
           "\"message\":\"invalid request\"}},"
           "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":false}]");

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  g_autofree char *refused = practice_test_body (self, deep->str);
  g_assert_nonnull (strstr (refused, "parse error"));
}

static void
test_reply_limit (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  static const char body[] = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
                             "\"eth_getBlockByNumber\",\"params\":[\"latest\",false]}";
  g_autoptr (GBytes) request = g_bytes_new_static (body, strlen (body));
  g_autoptr (DexFuture)
    future = surety_transport_send (SURETY_TRANSPORT (self), request, 100, 1000);
  g_autoptr (GError) error = NULL;

  g_assert_null (dex_future_get_value (future, &error));
  g_assert_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TOO_LARGE);
}

static void
test_blocks (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  g_autoptr (JsonNode)
    head = practice_test_rpc (self, "eth_getBlockByNumber", "[\"latest\",false]", NULL);
  g_autoptr (JsonNode)
    before = practice_test_rpc (self, "eth_getBlockByNumber", "[\"0x93a7f\",true]", NULL);
  JsonObject *block = json_node_get_object (head);
  g_autofree char *by_hash = g_strdup_printf ("[\"%s\",false]",
                                              json_object_get_string_member (block, "hash"));
  g_autoptr (JsonNode) again = practice_test_rpc (self, "eth_getBlockByHash", by_hash, NULL);

  g_assert_cmpstr (json_object_get_string_member (block, "number"), ==, "0x93a80");
  g_assert_cmpstr (json_object_get_string_member (block, "timestamp"), ==, "0x6a961580");
  g_assert_cmpstr (json_object_get_string_member (block, "parentHash"), ==,
                   json_object_get_string_member (json_node_get_object (before), "hash"));
  g_assert_true (json_node_equal (head, again));
  /* The gift to the player is in the block before, whole. */
  JsonArray *transactions = json_object_get_array_member (json_node_get_object (before),
                                                          "transactions");
  g_assert_cmpuint (json_array_get_length (transactions), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (transactions, 0),
                                                  "type"),
                   ==, "0x2");
}

static void
test_logs_range (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);

  error_is (self, "eth_getLogs", "[{\"fromBlock\":\"0x0\",\"toBlock\":\"0x2710\"}]", -32602,
            "query exceeds max block range 10000");
  g_autoptr (JsonNode)
    most = practice_test_rpc (self, "eth_getLogs",
                              "[{\"fromBlock\":\"0x0\",\"toBlock\":\"0x270f\"}]", NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (most)), >, 20);
  error_is (self, "eth_getLogs", "[{\"fromBlock\":\"0x5\",\"toBlock\":\"0x4\"}]", -32602,
            "invalid block range");
  error_is (self, "eth_getLogs", "[{\"toBlock\":\"0xffffff\"}]", -32602,
            "extends beyond current head");
  error_is (self, "eth_getLogs", "[{\"topics\":[null,null,null,null,null]}]", -32602,
            "exceed max topics");
  error_is (self, "eth_getLogs", "[{\"address\":[\"0x\"]}]", -32602, "not an address");
}

static void
test_logs_filter (void)
{
  static const char delegated[] =
    "0xc3ee9f2e5fda98e8066a1f745b2df9285f416fe98cf2559cd21484b3d8743304";
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  g_autofree char *by_topic = g_strdup_printf (
    "[{\"fromBlock\":\"0x0\",\"toBlock\":\"0x270f\",\"address\":\"%s\",\"topics\":[\"%s\"]}]",
    PRACTICE_ADDRESS_DELEGATION_MANAGER, delegated);
  g_autoptr (JsonNode) some = practice_test_rpc (self, "eth_getLogs", by_topic, NULL);
  JsonArray *list = json_node_get_array (some);
  guint n = json_array_get_length (list);

  g_assert_cmpuint (n, >, 3);
  JsonObject *first = json_array_get_object_element (list, 0);
  JsonArray *topics = json_object_get_array_member (first, "topics");
  g_autofree char *by_staker = g_strdup_printf (
    "[{\"fromBlock\":\"0x0\",\"toBlock\":\"0x270f\",\"topics\":[[\"%s\"],\"%s\"]}]", delegated,
    json_array_get_string_element (topics, 1));
  g_autoptr (JsonNode) one = practice_test_rpc (self, "eth_getLogs", by_staker, NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (one)), ==, 1);
  g_autofree char *elsewhere = g_strdup_printf (
    "[{\"fromBlock\":\"0x0\",\"toBlock\":\"0x270f\",\"address\":[\"%s\"],\"topics\":[\"%s\"]}]",
    PRACTICE_ADDRESS_RETH, delegated);
  g_autoptr (JsonNode) nothing = practice_test_rpc (self, "eth_getLogs", elsewhere, NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (nothing)), ==, 0);

  g_autofree char *by_hash = g_strdup_printf ("[{\"blockHash\":\"%s\",\"topics\":[[],\"%s\"]}]",
                                              json_object_get_string_member (first, "blockHash"),
                                              json_array_get_string_element (topics, 1));
  g_autoptr (JsonNode) in_block = practice_test_rpc (self, "eth_getLogs", by_hash, NULL);
  /* Registering names the operator in more events than that one. */
  g_assert_cmpuint (json_array_get_length (json_node_get_array (in_block)), >, 1);
}

static void
test_the_past_is_true (void)
{
  static const char balance_of[] = "function balanceOf(address a) returns (uint256)";
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  char player[ADDRESS_TEXT_SIZE];
  Address address;

  surety_practice_get_player (self, &address);
  address_to_text (&address, player);
  g_autofree char *data = practice_test_call_data (balance_of, ARGS (A (player)));
  g_autofree char *now_params = g_strdup_printf ("[{\"to\":\"%s\",\"data\":\"%s\"},\"0x93a7f\"]",
                                                 PRACTICE_ADDRESS_RETH, data);
  g_autofree char *old_params = g_strdup_printf ("[{\"to\":\"%s\",\"data\":\"%s\"},\"0x93a7e\"]",
                                                 PRACTICE_ADDRESS_RETH, data);
  g_autofree char *now = practice_test_text (self, "eth_call", now_params);
  g_autofree char *old = practice_test_text (self, "eth_call", old_params);

  g_assert_cmpstr (now, ==, "0x0000000000000000000000000000000000000000000000001bc16d674ec80000");
  g_assert_cmpstr (old, ==, "0x0000000000000000000000000000000000000000000000000000000000000000");
}

static void
test_multicall (void)
{
  static const char aggregate[] =
    "function aggregate3((address target, bool allowFailure, bytes callData)[] calls) "
    "returns ((bool success, bytes returnData)[])";
  /* The worked call: balanceOf of one address, and the reply's layout. */
  g_autoptr (SuretyPractice) self = practice_test_bare ();
  AbiValue balance[] = { A (TEST_TOKEN), abi_bool (true),
                         practice_test_b ("0x70a08231000000000000000000000000f39fd6e51aad88f6f4ce6a"
                                          "b8827279cfffb92266",
                                          36) };
  AbiValue wrong[] = { A (TEST_TOKEN), abi_bool (true), practice_test_b ("0x12345678", 4) };
  AbiValue nobody[] = { A (TEST_STAKER), abi_bool (true), practice_test_b ("0x12345678", 4) };
  AbiValue block[] = { A (PRACTICE_ADDRESS_MULTICALL3), abi_bool (false),
                       practice_test_b ("0x42cbb15c", 4) };
  AbiValue calls[] = {
    abi_tuple (balance, 3),
    abi_tuple (wrong, 3),
    abi_tuple (nobody, 3),
    abi_tuple (block, 3),
  };

  practice_test_give (self, TEST_TOKEN, "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266", "5");
  g_auto (TestValues) result = practice_test_read (self, PRACTICE_ADDRESS_MULTICALL3, aggregate,
                                                   ARGS (abi_array (calls, 4)));
  const AbiValue *items = result.values.values[0].items;
  g_assert_true (items[0].items[0].word == 1);
  g_assert_true (u256_from_be (items[0].items[1].data.data) == 5);
  g_assert_true (items[1].items[0].word == 0 && items[1].items[1].data.len == 0);
  g_assert_true (items[2].items[0].word == 1 && items[2].items[1].data.len == 0);
  g_assert_true (u256_from_be (items[3].items[1].data.data) == TEST_BLOCK);

  wrong[1] = abi_bool (false);
  practice_test_reverts (self, TEST_STAKER, PRACTICE_ADDRESS_MULTICALL3, aggregate,
                         ARGS (abi_array (calls, 4)), "Error(string)");
}

static void
test_fees (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  g_autoptr (JsonNode)
    history = practice_test_rpc (self, "eth_feeHistory", "[\"0x14\",\"latest\",[10,50,90]]", NULL);
  JsonObject *object = json_node_get_object (history);

  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "baseFeePerGas")),
                    ==, 21);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "gasUsedRatio")),
                    ==, 20);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "reward")), ==,
                    20);
  g_assert_cmpuint (practice_test_number (self, "eth_gasPrice", "[]"), <, 2000000000);
  g_assert_cmpuint (practice_test_number (self, "eth_maxPriorityFeePerGas", "[]"), ==, 50000000);
}

static void
test_simulation (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  char player[ADDRESS_TEXT_SIZE];
  Address address;

  surety_practice_get_player (self, &address);
  address_to_text (&address, player);
  g_autofree char *approve =
    practice_test_call_data ("function approve(address a, uint256 b) returns (bool)",
                             ARGS (A (PRACTICE_ADDRESS_STRATEGY_MANAGER),
                                   U ("1000000000000000000")));
  g_autofree char *deposit = practice_test_call_data (
    "function depositIntoStrategy(address s, address t, uint256 a) returns (uint256)",
    ARGS (A (PRACTICE_ADDRESS_STRATEGY_RETH), A (PRACTICE_ADDRESS_RETH),
          U ("1000000000000000000")));
  g_autofree char *params =
    g_strdup_printf ("[{\"blockStateCalls\":[{\"calls\":["
                     "{\"from\":\"%s\",\"to\":\"%s\",\"input\":\"%s\"},"
                     "{\"from\":\"%s\",\"to\":\"%s\",\"input\":\"%s\"},"
                     "{\"from\":\"%s\",\"to\":\"%s\",\"input\":\"%s\"}]}]},\"latest\"]",
                     player, PRACTICE_ADDRESS_RETH, approve, player,
                     PRACTICE_ADDRESS_STRATEGY_MANAGER, deposit, player,
                     PRACTICE_ADDRESS_STRATEGY_MANAGER, deposit);
  g_autoptr (JsonNode) blocks = practice_test_rpc (self, "eth_simulateV1", params, NULL);
  JsonArray *calls =
    json_object_get_array_member (json_array_get_object_element (json_node_get_array (blocks), 0),
                                  "calls");

  /* The second builds on the first; the third finds the allowance used up. */
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (calls, 0),
                                                  "status"),
                   ==, "0x1");
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (calls, 1),
                                                  "status"),
                   ==, "0x1");
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (calls, 2),
                                                  "status"),
                   ==, "0x0");
  /* And nothing of it happened. */
  practice_test_is (self, PRACTICE_ADDRESS_RETH,
                    "function allowance(address a, address b) returns (uint256)",
                    ARGS (A (player), A (PRACTICE_ADDRESS_STRATEGY_MANAGER)), "0");
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/rpc/errors-are-a-nodes", test_errors);
  g_test_add_func ("/practice/rpc/bodies", test_bodies);
  g_test_add_func ("/practice/rpc/reply-over-the-limit-is-refused", test_reply_limit);
  g_test_add_func ("/practice/rpc/blocks", test_blocks);
  g_test_add_func ("/practice/rpc/logs-range", test_logs_range);
  g_test_add_func ("/practice/rpc/logs-filter", test_logs_filter);
  g_test_add_func ("/practice/rpc/the-past-is-true", test_the_past_is_true);
  g_test_add_func ("/practice/rpc/multicall", test_multicall);
  g_test_add_func ("/practice/rpc/fees", test_fees);
  g_test_add_func ("/practice/rpc/simulation-builds-up-and-leaves-nothing", test_simulation);

  return g_test_run ();
}
