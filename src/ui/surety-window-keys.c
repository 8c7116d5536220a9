/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window does with keys: locks and unlocks them, asks for what opens them, and takes off the
 * screen what shows them. */
#include "surety-window-private.h"

#include <glib/gi18n.h>

#include "surety-account-dialog.h"
#include "surety-allowances-dialog.h"
#include "surety-account-removal.h"
#include "surety-await.h"
#include "surety-check-page.h"
#include "surety-contacts-dialog.h"
#include "surety-draft.h"
#include "surety-form-dialog.h"
#include "surety-key-dialogs.h"
#include "surety-passphrase-dialog.h"
#include "surety-store-error.h"

static SuretySession *
get_session (gpointer window)
{
  return surety_window_get_session (window);
}

static SuretySafe *
get_safe (gpointer window)
{
  return surety_session_get_safe (get_session (window));
}

static DexFuture *
ask_passphrase (SuretyAsk what, gpointer window)
{
  return surety_passphrase_dialog_ask (window, what);
}

static DexFuture *
ask_unlock (gpointer window)
{
  return surety_key_dialogs_unlock (window, get_session (window));
}

/* Pages of the assistant and of the check hold words, keys and passphrases; dialogs ask for them. */
static void
on_conceal (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AdwApplicationWindow *window = ADW_APPLICATION_WINDOW (widget);
  AdwDialog *dialog = adw_application_window_get_visible_dialog (window);

  while (SURETY_IS_FORM_DIALOG (dialog) || SURETY_IS_PASSPHRASE_DIALOG (dialog))
    {
      adw_dialog_force_close (dialog);
      if (adw_application_window_get_visible_dialog (window) == dialog)
        break;
      dialog = adw_application_window_get_visible_dialog (window);
    }
  surety_window_pop_secrets (SURETY_WINDOW (widget));
}

static void
on_lock (GtkWidget *widget, const char *name, GVariant *parameter)
{
  surety_safe_lock (get_safe (widget));
  gtk_widget_activate_action (widget, "win.conceal", NULL);
}

static void
on_unlocked (gpointer owner, const GValue *value, const GError *error)
{
  if (error != NULL && !g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DISMISSED))
    surety_toast_error (owner, error);
}

static void
on_unlock (GtkWidget *widget, const char *name, GVariant *parameter)
{
  dex_future_disown (surety_await (ask_unlock (widget), widget, on_unlocked));
}

static void
on_account (GtkWidget *widget, const char *name, GVariant *parameter)
{
  adw_dialog_present (surety_account_dialog_new (get_session (widget)), widget);
}

static void
on_allowances (GtkWidget *widget, const char *name, GVariant *parameter)
{
  adw_dialog_present (surety_allowances_dialog_new (get_session (widget)), widget);
}

static void
on_saved_addresses (GtkWidget *widget, const char *name, GVariant *parameter)
{
  adw_dialog_present (surety_contacts_dialog_new (get_session (widget)), widget);
}

static void
on_words_loaded (gpointer owner, const GValue *value, const GError *error)
{
  SuretySession *session = get_session (owner);
  g_autoptr (SuretyDraft) draft = NULL;

  if (error != NULL)
    {
      if (!g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DISMISSED))
        surety_toast_error (owner, error);
      return;
    }
  draft = surety_draft_new (session);
  surety_draft_set_account (draft, surety_session_get_account (session));
  surety_draft_set_content (draft, SURETY_ACCOUNT_PHRASE, g_value_get_boxed (value));
  surety_window_pop_all (owner);
  surety_window_push (owner, surety_check_page_new (draft));
}

static void
on_check_backup (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SuretySession *session = get_session (widget);
  SuretyAccount *account = surety_session_get_account (session);

  if (account != NULL)
    dex_future_disown (
      surety_await (surety_session_load_words (session, account), widget, on_words_loaded));
}

static void
update_lock_actions (GtkWidget *widget)
{
  SuretySafe *safe = get_safe (widget);
  gboolean locked = surety_safe_get_locked (safe);

  gtk_widget_action_set_enabled (widget, "win.lock", surety_safe_get_protected (safe) && !locked);
  gtk_widget_action_set_enabled (widget, "win.unlock", locked);
}

void
surety_window_install_key_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.account", NULL, on_account);
  gtk_widget_class_install_action (widget_class, "win.allowances", NULL, on_allowances);
  gtk_widget_class_install_action (widget_class, "win.saved-addresses", NULL, on_saved_addresses);
  gtk_widget_class_install_action (widget_class, "win.check-backup", NULL, on_check_backup);
  gtk_widget_class_install_action (widget_class, "win.conceal", NULL, on_conceal);
  gtk_widget_class_install_action (widget_class, "win.lock", NULL, on_lock);
  gtk_widget_class_install_action (widget_class, "win.unlock", NULL, on_unlock);
}

void
surety_window_update_key_actions (SuretyWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  SuretyAccount *account = surety_session_get_account (get_session (self));

  gtk_widget_action_set_enabled (widget, "win.account", account != NULL);
  gtk_widget_action_set_enabled (widget, "win.allowances", account != NULL);
  gtk_widget_action_set_enabled (widget, "win.saved-addresses",
                                 surety_session_get_address_book (get_session (self)) != NULL);
  gtk_widget_action_set_enabled (widget, "win.check-backup",
                                 account != NULL && surety_account_get_has_words (account));
  update_lock_actions (widget);
}

void
surety_window_follow_safe (SuretyWindow *self)
{
  SuretySafe *safe = get_safe (self);

  surety_safe_set_person (safe, ask_passphrase, ask_unlock, self);
  g_signal_connect_object (safe, "notify", G_CALLBACK (update_lock_actions), self,
                           G_CONNECT_SWAPPED);
}
