/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-chain.h"

G_BEGIN_DECLS

#define PRACTICE_ACTIVATION_DELAY 604800u /* seconds */

/* RewardsCoordinator: roots and claims; operators' splits; who pays. */
extern const PracticePart practice_rewards_part;
extern const PracticePart practice_splits_part;
extern const PracticePart practice_submissions_part;

/* Hundredths of a percent that the operator keeps of what the set pays. */
guint practice_set_split (PracticeEnv *env, const Address *operator, u256 set);

/* One line of a distribution: what an earner has earned in a token since the beginning. */
typedef struct
{
  Address earner;
  Address token;
  u256 cumulative;
} PracticeEarning;

/* The list of roots, and whether one can be claimed under in env's block; what the earner has claimed of a token. */
u256 practice_rewards_count_roots (PracticeEnv *env);
gboolean practice_rewards_is_claimable (PracticeEnv *env, u256 index);
u256 practice_rewards_get_claimed (PracticeEnv *env, const Address *earner, const Address *token);

/* What happens off chain on the real network: a week's rewards are counted, and a root posted. */
void practice_rewards_post_root (PracticeChain *chain);
/* The lines of the root posted in that block, in the tree's order. Of PracticeEarning. */
GArray *practice_rewards_distribution (PracticeChain *chain, guint64 block);

G_END_DECLS
