/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-services-page.h"

#include <glib/gi18n.h>

#include "surety-candidate-words.h"
#include "surety-compare-page.h"
#include "surety-config.h"
#include "surety-detail-page.h"
#include "surety-directory-frame.h"

struct _SuretyServicesPage
{
  AdwBin parent_instance;

  AdwNavigationView *navigation;
  SuretyDirectoryFrame *frame;
  SuretyTable *table;

  SuretySession *session;
  SuretyScope *scope;
};

G_DEFINE_FINAL_TYPE (SuretyServicesPage, surety_services_page, ADW_TYPE_BIN)

typedef enum
{
  PROP_SESSION = 1,
} SuretyServicesPageProperty;

static GParamSpec *properties[PROP_SESSION + 1];

static void
show_scope (SuretyServicesPage *self)
{
  self->scope->generation++;
  surety_table_scope_changed (self->table);
}

/* Spans and dates are about days: they are worked out anew when another exit time is known or the
 * hour has gone by, not with each block. */
static void
on_facts_changed (SuretyServicesPage *self)
{
  if (surety_scope_read_facts (self->scope, self->session))
    show_scope (self);
}

static void
on_network_changed (SuretyServicesPage *self)
{
  adw_navigation_view_pop_to_tag (self->navigation, "list");
  on_facts_changed (self);
}

static void
on_opened (SuretyTable *table, SuretyCandidate *candidate, SuretyServicesPage *self)
{
  adw_navigation_view_push (self->navigation,
                            surety_service_detail_new (self->session,
                                                       surety_candidate_get_subject (candidate)));
}

static void
on_compared (SuretyTable *table, GPtrArray *candidates, SuretyServicesPage *self)
{
  g_auto (GStrv) titles = surety_table_dup_titles (table);

  adw_navigation_view_push (self->navigation,
                            surety_compare_page_new (candidates, (const char *const *) titles));
}

static void
surety_services_page_constructed (GObject *object)
{
  SuretyServicesPage *self = SURETY_SERVICES_PAGE (object);
  SuretyDirectory *directory = surety_session_get_directory (self->session);
  GListModel *services = surety_directory_get_services (directory);

  G_OBJECT_CLASS (surety_services_page_parent_class)->constructed (object);

  surety_scope_read_facts (self->scope, self->session);
  surety_directory_frame_set_session (self->frame, self->session, services);
  surety_table_set_source (self->table, &surety_service_kind, services, self->scope);
  on_network_changed (self);
  g_signal_connect_object (self->session, "notify::network", G_CALLBACK (on_network_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_session_get_portfolio (self->session), "notify::holdings",
                           G_CALLBACK (on_facts_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (directory, "notify::as-of-block", G_CALLBACK (on_facts_changed), self,
                           G_CONNECT_SWAPPED);
}

static void
surety_services_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyServicesPage *self = SURETY_SERVICES_PAGE (object);

  switch ((SuretyServicesPageProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_services_page_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  SuretyServicesPage *self = SURETY_SERVICES_PAGE (object);

  switch ((SuretyServicesPageProperty) id)
    {
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_services_page_dispose (GObject *object)
{
  SuretyServicesPage *self = SURETY_SERVICES_PAGE (object);

  /* The child goes first: AdwBin lets go of it only after the template did. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_SERVICES_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_services_page_parent_class)->dispose (object);
}

static void
surety_services_page_finalize (GObject *object)
{
  surety_scope_unref (SURETY_SERVICES_PAGE (object)->scope);

  G_OBJECT_CLASS (surety_services_page_parent_class)->finalize (object);
}

static void
surety_services_page_class_init (SuretyServicesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = surety_services_page_constructed;
  object_class->get_property = surety_services_page_get_property;
  object_class->set_property = surety_services_page_set_property;
  object_class->dispose = surety_services_page_dispose;
  object_class->finalize = surety_services_page_finalize;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, SURETY_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                                    G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (SURETY_TYPE_DIRECTORY_FRAME);
  g_type_ensure (SURETY_TYPE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-services-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyServicesPage, navigation);
  gtk_widget_class_bind_template_child (widget_class, SuretyServicesPage, frame);
  gtk_widget_class_bind_template_child (widget_class, SuretyServicesPage, table);
  gtk_widget_class_bind_template_callback (widget_class, on_opened);
  gtk_widget_class_bind_template_callback (widget_class, on_compared);
}

static void
surety_services_page_init (SuretyServicesPage *self)
{
  self->scope = surety_scope_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

SuretyTable *
surety_services_page_get_table (SuretyServicesPage *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICES_PAGE (self), NULL);
  return self->table;
}
