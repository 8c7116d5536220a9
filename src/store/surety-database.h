/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* The program's SQLite file; the only source file that includes SQLite. One connection on one
 * worker thread, WAL, synchronous=FULL, foreign keys on; every write is a transaction that is on
 * the disk when its future resolves. */
#define SURETY_TYPE_DATABASE (surety_database_get_type ())
G_DECLARE_FINAL_TYPE (SuretyDatabase, surety_database, SURETY, DATABASE, GObject)

/* path NULL: one in memory, gone with the object. Resolves to: SuretyDatabase, its schema brought up to
 * date, its records (not a directory's) found whole. Rejects with SURETY_STORE_ERROR_IN_USE,
 * _READ_ONLY, _FULL, _DAMAGED or _TOO_NEW; the file is then left as it is. */
DexFuture *surety_database_open (const char *path);

/* One statement with its parameters: a GVariant tuple of x, t, u, s, ay, ms, may, … bound in order.
 * */
typedef struct
{
  const char *sql;
  GVariant *parameters; /* floating is sunk; NULL = none */
  gboolean must_change; /* changing no row rolls all of it back: SURETY_STORE_ERROR_STATE */
} SuretyStatement;

/* Runs n statements in one transaction. Resolves to: gint64, the last inserted row id. A constraint
 * that fails rolls all of it back and rejects: SURETY_STORE_ERROR_EXISTS when something of that key
 * is there. */
DexFuture *surety_database_write (SuretyDatabase *self, const SuretyStatement *statements, guint n);
/* Resolves to: GVariant of type av, one tuple (mx, ms or may members) a row. */
DexFuture *surety_database_read (SuretyDatabase *self, const char *sql, GVariant *parameters);
/* Gives back what is held to be read again soon: after much was read or written. Resolves to: TRUE. */
DexFuture *surety_database_trim (SuretyDatabase *self);
/* Resolves to: TRUE when closed; later calls reject. */
DexFuture *surety_database_close (SuretyDatabase *self);

/* --- long work inside one transaction, for tables of many rows --- */

/* Only inside a SuretyTransactFunc. */
typedef struct _SuretyTransaction SuretyTransaction;
typedef struct _SuretyQuery SuretyQuery;

/* Runs on the database's thread. FALSE with an error rolls everything back. */
typedef gboolean (*SuretyTransactFunc) (SuretyTransaction *transaction,
                                        gpointer user_data,
                                        GError **error);

/* Runs func in one transaction. Resolves to: TRUE when it is on the disk. user_data is destroyed in the
 * main context it was asked from, after the future completed. Others' writes wait meanwhile: a second or
 * two is the most a func may take. */
DexFuture *surety_database_transact (SuretyDatabase *self,
                                     SuretyTransactFunc func,
                                     gpointer user_data,
                                     GDestroyNotify destroy);
/* A statement to bind and step, prepared once for the life of the database: sql must be a constant
 * (its address is its name). Lent; the next query with the same sql resets it. */
SuretyQuery *surety_transaction_query (SuretyTransaction *self, const char *sql, GError **error);
/* Places count from 1. Data is not copied: it must live until the query is run or asked again. */
void surety_query_bind_int (SuretyQuery *self, int place, gint64 value);
void surety_query_bind_blob (SuretyQuery *self, int place, const void *data, gsize len);
void surety_query_bind_text (SuretyQuery *self, int place, const char *text);
void surety_query_bind_null (SuretyQuery *self, int place);
/* Runs a statement that gives no rows. */
gboolean surety_query_run (SuretyQuery *self, GError **error);
/* *row: whether there was one more. */
gboolean surety_query_next (SuretyQuery *self, gboolean *row, GError **error);
/* When not all rows were asked for. */
void surety_query_reset (SuretyQuery *self);
/* Columns count from 0. Lends until the next step; never NULL. */
gint64 surety_query_get_int (SuretyQuery *self, int column);
const guint8 *surety_query_get_blob (SuretyQuery *self, int column, gsize *len);

/* Small state by scope and key (the guide's state, what was last looked at). Value: any text. */
DexFuture *surety_database_set_state (SuretyDatabase *self,
                                      const char *scope,
                                      const char *key,
                                      const char *value); /* NULL removes */
/* Resolves to: char * (DEX string), NULL when there is none. */
DexFuture *surety_database_get_state (SuretyDatabase *self, const char *scope, const char *key);

G_END_DECLS
