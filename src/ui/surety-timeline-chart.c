/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-timeline-chart.h"

#include "surety-chart-layout.h"

#define LANE 16.0f
#define MARK 6.0f
#define EDGE 8.0f
#define SPACE 10.0f
#define DASH 4.0f

struct _SuretyTimelineChart
{
  SuretyChart parent_instance;

  GArray *times;    /* double, seconds from now; the last is the exit's */
  GArray *too_soon; /* gboolean */
};

G_DEFINE_FINAL_TYPE (SuretyTimelineChart, surety_timeline_chart, SURETY_TYPE_CHART)

/* A little beyond the last of all, so that no mark is at the edge. */
static double
end_of (SuretyTimelineChart *self)
{
  double end = 1;

  for (guint i = 0; i < self->times->len; i++)
    end = MAX (end, g_array_index (self->times, double, i));

  return end * 1.06;
}

static void
draw_lane (SuretyTimelineChart *self, const SuretyPen *pen, guint i, float y)
{
  float inside = pen->width - 2 * EDGE;
  guint last = self->times->len - 1;
  double end = end_of (self);
  float out = EDGE +
              surety_chart_layout_place (g_array_index (self->times, double, last), end, inside);
  float at = EDGE + surety_chart_layout_place (g_array_index (self->times, double, i), end, inside);

  surety_pen_rule (pen, 0, y + LANE / 2, pen->width);
  surety_pen_track (pen, EDGE, y, out - EDGE, LANE);
  surety_pen_line (pen, EDGE, y, LANE, 0);
  surety_pen_line (pen, out, y, LANE, i == last ? 0 : DASH);
  if (i != last)
    surety_pen_mark (pen, g_array_index (self->too_soon, gboolean, i), at, y + LANE / 2, MARK);
}

static float
surety_timeline_chart_draw (SuretyChart *chart,
                            const SuretyPen *pen,
                            float width,
                            graphene_rect_t *areas)
{
  SuretyTimelineChart *self = SURETY_TIMELINE_CHART (chart);
  float y = 0;

  for (guint i = 0; i < self->times->len; i++)
    {
      float height = surety_chart_draw_words (chart, pen, i, 0, y, width);

      if (pen != NULL)
        draw_lane (self, pen, i, y + height + 2);
      areas[i] = GRAPHENE_RECT_INIT (0, y - SPACE / 4, width, height + 2 + LANE + SPACE / 2);
      y += height + 2 + LANE + SPACE;
    }

  return y;
}

static void
surety_timeline_chart_finalize (GObject *object)
{
  SuretyTimelineChart *self = SURETY_TIMELINE_CHART (object);

  g_array_unref (self->times);
  g_array_unref (self->too_soon);

  G_OBJECT_CLASS (surety_timeline_chart_parent_class)->finalize (object);
}

static void
surety_timeline_chart_class_init (SuretyTimelineChartClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_timeline_chart_finalize;
  SURETY_CHART_CLASS (klass)->draw = surety_timeline_chart_draw;
}

static void
surety_timeline_chart_init (SuretyTimelineChart *self)
{
  self->times = g_array_new (FALSE, FALSE, sizeof (double));
  self->too_soon = g_array_new (FALSE, FALSE, sizeof (gboolean));
}

GtkWidget *
surety_timeline_chart_new (void)
{
  return g_object_new (SURETY_TYPE_TIMELINE_CHART, NULL);
}

static void
add (SuretyTimelineChart *self, const SuretyTimelineEvent *event)
{
  SuretyChartPoint *point = surety_chart_get_point (SURETY_CHART (self), self->times->len);

  g_array_append_val (self->times, event->at);
  g_array_append_val (self->too_soon, event->too_soon);
  surety_chart_point_set (point, event->name, event->value, event->detail);
}

void
surety_timeline_chart_set (SuretyTimelineChart *self,
                           const SuretyTimelineEvent *events,
                           gsize n,
                           const SuretyTimelineEvent *exit)
{
  g_return_if_fail (SURETY_IS_TIMELINE_CHART (self) && exit != NULL);

  g_array_set_size (self->times, 0);
  g_array_set_size (self->too_soon, 0);
  surety_chart_set_n_points (SURETY_CHART (self), (guint) n + 1);
  for (gsize i = 0; i < n; i++)
    add (self, &events[i]);
  add (self, exit);
  surety_chart_points_set (SURETY_CHART (self));
}

void
surety_timeline_chart_clear (SuretyTimelineChart *self)
{
  g_return_if_fail (SURETY_IS_TIMELINE_CHART (self));

  g_array_set_size (self->times, 0);
  g_array_set_size (self->too_soon, 0);
  surety_chart_set_n_points (SURETY_CHART (self), 0);
  surety_chart_points_set (SURETY_CHART (self));
}
