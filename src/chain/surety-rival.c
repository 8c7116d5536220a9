/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-rival.h"

#include "rlp.h"
#include "surety-decode.h"
#include "surety-endpoints-private.h"
#include "transaction.h"

/* Blocks asked about at a time, each twice as far back as the one before: some years of mainnet's. */
#define N_BACK 24u
/* The same between two of them. */
#define N_BETWEEN 16u
/* That many rounds are enough between the furthest two; who answers so that more are needed is not asked more. */
#define MAX_ROUNDS 12u

typedef struct
{
  SuretyEndpoints *endpoints;
  SuretyFlow *flow;
  const Address *account;
  guint64 nonce;
} Search;

/* --- the block --- */

/* The account's next number at each of the blocks; G_MAXUINT64 = not answered. */
static gboolean
count_at (Search *search, GArray *blocks, guint64 *counts, GError **error)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();

  for (guint i = 0; i < blocks->len; i++)
    {
      char block[U256_HEX_SIZE];

      u256_to_quantity (g_array_index (blocks, guint64, i), block);
      surety_batch_add_nonce (batch, search->account, block);
    }
  if (!dex_await (surety_flow_guard (search->flow, surety_endpoints_run (search->endpoints, batch)),
                  error))
    return FALSE;
  for (guint i = 0; i < blocks->len; i++)
    if (!surety_batch_get_uint64 (batch, i, &counts[i], NULL))
      counts[i] = G_MAXUINT64;
  return TRUE;
}

/* *has: the number is not used at *low, and is at *high. */
static gboolean
find_bounds (Search *search, guint64 *low, guint64 *high, gboolean *has, GError **error)
{
  g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (guint64));
  guint64 counts[N_BACK + 2];
  const guint64 zero = 0;

  g_array_append_val (blocks, *high);
  for (guint k = 0; k < N_BACK && (guint64) 1 << k < *high; k++)
    {
      const guint64 block = *high - ((guint64) 1 << k);

      g_array_append_val (blocks, block);
    }
  g_array_append_val (blocks, zero);
  if (!count_at (search, blocks, counts, error))
    return FALSE;

  *has = FALSE;
  if (counts[0] == G_MAXUINT64 || counts[0] <= search->nonce)
    return TRUE;
  for (guint i = 1; i < blocks->len && !*has; i++)
    {
      if (counts[i] == G_MAXUINT64)
        continue;
      *has = counts[i] <= search->nonce;
      *(*has ? low : high) = g_array_index (blocks, guint64, i);
    }
  *has = *has && *low < *high;
  return TRUE;
}

/* *has: *high is one block after *low. */
static gboolean
narrow (Search *search, guint64 *low, guint64 *high, gboolean *has, GError **error)
{
  for (guint round = 0; round < MAX_ROUNDS && *high - *low > 1; round++)
    {
      g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (guint64));
      const guint64 span = *high - *low;
      const guint64 step = MAX (span / (N_BETWEEN + 1), 1u);
      guint64 counts[N_BETWEEN];

      for (guint64 block = *low + step; block < *high && blocks->len < N_BETWEEN; block += step)
        g_array_append_val (blocks, block);
      if (!count_at (search, blocks, counts, error))
        return FALSE;
      for (guint i = 0; i < blocks->len; i++)
        {
          if (counts[i] == G_MAXUINT64)
            continue;
          if (counts[i] > search->nonce)
            {
              *high = g_array_index (blocks, guint64, i);
              break;
            }
          *low = g_array_index (blocks, guint64, i);
        }
      if (*high - *low == span)
        break;
    }
  *has = *high - *low == 1;
  return TRUE;
}

/* --- a transaction in a block --- */

typedef struct
{
  Transaction transaction;
  Signature signature;
  GBytes *data;
  Buffer access_list;
} Shown;

static gboolean
read_word (JsonNode *node, const char *name, u256 *out)
{
  return surety_decode_quantity (surety_decode_member (node, name), name, out, NULL);
}

static gboolean
read_uint64 (JsonNode *node, const char *name, guint64 *out)
{
  return surety_decode_uint64 (surety_decode_member (node, name), name, out, NULL);
}

/* EIP-2930: [{address, storageKeys}, …] as the list [[address, [key, …]], …]. */
static gboolean
read_access_list (JsonNode *node, Buffer *out)
{
  const gsize list = rlp_open_list (out);
  guint n = 0;

  if (node == NULL || !surety_decode_length (node, "an access list", &n, NULL))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = surety_decode_element (node, i);
      JsonNode *keys = surety_decode_member (element, "storageKeys");
      const gsize entry = rlp_open_list (out);
      Address address;
      guint n_keys = 0;
      gsize inner;

      if (!surety_decode_address (surety_decode_member (element, "address"), "an address", &address,
                                  NULL) ||
          !surety_decode_length (keys, "keys", &n_keys, NULL))
        return FALSE;
      rlp_append_string (out, (Bytes) { address.bytes, sizeof address.bytes });
      inner = rlp_open_list (out);
      for (guint k = 0; k < n_keys; k++)
        {
          Hash key;

          if (!surety_decode_hash (surety_decode_element (keys, k), "a key", &key, NULL))
            return FALSE;
          rlp_append_string (out, (Bytes) { key.bytes, sizeof key.bytes });
        }
      rlp_close_list (out, inner);
      rlp_close_list (out, entry);
    }
  rlp_close_list (out, list);
  return TRUE;
}

/* EIP-155; 27 and 28 before it. */
static gboolean
read_legacy (JsonNode *node, Shown *out)
{
  guint64 v = 0;

  if (!read_word (node, "gasPrice", &out->transaction.max_fee) || !read_uint64 (node, "v", &v) ||
      v < 27 || (v > 28 && v < 35))
    return FALSE;
  out->transaction.kind = TRANSACTION_LEGACY;
  out->transaction.chain_id = v >= 35 ? (v - 35) / 2 : 0;
  out->signature.y_parity = (guint8) (v >= 35 ? (v - 35) % 2 : v - 27);
  return TRUE;
}

static gboolean
read_typed (JsonNode *node, Shown *out)
{
  guint64 parity = 0;

  if (!read_uint64 (node, "chainId", &out->transaction.chain_id) ||
      !read_word (node, "maxFeePerGas", &out->transaction.max_fee) ||
      !read_word (node, "maxPriorityFeePerGas", &out->transaction.max_priority_fee) ||
      !(read_uint64 (node, "yParity", &parity) || read_uint64 (node, "v", &parity)) || parity > 1 ||
      !read_access_list (surety_decode_member (node, "accessList"), &out->access_list))
    return FALSE;
  out->transaction.kind = TRANSACTION_EIP1559;
  out->transaction.access_list = buffer_bytes (&out->access_list);
  out->signature.y_parity = (guint8) parity;
  return TRUE;
}

static gboolean
read_shown (JsonNode *node, Shown *out)
{
  JsonNode *to = surety_decode_member (node, "to");
  u256 r = 0, s = 0;
  guint64 type = 0;
  gsize len;

  if (surety_decode_member (node, "type") != NULL && !read_uint64 (node, "type", &type))
    return FALSE;
  if ((type != 0 && type != 2) || !(type == 0 ? read_legacy (node, out) : read_typed (node, out)))
    return FALSE;

  out->data = surety_decode_data (surety_decode_member (node, "input"), "input", NULL);
  out->transaction.creates = to == NULL || JSON_NODE_HOLDS_NULL (to);
  if (out->data == NULL ||
      (!out->transaction.creates &&
       !surety_decode_address (to, "to", &out->transaction.to, NULL)) ||
      !read_uint64 (node, "nonce", &out->transaction.nonce) ||
      !read_uint64 (node, "gas", &out->transaction.gas_limit) ||
      !read_word (node, "value", &out->transaction.value) || !read_word (node, "r", &r) ||
      !read_word (node, "s", &s))
    return FALSE;
  out->transaction.data.data = g_bytes_get_data (out->data, &len);
  out->transaction.data.len = len;
  u256_to_be (r, out->signature.r);
  u256_to_be (s, out->signature.s);
  return TRUE;
}

GBytes *
surety_rival_encode (JsonNode *node)
{
  Shown shown = { .access_list = buffer_new () };
  Buffer bytes = buffer_new ();
  GBytes *encoded = NULL;

  if (read_shown (node, &shown) &&
      transaction_encode_signed (&shown.transaction, &shown.signature, &bytes) == CORE_OK)
    encoded = g_bytes_new (bytes.data, bytes.len);
  g_clear_pointer (&shown.data, g_bytes_unref);
  buffer_clear (&shown.access_list);
  buffer_clear (&bytes);
  return encoded;
}

/* Signed by the account, with the number, for this chain or (before EIP-155) for any. */
static gboolean
is_of_account (Search *search, GBytes *encoded)
{
  const guint64 chain_id = surety_endpoints_get_chain_id (search->endpoints);
  Transaction transaction;
  Signature signature;
  Address sender;
  gsize len;
  const guint8 *data = g_bytes_get_data (encoded, &len);

  return transaction_decode ((Bytes) { data, len }, &transaction, &signature, &sender) == CORE_OK &&
         address_equal (&sender, search->account) && transaction.nonce == search->nonce &&
         (transaction.chain_id == chain_id || transaction.chain_id == 0);
}

static void
note_contradiction (Search *search)
{
  g_autoptr (GError) error = g_error_new_literal (
    SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_PROOF,
    "The endpoint says of a transaction that it is in no block, and shows it in one");

  for (guint i = 0; i < surety_endpoints_get_n (search->endpoints); i++)
    if (surety_endpoints_get_rpc (search->endpoints, i) ==
        surety_endpoints_get_current (search->endpoints))
      surety_endpoints_note_failure (search->endpoints, i, error);
}

static void
look_through (Search *search,
              JsonNode *block,
              const Hash *transaction,
              gboolean *found,
              Hash *other)
{
  JsonNode *transactions = surety_decode_member (block, "transactions");
  guint n = 0;

  if (!surety_decode_length (transactions, "a block's transactions", &n, NULL))
    return;
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = surety_decode_element (transactions, i);
      g_autoptr (GBytes) encoded = NULL;
      Address from;
      guint64 nonce;
      gsize len;
      const guint8 *data;

      if (!surety_decode_address (surety_decode_member (node, "from"), "from", &from, NULL) ||
          !address_equal (&from, search->account) || !read_uint64 (node, "nonce", &nonce) ||
          nonce != search->nonce || (encoded = surety_rival_encode (node)) == NULL)
        continue;
      data = g_bytes_get_data (encoded, &len);
      *other = transaction_hash ((Bytes) { data, len });
      if (hash_equal (other, transaction))
        note_contradiction (search);
      else
        *found = is_of_account (search, encoded);
      return;
    }
}

gboolean
surety_rival_find (SuretyEndpoints *endpoints,
                   SuretyFlow *flow,
                   const Address *account,
                   guint64 nonce,
                   const Hash *transaction,
                   guint64 block,
                   gboolean *found,
                   Hash *other,
                   GError **error)
{
  Search search = { endpoints, flow, account, nonce };
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  JsonArray *params;
  JsonNode *node;
  guint64 low = 0;
  guint64 high = block;
  gboolean has = FALSE;
  char text[U256_HEX_SIZE];

  *found = FALSE;
  *other = (Hash) { 0 };
  if (!find_bounds (&search, &low, &high, &has, error) ||
      (has && !narrow (&search, &low, &high, &has, error)))
    return FALSE;
  if (!has)
    return TRUE;

  u256_to_quantity (high, text);
  params = json_array_new ();
  json_array_add_string_element (params, text);
  json_array_add_boolean_element (params, TRUE);
  surety_batch_add (batch, "eth_getBlockByNumber",
                    json_node_init_array (json_node_alloc (), params));
  json_array_unref (params);
  if (!dex_await (surety_flow_guard (flow, surety_endpoints_run (endpoints, batch)), error))
    return FALSE;
  node = surety_batch_get_result (batch, 0, NULL);
  if (node != NULL)
    look_through (&search, node, transaction, found, other);
  if (!*found)
    *other = (Hash) { 0 };
  return TRUE;
}
