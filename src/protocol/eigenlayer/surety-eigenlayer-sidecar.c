/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-sidecar.h"

#include <string.h>

#include "hex.h"
#include "surety-json.h"
#include "surety-protocol-error.h"

/* Base64 of the longest proof there can be. */
#define MAX_BASE64 ((SURETY_CLAIM_MAX_LEVELS * 32u + 2u) / 3u * 4u)

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REWARDS_REPLY,
               "rewards server: %s", what);
  return FALSE;
}

/* --- values --- */

/* What is left out, or null, has its type's zero. */
static JsonNode *
get_member (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static const char *
get_string (JsonNode *node)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

/* A number, or as text. */
static gboolean
read_index (JsonNode *node, guint32 *out, GError **error)
{
  const char *text;
  u256 value = 0;

  *out = 0;
  if (node == NULL)
    return TRUE;
  text = get_string (node);
  if (text != NULL && u256_from_decimal (text, strlen (text), &value) != CORE_OK)
    return refuse (error, "an index is no number");
  if (text == NULL)
    {
      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64 ||
          json_node_get_int (node) < 0)
        return refuse (error, "an index is no number");
      value = (u256) json_node_get_int (node);
    }
  if (value > G_MAXUINT32)
    return refuse (error, "an index is too large");
  *out = (guint32) value;
  return TRUE;
}

/* Each byte string has one spelling (RFC 4648, section 4), and no other is read. */
static GBytes *
read_bytes (JsonNode *node, GError **error)
{
  const char *text = node != NULL ? get_string (node) : "";
  g_autofree char *again = NULL;
  guint8 *data;
  gsize len = 0;

  if (text == NULL || strlen (text) > MAX_BASE64)
    {
      refuse (error, text == NULL ? "bytes are no text" : "bytes are too many");
      return NULL;
    }
  data = g_base64_decode (text, &len);
  again = g_base64_encode (data, len);
  if (!g_str_equal (again, text))
    {
      g_free (data);
      refuse (error, "bytes are no base64");
      return NULL;
    }
  return g_bytes_new_take (data, len);
}

static gboolean
read_hash (JsonNode *node, Hash *out, GError **error)
{
  g_autoptr (GBytes) bytes = read_bytes (node, error);

  if (bytes == NULL)
    return FALSE;
  if (g_bytes_get_size (bytes) != sizeof out->bytes)
    return refuse (error, "a hash is of another length");
  memcpy (out->bytes, g_bytes_get_data (bytes, NULL), sizeof out->bytes);
  return TRUE;
}

static gboolean
read_address (JsonNode *node, Address *out, GError **error)
{
  const char *text = node != NULL ? get_string (node) : NULL;

  if (text == NULL || address_parse (text, strlen (text), out, NULL) != CORE_OK)
    return refuse (error, "an address is none");
  return TRUE;
}

/* Decimal text. */
static gboolean
read_amount (JsonNode *node, u256 *out, GError **error)
{
  const char *text = node != NULL ? get_string (node) : "0";

  *out = 0;
  if (text == NULL || u256_from_decimal (text, strlen (text), out) != CORE_OK)
    return refuse (error, "an amount is none");
  return TRUE;
}

/* The same, of a summary: where the sidecar has nothing to add up, it is the empty text, which proto3's JSON may write out
 * (sidecar, rewardsDataService, GetSummarizedRewards(): what was never claimed). */
static gboolean
read_total (JsonNode *node, u256 *out, GError **error)
{
  const char *text = node != NULL ? get_string (node) : NULL;

  return read_amount (text != NULL && *text == '\0' ? NULL : node, out, error);
}

static JsonObject *
read_object (JsonNode *node, GError **error)
{
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      refuse (error, "something is no object");
      return NULL;
    }
  return json_node_get_object (node);
}

/* FALSE with an error when there are more than max; *out NULL: none. */
static gboolean
read_array (JsonNode *node, guint max, JsonArray **out, GError **error)
{
  *out = NULL;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (error, "something is no list");
  *out = json_node_get_array (node);
  return json_array_get_length (*out) <= max || refuse (error, "a list is too long");
}

static guint
count (JsonArray *array)
{
  return array != NULL ? json_array_get_length (array) : 0;
}

static JsonNode *
parse (GBytes *reply, GError **error)
{
  JsonNode *root;

  if (g_bytes_get_size (reply) > SURETY_SIDECAR_MAX_REPLY)
    {
      refuse (error, "the reply is too long");
      return NULL;
    }
  root = surety_json_parse (reply, NULL);
  if (root == NULL)
    refuse (error, "the reply is no JSON, or too much of it");
  return root;
}

/* --- what an earner has --- */

char *
surety_eigenlayer_sidecar_summary_path (const Address *earner)
{
  char text[2 + 2 * sizeof earner->bytes + 1];

  hex_encode (earner->bytes, sizeof earner->bytes, true, text);
  return g_strdup_printf ("/rewards/v1/earners/%s/summarized-rewards", text);
}

/* Its "claimable" is not looked at: the sidecar takes one of its tables from another, and can come below zero. */
static gboolean
add_token (GArray *tokens, JsonNode *node, GError **error)
{
  JsonObject *object = read_object (node, error);
  SuretySidecarToken token = { 0 };
  u256 active, claimed;

  if (object == NULL || !read_address (get_member (object, "token"), &token.token, error) ||
      !read_total (get_member (object, "active"), &active, error) ||
      !read_total (get_member (object, "claimed"), &claimed, error))
    return FALSE;
  for (guint i = 0; i < tokens->len; i++)
    if (address_equal (&g_array_index (tokens, SuretySidecarToken, i).token, &token.token))
      return refuse (error, "a token is there twice");
  if (address_is_zero (&token.token))
    return refuse (error, "a token is none");
  token.active = active > 0;
  token.claimable = active > claimed;
  g_array_append_val (tokens, token);
  return TRUE;
}

GArray *
surety_eigenlayer_sidecar_read_summary (GBytes *reply, GError **error)
{
  g_autoptr (JsonNode) root = parse (reply, error);
  g_autoptr (GArray) tokens = g_array_new (FALSE, FALSE, sizeof (SuretySidecarToken));
  JsonObject *object;
  JsonArray *array;

  if (root == NULL || (object = read_object (root, error)) == NULL ||
      !read_array (get_member (object, "rewards"), SURETY_SIDECAR_MAX_TOKENS, &array, error))
    return NULL;
  for (guint i = 0; i < count (array); i++)
    if (!add_token (tokens, json_array_get_element (array, i), error))
      return NULL;
  return g_steal_pointer (&tokens);
}

/* --- a proof --- */

GBytes *
surety_eigenlayer_sidecar_ask_proof (const Address *earner,
                                     const Address *tokens,
                                     guint n,
                                     guint32 root_index)
{
  GString *out = g_string_new ("{\"earnerAddress\":\"");
  char text[2 + 2 * sizeof earner->bytes + 1];

  hex_encode (earner->bytes, sizeof earner->bytes, true, text);
  g_string_append_printf (out, "%s\",\"tokens\":[", text);
  for (guint i = 0; i < n; i++)
    {
      hex_encode (tokens[i].bytes, sizeof tokens[i].bytes, true, text);
      g_string_append_printf (out, "%s\"%s\"", i > 0 ? "," : "", text);
    }
  g_string_append_printf (out, "],\"rootIndex\":\"%u\"}", root_index);
  return g_string_free_to_bytes (out);
}

/* The three lists, which go side by side. */
typedef struct
{
  JsonArray *indices;
  JsonArray *proofs;
  JsonArray *leaves;
} Lists;

/* proofs owns what out lends. */
static gboolean
read_token (const Lists *lists, guint i, GPtrArray *proofs, SuretyClaimToken *out, GError **error)
{
  JsonObject *leaf = read_object (json_array_get_element (lists->leaves, i), error);

  if (leaf == NULL || !read_address (get_member (leaf, "token"), &out->token, error) ||
      !read_amount (get_member (leaf, "cumulativeEarnings"), &out->cumulative, error) ||
      !read_index (json_array_get_element (lists->indices, i), &out->index, error))
    return FALSE;
  out->proof = read_bytes (json_array_get_element (lists->proofs, i), error);
  if (out->proof == NULL)
    return FALSE;
  g_ptr_array_add (proofs, out->proof);
  return TRUE;
}

static gboolean
read_lists (JsonObject *proof, Lists *out, GError **error)
{
  if (!read_array (get_member (proof, "tokenIndices"), SURETY_CLAIM_MAX_TOKENS, &out->indices,
                   error) ||
      !read_array (get_member (proof, "tokenTreeProofs"), SURETY_CLAIM_MAX_TOKENS, &out->proofs,
                   error) ||
      !read_array (get_member (proof, "tokenLeaves"), SURETY_CLAIM_MAX_TOKENS, &out->leaves, error))
    return FALSE;
  return (count (out->indices) == count (out->leaves) &&
          count (out->proofs) == count (out->leaves)) ||
         refuse (error, "the lists are of different lengths");
}

static SuretyClaim *
read_claim (JsonObject *proof, GError **error)
{
  g_autoptr (GPtrArray) proofs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GBytes) earner_proof = NULL;
  g_autoptr (GError) broken = NULL;
  SuretyClaimToken tokens[SURETY_CLAIM_MAX_TOKENS];
  SuretyClaim *claim;
  JsonObject *leaf = read_object (get_member (proof, "earnerLeaf"), error);
  guint32 root_index, earner_index;
  Address earner;
  Hash token_root;
  Lists lists;

  if (leaf == NULL || !read_address (get_member (leaf, "earner"), &earner, error) ||
      !read_hash (get_member (leaf, "earnerTokenRoot"), &token_root, error) ||
      !read_index (get_member (proof, "rootIndex"), &root_index, error) ||
      !read_index (get_member (proof, "earnerIndex"), &earner_index, error) ||
      (earner_proof = read_bytes (get_member (proof, "earnerTreeProof"), error)) == NULL ||
      !read_lists (proof, &lists, error))
    return NULL;
  for (guint i = 0; i < count (lists.leaves); i++)
    if (!read_token (&lists, i, proofs, &tokens[i], error))
      return NULL;

  claim = surety_claim_new (root_index, earner_index, earner_proof, &earner, &token_root, tokens,
                            count (lists.leaves), &broken);
  if (claim == NULL)
    refuse (error, broken->message);
  return claim;
}

SuretyClaim *
surety_eigenlayer_sidecar_read_proof (GBytes *reply, GError **error)
{
  g_autoptr (JsonNode) root = parse (reply, error);
  JsonObject *object;
  JsonObject *proof;

  if (root == NULL || (object = read_object (root, error)) == NULL ||
      (proof = read_object (get_member (object, "proof"), error)) == NULL)
    return NULL;
  return read_claim (proof, error);
}
