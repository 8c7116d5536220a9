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

/* Resolves to: SuretyDatabase, its schema brought up to date. Another process holding the file:
 * SURETY_STORE_ERROR_DATABASE. */
DexFuture *surety_database_open (const char *path);

/* One statement with its parameters: a GVariant tuple of i, x, t, s, ay, ms, may, … bound in order.
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
/* Resolves to: TRUE when closed; later calls reject. */
DexFuture *surety_database_close (SuretyDatabase *self);

/* Small state by scope and key (the guide's state, what was last looked at). Value: any text. */
DexFuture *surety_database_set_state (SuretyDatabase *self,
                                      const char *scope,
                                      const char *key,
                                      const char *value); /* NULL removes */
/* Resolves to: char * (DEX string), NULL when there is none. */
DexFuture *surety_database_get_state (SuretyDatabase *self, const char *scope, const char *key);

G_END_DECLS
