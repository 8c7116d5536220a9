/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-chart.h"

G_BEGIN_DECLS

/* Where a reward comes from. Strings are copied. */
typedef struct
{
  const char *name;
  const char *value;
  const char *detail;    /* may be "" */
  double amount;         /* all in one unit; below 0: how much is not known, nothing is drawn */
  SuretyPattern pattern; /* filled: for restaking; hatched: comes without it */
} SuretySourceBar;

/* Reward by source: a bar each, on one scale, longest is the whole width. */
#define SURETY_TYPE_SOURCE_CHART (surety_source_chart_get_type ())
G_DECLARE_FINAL_TYPE (SuretySourceChart, surety_source_chart, SURETY, SOURCE_CHART, SuretyChart)

GtkWidget *surety_source_chart_new (void);
void surety_source_chart_set (SuretySourceChart *self, const SuretySourceBar *sources, gsize n);

G_END_DECLS
