/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-ledger.h"

#include <string.h>

#include "surety-ledger-private.h"
#include "surety-ledger-table.h"
#include "surety-store-error.h"

/* Of blocks that are final, as many are kept for their times: enough to place any block between two of
 * them. */
#define KEPT_TIMES 512

/* So many keys are in the processor's memory, or nearly. */
#define NEAR_KEYS 4096u

struct _SuretyLedger
{
  SuretyTransaction *transaction;
  gint64 id;
  guint64 block;
  Hash hash; /* of the block, where there is a filter */
  guint64 floor;
  gint64 aside;
  guint64 at;
  gboolean keeps; /* what values were before */
  gint64 next_undo;
  SuretyLedgerTable *table;
  GPtrArray *pending; /* entries of the table that have to be written */
  SuretyLedgerFilter *filter;
  SuretyLedgerFunc changed; /* NULL = nobody is told */
  gpointer user_data;
};

static gboolean
read_int (SuretyLedger *self, const char *sql, gint64 *out, GError **error)
{
  SuretyQuery *query = surety_transaction_query (self->transaction, sql, error);
  gboolean row;

  if (query == NULL)
    return FALSE;
  surety_query_bind_int (query, 1, self->id);
  if (!surety_query_next (query, &row, error))
    return FALSE;
  *out = row ? surety_query_get_int (query, 0) : 0;
  return TRUE;
}

static gboolean
run_with_int (SuretyLedger *self, const char *sql, gint64 value, GError **error)
{
  SuretyQuery *query = surety_transaction_query (self->transaction, sql, error);

  if (query == NULL)
    return FALSE;
  surety_query_bind_int (query, 1, self->id);
  if (value >= 0)
    surety_query_bind_int (query, 2, value);
  return surety_query_run (query, error);
}

static gboolean
write_head (SuretyLedger *self, GError **error)
{
  SuretyQuery *query =
    surety_transaction_query (self->transaction,
                              "UPDATE ledger SET block = ?, floor = ?, aside = ? WHERE id = ?",
                              error);

  if (query == NULL)
    return FALSE;
  surety_query_bind_int (query, 1, (gint64) self->block);
  surety_query_bind_int (query, 2, (gint64) self->floor);
  surety_query_bind_int (query, 3, self->aside);
  surety_query_bind_int (query, 4, self->id);
  return surety_query_run (query, error);
}

/* FALSE with an error, or *found. */
static gboolean
find (SuretyLedger *self, const char *name, guint format, gboolean *found, GError **error)
{
  static const char sql[] = "SELECT id, format, block, floor, aside FROM ledger WHERE name = ?";
  SuretyQuery *query = surety_transaction_query (self->transaction, sql, error);
  guint stored;

  if (query == NULL)
    return FALSE;
  surety_query_bind_text (query, 1, name);
  if (!surety_query_next (query, found, error))
    return FALSE;
  if (!*found)
    return TRUE;
  self->id = surety_query_get_int (query, 0);
  stored = (guint) surety_query_get_int (query, 1);
  self->block = (guint64) surety_query_get_int (query, 2);
  self->floor = (guint64) surety_query_get_int (query, 3);
  self->aside = surety_query_get_int (query, 4);
  if (stored == format)
    return TRUE;

  query = surety_transaction_query (self->transaction, "UPDATE ledger SET format = ? WHERE id = ?",
                                    error);
  if (query == NULL)
    return FALSE;
  surety_query_bind_int (query, 1, format);
  surety_query_bind_int (query, 2, self->id);
  return surety_query_run (query, error) && surety_ledger_clear (self, error);
}

SuretyLedger *
surety_ledger_open (SuretyTransaction *transaction, const char *name, guint format, GError **error)
{
  static const char sql[] = "INSERT INTO ledger (name, format, block, floor) VALUES (?, ?, 0, 0)";
  g_autoptr (SuretyLedger) self = g_new0 (SuretyLedger, 1);
  gboolean found = FALSE;

  self->transaction = transaction;
  self->table = surety_ledger_table_new ();
  self->pending = g_ptr_array_new ();
  if (!find (self, name, format, &found, error))
    return NULL;
  if (!found)
    {
      SuretyQuery *query = surety_transaction_query (transaction, sql, error);

      if (query == NULL)
        return NULL;
      surety_query_bind_text (query, 1, name);
      surety_query_bind_int (query, 2, format);
      if (!surety_query_run (query, error) || !find (self, name, format, &found, error))
        return NULL;
    }
  if (!read_int (self, "SELECT max (number) FROM ledger_undo WHERE ledger = ?", &self->next_undo,
                 error))
    return NULL;
  self->next_undo++;
  return g_steal_pointer (&self);
}

SuretyTransaction *
surety_ledger_get_transaction (SuretyLedger *self, gint64 *id)
{
  *id = self->id;
  return self->transaction;
}

guint64
surety_ledger_get_aside (SuretyLedger *self)
{
  return (guint64) self->aside;
}

void
surety_ledger_change_aside (SuretyLedger *self, gint64 by)
{
  self->aside += by;
}

void
surety_ledger_free (SuretyLedger *self)
{
  g_ptr_array_unref (self->pending);
  surety_ledger_table_free (self->table);
  g_free (self);
}

guint64
surety_ledger_get_block (SuretyLedger *self)
{
  return self->block;
}

guint64
surety_ledger_get_floor (SuretyLedger *self)
{
  return self->floor;
}

void
surety_ledger_begin_block (SuretyLedger *self, guint64 block, guint64 final)
{
  self->at = block;
  self->keeps = block > final;
}

/* What is stored of the key. */
static gboolean
load (SuretyLedger *self, const guint8 *key, gsize key_len, SuretyQuery **found, GError **error)
{
  static const char sql[] = "SELECT value FROM ledger_fact WHERE ledger = ? AND key = ?";
  SuretyQuery *query = surety_transaction_query (self->transaction, sql, error);
  gboolean row;

  if (query == NULL)
    return FALSE;
  surety_query_bind_int (query, 1, self->id);
  surety_query_bind_blob (query, 2, key, key_len);
  if (!surety_query_next (query, &row, error))
    return FALSE;
  *found = row ? query : NULL;
  return TRUE;
}

static SuretyLedgerEntry *
ensure (SuretyLedger *self, const guint8 *key, gsize key_len, guint64 hash, GError **error)
{
  SuretyLedgerEntry *entry = surety_ledger_table_find (self->table, key, key_len, hash);
  SuretyQuery *stored = NULL;

  if (entry != NULL)
    return entry;
  if (key_len > SURETY_LEDGER_MOST_KEY)
    {
      g_set_error_literal (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DAMAGED,
                           "a key in the database is longer than any");
      return NULL;
    }
  if ((self->filter == NULL || surety_ledger_filter_may_have (self->filter, hash)) &&
      !load (self, key, key_len, &stored, error))
    return NULL;
  entry = surety_ledger_table_add (self->table, key, key_len, hash);
  if (stored != NULL)
    {
      gsize len;
      const guint8 *value = surety_query_get_blob (stored, 0, &len);

      surety_ledger_table_set (self->table, entry, value, len);
    }
  return entry;
}

const guint8 *
surety_ledger_get (SuretyLedger *self, const guint8 *key, gsize key_len, gsize *len, GError **error)
{
  const SuretyLedgerEntry *entry = ensure (self, key, key_len, surety_ledger_hash (key, key_len),
                                           error);

  *len = 0;
  if (entry == NULL)
    return NULL;
  *len = entry->len;
  return entry->value;
}

static gboolean
keep (SuretyLedger *self, const SuretyLedgerEntry *entry, GError **error)
{
  static const char sql[] =
    "INSERT INTO ledger_undo (ledger, number, block, key, value) VALUES (?, ?, ?, ?, ?)";
  SuretyQuery *query = surety_transaction_query (self->transaction, sql, error);

  if (query == NULL)
    return FALSE;
  surety_query_bind_int (query, 1, self->id);
  surety_query_bind_int (query, 2, self->next_undo++);
  surety_query_bind_int (query, 3, (gint64) self->at);
  surety_query_bind_blob (query, 4, entry->key, entry->key_len);
  if (entry->value != NULL)
    surety_query_bind_blob (query, 5, entry->value, entry->len);
  else
    surety_query_bind_null (query, 5);
  return surety_query_run (query, error);
}

gboolean
surety_ledger_put (SuretyLedger *self,
                   const guint8 *key,
                   gsize key_len,
                   const guint8 *value,
                   gsize len,
                   GError **error)
{
  const guint64 hash = surety_ledger_hash (key, key_len);
  SuretyLedgerEntry *entry = ensure (self, key, key_len, hash, error);

  if (entry == NULL)
    return FALSE;
  if (value != NULL && entry->value != NULL && entry->len == len &&
      memcmp (entry->value, value, len) == 0)
    return TRUE;
  if (value == NULL && entry->value == NULL)
    return TRUE;
  if (self->keeps && !keep (self, entry, error))
    return FALSE;

  surety_ledger_table_set (self->table, entry, value, len);
  entry->changed = TRUE;
  if (!entry->pending)
    g_ptr_array_add (self->pending, entry);
  entry->pending = TRUE;
  if (self->filter != NULL)
    surety_ledger_filter_add (self->filter, hash);
  return TRUE;
}

gboolean
surety_ledger_scan (SuretyLedger *self,
                    const guint8 *prefix,
                    gsize prefix_len,
                    SuretyLedgerFunc func,
                    gpointer user_data,
                    GError **error)
{
  static const char sql[] =
    "SELECT key, value FROM ledger_fact WHERE ledger = ? AND key >= ? ORDER BY key";
  SuretyQuery *query = surety_transaction_query (self->transaction, sql, error);

  if (query == NULL)
    return FALSE;
  surety_query_bind_int (query, 1, self->id);
  surety_query_bind_blob (query, 2, prefix, prefix_len);
  for (;;)
    {
      const guint8 *key, *value;
      gsize key_len, len;
      gboolean row;

      if (!surety_query_next (query, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      key = surety_query_get_blob (query, 0, &key_len);
      if (key_len < prefix_len || (prefix_len > 0 && memcmp (key, prefix, prefix_len) != 0))
        break;
      value = surety_query_get_blob (query, 1, &len);
      if (!func (key, key_len, value, len, user_data, error))
        {
          surety_query_reset (query);
          return FALSE;
        }
    }
  surety_query_reset (query);
  return TRUE;
}

void
surety_ledger_watch (SuretyLedger *self, SuretyLedgerFunc func, gpointer user_data)
{
  self->changed = func;
  self->user_data = user_data;
}

static gboolean
tell_changes (SuretyLedger *self, GError **error)
{
  for (SuretyLedgerEntry *entry = surety_ledger_table_next (self->table, NULL);
       self->changed != NULL && entry != NULL;
       entry = surety_ledger_table_next (self->table, entry))
    if (entry->changed && !self->changed (entry->key, entry->key_len, entry->value, entry->len,
                                          self->user_data, error))
      return FALSE;
  return TRUE;
}

static gboolean
write_fact (SuretyLedger *self, const SuretyLedgerEntry *entry, GError **error)
{
  static const char put[] = "INSERT INTO ledger_fact (ledger, key, value) VALUES (?, ?, ?)"
                            " ON CONFLICT (ledger, key) DO UPDATE SET value = excluded.value";
  static const char drop[] = "DELETE FROM ledger_fact WHERE ledger = ? AND key = ?";
  SuretyQuery *query = surety_transaction_query (self->transaction,
                                                 entry->value != NULL ? put : drop, error);

  if (query == NULL)
    return FALSE;
  surety_query_bind_int (query, 1, self->id);
  surety_query_bind_blob (query, 2, entry->key, entry->key_len);
  if (entry->value != NULL)
    surety_query_bind_blob (query, 3, entry->value, entry->len);
  return surety_query_run (query, error);
}

/* In order of keys: neighbours are on the same pages. */
gboolean
surety_ledger_flush (SuretyLedger *self, GError **error)
{
  surety_ledger_table_sort (self->pending);
  for (guint i = 0; i < self->pending->len; i++)
    if (!write_fact (self, g_ptr_array_index (self->pending, i), error))
      return FALSE;
  for (guint i = 0; i < self->pending->len; i++)
    ((SuretyLedgerEntry *) g_ptr_array_index (self->pending, i))->pending = FALSE;
  g_ptr_array_set_size (self->pending, 0);
  return TRUE;
}

gboolean
surety_ledger_forget (SuretyLedger *self, GError **error)
{
  if (!surety_ledger_flush (self, error))
    return FALSE;
  if (surety_ledger_table_get_n (self->table) < NEAR_KEYS)
    return TRUE;
  if (!tell_changes (self, error))
    return FALSE;
  surety_ledger_table_clear (self->table);
  return TRUE;
}

static gboolean
write_block (SuretyLedger *self, const SuretyLedgerBlock *block, GError **error)
{
  static const char sql[] =
    "INSERT INTO ledger_block (ledger, block, time, hash) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (ledger, block) DO UPDATE SET time = excluded.time, hash = excluded.hash";
  SuretyQuery *query = surety_transaction_query (self->transaction, sql, error);

  if (query == NULL)
    return FALSE;
  surety_query_bind_int (query, 1, self->id);
  surety_query_bind_int (query, 2, (gint64) block->block);
  surety_query_bind_int (query, 3, (gint64) block->time);
  surety_query_bind_blob (query, 4, block->hash.bytes, sizeof block->hash.bytes);
  return surety_query_run (query, error);
}

/* Half of the times that are final go when there are too many: those that stay are spread as before. */
static gboolean
thin_blocks (SuretyLedger *self, GError **error)
{
  static const char count[] = "SELECT count (*) FROM ledger_block WHERE ledger = ?";
  static const char thin[] =
    "DELETE FROM ledger_block WHERE ledger = ?1 AND block < ?2 AND block IN"
    " (SELECT block FROM (SELECT block, row_number () OVER (ORDER BY block) AS place"
    "  FROM ledger_block WHERE ledger = ?1) WHERE place % 2 = 0)";
  gint64 n;

  if (!read_int (self, count, &n, error))
    return FALSE;
  return n <= 2 * KEPT_TIMES || run_with_int (self, thin, (gint64) self->floor, error);
}

gboolean
surety_ledger_commit (SuretyLedger *self,
                      const SuretyLedgerBlock *blocks,
                      guint n_blocks,
                      guint64 final,
                      GError **error)
{
  static const char prune[] = "DELETE FROM ledger_undo WHERE ledger = ? AND block <= ?";

  if (!surety_ledger_flush (self, error))
    return FALSE;
  for (guint i = 0; i < n_blocks; i++)
    if (!write_block (self, &blocks[i], error))
      return FALSE;
  if (n_blocks > 0)
    {
      self->block = blocks[n_blocks - 1].block;
      self->hash = blocks[n_blocks - 1].hash;
    }
  if (self->filter != NULL)
    surety_ledger_filter_settle (self->filter, self->block, &self->hash);
  self->floor = MAX (self->floor, MIN (final, self->block));
  return run_with_int (self, prune, (gint64) self->floor, error) && thin_blocks (self, error) &&
         write_head (self, error) && tell_changes (self, error);
}

/* Newest first: the last word on a key is what it was first. */
static gboolean
take_back (SuretyLedger *self, guint64 block, GError **error)
{
  static const char sql[] = "SELECT key, value IS NULL, value FROM ledger_undo"
                            " WHERE ledger = ? AND block > ? ORDER BY number DESC";
  SuretyQuery *query = surety_transaction_query (self->transaction, sql, error);

  if (query == NULL)
    return FALSE;
  surety_query_bind_int (query, 1, self->id);
  surety_query_bind_int (query, 2, (gint64) block);
  for (;;)
    {
      const guint8 *key, *value;
      gsize key_len, len;
      gboolean row;

      if (!surety_query_next (query, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      key = surety_query_get_blob (query, 0, &key_len);
      value = surety_query_get_blob (query, 2, &len);
      if (!surety_ledger_put (self, key, key_len,
                              surety_query_get_int (query, 1) != 0 ? NULL
                              : value != NULL                      ? value
                                                                   : (const guint8 *) "",
                              len, error))
        {
          surety_query_reset (query);
          return FALSE;
        }
    }
}

gboolean
surety_ledger_roll_back (SuretyLedger *self, guint64 block, GError **error)
{
  static const char undo[] = "DELETE FROM ledger_undo WHERE ledger = ? AND block > ?";
  static const char later[] = "DELETE FROM ledger_block WHERE ledger = ? AND block > ?";

  if (block < self->floor)
    {
      g_set_error_literal (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_STATE,
                           "what was before that block is not kept");
      return FALSE;
    }
  self->keeps = FALSE;
  self->block = MIN (self->block, block);
  return take_back (self, block, error) && surety_ledger_flush (self, error) &&
         run_with_int (self, undo, (gint64) block, error) &&
         run_with_int (self, later, (gint64) block, error) && write_head (self, error);
}

gboolean
surety_ledger_clear (SuretyLedger *self, GError **error)
{
  g_ptr_array_set_size (self->pending, 0);
  surety_ledger_table_clear (self->table);
  self->block = 0;
  self->floor = 0;
  self->aside = 0;
  return run_with_int (self, "DELETE FROM ledger_fact WHERE ledger = ?", -1, error) &&
         run_with_int (self, "DELETE FROM ledger_undo WHERE ledger = ?", -1, error) &&
         run_with_int (self, "DELETE FROM ledger_aside WHERE ledger = ?", -1, error) &&
         run_with_int (self, "DELETE FROM ledger_block WHERE ledger = ?", -1, error) &&
         write_head (self, error);
}

GArray *
surety_ledger_list_blocks (SuretyLedger *self, guint max, GError **error)
{
  static const char sql[] = "SELECT block, time, hash FROM ledger_block WHERE ledger = ?"
                            " ORDER BY block DESC LIMIT ?";
  g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (SuretyLedgerBlock));
  SuretyQuery *query = surety_transaction_query (self->transaction, sql, error);

  if (query == NULL)
    return NULL;
  surety_query_bind_int (query, 1, self->id);
  surety_query_bind_int (query, 2, max);
  for (;;)
    {
      SuretyLedgerBlock block = { 0 };
      const guint8 *hash;
      gboolean row;
      gsize len;

      if (!surety_query_next (query, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&blocks);
      block.block = (guint64) surety_query_get_int (query, 0);
      block.time = (guint64) surety_query_get_int (query, 1);
      hash = surety_query_get_blob (query, 2, &len);
      g_assert (len == sizeof block.hash.bytes);
      memcpy (block.hash.bytes, hash, len);
      g_array_append_val (blocks, block);
    }
}

gboolean
surety_ledger_set_filter (SuretyLedger *self, SuretyLedgerFilter *filter, GError **error)
{
  g_autoptr (GArray) newest = surety_ledger_list_blocks (self, 1, error);

  if (newest == NULL)
    return FALSE;
  if (self->block == 0)
    surety_ledger_filter_reset (filter);
  else if (newest->len == 0 ||
           !surety_ledger_filter_begin (filter, self->block,
                                        &g_array_index (newest, SuretyLedgerBlock, 0).hash))
    return TRUE;
  else
    self->hash = g_array_index (newest, SuretyLedgerBlock, 0).hash;
  self->filter = filter;
  return TRUE;
}
