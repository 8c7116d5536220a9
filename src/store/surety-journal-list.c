/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-journal.h"

#include <gio/gio.h>

#include "surety-database-private.h"
#include "surety-journal-private.h"

#define SELECT_ENTRIES "SELECT " SURETY_JOURNAL_ENTRY_COLUMNS " FROM entry WHERE "

/* What is asked for. */
typedef struct
{
  const char *sql; /* static */
  char *network;   /* NULL: by plan */
  gboolean has_account;
  Address account;
  gint64 plan;
  guint64 at_least;
} Selection;

static Selection *
selection_new (const char *sql, const char *network, const Address *account)
{
  Selection *selection = g_new0 (Selection, 1);

  selection->sql = sql;
  selection->network = g_strdup (network);
  selection->has_account = account != NULL;
  if (account != NULL)
    selection->account = *account;

  return selection;
}

static void
selection_free (gpointer data)
{
  Selection *selection = data;

  g_free (selection->network);
  g_free (selection);
}

static SuretyQuery *
selection_prepare (const Selection *selection, SuretyConnection *connection, GError **error)
{
  SuretyQuery *query = surety_query_new (connection, selection->sql, error);

  if (query == NULL)
    return NULL;

  if (selection->network != NULL)
    surety_query_bind_text (query, 0, selection->network);
  else
    surety_query_bind_int (query, 0, selection->plan);
  if (selection->has_account)
    surety_query_bind_blob (query, 1, selection->account.bytes, sizeof selection->account.bytes);

  return query;
}

static gboolean
list_func (SuretyConnection *connection, gpointer user_data, GValue *result, GError **error)
{
  g_autoptr (SuretyQuery) query = selection_prepare (user_data, connection, error);
  g_autoptr (GListStore) entries = g_list_store_new (SURETY_TYPE_JOURNAL_ENTRY);
  gboolean has_row = TRUE;

  if (query == NULL)
    return FALSE;

  while (has_row)
    {
      g_autoptr (SuretyJournalEntry) entry = NULL;

      if (!surety_query_next (query, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      entry = surety_journal_entry_new_from_row (query, error);
      if (entry == NULL)
        return FALSE;
      g_list_store_append (entries, entry);
    }

  g_value_init (result, G_TYPE_LIST_STORE);
  g_value_take_object (result, g_steal_pointer (&entries));

  return TRUE;
}

static DexFuture *
list (SuretyJournal *self, Selection *selection)
{
  return surety_database_run (surety_journal_get_database (self), list_func, NULL, selection,
                              selection_free);
}

DexFuture *
surety_journal_list (SuretyJournal *self, const char *network, const Address *account)
{
  const char *sql = account != NULL
                      ? SELECT_ENTRIES "network = ? AND account = ? ORDER BY id DESC"
                      : SELECT_ENTRIES "network = ? ORDER BY id DESC";

  dex_return_error_if_fail (SURETY_IS_JOURNAL (self));
  dex_return_error_if_fail (network != NULL);

  return list (self, selection_new (sql, network, account));
}

DexFuture *
surety_journal_list_plan (SuretyJournal *self, gint64 plan)
{
  Selection *selection;

  dex_return_error_if_fail (SURETY_IS_JOURNAL (self));

  selection = selection_new (SELECT_ENTRIES "plan = ? ORDER BY step", NULL, NULL);
  selection->plan = plan;

  return list (self, selection);
}

DexFuture *
surety_journal_list_open (SuretyJournal *self, const char *network)
{
  dex_return_error_if_fail (SURETY_IS_JOURNAL (self));
  dex_return_error_if_fail (network != NULL);

  return list (self,
               selection_new (SELECT_ENTRIES "network = ? AND state IN ('planned', 'signed', 'sent',"
                                             " 'mined') ORDER BY id",
                              network, NULL));
}

static gboolean
get_plan_body_func (SuretyConnection *connection, gpointer user_data, GValue *result, GError **error)
{
  const Selection *selection = user_data;
  g_autoptr (SuretyQuery) query = selection_prepare (selection, connection, error);
  gboolean has_row;

  if (query == NULL || !surety_query_next (query, &has_row, error))
    return FALSE;
  if (!has_row)
    {
      g_set_error (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_NOT_FOUND,
                   "no plan %" G_GINT64_FORMAT " in the journal", selection->plan);
      return FALSE;
    }

  g_value_init (result, G_TYPE_STRING);
  g_value_set_string (result, surety_query_get_text (query, 0));

  return TRUE;
}

DexFuture *
surety_journal_get_plan_body (SuretyJournal *self, gint64 plan)
{
  Selection *selection;

  dex_return_error_if_fail (SURETY_IS_JOURNAL (self));

  selection = selection_new ("SELECT body FROM plan WHERE id = ?", NULL, NULL);
  selection->plan = plan;

  return surety_database_run (surety_journal_get_database (self), get_plan_body_func, NULL,
                              selection, selection_free);
}

/* Owned nonces come in order; the first one missing is free. */
static gboolean
free_nonce_func (SuretyConnection *connection, gpointer user_data, GValue *result, GError **error)
{
  const Selection *selection = user_data;
  g_autoptr (SuretyQuery) query = selection_prepare (selection, connection, error);
  guint64 nonce = selection->at_least;
  gboolean has_row = TRUE;

  if (query == NULL)
    return FALSE;
  surety_query_bind_int (query, 2, (gint64) selection->at_least);

  while (has_row)
    {
      if (!surety_query_next (query, &has_row, error))
        return FALSE;
      if (!has_row || (guint64) surety_query_get_int (query, 0) != nonce)
        break;
      nonce++;
    }

  g_value_init (result, G_TYPE_UINT64);
  g_value_set_uint64 (result, nonce);

  return TRUE;
}

DexFuture *
surety_journal_free_nonce (SuretyJournal *self,
                           const char *network,
                           const Address *account,
                           guint64 at_least)
{
  Selection *selection;

  dex_return_error_if_fail (SURETY_IS_JOURNAL (self));
  dex_return_error_if_fail (network != NULL && account != NULL);

  if (at_least >= G_MAXINT64)
    return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_MALFORMED,
                                  "a nonce nobody can reach");

  selection = selection_new ("SELECT nonce FROM entry WHERE network = ? AND account = ?"
                             " AND nonce >= ?"
                             " AND state IN ('signed', 'sent', 'mined', 'final', 'failed')"
                             " ORDER BY nonce",
                             network, account);
  selection->at_least = at_least;

  return surety_database_run (surety_journal_get_database (self), free_nonce_func, NULL, selection,
                              selection_free);
}
