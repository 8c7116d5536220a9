/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Keys and their values while a ledger is open, hundreds of thousands of them: in few large pieces of memory,
 * each key with its value beside it, as it is the way to the memory that costs most. */
typedef struct _SuretyLedgerTable SuretyLedgerTable;

/* A key, and what is known of its value. Stays where it is until the table is cleared. */
typedef struct
{
  guint8 *value; /* the table's; NULL = none */
  guint32 len;
  guint32 room; /* for the value, where it is */
  guint32 next; /* the table's */
  guint16 key_len;
  guint8 changed; /* the user's, as is pending; 0 at first */
  guint8 pending;
  guint8 key[];
} SuretyLedgerEntry;

/* Longest key. */
#define SURETY_LEDGER_MOST_KEY 4096u

/* Of a key, for the functions below and for SuretyLedgerFilter. */
guint64 surety_ledger_hash (const guint8 *key, gsize len);

SuretyLedgerTable *surety_ledger_table_new (void);
void surety_ledger_table_free (SuretyLedgerTable *self);
void surety_ledger_table_clear (SuretyLedgerTable *self);

guint surety_ledger_table_get_n (const SuretyLedgerTable *self);
/* NULL = it is not there. */
SuretyLedgerEntry *surety_ledger_table_find (const SuretyLedgerTable *self,
                                             const guint8 *key,
                                             gsize len,
                                             guint64 hash);
/* A key that is not there yet, of at most SURETY_LEDGER_MOST_KEY bytes; without value. */
SuretyLedgerEntry *surety_ledger_table_add (SuretyLedgerTable *self,
                                            const guint8 *key,
                                            gsize len,
                                            guint64 hash);
/* Copies; value may be a part of the old one, NULL = none. */
void surety_ledger_table_set (SuretyLedgerTable *self,
                              SuretyLedgerEntry *entry,
                              const guint8 *value,
                              gsize len);
/* In the order they were added: the first one after before, which is NULL for the very first. NULL = there
 * is none. */
SuretyLedgerEntry *surety_ledger_table_next (const SuretyLedgerTable *self,
                                             const SuretyLedgerEntry *before);
/* Entries by their keys. */
void surety_ledger_table_sort (GPtrArray *entries);

G_END_DECLS
