/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chain-test.h"

#include <string.h>

#include "surety-endpoints-private.h"
#include "surety-rpc-private.h"

void
chain_test_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();
}

static DexFuture *
test_fiber (gpointer data)
{
  const ChainTestFunc *func = data;

  (*func) ();

  return dex_future_new_true ();
}

static void
run_test (gconstpointer data)
{
  g_autoptr (DexFuture) future = NULL;
  ChainTestFunc func = (ChainTestFunc) data;

  future = dex_scheduler_spawn (NULL, 0, test_fiber, &func, NULL);
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (dex_future_is_resolved (future));
}

void
chain_test_add (const char *path, ChainTestFunc func)
{
  g_test_add_data_func (path, (gconstpointer) func, run_test);
}

static gboolean
wake_cb (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

void
chain_test_iterate (guint milliseconds)
{
  gboolean woken = FALSE;

  g_timeout_add (milliseconds, wake_cb, &woken);
  while (!woken)
    g_main_context_iteration (NULL, TRUE);
}

void
chain_test_sleep (guint milliseconds)
{
  dex_await (dex_timeout_new_msec ((int) milliseconds), NULL);
}

typedef struct
{
  char *body;
  GError *error;
  gboolean is_silent;
} Scripted;

struct _FakeTransport
{
  GObject parent;

  char *label;
  FakeHandler handler;
  gpointer user_data;
  GQueue script; /* Scripted */
  GError *error;
  guint delay;

  guint n_exchanges;
  guint deadline;
  guint n_active;
  guint max_active;
  guint n_discarded;
  GHashTable *n_calls; /* method → guint */
  char *request;
};

static void fake_transport_iface_init (SuretyTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeTransport,
                               fake_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SURETY_TYPE_TRANSPORT,
                                                      fake_transport_iface_init))

static void
scripted_free (gpointer data)
{
  Scripted *scripted = data;

  g_free (scripted->body);
  g_clear_error (&scripted->error);
  g_free (scripted);
}

static void
answer_call (FakeTransport *self, JsonNode *call, GString *out)
{
  JsonObject *object = json_node_get_object (call);
  const char *method = json_object_get_string_member (object, "method");
  g_autofree char *member = NULL;

  g_hash_table_insert (self->n_calls, g_strdup (method),
                       GUINT_TO_POINTER (fake_transport_get_n_calls (self, method) + 1));
  if (self->handler != NULL)
    member = self->handler (method, json_object_get_member (object, "params"), self->user_data);
  if (member == NULL && strcmp (method, "eth_chainId") == 0)
    member = fake_result ("\"0x1\"");
  if (member == NULL)
    member = fake_error (-32601, "method not found");

  g_string_append_printf (out, "{\"jsonrpc\": \"2.0\", \"id\": %" G_GINT64_FORMAT ", %s}",
                          json_object_get_int_member (object, "id"), member);
}

static char *
answer (FakeTransport *self, GBytes *request)
{
  gsize len;
  const char *data = g_bytes_get_data (request, &len);
  g_autofree char *text = g_strndup (data, len);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  GString *out = g_string_new (NULL);

  g_assert_nonnull (node);
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      answer_call (self, node, out);
      return g_string_free (out, FALSE);
    }

  g_string_append_c (out, '[');
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      answer_call (self, json_array_get_element (json_node_get_array (node), i), out);
    }
  g_string_append_c (out, ']');

  return g_string_free (out, FALSE);
}

typedef struct
{
  FakeTransport *self;
  DexPromise *promise;
  char *body;
  GError *error;
} Delivery;

static void
discarded_cb (GCancellable *cancellable, FakeTransport *self)
{
  self->n_discarded++;
}

static gboolean
deliver_cb (gpointer data)
{
  Delivery *delivery = data;

  delivery->self->n_active--;
  if (delivery->error != NULL)
    dex_promise_reject (delivery->promise, g_steal_pointer (&delivery->error));
  else
    dex_promise_resolve_boxed (delivery->promise, G_TYPE_BYTES,
                               g_bytes_new (delivery->body, strlen (delivery->body)));

  return G_SOURCE_REMOVE;
}

static void
delivery_free (gpointer data)
{
  Delivery *delivery = data;

  dex_unref (delivery->promise);
  g_object_unref (delivery->self);
  g_free (delivery->body);
  g_free (delivery);
}

static DexFuture *
fake_transport_send (SuretyTransport *transport,
                     GBytes *request,
                     gsize max_reply,
                     guint deadline_ms)
{
  FakeTransport *self = FAKE_TRANSPORT (transport);
  Scripted *scripted = g_queue_pop_head (&self->script);
  DexPromise *promise = dex_promise_new_cancellable ();
  Delivery *delivery;
  gsize len;
  const char *data = g_bytes_get_data (request, &len);

  self->n_exchanges++;
  self->deadline = deadline_ms;
  self->n_active++;
  self->max_active = MAX (self->max_active, self->n_active);
  g_free (self->request);
  self->request = g_strndup (data, len);
  g_signal_connect_object (dex_promise_get_cancellable (promise), "cancelled",
                           G_CALLBACK (discarded_cb), self, G_CONNECT_DEFAULT);

  if (scripted != NULL && scripted->is_silent)
    {
      self->n_active--;
      scripted_free (scripted);
      return DEX_FUTURE (promise);
    }

  delivery = g_new0 (Delivery, 1);
  delivery->self = g_object_ref (self);
  delivery->promise = dex_ref (promise);
  if (scripted != NULL)
    {
      delivery->body = g_steal_pointer (&scripted->body);
      delivery->error = g_steal_pointer (&scripted->error);
      scripted_free (scripted);
    }
  else if (self->error != NULL)
    delivery->error = g_error_copy (self->error);
  else
    delivery->body = answer (self, request);

  g_timeout_add_full (G_PRIORITY_DEFAULT, self->delay, deliver_cb, delivery, delivery_free);

  return DEX_FUTURE (promise);
}

static char *
fake_transport_dup_label (SuretyTransport *transport)
{
  return g_strdup (FAKE_TRANSPORT (transport)->label);
}

static void
fake_transport_finalize (GObject *object)
{
  FakeTransport *self = FAKE_TRANSPORT (object);

  g_free (self->label);
  g_free (self->request);
  g_clear_error (&self->error);
  g_queue_clear_full (&self->script, scripted_free);
  g_hash_table_unref (self->n_calls);

  G_OBJECT_CLASS (fake_transport_parent_class)->finalize (object);
}

static void
fake_transport_iface_init (SuretyTransportInterface *iface)
{
  iface->send = fake_transport_send;
  iface->dup_label = fake_transport_dup_label;
}

static void
fake_transport_class_init (FakeTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_transport_finalize;
}

static void
fake_transport_init (FakeTransport *self)
{
  g_queue_init (&self->script);
  self->n_calls = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

FakeTransport *
fake_transport_new (const char *label)
{
  FakeTransport *self = g_object_new (FAKE_TYPE_TRANSPORT, NULL);

  self->label = g_strdup (label);

  return self;
}

void
fake_transport_set_handler (FakeTransport *self, FakeHandler handler, gpointer user_data)
{
  self->handler = handler;
  self->user_data = user_data;
}

void
fake_transport_push (FakeTransport *self, const char *body)
{
  Scripted *scripted = g_new0 (Scripted, 1);

  scripted->body = g_strdup (body);
  g_queue_push_tail (&self->script, scripted);
}

void
fake_transport_push_error (FakeTransport *self, gint code, const char *message)
{
  fake_transport_push_error_full (self, g_error_new_literal (SURETY_CHAIN_ERROR, code, message));
}

void
fake_transport_push_error_full (FakeTransport *self, GError *error)
{
  Scripted *scripted = g_new0 (Scripted, 1);

  scripted->error = error;
  g_queue_push_tail (&self->script, scripted);
}

void
fake_transport_push_silence (FakeTransport *self)
{
  Scripted *scripted = g_new0 (Scripted, 1);

  scripted->is_silent = TRUE;
  g_queue_push_tail (&self->script, scripted);
}

void
fake_transport_set_error (FakeTransport *self, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
}

void
fake_transport_set_delay (FakeTransport *self, guint milliseconds)
{
  self->delay = milliseconds;
}

guint
fake_transport_get_n_exchanges (FakeTransport *self)
{
  return self->n_exchanges;
}

guint
fake_transport_get_deadline (FakeTransport *self)
{
  return self->deadline;
}

guint
fake_transport_get_n_calls (FakeTransport *self, const char *method)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->n_calls, method));
}

guint
fake_transport_get_n_discarded (FakeTransport *self)
{
  return self->n_discarded;
}

guint
fake_transport_get_max_concurrent (FakeTransport *self)
{
  return self->max_active;
}

const char *
fake_transport_get_request (FakeTransport *self)
{
  return self->request;
}

char *
fake_result (const char *json)
{
  return g_strdup_printf ("\"result\": %s", json);
}

char *
fake_error (gint code, const char *message)
{
  return g_strdup_printf ("\"error\": {\"code\": %d, \"message\": \"%s\"}", code, message);
}

SuretyEndpoints *
fake_endpoints (FakeTransport *transport)
{
  SuretyEndpoints *endpoints = surety_endpoints_new (1);

  if (transport != NULL)
    surety_endpoints_add (endpoints, SURETY_TRANSPORT (transport));
  fake_endpoints_hurry (endpoints);

  return endpoints;
}

void
fake_endpoints_hurry (SuretyEndpoints *endpoints)
{
  surety_endpoints_set_patience (endpoints, 20, 100);
  for (guint i = 0; i < surety_endpoints_get_n (endpoints); i++)
    {
      SuretyRpc *rpc = surety_endpoints_get_rpc (endpoints, i);

      surety_rpc_set_limits (rpc, 0, 0, 1);
      surety_rate_set_base (surety_rpc_get_rate (rpc), 5);
    }
}
