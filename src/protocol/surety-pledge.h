/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-service.h"

G_BEGIN_DECLS

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
  gboolean registered;
  gboolean strategy_in_set;
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
u256 surety_pledge_get_current (SuretyPledge *self);
/* pending is added at effect block, or taken off when it is a release (slashable until then). */
u256 surety_pledge_get_pending (SuretyPledge *self);
gboolean surety_pledge_get_pending_is_release (SuretyPledge *self);
guint64 surety_pledge_get_effect_block (SuretyPledge *self);
u256 surety_pledge_get_max (SuretyPledge *self);
/* Of the provider for this strategy, all sets together. */
u256 surety_pledge_get_encumbered (SuretyPledge *self);
/* AllocationManager.isOperatorSlashable; if FALSE current is dormant: slashable the moment it
 * registers. */
gboolean surety_pledge_get_registered (SuretyPledge *self);
/* If FALSE current is dormant: slashable the moment the set adds the strategy. */
gboolean surety_pledge_get_strategy_in_set (SuretyPledge *self);
/* Registered and in the set: current can be taken in the next block. */
gboolean surety_pledge_is_slashable (SuretyPledge *self);
SuretyKnown surety_pledge_get_known (SuretyPledge *self);
guint64 surety_pledge_get_block (SuretyPledge *self);

G_END_DECLS
