/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-switcher.h"

#include <glib/gi18n.h>

#include "surety-await.h"
#include "surety-closures.h"
#include "surety-config.h"
#include "surety-window.h"

struct _SuretySwitcher
{
  AdwBin parent_instance;

  SuretySession *session;

  GtkPopover *popover;
  GtkListBox *accounts;
  GtkListBox *networks;
};

G_DEFINE_FINAL_TYPE (SuretySwitcher, surety_switcher, ADW_TYPE_BIN)

typedef enum
{
  PROP_SESSION = 1,
} SuretySwitcherProperty;

static GParamSpec *properties[PROP_SESSION + 1];

/* A row of two lines with a check mark when it is the current one. */
static GtkWidget *
create_row (const char *icon, const char *title, const char *subtitle, gboolean current)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *check = gtk_image_new_from_icon_name ("object-select-symbolic");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (lines), label);
  if (subtitle != NULL)
    {
      GtkWidget *second = gtk_label_new (subtitle);

      gtk_label_set_xalign (GTK_LABEL (second), 0);
      gtk_label_set_ellipsize (GTK_LABEL (second), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (second, "caption");
      gtk_widget_add_css_class (second, "dimmed");
      gtk_widget_add_css_class (second, "numeric");
      gtk_box_append (GTK_BOX (lines), second);
    }
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_widget_set_opacity (check, current ? 1 : 0);

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), check);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  if (current)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    _ ("Chosen"), -1);
  return row;
}

static GtkWidget *
create_account_row (gpointer item, gpointer data)
{
  g_autofree char *name = surety_closure_account_name (NULL, item);
  SuretySwitcher *self = data;
  SuretyAccount *account = item;
  g_autofree char *address = surety_closure_address_short (self, surety_account_get_address_text (
                                                                   account));
  const char *icon = "view-reveal-symbolic";

  if (surety_account_get_practice (account))
    icon = "applications-games-symbolic";
  else if (surety_account_get_can_sign (account))
    icon = "dialog-password-symbolic";
  return create_row (icon, name, address, account == surety_session_get_account (self->session));
}

static GtkWidget *
create_network_row (gpointer item, gpointer data)
{
  SuretySwitcher *self = data;
  SuretyNetwork *network = item;
  g_autofree char *icon = surety_closure_network_icon (self, network);
  GtkWidget *row = create_row (icon, surety_network_get_name (network), NULL,
                               network == surety_session_get_network (self->session));

  if (surety_session_get_restricted (self->session) && !surety_network_is_harmless (network))
    gtk_widget_set_sensitive (row, FALSE);
  return row;
}

/* Rows are made when the list opens, so that the check mark is where it belongs; there the keyboard begins too. */
static void
on_popover_map (SuretySwitcher *self)
{
  GListModel *accounts = surety_session_get_accounts (self->session);
  SuretyAccount *current = surety_session_get_account (self->session);

  gtk_list_box_bind_model (self->accounts, accounts, create_account_row, self, NULL);
  gtk_list_box_bind_model (self->networks, surety_session_get_networks (self->session),
                           create_network_row, self, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (SuretyAccount) account = g_list_model_get_item (accounts, i);

      if (account == current)
        gtk_widget_grab_focus (
          GTK_WIDGET (gtk_list_box_get_row_at_index (self->accounts, (int) i)));
    }
}

static void
on_popover_unmap (SuretySwitcher *self)
{
  gtk_list_box_bind_model (self->accounts, NULL, NULL, NULL, NULL);
  gtk_list_box_bind_model (self->networks, NULL, NULL, NULL, NULL);
}

/* What was pressed opens something over the window: the list is in its way. */
static void
on_left (SuretySwitcher *self)
{
  gtk_popover_popdown (self->popover);
}

static void
on_switched (gpointer owner, const GValue *value, const GError *error)
{
  if (error != NULL)
    surety_toast_error (owner, error);
}

static void
switch_by (SuretySwitcher *self, DexFuture *future)
{
  /* Goes on when the sidebar goes away meanwhile. */
  dex_future_disown (surety_await (future, self, on_switched));
  gtk_popover_popdown (self->popover);
}

static void
on_account_activated (GtkListBox *list, GtkListBoxRow *row, SuretySwitcher *self)
{
  g_autoptr (SuretyAccount)
    account = g_list_model_get_item (surety_session_get_accounts (self->session),
                                     (guint) gtk_list_box_row_get_index (row));

  switch_by (self, surety_session_select_account (self->session, account));
}

static void
on_network_activated (GtkListBox *list, GtkListBoxRow *row, SuretySwitcher *self)
{
  g_autoptr (SuretyNetwork)
    network = g_list_model_get_item (surety_session_get_networks (self->session),
                                     (guint) gtk_list_box_row_get_index (row));

  switch_by (self, surety_session_select_network (self->session, network));
}

static void
surety_switcher_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretySwitcher *self = SURETY_SWITCHER (object);

  switch ((SuretySwitcherProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_switcher_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SuretySwitcher *self = SURETY_SWITCHER (object);

  switch ((SuretySwitcherProperty) id)
    {
    case PROP_SESSION:
      if (g_set_object (&self->session, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_switcher_dispose (GObject *object)
{
  SuretySwitcher *self = SURETY_SWITCHER (object);

  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_SWITCHER);

  G_OBJECT_CLASS (surety_switcher_parent_class)->dispose (object);
}

static void
surety_switcher_class_init (SuretySwitcherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = surety_switcher_get_property;
  object_class->set_property = surety_switcher_set_property;
  object_class->dispose = surety_switcher_dispose;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, SURETY_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                    G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-switcher.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretySwitcher, popover);
  gtk_widget_class_bind_template_child (widget_class, SuretySwitcher, accounts);
  gtk_widget_class_bind_template_child (widget_class, SuretySwitcher, networks);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_account_name);
  gtk_widget_class_bind_template_callback (widget_class, on_left);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_map);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_unmap);
  gtk_widget_class_bind_template_callback (widget_class, on_account_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_network_activated);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_address_short);
}

static void
surety_switcher_init (SuretySwitcher *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
