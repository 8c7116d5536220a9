/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rigged-transport.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "abi.h"
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
  char *pending; /* JSON; NULL = the other end's */
  gboolean cut_delivers;
  GHashTable *lies;    /* method → Lie */
  GHashTable *refused; /* method */
  GHashTable *errors;  /* method → message */
  GHashTable *answers; /* "0xaddress 0xselector", lower case → hex, "" = reverts */
  GHashTable *states;  /* "method 0xaddress[ 0xslot]", lower case → hex */
  GPtrArray *logs;     /* JsonNode */
  guint64 oldest;
  GHashTable *counts; /* method → number */
  guint exchanges;
  guint cut_after; /* exchanges; 0 = never */
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
  g_free (self->pending);
  g_hash_table_unref (self->lies);
  g_hash_table_unref (self->refused);
  g_hash_table_unref (self->errors);
  g_hash_table_unref (self->answers);
  g_hash_table_unref (self->states);
  g_hash_table_unref (self->counts);
  g_ptr_array_unref (self->logs);
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
fail (JsonObject *reply, gint code, const char *message)
{
  JsonObject *error = json_object_new ();

  json_object_remove_member (reply, "result");
  json_object_set_int_member (error, "code", code);
  json_object_set_string_member (error, "message", message);
  json_object_set_object_member (reply, "error", error);
}

static void
succeed (JsonObject *reply, JsonNode *result)
{
  json_object_remove_member (reply, "error");
  json_object_set_member (reply, "result", result);
}

/* Whether the request is about a state that is gone: its last parameter is an old block. */
static gboolean
is_gone (RiggedTransport *self, const char *method, JsonArray *params)
{
  const char *block;

  if (self->oldest == 0 || json_array_get_length (params) < 2 ||
      (!g_str_equal (method, "eth_call") && !g_str_equal (method, "eth_getBalance")))
    return FALSE;
  block = json_array_get_string_element (params, json_array_get_length (params) - 1);
  return g_str_has_prefix (block, "0x") && g_ascii_strtoull (block + 2, NULL, 16) < self->oldest;
}

static const char *
find_answer (RiggedTransport *self, const char *method, JsonArray *params)
{
  JsonObject *call;
  const char *data;
  g_autofree char *key = NULL;
  g_autofree char *lower = NULL;

  if (!g_str_equal (method, "eth_call") || g_hash_table_size (self->answers) == 0)
    return NULL;
  call = json_array_get_object_element (params, 0);
  data = json_object_has_member (call, "data") ? json_object_get_string_member (call, "data")
                                               : json_object_get_string_member (call, "input");
  key = g_strdup_printf ("%s %.10s", json_object_get_string_member (call, "to"), data);
  lower = g_ascii_strdown (key, -1);
  return g_hash_table_lookup (self->answers, lower);
}

static char *
dup_state_key (const char *method, const char *address, const char *slot)
{
  g_autofree char *key = g_strjoin (" ", method, address, slot, NULL);

  return g_ascii_strdown (key, -1);
}

static const char *
find_state (RiggedTransport *self, const char *method, JsonArray *params)
{
  g_autofree char *key = NULL;

  if (!g_str_equal (method, "eth_getCode") && !g_str_equal (method, "eth_getStorageAt"))
    return NULL;
  key = dup_state_key (method, json_array_get_string_element (params, 0),
                       g_str_equal (method, "eth_getCode")
                         ? NULL
                         : json_array_get_string_element (params, 1));
  return g_hash_table_lookup (self->states, key);
}

/* The one text, or one of the array; no member: anything will do. */
static gboolean
asks_for (JsonObject *filter, const char *member, guint place, const char *text)
{
  JsonNode *asked = json_object_get_member (filter, member);
  JsonArray *array;

  if (asked != NULL && place != G_MAXUINT && json_node_get_array (asked) != NULL)
    asked = json_array_get_length (json_node_get_array (asked)) > place
              ? json_array_get_element (json_node_get_array (asked), place)
              : NULL;
  if (asked == NULL || JSON_NODE_HOLDS_NULL (asked))
    return TRUE;
  if (JSON_NODE_HOLDS_VALUE (asked))
    return g_ascii_strcasecmp (json_node_get_string (asked), text) == 0;
  array = json_node_get_array (asked);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (g_ascii_strcasecmp (json_array_get_string_element (array, i), text) == 0)
      return TRUE;
  return FALSE;
}

static guint64
get_number (JsonObject *object, const char *member)
{
  return g_ascii_strtoull (json_object_get_string_member (object, member) + 2, NULL, 16);
}

static void
add_logs (RiggedTransport *self, JsonObject *filter, JsonObject *reply)
{
  for (guint i = 0; i < self->logs->len; i++)
    {
      JsonNode *node = g_ptr_array_index (self->logs, i);
      JsonObject *log = json_node_get_object (node);
      const guint64 block = get_number (log, "blockNumber");
      const char *event = json_array_get_string_element (json_object_get_array_member (log,
                                                                                       "topics"),
                                                         0);

      if (block >= get_number (filter, "fromBlock") && block <= get_number (filter, "toBlock") &&
          asks_for (filter, "address", G_MAXUINT, json_object_get_string_member (log, "address")) &&
          asks_for (filter, "topics", 0, event))
        json_array_add_element (json_object_get_array_member (reply, "result"),
                                json_node_copy (node));
    }
}

static gboolean
asks_pool (const char *method, JsonArray *params)
{
  return g_str_equal (method, "eth_getTransactionCount") &&
         g_str_equal (json_array_get_string_element (params, 1), "pending");
}

static void
twist_one (RiggedTransport *self, GPtrArray *requests, JsonObject *request, JsonObject *reply)
{
  const char *method = json_object_get_string_member (request, "method");
  JsonArray *params = json_object_get_array_member (request, "params");
  Lie *lie = g_hash_table_lookup (self->lies, method);
  const char *answer = find_answer (self, method, params);
  const char *state = find_state (self, method, params);

  if (lie != NULL && (lie->beside == NULL || holds (requests, lie->beside)))
    succeed (reply, json_from_string (lie->json, NULL));
  else if (self->pending != NULL && asks_pool (method, params))
    succeed (reply, json_from_string (self->pending, NULL));
  else if (g_hash_table_contains (self->errors, method))
    fail (reply, -32000, g_hash_table_lookup (self->errors, method));
  else if (g_hash_table_contains (self->refused, method))
    fail (reply, -32601, "the method does not exist/is not available");
  else if (is_gone (self, method, params))
    fail (reply, -32000, "missing trie node: state is not available");
  else if (state != NULL)
    succeed (reply, json_node_init_string (json_node_alloc (), state));
  else if (answer != NULL && *answer == '\0')
    fail (reply, 3, "execution reverted");
  else if (answer != NULL)
    succeed (reply, json_node_init_string (json_node_alloc (), answer));
  else if (g_str_equal (method, "eth_getLogs") && json_object_has_member (reply, "result"))
    add_logs (self, json_array_get_object_element (params, 0), reply);
}

static void
twist (RiggedTransport *self, GPtrArray *requests, JsonObject *reply)
{
  gint64 id = json_object_get_int_member (reply, "id");

  for (guint i = 0; i < requests->len; i++)
    {
      JsonObject *request = g_ptr_array_index (requests, i);

      if (json_object_get_int_member (request, "id") == id)
        twist_one (self, requests, request, reply);
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
  if (self->cut_after > 0 && self->exchanges >= self->cut_after)
    return dex_future_new_reject (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TRANSPORT, "cut");

  self->exchanges++;
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
  self->refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->errors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->logs = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
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
rigged_transport_cut_after (RiggedTransport *self, guint exchanges)
{
  self->cut_after = exchanges;
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

void
rigged_transport_fail (RiggedTransport *self, const char *method, const char *message)
{
  if (message != NULL)
    g_hash_table_replace (self->errors, g_strdup (method), g_strdup (message));
  else
    g_hash_table_remove (self->errors, method);
}

void
rigged_transport_set_pending (RiggedTransport *self, const char *json)
{
  g_set_str (&self->pending, json);
}

void
rigged_transport_set_oldest (RiggedTransport *self, guint64 block)
{
  self->oldest = block;
}

void
rigged_transport_refuse (RiggedTransport *self, const char *method)
{
  g_hash_table_add (self->refused, g_strdup (method));
}

void
rigged_transport_answer_hex (RiggedTransport *self,
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
rigged_transport_answer (RiggedTransport *self,
                         const Address *to,
                         const char *function,
                         const guint64 *words,
                         guint n)
{
  g_autoptr (GString) hex = g_string_new (n > 0 ? "0x" : "");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (hex, "%064" G_GINT64_MODIFIER "x", words[i]);
  rigged_transport_answer_hex (self, to, function, hex->str);
}

void
rigged_transport_set_code (RiggedTransport *self, const Address *at, const char *hex)
{
  char address[ADDRESS_TEXT_SIZE];

  address_to_text (at, address);
  if (hex == NULL)
    {
      g_autofree char *key = dup_state_key ("eth_getCode", address, NULL);

      g_hash_table_remove (self->states, key);
    }
  else
    g_hash_table_replace (self->states, dup_state_key ("eth_getCode", address, NULL),
                          g_strdup (hex));
}

void
rigged_transport_set_slot (RiggedTransport *self,
                           const Address *at,
                           const char *slot,
                           const char *hex)
{
  char address[ADDRESS_TEXT_SIZE];

  address_to_text (at, address);
  g_hash_table_replace (self->states, dup_state_key ("eth_getStorageAt", address, slot),
                        g_strdup (hex));
}

void
rigged_transport_add_log (RiggedTransport *self, const char *json)
{
  JsonNode *node = json_from_string (json, NULL);

  g_assert_nonnull (node);
  g_ptr_array_add (self->logs, node);
}

guint
rigged_transport_get_exchanges (RiggedTransport *self)
{
  return self->exchanges;
}

guint
rigged_transport_count (RiggedTransport *self, const char *method)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, method));
}
