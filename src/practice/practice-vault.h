/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-eigen.h"

G_BEGIN_DECLS

/* DurationVaultStrategy.sol (ELIP-015): a strategy that is its own operator. Once its admin locks it,
 * nobody who is delegated to it can leave before the time is over. The contract's data begins with
 * the strategy's. */
typedef struct
{
  PracticeStrategy strategy;
  Address admin;
  Address arbitrator; /* may end it early */
  guint64 seconds;
  u256 stake_cap;
  PracticeOperatorSet set;
  char uri[512]; /* of its metadata, as strategy and as operator */
} PracticeVault;

typedef enum
{
  PRACTICE_VAULT_UNINITIALIZED,
  PRACTICE_VAULT_DEPOSITS,
  PRACTICE_VAULT_ALLOCATIONS,
  PRACTICE_VAULT_WITHDRAWALS,
} PracticeVaultState;

extern const PracticePart practice_vault_part;
/* StrategyFactory: which vaults there are. */
extern const PracticePart practice_factory_part;

/* What the factory does when it deploys the vault that is at this address: its events, its place in the
 * lists, its registration as an operator and with its set. */
gboolean practice_vault_init (PracticeEnv *env, const Address *vault, const Address *factory);
/* Asked by StrategyManager before shares come or go; TRUE for strategies that are no vaults. */
gboolean practice_vault_before_add (PracticeEnv *env,
                                    const Address *strategy,
                                    const Address *staker,
                                    u256 shares);
gboolean practice_vault_before_remove (PracticeEnv *env, const Address *strategy);

G_END_DECLS
