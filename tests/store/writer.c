/* SPDX-License-Identifier: GPL-3.0-or-later */
/* writer DATABASE K whole|torn: takes one plan through the journal and dies by SIGKILL just before the
 * K-th time that anything changes on the disk (torn: after half of it). K = 0: lives. Prints what the
 * journal has said to be written. Exits with 3 when the database cannot be opened. */
#include "store-test.h"

#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

static atomic_int n_changes;
static int fatal_change;
static gboolean is_torn;

static void
die (void)
{
  kill (getpid (), SIGKILL);
  for (;;)
    pause ();
}

/* Whether this is the one. */
static gboolean
count (void)
{
  return atomic_fetch_add (&n_changes, 1) + 1 == fatal_change;
}

/* What SQLite calls: the program's own comes before libc's. */
ssize_t
pwrite64 (int file, const void *data, size_t len, off64_t offset)
{
  static ssize_t (*next) (int, const void *, size_t, off64_t);

  if (next == NULL)
    next = dlsym (RTLD_NEXT, "pwrite64");
  if (count ())
    {
      if (is_torn)
        next (file, data, len / 2, offset);
      die ();
    }

  return next (file, data, len, offset);
}

int
fdatasync (int file)
{
  static int (*next) (int);

  if (next == NULL)
    next = dlsym (RTLD_NEXT, "fdatasync");
  if (count ())
    die ();

  return next (file);
}

int
ftruncate64 (int file, off64_t len)
{
  static int (*next) (int, off64_t);

  if (next == NULL)
    next = dlsym (RTLD_NEXT, "ftruncate64");
  if (count ())
    die ();

  return next (file, len);
}

int
unlink (const char *path)
{
  static int (*next) (const char *);

  if (next == NULL)
    next = dlsym (RTLD_NEXT, "unlink");
  if (count ())
    die ();

  return next (path);
}

static void
say (const char *what)
{
  g_autofree char *line = g_strconcat (what, "\n", NULL);

  g_assert_cmpint (write (STDOUT_FILENO, line, strlen (line)), ==, (ssize_t) strlen (line));
}

static void
write_plan (SuretyDatabase *database)
{
  g_autoptr (SuretyJournal) journal = surety_journal_new (database);
  const Address account = store_test_account (1);
  const char *const kinds[] = { "approve", "deposit" };
  const char *const bodies[] = { "{\"a\": 1}", "{\"b\": 2}" };
  Hash hash;

  store_test_true (
    surety_journal_add_plan (journal, "test", &account, "enter", "{}", kinds, bodies, 2));
  say ("planned");
  for (gint64 id = 1; id <= 2; id++)
    {
      const guint64 nonce = (guint64) id + 6;
      g_autoptr (GBytes) bytes = store_test_signed (1, nonce, 0, &hash);

      store_test_true (surety_journal_set_signed (journal, id, nonce, &hash, bytes));
      say ("signed");
      store_test_true (surety_journal_set_state (journal, id, SURETY_JOURNAL_SENT, 0));
      say ("sent");
      store_test_true (surety_journal_set_state (journal, id, SURETY_JOURNAL_MINED, 40));
      say ("mined");
      store_test_true (surety_journal_set_result (journal, id, "{}"));
      say ("result");
      store_test_true (surety_journal_set_state (journal, id, SURETY_JOURNAL_FINAL, 0));
      say ("final");
    }
  store_test_close (database);
  say ("closed");
}

static DexFuture *
writer_fiber (gpointer path)
{
  g_autoptr (SuretyDatabase) database = dex_await_object (surety_database_open (path), NULL);

  if (database == NULL)
    return dex_future_new_false ();
  say ("opened");
  write_plan (database);

  return dex_future_new_true ();
}

int
main (int argc, char **argv)
{
  g_autoptr (DexFuture) future = NULL;

  g_assert_cmpint (argc, ==, 4);
  dex_init ();
  g_assert_true (secret_heap_init ());
  fatal_change = atoi (argv[2]);
  is_torn = g_str_equal (argv[3], "torn");

  future = dex_scheduler_spawn (NULL, 0, writer_fiber, argv[1], NULL);
  store_test_wait (future);

  return g_value_get_boolean (dex_future_get_value (future, NULL)) ? 0 : 3;
}
