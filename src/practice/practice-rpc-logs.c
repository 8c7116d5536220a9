/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-rpc.h"

/* As large providers limit it, so that clients meet the limit here first. */
#define MAX_RANGE 10000u
#define MAX_RESULTS 20000u
#define MAX_ALTERNATIVES 1000u
#define MAX_TOPICS 4u

typedef struct
{
  guint64 from;
  guint64 to;
  GArray *addresses;          /* of Address; NULL: any */
  GArray *topics[MAX_TOPICS]; /* of Hash; NULL: any */
  guint n_topics;
} Filter;

static void
filter_clear (Filter *filter)
{
  g_clear_pointer (&filter->addresses, g_array_unref);
  for (guint i = 0; i < MAX_TOPICS; i++)
    g_clear_pointer (&filter->topics[i], g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filter, filter_clear)

static gboolean
add_address (PracticeRpc *rpc, Filter *filter, JsonNode *node)
{
  Address address;

  if (!practice_node_address (node, &address))
    return practice_rpc_invalid (rpc, 0, "address: not an address");
  g_array_append_val (filter->addresses, address);

  return TRUE;
}

static gboolean
parse_addresses (PracticeRpc *rpc, Filter *filter, JsonNode *node)
{
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;

  filter->addresses = g_array_new (FALSE, FALSE, sizeof (Address));
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return add_address (rpc, filter, node);

  JsonArray *list = json_node_get_array (node);
  if (json_array_get_length (list) > MAX_ALTERNATIVES)
    return practice_rpc_fail (rpc, -32602,
                              g_strdup ("exceed max addresses or topics per search position"));
  for (guint i = 0; i < json_array_get_length (list); i++)
    PRACTICE_TRY (add_address (rpc, filter, json_array_get_element (list, i)));
  /* An empty list means any, as in geth. */
  if (filter->addresses->len == 0)
    g_clear_pointer (&filter->addresses, g_array_unref);

  return TRUE;
}

static gboolean
add_topic (PracticeRpc *rpc, GArray *topics, JsonNode *node)
{
  Hash hash;

  if (!practice_node_hash (node, &hash))
    return practice_rpc_invalid (rpc, 0, "topics: not a hash");
  g_array_append_val (topics, hash);

  return TRUE;
}

static gboolean
parse_topics (PracticeRpc *rpc, Filter *filter, JsonNode *node)
{
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return practice_rpc_invalid (rpc, 0, "topics: not an array");

  JsonArray *positions = json_node_get_array (node);
  filter->n_topics = json_array_get_length (positions);
  if (filter->n_topics > MAX_TOPICS)
    return practice_rpc_fail (rpc, -32602, g_strdup ("exceed max topics"));

  for (guint i = 0; i < filter->n_topics; i++)
    {
      JsonNode *position = json_array_get_element (positions, i);

      if (JSON_NODE_HOLDS_NULL (position))
        continue;
      if (JSON_NODE_HOLDS_ARRAY (position))
        {
          JsonArray *list = json_node_get_array (position);

          if (json_array_get_length (list) == 0)
            continue;
          if (json_array_get_length (list) > MAX_ALTERNATIVES)
            return practice_rpc_fail (rpc, -32602,
                                      g_strdup (
                                        "exceed max addresses or topics per search position"));
          filter->topics[i] = g_array_new (FALSE, FALSE, sizeof (Hash));
          for (guint j = 0; j < json_array_get_length (list); j++)
            PRACTICE_TRY (add_topic (rpc, filter->topics[i], json_array_get_element (list, j)));
        }
      else
        {
          filter->topics[i] = g_array_new (FALSE, FALSE, sizeof (Hash));
          PRACTICE_TRY (add_topic (rpc, filter->topics[i], position));
        }
    }

  return TRUE;
}

static gboolean
parse_limit (PracticeRpc *rpc, JsonObject *object, const char *name, guint64 *out)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    {
      *out = practice_chain_head (rpc->chain);
      return TRUE;
    }

  return practice_rpc_tag (rpc, node, 0, out);
}

static gboolean
parse_range (PracticeRpc *rpc, Filter *filter, JsonObject *object)
{
  guint64 head = practice_chain_head (rpc->chain);

  if (json_object_has_member (object, "blockHash"))
    {
      Hash hash;

      if (json_object_has_member (object, "fromBlock") ||
          json_object_has_member (object, "toBlock"))
        return practice_rpc_fail (
          rpc, -32602,
          g_strdup ("cannot specify both BlockHash and FromBlock/ToBlock, choose one or the "
                    "other"));
      if (!practice_node_hash (json_object_get_member (object, "blockHash"), &hash))
        return practice_rpc_invalid (rpc, 0, "blockHash: not a hash");
      if (!practice_chain_find_block (rpc->chain, &hash, &filter->from))
        return practice_rpc_fail (rpc, -32000, g_strdup ("unknown block"));
      filter->to = filter->from;
      return TRUE;
    }

  PRACTICE_TRY (parse_limit (rpc, object, "fromBlock", &filter->from));
  PRACTICE_TRY (parse_limit (rpc, object, "toBlock", &filter->to));
  /* "pending" holds nothing that could have logged. */
  if (g_strcmp0 (practice_node_text (json_object_get_member (object, "toBlock")), "pending") == 0)
    filter->to = head;
  if (g_strcmp0 (practice_node_text (json_object_get_member (object, "fromBlock")), "pending") == 0)
    filter->from = head;

  if (filter->from > filter->to)
    return practice_rpc_fail (rpc, -32602, g_strdup ("invalid block range params"));
  if (filter->to > head)
    return practice_rpc_fail (rpc, -32602,
                              g_strdup ("block range extends beyond current head block"));
  if (filter->to - filter->from >= MAX_RANGE)
    return practice_rpc_fail (rpc, -32602,
                              g_strdup_printf ("query exceeds max block range %u", MAX_RANGE));

  return TRUE;
}

static gboolean
filter_matches (const Filter *filter, const PracticeLog *log)
{
  if (filter->addresses != NULL)
    {
      gboolean found = FALSE;

      for (guint i = 0; i < filter->addresses->len && !found; i++)
        found = address_equal (&g_array_index (filter->addresses, Address, i), &log->address);
      if (!found)
        return FALSE;
    }

  /* geth: a filter longer than the log's topics matches nothing. */
  if (filter->n_topics > log->n_topics)
    return FALSE;
  for (guint i = 0; i < filter->n_topics; i++)
    {
      gboolean found = filter->topics[i] == NULL;

      for (guint j = 0; !found && j < filter->topics[i]->len; j++)
        found = hash_equal (&g_array_index (filter->topics[i], Hash, j), &log->topics[i]);
      if (!found)
        return FALSE;
    }

  return TRUE;
}

/* The first log of that block or a later one. */
static guint
first_log (GArray *logs, guint64 block)
{
  guint low = 0;
  guint high = logs->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (logs, PracticeLogEntry, middle).transaction->block < block)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

gboolean
practice_rpc_logs (PracticeRpc *rpc)
{
  g_auto (Filter) filter = { 0 };
  JsonNode *node = practice_rpc_param (rpc, 0);
  GArray *logs = practice_chain_logs (rpc->chain);
  guint n = 0;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return practice_rpc_invalid (rpc, 0, "not a filter");

  JsonObject *object = json_node_get_object (node);
  PRACTICE_TRY (parse_range (rpc, &filter, object));
  PRACTICE_TRY (parse_addresses (rpc, &filter, json_object_get_member (object, "address")));
  PRACTICE_TRY (parse_topics (rpc, &filter, json_object_get_member (object, "topics")));

  g_string_append_c (rpc->out, '[');
  for (guint i = first_log (logs, filter.from); i < logs->len; i++)
    {
      const PracticeLogEntry *entry = &g_array_index (logs, PracticeLogEntry, i);

      if (entry->transaction->block > filter.to)
        break;
      if (!filter_matches (&filter, entry->log))
        continue;
      if (n == MAX_RESULTS)
        return practice_rpc_fail (
          rpc, -32602,
          g_strdup_printf ("query exceeds max results %u, retry with the range "
                           "%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT,
                           MAX_RESULTS, filter.from,
                           MAX (filter.from, entry->transaction->block - 1)));
      if (n++ > 0)
        g_string_append_c (rpc->out, ',');
      practice_out_log (rpc->out, rpc->chain, entry);
    }
  g_string_append_c (rpc->out, ']');

  return TRUE;
}
