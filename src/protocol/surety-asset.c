/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-asset.h"

struct _SuretyAsset
{
  GObject parent_instance;

  SuretyNetwork *network; /* owns token */
  const SuretyToken *token;
  SuretyFigure *balance;
  SuretyFigure *strategy_total;
  SuretyFigure *rate;
  char *closed_reason;
};

G_DEFINE_FINAL_TYPE (SuretyAsset, surety_asset, G_TYPE_OBJECT)

typedef enum
{
  PROP_SYMBOL = 1,
  PROP_NAME,
  PROP_BALANCE,
  PROP_STRATEGY_TOTAL,
  PROP_RATE,
  PROP_OPEN,
} SuretyAssetProperty;

static GParamSpec *properties[PROP_OPEN + 1];

static void
surety_asset_dispose (GObject *object)
{
  SuretyAsset *self = SURETY_ASSET (object);

  g_clear_object (&self->balance);
  g_clear_object (&self->strategy_total);
  g_clear_object (&self->rate);
  G_OBJECT_CLASS (surety_asset_parent_class)->dispose (object);
}

static void
surety_asset_finalize (GObject *object)
{
  SuretyAsset *self = SURETY_ASSET (object);

  g_clear_object (&self->network);
  g_free (self->closed_reason);
  G_OBJECT_CLASS (surety_asset_parent_class)->finalize (object);
}

static void
surety_asset_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyAsset *self = SURETY_ASSET (object);

  switch ((SuretyAssetProperty) id)
    {
    case PROP_SYMBOL:
      g_value_set_string (value, self->token->symbol);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->token->name);
      break;
    case PROP_BALANCE:
      g_value_set_object (value, self->balance);
      break;
    case PROP_STRATEGY_TOTAL:
      g_value_set_object (value, self->strategy_total);
      break;
    case PROP_RATE:
      g_value_set_object (value, self->rate);
      break;
    case PROP_OPEN:
      g_value_set_boolean (value, self->closed_reason == NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_asset_class_init (SuretyAssetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = surety_asset_dispose;
  object_class->finalize = surety_asset_finalize;
  object_class->get_property = surety_asset_get_property;

  properties[PROP_SYMBOL] = g_param_spec_string ("symbol", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_BALANCE] = g_param_spec_object ("balance", NULL, NULL, SURETY_TYPE_FIGURE, flags);
  properties[PROP_STRATEGY_TOTAL] = g_param_spec_object ("strategy-total", NULL, NULL,
                                                         SURETY_TYPE_FIGURE, flags);
  properties[PROP_RATE] = g_param_spec_object ("rate", NULL, NULL, SURETY_TYPE_FIGURE, flags);
  properties[PROP_OPEN] = g_param_spec_boolean ("open", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_asset_init (SuretyAsset *self)
{
}

SuretyAsset *
surety_asset_new (SuretyNetwork *network,
                  const SuretyToken *token,
                  SuretyFigure *balance,
                  SuretyFigure *strategy_total,
                  SuretyFigure *rate,
                  const char *closed_reason)
{
  SuretyAsset *self;

  g_return_val_if_fail (SURETY_IS_NETWORK (network) && token != NULL, NULL);
  g_return_val_if_fail (balance != NULL && strategy_total != NULL && rate != NULL, NULL);

  self = g_object_new (SURETY_TYPE_ASSET, NULL);
  self->network = g_object_ref (network);
  self->token = token;
  self->balance = g_object_ref (balance);
  self->strategy_total = g_object_ref (strategy_total);
  self->rate = g_object_ref (rate);
  self->closed_reason = g_strdup (closed_reason);
  return self;
}

const SuretyToken *
surety_asset_get_token (SuretyAsset *self)
{
  g_return_val_if_fail (SURETY_IS_ASSET (self), NULL);
  return self->token;
}

const char *
surety_asset_get_symbol (SuretyAsset *self)
{
  g_return_val_if_fail (SURETY_IS_ASSET (self), NULL);
  return self->token->symbol;
}

const char *
surety_asset_get_name (SuretyAsset *self)
{
  g_return_val_if_fail (SURETY_IS_ASSET (self), NULL);
  return self->token->name;
}

SuretyFigure *
surety_asset_get_balance (SuretyAsset *self)
{
  g_return_val_if_fail (SURETY_IS_ASSET (self), NULL);
  return self->balance;
}

SuretyFigure *
surety_asset_get_strategy_total (SuretyAsset *self)
{
  g_return_val_if_fail (SURETY_IS_ASSET (self), NULL);
  return self->strategy_total;
}

SuretyFigure *
surety_asset_get_rate (SuretyAsset *self)
{
  g_return_val_if_fail (SURETY_IS_ASSET (self), NULL);
  return self->rate;
}

gboolean
surety_asset_get_open (SuretyAsset *self)
{
  g_return_val_if_fail (SURETY_IS_ASSET (self), FALSE);
  return self->closed_reason == NULL;
}

const char *
surety_asset_get_closed_reason (SuretyAsset *self)
{
  g_return_val_if_fail (SURETY_IS_ASSET (self), NULL);
  return self->closed_reason;
}

gboolean
surety_asset_convert_to_eth (SuretyAsset *self, u256 amount, u256 *out)
{
  u256 whole = 1;

  g_return_val_if_fail (SURETY_IS_ASSET (self), FALSE);

  if (!surety_figure_is_known (self->rate))
    return FALSE;
  for (guint i = 0; i < self->token->decimals; i++)
    whole *= 10;
  return u256_mul_div (amount, surety_figure_get_value (self->rate), whole, ROUND_DOWN, out);
}
