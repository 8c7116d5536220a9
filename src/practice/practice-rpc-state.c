/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "practice-assets.h"
#include "practice-rpc.h"

#define MAX_HISTORY 1024u
#define MAX_PERCENTILES 100u

gboolean
practice_rpc_balance (PracticeRpc *rpc)
{
  Address account;
  guint64 block;

  PRACTICE_TRY (practice_rpc_address (rpc, 0, &account));
  PRACTICE_TRY (practice_rpc_block (rpc, 1, &block, NULL));
  g_autoptr (PracticeEnv) env = practice_chain_env (rpc->chain, block);
  practice_out_quantity (rpc->out, practice_env_balance (env, &account));

  return TRUE;
}

gboolean
practice_rpc_nonce (PracticeRpc *rpc)
{
  Address account;
  guint64 block;

  PRACTICE_TRY (practice_rpc_address (rpc, 0, &account));
  PRACTICE_TRY (practice_rpc_block (rpc, 1, &block, NULL));
  if (block > practice_chain_head (rpc->chain))
    {
      practice_out_quantity (rpc->out, practice_chain_pending_nonce (rpc->chain, &account));
      return TRUE;
    }

  g_autoptr (PracticeEnv) env = practice_chain_env (rpc->chain, block);
  practice_out_quantity (rpc->out, practice_env_nonce (env, &account));

  return TRUE;
}

gboolean
practice_rpc_code (PracticeRpc *rpc)
{
  Address account;
  guint64 block;
  Buffer code = buffer_new ();

  PRACTICE_TRY (practice_rpc_address (rpc, 0, &account));
  PRACTICE_TRY (practice_rpc_block (rpc, 1, &block, NULL));
  const PracticeContract *contract = practice_world_find (practice_chain_world (rpc->chain),
                                                          &account);
  if (contract != NULL)
    practice_contract_code (contract, &code);
  practice_out_data (rpc->out, buffer_bytes (&code));
  buffer_clear (&code);

  return TRUE;
}

/* The network keeps no storage as the EVM lays it out; what others look up from outside, who may
 * replace a token's code, is where they look for it. */
gboolean
practice_rpc_storage (PracticeRpc *rpc)
{
  Address account;
  guint64 block;
  u256 slot;
  guint8 word[32];

  PRACTICE_TRY (practice_rpc_address (rpc, 0, &account));
  if (!practice_node_quantity (practice_rpc_param (rpc, 1), &slot))
    return practice_rpc_invalid (rpc, 1, "not a quantity");
  PRACTICE_TRY (practice_rpc_block (rpc, 2, &block, NULL));
  u256_to_be (practice_asset_slot (&account, slot), word);
  practice_out_data (rpc->out, (Bytes) { word, sizeof word });

  return TRUE;
}

gboolean
practice_rpc_gas_price (PracticeRpc *rpc)
{
  guint64 next = practice_chain_head (rpc->chain) + 1;

  practice_out_quantity (rpc->out, practice_chain_base_fee (rpc->chain, next) + PRACTICE_TIP);

  return TRUE;
}

gboolean
practice_rpc_tip (PracticeRpc *rpc)
{
  practice_out_quantity (rpc->out, PRACTICE_TIP);

  return TRUE;
}

/* What others would have paid: the practice network has no traffic, but fees come from somewhere.
 * From a fifth of the usual tip at the bottom to four times it at the top. */
static u256
tip_at (double percentile)
{
  if (percentile <= 50)
    return PRACTICE_TIP / 5 + (guint64) (percentile * PRACTICE_TIP * 4 / 250);

  return PRACTICE_TIP + (guint64) ((percentile - 50) * 3 * PRACTICE_TIP / 50);
}

static double
gas_ratio (guint64 block)
{
  return 0.4 + (double) (block * 7919 % 200) / 1000;
}

static gboolean
parse_percentiles (PracticeRpc *rpc, GArray *out)
{
  JsonNode *node = practice_rpc_param (rpc, 2);
  double last = 0;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return practice_rpc_invalid (rpc, 2, "not an array");

  JsonArray *list = json_node_get_array (node);
  if (json_array_get_length (list) > MAX_PERCENTILES)
    return practice_rpc_fail (rpc, -32602, g_strdup ("too many reward percentiles"));
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *item = json_array_get_element (list, i);
      GType type = JSON_NODE_HOLDS_VALUE (item) ? json_node_get_value_type (item) : G_TYPE_INVALID;
      double percentile;

      if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
        return practice_rpc_invalid (rpc, 2, "not a number");
      percentile = json_node_get_double (item);
      if (!(percentile >= last && percentile <= 100))
        return practice_rpc_fail (rpc, -32602, g_strdup ("invalid reward percentile"));
      last = percentile;
      g_array_append_val (out, percentile);
    }

  return TRUE;
}

static gboolean
parse_count (PracticeRpc *rpc, guint64 *out)
{
  JsonNode *node = practice_rpc_param (rpc, 0);

  /* Some clients send a number. */
  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
      json_node_get_value_type (node) == G_TYPE_INT64 && json_node_get_int (node) >= 0)
    *out = (guint64) json_node_get_int (node);
  else if (!practice_node_u64 (node, out))
    return practice_rpc_invalid (rpc, 0, "not a quantity");

  return TRUE;
}

gboolean
practice_rpc_fee_history (PracticeRpc *rpc)
{
  g_autoptr (GArray) percentiles = g_array_new (FALSE, FALSE, sizeof (double));
  guint64 first = practice_chain_world (rpc->chain)->config.first_block;
  guint64 count;
  guint64 newest;
  gboolean exists;

  PRACTICE_TRY (parse_count (rpc, &count));
  PRACTICE_TRY (practice_rpc_block (rpc, 1, &newest, &exists));
  PRACTICE_TRY (parse_percentiles (rpc, percentiles));
  if (!exists)
    return practice_rpc_fail (rpc, -32000, g_strdup ("request beyond head block"));

  newest = MIN (newest, practice_chain_head (rpc->chain));
  count = MIN (MIN (count, MAX_HISTORY), newest - first + 1);
  guint64 oldest = newest + 1 - count;

  g_string_append (rpc->out, "{\"oldestBlock\":");
  practice_out_quantity (rpc->out, count > 0 ? oldest : 0);
  g_string_append (rpc->out, ",\"baseFeePerGas\":[");
  for (guint64 i = 0; count > 0 && i <= count; i++)
    {
      if (i > 0)
        g_string_append_c (rpc->out, ',');
      practice_out_quantity (rpc->out, practice_chain_base_fee (rpc->chain, oldest + i));
    }
  g_string_append (rpc->out, "],\"gasUsedRatio\":[");
  for (guint64 i = 0; i < count; i++)
    {
      char text[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append_printf (rpc->out, "%s%s", i > 0 ? "," : "",
                              g_ascii_formatd (text, sizeof text, "%.3f", gas_ratio (oldest + i)));
    }
  g_string_append_c (rpc->out, ']');
  if (percentiles->len > 0)
    {
      g_string_append (rpc->out, ",\"reward\":[");
      for (guint64 i = 0; i < count; i++)
        {
          g_string_append (rpc->out, i > 0 ? ",[" : "[");
          for (guint j = 0; j < percentiles->len; j++)
            {
              if (j > 0)
                g_string_append_c (rpc->out, ',');
              practice_out_quantity (rpc->out, tip_at (g_array_index (percentiles, double, j)));
            }
          g_string_append_c (rpc->out, ']');
        }
      g_string_append_c (rpc->out, ']');
    }
  g_string_append_c (rpc->out, '}');

  return TRUE;
}
