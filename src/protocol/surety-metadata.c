/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-metadata.h"

#include <string.h>

#include "surety-json.h"
#include "surety-text.h"

#define MAX_URI (96u * 1024u)
#define MAX_NAME 80u
#define MAX_DESCRIPTION 500u
#define MAX_SETS 256u

void
surety_metadata_free (SuretyMetadata *self)
{
  g_free (self->name);
  g_free (self->description);
  g_free (self->website);
  g_clear_pointer (&self->sets, g_hash_table_unref);
  g_free (self);
}

/* RFC 2397: data:[mediatype][;base64],content */
static GBytes *
read_data_uri (const char *uri, gsize len)
{
  g_autofree char *text = NULL;
  const char *comma;
  gsize size;
  guint8 *decoded;

  if (len > MAX_URI || len < 5 || memchr (uri, '\0', len) != NULL ||
      g_ascii_strncasecmp (uri, "data:", 5) != 0)
    return NULL;
  text = g_strndup (uri + 5, len - 5);
  comma = strchr (text, ',');
  if (comma == NULL)
    return NULL;

  if (comma - text >= 7 && g_ascii_strncasecmp (comma - 7, ";base64", 7) == 0)
    {
      decoded = g_base64_decode (comma + 1, &size);
      return g_bytes_new_take (decoded, size);
    }
  return g_uri_unescape_bytes (comma + 1, -1, NULL, NULL);
}

static const char *
get_text (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return "";
  return json_node_get_string (node);
}

static char *
dup_website (const char *text)
{
  g_autoptr (GUri) uri = NULL;

  if (!surety_text_is_clean (text, 1, 512))
    return g_strdup ("");
  uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || !g_str_equal (g_uri_get_scheme (uri), "https") ||
      g_uri_get_userinfo (uri) != NULL || g_uri_get_host (uri) == NULL ||
      *g_uri_get_host (uri) == '\0')
    return g_strdup ("");
  return g_strdup (text);
}

static GHashTable *
read_sets (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "operatorSets");
  GHashTable *sets = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, g_free);
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return sets;

  array = json_node_get_array (node);
  for (guint i = 0; i < MIN (json_array_get_length (array), MAX_SETS); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      guint64 id;

      if (!JSON_NODE_HOLDS_OBJECT (element) ||
          !g_ascii_string_to_unsigned (get_text (json_node_get_object (element), "id"), 10, 0,
                                       G_MAXUINT32, &id, NULL))
        continue;
      g_hash_table_replace (sets, GUINT_TO_POINTER ((guint) id),
                            surety_text_clean (get_text (json_node_get_object (element), "name"),
                                               -1, MAX_NAME));
    }
  return sets;
}

SuretyMetadata *
surety_metadata_parse (const char *uri, gsize len)
{
  g_autoptr (GBytes) bytes = read_data_uri (uri, len);
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;
  SuretyMetadata *self;

  if (bytes == NULL)
    return NULL;
  root = surety_json_parse (bytes, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;

  object = json_node_get_object (root);
  self = g_new0 (SuretyMetadata, 1);
  self->name = surety_text_clean (get_text (object, "name"), -1, MAX_NAME);
  self->description = surety_text_clean (get_text (object, "description"), -1, MAX_DESCRIPTION);
  self->website = dup_website (get_text (object, "website"));
  self->sets = read_sets (object);
  return self;
}
