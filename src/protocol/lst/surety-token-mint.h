/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-token-asking.h"

G_BEGIN_DECLS

/* Turning ETH into a token: what its contracts say now, for the sheet and for the plan.
 *
 * Nothing but the preview tells how many tokens a given amount of ETH brings, and rates rise between
 * the preview and the block the transaction lands in, so fewer tokens arrive than previewed. What is
 * deposited afterwards must be known when the plan is made (it is reviewed and signed word by word),
 * so it is the least that can arrive: the preview, less the contract's own fee, less what roundings
 * take (stETH: 1 or 2 wei a move), less what a token that accrues may grow in some days. The little
 * that arrives above that stays in the account as tokens. */
typedef struct
{
  GArray *gates; /* guint, one a gate */
  guint minimum;
  guint room;
  guint cap;
  guint supply;
  guint preview;
  guint fee;
  guint loan;
} SuretyMintCalls;

/* amount: wei that would be paid; 10^18 where it is not known yet. */
void surety_token_mint_ask (SuretyTokenAsking *asking,
                            const SuretyToken *token,
                            u256 amount,
                            SuretyMintCalls *out);
void surety_token_mint_calls_clear (SuretyMintCalls *calls);
/* Whether it can be done now, for how much. */
SuretySheetMint surety_token_mint_read (SuretyTokenAsking *asking,
                                        const SuretyToken *token,
                                        const SuretyMintCalls *calls);
/* The least that arrives for amount, smallest unit of the token. Not KNOWN: can't be told. */
SuretySheetState surety_token_mint_least (SuretyTokenAsking *asking,
                                          const SuretyToken *token,
                                          const SuretyMintCalls *calls,
                                          u256 amount,
                                          u256 *out);

G_END_DECLS
