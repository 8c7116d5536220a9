/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-runner-private.h"

#include "surety-protocol-error.h"

#define MAX_WAIT_MILLISECONDS 60000u
#define MAX_CHECK_FAILURES 4u
/* What takes an endpoint some dozens of requests to show is not asked for at every look. */
#define SEARCH_US (300 * G_USEC_PER_SEC)

static SuretyAttempt *
get_attempt (SuretyFollow *follow, guint i)
{
  return g_ptr_array_index (follow->attempts, i);
}

static SuretyAttempt *
get_last (SuretyFollow *follow)
{
  return get_attempt (follow, follow->attempts->len - 1);
}

static void
follow_free (gpointer data)
{
  SuretyFollow *follow = data;

  if (dex_future_is_pending (DEX_FUTURE (follow->mined)))
    dex_promise_reject (follow->mined, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                                            "The runner was stopped"));
  dex_clear (&follow->mined);
  g_ptr_array_unref (follow->attempts);
  g_object_unref (follow->runner);
  g_free (follow);
}

/* --- writing what was seen --- */

static gboolean
set_state (SuretyFollow *follow,
           SuretyAttempt *attempt,
           SuretyJournalState state,
           guint64 block,
           GError **error)
{
  if (attempt->state == state && attempt->block == block)
    return TRUE;
  if (!dex_await (surety_journal_set_state (follow->runner->journal, attempt->id, state, block),
                  error))
    return FALSE;
  attempt->state = state;
  attempt->block = block;
  /* What is in no block has no result, in the journal neither; what is in one has no trouble. */
  if (block == 0)
    attempt->has_result = FALSE;
  else
    attempt->trouble = SURETY_JOURNAL_TROUBLE_NONE;
  surety_runner_tell_step (follow->runner, attempt->id);
  return TRUE;
}

static gboolean
set_trouble (SuretyFollow *follow,
             SuretyAttempt *attempt,
             SuretyJournalTrouble trouble,
             GError **error)
{
  if (attempt->trouble == trouble)
    return TRUE;
  if (!dex_await (surety_journal_set_trouble (follow->runner->journal, attempt->id, trouble),
                  error))
    return FALSE;
  attempt->trouble = trouble;
  surety_runner_tell_step (follow->runner, attempt->id);
  return TRUE;
}

static void
reject_mined (SuretyFollow *follow, SuretyProtocolError code, const char *why)
{
  if (dex_future_is_pending (DEX_FUTURE (follow->mined)))
    dex_promise_reject (follow->mined,
                        g_error_new_literal (SURETY_PROTOCOL_ERROR, (int) code, why));
}

/* What was said of the nonce is true no more (a reorganisation): it can be said anew. */
static void
renew_mined (SuretyFollow *follow)
{
  if (dex_future_is_pending (DEX_FUTURE (follow->mined)))
    return;
  dex_clear (&follow->mined);
  follow->mined = dex_promise_new ();
}

static void
resolve_mined (SuretyFollow *follow)
{
  if (dex_future_is_rejected (DEX_FUTURE (follow->mined)))
    renew_mined (follow);
  if (dex_future_is_pending (DEX_FUTURE (follow->mined)))
    dex_promise_resolve_boolean (follow->mined, TRUE);
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
check_promises (SuretyFollow *follow,
                SuretyAttempt *attempt,
                const SuretyReceipt *receipt,
                GError **error)
{
  SuretyRunner *runner = follow->runner;
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) failed = NULL;
  g_autofree char *json = NULL;

  if (attempt->has_result && hash_equal (&attempt->result_block, &receipt->block_hash))
    return TRUE;

  results = dex_await_boxed (surety_protocol_check (runner->protocol, &follow->account,
                                                    surety_step_get_promises (attempt->step),
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
      results = unknown_results (attempt->step);
    }

  json = surety_promise_results_to_json (results);
  if (!dex_await (surety_journal_set_result (runner->journal, attempt->id, json), error))
    return FALSE;
  attempt->has_result = TRUE;
  attempt->broken = surety_promise_results_count_broken (results) > 0;
  follow->check_failures = 0;
  attempt->result_block = receipt->block_hash;
  surety_runner_tell_step (runner, attempt->id);
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

/* What was to take another's place is not taken: the other is still there, which the endpoint's words do not say. */
static void
complain_of_refusal (SuretyFollow *follow, const GError *error)
{
  g_autoptr (GError) kept = NULL;

  if (follow->attempts->len > 1)
    kept = g_error_new (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_NOT_REPLACED, "%s",
                        error->message);
  complain (follow, kept != NULL ? kept : error);
}

/* Sends the last attempt's bytes from the journal, the same every time. A refusal ends nothing: the bytes are
 * out of our hands once they were offered, so they are followed until their nonce is used. */
static gboolean
send (SuretyFollow *follow, GError **error)
{
  SuretyAttempt *attempt = get_last (follow);
  g_autoptr (GError) failed = NULL;

  if (dex_await (surety_sender_send (follow->runner->endpoints, attempt->signed_bytes), &failed))
    {
      follow->complained = FALSE;
      if (!set_state (follow, attempt, SURETY_JOURNAL_SENT, 0, error))
        return FALSE;
      surety_runner_hold ("sent");
      return TRUE;
    }

  /* Used by this very transaction or by another: the next look tells. */
  if (g_error_matches (failed, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_NONCE_TOO_LOW))
    return TRUE;
  if (!is_passing (failed))
    complain_of_refusal (follow, failed);
  g_propagate_error (error, g_steal_pointer (&failed));
  return FALSE;
}

/* A reorganisation put another one into the chain. */
static gboolean
unmine_others (SuretyFollow *follow, const SuretyAttempt *winner, GError **error)
{
  for (guint i = 0; i < follow->attempts->len; i++)
    if (get_attempt (follow, i) != winner &&
        get_attempt (follow, i)->state == SURETY_JOURNAL_MINED &&
        !set_state (follow, get_attempt (follow, i), SURETY_JOURNAL_SENT, 0, error))
      return FALSE;
  return TRUE;
}

/* The others will never happen. */
static gboolean
close_others (SuretyFollow *follow, const SuretyAttempt *winner, GError **error)
{
  for (guint i = 0; i < follow->attempts->len; i++)
    {
      SuretyAttempt *other = get_attempt (follow, i);

      if (other == winner)
        continue;
      if (other->state == SURETY_JOURNAL_FINAL || other->state == SURETY_JOURNAL_FAILED)
        if (!set_state (follow, other, SURETY_JOURNAL_SENT, 0, error))
          return FALSE;
      if (!set_trouble (follow, other, SURETY_JOURNAL_TROUBLE_NONE, error) ||
          !set_state (follow, other, SURETY_JOURNAL_REPLACED, 0, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
take_mined (SuretyFollow *follow,
            SuretyAttempt *attempt,
            const SuretyTrack *track,
            gboolean *done,
            GError **error)
{
  guint64 block = track->receipt->block;
  gboolean final = track->state == SURETY_TRACK_FINAL;

  surety_endpoints_note_head (follow->runner->endpoints, track->head);
  if (!unmine_others (follow, attempt, error) ||
      !set_state (follow, attempt, SURETY_JOURNAL_MINED, block, error) ||
      (final && !close_others (follow, attempt, error)))
    return FALSE;

  if (!track->receipt->success)
    {
      if (!final)
        return TRUE;
      if (!set_state (follow, attempt, SURETY_JOURNAL_FAILED, block, error))
        return FALSE;
      reject_mined (follow, SURETY_PROTOCOL_ERROR_FAILED, "The transaction was mined and reverted");
      *done = TRUE;
      return TRUE;
    }

  /* Until that is deep, the step may happen after all. */
  if (attempt->cancels && final)
    reject_mined (follow, SURETY_PROTOCOL_ERROR_CANCELLED, "The step was cancelled");
  else if (!attempt->cancels)
    {
      /* The result is on the disk before the entry is closed: a start in between checks again. */
      if (!check_promises (follow, attempt, track->receipt, error))
        return FALSE;
      /* What was to build on it waits for a person's look. */
      if (attempt->broken)
        reject_mined (follow, SURETY_PROTOCOL_ERROR_BROKEN, "A promise was not kept");
      else
        resolve_mined (follow);
    }
  if (final)
    {
      if (!set_state (follow, attempt, SURETY_JOURNAL_FINAL, block, error))
        return FALSE;
      *done = TRUE;
    }
  return TRUE;
}

/* Somebody with the same key used the nonce for something else. */
static gboolean
take_replaced (SuretyFollow *follow, gboolean *done, GError **error)
{
  for (guint i = 0; i < follow->attempts->len; i++)
    {
      SuretyAttempt *attempt = get_attempt (follow, i);

      if (!set_trouble (follow, attempt, SURETY_JOURNAL_TROUBLE_ELSEWHERE, error) ||
          !set_state (follow, attempt, SURETY_JOURNAL_REPLACED, 0, error))
        return FALSE;
    }
  reject_mined (follow, SURETY_PROTOCOL_ERROR_FAILED, "Another transaction used the nonce");
  *done = TRUE;
  return TRUE;
}

/* Whether it was seen in a block that this look did not come to: nobody testifies against what he has not seen. */
static gboolean
is_before_block (SuretyFollow *follow, GPtrArray *tracks)
{
  for (guint i = 0; i < tracks->len; i++)
    if (get_attempt (follow, i)->state == SURETY_JOURNAL_MINED &&
        ((SuretyTrack *) g_ptr_array_index (tracks, i))->head < get_attempt (follow, i)->block)
      return TRUE;
  return FALSE;
}

/* None is in a block. */
static gboolean
take_waiting (SuretyFollow *follow, GPtrArray *tracks, GError **error)
{
  SuretyAttempt *last = get_last (follow);
  const SuretyTrack *track = g_ptr_array_index (tracks, tracks->len - 1);
  SuretyJournalTrouble trouble;

  if (!surety_runner_find_trouble (follow, last, track, &trouble, error) ||
      !set_trouble (follow, last, trouble, error))
    return FALSE;
  for (guint i = 0; i < tracks->len; i++)
    {
      SuretyAttempt *attempt = get_attempt (follow, i);
      const SuretyTrack *of = g_ptr_array_index (tracks, i);

      if (attempt->state == SURETY_JOURNAL_MINED)
        renew_mined (follow);
      if ((attempt->state == SURETY_JOURNAL_MINED || of->state == SURETY_TRACK_PENDING) &&
          !set_state (follow, attempt, SURETY_JOURNAL_SENT, 0, error))
        return FALSE;
      attempt->seen = attempt->seen || of->state == SURETY_TRACK_PENDING;
      if (attempt != last && !set_trouble (follow, attempt, SURETY_JOURNAL_TROUBLE_NONE, error))
        return FALSE;
    }

  /* Never arrived, dropped, or its block was reorganised away: the same bytes again. What it is to replace may
   * be known: that is why it is sent. */
  return track->state != SURETY_TRACK_UNKNOWN || send (follow, error);
}

/* Whether what is shown to have taken the place of one is another of them: then one of both is in the chain, and who says
 * that none is contradicts himself. */
static gboolean
is_own_rival (SuretyFollow *follow, GPtrArray *tracks)
{
  for (guint i = 0; i < tracks->len; i++)
    for (guint k = 0; k < follow->attempts->len; k++)
      if (hash_equal (&((SuretyTrack *) g_ptr_array_index (tracks, i))->other,
                      &get_attempt (follow, k)->hash))
        return TRUE;
  return FALSE;
}

/* By the word of one endpoint, which has not shown it: what is known stands, and it is followed on until another says
 * so too. */
static gboolean
take_claimed (SuretyFollow *follow, GError **error)
{
  for (guint i = 0; i < follow->attempts->len; i++)
    {
      SuretyAttempt *attempt = get_attempt (follow, i);

      if (attempt->state != SURETY_JOURNAL_MINED &&
          !set_trouble (follow, attempt, SURETY_JOURNAL_TROUBLE_ELSEWHERE, error))
        return FALSE;
    }
  return TRUE;
}

/* Whichever is mined decides. */
static gboolean
take_tracks (SuretyFollow *follow, GPtrArray *tracks, gboolean *done, GError **error)
{
  guint n_replaced = 0;
  guint n_claimed = 0;
  guint n_unsettled = 0;

  for (guint i = 0; i < tracks->len; i++)
    {
      const SuretyTrack *track = g_ptr_array_index (tracks, i);

      if (track->state == SURETY_TRACK_MINED || track->state == SURETY_TRACK_FINAL)
        return take_mined (follow, get_attempt (follow, i), track, done, error);
      n_replaced += track->state == SURETY_TRACK_REPLACED ? 1 : 0;
      n_claimed += track->state == SURETY_TRACK_CLAIMED ? 1 : 0;
      n_unsettled += track->state == SURETY_TRACK_UNSETTLED ? 1 : 0;
    }

  /* One more was signed while these were looked at. */
  if (tracks->len < follow->attempts->len)
    return TRUE;
  if (n_unsettled > 0 || is_before_block (follow, tracks))
    return TRUE;
  if (n_replaced == tracks->len && !is_own_rival (follow, tracks))
    return take_replaced (follow, done, error);
  if (n_replaced + n_claimed == tracks->len)
    return take_claimed (follow, error);
  return take_waiting (follow, tracks, error);
}

static gboolean
look (SuretyFollow *follow, gboolean *done, GError **error)
{
  SuretyRunner *runner = follow->runner;
  g_autoptr (GPtrArray)
    tracks = g_ptr_array_new_with_free_func ((GDestroyNotify) surety_track_free);
  const gint64 now = g_get_monotonic_time ();
  const gboolean search = follow->searched_at == 0 || now - follow->searched_at > SEARCH_US;
  gboolean claimed = FALSE;

  if (follow->fresh)
    {
      follow->fresh = FALSE;
      if (!send (follow, error))
        return FALSE;
    }

  for (guint i = 0; i < follow->attempts->len; i++)
    {
      const guint64 depth = surety_network_get_confirmations (runner->network);
      SuretyTrack *track = dex_await_boxed (surety_sender_look (runner->endpoints,
                                                                &get_attempt (follow, i)->hash,
                                                                &follow->account, follow->nonce,
                                                                depth, search),
                                            error);

      if (track == NULL)
        return FALSE;
      g_ptr_array_add (tracks, track);
      claimed = claimed || track->state == SURETY_TRACK_CLAIMED;
    }
  if (search || !claimed)
    follow->searched_at = claimed ? now : 0;
  return take_tracks (follow, tracks, done, error);
}

static GError *
make_end_error (SuretyFollow *follow)
{
  for (guint i = 0; i < follow->attempts->len; i++)
    {
      const SuretyAttempt *attempt = get_attempt (follow, i);

      if (attempt->state == SURETY_JOURNAL_FAILED)
        return g_error_new_literal (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_FAILED,
                                    "The transaction was mined and reverted");
      if (attempt->state == SURETY_JOURNAL_FINAL && attempt->cancels)
        return g_error_new_literal (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CANCELLED,
                                    "The step was cancelled");
    }
  return g_error_new_literal (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_ELSEWHERE,
                              "Another transaction used the nonce");
}

/* A step did not happen: what was to build on it has lost its sense. */
static void
fail_plan (SuretyFollow *follow)
{
  SuretyRunner *runner = follow->runner;
  g_autoptr (GError) error = NULL;

  if (surety_runner_abandon_planned (runner, follow->plan, &error))
    error = make_end_error (follow);
  surety_runner_tell_stopped (runner, follow->plan, error);
}

static gboolean
has_happened (SuretyFollow *follow)
{
  for (guint i = 0; i < follow->attempts->len; i++)
    if (get_attempt (follow, i)->state == SURETY_JOURNAL_FINAL && !get_attempt (follow, i)->cancels)
      return TRUE;
  return FALSE;
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
  if (done && has_happened (follow))
    finish_plan (follow);
  else if (done)
    fail_plan (follow);
  surety_runner_end (runner);
  return dex_future_new_true ();
}

/* What is followed already and not yet known there. */
static void
add_attempts (SuretyFollow *follow, GPtrArray *attempts, gboolean fresh)
{
  while (attempts->len > follow->attempts->len)
    g_ptr_array_add (follow->attempts, g_ptr_array_steal_index (attempts, follow->attempts->len));
  follow->fresh = follow->fresh || fresh;
}

DexFuture *
surety_runner_follow (SuretyRunner *self, SuretyJournalEntry *entry, gboolean fresh, GError **error)
{
  g_autoptr (GPtrArray) attempts = surety_attempts_load (self, entry, error);
  SuretyFollow *follow;
  DexFuture *mined;
  gint64 id;

  if (attempts == NULL)
    return NULL;
  id = ((SuretyAttempt *) g_ptr_array_index (attempts, 0))->id;
  follow = g_hash_table_lookup (self->follows, &id);
  if (follow != NULL)
    {
      add_attempts (follow, attempts, fresh);
      return dex_ref (DEX_FUTURE (follow->mined));
    }

  follow = g_new0 (SuretyFollow, 1);
  follow->runner = g_object_ref (self);
  follow->id = id;
  follow->plan = surety_journal_entry_get_plan (entry);
  follow->step = surety_journal_entry_get_step (entry);
  follow->account = *surety_journal_entry_get_account (entry);
  follow->nonce = surety_journal_entry_get_nonce (entry);
  follow->attempts = g_steal_pointer (&attempts);
  follow->fresh = fresh;
  follow->mined = dex_promise_new ();
  g_hash_table_insert (self->follows, &follow->id, follow);
  mined = dex_ref (DEX_FUTURE (follow->mined));

  surety_runner_begin (self);
  dex_unref (surety_flow_spawn (follow_fiber, follow, follow_free));
  return mined;
}
