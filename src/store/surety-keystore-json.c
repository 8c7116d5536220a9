/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-keyfile.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "hex.h"
#include "surety-json-scan.h"
#include "surety-store-error.h"

#define MAX_FILE (64 * 1024)
#define MAX_DEPTH 8

static gboolean
malformed (GError **error, const char *what)
{
  g_set_error (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_MALFORMED,
               "not a version 3 keystore: %s", what);

  return FALSE;
}

static JsonObject *
get_object (JsonObject *parent, const char *name)
{
  JsonNode *node = json_object_get_member (parent, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static const char *
get_string (JsonObject *parent, const char *name)
{
  JsonNode *node = json_object_get_member (parent, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

static gboolean
get_number (JsonObject *parent, const char *name, guint64 *out)
{
  JsonNode *node = json_object_get_member (parent, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64 ||
      json_node_get_int (node) < 0)
    return FALSE;
  *out = (guint64) json_node_get_int (node);

  return TRUE;
}

/* Hex, with or without "0x" (writers differ), at most max bytes. */
static gboolean
get_bytes (JsonObject *parent, const char *name, guint8 *out, gsize max, gsize *length)
{
  const char *text = get_string (parent, name);
  gsize n = 0;

  if (text == NULL)
    return FALSE;
  if (g_str_has_prefix (text, "0x"))
    text += 2;
  n = strlen (text);
  if (n == 0 || n % 2 != 0 || n > max * 2)
    return FALSE;
  *length = n / 2;

  return hex_decode_fixed (text, n, false, out, *length) == CORE_OK;
}

/* An iv that lost its leading zero is padded on the left, as one of the official vectors has it. */
static gboolean
get_iv (JsonObject *parent, guint8 out[16])
{
  const char *text = get_string (parent, "iv");
  g_autofree char *padded = NULL;

  if (text == NULL)
    return FALSE;
  if (g_str_has_prefix (text, "0x"))
    text += 2;
  if (strlen (text) == 31)
    text = padded = g_strconcat ("0", text, NULL);

  return hex_decode_fixed (text, strlen (text), false, out, 16) == CORE_OK;
}

static gboolean
parse_kdf (JsonObject *crypto, Keystore *out, GError **error)
{
  JsonObject *parameters = get_object (crypto, "kdfparams");
  const char *kdf = get_string (crypto, "kdf");
  guint64 length = 0;

  if (kdf == NULL || parameters == NULL)
    return malformed (error, "kdf");
  if (!get_number (parameters, "dklen", &length) || length != 32)
    return malformed (error, "dklen must be 32");
  if (!get_bytes (parameters, "salt", out->salt, sizeof out->salt, &out->salt_len))
    return malformed (error, "salt");

  if (g_str_equal (kdf, "scrypt"))
    {
      out->kdf = KEYSTORE_SCRYPT;
      if (!get_number (parameters, "n", &out->n) || !get_number (parameters, "r", &out->r) ||
          !get_number (parameters, "p", &out->p))
        return malformed (error, "scrypt's n, r, p");
      return TRUE;
    }
  if (g_str_equal (kdf, "pbkdf2"))
    {
      out->kdf = KEYSTORE_PBKDF2_SHA256;
      if (g_strcmp0 (get_string (parameters, "prf"), "hmac-sha256") != 0 ||
          !get_number (parameters, "c", &out->c))
        return malformed (error, "pbkdf2's c, prf");
      return TRUE;
    }

  return malformed (error, "an unknown kdf");
}

static gboolean
parse_crypto (JsonObject *crypto, Keystore *out, GError **error)
{
  JsonObject *cipher = get_object (crypto, "cipherparams");
  gsize length = 0;

  if (g_strcmp0 (get_string (crypto, "cipher"), "aes-128-ctr") != 0 || cipher == NULL)
    return malformed (error, "the cipher must be aes-128-ctr");
  if (!get_iv (cipher, out->iv))
    return malformed (error, "iv");
  if (!get_bytes (crypto, "ciphertext", out->ciphertext, sizeof out->ciphertext,
                  &out->ciphertext_len))
    return malformed (error, "ciphertext");
  if (!get_bytes (crypto, "mac", out->mac, sizeof out->mac, &length) || length != sizeof out->mac)
    return malformed (error, "mac");

  return parse_kdf (crypto, out, error);
}

gboolean
surety_keystore_parse (GBytes *json,
                       Keystore *out,
                       Address *address,
                       gboolean *has_address,
                       GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonObject *root = NULL;
  JsonObject *crypto = NULL;
  gsize length = 0;
  gsize n = 0;
  const char *text = g_bytes_get_data (json, &length);
  guint64 version = 0;
  CoreResult answer = CORE_OK;
  Address named;

  memset (out, 0, sizeof *out);
  *has_address = FALSE;
  if (length == 0 || length > MAX_FILE)
    return malformed (error, "its size");
  if (!surety_json_scan (text, length, MAX_DEPTH))
    return malformed (error, "it is not JSON, too deep, or names a member twice");
  if (!json_parser_load_from_data (parser, text, (gssize) length, NULL) ||
      json_parser_get_root (parser) == NULL ||
      !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return malformed (error, "it is not a JSON object");
  root = json_node_get_object (json_parser_get_root (parser));

  if (!get_number (root, "version", &version) || version != 3)
    return malformed (error, "its version");
  crypto = get_object (root, "crypto");
  if (crypto == NULL)
    crypto = get_object (root, "Crypto");
  if (crypto == NULL)
    return malformed (error, "crypto");
  if (!parse_crypto (crypto, out, error))
    return FALSE;
  answer = keystore_check (out);
  if (answer != CORE_OK)
    {
      g_set_error (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_MALFORMED,
                   "a keystore out of bounds: %s", core_result_to_string (answer));
      return FALSE;
    }

  if (json_object_has_member (root, "address") && !json_object_get_null_member (root, "address"))
    {
      const char *member = get_string (root, "address");

      if (member != NULL && *member == '\0')
        return TRUE;
      if (!get_bytes (root, "address", named.bytes, sizeof named.bytes, &n) ||
          n != sizeof named.bytes)
        return malformed (error, "address");
      if (address != NULL)
        *address = named;
      *has_address = TRUE;
    }

  return TRUE;
}

static void
add_hex (JsonBuilder *builder, const char *name, const guint8 *data, gsize length)
{
  char *text = hex_encode_dup ((Bytes) { data, length }, false);

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
  free (text);
}

static void
add_string (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_number (JsonBuilder *builder, const char *name, guint64 number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) number);
}

static void
add_kdf (JsonBuilder *builder, const Keystore *keystore)
{
  add_string (builder, "kdf", keystore->kdf == KEYSTORE_SCRYPT ? "scrypt" : "pbkdf2");
  json_builder_set_member_name (builder, "kdfparams");
  json_builder_begin_object (builder);
  add_number (builder, "dklen", 32);
  if (keystore->kdf == KEYSTORE_SCRYPT)
    {
      add_number (builder, "n", keystore->n);
      add_number (builder, "p", keystore->p);
      add_number (builder, "r", keystore->r);
    }
  else
    {
      add_number (builder, "c", keystore->c);
      add_string (builder, "prf", "hmac-sha256");
    }
  add_hex (builder, "salt", keystore->salt, keystore->salt_len);
  json_builder_end_object (builder);
}

GBytes *
surety_keystore_write (const Keystore *keystore, const Address *address)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *id = g_uuid_string_random ();
  char *text = NULL;

  json_builder_begin_object (builder);
  if (address != NULL)
    add_hex (builder, "address", address->bytes, sizeof address->bytes);
  json_builder_set_member_name (builder, "crypto");
  json_builder_begin_object (builder);
  add_string (builder, "cipher", "aes-128-ctr");
  json_builder_set_member_name (builder, "cipherparams");
  json_builder_begin_object (builder);
  add_hex (builder, "iv", keystore->iv, sizeof keystore->iv);
  json_builder_end_object (builder);
  add_hex (builder, "ciphertext", keystore->ciphertext, keystore->ciphertext_len);
  add_kdf (builder, keystore);
  add_hex (builder, "mac", keystore->mac, sizeof keystore->mac);
  json_builder_end_object (builder);
  add_string (builder, "id", id);
  add_number (builder, "version", 3);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);

  return g_bytes_new_take (text, strlen (text));
}
