/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-token-history.h"

#define MAX_ROUNDS 5u

typedef struct
{
  guint64 target;
  guint64 tolerance;
  /* The block lies in [low, high], whose times are known. */
  guint64 low, low_time;
  guint64 high, high_time;
  guint64 guess;
  gboolean found;
  gboolean absent;
} Search;

/* Where the target would be if blocks came evenly between low and high; never at either end, so that
 * every step shortens the stretch. */
static guint64
interpolate (const Search *search)
{
  guint64 span = search->high_time - search->low_time;
  guint64 blocks = search->high - search->low;
  u256 offset = (u256) blocks * (search->target - search->low_time) / MAX (span, 1);

  return search->low + CLAMP ((guint64) offset, 1, blocks - 1);
}

static void
take_answer (Search *search, guint64 time)
{
  guint64 off = time > search->target ? time - search->target : search->target - time;

  if (off <= search->tolerance)
    {
      search->found = TRUE;
      search->low_time = time;
      return;
    }
  if (time > search->target)
    {
      search->high = search->guess;
      search->high_time = time;
    }
  else
    {
      search->low = search->guess;
      search->low_time = time;
    }
  /* The very first block is later than that, or nothing is left between. */
  if (search->guess == 0 || search->high - search->low < 2)
    search->absent = TRUE;
  else
    search->guess = interpolate (search);
}

/* The first guess knows only the usual pace. Before it, nothing of the past is known: low is the
 * first block, as if it had been at the usual pace too; its time is asked when it is needed. */
static void
begin (Search *search, guint block_seconds, guint64 head, guint64 head_time)
{
  guint64 blocks = (head_time - search->target) / block_seconds;

  search->high = head;
  search->high_time = head_time;
  search->low = 0;
  search->low_time = head_time > head * block_seconds ? head_time - head * block_seconds : 0;
  search->low_time = MIN (search->low_time, search->target);
  search->guess = blocks < head ? head - blocks : 0;
}

gboolean
surety_token_history_find_blocks (SuretyFlow *flow,
                                  SuretyEndpoints *endpoints,
                                  guint block_seconds,
                                  guint64 head,
                                  guint64 head_time,
                                  guint n,
                                  const guint64 *times,
                                  const guint64 *tolerances,
                                  guint64 *blocks,
                                  guint64 *times_out,
                                  GError **error)
{
  g_autofree Search *searches = g_new0 (Search, n);

  for (guint i = 0; i < n; i++)
    {
      searches[i].target = times[i];
      searches[i].tolerance = tolerances[i];
      searches[i].absent = times[i] >= head_time || head < 2;
      if (!searches[i].absent)
        begin (&searches[i], block_seconds, head, head_time);
    }

  for (guint round = 0; round < MAX_ROUNDS; round++)
    {
      g_autoptr (SuretyBatch) batch = surety_batch_new ();
      g_autoptr (GObject) answered = NULL;
      g_autofree guint *calls = g_new0 (guint, n);

      for (guint i = 0; i < n; i++)
        if (!searches[i].found && !searches[i].absent)
          {
            g_autofree char *quantity = g_strdup_printf ("0x%" G_GINT64_MODIFIER "x",
                                                         searches[i].guess);

            calls[i] = surety_batch_add_block (batch, quantity);
          }
      if (surety_batch_size (batch) == 0)
        break;
      answered = dex_await_object (surety_flow_guard (flow,
                                                      surety_endpoints_run (endpoints, batch)),
                                   error);
      if (answered == NULL)
        return FALSE;
      for (guint i = 0; i < n; i++)
        {
          SuretyBlock block;

          if (searches[i].found || searches[i].absent)
            continue;
          if (!surety_batch_get_block (batch, calls[i], &block, NULL))
            searches[i].absent = TRUE;
          else
            take_answer (&searches[i], block.timestamp);
        }
    }

  for (guint i = 0; i < n; i++)
    {
      blocks[i] = searches[i].found ? searches[i].guess : 0;
      times_out[i] = searches[i].found ? searches[i].low_time : 0;
    }
  return TRUE;
}
