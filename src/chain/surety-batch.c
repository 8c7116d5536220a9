/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-batch-private.h"

#include <string.h>

#include "surety-decode.h"

struct _SuretyBatch
{
  GObject parent;

  GPtrArray *calls; /* SuretyBatchCall */
  guint heard;
  guint witnesses;
};

G_DEFINE_FINAL_TYPE (SuretyBatch, surety_batch, G_TYPE_OBJECT)

void
surety_batch_call_reset (SuretyBatchCall *call)
{
  g_clear_pointer (&call->result, json_node_unref);
  g_clear_pointer (&call->text, g_bytes_unref);
  g_clear_error (&call->error);
}

static void
call_free (gpointer data)
{
  SuretyBatchCall *call = data;

  surety_batch_call_reset (call);
  g_free (call->method);
  json_node_unref (call->params);
  g_free (call);
}

SuretyBatchCall *
surety_batch_get_call (SuretyBatch *self, guint i)
{
  g_assert (i < self->calls->len);

  return g_ptr_array_index (self->calls, i);
}

static void
surety_batch_finalize (GObject *object)
{
  SuretyBatch *self = SURETY_BATCH (object);

  g_ptr_array_unref (self->calls);

  G_OBJECT_CLASS (surety_batch_parent_class)->finalize (object);
}

static void
surety_batch_class_init (SuretyBatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_batch_finalize;
}

static void
surety_batch_init (SuretyBatch *self)
{
  self->calls = g_ptr_array_new_with_free_func (call_free);
  self->heard = 1;
  self->witnesses = 1;
}

SuretyBatch *
surety_batch_new (void)
{
  return g_object_new (SURETY_TYPE_BATCH, NULL);
}

guint
surety_batch_size (SuretyBatch *self)
{
  g_return_val_if_fail (SURETY_IS_BATCH (self), 0);

  return self->calls->len;
}

guint
surety_batch_get_witnesses (SuretyBatch *self)
{
  g_return_val_if_fail (SURETY_IS_BATCH (self), 0);

  return self->witnesses;
}

gboolean
surety_batch_is_one_sided (SuretyBatch *self)
{
  g_return_val_if_fail (SURETY_IS_BATCH (self), FALSE);

  return self->heard > self->witnesses;
}

static JsonArray *
begin_params (JsonNode **node)
{
  JsonArray *array = json_array_new ();

  *node = json_node_init_array (json_node_alloc (), array);
  json_array_unref (array);

  return array;
}

guint
surety_batch_add (SuretyBatch *self, const char *method, JsonNode *params)
{
  SuretyBatchCall *call;

  g_return_val_if_fail (SURETY_IS_BATCH (self), 0);
  g_return_val_if_fail (method != NULL, 0);
  g_return_val_if_fail (params == NULL || JSON_NODE_HOLDS_ARRAY (params), 0);

  if (params == NULL)
    begin_params (&params);
  call = g_new0 (SuretyBatchCall, 1);
  call->method = g_strdup (method);
  call->params = params;
  g_ptr_array_add (self->calls, call);

  return self->calls->len - 1;
}

guint
surety_batch_add_for_text (SuretyBatch *self, const char *method, JsonNode *params)
{
  const guint i = surety_batch_add (self, method, params);

  surety_batch_get_call (self, i)->wants_text = TRUE;
  return i;
}

gboolean
surety_batch_wants_text (SuretyBatch *self)
{
  for (guint i = 0; i < self->calls->len; i++)
    if (surety_batch_get_call (self, i)->wants_text)
      return TRUE;

  return FALSE;
}

static void
append_bytes (JsonArray *array, const void *data, gsize len)
{
  g_autofree char *text = surety_encode_bytes (data, len);

  json_array_add_string_element (array, text);
}

static guint
add_account (SuretyBatch *self, const char *method, const Address *account, const char *block)
{
  JsonNode *params;
  JsonArray *array = begin_params (&params);

  append_bytes (array, account->bytes, sizeof account->bytes);
  json_array_add_string_element (array, block);

  return surety_batch_add (self, method, params);
}

static guint
add_hash (SuretyBatch *self, const char *method, const Hash *hash)
{
  JsonNode *params;
  JsonArray *array = begin_params (&params);

  append_bytes (array, hash->bytes, sizeof hash->bytes);

  return surety_batch_add (self, method, params);
}

guint
surety_batch_add_call (SuretyBatch *self,
                       const Address *from,
                       const Address *to,
                       GBytes *data,
                       const char *block)
{
  JsonNode *params;
  JsonArray *array = begin_params (&params);
  JsonObject *call = json_object_new ();
  g_autofree char *to_text = surety_encode_bytes (to->bytes, sizeof to->bytes);
  gsize len;
  const void *bytes = g_bytes_get_data (data, &len);
  g_autofree char *input = surety_encode_bytes (bytes, len);

  if (from != NULL)
    {
      g_autofree char *from_text = surety_encode_bytes (from->bytes, sizeof from->bytes);

      json_object_set_string_member (call, "from", from_text);
    }
  json_object_set_string_member (call, "to", to_text);
  json_object_set_string_member (call, "input", input);
  json_array_add_object_element (array, call);
  json_array_add_string_element (array, block);

  return surety_batch_add (self, "eth_call", params);
}

guint
surety_batch_add_balance (SuretyBatch *self, const Address *account, const char *block)
{
  return add_account (self, "eth_getBalance", account, block);
}

guint
surety_batch_add_nonce (SuretyBatch *self, const Address *account, const char *block)
{
  return add_account (self, "eth_getTransactionCount", account, block);
}

guint
surety_batch_add_code (SuretyBatch *self, const Address *account, const char *block)
{
  return add_account (self, "eth_getCode", account, block);
}

guint
surety_batch_add_block (SuretyBatch *self, const char *block)
{
  JsonNode *params;
  JsonArray *array = begin_params (&params);

  json_array_add_string_element (array, block);
  json_array_add_boolean_element (array, FALSE);

  return surety_batch_add (self, "eth_getBlockByNumber", params);
}

guint
surety_batch_add_receipt (SuretyBatch *self, const Hash *transaction)
{
  return add_hash (self, "eth_getTransactionReceipt", transaction);
}

guint
surety_batch_add_transaction (SuretyBatch *self, const Hash *transaction)
{
  return add_hash (self, "eth_getTransactionByHash", transaction);
}

gboolean
surety_batch_is_read (SuretyBatch *self)
{
  for (guint i = 0; i < self->calls->len; i++)
    if (strcmp (surety_batch_get_call (self, i)->method, "eth_sendRawTransaction") == 0)
      return FALSE;

  return TRUE;
}

static gboolean
is_latest (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING &&
         strcmp (json_node_get_string (node), "latest") == 0;
}

gboolean
surety_batch_is_floating (SuretyBatch *self)
{
  for (guint i = 0; i < self->calls->len; i++)
    {
      JsonArray *params = json_node_get_array (surety_batch_get_call (self, i)->params);

      for (guint k = 0; k < json_array_get_length (params); k++)
        if (is_latest (json_array_get_element (params, k)))
          return TRUE;
    }

  return FALSE;
}

SuretyBatch *
surety_batch_clone_at (SuretyBatch *self, const char *block)
{
  SuretyBatch *clone = surety_batch_new ();

  for (guint i = 0; i < self->calls->len; i++)
    {
      const SuretyBatchCall *call = surety_batch_get_call (self, i);
      JsonArray *params = json_node_get_array (call->params);
      JsonNode *node;
      JsonArray *array = begin_params (&node);
      guint copy;

      for (guint k = 0; k < json_array_get_length (params); k++)
        {
          JsonNode *element = json_array_get_element (params, k);

          if (block != NULL && is_latest (element))
            json_array_add_string_element (array, block);
          else
            json_array_add_element (array, json_node_copy (element));
        }
      copy = surety_batch_add (clone, call->method, node);
      surety_batch_get_call (clone, copy)->wants_text = call->wants_text;
    }

  return clone;
}

void
surety_batch_take_answers (SuretyBatch *self, SuretyBatch *clone, guint heard, guint witnesses)
{
  g_assert (self->calls->len == clone->calls->len);

  for (guint i = 0; i < self->calls->len; i++)
    {
      SuretyBatchCall *to = surety_batch_get_call (self, i);
      SuretyBatchCall *from = surety_batch_get_call (clone, i);

      surety_batch_call_reset (to);
      to->result = g_steal_pointer (&from->result);
      to->error = g_steal_pointer (&from->error);
      to->text = g_steal_pointer (&from->text);
    }
  self->heard = heard;
  self->witnesses = witnesses;
}

GArray *
surety_batch_dup_limited (SuretyBatch *self, GArray *which)
{
  GArray *limited = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint k = 0; k < which->len; k++)
    {
      const guint i = g_array_index (which, guint, k);

      if (g_error_matches (surety_batch_get_call (self, i)->error, SURETY_CHAIN_ERROR,
                           SURETY_CHAIN_ERROR_RATE_LIMITED))
        g_array_append_val (limited, i);
    }

  return limited;
}

static gboolean
malformed (GError **error, const char *problem)
{
  g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
               "The reply is not JSON-RPC 2.0: %s", problem);
  return FALSE;
}

const char *
surety_batch_get_method (SuretyBatch *self, guint i)
{
  return surety_batch_get_call (self, i)->method;
}

const GError *
surety_batch_peek_error (SuretyBatch *self, guint i)
{
  return surety_batch_get_call (self, i)->error;
}

JsonNode *
surety_batch_get_result (SuretyBatch *self, guint i, GError **error)
{
  const SuretyBatchCall *call;

  g_return_val_if_fail (SURETY_IS_BATCH (self), NULL);
  g_return_val_if_fail (i < self->calls->len, NULL);

  call = surety_batch_get_call (self, i);
  if (call->error != NULL)
    g_propagate_error (error, g_error_copy (call->error));
  else if (call->result == NULL)
    g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                 "%s has not been answered", call->method);

  return call->result;
}

gboolean
surety_batch_get_quantity (SuretyBatch *self, guint i, u256 *out, GError **error)
{
  JsonNode *result = surety_batch_get_result (self, i, error);

  return result != NULL &&
         surety_decode_quantity (result, surety_batch_get_call (self, i)->method, out, error);
}

gboolean
surety_batch_get_uint64 (SuretyBatch *self, guint i, guint64 *out, GError **error)
{
  JsonNode *result = surety_batch_get_result (self, i, error);

  return result != NULL &&
         surety_decode_uint64 (result, surety_batch_get_call (self, i)->method, out, error);
}

GBytes *
surety_batch_dup_text (SuretyBatch *self, guint i, GError **error)
{
  JsonNode *node = surety_batch_get_result (self, i, error);

  if (node == NULL)
    return NULL;
  if (surety_batch_get_call (self, i)->text == NULL)
    {
      g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                   "The answer to %s is not an array", surety_batch_get_call (self, i)->method);
      return NULL;
    }

  return g_bytes_ref (surety_batch_get_call (self, i)->text);
}

GBytes *
surety_batch_dup_data (SuretyBatch *self, guint i, GError **error)
{
  JsonNode *result = surety_batch_get_result (self, i, error);

  return result != NULL
           ? surety_decode_data (result, surety_batch_get_call (self, i)->method, error)
           : NULL;
}

gboolean
surety_batch_get_block (SuretyBatch *self, guint i, SuretyBlock *out, GError **error)
{
  JsonNode *node = surety_batch_get_result (self, i, error);
  JsonNode *base_fee = surety_decode_member (node, "baseFeePerGas");

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return malformed (error, "a block is not an object");

  *out = (SuretyBlock) { 0 };
  if (!surety_decode_uint64 (surety_decode_member (node, "number"), "a block's number",
                             &out->number, error) ||
      !surety_decode_hash (surety_decode_member (node, "hash"), "a block's hash", &out->hash,
                           error) ||
      !surety_decode_hash (surety_decode_member (node, "parentHash"), "a block's parent",
                           &out->parent, error) ||
      !surety_decode_uint64 (surety_decode_member (node, "timestamp"), "a block's time",
                             &out->timestamp, error) ||
      !surety_decode_uint64 (surety_decode_member (node, "gasLimit"), "a block's gas limit",
                             &out->gas_limit, error))
    return FALSE;

  return base_fee == NULL ||
         surety_decode_quantity (base_fee, "a block's base fee", &out->base_fee, error);
}

SuretyReceipt *
surety_batch_dup_receipt (SuretyBatch *self, guint i, GError **error)
{
  JsonNode *node = surety_batch_get_result (self, i, error);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return NULL;

  return surety_receipt_decode (node, error);
}
