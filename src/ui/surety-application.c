/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-application.h"

#include <glib/gi18n.h>

#include "surety-about.h"
#include "surety-config.h"
#include "surety-memory.h"
#include "surety-preferences-dialog.h"
#include "surety-proxy.h"
#include "surety-shortcuts-dialog.h"
#include "surety-window.h"

struct _SuretyApplication
{
  AdwApplication parent_instance;

  SuretySession *session;
  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (SuretyApplication, surety_application, ADW_TYPE_APPLICATION)

gboolean
surety_application_is_exposed (void)
{
  GdkDisplay *display = gdk_display_get_default ();

  if (g_getenv ("SURETY_BROADWAY") != NULL)
    return TRUE;
  return display != NULL && g_str_equal (G_OBJECT_TYPE_NAME (display), "GdkBroadwayDisplay");
}

static void
on_preferences (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SuretyApplication *self = data;
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  AdwDialog *dialog = surety_preferences_dialog_new (self->settings, self->session);

  surety_preferences_dialog_set_network (SURETY_PREFERENCES_DIALOG (dialog),
                                         surety_session_get_network (self->session));
  if (SURETY_IS_WINDOW (window))
    surety_preferences_dialog_set_away (SURETY_PREFERENCES_DIALOG (dialog),
                                        surety_window_get_away (SURETY_WINDOW (window)));
  adw_dialog_present (dialog, GTK_WIDGET (window));
}

static DexFuture *
said_forgotten (DexFuture *future, gpointer data)
{
  GtkWindow *window = gtk_application_get_active_window (data);
  AdwDialog *dialog = ADW_IS_APPLICATION_WINDOW (window)
                        ? adw_application_window_get_visible_dialog (
                            ADW_APPLICATION_WINDOW (window))
                        : NULL;

  if (ADW_IS_PREFERENCES_DIALOG (dialog))
    adw_preferences_dialog_add_toast (ADW_PREFERENCES_DIALOG (dialog),
                                      adw_toast_new (
                                        dex_future_is_resolved (future)
                                          ? _ ("Fetched files are forgotten.")
                                          : _ ("They could not be removed from the disk.")));
  return dex_future_new_true ();
}

static void
on_forget_files (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SuretyApplication *self = data;

  dex_future_disown (
    dex_future_finally (surety_files_forget (surety_session_get_files (self->session)),
                        said_forgotten, g_object_ref (self), g_object_unref));
}

static void
on_shortcuts (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = gtk_application_get_active_window (data);

  adw_dialog_present (surety_shortcuts_dialog_new (), GTK_WIDGET (window));
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  surety_about_present (GTK_WIDGET (gtk_application_get_active_window (data)));
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = gtk_application_get_active_window (data);

  /* Through the window, which remembers its size. */
  if (window != NULL)
    gtk_window_close (window);
  else
    g_application_quit (data);
}

static void
apply_color_scheme (SuretyApplication *self)
{
  static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT,
                                            ADW_COLOR_SCHEME_FORCE_DARK };
  guint chosen = (guint) g_settings_get_enum (self->settings, "color-scheme");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      schemes[MIN (chosen, G_N_ELEMENTS (schemes) - 1)]);
}

static void
apply_follow (SuretyApplication *self)
{
  SuretyConnection *connection = surety_session_get_connection (self->session);

  if (connection == NULL)
    return;
  if (g_settings_get_boolean (self->settings, "follow"))
    surety_connection_follow (connection);
  else
    surety_connection_close (connection);
}

static void
apply_proxy (SuretyApplication *self)
{
  g_autofree char *address = g_settings_get_string (self->settings, "socks-proxy");

  surety_proxy_set (address);
}

static void
surety_application_startup (GApplication *application)
{
  SuretyApplication *self = SURETY_APPLICATION (application);
  static const GActionEntry actions[] = {
    { .name = "preferences", .activate = on_preferences },
    { .name = "shortcuts", .activate = on_shortcuts },
    { .name = "about", .activate = on_about },
    { .name = "forget-files", .activate = on_forget_files },
    { .name = "quit", .activate = on_quit },
  };
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "surety", NULL);

  G_APPLICATION_CLASS (surety_application_parent_class)->startup (application);

  /* A session bus that goes away takes the keyring with it, and not what is under way. */
  if (g_application_get_dbus_connection (application) != NULL)
    g_dbus_connection_set_exit_on_close (g_application_get_dbus_connection (application), FALSE);

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  surety_shortcuts_install (GTK_APPLICATION (self));

  self->settings = g_settings_new (SURETY_APP_ID);
  g_signal_connect_object (self->settings, "changed::color-scheme", G_CALLBACK (apply_color_scheme),
                           self, G_CONNECT_SWAPPED);
  apply_color_scheme (self);

  /* Before anything could be asked. */
  g_signal_connect_object (self->settings, "changed::socks-proxy", G_CALLBACK (apply_proxy), self,
                           G_CONNECT_SWAPPED);
  apply_proxy (self);

  self->session = surety_session_new (folder);
  g_object_set (self->session, "restricted", surety_application_is_exposed (), NULL);
  surety_outlook_keep (surety_session_get_outlook (self->session), self->settings,
                       "risk-assumptions");
  g_settings_bind (self->settings, "ipfs-gateway", surety_session_get_files (self->session),
                   "gateway", G_SETTINGS_BIND_GET);
  g_settings_bind (self->settings, "fetch-files", surety_session_get_files (self->session),
                   "enabled", G_SETTINGS_BIND_GET);
  g_settings_bind (self->settings, "fee-ceiling", self->session, "fee-ceiling-gwei",
                   G_SETTINGS_BIND_GET);
  g_signal_connect_object (self->settings, "changed::follow", G_CALLBACK (apply_follow), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self->session, "notify::load", G_CALLBACK (surety_memory_settle), NULL);
  g_signal_connect (surety_session_get_directory (self->session), "notify::load",
                    G_CALLBACK (surety_memory_settle), NULL);
  g_signal_connect (surety_session_get_portfolio (self->session), "notify::load",
                    G_CALLBACK (surety_memory_settle), NULL);
  g_signal_connect_object (self->session, "notify::connection", G_CALLBACK (apply_follow), self,
                           G_CONNECT_SWAPPED);
}

static void
surety_application_activate (GApplication *application)
{
  SuretyApplication *self = SURETY_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    window = GTK_WINDOW (surety_window_new (GTK_APPLICATION (self), self->session, self->settings));
  gtk_window_present (window);
}

static void
surety_application_shutdown (GApplication *application)
{
  SuretyApplication *self = SURETY_APPLICATION (application);

  g_clear_object (&self->session);
  g_clear_object (&self->settings);

  G_APPLICATION_CLASS (surety_application_parent_class)->shutdown (application);
}

static void
surety_application_class_init (SuretyApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = surety_application_startup;
  application_class->activate = surety_application_activate;
  application_class->shutdown = surety_application_shutdown;
}

static void
surety_application_init (SuretyApplication *self)
{
}

SuretyApplication *
surety_application_new (void)
{
  return g_object_new (SURETY_TYPE_APPLICATION, "application-id", SURETY_APP_ID,
                       "resource-base-path", SURETY_RESOURCES, "register-session", TRUE, NULL);
}

SuretySession *
surety_application_get_session (SuretyApplication *self)
{
  g_return_val_if_fail (SURETY_IS_APPLICATION (self), NULL);
  return self->session;
}

GSettings *
surety_application_get_settings (SuretyApplication *self)
{
  g_return_val_if_fail (SURETY_IS_APPLICATION (self), NULL);
  return self->settings;
}

SuretySpeed
surety_application_get_speed (void)
{
  GApplication *application = g_application_get_default ();

  if (!SURETY_IS_APPLICATION (application))
    return SURETY_SPEED_NORMAL;
  return (SuretySpeed) g_settings_get_enum (SURETY_APPLICATION (application)->settings, "speed");
}
