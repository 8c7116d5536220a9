/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-generator.h"

#include <string.h>

#include "generator-calls.h"
#include "generator-logs.h"
#include "hex.h"
#include "surety-chain-error.h"
#include "surety-json.h"

#define CHAIN_ID 20269999
#define N_TOKENS 16u

struct _SuretyGenerator
{
  GObject parent_instance;

  GeneratorWorld *world;
  GeneratorCalls *calls;
  guint64 max_range;
  guint max_results;
  guint32 other_from; /* hashes from this block on are other ones; G_MAXUINT32 = none are */
  guint64 n_requests;
  guint64 n_logs;
};

static DexFuture *
generator_send (SuretyTransport *transport, GBytes *request, gsize max_reply, guint deadline_ms)
{
  g_autoptr (GBytes) reply = surety_generator_answer (SURETY_GENERATOR (transport), request);
  GValue value = G_VALUE_INIT;
  DexFuture *future;

  if (g_bytes_get_size (reply) > max_reply)
    return dex_future_new_reject (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TOO_LARGE,
                                  "The reply is larger than %" G_GSIZE_FORMAT " bytes", max_reply);
  g_value_init (&value, G_TYPE_BYTES);
  g_value_take_boxed (&value, g_steal_pointer (&reply));
  future = dex_future_new_for_value (&value);
  g_value_unset (&value);
  return future;
}

static char *
generator_dup_label (SuretyTransport *transport)
{
  return g_strdup ("generator");
}

static void
transport_init (SuretyTransportInterface *iface)
{
  iface->send = generator_send;
  iface->dup_label = generator_dup_label;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SuretyGenerator,
                               surety_generator,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SURETY_TYPE_TRANSPORT, transport_init))

/* --- reading what is asked --- */

static const char *
text_of (JsonNode *node)
{
  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

static JsonNode *
param (JsonArray *params, guint i)
{
  return params != NULL && i < json_array_get_length (params) ? json_array_get_element (params, i)
                                                              : NULL;
}

static JsonNode *
member (JsonNode *node, const char *name)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node)
           ? json_object_get_member (json_node_get_object (node), name)
           : NULL;
}

/* A number or a tag; FALSE when it is neither. */
static gboolean
block_of (SuretyGenerator *self, JsonNode *node, guint64 *out)
{
  const char *text = text_of (node);

  if (text == NULL || g_str_equal (text, "latest") || g_str_equal (text, "pending"))
    *out = self->world->head;
  else if (g_str_equal (text, "finalized") || g_str_equal (text, "safe"))
    *out = self->world->head - 64;
  else if (g_str_equal (text, "earliest"))
    *out = 0;
  else
    return g_str_has_prefix (text, "0x") &&
           g_ascii_string_to_unsigned (text + 2, 16, 0, G_MAXUINT32, out, NULL);
  return TRUE;
}

static gboolean
bytes_of (JsonNode *node, guint8 *out, gsize n)
{
  const char *text = text_of (node);

  return text != NULL && hex_decode_fixed (text, strlen (text), true, out, n) == CORE_OK;
}

/* A value or an array of values, each of n bytes: whether bytes is among them. Absent: all are. */
static gboolean
is_wanted (JsonNode *node, const guint8 *bytes, gsize n)
{
  guint8 other[32];

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return bytes_of (node, other, n) && memcmp (other, bytes, n) == 0;
  if (json_array_get_length (json_node_get_array (node)) == 0)
    return TRUE;
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    if (bytes_of (json_array_get_element (json_node_get_array (node), i), other, n) &&
        memcmp (other, bytes, n) == 0)
      return TRUE;
  return FALSE;
}

/* --- writing answers --- */

static void
put_hex (GString *out, const guint8 *data, gsize n)
{
  gsize at = out->len;

  g_string_set_size (out, at + 4 + 2 * n);
  out->str[at] = '"';
  hex_encode (data, n, true, out->str + at + 1);
  out->str[at + 3 + 2 * n] = '"';
}

static void
put_quantity (GString *out, guint64 value)
{
  g_string_append_printf (out, "\"0x%" G_GINT64_MODIFIER "x\"", value);
}

static Hash
block_hash (SuretyGenerator *self, guint32 block)
{
  guint8 key[] = { 'b',
                   block >= self->other_from,
                   (guint8) (block >> 24),
                   (guint8) (block >> 16),
                   (guint8) (block >> 8),
                   (guint8) block };

  return keccak256 ((Bytes) { key, sizeof key });
}

static Hash
transaction_hash (SuretyGenerator *self, guint event)
{
  guint8 key[] = { 't', (guint8) (event >> 24), (guint8) (event >> 16), (guint8) (event >> 8),
                   (guint8) event };

  return keccak256 ((Bytes) { key, sizeof key });
}

static void
put_block (SuretyGenerator *self, guint32 block, GString *out)
{
  Hash hash = block_hash (self, block);
  Hash parent = block_hash (self, block > 0 ? block - 1 : 0);

  g_string_append (out, "{\"number\":");
  put_quantity (out, block);
  g_string_append (out, ",\"hash\":");
  put_hex (out, hash.bytes, sizeof hash.bytes);
  g_string_append (out, ",\"parentHash\":");
  put_hex (out, parent.bytes, sizeof parent.bytes);
  g_string_append (out, ",\"timestamp\":");
  put_quantity (out, generator_world_time (self->world, block));
  g_string_append (out, ",\"baseFeePerGas\":\"0x3b9aca00\",\"gasLimit\":\"0x2255100\","
                        "\"gasUsed\":\"0x0\",\"transactions\":[]}");
}

static void
put_log (SuretyGenerator *self, guint i, GString *out)
{
  const GeneratorEvent *event = &g_array_index (self->world->events, GeneratorEvent, i);
  Address contract = generator_event_contract (event->kind);
  Hash hash = block_hash (self, event->block), transaction = transaction_hash (self, i);
  Hash topics[4];
  Buffer data = buffer_new ();
  gsize n_topics = generator_event_encode (self->world, event, topics, &data);

  g_string_append (out, "{\"address\":");
  put_hex (out, contract.bytes, sizeof contract.bytes);
  g_string_append (out, ",\"topics\":[");
  for (gsize k = 0; k < n_topics; k++)
    {
      if (k > 0)
        g_string_append_c (out, ',');
      put_hex (out, topics[k].bytes, sizeof topics[k].bytes);
    }
  g_string_append (out, "],\"data\":");
  put_hex (out, data.data, data.len);
  g_string_append (out, ",\"blockNumber\":");
  put_quantity (out, event->block);
  g_string_append (out, ",\"blockHash\":");
  put_hex (out, hash.bytes, sizeof hash.bytes);
  g_string_append (out, ",\"transactionHash\":");
  put_hex (out, transaction.bytes, sizeof transaction.bytes);
  g_string_append (out, ",\"transactionIndex\":\"0x0\",\"logIndex\":");
  put_quantity (out, i % 1000000);
  g_string_append (out, ",\"removed\":false}");
  buffer_clear (&data);
}

/* --- methods: FALSE with code and message --- */

typedef struct
{
  int code;
  char *message;
} Fault;

static gboolean
fail (Fault *fault, int code, char *message)
{
  fault->code = code;
  fault->message = message;
  return FALSE;
}

static guint
first_event (SuretyGenerator *self, guint64 block)
{
  guint low = 0, high = self->world->events->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->world->events, GeneratorEvent, middle).block < block)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gboolean
event_matches (SuretyGenerator *self,
               const GeneratorEvent *event,
               const gboolean wanted[GENERATOR_N_EVENTS],
               JsonNode *const topics[4])
{
  if (!wanted[event->kind])
    return FALSE;
  if (topics[1] == NULL && topics[2] == NULL && topics[3] == NULL)
    return TRUE;

  Hash encoded[4];
  Buffer data = buffer_new ();
  gsize n = generator_event_encode (self->world, event, encoded, &data);
  gboolean good = TRUE;

  buffer_clear (&data);
  for (guint i = 1; i < 4; i++)
    if (topics[i] != NULL && !JSON_NODE_HOLDS_NULL (topics[i]))
      good = good && i < n && is_wanted (topics[i], encoded[i].bytes, sizeof encoded[i].bytes);
  return good;
}

static gboolean
get_logs (SuretyGenerator *self, JsonArray *params, GString *out, Fault *fault)
{
  JsonNode *filter = param (params, 0);
  JsonNode *list = member (filter, "topics");
  JsonNode *topics[4] = { NULL, NULL, NULL, NULL };
  gboolean wanted[GENERATOR_N_EVENTS];
  guint64 from, to;
  guint n = 0;

  self->n_logs++;
  if (filter == NULL || !JSON_NODE_HOLDS_OBJECT (filter) ||
      !block_of (self, member (filter, "fromBlock"), &from) ||
      !block_of (self, member (filter, "toBlock"), &to) || from > to)
    return fail (fault, -32602, g_strdup ("invalid filter"));
  if (to > self->world->head)
    return fail (fault, -32602, g_strdup ("block range extends beyond current head block"));
  if (self->max_range != 0 && to - from + 1 > self->max_range)
    return fail (fault, -32602,
                 g_strdup_printf ("query exceeds max block range %" G_GUINT64_FORMAT,
                                  self->max_range));
  for (guint i = 0; list != NULL && i < 4; i++)
    topics[i] = param (json_node_get_array (list), i);
  for (guint kind = 0; kind < GENERATOR_N_EVENTS; kind++)
    {
      Address contract = generator_event_contract (kind);

      wanted[kind] = is_wanted (member (filter, "address"), contract.bytes,
                                sizeof contract.bytes) &&
                     is_wanted (topics[0], generator_event_item (kind)->hash.bytes, 32);
    }

  g_string_append_c (out, '[');
  for (guint i = first_event (self, from); i < self->world->events->len; i++)
    {
      const GeneratorEvent *event = &g_array_index (self->world->events, GeneratorEvent, i);

      if (event->block > to)
        break;
      if (!event_matches (self, event, wanted, topics))
        continue;
      if (self->max_results != 0 && n == self->max_results)
        return fail (fault, -32602,
                     g_strdup_printf ("query exceeds max results %u, retry with the range "
                                      "%" G_GUINT64_FORMAT "-%u",
                                      self->max_results, from,
                                      MAX ((guint32) from, event->block - 1)));
      if (n++ > 0)
        g_string_append_c (out, ',');
      put_log (self, i, out);
    }
  g_string_append_c (out, ']');
  return TRUE;
}

static gboolean
call (SuretyGenerator *self, JsonArray *params, GString *out, Fault *fault)
{
  JsonNode *request = param (params, 0);
  JsonNode *node = member (request, "data") != NULL ? member (request, "data")
                                                    : member (request, "input");
  const char *text = text_of (node);
  Buffer data = buffer_new (), answer = buffer_new ();
  guint64 block;
  Address to;
  gboolean good;

  if (!bytes_of (member (request, "to"), to.bytes, sizeof to.bytes) ||
      !block_of (self, param (params, 1), &block))
    return fail (fault, -32602, g_strdup ("invalid call"));
  if (block != self->world->head)
    return fail (fault, -32000, g_strdup ("historical state is not available"));
  if (text == NULL || hex_decode (text, strlen (text), 16u * 1024u * 1024u, &data) != CORE_OK)
    return fail (fault, -32602, g_strdup ("invalid call data"));

  good = generator_calls_run (self->calls, &to, buffer_bytes (&data), &answer);
  /* An account without code answers with nothing. */
  if (good || !generator_calls_has_code (self->calls, &to))
    put_hex (out, answer.data, good ? answer.len : 0);
  buffer_clear (&data);
  buffer_clear (&answer);
  return good || !generator_calls_has_code (self->calls, &to) ||
         fail (fault, 3, g_strdup ("execution reverted"));
}

static gboolean
get_block (SuretyGenerator *self, JsonArray *params, GString *out, Fault *fault)
{
  guint64 block;

  if (!block_of (self, param (params, 0), &block))
    return fail (fault, -32602, g_strdup ("invalid block"));
  if (block > self->world->head)
    g_string_append (out, "null");
  else
    put_block (self, (guint32) block, out);
  return TRUE;
}

static gboolean
get_code (SuretyGenerator *self, JsonArray *params, GString *out, Fault *fault)
{
  Address address;

  if (!bytes_of (param (params, 0), address.bytes, sizeof address.bytes))
    return fail (fault, -32602, g_strdup ("invalid address"));
  g_string_append (out,
                   generator_calls_has_code (self->calls, &address) ? "\"0x60016001\"" : "\"0x\"");
  return TRUE;
}

static gboolean
answer_method (SuretyGenerator *self,
               const char *method,
               JsonArray *params,
               GString *out,
               Fault *fault)
{
  self->n_requests++;
  if (g_str_equal (method, "eth_getLogs"))
    return get_logs (self, params, out, fault);
  if (g_str_equal (method, "eth_call"))
    return call (self, params, out, fault);
  if (g_str_equal (method, "eth_getBlockByNumber"))
    return get_block (self, params, out, fault);
  if (g_str_equal (method, "eth_getCode"))
    return get_code (self, params, out, fault);
  if (g_str_equal (method, "eth_chainId"))
    put_quantity (out, CHAIN_ID);
  else if (g_str_equal (method, "eth_blockNumber"))
    put_quantity (out, self->world->head);
  else if (g_str_equal (method, "eth_getBalance"))
    put_quantity (out, 0);
  else
    return fail (fault, -32601, g_strdup_printf ("the method %s does not exist", method));
  return TRUE;
}

static void
answer_one (SuretyGenerator *self, JsonNode *node, GString *out)
{
  const char *method = text_of (member (node, "method"));
  JsonNode *params = member (node, "params");
  JsonNode *id = member (node, "id");
  g_autofree char *id_text = id != NULL ? json_to_string (id, FALSE) : g_strdup ("null");
  Fault fault = { 0 };
  gsize at;

  g_string_append_printf (out, "{\"jsonrpc\":\"2.0\",\"id\":%s,", id_text);
  at = out->len;
  g_string_append (out, "\"result\":");
  if (method == NULL)
    fail (&fault, -32600, g_strdup ("invalid request"));
  if (method == NULL || !answer_method (self, method,
                                        params != NULL && JSON_NODE_HOLDS_ARRAY (params)
                                          ? json_node_get_array (params)
                                          : NULL,
                                        out, &fault))
    {
      g_string_truncate (out, at);
      g_string_append_printf (out, "\"error\":{\"code\":%d,\"message\":\"%s\"}", fault.code,
                              fault.message);
      g_free (fault.message);
    }
  g_string_append_c (out, '}');
}

GBytes *
surety_generator_answer (SuretyGenerator *self, GBytes *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = surety_json_parse (request, &error);
  GString *out = g_string_new (NULL);

  if (node == NULL)
    g_string_append (out, "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,"
                          "\"message\":\"parse error\"}}");
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      g_string_append_c (out, '[');
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          if (i > 0)
            g_string_append_c (out, ',');
          answer_one (self, json_array_get_element (array, i), out);
        }
      g_string_append_c (out, ']');
    }
  else
    answer_one (self, node, out);
  return g_string_free_to_bytes (out);
}

static void
generator_finalize (GObject *object)
{
  SuretyGenerator *self = SURETY_GENERATOR (object);

  generator_calls_free (self->calls);
  generator_world_free (self->world);

  G_OBJECT_CLASS (surety_generator_parent_class)->finalize (object);
}

static void
surety_generator_class_init (SuretyGeneratorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = generator_finalize;
}

static void
surety_generator_init (SuretyGenerator *self)
{
  self->max_range = 100000;
  self->max_results = 20000;
  self->other_from = G_MAXUINT32;
}

SuretyGenerator *
surety_generator_new (const GeneratorSize *size)
{
  SuretyGenerator *self = g_object_new (SURETY_TYPE_GENERATOR, NULL);

  self->world = generator_world_new (size);
  self->calls = generator_calls_new (self->world);
  return self;
}

GeneratorWorld *
surety_generator_get_world (SuretyGenerator *self)
{
  return self->world;
}

void
surety_generator_set_limits (SuretyGenerator *self, guint64 max_range, guint max_results)
{
  self->max_range = max_range;
  self->max_results = max_results;
}

void
surety_generator_reorganise (SuretyGenerator *self, guint32 from_block)
{
  self->other_from = from_block;
}

void
surety_generator_get_counts (SuretyGenerator *self, guint64 *requests, guint64 *logs)
{
  *requests = self->n_requests;
  *logs = self->n_logs;
}

/* --- its network file --- */

static void
put_contract (GString *out, const char *name, guint index, guint32 start)
{
  Address address = generator_address (GENERATOR_A_CONTRACT, index);
  char text[ADDRESS_TEXT_SIZE];

  address_to_text (&address, text);
  g_string_append_printf (out, "%s\"%s\":{\"address\":\"%s\",\"startBlock\":%u}",
                          g_str_has_suffix (out->str, "{") ? "" : ",", name, text, start);
}

char *
surety_generator_dup_network_file (SuretyGenerator *self)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out,
                          "{\"schema\":1,\"key\":\"generated\",\"name\":\"Generated\",\"kind\":"
                          "\"custom\",\"chainId\":%d,\"blockSeconds\":12,\"confirmations\":64,"
                          "\"contracts\":{",
                          CHAIN_ID);
  put_contract (out, "DelegationManager", GENERATOR_DELEGATION_MANAGER, self->world->start);
  put_contract (out, "StrategyManager", GENERATOR_STRATEGY_MANAGER, self->world->start);
  put_contract (out, "AllocationManager", GENERATOR_ALLOCATION_MANAGER, self->world->start);
  put_contract (out, "RewardsCoordinator", GENERATOR_REWARDS_COORDINATOR, self->world->start);
  put_contract (out, "EigenPodManager", GENERATOR_EIGEN_POD_MANAGER, self->world->start);
  put_contract (out, "PermissionController", GENERATOR_PERMISSION_CONTROLLER, self->world->start);
  put_contract (out, "Multicall3", GENERATOR_MULTICALL3, self->world->start);
  g_string_append (out, "},\"tokens\":[");
  for (guint i = 0; i < MIN (N_TOKENS, self->world->size.n_strategies); i++)
    {
      Address token = generator_address (GENERATOR_A_TOKEN, i);
      Address strategy = generator_address (GENERATOR_A_STRATEGY, i);
      char token_text[ADDRESS_TEXT_SIZE], strategy_text[ADDRESS_TEXT_SIZE];

      address_to_text (&token, token_text);
      address_to_text (&strategy, strategy_text);
      g_string_append_printf (
        out,
        "%s{\"symbol\":\"T%02uETH\",\"name\":\"Invented Token %u\",\"issuer\":"
        "\"Invented\",\"token\":\"%s\",\"strategy\":\"%s\",\"decimals\":18,"
        "\"rebasing\":false,\"rate\":{\"kind\":\"one\"}}",
        i > 0 ? "," : "", i, i, token_text, strategy_text);
    }
  g_string_append (out, "],\"endpoints\":[]}");
  return g_string_free (out, FALSE);
}

SuretyNetwork *
surety_generator_dup_network (SuretyGenerator *self)
{
  char *text = surety_generator_dup_network_file (self);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));
  g_autoptr (GError) error = NULL;
  SuretyNetwork *network;

  network = surety_network_new_from_json (bytes, &error);
  if (network == NULL)
    g_error ("The generator's network file: %s", error->message);
  return network;
}
