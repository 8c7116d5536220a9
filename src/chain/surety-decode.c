/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-decode.h"

#include <string.h>

#include "hex.h"

#define MAX_DATA (8u * 1024u * 1024u)
#define MAX_TEXT 200

static gboolean
malformed (GError **error, const char *what, const char *problem)
{
  g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED, "%s %s", what, problem);
  return FALSE;
}

static const char *
peek_string (JsonNode *node, const char *what, GError **error)
{
  if (node == NULL)
    malformed (error, what, "is missing");
  else if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    malformed (error, what, "is not a string");
  else
    return json_node_get_string (node);

  return NULL;
}

gboolean
surety_decode_quantity (JsonNode *node, const char *what, u256 *out, GError **error)
{
  const char *text = peek_string (node, what, error);

  if (text == NULL)
    return FALSE;
  if (u256_from_quantity (text, strlen (text), out) != CORE_OK)
    return malformed (error, what, "is not a QUANTITY");

  return TRUE;
}

gboolean
surety_decode_uint64 (JsonNode *node, const char *what, guint64 *out, GError **error)
{
  u256 value;

  if (!surety_decode_quantity (node, what, &value, error))
    return FALSE;
  if (value > G_MAXUINT64)
    return malformed (error, what, "does not fit 64 bits");

  *out = (guint64) value;
  return TRUE;
}

GBytes *
surety_decode_data (JsonNode *node, const char *what, GError **error)
{
  const char *text = peek_string (node, what, error);
  Buffer buffer = buffer_new ();
  GBytes *bytes;

  if (text == NULL)
    return NULL;
  if (hex_decode (text, strlen (text), MAX_DATA, &buffer) != CORE_OK)
    {
      buffer_clear (&buffer);
      malformed (error, what, "is not DATA");
      return NULL;
    }

  bytes = g_bytes_new (buffer.data, buffer.len);
  buffer_clear (&buffer);

  return bytes;
}

gboolean
surety_decode_hash (JsonNode *node, const char *what, Hash *out, GError **error)
{
  const char *text = peek_string (node, what, error);

  if (text == NULL)
    return FALSE;
  if (hex_decode_fixed (text, strlen (text), TRUE, out->bytes, sizeof out->bytes) != CORE_OK)
    return malformed (error, what, "is not 32 bytes of DATA");

  return TRUE;
}

gboolean
surety_decode_address (JsonNode *node, const char *what, Address *out, GError **error)
{
  const char *text = peek_string (node, what, error);

  if (text == NULL)
    return FALSE;
  /* A node's spelling carries no checksum (EIP-55 is for people). */
  if (hex_decode_fixed (text, strlen (text), TRUE, out->bytes, sizeof out->bytes) != CORE_OK)
    return malformed (error, what, "is not an address");

  return TRUE;
}

JsonNode *
surety_decode_member (JsonNode *object, const char *name)
{
  if (object == NULL || !JSON_NODE_HOLDS_OBJECT (object))
    return NULL;

  return json_object_get_member (json_node_get_object (object), name);
}

JsonNode *
surety_decode_element (JsonNode *array, guint i)
{
  if (array == NULL || !JSON_NODE_HOLDS_ARRAY (array) ||
      i >= json_array_get_length (json_node_get_array (array)))
    return NULL;

  return json_array_get_element (json_node_get_array (array), i);
}

gboolean
surety_decode_length (JsonNode *array, const char *what, guint *out, GError **error)
{
  if (array == NULL)
    return malformed (error, what, "is missing");
  if (!JSON_NODE_HOLDS_ARRAY (array))
    return malformed (error, what, "is not an array");

  *out = json_array_get_length (json_node_get_array (array));
  return TRUE;
}

char *
surety_encode_bytes (const void *data, gsize len)
{
  char *text = g_malloc (2 * len + 3);

  hex_encode (data, len, TRUE, text);
  return text;
}

char *
surety_decode_clean_text (const char *text)
{
  GString *clean = g_string_new (NULL);
  guint n = 0;

  for (const char *p = text; *p != '\0' && n < MAX_TEXT; p = g_utf8_next_char (p), n++)
    {
      const gunichar c = g_utf8_get_char (p);

      /* g_unichar_isprint() lets bidirectional marks through no more than line breaks: both are
       * format or control characters. */
      g_string_append_unichar (clean, g_unichar_isprint (c) ? c : ' ');
    }

  return g_string_free (clean, FALSE);
}

SuretyLog *
surety_log_copy (const SuretyLog *self)
{
  SuretyLog *copy = g_memdup2 (self, sizeof *self);

  copy->data = g_bytes_ref (self->data);
  return copy;
}

void
surety_log_free (SuretyLog *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->data, g_bytes_unref);
  g_free (self);
}

SuretyLog *
surety_decode_log (JsonNode *node, gboolean *removed, GError **error)
{
  g_autoptr (SuretyLog) log = g_new0 (SuretyLog, 1);
  JsonNode *topics = surety_decode_member (node, "topics");
  JsonNode *flag = surety_decode_member (node, "removed");
  guint64 index;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      malformed (error, "a log", "is not an object");
      return NULL;
    }

  log->data = surety_decode_data (surety_decode_member (node, "data"), "a log's data", error);
  if (log->data == NULL ||
      !surety_decode_address (surety_decode_member (node, "address"), "a log's address",
                              &log->address, error) ||
      !surety_decode_length (topics, "a log's topics", &log->n_topics, error) ||
      !surety_decode_uint64 (surety_decode_member (node, "blockNumber"), "a log's block",
                             &log->block, error) ||
      !surety_decode_hash (surety_decode_member (node, "blockHash"), "a log's block hash",
                           &log->block_hash, error) ||
      !surety_decode_hash (surety_decode_member (node, "transactionHash"), "a log's transaction",
                           &log->transaction, error) ||
      !surety_decode_uint64 (surety_decode_member (node, "logIndex"), "a log's index", &index,
                             error))
    return NULL;

  if (log->n_topics > G_N_ELEMENTS (log->topics) || index > G_MAXUINT)
    {
      malformed (error, "a log", "has too many topics, or an index out of range");
      return NULL;
    }
  log->index = (guint) index;
  for (guint i = 0; i < log->n_topics; i++)
    if (!surety_decode_hash (surety_decode_element (topics, i), "a log's topic", &log->topics[i],
                             error))
      return NULL;

  if (flag != NULL &&
      (!JSON_NODE_HOLDS_VALUE (flag) || json_node_get_value_type (flag) != G_TYPE_BOOLEAN))
    {
      malformed (error, "a log's removed mark", "is not a boolean");
      return NULL;
    }
  if (removed != NULL)
    *removed = flag != NULL && json_node_get_boolean (flag);

  return g_steal_pointer (&log);
}
