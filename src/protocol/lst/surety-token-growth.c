/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-token-growth.h"

#define SECONDS_PER_YEAR ((u256) 31536000u)

/* difference·factor/base as a signed number of 64 bits. */
static gboolean
signed_share (u256 from, u256 to, u256 factor, u256 base, gint64 *wad)
{
  const gboolean less = to < from;
  u256 share;

  if (base == 0 || !u256_mul_div (less ? from - to : to - from, factor, base, ROUND_DOWN, &share) ||
      share > (u256) G_MAXINT64)
    return FALSE;

  *wad = less ? -(gint64) share : (gint64) share;
  return TRUE;
}

gboolean
surety_token_growth_year (const SuretyTokenGrowth *then,
                          const SuretyTokenGrowth *now,
                          guint64 seconds,
                          gint64 *wad)
{
  u256 before, after, base;

  /* then = a/b, now = c/d: now/then − 1 = (c·b − a·d)/(a·d). */
  return then->per != 0 && now->per != 0 && seconds != 0 &&
         u256_mul (then->value, now->per, &before) && u256_mul (now->value, then->per, &after) &&
         u256_mul (before, seconds, &base) &&
         signed_share (before, after, SECONDS_PER_YEAR * U256_WAD, base, wad);
}

gboolean
surety_token_growth_deviation (u256 price, u256 fair, gint64 *wad)
{
  return signed_share (fair, price, U256_WAD, fair, wad);
}
