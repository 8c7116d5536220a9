/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-load.h"
#include "surety-protocol.h"

G_BEGIN_DECLS

/* What one account holds, has pledged and can lose, at one block.
 * Properties: "load" (SuretyLoad), "error" (GError, nullable), "holdings" (SuretyHoldings, nullable),
 * "value-held" and "value-restaked" (SuretyFigure in ETH: unknown when a token's rate is), "most-you-can-lose" and
 * "before-you-could-leave" (SuretyFigure in ETH), "rows" (GListModel of SuretyPositionRow). */
#define SURETY_TYPE_PORTFOLIO (surety_portfolio_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPortfolio, surety_portfolio, SURETY, PORTFOLIO, GObject)

SuretyPortfolio *surety_portfolio_new (void);
/* Turns to another account (NULL: none): what was shown is dropped. */
void surety_portfolio_set_source (SuretyPortfolio *self, SuretyProtocol *protocol, const Address *account);
SuretyHoldings *surety_portfolio_get_holdings (SuretyPortfolio *self);
SuretyLoad surety_portfolio_get_load (SuretyPortfolio *self);
/* Resolves to: TRUE. A refresh under way is joined. */
DexFuture *surety_portfolio_refresh (SuretyPortfolio *self);

/* One position with what can be lost of it; immutable.
 * Properties: "symbol" (string), "worth" (SuretyFigure, tokens), "now" "pending" "latent" "free" (uint64: shares of the position in
 * millionths: what services can take now; from a known later block; at the operator's decision; what is left),
 * "most" (SuretyFigure, tokens: now + pending + latent at worst), "before-exit" (SuretyFigure, tokens: of that, what could happen within the exit's delay),
 * "provider-text" (string: EIP-55 address, "" when not delegated), "provider-name" (string). */
#define SURETY_TYPE_POSITION_ROW (surety_position_row_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPositionRow, surety_position_row, SURETY, POSITION_ROW, GObject)

SuretyPosition *surety_position_row_get_position (SuretyPositionRow *self);
/* The pledges of the position's provider on its token (GListModel of SuretyPledge). */
GListModel *surety_position_row_get_pledges (SuretyPositionRow *self);

G_END_DECLS
