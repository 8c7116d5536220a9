/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-chart.h"

G_BEGIN_DECLS

/* The same as a chart says, as a table: a row a point. */
#define SURETY_TYPE_CHART_TABLE (surety_chart_table_get_type ())
G_DECLARE_FINAL_TYPE (SuretyChartTable, surety_chart_table, SURETY, CHART_TABLE, GtkBox)

void surety_chart_table_set_chart (SuretyChartTable *self, SuretyChart *chart);

G_END_DECLS
