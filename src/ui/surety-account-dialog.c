/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-account-dialog.h"

#include <glib/gi18n.h>

#include "surety-account-removal.h"
#include "surety-await.h"
#include "surety-closures.h"
#include "surety-config.h"
#include "surety-field.h"
#include "surety-key-dialogs.h"
#include "surety-key-words.h"
#include "surety-sentences.h"
#include "surety-store-error.h"
#include "surety-text.h"
#include "surety-window.h"

#define LONGEST_NAME 60

struct _SuretyAccountDialog
{
  AdwDialog parent_instance;

  SuretySession *session;
  SuretyAccount *account;

  AdwToastOverlay *toasts;
  AdwEntryRow *name_row;
  GtkLabel *name_error;
  GtkActionable *copy_button;
};

G_DEFINE_FINAL_TYPE (SuretyAccountDialog, surety_account_dialog, ADW_TYPE_DIALOG)

typedef enum
{
  PROP_SESSION = 1,
  PROP_ACCOUNT,
} SuretyAccountDialogProperty;

static GParamSpec *properties[PROP_ACCOUNT + 1];

static void
follow_session (SuretyAccountDialog *self)
{
  SuretyAccount *account = surety_session_get_account (self->session);

  /* The last one was removed: there is nothing to show. */
  if (account == NULL)
    {
      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }
  if (!g_set_object (&self->account, account))
    return;
  gtk_actionable_set_action_target (self->copy_button, "s",
                                    surety_account_get_address_text (account));
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->name_row)),
                 surety_account_get_name (account)) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->name_row), surety_account_get_name (account));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCOUNT]);
}

/* Here and not in the window, which lies under the dialog. */
static void
said (SuretyAccountDialog *self, const GError *error, const char *sentence)
{
  g_autofree char *failure = error != NULL ? surety_sentence_for_error (error) : NULL;
  AdwToast *toast = NULL;

  if (g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DISMISSED))
    return;
  toast = adw_toast_new (failure != NULL ? failure : sentence);
  adw_toast_set_use_markup (toast, FALSE);
  /* It lies over the last button. */
  adw_toast_set_timeout (toast, 3);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static char *
dup_name (SuretyAccountDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));
}

static gboolean
is_name (const char *name)
{
  return surety_text_is_clean (name, 1, LONGEST_NAME);
}

static void
on_name_changed (SuretyAccountDialog *self)
{
  g_autofree char *name = dup_name (self);

  surety_field_set_typed_error (GTK_WIDGET (self->name_row), self->name_error,
                                is_name (name) ? NULL : _ ("A name has up to 60 characters."));
}

static void
on_renamed (gpointer owner, const GValue *value, const GError *error)
{
  /* The new name is seen where the old one was. */
  if (error != NULL)
    said (owner, error, NULL);
}

static void
on_rename (SuretyAccountDialog *self)
{
  g_autofree char *name = dup_name (self);

  if (is_name (name))
    dex_future_disown (
      surety_await (surety_session_rename_account (self->session, self->account, name), self,
                    on_renamed));
}

static void
on_check (SuretyAccountDialog *self)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));

  adw_dialog_close (ADW_DIALOG (self));
  gtk_widget_activate_action (window, "win.check-backup", NULL);
}

static void
on_exported (gpointer owner, const GValue *value, const GError *error)
{
  said (owner, error, _ ("The file was written, and its passphrase opens it."));
}

static void
on_export (SuretyAccountDialog *self)
{
  dex_future_disown (
    surety_await (surety_key_dialogs_export (GTK_WIDGET (self), self->session, self->account), self,
                  on_exported));
}

static void
on_tested (gpointer owner, const GValue *value, const GError *error)
{
  said (owner, error, _ ("The file opens, and holds the key of this account."));
}

static void
on_test (SuretyAccountDialog *self)
{
  dex_future_disown (surety_await (surety_key_dialogs_prove_keystore (GTK_WIDGET (self),
                                                                      self->session, self->account),
                                   self, on_tested));
}

static void
on_added (gpointer owner, const GValue *value, const GError *error)
{
  said (owner, error, _ ("The next account of your words is here."));
}

static void
on_add_next (SuretyAccountDialog *self)
{
  dex_future_disown (
    surety_await (surety_key_dialogs_add_next (GTK_WIDGET (self), self->session, self->account),
                  self, on_added));
}

static void
on_remove (SuretyAccountDialog *self)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  g_autoptr (SuretyAccount) account = g_object_ref (self->account);
  g_autoptr (SuretySession) session = g_object_ref (self->session);

  adw_dialog_close (ADW_DIALOG (self));
  surety_account_removal_begin (SURETY_WINDOW (window), session, account);
}

static void
surety_account_dialog_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyAccountDialog *self = SURETY_ACCOUNT_DIALOG (object);

  switch ((SuretyAccountDialogProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_ACCOUNT:
      g_value_set_object (value, self->account);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_account_dialog_set_property (GObject *object,
                                    guint id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  SuretyAccountDialog *self = SURETY_ACCOUNT_DIALOG (object);

  switch ((SuretyAccountDialogProperty) id)
    {
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      break;
    case PROP_ACCOUNT:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_account_dialog_dispose (GObject *object)
{
  SuretyAccountDialog *self = SURETY_ACCOUNT_DIALOG (object);

  g_clear_object (&self->session);
  g_clear_object (&self->account);
  gtk_widget_dispose_template (GTK_WIDGET (object), SURETY_TYPE_ACCOUNT_DIALOG);

  G_OBJECT_CLASS (surety_account_dialog_parent_class)->dispose (object);
}

static void
surety_account_dialog_class_init (SuretyAccountDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = surety_account_dialog_get_property;
  object_class->set_property = surety_account_dialog_set_property;
  object_class->dispose = surety_account_dialog_dispose;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, SURETY_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                                    G_PARAM_STATIC_STRINGS);
  properties[PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, SURETY_TYPE_ACCOUNT,
                                                  G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                    G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-account-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyAccountDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, SuretyAccountDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyAccountDialog, name_error);
  gtk_widget_class_bind_template_child (widget_class, SuretyAccountDialog, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_address_wide);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_is_ours);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_key_kind);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_key_place);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_backup_state);
  gtk_widget_class_bind_template_callback (widget_class, on_rename);
  gtk_widget_class_bind_template_callback (widget_class, on_name_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_check);
  gtk_widget_class_bind_template_callback (widget_class, on_export);
  gtk_widget_class_bind_template_callback (widget_class, on_test);
  gtk_widget_class_bind_template_callback (widget_class, on_add_next);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
}

static void
surety_account_dialog_init (SuretyAccountDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
surety_account_dialog_new (SuretySession *session)
{
  SuretyAccountDialog *self = g_object_new (SURETY_TYPE_ACCOUNT_DIALOG, "session", session, NULL);

  g_signal_connect_object (session, "notify::account", G_CALLBACK (follow_session), self,
                           G_CONNECT_SWAPPED);
  follow_session (self);

  return ADW_DIALOG (self);
}
