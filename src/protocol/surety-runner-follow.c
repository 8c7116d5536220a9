/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-runner-private.h"

#include "surety-protocol-error.h"

#define MAX_WAIT_MILLISECONDS 60000u
#define MAX_CHECK_FAILURES 4u

static void
follow_free (gpointer data)
{
  SuretyFollow *follow = data;

  if (dex_future_is_pending (DEX_FUTURE (follow->mined)))
    dex_promise_reject (follow->mined, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                                            "The runner was stopped"));
  dex_clear (&follow->mined);
  g_bytes_unref (follow->signed_bytes);
  g_object_unref (follow->step);
  g_object_unref (follow->runner);
  g_free (follow);
}

/* --- writing what was seen --- */

static gboolean
set_state (SuretyFollow *follow, SuretyJournalState state, guint64 block, GError **error)
{
  if (follow->state == state && follow->block == block)
    return TRUE;
  if (!dex_await (surety_journal_set_state (follow->runner->journal, follow->id, state, block),
                  error))
    return FALSE;
  follow->state = state;
  follow->block = block;
  /* What is in no block has no result, in the journal neither. */
  if (block == 0)
    follow->has_result = FALSE;
  surety_runner_tell_step (follow->runner, follow->id);
  return TRUE;
}

static void
reject_mined (SuretyFollow *follow, const char *why)
{
  if (dex_future_is_pending (DEX_FUTURE (follow->mined)))
    dex_promise_reject (follow->mined, g_error_new_literal (SURETY_PROTOCOL_ERROR,
                                                            SURETY_PROTOCOL_ERROR_FAILED, why));
}

/* Whether asking again later may help. */
static gboolean
is_passing (const GError *error)
{
  static const SuretyChainError codes[] = {
    SURETY_CHAIN_ERROR_TRANSPORT,    SURETY_CHAIN_ERROR_TIMEOUT,   SURETY_CHAIN_ERROR_HTTP,
    SURETY_CHAIN_ERROR_RATE_LIMITED, SURETY_CHAIN_ERROR_TOO_LARGE, SURETY_CHAIN_ERROR_NO_ENDPOINT,
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, SURETY_CHAIN_ERROR, (int) codes[i]))
      return TRUE;
  return FALSE;
}

static GPtrArray *
unknown_results (SuretyStep *step)
{
  GPtrArray *promises = surety_step_get_promises (step);
  GPtrArray *results = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < promises->len; i++)
    g_ptr_array_add (results, surety_promise_result_new (g_ptr_array_index (promises, i),
                                                         SURETY_KNOWN_UNKNOWN, 0, 0));
  return results;
}

/* Checks the step's promises at the block it is in, before a later step can change what they are
 * about. FALSE with an error when it should be tried again. */
static gboolean
check_promises (SuretyFollow *follow, const SuretyReceipt *receipt, GError **error)
{
  SuretyRunner *runner = follow->runner;
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) failed = NULL;
  g_autofree char *json = NULL;

  if (follow->has_result && hash_equal (&follow->result_block, &receipt->block_hash))
    return TRUE;

  results = dex_await_boxed (surety_protocol_check (runner->protocol, &follow->account,
                                                    surety_step_get_promises (follow->step),
                                                    receipt->block),
                             &failed);
  if (results == NULL)
    {
      /* A node behind the others does not have the block yet; one that keeps saying no does not
       * serve its state (any more): not known then, and said so. */
      if (is_passing (failed) || follow->check_failures++ < MAX_CHECK_FAILURES)
        {
          g_propagate_error (error, g_steal_pointer (&failed));
          return FALSE;
        }
      results = unknown_results (follow->step);
    }

  json = surety_promise_results_to_json (results);
  if (!dex_await (surety_journal_set_result (runner->journal, follow->id, json), error))
    return FALSE;
  follow->has_result = TRUE;
  follow->check_failures = 0;
  follow->result_block = receipt->block_hash;
  surety_runner_tell_step (runner, follow->id);
  return TRUE;
}

/* --- what a look means --- */

static void
complain (SuretyFollow *follow, const GError *error)
{
  if (follow->complained)
    return;
  follow->complained = TRUE;
  surety_runner_tell_stopped (follow->runner, follow->plan, error);
}

/* Sends the journal's bytes, the same every time. A refusal ends nothing: the bytes are out of our
 * hands once they were offered, so they are followed until their nonce is used. */
static gboolean
send (SuretyFollow *follow, GError **error)
{
  g_autoptr (GError) failed = NULL;

  if (dex_await (surety_sender_send (follow->runner->endpoints, follow->signed_bytes), &failed))
    {
      follow->complained = FALSE;
      if (!set_state (follow, SURETY_JOURNAL_SENT, 0, error))
        return FALSE;
      surety_runner_hold ("sent");
      return TRUE;
    }

  /* Used by this very transaction or by another: the next look tells. */
  if (g_error_matches (failed, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_NONCE_TOO_LOW))
    return TRUE;
  if (!is_passing (failed))
    complain (follow, failed);
  g_propagate_error (error, g_steal_pointer (&failed));
  return FALSE;
}

static gboolean
take_mined (SuretyFollow *follow, const SuretyTrack *track, gboolean *done, GError **error)
{
  guint64 block = track->receipt->block;
  gboolean final = track->state == SURETY_TRACK_FINAL;

  surety_endpoints_note_head (follow->runner->endpoints, track->head);
  if (!set_state (follow, SURETY_JOURNAL_MINED, block, error))
    return FALSE;

  if (!track->receipt->success)
    {
      if (!final)
        return TRUE;
      if (!set_state (follow, SURETY_JOURNAL_FAILED, block, error))
        return FALSE;
      reject_mined (follow, "The transaction was mined and reverted");
      *done = TRUE;
      return TRUE;
    }

  /* The result is on the disk before the entry is closed: a start in between checks again. */
  if (!check_promises (follow, track->receipt, error))
    return FALSE;
  if (dex_future_is_pending (DEX_FUTURE (follow->mined)))
    dex_promise_resolve_boolean (follow->mined, TRUE);
  if (final)
    {
      if (!set_state (follow, SURETY_JOURNAL_FINAL, block, error))
        return FALSE;
      *done = TRUE;
    }
  return TRUE;
}

static gboolean
take_look (SuretyFollow *follow, const SuretyTrack *track, gboolean *done, GError **error)
{
  switch (track->state)
    {
    case SURETY_TRACK_UNKNOWN:
      /* Never arrived, dropped, or its block was reorganised away: the same bytes again. */
      if (follow->state == SURETY_JOURNAL_MINED &&
          !set_state (follow, SURETY_JOURNAL_SENT, 0, error))
        return FALSE;
      return send (follow, error);
    case SURETY_TRACK_PENDING:
      return set_state (follow, SURETY_JOURNAL_SENT, 0, error);
    case SURETY_TRACK_MINED:
    case SURETY_TRACK_FINAL:
      return take_mined (follow, track, done, error);
    case SURETY_TRACK_REPLACED:
      if (!set_state (follow, SURETY_JOURNAL_REPLACED, 0, error))
        return FALSE;
      reject_mined (follow, "Another transaction used the nonce");
      *done = TRUE;
      return TRUE;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
look (SuretyFollow *follow, gboolean *done, GError **error)
{
  SuretyRunner *runner = follow->runner;
  g_autoptr (SuretyTrack) track = NULL;

  if (follow->fresh)
    {
      follow->fresh = FALSE;
      if (!send (follow, error))
        return FALSE;
    }

  track = dex_await_boxed (surety_sender_look (runner->endpoints, &follow->hash, &follow->account,
                                               follow->nonce,
                                               surety_network_get_confirmations (runner->network)),
                           error);
  return track != NULL && take_look (follow, track, done, error);
}

gboolean
surety_runner_abandon_planned (SuretyRunner *self, gint64 plan, GError **error)
{
  g_autoptr (GListModel)
    entries = dex_await_object (surety_journal_list_plan (self->journal, plan), error);
  guint n;

  if (entries == NULL)
    return FALSE;
  n = g_list_model_get_n_items (entries);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);
      gint64 id = surety_journal_entry_get_id (entry);

      if (surety_journal_entry_get_state (entry) != SURETY_JOURNAL_PLANNED)
        continue;
      if (!dex_await (surety_journal_set_state (self->journal, id, SURETY_JOURNAL_ABANDONED, 0),
                      error))
        return FALSE;
      surety_runner_tell_step (self, id);
    }
  return TRUE;
}

/* A step did not happen: what was to build on it has lost its sense. */
static void
fail_plan (SuretyFollow *follow)
{
  SuretyRunner *runner = follow->runner;
  g_autoptr (GError) error = NULL;

  if (surety_runner_abandon_planned (runner, follow->plan, &error))
    error = g_error_new_literal (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_FAILED,
                                 follow->state == SURETY_JOURNAL_REPLACED
                                   ? "Another transaction used the nonce"
                                   : "The transaction was mined and reverted");
  surety_runner_tell_stopped (runner, follow->plan, error);
}

/* Whether the plan is through; then says so. */
static void
finish_plan (SuretyFollow *follow)
{
  SuretyRunner *runner = follow->runner;
  g_autoptr (GListModel)
    entries = dex_await_object (surety_journal_list_plan (runner->journal, follow->plan), NULL);
  guint n = entries != NULL ? g_list_model_get_n_items (entries) : 0;

  if (n == 0)
    return;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);

      if (surety_journal_entry_get_state (entry) != SURETY_JOURNAL_FINAL)
        return;
    }
  surety_runner_tell_finished (runner, follow->plan);
}

static DexFuture *
follow_fiber (SuretyFlow *flow, gpointer data)
{
  SuretyFollow *follow = data;
  SuretyRunner *runner = follow->runner;
  guint poll = surety_runner_poll_milliseconds (runner);
  gboolean done = FALSE;

  while (!runner->stopped)
    {
      g_autoptr (GError) error = NULL;

      if (look (follow, &done, &error))
        follow->failures = 0;
      else
        {
          follow->failures = MIN (follow->failures + 1, 6);
          /* Endpoints come and go; a journal that can't be written is a matter for a person. */
          if (error->domain != SURETY_CHAIN_ERROR)
            complain (follow, error);
        }
      if (done)
        break;
      if (!runner->stopped)
        surety_runner_wait (runner, MIN (poll << follow->failures, MAX_WAIT_MILLISECONDS));
    }

  g_hash_table_remove (runner->follows, &follow->id);
  if (done && follow->state == SURETY_JOURNAL_FINAL)
    finish_plan (follow);
  else if (done)
    fail_plan (follow);
  surety_runner_end (runner);
  return dex_future_new_true ();
}

DexFuture *
surety_runner_follow (SuretyRunner *self, SuretyJournalEntry *entry, gboolean fresh, GError **error)
{
  gint64 id = surety_journal_entry_get_id (entry);
  SuretyFollow *follow = g_hash_table_lookup (self->follows, &id);
  SuretyStep *step;
  DexFuture *mined;

  if (follow != NULL)
    return dex_ref (DEX_FUTURE (follow->mined));

  step = surety_step_new_from_json (surety_journal_entry_get_body (entry), error);
  if (step == NULL)
    return NULL;

  follow = g_new0 (SuretyFollow, 1);
  follow->runner = g_object_ref (self);
  follow->id = id;
  follow->plan = surety_journal_entry_get_plan (entry);
  follow->account = *surety_journal_entry_get_account (entry);
  follow->nonce = surety_journal_entry_get_nonce (entry);
  follow->hash = *surety_journal_entry_get_hash (entry);
  follow->signed_bytes = g_bytes_ref (surety_journal_entry_get_signed (entry));
  follow->step = step;
  follow->state = surety_journal_entry_get_state (entry);
  follow->block = surety_journal_entry_get_block (entry);
  follow->fresh = fresh;
  follow->mined = dex_promise_new ();
  g_hash_table_insert (self->follows, &follow->id, follow);
  mined = dex_ref (DEX_FUTURE (follow->mined));

  surety_runner_begin (self);
  dex_unref (surety_flow_spawn (follow_fiber, follow, follow_free));
  return mined;
}
