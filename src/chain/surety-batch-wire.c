/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-batch-private.h"

#include <string.h>

#include "surety-decode.h"
#include "surety-rpc-error.h"

/* How a batch looks on the wire: JSON-RPC 2.0, read strictly. */

GBytes *
surety_batch_encode (SuretyBatch *self, GArray *which)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  char *text;

  if (which->len > 1)
    json_builder_begin_array (builder);
  for (guint k = 0; k < which->len; k++)
    {
      const guint i = g_array_index (which, guint, k);
      const SuretyBatchCall *call = surety_batch_get_call (self, i);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "jsonrpc");
      json_builder_add_string_value (builder, "2.0");
      json_builder_set_member_name (builder, "id");
      json_builder_add_int_value (builder, (gint64) i + 1);
      json_builder_set_member_name (builder, "method");
      json_builder_add_string_value (builder, call->method);
      json_builder_set_member_name (builder, "params");
      json_builder_add_value (builder, json_node_copy (call->params));
      json_builder_end_object (builder);
    }
  if (which->len > 1)
    json_builder_end_array (builder);

  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);

  return g_bytes_new_take (text, strlen (text));
}

static gboolean
malformed (GError **error, const char *problem)
{
  g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
               "The reply is not JSON-RPC 2.0: %s", problem);
  return FALSE;
}

static gboolean
is_value (JsonNode *node, GType type)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

/* The error of a response's error member. */
static GError *
decode_error (JsonNode *node, const char *method, GError **error)
{
  JsonNode *code = surety_decode_member (node, "code");
  JsonNode *message = surety_decode_member (node, "message");

  if (!is_value (code, G_TYPE_INT64) || !is_value (message, G_TYPE_STRING))
    {
      malformed (error, "an error without code or message");
      return NULL;
    }

  return surety_rpc_error_new (method, json_node_get_int (code), json_node_get_string (message),
                               surety_decode_member (node, "data"));
}

/* One response object: exactly one of *result (lent) and *failure (given). */
static gboolean
decode_response (JsonNode *node,
                 const char *method,
                 JsonNode **result,
                 GError **failure,
                 GError **error)
{
  JsonNode *version = surety_decode_member (node, "jsonrpc");
  JsonNode *error_node = surety_decode_member (node, "error");

  *result = surety_decode_member (node, "result");
  *failure = NULL;

  if (!is_value (version, G_TYPE_STRING) || strcmp (json_node_get_string (version), "2.0") != 0)
    return malformed (error, "no \"jsonrpc\": \"2.0\"");
  if ((*result != NULL) == (error_node != NULL))
    return malformed (error, "neither or both of result and error");
  if (error_node == NULL)
    return TRUE;

  *failure = decode_error (error_node, method, error);
  return *failure != NULL;
}

/* The position in which of the call that node answers. */
static gboolean
decode_id (SuretyBatch *self, JsonNode *node, GArray *which, guint *position, GError **error)
{
  JsonNode *id = surety_decode_member (node, "id");
  gint64 value;

  if (!is_value (id, G_TYPE_INT64))
    return malformed (error, "no id, or not a number");

  value = json_node_get_int (id);
  if (value >= 1 && value <= (gint64) surety_batch_size (self))
    {
      const guint i = (guint) (value - 1);

      /* which is ascending, and nearly always answered in order. */
      for (guint k = 0; k < which->len; k++)
        {
          const guint at = (*position + k) % which->len;

          if (g_array_index (which, guint, at) == i)
            {
              *position = at;
              return TRUE;
            }
        }
    }

  return malformed (error, "an id that was not asked");
}

static gboolean
is_null (JsonNode *node)
{
  return node == NULL || JSON_NODE_HOLDS_NULL (node);
}

/* An error object where no call is named: the peer refused the whole request. */
static gboolean
decode_refusal (JsonNode *reply, const char *method, GError **refusal, GError **error)
{
  JsonNode *result;

  *refusal = NULL;
  if (!JSON_NODE_HOLDS_OBJECT (reply) || !is_null (surety_decode_member (reply, "id")) ||
      surety_decode_member (reply, "error") == NULL)
    return TRUE;

  return decode_response (reply, method, &result, refusal, error);
}

/* The text whose number stands in the place of a result; NULL = the result is no number of one. */
static GBytes *
find_text (GPtrArray *cut, JsonNode *result)
{
  gint64 place;

  if (cut == NULL || !is_value (result, G_TYPE_INT64))
    return NULL;
  place = json_node_get_int (result);
  if (place < 0 || place >= (gint64) cut->len)
    return NULL;

  return g_bytes_ref (g_ptr_array_index (cut, (guint) place));
}

gboolean
surety_batch_decode (SuretyBatch *self,
                     GArray *which,
                     JsonNode *reply,
                     gboolean *refused,
                     GError **error)
{
  return surety_batch_decode_hollow (self, which, reply, NULL, refused, error);
}

gboolean
surety_batch_decode_hollow (SuretyBatch *self,
                            GArray *which,
                            JsonNode *reply,
                            GPtrArray *cut,
                            gboolean *refused,
                            GError **error)
{
  g_autofree JsonNode **results = g_new0 (JsonNode *, which->len);
  g_autofree GError **failures = g_new0 (GError *, which->len);
  const gboolean is_array = which->len > 1;
  g_autoptr (GError) refusal = NULL;
  const char *only_method =
    is_array ? NULL : surety_batch_get_call (self, g_array_index (which, guint, 0))->method;
  gboolean ok = TRUE;
  guint position = 0;
  guint n = 1;

  *refused = FALSE;
  if (!decode_refusal (reply, only_method, &refusal, error))
    return FALSE;
  if (refusal != NULL && !is_array)
    {
      SuretyBatchCall *call = surety_batch_get_call (self, g_array_index (which, guint, 0));

      surety_batch_call_reset (call);
      call->error = g_steal_pointer (&refusal);
      return TRUE;
    }
  if (refusal != NULL)
    {
      *refused = TRUE;
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }

  if (is_array && !surety_decode_length (reply, "The reply to a batch", &n, error))
    return FALSE;
  if (n != which->len)
    return malformed (error, "another number of answers than of questions");

  for (guint k = 0; k < n && ok; k++)
    {
      JsonNode *node = is_array ? surety_decode_element (reply, k) : reply;
      const char *method;

      ok = decode_id (self, node, which, &position, error);
      if (!ok)
        break;
      if (results[position] != NULL || failures[position] != NULL)
        {
          ok = malformed (error, "an id answered twice");
          break;
        }
      method = surety_batch_get_call (self, g_array_index (which, guint, position))->method;
      ok = decode_response (node, method, &results[position], &failures[position], error) &&
           (results[position] == NULL ||
            surety_batch_check_result (method, results[position], error));
      position = (position + 1) % which->len;
    }

  for (guint k = 0; k < which->len; k++)
    {
      SuretyBatchCall *call = surety_batch_get_call (self, g_array_index (which, guint, k));

      if (!ok)
        {
          g_clear_error (&failures[k]);
          continue;
        }
      surety_batch_call_reset (call);
      call->result = results[k] != NULL ? json_node_ref (results[k]) : NULL;
      call->text = call->wants_text && results[k] != NULL ? find_text (cut, results[k]) : NULL;
      call->error = failures[k];
    }

  return ok;
}
