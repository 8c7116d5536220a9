/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-ledger-filter.h"

#include <string.h>

#define BITS (1u << 25)
#define HASHES 4u

struct _SuretyLedgerFilter
{
  gboolean settled;
  guint64 block;
  Hash hash;
  guint32 bits[BITS / 32];
};

/* FNV-1a, its halves as two hashes. */
static void
find_places (const guint8 *key, gsize len, guint32 places[HASHES])
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);
  guint64 step;

  for (gsize i = 0; i < len; i++)
    hash = (hash ^ key[i]) * G_GUINT64_CONSTANT (1099511628211);
  step = hash >> 32 | 1;
  for (guint i = 0; i < HASHES; i++)
    places[i] = (guint32) ((hash + i * step) % BITS);
}

SuretyLedgerFilter *
surety_ledger_filter_new (void)
{
  return g_new0 (SuretyLedgerFilter, 1);
}

void
surety_ledger_filter_free (SuretyLedgerFilter *self)
{
  g_free (self);
}

void
surety_ledger_filter_reset (SuretyLedgerFilter *self)
{
  memset (self, 0, sizeof *self);
}

void
surety_ledger_filter_settle (SuretyLedgerFilter *self, guint64 block, const Hash *hash)
{
  self->settled = TRUE;
  self->block = block;
  self->hash = *hash;
}

gboolean
surety_ledger_filter_begin (SuretyLedgerFilter *self, guint64 block, const Hash *hash)
{
  const gboolean holds = self->settled && self->block == block && hash_equal (&self->hash, hash);

  self->settled = FALSE;
  return holds;
}

void
surety_ledger_filter_add (SuretyLedgerFilter *self, const guint8 *key, gsize len)
{
  guint32 places[HASHES];

  find_places (key, len, places);
  for (guint i = 0; i < HASHES; i++)
    self->bits[places[i] / 32] |= 1u << places[i] % 32;
}

gboolean
surety_ledger_filter_may_have (const SuretyLedgerFilter *self, const guint8 *key, gsize len)
{
  guint32 places[HASHES];

  find_places (key, len, places);
  for (guint i = 0; i < HASHES; i++)
    if ((self->bits[places[i] / 32] & 1u << places[i] % 32) == 0)
      return FALSE;
  return TRUE;
}
