/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "keccak.h"
#include "surety-claim.h"
#include "surety-reward.h"

G_BEGIN_DECLS

/* A root of rewards that the chain holds (RewardsCoordinator's struct DistributionRoot). Times are seconds since 1970. */
typedef struct
{
  guint32 index; /* in the contract's list */
  Hash root;
  guint64 end;    /* what was earned until then is in it (rewardsCalculationEndTimestamp) */
  guint64 active; /* it can be claimed under from then on (activatedAt) */
} SuretyRewardRoot;

/* What SuretyRewardSheet is made of; lists are of SuretyReward. */
typedef struct
{
  Address account;
  guint64 block;
  guint64 time; /* of the block, seconds since 1970 */
  SuretyKnown known;
  gboolean has_root; /* FALSE: none can be claimed under yet */
  SuretyRewardRoot root;
  gboolean has_next; /* a newer one waits */
  SuretyRewardRoot next;
  gboolean paused;     /* claiming is (bit 2 of paused()) */
  Address claimer;     /* zero: the account itself */
  const char *server;  /* who gave the proofs: a label; NULL = nobody was asked */
  GListModel *rewards; /* empty too while nobody was asked */
  SuretyClaim *claim;  /* NULL = nothing was ever earned under root, or nobody was asked */
  guint n_left_out;    /* tokens more than one claim can hold */
} SuretyRewardFacts;

/* The rewards of one account at one block; immutable. What an amount says was proved under the root that the chain
 * holds, and is as well known as that is: a server can keep something back, it can't add anything. */
#define SURETY_TYPE_REWARD_SHEET (surety_reward_sheet_get_type ())
G_DECLARE_FINAL_TYPE (SuretyRewardSheet, surety_reward_sheet, SURETY, REWARD_SHEET, GObject)

/* Copies, and holds what facts point to. */
SuretyRewardSheet *surety_reward_sheet_new (const SuretyRewardFacts *facts);
const Address *surety_reward_sheet_get_account (SuretyRewardSheet *self);
guint64 surety_reward_sheet_get_block (SuretyRewardSheet *self);
guint64 surety_reward_sheet_get_time (SuretyRewardSheet *self);
SuretyKnown surety_reward_sheet_get_known (SuretyRewardSheet *self);
/* The newest root that can be claimed under at the block; NULL = there is none yet. Lends. */
const SuretyRewardRoot *surety_reward_sheet_get_root (SuretyRewardSheet *self);
/* Of the newer roots that wait and were not taken back, the one that comes first; NULL = none waits. Lends. */
const SuretyRewardRoot *surety_reward_sheet_get_next (SuretyRewardSheet *self);
gboolean surety_reward_sheet_get_paused (SuretyRewardSheet *self);
/* Who alone may claim for the account; NULL = the account itself. Lends. */
const Address *surety_reward_sheet_get_claimer (SuretyRewardSheet *self);
/* Whose proofs these are, as a person knows it (a host); NULL = no server was asked: what was earned is not known. */
const char *surety_reward_sheet_get_server (SuretyRewardSheet *self);
/* Of SuretyReward, one a token that was ever earned (claimed or not), those with something to claim first. */
GListModel *surety_reward_sheet_get_rewards (SuretyRewardSheet *self);
/* All of them, proved; NULL = none. Lends. */
SuretyClaim *surety_reward_sheet_get_claim (SuretyRewardSheet *self);
/* Tokens that the server named and that are beyond what one claim can hold. */
guint surety_reward_sheet_get_n_left_out (SuretyRewardSheet *self);
/* What surety_intent_new_claim() wants: for those of the tokens that have something to claim, all of them (tokens NULL)
 * or n that were chosen. NULL when none of them has. */
SuretyClaim *surety_reward_sheet_make_claim (SuretyRewardSheet *self,
                                             const Address *tokens,
                                             guint n);

G_END_DECLS
