/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pruned-transport.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "abi.h"

struct _PrunedTransport
{
  GObject parent_instance;

  SuretyTransport *inner;
  guint64 oldest;
  GHashTable *refused; /* method */
  GHashTable *answers; /* "0xaddress 0xselector", lower case → hex, "" = reverts */
  guint exchanges;
};

static void pruned_transport_init_transport (SuretyTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PrunedTransport,
                               pruned_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SURETY_TYPE_TRANSPORT,
                                                      pruned_transport_init_transport))

static void
pruned_transport_finalize (GObject *object)
{
  PrunedTransport *self = PRUNED_TRANSPORT (object);

  g_clear_object (&self->inner);
  g_hash_table_unref (self->refused);
  g_hash_table_unref (self->answers);
  G_OBJECT_CLASS (pruned_transport_parent_class)->finalize (object);
}

static JsonNode *
parse (GBytes *bytes)
{
  gsize len;
  const char *data = g_bytes_get_data (bytes, &len);
  g_autofree char *text = g_strndup (data, len);
  JsonNode *node = json_from_string (text, NULL);

  g_assert_nonnull (node);
  return node;
}

typedef struct
{
  PrunedTransport *self;
  GBytes *request;
} Exchange;

static void
exchange_free (gpointer data)
{
  Exchange *exchange = data;

  g_object_unref (exchange->self);
  g_bytes_unref (exchange->request);
  g_free (exchange);
}

static void
fail (JsonObject *reply, gint code, const char *message)
{
  JsonObject *error = json_object_new ();

  json_object_remove_member (reply, "result");
  json_object_set_int_member (error, "code", code);
  json_object_set_string_member (error, "message", message);
  json_object_set_object_member (reply, "error", error);
}

/* Whether the request is about a state that is gone: its last parameter is an old block. */
static gboolean
is_gone (PrunedTransport *self, const char *method, JsonArray *params)
{
  const char *block;

  if (self->oldest == 0 || json_array_get_length (params) < 2 ||
      (!g_str_equal (method, "eth_call") && !g_str_equal (method, "eth_getBalance")))
    return FALSE;
  block = json_array_get_string_element (params, json_array_get_length (params) - 1);
  return g_str_has_prefix (block, "0x") && g_ascii_strtoull (block + 2, NULL, 16) < self->oldest;
}

static const char *
find_answer (PrunedTransport *self, const char *method, JsonArray *params)
{
  JsonObject *call;
  const char *data;
  g_autofree char *key = NULL;
  g_autofree char *lower = NULL;

  if (!g_str_equal (method, "eth_call"))
    return NULL;
  call = json_array_get_object_element (params, 0);
  data = json_object_has_member (call, "data") ? json_object_get_string_member (call, "data")
                                               : json_object_get_string_member (call, "input");
  key = g_strdup_printf ("%s %.10s", json_object_get_string_member (call, "to"), data);
  lower = g_ascii_strdown (key, -1);
  return g_hash_table_lookup (self->answers, lower);
}

static void
twist (PrunedTransport *self, JsonObject *request, JsonObject *reply)
{
  const char *method = json_object_get_string_member (request, "method");
  JsonArray *params = json_object_get_array_member (request, "params");
  const char *answer = find_answer (self, method, params);

  if (g_hash_table_contains (self->refused, method))
    fail (reply, -32601, "the method does not exist/is not available");
  else if (is_gone (self, method, params))
    fail (reply, -32000, "missing trie node: state is not available");
  else if (answer != NULL && *answer == '\0')
    fail (reply, 3, "execution reverted");
  else if (answer != NULL)
    {
      json_object_remove_member (reply, "error");
      json_object_set_string_member (reply, "result", answer);
    }
}

static JsonObject *
find_request (JsonNode *node, gint64 id)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    {
      JsonObject *request = json_array_get_object_element (json_node_get_array (node), i);

      if (json_object_get_int_member (request, "id") == id)
        return request;
    }
  g_assert_not_reached ();
}

static void
twist_one (PrunedTransport *self, JsonNode *requests, JsonObject *reply)
{
  twist (self, find_request (requests, json_object_get_int_member (reply, "id")), reply);
}

static DexFuture *
exchanged (DexFuture *completed, gpointer user_data)
{
  Exchange *exchange = user_data;
  g_autoptr (JsonNode) request = parse (exchange->request);
  g_autoptr (JsonNode) reply = parse (g_value_get_boxed (dex_future_get_value (completed, NULL)));
  char *text;

  if (JSON_NODE_HOLDS_OBJECT (reply))
    twist_one (exchange->self, request, json_node_get_object (reply));
  else
    for (guint i = 0; i < json_array_get_length (json_node_get_array (reply)); i++)
      twist_one (exchange->self, request,
                 json_array_get_object_element (json_node_get_array (reply), i));
  text = json_to_string (reply, FALSE);
  return dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_new_take (text, strlen (text)));
}

static DexFuture *
pruned_transport_send (SuretyTransport *transport, GBytes *request, gsize max, guint deadline)
{
  PrunedTransport *self = PRUNED_TRANSPORT (transport);
  Exchange *exchange = g_new0 (Exchange, 1);

  self->exchanges++;
  exchange->self = g_object_ref (self);
  exchange->request = g_bytes_ref (request);
  return dex_future_then (surety_transport_send (self->inner, request, max, deadline), exchanged,
                          exchange, exchange_free);
}

static char *
pruned_transport_dup_label (SuretyTransport *transport)
{
  return g_strdup ("pruned");
}

static void
pruned_transport_init_transport (SuretyTransportInterface *iface)
{
  iface->send = pruned_transport_send;
  iface->dup_label = pruned_transport_dup_label;
}

static void
pruned_transport_class_init (PrunedTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pruned_transport_finalize;
}

static void
pruned_transport_init (PrunedTransport *self)
{
  self->refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

PrunedTransport *
pruned_transport_new (SuretyTransport *inner)
{
  PrunedTransport *self = g_object_new (PRUNED_TYPE_TRANSPORT, NULL);

  self->inner = g_object_ref (inner);
  return self;
}

void
pruned_transport_set_oldest (PrunedTransport *self, guint64 block)
{
  self->oldest = block;
}

void
pruned_transport_refuse (PrunedTransport *self, const char *method)
{
  g_hash_table_add (self->refused, g_strdup (method));
}

void
pruned_transport_answer_hex (PrunedTransport *self,
                             const Address *to,
                             const char *function,
                             const char *hex)
{
  AbiItem *item = NULL;
  char text[ADDRESS_TEXT_SIZE];
  g_autofree char *key = NULL;

  g_assert_cmpint (abi_item_parse (function, &item), ==, CORE_OK);
  address_to_text (to, text);
  key = g_strdup_printf ("%s 0x%08x", text, abi_selector (item));
  abi_item_free (item);
  g_hash_table_replace (self->answers, g_ascii_strdown (key, -1), g_strdup (hex));
}

void
pruned_transport_answer (PrunedTransport *self,
                         const Address *to,
                         const char *function,
                         const guint64 *words,
                         guint n)
{
  g_autoptr (GString) hex = g_string_new (n > 0 ? "0x" : "");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (hex, "%064" G_GINT64_MODIFIER "x", words[i]);
  pruned_transport_answer_hex (self, to, function, hex->str);
}

guint
pruned_transport_get_exchanges (PrunedTransport *self)
{
  return self->exchanges;
}
