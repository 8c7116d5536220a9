/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-passphrase-dialog.h"

#include <glib/gi18n.h>

#include "surety-field.h"
#include "surety-store-error.h"

struct _SuretyPassphraseDialog
{
  AdwAlertDialog parent_instance;

  DexPromise *promise;
  GtkWidget *row;
};

G_DEFINE_FINAL_TYPE (SuretyPassphraseDialog, surety_passphrase_dialog, ADW_TYPE_ALERT_DIALOG)

static void
dismiss (SuretyPassphraseDialog *self)
{
  if (self->promise == NULL)
    return;
  dex_promise_reject (self->promise,
                      g_error_new_literal (SURETY_STORE_ERROR, SURETY_STORE_ERROR_DISMISSED,
                                           "The passphrase dialog was closed"));
  dex_clear (&self->promise);
}

static void
surety_passphrase_dialog_response (AdwAlertDialog *dialog, const char *response)
{
  SuretyPassphraseDialog *self = SURETY_PASSPHRASE_DIALOG (dialog);

  if (g_str_equal (response, "unlock") && self->promise != NULL)
    {
      dex_promise_resolve_boxed (self->promise, SURETY_TYPE_SECRET,
                                 surety_field_take_passphrase (GTK_EDITABLE (self->row)));
      dex_clear (&self->promise);
    }
  surety_field_clear (GTK_EDITABLE (self->row));
  dismiss (self);
}

static void
on_changed (GtkEditable *row, AdwAlertDialog *self)
{
  adw_alert_dialog_set_response_enabled (self, "unlock", *gtk_editable_get_text (row) != '\0');
}

static void
surety_passphrase_dialog_dispose (GObject *object)
{
  dismiss (SURETY_PASSPHRASE_DIALOG (object));

  G_OBJECT_CLASS (surety_passphrase_dialog_parent_class)->dispose (object);
}

static void
surety_passphrase_dialog_class_init (SuretyPassphraseDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = surety_passphrase_dialog_dispose;
  ADW_ALERT_DIALOG_CLASS (klass)->response = surety_passphrase_dialog_response;
}

static void
surety_passphrase_dialog_init (SuretyPassphraseDialog *self)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (self);
  GtkWidget *list = gtk_list_box_new ();

  self->row = adw_password_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), _ ("Passphrase"));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (self->row), TRUE);
  surety_field_protect (GTK_EDITABLE (self->row), FALSE);
  g_signal_connect (self->row, "changed", G_CALLBACK (on_changed), self);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), self->row);

  adw_alert_dialog_set_heading (dialog, _ ("Unlock Your Key"));
  adw_alert_dialog_set_body (
    dialog, _ ("The key lies in an encrypted file. Its passphrase is needed to sign."));
  adw_alert_dialog_set_extra_child (dialog, list);
  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "unlock", _ ("_Unlock"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "unlock", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_response_enabled (dialog, "unlock", FALSE);
  adw_alert_dialog_set_default_response (dialog, "unlock");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  adw_dialog_set_focus (ADW_DIALOG (self), self->row);
}

DexFuture *
surety_passphrase_dialog_ask (GtkWidget *parent, SuretyAsk what)
{
  SuretyPassphraseDialog *self = g_object_new (SURETY_TYPE_PASSPHRASE_DIALOG, NULL);

  if (what == SURETY_ASK_FORMER)
    {
      adw_alert_dialog_set_heading (ADW_ALERT_DIALOG (self), _ ("Another App Password"));
      adw_alert_dialog_set_body (
        ADW_ALERT_DIALOG (self),
        _ ("A change of the app password was cut off before it came to this "
           "key. Enter the password it had; from then on it has the one "
           "of the others."));
    }
  self->promise = dex_promise_new ();
  adw_dialog_present (ADW_DIALOG (self), parent);
  return DEX_FUTURE (dex_ref (self->promise));
}
