/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-runner-private.h"

/* What holds up the last attempt of a nonce that is in no block. Numbers of the account that come before it
 * are either this journal's (then they have a follow of their own, and there is nothing to say here), or
 * wait in the pool and are somebody else's with the same key, or are nowhere. */

/* Whether number is of this journal: *own stays FALSE when the journal can't be read. */
static gboolean
is_own (SuretyFollow *follow, guint64 number, gboolean *own, GError **error)
{
  SuretyRunner *runner = follow->runner;
  g_autoptr (GError) failed = NULL;
  const guint64 free_number =
    dex_await_uint64 (surety_journal_free_nonce (runner->journal,
                                                 surety_network_get_key (runner->network),
                                                 &follow->account, number),
                      &failed);

  *own = failed == NULL && free_number > number;
  if (failed == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failed));
  return FALSE;
}

static gboolean
find_in_order (SuretyFollow *follow,
               const SuretyTrack *track,
               SuretyJournalTrouble *out,
               GError **error)
{
  const guint64 next = track->next_nonce;
  const guint64 pooled = track->pending_nonce;
  gboolean own = FALSE;

  *out = SURETY_JOURNAL_TROUBLE_NONE;
  if (next == G_MAXUINT64 || next >= follow->nonce || pooled == G_MAXUINT64)
    return TRUE;

  /* The first number that the pool does not have, and the first that is to be mined. */
  if (pooled < follow->nonce)
    {
      if (!is_own (follow, MAX (pooled, next), &own, error))
        return FALSE;
      *out = own ? SURETY_JOURNAL_TROUBLE_NONE : SURETY_JOURNAL_TROUBLE_GAP;
    }
  else
    {
      if (!is_own (follow, next, &own, error))
        return FALSE;
      *out = own ? SURETY_JOURNAL_TROUBLE_NONE : SURETY_JOURNAL_TROUBLE_FOREIGN;
    }
  return TRUE;
}

/* Whether one of them was in a block when it was looked at before. */
static gboolean
was_mined (SuretyFollow *follow)
{
  for (guint i = 0; i < follow->attempts->len; i++)
    if (((SuretyAttempt *) g_ptr_array_index (follow->attempts, i))->state == SURETY_JOURNAL_MINED)
      return TRUE;
  return FALSE;
}

gboolean
surety_runner_find_trouble (SuretyFollow *follow,
                            const SuretyAttempt *attempt,
                            const SuretyTrack *track,
                            SuretyJournalTrouble *out,
                            GError **error)
{
  if (!find_in_order (follow, track, out, error))
    return FALSE;
  if (*out != SURETY_JOURNAL_TROUBLE_NONE)
    return TRUE;

  if (was_mined (follow))
    *out = SURETY_JOURNAL_TROUBLE_REORGED;
  else if (track->base_fee > attempt->max_fee)
    *out = SURETY_JOURNAL_TROUBLE_UNDERPRICED;
  else if (track->state == SURETY_TRACK_UNKNOWN && attempt->seen)
    *out = SURETY_JOURNAL_TROUBLE_DROPPED;
  /* That these were is said until it is in a block. */
  else if (attempt->trouble == SURETY_JOURNAL_TROUBLE_REORGED ||
           attempt->trouble == SURETY_JOURNAL_TROUBLE_DROPPED)
    *out = attempt->trouble;
  return TRUE;
}
