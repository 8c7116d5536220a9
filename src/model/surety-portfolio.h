/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-load.h"
#include "surety-position-row.h"
#include "surety-protocol.h"

G_BEGIN_DECLS

/* What one account holds, has pledged and can lose, at one block.
 * Properties (read only, notify): "load" (SuretyLoad), "error" (GError, nullable; beside content: why the last refresh failed), "holdings"
 * (SuretyHoldings, nullable), "value-held" and "value-restaked" (SuretyFigure in ETH, nullable before the first content), "most-you-can-lose" and
 * "before-you-could-leave" (SuretyFigure in ETH, nullable: unknown when what an operator pledges is), "uncounted" (string: symbols of tokens held
 * whose rate in ETH is not known, ", " between; "" if none: the figures are without them, and must say so), "rows" (GListModel of
 * SuretyPositionRow), "exits" (GListModel of SuretyExit), "assets" (GListModel of SuretyAsset the account holds some of). */
#define SURETY_TYPE_PORTFOLIO (surety_portfolio_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPortfolio, surety_portfolio, SURETY, PORTFOLIO, GObject)

SuretyPortfolio *surety_portfolio_new (void);
/* Turns to another account (NULL: none) or protocol: what was shown is dropped. */
void surety_portfolio_set_source (SuretyPortfolio *self,
                                  SuretyProtocol *protocol,
                                  const Address *account);
SuretyHoldings *surety_portfolio_get_holdings (SuretyPortfolio *self);
SuretyLoad surety_portfolio_get_load (SuretyPortfolio *self);
GListModel *surety_portfolio_get_rows (SuretyPortfolio *self);
GListModel *surety_portfolio_get_exits (SuretyPortfolio *self);
GListModel *surety_portfolio_get_assets (SuretyPortfolio *self);
/* Resolves to: TRUE. A refresh under way is joined. */
DexFuture *surety_portfolio_refresh (SuretyPortfolio *self);
/* The chain has a new head: refreshes when the last content is older than a minute, or after invalidate. */
void surety_portfolio_head_changed (SuretyPortfolio *self, guint64 head);
/* Something of the account changed on the chain, or is about to: refreshes now. */
void surety_portfolio_invalidate (SuretyPortfolio *self);

G_END_DECLS
