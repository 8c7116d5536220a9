/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-record.h"

#include <stdlib.h>
#include <string.h>

#include "hex.h"
#include "surety-json.h"
#include "surety-protocol-error.h"

#define MAX_BYTES 65536u

void
surety_record_add_string (JsonBuilder *builder, const char *member, const char *text)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_string_value (builder, text);
}

void
surety_record_add_address (JsonBuilder *builder, const char *member, const Address *address)
{
  char text[ADDRESS_TEXT_SIZE];

  address_to_text (address, text);
  surety_record_add_string (builder, member, text);
}

void
surety_record_add_u256 (JsonBuilder *builder, const char *member, u256 value)
{
  char text[U256_DECIMAL_SIZE];

  u256_to_decimal (value, text);
  surety_record_add_string (builder, member, text);
}

void
surety_record_add_bytes (JsonBuilder *builder, const char *member, Bytes bytes)
{
  char *hex = hex_encode_dup (bytes, TRUE);

  surety_record_add_string (builder, member, hex);
  free (hex);
}

char *
surety_record_end (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

static gboolean
refuse (GError **error, const char *member, const char *why)
{
  g_set_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_JOURNAL, "%s: %s", member, why);
  return FALSE;
}

JsonNode *
surety_record_parse (const char *json, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (json, strlen (json));
  g_autoptr (GError) broken = NULL;
  JsonNode *node = surety_json_parse (bytes, &broken);

  if (node == NULL)
    refuse (error, "record", broken->message);
  return node;
}

JsonObject *
surety_record_object (JsonNode *node, GError **error)
{
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      refuse (error, "record", "must be an object");
      return NULL;
    }
  return json_node_get_object (node);
}

static JsonNode *
get_value (JsonObject *object, const char *member, GType type, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != type)
    {
      refuse (error, member, "is missing or of another type");
      return NULL;
    }
  return node;
}

const char *
surety_record_get_string (JsonObject *object, const char *member, GError **error)
{
  JsonNode *node = get_value (object, member, G_TYPE_STRING, error);

  return node != NULL ? json_node_get_string (node) : NULL;
}

gboolean
surety_record_get_address (JsonObject *object, const char *member, Address *out, GError **error)
{
  const char *text = surety_record_get_string (object, member, error);

  if (text == NULL)
    return FALSE;
  if (address_parse (text, strlen (text), out, NULL) != CORE_OK)
    return refuse (error, member, "is no address");
  return TRUE;
}

gboolean
surety_record_get_u256 (JsonObject *object, const char *member, u256 *out, GError **error)
{
  const char *text = surety_record_get_string (object, member, error);

  if (text == NULL)
    return FALSE;
  if (u256_from_decimal (text, strlen (text), out) != CORE_OK)
    return refuse (error, member, "is no amount");
  return TRUE;
}

gboolean
surety_record_get_uint64 (JsonObject *object, const char *member, guint64 *out, GError **error)
{
  JsonNode *node = get_value (object, member, G_TYPE_INT64, error);

  if (node == NULL)
    return FALSE;
  if (json_node_get_int (node) < 0)
    return refuse (error, member, "is negative");
  *out = (guint64) json_node_get_int (node);
  return TRUE;
}

gboolean
surety_record_get_uint (JsonObject *object, const char *member, guint *out, GError **error)
{
  guint64 value;

  if (!surety_record_get_uint64 (object, member, &value, error))
    return FALSE;
  if (value > G_MAXUINT)
    return refuse (error, member, "is too large");
  *out = (guint) value;
  return TRUE;
}

gboolean
surety_record_get_boolean (JsonObject *object, const char *member, gboolean *out, GError **error)
{
  JsonNode *node = get_value (object, member, G_TYPE_BOOLEAN, error);

  if (node == NULL)
    return FALSE;
  *out = json_node_get_boolean (node);
  return TRUE;
}

GBytes *
surety_record_dup_bytes (JsonObject *object, const char *member, GError **error)
{
  const char *text = surety_record_get_string (object, member, error);
  Buffer buffer = buffer_new ();
  guint8 *data;
  gsize len;

  if (text == NULL)
    return NULL;
  if (hex_decode (text, strlen (text), MAX_BYTES, &buffer) != CORE_OK)
    {
      buffer_clear (&buffer);
      refuse (error, member, "is no data");
      return NULL;
    }
  data = buffer_steal (&buffer, &len);
  return g_bytes_new_with_free_func (data, len, free, data);
}

JsonArray *
surety_record_get_array (JsonObject *object, const char *member, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    {
      refuse (error, member, "must be an array");
      return NULL;
    }
  return json_node_get_array (node);
}

gboolean
surety_record_get_enum (JsonObject *object,
                        const char *member,
                        GType type,
                        int *out,
                        GError **error)
{
  const char *nick = surety_record_get_string (object, member, error);
  GEnumClass *klass;
  GEnumValue *value;

  if (nick == NULL)
    return FALSE;
  klass = g_type_class_get (type);
  value = g_enum_get_value_by_nick (klass, nick);
  if (value == NULL)
    return refuse (error, member, "is not known");
  *out = value->value;
  return TRUE;
}

const char *
surety_record_enum_nick (GType type, int value)
{
  return g_enum_get_value (g_type_class_get (type), value)->value_nick;
}
