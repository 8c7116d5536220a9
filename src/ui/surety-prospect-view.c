/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-prospect-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "surety-assumptions-dialog.h"
#include "surety-chart-frame.h"
#include "surety-config.h"
#include "surety-outlook-words.h"

struct _SuretyProspectView
{
  GtkBox parent_instance;

  SuretyTimelineChart *timeline;
  SuretyOutcomeChart *outcome;

  SuretySession *session;
};

G_DEFINE_FINAL_TYPE (SuretyProspectView, surety_prospect_view, GTK_TYPE_BOX)

static void
show_all (SuretyProspectView *self)
{
  surety_outlook_show_timeline (self->session, self->timeline);
  surety_outlook_show_outcome (self->session, self->outcome);
}

static void
on_assumptions (SuretyProspectView *self)
{
  adw_dialog_present (surety_assumptions_dialog_new (surety_session_get_outlook (self->session)),
                      GTK_WIDGET (self));
}

static void
surety_prospect_view_dispose (GObject *object)
{
  SuretyProspectView *self = SURETY_PROSPECT_VIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_PROSPECT_VIEW);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_prospect_view_parent_class)->dispose (object);
}

static void
surety_prospect_view_class_init (SuretyProspectViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_prospect_view_dispose;

  g_type_ensure (SURETY_TYPE_CHART_FRAME);
  g_type_ensure (SURETY_TYPE_TIMELINE_CHART);
  g_type_ensure (SURETY_TYPE_OUTCOME_CHART);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-prospect-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyProspectView, timeline);
  gtk_widget_class_bind_template_child (widget_class, SuretyProspectView, outcome);
  gtk_widget_class_bind_template_callback (widget_class, on_assumptions);
}

static void
surety_prospect_view_init (SuretyProspectView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
surety_prospect_view_set_session (SuretyProspectView *self, SuretySession *session)
{
  g_return_if_fail (SURETY_IS_PROSPECT_VIEW (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (surety_session_get_outlook (session), "changed", G_CALLBACK (show_all),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_session_get_guide (session), "notify::asset",
                           G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  show_all (self);
}
