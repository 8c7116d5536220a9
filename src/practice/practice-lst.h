/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-erc20.h"

G_BEGIN_DECLS

/* Liquid staking tokens whose rate grows while balances stay. The rate is a function of time: from
 * first_rate (wei for 10^18 of the token) by yearly (10^18 = 100 %) a year, in steps, as their
 * oracles report. */
typedef struct
{
  PracticeToken token;
  Address address; /* the token's, for contracts beside it */
  u256 first_rate;
  u256 yearly;
  guint64 since; /* seconds since 1970 */
  guint64 step;  /* seconds */
} PracticeLst;

#define PRACTICE_ROCKET_FEE (U256_WAD / 2000u)    /* 0.05 % */
#define PRACTICE_ROCKET_MINIMUM (U256_WAD / 100u) /* 0.01 ETH */

u256 practice_lst_rate_at (const PracticeLst *lst, guint64 time);

/* Each under the functions its token has on mainnet; data: PracticeLst. */
extern const PracticePart practice_reth_part;
extern const PracticePart practice_rocket_pool_part;
extern const PracticePart practice_cbeth_part; /* cbETH and wBETH */
extern const PracticePart practice_wbeth_part;
extern const PracticePart practice_stader_part;
extern const PracticePart practice_oseth_part;
extern const PracticePart practice_meth_part;
extern const PracticePart practice_sfrxeth_part;
extern const PracticePart practice_sweth_part;
extern const PracticePart practice_lseth_part;
extern const PracticePart practice_ankreth_part;

G_END_DECLS
