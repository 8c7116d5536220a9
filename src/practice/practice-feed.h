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
} PracticeFeed;

extern const PracticePart practice_feed_part; /* data: PracticeFeed */

G_END_DECLS
