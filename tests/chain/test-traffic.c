/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-traffic.h"

#include <string.h>

#include "chain-test.h"
#include "surety-rpc.h"

/* A peer in this process. */
#define INSIDE_TYPE_TRANSPORT (inside_transport_get_type ())
G_DECLARE_FINAL_TYPE (InsideTransport, inside_transport, INSIDE, TRANSPORT, GObject)

struct _InsideTransport
{
  GObject parent;
};

static DexFuture *
inside_send (SuretyTransport *transport, GBytes *request, gsize max_reply, guint deadline_ms)
{
  static const char reply[] = "{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": \"0x1\"}";

  return dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_new_static (reply, strlen (reply)));
}

static char *
inside_dup_label (SuretyTransport *transport)
{
  return g_strdup ("here");
}

static gboolean
inside_is_inside (SuretyTransport *transport)
{
  return TRUE;
}

static void
inside_iface_init (SuretyTransportInterface *iface)
{
  iface->send = inside_send;
  iface->dup_label = inside_dup_label;
  iface->is_inside = inside_is_inside;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (InsideTransport,
                               inside_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SURETY_TYPE_TRANSPORT, inside_iface_init))

static void
inside_transport_class_init (InsideTransportClass *klass)
{
}

static void
inside_transport_init (InsideTransport *self)
{
}

static void
note (const SuretyTraffic *traffic, gpointer user_data)
{
  g_string_append_printf (user_data,
                          "%d %s %s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT
                          "; ",
                          traffic->purpose, traffic->host, traffic->method, traffic->n_calls,
                          traffic->bytes_out, traffic->bytes_in);
}

static void
assert_list (const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);

  surety_traffic_foreach (note, found);
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_lines (void)
{
  surety_traffic_forget ();
  assert_list ("");
  surety_traffic_count (SURETY_TRAFFIC_FILE, "b.example", "GET", 1, 0, 0);
  surety_traffic_count (SURETY_TRAFFIC_QUESTIONS, "a.example", "eth_call", 1, 10, 0);
  surety_traffic_count (SURETY_TRAFFIC_QUESTIONS, "a.example", "eth_call", 0, 0, 5);
  surety_traffic_count (SURETY_TRAFFIC_TEST, "a.example", "eth_call", 1, 10, 5);
  surety_traffic_count (SURETY_TRAFFIC_FILE, "b.example", "GET", 1, 7, 8);
  assert_list ("2 b.example GET 2 7 8; 0 a.example eth_call 1 10 5; 1 a.example eth_call 1 10 5; ");
  surety_traffic_forget ();
  assert_list ("");
}

static void
test_long_host (void)
{
  g_autofree char *host = g_strnfill (100000, 'x');
  g_autofree char *expected = NULL;

  surety_traffic_forget ();
  surety_traffic_count (SURETY_TRAFFIC_FILE, host, "GET", 1, 0, 0);
  host[260] = '\0';
  surety_traffic_count (SURETY_TRAFFIC_FILE, host, "GET", 1, 0, 0);
  expected = g_strdup_printf ("2 %s GET 2 0 0; ", host);
  assert_list (expected);
}

static void
ask (SuretyTransport *transport)
{
  g_autoptr (SuretyRpc) rpc = surety_rpc_new (transport);
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (SuretyBatch) answered = NULL;
  g_autoptr (GError) error = NULL;

  surety_batch_add (batch, "eth_chainId", NULL);
  answered = dex_await_object (surety_rpc_run (rpc, batch), &error);
  g_assert_no_error (error);
}

static void
note_method (const SuretyTraffic *traffic, gpointer user_data)
{
  g_assert_cmpuint (traffic->bytes_out, >, 0);
  g_assert_cmpuint (traffic->bytes_in, >, 0);
  g_string_append_printf (user_data, "%s %s %" G_GUINT64_FORMAT "; ", traffic->host,
                          traffic->method, traffic->n_calls);
}

/* Also when the one that was asked is not in use any more. */
static void
test_questions (void)
{
  g_autoptr (FakeTransport) fake = fake_transport_new ("node.example");
  g_autoptr (InsideTransport) inside = g_object_new (INSIDE_TYPE_TRANSPORT, NULL);
  g_autoptr (GString) found = g_string_new (NULL);

  surety_traffic_forget ();
  ask (SURETY_TRANSPORT (inside));
  assert_list ("");
  ask (SURETY_TRANSPORT (fake));
  ask (SURETY_TRANSPORT (fake));
  surety_traffic_foreach (note_method, found);
  g_assert_cmpstr (found->str, ==, "node.example eth_chainId 2; ");
}

int
main (int argc, char **argv)
{
  chain_test_init (&argc, &argv);
  chain_test_add ("/traffic/is-by-purpose-host-and-method", test_lines);
  chain_test_add ("/traffic/a-host-that-is-too-long-for-one", test_long_host);
  chain_test_add ("/traffic/questions-to-whoever-is-outside", test_questions);
  return g_test_run ();
}
