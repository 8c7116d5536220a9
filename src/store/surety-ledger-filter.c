/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-ledger-filter.h"

#include <string.h>

/* 4 MiB of lines of 512 bits: all bits of a key are in one, and that is one way to the memory. */
#define LINES (1u << 16)
#define WORDS 16u
#define HASHES 4u

struct _SuretyLedgerFilter
{
  gboolean settled;
  guint64 block;
  Hash hash;
  guint32 bits[LINES * WORDS];
};

/* The bit, of 9 bits of the hash that no other bit and not the line is of. */
static guint
find_bit (guint64 hash, guint i)
{
  return (guint) (hash >> (16 + 9 * i)) % (WORDS * 32);
}

static guint32
find_line (guint64 hash)
{
  return (guint32) hash % LINES * WORDS;
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
surety_ledger_filter_add (SuretyLedgerFilter *self, guint64 hash)
{
  guint32 *line = self->bits + find_line (hash);

  for (guint i = 0; i < HASHES; i++)
    line[find_bit (hash, i) / 32] |= 1u << find_bit (hash, i) % 32;
}

gboolean
surety_ledger_filter_may_have (const SuretyLedgerFilter *self, guint64 hash)
{
  const guint32 *line = self->bits + find_line (hash);

  for (guint i = 0; i < HASHES; i++)
    if ((line[find_bit (hash, i) / 32] & 1u << find_bit (hash, i) % 32) == 0)
      return FALSE;
  return TRUE;
}
