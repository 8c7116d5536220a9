/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "simulation.h"
#include "surety-chart.h"

G_BEGIN_DECLS

/* How a year may end: how likely each size of loss is, by the simulation. Upwards is likelier, each line ten times;
 * the first bar is a year without any loss. An upright line drawn through is the loss that one year in 20 goes
 * beyond, a dashed one the same for one year in 100. */
#define SURETY_TYPE_OUTCOME_CHART (surety_outcome_chart_get_type ())
G_DECLARE_FINAL_TYPE (SuretyOutcomeChart, surety_outcome_chart, SURETY, OUTCOME_CHART, SuretyChart)

GtkWidget *surety_outcome_chart_new (void);
/* NULL: not known (yet), no points. Copied. */
void surety_outcome_chart_set (SuretyOutcomeChart *self, const SimulationResult *result);

G_END_DECLS
