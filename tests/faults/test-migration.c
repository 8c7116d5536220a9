/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "disk.h"
#include "store-test.h"
#include "surety-account-record.h"
#include "surety-contact.h"
#include "surety-decision.h"
#include "surety-schema.h"

#include <sqlite3.h>

/* Files of every earlier version of the program are brought up to date, with all that is in them. The one-file
 * rule for SQLite is about src: here it makes the files. */

static const struct
{
  const char *file;
  guint version;
} earlier[] = {
  { "schema-1.sql", 1 },       { "schema-2.sql", 2 }, { "schema-3.sql", 3 },
  { "schema-4-first.sql", 4 }, /* before its last table had an index */
  { "schema-4.sql", 4 },       { "schema-5.sql", 5 }, { "schema-6.sql", 6 },
  { "schema-7.sql", 7 },       { "schema-8.sql", 8 },
};

static void
make_file (const char *path, const char *from)
{
  g_autofree char *dump = g_test_build_filename (G_TEST_DIST, "data", from, NULL);
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *handle = NULL;

  g_assert_true (g_file_get_contents (dump, &sql, NULL, &error));
  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
}

static int
take_text (void *out, int n, char **values, char **names)
{
  char **text = out;

  g_free (*text);
  *text = g_strdup (values[0]);
  return 0;
}

/* The first column of the last row, looked at from outside. */
static char *
ask (const char *path, const char *sql)
{
  sqlite3 *handle = NULL;
  char *text = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, take_text, &text, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
  return text;
}

static void
assert_says (const char *path, const char *sql, const char *expected)
{
  g_autofree char *text = ask (path, sql);

  g_assert_cmpstr (text, ==, expected);
}

/* Whatever its version was: the same account, plan and transactions, and the same of what came later. */
static void
check_records (SuretyDatabase *database, guint version)
{
  const Address account = store_test_account (1);
  g_autoptr (SuretyJournal) journal = surety_journal_new (database);
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) accounts = NULL;
  g_autoptr (GListModel) entries = NULL;
  g_autoptr (SuretyAccountRecord) record = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *secret = g_strdup_printf ("kept-since-version-%u", version);

  accounts = dex_await_object (surety_account_record_list (database), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (accounts), ==, 1);
  record = g_list_model_get_item (accounts, 0);
  g_assert_true (address_equal (surety_account_record_get_address (record), &account));
  g_assert_cmpstr (surety_account_record_get_name (record), ==, "Savings — Erspartes");
  g_assert_cmpstr (surety_account_record_get_secret_id (record), ==, secret);

  kept = dex_await_string (surety_database_get_state (database, "guide", "mainnet"), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kept, ==, "{\"page\": 3}");

  entries = dex_await_object (surety_journal_list_plan (journal, 1), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (entries), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);
      g_autoptr (GBytes) bytes = NULL;
      Hash hash;

      bytes = store_test_signed (1, 7 + i, 0, &hash);
      g_assert_cmpint (surety_journal_entry_get_state (entry), ==,
                       i == 0 ? SURETY_JOURNAL_FINAL : SURETY_JOURNAL_SENT);
      g_assert_cmpuint (surety_journal_entry_get_nonce (entry), ==, 7 + i);
      g_assert_true (hash_equal (surety_journal_entry_get_hash (entry), &hash));
      g_assert_true (g_bytes_equal (surety_journal_entry_get_signed (entry), bytes));
    }
}

/* And it goes on from there. */
static void
check_goes_on (SuretyDatabase *database, guint version)
{
  const Address account = store_test_account (1);
  g_autoptr (SuretyJournal) journal = surety_journal_new (database);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  Hash hash;
  gint64 id;

  /* What waits can be replaced; its number in the journal is one that was never given out. */
  bytes = store_test_signed (1, 8, 1, &hash);
  id = dex_await_int64 (surety_journal_add_attempt (journal, 2, SURETY_JOURNAL_CANCEL, "{}", &hash,
                                                    bytes),
                        &error);
  g_assert_no_error (error);
  g_assert_cmpint (id, ==, version >= 6 ? 10 : 3);
  store_test_true (surety_journal_set_state (journal, id, SURETY_JOURNAL_REPLACED, 0));
  store_test_true (surety_journal_set_state (journal, 2, SURETY_JOURNAL_MINED, 50));
  store_test_true (surety_journal_set_result (journal, 2, "{}"));
  store_test_true (surety_journal_set_state (journal, 2, SURETY_JOURNAL_FINAL, 0));
  store_test_true (surety_contact_add (database, "mainnet", &account, "Ledger"));
  dex_await_int64 (surety_decision_add (database, "mainnet", &account, "tier", "{}"), &error);
  g_assert_no_error (error);
}

static void
check_file (const char *path, guint version)
{
  g_autofree char *current = g_strdup_printf ("%u", surety_schema_version);
  g_autofree char *fresh_path = g_strconcat (path, ".fresh", NULL);
  g_autofree char *fresh = NULL;
  SuretyDatabase *database = store_test_open (fresh_path);
  static const char schema[] =
    "SELECT group_concat (sql, ';') FROM (SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"
    " AND name NOT LIKE 'sqlite_%' ORDER BY name)";

  store_test_close (database);
  g_object_unref (database);
  assert_says (path, "PRAGMA user_version", current);
  assert_says (path, "PRAGMA integrity_check", "ok");
  assert_says (path, "PRAGMA foreign_key_check", NULL);
  /* The same tables and indices as in a new one. */
  fresh = ask (fresh_path, schema);
  g_assert_nonnull (fresh);
  assert_says (path, schema, fresh);
  if (version >= 3)
    assert_says (path, "SELECT block FROM ledger WHERE name = 'eigenlayer/mainnet'", "21000000");
  if (version >= 4)
    assert_says (path, "SELECT count(*) FROM file WHERE good = 1 AND length (body) = 15", "1");
  if (version >= 5)
    assert_says (path, "SELECT count(*) FROM decision WHERE kind = 'tier'", "2");
  if (version >= 8)
    assert_says (path, "SELECT name FROM contact WHERE saved = 1780000000", "Somebody — jemand");
}

static void
test_every_earlier_version (void)
{
  /* One for each version there ever was. */
  g_assert_cmpuint (earlier[G_N_ELEMENTS (earlier) - 1].version, ==, surety_schema_version - 1);

  for (guint i = 0; i < G_N_ELEMENTS (earlier); i++)
    {
      g_autofree char *folder = store_test_folder ();
      g_autofree char *path = g_build_filename (folder, "test.db", NULL);
      g_autoptr (SuretyDatabase) database = NULL;

      g_test_message ("%s", earlier[i].file);
      make_file (path, earlier[i].file);
      database = store_test_open (path);
      check_records (database, earlier[i].version);
      check_goes_on (database, earlier[i].version);
      store_test_close (database);
      g_clear_object (&database);
      check_file (path, earlier[i].version);
    }
}

/* Bringing it up to date is given up at every change on the disk, and done at the next start. */
static void
test_no_space_on_the_way (void)
{
  guint n_tried = 0;

  for (guint i = 0; i < G_N_ELEMENTS (earlier); i++)
    {
      guint k = 0;
      gboolean done = FALSE;

      for (; !done; k++)
        {
          g_autofree char *folder = store_test_folder ();
          g_autofree char *path = g_build_filename (folder, "test.db", NULL);
          g_autoptr (SuretyDatabase) database = NULL;
          g_autoptr (GError) error = NULL;

          make_file (path, earlier[i].file);
          disk_set_room (k);
          database = dex_await_object (surety_database_open (path), &error);
          done = database != NULL;
          disk_set_room (G_MAXUINT);
          if (!done)
            {
              g_assert_true (
                g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_FULL) ||
                g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DATABASE));
              database = store_test_open (path);
            }
          check_records (database, earlier[i].version);
          store_test_close (database);
          n_tried++;
        }
      g_assert_cmpuint (k, >, 3);
    }
  g_test_message ("given up at each of %u changes", n_tried);
}

int
main (int argc, char **argv)
{
  store_test_init (&argc, &argv);

  store_test_add ("/migration/every-earlier-version", test_every_earlier_version);
  store_test_add ("/migration/no-space-on-the-way", test_no_space_on_the_way);

  return store_test_run ();
}
