/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-batch-private.h"

#include <string.h>

/* Every comparison is of what the strict readers above would make of the two answers: a second spelling
 * is not a second value. */

static gboolean
is_text (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_STRING;
}

/* Hexadecimal digits in either case; both forms (QUANTITY, DATA) have one length for one value. */
static gboolean
same_text (JsonNode *a, JsonNode *b)
{
  return is_text (a) && is_text (b) &&
         g_ascii_strcasecmp (json_node_get_string (a), json_node_get_string (b)) == 0;
}

static JsonNode *
peek_member (JsonNode *node, const char *name)
{
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  return json_object_get_member (json_node_get_object (node), name);
}

static gboolean
same_members (JsonNode *a, JsonNode *b, const char *const *names)
{
  for (; *names != NULL; names++)
    if (!same_text (peek_member (a, *names), peek_member (b, *names)))
      return FALSE;
  return TRUE;
}

static gboolean
same_where_both (JsonNode *a, JsonNode *b, const char *const *names)
{
  for (; *names != NULL; names++)
    if (peek_member (a, *names) != NULL && peek_member (b, *names) != NULL &&
        !same_text (peek_member (a, *names), peek_member (b, *names)))
      return FALSE;
  return TRUE;
}

static gboolean same_node (JsonNode *a, JsonNode *b);

static gboolean
same_arrays (JsonArray *a, JsonArray *b)
{
  if (json_array_get_length (a) != json_array_get_length (b))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (a); i++)
    if (!same_node (json_array_get_element (a, i), json_array_get_element (b, i)))
      return FALSE;
  return TRUE;
}

/* Clients add members of their own: those that both have must be the same. */
static gboolean
same_objects (JsonObject *a, JsonObject *b)
{
  g_autoptr (GList) names = json_object_get_members (a);

  for (GList *l = names; l != NULL; l = l->next)
    if (json_object_has_member (b, l->data) &&
        !same_node (json_object_get_member (a, l->data), json_object_get_member (b, l->data)))
      return FALSE;
  return TRUE;
}

static gboolean
same_node (JsonNode *a, JsonNode *b)
{
  if (JSON_NODE_TYPE (a) != JSON_NODE_TYPE (b))
    return FALSE;
  if (JSON_NODE_HOLDS_NULL (a))
    return TRUE;
  if (JSON_NODE_HOLDS_ARRAY (a))
    return same_arrays (json_node_get_array (a), json_node_get_array (b));
  if (JSON_NODE_HOLDS_OBJECT (a))
    return same_objects (json_node_get_object (a), json_node_get_object (b));
  return is_text (a) ? same_text (a, b) : json_node_equal (a, b);
}

static JsonArray *
peek_array (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* What the calls came to; the blocks around them are made up, and each client makes up its own. */
static gboolean
same_simulations (JsonNode *a, JsonNode *b)
{
  static const char *const of_call[] = { "status", "returnData", NULL };
  JsonArray *blocks = peek_array (a);
  JsonArray *others = peek_array (b);

  if (blocks == NULL || others == NULL ||
      json_array_get_length (blocks) != json_array_get_length (others))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (blocks); i++)
    {
      JsonArray *calls = peek_array (peek_member (json_array_get_element (blocks, i), "calls"));
      JsonArray *other = peek_array (peek_member (json_array_get_element (others, i), "calls"));

      if (calls == NULL || other == NULL ||
          json_array_get_length (calls) != json_array_get_length (other))
        return FALSE;
      for (guint k = 0; k < json_array_get_length (calls); k++)
        if (!same_members (json_array_get_element (calls, k), json_array_get_element (other, k),
                           of_call))
          return FALSE;
    }
  return TRUE;
}

static gboolean
same_results (const char *method, JsonNode *a, JsonNode *b)
{
  static const char *const of_block[] = { "hash", "number", NULL };
  /* What the hash stands for as well, and what is read without working the hash out. */
  static const char *const of_header[] = { "parentHash", "timestamp",     "stateRoot",
                                           "gasLimit",   "baseFeePerGas", NULL };
  static const char *const of_receipt[] = { "transactionHash", "blockHash", "blockNumber",
                                            "status",          "gasUsed",   NULL };

  if (JSON_NODE_HOLDS_NULL (a) || JSON_NODE_HOLDS_NULL (b))
    return JSON_NODE_HOLDS_NULL (a) && JSON_NODE_HOLDS_NULL (b);
  if (g_str_has_prefix (method, "eth_getBlockBy"))
    return same_members (a, b, of_block) && same_where_both (a, b, of_header);
  if (strcmp (method, "eth_simulateV1") == 0)
    return same_simulations (a, b);
  if (strcmp (method, "eth_getTransactionReceipt") == 0)
    return same_members (a, b, of_receipt) && peek_member (a, "logs") != NULL &&
           peek_member (b, "logs") != NULL &&
           same_node (peek_member (a, "logs"), peek_member (b, "logs"));
  return same_node (a, b);
}

/* Whether it is a call on a state that the asker made up: code in a place where there is none. */
static gboolean
has_overrides (SuretyBatch *self, guint i)
{
  const SuretyBatchCall *call = surety_batch_get_call (self, i);

  return strcmp (call->method, "eth_call") == 0 &&
         json_array_get_length (json_node_get_array (call->params)) > 2;
}

static gboolean
is_nothing (JsonNode *node)
{
  return is_text (node) && strcmp (json_node_get_string (node), "0x") == 0;
}

/* A contract's refusal is an answer, and has its data. But who does not look at overrides calls what has no code, or
 * other code: what comes back then says nothing of what was asked. */
gboolean
surety_batch_is_answered (SuretyBatch *self, guint i)
{
  const SuretyBatchCall *call = surety_batch_get_call (self, i);

  if (call->error != NULL)
    return g_error_matches (call->error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_REVERT) &&
           !has_overrides (self, i);
  return call->result != NULL && (!has_overrides (self, i) || !is_nothing (call->result));
}

static gboolean
same_reverts (const GError *a, const GError *b)
{
  g_autoptr (GBytes) data = surety_chain_error_dup_revert (a);
  g_autoptr (GBytes) other = surety_chain_error_dup_revert (b);

  return (data == NULL || g_bytes_get_size (data) == 0) ==
           (other == NULL || g_bytes_get_size (other) == 0) &&
         (data == NULL || other == NULL || g_bytes_equal (data, other));
}

SuretyAnswers
surety_batch_compare (SuretyBatch *a, SuretyBatch *b, guint i)
{
  const GError *error = surety_batch_peek_error (a, i);
  const GError *other = surety_batch_peek_error (b, i);
  gboolean same;

  if (!surety_batch_is_answered (a, i) || !surety_batch_is_answered (b, i))
    return SURETY_ANSWERS_NONE;
  if (error != NULL || other != NULL)
    same = error != NULL && other != NULL && same_reverts (error, other);
  else
    same = same_results (surety_batch_get_method (a, i), surety_batch_get_call (a, i)->result,
                         surety_batch_get_call (b, i)->result);
  return same ? SURETY_ANSWERS_SAME : SURETY_ANSWERS_OTHER;
}
