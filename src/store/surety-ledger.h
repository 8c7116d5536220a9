/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "keccak.h"
#include "surety-database.h"
#include "surety-ledger-filter.h"

G_BEGIN_DECLS

/* What logs say up to a block, as keys and values, that can be taken back block by block: for the last
 * blocks what each value was before is kept too. Used inside surety_database_transact(): a ledger is
 * opened, changed and committed in one transaction, so that what it holds always belongs to the block it
 * names. */
typedef struct _SuretyLedger SuretyLedger;

/* A block the ledger knows the hash of. */
typedef struct
{
  guint64 block;
  guint64 time; /* seconds since 1970 */
  Hash hash;
} SuretyLedgerBlock;

/* The ledger of that name, made when there is none; emptied when what it holds is of another format.
 * NULL with an error. */
SuretyLedger *surety_ledger_open (SuretyTransaction *transaction,
                                  const char *name,
                                  guint format,
                                  GError **error);
/* Forgets what was not committed (the transaction does so too, when it fails). */
void surety_ledger_free (SuretyLedger *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyLedger, surety_ledger_free)

/* Right after surety_ledger_open(). Where it does not know all keys it is not used. */
gboolean surety_ledger_set_filter (SuretyLedger *self, SuretyLedgerFilter *filter, GError **error);

/* The block it was read to, 0 = nothing was. */
guint64 surety_ledger_get_block (SuretyLedger *self);
/* It can be taken back to this block and later ones. */
guint64 surety_ledger_get_floor (SuretyLedger *self);

/* What is put from here on belongs to block. Blocks come in order; those up to final can't be
 * reorganised away: for them nothing is kept to take back. */
void surety_ledger_begin_block (SuretyLedger *self, guint64 block, guint64 final);
/* Lent until the key is put or the ledger freed; NULL without error when there is none. */
const guint8 *surety_ledger_get (SuretyLedger *self,
                                 const guint8 *key,
                                 gsize key_len,
                                 gsize *len,
                                 GError **error);
/* value NULL removes. */
gboolean surety_ledger_put (SuretyLedger *self,
                            const guint8 *key,
                            gsize key_len,
                            const guint8 *value,
                            gsize len,
                            GError **error);

/* In order of keys, those that begin with prefix. FALSE with an error stops. Changes not committed yet
 * are not among them: surety_ledger_flush() first. */
typedef gboolean (*SuretyLedgerFunc) (const guint8 *key,
                                      gsize key_len,
                                      const guint8 *value,
                                      gsize len,
                                      gpointer user_data,
                                      GError **error);
gboolean surety_ledger_scan (SuretyLedger *self,
                             const guint8 *prefix,
                             gsize prefix_len,
                             SuretyLedgerFunc func,
                             gpointer user_data,
                             GError **error);
/* func is told of the keys that were put and what they hold by then (value NULL = removed), in no order: when
 * they are forgotten, and at the commit. */
void surety_ledger_watch (SuretyLedger *self, SuretyLedgerFunc func, gpointer user_data);
gboolean surety_ledger_flush (SuretyLedger *self, GError **error);
/* To be called now and then where much is put: flushes, and has no more in memory than is near. What was
 * lent is not there any more. */
gboolean surety_ledger_forget (SuretyLedger *self, GError **error);

/* --- what is part of the ledger, and not worked into its facts yet (surety-ledger-aside.c) ---
 *
 * Written at once, and for good: of blocks that can't be reorganised away. */

/* n things in one piece, behind what is in the bin. */
gboolean surety_ledger_put_aside (SuretyLedger *self,
                                  guint bin,
                                  const guint8 *data,
                                  gsize len,
                                  guint n,
                                  GError **error);
/* The last piece of all ledgers, 0 = there is none. Later ones have higher numbers, and none has one twice. */
gboolean surety_ledger_find_last_aside (SuretyLedger *self, gint64 *last, GError **error);
/* How many things are in all bins. */
guint64 surety_ledger_get_aside (SuretyLedger *self);
/* Takes the pieces up to last from the bin: they are added to out, one after the other. */
gboolean surety_ledger_empty_bin (SuretyLedger *self,
                                  guint bin,
                                  gint64 last,
                                  GByteArray *out,
                                  GError **error);

/* Writes it all down: it is now read to the last of blocks, and where there is none, to where it was. final as
 * above: older hashes and what was kept to take back is dropped. */
gboolean surety_ledger_commit (SuretyLedger *self,
                               const SuretyLedgerBlock *blocks,
                               guint n_blocks,
                               guint64 final,
                               GError **error);
/* Takes back everything after block, which must not be below the floor. */
gboolean surety_ledger_roll_back (SuretyLedger *self, guint64 block, GError **error);
/* Forgets everything. */
gboolean surety_ledger_clear (SuretyLedger *self, GError **error);
/* SuretyLedgerBlock, newest first, at most max of them. */
GArray *surety_ledger_list_blocks (SuretyLedger *self, guint max, GError **error);

G_END_DECLS
