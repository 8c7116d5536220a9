/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-outcome-chart.h"

#include <glib/gi18n.h>

#include "surety-chart-layout.h"
#include "surety-format.h"

#define PLOT 132.0f
#define DECADES 6
#define MERGE 2
#define FIRST 18.0f /* the bar of no loss */
#define SPACE 8.0f
#define SEAM 1.0f
#define DASH 4.0f

#define N_BARS 20u

static_assert (N_BARS * MERGE == SIMULATION_BARS);

struct _SuretyOutcomeChart
{
  SuretyChart parent_instance;

  gboolean known;
  SimulationResult result;
  double bars[N_BARS];
  guint bar_of[N_BARS]; /* of the points after the first three: which bar they are */
  guint n_bars;         /* with any chance */
};

G_DEFINE_FINAL_TYPE (SuretyOutcomeChart, surety_outcome_chart, SURETY_TYPE_CHART)

/* Points: 1 in 20, 1 in 100, no loss, then the bars that are there. */
#define N_FIRST 3

static char *
percent (double share)
{
  return surety_format_percent ((u256) (unsigned long long) (CLAMP (share, 0, 1) * 1e18));
}

/* "1 in 20 years"; what is likelier than that has no such words. */
static char *
chance_words (double chance)
{
  guint times = surety_chart_layout_one_in (chance);
  g_autofree char *number = surety_format_count (times);

  if (times == 0)
    return g_strdup (_ ("not seen once"));
  if (chance > 0.4)
    return g_strdup_printf (_ ("%.0f in 100 years"), chance * 100);

  /* Translators: %s is a number. */
  return g_strdup_printf (_ ("1 in %s years"), number);
}

static void
draw_scale (const SuretyPen *pen, float left, float y)
{
  static const char *const words[] = { N_ ("1 in 1"),    N_ ("1 in 10"),     N_ ("1 in 100"),
                                       N_ ("1 in 1000"), N_ ("1 in 10 000"), N_ ("1 in 100 000") };

  for (guint i = 0; i < DECADES; i++)
    {
      float at = y + PLOT * (float) i / DECADES;
      float height = 0;

      surety_pen_rule (pen, left, at, pen->width - left);
      surety_text_measure (pen->widget, _ (words[i]), SURETY_TEXT_SMALL, 0, NULL, &height);
      if (height <= PLOT / DECADES || i % 2 == 0)
        surety_pen_text (pen, _ (words[i]), SURETY_TEXT_DIM | SURETY_TEXT_SMALL, 0, at, 0);
    }
  surety_pen_rule (pen, left, y + PLOT, pen->width - left);
}

static float
scale_width (GtkWidget *widget)
{
  float width = 0;

  surety_text_measure (widget, _ ("1 in 100 000"), SURETY_TEXT_SMALL, 0, &width, NULL);

  return width + 6;
}

static void
draw_bars (SuretyOutcomeChart *self,
           const SuretyPen *pen,
           float left,
           float width,
           graphene_rect_t *areas)
{
  float from = left + FIRST + SPACE;
  float bar = (width - from) / N_BARS;
  float height = surety_chart_layout_chance (1 - self->result.any, DECADES, PLOT);

  areas[2] = GRAPHENE_RECT_INIT (left, 0, FIRST, PLOT);
  if (pen != NULL)
    {
      surety_pen_fill (pen, SURETY_PATTERN_EMPTY, left, PLOT - height, FIRST, height);
      surety_pen_track (pen, left, PLOT - height, FIRST, height);
    }
  for (guint i = 0; i < self->n_bars; i++)
    {
      guint which = self->bar_of[i];

      height = surety_chart_layout_chance (self->bars[which], DECADES, PLOT);
      areas[N_FIRST + i] = GRAPHENE_RECT_INIT (from + bar * (float) which, 0, bar, PLOT);
      if (pen != NULL)
        surety_pen_fill (pen, SURETY_PATTERN_SOLID, from + bar * (float) which, PLOT - height,
                         bar - SEAM, height);
    }
  if (pen == NULL || !(self->result.most > 0))
    return;
  surety_pen_line (pen,
                   from + surety_chart_layout_place (self->result.loss_20, self->result.most,
                                                     width - from),
                   0, PLOT, 0);
  surety_pen_line (pen,
                   from + surety_chart_layout_place (self->result.loss_100, self->result.most,
                                                     width - from),
                   0, PLOT, DASH);
}

/* What is under the plot: from nothing to the most there can be. */
static float
draw_axis (SuretyOutcomeChart *self, const SuretyPen *pen, float left, float width)
{
  g_autofree char *most = percent (self->result.most);
  float height = 0;
  float text = 0;

  surety_text_measure (GTK_WIDGET (self), most, SURETY_TEXT_SMALL, 0, &text, &height);
  if (pen != NULL)
    {
      surety_pen_text (pen, _ ("nothing lost"), SURETY_TEXT_DIM | SURETY_TEXT_SMALL, left, PLOT + 2,
                       0);
      surety_pen_text (pen, most, SURETY_TEXT_DIM | SURETY_TEXT_SMALL, width - text, PLOT + 2, 0);
    }

  return height + 2;
}

static float
surety_outcome_chart_draw (SuretyChart *chart,
                           const SuretyPen *pen,
                           float width,
                           graphene_rect_t *areas)
{
  SuretyOutcomeChart *self = SURETY_OUTCOME_CHART (chart);
  float left = scale_width (GTK_WIDGET (self));
  float y = PLOT;

  if (pen != NULL)
    draw_scale (pen, left, 0);
  draw_bars (self, pen, left, width, areas);
  y += draw_axis (self, pen, left, width) + SPACE;
  for (guint i = 0; i < 2; i++)
    {
      float height = surety_chart_draw_words (chart, pen, i, 20, y, width - 20);

      if (pen != NULL)
        surety_pen_line (pen, 8, y, height, i == 0 ? 0 : DASH);
      areas[i] = GRAPHENE_RECT_INIT (0, y - SPACE / 4, width, height + SPACE / 2);
      y += height + SPACE;
    }

  return y;
}

static void
surety_outcome_chart_class_init (SuretyOutcomeChartClass *klass)
{
  SURETY_CHART_CLASS (klass)->draw = surety_outcome_chart_draw;
}

static void
surety_outcome_chart_init (SuretyOutcomeChart *self)
{
}

GtkWidget *
surety_outcome_chart_new (void)
{
  return g_object_new (SURETY_TYPE_OUTCOME_CHART, NULL);
}

static void
set_mark (SuretyOutcomeChart *self, guint i, const char *name, double loss)
{
  g_autofree char *share = percent (loss);
  g_autofree char *value = NULL;

  /* Translators: a percentage. */
  value = loss > 0 ? g_strdup_printf (_ ("more than %s of the stake is lost"), share)
                   : g_strdup (_ ("something may be lost; in all other years nothing is"));
  surety_chart_point_set (surety_chart_get_point (SURETY_CHART (self), i), name, value, "");
}

static void
set_bar (SuretyOutcomeChart *self, guint i)
{
  guint which = self->bar_of[i];
  g_autofree char *from = percent (self->result.most * which / N_BARS);
  g_autofree char *until = percent (self->result.most * (which + 1) / N_BARS);
  g_autofree char *name = NULL;
  g_autofree char *value = chance_words (self->bars[which]);

  /* Translators: two percentages. */
  name = g_strdup_printf (_ ("Between %s and %s lost"), from, until);
  surety_chart_point_set (surety_chart_get_point (SURETY_CHART (self), N_FIRST + i), name, value,
                          "");
}

void
surety_outcome_chart_set (SuretyOutcomeChart *self, const SimulationResult *result)
{
  g_autofree char *none = NULL;

  g_return_if_fail (SURETY_IS_OUTCOME_CHART (self));

  self->known = result != NULL;
  self->n_bars = 0;
  if (result == NULL)
    {
      surety_chart_set_n_points (SURETY_CHART (self), 0);
      surety_chart_points_set (SURETY_CHART (self));
      return;
    }
  self->result = *result;
  surety_chart_layout_merge (result->bars, SIMULATION_BARS, MERGE, self->bars);
  for (guint i = 0; i < N_BARS; i++)
    if (self->bars[i] > 0)
      self->bar_of[self->n_bars++] = i;
  surety_chart_set_n_points (SURETY_CHART (self), N_FIRST + self->n_bars);
  set_mark (self, 0, _ ("In one year of 20"), result->loss_20);
  set_mark (self, 1, _ ("In one year of 100"), result->loss_100);
  none = chance_words (1 - result->any);
  surety_chart_point_set (surety_chart_get_point (SURETY_CHART (self), 2), _ ("Nothing lost"), none,
                          "");
  for (guint i = 0; i < self->n_bars; i++)
    set_bar (self, i);
  surety_chart_points_set (SURETY_CHART (self));
}
