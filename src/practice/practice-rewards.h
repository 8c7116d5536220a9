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

/* What happens off chain on the real network: a week's rewards are counted, and a root posted. */
void practice_rewards_post_root (PracticeChain *chain);
/* The lines of the root posted in that block, in the tree's order. Of PracticeEarning. */
GArray *practice_rewards_distribution (PracticeChain *chain, guint64 block);

G_END_DECLS
