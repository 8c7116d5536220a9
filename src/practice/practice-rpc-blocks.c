/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-rpc.h"

#include <string.h>

void
practice_bloom_add (guint8 bloom[256], const PracticeLog *log)
{
  for (gsize i = 0; i <= log->n_topics; i++)
    {
      Hash hash = i == 0 ? keccak256 ((Bytes) { log->address.bytes, sizeof log->address.bytes })
                         : keccak256 ((Bytes) { log->topics[i - 1].bytes, 32 });

      /* Yellow paper, 4.3.1: three bits, each named by 11 bits of the hash. */
      for (gsize j = 0; j < 6; j += 2)
        {
          guint bit = (((guint) hash.bytes[j] << 8) | hash.bytes[j + 1]) & 2047;

          bloom[255 - bit / 8] = (guint8) (bloom[255 - bit / 8] | (1u << (bit % 8)));
        }
    }
}

static void
out_bloom (GString *out,
           PracticeChain *chain,
           const PracticeTransaction *const *transactions,
           gsize n)
{
  GArray *logs = practice_chain_logs (chain);
  guint8 bloom[256] = { 0 };

  for (gsize i = 0; i < n; i++)
    {
      for (guint j = 0; j < transactions[i]->n_logs; j++)
        practice_bloom_add (bloom,
                            g_array_index (logs, PracticeLogEntry, transactions[i]->first_log + j)
                              .log);
    }
  practice_out_data (out, (Bytes) { bloom, sizeof bloom });
}

void
practice_out_log (GString *out, PracticeChain *chain, const PracticeLogEntry *entry)
{
  const PracticeTransaction *transaction = entry->transaction;
  Hash block_hash = practice_chain_block_hash (chain, transaction->block);

  g_string_append (out, "{\"address\":");
  practice_out_address (out, &entry->log->address);
  practice_out_name (out, "topics");
  g_string_append_c (out, '[');
  for (gsize i = 0; i < entry->log->n_topics; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      practice_out_hash (out, &entry->log->topics[i]);
    }
  g_string_append_c (out, ']');
  practice_out_name (out, "data");
  practice_out_data (out, buffer_bytes (&entry->log->data));
  practice_out_name (out, "blockNumber");
  practice_out_quantity (out, transaction->block);
  practice_out_name (out, "blockHash");
  practice_out_hash (out, &block_hash);
  practice_out_name (out, "blockTimestamp");
  practice_out_quantity (out, practice_chain_time (chain, transaction->block));
  practice_out_name (out, "transactionHash");
  practice_out_hash (out, &transaction->hash);
  practice_out_name (out, "transactionIndex");
  practice_out_quantity (out, transaction->index);
  practice_out_name (out, "logIndex");
  practice_out_quantity (out, entry->index);
  g_string_append (out, ",\"removed\":false}");
}

static void
out_transaction (GString *out,
                 PracticeChain *chain,
                 const PracticeTransaction *transaction,
                 gboolean pooled)
{
  gboolean typed = transaction->kind == TRANSACTION_EIP1559;
  guint64 chain_id = practice_chain_world (chain)->config.chain_id;
  gsize n_input;
  const guint8 *input = g_bytes_get_data (transaction->input, &n_input);

  g_string_append_printf (out, "{\"type\":\"%s\",\"hash\":", typed ? "0x2" : "0x0");
  practice_out_hash (out, &transaction->hash);
  if (pooled)
    g_string_append (out, ",\"blockHash\":null,\"blockNumber\":null,\"transactionIndex\":null");
  else
    {
      Hash block_hash = practice_chain_block_hash (chain, transaction->block);

      practice_out_name (out, "blockHash");
      practice_out_hash (out, &block_hash);
      practice_out_name (out, "blockNumber");
      practice_out_quantity (out, transaction->block);
      practice_out_name (out, "transactionIndex");
      practice_out_quantity (out, transaction->index);
    }
  practice_out_name (out, "from");
  practice_out_address (out, &transaction->from);
  practice_out_name (out, "to");
  practice_out_address (out, &transaction->to);
  practice_out_name (out, "nonce");
  practice_out_quantity (out, transaction->nonce);
  practice_out_name (out, "gas");
  practice_out_quantity (out, transaction->gas_limit);
  practice_out_name (out, "value");
  practice_out_quantity (out, transaction->value);
  practice_out_name (out, "input");
  practice_out_data (out, (Bytes) { input, n_input });
  practice_out_name (out, "chainId");
  practice_out_quantity (out, chain_id);
  practice_out_name (out, "gasPrice");
  practice_out_quantity (out, pooled ? transaction->max_fee : transaction->gas_price);
  if (typed)
    {
      practice_out_name (out, "maxFeePerGas");
      practice_out_quantity (out, transaction->max_fee);
      practice_out_name (out, "maxPriorityFeePerGas");
      practice_out_quantity (out, transaction->max_priority_fee);
      /* What was sent with one is shown without: nothing this network serves reads it. */
      g_string_append (out, ",\"accessList\":[]");
      practice_out_name (out, "yParity");
      practice_out_quantity (out, transaction->signature.y_parity);
    }
  practice_out_name (out, "v");
  practice_out_quantity (out, typed ? transaction->signature.y_parity
                                    : chain_id * 2 + 35 + transaction->signature.y_parity);
  practice_out_name (out, "r");
  practice_out_quantity (out, u256_from_be (transaction->signature.r));
  practice_out_name (out, "s");
  practice_out_quantity (out, u256_from_be (transaction->signature.s));
  g_string_append_c (out, '}');
}

static void
out_receipt (GString *out, PracticeChain *chain, const PracticeTransaction *transaction)
{
  GArray *logs = practice_chain_logs (chain);
  Hash block_hash = practice_chain_block_hash (chain, transaction->block);
  gsize n;
  const PracticeTransaction *const *block = practice_chain_block_transactions (chain,
                                                                               transaction->block,
                                                                               &n);
  guint64 cumulative = 0;

  for (gsize i = 0; i <= transaction->index; i++)
    cumulative += block[i]->gas_used;

  g_string_append_printf (out, "{\"type\":\"%s\",\"status\":\"%s\",\"transactionHash\":",
                          transaction->kind == TRANSACTION_EIP1559 ? "0x2" : "0x0",
                          transaction->success ? "0x1" : "0x0");
  practice_out_hash (out, &transaction->hash);
  practice_out_name (out, "transactionIndex");
  practice_out_quantity (out, transaction->index);
  practice_out_name (out, "blockHash");
  practice_out_hash (out, &block_hash);
  practice_out_name (out, "blockNumber");
  practice_out_quantity (out, transaction->block);
  practice_out_name (out, "from");
  practice_out_address (out, &transaction->from);
  practice_out_name (out, "to");
  practice_out_address (out, &transaction->to);
  practice_out_name (out, "gasUsed");
  practice_out_quantity (out, transaction->gas_used);
  practice_out_name (out, "cumulativeGasUsed");
  practice_out_quantity (out, cumulative);
  practice_out_name (out, "effectiveGasPrice");
  practice_out_quantity (out, transaction->gas_price);
  practice_out_name (out, "logsBloom");
  out_bloom (out, chain, &transaction, 1);
  practice_out_name (out, "logs");
  g_string_append_c (out, '[');
  for (guint i = 0; i < transaction->n_logs; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      practice_out_log (out, chain,
                        &g_array_index (logs, PracticeLogEntry, transaction->first_log + i));
    }
  g_string_append (out, "],\"contractAddress\":null}");
}

/* A root nobody can check here: the network keeps no trie. A function of the block's hash. */
static void
out_root (GString *out, const char *name, const Hash *block_hash)
{
  const Bytes parts[] = {
    { (const guint8 *) name, strlen (name) },
    { block_hash->bytes, sizeof block_hash->bytes },
  };
  Hash root = keccak256_parts (parts, G_N_ELEMENTS (parts));

  practice_out_name (out, name);
  practice_out_hash (out, &root);
}

static void
out_block (GString *out, PracticeChain *chain, guint64 number, gboolean full)
{
  static const Hash zero;
  guint64 first = practice_chain_world (chain)->config.first_block;
  Hash hash = practice_chain_block_hash (chain, number);
  Hash parent = number > first ? practice_chain_block_hash (chain, number - 1) : zero;
  gsize n;
  const PracticeTransaction *const *transactions = practice_chain_block_transactions (chain, number,
                                                                                      &n);
  guint64 gas_used = 0;

  for (gsize i = 0; i < n; i++)
    gas_used += transactions[i]->gas_used;

  g_string_append (out, "{\"number\":");
  practice_out_quantity (out, number);
  practice_out_name (out, "hash");
  practice_out_hash (out, &hash);
  practice_out_name (out, "parentHash");
  practice_out_hash (out, &parent);
  practice_out_name (out, "timestamp");
  practice_out_quantity (out, practice_chain_time (chain, number));
  practice_out_name (out, "gasLimit");
  practice_out_quantity (out, PRACTICE_BLOCK_GAS_LIMIT);
  practice_out_name (out, "gasUsed");
  practice_out_quantity (out, gas_used);
  practice_out_name (out, "baseFeePerGas");
  practice_out_quantity (out, practice_chain_base_fee (chain, number));
  practice_out_name (out, "logsBloom");
  out_bloom (out, chain, transactions, n);
  out_root (out, "stateRoot", &hash);
  out_root (out, "transactionsRoot", &hash);
  out_root (out, "receiptsRoot", &hash);
  out_root (out, "mixHash", &hash);
  g_string_append (out, ",\"miner\":\"0x5072616374696365000000000000000000000000\""
                        ",\"difficulty\":\"0x0\",\"nonce\":\"0x0000000000000000\""
                        ",\"extraData\":\"0x7072616374696365\",\"size\":\"0x220\",\"uncles\":[]"
                        ",\"sha3Uncles\":"
                        "\"0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347\""
                        ",\"transactions\":[");
  for (gsize i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      if (full)
        out_transaction (out, chain, transactions[i], FALSE);
      else
        practice_out_hash (out, &transactions[i]->hash);
    }
  g_string_append (out, "]}");
}

gboolean
practice_rpc_block_number (PracticeRpc *rpc)
{
  practice_out_quantity (rpc->out, practice_chain_head (rpc->chain));

  return TRUE;
}

static gboolean
param_full (PracticeRpc *rpc, gboolean *full)
{
  JsonNode *node = practice_rpc_param (rpc, 1);

  *full = FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return practice_rpc_invalid (rpc, 1, "not a boolean");
  *full = json_node_get_boolean (node);

  return TRUE;
}

gboolean
practice_rpc_block_by_number (PracticeRpc *rpc)
{
  guint64 number;
  gboolean exists;
  gboolean full;

  PRACTICE_TRY (practice_rpc_block (rpc, 0, &number, &exists));
  PRACTICE_TRY (param_full (rpc, &full));
  if (exists)
    out_block (rpc->out, rpc->chain, number, full);
  else
    g_string_append (rpc->out, "null");

  return TRUE;
}

gboolean
practice_rpc_block_by_hash (PracticeRpc *rpc)
{
  Hash hash;
  guint64 number;
  gboolean full;

  PRACTICE_TRY (practice_rpc_hash (rpc, 0, &hash));
  PRACTICE_TRY (param_full (rpc, &full));
  if (practice_chain_find_block (rpc->chain, &hash, &number))
    out_block (rpc->out, rpc->chain, number, full);
  else
    g_string_append (rpc->out, "null");

  return TRUE;
}

gboolean
practice_rpc_block_receipts (PracticeRpc *rpc)
{
  guint64 number;
  gboolean exists;
  gsize n;

  PRACTICE_TRY (practice_rpc_block (rpc, 0, &number, &exists));
  if (!exists)
    {
      g_string_append (rpc->out, "null");
      return TRUE;
    }

  const PracticeTransaction *const *transactions = practice_chain_block_transactions (rpc->chain,
                                                                                      number, &n);
  g_string_append_c (rpc->out, '[');
  for (gsize i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (rpc->out, ',');
      out_receipt (rpc->out, rpc->chain, transactions[i]);
    }
  g_string_append_c (rpc->out, ']');

  return TRUE;
}

gboolean
practice_rpc_transaction_by_hash (PracticeRpc *rpc)
{
  Hash hash;
  gboolean pooled;

  PRACTICE_TRY (practice_rpc_hash (rpc, 0, &hash));
  const PracticeTransaction *transaction = practice_chain_find (rpc->chain, &hash, &pooled);
  if (transaction != NULL)
    out_transaction (rpc->out, rpc->chain, transaction, pooled);
  else
    g_string_append (rpc->out, "null");

  return TRUE;
}

gboolean
practice_rpc_transaction_receipt (PracticeRpc *rpc)
{
  Hash hash;
  gboolean pooled;

  PRACTICE_TRY (practice_rpc_hash (rpc, 0, &hash));
  const PracticeTransaction *transaction = practice_chain_find (rpc->chain, &hash, &pooled);
  if (transaction != NULL && !pooled)
    out_receipt (rpc->out, rpc->chain, transaction);
  else
    g_string_append (rpc->out, "null");

  return TRUE;
}
