/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-database.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>

#include "surety-schema.h"
#include "surety-store-error.h"
#include "surety-worker.h"

/* SQLite's smallest page. */
#define LEAST_SIZE 512

/* Statements to run in one transaction, or one to read with. */
typedef struct
{
  char **sql;
  GVariant **parameters; /* one a statement; NULL = none */
  gboolean *must_change;
  guint n;
} Statements;

typedef struct
{
  SuretyTransactFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
} Transact;

struct _SuretyDatabase
{
  GObject parent_instance;

  char *path;
  SuretyWorker *worker;
  sqlite3 *handle;        /* the worker's */
  GHashTable *statements; /* the worker's: sql, by its address → sqlite3_stmt */
};

G_DEFINE_FINAL_TYPE (SuretyDatabase, surety_database, G_TYPE_OBJECT)

static void
finalize_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

static void
statements_free (gpointer data)
{
  Statements *self = data;

  for (guint i = 0; i < self->n; i++)
    {
      g_free (self->sql[i]);
      g_clear_pointer (&self->parameters[i], g_variant_unref);
    }
  g_free (self->sql);
  g_free (self->parameters);
  g_free (self->must_change);
  g_free (self);
}

static Statements *
statements_new (const SuretyStatement *statements, guint n)
{
  Statements *self = g_new0 (Statements, 1);

  self->n = n;
  self->sql = g_new0 (char *, n);
  self->parameters = g_new0 (GVariant *, n);
  self->must_change = g_new0 (gboolean, n);
  for (guint i = 0; i < n; i++)
    {
      self->sql[i] = g_strdup (statements[i].sql);
      self->must_change[i] = statements[i].must_change;
      if (statements[i].parameters != NULL)
        self->parameters[i] = g_variant_ref_sink (statements[i].parameters);
    }

  return self;
}

static void
transact_free (gpointer data)
{
  Transact *self = data;

  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_free (self);
}

static SuretyStoreError
to_code (int extended)
{
  /* Triggers keep keys that an index can't. */
  if (extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY ||
      extended == SQLITE_CONSTRAINT_TRIGGER)
    return SURETY_STORE_ERROR_EXISTS;
  switch (extended & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return SURETY_STORE_ERROR_IN_USE;
    case SQLITE_FULL:
      return SURETY_STORE_ERROR_FULL;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return SURETY_STORE_ERROR_READ_ONLY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return SURETY_STORE_ERROR_DAMAGED;
    default:
      return SURETY_STORE_ERROR_DATABASE;
    }
}

static gboolean
set_error (sqlite3 *handle, const char *what, GError **error)
{
  g_set_error (error, SURETY_STORE_ERROR, (gint) to_code (sqlite3_extended_errcode (handle)),
               "%s: %s", what, sqlite3_errmsg (handle));

  return FALSE;
}

static gboolean
execute (sqlite3 *handle, const char *sql, GError **error)
{
  if (sqlite3_exec (handle, sql, NULL, NULL, NULL) != SQLITE_OK)
    return set_error (handle, "a statement was refused", error);

  return TRUE;
}

static gboolean
bind_one (sqlite3_stmt *statement, int position, GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_MAYBE))
    {
      g_autoptr (GVariant) inner = g_variant_get_maybe (value);

      return inner != NULL ? bind_one (statement, position, inner)
                           : sqlite3_bind_null (statement, position) == SQLITE_OK;
    }
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return sqlite3_bind_int64 (statement, position, g_variant_get_int64 (value)) == SQLITE_OK;
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_UINT64))
    {
      guint64 number = g_variant_get_uint64 (value);

      return number <= G_MAXINT64 &&
             sqlite3_bind_int64 (statement, position, (gint64) number) == SQLITE_OK;
    }
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32))
    return sqlite3_bind_int64 (statement, position, g_variant_get_uint32 (value)) == SQLITE_OK;
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    {
      gsize length = 0;
      const char *text = g_variant_get_string (value, &length);

      return sqlite3_bind_text64 (statement, position, text, length, SQLITE_TRANSIENT,
                                  SQLITE_UTF8) == SQLITE_OK;
    }
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
    {
      gsize length = 0;
      gconstpointer data = g_variant_get_fixed_array (value, &length, 1);

      return sqlite3_bind_blob64 (statement, position, length > 0 ? data : "", length,
                                  SQLITE_TRANSIENT) == SQLITE_OK;
    }

  return FALSE;
}

static sqlite3_stmt *
prepare (sqlite3 *handle, const char *sql, GVariant *parameters, GError **error)
{
  sqlite3_stmt *statement = NULL;
  gsize n = parameters != NULL ? g_variant_n_children (parameters) : 0;

  if (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL) != SQLITE_OK)
    {
      set_error (handle, "a statement is wrong", error);
      return NULL;
    }
  g_assert ((gsize) sqlite3_bind_parameter_count (statement) == n);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) value = g_variant_get_child_value (parameters, i);

      if (!bind_one (statement, (int) i + 1, value))
        {
          g_set_error (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DATABASE,
                       "parameter %" G_GSIZE_FORMAT " can't be bound", i);
          sqlite3_finalize (statement);
          return NULL;
        }
    }

  return statement;
}

static GVariant *
read_column (sqlite3_stmt *statement, int column)
{
  switch (sqlite3_column_type (statement, column))
    {
    case SQLITE_INTEGER:
      return g_variant_new ("mx", TRUE, (gint64) sqlite3_column_int64 (statement, column));
    case SQLITE_TEXT:
      return g_variant_new ("ms", (const char *) sqlite3_column_text (statement, column));
    case SQLITE_BLOB:
      {
        gconstpointer data = sqlite3_column_blob (statement, column);
        gsize length = (gsize) sqlite3_column_bytes (statement, column);

        return g_variant_new_maybe (NULL, g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, data,
                                                                     length, 1));
      }
    case SQLITE_NULL:
      return g_variant_new ("mx", FALSE, (gint64) 0);
    case SQLITE_FLOAT:
    default:
      g_assert_not_reached (); /* its row was not clean */
    }
}

/* Text that is not UTF-8 can't be in a GVariant, and no column of ours holds a fraction: a damaged
 * file, or another program's writing. */
static gboolean
row_is_clean (sqlite3_stmt *statement)
{
  for (int i = 0; i < sqlite3_column_count (statement); i++)
    switch (sqlite3_column_type (statement, i))
      {
      case SQLITE_FLOAT:
        return FALSE;
      case SQLITE_TEXT:
        if (!g_utf8_validate ((const char *) sqlite3_column_text (statement, i), -1, NULL))
          return FALSE;
        break;
      default:
        break;
      }

  return TRUE;
}

static gboolean
check_open (SuretyDatabase *self, GError **error)
{
  if (self->handle != NULL)
    return TRUE;
  g_set_error_literal (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DATABASE,
                       "the database is closed");

  return FALSE;
}

static gboolean
read_rows (gpointer owner, gpointer user_data, GValue *result, GError **error)
{
  SuretyDatabase *self = owner;
  Statements *statements = user_data;
  sqlite3_stmt *statement;
  GVariantBuilder rows;
  int answer = SQLITE_DONE;

  if (!check_open (self, error))
    return FALSE;
  statement = prepare (self->handle, statements->sql[0], statements->parameters[0], error);
  if (statement == NULL)
    return FALSE;
  g_variant_builder_init (&rows, G_VARIANT_TYPE ("av"));
  while ((answer = sqlite3_step (statement)) == SQLITE_ROW && row_is_clean (statement))
    {
      GVariantBuilder row;

      g_variant_builder_init (&row, G_VARIANT_TYPE_TUPLE);
      for (int i = 0; i < sqlite3_column_count (statement); i++)
        g_variant_builder_add_value (&row, read_column (statement, i));
      g_variant_builder_add (&rows, "v", g_variant_builder_end (&row));
    }
  g_value_init (result, G_TYPE_VARIANT);
  g_value_take_variant (result, g_variant_ref_sink (g_variant_builder_end (&rows)));
  if (answer == SQLITE_ROW)
    g_set_error_literal (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DAMAGED,
                         "a row in the database is damaged");
  else if (answer != SQLITE_DONE)
    set_error (self->handle, "reading failed", error);
  sqlite3_finalize (statement);

  return answer == SQLITE_DONE;
}

static gboolean
run_statement (SuretyDatabase *self, Statements *statements, guint i, GError **error)
{
  sqlite3_stmt *statement = prepare (self->handle, statements->sql[i], statements->parameters[i],
                                     error);
  gboolean done = FALSE;

  if (statement == NULL)
    return FALSE;
  done = sqlite3_step (statement) == SQLITE_DONE;
  if (!done)
    set_error (self->handle, "a write was refused", error);
  else if (statements->must_change[i] && sqlite3_changes64 (self->handle) == 0)
    {
      g_set_error_literal (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_STATE,
                           "nothing in the state this change needs");
      done = FALSE;
    }
  sqlite3_finalize (statement);

  return done;
}

/* What did not get to the disk whole is not there at all. */
static gboolean
end_transaction (SuretyDatabase *self, gboolean done, GError **error)
{
  if (done && execute (self->handle, "COMMIT", error))
    return TRUE;
  sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);

  return FALSE;
}

static gboolean
write_statements (gpointer owner, gpointer user_data, GValue *result, GError **error)
{
  SuretyDatabase *self = owner;
  Statements *statements = user_data;
  gboolean done = TRUE;

  if (!check_open (self, error) || !execute (self->handle, "BEGIN IMMEDIATE", error))
    return FALSE;
  for (guint i = 0; done && i < statements->n; i++)
    done = run_statement (self, statements, i, error);
  g_value_init (result, G_TYPE_INT64);
  g_value_set_int64 (result, sqlite3_last_insert_rowid (self->handle));

  return end_transaction (self, done, error);
}

/* One that was not read to its end would keep the log from being written back, and it would grow and
 * grow. */
static void
reset_statements (SuretyDatabase *self)
{
  GHashTableIter iter;
  gpointer statement;

  g_hash_table_iter_init (&iter, self->statements);
  while (g_hash_table_iter_next (&iter, NULL, &statement))
    sqlite3_reset (statement);
}

static gboolean
transact (gpointer owner, gpointer user_data, GValue *result, GError **error)
{
  SuretyDatabase *self = owner;
  Transact *work = user_data;
  gboolean done = FALSE;

  if (!check_open (self, error) || !execute (self->handle, "BEGIN IMMEDIATE", error))
    return FALSE;
  g_value_init (result, G_TYPE_BOOLEAN);
  g_value_set_boolean (result, TRUE);

  done = work->func ((SuretyTransaction *) self, work->user_data, error);
  reset_statements (self);

  return end_transaction (self, done, error);
}

SuretyQuery *
surety_transaction_query (SuretyTransaction *transaction, const char *sql, GError **error)
{
  SuretyDatabase *self = (SuretyDatabase *) transaction;
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  if (statement == NULL)
    {
      if (sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
          SQLITE_OK)
        {
          set_error (self->handle, "a statement is wrong", error);
          return NULL;
        }
      g_hash_table_insert (self->statements, (gpointer) sql, statement);
    }
  sqlite3_reset (statement);

  return (SuretyQuery *) statement;
}

void
surety_query_bind_int (SuretyQuery *self, int place, gint64 value)
{
  int answer = sqlite3_bind_int64 ((sqlite3_stmt *) self, place, value);

  g_assert (answer == SQLITE_OK);
}

void
surety_query_bind_blob (SuretyQuery *self, int place, const void *data, gsize len)
{
  int answer = sqlite3_bind_blob64 ((sqlite3_stmt *) self, place, len > 0 ? data : "", len,
                                    SQLITE_STATIC);

  g_assert (answer == SQLITE_OK);
}

void
surety_query_bind_text (SuretyQuery *self, int place, const char *text)
{
  int answer = sqlite3_bind_text ((sqlite3_stmt *) self, place, text, -1, SQLITE_STATIC);

  g_assert (answer == SQLITE_OK);
}

void
surety_query_bind_null (SuretyQuery *self, int place)
{
  int answer = sqlite3_bind_null ((sqlite3_stmt *) self, place);

  g_assert (answer == SQLITE_OK);
}

gboolean
surety_query_next (SuretyQuery *self, gboolean *row, GError **error)
{
  sqlite3_stmt *statement = (sqlite3_stmt *) self;
  int answer = sqlite3_step (statement);

  *row = answer == SQLITE_ROW;
  if (answer == SQLITE_ROW)
    return TRUE;
  if (answer != SQLITE_DONE)
    set_error (sqlite3_db_handle (statement), "a step failed", error);
  sqlite3_reset (statement);

  return answer == SQLITE_DONE;
}

void
surety_query_reset (SuretyQuery *self)
{
  sqlite3_reset ((sqlite3_stmt *) self);
}

gboolean
surety_query_run (SuretyQuery *self, GError **error)
{
  gboolean row = FALSE;

  return surety_query_next (self, &row, error);
}

gint64
surety_query_get_int (SuretyQuery *self, int column)
{
  return sqlite3_column_int64 ((sqlite3_stmt *) self, column);
}

const guint8 *
surety_query_get_blob (SuretyQuery *self, int column, gsize *len)
{
  const guint8 *data = sqlite3_column_blob ((sqlite3_stmt *) self, column);

  *len = (gsize) sqlite3_column_bytes ((sqlite3_stmt *) self, column);
  /* SQLite has no address for what is empty. */
  return data != NULL ? data : (const guint8 *) "";
}

static gboolean
read_version (sqlite3 *handle, guint *version, GError **error)
{
  sqlite3_stmt *statement = prepare (handle, "PRAGMA user_version", NULL, error);
  gboolean done = FALSE;

  if (statement == NULL)
    return FALSE;
  done = sqlite3_step (statement) == SQLITE_ROW;
  if (done)
    *version = (guint) sqlite3_column_int64 (statement, 0);
  else
    set_error (handle, "the version can't be read", error);
  sqlite3_finalize (statement);

  return done;
}

static gboolean
migrate (sqlite3 *handle, GError **error)
{
  guint version = 0;

  if (!read_version (handle, &version, error))
    return FALSE;
  if (version > surety_schema_version)
    {
      g_set_error (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_TOO_NEW,
                   "the database is of version %u, this program knows %u", version,
                   surety_schema_version);
      return FALSE;
    }
  for (; version < surety_schema_version; version++)
    {
      g_autofree char *sql = g_strdup_printf ("BEGIN IMMEDIATE;%sPRAGMA user_version = %u;COMMIT;",
                                              surety_schema_steps[version], version + 1);

      if (!execute (handle, sql, error))
        {
          sqlite3_exec (handle, "ROLLBACK", NULL, NULL, NULL);
          return FALSE;
        }
    }

  return TRUE;
}

/* What is left of a file that was cut off may be so little that SQLite takes it for a new one. */
static gboolean
check_size (const char *path, GError **error)
{
  GStatBuf file;

  if (g_stat (path, &file) != 0 || file.st_size == 0 || file.st_size >= LEAST_SIZE)
    return TRUE;
  g_set_error_literal (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DAMAGED,
                       "the database is cut off");

  return FALSE;
}

/* SQLite would make the file readable by all. One that is there is not opened here: closing it
 * again would drop the locks of a connection which this process already has. */
static gboolean
make_file (const char *path, GError **error)
{
  int file = g_open (path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);

  if (file >= 0)
    return g_close (file, error);
  if (errno == EEXIST)
    return check_size (path, error);
  g_set_error (error, SURETY_STORE_ERROR,
               errno == ENOSPC ? SURETY_STORE_ERROR_FULL : SURETY_STORE_ERROR_READ_ONLY,
               "the database can't be made: %s", g_strerror (errno));

  return FALSE;
}

/* SQLite goes on without a write-ahead log where the file system has none; we don't. */
static gboolean
check_log (sqlite3 *handle, GError **error)
{
  sqlite3_stmt *statement = prepare (handle, "PRAGMA journal_mode", NULL, error);
  gboolean is_log;

  if (statement == NULL)
    return FALSE;
  is_log = sqlite3_step (statement) == SQLITE_ROW &&
           g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), "wal") == 0;
  sqlite3_finalize (statement);
  if (!is_log)
    g_set_error_literal (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DATABASE,
                         "no write-ahead log on this file system");

  return is_log;
}

/* What nothing can be without, looked at whole before anything is built on it. A directory can be read from
 * the chain again; it is looked at as it is used. */
static gboolean
check_records (sqlite3 *handle, GError **error)
{
  static const char *const checks[] = {
    "PRAGMA quick_check (state)", "PRAGMA quick_check (account)",  "PRAGMA quick_check (plan)",
    "PRAGMA quick_check (entry)", "PRAGMA quick_check (decision)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      sqlite3_stmt *statement = prepare (handle, checks[i], NULL, error);
      gboolean done;
      gboolean sound;

      if (statement == NULL)
        return FALSE;
      done = sqlite3_step (statement) == SQLITE_ROW;
      sound = done && g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), "ok") == 0;
      if (!done)
        set_error (handle, "the records can't be checked", error);
      else if (!sound)
        g_set_error (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DAMAGED,
                     "the records are damaged: %s",
                     (const char *) sqlite3_column_text (statement, 0));
      sqlite3_finalize (statement);
      if (!sound)
        return FALSE;
    }

  return TRUE;
}

static gboolean
open_handle (SuretyDatabase *self, GError **error)
{
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;

  if (self->path != NULL && !make_file (self->path, error))
    return FALSE;
  if (sqlite3_open_v2 (self->path != NULL ? self->path : ":memory:", &self->handle, flags, NULL) !=
      SQLITE_OK)
    return set_error (self->handle, "the database can't be opened", error);
  /* SQLite goes on where a file may only be read. */
  if (sqlite3_db_readonly (self->handle, "main") == 1)
    {
      g_set_error_literal (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_READ_ONLY,
                           "the database may only be read");
      return FALSE;
    }
  if (self->path == NULL)
    return execute (self->handle, "PRAGMA foreign_keys = ON;PRAGMA trusted_schema = OFF;", error) &&
           migrate (self->handle, error);
  sqlite3_busy_timeout (self->handle, 2000);

  /* Exclusive before the first look: a second process is told, and no shared memory is needed. */
  return execute (self->handle,
                  "PRAGMA locking_mode = EXCLUSIVE;"
                  "PRAGMA page_size = 16384;" /* of a new file; one that is there has its own */
                  "PRAGMA journal_mode = WAL;"
                  "PRAGMA synchronous = FULL;"
                  "PRAGMA foreign_keys = ON;"
                  "PRAGMA trusted_schema = OFF;"
                  "PRAGMA cache_size = -131072;" /* KiB: the directory's pages in use, see trim() */
                  "PRAGMA wal_autocheckpoint = 16384;" /* pages, see trim() */
                  "BEGIN IMMEDIATE;COMMIT;",
                  error) &&
         check_log (self->handle, error) && migrate (self->handle, error) &&
         check_records (self->handle, error);
}

static gboolean
open_database (gpointer owner, gpointer user_data, GValue *result, GError **error)
{
  SuretyDatabase *self = owner;

  if (!open_handle (self, error))
    {
      g_clear_pointer (&self->handle, sqlite3_close);
      return FALSE;
    }
  g_value_init (result, SURETY_TYPE_DATABASE);
  g_value_set_object (result, self);

  return TRUE;
}

static gboolean
trim (gpointer owner, gpointer user_data, GValue *result, GError **error)
{
  SuretyDatabase *self = owner;

  if (!check_open (self, error))
    return FALSE;
  sqlite3_db_release_memory (self->handle);
  /* While a directory fills, each part of it writes most pages again: they go from the log to where they
   * belong when there are many, and here. The log is not kept at the size it had. */
  if (self->path != NULL && !execute (self->handle, "PRAGMA wal_checkpoint (TRUNCATE)", error))
    return FALSE;
  g_value_init (result, G_TYPE_BOOLEAN);
  g_value_set_boolean (result, TRUE);

  return TRUE;
}

static gboolean
close_database (gpointer owner, gpointer user_data, GValue *result, GError **error)
{
  SuretyDatabase *self = owner;

  if (!check_open (self, error))
    return FALSE;
  g_hash_table_remove_all (self->statements);
  if (sqlite3_close (self->handle) != SQLITE_OK)
    return set_error (self->handle, "the database can't be closed", error);
  self->handle = NULL;
  g_value_init (result, G_TYPE_BOOLEAN);
  g_value_set_boolean (result, TRUE);

  return TRUE;
}

/* On the worker's thread, once nobody asks any more. */
static void
close_at_last (gpointer owner)
{
  SuretyDatabase *self = owner;

  g_hash_table_remove_all (self->statements);
  g_clear_pointer (&self->handle, sqlite3_close);
}

static void
surety_database_finalize (GObject *object)
{
  SuretyDatabase *self = SURETY_DATABASE (object);

  surety_worker_free (self->worker, close_at_last);
  g_hash_table_unref (self->statements);
  g_free (self->path);

  G_OBJECT_CLASS (surety_database_parent_class)->finalize (object);
}

static void
surety_database_class_init (SuretyDatabaseClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = surety_database_finalize;
}

static void
surety_database_init (SuretyDatabase *self)
{
  self->worker = surety_worker_new ("database", self);
  self->statements = g_hash_table_new_full (NULL, NULL, NULL, finalize_statement);
}

DexFuture *
surety_database_open (const char *path)
{
  g_autoptr (SuretyDatabase) self = g_object_new (SURETY_TYPE_DATABASE, NULL);

  self->path = g_strdup (path);

  return surety_worker_push (self->worker, open_database, NULL, NULL);
}

DexFuture *
surety_database_write (SuretyDatabase *self, const SuretyStatement *statements, guint n)
{
  g_return_val_if_fail (SURETY_IS_DATABASE (self), NULL);
  g_return_val_if_fail (n > 0, NULL);

  return surety_worker_push (self->worker, write_statements, statements_new (statements, n),
                             statements_free);
}

DexFuture *
surety_database_read (SuretyDatabase *self, const char *sql, GVariant *parameters)
{
  const SuretyStatement statement = { .sql = sql, .parameters = parameters };

  g_return_val_if_fail (SURETY_IS_DATABASE (self), NULL);

  return surety_worker_push (self->worker, read_rows, statements_new (&statement, 1),
                             statements_free);
}

DexFuture *
surety_database_transact (SuretyDatabase *self,
                          SuretyTransactFunc func,
                          gpointer user_data,
                          GDestroyNotify destroy)
{
  Transact *work = NULL;

  g_return_val_if_fail (SURETY_IS_DATABASE (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  work = g_new0 (Transact, 1);
  work->func = func;
  work->user_data = user_data;
  work->destroy = destroy;

  return surety_worker_push (self->worker, transact, work, transact_free);
}

DexFuture *
surety_database_trim (SuretyDatabase *self)
{
  g_return_val_if_fail (SURETY_IS_DATABASE (self), NULL);

  return surety_worker_push (self->worker, trim, NULL, NULL);
}

DexFuture *
surety_database_close (SuretyDatabase *self)
{
  g_return_val_if_fail (SURETY_IS_DATABASE (self), NULL);

  return surety_worker_push (self->worker, close_database, NULL, NULL);
}
