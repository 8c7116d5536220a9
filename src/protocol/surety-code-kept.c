/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-code-look-private.h"

#include "surety-protocol-error.h"

/* "BLOCK WITNESSES CODE"; what was kept before there were witnesses has none of them, and counts as one's word. */

char *
surety_code_kept_dup_scope (const char *network)
{
  return g_strdup_printf ("code %s", network);
}

gboolean
surety_code_kept_check (SuretyCodeLook *self, GError **error)
{
  if (self->witnesses > 1 || surety_endpoints_get_n (self->endpoints) < 2)
    return TRUE;
  g_set_error_literal (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_ONE_WORD,
                       "What code is there was told by one endpoint of several alone");
  return FALSE;
}

DexFuture *
surety_code_kept_write (SuretyCodeLook *self, const SuretyCodeFinding *finding, guint64 block)
{
  char key[ADDRESS_TEXT_SIZE];
  g_autofree char *code = surety_code_to_text (&finding->now);
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT " %u %s", block, self->witnesses,
                                           code);

  address_to_text (&finding->address, key);
  return surety_database_set_state (self->database, self->scope, key, text);
}

static gboolean
take_number (const char *text, guint64 *out)
{
  return g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, out, NULL);
}

static gboolean
parse (const char *text, SuretyCodeFinding *finding)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", 2);
  g_auto (GStrv) rest = NULL;
  guint64 witnesses;

  if (g_strv_length (parts) != 2 || !take_number (parts[0], &finding->kept_block) ||
      finding->kept_block == 0)
    return FALSE;
  finding->kept_witnesses = 1;
  if (surety_code_parse (parts[1], &finding->kept))
    return TRUE;
  rest = g_strsplit (parts[1], " ", 2);
  if (g_strv_length (rest) != 2 || !take_number (rest[0], &witnesses) || witnesses < 1 ||
      witnesses > 2 || !surety_code_parse (rest[1], &finding->kept))
    return FALSE;
  finding->kept_witnesses = (guint) witnesses;
  return TRUE;
}

gboolean
surety_code_kept_load (SuretyCodeLook *self,
                       SuretyFlow *flow,
                       SuretyCodeFinding *finding,
                       GError **error)
{
  char key[ADDRESS_TEXT_SIZE];
  g_autoptr (GError) failed = NULL;
  g_autofree char *text = NULL;

  address_to_text (&finding->address, key);
  text = dex_await_string (surety_flow_guard (flow, surety_database_get_state (self->database,
                                                                               self->scope, key)),
                           &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return FALSE;
    }
  finding->has_kept = text != NULL;
  if (text != NULL && !parse (text, finding))
    {
      finding->illegible = TRUE;
      finding->kept = (SuretyCode) { 0 };
      finding->kept_block = 0;
      finding->kept_witnesses = 0;
    }
  return TRUE;
}

static DexFuture *
to_true (DexFuture *completed, gpointer user_data)
{
  return dex_future_new_true ();
}

DexFuture *
surety_code_look_forget (SuretyDatabase *database, const char *network)
{
  g_autofree char *scope = surety_code_kept_dup_scope (network);
  const SuretyStatement statement = {
    .sql = "DELETE FROM state WHERE scope = ?",
    .parameters = g_variant_new ("(s)", scope),
  };

  g_return_val_if_fail (SURETY_IS_DATABASE (database), NULL);

  return dex_future_then (surety_database_write (database, &statement, 1), to_true, NULL, NULL);
}
