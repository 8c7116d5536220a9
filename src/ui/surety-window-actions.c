/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-window-private.h"

#include <glib/gi18n.h>

#include "surety-await.h"
#include "surety-code-words.h"
#include "surety-connection-page.h"
#include "surety-endpoints-page.h"
#include "surety-main-view.h"
#include "surety-wallet-page.h"
#include "surety-watch-page.h"

enum
{
  HOUR = 60 * 60,
  DAY = 24 * HOUR,
  /* One block more: what was left today is ready then. */
  FORTNIGHT = 14 * DAY + 12,
};

static SuretySession *
get_session (gpointer window)
{
  return surety_window_get_session (window);
}

static void
toast_failure (gpointer owner, const GValue *value, const GError *error)
{
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    surety_toast_error (owner, error);
}

static void
on_go (GtkWidget *widget, const char *name, GVariant *parameter)
{
  surety_window_go (SURETY_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

/* One that was read to its end is brought up to date; one that was not is gone on with on its own pages. */
static DexFuture *
refresh_directory (SuretyDirectory *directory)
{
  double progress = 0;

  g_object_get (directory, "progress", &progress, NULL);
  return progress >= 1 ? surety_directory_refresh (directory)
                       : surety_directory_refresh_assets (directory);
}

/* Three questions at once; the connection's failure stands for all of them. */
static void
on_refresh (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SuretySession *session = get_session (widget);
  SuretyConnection *connection = surety_session_get_connection (session);

  if (connection == NULL || surety_session_get_account (session) == NULL)
    return;
  dex_future_disown (surety_portfolio_refresh (surety_session_get_portfolio (session)));
  dex_future_disown (refresh_directory (surety_session_get_directory (session)));
  if (surety_rewards_get_shown (surety_session_get_rewards (session)))
    dex_future_disown (surety_rewards_refresh (surety_session_get_rewards (session)));
  dex_future_disown (surety_await (surety_connection_poll (connection), widget, toast_failure));
}

static void
on_menu (GtkWidget *widget, const char *name, GVariant *parameter)
{
  surety_window_open_menu (SURETY_WINDOW (widget));
}

static void
on_connection (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SuretyWindow *self = SURETY_WINDOW (widget);

  surety_window_pop_all (self);
  surety_window_push (self, surety_connection_page_new (get_session (self), FALSE));
}

static void
on_endpoints (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SuretyWindow *self = SURETY_WINDOW (widget);

  surety_window_pop_all (self);
  surety_window_push (self, surety_endpoints_page_new (get_session (self)));
}

static void
on_add_wallet (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SuretyWindow *self = SURETY_WINDOW (widget);

  surety_window_pop_all (self);
  surety_window_push (self, surety_wallet_page_new (get_session (self)));
}

static void
on_watch (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SuretyWindow *self = SURETY_WINDOW (widget);

  surety_window_pop_all (self);
  surety_window_push (self, surety_watch_page_new (get_session (self)));
}

static void
on_practising (gpointer owner, const GValue *value, const GError *error)
{
  if (error != NULL)
    surety_toast_error (owner, error);
  else
    surety_window_go (owner, "restake");
}

static void
on_practise (GtkWidget *widget, const char *name, GVariant *parameter)
{
  dex_future_disown (
    surety_await (surety_session_practise (get_session (widget)), widget, on_practising));
}

static void
on_add_chosen (AdwAlertDialog *dialog, const char *response, SuretyWindow *self)
{
  if (g_str_equal (response, "wallet"))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.add-wallet", NULL);
  else if (g_str_equal (response, "watch"))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.watch", NULL);
  else if (g_str_equal (response, "practise"))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.practise", NULL);
}

static void
on_add_account (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (
    _ ("Add an Account"),
    _ ("A wallet can sign. An address is only watched. Practice is play money.")));

  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "practise", _ ("_Practise"),
                                  "watch", _ ("_Watch an Address"), "wallet", _ ("_Use a Wallet"),
                                  NULL);
  adw_alert_dialog_set_prefer_wide_layout (dialog, FALSE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_add_chosen), widget, 0);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

static void
on_wind_chosen (AdwAlertDialog *dialog, const char *response, SuretyWindow *self)
{
  guint64 seconds = g_ascii_strtoull (response, NULL, 10);

  /* "cancel" is no number. */
  if (seconds > 0)
    dex_future_disown (
      surety_await (surety_session_wind (get_session (self), seconds), self, toast_failure));
}

static void
on_wind (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (
    adw_alert_dialog_new (_ ("Wind the Clock On?"),
                          _ ("Practice has its own clock. Blocks, rewards and exits go on as if "
                             "the time had passed; it can’t be wound back.")));
  g_autofree char *hour = g_strdup_printf ("%d", HOUR);
  g_autofree char *day = g_strdup_printf ("%d", DAY);
  g_autofree char *fortnight = g_strdup_printf ("%d", FORTNIGHT);

  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), hour, _ ("+1 _Hour"), day,
                                  _ ("+1 _Day"), fortnight, _ ("+_14 Days"), NULL);
  adw_alert_dialog_set_prefer_wide_layout (dialog, FALSE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_wind_chosen), widget, 0);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

static void
on_restart_chosen (AdwAlertDialog *dialog, const char *response, SuretyWindow *self)
{
  if (g_str_equal (response, "restart"))
    dex_future_disown (
      surety_await (surety_session_restart_practice (get_session (self)), self, toast_failure));
}

static void
on_restart_practice (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (
    adw_alert_dialog_new (_ ("Begin Practice Anew?"),
                          _ ("All play money, positions and records of practice are thrown "
                             "away. Nothing else is touched.")));

  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "restart", _ ("_Begin Anew"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (dialog, "restart", ADW_RESPONSE_DESTRUCTIVE);
  /* A slip of the Enter key throws nothing away. */
  adw_alert_dialog_set_default_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_restart_chosen), widget, 0);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

/* What the banner says of the account's code, in full; the same as where something is signed. */
static void
on_delegation (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SuretyHoldings *holdings = surety_portfolio_get_holdings (
    surety_session_get_portfolio (get_session (widget)));
  SuretyCodeFinding finding = { .is_account = TRUE, .delegates = TRUE };
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *meaning = NULL;
  g_autofree char *body = NULL;
  AdwAlertDialog *dialog;

  if (holdings == NULL || !surety_holdings_get_code_delegated (holdings))
    return;
  finding.delegate = *surety_holdings_get_code_delegate (holdings);
  title = surety_code_words_title (&finding);
  subtitle = surety_code_words_subtitle (&finding);
  meaning = surety_code_words_meaning (&finding);
  body = g_strdup_printf ("%s.\n%s.\n\n%s", title, subtitle, meaning);
  dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (_ ("Delegated Account"), body));
  adw_alert_dialog_add_response (dialog, "close", _ ("_Close"));
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

static void
on_copy (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          g_variant_get_string (parameter, NULL));
  surety_toast (widget, _ ("Copied"));
}

void
surety_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.go", "s", on_go);
  gtk_widget_class_install_action (widget_class, "win.refresh", NULL, on_refresh);
  gtk_widget_class_install_action (widget_class, "win.menu", NULL, on_menu);
  gtk_widget_class_install_action (widget_class, "win.connection", NULL, on_connection);
  gtk_widget_class_install_action (widget_class, "win.endpoints", NULL, on_endpoints);
  gtk_widget_class_install_action (widget_class, "win.add-account", NULL, on_add_account);
  gtk_widget_class_install_action (widget_class, "win.add-wallet", NULL, on_add_wallet);
  gtk_widget_class_install_action (widget_class, "win.watch", NULL, on_watch);
  gtk_widget_class_install_action (widget_class, "win.practise", NULL, on_practise);
  gtk_widget_class_install_action (widget_class, "win.wind", NULL, on_wind);
  gtk_widget_class_install_action (widget_class, "win.restart-practice", NULL, on_restart_practice);
  gtk_widget_class_install_action (widget_class, "win.delegation", NULL, on_delegation);
  gtk_widget_class_install_action (widget_class, "win.copy", "s", on_copy);
  surety_window_install_key_actions (widget_class);
}

void
surety_window_update_actions (SuretyWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  SuretyAccount *account = surety_session_get_account (get_session (self));
  gboolean open = account != NULL;
  gboolean practice = open && surety_account_get_practice (account);

  gtk_widget_action_set_enabled (widget, "win.go", open);
  gtk_widget_action_set_enabled (widget, "win.refresh", open);
  gtk_widget_action_set_enabled (widget, "win.connection", open);
  gtk_widget_action_set_enabled (widget, "win.endpoints", open && !practice);
  gtk_widget_action_set_enabled (widget, "win.wind", practice);
  gtk_widget_action_set_enabled (widget, "win.restart-practice", practice);
  surety_window_update_key_actions (self);
}
