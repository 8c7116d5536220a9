/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-chart-pen.h"
#include "surety-chart-point.h"

G_BEGIN_DECLS

/* What all charts have in common: points that the keyboard walks with the arrow keys (Home and End: the first, the
 * last) and a screen reader says, the same as a table, and a picture of them in a file. Drawn in the theme's colours;
 * nothing moves. Properties (all notify): "title" (string), "summary" (string: said with the title, and all that is drawn when there
 * is no point). Signal "changed": other points, or other words of them. */
#define SURETY_TYPE_CHART (surety_chart_get_type ())
G_DECLARE_DERIVABLE_TYPE (SuretyChart, surety_chart, SURETY, CHART, GtkWidget)

struct _SuretyChartClass
{
  GtkWidgetClass parent_class;

  /* Draws itself in width, and says where its points are (areas of as many as there are, in places of a left-to-right page);
   * pen is NULL when only that is asked. Returns the height. */
  float (*draw) (SuretyChart *self, const SuretyPen *pen, float width, graphene_rect_t *areas);
};

const char *surety_chart_get_title (SuretyChart *self);
void surety_chart_set_title (SuretyChart *self, const char *title);
const char *surety_chart_get_summary (SuretyChart *self);
void surety_chart_set_summary (SuretyChart *self, const char *summary);

/* For subclasses: n points from now on; those that were there stay, and keep the keyboard. Then each of them is set, then
 * surety_chart_points_set (). */
void surety_chart_set_n_points (SuretyChart *self, guint n);
guint surety_chart_get_n_points (SuretyChart *self);
/* Lent. */
SuretyChartPoint *surety_chart_get_point (SuretyChart *self, guint i);
void surety_chart_points_set (SuretyChart *self);

/* For subclasses: the words of a point in two lines beside x, the second dimmed. Returns the height. pen may be NULL. */
float surety_chart_draw_words (SuretyChart *self,
                               const SuretyPen *pen,
                               guint i,
                               float x,
                               float y,
                               float width);

/* A picture with its title, width pixels wide and enlarged by scale; new. NULL when the chart is in no window. */
GdkTexture *surety_chart_render (SuretyChart *self, int width, float scale);

G_END_DECLS
