/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "surety-account-record.h"
#include "surety-journal.h"

/* Rows that another program, or a disk, left in the database: whatever SQLite took is read as an entry,
 * or refused as a whole. */

typedef struct
{
  const uint8_t *p;
  const uint8_t *end;
} Input;

static uint8_t
next (Input *self)
{
  return self->p < self->end ? *self->p++ : 0;
}

/* A value of any of SQLite's types, as SQL text. */
static void
append_value (GString *sql, Input *input, const char *usual)
{
  const uint8_t kind = next (input);

  switch (kind % 8)
    {
    case 0:
      g_string_append (sql, "NULL");
      break;
    case 1:
      g_string_append_printf (sql, "%d", (gint8) next (input));
      break;
    case 2:
      g_string_append (sql, kind & 8 ? "9223372036854775807" : "-9223372036854775807");
      break;
    case 3:
      g_string_append (sql, kind & 8 ? "1e300" : "-0.5");
      break;
    case 4:
    case 5:
      {
        const guint n = kind & 8 ? 32 : kind & 16 ? 20 : next (input) % 40u;

        g_string_append (sql, kind % 8 == 4 ? "x'" : "CAST (x'");
        for (guint i = 0; i < n; i++)
          g_string_append_printf (sql, "%02x", next (input));
        g_string_append (sql, kind % 8 == 4 ? "'" : "' AS TEXT)");
        break;
      }
    default:
      g_string_append (sql, usual);
    }
}

static void
wait_for (DexFuture *future)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
}

static SuretyDatabase *
get_database (void)
{
  static SuretyDatabase *database;

  if (database == NULL)
    {
      g_autoptr (DexFuture) opened = NULL;

      dex_init ();
      opened = surety_database_open (NULL);
      wait_for (opened);
      database = g_value_dup_object (dex_future_get_value (opened, NULL));
      assert (database != NULL);
    }
  return database;
}

static void
run (const char *sql)
{
  const SuretyStatement statement = { .sql = sql };
  g_autoptr (DexFuture) done = surety_database_write (get_database (), &statement, 1);

  wait_for (done);
}

static void
insert (const char *into, const char *const *usual, guint n, Input *input)
{
  g_autoptr (GString) sql = g_string_new (into);

  for (guint i = 0; i < n; i++)
    {
      g_string_append (sql, i > 0 ? ", " : " VALUES (");
      append_value (sql, input, usual[i]);
    }
  g_string_append_c (sql, ')');
  /* Most of what is tried is refused by the schema. */
  run (sql->str);
}

static void
check_entry (SuretyJournalEntry *entry)
{
  const SuretyJournalState state = surety_journal_entry_get_state (entry);

  assert (state <= SURETY_JOURNAL_ABANDONED);
  assert (surety_journal_entry_get_network (entry) != NULL);
  assert (surety_journal_entry_get_kind (entry) != NULL);
  assert (surety_journal_entry_get_body (entry) != NULL);
  assert (surety_journal_entry_get_note (entry) != NULL);
  assert (g_utf8_validate (surety_journal_entry_get_body (entry), -1, NULL));
  /* What may be on the chain has bytes to look it up by. */
  if (state >= SURETY_JOURNAL_SIGNED && state <= SURETY_JOURNAL_REPLACED)
    assert (surety_journal_entry_has_nonce (entry) &&
            surety_journal_entry_get_hash (entry) != NULL);
  assert (surety_journal_entry_same (entry, entry));
}

static void
check_list (DexFuture *listed)
{
  g_autoptr (GError) error = NULL;
  const GValue *value;
  GListModel *entries;

  wait_for (listed);
  value = dex_future_get_value (listed, &error);
  assert ((value == NULL) == (error != NULL));
  if (value == NULL)
    return;
  entries = g_value_get_object (value);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (entries, i);

      if (SURETY_IS_JOURNAL_ENTRY (item))
        check_entry (SURETY_JOURNAL_ENTRY (item));
      else
        assert (g_utf8_validate (surety_account_record_get_name (SURETY_ACCOUNT_RECORD (item)), -1,
                                 NULL));
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const entry[] = {
    "1",         "0",          "'mainnet'",     "x'5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'",
    "'deposit'", "'{}'",       "'[]'",          "''",
    "2",         "7",          "zeroblob (32)", "x'02'",
    "100",       "1780000000", "1780000000"
  };
  static const char *const account[] = {
    "x'5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'", "'Savings'", "1", "1", "'id'", "0", "0"
  };
  Input input = { data, data + size };
  g_autoptr (SuretyJournal) journal = surety_journal_new (get_database ());
  g_autoptr (DexFuture) all = NULL;
  g_autoptr (DexFuture) open = NULL;
  g_autoptr (DexFuture) plan = NULL;
  g_autoptr (DexFuture) accounts = NULL;

  run ("INSERT INTO plan (id, network, account, kind, body, created) VALUES"
       " (1, 'mainnet', zeroblob (20), 'enter', '{}', 1)");
  for (guint i = 0; i < 3 && input.p < input.end; i++)
    insert (
      "INSERT INTO entry (plan, step, network, account, kind, body, result, note, state, nonce,"
      " hash, signed, block, created, changed)",
      entry, G_N_ELEMENTS (entry), &input);
  insert ("INSERT INTO account (address, name, kind, place, secret_id, key_index, backup_checked)",
          account, G_N_ELEMENTS (account), &input);

  all = surety_journal_list (journal, "mainnet", NULL);
  check_list (all);
  open = surety_journal_list_open (journal, "mainnet");
  check_list (open);
  plan = surety_journal_list_plan (journal, 1);
  check_list (plan);
  accounts = surety_account_record_list (get_database ());
  check_list (accounts);

  run ("DELETE FROM plan");
  run ("DELETE FROM account");
  return 0;
}
