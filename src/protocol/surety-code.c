/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-code.h"

#include <string.h>

#include "hex.h"

#define DELEGATION_SIZE 23u

static const guint8 delegation_prefix[] = { 0xef, 0x01, 0x00 };

gboolean
surety_code_equal (const SuretyCode *a, const SuretyCode *b)
{
  return hash_equal (&a->hash, &b->hash) &&
         address_equal (&a->implementation, &b->implementation) &&
         address_equal (&a->beacon, &b->beacon) &&
         hash_equal (&a->implementation_hash, &b->implementation_hash);
}

gboolean
surety_code_is_some (const SuretyCode *self)
{
  const Hash none = keccak256 ((Bytes) { NULL, 0 });

  return !hash_equal (&self->hash, &none);
}

char *
surety_code_to_text (const SuretyCode *self)
{
  char hash[67];
  char implementation_hash[67];
  char implementation[ADDRESS_TEXT_SIZE];
  char beacon[ADDRESS_TEXT_SIZE];

  hex_encode (self->hash.bytes, sizeof self->hash.bytes, true, hash);
  hex_encode (self->implementation_hash.bytes, sizeof self->implementation_hash.bytes, true,
              implementation_hash);
  address_to_text (&self->implementation, implementation);
  address_to_text (&self->beacon, beacon);
  return g_strdup_printf ("%s %s %s %s", hash, implementation, beacon, implementation_hash);
}

static gboolean
parse_hash (const char *text, Hash *out)
{
  return hex_decode_fixed (text, strlen (text), true, out->bytes, sizeof out->bytes) == CORE_OK;
}

gboolean
surety_code_parse (const char *text, SuretyCode *out)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", -1);

  return g_strv_length (parts) == 4 && parse_hash (parts[0], &out->hash) &&
         address_parse (parts[1], strlen (parts[1]), &out->implementation, NULL) == CORE_OK &&
         address_parse (parts[2], strlen (parts[2]), &out->beacon, NULL) == CORE_OK &&
         parse_hash (parts[3], &out->implementation_hash);
}

gboolean
surety_code_read_delegate (GBytes *code, Address *out)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (code, &len);

  if (len != DELEGATION_SIZE || memcmp (data, delegation_prefix, sizeof delegation_prefix) != 0)
    return FALSE;
  memcpy (out->bytes, data + sizeof delegation_prefix, sizeof out->bytes);
  return TRUE;
}

guint
surety_code_ask_slot (SuretyBatch *batch, const Address *contract, u256 slot, const char *block)
{
  JsonNode *params = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();
  char address[ADDRESS_TEXT_SIZE];
  char quantity[U256_HEX_SIZE];

  address_to_text (contract, address);
  u256_to_quantity (slot, quantity);
  json_array_add_string_element (array, address);
  json_array_add_string_element (array, quantity);
  json_array_add_string_element (array, block);
  json_node_take_array (params, array);
  return surety_batch_add (batch, "eth_getStorageAt", params);
}

gboolean
surety_code_read_slot (SuretyBatch *batch, guint call, Address *out, GError **error)
{
  g_autoptr (GBytes) data = surety_batch_dup_data (batch, call, error);
  gsize len;
  const guint8 *bytes;

  *out = (Address) { 0 };
  if (data == NULL)
    return FALSE;
  bytes = g_bytes_get_data (data, &len);
  if (len > 0 && len <= 32 && address_from_word (u256_from_be_short (bytes, len), out))
    return TRUE;
  *out = (Address) { 0 };
  g_set_error_literal (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                       "eth_getStorageAt: what is there is not an address");
  return FALSE;
}
