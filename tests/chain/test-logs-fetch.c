/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chain-test.h"

#include <string.h>

#include "surety-decode.h"
#include "surety-json.h"
#include "surety-logs-fetch.h"

static const Address emitter = { { 0xe1 } };
static const Hash topic = { { 0x70 } };

/* A node with a log in every tenth block, and its limits. */
static struct
{
  guint64 head;
  guint64 max_range;
  guint other_chain; /* headers are of another chain than logs */
  const char *data;
} node;

static guint64
read_number (const char *text)
{
  return g_ascii_strtoull (text + 2, NULL, 16);
}

static char *
get_logs (JsonNode *params)
{
  JsonObject *filter = json_array_get_object_element (json_node_get_array (params), 0);
  const guint64 from = read_number (json_object_get_string_member (filter, "fromBlock"));
  const guint64 to = read_number (json_object_get_string_member (filter, "toBlock"));
  g_autofree char *address = surety_encode_bytes (emitter.bytes, 20);
  g_autofree char *first = surety_encode_bytes (topic.bytes, 32);
  g_autoptr (GString) out = g_string_new ("[");

  if (node.max_range > 0 && to - from + 1 > node.max_range)
    {
      g_autofree char *message =
        g_strdup_printf ("query exceeds max block range %" G_GUINT64_FORMAT, node.max_range);

      return fake_error (-32602, message);
    }
  for (guint64 block = (from + 9) / 10 * 10; block <= to; block += 10)
    g_string_append_printf (
      out,
      "%s{\"blockTimestamp\": [{\"any\": \"thing, ]} with \\\" in it\"}], \"address\": \"%s\", "
      "\"topics\": [\"%s\"], \"data\": \"%s\", \"blockNumber\": \"0x%" G_GINT64_MODIFIER "x\", "
      "\"blockHash\": \"0x%064" G_GINT64_MODIFIER "x\", \"transactionHash\": \"0x%064x\", "
      "\"transactionIndex\": \"0x0\", \"logIndex\": \"0x0\", \"removed\": false}",
      out->len > 1 ? "," : "", address, first, node.data, block, block, 7);
  g_string_append (out, "]");
  return fake_result (out->str);
}

static char *
handle (const char *method, JsonNode *params, gpointer user_data)
{
  guint64 block;
  g_autofree char *header = NULL;

  if (g_str_equal (method, "eth_chainId"))
    return fake_result ("\"0x1\"");
  if (g_str_equal (method, "eth_getLogs"))
    return get_logs (params);
  g_assert_cmpstr (method, ==, "eth_getBlockByNumber");
  block = read_number (json_array_get_string_element (json_node_get_array (params), 0));
  if (block > node.head)
    return fake_result ("null");
  header = g_strdup_printf ("{\"number\": \"0x%" G_GINT64_MODIFIER
                            "x\", \"hash\": \"0x%064" G_GINT64_MODIFIER
                            "x\", \"parentHash\": \"0x%064x\", \"timestamp\": "
                            "\"0x%" G_GINT64_MODIFIER "x\", \"gasLimit\": \"0x1\"}",
                            block, block + node.other_chain, 0, 1000 + block);
  return fake_result (header);
}

static FakeTransport *
node_new (guint64 head)
{
  FakeTransport *transport = fake_transport_new ("node");

  memset (&node, 0, sizeof node);
  node.head = head;
  node.data = "0x0102";
  fake_transport_set_handler (transport, handle, NULL);
  return transport;
}

static SuretyLogFilter *
filter_new (void)
{
  SuretyLogFilter *filter = surety_log_filter_new ();

  surety_log_filter_add_address (filter, &emitter);
  surety_log_filter_add_topic (filter, 0, &topic);
  return filter;
}

/* Reads all of it, and checks that no block is missing and none is read twice. */
static guint
read_all (SuretyEndpoints *endpoints, guint64 from, guint64 to)
{
  g_autoptr (SuretyLogFilter) filter = filter_new ();
  guint64 expected = (from + 9) / 10 * 10;
  guint n = 0;

  while (from <= to)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SuretyLogsFetched)
        fetched = dex_await_boxed (surety_logs_fetch (endpoints, filter, from, to), &error);

      g_assert_no_error (error);
      g_assert_cmpuint (fetched->from, ==, from);
      g_assert_cmpuint (fetched->headers->len, ==, fetched->lists->len);
      for (guint i = 0; i < fetched->lists->len; i++)
        {
          const SuretyLogList *list = g_ptr_array_index (fetched->lists, i);

          for (guint k = 0; k < surety_log_list_get_n (list); k++)
            {
              const SuretyLogEntry *log = surety_log_list_get (list, k);

              g_assert_cmpuint (log->block, ==, expected);
              g_assert_cmpmem (log->data, log->len, "\1\2", 2);
              g_assert_true (hash_equal (&log->topics[0], &topic));
              expected += 10;
              n++;
            }
        }
      g_assert_cmpuint (g_array_index (fetched->headers, SuretyBlock, fetched->headers->len - 1)
                          .number,
                        ==, fetched->to);
      from = fetched->to + 1;
    }
  return n;
}

static void
test_several_at_once (void)
{
  g_autoptr (FakeTransport) transport = node_new (1000000);
  g_autoptr (SuretyEndpoints) endpoints = fake_endpoints (transport);

  g_assert_cmpuint (read_all (endpoints, 1, 600000), ==, 60000);
  g_assert_cmpuint (fake_transport_get_n_exchanges (transport), <, 16);
}

static void
test_limit_is_kept (void)
{
  g_autoptr (FakeTransport) transport = node_new (1000000);
  g_autoptr (SuretyEndpoints) endpoints = fake_endpoints (transport);
  SuretyLogsLimits limits;
  guint before;

  node.max_range = 900;
  g_assert_cmpuint (read_all (endpoints, 1, 40000), ==, 4000);
  surety_logs_get_limits (endpoints, &limits);
  g_assert_cmpuint (limits.ceiling, ==, 900);

  /* Another object is told, and asks for no more. */
  g_clear_object (&endpoints);
  endpoints = fake_endpoints (transport);
  surety_logs_set_limits (endpoints, &limits);
  before = fake_transport_get_n_calls (transport, "eth_getLogs");
  g_assert_cmpuint (read_all (endpoints, 1, 9000), ==, 900);
  g_assert_cmpuint (fake_transport_get_n_calls (transport, "eth_getLogs") - before, <=, 18);
}

static void
test_last_blocks_have_headers (void)
{
  g_autoptr (FakeTransport) transport = node_new (1000);
  g_autoptr (SuretyEndpoints) endpoints = fake_endpoints (transport);
  g_autoptr (SuretyLogFilter) filter = filter_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyLogsFetched)
    fetched = dex_await_boxed (surety_logs_fetch (endpoints, filter, 500, 1000), &error);
  static const guint64 expected[] = { 936, 968, 992, 998, 1000 };

  g_assert_no_error (error);
  g_assert_cmpuint (fetched->headers->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < fetched->headers->len; i++)
    g_assert_cmpuint (g_array_index (fetched->headers, SuretyBlock, i).number, ==, expected[i]);
}

static void
test_two_chains (void)
{
  g_autoptr (FakeTransport) transport = node_new (1000);
  g_autoptr (SuretyEndpoints) endpoints = fake_endpoints (transport);
  g_autoptr (SuretyLogFilter) filter = filter_new ();
  g_autoptr (SuretyLogsFetched) fetched = NULL;
  g_autoptr (GError) error = NULL;

  node.other_chain = 5;
  fetched = dex_await_boxed (surety_logs_fetch (endpoints, filter, 500, 1000), &error);
  g_assert_null (fetched);
  assert_chain_error (error, RPC);
}

static void
test_node_behind (void)
{
  g_autoptr (FakeTransport) transport = node_new (990);
  g_autoptr (SuretyEndpoints) endpoints = fake_endpoints (transport);
  g_autoptr (SuretyLogFilter) filter = filter_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyLogsFetched)
    fetched = dex_await_boxed (surety_logs_fetch (endpoints, filter, 500, 1000), &error);

  /* As far as it has come. */
  g_assert_no_error (error);
  g_assert_cmpuint (fetched->to, ==, 968);
}

static void
test_malformed (void)
{
  static const char *const datas[] = { "0x0", "0x0g", "01", "", "0X01" };

  for (guint i = 0; i < G_N_ELEMENTS (datas); i++)
    {
      g_autoptr (FakeTransport) transport = node_new (1000);
      g_autoptr (SuretyEndpoints) endpoints = fake_endpoints (transport);
      g_autoptr (SuretyLogFilter) filter = filter_new ();
      g_autoptr (SuretyLogsFetched) fetched = NULL;
      g_autoptr (GError) error = NULL;

      node.data = datas[i];
      fetched = dex_await_boxed (surety_logs_fetch (endpoints, filter, 500, 1000), &error);
      g_assert_null (fetched);
      assert_chain_error (error, MALFORMED);
    }
}

/* The texts are cut out of a reply whole, wherever they are in it. */
static void
test_hollow (void)
{
  static const char reply[] =
    "[{\"id\": 1, \"result\": [ {\"result\": []}, 2 ] , \"jsonrpc\": \"2.0\"},"
    " {\"result\":[],\"id\":2}, {\"id\": 3, \"result\": {\"result\": [1]}}]";
  g_autoptr (GBytes) bytes = g_bytes_new_static (reply, sizeof reply - 1);
  g_autoptr (GPtrArray) cut = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = surety_json_parse_hollow (bytes, cut, &error);
  static const char *const expected[] = { "[ {\"result\": []}, 2 ]", "[]" };

  g_assert_no_error (error);
  g_assert_cmpuint (cut->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < cut->len; i++)
    {
      gsize len;
      const char *text = g_bytes_get_data (g_ptr_array_index (cut, i), &len);

      g_assert_cmpmem (text, len, expected[i], strlen (expected[i]));
      g_assert_cmpint (json_node_get_int (
                         surety_decode_member (surety_decode_element (root, i), "result")),
                       ==, i);
    }
  g_assert_true (
    JSON_NODE_HOLDS_OBJECT (surety_decode_member (surety_decode_element (root, 2), "result")));
}

int
main (int argc, char **argv)
{
  chain_test_init (&argc, &argv);
  chain_test_add ("/logs-fetch/several-ranges-at-once", test_several_at_once);
  chain_test_add ("/logs-fetch/a-limit-is-met-once", test_limit_is_kept);
  chain_test_add ("/logs-fetch/the-last-blocks-have-headers", test_last_blocks_have_headers);
  chain_test_add ("/logs-fetch/logs-and-headers-of-two-chains", test_two_chains);
  chain_test_add ("/logs-fetch/as-far-as-the-node-has-come", test_node_behind);
  chain_test_add ("/logs-fetch/malformed-data-is-refused", test_malformed);
  chain_test_add ("/logs-fetch/texts-are-cut-out", test_hollow);
  return g_test_run ();
}
