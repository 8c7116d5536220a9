/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-protocol-error.h"
#include "surety-runner-private.h"

void
surety_attempt_free (SuretyAttempt *attempt)
{
  g_clear_pointer (&attempt->signed_bytes, g_bytes_unref);
  g_clear_object (&attempt->step);
  g_free (attempt);
}

SuretyAttempt *
surety_attempt_new (SuretyJournalEntry *entry, GError **error)
{
  g_autoptr (SuretyAttempt) attempt = g_new0 (SuretyAttempt, 1);
  gsize len;
  const guint8 *data;
  Transaction transaction;
  Signature signature;
  Address sender;

  attempt->step = surety_step_new_from_json (surety_journal_entry_get_body (entry), error);
  if (attempt->step == NULL)
    return NULL;
  attempt->id = surety_journal_entry_get_id (entry);
  attempt->hash = *surety_journal_entry_get_hash (entry);
  attempt->signed_bytes = g_bytes_ref (surety_journal_entry_get_signed (entry));
  attempt->cancels = surety_journal_entry_is_cancel (entry);
  attempt->state = surety_journal_entry_get_state (entry);
  attempt->trouble = surety_journal_entry_get_trouble (entry);
  attempt->block = surety_journal_entry_get_block (entry);
  attempt->seen = attempt->state != SURETY_JOURNAL_SIGNED;

  data = g_bytes_get_data (attempt->signed_bytes, &len);
  if (transaction_decode ((Bytes) { data, len }, &transaction, &signature, &sender) != CORE_OK)
    {
      g_set_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_JOURNAL,
                   "The signed bytes of entry %" G_GINT64_FORMAT " are no transaction",
                   attempt->id);
      return NULL;
    }
  attempt->max_fee = transaction.max_fee;
  attempt->priority = transaction.max_priority_fee;
  attempt->gas_limit = transaction.gas_limit;
  return g_steal_pointer (&attempt);
}

GPtrArray *
surety_attempts_load (SuretyRunner *self, SuretyJournalEntry *entry, GError **error)
{
  g_autoptr (GPtrArray)
    attempts = g_ptr_array_new_with_free_func ((GDestroyNotify) surety_attempt_free);
  g_autoptr (GListModel) entries = NULL;

  entries = dex_await_object (surety_journal_list_attempts (self->journal,
                                                            surety_journal_entry_get_plan (entry),
                                                            surety_journal_entry_get_step (entry)),
                              error);
  if (entries == NULL)
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) one = g_list_model_get_item (entries, i);
      SuretyAttempt *attempt = NULL;

      if (surety_journal_entry_get_signed (one) == NULL)
        continue;
      attempt = surety_attempt_new (one, error);
      if (attempt == NULL)
        return NULL;
      g_ptr_array_add (attempts, attempt);
    }
  /* Practice may have begun anew meanwhile. */
  if (attempts->len == 0)
    {
      g_set_error_literal (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_SETTLED,
                           "It is not in the journal any more");
      return NULL;
    }
  return g_steal_pointer (&attempts);
}
