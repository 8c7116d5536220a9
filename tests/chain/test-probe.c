/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chain-test.h"

#include "surety-probe.h"
#include "surety-traffic.h"

static struct
{
  gboolean is_poor; /* serves the least */
  guint64 head;
  guint64 max_range;
  gboolean no_batches;
} node;

static char *
block (void)
{
  return g_strdup_printf (
    "\"result\": {\"number\": \"0x%" G_GINT64_MODIFIER
    "x\", \"timestamp\": \"0x65\", \"gasLimit\": "
    "\"0x1\", \"hash\": \"0x00000000000000000000000000000000000000000000000000000000000000ff\", "
    "\"parentHash\": \"0x00000000000000000000000000000000000000000000000000000000000000fe\"}",
    node.head);
}

static char *
handler (const char *method, JsonNode *params, gpointer data)
{
  JsonArray *array = json_node_get_array (params);

  if (strcmp (method, "eth_getBlockByNumber") == 0)
    {
      if (node.is_poor && strcmp (json_array_get_string_element (array, 0), "latest") != 0)
        return fake_error (-32602, "unknown block");
      return block ();
    }
  if (strcmp (method, "eth_getLogs") == 0)
    {
      JsonObject *filter = json_array_get_object_element (array, 0);
      const guint64 from = g_ascii_strtoull (json_object_get_string_member (filter, "fromBlock") +
                                               2,
                                             NULL, 16);
      const guint64 to = g_ascii_strtoull (json_object_get_string_member (filter, "toBlock") + 2,
                                           NULL, 16);

      g_assert_cmpuint (to, ==, node.head);
      if (to - from + 1 > node.max_range)
        return fake_error (-32602, "range");
      return fake_result ("[]");
    }
  if (node.is_poor)
    return NULL;
  if (strcmp (method, "web3_clientVersion") == 0)
    return fake_result ("\"Geth/v1.16\\u001b[31m\\u202e/linux\"");
  if (strcmp (method, "eth_getBalance") == 0)
    {
      g_assert_cmpstr (json_array_get_string_element (array, 1), ==, "0x1");
      return fake_result ("\"0x0\"");
    }
  if (strcmp (method, "eth_simulateV1") == 0)
    return fake_result ("[{}]");
  if (strcmp (method, "eth_getProof") == 0)
    return fake_result ("{}");

  return NULL;
}

static FakeTransport *
setup (void)
{
  FakeTransport *fake = fake_transport_new ("fake");

  memset (&node, 0, sizeof node);
  node.head = 1000000;
  node.max_range = 10000;
  fake_transport_set_handler (fake, handler, NULL);

  return fake;
}

static void
test_rich (void)
{
  g_autoptr (FakeTransport) fake = setup ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyProbe) probe = NULL;

  fake_transport_set_delay (fake, 10);
  probe = dex_await_boxed (surety_probe_run (SURETY_TRANSPORT (fake), 1), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (probe->chain_id, ==, 1);
  g_assert_cmpuint (probe->head.number, ==, 1000000);
  g_assert_cmpuint (probe->head.timestamp, ==, 0x65);
  g_assert_cmpuint (probe->latency_ms, >=, 9);
  g_assert_true (probe->batch);
  g_assert_cmpuint (probe->logs_range, ==, 10000);
  g_assert_true (probe->archive);
  g_assert_true (probe->simulation);
  g_assert_true (probe->proofs);
  g_assert_true (probe->finalized);
  g_assert_cmpstr (probe->client, ==, "Geth/v1.16[31m/linux");
  g_assert_cmpuint (fake_transport_get_n_exchanges (fake), ==, 4);
}

static void
test_poor (void)
{
  g_autoptr (FakeTransport) fake = setup ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyProbe) probe = NULL;

  node.is_poor = TRUE;
  node.max_range = 0;
  probe = dex_await_boxed (surety_probe_run (SURETY_TRANSPORT (fake), 0), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (probe->logs_range, ==, 0);
  g_assert_false (probe->archive);
  g_assert_false (probe->simulation);
  g_assert_false (probe->proofs);
  g_assert_false (probe->finalized);
  g_assert_null (probe->client);
}

static void
test_without_batches (void)
{
  static const char refusal[] = "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,"
                                "\"message\":\"batches are not served\"}}";
  g_autoptr (FakeTransport) fake = setup ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyProbe) probe = NULL;

  fake_transport_push (fake, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"}");
  fake_transport_push (fake, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"}");
  /* Three calls: one and two and then, refused once more, each alone. */
  fake_transport_push (fake, refusal);
  probe = dex_await_boxed (surety_probe_run (SURETY_TRANSPORT (fake), 1), &error);
  g_assert_no_error (error);
  g_assert_false (probe->batch);
  g_assert_true (probe->proofs);
  g_assert_cmpuint (probe->logs_range, ==, 10000);
}

static void
test_wrong_chain (void)
{
  g_autoptr (FakeTransport) fake = setup ();
  g_autoptr (GError) error = NULL;

  g_assert_null (dex_await_boxed (surety_probe_run (SURETY_TRANSPORT (fake), 560048), &error));
  assert_chain_error (error, WRONG_CHAIN);
  g_assert_nonnull (strstr (error->message, "chain 1,"));
}

static void
test_no_endpoint (void)
{
  g_autoptr (FakeTransport) fake = setup ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 4; i++)
    fake_transport_push (fake, "<html>hello</html>");
  g_assert_null (dex_await_boxed (surety_probe_run (SURETY_TRANSPORT (fake), 1), &error));
  assert_chain_error (error, MALFORMED);
}

static void
test_stops_half_way (void)
{
  g_autoptr (FakeTransport) fake = setup ();
  g_autoptr (GError) error = NULL;

  fake_transport_push (fake, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"}");
  fake_transport_push (fake, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"}");
  fake_transport_set_error (fake,
                            g_error_new (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TRANSPORT, "gone"));
  g_assert_null (dex_await_boxed (surety_probe_run (SURETY_TRANSPORT (fake), 1), &error));
  assert_chain_error (error, TRANSPORT);
}

static void
test_young_chain (void)
{
  g_autoptr (FakeTransport) fake = setup ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyProbe) probe = NULL;

  node.head = 5;
  probe = dex_await_boxed (surety_probe_run (SURETY_TRANSPORT (fake), 1), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (probe->logs_range, ==, 100000);
}

static void
note_test (const SuretyTraffic *traffic, gpointer user_data)
{
  g_assert_cmpint (traffic->purpose, ==, SURETY_TRAFFIC_TEST);
  g_assert_cmpstr (traffic->host, ==, "fake");
  g_assert_cmpuint (traffic->bytes_out, >, 0);
  g_string_append_printf (user_data, "%s %" G_GUINT64_FORMAT "; ", traffic->method,
                          traffic->n_calls);
}

static void
test_in_the_list (void)
{
  g_autoptr (FakeTransport) fake = setup ();
  g_autoptr (GString) asked = g_string_new (NULL);
  g_autoptr (SuretyProbe) probe = NULL;

  surety_traffic_forget ();
  probe = dex_await_boxed (surety_probe_run (SURETY_TRANSPORT (fake), 1), NULL);
  g_assert_nonnull (probe);
  surety_traffic_foreach (note_test, asked);
  g_assert_cmpstr (asked->str, ==,
                   "eth_chainId 2; eth_getBlockByNumber 2; web3_clientVersion 1; "
                   "eth_getBalance 1; eth_simulateV1 1; eth_getProof 1; eth_getLogs 10; ");
}

int
main (int argc, char **argv)
{
  chain_test_init (&argc, &argv);

  chain_test_add ("/probe/finds-out-what-an-endpoint-can-do", test_rich);
  chain_test_add ("/probe/what-it-cannot-do-is-an-answer", test_poor);
  chain_test_add ("/probe/an-endpoint-without-batches", test_without_batches);
  chain_test_add ("/probe/another-chain-is-named", test_wrong_chain);
  chain_test_add ("/probe/what-is-no-endpoint-is-refused", test_no_endpoint);
  chain_test_add ("/probe/an-endpoint-that-stops-half-way", test_stops_half_way);
  chain_test_add ("/probe/a-young-chain", test_young_chain);

  chain_test_add ("/probe/what-it-asks-is-in-the-list", test_in_the_list);
  return g_test_run ();
}
