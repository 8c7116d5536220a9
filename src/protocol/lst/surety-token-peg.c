/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-token-peg.h"

#include <string.h>

#include "surety-eigenlayer-abi.h"
#include "surety-token-growth.h"

/* A feed writes once a heartbeat at the latest; the transaction may wait for a block or two. Without
 * a heartbeat in the file: a day, which all known ones keep. */
#define LATE 3600u
#define USUAL_HEARTBEAT 86400u

GArray *
surety_token_peg_ask (SuretyTokenAsking *asking, const SuretyToken *token)
{
  GArray *calls = g_array_new (FALSE, FALSE, sizeof (SuretyFeedCalls));

  for (guint i = 0; i < token->facts->feeds->len; i++)
    {
      const SuretyPriceFeed *feed = g_ptr_array_index (token->facts->feeds, i);
      SuretyFeedCalls one = {
        .round = surety_token_asking_call (asking, &feed->address,
                                           surety_eigenlayer_abi (EL_LATEST_ROUND_DATA), NULL, 0),
        .decimals = surety_token_asking_call (asking, &feed->address,
                                              surety_eigenlayer_abi (EL_DECIMALS), NULL, 0),
        .description = surety_token_asking_call (asking, &feed->address,
                                                 surety_eigenlayer_abi (EL_DESCRIPTION), NULL, 0),
      };

      g_array_append_val (calls, one);
    }
  return calls;
}

gboolean
surety_token_peg_check_description (const char *description, gboolean quotes_usd)
{
  g_autofree char *text = g_ascii_strdown (description, -1);
  const char *slash = strrchr (text, '/');
  const char *quote = quotes_usd ? "usd" : "eth";

  if (strstr (text, "exchange rate") != NULL || strstr (text, "exchangerate") != NULL)
    return FALSE;
  if (slash == NULL)
    return TRUE;
  slash++;
  while (*slash == ' ')
    slash++;
  return g_str_has_prefix (slash, quote) && !g_ascii_isalnum (slash[strlen (quote)]);
}

static gboolean
is_described (SuretyTokenAsking *asking, const SuretyPriceFeed *feed, guint call)
{
  AbiValues values = { 0 };
  g_autofree char *text = NULL;

  /* A feed without a description is a feed. */
  if (!surety_token_asking_get_values (asking, call, &values))
    return TRUE;
  text = g_strndup ((const char *) values.values[0].data.data, values.values[0].data.len);
  abi_values_clear (&values);
  return surety_token_peg_check_description (text, feed->quotes_usd);
}

/* The answer in wei for a whole token (or for what it wraps). */
static gboolean
read_answer (SuretyTokenAsking *asking,
             const SuretyPriceFeed *feed,
             const SuretyFeedCalls *calls,
             u256 *price,
             guint64 *time)
{
  AbiValues values = { 0 };
  u256 answer, updated, decimals;

  if (surety_token_asking_get (asking, calls->decimals, &decimals) != SURETY_SHEET_KNOWN ||
      decimals != feed->decimals || !is_described (asking, feed, calls->description) ||
      !surety_token_asking_get_values (asking, calls->round, &values))
    return FALSE;
  answer = values.values[1].word;
  updated = values.values[3].word;
  abi_values_clear (&values);

  /* int256: not positive is no price; a round not finished has no time. */
  if (answer == 0 || u256_shr (answer, 255) != 0 || updated == 0 || updated > (u256) G_MAXINT64)
    return FALSE;
  for (guint i = feed->decimals; i < 18; i++)
    if (!u256_mul (answer, 10, &answer))
      return FALSE;
  for (guint i = feed->decimals; i > 18; i--)
    answer /= 10;

  *price = answer;
  *time = (guint64) updated;
  return TRUE;
}

static SuretySheetPeg
read_feed (SuretyTokenAsking *asking,
           const SuretyPriceFeed *feed,
           const SuretyFeedCalls *calls,
           u256 rate)
{
  SuretySheetPeg out = { .state = SURETY_SHEET_UNREADABLE, .feed = feed->address };
  guint64 now = surety_token_asking_get_time (asking);

  out.heartbeat = feed->heartbeat != 0 ? feed->heartbeat : USUAL_HEARTBEAT;
  if (!read_answer (asking, feed, calls, &out.price, &out.time))
    return out;
  /* What it wraps is an ETH each: the token's own worth is that times its rate. */
  if (feed->underlying && !u256_mul_div (out.price, rate, U256_WAD, ROUND_DOWN, &out.price))
    return out;
  if (!surety_token_growth_deviation (out.price, rate, &out.deviation))
    return out;

  /* An endpoint's head may be older than the feed. */
  out.age = now > out.time ? now - out.time : 0;
  out.state = out.age > out.heartbeat + LATE ? SURETY_SHEET_STALE : SURETY_SHEET_KNOWN;
  return out;
}

static gboolean
is_better (const SuretySheetPeg *a, const SuretySheetPeg *b)
{
  static const guint order[] = {
    [SURETY_SHEET_KNOWN] = 3,
    [SURETY_SHEET_STALE] = 2,
    [SURETY_SHEET_UNREADABLE] = 1,
    [SURETY_SHEET_NO_SOURCE] = 0,
  };

  if (order[a->state] != order[b->state])
    return order[a->state] > order[b->state];
  return a->state == SURETY_SHEET_STALE && a->age < b->age;
}

SuretySheetPeg
surety_token_peg_read (SuretyTokenAsking *asking,
                       const SuretyToken *token,
                       GArray *calls,
                       gboolean has_rate,
                       u256 rate)
{
  SuretySheetPeg best = { .state = SURETY_SHEET_NO_SOURCE };

  for (guint i = 0; i < calls->len; i++)
    {
      const SuretyPriceFeed *feed = g_ptr_array_index (token->facts->feeds, i);
      SuretySheetPeg peg;

      if (!feed->market || feed->quotes_usd)
        continue;
      if (has_rate)
        peg = read_feed (asking, feed, &g_array_index (calls, SuretyFeedCalls, i), rate);
      else
        peg = (SuretySheetPeg) { .state = SURETY_SHEET_UNREADABLE, .feed = feed->address };
      if (is_better (&peg, &best))
        best = peg;
    }
  return best;
}
