/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-proof.h"

#include <string.h>

#include "surety-decode.h"

/* A way through a trie of 32-byte keys has at most 64 branches and a leaf; mainnet's have about ten. */
#define MAX_NODES 65u
/* Of a branch with sixteen hashes: 532 bytes. */
#define MAX_NODE 1024u

static gboolean
malformed (GError **error, const char *problem)
{
  g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED, "%s", problem);
  return FALSE;
}

static gboolean
unproved (GError **error, const char *problem)
{
  g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_PROOF, "%s", problem);
  return FALSE;
}

/* --- headers --- */

typedef struct
{
  JsonNode *node;
  GError **error;
  gboolean ok;
} Reader;

static JsonNode *
member (Reader *reader, const char *name)
{
  return surety_decode_member (reader->node, name);
}

static void
read_hash (Reader *reader, const char *name, Hash *out)
{
  reader->ok = reader->ok && surety_decode_hash (member (reader, name), name, out, reader->error);
}

static void
read_u64 (Reader *reader, const char *name, uint64_t *out)
{
  guint64 value = 0;

  reader->ok = reader->ok &&
               surety_decode_uint64 (member (reader, name), name, &value, reader->error);
  *out = value;
}

static void
read_u256 (Reader *reader, const char *name, u256 *out)
{
  reader->ok = reader->ok &&
               surety_decode_quantity (member (reader, name), name, out, reader->error);
}

static void
read_fixed (Reader *reader, const char *name, void *out, gsize size)
{
  g_autoptr (GBytes) bytes = NULL;

  if (!reader->ok)
    return;
  bytes = surety_decode_data (member (reader, name), name, reader->error);
  if (bytes == NULL)
    reader->ok = FALSE;
  else if (g_bytes_get_size (bytes) != size)
    reader->ok = malformed (reader->error, "A header's field is of another length");
  else
    memcpy (out, g_bytes_get_data (bytes, NULL), size);
}

/* By the last of the fields that are there; one that is missing among them is an error when it is
 * read. */
static HeaderForm
find_form (Reader *reader)
{
  static const struct
  {
    const char *name;
    HeaderForm form;
  } marks[] = {
    { "slotNumber", HEADER_AMSTERDAM },     { "blockAccessListHash", HEADER_AMSTERDAM },
    { "requestsHash", HEADER_PRAGUE },      { "parentBeaconBlockRoot", HEADER_CANCUN },
    { "withdrawalsRoot", HEADER_SHANGHAI }, { "baseFeePerGas", HEADER_LONDON },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      JsonNode *node = member (reader, marks[i].name);

      if (node != NULL && !JSON_NODE_HOLDS_NULL (node))
        return marks[i].form;
    }
  return HEADER_FRONTIER;
}

static void
read_later_fields (Reader *reader, Header *out)
{
  if (out->form >= HEADER_LONDON)
    read_u256 (reader, "baseFeePerGas", &out->base_fee);
  if (out->form >= HEADER_SHANGHAI)
    read_hash (reader, "withdrawalsRoot", &out->withdrawals_root);
  if (out->form >= HEADER_CANCUN)
    {
      read_u64 (reader, "blobGasUsed", &out->blob_gas_used);
      read_u64 (reader, "excessBlobGas", &out->excess_blob_gas);
      read_hash (reader, "parentBeaconBlockRoot", &out->parent_beacon_root);
    }
  if (out->form >= HEADER_PRAGUE)
    read_hash (reader, "requestsHash", &out->requests_hash);
  if (out->form >= HEADER_AMSTERDAM)
    {
      read_hash (reader, "blockAccessListHash", &out->block_access_list_hash);
      read_u64 (reader, "slotNumber", &out->slot_number);
    }
}

/* Reads all of a header. FALSE with an error when a field is missing or of another shape. */
static gboolean
read_header (JsonNode *node, Hash *hash, Hash *own, Header *out, GError **error)
{
  Reader reader = { .node = node, .error = error, .ok = TRUE };
  g_autoptr (GBytes) extra = NULL;
  gsize len;

  *out = (Header) { .form = find_form (&reader) };
  read_hash (&reader, "hash", hash);
  read_hash (&reader, "parentHash", &out->parent);
  read_hash (&reader, "sha3Uncles", &out->uncles);
  read_fixed (&reader, "miner", out->beneficiary.bytes, sizeof out->beneficiary.bytes);
  read_hash (&reader, "stateRoot", &out->state_root);
  read_hash (&reader, "transactionsRoot", &out->transactions_root);
  read_hash (&reader, "receiptsRoot", &out->receipts_root);
  read_fixed (&reader, "logsBloom", out->logs_bloom, sizeof out->logs_bloom);
  read_u256 (&reader, "difficulty", &out->difficulty);
  read_u64 (&reader, "number", &out->number);
  read_u64 (&reader, "gasLimit", &out->gas_limit);
  read_u64 (&reader, "gasUsed", &out->gas_used);
  read_u64 (&reader, "timestamp", &out->timestamp);
  read_hash (&reader, "mixHash", &out->mix);
  read_fixed (&reader, "nonce", out->nonce, sizeof out->nonce);
  read_later_fields (&reader, out);
  if (reader.ok)
    {
      extra = surety_decode_data (member (&reader, "extraData"), "extraData", error);
      reader.ok = extra != NULL;
    }
  if (!reader.ok)
    return FALSE;

  out->extra.data = g_bytes_get_data (extra, &len);
  out->extra.len = len;
  *own = header_hash (out);
  out->extra = (Bytes) { NULL, 0 };
  return TRUE;
}

gboolean
surety_batch_get_header (SuretyBatch *self, guint i, Hash *hash, Header *out, GError **error)
{
  JsonNode *node = surety_batch_get_result (self, i, error);
  Hash own;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return malformed (error, "A block is not an object");

  return read_header (node, hash, &own, out, error) &&
         (hash_equal (&own, hash) ||
          unproved (error, "The fields of a block's header do not hash to its hash"));
}

/* Whether there is no field that this program can't place. */
static gboolean
is_wholly_known (JsonObject *block)
{
  static const char *const known[] = {
    "baseFeePerGas",
    "blobGasUsed",
    "blockAccessListHash",
    "difficulty",
    "excessBlobGas",
    "extraData",
    "gasLimit",
    "gasUsed",
    "hash",
    "logsBloom",
    "miner",
    "mixHash",
    "nonce",
    "number",
    "parentBeaconBlockRoot",
    "parentHash",
    "receiptsRoot",
    "requestsHash",
    "sha3Uncles",
    "size",
    "slotNumber",
    "stateRoot",
    "timestamp",
    "totalDifficulty",
    "transactionsRoot",
    "transactions",
    "uncles",
    "withdrawals",
    "withdrawalsRoot",
    NULL,
  };
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, block);
  while (json_object_iter_next (&iter, &name, NULL))
    if (!g_strv_contains (known, name))
      return FALSE;
  return TRUE;
}

gboolean
surety_proof_check_block (JsonNode *block, GError **error)
{
  Header header;
  Hash hash, own;

  if (!JSON_NODE_HOLDS_OBJECT (block) || !is_wholly_known (json_node_get_object (block)) ||
      !read_header (block, &hash, &own, &header, NULL) || header.form < HEADER_CANCUN)
    return TRUE;
  return hash_equal (&own, &hash) ||
         unproved (error, "The fields of a block's header do not hash to its hash");
}

/* --- proofs --- */

static void
append_hex (JsonArray *array, const void *data, gsize len)
{
  g_autofree char *text = surety_encode_bytes (data, len);

  json_array_add_string_element (array, text);
}

guint
surety_batch_add_proof (SuretyBatch *self,
                        const Address *account,
                        const u256 *slots,
                        guint n_slots,
                        const char *block)
{
  JsonArray *params = json_array_new ();
  JsonArray *keys = json_array_new ();
  JsonNode *node;

  g_return_val_if_fail (SURETY_IS_BATCH (self), 0);
  g_return_val_if_fail (n_slots <= SURETY_PROOF_MAX_SLOTS, 0);

  append_hex (params, account->bytes, sizeof account->bytes);
  for (guint i = 0; i < n_slots; i++)
    {
      guint8 word[32];

      u256_to_be (slots[i], word);
      append_hex (keys, word, sizeof word);
    }
  json_array_add_array_element (params, keys);
  json_array_add_string_element (params, block);

  node = json_node_init_array (json_node_alloc (), params);
  json_array_unref (params);
  return surety_batch_add (self, "eth_getProof", node);
}

typedef struct
{
  GBytes *nodes[MAX_NODES];
  Bytes list[MAX_NODES];
  guint n;
} Nodes;

static void
nodes_clear (Nodes *self)
{
  for (guint i = 0; i < self->n; i++)
    g_bytes_unref (self->nodes[i]);
  self->n = 0;
}

static gboolean
nodes_read (Nodes *self, JsonNode *array, GError **error)
{
  guint n;

  self->n = 0;
  if (!surety_decode_length (array, "A proof", &n, error))
    return FALSE;
  if (n > MAX_NODES)
    return malformed (error, "A proof has more nodes than a way can have");

  for (guint i = 0; i < n; i++)
    {
      GBytes *bytes = surety_decode_data (surety_decode_element (array, i), "a proof's node",
                                          error);
      gsize len;

      if (bytes == NULL)
        return FALSE;
      self->nodes[self->n++] = bytes;
      self->list[i].data = g_bytes_get_data (bytes, &len);
      self->list[i].len = len;
      if (len > MAX_NODE)
        return malformed (error, "A proof's node is longer than one can be");
    }
  return TRUE;
}

static gboolean
refuse_result (CoreResult result, const char *what, GError **error)
{
  g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_PROOF, "The proof of %s: %s", what,
               core_result_to_string (result));
  return FALSE;
}

/* Nodes say of an account that is not there: no code, or zeros; no storage, or zeros. */
static gboolean
is_same_hash (const Hash *said, const Hash *proved, gboolean exists)
{
  static const Hash zero;

  return hash_equal (said, proved) || (!exists && hash_equal (said, &zero));
}

static gboolean
check_account (JsonNode *node,
               const Hash *state_root,
               const Address *account,
               AccountState *out,
               GError **error)
{
  Reader reader = { .node = node, .error = error, .ok = TRUE };
  Nodes nodes = { .n = 0 };
  AccountState said = { .nonce = 0 };
  CoreResult result = CORE_OK;

  read_u64 (&reader, "nonce", &said.nonce);
  read_u256 (&reader, "balance", &said.balance);
  read_hash (&reader, "storageHash", &said.storage_root);
  read_hash (&reader, "codeHash", &said.code_hash);
  reader.ok = reader.ok && nodes_read (&nodes, member (&reader, "accountProof"), error);
  if (reader.ok)
    {
      result = state_verify_account (state_root, account, nodes.list, nodes.n, out);
      reader.ok = result == CORE_OK || refuse_result (result, "an account", error);
    }
  nodes_clear (&nodes);
  if (!reader.ok)
    return FALSE;

  return (said.nonce == out->nonce && said.balance == out->balance &&
          is_same_hash (&said.storage_root, &out->storage_root, out->exists) &&
          is_same_hash (&said.code_hash, &out->code_hash, out->exists)) ||
         unproved (error, "The answer says another account than it proves");
}

/* A key comes back as it was asked for, or without its zeros. */
static gboolean
is_key (JsonNode *node, u256 slot)
{
  const char *text;
  u256 value = 0;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return FALSE;
  text = json_node_get_string (node);
  if (!g_str_has_prefix (text, "0x") || text[2] == '\0' || strlen (text) > 66)
    return FALSE;
  for (const char *p = text + 2; *p != '\0'; p++)
    {
      const int digit = g_ascii_xdigit_value (*p);

      if (digit < 0)
        return FALSE;
      value = u256_shl (value, 4) | (u256) (guint) digit;
    }
  return value == slot;
}

static gboolean
check_slot (JsonNode *node, const Hash *storage_root, u256 slot, u256 *out, GError **error)
{
  Nodes nodes = { .n = 0 };
  CoreResult result;
  u256 said;
  gboolean ok;

  if (!is_key (surety_decode_member (node, "key"), slot))
    return malformed (error, "A proof is of another slot than was asked for");
  if (!surety_decode_quantity (surety_decode_member (node, "value"), "a slot's value", &said,
                               error))
    return FALSE;

  ok = nodes_read (&nodes, surety_decode_member (node, "proof"), error);
  if (ok)
    {
      result = state_verify_slot (storage_root, slot, nodes.list, nodes.n, out);
      ok = result == CORE_OK || refuse_result (result, "a slot", error);
    }
  nodes_clear (&nodes);
  return ok && (said == *out || unproved (error, "The answer says another word than it proves"));
}

gboolean
surety_batch_check_proof (SuretyBatch *self,
                          guint i,
                          const Hash *state_root,
                          const Address *account,
                          const u256 *slots,
                          guint n_slots,
                          AccountState *account_state,
                          u256 *words,
                          GError **error)
{
  JsonNode *node = surety_batch_get_result (self, i, error);
  JsonNode *storage = NULL;
  Address address;
  guint n;

  if (node == NULL)
    return FALSE;
  storage = surety_decode_member (node, "storageProof");
  if (!surety_decode_address (surety_decode_member (node, "address"), "a proof's account", &address,
                              error) ||
      !surety_decode_length (storage, "The proofs of slots", &n, error))
    return FALSE;
  if (!address_equal (&address, account) || n != n_slots)
    return malformed (error, "A proof is of something else than was asked for");
  if (!check_account (node, state_root, account, account_state, error))
    return FALSE;

  for (guint k = 0; k < n_slots; k++)
    if (!check_slot (surety_decode_element (storage, k), &account_state->storage_root, slots[k],
                     &words[k], error))
      return FALSE;
  return TRUE;
}
