/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-network-file-private.h"

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
 *   ["rewardsServer": "https://…",]   where proofs of rewards can be asked for, once the user chose to
 *   "contracts": {                    Delegation-, Strategy- and AllocationManager at least
 *     "DelegationManager": { "address": "0x… (EIP-55)", "startBlock": 0,
 *       ["slots": { "delegatedTo": "0x4" }] }, … },  of StrategyManager: "stakerDepositShares"
 *   "tokens": [                       at most 64
 *     { "symbol": "stETH", "name": "Lido Staked Ether", "issuer": "Lido",
 *       "token": "0x…", "strategy": "0x…", "decimals": 18, "rebasing": true,
 *       "rate": { "kind": "one", ["source": "0x…"] },
 *       ["slots": { ["balanceOf": "0x3",] ["allowance": "0x4"] },]  no balanceOf of a rebasing one
 *       ["facts": { … }] }, … ],        see surety-network-file-facts.c
 *   ["otherTokens": [ … ],]           the same without "strategy": held or wrapped, not restaked
 *   "endpoints": [                    at most 32
 *     { "name": "…", "url": "https://…", "learns": "…" }, … ] }
 */
#define MAX_BYTES (256u * 1024u)
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
  g_free (self->rewards_server);
  g_array_unref (self->contracts);
  g_ptr_array_unref (self->tokens);
  g_ptr_array_unref (self->other_tokens);
  g_ptr_array_unref (self->endpoints);
  g_free (self);
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

/* What can be proved of a contract, by its name. */
static gboolean
read_contract_slot (SuretyNetworkContract *contract,
                    JsonObject *entry,
                    const char *where,
                    GError **error)
{
  static const char *const of_delegation[] = { "delegatedTo", NULL };
  static const char *const of_strategies[] = { "stakerDepositShares", NULL };
  const char *const *members = NULL;
  g_autofree char *path = surety_file_path (where, "slots");
  JsonObject *slots;

  if (!json_object_has_member (entry, "slots"))
    return TRUE;
  if (g_str_equal (contract->name, "DelegationManager"))
    members = of_delegation;
  else if (g_str_equal (contract->name, "StrategyManager"))
    members = of_strategies;
  else
    return surety_file_refuse (error, path, "must not be there for this contract");
  slots = surety_file_object (json_object_get_member (entry, "slots"), path, members, error);
  return slots != NULL && surety_file_slot (slots, path, members[0], &contract->slot, error);
}

static gboolean
read_contracts (SuretyNetworkFile *self, JsonNode *node, GError **error)
{
  static const char *const members[] = { "address", "startBlock", "slots", NULL };
  JsonObject *object;
  g_autoptr (GList) names = NULL;

  if (node == NULL)
    return surety_file_refuse (error, "contracts", "is missing");
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return surety_file_refuse (error, "contracts", "must be an object");

  object = json_node_get_object (node);
  names = json_object_get_members (object);
  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *clean = surety_text_clean (l->data, -1, 64);
      g_autofree char *where = surety_file_path ("contracts", clean);
      SuretyNetworkContract contract = { .name = find_contract_name (l->data) };
      JsonObject *entry;

      if (contract.name == NULL)
        return surety_file_refuse (error, where, "unknown member");
      entry = surety_file_object (json_object_get_member (object, l->data), where, members, error);
      if (entry == NULL ||
          !surety_file_address (entry, where, "address", &contract.address, error) ||
          !surety_file_number (entry, where, "startBlock", 0, G_MAXINT64, &contract.start_block,
                               error) ||
          !read_contract_slot (&contract, entry, where, error))
        return FALSE;
      g_array_append_val (self->contracts, contract);
    }

  for (guint i = 0; i < G_N_ELEMENTS (required_contracts); i++)
    if (!has_contract (self, required_contracts[i]))
      {
        g_autofree char *where = surety_file_path ("contracts", required_contracts[i]);

        return surety_file_refuse (error, where, "is missing");
      }
  return TRUE;
}

static gboolean
read_endpoints (SuretyNetworkFile *self, JsonNode *node, GError **error)
{
  static const char *const members[] = { "name", "url", "learns", NULL };
  JsonArray *array = surety_file_array (node, "endpoints", MAX_ENDPOINTS, error);

  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *where = g_strdup_printf ("endpoints[%u]", i);
      JsonObject *object = surety_file_object (json_array_get_element (array, i), where, members,
                                               error);
      SuretyPublicEndpoint *endpoint;

      if (object == NULL)
        return FALSE;
      endpoint = g_new0 (SuretyPublicEndpoint, 1);
      g_ptr_array_add (self->endpoints, endpoint);
      if (!surety_file_string (object, where, "name", 64, &endpoint->name, error) ||
          !surety_file_url (object, where, "url", FALSE, &endpoint->url, error) ||
          !surety_file_string (object, where, "learns", 400, &endpoint->learns, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_key (SuretyNetworkFile *self, JsonObject *object, GError **error)
{
  if (!surety_file_string (object, "", "key", 32, &self->key, error))
    return FALSE;
  for (const char *p = self->key; *p != '\0'; p++)
    if (!g_ascii_islower (*p) && !g_ascii_isdigit (*p) && *p != '-')
      return surety_file_refuse (error, "key", "may hold a to z, 0 to 9 and - only");
  return TRUE;
}

static gboolean
read_kind (SuretyNetworkFile *self, JsonObject *object, gboolean built_in, GError **error)
{
  g_autofree char *kind = NULL;
  gboolean known = FALSE;

  if (!surety_file_string (object, "", "kind", 16, &kind, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (kinds) && !known; i++)
    if (g_str_equal (kinds[i].name, kind))
      {
        self->kind = kinds[i].kind;
        known = TRUE;
      }
  if (!known)
    return surety_file_refuse (error, "kind", "is not known");
  if (!built_in && self->kind != SURETY_NETWORK_CUSTOM)
    return surety_file_refuse (error, "kind", "must be \"custom\" in a file of one's own");
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
        return surety_file_refuse (error, "key", "is a built-in network's");
      if (built_in_networks[i].chain_id == self->chain_id)
        return surety_file_refuse (error, "chainId", "is a built-in network's");
    }
  return TRUE;
}

static gboolean
read_file (SuretyNetworkFile *self, JsonNode *root, gboolean built_in, GError **error)
{
  static const char *const members[] = {
    "schema",        "key",      "name",          "kind",      "chainId", "blockSeconds",
    "confirmations", "explorer", "rewardsServer", "contracts", "tokens",  "otherTokens",
    "endpoints",     NULL,
  };
  JsonObject *object = surety_file_object (root, "", members, error);
  guint64 schema, block_seconds;

  if (object == NULL || !surety_file_number (object, "", "schema", 1, 1, &schema, error) ||
      !read_key (self, object, error) ||
      !surety_file_string (object, "", "name", 64, &self->name, error) ||
      !read_kind (self, object, built_in, error) ||
      !surety_file_number (object, "", "chainId", 1, G_MAXINT64, &self->chain_id, error) ||
      !check_identity (self, built_in, error) ||
      !surety_file_number (object, "", "blockSeconds", 1, 3600, &block_seconds, error) ||
      !surety_file_number (object, "", "confirmations", 1, 10000, &self->confirmations, error))
    return FALSE;
  self->block_seconds = (guint) block_seconds;

  if (json_object_has_member (object, "explorer") &&
      !surety_file_url (object, "", "explorer", TRUE, &self->explorer, error))
    return FALSE;
  if (json_object_has_member (object, "rewardsServer") &&
      !surety_file_url (object, "", "rewardsServer", FALSE, &self->rewards_server, error))
    return FALSE;

  return read_contracts (self, json_object_get_member (object, "contracts"), error) &&
         surety_file_tokens (self, object, error) &&
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
      surety_file_refuse (error, "file", "must be at most %u bytes", MAX_BYTES);
      return NULL;
    }

  root = surety_json_parse (json, &broken);
  if (root == NULL)
    {
      surety_file_refuse (error, "file", "is no JSON: %s", broken->message);
      return NULL;
    }

  self = g_new0 (SuretyNetworkFile, 1);
  self->contracts = g_array_new (FALSE, FALSE, sizeof (SuretyNetworkContract));
  self->tokens = g_ptr_array_new_with_free_func ((GDestroyNotify) surety_file_token_free);
  self->other_tokens = g_ptr_array_new_with_free_func ((GDestroyNotify) surety_file_token_free);
  self->endpoints = g_ptr_array_new_with_free_func ((GDestroyNotify) endpoint_free);
  if (!read_file (self, root, built_in, error))
    return NULL;
  return g_steal_pointer (&self);
}
