/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-metadata.h"

#include <string.h>

#include "surety-json.h"
#include "surety-text.h"

#define MAX_URI (96u * 1024u)
#define MAX_NAME 80u
#define MAX_DESCRIPTION 500u
#define MAX_SETS 256u
#define MAX_ADDRESS 512u

void
surety_metadata_free (SuretyMetadata *self)
{
  g_free (self->name);
  g_free (self->description);
  g_free (self->website);
  g_free (self->logo);
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

/* White space of any kind, which no address has and which would be shown as something else than it is. */
static gboolean
has_space (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isspace (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

/* An https address with a host and without credentials; NULL if it is none. */
static GUri *
parse_https (const char *text)
{
  g_autoptr (GUri) uri = NULL;

  if (text == NULL || !surety_text_is_clean (text, 1, MAX_ADDRESS) || has_space (text))
    return NULL;
  uri = g_uri_parse (text, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL || !g_str_equal (g_uri_get_scheme (uri), "https") ||
      g_uri_get_userinfo (uri) != NULL || g_uri_get_host (uri) == NULL ||
      *g_uri_get_host (uri) == '\0')
    return NULL;
  return g_steal_pointer (&uri);
}

static char *
dup_website (const char *text)
{
  g_autoptr (GUri) uri = parse_https (text);

  return g_strdup (uri != NULL ? text : "");
}

/* CIDv0 and v1 in their usual bases are letters and digits. */
static gboolean
is_cid (const char *text, gsize len)
{
  if (len < 8 || len > 128)
    return FALSE;
  for (gsize i = 0; i < len; i++)
    if (!g_ascii_isalnum (text[i]))
      return FALSE;
  return TRUE;
}

/* "%" and two hexadecimal digits, and not of what separates or climbs: a gateway may unwrap it before it looks. */
static gboolean
is_escape (const char *text)
{
  int high = g_ascii_xdigit_value (text[1]);
  int low = high >= 0 ? g_ascii_xdigit_value (text[2]) : -1;
  int byte = high * 16 + low;

  return low >= 0 && byte >= 0x20 && byte != 0x7f && strchr ("./\\", byte) == NULL;
}

/* What follows "ipfs://", without the "ipfs/" some put there too; NULL when it is no content id with a
 * plain path. */
static const char *
ipfs_path (const char *uri)
{
  const char *path;

  if (g_ascii_strncasecmp (uri, "ipfs://", 7) != 0)
    return NULL;
  path = g_str_has_prefix (uri + 7, "ipfs/") ? uri + 12 : uri + 7;
  if (!is_cid (path, strcspn (path, "/")) || strstr (path, "..") != NULL)
    return NULL;
  for (const char *c = path; *c != '\0'; c++)
    if (*c == '%' ? !is_escape (c) : !g_ascii_isalnum (*c) && strchr ("/-_.~", *c) == NULL)
      return NULL;
  return path;
}

static char *
dup_logo (const char *text)
{
  g_autoptr (GUri) uri = parse_https (text);

  if (uri != NULL)
    return g_strdup (text);
  return g_strdup (surety_text_is_clean (text, 1, MAX_ADDRESS) && ipfs_path (text) != NULL ? text
                                                                                           : "");
}

char *
surety_metadata_locate (const char *uri, const char *gateway)
{
  g_autoptr (GUri) parsed = NULL;
  g_autoptr (GUri) base = NULL;
  const char *path;

  g_return_val_if_fail (uri != NULL, NULL);

  parsed = parse_https (uri);
  if (parsed != NULL)
    return g_strdup (uri);

  base = parse_https (gateway);
  path = surety_text_is_clean (uri, 1, MAX_ADDRESS) ? ipfs_path (uri) : NULL;
  if (path == NULL || base == NULL || g_uri_get_query (base) != NULL ||
      g_uri_get_fragment (base) != NULL)
    return NULL;
  return g_strconcat (gateway, g_str_has_suffix (gateway, "/") ? "" : "/", "ipfs/", path, NULL);
}

/* b is a, or a part of it. */
static gboolean
is_within (const char *a, const char *b)
{
  gsize len_a = strlen (a), len_b = strlen (b);

  return len_a >= len_b && g_ascii_strcasecmp (a + len_a - len_b, b) == 0 &&
         (len_a == len_b || a[len_a - len_b - 1] == '.') && strchr (b, '.') != NULL;
}

gboolean
surety_metadata_same_site (const char *file_url, const char *website)
{
  g_autoptr (GUri) file = parse_https (file_url);
  g_autoptr (GUri) site = parse_https (website);
  const char *site_host;

  if (file == NULL || site == NULL)
    return FALSE;
  site_host = g_uri_get_host (site);
  if (g_ascii_strncasecmp (site_host, "www.", 4) == 0)
    site_host += 4;
  return is_within (g_uri_get_host (file), site_host) ||
         is_within (site_host, g_uri_get_host (file));
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

static SuretyMetadata *
parse_json (GBytes *bytes)
{
  g_autoptr (JsonNode) root = surety_json_parse (bytes, NULL);
  JsonObject *object;
  SuretyMetadata *self;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;

  object = json_node_get_object (root);
  self = g_new0 (SuretyMetadata, 1);
  self->name = surety_text_clean (get_text (object, "name"), -1, MAX_NAME);
  self->description = surety_text_clean (get_text (object, "description"), -1, MAX_DESCRIPTION);
  self->website = dup_website (get_text (object, "website"));
  self->logo = dup_logo (get_text (object, "logo"));
  self->sets = read_sets (object);
  return self;
}

SuretyMetadata *
surety_metadata_parse (const char *uri, gsize len)
{
  g_autoptr (GBytes) bytes = read_data_uri (uri, len);

  return bytes != NULL ? parse_json (bytes) : NULL;
}

SuretyMetadata *
surety_metadata_parse_file (GBytes *file)
{
  g_return_val_if_fail (file != NULL, NULL);

  return g_bytes_get_size (file) <= SURETY_METADATA_MAX_FILE ? parse_json (file) : NULL;
}
