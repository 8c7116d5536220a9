/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-feed.h"

/* One phase, whose number is in the upper 16 of 80 bits. */
#define PHASE ((u256) 1 << 64)
#define DAY 86400u

/* Between -1000 and 1000, there and back once a period. */
static gint64
wave (guint64 time, guint64 period)
{
  guint64 phase = time % period;
  guint64 half = period / 2;
  guint64 rise = phase < half ? phase : period - phase;

  return (gint64) (rise * 2000 / half) - 1000;
}

static u256
moved (u256 value, gint64 millionths)
{
  u256 difference = value * (u256) (guint64) ABS (millionths) / 1000000u;

  return millionths < 0 ? value - difference : value + difference;
}

static u256
price_at (const PracticeFeed *feed, guint64 time)
{
  gint64 discount = time >= feed->discount_from && time < feed->discount_to ? feed->discount : 0;

  if (feed->is_rate)
    return practice_lst_rate_at (&feed->lst, time);
  /* The market pays a little less than the rate: 0.12 % around which it moves by 0.09 %. */
  if (feed->is_lst)
    return moved (practice_lst_rate_at (&feed->lst, time), -1200 - discount +
                                                             wave (time, 23 * DAY) * 6 / 10 +
                                                             wave (time, 3 * DAY) * 3 / 10);

  /* 12 % over 90 days, 3 % over 11. */
  return moved (feed->base, wave (time, 90 * DAY) * 120 + wave (time, 11 * DAY) * 30);
}

static gboolean
return_round (PracticeCall *call, guint64 round)
{
  const PracticeFeed *feed = call->contract->data;
  guint64 time = round * feed->heartbeat;
  AbiValue values[] = {
    abi_uint (PHASE | round), abi_int (price_at (feed, time)), abi_uint (time),
    abi_uint (time),          abi_uint (PHASE | round),
  };

  return practice_return (call, values, G_N_ELEMENTS (values));
}

static guint64
newest_round (PracticeCall *call)
{
  const PracticeFeed *feed = call->contract->data;

  guint64 time = call->env->time;

  if (feed->stops != 0 && time > feed->stops)
    time = feed->stops;
  return time / feed->heartbeat;
}

static gboolean
feed_latest (PracticeCall *call)
{
  return return_round (call, newest_round (call));
}

static gboolean
feed_round (PracticeCall *call)
{
  u256 id = practice_arg_uint (call, 0);

  if ((id & ~(PHASE - 1)) != PHASE || (guint64) id > newest_round (call))
    return practice_revert_text (call->env, "No data present");

  return return_round (call, (guint64) id);
}

static gboolean
feed_decimals (PracticeCall *call)
{
  const PracticeFeed *feed = call->contract->data;

  return practice_return_uint (call, feed->decimals);
}

static gboolean
feed_description (PracticeCall *call)
{
  const PracticeFeed *feed = call->contract->data;

  return practice_return_text (call, feed->description);
}

static gboolean
feed_version (PracticeCall *call)
{
  return practice_return_uint (call, 4);
}

#define ROUND \
  "(uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)"

static const PracticeFunction feed_functions[] = {
  { "function latestRoundData() returns " ROUND, feed_latest },
  { "function getRoundData(uint80 roundId) returns " ROUND, feed_round },
  { "function decimals() returns (uint8)", feed_decimals },
  { "function description() returns (string)", feed_description },
  { "function version() returns (uint256)", feed_version },
};

const PracticePart practice_feed_part = {
  .name = "AggregatorV3",
  .functions = feed_functions,
  .n_functions = G_N_ELEMENTS (feed_functions),
};
