/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-list-page.h"

#include <glib/gi18n.h>

#include "surety-candidate-list.h"
#include "surety-compare-page.h"
#include "surety-config.h"
#include "surety-directory-frame.h"

struct _SuretyListPage
{
  AdwBin parent_instance;

  AdwNavigationView *navigation;
  AdwNavigationPage *list_page;
  SuretyDirectoryFrame *frame;
  SuretyCandidateList *list;

  SuretySession *session;
  const SuretyListKind *kind;
};

G_DEFINE_FINAL_TYPE (SuretyListPage, surety_list_page, ADW_TYPE_BIN)

typedef enum
{
  PROP_SESSION = 1,
  PROP_KIND,
  PROP_DEEP,
} SuretyListPageProperty;

static GParamSpec *properties[PROP_DEEP + 1];

static void
on_visible_page (SuretyListPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DEEP]);
}

/* What is open is of the network that was. */
static void
on_network_changed (SuretyListPage *self)
{
  adw_navigation_view_pop_to_tag (self->navigation, "list");
}

static void
on_opened (SuretyListPage *self, SuretyCandidate *candidate)
{
  adw_navigation_view_push (self->navigation,
                            self->kind->create_detail (self->session,
                                                       surety_candidate_get_subject (candidate)));
}

static void
on_compared (SuretyListPage *self, GPtrArray *candidates)
{
  g_auto (GStrv) titles = surety_table_dup_titles (surety_list_page_get_table (self));

  adw_navigation_view_push (self->navigation,
                            surety_compare_page_new (candidates, (const char *const *) titles,
                                                     self->kind->get_known (self->session)));
}

static gboolean
on_back (GtkWidget *widget, GVariant *unused, gpointer data)
{
  SuretyListPage *self = SURETY_LIST_PAGE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  AdwNavigationPage *shown = adw_navigation_view_get_visible_page (self->navigation);

  if (!gtk_widget_get_mapped (widget) || shown == self->list_page ||
      (ADW_IS_APPLICATION_WINDOW (root) &&
       adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (root)) != NULL))
    return GDK_EVENT_PROPAGATE;

  return adw_navigation_view_pop (self->navigation);
}

/* Where there is room for one of page and sidebar, both are a navigation view, and the one around is
 * asked first: back would lead out of the page, not to its list. */
static void
add_back (SuretyListPage *self)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller),
                                     GTK_SHORTCUT_SCOPE_MANAGED);
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (rtl
                                                                                    ? GDK_KEY_Right
                                                                                    : GDK_KEY_Left,
                                                                                  GDK_ALT_MASK),
                                                          gtk_callback_action_new (on_back, NULL,
                                                                                   NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
surety_list_page_constructed (GObject *object)
{
  SuretyListPage *self = SURETY_LIST_PAGE (object);

  G_OBJECT_CLASS (surety_list_page_parent_class)->constructed (object);

  adw_navigation_page_set_title (self->list_page, _ (self->kind->title));
  surety_directory_frame_set_session (self->frame, self->session, self->kind);
  self->list = SURETY_CANDIDATE_LIST (
    surety_candidate_list_new (self->kind, self->session, NULL, NULL));
  g_object_set (self->frame, "content", self->list, NULL);
  g_object_bind_property (self->frame, "source-words", surety_list_page_get_table (self),
                          "source-words", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->frame, "source-known", surety_list_page_get_table (self),
                          "source-known", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->list, "opened", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "compared", G_CALLBACK (on_compared), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::network", G_CALLBACK (on_network_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->navigation, "notify::visible-page", G_CALLBACK (on_visible_page),
                           self, G_CONNECT_SWAPPED);
}

static void
surety_list_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyListPage *self = SURETY_LIST_PAGE (object);

  switch ((SuretyListPageProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_KIND:
      g_value_set_pointer (value, (gpointer) self->kind);
      break;
    case PROP_DEEP:
      g_value_set_boolean (value, surety_list_page_get_deep (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_list_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SuretyListPage *self = SURETY_LIST_PAGE (object);

  switch ((SuretyListPageProperty) id)
    {
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_KIND:
      self->kind = g_value_get_pointer (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_DEEP:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_list_page_dispose (GObject *object)
{
  SuretyListPage *self = SURETY_LIST_PAGE (object);

  /* The child goes first: AdwBin lets go of it only after the template did. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_LIST_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_list_page_parent_class)->dispose (object);
}

static void
surety_list_page_class_init (SuretyListPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = surety_list_page_constructed;
  object_class->get_property = surety_list_page_get_property;
  object_class->set_property = surety_list_page_set_property;
  object_class->dispose = surety_list_page_dispose;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, SURETY_TYPE_SESSION,
                                                  flags);
  properties[PROP_KIND] = g_param_spec_pointer ("kind", NULL, NULL, flags);
  properties[PROP_DEEP] = g_param_spec_boolean ("deep", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                  G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (SURETY_TYPE_DIRECTORY_FRAME);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-list-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyListPage, navigation);
  gtk_widget_class_bind_template_child (widget_class, SuretyListPage, list_page);
  gtk_widget_class_bind_template_child (widget_class, SuretyListPage, frame);
}

static void
surety_list_page_init (SuretyListPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_back (self);
}

SuretyTable *
surety_list_page_get_table (SuretyListPage *self)
{
  g_return_val_if_fail (SURETY_IS_LIST_PAGE (self), NULL);
  return surety_candidate_list_get_table (self->list);
}

gboolean
surety_list_page_get_deep (SuretyListPage *self)
{
  g_return_val_if_fail (SURETY_IS_LIST_PAGE (self), FALSE);
  return self->navigation != NULL &&
         adw_navigation_view_get_visible_page (self->navigation) != self->list_page;
}
