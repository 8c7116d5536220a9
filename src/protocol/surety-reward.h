/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-figure.h"
#include "surety-network.h"

G_BEGIN_DECLS

/* What an account has earned in one token, under one root of rewards; immutable. The amounts are in the token's smallest
 * unit: what was earned since the beginning is proved under the root, what was claimed is the contract's own count, and
 * what can be claimed is the difference (RewardsCoordinator.processClaim()).
 * Properties (read only): "symbol" (string: "" = a token that the network's file does not know), "known" (boolean: it
 * does), "earned", "claimed", "claimable" (SuretyFigure; its unit is the symbol). */
#define SURETY_TYPE_REWARD (surety_reward_get_type ())
G_DECLARE_FINAL_TYPE (SuretyReward, surety_reward, SURETY, REWARD, GObject)

/* claimable: unknown where the two others are not both known. */
SuretyReward *surety_reward_new (const Address *token,
                                 const char *symbol,
                                 gboolean known,
                                 SuretyFigure *earned,
                                 SuretyFigure *claimed,
                                 SuretyFigure *claimable);
const Address *surety_reward_get_token (SuretyReward *self);
/* The network's file's; "" = it does not know the token. What such a token calls itself is not asked: anybody may
 * deploy one of any name. Its decimals are, so that its figures are as the token counts. */
const char *surety_reward_get_symbol (SuretyReward *self);
gboolean surety_reward_get_known (SuretyReward *self);
SuretyFigure *surety_reward_get_earned (SuretyReward *self);
SuretyFigure *surety_reward_get_claimed (SuretyReward *self);
SuretyFigure *surety_reward_get_claimable (SuretyReward *self);

G_END_DECLS
