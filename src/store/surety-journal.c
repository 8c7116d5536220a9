/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-journal.h"

#include <string.h>

#include "surety-journal-entry-private.h"
#include "surety-store-error.h"
#include "transaction.h"

/* Changes of state that are allowed; all else is SURETY_STORE_ERROR_STATE:
 *
 *   planned → signed | abandoned
 *   signed → sent | mined | final | failed | replaced
 *   sent → mined | final | failed | replaced
 *   mined → sent (reorged out) | final | failed | replaced
 *   replaced → sent | mined | final | failed (a reorg brought it back)
 *   final, failed → sent | mined (a reorg deeper than thought)
 *   abandoned: the end; only what is planned gets there, since who gives it up can't know whether what
 *   was signed meanwhile is on its way
 *
 * A change to the same state is allowed too: what was seen before is seen again after a start. */
static const char *const allowed_from[] = {
  [SURETY_JOURNAL_PLANNED] = "0",
  [SURETY_JOURNAL_SIGNED] = "1",
  [SURETY_JOURNAL_SENT] = "1, 2, 3, 4, 5, 6",
  [SURETY_JOURNAL_MINED] = "1, 2, 3, 4, 5, 6",
  [SURETY_JOURNAL_FINAL] = "1, 2, 3, 4, 6",
  [SURETY_JOURNAL_FAILED] = "1, 2, 3, 5, 6",
  [SURETY_JOURNAL_REPLACED] = "1, 2, 3, 6",
  [SURETY_JOURNAL_ABANDONED] = "0, 7",
};

#define COLUMNS                                                                                             \
  "id, plan, step, network, account, kind, body, COALESCE (result, ''), note, state, COALESCE (nonce, -1)," \
  " COALESCE (hash, x''), COALESCE (signed, x''), block, created, changed, attempt, trouble"

struct _SuretyJournal
{
  GObject parent_instance;

  SuretyDatabase *database;
};

G_DEFINE_FINAL_TYPE (SuretyJournal, surety_journal, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GVariant *
bytes_variant (gconstpointer data, gsize length)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, data, length, 1);
}

static GVariant *
address_variant (const Address *address)
{
  return bytes_variant (address->bytes, sizeof address->bytes);
}

static gint64
wall_clock (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static void
surety_journal_dispose (GObject *object)
{
  SuretyJournal *self = SURETY_JOURNAL (object);

  g_clear_object (&self->database);

  G_OBJECT_CLASS (surety_journal_parent_class)->dispose (object);
}

static void
surety_journal_class_init (SuretyJournalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = surety_journal_dispose;

  signals[CHANGED] = g_signal_new ("changed", SURETY_TYPE_JOURNAL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
surety_journal_init (SuretyJournal *self)
{
}

SuretyJournal *
surety_journal_new (SuretyDatabase *database)
{
  SuretyJournal *self = g_object_new (SURETY_TYPE_JOURNAL, NULL);

  self->database = g_object_ref (database);

  return self;
}

SuretyDatabase *
surety_journal_get_database (SuretyJournal *self)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL (self), NULL);

  return self->database;
}

/* A write about one entry (or several: 0) under way. Who listens is told even when nobody waits for
 * the answer, so the answer is a promise of its own. */
typedef struct
{
  SuretyJournal *self;
  gint64 id;
  gboolean row; /* the write's row id is what the caller wants */
  DexPromise *answer;
} Written;

static void
written_free (gpointer data)
{
  Written *job = data;

  g_object_unref (job->self);
  dex_unref (job->answer);
  g_free (job);
}

static DexFuture *
written (DexFuture *completed, gpointer user_data)
{
  Written *job = user_data;
  GError *error = NULL;
  const GValue *row = dex_future_get_value (completed, &error);

  if (row == NULL)
    {
      /* An entry clashes with another one only by its nonce. */
      if (g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_EXISTS))
        error->code = SURETY_STORE_ERROR_NONCE_TAKEN;
      dex_promise_reject (job->answer, error);
      return dex_future_new_true ();
    }

  g_signal_emit (job->self, signals[CHANGED], 0, job->id);
  if (job->row)
    dex_promise_resolve_int64 (job->answer, g_value_get_int64 (row));
  else
    dex_promise_resolve_boolean (job->answer, TRUE);

  return dex_future_new_true ();
}

static DexFuture *
write_and_tell (SuretyJournal *self,
                const SuretyStatement *statements,
                guint n,
                gint64 id,
                gboolean row)
{
  Written *job = g_new0 (Written, 1);
  DexPromise *answer = dex_promise_new ();

  job->self = g_object_ref (self);
  job->id = id;
  job->row = row;
  job->answer = dex_ref (answer);
  dex_future_disown (dex_future_finally (surety_database_write (self->database, statements, n),
                                         written, job, written_free));

  return DEX_FUTURE (answer);
}

DexFuture *
surety_journal_add_plan (SuretyJournal *self,
                         const char *network,
                         const Address *account,
                         const char *plan_kind,
                         const char *plan_body,
                         const char *const *kinds,
                         const char *const *bodies,
                         guint n)
{
  g_autofree SuretyStatement *statements = NULL;
  gint64 now = wall_clock ();

  g_return_val_if_fail (SURETY_IS_JOURNAL (self), NULL);
  g_return_val_if_fail (n > 0, NULL);

  /* The steps first, under the number the plan is going to get; the plan last, so that its number
   * is the answer. */
  statements = g_new0 (SuretyStatement, n + 2);
  statements[0] = (SuretyStatement) { .sql = "PRAGMA defer_foreign_keys = ON" };
  for (guint i = 0; i < n; i++)
    statements[i + 1] = (SuretyStatement) {
      .sql = "INSERT INTO entry (plan, step, network, account, kind, body, created, changed)"
             " VALUES ((SELECT COALESCE (MAX (seq), 0) + 1 FROM sqlite_sequence"
             " WHERE name = 'plan'), ?, ?, ?, ?, ?, ?, ?)",
      .parameters = g_variant_new ("(us@ayssxx)", i, network, address_variant (account), kinds[i],
                                   bodies[i], now, now),
    };
  statements[n + 1] = (SuretyStatement) {
    .sql = "INSERT INTO plan (network, account, kind, body, created) VALUES (?, ?, ?, ?, ?)",
    .parameters = g_variant_new ("(s@ayssx)", network, address_variant (account), plan_kind,
                                 plan_body, now),
  };

  return write_and_tell (self, statements, n + 2, 0, TRUE);
}

/* What goes to the disk is what it says it is: the bytes decode, and hash, number and sender are theirs. */
static gboolean
read_signed (GBytes *signed_bytes, const Hash *hash, guint64 *nonce, Address *sender)
{
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (signed_bytes, &length);
  const Hash real = transaction_hash ((Bytes) { data, length });
  Transaction transaction;
  Signature signature;

  if (transaction_decode ((Bytes) { data, length }, &transaction, &signature, sender) != CORE_OK ||
      transaction.nonce > G_MAXINT64 || !hash_equal (&real, hash))
    return FALSE;
  *nonce = transaction.nonce;
  return TRUE;
}

static DexFuture *
reject_malformed (void)
{
  return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_MALFORMED,
                                "the signed bytes are not of that number and hash");
}

static GVariant *
signed_variant (GBytes *signed_bytes)
{
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (signed_bytes, &length);

  return bytes_variant (data, length);
}

DexFuture *
surety_journal_set_signed (SuretyJournal *self,
                           gint64 id,
                           guint64 nonce,
                           const Hash *hash,
                           GBytes *signed_bytes)
{
  SuretyStatement statement = { 0 };
  guint64 real_nonce = 0;
  Address sender;

  g_return_val_if_fail (SURETY_IS_JOURNAL (self), NULL);

  if (!read_signed (signed_bytes, hash, &real_nonce, &sender) || real_nonce != nonce)
    return reject_malformed ();

  statement = (SuretyStatement) {
    .sql = "UPDATE entry SET state = 1, nonce = ?, hash = ?, signed = ?, changed = ?"
           " WHERE id = ? AND state = 0 AND account = ?",
    .parameters = g_variant_new ("(t@ay@ayxx@ay)", nonce,
                                 bytes_variant (hash->bytes, sizeof hash->bytes),
                                 signed_variant (signed_bytes), wall_clock (), id,
                                 address_variant (&sender)),
    .must_change = TRUE,
  };

  return write_and_tell (self, &statement, 1, id, FALSE);
}

DexFuture *
surety_journal_add_attempt (SuretyJournal *self,
                            gint64 of,
                            const char *kind,
                            const char *body,
                            const Hash *hash,
                            GBytes *signed_bytes)
{
  SuretyStatement statement = { 0 };
  guint64 nonce = 0;
  Address sender;

  g_return_val_if_fail (SURETY_IS_JOURNAL (self), NULL);

  if (!read_signed (signed_bytes, hash, &nonce, &sender))
    return reject_malformed ();

  statement = (SuretyStatement) {
    .sql =
      "INSERT INTO entry (plan, step, attempt, network, account, kind, body, state, nonce, hash,"
      " signed, created, changed)"
      " SELECT plan, step, (SELECT MAX (attempt) + 1 FROM entry WHERE plan = o.plan AND"
      " step = o.step), network, account, ?, ?, 1, nonce, ?, ?, ?, ? FROM entry AS o"
      " WHERE id = ? AND account = ? AND nonce = ? AND NOT EXISTS (SELECT 1 FROM entry"
      " WHERE plan = o.plan AND step = o.step AND (state NOT IN (1, 2) OR attempt > o.attempt))",
    .parameters = g_variant_new ("(ss@ay@ayxxx@ayt)", kind, body,
                                 bytes_variant (hash->bytes, sizeof hash->bytes),
                                 signed_variant (signed_bytes), wall_clock (), wall_clock (), of,
                                 address_variant (&sender), nonce),
    .must_change = TRUE,
  };

  return write_and_tell (self, &statement, 1, 0, TRUE);
}

DexFuture *
surety_journal_set_body (SuretyJournal *self, gint64 id, const char *body)
{
  SuretyStatement statement = { 0 };

  g_return_val_if_fail (SURETY_IS_JOURNAL (self), NULL);
  g_return_val_if_fail (body != NULL, NULL);

  statement = (SuretyStatement) {
    .sql = "UPDATE entry SET body = ?, changed = ? WHERE id = ? AND state = 0",
    .parameters = g_variant_new ("(sxx)", body, wall_clock (), id),
    .must_change = TRUE,
  };

  return write_and_tell (self, &statement, 1, id, FALSE);
}

DexFuture *
surety_journal_set_state (SuretyJournal *self, gint64 id, SuretyJournalState state, guint64 block)
{
  SuretyStatement statement = { 0 };
  g_autofree char *sql = NULL;
  gboolean out = state == SURETY_JOURNAL_SENT || state == SURETY_JOURNAL_REPLACED;
  gboolean mined = state == SURETY_JOURNAL_MINED || state == SURETY_JOURNAL_FINAL ||
                   state == SURETY_JOURNAL_FAILED;

  g_return_val_if_fail (SURETY_IS_JOURNAL (self), NULL);
  g_return_val_if_fail (state != SURETY_JOURNAL_SIGNED && state <= SURETY_JOURNAL_ABANDONED, NULL);

  /* What is in no block has no block, and no result of one. */
  sql = g_strdup_printf (
    "UPDATE entry SET state = ?, block = %s, changed = ?%s%s WHERE id = ? AND state IN (%s)",
    out          ? "MIN (0, ?)"
    : block == 0 ? "MAX (block, ?)"
                 : "?",
    out ? ", result = NULL" : "", mined ? ", trouble = 0" : "", allowed_from[state]);
  statement = (SuretyStatement) {
    .sql = sql,
    .parameters = g_variant_new ("(utxx)", (guint) state, block, wall_clock (), id),
    .must_change = TRUE,
  };

  return write_and_tell (self, &statement, 1, id, FALSE);
}

DexFuture *
surety_journal_set_trouble (SuretyJournal *self, gint64 id, SuretyJournalTrouble trouble)
{
  SuretyStatement statement = {
    .sql = "UPDATE entry SET trouble = ?, changed = ? WHERE id = ?",
    .parameters = g_variant_new ("(uxx)", (guint) trouble, wall_clock (), id),
    .must_change = TRUE,
  };

  g_return_val_if_fail (SURETY_IS_JOURNAL (self), NULL);

  return write_and_tell (self, &statement, 1, id, FALSE);
}

DexFuture *
surety_journal_set_result (SuretyJournal *self, gint64 id, const char *result)
{
  SuretyStatement statement = {
    .sql = "UPDATE entry SET result = ?, changed = ? WHERE id = ?",
    .parameters = g_variant_new ("(sxx)", result, wall_clock (), id),
    .must_change = TRUE,
  };

  g_return_val_if_fail (SURETY_IS_JOURNAL (self), NULL);

  return write_and_tell (self, &statement, 1, id, FALSE);
}

DexFuture *
surety_journal_set_note (SuretyJournal *self, gint64 id, const char *note)
{
  SuretyStatement statement = {
    .sql = "UPDATE entry SET note = ? WHERE id = ?",
    .parameters = g_variant_new ("(sx)", note, id),
    .must_change = TRUE,
  };

  g_return_val_if_fail (SURETY_IS_JOURNAL (self), NULL);

  return write_and_tell (self, &statement, 1, id, FALSE);
}

/* A row of COLUMNS. FALSE: damaged (never written so by us). */
static gboolean
read_row (GVariant *row, SuretyJournalFacts *facts)
{
  g_autoptr (GVariant) account = NULL;
  g_autoptr (GVariant) hash = NULL;
  g_autoptr (GVariant) signed_bytes = NULL;
  gint64 step = 0;
  gint64 state = 0;
  gint64 nonce = 0;
  gint64 block = 0;
  gint64 attempt = 0;
  gint64 trouble = 0;
  gsize length = 0;
  gconstpointer data = NULL;

  if (!g_variant_is_of_type (row, G_VARIANT_TYPE ("(mxmxmxmsmaymsmsmsmsmxmxmaymaymxmxmxmxmx)")))
    return FALSE;
  g_variant_get_child (row, 0, "mx", NULL, &facts->id);
  g_variant_get_child (row, 1, "mx", NULL, &facts->plan);
  g_variant_get_child (row, 2, "mx", NULL, &step);
  g_variant_get_child (row, 3, "ms", &facts->network);
  g_variant_get_child (row, 4, "m@ay", &account);
  g_variant_get_child (row, 5, "ms", &facts->kind);
  g_variant_get_child (row, 6, "ms", &facts->body);
  g_variant_get_child (row, 7, "ms", &facts->result);
  g_variant_get_child (row, 8, "ms", &facts->note);
  g_variant_get_child (row, 9, "mx", NULL, &state);
  g_variant_get_child (row, 10, "mx", NULL, &nonce);
  g_variant_get_child (row, 11, "m@ay", &hash);
  g_variant_get_child (row, 12, "m@ay", &signed_bytes);
  g_variant_get_child (row, 13, "mx", NULL, &block);
  g_variant_get_child (row, 14, "mx", NULL, &facts->created);
  g_variant_get_child (row, 15, "mx", NULL, &facts->changed);
  g_variant_get_child (row, 16, "mx", NULL, &attempt);
  g_variant_get_child (row, 17, "mx", NULL, &trouble);

  facts->step = (guint) step;
  facts->attempt = (guint) attempt;
  facts->trouble = (SuretyJournalTrouble) trouble;
  facts->state = (SuretyJournalState) state;
  facts->nonce = nonce >= 0 ? (guint64) nonce : 0;
  facts->block = (guint64) block;
  if (facts->result != NULL && *facts->result == '\0')
    g_clear_pointer (&facts->result, g_free);
  data = g_variant_get_fixed_array (account, &length, 1);
  if (length != sizeof facts->account.bytes || state < 0 || state > SURETY_JOURNAL_ABANDONED ||
      trouble < 0 || trouble > SURETY_JOURNAL_TROUBLE_ELSEWHERE)
    return FALSE;
  memcpy (facts->account.bytes, data, length);
  data = g_variant_get_fixed_array (hash, &length, 1);
  if (length == sizeof facts->hash.bytes)
    {
      memcpy (facts->hash.bytes, data, length);
      data = g_variant_get_fixed_array (signed_bytes, &length, 1);
      facts->signed_bytes = g_bytes_new (data, length);
    }

  return TRUE;
}

/* Rows to a GListModel of entries. */
static DexFuture *
to_entries (DexFuture *completed, gpointer user_data)
{
  GVariant *rows = g_value_get_variant (dex_future_get_value (completed, NULL));
  g_autoptr (GListStore) entries = g_list_store_new (SURETY_TYPE_JOURNAL_ENTRY);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; i < g_variant_n_children (rows); i++)
    {
      g_autoptr (GVariant) boxed = g_variant_get_child_value (rows, i);
      g_autoptr (GVariant) row = g_variant_get_variant (boxed);
      SuretyJournalFacts facts = { 0 };

      if (!read_row (row, &facts))
        {
          surety_journal_facts_clear (&facts);
          return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_DATABASE,
                                        "a journal row is damaged");
        }
      g_ptr_array_add (items, surety_journal_entry_new (&facts));
    }
  g_list_store_splice (entries, 0, 0, items->pdata, items->len);

  return dex_future_new_take_object (g_steal_pointer (&entries));
}

DexFuture *
surety_journal_list (SuretyJournal *self, const char *network, const Address *account)
{
  DexFuture *rows = NULL;

  g_return_val_if_fail (SURETY_IS_JOURNAL (self), NULL);

  if (account != NULL)
    rows = surety_database_read (
      self->database,
      "SELECT " COLUMNS
      " FROM entry WHERE network = ? AND account = ? ORDER BY plan DESC, step DESC, attempt DESC",
      g_variant_new ("(s@ay)", network, address_variant (account)));
  else
    rows = surety_database_read (
      self->database,
      "SELECT " COLUMNS " FROM entry WHERE network = ? ORDER BY plan DESC, step DESC, attempt DESC",
      g_variant_new ("(s)", network));

  return dex_future_then (rows, to_entries, NULL, NULL);
}

DexFuture *
surety_journal_list_plan (SuretyJournal *self, gint64 plan)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL (self), NULL);

  return dex_future_then (surety_database_read (self->database,
                                                "SELECT " COLUMNS
                                                " FROM entry AS o WHERE plan = ? AND id ="
                                                " (SELECT id FROM entry WHERE plan = o.plan AND"
                                                " step = o.step AND kind <> '" SURETY_JOURNAL_CANCEL
                                                "' ORDER BY state BETWEEN 3 AND 5 DESC,"
                                                " attempt DESC LIMIT 1) ORDER BY step",
                                                g_variant_new ("(x)", plan)),
                          to_entries, NULL, NULL);
}

DexFuture *
surety_journal_list_attempts (SuretyJournal *self, gint64 plan, guint step)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL (self), NULL);

  return dex_future_then (surety_database_read (self->database,
                                                "SELECT " COLUMNS
                                                " FROM entry WHERE plan = ? AND step = ?"
                                                " ORDER BY attempt",
                                                g_variant_new ("(xu)", plan, step)),
                          to_entries, NULL, NULL);
}

DexFuture *
surety_journal_list_open (SuretyJournal *self, const char *network)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL (self), NULL);

  return dex_future_then (
    surety_database_read (self->database,
                          "SELECT " COLUMNS
                          " FROM entry WHERE network = ? AND state IN (0, 1, 2, 3)"
                          " ORDER BY plan, step, attempt",
                          g_variant_new ("(s)", network)),
    to_entries, NULL, NULL);
}

static DexFuture *
to_body (DexFuture *completed, gpointer user_data)
{
  GVariant *rows = g_value_get_variant (dex_future_get_value (completed, NULL));
  g_autoptr (GVariant) boxed = NULL;
  g_autoptr (GVariant) row = NULL;
  char *text = NULL;

  if (g_variant_n_children (rows) == 0)
    return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_NOT_FOUND, "no such plan");
  boxed = g_variant_get_child_value (rows, 0);
  row = g_variant_get_variant (boxed);
  g_variant_get_child (row, 0, "ms", &text);

  return dex_future_new_take_string (text);
}

DexFuture *
surety_journal_get_plan_body (SuretyJournal *self, gint64 plan)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL (self), NULL);

  return dex_future_then (surety_database_read (self->database,
                                                "SELECT body FROM plan WHERE id = ?",
                                                g_variant_new ("(x)", plan)),
                          to_body, NULL, NULL);
}

typedef struct
{
  guint64 at_least;
} FreeNonce;

/* Owned nonces in order; the first gap from at_least on. */
static DexFuture *
to_free_nonce (DexFuture *completed, gpointer user_data)
{
  GVariant *rows = g_value_get_variant (dex_future_get_value (completed, NULL));
  FreeNonce *job = user_data;
  guint64 nonce = job->at_least;

  for (gsize i = 0; i < g_variant_n_children (rows); i++)
    {
      g_autoptr (GVariant) boxed = g_variant_get_child_value (rows, i);
      g_autoptr (GVariant) row = g_variant_get_variant (boxed);
      gint64 owned = 0;

      g_variant_get_child (row, 0, "mx", NULL, &owned);
      if ((guint64) owned == nonce)
        nonce++;
      else if ((guint64) owned > nonce)
        break;
    }

  return dex_future_new_for_uint64 (nonce);
}

DexFuture *
surety_journal_free_nonce (SuretyJournal *self,
                           const char *network,
                           const Address *account,
                           guint64 at_least)
{
  FreeNonce *job = NULL;

  g_return_val_if_fail (SURETY_IS_JOURNAL (self), NULL);

  if (at_least > G_MAXINT64)
    return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_MALFORMED,
                                  "no account has that many transactions");
  job = g_new0 (FreeNonce, 1);
  job->at_least = at_least;

  return dex_future_then (
    surety_database_read (self->database,
                          "SELECT nonce FROM entry WHERE network = ? AND account = ? AND nonce >= ?"
                          " AND state BETWEEN 1 AND 5 ORDER BY nonce",
                          g_variant_new ("(s@ayt)", network, address_variant (account), at_least)),
    to_free_nonce, job, g_free);
}

DexFuture *
surety_journal_forget (SuretyJournal *self, const char *network)
{
  SuretyStatement statement = {
    .sql = "DELETE FROM plan WHERE network = ?",
    .parameters = g_variant_new ("(s)", network),
  };

  g_return_val_if_fail (SURETY_IS_JOURNAL (self), NULL);

  return write_and_tell (self, &statement, 1, 0, FALSE);
}
