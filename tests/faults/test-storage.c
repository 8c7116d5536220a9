/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "disk.h"
#include "store-test.h"

#include <dlfcn.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/time.h>

/* What can be wrong with where the records are: each has an error of its own, and what was said to be
 * written is there afterwards. */

#define PLANS 12u

static gint64 clock_back; /* seconds */

/* What GLib calls: the program's own comes before libc's. */
int
gettimeofday (struct timeval *out, void *zone)
{
  static int (*next) (struct timeval *, void *);
  int answer;

  if (next == NULL)
    next = dlsym (RTLD_NEXT, "gettimeofday");
  answer = next (out, zone);
  out->tv_sec -= clock_back;
  return answer;
}

static gboolean
add_plan (SuretyJournal *journal, GError **error)
{
  const Address account = store_test_account (1);
  const char *const kinds[] = { "approve", "deposit" };
  g_autofree char *large = g_strnfill (3000, 'x');
  g_autofree char *body = g_strdup_printf ("{\"a\": \"%s\"}", large);
  const char *const bodies[] = { body, "{}" };

  return dex_await_int64 (surety_journal_add_plan (journal, "test", &account, "enter", "{}", kinds,
                                                   bodies, 2),
                          error) > 0;
}

static guint
count_entries (SuretyDatabase *database)
{
  g_autoptr (SuretyJournal) journal = surety_journal_new (database);
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
    entries = dex_await_object (surety_journal_list (journal, "test", NULL), &error);

  g_assert_no_error (error);
  return g_list_model_get_n_items (entries);
}

static char *
make_records (const char *folder)
{
  char *path = g_build_filename (folder, "test.db", NULL);
  g_autoptr (SuretyDatabase) database = store_test_open (path);
  g_autoptr (SuretyJournal) journal = surety_journal_new (database);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < PLANS; i++)
    g_assert_true (add_plan (journal, &error));
  g_assert_no_error (error);
  store_test_close (database);
  return path;
}

static GBytes *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize len = 0;

  g_assert_true (g_file_get_contents (path, &data, &len, &error));
  return g_bytes_new_take (data, len);
}

/* Of the file's pages: its bytes 16 and 17 (the format of SQLite's files, 1.3.2). */
static gsize
page_size (const guint8 *data)
{
  const guint size = (guint) data[16] << 8 | data[17];

  return size == 1 ? 65536 : size;
}

static void
write_file (const char *path, const void *data, gsize len)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);

  g_unlink (wal);
  g_assert_true (g_file_set_contents (path, data, (gssize) len, &error));
}

/* It can be opened and everything is there. */
static void
check_whole (const char *path, guint n_entries)
{
  g_autoptr (SuretyDatabase) database = store_test_open (path);

  g_assert_cmpuint (count_entries (database), ==, n_entries);
  store_test_close (database);
}

/* The disk is full at the k-th change, for every k; then there is room again. */
static void
test_disk_full (void)
{
  guint n_refused = 0;

  for (guint k = 0;; k++)
    {
      g_autofree char *folder = store_test_folder ();
      g_autofree char *path = g_build_filename (folder, "test.db", NULL);
      g_autoptr (SuretyDatabase) database = store_test_open (path);
      g_autoptr (SuretyJournal) journal = surety_journal_new (database);
      g_autoptr (GError) error = NULL;
      guint n = 0;

      disk_set_room (k);
      while (n < 4 && add_plan (journal, &error))
        n++;
      disk_set_room (G_MAXUINT);
      if (error != NULL)
        {
          g_assert_true (g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_FULL) ||
                         g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DATABASE));
          g_clear_error (&error);
          n_refused++;
          /* The same connection goes on. */
          g_assert_true (add_plan (journal, &error));
          g_assert_no_error (error);
          n++;
        }
      g_assert_cmpuint (count_entries (database), ==, 2 * n);
      store_test_close (database);
      g_clear_object (&database);
      check_whole (path, 2 * n);
      if (n_refused < k + 1)
        break;
    }
  g_test_message ("refused at each of %u changes", n_refused);
  g_assert_cmpuint (n_refused, >, 8);
}

static void
test_read_only (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = make_records (folder);
  g_autofree char *fresh = g_build_filename (folder, "fresh.db", NULL);
  g_autoptr (GBytes) before = read_file (path);
  g_autoptr (GBytes) after = NULL;
  g_autoptr (SuretyDatabase) database = NULL;
  g_autoptr (SuretyJournal) journal = NULL;
  g_autoptr (GError) error = NULL;

  disk_set_read_only (TRUE);
  g_assert_null (dex_await_object (surety_database_open (path), &error));
  assert_store_error (error, READ_ONLY);
  g_clear_error (&error);
  g_assert_null (dex_await_object (surety_database_open (fresh), &error));
  assert_store_error (error, READ_ONLY);
  g_clear_error (&error);
  disk_set_read_only (FALSE);
  after = read_file (path);
  g_assert_true (g_bytes_equal (before, after));

  /* It becomes so while it is open. */
  database = store_test_open (path);
  journal = surety_journal_new (database);
  disk_set_read_only (TRUE);
  g_assert_false (add_plan (journal, &error));
  g_assert_cmpint ((gint) error->domain, ==, (gint) SURETY_STORE_ERROR);
  g_assert_cmpuint (count_entries (database), ==, 2 * PLANS);
  disk_set_read_only (FALSE);
  g_clear_error (&error);
  g_assert_true (add_plan (journal, &error));
  store_test_close (database);
  g_clear_object (&database);
  check_whole (path, 2 * PLANS + 2);
}

/* Opened, it is either whole or an error of its own: never something in between, and never changed. */
static gboolean
opens (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) before = read_file (path);
  g_autoptr (GBytes) after = NULL;
  g_autoptr (SuretyDatabase) database = dex_await_object (surety_database_open (path), &error);

  if (database != NULL)
    {
      g_assert_cmpuint (count_entries (database), ==, 2 * PLANS);
      store_test_close (database);
      return TRUE;
    }
  g_assert_true (g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DAMAGED) ||
                 g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_TOO_NEW) ||
                 g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_READ_ONLY) ||
                 g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DATABASE));
  after = read_file (path);
  g_assert_true (g_bytes_equal (before, after));
  return FALSE;
}

static void
test_truncated (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = make_records (folder);
  g_autoptr (GBytes) whole = read_file (path);
  gsize len;
  const guint8 *data = g_bytes_get_data (whole, &len);
  guint n = 0;

  for (gsize left = len - 1; left > 0; left = left > 1500 ? left - 1500 : left / 2)
    {
      write_file (path, data, left);
      g_test_message ("%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " bytes", left, len);
      /* Of the last page the end may be empty anyway. */
      g_assert_true (!opens (path) || len - left < page_size (data));
      n++;
    }
  g_test_message ("cut off at %u places of %" G_GSIZE_FORMAT " bytes", n, len);
  write_file (path, data, len);
  g_assert_true (opens (path));
}

/* A page of the file is something else: zeros, noise, or another page. */
static void
test_garbled (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = make_records (folder);
  g_autoptr (GBytes) whole = read_file (path);
  gsize len;
  const guint8 *data = g_bytes_get_data (whole, &len);
  const gsize size = page_size (data);
  guint n_refused = 0;
  g_autoptr (GRand) random = g_rand_new_with_seed (20260001);

  for (gsize page = 0; page < len / size; page++)
    for (guint kind = 0; kind < 3; kind++)
      {
        g_autofree guint8 *garbled = g_memdup2 (data, len);
        guint8 *at = garbled + page * size;

        if (kind == 0)
          memset (at, 0, size);
        for (gsize i = 0; kind == 1 && i < size; i++)
          at[i] = (guint8) g_rand_int (random);
        if (kind == 2)
          memmove (at, data + (page + 1) % (len / size) * size, size);
        write_file (path, garbled, len);
        n_refused += opens (path) ? 0 : 1;
      }
  g_test_message ("%u of %" G_GSIZE_FORMAT " were refused", n_refused, 3 * len / size);
  /* Those that were not are of a directory, which has nothing in it here. */
  g_assert_cmpuint (n_refused, >=, len / size);
  write_file (path, data, len);
  g_assert_true (opens (path));
}

static void
test_newer (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = make_records (folder);
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyDatabase) database = store_test_open (path);
  const SuretyStatement newer = { .sql = "PRAGMA user_version = 1000" };

  store_test_true (surety_database_write (database, &newer, 1));
  store_test_close (database);
  g_clear_object (&database);

  before = read_file (path);
  g_assert_null (dex_await_object (surety_database_open (path), &error));
  assert_store_error (error, TOO_NEW);
  after = read_file (path);
  g_assert_true (g_bytes_equal (before, after));
}

/* Both at the same moment: one has it, the other is told, and takes it over later. */
static void
test_two_at_once (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = make_records (folder);

  for (guint i = 0; i < 2; i++)
    {
      DexFuture *first = surety_database_open (path);
      DexFuture *second = surety_database_open (path);
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) other_error = NULL;
      g_autoptr (SuretyDatabase) one = dex_await_object (first, &error);
      g_autoptr (SuretyDatabase) other = dex_await_object (second, &other_error);
      g_autoptr (SuretyJournal) journal = NULL;

      g_assert_true ((one != NULL) != (other != NULL));
      if (one != NULL)
        assert_store_error (other_error, IN_USE);
      else
        assert_store_error (error, IN_USE);
      journal = surety_journal_new (one != NULL ? one : other);
      g_clear_error (&error);
      g_assert_true (add_plan (journal, &error));
      store_test_close (one != NULL ? one : other);
      g_clear_object (&one);
      g_clear_object (&other);
      check_whole (path, 2 * PLANS + 2 * (i + 1));
    }
}

/* Between two plans the clock is set back by ten years: their order is that in which they were made. */
static void
test_clock_set_back (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = make_records (folder);
  g_autoptr (SuretyDatabase) database = store_test_open (path);
  g_autoptr (SuretyJournal) journal = surety_journal_new (database);
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) entries = NULL;
  gint64 before = 0;

  clock_back = 10ll * 365 * 86400;
  g_assert_true (add_plan (journal, &error));
  store_test_true (surety_journal_set_state (journal, 1, SURETY_JOURNAL_ABANDONED, 0));
  entries = dex_await_object (surety_journal_list (journal, "test", NULL), &error);
  clock_back = 0;
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (entries), ==, 2 * PLANS + 2);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);

      g_assert_true (i == 0 || surety_journal_entry_get_plan (entry) <= before);
      before = surety_journal_entry_get_plan (entry);
      if (surety_journal_entry_get_id (entry) == 1)
        {
          g_assert_cmpint (surety_journal_entry_get_state (entry), ==, SURETY_JOURNAL_ABANDONED);
          g_assert_cmpint (surety_journal_entry_get_changed (entry), <,
                           surety_journal_entry_get_created (entry));
        }
    }
  store_test_close (database);
}

int
main (int argc, char **argv)
{
  store_test_init (&argc, &argv);

  store_test_add ("/storage/disk-full", test_disk_full);
  store_test_add ("/storage/read-only", test_read_only);
  store_test_add ("/storage/truncated", test_truncated);
  store_test_add ("/storage/garbled", test_garbled);
  store_test_add ("/storage/of-a-newer-version", test_newer);
  store_test_add ("/storage/two-at-once", test_two_at_once);
  store_test_add ("/storage/clock-set-back", test_clock_set_back);

  return store_test_run ();
}
