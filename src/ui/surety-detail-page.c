/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-detail-page.h"

#include <glib/gi18n.h>

#include "surety-address-label.h"
#include "surety-await.h"
#include "surety-config.h"
#include "surety-explorer.h"
#include "surety-format.h"
#include "surety-known-mark.h"
#include "surety-logo.h"
#include "surety-window.h"

struct _SuretyDetailPage
{
  AdwNavigationPage parent_instance;

  GtkBox *content;
  GtkLabel *name_label;
  SuretyAddressLabel *address_label;
  AdwAvatar *avatar;
  GtkWidget *warning_box;
  GtkLabel *warning_label;
  GtkLabel *description_label;
  GtkWidget *explore_button;

  SuretySession *session;
  SuretyKnown known;
  guint64 block;
  char *address;
  char *logo_uri;
  DexFuture *logo;
  DexFuture *waiting;
};

G_DEFINE_FINAL_TYPE (SuretyDetailPage, surety_detail_page, ADW_TYPE_NAVIGATION_PAGE)

static void
on_launched (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) widget = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    surety_toast (widget, _ ("No program could open the explorer."));
}

static void
on_explore (SuretyDetailPage *self)
{
  g_autofree char *uri = surety_explorer_dup_uri (surety_session_get_network (self->session),
                                                  self->address);
  g_autoptr (GtkUriLauncher) launcher = NULL;

  if (uri == NULL)
    return;
  launcher = gtk_uri_launcher_new (uri);
  gtk_uri_launcher_launch (launcher, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL,
                           on_launched, g_object_ref (self));
}

/* NULL: the initials. */
static void
show_picture (SuretyDetailPage *self, GdkPaintable *picture)
{
  const char *words = picture != NULL ? _ ("A picture of its own choosing") : NULL;

  adw_avatar_set_custom_image (self->avatar, picture);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->avatar), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->avatar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words != NULL ? words : adw_avatar_get_text (self->avatar), -1);
}

static void
on_logo (gpointer owner, const GValue *value, const GError *error)
{
  SuretyDetailPage *self = owner;

  /* The initials stay: a page is whole without a picture. */
  if (error != NULL)
    {
      g_debug ("No picture: %s", error->message);
      return;
    }
  show_picture (self, g_value_get_object (value));
}

static void
load_logo (SuretyDetailPage *self)
{
  SuretyFiles *files = surety_session_get_files (self->session);
  gboolean shown = self->logo_uri != NULL && surety_files_get_enabled (files);

  dex_clear (&self->logo);
  show_picture (self, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->avatar), shown);
  if (shown)
    self->logo = surety_await (surety_logo_load (files, self->logo_uri), self, on_logo);
}

static void
surety_detail_page_dispose (GObject *object)
{
  SuretyDetailPage *self = SURETY_DETAIL_PAGE (object);

  dex_clear (&self->logo);
  dex_clear (&self->waiting);
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_DETAIL_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_detail_page_parent_class)->dispose (object);
}

static void
surety_detail_page_finalize (GObject *object)
{
  SuretyDetailPage *self = SURETY_DETAIL_PAGE (object);

  g_free (self->address);
  g_free (self->logo_uri);

  G_OBJECT_CLASS (surety_detail_page_parent_class)->finalize (object);
}

static void
surety_detail_page_class_init (SuretyDetailPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_detail_page_dispose;
  object_class->finalize = surety_detail_page_finalize;

  g_type_ensure (SURETY_TYPE_ADDRESS_LABEL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-detail-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyDetailPage, content);
  gtk_widget_class_bind_template_child (widget_class, SuretyDetailPage, name_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyDetailPage, address_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyDetailPage, avatar);
  gtk_widget_class_bind_template_child (widget_class, SuretyDetailPage, warning_box);
  gtk_widget_class_bind_template_child (widget_class, SuretyDetailPage, warning_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyDetailPage, description_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyDetailPage, explore_button);
  gtk_widget_class_bind_template_callback (widget_class, on_explore);
}

static void
surety_detail_page_init (SuretyDetailPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SuretyDetailPage *
surety_detail_page_new (SuretySession *session,
                        const char *name,
                        const char *address,
                        const char *description)
{
  SuretyDetailPage *self = g_object_new (SURETY_TYPE_DETAIL_PAGE, "title", name, NULL);
  g_autofree char *uri = surety_explorer_dup_uri (surety_session_get_network (session), address);
  gboolean described = description != NULL && *description != '\0';

  self->session = g_object_ref (session);
  self->address = g_strdup (address);
  gtk_label_set_label (self->name_label, name);
  g_object_set (self->address_label, "address", address, NULL);
  adw_avatar_set_text (self->avatar, name);
  gtk_widget_set_visible (GTK_WIDGET (self->description_label), described);
  if (described)
    {
      /* Translators: what an operator or service says of itself, in its own words. */
      g_autofree char *quoted = g_strdup_printf (_ ("It says of itself: “%s”"), description);

      gtk_label_set_label (self->description_label, quoted);
    }
  gtk_widget_set_visible (self->explore_button, uri != NULL);
  gtk_widget_set_tooltip_text (self->explore_button, uri);

  return self;
}

void
surety_detail_page_warn (SuretyDetailPage *self, const char *sentence)
{
  g_return_if_fail (SURETY_IS_DETAIL_PAGE (self));

  gtk_label_set_label (self->warning_label, sentence);
  gtk_widget_set_visible (self->warning_box, TRUE);
}

void
surety_detail_page_set_logo (SuretyDetailPage *self, const char *uri)
{
  g_return_if_fail (SURETY_IS_DETAIL_PAGE (self));
  g_return_if_fail (self->logo_uri == NULL);

  if (uri == NULL || *uri == '\0')
    return;
  self->logo_uri = g_strdup (uri);
  g_signal_connect_object (surety_session_get_files (self->session), "notify::enabled",
                           G_CALLBACK (load_logo), self, G_CONNECT_SWAPPED);
  load_logo (self);
}

void
surety_detail_page_set_known (SuretyDetailPage *self, SuretyKnown known, guint64 block)
{
  g_return_if_fail (SURETY_IS_DETAIL_PAGE (self));

  self->known = known;
  self->block = block;
}

void
surety_detail_set_known (AdwPreferencesGroup *group, SuretyKnown known, guint64 block)
{
  GtkWidget *mark = surety_known_mark_new (NULL);

  g_return_if_fail (ADW_IS_PREFERENCES_GROUP (group));

  surety_known_mark_set_source (SURETY_KNOWN_MARK (mark), known, block);
  /* Under each other with what is at the end of the rows. */
  gtk_widget_set_margin_end (mark, 12);
  adw_preferences_group_set_header_suffix (group, mark);
}

AdwPreferencesGroup *
surety_detail_page_add_group (SuretyDetailPage *self, const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  g_return_val_if_fail (SURETY_IS_DETAIL_PAGE (self), NULL);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  surety_detail_set_known (ADW_PREFERENCES_GROUP (group), self->known, self->block);
  gtk_box_append (self->content, group);

  return ADW_PREFERENCES_GROUP (group);
}

void
surety_detail_page_add (SuretyDetailPage *self, GtkWidget *widget)
{
  g_return_if_fail (SURETY_IS_DETAIL_PAGE (self));

  gtk_box_append (self->content, widget);
}

GtkWidget *
surety_detail_add_fact (AdwPreferencesGroup *group, const char *name, const char *text)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", name,
                                 "subtitle", text, "subtitle-lines", 0, "subtitle-selectable", TRUE,
                                 NULL);

  gtk_widget_add_css_class (row, "property");
  adw_preferences_group_add (group, row);

  return row;
}

GtkWidget *
surety_detail_add_address (AdwPreferencesGroup *group,
                           const char *name,
                           const char *words,
                           const char *address)
{
  g_autofree char *wide = surety_format_address (address, TRUE);
  g_autofree char *text = words != NULL ? g_strdup_printf ("%s\n%s", words, wide) : g_strdup (wide);
  GtkWidget *row = surety_detail_add_fact (group, name, text);
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_actionable_set_action_name (GTK_ACTIONABLE (copy), "win.copy");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (copy), "s", address);
  gtk_widget_set_tooltip_text (copy, _ ("Copy Address"));
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (copy, "flat");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), copy);

  return row;
}

void
surety_detail_page_set_waiting (SuretyDetailPage *self, DexFuture *future)
{
  g_return_if_fail (SURETY_IS_DETAIL_PAGE (self));

  dex_clear (&self->waiting);
  self->waiting = future;
}

SuretySession *
surety_detail_page_get_session (SuretyDetailPage *self)
{
  g_return_val_if_fail (SURETY_IS_DETAIL_PAGE (self), NULL);
  return self->session;
}
