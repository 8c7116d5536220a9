/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-chain.h"
#include "practice-lst.h"

G_BEGIN_DECLS

/* The network's tokens, their strategies and feeds. */
typedef enum
{
  PRACTICE_STETH,
  PRACTICE_RETH,
  PRACTICE_CBETH,
  PRACTICE_ETHX,
  PRACTICE_OSETH,
  PRACTICE_METH,
  PRACTICE_SFRXETH,
  PRACTICE_SWETH,
  PRACTICE_LSETH,
  PRACTICE_ANKRETH,
  PRACTICE_WBETH,
  PRACTICE_EIGEN,
  PRACTICE_N_ASSETS,
} PracticeAsset;

/* Deploys tokens, strategies, feeds and what mints. */
void practice_assets_deploy (PracticeWorld *world);
/* Lido's pool, rETH's collateral, the whitelist: as one transaction of block 0. */
gboolean practice_assets_init (PracticeEnv *env, gpointer unused);
Address practice_asset_token (PracticeAsset asset);
Address practice_asset_strategy (PracticeAsset asset);
/* wei for 10^18 of it at a time; 10^18 for those that follow their own pool or none. */
u256 practice_asset_rate (PracticeAsset asset, guint64 time);
/* A word of a contract's storage at one of the proxy slots of EIP-1967 and ZeppelinOS: most tokens are
 * proxies. 0 everywhere else. */
u256 practice_asset_slot (const Address *contract, u256 slot);
/* Play money out of nothing, whole amounts in the token's 10^-18. */
gboolean practice_asset_give (PracticeEnv *env,
                              PracticeAsset asset,
                              const Address *to,
                              u256 amount);
/* The daily reports of Lido and the other issuers. */
gboolean practice_assets_report (PracticeEnv *env, gpointer unused);

G_END_DECLS
