/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-main-view.h"

#include <glib/gi18n.h>

#include "surety-closures.h"
#include "surety-config.h"
#include "surety-key-words.h"
#include "surety-list-page.h"
#include "surety-menu-names.h"
#include "surety-pages.h"
#include "surety-switcher.h"

struct _SuretyMainView
{
  AdwBreakpointBin parent_instance;

  SuretySession *session;
  const SuretyPage *page;

  AdwNavigationSplitView *split;
  AdwNavigationPage *content;
  AdwHeaderBar *content_header;
  GtkMenuButton *menu_button;
  GtkListBox *sidebar;
  GtkStack *pages;
};

G_DEFINE_FINAL_TYPE (SuretyMainView, surety_main_view, ADW_TYPE_BREAKPOINT_BIN)

typedef enum
{
  PROP_SESSION = 1,
  PROP_PAGE,
} SuretyMainViewProperty;

static GParamSpec *properties[PROP_PAGE + 1];

/* What is open over a list has a way back of its own: one arrow at a time. */
static void
show_back (SuretyMainView *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->pages);

  adw_header_bar_set_show_back_button (self->content_header,
                                       !SURETY_IS_LIST_PAGE (page) ||
                                         !surety_list_page_get_deep (SURETY_LIST_PAGE (page)));
}

static void
add_page (SuretyMainView *self, const SuretyPage *page)
{
  GtkWidget *widget = surety_page_create (page, self->session);

  gtk_stack_add_named (self->pages, widget, page->name);
  if (SURETY_IS_LIST_PAGE (widget))
    g_signal_connect_object (widget, "notify::deep", G_CALLBACK (show_back), self,
                             G_CONNECT_SWAPPED);
}

static void
show_page (SuretyMainView *self, const SuretyPage *page)
{
  if (gtk_stack_get_child_by_name (self->pages, page->name) == NULL)
    add_page (self, page);
  gtk_stack_set_visible_child_name (self->pages, page->name);
  show_back (self);
  adw_navigation_page_set_title (self->content, _ (page->title));
  if (self->page == page)
    return;
  self->page = page;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
}

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, SuretyMainView *self)
{
  show_page (self, &surety_pages[gtk_list_box_row_get_index (row)]);
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

static GtkWidget *
create_row (const SuretyPage *page)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name (page->icon);
  GtkWidget *label = gtk_label_new (_ (page->title));

  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (page->title), -1);
  return row;
}

static void
surety_main_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyMainView *self = SURETY_MAIN_VIEW (object);

  switch ((SuretyMainViewProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_PAGE:
      g_value_set_string (value, self->page != NULL ? self->page->name : NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_main_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SuretyMainView *self = SURETY_MAIN_VIEW (object);

  switch ((SuretyMainViewProperty) id)
    {
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_PAGE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_main_view_constructed (GObject *object)
{
  SuretyMainView *self = SURETY_MAIN_VIEW (object);

  G_OBJECT_CLASS (surety_main_view_parent_class)->constructed (object);

  for (const SuretyPage *page = surety_pages; page->name != NULL; page++)
    gtk_list_box_append (self->sidebar, create_row (page));
  if (surety_pages[0].name != NULL)
    surety_main_view_go (self, surety_pages[0].name);
}

static void
surety_main_view_dispose (GObject *object)
{
  SuretyMainView *self = SURETY_MAIN_VIEW (object);

  g_clear_object (&self->session);
  /* Its own dispose expects the child to be there still. */
  adw_breakpoint_bin_set_child (ADW_BREAKPOINT_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_MAIN_VIEW);

  G_OBJECT_CLASS (surety_main_view_parent_class)->dispose (object);
}

static void
surety_main_view_class_init (SuretyMainViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = surety_main_view_get_property;
  object_class->set_property = surety_main_view_set_property;
  object_class->constructed = surety_main_view_constructed;
  object_class->dispose = surety_main_view_dispose;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, SURETY_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                                    G_PARAM_STATIC_STRINGS);
  properties[PROP_PAGE] = g_param_spec_string ("page", NULL, NULL, NULL,
                                               G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                 G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (SURETY_TYPE_SWITCHER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-main-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyMainView, split);
  gtk_widget_class_bind_template_child (widget_class, SuretyMainView, content);
  gtk_widget_class_bind_template_child (widget_class, SuretyMainView, content_header);
  gtk_widget_class_bind_template_child (widget_class, SuretyMainView, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyMainView, sidebar);
  gtk_widget_class_bind_template_child (widget_class, SuretyMainView, pages);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_is_practice);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_backup_banner);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_can_lock);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_key_is_locked);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_connection_is_down);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_connection_banner);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_endpoints_disagree);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_disagreement_banner);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_tells_delegation);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_delegation_banner);
}

static void
surety_main_view_init (SuretyMainView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  surety_menu_names_keep (self->menu_button);
}

GtkWidget *
surety_main_view_new (SuretySession *session)
{
  return g_object_new (SURETY_TYPE_MAIN_VIEW, "session", session, NULL);
}

void
surety_main_view_go (SuretyMainView *self, const char *name)
{
  g_return_if_fail (SURETY_IS_MAIN_VIEW (self));

  for (int i = 0; surety_pages[i].name != NULL; i++)
    if (g_strcmp0 (surety_pages[i].name, name) == 0)
      {
        GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->sidebar, i);

        show_page (self, &surety_pages[i]);
        gtk_list_box_select_row (self->sidebar, row);
        if (gtk_widget_get_focus_child (GTK_WIDGET (self->sidebar)) != NULL)
          gtk_widget_grab_focus (GTK_WIDGET (row));
        adw_navigation_split_view_set_show_content (self->split, TRUE);
        return;
      }
}

void
surety_main_view_open_menu (SuretyMainView *self)
{
  g_return_if_fail (SURETY_IS_MAIN_VIEW (self));
  /* Where there is room for one of the two, the menu is with the sidebar. */
  adw_navigation_split_view_set_show_content (self->split, FALSE);
  gtk_menu_button_popup (self->menu_button);
}
