/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where things are in the charts. Pure: lengths and places in pixels of a left-to-right page, shares in
 * millionths. */

/* No part that is there is thinner than this. */
#define SURETY_CHART_THINNEST 3.0f

/* A bar of width, cut into parts one after the other: start and length of each of n. A part of 0 has no length; what
 * the thin ones are given too much is taken from the widest, so that nothing goes beyond the width. */
void surety_chart_layout_bar (const guint *parts,
                              gsize n,
                              float width,
                              float *starts,
                              float *lengths);

/* A place on an axis from 0 to end: 0 … width; beyond either end it is that end. end 0: 0. */
float surety_chart_layout_place (double at, double end, float width);

/* A chance as a height: on a logarithmic scale from 10^-decades (0) to 1 (height). What is not there has no
 * height, what is there at least 1. */
float surety_chart_layout_chance (double chance, guint decades, float height);

/* The chances of n bars taken together by so many: out has n / by, the last of what is left. Returns how many. */
gsize surety_chart_layout_merge (const double *bars, gsize n, gsize by, double *out);

/* "1 in 20" of a chance, as a whole number: 20. 0 for a chance of nothing; at most G_MAXUINT. */
guint surety_chart_layout_one_in (double chance);

G_END_DECLS
