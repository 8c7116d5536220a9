/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-token-growth.h"
#include "surety-token-mint.h"
#include "surety-token-peg.h"
#include "surety-token-sheet-private.h"

G_BEGIN_DECLS

/* What all tokens share. */
typedef struct
{
  guint manager_paused;
  guint exit_blocks;
} SuretyCommonCalls;

/* Which call answers what of one token. */
typedef struct
{
  const SuretyToken *token;
  guint balance;
  guint supply;
  guint rate;
  guint growth;
  guint strategy_total;
  guint strategy_paused;
  guint whitelisted;
  guint limits;
  guint paused;
  guint exit_waiting;
  guint exit_available;
  guint exit_delay;
  guint exit_paused;
  guint exit_slowed;
  GArray *fees;   /* guint */
  GArray *counts; /* guint */
  GArray *feeds;  /* SuretyFeedCalls */
  SuretyMintCalls mint;
} SuretyTokenCalls;

void surety_token_lines_ask_common (SuretyTokenAsking *asking,
                                    SuretyNetwork *network,
                                    SuretyCommonCalls *out);
void surety_token_lines_ask (SuretyTokenAsking *asking,
                             SuretyNetwork *network,
                             const Address *account,
                             const SuretyToken *token,
                             SuretyTokenCalls *out);
void surety_token_calls_clear (SuretyTokenCalls *self);

/* All lines but the rewards and the upgrade. out is filled; its figures are new. */
void surety_token_lines_read (SuretyTokenAsking *asking,
                              SuretyNetwork *network,
                              const SuretyCommonCalls *common,
                              const SuretyTokenCalls *calls,
                              SuretySheetLines *out);

/* What grows when the token earns, now; for its rewards. */
SuretySheetState surety_token_lines_growth (SuretyTokenAsking *asking,
                                            const SuretyTokenCalls *calls,
                                            SuretyTokenGrowth *out);
/* The fraction of one word of the rate's or growth's call. FALSE when it is none. */
gboolean surety_token_lines_fraction (const SuretyToken *token, u256 word, SuretyTokenGrowth *out);

G_END_DECLS
