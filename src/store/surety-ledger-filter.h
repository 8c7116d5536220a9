/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "keccak.h"

G_BEGIN_DECLS

/* Which keys a ledger has that was filled from nothing, so that a new one is not looked for in the database:
 * while a ledger is filled most are new. A Bloom filter of 4 MiB: of some million keys that are not there
 * one in a hundred is looked for in vain. Outlives the ledgers it is given to, one after another. */
typedef struct _SuretyLedgerFilter SuretyLedgerFilter;

SuretyLedgerFilter *surety_ledger_filter_new (void);
void surety_ledger_filter_free (SuretyLedgerFilter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyLedgerFilter, surety_ledger_filter_free)

/* It knows the keys of an empty ledger: none. */
void surety_ledger_filter_reset (SuretyLedgerFilter *self);
/* It knows all keys of a ledger that was read to this block; until then nothing it says holds. */
void surety_ledger_filter_settle (SuretyLedgerFilter *self, guint64 block, const Hash *hash);
/* Whether it does; what it learns from here on holds once it is settled again. The block's hash stands for
 * everything that was read up to it. */
gboolean surety_ledger_filter_begin (SuretyLedgerFilter *self, guint64 block, const Hash *hash);
/* hash: of a key, surety_ledger_hash(). */
void surety_ledger_filter_add (SuretyLedgerFilter *self, guint64 hash);
/* FALSE: the key was never added. */
gboolean surety_ledger_filter_may_have (const SuretyLedgerFilter *self, guint64 hash);

G_END_DECLS
