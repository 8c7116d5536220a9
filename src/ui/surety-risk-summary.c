/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-risk-summary.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "surety-chart-frame.h"
#include "surety-config.h"
#include "surety-outlook-words.h"

struct _SuretyRiskSummary
{
  GtkBox parent_instance;

  SuretySlashChart *chart;
  GtkLabel *most_label;
  AdwActionRow *most_row;
  AdwActionRow *before_row;
  AdwActionRow *now_row;
  AdwActionRow *expected_row;
  AdwActionRow *any_row;

  SuretySession *session;
};

G_DEFINE_FINAL_TYPE (SuretyRiskSummary, surety_risk_summary, GTK_TYPE_BOX)

static void
show_row (AdwActionRow *row, char *text)
{
  adw_action_row_set_subtitle (row, text);
  g_free (text);
}

/* What is not worked out yet is said to be on its way. */
static char *
simulated (SuretyOutlook *outlook, char *text)
{
  if (surety_outlook_get_simulation (outlook) != NULL || !surety_outlook_get_simulating (outlook))
    return text;
  g_free (text);

  return g_strdup (_ ("Still being worked out…"));
}

static void
show_all (SuretyRiskSummary *self)
{
  SuretyOutlook *outlook = surety_session_get_outlook (self->session);
  g_autofree char *most = surety_outlook_figure_words (outlook, "exposure-most");

  gtk_label_set_label (self->most_label, most);
  surety_outlook_show_slashable (self->session, self->chart);
  adw_action_row_set_subtitle (self->most_row, most);
  show_row (self->before_row, surety_outlook_figure_words (outlook, "exposure-before-exit"));
  show_row (self->now_row, surety_outlook_figure_words (outlook, "exposure-now"));
  show_row (self->expected_row,
            simulated (outlook, surety_outlook_figure_words (outlook, "expected-loss")));
  show_row (self->any_row, simulated (outlook, surety_outlook_any_loss_words (outlook)));
}

static void
surety_risk_summary_dispose (GObject *object)
{
  SuretyRiskSummary *self = SURETY_RISK_SUMMARY (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_RISK_SUMMARY);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_risk_summary_parent_class)->dispose (object);
}

static void
surety_risk_summary_class_init (SuretyRiskSummaryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_risk_summary_dispose;

  g_type_ensure (SURETY_TYPE_CHART_FRAME);
  g_type_ensure (SURETY_TYPE_SLASH_CHART);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-risk-summary.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyRiskSummary, chart);
  gtk_widget_class_bind_template_child (widget_class, SuretyRiskSummary, most_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyRiskSummary, most_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyRiskSummary, before_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyRiskSummary, now_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyRiskSummary, expected_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyRiskSummary, any_row);
}

static void
surety_risk_summary_init (SuretyRiskSummary *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
surety_risk_summary_set_session (SuretyRiskSummary *self, SuretySession *session)
{
  g_return_if_fail (SURETY_IS_RISK_SUMMARY (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (surety_session_get_outlook (session), "changed", G_CALLBACK (show_all),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_session_get_guide (session), "notify::asset",
                           G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  show_all (self);
}
