/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "u256.h"

G_BEGIN_DECLS

/* What a token is worth, as the fraction it is told in: value/per. Rates are wei per 10^18, ratios
 * 10^18 per ratio (the inverse: ankrETH), totals wei in all per shares in all. Only growth is taken
 * from it, so the unit cancels out. */
typedef struct
{
  u256 value;
  u256 per;
} SuretyTokenGrowth;

/* A year's growth at the pace of [then, now], which are seconds apart:
 * (now − then)·31536000·10^18/(then·seconds), toward zero, exact (no rounded rates in between).
 * FALSE when it can't be told: no time between, nothing to compare, or beyond ±9.2 (920 %). */
gboolean surety_token_growth_year (const SuretyTokenGrowth *then,
                                   const SuretyTokenGrowth *now,
                                   guint64 seconds,
                                   gint64 *wad);

/* (price − fair)·10^18/fair, toward zero. FALSE as above. */
gboolean surety_token_growth_deviation (u256 price, u256 fair, gint64 *wad);

G_END_DECLS
