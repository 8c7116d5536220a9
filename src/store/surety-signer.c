/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-signer.h"

#include <string.h>

#include "ecdsa.h"
#include "surety-offload.h"
#include "surety-signing.h"
#include "surety-store-error.h"

G_DEFINE_INTERFACE (SuretySigner, surety_signer, G_TYPE_OBJECT)

static void
surety_signer_default_init (SuretySignerInterface *iface)
{
}

const Address *
surety_signer_get_address (SuretySigner *self)
{
  g_return_val_if_fail (SURETY_IS_SIGNER (self), NULL);

  return SURETY_SIGNER_GET_IFACE (self)->get_address (self);
}

DexFuture *
surety_signer_sign (SuretySigner *self, const Transaction *transaction)
{
  g_return_val_if_fail (SURETY_IS_SIGNER (self), NULL);
  g_return_val_if_fail (transaction != NULL, NULL);

  return SURETY_SIGNER_GET_IFACE (self)->sign (self, transaction);
}

/* Signing on a thread: material (or key) in, checked bytes out. */
struct _SuretySigning
{
  Transaction transaction;
  GBytes *data;        /* owns what transaction.data lends */
  GBytes *access_list; /* the same */
  SuretySecret *material;
  gboolean is_key; /* material is the key itself */
  guint32 index;
  Address address;
};

SuretySigning *
surety_signing_new (const Transaction *transaction, const Address *address)
{
  SuretySigning *self = g_new0 (SuretySigning, 1);

  self->transaction = *transaction;
  self->data = g_bytes_new (transaction->data.data, transaction->data.len);
  self->access_list = g_bytes_new (transaction->access_list.data, transaction->access_list.len);
  self->transaction.data.data = g_bytes_get_data (self->data, &self->transaction.data.len);
  self->transaction.access_list.data = g_bytes_get_data (self->access_list,
                                                         &self->transaction.access_list.len);
  self->address = *address;

  return self;
}

void
surety_signing_set_material (SuretySigning *self, SuretySecret *material, guint32 index)
{
  self->material = surety_secret_ref (material);
  self->index = index;
}

void
surety_signing_set_key (SuretySigning *self, SuretySecret *key)
{
  self->material = surety_secret_ref (key);
  self->is_key = TRUE;
}

void
surety_signing_free (SuretySigning *self)
{
  g_clear_pointer (&self->material, surety_secret_unref);
  g_bytes_unref (self->data);
  g_bytes_unref (self->access_list);
  g_free (self);
}

static gboolean
same_bytes (Bytes a, Bytes b)
{
  return a.len == b.len && (a.len == 0 || memcmp (a.data, b.data, a.len) == 0);
}

/* No list is the empty list. */
static gboolean
same_list (Bytes a, Bytes b)
{
  const Bytes none = { (const uint8_t *) "\xc0", 1 };

  return same_bytes (a.len == 0 ? none : a, b.len == 0 ? none : b);
}

/* The signed bytes say the same transaction, and their signer is the account. */
static gboolean
check (SuretySigning *self, Bytes signed_bytes)
{
  const Transaction *asked = &self->transaction;
  Transaction got;
  Signature signature;
  Address sender;

  return transaction_decode (signed_bytes, &got, &signature, &sender) == CORE_OK &&
         address_equal (&sender, &self->address) && got.kind == asked->kind &&
         got.chain_id == asked->chain_id && got.nonce == asked->nonce &&
         got.max_fee == asked->max_fee && got.gas_limit == asked->gas_limit &&
         (got.kind == TRANSACTION_LEGACY || got.max_priority_fee == asked->max_priority_fee) &&
         got.creates == asked->creates && (got.creates || address_equal (&got.to, &asked->to)) &&
         got.value == asked->value && same_bytes (got.data, asked->data) &&
         same_list (got.access_list, asked->access_list);
}

static gboolean
sign_on_thread (gpointer user_data, GValue *result, GError **error)
{
  SuretySigning *self = user_data;
  Secret *key = NULL;
  Buffer out = buffer_new ();
  CoreResult answer = CORE_OK;
  gboolean checked = FALSE;
  gsize length = 0;
  guint8 *bytes = NULL;

  if (self->is_key)
    key = secret_dup (surety_secret_get (self->material));
  else if (!surety_key_material_derive (self->material, self->index, &key, error))
    return FALSE;
  answer = transaction_sign (&self->transaction, key, &out);
  secret_free (key);
  checked = answer == CORE_OK && check (self, buffer_bytes (&out));
  if (!checked)
    {
      buffer_clear (&out);
      g_set_error (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_MALFORMED, "signing failed: %s",
                   answer != CORE_OK ? core_result_to_string (answer)
                                     : "the key is not the account's");
      return FALSE;
    }
  bytes = buffer_steal (&out, &length);
  g_value_init (result, G_TYPE_BYTES);
  g_value_take_boxed (result, g_bytes_new_with_free_func (bytes, length, free, bytes));

  return TRUE;
}

static void
signing_free (gpointer data)
{
  surety_signing_free (data);
}

DexFuture *
surety_signing_run (SuretySigning *self)
{
  return surety_offload (sign_on_thread, self, signing_free);
}
