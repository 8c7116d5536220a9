/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-token-history.h"

G_BEGIN_DECLS

typedef struct
{
  SuretyNetwork *network;
  SuretyEndpoints *endpoints;
  guint64 head;
  guint64 head_time;
  GArray *tokens; /* SuretyTokenPast */
  /* Where the windows begin; block 0 = there is none. */
  guint64 blocks[SURETY_N_REWARD_WINDOWS];
  guint64 times[SURETY_N_REWARD_WINDOWS];
} SuretyTokenPasts;

/* The rewards still open (NOT_READ), from the tokens' rate events: the youngest window first, and no
 * older one once an endpoint does not serve logs that old. A reward needs two events at least half
 * the window apart. */
void surety_token_events_read (SuretyTokenPasts *pasts, SuretyFlow *flow);

G_END_DECLS
