/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chain-test.h"
#include "surety-rpc-private.h"

/* One eth_blockNumber against one scripted body. */
static SuretyBatch *
ask_one (const char *body, GError **error)
{
  g_autoptr (FakeTransport) fake = fake_transport_new ("fake");
  g_autoptr (SuretyRpc) rpc = surety_rpc_new (SURETY_TRANSPORT (fake));
  g_autoptr (SuretyBatch) batch = surety_batch_new ();

  surety_rpc_set_limits (rpc, 0, 0, 1);
  surety_rate_set_base (surety_rpc_get_rate (rpc), 1);
  for (guint i = 0; i < SURETY_RPC_ATTEMPTS; i++)
    fake_transport_push (fake, body);
  surety_batch_add (batch, "eth_blockNumber", NULL);

  return dex_await_object (surety_rpc_run (rpc, batch), error);
}

static SuretyBatch *
ask_two (const char *body, GError **error)
{
  g_autoptr (FakeTransport) fake = fake_transport_new ("fake");
  g_autoptr (SuretyRpc) rpc = surety_rpc_new (SURETY_TRANSPORT (fake));
  g_autoptr (SuretyBatch) batch = surety_batch_new ();

  surety_rpc_set_limits (rpc, 0, 0, 1);
  fake_transport_push (fake, body);
  surety_batch_add (batch, "eth_blockNumber", NULL);
  surety_batch_add (batch, "eth_chainId", NULL);

  return dex_await_object (surety_rpc_run (rpc, batch), error);
}

static void
test_request (void)
{
  g_autoptr (FakeTransport) fake = fake_transport_new ("fake");
  g_autoptr (SuretyRpc) rpc = surety_rpc_new (SURETY_TRANSPORT (fake));
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (GBytes) data = g_bytes_new ("\x01\xff", 2);
  Address a = { { 0xab } };
  Address b = { { 0xcd } };

  surety_batch_add_call (batch, &a, &b, data, "0x10");
  g_assert_true (dex_await (surety_rpc_run (rpc, batch), NULL));
  g_assert_cmpstr (fake_transport_get_request (fake), ==,
                   "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_call\",\"params\":[{"
                   "\"from\":\"0xab00000000000000000000000000000000000000\","
                   "\"to\":\"0xcd00000000000000000000000000000000000000\","
                   "\"input\":\"0x01ff\"},\"0x10\"]}");
}

static void
test_order (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyBatch) batch = ask_two ("[{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":\"0x1\"},"
                                           "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x10\"}]",
                                           &error);
  guint64 value;

  g_assert_no_error (error);
  g_assert_true (surety_batch_get_uint64 (batch, 0, &value, &error));
  g_assert_cmpuint (value, ==, 16);
  g_assert_true (surety_batch_get_uint64 (batch, 1, &value, &error));
  g_assert_cmpuint (value, ==, 1);
}

static void
test_malformed (void)
{
  static const char *const bad[] = {
    "",
    "<html>busy</html>",
    "null",
    "7",
    "\"0x1\"",
    "{}",
    "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"}]",
    "{\"jsonrpc\":\"1.0\",\"id\":1,\"result\":\"0x1\"}",
    "{\"jsonrpc\":2.0,\"id\":1,\"result\":\"0x1\"}",
    "{\"id\":1,\"result\":\"0x1\"}",
    "{\"jsonrpc\":\"2.0\",\"result\":\"0x1\"}",
    "{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":\"0x1\"}",
    "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":\"0x1\"}",
    "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":\"0x1\"}",
    "{\"jsonrpc\":\"2.0\",\"id\":-1,\"result\":\"0x1\"}",
    "{\"jsonrpc\":\"2.0\",\"id\":1.0,\"result\":\"0x1\"}",
    "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":\"0x1\"}",
    "{\"jsonrpc\":\"2.0\",\"id\":true,\"result\":\"0x1\"}",
    "{\"jsonrpc\":\"2.0\",\"id\":[1],\"result\":\"0x1\"}",
    "{\"jsonrpc\":\"2.0\",\"id\":4294967297,\"result\":\"0x1\"}",
    "{\"jsonrpc\":\"2.0\",\"id\":18446744073709551617,\"result\":\"0x1\"}",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":1,\"result\":\"0x1\"}",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\",\"result\":\"0x2\"}",
    "{\"jsonrpc\":\"2.0\",\"id\":1}",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\",\"error\":{\"code\":1,\"message\":\"m\"}}",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null,\"error\":null}",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":null}",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":\"no\"}",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":\"1\",\"message\":\"m\"}}",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1}}",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"message\":{}}}",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":NaN}",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"} ",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"}x",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SuretyBatch) batch = ask_one (bad[i], &error);

      /* Space after the value is JSON. */
      if (g_str_has_suffix (bad[i], " "))
        {
          g_assert_no_error (error);
          continue;
        }
      if (batch != NULL)
        g_error ("accepted: %s", bad[i]);
      assert_chain_error (error, MALFORMED);
    }
}

static void
test_malformed_batch (void)
{
  static const char *const bad[] = {
    "[]",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"}",
    "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"}]",
    "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"},{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"}]",
    "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"},{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":\"0x1\"}]",
    "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"},null]",
    "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"},[]]",
    "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"},{\"jsonrpc\":\"2.0\",\"id\":null,"
    "\"error\":{\"code\":1,\"message\":\"m\"}}]",
    "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"},{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":\"0x1\"},"
    "{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":\"0x1\"}]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SuretyBatch) batch = ask_two (bad[i], &error);

      if (batch != NULL)
        g_error ("accepted: %s", bad[i]);
      assert_chain_error (error, MALFORMED);
    }
}

static void
test_deep (void)
{
  g_autofree char *open = g_strnfill (10000, '[');
  g_autofree char *close = g_strnfill (10000, ']');
  g_autofree char *body = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":%s%s}", open,
                                           close);
  g_autoptr (GError) error = NULL;

  g_assert_null (ask_one (body, &error));
  assert_chain_error (error, MALFORMED);
}

static void
test_quantities (void)
{
  static const char *const bad[] = {
    "1",         "1.5",
    "-1",        "true",
    "null",      "[]",
    "{}",        "\"\"",
    "\"0x\"",    "\"0x01\"",
    "\"0x00\"",  "\"-0x1\"",
    "\"0x-1\"",  "\"1\"",
    "\"0xg\"",   "\" 0x1\"",
    "\"0x1 \"",  "\"0X1\"",
    "\"0x1.5\"", "\"0x10000000000000000000000000000000000000000000000000000000000000000\"",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyBatch) good = ask_one (
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\"}",
    &error);
  guint64 small;
  u256 value;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":%s}",
                                               bad[i]);
      g_autoptr (GError) shape = NULL;
      g_autoptr (SuretyBatch) batch = ask_one (body, &shape);

      if (batch != NULL && surety_batch_get_quantity (batch, 0, &value, &shape))
        g_error ("accepted: %s", bad[i]);
      assert_chain_error (shape, MALFORMED);
    }

  g_assert_no_error (error);
  g_assert_true (surety_batch_get_quantity (good, 0, &value, &error));
  g_assert_true (value == U256_MAX);
  g_assert_false (surety_batch_get_uint64 (good, 0, &small, &error));
  assert_chain_error (error, MALFORMED);
}

static void
test_single_failures (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyBatch) batch = ask_two (
    "[{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"no such method\"}},"
    "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":\"0x1\"}]",
    &error);
  guint64 value;

  g_assert_no_error (error);
  g_assert_false (surety_batch_get_uint64 (batch, 0, &value, &error));
  assert_chain_error (error, UNSUPPORTED);
  g_clear_error (&error);
  g_assert_true (surety_batch_get_uint64 (batch, 1, &value, &error));
}

/* geth and others answer a request they cannot read with id null. */
static void
test_single_refusal (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyBatch) batch = ask_one (
    "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32000,\"message\":\"not today\"}}",
    &error);

  g_assert_no_error (error);
  g_assert_null (surety_batch_get_result (batch, 0, &error));
  assert_chain_error (error, RPC);
  g_assert_nonnull (strstr (error->message, "not today"));
}

static void
test_oversized (void)
{
  g_autoptr (FakeTransport) fake = fake_transport_new ("fake");
  g_autoptr (SuretyRpc) rpc = surety_rpc_new (SURETY_TRANSPORT (fake));
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autofree char *text = g_strnfill (2000, 'a');
  g_autofree char *body = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"%s\"}",
                                           text);
  g_autoptr (GError) error = NULL;

  surety_rpc_set_limits (rpc, 1000, 0, 1);
  fake_transport_push (fake, body);
  surety_batch_add (batch, "eth_blockNumber", NULL);
  g_assert_false (dex_await (surety_rpc_run (rpc, batch), &error));
  assert_chain_error (error, TOO_LARGE);
  g_assert_cmpuint (fake_transport_get_n_exchanges (fake), ==, 1);
}

static void
test_retry (void)
{
  g_autoptr (FakeTransport) fake = fake_transport_new ("fake");
  g_autoptr (SuretyRpc) rpc = surety_rpc_new (SURETY_TRANSPORT (fake));
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (GError) error = NULL;
  GError *unavailable = g_error_new (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_HTTP, "503");
  guint64 round_trips;
  guint64 bytes_out;
  guint64 bytes_in;

  surety_chain_error_set_status (unavailable, 503);
  surety_rpc_set_limits (rpc, 0, 0, 1);
  fake_transport_push_error (fake, SURETY_CHAIN_ERROR_TRANSPORT, "reset");
  fake_transport_push_error_full (fake, unavailable);
  surety_batch_add (batch, "eth_chainId", NULL);
  g_assert_true (dex_await (surety_rpc_run (rpc, batch), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fake_transport_get_n_exchanges (fake), ==, 3);

  surety_rpc_get_traffic (rpc, &round_trips, &bytes_out, &bytes_in);
  g_assert_cmpuint (round_trips, ==, 3);
  g_assert_cmpuint (bytes_out, ==, 3 * strlen (fake_transport_get_request (fake)));
  g_assert_cmpuint (bytes_in, >, 0);
}

static void
test_retry_is_bounded (void)
{
  static const struct
  {
    gint code;
    guint n;
  } cases[] = {
    { SURETY_CHAIN_ERROR_TRANSPORT, SURETY_RPC_ATTEMPTS },
    { SURETY_CHAIN_ERROR_TIMEOUT, 2 },
    { SURETY_CHAIN_ERROR_HTTP, 1 }, /* no status: nothing says that it passes */
    { SURETY_CHAIN_ERROR_TOO_LARGE, 1 },
    { SURETY_CHAIN_ERROR_RATE_LIMITED, SURETY_RPC_ATTEMPTS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (FakeTransport) fake = fake_transport_new ("fake");
      g_autoptr (SuretyRpc) rpc = surety_rpc_new (SURETY_TRANSPORT (fake));
      g_autoptr (SuretyBatch) batch = surety_batch_new ();
      g_autoptr (GError) error = NULL;

      surety_rpc_set_limits (rpc, 0, 0, 1);
      surety_rate_set_base (surety_rpc_get_rate (rpc), 1);
      fake_transport_set_error (fake, g_error_new (SURETY_CHAIN_ERROR, cases[i].code, "always"));
      surety_batch_add (batch, "eth_chainId", NULL);
      g_assert_false (dex_await (surety_rpc_run (rpc, batch), &error));
      g_assert_error (error, SURETY_CHAIN_ERROR, cases[i].code);
      g_assert_cmpuint (fake_transport_get_n_exchanges (fake), ==, cases[i].n);
    }
}

static void
test_one_deadline (void)
{
  g_autoptr (FakeTransport) fake = fake_transport_new ("fake");
  g_autoptr (SuretyRpc) rpc = surety_rpc_new (SURETY_TRANSPORT (fake));

  fake_transport_set_error (fake, g_error_new (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TRANSPORT,
                                               "reset"));
  fake_transport_set_delay (fake, 20);
  /* All the tries come within 100 s, and none within one millisecond. */
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SuretyBatch) batch = surety_batch_new ();
      g_autoptr (GError) error = NULL;
      const guint deadline = i == 0 ? 100000 : 1;

      surety_rpc_set_limits (rpc, 0, deadline, 1);
      surety_batch_add (batch, "eth_chainId", NULL);
      g_assert_false (dex_await (surety_rpc_run (rpc, batch), &error));
      assert_chain_error (error, TRANSPORT);
      g_assert_cmpuint (fake_transport_get_n_exchanges (fake), ==, SURETY_RPC_ATTEMPTS + i);
      if (i == 0)
        g_assert_cmpuint (fake_transport_get_deadline (fake), <=,
                          deadline - 20 * (SURETY_RPC_ATTEMPTS - 1));
      g_assert_cmpuint (fake_transport_get_deadline (fake), >, 0);
    }
}

static void
test_sends_are_not_retried (void)
{
  g_autoptr (FakeTransport) fake = fake_transport_new ("fake");
  g_autoptr (SuretyRpc) rpc = surety_rpc_new (SURETY_TRANSPORT (fake));
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (GError) error = NULL;

  surety_rpc_set_limits (rpc, 0, 0, 1);
  fake_transport_set_error (fake, g_error_new (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TRANSPORT,
                                               "reset"));
  surety_batch_add (batch, "eth_chainId", NULL);
  surety_batch_add (batch, "eth_sendRawTransaction", json_from_string ("[\"0x00\"]", NULL));
  g_assert_false (dex_await (surety_rpc_run (rpc, batch), &error));
  assert_chain_error (error, TRANSPORT);
  g_assert_cmpuint (fake_transport_get_n_exchanges (fake), ==, 1);
}

static void
test_limited_calls (void)
{
  g_autoptr (FakeTransport) fake = fake_transport_new ("fake");
  g_autoptr (SuretyRpc) rpc = surety_rpc_new (SURETY_TRANSPORT (fake));
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (GError) error = NULL;
  guint64 value;

  surety_rpc_set_limits (rpc, 0, 0, 1);
  surety_rate_set_base (surety_rpc_get_rate (rpc), 1);
  fake_transport_push (
    fake, "[{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":429,\"message\":\"slow\"}},"
          "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":\"0x7\"}]");
  surety_batch_add (batch, "eth_chainId", NULL);
  surety_batch_add (batch, "eth_blockNumber", NULL);
  g_assert_true (dex_await (surety_rpc_run (rpc, batch), &error));
  g_assert_no_error (error);
  /* Only the refused one was asked again. */
  g_assert_cmpuint (fake_transport_get_n_calls (fake, "eth_blockNumber"), ==, 0);
  g_assert_cmpuint (fake_transport_get_n_calls (fake, "eth_chainId"), ==, 1);
  g_assert_true (surety_batch_get_uint64 (batch, 0, &value, &error));
  g_assert_cmpuint (value, ==, 1);
  g_assert_true (surety_batch_get_uint64 (batch, 1, &value, &error));
  g_assert_cmpuint (value, ==, 7);
}

static void
test_long_pause (void)
{
  g_autoptr (FakeTransport) fake = fake_transport_new ("fake");
  g_autoptr (SuretyRpc) rpc = surety_rpc_new (SURETY_TRANSPORT (fake));
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (GError) error = NULL;
  GError *limited = g_error_new (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_RATE_LIMITED, "429");

  surety_chain_error_set_retry_after (limited, 60000);
  fake_transport_push_error_full (fake, limited);
  surety_batch_add (batch, "eth_chainId", NULL);
  g_assert_false (dex_await (surety_rpc_run (rpc, batch), &error));
  assert_chain_error (error, RATE_LIMITED);
  g_clear_error (&error);

  /* And it is left alone meanwhile. */
  g_assert_false (dex_await (surety_rpc_run (rpc, batch), &error));
  assert_chain_error (error, RATE_LIMITED);
  g_assert_cmpuint (fake_transport_get_n_exchanges (fake), ==, 1);
}

/* Takes batches of at most two. */
static char *
small_batches (const char *method, JsonNode *params, gpointer data)
{
  return fake_result ("\"0x5\"");
}

static void
test_refused_batches (void)
{
  g_autoptr (FakeTransport) fake = fake_transport_new ("fake");
  g_autoptr (SuretyRpc) rpc = surety_rpc_new (SURETY_TRANSPORT (fake));
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (GError) error = NULL;
  guint64 value;

  fake_transport_set_handler (fake, small_batches, NULL);
  fake_transport_push (fake, "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,"
                             "\"message\":\"batch too large\"}}");
  for (guint i = 0; i < 8; i++)
    surety_batch_add (batch, "eth_blockNumber", NULL);
  g_assert_true (dex_await (surety_rpc_run (rpc, batch), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (surety_rpc_get_max_batch (rpc), ==, 4);
  g_assert_cmpuint (fake_transport_get_n_exchanges (fake), ==, 3);
  for (guint i = 0; i < 8; i++)
    g_assert_true (surety_batch_get_uint64 (batch, i, &value, &error));
}

static void
test_error_in_status_body (void)
{
  static const char body[] =
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32602,\"message\":"
    "\"Log response size exceeded. this block range should work: [0x1, 0x2]\"}}";
  g_autoptr (FakeTransport) fake = fake_transport_new ("fake");
  g_autoptr (SuretyRpc) rpc = surety_rpc_new (SURETY_TRANSPORT (fake));
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (body, sizeof body - 1);
  g_autoptr (GError) error = NULL;
  GError *status = g_error_new (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_HTTP, "400");

  surety_chain_error_set_status (status, 400);
  surety_chain_error_set_body (status, bytes);
  fake_transport_push_error_full (fake, status);
  surety_batch_add (batch, "eth_getLogs", json_from_string ("[{}]", NULL));
  g_assert_true (dex_await (surety_rpc_run (rpc, batch), &error));
  g_assert_null (surety_batch_get_result (batch, 0, &error));
  assert_chain_error (error, RANGE_LIMIT);
}

static DexFuture *
ignore_cb (DexFuture *future, gpointer data)
{
  return NULL;
}

static void
test_discard (void)
{
  g_autoptr (FakeTransport) fake = fake_transport_new ("fake");
  SuretyRpc *rpc = surety_rpc_new (SURETY_TRANSPORT (fake));
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  DexFuture *holder;
  gpointer watched = rpc;

  g_object_add_weak_pointer (G_OBJECT (rpc), &watched);
  fake_transport_push_silence (fake);
  surety_batch_add (batch, "eth_chainId", NULL);
  holder = dex_future_finally (surety_rpc_run (rpc, batch), ignore_cb, NULL, NULL);
  chain_test_sleep (5);
  g_assert_cmpuint (fake_transport_get_n_exchanges (fake), ==, 1);

  g_object_unref (rpc);
  g_assert_nonnull (watched);
  dex_clear (&holder);
  chain_test_sleep (5);
  g_assert_cmpuint (fake_transport_get_n_discarded (fake), ==, 1);
  g_assert_null (watched);
}

static void
test_concurrency (void)
{
  g_autoptr (FakeTransport) fake = fake_transport_new ("fake");
  g_autoptr (SuretyRpc) rpc = surety_rpc_new (SURETY_TRANSPORT (fake));
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  g_autoptr (GError) error = NULL;

  fake_transport_set_delay (fake, 2);
  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (SuretyBatch) batch = surety_batch_new ();

      surety_batch_add (batch, "eth_chainId", NULL);
      g_ptr_array_add (futures, surety_rpc_run (rpc, batch));
    }
  g_assert_true (
    dex_await (dex_future_all_racev ((DexFuture **) futures->pdata, futures->len), &error));
  g_assert_cmpuint (fake_transport_get_n_exchanges (fake), ==, 40);
  g_assert_cmpuint (fake_transport_get_max_concurrent (fake), ==, 6);
}

int
main (int argc, char **argv)
{
  chain_test_init (&argc, &argv);

  chain_test_add ("/rpc/requests-are-json-rpc-2", test_request);
  chain_test_add ("/rpc/answers-in-another-order-are-matched-by-id", test_order);
  chain_test_add ("/rpc/malformed-replies-are-refused", test_malformed);
  chain_test_add ("/rpc/malformed-batch-replies-are-refused", test_malformed_batch);
  chain_test_add ("/rpc/nesting-ten-thousand-deep-is-refused", test_deep);
  chain_test_add ("/rpc/quantities-are-strict", test_quantities);
  chain_test_add ("/rpc/single-failures-stay-inside-the-batch", test_single_failures);
  chain_test_add ("/rpc/error-without-id-answers-a-single-call", test_single_refusal);
  chain_test_add ("/rpc/oversized-reply-is-refused", test_oversized);
  chain_test_add ("/rpc/reads-are-retried", test_retry);
  chain_test_add ("/rpc/retries-are-bounded", test_retry_is_bounded);
  chain_test_add ("/rpc/one-deadline-holds-for-all-tries", test_one_deadline);
  chain_test_add ("/rpc/sends-are-not-retried", test_sends_are_not_retried);
  chain_test_add ("/rpc/only-rate-limited-calls-are-asked-again", test_limited_calls);
  chain_test_add ("/rpc/a-long-pause-is-not-waited-for", test_long_pause);
  chain_test_add ("/rpc/refused-batches-are-made-smaller", test_refused_batches);
  chain_test_add ("/rpc/an-error-status-with-a-json-rpc-error-is-read", test_error_in_status_body);
  chain_test_add ("/rpc/discarding-cancels-and-frees", test_discard);
  chain_test_add ("/rpc/concurrency-is-limited", test_concurrency);

  return g_test_run ();
}
