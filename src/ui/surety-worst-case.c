/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-worst-case.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "surety-closures.h"
#include "surety-config.h"
#include "surety-guide-facts.h"
#include "surety-known-mark.h"
#include "surety-pledge-bar.h"

struct _SuretyWorstCase
{
  GtkBox parent_instance;

  GtkLabel *words_label;
  SuretyPledgeBar *bar;
  AdwActionRow *most_row;
  SuretyKnownMark *most_mark;
  AdwActionRow *before_row;
  SuretyKnownMark *before_mark;
  AdwActionRow *now_row;
  SuretyKnownMark *now_mark;

  SuretySession *session;
};

G_DEFINE_FINAL_TYPE (SuretyWorstCase, surety_worst_case, GTK_TYPE_BOX)

/* A figure that is not there is said to be unknown, which is not nothing. */
static void
show_figure (SuretyWorstCase *self,
             AdwActionRow *row,
             SuretyKnownMark *mark,
             const char *property,
             gboolean typed)
{
  g_autoptr (SuretyFigure) figure = NULL;
  g_autofree char *amount = NULL;
  g_autofree char *full = NULL;

  g_object_get (surety_session_get_guide (self->session), property, &figure, NULL);
  if (figure != NULL)
    {
      amount = surety_closure_amount (self, figure);
      full = surety_closure_amount_full (self, figure);
    }
  else
    amount = g_strdup (typed ? _ ("Not known") : _ ("Depends on the amount"));
  adw_action_row_set_subtitle (row, amount);
  gtk_widget_set_tooltip_text (GTK_WIDGET (row), full);
  surety_known_mark_set_figure (mark, figure);
}

static void
show_all (SuretyWorstCase *self)
{
  SuretyGuide *guide = surety_session_get_guide (self->session);
  g_autoptr (SuretyFigure) amount = NULL;
  g_autofree char *words = NULL;
  u256 stake = U256_WAD;
  Exposure exposure = { 0 };
  guint now = 0;
  guint pending = 0;
  guint dormant = 0;
  guint latent = 0;
  gboolean known = FALSE;

  /* The shares are those of the whole stake; they only need some amount to be shares of. */
  g_object_get (guide, "amount", &amount, NULL);
  known = surety_guide_facts_exposure (self->session, stake, &exposure);
  if (known)
    {
      now = surety_millionths (exposure.now, stake);
      pending = surety_millionths (exposure.pending, stake);
      dormant = surety_millionths (exposure.dormant, stake);
      latent = surety_millionths (exposure.latent, stake);
    }
  surety_pledge_bar_set (self->bar, known, now, pending, dormant, latent);
  words = surety_pledge_bar_describe (known, now, pending, dormant, latent);
  gtk_label_set_label (self->words_label, words);

  show_figure (self, self->most_row, self->most_mark, "exposure-most", amount != NULL);
  show_figure (self, self->before_row, self->before_mark, "exposure-before-exit", amount != NULL);
  show_figure (self, self->now_row, self->now_mark, "exposure-now", amount != NULL);
}

static void
surety_worst_case_dispose (GObject *object)
{
  SuretyWorstCase *self = SURETY_WORST_CASE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_WORST_CASE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_worst_case_parent_class)->dispose (object);
}

static void
surety_worst_case_class_init (SuretyWorstCaseClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_worst_case_dispose;

  g_type_ensure (SURETY_TYPE_PLEDGE_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-worst-case.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyWorstCase, words_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyWorstCase, bar);
  gtk_widget_class_bind_template_child (widget_class, SuretyWorstCase, most_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyWorstCase, most_mark);
  gtk_widget_class_bind_template_child (widget_class, SuretyWorstCase, before_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyWorstCase, before_mark);
  gtk_widget_class_bind_template_child (widget_class, SuretyWorstCase, now_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyWorstCase, now_mark);
}

static void
surety_worst_case_init (SuretyWorstCase *self)
{
  g_type_ensure (SURETY_TYPE_KNOWN_MARK);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
surety_worst_case_set_session (SuretyWorstCase *self, SuretySession *session)
{
  SuretyGuide *guide = NULL;

  g_return_if_fail (SURETY_IS_WORST_CASE (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  guide = surety_session_get_guide (session);
  g_signal_connect_object (guide, "notify", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_session_get_portfolio (session), "notify::holdings",
                           G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  show_all (self);
}
