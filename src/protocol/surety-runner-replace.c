/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-protocol-error.h"
#include "surety-runner-private.h"
#include "surety-store-error.h"

/* A second transaction for a nonce that waits. Both are the account's word; nodes keep the one that pays more,
 * when it pays enough more, and whichever is mined decides. Until then each may be. */

typedef struct
{
  SuretyRunner *self;
  gint64 entry;
  SuretyReplaceKind kind;
  u256 fee_ceiling;
  SuretyReplacement *replacement;
  SuretySigner *signer;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->replacement);
  g_clear_object (&job->signer);
  g_object_unref (job->self);
  g_free (job);
}

static gboolean
refuse (GError **error, SuretyProtocolError code, const char *why)
{
  g_set_error_literal (error, SURETY_PROTOCOL_ERROR, (int) code, why);
  return FALSE;
}

/* The open entry of this id, and all the others: GListModel of SuretyJournalEntry. */
static SuretyJournalEntry *
find_open (SuretyRunner *self, gint64 id, GListModel **open, GError **error)
{
  g_autoptr (SuretyJournalEntry) found = NULL;

  *open = dex_await_object (surety_journal_list_open (self->journal,
                                                      surety_network_get_key (self->network)),
                            error);
  if (*open == NULL)
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (*open); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (*open, i);

      if (surety_journal_entry_get_id (entry) == id)
        g_set_object (&found, entry);
    }
  if (found == NULL || !surety_journal_entry_has_nonce (found))
    {
      refuse (error, SURETY_PROTOCOL_ERROR_SETTLED, "It is not waiting to be mined");
      return NULL;
    }
  return g_steal_pointer (&found);
}

static gboolean
is_waiting (SuretyJournalEntry *entry)
{
  return surety_journal_entry_get_state (entry) == SURETY_JOURNAL_SIGNED ||
         surety_journal_entry_get_state (entry) == SURETY_JOURNAL_SENT;
}

/* However little deep a block is: what is in one, by any endpoint's word, has its place. */
static gboolean
may_be_replaced (const SuretyTrack *track, guint64 nonce)
{
  return (track->state == SURETY_TRACK_UNKNOWN || track->state == SURETY_TRACK_PENDING) &&
         (track->next_nonce == G_MAXUINT64 || track->next_nonce <= nonce);
}

/* The last attempt of the entry's step; all of them must be waiting, in the journal and by the chain. Steps of
 * what is not a cancel: first of all. */
static SuretyAttempt *
load_last (SuretyRunner *self, SuretyJournalEntry *of, SuretyStep **step, GError **error)
{
  g_autoptr (GListModel)
    entries = dex_await_object (surety_journal_list_attempts (self->journal,
                                                              surety_journal_entry_get_plan (of),
                                                              surety_journal_entry_get_step (of)),
                                error);
  g_autoptr (SuretyAttempt) last = NULL;

  if (entries == NULL)
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);
      g_autoptr (SuretyTrack) track = NULL;

      if (!is_waiting (entry))
        {
          refuse (error, SURETY_PROTOCOL_ERROR_SETTLED, "It is in a block, or has lost its place");
          return NULL;
        }
      g_clear_pointer (&last, surety_attempt_free);
      last = surety_attempt_new (entry, error);
      if (last == NULL)
        return NULL;
      if (i == 0)
        *step = g_object_ref (last->step);
      track = dex_await_boxed (surety_sender_look (self->endpoints, &last->hash,
                                                   surety_journal_entry_get_account (entry),
                                                   surety_journal_entry_get_nonce (entry),
                                                   surety_network_get_confirmations (self->network),
                                                   FALSE),
                               error);
      if (track == NULL)
        return NULL;
      if (!may_be_replaced (track, surety_journal_entry_get_nonce (entry)))
        {
          surety_runner_poke (self);
          refuse (error, SURETY_PROTOCOL_ERROR_SETTLED, "Its nonce is used already");
          return NULL;
        }
    }
  if (last == NULL)
    refuse (error, SURETY_PROTOCOL_ERROR_SETTLED, "It is not in the journal any more");
  return g_steal_pointer (&last);
}

/* Both fees: what nodes want at least for the place, and at least what is fast now. */
static gboolean
set_fees (Job *job,
          const SuretyAttempt *last,
          const SuretyFees *fees,
          Transaction *transaction,
          GError **error)
{
  const SuretyFee *fast = &fees->fee[SURETY_SPEED_FAST];
  const u256 least = surety_fees_raise (last->max_fee);

  if (job->fee_ceiling != 0 && least > job->fee_ceiling)
    return refuse (error, SURETY_PROTOCOL_ERROR_CEILING,
                   "What nodes want for the place is above the ceiling");
  transaction->max_fee = u256_max (least, fast->max);
  transaction->max_priority_fee = u256_min (u256_max (surety_fees_raise (last->priority),
                                                      fast->priority),
                                            transaction->max_fee);
  return TRUE;
}

static gboolean
count_others (SuretyRunner *self,
              SuretyJournalEntry *of,
              GListModel *open,
              SuretyReplacementFacts *facts,
              GError **error)
{
  SuretyLater *later = &facts->later;
  const Address *account = surety_journal_entry_get_account (of);
  const guint64 nonce = surety_journal_entry_get_nonce (of);
  g_autoptr (GHashTable) own = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (SuretyNonces) nonces = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (open); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (open, i);
      const guint64 number = surety_journal_entry_get_nonce (entry);

      if (!address_equal (surety_journal_entry_get_account (entry), account))
        continue;
      if (surety_journal_entry_get_state (entry) == SURETY_JOURNAL_PLANNED)
        later->planned += surety_journal_entry_get_plan (entry) ==
                              surety_journal_entry_get_plan (of)
                            ? 1
                            : 0;
      else if (is_waiting (entry) && number > nonce)
        g_hash_table_add (own, g_memdup2 (&number, sizeof number));
      else if (is_waiting (entry) && number < nonce)
        facts->behind = TRUE;
    }
  later->own = g_hash_table_size (own);
  later->driven = surety_runner_is_driving (self, surety_journal_entry_get_plan (of));

  nonces = dex_await_boxed (surety_nonces_read (self->endpoints, account), error);
  if (nonces == NULL)
    return FALSE;
  for (guint64 number = nonce + 1; number < MIN (nonces->most, nonce + 1025); number++)
    if (!g_hash_table_contains (own, &number))
      later->foreign++;
  return TRUE;
}

static void
fill (SuretyRunner *self, SuretyStep *step, SuretyJournalEntry *of, Transaction *transaction)
{
  gsize len;

  transaction->kind = TRANSACTION_EIP1559;
  transaction->chain_id = surety_network_get_chain_id (self->network);
  transaction->nonce = surety_journal_entry_get_nonce (of);
  transaction->to = *surety_step_get_to (step);
  transaction->value = surety_step_get_value (step);
  transaction->data.data = g_bytes_get_data (surety_step_get_calldata (step), &len);
  transaction->data.len = len;
}

static SuretyReplacement *
plan (Job *job, GError **error)
{
  SuretyRunner *self = job->self;
  g_autoptr (GListModel) open = NULL;
  g_autoptr (SuretyJournalEntry) of = find_open (self, job->entry, &open, error);
  g_autoptr (SuretyAttempt) last = NULL;
  g_autoptr (SuretyStep) step = NULL;
  g_autoptr (SuretyDecodedCall) call = NULL;
  g_autoptr (SuretySimulation) simulation = NULL;
  g_autoptr (SuretyFees) fees = NULL;
  const Address *account;
  Transaction transaction = { 0 };
  SuretyReplacementFacts facts = { .kind = job->kind, .transaction = &transaction };

  if (of == NULL || (last = load_last (self, of, &step, error)) == NULL)
    return NULL;
  account = surety_journal_entry_get_account (of);
  if (job->kind == SURETY_REPLACE_CANCEL)
    {
      g_clear_object (&step);
      step = surety_step_new_cancel (account);
    }

  simulation = dex_await_boxed (surety_review_simulate (self->endpoints, account, step), error);
  if (simulation == NULL)
    return NULL;
  fees = dex_await_boxed (surety_fees_suggest (self->endpoints, job->fee_ceiling,
                                               surety_network_get_block_seconds (self->network)),
                          error);
  fill (self, step, of, &transaction);
  transaction.gas_limit = surety_review_gas_limit (simulation->gas);
  if (fees == NULL || !set_fees (job, last, fees, &transaction, error) ||
      !surety_runner_check_funds (self, account, &transaction, error) ||
      !count_others (self, of, open, &facts, error))
    return NULL;
  call = job->kind == SURETY_REPLACE_CANCEL
           ? surety_review_decode_cancel (self->network, account, &transaction, error)
           : surety_review_decode (self->network, &transaction, error);
  if (call == NULL || !surety_payees_check_call (self->payees, account, call, error) ||
      !surety_runner_check_code (self, account, call, error))
    return NULL;

  facts.entry = last->id;
  facts.step = step;
  facts.call = call;
  if (!u256_mul (last->max_fee, last->gas_limit, &facts.old_cost))
    facts.old_cost = U256_MAX;
  facts.seconds = fees->fee[SURETY_SPEED_FAST].seconds;
  facts.behind = facts.behind || last->trouble == SURETY_JOURNAL_TROUBLE_GAP ||
                 last->trouble == SURETY_JOURNAL_TROUBLE_FOREIGN;
  return surety_replacement_new (&facts);
}

static DexFuture *
plan_fiber (SuretyFlow *flow, gpointer data)
{
  g_autoptr (GError) error = NULL;
  SuretyReplacement *replacement = plan (data, &error);

  return replacement != NULL ? dex_future_new_take_object (replacement)
                             : dex_future_new_for_error (g_steal_pointer (&error));
}

/* In the journal, or nowhere: what is signed and not written down is forgotten and never left the process. */
static gint64
sign (Job *job, SuretyJournalEntry *of, GError **error)
{
  SuretyRunner *self = job->self;
  SuretyStep *step = surety_replacement_get_step (job->replacement);
  const Transaction *transaction = surety_replacement_get_transaction (job->replacement);
  const Address *account = surety_journal_entry_get_account (of);
  g_autoptr (GBytes) signed_bytes = NULL;
  g_autoptr (GError) failed = NULL;
  g_autofree char *body = surety_step_to_json (step);
  gsize len;
  const guint8 *data;
  gint64 id;
  Hash hash;

  /* What is first in line pays whoever it pays; nothing new is signed for somebody who was taken out since, nor kept when that
   * was while it was signed. */
  if (!surety_payees_check_call (self->payees, account,
                                 surety_replacement_get_call (job->replacement), error))
    return 0;
  signed_bytes = dex_await_boxed (surety_signer_sign (job->signer, transaction), error);
  if (signed_bytes == NULL ||
      !surety_runner_check_bytes (self, step, account, transaction, signed_bytes, error) ||
      !surety_payees_check_call (self->payees, account,
                                 surety_replacement_get_call (job->replacement), error))
    return 0;
  if (self->stopped)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The runner was stopped");
      return 0;
    }
  data = g_bytes_get_data (signed_bytes, &len);
  hash = transaction_hash ((Bytes) { data, len });
  id = dex_await_int64 (surety_journal_add_attempt (self->journal, surety_journal_entry_get_id (of),
                                                    surety_step_get_kind (step), body, &hash,
                                                    signed_bytes),
                        &failed);
  if (g_error_matches (failed, SURETY_STORE_ERROR, SURETY_STORE_ERROR_STATE))
    refuse (error, SURETY_PROTOCOL_ERROR_SETTLED, "It was mined meanwhile");
  else if (failed != NULL)
    g_propagate_error (error, g_steal_pointer (&failed));
  return id;
}

static gint64
replace (Job *job, GError **error)
{
  SuretyRunner *self = job->self;
  const gint64 id = surety_replacement_get_entry (job->replacement);
  g_autoptr (GListModel) open = NULL;
  g_autoptr (SuretyJournalEntry) of = find_open (self, id, &open, error);
  g_autoptr (SuretyStep) step = NULL;
  g_autoptr (SuretyAttempt) last = NULL;
  g_autoptr (GError) unfollowed = NULL;
  DexFuture *mined;
  gint64 made;

  if (of == NULL)
    return 0;
  if (!address_equal (surety_journal_entry_get_account (of),
                      surety_signer_get_address (job->signer)))
    {
      refuse (error, SURETY_PROTOCOL_ERROR_WATCH_ONLY, "There is no key for this account here");
      return 0;
    }
  last = load_last (self, of, &step, error);
  if (last == NULL)
    return 0;
  if (last->id != id)
    {
      refuse (error, SURETY_PROTOCOL_ERROR_SETTLED, "Something else was signed for it meanwhile");
      return 0;
    }

  made = sign (job, of, error);
  if (made == 0)
    return 0;
  surety_runner_tell_step (self, made);
  surety_runner_hold ("replaced");
  /* It is in the journal: whatever is wrong now, the next start takes it up. */
  mined = surety_runner_follow (self, of, TRUE, &unfollowed);
  if (mined == NULL)
    surety_runner_tell_stopped (self, surety_journal_entry_get_plan (of), unfollowed);
  dex_clear (&mined);
  surety_runner_poke (self);
  return made;
}

static DexFuture *
replace_fiber (SuretyFlow *flow, gpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = replace (data, &error);

  return id != 0 ? dex_future_new_for_int64 (id)
                 : dex_future_new_for_error (g_steal_pointer (&error));
}

DexFuture *
surety_runner_plan_replacement (SuretyRunner *self,
                                gint64 entry,
                                SuretyReplaceKind kind,
                                u256 fee_ceiling)
{
  Job *job;

  g_return_val_if_fail (SURETY_IS_RUNNER (self), NULL);

  job = g_new0 (Job, 1);
  job->self = g_object_ref (self);
  job->entry = entry;
  job->kind = kind;
  job->fee_ceiling = fee_ceiling;
  return surety_flow_spawn (plan_fiber, job, job_free);
}

DexFuture *
surety_runner_replace (SuretyRunner *self, SuretyReplacement *replacement, SuretySigner *signer)
{
  Job *job;

  g_return_val_if_fail (SURETY_IS_RUNNER (self) && SURETY_IS_REPLACEMENT (replacement), NULL);

  if (signer == NULL)
    return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_WATCH_ONLY,
                                  "There is no key for this account here");
  if (self->stopped)
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The runner was stopped");
  job = g_new0 (Job, 1);
  job->self = g_object_ref (self);
  job->replacement = g_object_ref (replacement);
  job->signer = g_object_ref (signer);
  return surety_flow_spawn (replace_fiber, job, job_free);
}
