/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-chart-layout.h"

#include <math.h>

void
surety_chart_layout_bar (const guint *parts, gsize n, float width, float *starts, float *lengths)
{
  float sum = 0;
  float at = 0;
  gsize widest = 0;

  for (gsize i = 0; i < n; i++)
    {
      float length = width * (float) MIN (parts[i], 1000000u) / 1000000.0f;

      lengths[i] = parts[i] == 0 ? 0 : fmaxf (length, SURETY_CHART_THINNEST);
      sum += lengths[i];
      if (lengths[i] > lengths[widest])
        widest = i;
    }
  if (n > 0 && sum > width)
    lengths[widest] = fmaxf (lengths[widest] - (sum - width), 0);
  for (gsize i = 0; i < n; i++)
    {
      starts[i] = fminf (at, width);
      lengths[i] = fminf (lengths[i], width - starts[i]);
      at += lengths[i];
    }
}

float
surety_chart_layout_place (double at, double end, float width)
{
  if (!(end > 0) || !(at > 0))
    return 0;

  return at >= end ? width : (float) (at / end * (double) width);
}

float
surety_chart_layout_chance (double chance, guint decades, float height)
{
  double part = 0;

  if (!(chance > 0))
    return 0;
  part = 1 + log10 (fmin (chance, 1)) / (double) MAX (decades, 1u);

  return fmaxf ((float) (part * (double) height), 1);
}

gsize
surety_chart_layout_merge (const double *bars, gsize n, gsize by, double *out)
{
  gsize n_out = 0;

  g_return_val_if_fail (by > 0, 0);

  for (gsize i = 0; i < n; i++)
    {
      if (i % by == 0)
        out[n_out++] = 0;
      out[n_out - 1] += bars[i];
    }

  return n_out;
}

guint
surety_chart_layout_one_in (double chance)
{
  double times = 0;

  if (!(chance > 0))
    return 0;
  times = round (1 / fmin (chance, 1));

  return times >= (double) G_MAXUINT ? G_MAXUINT : (guint) times;
}
