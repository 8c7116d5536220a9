/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-erc20.h"

G_BEGIN_DECLS

/* Lido: stETH keeps shares, balances follow from the pool (lidofinance/core, StETH.sol, Lido.sol);
 * wstETH is one share a token (WstETH.sol). */
extern const PracticePart practice_steth_part;  /* data: PracticeToken */
extern const PracticePart practice_wsteth_part; /* data: PracticeWsteth */

typedef struct
{
  PracticeToken token;
  Address steth;
} PracticeWsteth;

/* The pool at genesis: shares and wei, given to one holder. */
void practice_steth_init (PracticeEnv *env,
                          const Address *steth,
                          const Address *holder,
                          u256 shares,
                          u256 wei);
/* What submit() does, the ETH being there already. */
gboolean practice_steth_submit (PracticeEnv *env,
                                const Address *steth,
                                const Address *sender,
                                u256 wei,
                                const Address *referral,
                                u256 *shares);
/* The oracle's daily report: yearly is the gross growth, 10^18 = 100 %; 10 % of it are fees. */
gboolean practice_steth_report (PracticeEnv *env,
                                const Address *steth,
                                guint64 seconds,
                                u256 yearly,
                                const Address *treasury);
u256 practice_steth_shares (PracticeEnv *env, const Address *steth, u256 wei);

G_END_DECLS
