/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-holdings.h"

struct _SuretyHoldings
{
  GObject parent_instance;

  SuretyHoldingsFacts facts; /* holds references */
};

G_DEFINE_FINAL_TYPE (SuretyHoldings, surety_holdings, G_TYPE_OBJECT)

static void
surety_holdings_dispose (GObject *object)
{
  SuretyHoldings *self = SURETY_HOLDINGS (object);

  g_clear_object (&self->facts.eth);
  g_clear_object (&self->facts.assets);
  g_clear_object (&self->facts.positions);
  g_clear_object (&self->facts.exits);
  g_clear_object (&self->facts.pledges);
  g_clear_object (&self->facts.provider);
  G_OBJECT_CLASS (surety_holdings_parent_class)->dispose (object);
}

static void
surety_holdings_class_init (SuretyHoldingsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = surety_holdings_dispose;
}

static void
surety_holdings_init (SuretyHoldings *self)
{
}

SuretyHoldings *
surety_holdings_new (const SuretyHoldingsFacts *facts)
{
  SuretyHoldings *self;

  g_return_val_if_fail (facts != NULL && facts->eth != NULL, NULL);
  g_return_val_if_fail (facts->assets != NULL && facts->positions != NULL, NULL);
  g_return_val_if_fail (facts->exits != NULL && facts->pledges != NULL, NULL);

  self = g_object_new (SURETY_TYPE_HOLDINGS, NULL);
  self->facts = *facts;
  g_object_ref (self->facts.eth);
  g_object_ref (self->facts.assets);
  g_object_ref (self->facts.positions);
  g_object_ref (self->facts.exits);
  g_object_ref (self->facts.pledges);
  if (self->facts.provider != NULL)
    g_object_ref (self->facts.provider);
  return self;
}

guint64
surety_holdings_get_block (SuretyHoldings *self)
{
  g_return_val_if_fail (SURETY_IS_HOLDINGS (self), 0);
  return self->facts.block;
}

guint64
surety_holdings_get_time (SuretyHoldings *self)
{
  g_return_val_if_fail (SURETY_IS_HOLDINGS (self), 0);
  return self->facts.time;
}

SuretyKnown
surety_holdings_get_known (SuretyHoldings *self)
{
  g_return_val_if_fail (SURETY_IS_HOLDINGS (self), SURETY_KNOWN_UNKNOWN);
  return self->facts.known;
}

SuretyFigure *
surety_holdings_get_eth (SuretyHoldings *self)
{
  g_return_val_if_fail (SURETY_IS_HOLDINGS (self), NULL);
  return self->facts.eth;
}

GListModel *
surety_holdings_get_assets (SuretyHoldings *self)
{
  g_return_val_if_fail (SURETY_IS_HOLDINGS (self), NULL);
  return self->facts.assets;
}

GListModel *
surety_holdings_get_positions (SuretyHoldings *self)
{
  g_return_val_if_fail (SURETY_IS_HOLDINGS (self), NULL);
  return self->facts.positions;
}

GListModel *
surety_holdings_get_exits (SuretyHoldings *self)
{
  g_return_val_if_fail (SURETY_IS_HOLDINGS (self), NULL);
  return self->facts.exits;
}

GListModel *
surety_holdings_get_pledges (SuretyHoldings *self)
{
  g_return_val_if_fail (SURETY_IS_HOLDINGS (self), NULL);
  return self->facts.pledges;
}

SuretyProvider *
surety_holdings_get_provider (SuretyHoldings *self)
{
  g_return_val_if_fail (SURETY_IS_HOLDINGS (self), NULL);
  return self->facts.provider;
}

SuretyAsset *
surety_holdings_find_asset (SuretyHoldings *self, const Address *strategy)
{
  guint n;

  g_return_val_if_fail (SURETY_IS_HOLDINGS (self), NULL);
  g_return_val_if_fail (strategy != NULL, NULL);

  n = g_list_model_get_n_items (self->facts.assets);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SuretyAsset) asset = g_list_model_get_item (self->facts.assets, i);

      /* The list keeps it alive. */
      if (address_equal (&surety_asset_get_token (asset)->strategy, strategy))
        return asset;
    }
  return NULL;
}

guint64
surety_holdings_get_exit_delay (SuretyHoldings *self)
{
  g_return_val_if_fail (SURETY_IS_HOLDINGS (self), 0);
  return self->facts.exit_delay;
}

guint64
surety_holdings_get_configuration_delay (SuretyHoldings *self)
{
  g_return_val_if_fail (SURETY_IS_HOLDINGS (self), 0);
  return self->facts.configuration_delay;
}

gboolean
surety_holdings_get_rewards_end (SuretyHoldings *self, guint64 *out)
{
  g_return_val_if_fail (SURETY_IS_HOLDINGS (self) && out != NULL, FALSE);
  if (self->facts.rewards_known)
    *out = self->facts.rewards_end;
  return self->facts.rewards_known;
}

gboolean
surety_holdings_get_code_known (SuretyHoldings *self)
{
  g_return_val_if_fail (SURETY_IS_HOLDINGS (self), FALSE);
  return self->facts.code_known;
}

gboolean
surety_holdings_get_code_delegated (SuretyHoldings *self)
{
  g_return_val_if_fail (SURETY_IS_HOLDINGS (self), FALSE);
  return self->facts.code_delegated;
}

const Address *
surety_holdings_get_code_delegate (SuretyHoldings *self)
{
  g_return_val_if_fail (SURETY_IS_HOLDINGS (self), NULL);
  return &self->facts.code_delegate;
}
