/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-ledger-private.h"

/* A table of its own: pieces are large, and among the facts they would make the way to each of them longer. */

gboolean
surety_ledger_put_aside (SuretyLedger *self,
                         guint bin,
                         const guint8 *data,
                         gsize len,
                         guint n,
                         GError **error)
{
  static const char sql[] = "INSERT INTO ledger_aside (ledger, bin, n, body) VALUES (?, ?, ?, ?)";
  gint64 id;
  SuretyQuery *query = surety_transaction_query (surety_ledger_get_transaction (self, &id), sql,
                                                 error);

  if (query == NULL)
    return FALSE;
  surety_query_bind_int (query, 1, id);
  surety_query_bind_int (query, 2, bin);
  surety_query_bind_int (query, 3, n);
  surety_query_bind_blob (query, 4, data, len);
  surety_ledger_change_aside (self, n);
  return surety_query_run (query, error);
}

gboolean
surety_ledger_find_last_aside (SuretyLedger *self, gint64 *last, GError **error)
{
  gint64 id;
  SuretyQuery *query = surety_transaction_query (surety_ledger_get_transaction (self, &id),
                                                 "SELECT max (id) FROM ledger_aside", error);
  gboolean row;

  if (query == NULL || !surety_query_next (query, &row, error))
    return FALSE;
  *last = row ? surety_query_get_int (query, 0) : 0;
  surety_query_reset (query);
  return TRUE;
}

static gboolean
read_bin (SuretyLedger *self, SuretyQuery *query, GByteArray *out, GError **error)
{
  for (;;)
    {
      const guint8 *data;
      gboolean row;
      gsize len;

      if (!surety_query_next (query, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      data = surety_query_get_blob (query, 0, &len);
      g_byte_array_append (out, data, (guint) len);
      surety_ledger_change_aside (self, -surety_query_get_int (query, 1));
    }
}

gboolean
surety_ledger_empty_bin (SuretyLedger *self,
                         guint bin,
                         gint64 last,
                         GByteArray *out,
                         GError **error)
{
  static const char read[] =
    "SELECT body, n FROM ledger_aside WHERE ledger = ? AND bin = ? AND id <= ? ORDER BY id";
  static const char drop[] = "DELETE FROM ledger_aside WHERE ledger = ? AND bin = ? AND id <= ?";
  gint64 id;
  SuretyTransaction *transaction = surety_ledger_get_transaction (self, &id);
  SuretyQuery *query = surety_transaction_query (transaction, read, error);

  if (query == NULL)
    return FALSE;
  surety_query_bind_int (query, 1, id);
  surety_query_bind_int (query, 2, bin);
  surety_query_bind_int (query, 3, last);
  if (!read_bin (self, query, out, error))
    return FALSE;
  query = surety_transaction_query (transaction, drop, error);
  if (query == NULL)
    return FALSE;
  surety_query_bind_int (query, 1, id);
  surety_query_bind_int (query, 2, bin);
  surety_query_bind_int (query, 3, last);
  return surety_query_run (query, error);
}
