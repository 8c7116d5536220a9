/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-test.h"

#include <glib/gstdio.h>
#include <sys/wait.h>
#include <unistd.h>

/* The one member of the one row. */
static GVariant *
read_one (SuretyDatabase *database, const char *sql, GVariant *parameters)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) rows = NULL;
  g_autoptr (GVariant) boxed = NULL;
  g_autoptr (GVariant) row = NULL;

  rows = dex_await_variant (surety_database_read (database, sql, parameters), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_variant_n_children (rows), ==, 1);
  boxed = g_variant_get_child_value (rows, 0);
  row = g_variant_get_variant (boxed);

  return g_variant_get_child_value (row, 0);
}

static gint64
read_number (SuretyDatabase *database, const char *sql)
{
  g_autoptr (GVariant) member = read_one (database, sql, NULL);
  gint64 number = -1;

  g_assert_true (g_variant_is_of_type (member, G_VARIANT_TYPE ("mx")));
  g_variant_get (member, "mx", NULL, &number);

  return number;
}

static void
assert_state (SuretyDatabase *database, const char *key, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *value = dex_await_string (surety_database_get_state (database, "test", key),
                                             &error);

  g_assert_no_error (error);
  g_assert_cmpstr (value, ==, expected);
}

static void
test_state_is_kept (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  g_autoptr (SuretyDatabase) database = store_test_open (path);

  assert_state (database, "key", NULL);
  store_test_true (surety_database_set_state (database, "test", "key", "one"));
  store_test_true (surety_database_set_state (database, "test", "key", "two — zwei"));
  store_test_true (surety_database_set_state (database, "test", "gone", "x"));
  store_test_true (surety_database_set_state (database, "test", "gone", NULL));
  store_test_true (surety_database_set_state (database, "other", "key", "elsewhere"));
  store_test_close (database);
  g_clear_object (&database);

  database = store_test_open (path);
  assert_state (database, "key", "two — zwei");
  assert_state (database, "gone", NULL);
  store_test_close (database);
}

static void
test_settings_are_those_of_money (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  g_autoptr (SuretyDatabase) database = store_test_open (path);
  g_autoptr (GVariant) mode = read_one (database, "PRAGMA journal_mode", NULL);
  g_autoptr (GVariant) locking = read_one (database, "PRAGMA locking_mode", NULL);
  g_autofree char *text = NULL;
  g_autofree char *lock = NULL;
  GStatBuf file;

  g_variant_get (mode, "ms", &text);
  g_assert_cmpstr (text, ==, "wal");
  g_variant_get (locking, "ms", &lock);
  g_assert_cmpstr (lock, ==, "exclusive");
  g_assert_cmpint (read_number (database, "PRAGMA synchronous"), ==, 2);
  g_assert_cmpint (read_number (database, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (read_number (database, "PRAGMA user_version"), >=, 1);
  g_assert_no_errno (g_stat (path, &file));
  g_assert_cmpint (file.st_mode & 0777, ==, 0600);
  store_test_close (database);
}

static void
test_values_come_back_as_they_went (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  g_autoptr (SuretyDatabase) database = store_test_open (path);
  static const guint8 bytes[] = { 0x00, 0xff, 0x00 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) rows = NULL;
  g_autoptr (GVariant) expected = NULL;

  rows = dex_await_variant (
    surety_database_read (database, "SELECT ?, ?, ?, ?, ?",
                          g_variant_new ("(xts@ay@ay)", G_MININT64, (guint64) G_MAXINT64, "a'b",
                                         g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, bytes, 3,
                                                                    1),
                                         g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, NULL, 0,
                                                                    1))),
    &error);
  g_assert_no_error (error);
  expected = g_variant_ref_sink (
    g_variant_new_parsed ("[<(@mx -9223372036854775808, @mx 9223372036854775807, @ms \"a'b\","
                          " @may [byte 0x00, 0xff, 0x00], @may [])>]"));
  g_assert_cmpvariant (rows, expected);

  dex_await (surety_database_read (database, "SELECT ?", g_variant_new ("(t)", G_MAXUINT64)),
             &error);
  assert_store_error (error, DATABASE);
  store_test_close (database);
}

static void
test_failed_write_leaves_nothing (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  g_autoptr (SuretyDatabase) database = store_test_open (path);
  g_autoptr (GError) error = NULL;
  const SuretyStatement clash[] = {
    { .sql = "INSERT INTO state VALUES ('test', 'first', 'x')" },
    { .sql = "INSERT INTO state VALUES ('test', 'second', 'x')" },
    { .sql = "INSERT INTO state VALUES ('test', 'first', 'y')" },
  };
  const SuretyStatement nothing[] = {
    { .sql = "INSERT INTO state VALUES ('test', 'first', 'x')" },
    { .sql = "UPDATE state SET value = 'z' WHERE key = 'nowhere'", .must_change = TRUE },
  };
  const SuretyStatement wrong = { .sql = "INSERT INTO nowhere VALUES (1)" };

  dex_await (surety_database_write (database, clash, 3), &error);
  assert_store_error (error, EXISTS);
  g_clear_error (&error);
  dex_await (surety_database_write (database, nothing, 2), &error);
  assert_store_error (error, STATE);
  g_clear_error (&error);
  dex_await (surety_database_write (database, &wrong, 1), &error);
  assert_store_error (error, DATABASE);
  g_assert_cmpint (read_number (database, "SELECT count(*) FROM state"), ==, 0);

  /* The next one is not held up by the failed ones. */
  store_test_true (surety_database_set_state (database, "test", "first", "z"));
  assert_state (database, "first", "z");
  store_test_close (database);
}

static void
test_second_owner_is_refused (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  g_autoptr (SuretyDatabase) database = store_test_open (path);
  g_autoptr (GError) error = NULL;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  const char *argv[] = { g_getenv ("SURETY_TEST_WRITER"), path, "0", "whole", NULL };
  int status;

  /* In this process. */
  g_assert_null (dex_await_object (surety_database_open (path), &error));
  assert_store_error (error, IN_USE);
  g_clear_error (&error);

  /* And in another one. */
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, &err,
                               &status, &error));
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 3);
  g_assert_cmpstr (out, ==, "");

  /* The owner is not disturbed. */
  store_test_true (surety_database_set_state (database, "test", "key", "mine"));
  store_test_close (database);
  g_clear_object (&database);

  database = store_test_open (path);
  assert_state (database, "key", "mine");
  store_test_close (database);
}

static void
test_newer_file_is_left_alone (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  g_autoptr (SuretyDatabase) database = store_test_open (path);
  g_autoptr (GError) error = NULL;
  const SuretyStatement newer = { .sql = "PRAGMA user_version = 1000" };

  store_test_true (surety_database_set_state (database, "test", "key", "kept"));
  store_test_true (surety_database_write (database, &newer, 1));
  store_test_close (database);
  g_clear_object (&database);

  g_assert_null (dex_await_object (surety_database_open (path), &error));
  assert_store_error (error, TOO_NEW);
}

static void
test_damaged_file_is_an_error (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "nowhere", "test.db", NULL);
  g_autofree char *back = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (
    g_file_set_contents (path, "this is no database, whatever it is called", -1, &error));
  g_assert_null (dex_await_object (surety_database_open (path), &error));
  assert_store_error (error, DAMAGED);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (path, &back, NULL, &error));
  g_assert_cmpstr (back, ==, "this is no database, whatever it is called");

  g_assert_null (dex_await_object (surety_database_open (nowhere), &error));
  assert_store_error (error, READ_ONLY);
}

/* SQLite keeps what it is given, whatever the column was declared to be. */
static void
test_fraction_in_a_row_is_an_error (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  g_autoptr (SuretyDatabase) database = store_test_open (path);
  g_autoptr (GVariant) rows = NULL;
  g_autoptr (GError) error = NULL;
  const SuretyStatement write = {
    .sql = "INSERT INTO account (address, name, kind, place, secret_id, key_index)"
           " VALUES (zeroblob (20), 'Savings', 0.5, 0, '', 0)",
  };

  store_test_true (surety_database_write (database, &write, 1));
  rows = dex_await_variant (surety_database_read (database, "SELECT name, kind FROM account", NULL),
                            &error);
  g_assert_null (rows);
  assert_store_error (error, DAMAGED);
  store_test_close (database);
}

/* Reads one of several rows. */
static gboolean
read_half (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  SuretyQuery *query = surety_transaction_query (transaction, "SELECT key FROM state", error);
  gboolean row = FALSE;

  return query != NULL && surety_query_next (query, &row, error) && row;
}

/* Trimming writes the log back and cuts it off, which somebody who still reads would not allow. */
static void
test_half_read (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autoptr (SuretyDatabase) database = store_test_open (path);
  GStatBuf file;

  store_test_true (surety_database_set_state (database, "test", "one", "1"));
  store_test_true (surety_database_set_state (database, "test", "two", "2"));
  g_assert_cmpint (g_stat (log, &file), ==, 0);
  g_assert_cmpint (file.st_size, >, 0);
  store_test_true (surety_database_transact (database, read_half, NULL, NULL));
  store_test_true (surety_database_trim (database));
  g_assert_cmpint (g_stat (log, &file), ==, 0);
  g_assert_cmpint (file.st_size, ==, 0);
  assert_state (database, "two", "2");
  store_test_close (database);
}

/* What was held is read from the file again. */
static void
test_trimmed_is_still_there (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  g_autoptr (SuretyDatabase) database = store_test_open (path);
  g_autoptr (GError) error = NULL;

  store_test_true (surety_database_set_state (database, "test", "key", "one"));
  store_test_true (surety_database_trim (database));
  assert_state (database, "key", "one");
  store_test_true (surety_database_set_state (database, "test", "key", "two"));
  assert_state (database, "key", "two");
  store_test_close (database);
  g_assert_false (dex_await (surety_database_trim (database), &error));
  g_assert_error (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DATABASE);
}

static void
test_closed_is_closed (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  g_autoptr (SuretyDatabase) database = store_test_open (path);
  g_autoptr (GError) error = NULL;

  store_test_close (database);
  dex_await (surety_database_set_state (database, "test", "key", "late"), &error);
  assert_store_error (error, DATABASE);
  g_clear_error (&error);
  dex_await (surety_database_close (database), &error);
  assert_store_error (error, DATABASE);
}

/* What was asked for is done, whoever lets go of the future or the object. */
static void
test_dropped_future_is_still_written (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  g_autoptr (SuretyDatabase) database = store_test_open (path);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);

      dex_unref (surety_database_set_state (database, "test", key, "x"));
    }
  g_clear_object (&database);

  /* The file is free once the last of them is through. */
  for (guint i = 0; database == NULL && i < 100; i++)
    {
      g_clear_error (&error);
      database = dex_await_object (surety_database_open (path), &error);
    }
  g_assert_no_error (error);
  g_assert_cmpint (read_number (database, "SELECT count(*) FROM state WHERE scope = 'test'"), ==,
                   50);
  store_test_close (database);
}

int
main (int argc, char **argv)
{
  store_test_init (&argc, &argv);

  store_test_add ("/database/state-is-kept", test_state_is_kept);
  store_test_add ("/database/settings-are-those-of-money", test_settings_are_those_of_money);
  store_test_add ("/database/values-come-back-as-they-went", test_values_come_back_as_they_went);
  store_test_add ("/database/failed-write-leaves-nothing", test_failed_write_leaves_nothing);
  store_test_add ("/database/second-owner-is-refused", test_second_owner_is_refused);
  store_test_add ("/database/newer-file-is-left-alone", test_newer_file_is_left_alone);
  store_test_add ("/database/damaged-file-is-an-error", test_damaged_file_is_an_error);
  store_test_add ("/database/fraction-in-a-row-is-an-error", test_fraction_in_a_row_is_an_error);
  store_test_add ("/database/trimmed-is-still-there", test_trimmed_is_still_there);
  store_test_add ("/database/half-read-does-not-hold-the-log", test_half_read);
  store_test_add ("/database/closed-is-closed", test_closed_is_closed);
  store_test_add ("/database/dropped-future-is-still-written",
                  test_dropped_future_is_still_written);

  return store_test_run ();
}
