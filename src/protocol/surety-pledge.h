/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-service.h"

G_BEGIN_DECLS

/* Where a provider stands with a set. */
typedef enum
{
  SURETY_STANDING_UNKNOWN, /* counts as slashable: unknown is never good */
  SURETY_STANDING_MEMBER,  /* registered: slashable */
  SURETY_STANDING_LEFT,    /* deregistered, slashable for DEALLOCATION_DELAY blocks after that */
  SURETY_STANDING_OUTSIDE, /* not registered, or left long ago: not slashable before it registers (again) */
} SuretyStanding;

/* Why allocated magnitude can't be slashed now. */
typedef enum
{
  SURETY_DORMANT_NO = 0,
  SURETY_DORMANT_NOT_REGISTERED = 1 << 0, /* slashable the moment the provider registers */
  SURETY_DORMANT_NOT_IN_SET = 1 << 1,     /* … the moment the service adds the strategy */
} SuretyDormant;

typedef struct
{
  Address provider;
  SuretyService *service;
  SuretyNetwork *network;
  const SuretyToken *token;
  u256 current; /* magnitude, WAD */
  u256 pending; /* size of the change under way, magnitude */
  gboolean pending_is_release;
  guint64 effect_block; /* 0 = no change under way */
  u256 max;
  u256 encumbered;
  SuretyStanding standing;
  guint64 slashable_until; /* LEFT; 0 = unknown */
  gboolean strategy_in_set;
  gboolean exit_delay_known;
  guint64 exit_delay;
  gboolean slashings_known;
  const SuretySlashing *slashings;
  guint n_slashings;
  SuretyKnown known;
  guint64 block;
  guint64 time;
} SuretyPledgeFacts;

/* provider × service × asset: how much of the stake a service can take, now and later. Magnitudes
 * as AllocationManager keeps them: parts of the provider's max magnitude for that strategy; of a
 * stake w the service can take w·current/max. Immutable. Properties (read only): "service"
 * (SuretyService), "symbol" (string). */
#define SURETY_TYPE_PLEDGE (surety_pledge_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPledge, surety_pledge, SURETY, PLEDGE, GObject)

SuretyPledge *surety_pledge_new (const SuretyPledgeFacts *facts);

const Address *surety_pledge_get_provider (SuretyPledge *self);
SuretyService *surety_pledge_get_service (SuretyPledge *self);
const SuretyToken *surety_pledge_get_token (SuretyPledge *self);

/* Allocated, what is being released included. */
u256 surety_pledge_get_current (SuretyPledge *self);
/* pending is added at effect block, or taken off when it is a release (slashable until then). */
u256 surety_pledge_get_pending (SuretyPledge *self);
gboolean surety_pledge_get_pending_is_release (SuretyPledge *self);
/* An addition can be slashed in this very block; of a release the block before was the last. */
guint64 surety_pledge_get_effect_block (SuretyPledge *self);
/* About when a later block comes, seconds since 1970; 0 = the block is past, 0, or the time is not known. */
guint64 surety_pledge_estimate_time (SuretyPledge *self, guint64 block);
u256 surety_pledge_get_max (SuretyPledge *self);
/* Of the provider for this strategy, all sets together. */
u256 surety_pledge_get_encumbered (SuretyPledge *self);

/* The same by what can happen to it; each is a magnitude, and now + dormant = current.
 * now: can be taken in the next block. dormant: allocated, out of reach as long as the provider is not
 * registered or the strategy not in the set. rising: comes to what is allocated at the effect block. freeing: the part
 * of current that is free from the effect block on. What the provider has not allocated to any set
 * ("latent", it may pledge it after its allocation delay) is max - encumbered, of the strategy, not
 * of a pledge. */
u256 surety_pledge_get_now (SuretyPledge *self);
u256 surety_pledge_get_dormant (SuretyPledge *self);
u256 surety_pledge_get_rising (SuretyPledge *self);
u256 surety_pledge_get_freeing (SuretyPledge *self);
/* Of max, as parts of 10^18 rounded up (0 where nothing is left of the stake): what of a stake that
 * magnitude is. */
u256 surety_pledge_share (SuretyPledge *self, u256 magnitude);
SuretyDormant surety_pledge_get_dormant_reason (SuretyPledge *self);

SuretyStanding surety_pledge_get_standing (SuretyPledge *self);
/* LEFT: the last block in which it can be slashed (deregistered at B: B + DEALLOCATION_DELAY); 0 = does not
 * apply, or not known. */
guint64 surety_pledge_get_slashable_until (SuretyPledge *self);
/* AllocationManager.isOperatorSlashable: registered, or left so lately that it counts still. */
gboolean surety_pledge_get_registered (SuretyPledge *self);
gboolean surety_pledge_get_strategy_in_set (SuretyPledge *self);
/* Slashable operator, strategy in the set: current can be taken in the next block. */
gboolean surety_pledge_is_slashable (SuretyPledge *self);

/* Blocks a queued withdrawal stays slashable (DelegationManager.minWithdrawalDelayBlocks); it can be
 * completed one block later. */
gboolean surety_pledge_get_exit_delay (SuretyPledge *self, guint64 *blocks);
/* The last block in which a queued withdrawal escapes what is rising: effect block - exit delay - 1.
 * FALSE: nothing rises, or the exit delay is not known. It is too late when that block is past. */
gboolean surety_pledge_get_escape_block (SuretyPledge *self, guint64 *block);

/* Times this set slashed this provider in this strategy, from logs; lent array of n, oldest first. */
gboolean surety_pledge_get_slashings_known (SuretyPledge *self);
const SuretySlashing *surety_pledge_get_slashings (SuretyPledge *self, guint *n);

SuretyKnown surety_pledge_get_known (SuretyPledge *self);
guint64 surety_pledge_get_block (SuretyPledge *self);
guint64 surety_pledge_get_time (SuretyPledge *self);

G_END_DECLS
