/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-signed.h"

#include "surety-protocol-error.h"
#include "surety-step.h"

void
surety_signed_free (SuretySigned *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->data, g_bytes_unref);
  g_clear_object (&self->call);
  g_clear_error (&self->error);
  g_free (self);
}

/* Nothing from an account to itself takes the place of another; all else calls a function. */
static SuretyDecodedCall *
decode (SuretyNetwork *network,
        const Transaction *transaction,
        const Address *sender,
        GError **error)
{
  return transaction->data.len == 0
           ? surety_review_decode_cancel (network, sender, transaction, error)
           : surety_review_decode (network, transaction, error);
}

SuretySigned *
surety_signed_read (SuretyNetwork *network, GBytes *bytes, GError **error)
{
  gsize len;
  const guint8 *data;
  Transaction transaction;
  Signature signature;
  Address sender;
  SuretySigned *self;

  g_return_val_if_fail (SURETY_IS_NETWORK (network), NULL);
  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &len);
  if (transaction_decode ((Bytes) { data, len }, &transaction, &signature, &sender) != CORE_OK)
    {
      g_set_error_literal (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVIEW,
                           "The signed bytes are no transaction");
      return NULL;
    }

  self = g_new0 (SuretySigned, 1);
  self->chain_id = transaction.chain_id;
  self->nonce = transaction.nonce;
  self->gas_limit = transaction.gas_limit;
  self->max_fee = transaction.max_fee;
  self->value = transaction.value;
  self->creates = transaction.creates;
  self->to = transaction.to;
  self->sender = sender;
  self->hash = transaction_hash ((Bytes) { data, len });
  self->data = g_bytes_new (transaction.data.data, transaction.data.len);
  self->call = decode (network, &transaction, &sender, &self->error);
  return self;
}

static guint
compare_step (const SuretySigned *self, SuretyStep *step)
{
  guint differences = 0;

  if (self->creates || !address_equal (&self->to, surety_step_get_to (step)))
    differences |= SURETY_SIGNED_OTHER_CONTRACT;
  if (!g_bytes_equal (self->data, surety_step_get_calldata (step)))
    differences |= SURETY_SIGNED_OTHER_CALL;
  if (self->value != surety_step_get_value (step))
    differences |= SURETY_SIGNED_OTHER_VALUE;
  return differences;
}

/* One that takes another's place costs more than that: it was shown on its own. */
static gboolean
is_dearer (const SuretySigned *self, SuretyStep *step, SuretyJournalEntry *entry)
{
  guint64 gas_limit = 0;
  u256 max_fee = 0;

  return surety_journal_entry_get_attempt (entry) == 0 &&
         surety_step_get_bound (step, &gas_limit, &max_fee) &&
         (self->gas_limit > gas_limit || self->max_fee > max_fee);
}

SuretySignedDifference
surety_signed_compare (const SuretySigned *self, SuretyNetwork *network, SuretyJournalEntry *entry)
{
  g_autoptr (SuretyStep)
    step = surety_step_new_from_json (surety_journal_entry_get_body (entry), NULL);
  const Hash *hash = surety_journal_entry_get_hash (entry);
  guint differences = step != NULL ? compare_step (self, step) : 0;

  if (step != NULL && is_dearer (self, step, entry))
    differences |= SURETY_SIGNED_HIGHER_COST;
  if (!address_equal (&self->sender, surety_journal_entry_get_account (entry)))
    differences |= SURETY_SIGNED_OTHER_ACCOUNT;
  if (self->chain_id != surety_network_get_chain_id (network))
    differences |= SURETY_SIGNED_OTHER_CHAIN;
  if (!surety_journal_entry_has_nonce (entry) ||
      self->nonce != surety_journal_entry_get_nonce (entry))
    differences |= SURETY_SIGNED_OTHER_NONCE;
  if (hash == NULL || !hash_equal (&self->hash, hash))
    differences |= SURETY_SIGNED_OTHER_HASH;
  return (SuretySignedDifference) differences;
}

SuretySignedDifference
surety_signed_check_entry (SuretyNetwork *network, SuretyJournalEntry *entry)
{
  GBytes *bytes = surety_journal_entry_get_signed (entry);
  g_autoptr (SuretySigned) read = NULL;

  if (bytes == NULL)
    return SURETY_SIGNED_AS_PLANNED;
  read = surety_signed_read (network, bytes, NULL);
  return read != NULL ? surety_signed_compare (read, network, entry)
                      : (SuretySignedDifference) (SURETY_SIGNED_HIGHER_COST * 2 - 1);
}
