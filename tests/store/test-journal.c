/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-test.h"

#include <string.h>

#define N_STATES (SURETY_JOURNAL_ABANDONED + 1)

typedef struct
{
  char *path;
  SuretyDatabase *database;
  SuretyJournal *journal;
  Address account;
} Fixture;

static void
fixture_open (Fixture *self)
{
  self->database = store_test_open (self->path);
  self->journal = surety_journal_new (self->database);
}

static void
fixture_close (Fixture *self)
{
  g_clear_object (&self->journal);
  store_test_close (self->database);
  g_clear_object (&self->database);
}

static void
fixture_init (Fixture *self)
{
  g_autofree char *folder = store_test_folder ();

  self->path = g_build_filename (folder, "test.db", NULL);
  self->account = store_test_account (1);
  fixture_open (self);
}

static void
fixture_clear (Fixture *self)
{
  fixture_close (self);
  g_free (self->path);
}

/* A plan of n steps on a network; returns the plan. */
static gint64
add_plan (Fixture *self, const char *network, guint n)
{
  const char *const kinds[] = { "approve", "deposit", "delegate" };
  const char *const bodies[] = { "{\"step\": 0}", "{\"step\": 1}", "{\"step\": 2}" };
  g_autoptr (GError) error = NULL;
  gint64 plan;

  plan = dex_await_int64 (surety_journal_add_plan (self->journal, network, &self->account, "enter",
                                                   "{\"plan\": true}", kinds, bodies, n),
                          &error);
  g_assert_no_error (error);
  g_assert_cmpint (plan, >, 0);

  return plan;
}

static SuretyJournalEntry *
get_entry (Fixture *self, gint64 plan, guint step)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) entries = NULL;

  entries = dex_await_object (surety_journal_list_plan (self->journal, plan), &error);
  g_assert_no_error (error);

  return g_list_model_get_item (entries, step);
}

/* A plan of one step; returns the entry. */
static gint64
add_entry (Fixture *self, const char *network)
{
  gint64 plan = add_plan (self, network, 1);
  g_autoptr (SuretyJournalEntry) entry = get_entry (self, plan, 0);

  return surety_journal_entry_get_id (entry);
}

/* value makes transactions of one nonce differ. */
static DexFuture *
sign (Fixture *self, gint64 id, guint64 nonce, guint64 value)
{
  Hash hash;
  g_autoptr (GBytes) bytes = store_test_signed (1, nonce, value, &hash);

  return surety_journal_set_signed (self->journal, id, nonce, &hash, bytes);
}

static gint64
add_signed (Fixture *self, const char *network, guint64 nonce, guint64 value)
{
  gint64 id = add_entry (self, network);

  store_test_true (sign (self, id, nonce, value));

  return id;
}

static void
assert_rejects (DexFuture *future, SuretyStoreError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (dex_await (future, &error));
  g_assert_error (error, SURETY_STORE_ERROR, (int) code);
}

/* The state of an entry of any plan. */
static SuretyJournalEntry *
find_entry (Fixture *self, const char *network, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) entries = NULL;

  entries = dex_await_object (surety_journal_list (self->journal, network, NULL), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);

      if (surety_journal_entry_get_id (entry) == id)
        return g_steal_pointer (&entry);
    }
  g_assert_not_reached ();
}

static void
assert_state (Fixture *self, gint64 id, SuretyJournalState state, guint64 block)
{
  g_autoptr (SuretyJournalEntry) entry = find_entry (self, "test", id);

  g_assert_cmpint (surety_journal_entry_get_state (entry), ==, state);
  g_assert_cmpuint (surety_journal_entry_get_block (entry), ==, block);
}

static void
test_plan_is_written_whole (void)
{
  Fixture self;
  const gint64 before = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *body = NULL;
  g_autoptr (GError) error = NULL;
  gint64 first, second;

  fixture_init (&self);
  first = add_plan (&self, "test", 3);
  second = add_plan (&self, "other", 1);
  g_assert_cmpint (first, !=, second);

  for (guint i = 0; i < 3; i++)
    {
      const char *const kinds[] = { "approve", "deposit", "delegate" };
      g_autoptr (SuretyJournalEntry) entry = get_entry (&self, first, i);
      g_autofree char *wanted = g_strdup_printf ("{\"step\": %u}", i);

      g_assert_cmpint (surety_journal_entry_get_plan (entry), ==, first);
      g_assert_cmpuint (surety_journal_entry_get_step (entry), ==, i);
      g_assert_cmpstr (surety_journal_entry_get_network (entry), ==, "test");
      g_assert_cmpstr (surety_journal_entry_get_kind (entry), ==, kinds[i]);
      g_assert_cmpstr (surety_journal_entry_get_body (entry), ==, wanted);
      g_assert_cmpstr (surety_journal_entry_get_note (entry), ==, "");
      g_assert_null (surety_journal_entry_get_result (entry));
      g_assert_true (address_equal (surety_journal_entry_get_account (entry), &self.account));
      g_assert_cmpint (surety_journal_entry_get_state (entry), ==, SURETY_JOURNAL_PLANNED);
      g_assert_false (surety_journal_entry_has_nonce (entry));
      g_assert_null (surety_journal_entry_get_hash (entry));
      g_assert_null (surety_journal_entry_get_signed (entry));
      g_assert_cmpint (surety_journal_entry_get_created (entry), >=, before);
      g_assert_cmpint (surety_journal_entry_get_changed (entry), >=, before);
    }

  body = dex_await_string (surety_journal_get_plan_body (self.journal, first), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (body, ==, "{\"plan\": true}");
  assert_rejects (surety_journal_get_plan_body (self.journal, 999), SURETY_STORE_ERROR_NOT_FOUND);
  fixture_clear (&self);
}

static void
test_signed_is_there_after_reopening (void)
{
  Fixture self;
  g_autoptr (SuretyJournalEntry) entry = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gint64 id;
  Hash hash;

  fixture_init (&self);
  id = add_signed (&self, "test", 41, 5);
  store_test_true (surety_journal_set_state (self.journal, id, SURETY_JOURNAL_SENT, 0));
  store_test_true (surety_journal_set_note (self.journal, id, "the pilot"));
  fixture_close (&self);

  fixture_open (&self);
  entry = find_entry (&self, "test", id);
  bytes = store_test_signed (1, 41, 5, &hash);
  g_assert_cmpint (surety_journal_entry_get_state (entry), ==, SURETY_JOURNAL_SENT);
  g_assert_cmpuint (surety_journal_entry_get_nonce (entry), ==, 41);
  g_assert_true (hash_equal (surety_journal_entry_get_hash (entry), &hash));
  g_assert_true (g_bytes_equal (surety_journal_entry_get_signed (entry), bytes));
  g_assert_cmpstr (surety_journal_entry_get_note (entry), ==, "the pilot");
  fixture_clear (&self);
}

static void
test_bytes_that_say_something_else_are_refused (void)
{
  Fixture self;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) cut = NULL;
  g_autoptr (GBytes) stranger = NULL;
  gint64 id;
  Hash hash, other, strangers, cuts;

  fixture_init (&self);
  id = add_entry (&self, "test");
  bytes = store_test_signed (1, 3, 0, &hash);
  stranger = store_test_signed (2, 3, 0, &strangers);
  cut = g_bytes_new_from_bytes (bytes, 0, g_bytes_get_size (bytes) - 1);
  cuts = keccak256 ((Bytes) { g_bytes_get_data (cut, NULL), g_bytes_get_size (cut) });
  other = hash;
  other.bytes[31] ^= 1;

  assert_rejects (surety_journal_set_signed (self.journal, id, 3, &other, bytes),
                  SURETY_STORE_ERROR_MALFORMED);
  assert_rejects (surety_journal_set_signed (self.journal, id, 4, &hash, bytes),
                  SURETY_STORE_ERROR_MALFORMED);
  assert_rejects (surety_journal_set_signed (self.journal, id, 3, &cuts, cut),
                  SURETY_STORE_ERROR_MALFORMED);
  assert_rejects (surety_journal_set_signed (self.journal, id, 3, &strangers, stranger),
                  SURETY_STORE_ERROR_STATE);
  assert_state (&self, id, SURETY_JOURNAL_PLANNED, 0);
  store_test_true (surety_journal_set_body (self.journal, id, "{\"anew\":1}"));
  assert_state (&self, id, SURETY_JOURNAL_PLANNED, 0);

  store_test_true (surety_journal_set_signed (self.journal, id, 3, &hash, bytes));
  assert_rejects (surety_journal_set_body (self.journal, id, "{}"), SURETY_STORE_ERROR_STATE);
  /* Once signed, never signed again: not even the same. */
  assert_rejects (surety_journal_set_signed (self.journal, id, 3, &hash, bytes),
                  SURETY_STORE_ERROR_STATE);
  assert_rejects (sign (&self, id, 4, 0), SURETY_STORE_ERROR_STATE);
  fixture_clear (&self);
}

/* Brings a new entry into a state. Returns its id. */
static gint64
bring_to (Fixture *self, SuretyJournalState state, guint64 nonce)
{
  gint64 id = add_entry (self, "test");

  if (state == SURETY_JOURNAL_PLANNED)
    return id;
  if (state != SURETY_JOURNAL_ABANDONED)
    store_test_true (sign (self, id, nonce, 0));
  if (state != SURETY_JOURNAL_SIGNED)
    store_test_true (surety_journal_set_state (self->journal, id, state, 50));

  return id;
}

/* Written out: the rows are where an entry stands, the columns where it is asked to go. */
static const char allowed[N_STATES][N_STATES + 1] = {
  /* psSmFfra    p planned, s signed, S sent, m mined, F final, f failed, r replaced, a abandoned */
  [SURETY_JOURNAL_PLANNED] = ".......a",  [SURETY_JOURNAL_SIGNED] = "..SmFfr.",
  [SURETY_JOURNAL_SENT] = "..SmFfr.",     [SURETY_JOURNAL_MINED] = "..SmFfr.",
  [SURETY_JOURNAL_FINAL] = "..SmF...",    [SURETY_JOURNAL_FAILED] = "..Sm.f..",
  [SURETY_JOURNAL_REPLACED] = "..SmFfr.", [SURETY_JOURNAL_ABANDONED] = ".......a",
};

static void
test_only_allowed_changes_happen (void)
{
  Fixture self;
  guint64 nonce = 0;

  fixture_init (&self);
  for (guint from = 0; from < N_STATES; from++)
    for (guint to = SURETY_JOURNAL_SENT; to < N_STATES; to++)
      {
        const gint64 id = bring_to (&self, (SuretyJournalState) from, nonce++);
        DexFuture *changed = surety_journal_set_state (self.journal, id, (SuretyJournalState) to,
                                                       51);
        g_autoptr (SuretyJournalEntry) entry = NULL;

        if (allowed[from][to] != '.')
          store_test_true (changed);
        else
          assert_rejects (changed, SURETY_STORE_ERROR_STATE);

        entry = find_entry (&self, "test", id);
        g_assert_cmpuint (surety_journal_entry_get_state (entry), ==,
                          allowed[from][to] != '.' ? to : from);
      }

  assert_rejects (surety_journal_set_state (self.journal, 99999, SURETY_JOURNAL_SENT, 0),
                  SURETY_STORE_ERROR_STATE);
  fixture_clear (&self);
}

static void
test_block_goes_with_the_state (void)
{
  Fixture self;
  gint64 id;

  fixture_init (&self);
  id = add_signed (&self, "test", 0, 0);
  store_test_true (surety_journal_set_state (self.journal, id, SURETY_JOURNAL_MINED, 100));
  assert_state (&self, id, SURETY_JOURNAL_MINED, 100);
  store_test_true (surety_journal_set_state (self.journal, id, SURETY_JOURNAL_SENT, 0));
  assert_state (&self, id, SURETY_JOURNAL_SENT, 0);
  store_test_true (surety_journal_set_state (self.journal, id, SURETY_JOURNAL_MINED, 99));
  store_test_true (surety_journal_set_state (self.journal, id, SURETY_JOURNAL_FINAL, 0));
  assert_state (&self, id, SURETY_JOURNAL_FINAL, 99);
  fixture_clear (&self);
}

static void
test_nonce_has_one_owner (void)
{
  Fixture self;
  const SuretyJournalState owners[] = { SURETY_JOURNAL_SIGNED, SURETY_JOURNAL_SENT,
                                        SURETY_JOURNAL_MINED, SURETY_JOURNAL_FINAL,
                                        SURETY_JOURNAL_FAILED };
  gint64 gone;
  guint64 nonce = 0;

  fixture_init (&self);
  for (guint i = 0; i < G_N_ELEMENTS (owners); i++, nonce++)
    {
      gint64 late;

      bring_to (&self, owners[i], nonce);
      late = add_entry (&self, "test");
      assert_rejects (sign (&self, late, nonce, 7), SURETY_STORE_ERROR_NONCE_TAKEN);
      assert_state (&self, late, SURETY_JOURNAL_PLANNED, 0);
      /* On another network it is another nonce. */
      add_signed (&self, "other", nonce, 7);
    }
  gone = bring_to (&self, SURETY_JOURNAL_REPLACED, nonce);
  add_signed (&self, "test", nonce, 7);
  /* Back from the dead, but its place is taken. */
  assert_rejects (surety_journal_set_state (self.journal, gone, SURETY_JOURNAL_MINED, 60),
                  SURETY_STORE_ERROR_NONCE_TAKEN);
  fixture_clear (&self);
}

/* Whoever writes past the journal meets the same rule in the file. */
static void
test_file_itself_refuses_two_owners (void)
{
  Fixture self;
  g_autofree char *sql = NULL;
  gint64 first, second;
  SuretyStatement statement = { 0 };

  fixture_init (&self);
  first = add_signed (&self, "test", 1, 0);
  second = add_entry (&self, "test");
  sql = g_strdup_printf (
    "UPDATE entry SET state = (SELECT state FROM entry WHERE id = %" G_GINT64_FORMAT
    "), nonce = 1, hash = zeroblob (32), signed = x'02' WHERE id = %" G_GINT64_FORMAT,
    first, second);
  statement.sql = sql;
  assert_rejects (surety_database_write (self.database, &statement, 1), SURETY_STORE_ERROR_EXISTS);
  assert_state (&self, second, SURETY_JOURNAL_PLANNED, 0);

  /* Nor is anything signed without bytes. */
  g_clear_pointer (&sql, g_free);
  sql = g_strdup_printf (
    "UPDATE entry SET state = (SELECT state FROM entry WHERE id = %" G_GINT64_FORMAT
    ") WHERE id = %" G_GINT64_FORMAT,
    first, second);
  statement.sql = sql;
  assert_rejects (surety_database_write (self.database, &statement, 1),
                  SURETY_STORE_ERROR_DATABASE);
  fixture_clear (&self);
}

static void
assert_free_nonce (Fixture *self, const char *network, guint64 at_least, guint64 expected)
{
  g_autoptr (GError) error = NULL;
  guint64 nonce;

  nonce = dex_await_uint64 (surety_journal_free_nonce (self->journal, network, &self->account,
                                                       at_least),
                            &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nonce, ==, expected);
}

static void
test_free_nonce_is_the_first_gap (void)
{
  Fixture self;
  gint64 gone;

  fixture_init (&self);
  assert_free_nonce (&self, "test", 0, 0);
  assert_free_nonce (&self, "test", 12, 12);
  add_signed (&self, "test", 5, 0);
  add_signed (&self, "test", 6, 0);
  add_signed (&self, "test", 8, 0);
  gone = add_signed (&self, "test", 9, 0);
  store_test_true (surety_journal_set_state (self.journal, gone, SURETY_JOURNAL_REPLACED, 0));
  assert_free_nonce (&self, "test", 4, 4);
  assert_free_nonce (&self, "test", 5, 7);
  assert_free_nonce (&self, "test", 6, 7);
  assert_free_nonce (&self, "test", 8, 9);
  assert_free_nonce (&self, "other", 5, 5);
  assert_rejects (surety_journal_free_nonce (self.journal, "test", &self.account, G_MAXUINT64),
                  SURETY_STORE_ERROR_MALFORMED);
  fixture_clear (&self);
}

static void
test_lists_have_their_order (void)
{
  Fixture self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) all = NULL;
  g_autoptr (GListModel) open = NULL;
  g_autoptr (GListModel) mine = NULL;
  g_autoptr (GListModel) strangers = NULL;
  const Address stranger = store_test_account (2);
  gint64 ids[4];

  fixture_init (&self);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = add_signed (&self, "test", i, 0);
  add_entry (&self, "other");
  store_test_true (surety_journal_set_state (self.journal, ids[1], SURETY_JOURNAL_FINAL, 10));

  all = dex_await_object (surety_journal_list (self.journal, "test", NULL), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (all), ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (all, i);

      g_assert_cmpint (surety_journal_entry_get_id (entry), ==, ids[3 - i]);
    }

  open = dex_await_object (surety_journal_list_open (self.journal, "test"), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (open), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (open, i);

      g_assert_cmpint (surety_journal_entry_get_id (entry), ==, ids[i == 0 ? 0 : i + 1]);
    }

  mine = dex_await_object (surety_journal_list (self.journal, "test", &self.account), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (mine), ==, 4);
  strangers = dex_await_object (surety_journal_list (self.journal, "test", &stranger), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (strangers), ==, 0);
  fixture_clear (&self);
}

static void
test_forgetting_is_of_one_network (void)
{
  Fixture self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) left = NULL;
  g_autoptr (GListModel) gone = NULL;

  fixture_init (&self);
  add_signed (&self, "practice", 0, 0);
  add_signed (&self, "test", 0, 0);
  store_test_true (surety_journal_forget (self.journal, "practice"));

  gone = dex_await_object (surety_journal_list (self.journal, "practice", NULL), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (gone), ==, 0);
  left = dex_await_object (surety_journal_list (self.journal, "test", NULL), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (left), ==, 1);

  /* Begun anew, its nonces are free again. */
  add_signed (&self, "practice", 0, 0);
  fixture_clear (&self);
}

static void
count_cb (SuretyJournal *journal, gint64 id, GArray *seen)
{
  g_array_append_val (seen, id);
}

static void
test_changes_are_told_after_they_are_written (void)
{
  Fixture self;
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id;

  fixture_init (&self);
  g_signal_connect (self.journal, "changed", G_CALLBACK (count_cb), seen);
  id = add_entry (&self, "test");
  g_assert_cmpuint (seen->len, >=, 1);
  g_array_set_size (seen, 0);

  store_test_true (sign (&self, id, 0, 0));
  store_test_true (surety_journal_set_note (self.journal, id, "x"));
  g_assert_cmpuint (seen->len, ==, 2);
  g_assert_cmpint (g_array_index (seen, gint64, 0), ==, id);
  g_assert_cmpint (g_array_index (seen, gint64, 1), ==, id);

  assert_rejects (sign (&self, id, 1, 0), SURETY_STORE_ERROR_STATE);
  g_assert_cmpuint (seen->len, ==, 2);
  fixture_clear (&self);
}

/* Whoever lets go of the answer, the others are told. */
static void
test_changes_are_told_when_nobody_waits (void)
{
  Fixture self;
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id;

  fixture_init (&self);
  id = add_entry (&self, "test");
  g_signal_connect (self.journal, "changed", G_CALLBACK (count_cb), seen);
  dex_unref (surety_journal_set_note (self.journal, id, "x"));
  dex_unref (sign (&self, id, 0, 0));
  /* Asked after them, answered after them. */
  assert_state (&self, id, SURETY_JOURNAL_SIGNED, 0);
  g_assert_cmpuint (seen->len, ==, 2);
  fixture_clear (&self);
}

/* Signatures are deterministic: the same step, tried again, has the same bytes. What is signed is not given up
 * any more, but once was. */
static void
test_given_up_transaction_can_be_signed_again (void)
{
  const SuretyStatement give_up = { .sql = "UPDATE entry SET state = 7", .must_change = TRUE };
  g_autoptr (GError) error = NULL;
  Fixture self;
  gint64 first, second;

  fixture_init (&self);
  first = add_signed (&self, "test", 0, 0);
  dex_await_int64 (surety_database_write (self.database, &give_up, 1), &error);
  g_assert_no_error (error);
  second = add_signed (&self, "test", 0, 0);
  assert_state (&self, first, SURETY_JOURNAL_ABANDONED, 0);
  assert_state (&self, second, SURETY_JOURNAL_SIGNED, 0);
  fixture_clear (&self);
}

/* What was found in a block is not true of another one. */
static void
test_reorg_takes_the_result_away (void)
{
  Fixture self;
  g_autoptr (SuretyJournalEntry) before = NULL;
  g_autoptr (SuretyJournalEntry) after = NULL;
  gint64 id;

  fixture_init (&self);
  id = add_signed (&self, "test", 0, 0);
  store_test_true (surety_journal_set_state (self.journal, id, SURETY_JOURNAL_MINED, 10));
  store_test_true (surety_journal_set_result (self.journal, id, "{}"));
  store_test_true (surety_journal_set_state (self.journal, id, SURETY_JOURNAL_MINED, 10));
  before = find_entry (&self, "test", id);
  g_assert_cmpstr (surety_journal_entry_get_result (before), ==, "{}");
  store_test_true (surety_journal_set_state (self.journal, id, SURETY_JOURNAL_SENT, 0));
  after = find_entry (&self, "test", id);
  g_assert_null (surety_journal_entry_get_result (after));
  fixture_clear (&self);
}

/* --- one nonce, several transactions --- */

static DexFuture *
add_attempt (Fixture *self, gint64 of, const char *kind, guint64 nonce, guint64 value)
{
  Hash hash;
  g_autoptr (GBytes) bytes = store_test_signed (1, nonce, value, &hash);

  return surety_journal_add_attempt (self->journal, of, kind, "{\"again\": true}", &hash, bytes);
}

static gint64
attempt (Fixture *self, gint64 of, const char *kind, guint64 nonce, guint64 value)
{
  g_autoptr (GError) error = NULL;
  gint64 id = dex_await_int64 (add_attempt (self, of, kind, nonce, value), &error);

  g_assert_no_error (error);
  return id;
}

static gint64
decides (Fixture *self, gint64 plan, guint step)
{
  g_autoptr (SuretyJournalEntry) entry = get_entry (self, plan, step);

  return surety_journal_entry_get_id (entry);
}

static void
test_attempt_is_of_the_same_nonce (void)
{
  Fixture self;
  gint64 plan, first, second, third;
  g_autoptr (SuretyJournalEntry) entry = NULL;
  g_autoptr (GListModel) attempts = NULL;
  g_autoptr (GListModel) steps = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) stranger = NULL;
  Hash hash;

  fixture_init (&self);
  plan = add_plan (&self, "test", 2);
  first = decides (&self, plan, 0);
  /* There is nothing to replace yet. */
  assert_rejects (add_attempt (&self, first, "approve", 5, 1), SURETY_STORE_ERROR_STATE);
  store_test_true (sign (&self, first, 5, 0));
  second = attempt (&self, first, "approve", 5, 1);
  store_test_true (surety_journal_set_state (self.journal, second, SURETY_JOURNAL_SENT, 0));
  third = attempt (&self, second, SURETY_JOURNAL_CANCEL, 5, 2);

  /* Of another nonce, another account, other bytes; and not twice of the same one. */
  assert_rejects (add_attempt (&self, third, "approve", 6, 3), SURETY_STORE_ERROR_STATE);
  assert_rejects (add_attempt (&self, first, "approve", 5, 3), SURETY_STORE_ERROR_STATE);
  stranger = store_test_signed (2, 5, 3, &hash);
  assert_rejects (surety_journal_add_attempt (self.journal, third, "approve", "{}", &hash,
                                              stranger),
                  SURETY_STORE_ERROR_STATE);
  bytes = store_test_signed (1, 5, 3, &hash);
  hash.bytes[0] ^= 1;
  assert_rejects (surety_journal_add_attempt (self.journal, third, "approve", "{}", &hash, bytes),
                  SURETY_STORE_ERROR_MALFORMED);

  /* What it is, it is after the program ended, too. */
  fixture_close (&self);
  fixture_open (&self);
  entry = find_entry (&self, "test", third);
  g_assert_cmpuint (surety_journal_entry_get_attempt (entry), ==, 2);
  g_assert_true (surety_journal_entry_is_cancel (entry));
  g_assert_cmpuint (surety_journal_entry_get_nonce (entry), ==, 5);
  g_assert_cmpint (surety_journal_entry_get_state (entry), ==, SURETY_JOURNAL_SIGNED);
  g_assert_nonnull (surety_journal_entry_get_signed (entry));
  attempts = dex_await_object (surety_journal_list_attempts (self.journal, plan, 0), NULL);
  g_assert_cmpuint (g_list_model_get_n_items (attempts), ==, 3);
  steps = dex_await_object (surety_journal_list_plan (self.journal, plan), NULL);
  g_assert_cmpuint (g_list_model_get_n_items (steps), ==, 2);
  fixture_clear (&self);
}

static void
test_mined_attempt_decides (void)
{
  Fixture self;
  gint64 plan, first, second, third;

  fixture_init (&self);
  plan = add_plan (&self, "test", 1);
  first = decides (&self, plan, 0);
  store_test_true (sign (&self, first, 5, 0));
  second = attempt (&self, first, "approve", 5, 1);
  g_assert_cmpint (decides (&self, plan, 0), ==, second);
  /* One that cancels is no step. */
  third = attempt (&self, second, SURETY_JOURNAL_CANCEL, 5, 2);
  g_assert_cmpint (decides (&self, plan, 0), ==, second);
  store_test_true (surety_journal_set_state (self.journal, third, SURETY_JOURNAL_MINED, 9));
  g_assert_cmpint (decides (&self, plan, 0), ==, second);
  store_test_true (surety_journal_set_state (self.journal, third, SURETY_JOURNAL_REPLACED, 0));
  store_test_true (surety_journal_set_state (self.journal, second, SURETY_JOURNAL_REPLACED, 0));
  store_test_true (surety_journal_set_state (self.journal, first, SURETY_JOURNAL_MINED, 9));
  g_assert_cmpint (decides (&self, plan, 0), ==, first);
  /* It is in a block: nothing can take its place. */
  assert_rejects (add_attempt (&self, third, "approve", 5, 3), SURETY_STORE_ERROR_STATE);
  fixture_clear (&self);
}

/* Though the first one is replaced: it is its own step's that has the nonce. */
static void
test_attempts_keep_the_nonce (void)
{
  Fixture self;
  g_autoptr (GError) error = NULL;
  gint64 first, second, stranger;

  fixture_init (&self);
  first = add_signed (&self, "test", 5, 0);
  second = attempt (&self, first, "approve", 5, 1);
  store_test_true (surety_journal_set_state (self.journal, second, SURETY_JOURNAL_MINED, 9));
  store_test_true (surety_journal_set_state (self.journal, first, SURETY_JOURNAL_REPLACED, 0));
  stranger = add_entry (&self, "test");
  assert_rejects (sign (&self, stranger, 5, 7), SURETY_STORE_ERROR_NONCE_TAKEN);
  g_assert_cmpuint (dex_await_uint64 (surety_journal_free_nonce (self.journal, "test",
                                                                 &self.account, 5),
                                      &error),
                    ==, 6);
  /* On another network it is another nonce. */
  add_signed (&self, "other", 5, 0);
  /* Given back by a reorganisation, and taken by somebody before it comes back. */
  store_test_true (surety_journal_set_state (self.journal, second, SURETY_JOURNAL_REPLACED, 0));
  store_test_true (sign (&self, stranger, 5, 7));
  assert_rejects (surety_journal_set_state (self.journal, second, SURETY_JOURNAL_SENT, 0),
                  SURETY_STORE_ERROR_NONCE_TAKEN);
  fixture_clear (&self);
}

static void
test_trouble_ends_in_a_block (void)
{
  Fixture self;
  gint64 id;
  g_autoptr (SuretyJournalEntry) held = NULL;
  g_autoptr (SuretyJournalEntry) mined = NULL;

  fixture_init (&self);
  id = add_signed (&self, "test", 5, 0);
  store_test_true (surety_journal_set_state (self.journal, id, SURETY_JOURNAL_SENT, 0));
  store_test_true (surety_journal_set_trouble (self.journal, id, SURETY_JOURNAL_TROUBLE_DROPPED));
  store_test_true (surety_journal_set_state (self.journal, id, SURETY_JOURNAL_SENT, 0));
  held = find_entry (&self, "test", id);
  g_assert_cmpint (surety_journal_entry_get_trouble (held), ==, SURETY_JOURNAL_TROUBLE_DROPPED);
  store_test_true (surety_journal_set_state (self.journal, id, SURETY_JOURNAL_MINED, 8));
  mined = find_entry (&self, "test", id);
  g_assert_cmpint (surety_journal_entry_get_trouble (mined), ==, SURETY_JOURNAL_TROUBLE_NONE);
  g_assert_false (surety_journal_entry_same (held, mined));
  fixture_clear (&self);
}

int
main (int argc, char **argv)
{
  store_test_init (&argc, &argv);

  store_test_add ("/journal/plan-is-written-whole", test_plan_is_written_whole);
  store_test_add ("/journal/signed-is-there-after-reopening", test_signed_is_there_after_reopening);
  store_test_add ("/journal/bytes-that-say-something-else-are-refused",
                  test_bytes_that_say_something_else_are_refused);
  store_test_add ("/journal/only-allowed-changes-happen", test_only_allowed_changes_happen);
  store_test_add ("/journal/block-goes-with-the-state", test_block_goes_with_the_state);
  store_test_add ("/journal/nonce-has-one-owner", test_nonce_has_one_owner);
  store_test_add ("/journal/file-itself-refuses-two-owners", test_file_itself_refuses_two_owners);
  store_test_add ("/journal/free-nonce-is-the-first-gap", test_free_nonce_is_the_first_gap);
  store_test_add ("/journal/lists-have-their-order", test_lists_have_their_order);
  store_test_add ("/journal/forgetting-is-of-one-network", test_forgetting_is_of_one_network);
  store_test_add ("/journal/changes-are-told-after-they-are-written",
                  test_changes_are_told_after_they_are_written);
  store_test_add ("/journal/changes-are-told-when-nobody-waits",
                  test_changes_are_told_when_nobody_waits);
  store_test_add ("/journal/given-up-transaction-can-be-signed-again",
                  test_given_up_transaction_can_be_signed_again);
  store_test_add ("/journal/attempt-is-of-the-same-nonce", test_attempt_is_of_the_same_nonce);
  store_test_add ("/journal/mined-attempt-decides", test_mined_attempt_decides);
  store_test_add ("/journal/attempts-keep-the-nonce", test_attempts_keep_the_nonce);
  store_test_add ("/journal/trouble-ends-in-a-block", test_trouble_ends_in_a_block);
  store_test_add ("/journal/reorg-takes-the-result-away", test_reorg_takes_the_result_away);

  return store_test_run ();
}
