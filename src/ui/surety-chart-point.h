/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A point of a chart: a part, an event, a bar. What it is and what it says; the keyboard can be on it, and a screen
 * reader then says both. */
#define SURETY_TYPE_CHART_POINT (surety_chart_point_get_type ())
G_DECLARE_FINAL_TYPE (SuretyChartPoint, surety_chart_point, SURETY, CHART_POINT, GtkWidget)

GtkWidget *surety_chart_point_new (void);
/* detail may be "". */
void surety_chart_point_set (SuretyChartPoint *self,
                             const char *name,
                             const char *value,
                             const char *detail);
const char *surety_chart_point_get_name (SuretyChartPoint *self);
const char *surety_chart_point_get_value (SuretyChartPoint *self);
const char *surety_chart_point_get_detail (SuretyChartPoint *self);

G_END_DECLS
