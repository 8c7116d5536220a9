/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-chart.h"

G_BEGIN_DECLS

/* A chart with its title, to be shown as a table instead, and to be saved as a picture (PNG). Property (construct only,
 * as templates set it): "chart" (SuretyChart). */
#define SURETY_TYPE_CHART_FRAME (surety_chart_frame_get_type ())
G_DECLARE_FINAL_TYPE (SuretyChartFrame, surety_chart_frame, SURETY, CHART_FRAME, GtkBox)

GtkWidget *surety_chart_frame_new (SuretyChart *chart);

G_END_DECLS
