/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-lst.h"

G_BEGIN_DECLS

/* Price feeds, shaped as Chainlink's AggregatorV3 and updated once a heartbeat. */
typedef struct
{
  const char *description; /* "ETH / USD" */
  guint8 decimals;
  guint64 heartbeat; /* seconds */
  gboolean is_lst;   /* near lst's rate; else its own wave around base */
  PracticeLst lst;   /* first_rate 10^18 and yearly 0 for a rebasing token */
  u256 base;         /* in its decimals */
  gboolean is_rate;  /* repeats the rate, as exchange-rate feeds do */
  guint64 stops;     /* written no more since then; 0 = never */
  /* So many millionths below the usual price, from (inclusive) to. */
  guint discount;
  guint64 discount_from;
  guint64 discount_to;
} PracticeFeed;

extern const PracticePart practice_feed_part; /* data: PracticeFeed */

G_END_DECLS
