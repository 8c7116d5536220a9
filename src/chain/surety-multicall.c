/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-aggregate.h"

G_DEFINE_FINAL_TYPE (SuretyMulticall, surety_multicall, G_TYPE_OBJECT)

void
surety_multicall_call_reset (SuretyMulticallCall *call)
{
  g_clear_pointer (&call->returned, g_bytes_unref);
  g_clear_error (&call->error);
}

static void
call_free (gpointer data)
{
  SuretyMulticallCall *call = data;

  surety_multicall_call_reset (call);
  g_bytes_unref (call->data);
  g_free (call);
}

static void
code_free (gpointer data)
{
  SuretyMulticallCode *code = data;

  g_clear_pointer (&code->code, g_bytes_unref);
  g_clear_error (&code->error);
  g_free (code);
}

SuretyMulticallCall *
surety_multicall_get_call (SuretyMulticall *self, guint i)
{
  return g_ptr_array_index (self->calls, i);
}

static gboolean
malformed (GError **error, const char *problem)
{
  g_set_error_literal (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED, problem);
  return FALSE;
}

static void
surety_multicall_finalize (GObject *object)
{
  g_ptr_array_unref (SURETY_MULTICALL (object)->calls);
  g_ptr_array_unref (SURETY_MULTICALL (object)->codes);

  G_OBJECT_CLASS (surety_multicall_parent_class)->finalize (object);
}

static void
surety_multicall_class_init (SuretyMulticallClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_multicall_finalize;
}

static void
surety_multicall_init (SuretyMulticall *self)
{
  self->calls = g_ptr_array_new_with_free_func (call_free);
  self->codes = g_ptr_array_new_with_free_func (code_free);
  self->witnesses = 1;
}

SuretyMulticall *
surety_multicall_new (const Address *multicall3)
{
  SuretyMulticall *self = g_object_new (SURETY_TYPE_MULTICALL, NULL);

  if (multicall3 != NULL)
    {
      self->has_multicall3 = TRUE;
      self->multicall3 = *multicall3;
    }

  return self;
}

guint
surety_multicall_add (SuretyMulticall *self,
                      const Address *to,
                      const AbiItem *item,
                      const AbiValue *args,
                      gsize n_args)
{
  SuretyMulticallCall *call;

  g_return_val_if_fail (SURETY_IS_MULTICALL (self), 0);
  g_return_val_if_fail (to != NULL && item != NULL, 0);

  call = g_new0 (SuretyMulticallCall, 1);
  call->to = *to;
  call->item = item;
  call->data = surety_aggregate_encode_call (item, args, n_args);
  g_ptr_array_add (self->calls, call);

  return self->calls->len - 1;
}

void
surety_multicall_expect_refusal (SuretyMulticall *self, guint i)
{
  g_return_if_fail (SURETY_IS_MULTICALL (self));

  surety_multicall_get_call (self, i)->may_be_refused = TRUE;
}

guint
surety_multicall_add_eth_balance (SuretyMulticall *self, const Address *account)
{
  const AbiValue arg = abi_address (account);
  const guint i = surety_multicall_add (self, &self->multicall3,
                                        surety_aggregate_get_eth_balance (), &arg, 1);

  surety_multicall_get_call (self, i)->is_balance = TRUE;
  surety_multicall_get_call (self, i)->account = *account;

  return i;
}

guint
surety_multicall_add_code (SuretyMulticall *self, const Address *account)
{
  SuretyMulticallCode *code;

  g_return_val_if_fail (SURETY_IS_MULTICALL (self), 0);
  g_return_val_if_fail (account != NULL, 0);

  code = g_new0 (SuretyMulticallCode, 1);
  code->account = *account;
  g_ptr_array_add (self->codes, code);

  return self->codes->len - 1;
}

GBytes *
surety_multicall_dup_code (SuretyMulticall *self, guint i, GError **error)
{
  const SuretyMulticallCode *code;

  g_return_val_if_fail (SURETY_IS_MULTICALL (self), NULL);
  g_return_val_if_fail (i < self->codes->len, NULL);

  code = g_ptr_array_index (self->codes, i);
  if (code->error != NULL)
    g_propagate_error (error, g_error_copy (code->error));
  else if (code->code == NULL)
    malformed (error, "The code has not been answered");

  return code->code != NULL ? g_bytes_ref (code->code) : NULL;
}

guint
surety_multicall_size (SuretyMulticall *self)
{
  g_return_val_if_fail (SURETY_IS_MULTICALL (self), 0);

  return self->calls->len;
}

void
surety_multicall_set_decides (SuretyMulticall *self, gboolean decides)
{
  g_return_if_fail (SURETY_IS_MULTICALL (self));

  self->decides = decides;
}

guint
surety_multicall_get_witnesses (SuretyMulticall *self)
{
  g_return_val_if_fail (SURETY_IS_MULTICALL (self), 0);

  return self->witnesses;
}

guint64
surety_multicall_get_block (SuretyMulticall *self)
{
  g_return_val_if_fail (SURETY_IS_MULTICALL (self), 0);

  return self->head.number;
}

guint64
surety_multicall_get_timestamp (SuretyMulticall *self)
{
  g_return_val_if_fail (SURETY_IS_MULTICALL (self), 0);

  return self->head.timestamp;
}

gboolean
surety_multicall_get (SuretyMulticall *self, guint i, AbiValues *out, GError **error)
{
  const SuretyMulticallCall *call;
  gsize len;
  const guint8 *data;

  g_return_val_if_fail (SURETY_IS_MULTICALL (self), FALSE);
  g_return_val_if_fail (i < self->calls->len, FALSE);

  call = surety_multicall_get_call (self, i);
  if (call->error != NULL)
    {
      g_propagate_error (error, g_error_copy (call->error));
      return FALSE;
    }
  if (call->returned == NULL)
    return malformed (error, "The call has not been answered");

  data = g_bytes_get_data (call->returned, &len);
  if (abi_decode_result (call->item, (Bytes) { data, len }, NULL, out) == CORE_OK)
    return TRUE;

  g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
               "%s returned %" G_GSIZE_FORMAT " bytes that are not what its signature says%s",
               call->item->signature, len, len == 0 ? ": no contract is there" : "");
  return FALSE;
}

gboolean
surety_multicall_get_word (SuretyMulticall *self, guint i, u256 *out, GError **error)
{
  AbiValues values = { 0 };
  gboolean is_word;

  if (!surety_multicall_get (self, i, &values, error))
    return FALSE;

  is_word = values.n_values == 1 &&
            (values.values[0].kind == ABI_UINT || values.values[0].kind == ABI_INT ||
             values.values[0].kind == ABI_BOOL || values.values[0].kind == ABI_ADDRESS);
  if (is_word)
    *out = values.values[0].word;
  abi_values_clear (&values);
  if (!is_word)
    return malformed (error, "The call does not return a single word");

  return TRUE;
}

gboolean
surety_multicall_get_address (SuretyMulticall *self, guint i, Address *out, GError **error)
{
  u256 word;

  if (!surety_multicall_get_word (self, i, &word, error))
    return FALSE;
  if (!address_from_word (word, out))
    return malformed (error, "The call does not return an address");

  return TRUE;
}

void
surety_multicall_describe (SuretyMulticall *self,
                           guint i,
                           Address *to,
                           const AbiItem **item,
                           Bytes *calldata)
{
  const SuretyMulticallCall *call = surety_multicall_get_call (self, i);
  gsize len;

  *to = call->to;
  *item = call->item;
  calldata->data = g_bytes_get_data (call->data, &len);
  calldata->len = len;
}

gboolean
surety_multicall_is_eth_balance (SuretyMulticall *self, guint i)
{
  return surety_multicall_get_call (self, i)->is_balance;
}

guint
surety_multicall_get_n_codes (SuretyMulticall *self)
{
  g_return_val_if_fail (SURETY_IS_MULTICALL (self), 0);

  return self->codes->len;
}

const Address *
surety_multicall_get_code_account (SuretyMulticall *self, guint i)
{
  g_return_val_if_fail (SURETY_IS_MULTICALL (self), NULL);
  g_return_val_if_fail (i < self->codes->len, NULL);

  return &((const SuretyMulticallCode *) g_ptr_array_index (self->codes, i))->account;
}
