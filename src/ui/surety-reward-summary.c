/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-reward-summary.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "surety-chart-frame.h"
#include "surety-config.h"
#include "surety-outlook-words.h"

struct _SuretyRewardSummary
{
  GtkBox parent_instance;

  SuretySourceChart *chart;
  GtkLabel *year_label;
  AdwActionRow *base_row;
  AdwActionRow *gas_row;
  AdwActionRow *payback_row;
  AdwActionRow *worst_row;
  AdwActionRow *expected_row;

  SuretySession *session;
};

G_DEFINE_FINAL_TYPE (SuretyRewardSummary, surety_reward_summary, GTK_TYPE_BOX)

static void
show_row (AdwActionRow *row, char *text)
{
  adw_action_row_set_subtitle (row, text);
  g_free (text);
}

static char *
ratio_words (SuretyOutlook *outlook, gboolean worst)
{
  const RewardSummary *reward = surety_outlook_get_reward (outlook);

  if (reward == NULL)
    return g_strdup (_ ("Not known"));

  return surety_outlook_ratio_words (worst ? &reward->per_worst : &reward->per_expected);
}

static void
show_all (SuretyRewardSummary *self)
{
  SuretyOutlook *outlook = surety_session_get_outlook (self->session);
  g_autofree char *year = surety_outlook_restaking_words (outlook);

  gtk_label_set_label (self->year_label, year);
  surety_outlook_show_sources (self->session, self->chart);
  show_row (self->base_row, surety_outlook_base_words (outlook));
  show_row (self->gas_row, surety_outlook_gas_words (outlook));
  show_row (self->payback_row, surety_outlook_payback_words (outlook));
  show_row (self->worst_row, ratio_words (outlook, TRUE));
  show_row (self->expected_row, ratio_words (outlook, FALSE));
}

static void
surety_reward_summary_dispose (GObject *object)
{
  SuretyRewardSummary *self = SURETY_REWARD_SUMMARY (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_REWARD_SUMMARY);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_reward_summary_parent_class)->dispose (object);
}

static void
surety_reward_summary_class_init (SuretyRewardSummaryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_reward_summary_dispose;

  g_type_ensure (SURETY_TYPE_CHART_FRAME);
  g_type_ensure (SURETY_TYPE_SOURCE_CHART);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-reward-summary.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardSummary, chart);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardSummary, year_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardSummary, base_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardSummary, gas_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardSummary, payback_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardSummary, worst_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyRewardSummary, expected_row);
}

static void
surety_reward_summary_init (SuretyRewardSummary *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
surety_reward_summary_set_session (SuretyRewardSummary *self, SuretySession *session)
{
  g_return_if_fail (SURETY_IS_REWARD_SUMMARY (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (surety_session_get_outlook (session), "changed", G_CALLBACK (show_all),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_session_get_guide (session), "notify::asset",
                           G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  show_all (self);
}
