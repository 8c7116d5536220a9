/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-code-look-private.h"

#include <string.h>

#include "surety-logs.h"

/* An upgrade is looked for in so many blocks at most: half a year of them; … */
#define MOST_BLOCKS 1300000u
/* … and for so long, however slowly the logs come. */
#define MOST_SECONDS 60

typedef struct
{
  SuretyCodeLook *look;
  GArray *newest; /* guint64, one a finding; 0: none yet */
} Dates;

static void
dates_clear (gpointer data)
{
  Dates *dates = data;

  g_array_unref (dates->newest);
  g_object_unref (dates->look);
}

static void
dates_unref (gpointer data)
{
  g_rc_box_release_full (data, dates_clear);
}

static gboolean
is_of (const SuretyCodeFinding *finding, const Address *address)
{
  return finding->stops && !finding->is_account &&
         (address_equal (&finding->address, address) ||
          (!address_is_zero (&finding->now.beacon) &&
           address_equal (&finding->now.beacon, address)));
}

static gboolean
note_upgrades (GPtrArray *logs, guint64 from, guint64 to, gpointer user_data, GError **error)
{
  Dates *dates = user_data;

  for (guint i = 0; i < logs->len; i++)
    {
      const SuretyLog *log = g_ptr_array_index (logs, i);

      for (guint k = 0; k < dates->newest->len; k++)
        if (is_of (surety_code_look_peek (dates->look, k), &log->address))
          g_array_index (dates->newest, guint64, k) = log->block;
    }
  return TRUE;
}

/* Upgraded (address implementation) of EIP-1967, by what stops, or by its beacon. FALSE: nothing does. */
static gboolean
make_filter (SuretyCodeLook *look, SuretyLogFilter *filter, guint64 *from)
{
  static const char name[] = "Upgraded(address)";
  const Hash topic = keccak256 ((Bytes) { (const guint8 *) name, strlen (name) });
  gboolean some = FALSE;

  *from = G_MAXUINT64;
  surety_log_filter_add_topic (filter, 0, &topic);
  for (guint i = 0; i < look->findings->len; i++)
    {
      const SuretyCodeFinding *finding = surety_code_look_peek (look, i);

      if (!finding->stops || finding->is_account)
        continue;
      some = TRUE;
      *from = MIN (*from, finding->kept_block);
      surety_log_filter_add_address (filter, &finding->address);
      if (!address_is_zero (&finding->now.beacon))
        surety_log_filter_add_address (filter, &finding->now.beacon);
    }
  if (look->block > MOST_BLOCKS)
    *from = MAX (*from, look->block - MOST_BLOCKS);
  return some;
}

static DexFuture *
dates_fiber (SuretyFlow *flow, gpointer data)
{
  Dates *dates = data;
  SuretyCodeLook *look = dates->look;
  g_autoptr (SuretyLogFilter) filter = surety_log_filter_new ();
  g_autoptr (GError) error = NULL;
  DexFuture *walk;
  guint64 from;

  /* An endpoint that is behind knows nothing of what came after. */
  if (!make_filter (look, filter, &from) || from > look->block)
    return dex_future_new_true ();
  walk = surety_logs_walk (look->endpoints, filter, from, look->block, note_upgrades,
                           g_rc_box_acquire (dates), dates_unref);
  /* What was not walked to its end says nothing of the newest. */
  dex_await (surety_flow_guard (flow,
                                dex_future_first (walk, dex_timeout_new_seconds (MOST_SECONDS),
                                                  NULL)),
             &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return dex_future_new_for_error (g_steal_pointer (&error));
  for (guint i = 0; i < dates->newest->len; i++)
    {
      SuretyCodeFinding *finding = surety_code_look_peek (look, i);
      const guint64 newest = g_array_index (dates->newest, guint64, i);

      finding->dated = TRUE;
      finding->changed = error == NULL && newest > finding->kept_block ? newest : 0;
    }
  return dex_future_new_true ();
}

DexFuture *
surety_code_look_find_dates (SuretyCodeLook *self)
{
  Dates *dates;

  g_return_val_if_fail (SURETY_IS_CODE_LOOK (self), NULL);

  dates = g_rc_box_new0 (Dates);
  dates->look = g_object_ref (self);
  dates->newest = g_array_new (FALSE, TRUE, sizeof (guint64));
  g_array_set_size (dates->newest, self->findings->len);
  return surety_flow_spawn (dates_fiber, dates, dates_unref);
}
