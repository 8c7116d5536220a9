/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-batch-private.h"
#include "surety-decode.h"

G_DEFINE_BOXED_TYPE (SuretyReceipt, surety_receipt, surety_receipt_copy, surety_receipt_free)

SuretyReceipt *
surety_receipt_copy (const SuretyReceipt *self)
{
  SuretyReceipt *copy = g_memdup2 (self, sizeof *self);

  /* Nobody changes a decoded log. */
  copy->logs = g_ptr_array_ref (self->logs);
  return copy;
}

void
surety_receipt_free (SuretyReceipt *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->logs, g_ptr_array_unref);
  g_free (self);
}

static gboolean
decode_logs (SuretyReceipt *self, JsonNode *node, GError **error)
{
  guint n;

  if (!surety_decode_length (node, "a receipt's logs", &n, error))
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      SuretyLog *log = surety_decode_log (surety_decode_element (node, i), NULL, error);

      if (log == NULL)
        return FALSE;
      g_ptr_array_add (self->logs, log);
      if (!hash_equal (&log->transaction, &self->transaction) || log->block != self->block)
        {
          g_set_error_literal (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                               "a receipt holds another transaction's log");
          return FALSE;
        }
    }

  return TRUE;
}

SuretyReceipt *
surety_receipt_decode (JsonNode *node, GError **error)
{
  g_autoptr (SuretyReceipt) self = g_new0 (SuretyReceipt, 1);
  guint64 status;

  self->logs = g_ptr_array_new_with_free_func ((GDestroyNotify) surety_log_free);

  if (!surety_decode_hash (surety_decode_member (node, "transactionHash"),
                           "a receipt's transaction", &self->transaction, error) ||
      !surety_decode_address (surety_decode_member (node, "from"), "a receipt's sender",
                              &self->from, error) ||
      !surety_decode_uint64 (surety_decode_member (node, "blockNumber"), "a receipt's block",
                             &self->block, error) ||
      !surety_decode_hash (surety_decode_member (node, "blockHash"), "a receipt's block hash",
                           &self->block_hash, error) ||
      !surety_decode_uint64 (surety_decode_member (node, "status"), "a receipt's status", &status,
                             error) ||
      !surety_decode_uint64 (surety_decode_member (node, "gasUsed"), "a receipt's gas",
                             &self->gas_used, error) ||
      !surety_decode_quantity (surety_decode_member (node, "effectiveGasPrice"),
                               "a receipt's gas price", &self->gas_price, error) ||
      !decode_logs (self, surety_decode_member (node, "logs"), error))
    return NULL;

  if (status > 1)
    {
      g_set_error_literal (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                           "a receipt's status is neither 0 nor 1");
      return NULL;
    }
  self->success = status == 1;

  return g_steal_pointer (&self);
}
