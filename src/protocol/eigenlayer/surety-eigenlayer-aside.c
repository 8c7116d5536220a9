/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-events.h"

#include <string.h>

#include "surety-store-error.h"

/* What a log says of an operator or a service, with its sets, is of no other one, and few are of all. Taken
 * as they come, each would be of facts far from those of the log before it, and any part of them would have most
 * pages of a large database written again. So those that are final are put aside as they come, and once there are
 * many they are taken one operator or service after the other: a page is read and written once for all of them, and
 * so many at a time that no other write waits for long.
 *
 * Wherever that ends, what waits is in the ledger, and what was taken waits no more. */

/* How each begins; those that are not of shares are kept as the log they are. */
#define SHARES_TAKEN 0u
#define SHARES_ADDED 1u
#define OTHER_TYPES 2u

struct _SuretyEigenlayerAside
{
  GByteArray *logs[SURETY_EIGENLAYER_N_BINS];
  guint n[SURETY_EIGENLAYER_N_BINS];
};

SuretyEigenlayerAside *
surety_eigenlayer_aside_new (void)
{
  SuretyEigenlayerAside *self = g_new0 (SuretyEigenlayerAside, 1);

  for (guint i = 0; i < SURETY_EIGENLAYER_N_BINS; i++)
    self->logs[i] = g_byte_array_new ();
  return self;
}

void
surety_eigenlayer_aside_free (SuretyEigenlayerAside *self)
{
  for (guint i = 0; i < SURETY_EIGENLAYER_N_BINS; i++)
    g_byte_array_unref (self->logs[i]);
  g_free (self);
}

static GByteArray *
begin_log (SuretyEigenlayerAside *self, guint type, const Address *about)
{
  const guint bin = about->bytes[0];

  surety_fact_write_u8 (self->logs[bin], (guint8) type);
  surety_fact_write_address (self->logs[bin], about);
  self->n[bin]++;
  return self->logs[bin];
}

void
surety_eigenlayer_aside_add_shares (SuretyEigenlayerAside *self,
                                    const SuretyEigenlayerShares *shares)
{
  GByteArray *out = begin_log (self, shares->adds ? SHARES_ADDED : SHARES_TAKEN, &shares->operator);

  surety_fact_write_address (out, &shares->staker);
  surety_fact_write_address (out, &shares->strategy);
  surety_fact_write_word (out, shares->shares);
}

void
surety_eigenlayer_aside_add_log (SuretyEigenlayerAside *self,
                                 guint type,
                                 const Address *about,
                                 const SuretyLogEntry *log)
{
  GByteArray *out = begin_log (self, OTHER_TYPES + type, about);

  surety_fact_write_u64 (out, log->block);
  surety_fact_write_u32 (out, log->index);
  surety_fact_write_hash (out, &log->transaction);
  surety_fact_write_u8 (out, (guint8) log->n_topics);
  for (guint i = 0; i < log->n_topics; i++)
    surety_fact_write_hash (out, &log->topics[i]);
  surety_fact_write_text (out, (const char *) log->data, log->len);
}

gboolean
surety_eigenlayer_aside_keep (SuretyEigenlayerAside *self, SuretyLedger *ledger, GError **error)
{
  for (guint i = 0; i < SURETY_EIGENLAYER_N_BINS; i++)
    {
      if (self->n[i] == 0)
        continue;
      if (!surety_ledger_put_aside (ledger, i, self->logs[i]->data, self->logs[i]->len, self->n[i],
                                    error))
        return FALSE;
      g_byte_array_set_size (self->logs[i], 0);
      self->n[i] = 0;
    }
  return TRUE;
}

/* One of those that waited. */
typedef struct
{
  guint type;
  Address about;
  SuretyEigenlayerShares shares;
  SuretyLogEntry log; /* lends */
} Waited;

static void
read_log (SuretyFactReader *reader, SuretyLogEntry *log)
{
  log->block = surety_fact_read_u64 (reader);
  log->index = surety_fact_read_u32 (reader);
  log->transaction = surety_fact_read_hash (reader);
  log->n_topics = surety_fact_read_u8 (reader);
  log->n_topics = MIN (log->n_topics, G_N_ELEMENTS (log->topics));
  for (guint i = 0; i < log->n_topics; i++)
    log->topics[i] = surety_fact_read_hash (reader);
  log->data = (const guint8 *) surety_fact_read_text (reader, &log->len);
}

static void
read_waited (SuretyFactReader *reader, Waited *out)
{
  out->type = surety_fact_read_u8 (reader);
  out->about = surety_fact_read_address (reader);
  if (out->type >= OTHER_TYPES)
    {
      read_log (reader, &out->log);
      return;
    }
  out->shares.operator= out->about;
  out->shares.staker = surety_fact_read_address (reader);
  out->shares.strategy = surety_fact_read_address (reader);
  out->shares.shares = surety_fact_read_word (reader);
  out->shares.adds = out->type == SHARES_ADDED;
}

/* Where one is among those of its bin. */
typedef struct
{
  guint64 about; /* how its address begins; as it sorts */
  const guint8 *begin;
} Place;

static gint
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *left = a;
  const Place *right = b;

  if (left->about != right->about)
    return left->about < right->about ? -1 : 1;
  return (left->begin > right->begin) - (left->begin < right->begin);
}

/* By addresses, and of each as they came. */
static GArray *
sort_logs (const GByteArray *logs, GError **error)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  SuretyFactReader reader = surety_fact_reader (logs->data, logs->len);

  while (reader.p < reader.end)
    {
      Place place = { .begin = reader.p };
      Waited waited;

      read_waited (&reader, &waited);
      memcpy (&place.about, waited.about.bytes, sizeof place.about);
      place.about = GUINT64_FROM_BE (place.about);
      g_array_append_val (places, place);
    }
  if (!reader.ok)
    {
      g_set_error_literal (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DAMAGED,
                           "what waits in the database is damaged");
      return NULL;
    }
  g_array_sort (places, compare_places);
  return g_steal_pointer (&places);
}

static gboolean
take_waited (SuretyEigenlayerEvent *event, const guint8 *begin, const guint8 *end, GError **error)
{
  SuretyFactReader reader = surety_fact_reader (begin, (gsize) (end - begin));
  gboolean taken;
  Waited waited;

  read_waited (&reader, &waited);
  if (waited.type < OTHER_TYPES)
    return surety_eigenlayer_take_shares (event, &waited.shares, error);
  event->log = &waited.log;
  taken = surety_eigenlayer_take_log (event, waited.type - OTHER_TYPES, error);
  event->log = NULL;
  return taken;
}

static gboolean
settle_bin (SuretyEigenlayerEvent *event, guint i, gint64 last, guint64 *n, GError **error)
{
  g_autoptr (GByteArray) logs = g_byte_array_new ();
  g_autoptr (GArray) places = NULL;

  if (!surety_ledger_empty_bin (event->ledger, i, last, logs, error))
    return FALSE;
  places = sort_logs (logs, error);
  if (places == NULL)
    return FALSE;
  for (guint k = 0; k < places->len; k++)
    {
      const Place *place = &g_array_index (places, Place, k);
      const gboolean is_last = k + 1 == places->len || place[1].about != place->about;

      /* What was taken of one address is written while what it is written to is at hand. */
      if (!take_waited (event, place->begin, logs->data + logs->len, error) ||
          (is_last && (!surety_eigenlayer_find_largest (event->ledger, event->stale, error) ||
                       !surety_ledger_forget (event->ledger, error))))
        return FALSE;
    }
  *n += places->len;
  return TRUE;
}

gboolean
surety_eigenlayer_settle (SuretyLedger *ledger, gint64 last, guint64 n, guint *bin, GError **error)
{
  g_autoptr (GHashTable) touched = surety_eigenlayer_touched_new ();
  g_autoptr (GHashTable) stale = surety_eigenlayer_stale_new ();
  SuretyEigenlayerEvent event = { .ledger = ledger, .touched = touched, .stale = stale };
  const guint64 block = surety_ledger_get_block (ledger);
  guint64 taken = 0;

  surety_ledger_begin_block (ledger, block, block);
  for (; *bin < SURETY_EIGENLAYER_N_BINS && taken < n; (*bin)++)
    if (!settle_bin (&event, *bin, last, &taken, error))
      return FALSE;
  return TRUE;
}
