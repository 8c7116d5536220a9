/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-chart.h"

G_BEGIN_DECLS

/* Something that will change. Strings are copied. */
typedef struct
{
  const char *name;
  const char *value; /* when */
  const char *detail;
  double at;         /* seconds from now */
  gboolean too_soon; /* it takes hold before one could be out */
} SuretyTimelineEvent;

/* What will change, against the time leaving takes: a line each, from now on; the shaded part is the time before one
 * could be out. A full square is what comes before that, a ring what leaves time to go. The last point is the exit itself. */
#define SURETY_TYPE_TIMELINE_CHART (surety_timeline_chart_get_type ())
G_DECLARE_FINAL_TYPE (SuretyTimelineChart,
                      surety_timeline_chart,
                      SURETY,
                      TIMELINE_CHART,
                      SuretyChart)

GtkWidget *surety_timeline_chart_new (void);
/* exit: when one who leaves now is out; its at is where the shade ends. */
void surety_timeline_chart_set (SuretyTimelineChart *self,
                                const SuretyTimelineEvent *events,
                                gsize n,
                                const SuretyTimelineEvent *exit);
/* Nothing is known of the exit: no points. */
void surety_timeline_chart_clear (SuretyTimelineChart *self);

G_END_DECLS
