/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-account-removal.h"

#include <glib/gi18n.h>

#include "surety-await.h"
#include "surety-closures.h"
#include "surety-key-dialogs.h"
#include "surety-store-error.h"

/* One removal, from its first question to its end. */
typedef struct
{
  gatomicrefcount references;
  GWeakRef window;
  SuretySession *session;
  SuretyAccount *account;
} Removal;

static Removal *
removal_ref (Removal *self)
{
  g_atomic_ref_count_inc (&self->references);

  return self;
}

static void
removal_unref (gpointer data)
{
  Removal *self = data;

  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_weak_ref_clear (&self->window);
  g_object_unref (self->session);
  g_object_unref (self->account);
  g_free (self);
}

static void
removal_unref_closure (gpointer data, GClosure *closure)
{
  removal_unref (data);
}

static void
fail (GtkWidget *window, const GError *error)
{
  if (g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DISMISSED))
    return;
  if (g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_NONCE_TAKEN))
    surety_toast (window, _ ("A plan of this account is under way. Finish it or give it up, then "
                             "remove the account."));
  else
    surety_toast_error (window, error);
}

static DexFuture *
on_removed (DexFuture *completed, gpointer data)
{
  Removal *self = data;
  g_autoptr (GtkWidget) window = g_weak_ref_get (&self->window);
  g_autoptr (GError) error = NULL;

  if (window == NULL)
    return dex_future_new_true ();
  if (dex_future_get_value (completed, &error) == NULL)
    fail (window, error);
  else
    surety_toast (window, _ ("The account is removed."));

  return dex_future_new_true ();
}

static void
finish (Removal *self)
{
  dex_future_disown (
    dex_future_finally (surety_session_remove_account (self->session, self->account), on_removed,
                        removal_ref (self), removal_unref));
}

static void
on_confirmed (AdwAlertDialog *dialog, const char *response, gpointer data)
{
  if (g_str_equal (response, "remove"))
    finish (data);
}

static AdwAlertDialog *
new_question (Removal *self, const char *body, const char *verb)
{
  g_autofree char *name = surety_closure_account_name (NULL, self->account);
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (NULL, body));

  /* Translators: %s is the name of an account */
  adw_alert_dialog_format_heading (dialog, _ ("Remove “%s”?"), name);
  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "remove", verb, NULL);
  adw_alert_dialog_set_response_appearance (dialog, "remove", ADW_RESPONSE_DESTRUCTIVE);
  /* A slip of the Enter key removes nothing. */
  adw_alert_dialog_set_default_response (dialog, "cancel");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_confirmed), removal_ref (self),
                         removal_unref_closure, 0);

  return dialog;
}

static void
ask (Removal *self, const char *body)
{
  g_autoptr (GtkWidget) window = g_weak_ref_get (&self->window);

  if (window != NULL)
    adw_dialog_present (ADW_DIALOG (new_question (self, body, _ ("_Remove"))), window);
}

static DexFuture *
on_proved (DexFuture *completed, gpointer data)
{
  Removal *self = data;
  g_autoptr (GtkWidget) window = g_weak_ref_get (&self->window);
  g_autoptr (GError) error = NULL;

  if (window == NULL)
    return dex_future_new_true ();
  if (dex_future_get_value (completed, &error) == NULL)
    fail (window, error);
  else
    ask (self, _ ("Your backup is good. The key is deleted here; with the backup the account comes "
                  "back whenever you want."));

  return dex_future_new_true ();
}

/* The words are in front of the person only three at a time, and here only while they are compared. */
static DexFuture *
with_words (DexFuture *completed, gpointer data)
{
  Removal *self = data;
  g_autoptr (GtkWidget) window = g_weak_ref_get (&self->window);

  if (window == NULL)
    return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_DISMISSED, "no window");

  return surety_key_dialogs_prove_words (window, g_value_get_boxed (
                                                   dex_future_get_value (completed, NULL)));
}

static void
prove_words (Removal *self)
{
  DexFuture *proof = dex_future_then (surety_session_load_words (self->session, self->account),
                                      with_words, removal_ref (self), removal_unref);

  dex_future_disown (dex_future_finally (proof, on_proved, removal_ref (self), removal_unref));
}

static void
prove_keystore (Removal *self)
{
  g_autoptr (GtkWidget) window = g_weak_ref_get (&self->window);

  if (window != NULL)
    dex_future_disown (
      dex_future_finally (surety_key_dialogs_prove_keystore (window, self->session, self->account),
                          on_proved, removal_ref (self), removal_unref));
}

static void
on_understood (GtkCheckButton *check, GParamSpec *pspec, AdwAlertDialog *dialog)
{
  adw_alert_dialog_set_response_enabled (dialog, "remove", gtk_check_button_get_active (check));
}

/* Says in words what goes with the key. */
static void
without_backup (Removal *self)
{
  g_autoptr (GtkWidget) window = g_weak_ref_get (&self->window);
  g_autofree char *held = NULL;
  g_autofree char *body = NULL;
  SuretyFigure *figure = NULL;
  GtkWidget *check = NULL;
  AdwAlertDialog *dialog = NULL;

  if (window == NULL)
    return;
  g_object_get (surety_session_get_portfolio (self->session), "value-held", &figure, NULL);
  if (figure != NULL && surety_figure_is_known (figure) &&
      surety_session_get_account (self->session) == self->account)
    held = surety_closure_amount (NULL, figure);
  body = held != NULL
           ? g_strdup_printf (
               /* Translators: %s is an amount: "2.5 ETH" */
               _ ("Without a backup nobody can sign for this account ever again: %s on "
                  "the network shown, whatever is restaked with it, rewards not claimed, "
                  "and everything it has on other networks are lost for good."),
               held)
           : g_strdup (_ ("Without a backup nobody can sign for this account ever "
                          "again: what it holds on any network, whatever is restaked "
                          "with it, and rewards not claimed are lost for good."));
  g_clear_object (&figure);

  dialog = new_question (self, body, _ ("_Delete the Only Key"));
  check = gtk_check_button_new ();
  {
    GtkWidget *label = gtk_label_new (_ ("I have no backup, or don’t need one"));

    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_check_button_set_child (GTK_CHECK_BUTTON (check), label);
    gtk_accessible_update_relation (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                    label, NULL, -1);
  }
  g_signal_connect (check, "notify::active", G_CALLBACK (on_understood), dialog);
  adw_alert_dialog_set_extra_child (dialog, check);
  adw_alert_dialog_set_response_enabled (dialog, "remove", FALSE);
  adw_dialog_present (ADW_DIALOG (dialog), window);
}

static void
on_way_chosen (AdwAlertDialog *dialog, const char *response, gpointer data)
{
  if (g_str_equal (response, "words"))
    prove_words (data);
  else if (g_str_equal (response, "keystore"))
    prove_keystore (data);
  else if (g_str_equal (response, "without"))
    without_backup (data);
}

static void
ask_for_proof (Removal *self)
{
  g_autoptr (GtkWidget) window = g_weak_ref_get (&self->window);
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (
    adw_alert_dialog_new (_ ("Is Your Backup Good?"),
                          _ (
                            "This computer has the key of this account. Before it is deleted, show "
                            "that you have it elsewhere.")));

  adw_alert_dialog_add_response (dialog, "cancel", _ ("_Cancel"));
  adw_alert_dialog_add_response (dialog, "without", _ ("Go On _Without a Backup"));
  adw_alert_dialog_set_response_appearance (dialog, "without", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_add_response (dialog, "keystore", _ ("Test a _Keystore File"));
  if (surety_account_get_has_words (self->account))
    adw_alert_dialog_add_response (dialog, "words", _ ("Check the _Words"));
  adw_alert_dialog_set_close_response (dialog, "cancel");
  adw_alert_dialog_set_default_response (dialog, "cancel");
  adw_alert_dialog_set_prefer_wide_layout (dialog, FALSE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_way_chosen), removal_ref (self),
                         removal_unref_closure, 0);
  adw_dialog_present (ADW_DIALOG (dialog), window);
}

void
surety_account_removal_begin (SuretyWindow *window, SuretySession *session, SuretyAccount *account)
{
  Removal *self = NULL;

  g_return_if_fail (SURETY_IS_WINDOW (window));
  g_return_if_fail (!surety_account_get_practice (account));

  self = g_new0 (Removal, 1);
  g_atomic_ref_count_init (&self->references);
  g_weak_ref_init (&self->window, window);
  self->session = g_object_ref (session);
  self->account = g_object_ref (account);

  if (surety_account_get_place (account) == SURETY_PLACE_NONE)
    ask (self, _ ("It is only watched: nothing is lost but its name here."));
  else if (surety_session_count_sharing (session, account) > 1)
    ask (self, _ ("The words stay here with another account of theirs, and this one can be added "
                  "again whenever you want."));
  else
    ask_for_proof (self);
  removal_unref (self);
}
