/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-chart.h"

G_BEGIN_DECLS

/* A part of the stake: who, how much and when. Strings are copied. */
typedef struct
{
  const char *name;
  const char *value;
  const char *detail; /* may be "" */
  guint share;        /* millionths of the stake */
  SuretyPattern pattern;
} SuretySlashPart;

/* What can be slashed by whom: a bar whose width is the whole stake, a part a claim (filled: now, hatched: from a
 * known time, dotted: as soon as somebody decides so), the rest is free; and a line of words for each part, which
 * numbers tie to it. */
#define SURETY_TYPE_SLASH_CHART (surety_slash_chart_get_type ())
G_DECLARE_FINAL_TYPE (SuretySlashChart, surety_slash_chart, SURETY, SLASH_CHART, SuretyChart)

GtkWidget *surety_slash_chart_new (void);
void surety_slash_chart_set (SuretySlashChart *self, const SuretySlashPart *parts, gsize n);

G_END_DECLS
