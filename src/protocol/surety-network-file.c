/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-network-file.h"

#include <string.h>

#include "surety-json.h"
#include "surety-protocol-error.h"
#include "surety-text.h"

/* The schema, version 1. Every member is required but those in brackets; others are refused.
 *
 * { "schema": 1,
 *   "key": "private-1",               a-z, 0-9 and "-", at most 32
 *   "name": "Private chain",
 *   "kind": "custom",                 mainnet, test, practice: built-in files only
 *   "chainId": 31337,
 *   "blockSeconds": 12,               1 to 3600
 *   "confirmations": 1,               1 to 10000
 *   ["explorer": "https://…",]
 *   "contracts": {                    Delegation-, Strategy- and AllocationManager at least
 *     "DelegationManager": { "address": "0x… (EIP-55)", "startBlock": 0 }, … },
 *   "tokens": [                       at most 64
 *     { "symbol": "stETH", "name": "Lido Staked Ether", "issuer": "Lido",
 *       "token": "0x…", "strategy": "0x…", "decimals": 18, "rebasing": true,
 *       "rate": { "kind": "one", ["source": "0x…"] } }, … ],
 *   "endpoints": [                    at most 32
 *     { "name": "…", "url": "https://…", "learns": "…" }, … ] }
 */
#define MAX_BYTES (256u * 1024u)
#define MAX_TOKENS 64u
#define MAX_ENDPOINTS 32u

static const char *const contract_names[] = {
  "DelegationManager", "StrategyManager", "AllocationManager",    "RewardsCoordinator",
  "EigenPodManager",   "AVSDirectory",    "PermissionController", "StrategyFactory",
  "KeyRegistrar",      "ReleaseManager",  "ProtocolRegistry",     "EmissionsController",
  "Multicall3",
};

static const char *const required_contracts[] = {
  "DelegationManager",
  "StrategyManager",
  "AllocationManager",
};

/* How rates are read, see surety-eigenlayer-abi.h. "one" and "none" have no source. */
static const char *const rate_kinds[] = {
  "none",
  "one",
  "getExchangeRate",
  "exchangeRate",
  "getRate",
  "stEthPerToken",
  "pricePerShare",
  "swETHToETHRate",
  "convertToAssets",
  "mETHToETH",
  "underlyingBalanceFromShares",
  "ratio",
};

static const struct
{
  const char *name;
  SuretyNetworkKind kind;
} kinds[] = {
  { "mainnet", SURETY_NETWORK_MAINNET },
  { "test", SURETY_NETWORK_TEST },
  { "practice", SURETY_NETWORK_PRACTICE },
  { "custom", SURETY_NETWORK_CUSTOM },
};

static const struct
{
  const char *key;
  guint64 chain_id;
} built_in_networks[] = {
  { "mainnet", 1 },
  { "hoodi", 560048 },
  { "sepolia", 11155111 },
  { "practice", 20260001 },
};

static void
token_free (SuretyToken *self)
{
  g_free (self->symbol);
  g_free (self->name);
  g_free (self->issuer);
  g_free (self->rate_kind);
  g_free (self);
}

static void
endpoint_free (SuretyPublicEndpoint *self)
{
  g_free (self->name);
  g_free (self->url);
  g_free (self->learns);
  g_free (self);
}

void
surety_network_file_free (SuretyNetworkFile *self)
{
  g_free (self->key);
  g_free (self->name);
  g_free (self->explorer);
  g_array_unref (self->contracts);
  g_ptr_array_unref (self->tokens);
  g_ptr_array_unref (self->endpoints);
  g_free (self);
}

G_GNUC_PRINTF (3, 4)
static gboolean
refuse (GError **error, const char *where, const char *format, ...)
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

static char *
path_to (const char *where, const char *member)
{
  return *where == '\0' ? g_strdup (member) : g_strdup_printf ("%s.%s", where, member);
}

/* The object at node, when all its members are among the NULL-terminated names. */
static JsonObject *
check_object (JsonNode *node, const char *where, const char *const *names, GError **error)
{
  JsonObject *object;
  g_autoptr (GList) members = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      refuse (error, *where == '\0' ? "file" : where, "must be an object");
      return NULL;
    }

  object = json_node_get_object (node);
  members = json_object_get_members (object);
  for (GList *l = members; l != NULL; l = l->next)
    if (!g_strv_contains (names, l->data))
      {
        g_autofree char *clean = surety_text_clean (l->data, -1, 64);
        g_autofree char *path = path_to (where, clean);

        refuse (error, path, "unknown member");
        return NULL;
      }
  return object;
}

static gboolean
read_string (JsonObject *object,
             const char *where,
             const char *member,
             gsize max,
             char **out,
             GError **error)
{
  JsonNode *node = json_object_get_member (object, member);
  g_autofree char *path = path_to (where, member);

  if (node == NULL)
    return refuse (error, path, "is missing");
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return refuse (error, path, "must be a string");
  if (!surety_text_is_clean (json_node_get_string (node), 1, max))
    return refuse (error, path, "must be 1 to %u plain characters", (guint) max);

  *out = json_node_dup_string (node);
  return TRUE;
}

static gboolean
read_number (JsonObject *object,
             const char *where,
             const char *member,
             guint64 min,
             guint64 max,
             guint64 *out,
             GError **error)
{
  JsonNode *node = json_object_get_member (object, member);
  g_autofree char *path = path_to (where, member);
  gint64 value;

  if (node == NULL)
    return refuse (error, path, "is missing");
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return refuse (error, path, "must be a whole number");

  value = json_node_get_int (node);
  if (value < 0 || (guint64) value < min || (guint64) value > max)
    return refuse (error, path, "must be from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT, min,
                   max);

  *out = (guint64) value;
  return TRUE;
}

static gboolean
read_address (JsonObject *object,
              const char *where,
              const char *member,
              Address *out,
              GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *path = path_to (where, member);
  char checksummed[ADDRESS_TEXT_SIZE];

  if (!read_string (object, where, member, 42, &text, error))
    return FALSE;
  if (address_parse (text, strlen (text), out, NULL) != CORE_OK)
    return refuse (error, path, "is no address, or its checksum is wrong");

  /* One spelling only: a file without checksums would hide a wrong digit. */
  address_to_text (out, checksummed);
  if (!g_str_equal (text, checksummed))
    return refuse (error, path, "must be written with its EIP-55 checksum");
  if (address_is_zero (out))
    return refuse (error, path, "must not be the zero address");
  return TRUE;
}

static gboolean
read_url (JsonObject *object,
          const char *where,
          const char *member,
          gboolean only_https,
          char **out,
          GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *path = path_to (where, member);
  g_autoptr (GUri) uri = NULL;

  if (!read_string (object, where, member, 512, &text, error))
    return FALSE;

  uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return refuse (error, path, "is no URL with a host");
  if (!g_str_equal (g_uri_get_scheme (uri), "https") &&
      (only_https || !g_str_equal (g_uri_get_scheme (uri), "http")))
    return refuse (error, path, only_https ? "must be https" : "must be https or http");

  *out = g_steal_pointer (&text);
  return TRUE;
}

static const char *
find_contract_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (contract_names); i++)
    if (g_str_equal (contract_names[i], name))
      return contract_names[i];
  return NULL;
}

static gboolean
has_contract (SuretyNetworkFile *self, const char *name)
{
  for (guint i = 0; i < self->contracts->len; i++)
    if (g_str_equal (g_array_index (self->contracts, SuretyNetworkContract, i).name, name))
      return TRUE;
  return FALSE;
}

static gboolean
read_contracts (SuretyNetworkFile *self, JsonNode *node, GError **error)
{
  static const char *const members[] = { "address", "startBlock", NULL };
  JsonObject *object;
  g_autoptr (GList) names = NULL;

  if (node == NULL)
    return refuse (error, "contracts", "is missing");
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, "contracts", "must be an object");

  object = json_node_get_object (node);
  names = json_object_get_members (object);
  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *clean = surety_text_clean (l->data, -1, 64);
      g_autofree char *where = path_to ("contracts", clean);
      SuretyNetworkContract contract = { .name = find_contract_name (l->data) };
      JsonObject *entry;

      if (contract.name == NULL)
        return refuse (error, where, "unknown member");
      entry = check_object (json_object_get_member (object, l->data), where, members, error);
      if (entry == NULL || !read_address (entry, where, "address", &contract.address, error) ||
          !read_number (entry, where, "startBlock", 0, G_MAXINT64, &contract.start_block, error))
        return FALSE;
      g_array_append_val (self->contracts, contract);
    }

  for (guint i = 0; i < G_N_ELEMENTS (required_contracts); i++)
    if (!has_contract (self, required_contracts[i]))
      {
        g_autofree char *where = path_to ("contracts", required_contracts[i]);

        return refuse (error, where, "is missing");
      }
  return TRUE;
}

static gboolean
read_rate (SuretyToken *token, JsonNode *node, const char *where, GError **error)
{
  static const char *const members[] = { "kind", "source", NULL };
  g_autofree char *path = path_to (where, "rate");
  g_autofree char *kind_path = path_to (path, "kind");
  JsonObject *object = check_object (node, path, members, error);
  gboolean known = FALSE;

  if (object == NULL || !read_string (object, path, "kind", 32, &token->rate_kind, error))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (rate_kinds) && !known; i++)
    known = g_str_equal (rate_kinds[i], token->rate_kind);
  if (!known)
    return refuse (error, kind_path, "is no way to read a rate that is known here");

  if (g_str_equal (token->rate_kind, "none") || g_str_equal (token->rate_kind, "one"))
    {
      g_autofree char *source_path = path_to (path, "source");

      if (json_object_has_member (object, "source"))
        return refuse (error, source_path, "must not be there for this kind");
      return TRUE;
    }
  return read_address (object, path, "source", &token->rate_source, error);
}

static gboolean
read_token (SuretyNetworkFile *self, JsonNode *node, const char *where, GError **error)
{
  static const char *const members[] = {
    "symbol", "name", "issuer", "token", "strategy", "decimals", "rebasing", "rate", NULL,
  };
  JsonObject *object = check_object (node, where, members, error);
  SuretyToken *token;
  guint64 decimals;
  JsonNode *rebasing;
  g_autofree char *rebasing_path = path_to (where, "rebasing");
  g_autofree char *strategy_path = path_to (where, "strategy");

  if (object == NULL)
    return FALSE;

  token = g_new0 (SuretyToken, 1);
  g_ptr_array_add (self->tokens, token);
  if (!read_string (object, where, "symbol", 16, &token->symbol, error) ||
      !read_string (object, where, "name", 64, &token->name, error) ||
      !read_string (object, where, "issuer", 64, &token->issuer, error) ||
      !read_address (object, where, "token", &token->token, error) ||
      !read_address (object, where, "strategy", &token->strategy, error) ||
      !read_number (object, where, "decimals", 0, 36, &decimals, error) ||
      !read_rate (token, json_object_get_member (object, "rate"), where, error))
    return FALSE;
  token->decimals = (guint) decimals;

  rebasing = json_object_get_member (object, "rebasing");
  if (rebasing == NULL)
    return refuse (error, rebasing_path, "is missing");
  if (!JSON_NODE_HOLDS_VALUE (rebasing) || json_node_get_value_type (rebasing) != G_TYPE_BOOLEAN)
    return refuse (error, rebasing_path, "must be true or false");
  token->rebasing = json_node_get_boolean (rebasing);

  for (guint i = 0; i + 1 < self->tokens->len; i++)
    {
      const SuretyToken *other = g_ptr_array_index (self->tokens, i);

      if (address_equal (&other->strategy, &token->strategy))
        return refuse (error, strategy_path, "is another token's too");
    }
  return TRUE;
}

static gboolean
read_tokens (SuretyNetworkFile *self, JsonNode *node, GError **error)
{
  JsonArray *array;

  if (node == NULL)
    return refuse (error, "tokens", "is missing");
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (error, "tokens", "must be an array");

  array = json_node_get_array (node);
  if (json_array_get_length (array) > MAX_TOKENS)
    return refuse (error, "tokens", "must be at most %u", MAX_TOKENS);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *where = g_strdup_printf ("tokens[%u]", i);

      if (!read_token (self, json_array_get_element (array, i), where, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_endpoints (SuretyNetworkFile *self, JsonNode *node, GError **error)
{
  static const char *const members[] = { "name", "url", "learns", NULL };
  JsonArray *array;

  if (node == NULL)
    return refuse (error, "endpoints", "is missing");
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (error, "endpoints", "must be an array");

  array = json_node_get_array (node);
  if (json_array_get_length (array) > MAX_ENDPOINTS)
    return refuse (error, "endpoints", "must be at most %u", MAX_ENDPOINTS);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *where = g_strdup_printf ("endpoints[%u]", i);
      JsonObject *object = check_object (json_array_get_element (array, i), where, members, error);
      SuretyPublicEndpoint *endpoint;

      if (object == NULL)
        return FALSE;
      endpoint = g_new0 (SuretyPublicEndpoint, 1);
      g_ptr_array_add (self->endpoints, endpoint);
      if (!read_string (object, where, "name", 64, &endpoint->name, error) ||
          !read_url (object, where, "url", FALSE, &endpoint->url, error) ||
          !read_string (object, where, "learns", 400, &endpoint->learns, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_key (SuretyNetworkFile *self, JsonObject *object, GError **error)
{
  if (!read_string (object, "", "key", 32, &self->key, error))
    return FALSE;
  for (const char *p = self->key; *p != '\0'; p++)
    if (!g_ascii_islower (*p) && !g_ascii_isdigit (*p) && *p != '-')
      return refuse (error, "key", "may hold a to z, 0 to 9 and - only");
  return TRUE;
}

static gboolean
read_kind (SuretyNetworkFile *self, JsonObject *object, gboolean built_in, GError **error)
{
  g_autofree char *kind = NULL;
  gboolean known = FALSE;

  if (!read_string (object, "", "kind", 16, &kind, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (kinds) && !known; i++)
    if (g_str_equal (kinds[i].name, kind))
      {
        self->kind = kinds[i].kind;
        known = TRUE;
      }
  if (!known)
    return refuse (error, "kind", "is not known");
  if (!built_in && self->kind != SURETY_NETWORK_CUSTOM)
    return refuse (error, "kind", "must be \"custom\" in a file of one's own");
  return TRUE;
}

static gboolean
check_identity (SuretyNetworkFile *self, gboolean built_in, GError **error)
{
  if (built_in)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (built_in_networks); i++)
    {
      if (g_str_equal (built_in_networks[i].key, self->key))
        return refuse (error, "key", "is a built-in network's");
      if (built_in_networks[i].chain_id == self->chain_id)
        return refuse (error, "chainId", "is a built-in network's");
    }
  return TRUE;
}

static gboolean
read_file (SuretyNetworkFile *self, JsonNode *root, gboolean built_in, GError **error)
{
  static const char *const members[] = {
    "schema",        "key",      "name",      "kind",   "chainId",   "blockSeconds",
    "confirmations", "explorer", "contracts", "tokens", "endpoints", NULL,
  };
  JsonObject *object = check_object (root, "", members, error);
  guint64 schema, block_seconds;

  if (object == NULL || !read_number (object, "", "schema", 1, 1, &schema, error) ||
      !read_key (self, object, error) ||
      !read_string (object, "", "name", 64, &self->name, error) ||
      !read_kind (self, object, built_in, error) ||
      !read_number (object, "", "chainId", 1, G_MAXINT64, &self->chain_id, error) ||
      !check_identity (self, built_in, error) ||
      !read_number (object, "", "blockSeconds", 1, 3600, &block_seconds, error) ||
      !read_number (object, "", "confirmations", 1, 10000, &self->confirmations, error))
    return FALSE;
  self->block_seconds = (guint) block_seconds;

  if (json_object_has_member (object, "explorer") &&
      !read_url (object, "", "explorer", TRUE, &self->explorer, error))
    return FALSE;

  return read_contracts (self, json_object_get_member (object, "contracts"), error) &&
         read_tokens (self, json_object_get_member (object, "tokens"), error) &&
         read_endpoints (self, json_object_get_member (object, "endpoints"), error);
}

SuretyNetworkFile *
surety_network_file_parse (GBytes *json, gboolean built_in, GError **error)
{
  g_autoptr (SuretyNetworkFile) self = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) broken = NULL;

  if (g_bytes_get_size (json) > MAX_BYTES)
    {
      refuse (error, "file", "must be at most %u bytes", MAX_BYTES);
      return NULL;
    }

  root = surety_json_parse (json, &broken);
  if (root == NULL)
    {
      refuse (error, "file", "is no JSON: %s", broken->message);
      return NULL;
    }

  self = g_new0 (SuretyNetworkFile, 1);
  self->contracts = g_array_new (FALSE, FALSE, sizeof (SuretyNetworkContract));
  self->tokens = g_ptr_array_new_with_free_func ((GDestroyNotify) token_free);
  self->endpoints = g_ptr_array_new_with_free_func ((GDestroyNotify) endpoint_free);
  if (!read_file (self, root, built_in, error))
    return NULL;
  return g_steal_pointer (&self);
}
