/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-guide-private.h"

/* What there is to put in: the token itself, or the ETH it is made of first. Amounts are in the token
 * either way, so that all that follows from them (what can be slashed, what it earns) is the same. */

SuretyFigure *
surety_guide_token_figure (SuretyGuide *self, u256 value, SuretyFigure *like)
{
  const SuretyToken *token = surety_asset_get_token (self->asset);

  return surety_figure_new (value, token->decimals, token->symbol, surety_figure_get_block (like),
                            surety_figure_get_time (like), surety_figure_get_known (like));
}

/* About what the account's ETH would make, by the rate: what is left for gas, and the issuer's fee, are
 * found out when the plan is made. */
static SuretyFigure *
figure_of_eth (SuretyGuide *self)
{
  SuretyHoldings *holdings = surety_portfolio_get_holdings (self->portfolio);
  SuretyFigure *eth = holdings != NULL ? surety_holdings_get_eth (holdings) : NULL;
  SuretyFigure *rate = surety_asset_get_rate (self->asset);
  u256 whole = 1, tokens;

  for (guint i = 0; i < surety_asset_get_token (self->asset)->decimals; i++)
    whole *= 10;
  if (eth == NULL || !surety_figure_is_known (eth) || !surety_figure_is_known (rate) ||
      !u256_mul_div (surety_figure_get_value (eth), whole, surety_figure_get_value (rate),
                     ROUND_DOWN, &tokens))
    return NULL;
  return surety_guide_token_figure (self, tokens, eth);
}

void
surety_guide_derive_available (SuretyGuide *self)
{
  SuretyFigure *available = NULL;

  if (self->asset != NULL && self->mints)
    available = figure_of_eth (self);
  else if (self->asset != NULL && surety_figure_is_known (surety_asset_get_balance (self->asset)))
    available = g_object_ref (surety_asset_get_balance (self->asset));

  if (available == NULL && self->available == NULL)
    return;
  g_clear_object (&self->available);
  self->available = available;
  surety_guide_notify (self, PROP_AVAILABLE);
}

gboolean
surety_guide_get_mints (SuretyGuide *self)
{
  g_return_val_if_fail (SURETY_IS_GUIDE (self), FALSE);

  return self->mints;
}

void
surety_guide_set_mints (SuretyGuide *self, gboolean mints)
{
  g_return_if_fail (SURETY_IS_GUIDE (self));

  if (self->mints == mints)
    return;
  self->mints = mints;
  surety_guide_notify (self, PROP_MINTS);
  surety_guide_drop_preparation (self);
  surety_guide_derive_funds (self);
  surety_guide_save (self);
}

SuretyFigure *
surety_guide_get_available (SuretyGuide *self)
{
  g_return_val_if_fail (SURETY_IS_GUIDE (self), NULL);

  return self->available;
}
