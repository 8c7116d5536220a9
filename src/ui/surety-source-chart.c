/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-source-chart.h"

#include "surety-chart-layout.h"

#define BAR 14.0f
#define SPACE 10.0f

struct _SuretySourceChart
{
  SuretyChart parent_instance;

  GArray *amounts;  /* double */
  GArray *patterns; /* SuretyPattern */
};

G_DEFINE_FINAL_TYPE (SuretySourceChart, surety_source_chart, SURETY_TYPE_CHART)

static void
draw_bar (SuretySourceChart *self, const SuretyPen *pen, guint i, float y)
{
  double amount = g_array_index (self->amounts, double, i);
  double largest = 0;

  for (guint j = 0; j < self->amounts->len; j++)
    largest = MAX (largest, g_array_index (self->amounts, double, j));
  /* Not known is an empty outline, nothing is an empty track. */
  if (amount < 0)
    surety_pen_fill (pen, SURETY_PATTERN_EMPTY, 0, y, pen->width, BAR);
  else
    surety_pen_track (pen, 0, y, pen->width, BAR);
  if (amount > 0)
    surety_pen_fill (pen, g_array_index (self->patterns, SuretyPattern, i), 0, y,
                     MAX (surety_chart_layout_place (amount, largest, pen->width),
                          SURETY_CHART_THINNEST),
                     BAR);
}

static float
surety_source_chart_draw (SuretyChart *chart,
                          const SuretyPen *pen,
                          float width,
                          graphene_rect_t *areas)
{
  SuretySourceChart *self = SURETY_SOURCE_CHART (chart);
  float y = 0;

  for (guint i = 0; i < self->amounts->len; i++)
    {
      float height = surety_chart_draw_words (chart, pen, i, 0, y, width);

      if (pen != NULL)
        draw_bar (self, pen, i, y + height + 3);
      areas[i] = GRAPHENE_RECT_INIT (0, y - SPACE / 4, width, height + 3 + BAR + SPACE / 2);
      y += height + 3 + BAR + SPACE;
    }

  return y;
}

static void
surety_source_chart_finalize (GObject *object)
{
  SuretySourceChart *self = SURETY_SOURCE_CHART (object);

  g_array_unref (self->amounts);
  g_array_unref (self->patterns);

  G_OBJECT_CLASS (surety_source_chart_parent_class)->finalize (object);
}

static void
surety_source_chart_class_init (SuretySourceChartClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_source_chart_finalize;
  SURETY_CHART_CLASS (klass)->draw = surety_source_chart_draw;
}

static void
surety_source_chart_init (SuretySourceChart *self)
{
  self->amounts = g_array_new (FALSE, FALSE, sizeof (double));
  self->patterns = g_array_new (FALSE, FALSE, sizeof (SuretyPattern));
}

GtkWidget *
surety_source_chart_new (void)
{
  return g_object_new (SURETY_TYPE_SOURCE_CHART, NULL);
}

void
surety_source_chart_set (SuretySourceChart *self, const SuretySourceBar *sources, gsize n)
{
  SuretyChart *chart = NULL;

  g_return_if_fail (SURETY_IS_SOURCE_CHART (self));

  chart = SURETY_CHART (self);
  g_array_set_size (self->amounts, 0);
  g_array_set_size (self->patterns, 0);
  surety_chart_set_n_points (chart, (guint) n);
  for (guint i = 0; i < n; i++)
    {
      g_array_append_val (self->amounts, sources[i].amount);
      g_array_append_val (self->patterns, sources[i].pattern);
      surety_chart_point_set (surety_chart_get_point (chart, i), sources[i].name, sources[i].value,
                              sources[i].detail);
    }
  surety_chart_points_set (chart);
}
