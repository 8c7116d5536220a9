/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-token-lines.h"

G_BEGIN_DECLS

/* What one token was worth, and is. */
typedef struct
{
  const SuretyToken *token;
  SuretySheetState now_state;
  SuretyTokenGrowth now;
  gboolean has_emitter;
  Address emitter;                                    /* of its rate event */
  SuretySheetReward rewards[SURETY_N_REWARD_WINDOWS]; /* filled */
} SuretyTokenPast;

/* Fills in the rewards of all tokens (SuretyTokenPast). In an archive: the blocks of the windows'
 * beginnings are found by their headers' times (interpolated; one exchange, seldom two, for all
 * windows), then one exchange a window for all tokens. What the archive did not tell comes from the
 * tokens' own rate events, if the endpoint serves logs that old. Never fails: what can't be read is
 * a state. */
void surety_token_history_read (SuretyFlow *flow,
                                SuretyNetwork *network,
                                SuretyEndpoints *endpoints,
                                guint64 head,
                                guint64 head_time,
                                GArray *pasts);

/* Inside a flow: the block around each of the n times, at most tolerance[i] seconds off; 0 = the chain
 * was not there, or it could not be found. times_out: the blocks' own times. FALSE with an error when
 * headers can't be read. */
gboolean surety_token_history_find_blocks (SuretyFlow *flow,
                                           SuretyEndpoints *endpoints,
                                           guint block_seconds,
                                           guint64 head,
                                           guint64 head_time,
                                           guint n,
                                           const guint64 *times,
                                           const guint64 *tolerances,
                                           guint64 *blocks,
                                           guint64 *times_out,
                                           GError **error);

G_END_DECLS
