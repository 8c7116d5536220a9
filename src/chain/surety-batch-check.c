/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-batch-private.h"

#include <string.h>

#include "surety-decode.h"
#include "surety-proof.h"

static gboolean
is_one_of (const char *text, const char *const *texts)
{
  for (; *texts != NULL; texts++)
    if (strcmp (text, *texts) == 0)
      return TRUE;
  return FALSE;
}

gboolean
surety_batch_check_result (const char *method, JsonNode *result, GError **error)
{
  static const char *const of_quantity[] = {
    "eth_blockNumber",         "eth_chainId", "eth_estimateGas", "eth_gasPrice", "eth_getBalance",
    "eth_getTransactionCount", NULL
  };
  static const char *const of_data[] = { "eth_call", "eth_getCode", NULL };
  static const char *const of_object[] = { "eth_feeHistory",
                                           "eth_getBlockByHash",
                                           "eth_getBlockByNumber",
                                           "eth_getProof",
                                           "eth_getTransactionByHash",
                                           "eth_getTransactionReceipt",
                                           NULL };
  u256 quantity;

  if (JSON_NODE_HOLDS_NULL (result))
    return TRUE;
  if (is_one_of (method, of_quantity))
    return surety_decode_quantity (result, method, &quantity, error);
  if (is_one_of (method, of_data))
    {
      g_autoptr (GBytes) data = surety_decode_data (result, method, error);

      return data != NULL;
    }
  if (is_one_of (method, of_object) && !JSON_NODE_HOLDS_OBJECT (result))
    {
      g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                   "The answer to %s is not an object", method);
      return FALSE;
    }
  return !g_str_has_prefix (method, "eth_getBlockBy") || surety_proof_check_block (result, error);
}
