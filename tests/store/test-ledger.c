/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-test.h"

#include <string.h>

#include "surety-ledger-table.h"
#include "surety-ledger.h"
#include "surety-store-error.h"

/* A ledger against a plain table of what it should hold after each block. */

#define KEYS 40u
#define BLOCKS 60u

typedef struct
{
  gint values[KEYS]; /* -1 = none */
} Truth;

typedef struct
{
  Truth truth[BLOCKS + 1];
  guint from;
  guint to;
  guint64 final;
  guint64 back;
  guint format;
  guint64 block;
  guint64 floor;
  Truth found;
  guint n_blocks;
  guint salt;
} Work;

static Hash
hash_of (guint block)
{
  Hash hash = { 0 };

  memcpy (hash.bytes, &block, sizeof block);
  return hash;
}

/* What block does, the same every time. */
static void
plan (Truth *truth, guint block, guint salt)
{
  for (guint i = 0; i < 5; i++)
    {
      guint key = (block * 7 + i * 13 + salt) % KEYS;

      truth->values[key] = (block + i) % 4 == 0 ? -1 : (gint) (block * 100 + i + salt);
    }
}

static gboolean
read_one (const guint8 *key,
          gsize key_len,
          const guint8 *value,
          gsize len,
          gpointer user_data,
          GError **error)
{
  Truth *found = user_data;

  g_assert_cmpuint (key_len, ==, 2);
  g_assert_cmpuint (len, ==, sizeof (gint));
  memcpy (&found->values[key[1]], value, len);
  return TRUE;
}

static gboolean
look (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  Work *work = user_data;
  g_autoptr (SuretyLedger) ledger = surety_ledger_open (transaction, "test", work->format, error);
  g_autoptr (GArray) blocks = NULL;

  if (ledger == NULL)
    return FALSE;
  work->block = surety_ledger_get_block (ledger);
  work->floor = surety_ledger_get_floor (ledger);
  for (guint i = 0; i < KEYS; i++)
    work->found.values[i] = -1;
  blocks = surety_ledger_list_blocks (ledger, 1000, error);
  if (blocks == NULL)
    return FALSE;
  work->n_blocks = blocks->len;
  for (guint i = 0; i < blocks->len; i++)
    {
      const SuretyLedgerBlock *block = &g_array_index (blocks, SuretyLedgerBlock, i);
      const Hash hash = hash_of ((guint) block->block);

      g_assert_true (hash_equal (&block->hash, &hash));
      g_assert_true (i == 0 ||
                     block->block < g_array_index (blocks, SuretyLedgerBlock, i - 1).block);
    }
  return surety_ledger_scan (ledger, (const guint8 *) "k", 1, read_one, &work->found, error);
}

static gboolean
put_one (SuretyLedger *ledger, guint key, gint value, GError **error)
{
  const guint8 bytes[] = { 'k', (guint8) key };
  gsize len;
  const guint8 *before = surety_ledger_get (ledger, bytes, sizeof bytes, &len, error);

  g_assert_true (before == NULL || len == sizeof (gint));
  return surety_ledger_put (ledger, bytes, sizeof bytes,
                            value >= 0 ? (const guint8 *) &value : NULL,
                            value >= 0 ? sizeof value : 0, error);
}

static gboolean
write_on (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  Work *work = user_data;
  g_autoptr (SuretyLedger) ledger = surety_ledger_open (transaction, "test", work->format, error);
  g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (SuretyLedgerBlock));

  if (ledger == NULL)
    return FALSE;
  for (guint block = work->from; block <= work->to; block++)
    {
      const SuretyLedgerBlock header = { block, 1000 + block, hash_of (block) };
      Truth next = work->truth[block - 1];

      plan (&next, block, work->salt);
      surety_ledger_begin_block (ledger, block, work->final);
      for (guint i = 0; i < KEYS; i++)
        if (next.values[i] != work->truth[block - 1].values[i] &&
            !put_one (ledger, i, next.values[i], error))
          return FALSE;
      work->truth[block] = next;
      g_array_append_val (blocks, header);
    }
  return surety_ledger_commit (ledger, (const SuretyLedgerBlock *) (gconstpointer) blocks->data,
                               blocks->len, work->final, error);
}

static gboolean
go_back (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  Work *work = user_data;
  g_autoptr (SuretyLedger) ledger = surety_ledger_open (transaction, "test", work->format, error);

  return ledger != NULL && surety_ledger_roll_back (ledger, work->back, error);
}

static gboolean
write_and_fail (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  if (!write_on (transaction, user_data, error))
    return FALSE;
  g_set_error_literal (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_STATE, "no");
  return FALSE;
}

static void
run (SuretyDatabase *database, SuretyTransactFunc func, Work *work)
{
  g_autoptr (GError) error = NULL;

  dex_await (surety_database_transact (database, func, work, NULL), &error);
  g_assert_no_error (error);
}

static void
check (SuretyDatabase *database, Work *work, guint block)
{
  run (database, look, work);
  g_assert_cmpuint (work->block, ==, block);
  g_assert_cmpmem (&work->found, sizeof work->found, &work->truth[block], sizeof (Truth));
}

static Work *
work_new (void)
{
  Work *work = g_new0 (Work, 1);

  work->format = 1;
  for (guint i = 0; i < KEYS; i++)
    work->truth[0].values[i] = -1;
  return work;
}

static SuretyDatabase *
open_memory (void)
{
  g_autoptr (GError) error = NULL;
  SuretyDatabase *database = dex_await_object (surety_database_open (NULL), &error);

  g_assert_no_error (error);
  return database;
}

static void
write_range (SuretyDatabase *database, Work *work, guint from, guint to, guint64 final)
{
  work->from = from;
  work->to = to;
  work->final = final;
  run (database, write_on, work);
}

static void
test_back_and_forth (void)
{
  g_autoptr (SuretyDatabase) database = open_memory ();
  g_autofree Work *work = work_new ();

  write_range (database, work, 1, 20, 10);
  check (database, work, 20);
  write_range (database, work, 21, 30, 15);
  check (database, work, 30);
  g_assert_cmpuint (work->floor, ==, 15);
  for (guint back = 29; back >= 15; back -= 2)
    {
      work->back = back;
      run (database, go_back, work);
      check (database, work, back);
      g_assert_cmpuint (work->n_blocks, ==, back);
    }
  /* Other blocks take their place. */
  work->salt = 5;
  write_range (database, work, 16, BLOCKS, 50);
  check (database, work, BLOCKS);
  work->back = 50;
  run (database, go_back, work);
  check (database, work, 50);
}

static void
test_below_the_floor (void)
{
  g_autoptr (SuretyDatabase) database = open_memory ();
  g_autofree Work *work = work_new ();
  g_autoptr (GError) error = NULL;

  write_range (database, work, 1, 30, 20);
  work->back = 19;
  g_assert_false (dex_await (surety_database_transact (database, go_back, work, NULL), &error));
  g_assert_error (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_STATE);
  check (database, work, 30);
}

static void
test_all_or_nothing (void)
{
  g_autoptr (SuretyDatabase) database = open_memory ();
  g_autofree Work *work = work_new ();
  g_autoptr (GError) error = NULL;

  write_range (database, work, 1, 10, 0);
  work->from = 11;
  work->to = 20;
  g_assert_false (
    dex_await (surety_database_transact (database, write_and_fail, work, NULL), &error));
  g_assert_error (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_STATE);
  check (database, work, 10);
}

static void
test_other_format (void)
{
  g_autoptr (SuretyDatabase) database = open_memory ();
  g_autofree Work *work = work_new ();

  write_range (database, work, 1, 10, 0);
  work->format = 2;
  check (database, work, 0);
  g_assert_cmpuint (work->n_blocks, ==, 0);
}

/* There is a bound to the times that are kept, and the newest are among them. */
static gboolean
write_many (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  Work *work = user_data;

  for (guint block = work->from; block <= work->to; block++)
    {
      g_autoptr (SuretyLedger)
        ledger = surety_ledger_open (transaction, "test", work->format, error);
      const SuretyLedgerBlock header = { block, 1000 + block, hash_of (block) };

      if (ledger == NULL)
        return FALSE;
      surety_ledger_begin_block (ledger, block, block - 1);
      if (!surety_ledger_commit (ledger, &header, 1, block - 1, error))
        return FALSE;
    }
  return TRUE;
}

static void
test_times_are_thinned (void)
{
  g_autoptr (SuretyDatabase) database = open_memory ();
  g_autofree Work *work = work_new ();

  work->from = 1;
  work->to = 3000;
  run (database, write_many, work);
  run (database, look, work);
  g_assert_cmpuint (work->block, ==, 3000);
  g_assert_cmpuint (work->n_blocks, <=, 1000);
  g_assert_cmpuint (work->n_blocks, >=, 400);
}

/* Keys of any length, one the beginning of the next, before and after they are on the disk. */
static const gsize lengths[] = { 1, 2, 41, 95, 96, 97, 98, 400 };

static gboolean
check_lengths (SuretyLedger *ledger, GError **error)
{
  guint8 key[400];

  memset (key, 'k', sizeof key);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      gsize len;
      const guint8 *value = surety_ledger_get (ledger, key, lengths[i], &len, error);

      if (value == NULL)
        return FALSE;
      g_assert_cmpmem (value, len, &lengths[i], sizeof lengths[i]);
    }
  return TRUE;
}

static gboolean
put_lengths (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  g_autoptr (SuretyLedger) ledger = surety_ledger_open (transaction, "test", 1, error);
  const SuretyLedgerBlock header = { 1, 1000, hash_of (1) };
  guint8 key[400];

  if (ledger == NULL)
    return FALSE;
  memset (key, 'k', sizeof key);
  surety_ledger_begin_block (ledger, 1, 0);
  /* Twice: what is there is found, not made again. */
  for (guint i = 0; i < 2 * G_N_ELEMENTS (lengths); i++)
    {
      const gsize len = lengths[i % G_N_ELEMENTS (lengths)];
      const gsize value = i < G_N_ELEMENTS (lengths) ? 0 : len;

      if (!surety_ledger_put (ledger, key, len, (const guint8 *) &value, sizeof value, error))
        return FALSE;
    }
  return check_lengths (ledger, error) && surety_ledger_commit (ledger, &header, 1, 0, error);
}

static gboolean
get_lengths (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  g_autoptr (SuretyLedger) ledger = surety_ledger_open (transaction, "test", 1, error);

  return ledger != NULL && check_lengths (ledger, error);
}

static void
test_keys_of_any_length (void)
{
  g_autoptr (SuretyDatabase) database = open_memory ();

  store_test_true (surety_database_transact (database, put_lengths, NULL, NULL));
  store_test_true (surety_database_transact (database, get_lengths, NULL, NULL));
}

/* More keys than fit into one piece of memory, each put again and again, with values that grow, shrink and
 * go. */
#define MANY 20000u
#define ROUNDS 4u

static gsize
length_in (guint key, guint round)
{
  return key % 1000 == 7 ? 20000 + 20000 * (gsize) round : (key * 31 + round * 17) % 90;
}

static gboolean
is_gone_in (guint key, guint round)
{
  return (key + round) % 5 == 0;
}

static gboolean
put_many (SuretyLedger *ledger, guint round, GError **error)
{
  g_autofree guint8 *value = g_malloc (20000 + 20000 * ROUNDS);

  for (guint key = 0; key < MANY; key++)
    {
      memset (value, (int) (key + round), length_in (key, round));
      if (!surety_ledger_put (ledger, (const guint8 *) &key, sizeof key,
                              is_gone_in (key, round) ? NULL : value, length_in (key, round),
                              error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_many (SuretyLedger *ledger, guint round, GError **error)
{
  g_autofree guint8 *wanted = g_malloc (20000 + 20000 * ROUNDS);

  for (guint key = 0; key < MANY; key++)
    {
      gsize len;
      const guint8 *value = surety_ledger_get (ledger, (const guint8 *) &key, sizeof key, &len,
                                               error);

      g_assert_cmpint (value == NULL, ==, is_gone_in (key, round));
      memset (wanted, (int) (key + round), length_in (key, round));
      if (value != NULL)
        g_assert_cmpmem (value, len, wanted, length_in (key, round));
    }
  return error == NULL || *error == NULL;
}

/* The last that was told of each key: its length, -1 = it is gone. */
static gboolean
hear (const guint8 *key,
      gsize key_len,
      const guint8 *value,
      gsize len,
      gpointer user_data,
      GError **error)
{
  gint64 *told = user_data;
  guint number;

  g_assert_cmpuint (key_len, ==, sizeof number);
  memcpy (&number, key, sizeof number);
  g_assert_cmpuint (number, <, MANY);
  told[number] = value != NULL ? (gint64) len : -1;
  return TRUE;
}

static gboolean
put_many_again_and_again (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  g_autoptr (SuretyLedger) ledger = surety_ledger_open (transaction, "test", 1, error);
  const SuretyLedgerBlock header = { 1, 1000, hash_of (1) };

  if (ledger == NULL)
    return FALSE;
  surety_ledger_watch (ledger, hear, user_data);
  surety_ledger_begin_block (ledger, 1, 1);
  for (guint round = 0; round < ROUNDS; round++)
    if (!put_many (ledger, round, error) || !check_many (ledger, round, error) ||
        (round == 1 && !surety_ledger_flush (ledger, error)) ||
        (round == 2 && !surety_ledger_forget (ledger, error)))
      return FALSE;
  return surety_ledger_commit (ledger, &header, 1, 1, error);
}

static gboolean
get_many (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  g_autoptr (SuretyLedger) ledger = surety_ledger_open (transaction, "test", 1, error);

  return ledger != NULL && check_many (ledger, ROUNDS - 1, error);
}

static void
test_many_keys (void)
{
  g_autoptr (SuretyDatabase) database = open_memory ();
  g_autofree gint64 *told = g_new0 (gint64, MANY);

  store_test_true (surety_database_transact (database, put_many_again_and_again, told, NULL));
  store_test_true (surety_database_transact (database, get_many, NULL, NULL));
  for (guint key = 0; key < MANY; key++)
    g_assert_cmpint (told[key], ==,
                     is_gone_in (key, ROUNDS - 1) ? -1 : (gint64) length_in (key, ROUNDS - 1));
}

/* No fact has such a key: it is a fault, of the database's or of whoever asks. */
static gboolean
put_too_long (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  g_autoptr (SuretyLedger) ledger = surety_ledger_open (transaction, "test", 1, error);
  g_autofree guint8 *key = g_malloc0 (70000);
  g_autoptr (GError) refused = NULL;

  if (ledger == NULL)
    return FALSE;
  surety_ledger_begin_block (ledger, 1, 1);
  g_assert_false (surety_ledger_put (ledger, key, 70000, key, 1, &refused));
  g_assert_error (refused, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DAMAGED);
  return TRUE;
}

static void
test_key_too_long (void)
{
  g_autoptr (SuretyDatabase) database = open_memory ();

  store_test_true (surety_database_transact (database, put_too_long, NULL, NULL));
}

/* Pieces of two bins and of another ledger, in several transactions. */
static gboolean
put_pieces (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  const SuretyLedgerBlock header = { 1, 1000, hash_of (1) };
  g_autoptr (SuretyLedger) other = surety_ledger_open (transaction, "other", 1, error);
  g_autoptr (SuretyLedger) ledger = NULL;

  if (other == NULL || !surety_ledger_put_aside (other, 0, (const guint8 *) "other", 5, 7, error) ||
      !surety_ledger_commit (other, &header, 1, 1, error))
    return FALSE;
  ledger = surety_ledger_open (transaction, "test", 1, error);
  return ledger != NULL &&
         surety_ledger_put_aside (ledger, 0, (const guint8 *) "one ", 4, 2, error) &&
         surety_ledger_put_aside (ledger, 255, (const guint8 *) "far", 3, 1, error) &&
         surety_ledger_put_aside (ledger, 0, (const guint8 *) "two", 3, 3, error) &&
         surety_ledger_commit (ledger, &header, 1, 1, error);
}

/* What a bin holds up to a piece, and how many things all bins do before and after it is emptied. */
typedef struct
{
  guint bin;
  gint64 last;
  GByteArray *held;
  guint64 before;
  guint64 after;
} Emptied;

static gboolean
empty (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  Emptied *emptied = user_data;
  g_autoptr (SuretyLedger) ledger = surety_ledger_open (transaction, "test", 1, error);

  if (ledger == NULL)
    return FALSE;
  emptied->before = surety_ledger_get_aside (ledger);
  if (!surety_ledger_empty_bin (ledger, emptied->bin, emptied->last, emptied->held, error))
    return FALSE;
  emptied->after = surety_ledger_get_aside (ledger);
  return surety_ledger_commit (ledger, NULL, 0, 0, error);
}

static void
check_bin (SuretyDatabase *database,
           guint bin,
           gint64 last,
           const char *held,
           guint64 before,
           guint64 after)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  Emptied emptied = { .bin = bin, .last = last, .held = bytes };

  store_test_true (surety_database_transact (database, empty, &emptied, NULL));
  g_assert_cmpmem (bytes->data, bytes->len, held, strlen (held));
  g_assert_cmpuint (emptied.before, ==, before);
  g_assert_cmpuint (emptied.after, ==, after);
}

static gboolean
find_last (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  g_autoptr (SuretyLedger) ledger = surety_ledger_open (transaction, "test", 1, error);

  return ledger != NULL && surety_ledger_find_last_aside (ledger, user_data, error);
}

static gboolean
clear (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  g_autoptr (SuretyLedger) ledger = surety_ledger_open (transaction, "test", 1, error);

  return ledger != NULL && surety_ledger_clear (ledger, error) &&
         surety_ledger_get_aside (ledger) == 0;
}

static void
test_aside (void)
{
  g_autoptr (SuretyDatabase) database = open_memory ();
  gint64 last, later;

  store_test_true (surety_database_transact (database, find_last, &last, NULL));
  g_assert_cmpint (last, ==, 0);
  store_test_true (surety_database_transact (database, put_pieces, NULL, NULL));
  check_bin (database, 1, G_MAXINT64, "", 6, 6);
  check_bin (database, 0, G_MAXINT64, "one two", 6, 1);
  check_bin (database, 0, G_MAXINT64, "", 1, 1);

  /* What comes while a part is taken is not of that part. */
  store_test_true (surety_database_transact (database, find_last, &last, NULL));
  store_test_true (surety_database_transact (database, put_pieces, NULL, NULL));
  store_test_true (surety_database_transact (database, find_last, &later, NULL));
  g_assert_cmpint (later, >, last);
  check_bin (database, 255, last, "far", 7, 6);
  check_bin (database, 0, last, "", 6, 6);
  check_bin (database, 255, later, "far", 6, 5);
  store_test_true (surety_database_transact (database, clear, NULL, NULL));
  check_bin (database, 0, later, "", 0, 0);
}

/* A key that was never added is nearly always known to be none, one that was always to be one. */
static void
test_filter (void)
{
  g_autoptr (SuretyLedgerFilter) filter = surety_ledger_filter_new ();
  guint wrong = 0;

  for (guint key = 0; key < 1000000; key++)
    surety_ledger_filter_add (filter, surety_ledger_hash ((const guint8 *) &key, sizeof key));
  for (guint key = 0; key < 2000000; key++)
    {
      const gboolean may = surety_ledger_filter_may_have (filter,
                                                          surety_ledger_hash ((const guint8 *) &key,
                                                                              sizeof key));

      if (key < 1000000)
        g_assert_true (may);
      else
        wrong += may ? 1 : 0;
    }
  g_assert_cmpuint (wrong, <, 1000000 / 500);
}

int
main (int argc, char **argv)
{
  store_test_init (&argc, &argv);
  store_test_add ("/ledger/back-and-forth", test_back_and_forth);
  store_test_add ("/ledger/not-below-what-is-kept", test_below_the_floor);
  store_test_add ("/ledger/all-or-nothing", test_all_or_nothing);
  store_test_add ("/ledger/another-format-is-begun-anew", test_other_format);
  store_test_add ("/ledger/times-are-thinned", test_times_are_thinned);
  store_test_add ("/ledger/keys-of-any-length", test_keys_of_any_length);
  store_test_add ("/ledger/many-keys-again-and-again", test_many_keys);
  store_test_add ("/ledger/no-key-longer-than-any", test_key_too_long);
  store_test_add ("/ledger/what-is-put-aside-waits-in-its-bin", test_aside);
  store_test_add ("/ledger/filter-knows-what-is-not-there", test_filter);
  return g_test_run ();
}
