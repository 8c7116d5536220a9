/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-test.h"

#include <glib/gstdio.h>
#include <string.h>

#include "ecdsa.h"
#include "hex.h"

void
store_test_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();
  g_assert_true (secret_heap_init ());
}

void
store_test_wait (DexFuture *future)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
}

static guint
count_pool_threads (void)
{
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  const char *task;
  guint n = 0;

  while (tasks != NULL && (task = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", task, "comm", NULL);
      g_autofree char *name = NULL;

      if (g_file_get_contents (path, &name, NULL, NULL) && g_str_has_prefix (name, "pool-") &&
          !g_str_has_prefix (name, "pool-spawner"))
        n++;
    }

  return n;
}

/* OpenSSL keeps a random generator for each thread until the thread ends; those of threads that rest in
 * a pool at the end of the program would be called leaks. */
int
store_test_run (void)
{
  const int status = g_test_run ();

  for (guint i = 0; i < 40 && g_getenv ("SURETY_SANITIZED") != NULL && count_pool_threads () > 0;
       i++)
    {
      g_thread_pool_stop_unused_threads ();
      g_usleep (100000);
    }

  return status;
}

static DexFuture *
test_fiber (gpointer data)
{
  const StoreTestFunc *func = data;

  (*func) ();

  return dex_future_new_true ();
}

static void
run_test (gconstpointer data)
{
  g_autoptr (DexFuture) future = NULL;
  StoreTestFunc func = (StoreTestFunc) data;

  future = dex_scheduler_spawn (NULL, 0, test_fiber, &func, NULL);
  store_test_wait (future);
  g_assert_true (dex_future_is_resolved (future));
}

void
store_test_add (const char *path, StoreTestFunc func)
{
  g_test_add_data_func (path, (gconstpointer) func, run_test);
}

char *
store_test_folder (void)
{
  g_autofree char *name = g_uuid_string_random ();
  char *folder = g_build_filename (g_get_user_data_dir (), name, NULL);

  g_assert_no_errno (g_mkdir_with_parents (folder, 0700));

  return folder;
}

void
store_test_true (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  gboolean done = dex_await (future, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

SuretyDatabase *
store_test_open (const char *path)
{
  g_autoptr (GError) error = NULL;
  SuretyDatabase *database = dex_await_object (surety_database_open (path), &error);

  g_assert_no_error (error);
  g_assert_nonnull (database);

  return database;
}

void
store_test_close (SuretyDatabase *database)
{
  store_test_true (surety_database_close (database));
}

SuretySecret *
store_test_text (const char *text)
{
  return surety_secret_new (secret_new_copy (text, strlen (text)));
}

SuretySecret *
store_test_hex (const char *hex)
{
  Secret *secret = secret_new (strlen (hex) / 2);

  g_assert_cmpint (hex_decode_fixed (hex, strlen (hex), false, secret_data (secret),
                                     secret_length (secret)),
                   ==, CORE_OK);

  return surety_secret_new (secret);
}

void
store_test_assert_hex (SuretySecret *secret, const char *hex)
{
  const Secret *inner = surety_secret_get (secret);
  char *text = hex_encode_dup ((Bytes) { secret_peek (inner), secret_length (inner) }, false);

  g_assert_cmpstr (text, ==, hex);
  free (text);
}

Secret *
store_test_key (guint8 n)
{
  Secret *key = secret_new (32);

  memset (secret_data (key), n, secret_length (key));

  return key;
}

Address
store_test_account (guint8 n)
{
  g_autoptr (Secret) key = store_test_key (n);
  Address address;

  g_assert_cmpint (ecdsa_address (key, &address), ==, CORE_OK);

  return address;
}

Transaction
store_test_transaction (guint64 nonce)
{
  static const uint8_t data[] = { 0xa9, 0x05, 0x9c, 0xbb };

  return (Transaction) {
    .kind = TRANSACTION_EIP1559,
    .chain_id = 560048,
    .nonce = nonce,
    .max_priority_fee = 1000000000u,
    .max_fee = 20000000000u,
    .gas_limit = 60000,
    .to = store_test_account (9),
    .data = { data, sizeof data },
  };
}

GBytes *
store_test_signed (guint8 n, guint64 nonce, guint64 value, Hash *hash)
{
  g_autoptr (Secret) key = store_test_key (n);
  Transaction transaction = store_test_transaction (nonce);
  Buffer out = buffer_new ();
  size_t len;
  uint8_t *bytes;

  transaction.value = value;
  g_assert_cmpint (transaction_sign (&transaction, key, &out), ==, CORE_OK);
  *hash = transaction_hash (buffer_bytes (&out));
  bytes = buffer_steal (&out, &len);

  return g_bytes_new_with_free_func (bytes, len, free, bytes);
}
