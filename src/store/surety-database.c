/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-database.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>

#include "surety-schema.h"
#include "surety-store-error.h"

/* One job of the worker thread. The result goes back to the main context the caller asked from. */
typedef enum
{
  JOB_OPEN,
  JOB_WRITE,
  JOB_READ,
  JOB_TRANSACT,
  JOB_CLOSE,
} JobKind;

typedef struct
{
  JobKind kind;
  SuretyDatabase *database; /* held, so that it outlives its jobs; NULL in the last one */
  char **sql;
  GVariant **parameters; /* one a statement; NULL = none */
  gboolean *must_change;
  guint n;
  GMainContext *context;
  DexPromise *promise;
  gint64 row_id;
  GVariant *rows;
  SuretyTransactFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
  GError *error;
} Job;

struct _SuretyDatabase
{
  GObject parent_instance;

  char *path;
  GThread *thread;
  GAsyncQueue *jobs;
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
job_free (Job *job)
{
  for (guint i = 0; i < job->n; i++)
    {
      g_free (job->sql[i]);
      g_clear_pointer (&job->parameters[i], g_variant_unref);
    }
  g_free (job->sql);
  g_free (job->parameters);
  g_free (job->must_change);
  g_clear_pointer (&job->rows, g_variant_unref);
  if (job->destroy != NULL)
    job->destroy (job->user_data);
  g_clear_error (&job->error);
  g_main_context_unref (job->context);
  dex_clear (&job->promise);
  g_clear_object (&job->database);
  g_free (job);
}

static gboolean
set_error (sqlite3 *handle, const char *what, GError **error)
{
  int extended = sqlite3_extended_errcode (handle);
  SuretyStoreError code = SURETY_STORE_ERROR_DATABASE;

  if (extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY)
    code = SURETY_STORE_ERROR_EXISTS;
  g_set_error (error, SURETY_STORE_ERROR, (gint) code, "%s: %s", what, sqlite3_errmsg (handle));

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
      g_assert_not_reached (); /* no column of ours holds one */
    }
}

/* Text that is not UTF-8 can't be in a GVariant: a damaged file, not ours. */
static gboolean
row_is_clean (sqlite3_stmt *statement)
{
  for (int i = 0; i < sqlite3_column_count (statement); i++)
    if (sqlite3_column_type (statement, i) == SQLITE_TEXT &&
        !g_utf8_validate ((const char *) sqlite3_column_text (statement, i), -1, NULL))
      return FALSE;

  return TRUE;
}

static gboolean
do_read (SuretyDatabase *self, Job *job)
{
  sqlite3_stmt *statement = prepare (self->handle, job->sql[0], job->parameters[0], &job->error);
  GVariantBuilder rows;
  int answer = SQLITE_DONE;

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
  job->rows = g_variant_ref_sink (g_variant_builder_end (&rows));
  if (answer == SQLITE_ROW)
    g_set_error_literal (&job->error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DATABASE,
                         "a text in the database is damaged");
  else if (answer != SQLITE_DONE)
    set_error (self->handle, "reading failed", &job->error);
  sqlite3_finalize (statement);

  return answer == SQLITE_DONE;
}

static gboolean
run_statement (SuretyDatabase *self, Job *job, guint i)
{
  sqlite3_stmt *statement = prepare (self->handle, job->sql[i], job->parameters[i], &job->error);
  gboolean done = FALSE;

  if (statement == NULL)
    return FALSE;
  done = sqlite3_step (statement) == SQLITE_DONE;
  if (!done)
    set_error (self->handle, "a write was refused", &job->error);
  else if (job->must_change[i] && sqlite3_changes64 (self->handle) == 0)
    {
      g_set_error_literal (&job->error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_STATE,
                           "nothing in the state this change needs");
      done = FALSE;
    }
  sqlite3_finalize (statement);

  return done;
}

static gboolean
do_write (SuretyDatabase *self, Job *job)
{
  if (!execute (self->handle, "BEGIN IMMEDIATE", &job->error))
    return FALSE;
  for (guint i = 0; i < job->n; i++)
    if (!run_statement (self, job, i))
      {
        sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
        return FALSE;
      }
  job->row_id = sqlite3_last_insert_rowid (self->handle);
  if (!execute (self->handle, "COMMIT", &job->error))
    {
      sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
      return FALSE;
    }

  return TRUE;
}

static gboolean
do_transact (SuretyDatabase *self, Job *job)
{
  if (!execute (self->handle, "BEGIN IMMEDIATE", &job->error))
    return FALSE;
  if (!job->func ((SuretyTransaction *) self, job->user_data, &job->error))
    {
      g_assert (job->error != NULL);
      sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
      return FALSE;
    }
  if (!execute (self->handle, "COMMIT", &job->error))
    {
      sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
      return FALSE;
    }

  return TRUE;
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

/* SQLite would make the file readable by all. One that is there is not opened here: closing it
 * again would drop the locks of a connection which this process already has. */
static gboolean
make_file (const char *path, GError **error)
{
  int file = g_open (path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);

  if (file >= 0)
    return g_close (file, error);
  if (errno == EEXIST)
    return TRUE;
  g_set_error (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DATABASE,
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

static gboolean
do_open (SuretyDatabase *self, Job *job)
{
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;

  if (self->path != NULL && !make_file (self->path, &job->error))
    return FALSE;
  if (sqlite3_open_v2 (self->path != NULL ? self->path : ":memory:", &self->handle, flags, NULL) !=
      SQLITE_OK)
    return set_error (self->handle, "the database can't be opened", &job->error);
  if (self->path == NULL)
    return execute (self->handle, "PRAGMA foreign_keys = ON;PRAGMA trusted_schema = OFF;",
                    &job->error) &&
           migrate (self->handle, &job->error);
  sqlite3_busy_timeout (self->handle, 2000);

  /* Exclusive before the first look: a second process is told, and no shared memory is needed. */
  return execute (self->handle,
                  "PRAGMA locking_mode = EXCLUSIVE;"
                  "PRAGMA journal_mode = WAL;"
                  "PRAGMA synchronous = FULL;"
                  "PRAGMA foreign_keys = ON;"
                  "PRAGMA trusted_schema = OFF;"
                  "PRAGMA cache_size = -8192;" /* KiB: the directory's pages in use */
                  "PRAGMA wal_autocheckpoint = 4000;"
                  "BEGIN IMMEDIATE;COMMIT;",
                  &job->error) &&
         check_log (self->handle, &job->error) && migrate (self->handle, &job->error);
}

static void
do_job (SuretyDatabase *self, Job *job)
{
  if (job->kind != JOB_OPEN && self->handle == NULL)
    {
      g_set_error_literal (&job->error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DATABASE,
                           "the database is closed");
      return;
    }
  switch (job->kind)
    {
    case JOB_OPEN:
      if (!do_open (self, job))
        g_clear_pointer (&self->handle, sqlite3_close);
      break;
    case JOB_WRITE:
      do_write (self, job);
      break;
    case JOB_READ:
      do_read (self, job);
      break;
    case JOB_TRANSACT:
      do_transact (self, job);
      break;
    case JOB_CLOSE:
      g_hash_table_remove_all (self->statements);
      if (sqlite3_close (self->handle) != SQLITE_OK)
        set_error (self->handle, "the database can't be closed", &job->error);
      else
        self->handle = NULL;
      break;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
answer_in_context (gpointer data)
{
  Job *job = data;

  if (job->error != NULL)
    dex_promise_reject (job->promise, g_steal_pointer (&job->error));
  else if (job->kind == JOB_OPEN)
    dex_promise_resolve_object (job->promise, g_object_ref (job->database));
  else if (job->kind == JOB_WRITE)
    dex_promise_resolve_int64 (job->promise, job->row_id);
  else if (job->kind == JOB_READ)
    dex_promise_resolve_variant (job->promise, g_steal_pointer (&job->rows));
  else
    dex_promise_resolve_boolean (job->promise, TRUE);

  return G_SOURCE_REMOVE;
}

/* Always through the caller's loop: never on this thread, which must not drop the last reference to
 * the database. */
static void
answer (Job *job)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "[surety] database answer");
  g_source_set_callback (source, answer_in_context, job, (GDestroyNotify) job_free);
  g_source_attach (source, job->context);
}

static gpointer
work (gpointer data)
{
  SuretyDatabase *self = data;

  for (;;)
    {
      Job *job = g_async_queue_pop (self->jobs);

      /* A job of nobody is the end. */
      if (job->database == NULL)
        {
          g_hash_table_remove_all (self->statements);
          g_clear_pointer (&self->handle, sqlite3_close);
          job_free (job);
          return NULL;
        }
      do_job (self, job);
      answer (job);
    }
}

static Job *
job_new (JobKind kind, guint n)
{
  Job *job = g_new0 (Job, 1);

  job->kind = kind;
  job->n = n;
  job->sql = g_new0 (char *, n + 1);
  job->parameters = g_new0 (GVariant *, n + 1);
  job->must_change = g_new0 (gboolean, n + 1);
  job->context = g_main_context_ref_thread_default ();

  return job;
}

static DexFuture *
push (SuretyDatabase *self, Job *job)
{
  DexPromise *promise = dex_promise_new ();

  job->promise = dex_ref (promise);
  job->database = g_object_ref (self);
  g_async_queue_push (self->jobs, job);

  return DEX_FUTURE (promise);
}

static void
surety_database_finalize (GObject *object)
{
  SuretyDatabase *self = SURETY_DATABASE (object);

  /* Every job holds the object, so the queue is empty but for the end. */
  g_async_queue_push (self->jobs, job_new (JOB_CLOSE, 0));
  g_thread_join (self->thread);
  g_async_queue_unref (self->jobs);
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
  self->jobs = g_async_queue_new ();
  self->statements = g_hash_table_new_full (NULL, NULL, NULL, finalize_statement);
}

DexFuture *
surety_database_open (const char *path)
{
  g_autoptr (SuretyDatabase) self = NULL;

  self = g_object_new (SURETY_TYPE_DATABASE, NULL);
  self->path = g_strdup (path);
  self->thread = g_thread_new ("database", work, self);

  return push (self, job_new (JOB_OPEN, 0));
}

DexFuture *
surety_database_write (SuretyDatabase *self, const SuretyStatement *statements, guint n)
{
  Job *job = NULL;

  g_return_val_if_fail (SURETY_IS_DATABASE (self), NULL);
  g_return_val_if_fail (n > 0, NULL);

  job = job_new (JOB_WRITE, n);
  for (guint i = 0; i < n; i++)
    {
      job->sql[i] = g_strdup (statements[i].sql);
      job->must_change[i] = statements[i].must_change;
      if (statements[i].parameters != NULL)
        job->parameters[i] = g_variant_ref_sink (statements[i].parameters);
    }

  return push (self, job);
}

DexFuture *
surety_database_read (SuretyDatabase *self, const char *sql, GVariant *parameters)
{
  Job *job = NULL;

  g_return_val_if_fail (SURETY_IS_DATABASE (self), NULL);

  job = job_new (JOB_READ, 1);
  job->sql[0] = g_strdup (sql);
  if (parameters != NULL)
    job->parameters[0] = g_variant_ref_sink (parameters);

  return push (self, job);
}

DexFuture *
surety_database_transact (SuretyDatabase *self,
                          SuretyTransactFunc func,
                          gpointer user_data,
                          GDestroyNotify destroy)
{
  Job *job = NULL;

  g_return_val_if_fail (SURETY_IS_DATABASE (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  job = job_new (JOB_TRANSACT, 0);
  job->func = func;
  job->user_data = user_data;
  job->destroy = destroy;

  return push (self, job);
}

DexFuture *
surety_database_close (SuretyDatabase *self)
{
  g_return_val_if_fail (SURETY_IS_DATABASE (self), NULL);

  return push (self, job_new (JOB_CLOSE, 0));
}

DexFuture *
surety_database_set_state (SuretyDatabase *self,
                           const char *scope,
                           const char *key,
                           const char *value)
{
  SuretyStatement statement = { 0 };

  g_return_val_if_fail (SURETY_IS_DATABASE (self), NULL);

  if (value == NULL)
    statement = (SuretyStatement) {
      .sql = "DELETE FROM state WHERE scope = ? AND key = ?",
      .parameters = g_variant_new ("(ss)", scope, key),
    };
  else
    statement = (SuretyStatement) {
      .sql = "INSERT INTO state (scope, key, value) VALUES (?, ?, ?)"
             " ON CONFLICT (scope, key) DO UPDATE SET value = excluded.value",
      .parameters = g_variant_new ("(sss)", scope, key, value),
    };

  return surety_database_write (self, &statement, 1);
}

static DexFuture *
first_text (DexFuture *completed, gpointer user_data)
{
  GVariant *rows = g_value_get_variant (dex_future_get_value (completed, NULL));
  g_autoptr (GVariant) boxed = NULL;
  g_autoptr (GVariant) row = NULL;
  char *text = NULL;

  if (g_variant_n_children (rows) == 0)
    return dex_future_new_take_string (NULL);
  boxed = g_variant_get_child_value (rows, 0);
  row = g_variant_get_variant (boxed);
  g_variant_get_child (row, 0, "ms", &text);

  return dex_future_new_take_string (text);
}

DexFuture *
surety_database_get_state (SuretyDatabase *self, const char *scope, const char *key)
{
  g_return_val_if_fail (SURETY_IS_DATABASE (self), NULL);

  return dex_future_then (
    surety_database_read (self, "SELECT value FROM state WHERE scope = ? AND key = ?",
                          g_variant_new ("(ss)", scope, key)),
    first_text, NULL, NULL);
}
