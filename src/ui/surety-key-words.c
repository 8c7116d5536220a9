/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-key-words.h"

#include <glib/gi18n.h>

#include "surety-format.h"

char *
surety_closure_key_place (gpointer self, SuretyAccount *account, gboolean is_protected)
{
  if (account == NULL)
    return g_strdup ("");
  if (surety_account_get_practice (account))
    return g_strdup (_ ("Nowhere: practice has no secrets"));
  switch (surety_account_get_place (account))
    {
    case SURETY_PLACE_KEYRING:
      return g_strdup (is_protected ? _ ("In your keyring, behind the app password")
                                    : _ ("In your keyring, open while you are logged in"));
    case SURETY_PLACE_FILE:
      return g_strdup (_ ("In an encrypted file with a passphrase of its own"));
    case SURETY_PLACE_NONE:
    default:
      return g_strdup (_ ("Not here: this address is only watched"));
    }
}

char *
surety_closure_backup_state (gpointer self, SuretyAccount *account)
{
  g_autofree char *date = NULL;
  gint64 when = 0;

  if (account == NULL)
    return g_strdup ("");
  when = surety_account_record_get_backup_checked (surety_account_get_record (account));
  if (when <= 0)
    return g_strdup (_ ("Never checked: nobody knows whether your paper is right"));
  date = surety_format_date ((guint64) when);

  /* Translators: %s is a date */
  return g_strdup_printf (_ ("Checked on %s"), date);
}

char *
surety_closure_key_kind (gpointer self, SuretyAccount *account)
{
  guint32 index = 0;

  if (account == NULL)
    return g_strdup ("");
  if (surety_account_get_practice (account))
    return g_strdup (_ ("Play money"));
  if (surety_account_get_place (account) == SURETY_PLACE_NONE)
    return g_strdup (_ ("Watched"));
  if (!surety_account_get_has_words (account))
    return g_strdup (_ ("A single private key"));
  index = surety_account_record_get_index (surety_account_get_record (account));

  /* Translators: recovery words open many accounts, counted from 1 */
  return g_strdup_printf (_ ("Account %u of its recovery words"), index + 1);
}

gboolean
surety_closure_key_is_locked (gpointer self, SuretyAccount *account, gboolean locked)
{
  return locked && account != NULL && surety_account_get_place (account) == SURETY_PLACE_KEYRING;
}

gboolean
surety_closure_can_lock (gpointer self, gboolean is_protected, gboolean locked)
{
  return is_protected && !locked;
}

gboolean
surety_closure_is_ours (gpointer self, SuretyAccount *account)
{
  return account != NULL && !surety_account_get_practice (account);
}
