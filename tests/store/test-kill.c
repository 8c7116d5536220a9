/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-test.h"

#include <signal.h>
#include <sys/wait.h>

/* The writer's story: where each entry stands after so many lines. */
static const SuretyJournalState story[][2] = {
  { SURETY_JOURNAL_PLANNED, SURETY_JOURNAL_PLANNED }, /* planned */
  { SURETY_JOURNAL_SIGNED, SURETY_JOURNAL_PLANNED },
  { SURETY_JOURNAL_SENT, SURETY_JOURNAL_PLANNED },
  { SURETY_JOURNAL_MINED, SURETY_JOURNAL_PLANNED },
  { SURETY_JOURNAL_MINED, SURETY_JOURNAL_PLANNED }, /* result */
  { SURETY_JOURNAL_FINAL, SURETY_JOURNAL_PLANNED },
  { SURETY_JOURNAL_FINAL, SURETY_JOURNAL_SIGNED },
  { SURETY_JOURNAL_FINAL, SURETY_JOURNAL_SENT },
  { SURETY_JOURNAL_FINAL, SURETY_JOURNAL_MINED },
  { SURETY_JOURNAL_FINAL, SURETY_JOURNAL_MINED }, /* result */
  { SURETY_JOURNAL_FINAL, SURETY_JOURNAL_FINAL },
};

static void
assert_rows (SuretyDatabase *database, const char *sql, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant)
    rows = dex_await_variant (surety_database_read (database, sql, NULL), &error);
  g_autoptr (GVariant) wanted = g_variant_ref_sink (g_variant_new_parsed (expected));

  g_assert_no_error (error);
  g_assert_cmpvariant (rows, wanted);
}

/* Whatever the moment, an entry is one of these whole. */
static void
assert_entry (SuretyJournalEntry *entry)
{
  const guint64 nonce = surety_journal_entry_get_step (entry) + 7;
  g_autoptr (GBytes) bytes = NULL;
  Hash hash;

  if (surety_journal_entry_get_state (entry) == SURETY_JOURNAL_PLANNED)
    {
      g_assert_false (surety_journal_entry_has_nonce (entry));
      g_assert_null (surety_journal_entry_get_hash (entry));
      g_assert_null (surety_journal_entry_get_signed (entry));
      g_assert_cmpuint (surety_journal_entry_get_block (entry), ==, 0);
      return;
    }

  bytes = store_test_signed (1, nonce, 0, &hash);
  g_assert_true (surety_journal_entry_has_nonce (entry));
  g_assert_cmpuint (surety_journal_entry_get_nonce (entry), ==, nonce);
  g_assert_true (hash_equal (surety_journal_entry_get_hash (entry), &hash));
  g_assert_true (g_bytes_equal (surety_journal_entry_get_signed (entry), bytes));
  g_assert_cmpuint (surety_journal_entry_get_block (entry), ==,
                    surety_journal_entry_get_state (entry) >= SURETY_JOURNAL_MINED ? 40 : 0);
  if (surety_journal_entry_get_state (entry) == SURETY_JOURNAL_FINAL)
    g_assert_cmpstr (surety_journal_entry_get_result (entry), ==, "{}");
}

/* Entries stand where line n of the story left them. */
static gboolean
stands_at (GListModel *entries, guint n)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);

      if (surety_journal_entry_get_state (entry) != story[n][i])
        return FALSE;
    }

  return TRUE;
}

/* The journal goes on, and nobody else can have the nonce of what was signed. */
static void
assert_goes_on (SuretyJournal *journal)
{
  const Address account = store_test_account (1);
  const char *const kinds[] = { "other" };
  const char *const bodies[] = { "{}" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) entries = NULL;
  g_autoptr (SuretyJournalEntry) entry = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gint64 plan;
  Hash hash;

  plan = dex_await_int64 (surety_journal_add_plan (journal, "test", &account, "exit", "{}", kinds,
                                                   bodies, 1),
                          &error);
  g_assert_no_error (error);
  entries = dex_await_object (surety_journal_list_plan (journal, plan), &error);
  g_assert_no_error (error);
  entry = g_list_model_get_item (entries, 0);

  bytes = store_test_signed (1, 7, 1, &hash);
  dex_await (surety_journal_set_signed (journal, surety_journal_entry_get_id (entry), 7, &hash,
                                        bytes),
             &error);
  assert_store_error (error, NONCE_TAKEN);
}

/* told: how many lines the writer printed before it died. */
static void
check_database (const char *path, guint told)
{
  g_autoptr (SuretyDatabase) database = store_test_open (path);
  g_autoptr (SuretyJournal) journal = surety_journal_new (database);
  const Address account = store_test_account (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) entries = NULL;
  guint n;

  assert_rows (database, "PRAGMA integrity_check", "[<(@ms 'ok',)>]");
  assert_rows (database, "PRAGMA foreign_key_check", "@av []");
  assert_rows (database,
               "SELECT nonce FROM entry WHERE nonce IS NOT NULL GROUP BY network, account, nonce"
               " HAVING count(*) > 1",
               "@av []");

  entries = dex_await_object (surety_journal_list_plan (journal, 1), &error);
  g_assert_no_error (error);
  n = g_list_model_get_n_items (entries);
  g_assert_true (n == 0 || n == 2);
  assert_rows (database, "SELECT count(*) FROM plan", n == 0 ? "[<(@mx 0,)>]" : "[<(@mx 1,)>]");
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);

      assert_entry (entry);
      g_assert_true (address_equal (surety_journal_entry_get_account (entry), &account));
    }

  /* What was told is there; what comes next may be there too, before it could be told. */
  g_assert_true (n == 2 || told < 2);
  if (told < 2)
    g_assert_true (n == 0 || stands_at (entries, 0));
  else
    g_assert_true (stands_at (entries, MIN (told - 2, G_N_ELEMENTS (story) - 1)) ||
                   stands_at (entries, MIN (told - 1, G_N_ELEMENTS (story) - 1)));
  if (n == 2 && !stands_at (entries, 0))
    assert_goes_on (journal);

  store_test_close (database);
}

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (const char *at = text; *at != '\0'; at++)
    n += *at == '\n' ? 1 : 0;

  return n;
}

/* Returns FALSE when the writer lived: there is no k-th change. */
static gboolean
kill_at (guint k, const char *mode, guint *told)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  g_autofree char *number = g_strdup_printf ("%u", k);
  g_autofree char *out = NULL;
  g_autoptr (GError) error = NULL;
  const char *argv[] = { g_getenv ("SURETY_TEST_WRITER"), path, number, mode, NULL };
  int status;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL,
                               &status, &error));
  g_assert_no_error (error);
  g_assert_true (WIFSIGNALED (status) ? WTERMSIG (status) == SIGKILL : WEXITSTATUS (status) == 0);

  *told = count_lines (out);
  check_database (path, *told);

  return WIFSIGNALED (status);
}

static void
kill_everywhere (const char *mode)
{
  guint k = 0;
  guint told, before = 0;

  while (kill_at (k + 1, mode, &told))
    {
      g_assert_cmpuint (told, >=, before);
      before = told;
      k++;
    }

  g_test_message ("killed at each of %u changes on the disk", k);
  /* Thirteen lines: opened, eleven of the story, closed. Each write is a change of the log and a sync. */
  g_assert_cmpuint (told, ==, G_N_ELEMENTS (story) + 2);
  g_assert_cmpuint (k, >=, 2 * G_N_ELEMENTS (story));
}

static void
test_between_any_two_writes (void)
{
  kill_everywhere ("whole");
}

static void
test_in_the_middle_of_any_write (void)
{
  kill_everywhere ("torn");
}

int
main (int argc, char **argv)
{
  store_test_init (&argc, &argv);

  store_test_add ("/kill/between-any-two-writes", test_between_any_two_writes);
  store_test_add ("/kill/in-the-middle-of-any-write", test_in_the_middle_of_any_write);

  return store_test_run ();
}
