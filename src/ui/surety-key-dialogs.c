/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-key-dialogs.h"

#include <glib/gi18n.h>
#include <string.h>

#include "mnemonic.h"
#include "surety-field.h"
#include "surety-form-dialog.h"
#include "surety-offload.h"
#include "surety-store-error.h"
#include "surety-text.h"

#define LONGEST_NAME 60
/* No keystore file is larger. */
#define LARGEST_FILE (64 * 1024)
#define ASKED 3

/* What a form works on; the fields are the dialog's. */
typedef struct
{
  SuretySession *session;
  SuretyAccount *account;
  SuretySecret *words;
  SuretySecret *password;
  size_t asked[ASKED]; /* ascending */
  GtkEditable *rows[ASKED];
} Form;

static Form *
form_new (SuretySession *session, SuretyAccount *account)
{
  Form *form = g_new0 (Form, 1);

  g_set_object (&form->session, session);
  g_set_object (&form->account, account);

  return form;
}

static void
form_free (gpointer data)
{
  Form *form = data;

  g_clear_object (&form->session);
  g_clear_object (&form->account);
  g_clear_pointer (&form->words, surety_secret_unref);
  g_clear_pointer (&form->password, surety_secret_unref);
  g_free (form);
}

static const char *
say_password (const GError *error)
{
  if (g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_PASSPHRASE))
    return _ ("That is not the password. Nothing was unlocked or changed; type it again.");

  return NULL;
}

static const char *
say_file (const GError *error)
{
  if (g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_EXISTS))
    return _ ("There is a file of that name. It was left as it is; choose another name.");
  if (g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_NOT_FOUND))
    return _ ("The file opens, but it holds the key of another account. Choose this one’s.");

  return NULL;
}

/* --- the app password --- */

static DexFuture *
run_unlock (SuretyFormDialog *dialog, gpointer user_data)
{
  Form *form = user_data;
  g_autoptr (SuretySecret) password = surety_field_take_passphrase (form->rows[0]);

  return surety_session_unlock (form->session, password);
}

DexFuture *
surety_key_dialogs_unlock (GtkWidget *parent, SuretySession *session)
{
  GtkRoot *root = gtk_widget_get_root (parent);
  DexFuture *asking = g_object_get_data (G_OBJECT (root), "surety-unlocking");
  SuretyFormDialog *dialog = NULL;
  Form *form = NULL;

  if (asking != NULL && dex_future_is_pending (asking))
    return dex_ref (asking);

  dialog = surety_form_dialog_new (_ ("Unlock Your Keys"),
                                   _ ("Nothing can be signed or shown of them until you do."),
                                   _ ("Unlock"));
  form = form_new (session, NULL);
  form->rows[0] = surety_form_dialog_add_password (dialog, _ ("App Password"));
  asking = surety_form_dialog_run (dialog, parent, run_unlock, say_password, form, form_free);
  g_object_set_data_full (G_OBJECT (root), "surety-unlocking", dex_ref (asking), dex_unref);

  return asking;
}

static DexFuture *
then_set (DexFuture *completed, gpointer user_data)
{
  Form *form = user_data;

  return surety_session_set_password (form->session, form->password);
}

/* Who sits here now need not be who unlocked it. */
static DexFuture *
after_present (Form *form, GtkEditable *present, SuretySecret *password)
{
  g_autoptr (SuretySecret) old = NULL;
  Form *next = form_new (form->session, NULL);

  next->password = password != NULL ? surety_secret_ref (password) : NULL;
  if (present == NULL)
    return dex_future_then (dex_future_new_true (), then_set, next, form_free);
  old = surety_field_take_passphrase (present);

  return dex_future_then (surety_session_unlock (form->session, old), then_set, next, form_free);
}

static DexFuture *
run_set (SuretyFormDialog *dialog, gpointer user_data)
{
  Form *form = user_data;
  g_autoptr (SuretySecret) password = NULL;

  password = surety_form_dialog_take_new_password (dialog, form->rows[1], form->rows[2]);
  if (password == NULL)
    return NULL;

  return after_present (form, form->rows[0], password);
}

DexFuture *
surety_key_dialogs_set_password (GtkWidget *parent, SuretySession *session)
{
  gboolean change = surety_safe_get_protected (surety_session_get_safe (session));
  SuretyFormDialog *dialog = surety_form_dialog_new (
    change ? _ ("Change the App Password") : _ ("Set an App Password"),
    _ ("It encrypts the keys in your keyring once more, and is asked for before anything is "
       "signed. Nobody can find it again for you: without it only your backup opens the wallet."),
    change ? _ ("Change") : _ ("Set"));
  Form *form = form_new (session, NULL);

  if (change)
    form->rows[0] = surety_form_dialog_add_password (dialog, _ ("Present Password"));
  form->rows[1] = surety_form_dialog_add_password (dialog, _ ("New Password"));
  form->rows[2] = surety_form_dialog_add_password (dialog, _ ("The Same Again"));

  return surety_form_dialog_run (dialog, parent, run_set, say_password, form, form_free);
}

static DexFuture *
run_remove_password (SuretyFormDialog *dialog, gpointer user_data)
{
  Form *form = user_data;

  return after_present (form, form->rows[0], NULL);
}

DexFuture *
surety_key_dialogs_remove_password (GtkWidget *parent, SuretySession *session)
{
  SuretyFormDialog *dialog =
    surety_form_dialog_new (_ ("Remove the App Password"),
                            _ ("Whoever is logged in as you can sign then: the keys are in your "
                               "keyring, which is open while you are."),
                            _ ("Remove"));
  Form *form = form_new (session, NULL);

  form->rows[0] = surety_form_dialog_add_password (dialog, _ ("Present Password"));

  return surety_form_dialog_run (dialog, parent, run_remove_password, say_password, form,
                                 form_free);
}

/* --- keystore files --- */

static DexFuture *
run_export (SuretyFormDialog *dialog, gpointer user_data)
{
  Form *form = user_data;
  gboolean chosen = FALSE;
  g_autoptr (GFile) file = surety_form_dialog_get_file (dialog, form->rows[0], &chosen);
  g_autoptr (SuretySecret) passphrase = NULL;

  passphrase = surety_form_dialog_take_new_password (dialog, form->rows[1], form->rows[2]);
  if (passphrase == NULL)
    return NULL;

  return surety_session_export (form->session, form->account, file, passphrase, chosen);
}

DexFuture *
surety_key_dialogs_export (GtkWidget *parent, SuretySession *session, SuretyAccount *account)
{
  SuretyFormDialog *dialog = surety_form_dialog_new (
    _ ("Export to a Keystore File"),
    _ ("Other wallets can read it. It holds the key of this one account, encrypted with a "
       "passphrase of its own. It is opened again before it counts."),
    _ ("Export"));
  Form *form = form_new (session, account);
  g_autofree char *name = g_strconcat ("UTC--", surety_account_get_address_text (account) + 2,
                                       ".json", NULL);

  form->rows[0] = surety_form_dialog_add_file (dialog, _ ("Keystore File"), name);
  form->rows[1] = surety_form_dialog_add_password (dialog, _ ("Its Passphrase"));
  form->rows[2] = surety_form_dialog_add_password (dialog, _ ("The Same Again"));

  return surety_form_dialog_run (dialog, parent, run_export, say_file, form, form_free);
}

static DexFuture *
run_prove_keystore (SuretyFormDialog *dialog, gpointer user_data)
{
  Form *form = user_data;
  g_autoptr (GFile) file = surety_form_dialog_get_file (dialog, form->rows[0], NULL);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GBytes) json = NULL;
  g_autoptr (SuretySecret) passphrase = NULL;

  /* One read of a small local file that the user named just now. */
  stream = g_file_read (file, NULL, NULL);
  if (stream != NULL)
    json = g_input_stream_read_bytes (G_INPUT_STREAM (stream), LARGEST_FILE + 1, NULL, NULL);
  if (json == NULL)
    {
      surety_form_dialog_set_error (dialog, form->rows[0],
                                    _ ("This file can’t be read. Choose another one."));
      return NULL;
    }
  passphrase = surety_field_take_passphrase (form->rows[1]);

  return surety_session_prove_keystore (form->session, form->account, json, passphrase);
}

DexFuture *
surety_key_dialogs_prove_keystore (GtkWidget *parent,
                                   SuretySession *session,
                                   SuretyAccount *account)
{
  SuretyFormDialog *dialog = surety_form_dialog_new (
    _ ("Test Your Keystore File"),
    _ ("It is opened, and its key compared with this account. Nothing is changed."), _ ("Test"));
  Form *form = form_new (session, account);

  form->rows[0] = surety_form_dialog_add_file (dialog, _ ("Keystore File"), NULL);
  form->rows[1] = surety_form_dialog_add_password (dialog, _ ("Its Passphrase"));

  return surety_form_dialog_run (dialog, parent, run_prove_keystore, say_file, form, form_free);
}

/* --- words --- */

static gboolean
is_right (Form *form, size_t i)
{
  Bytes word = mnemonic_word (surety_secret_get (form->words), form->asked[i]);
  const char *text = gtk_editable_get_text (form->rows[i]);
  gsize len = 0;

  while (g_ascii_isspace (*text))
    text++;
  len = strlen (text);
  while (len > 0 && g_ascii_isspace (text[len - 1]))
    len--;

  return len == word.len && g_ascii_strncasecmp (text, (const char *) word.data, len) == 0;
}

static DexFuture *
run_prove_words (SuretyFormDialog *dialog, gpointer user_data)
{
  Form *form = user_data;

  for (size_t i = 0; i < ASKED; i++)
    {
      g_autofree char *sentence = NULL;

      if (is_right (form, i))
        continue;
      sentence = g_strdup_printf (_ ("Word %zu is another one. Nothing was removed; look at your "
                                     "paper."),
                                  form->asked[i] + 1);
      surety_form_dialog_set_error (dialog, form->rows[i], sentence);
      return NULL;
    }

  return dex_future_new_true ();
}

DexFuture *
surety_key_dialogs_prove_words (GtkWidget *parent, SuretySecret *words)
{
  SuretyFormDialog *dialog = surety_form_dialog_new (
    _ ("Check Your Words"),
    _ ("Read these three from your paper: with it the account comes back whenever you want."),
    _ ("Check"));
  Form *form = form_new (NULL, NULL);
  size_t third = mnemonic_count (surety_secret_get (words)) / ASKED;

  form->words = surety_secret_ref (words);
  for (size_t i = 0; i < ASKED; i++)
    {
      g_autofree char *title = NULL;

      /* Which ones is no secret. */
      form->asked[i] = i * third + (size_t) g_random_int_range (0, (gint32) third);
      title = g_strdup_printf (_ ("Word %zu"), form->asked[i] + 1);
      form->rows[i] = surety_form_dialog_add_password (dialog, title);
    }

  return surety_form_dialog_run (dialog, parent, run_prove_words, NULL, form, form_free);
}

/* --- another account --- */

static DexFuture *
run_add_next (SuretyFormDialog *dialog, gpointer user_data)
{
  Form *form = user_data;
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (form->rows[0])));

  if (!surety_text_is_clean (name, 1, LONGEST_NAME))
    {
      surety_form_dialog_set_error (dialog, form->rows[0],
                                    _ ("Give the account a name, so that you know it again."));
      return NULL;
    }

  return surety_session_add_next (form->session, form->account, name);
}

DexFuture *
surety_key_dialogs_add_next (GtkWidget *parent, SuretySession *session, SuretyAccount *account)
{
  SuretyFormDialog *dialog = surety_form_dialog_new (
    _ ("Another Account"),
    _ ("Your words open as many accounts as you like, each with its own address. This adds the "
       "next one that is not here; the words on your paper are its backup too."),
    _ ("Add"));
  Form *form = form_new (session, account);

  form->rows[0] = surety_form_dialog_add_text (dialog, _ ("Name of the Account"), "");

  return surety_form_dialog_run (dialog, parent, run_add_next, NULL, form, form_free);
}
