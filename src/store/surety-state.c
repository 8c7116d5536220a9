/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-database.h"

/* Small state by scope and key. */

DexFuture *
surety_database_set_state (SuretyDatabase *self,
                           const char *scope,
                           const char *key,
                           const char *value)
{
  SuretyStatement statement = { 0 };

  g_return_val_if_fail (SURETY_IS_DATABASE (self), NULL);

  if (value == NULL)
    statement = (SuretyStatement) {
      .sql = "DELETE FROM state WHERE scope = ? AND key = ?",
      .parameters = g_variant_new ("(ss)", scope, key),
    };
  else
    statement = (SuretyStatement) {
      .sql = "INSERT INTO state (scope, key, value) VALUES (?, ?, ?)"
             " ON CONFLICT (scope, key) DO UPDATE SET value = excluded.value",
      .parameters = g_variant_new ("(sss)", scope, key, value),
    };

  return surety_database_write (self, &statement, 1);
}

static DexFuture *
first_text (DexFuture *completed, gpointer user_data)
{
  GVariant *rows = g_value_get_variant (dex_future_get_value (completed, NULL));
  g_autoptr (GVariant) boxed = NULL;
  g_autoptr (GVariant) row = NULL;
  char *text = NULL;

  if (g_variant_n_children (rows) == 0)
    return dex_future_new_take_string (NULL);
  boxed = g_variant_get_child_value (rows, 0);
  row = g_variant_get_variant (boxed);
  g_variant_get_child (row, 0, "ms", &text);

  return dex_future_new_take_string (text);
}

DexFuture *
surety_database_get_state (SuretyDatabase *self, const char *scope, const char *key)
{
  g_return_val_if_fail (SURETY_IS_DATABASE (self), NULL);

  return dex_future_then (
    surety_database_read (self, "SELECT value FROM state WHERE scope = ? AND key = ?",
                          g_variant_new ("(ss)", scope, key)),
    first_text, NULL, NULL);
}
