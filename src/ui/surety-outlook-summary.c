/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-outlook-summary.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "surety-chart-frame.h"
#include "surety-config.h"
#include "surety-known-mark.h"
#include "surety-outlook-words.h"

#define MOST_LINES 5u

/* One line of the table: its name, and what it says. figure: the outlook's property it shows, or that of what it follows
 * from which is known least. words NULL: the figure alone. */
typedef struct
{
  const char *title;
  char *(*words) (SuretyOutlook *outlook);
  const char *figure;
} Line;

struct _SuretyOutlookSummary
{
  GtkBox parent_instance;

  GtkLabel *title_label;
  GtkLabel *figure_label;
  SuretyKnownMark *figure_mark;
  AdwBin *frame;
  GtkListBox *rows;
  SuretyChart *chart;
  AdwActionRow *line_rows[MOST_LINES];
  SuretyKnownMark *line_marks[MOST_LINES];

  SuretySession *session;
  SuretySummaryKind kind;
};

G_DEFINE_FINAL_TYPE (SuretyOutlookSummary, surety_outlook_summary, GTK_TYPE_BOX)

/* What is not worked out yet is said to be on its way. */
static char *
simulated (SuretyOutlook *outlook, char *text)
{
  if (surety_outlook_get_simulation (outlook) != NULL || !surety_outlook_get_simulating (outlook))
    return text;
  g_free (text);

  return g_strdup (_ ("Still being worked out…"));
}

static char *
say_expected_loss (SuretyOutlook *outlook)
{
  return simulated (outlook, surety_outlook_figure_words (outlook, "expected-loss"));
}

static char *
say_any_loss (SuretyOutlook *outlook)
{
  return simulated (outlook, surety_outlook_any_loss_words (outlook));
}

static char *
say_per_worst (SuretyOutlook *outlook)
{
  const RewardSummary *reward = surety_outlook_get_reward (outlook);

  return reward != NULL ? surety_outlook_ratio_words (&reward->per_worst)
                        : g_strdup (_ ("Not known"));
}

static char *
say_per_expected (SuretyOutlook *outlook)
{
  const RewardSummary *reward = surety_outlook_get_reward (outlook);

  return reward != NULL ? surety_outlook_ratio_words (&reward->per_expected)
                        : g_strdup (_ ("Not known"));
}

static const Line risk_lines[MOST_LINES] = {
  { N_ ("Most you can lose"), NULL, "exposure-most" },
  { N_ ("Of it before you could leave"), NULL, "exposure-before-exit" },
  { N_ ("Of it already now"), NULL, "exposure-now" },
  { N_ ("To be expected in a year"), say_expected_loss, "expected-loss" },
  { N_ ("Years with any loss"), say_any_loss, "expected-loss" },
};

static const Line reward_lines[MOST_LINES] = {
  { N_ ("The token’s own reward"), surety_outlook_base_words, "base-year" },
  { N_ ("Network fees"), surety_outlook_gas_words, "gas" },
  { N_ ("Rewards have paid the fees"), surety_outlook_payback_words, "restaking-year" },
  { N_ ("A year’s reward for what you could lose"), say_per_worst, "restaking-year" },
  { N_ ("A year’s reward for the loss to be expected"), say_per_expected, "restaking-year" },
};

static const Line *
get_lines (SuretyOutlookSummary *self)
{
  return self->kind == SURETY_SUMMARY_RISK ? risk_lines : reward_lines;
}

static void
show_mark (SuretyKnownMark *mark, SuretyOutlook *outlook, const char *property)
{
  g_autoptr (SuretyFigure) figure = NULL;

  if (property != NULL)
    g_object_get (outlook, property, &figure, NULL);
  surety_known_mark_set_figure (mark, figure);
}

static void
show_all (SuretyOutlookSummary *self)
{
  SuretyOutlook *outlook = surety_session_get_outlook (self->session);
  const gboolean risk = self->kind == SURETY_SUMMARY_RISK;
  const Line *lines = get_lines (self);
  g_autofree char *figure = risk ? surety_outlook_figure_words (outlook, "exposure-most")
                                 : surety_outlook_restaking_words (outlook);

  gtk_label_set_label (self->figure_label, figure);
  show_mark (self->figure_mark, outlook, risk ? "exposure-most" : "restaking-year");
  if (risk)
    surety_outlook_show_slashable (self->session, SURETY_SLASH_CHART (self->chart));
  else
    surety_outlook_show_sources (self->session, SURETY_SOURCE_CHART (self->chart));
  for (guint i = 0; i < MOST_LINES; i++)
    {
      g_autofree char *text = lines[i].words != NULL
                                ? lines[i].words (outlook)
                                : surety_outlook_figure_words (outlook, lines[i].figure);

      adw_action_row_set_subtitle (self->line_rows[i], text);
      /* What is said not to be known has no mark, though what it would follow from is. */
      show_mark (self->line_marks[i], outlook,
                 g_str_equal (text, _ ("Not known")) ? NULL : lines[i].figure);
    }
}

static void
add_line (SuretyOutlookSummary *self, guint i)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title",
                                 _ (get_lines (self)[i].title), "subtitle-selectable", TRUE,
                                 "subtitle-lines", 0, NULL);
  GtkWidget *mark = surety_known_mark_new (NULL);

  gtk_widget_add_css_class (row, "property");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), mark);
  gtk_list_box_append (self->rows, row);
  self->line_rows[i] = ADW_ACTION_ROW (row);
  self->line_marks[i] = SURETY_KNOWN_MARK (mark);
}

static void
surety_outlook_summary_dispose (GObject *object)
{
  SuretyOutlookSummary *self = SURETY_OUTLOOK_SUMMARY (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_OUTLOOK_SUMMARY);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_outlook_summary_parent_class)->dispose (object);
}

static void
surety_outlook_summary_class_init (SuretyOutlookSummaryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_outlook_summary_dispose;

  g_type_ensure (SURETY_TYPE_KNOWN_MARK);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-outlook-summary.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyOutlookSummary, title_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyOutlookSummary, figure_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyOutlookSummary, figure_mark);
  gtk_widget_class_bind_template_child (widget_class, SuretyOutlookSummary, frame);
  gtk_widget_class_bind_template_child (widget_class, SuretyOutlookSummary, rows);
}

static void
surety_outlook_summary_init (SuretyOutlookSummary *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
surety_outlook_summary_set_session (SuretyOutlookSummary *self,
                                    SuretySession *session,
                                    SuretySummaryKind kind)
{
  const gboolean risk = kind == SURETY_SUMMARY_RISK;

  g_return_if_fail (SURETY_IS_OUTLOOK_SUMMARY (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  self->kind = kind;
  self->chart = g_object_new (risk ? SURETY_TYPE_SLASH_CHART : SURETY_TYPE_SOURCE_CHART, NULL);
  adw_bin_set_child (self->frame, surety_chart_frame_new (self->chart));
  gtk_label_set_label (self->title_label,
                       risk ? _ ("Most you can lose") : _ ("Paid for restaking"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  risk ? _ ("What you risk") : _ ("What you get for it"), -1);
  for (guint i = 0; i < MOST_LINES; i++)
    add_line (self, i);
  g_signal_connect_object (surety_session_get_outlook (session), "changed", G_CALLBACK (show_all),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_session_get_guide (session), "notify::asset",
                           G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  show_all (self);
}
