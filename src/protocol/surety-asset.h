/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-figure.h"
#include "surety-network.h"

G_BEGIN_DECLS

/* Something that can be put in: a token with its strategy, and what an account holds of it.
 * Immutable. Properties (read only): "symbol", "name" (string), "balance", "strategy-total", "rate"
 * (SuretyFigure), "open" (boolean). */
#define SURETY_TYPE_ASSET (surety_asset_get_type ())
G_DECLARE_FINAL_TYPE (SuretyAsset, surety_asset, SURETY, ASSET, GObject)

/* Takes nothing over: figures are referenced. closed_reason: NULL = deposits are possible. */
SuretyAsset *surety_asset_new (SuretyNetwork *network,
                               const SuretyToken *token,
                               SuretyFigure *balance,
                               SuretyFigure *strategy_total,
                               SuretyFigure *rate,
                               const char *closed_reason);

/* Lent, lives as long as the asset. */
const SuretyToken *surety_asset_get_token (SuretyAsset *self);
const char *surety_asset_get_symbol (SuretyAsset *self);
const char *surety_asset_get_name (SuretyAsset *self);
/* What the account holds outside the protocol, in the token's smallest unit; unknown without an
 * account. */
SuretyFigure *surety_asset_get_balance (SuretyAsset *self);
/* Tokens in the strategy, all stakers together: IERC20.balanceOf (strategy). */
SuretyFigure *surety_asset_get_strategy_total (SuretyAsset *self);
/* wei of ETH for one whole token, as the issuer's contract says (not a market price); unknown when
 * it can't be read. */
SuretyFigure *surety_asset_get_rate (SuretyAsset *self);
/* Whether deposits are possible now: whitelisted, neither StrategyManager nor strategy paused. */
gboolean surety_asset_get_open (SuretyAsset *self);
/* "paused", "not-whitelisted", "unreadable"; NULL if open. */
const char *surety_asset_get_closed_reason (SuretyAsset *self);
/* amount of the token in wei of ETH at the asset's rate, rounded down. FALSE when the rate is
 * unknown. */
gboolean surety_asset_convert_to_eth (SuretyAsset *self, u256 amount, u256 *out);

G_END_DECLS
