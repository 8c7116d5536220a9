/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-token-asking.h"

G_BEGIN_DECLS

/* The market's word on a token, from its feeds: of those for ETH that are no echo of the protocol's
 * own rate, the first that is fresh; else the freshest of the stale. */
typedef struct
{
  guint round;
  guint decimals;
  guint description;
} SuretyFeedCalls;

/* Of SuretyFeedCalls, one a feed. */
GArray *surety_token_peg_ask (SuretyTokenAsking *asking, const SuretyToken *token);
/* rate: wei for a whole token. */
SuretySheetPeg surety_token_peg_read (SuretyTokenAsking *asking,
                                      const SuretyToken *token,
                                      GArray *calls,
                                      gboolean has_rate,
                                      u256 rate);

/* Whether a feed's description says what it should: "STETH / ETH" for a market price in ETH, and no
 * "exchange rate" in it. One without a slash says nothing either way. */
gboolean surety_token_peg_check_description (const char *description, gboolean quotes_usd);

G_END_DECLS
