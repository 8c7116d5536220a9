/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-slash-chart.h"

#include "surety-chart-layout.h"

#define BAR 24.0f
#define SWATCH 14.0f
#define INDENT 50.0f
#define SPACE 8.0f
#define SEAM 2.0f

struct _SuretySlashChart
{
  SuretyChart parent_instance;

  GArray *shares;   /* guint */
  GArray *patterns; /* SuretyPattern */
};

G_DEFINE_FINAL_TYPE (SuretySlashChart, surety_slash_chart, SURETY_TYPE_CHART)

/* The number over a part, where there is room for it. */
static void
draw_number (const SuretyPen *pen, guint i, float start, float length, float *free_from)
{
  g_autofree char *number = g_strdup_printf ("%u", i + 1);
  float width = 0;
  float at = 0;

  surety_text_measure (pen->widget, number, SURETY_TEXT_SMALL, 0, &width, NULL);
  at = CLAMP (start + (length - width) / 2, 0, pen->width - width);
  if (at < *free_from)
    return;
  surety_pen_text (pen, number, SURETY_TEXT_SMALL, at, 0, 0);
  *free_from = at + width + 2;
}

static void
draw_bar (SuretySlashChart *self, const SuretyPen *pen, float y)
{
  gsize n = self->shares->len;
  g_autofree float *starts = g_new0 (float, n + 1);
  g_autofree float *lengths = g_new0 (float, n + 1);
  float free_from = 0;

  surety_chart_layout_bar ((const guint *) (gpointer) self->shares->data, n, pen->width, starts,
                           lengths);
  surety_pen_track (pen, 0, y, pen->width, BAR);
  for (guint i = 0; i < n; i++)
    {
      float seam = lengths[i] > 2 * SEAM ? SEAM : 0;

      surety_pen_fill (pen, g_array_index (self->patterns, SuretyPattern, i), starts[i], y,
                       lengths[i] - seam, BAR);
      if (lengths[i] > 0)
        draw_number (pen, i, starts[i], lengths[i], &free_from);
    }
  if (pen->high_contrast)
    surety_pen_fill (pen, SURETY_PATTERN_EMPTY, 0, y, pen->width, BAR);
}

static float
surety_slash_chart_draw (SuretyChart *chart,
                         const SuretyPen *pen,
                         float width,
                         graphene_rect_t *areas)
{
  SuretySlashChart *self = SURETY_SLASH_CHART (chart);
  float line = 0;
  float y = 0;

  surety_text_measure (GTK_WIDGET (self), "0", SURETY_TEXT_SMALL, 0, NULL, &line);
  if (pen != NULL)
    draw_bar (self, pen, line + 2);
  y = line + 2 + BAR + SPACE;
  for (guint i = 0; i < self->shares->len; i++)
    {
      float height = surety_chart_draw_words (chart, pen, i, INDENT, y, width - INDENT);

      if (pen != NULL)
        {
          g_autofree char *number = g_strdup_printf ("%u", i + 1);

          surety_pen_text (pen, number, SURETY_TEXT_PLAIN, 2, y, 0);
          surety_pen_fill (pen, g_array_index (self->patterns, SuretyPattern, i), 27, y + 2, SWATCH,
                           SWATCH);
        }
      areas[i] = GRAPHENE_RECT_INIT (0, y - SPACE / 4, width, height + SPACE / 2);
      y += height + SPACE;
    }

  return y;
}

static void
surety_slash_chart_finalize (GObject *object)
{
  SuretySlashChart *self = SURETY_SLASH_CHART (object);

  g_array_unref (self->shares);
  g_array_unref (self->patterns);

  G_OBJECT_CLASS (surety_slash_chart_parent_class)->finalize (object);
}

static void
surety_slash_chart_class_init (SuretySlashChartClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_slash_chart_finalize;
  SURETY_CHART_CLASS (klass)->draw = surety_slash_chart_draw;
}

static void
surety_slash_chart_init (SuretySlashChart *self)
{
  self->shares = g_array_new (FALSE, FALSE, sizeof (guint));
  self->patterns = g_array_new (FALSE, FALSE, sizeof (SuretyPattern));
}

GtkWidget *
surety_slash_chart_new (void)
{
  return g_object_new (SURETY_TYPE_SLASH_CHART, NULL);
}

void
surety_slash_chart_set (SuretySlashChart *self, const SuretySlashPart *parts, gsize n)
{
  SuretyChart *chart = NULL;

  g_return_if_fail (SURETY_IS_SLASH_CHART (self));

  chart = SURETY_CHART (self);
  g_array_set_size (self->shares, 0);
  g_array_set_size (self->patterns, 0);
  surety_chart_set_n_points (chart, (guint) n);
  for (guint i = 0; i < n; i++)
    {
      g_array_append_val (self->shares, parts[i].share);
      g_array_append_val (self->patterns, parts[i].pattern);
      surety_chart_point_set (surety_chart_get_point (chart, i), parts[i].name, parts[i].value,
                              parts[i].detail);
    }
  surety_chart_points_set (chart);
}
