/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rigged-transport.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "surety-chain-error.h"

typedef struct
{
  char *beside;
  char *json;
} Lie;

struct _RiggedTransport
{
  GObject parent_instance;

  SuretyTransport *inner;
  char *cut;
  gboolean cut_delivers;
  GHashTable *lies;   /* method → Lie */
  GHashTable *counts; /* method → number */
};

static void rigged_transport_init_transport (SuretyTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RiggedTransport,
                               rigged_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SURETY_TYPE_TRANSPORT,
                                                      rigged_transport_init_transport))

static void
lie_free (gpointer data)
{
  Lie *lie = data;

  g_free (lie->beside);
  g_free (lie->json);
  g_free (lie);
}

static void
rigged_transport_finalize (GObject *object)
{
  RiggedTransport *self = RIGGED_TRANSPORT (object);

  g_clear_object (&self->inner);
  g_free (self->cut);
  g_hash_table_unref (self->lies);
  g_hash_table_unref (self->counts);
  G_OBJECT_CLASS (rigged_transport_parent_class)->finalize (object);
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

/* The objects of a batch, or the one. */
static GPtrArray *
list_objects (JsonNode *node)
{
  GPtrArray *objects = g_ptr_array_new ();

  if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      g_ptr_array_add (objects, json_array_get_object_element (json_node_get_array (node), i));
  else
    g_ptr_array_add (objects, json_node_get_object (node));
  return objects;
}

static gboolean
holds (GPtrArray *requests, const char *method)
{
  for (guint i = 0; i < requests->len; i++)
    if (g_str_equal (json_object_get_string_member (g_ptr_array_index (requests, i), "method"),
                     method))
      return TRUE;
  return FALSE;
}

static void
count (RiggedTransport *self, GPtrArray *requests)
{
  for (guint i = 0; i < requests->len; i++)
    {
      const char *method = json_object_get_string_member (g_ptr_array_index (requests, i),
                                                          "method");
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, method));

      g_hash_table_replace (self->counts, g_strdup (method), GUINT_TO_POINTER (n + 1));
    }
}

typedef struct
{
  RiggedTransport *self;
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
twist (RiggedTransport *self, GPtrArray *requests, JsonObject *reply)
{
  gint64 id = json_object_get_int_member (reply, "id");

  for (guint i = 0; i < requests->len; i++)
    {
      JsonObject *request = g_ptr_array_index (requests, i);
      Lie *lie = g_hash_table_lookup (self->lies,
                                      json_object_get_string_member (request, "method"));

      if (lie == NULL || json_object_get_int_member (request, "id") != id ||
          (lie->beside != NULL && !holds (requests, lie->beside)))
        continue;
      json_object_remove_member (reply, "error");
      json_object_set_member (reply, "result", json_from_string (lie->json, NULL));
    }
}

static DexFuture *
exchanged (DexFuture *completed, gpointer user_data)
{
  Exchange *exchange = user_data;
  RiggedTransport *self = exchange->self;
  g_autoptr (JsonNode) request = parse (exchange->request);
  g_autoptr (GPtrArray) requests = list_objects (request);
  g_autoptr (JsonNode) reply = NULL;
  g_autoptr (GPtrArray) replies = NULL;
  char *text;

  if (self->cut != NULL && holds (requests, self->cut))
    return dex_future_new_reject (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TIMEOUT, "cut");

  reply = parse (g_value_get_boxed (dex_future_get_value (completed, NULL)));
  replies = list_objects (reply);
  for (guint i = 0; i < replies->len; i++)
    twist (self, requests, g_ptr_array_index (replies, i));
  text = json_to_string (reply, FALSE);
  return dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_new_take (text, strlen (text)));
}

static DexFuture *
rigged_transport_send (SuretyTransport *transport, GBytes *request, gsize max, guint deadline)
{
  RiggedTransport *self = RIGGED_TRANSPORT (transport);
  g_autoptr (JsonNode) node = parse (request);
  g_autoptr (GPtrArray) requests = list_objects (node);
  Exchange *exchange;

  if (self->cut != NULL && !self->cut_delivers && holds (requests, self->cut))
    return dex_future_new_reject (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TRANSPORT, "cut");

  count (self, requests);
  exchange = g_new0 (Exchange, 1);
  exchange->self = g_object_ref (self);
  exchange->request = g_bytes_ref (request);
  return dex_future_then (surety_transport_send (self->inner, request, max, deadline), exchanged,
                          exchange, exchange_free);
}

static char *
rigged_transport_dup_label (SuretyTransport *transport)
{
  return g_strdup ("rigged");
}

static void
rigged_transport_init_transport (SuretyTransportInterface *iface)
{
  iface->send = rigged_transport_send;
  iface->dup_label = rigged_transport_dup_label;
}

static void
rigged_transport_class_init (RiggedTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rigged_transport_finalize;
}

static void
rigged_transport_init (RiggedTransport *self)
{
  self->lies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, lie_free);
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

RiggedTransport *
rigged_transport_new (SuretyTransport *inner)
{
  RiggedTransport *self = g_object_new (RIGGED_TYPE_TRANSPORT, NULL);

  self->inner = g_object_ref (inner);
  return self;
}

void
rigged_transport_cut (RiggedTransport *self, const char *method, gboolean delivered)
{
  g_set_str (&self->cut, method);
  self->cut_delivers = delivered;
}

void
rigged_transport_lie (RiggedTransport *self,
                      const char *method,
                      const char *beside,
                      const char *json)
{
  Lie *lie;

  if (json == NULL)
    {
      g_hash_table_remove (self->lies, method);
      return;
    }
  lie = g_new0 (Lie, 1);
  lie->beside = g_strdup (beside);
  lie->json = g_strdup (json);
  g_hash_table_replace (self->lies, g_strdup (method), lie);
}

guint
rigged_transport_count (RiggedTransport *self, const char *method)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, method));
}
