/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-network-file-private.h"

#include <string.h>

#include "surety-protocol-error.h"
#include "surety-text.h"

gboolean
surety_file_refuse (GError **error, const char *where, const char *format, ...)
{
  va_list args;
  g_autofree char *why = NULL;

  va_start (args, format);
  why = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_NETWORK_FILE, "%s: %s", where,
               why);
  return FALSE;
}

char *
surety_file_path (const char *where, const char *member)
{
  return *where == '\0' ? g_strdup (member) : g_strdup_printf ("%s.%s", where, member);
}

JsonObject *
surety_file_object (JsonNode *node, const char *where, const char *const *names, GError **error)
{
  JsonObject *object;
  g_autoptr (GList) members = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      surety_file_refuse (error, *where == '\0' ? "file" : where, "must be an object");
      return NULL;
    }

  object = json_node_get_object (node);
  members = json_object_get_members (object);
  for (GList *l = members; l != NULL; l = l->next)
    if (!g_strv_contains (names, l->data))
      {
        g_autofree char *clean = surety_text_clean (l->data, -1, 64);
        g_autofree char *path = surety_file_path (where, clean);

        surety_file_refuse (error, path, "unknown member");
        return NULL;
      }
  return object;
}

gboolean
surety_file_string (JsonObject *object,
                    const char *where,
                    const char *member,
                    gsize max,
                    char **out,
                    GError **error)
{
  JsonNode *node = json_object_get_member (object, member);
  g_autofree char *path = surety_file_path (where, member);

  if (node == NULL)
    return surety_file_refuse (error, path, "is missing");
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return surety_file_refuse (error, path, "must be a string");
  if (!surety_text_is_clean (json_node_get_string (node), 1, max))
    return surety_file_refuse (error, path, "must be 1 to %u plain characters", (guint) max);

  *out = json_node_dup_string (node);
  return TRUE;
}

gboolean
surety_file_number (JsonObject *object,
                    const char *where,
                    const char *member,
                    guint64 min,
                    guint64 max,
                    guint64 *out,
                    GError **error)
{
  JsonNode *node = json_object_get_member (object, member);
  g_autofree char *path = surety_file_path (where, member);
  gint64 value;

  if (node == NULL)
    return surety_file_refuse (error, path, "is missing");
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return surety_file_refuse (error, path, "must be a whole number");

  value = json_node_get_int (node);
  if (value < 0 || (guint64) value < min || (guint64) value > max)
    return surety_file_refuse (error, path,
                               "must be from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT, min,
                               max);

  *out = (guint64) value;
  return TRUE;
}

gboolean
surety_file_address (JsonObject *object,
                     const char *where,
                     const char *member,
                     Address *out,
                     GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *path = surety_file_path (where, member);
  char checksummed[ADDRESS_TEXT_SIZE];

  if (!surety_file_string (object, where, member, 42, &text, error))
    return FALSE;
  if (address_parse (text, strlen (text), out, NULL) != CORE_OK)
    return surety_file_refuse (error, path, "is no address, or its checksum is wrong");

  /* One spelling only: a file without checksums would hide a wrong digit. */
  address_to_text (out, checksummed);
  if (!g_str_equal (text, checksummed))
    return surety_file_refuse (error, path, "must be written with its EIP-55 checksum");
  if (address_is_zero (out))
    return surety_file_refuse (error, path, "must not be the zero address");
  return TRUE;
}

gboolean
surety_file_url (JsonObject *object,
                 const char *where,
                 const char *member,
                 gboolean only_https,
                 char **out,
                 GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *path = surety_file_path (where, member);
  g_autoptr (GUri) uri = NULL;

  if (!surety_file_string (object, where, member, 512, &text, error))
    return FALSE;

  uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return surety_file_refuse (error, path, "is no URL with a host");
  if (!g_str_equal (g_uri_get_scheme (uri), "https") &&
      (only_https || !g_str_equal (g_uri_get_scheme (uri), "http")))
    return surety_file_refuse (error, path, only_https ? "must be https" : "must be https or http");

  *out = g_steal_pointer (&text);
  return TRUE;
}

JsonArray *
surety_file_array (JsonNode *node, const char *where, guint max, GError **error)
{
  JsonArray *array;

  if (node == NULL)
    {
      surety_file_refuse (error, where, "is missing");
      return NULL;
    }
  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      surety_file_refuse (error, where, "must be an array");
      return NULL;
    }

  array = json_node_get_array (node);
  if (json_array_get_length (array) > max)
    {
      surety_file_refuse (error, where, "must be at most %u", max);
      return NULL;
    }
  return array;
}

gboolean
surety_file_boolean (JsonObject *object,
                     const char *where,
                     const char *member,
                     gboolean *out,
                     GError **error)
{
  JsonNode *node = json_object_get_member (object, member);
  g_autofree char *path = surety_file_path (where, member);

  if (node == NULL)
    return surety_file_refuse (error, path, "is missing");
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return surety_file_refuse (error, path, "must be true or false");

  *out = json_node_get_boolean (node);
  return TRUE;
}

gboolean
surety_file_choice (JsonObject *object,
                    const char *where,
                    const char *member,
                    const char *const *names,
                    guint *out,
                    GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *path = surety_file_path (where, member);

  if (!surety_file_string (object, where, member, 32, &text, error))
    return FALSE;
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], text))
      {
        *out = i;
        return TRUE;
      }
  return surety_file_refuse (error, path, "is not known");
}

gboolean
surety_file_slot (JsonObject *slots,
                  const char *where,
                  const char *variable,
                  SuretySlot *out,
                  GError **error)
{
  g_autofree char *path = surety_file_path (where, variable);
  g_autofree char *text = NULL;

  if (!json_object_has_member (slots, variable))
    return TRUE;
  if (!surety_file_string (slots, where, variable, U256_HEX_SIZE, &text, error))
    return FALSE;
  if (u256_from_quantity (text, strlen (text), &out->slot) != CORE_OK)
    return surety_file_refuse (error, path, "must be a QUANTITY, as 0x2");
  out->known = TRUE;
  return TRUE;
}
