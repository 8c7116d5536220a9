/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-rewards-server.h"

#include <glib/gi18n.h>

#include "surety-await.h"
#include "surety-config.h"
#include "surety-field.h"
#include "surety-store-error.h"

struct _SuretyRewardsServer
{
  AdwBin parent_instance;

  SuretyRewards *rewards;
  DexFuture *job;
  gboolean choosing;

  GtkWidget *suggested_group;
  AdwActionRow *suggested_row;
  GtkWidget *suggested_button;
  AdwEntryRow *url_row;
  GtkWidget *url_button;
  GtkLabel *url_error;
  GtkWidget *none_group;
};

G_DEFINE_FINAL_TYPE (SuretyRewardsServer, surety_rewards_server, ADW_TYPE_BIN)

static guint chosen;

static void
show (SuretyRewardsServer *self)
{
  g_autofree char *suggested = NULL;
  g_autofree char *host = NULL;
  g_autoptr (GUri) uri = NULL;
  const char *url = surety_rewards_get_server_url (self->rewards);

  g_object_get (self->rewards, "suggested-server", &suggested, NULL);
  uri = suggested != NULL ? g_uri_parse (suggested, G_URI_FLAGS_NONE, NULL) : NULL;
  gtk_widget_set_visible (self->suggested_group, uri != NULL);
  if (uri != NULL)
    {
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->suggested_row),
                                     g_uri_get_host (uri));
      adw_action_row_set_subtitle (self->suggested_row, suggested);
      gtk_widget_set_sensitive (self->suggested_button, g_strcmp0 (url, suggested) != 0);
    }
  gtk_widget_set_visible (self->none_group, url != NULL);
  if (url != NULL && g_strcmp0 (url, suggested) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->url_row), url);
}

static void
on_chosen (gpointer owner, const GValue *value, const GError *error)
{
  SuretyRewardsServer *self = owner;

  self->choosing = FALSE;
  if (error != NULL && error->domain != SURETY_STORE_ERROR)
    surety_field_set_error (GTK_WIDGET (self->url_row), self->url_error,
                            _ ("This is not an address of a server that can be asked. Nothing was "
                               "sent; it begins with https://, or http:// on this computer."));
  else
    surety_field_set_failure (GTK_WIDGET (self->url_row), self->url_error, error);
  if (error == NULL)
    g_signal_emit (self, chosen, 0);
}

static void
choose (SuretyRewardsServer *self, const char *url)
{
  if (self->choosing)
    return;
  self->choosing = TRUE;
  dex_clear (&self->job);
  self->job = surety_await (surety_rewards_choose_server (self->rewards, url), self, on_chosen);
}

static void
on_suggested (SuretyRewardsServer *self)
{
  g_autofree char *suggested = NULL;

  g_object_get (self->rewards, "suggested-server", &suggested, NULL);
  choose (self, suggested);
}

static void
on_url (SuretyRewardsServer *self)
{
  g_autofree char *url = g_strstrip (
    g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->url_row))));

  if (*url != '\0')
    choose (self, url);
}

static void
on_url_changed (SuretyRewardsServer *self)
{
  gtk_widget_set_sensitive (self->url_button,
                            *gtk_editable_get_text (GTK_EDITABLE (self->url_row)) != '\0');
  surety_field_set_error (GTK_WIDGET (self->url_row), self->url_error, NULL);
}

static void
on_none (SuretyRewardsServer *self)
{
  choose (self, NULL);
}

static void
surety_rewards_server_dispose (GObject *object)
{
  SuretyRewardsServer *self = SURETY_REWARDS_SERVER (object);

  dex_clear (&self->job);
  /* The child goes first: AdwBin lets go of it only after the template did. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_REWARDS_SERVER);
  g_clear_object (&self->rewards);

  G_OBJECT_CLASS (surety_rewards_server_parent_class)->dispose (object);
}

static void
surety_rewards_server_class_init (SuretyRewardsServerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_rewards_server_dispose;

  chosen = g_signal_new ("chosen", SURETY_TYPE_REWARDS_SERVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                         NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-rewards-server.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardsServer, suggested_group);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardsServer, suggested_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardsServer, suggested_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardsServer, url_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardsServer, url_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardsServer, url_error);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardsServer, none_group);
  gtk_widget_class_bind_template_callback (widget_class, on_suggested);
  gtk_widget_class_bind_template_callback (widget_class, on_url);
  gtk_widget_class_bind_template_callback (widget_class, on_url_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_none);
}

static void
surety_rewards_server_init (SuretyRewardsServer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
surety_rewards_server_set_rewards (SuretyRewardsServer *self, SuretyRewards *rewards)
{
  g_return_if_fail (SURETY_IS_REWARDS_SERVER (self));
  g_return_if_fail (self->rewards == NULL && SURETY_IS_REWARDS (rewards));

  self->rewards = g_object_ref (rewards);
  g_signal_connect_object (rewards, "notify::suggested-server", G_CALLBACK (show), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (rewards, "notify::server-url", G_CALLBACK (show), self,
                           G_CONNECT_SWAPPED);
  show (self);
}

AdwDialog *
surety_rewards_server_new_dialog (SuretyRewards *rewards)
{
  SuretyRewardsServer *self = g_object_new (SURETY_TYPE_REWARDS_SERVER, NULL);
  GtkWidget *view = adw_toolbar_view_new ();
  AdwDialog *dialog = adw_dialog_new ();

  surety_rewards_server_set_rewards (self, rewards);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (self));
  adw_dialog_set_title (dialog, _ ("Rewards Server"));
  adw_dialog_set_content_width (dialog, 520);
  adw_dialog_set_content_height (dialog, 620);
  adw_dialog_set_child (dialog, view);
  g_signal_connect_object (self, "chosen", G_CALLBACK (adw_dialog_close), dialog,
                           G_CONNECT_SWAPPED);

  return dialog;
}
