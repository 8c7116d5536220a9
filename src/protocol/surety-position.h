/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-figure.h"
#include "surety-network.h"

G_BEGIN_DECLS

/* account × protocol × provider × asset. Immutable. Properties (read only): "symbol" (string),
 * "worth" (SuretyFigure), "delegated" (boolean). */
#define SURETY_TYPE_POSITION (surety_position_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPosition, surety_position, SURETY, POSITION, GObject)

/* provider: NULL = not delegated. */
SuretyPosition *surety_position_new (SuretyNetwork *network,
                                     const SuretyToken *token,
                                     SuretyFigure *worth,
                                     u256 deposit_shares,
                                     u256 withdrawable_shares,
                                     const Address *provider);

const SuretyToken *surety_position_get_token (SuretyPosition *self);
/* Tokens that would be withdrawn for all of it, after slashing. */
SuretyFigure *surety_position_get_worth (SuretyPosition *self);
/* What queueWithdrawals wants (StrategyManager); and what is left of them after slashing. Shares
 * with the token's decimals. */
u256 surety_position_get_deposit_shares (SuretyPosition *self);
u256 surety_position_get_withdrawable_shares (SuretyPosition *self);
gboolean surety_position_get_delegated (SuretyPosition *self);
/* NULL when not delegated. */
const Address *surety_position_get_provider (SuretyPosition *self);

G_END_DECLS
