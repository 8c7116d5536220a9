/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-eigen.h"

G_BEGIN_DECLS

/* DelegationManager's storage, shared by its two files: who is delegated to whom
 * (practice-delegation.c) and what waits in the queue (practice-withdrawals.c). */
enum
{
  DELEGATION_SLOT_OPERATOR = 1, /* [staker] */
  DELEGATION_SLOT_APPROVER,     /* [operator] */
  DELEGATION_SLOT_SHARES,       /* [operator][strategy] */
  DELEGATION_SLOT_FACTOR,       /* [staker][strategy]; 0 means 10^18 */
  DELEGATION_SLOT_SALT,         /* [approver][salt] */
  DELEGATION_SLOT_QUEUED,       /* [operator][strategy]: scaled shares ever queued */
  DELEGATION_SLOT_NONCE,        /* [staker] */
  DELEGATION_SLOT_PENDING,      /* [root] */
  DELEGATION_SLOT_WITHDRAWAL,   /* [root][field][index] */
  DELEGATION_SLOT_ROOTS = 20,   /* set of the staker's roots, and the next two */
};

/* Pause bits. */
#define DELEGATION_PAUSED_NEW 0u
#define DELEGATION_PAUSED_QUEUE 1u
#define DELEGATION_PAUSED_COMPLETE 2u

u256 practice_mul_wad (u256 a, u256 b);
/* ⌊a·10^18/b⌋, panics for b = 0. */
gboolean practice_div_wad (PracticeEnv *env, u256 a, u256 b, u256 *out);
/* The staker's deposit scaling factor. */
u256 practice_scaling_factor (PracticeEnv *env, const Address *staker, const Address *strategy);
void practice_set_scaling_factor (PracticeEnv *env,
                                  const Address *staker,
                                  const Address *strategy,
                                  u256 factor);
/* What slashing has left of the staker's stake with that operator (nobody: all): 10^18 = all. */
u256 practice_slashing_factor (PracticeEnv *env, const Address *operator, const Address * strategy);
u256 practice_slashing_factor_at (PracticeEnv *env,
                                  const Address *operator,
                                  const Address * strategy,
                                  guint64 block);
u256 practice_withdrawable (u256 deposit_shares, u256 scaling_factor, u256 slashing_factor);
gboolean practice_increase_delegation (PracticeEnv *env,
                                       const Address *operator,
                                       const Address * staker,
                                       const Address *strategy,
                                       u256 shares_before,
                                       u256 added,
                                       u256 slashing_factor);
gboolean practice_decrease_delegation (PracticeEnv *env,
                                       const Address *operator,
                                       const Address * staker,
                                       const Address *strategy,
                                       u256 shares);
/* Queues one withdrawal; operator is who the staker was delegated to, or zero. */
gboolean practice_queue_withdrawal (PracticeEnv *env,
                                    const Address *staker,
                                    const Address *operator,
                                    const Address * strategies,
                                    const u256 *shares,
                                    gsize n,
                                    Hash *root);
/* Still slashable: queued from that operator and not yet past the delay. */
u256 practice_slashable_in_queue (PracticeEnv *env,
                                  const Address *operator,
                                  const Address * strategy,
                                  u256 magnitude_taken);

G_END_DECLS
