/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-position.h"

struct _SuretyPosition
{
  GObject parent_instance;

  SuretyNetwork *network; /* owns token */
  const SuretyToken *token;
  SuretyFigure *worth;
  u256 deposit_shares;
  u256 withdrawable_shares;
  gboolean delegated;
  Address provider;
};

G_DEFINE_FINAL_TYPE (SuretyPosition, surety_position, G_TYPE_OBJECT)

typedef enum
{
  PROP_SYMBOL = 1,
  PROP_WORTH,
  PROP_DELEGATED,
} SuretyPositionProperty;

static GParamSpec *properties[PROP_DELEGATED + 1];

static void
surety_position_finalize (GObject *object)
{
  SuretyPosition *self = SURETY_POSITION (object);

  g_clear_object (&self->worth);
  g_clear_object (&self->network);
  G_OBJECT_CLASS (surety_position_parent_class)->finalize (object);
}

static void
surety_position_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyPosition *self = SURETY_POSITION (object);

  switch ((SuretyPositionProperty) id)
    {
    case PROP_SYMBOL:
      g_value_set_string (value, self->token->symbol);
      break;
    case PROP_WORTH:
      g_value_set_object (value, self->worth);
      break;
    case PROP_DELEGATED:
      g_value_set_boolean (value, self->delegated);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_position_class_init (SuretyPositionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = surety_position_finalize;
  object_class->get_property = surety_position_get_property;

  properties[PROP_SYMBOL] = g_param_spec_string ("symbol", NULL, NULL, NULL, flags);
  properties[PROP_WORTH] = g_param_spec_object ("worth", NULL, NULL, SURETY_TYPE_FIGURE, flags);
  properties[PROP_DELEGATED] = g_param_spec_boolean ("delegated", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_position_init (SuretyPosition *self)
{
}

SuretyPosition *
surety_position_new (SuretyNetwork *network,
                     const SuretyToken *token,
                     SuretyFigure *worth,
                     u256 deposit_shares,
                     u256 withdrawable_shares,
                     const Address *provider)
{
  SuretyPosition *self;

  g_return_val_if_fail (SURETY_IS_NETWORK (network) && token != NULL, NULL);
  g_return_val_if_fail (SURETY_IS_FIGURE (worth), NULL);

  self = g_object_new (SURETY_TYPE_POSITION, NULL);
  self->network = g_object_ref (network);
  self->token = token;
  self->worth = g_object_ref (worth);
  self->deposit_shares = deposit_shares;
  self->withdrawable_shares = withdrawable_shares;
  self->delegated = provider != NULL;
  if (provider != NULL)
    self->provider = *provider;
  return self;
}

const SuretyToken *
surety_position_get_token (SuretyPosition *self)
{
  g_return_val_if_fail (SURETY_IS_POSITION (self), NULL);
  return self->token;
}

SuretyFigure *
surety_position_get_worth (SuretyPosition *self)
{
  g_return_val_if_fail (SURETY_IS_POSITION (self), NULL);
  return self->worth;
}

u256
surety_position_get_deposit_shares (SuretyPosition *self)
{
  g_return_val_if_fail (SURETY_IS_POSITION (self), 0);
  return self->deposit_shares;
}

u256
surety_position_get_withdrawable_shares (SuretyPosition *self)
{
  g_return_val_if_fail (SURETY_IS_POSITION (self), 0);
  return self->withdrawable_shares;
}

gboolean
surety_position_get_delegated (SuretyPosition *self)
{
  g_return_val_if_fail (SURETY_IS_POSITION (self), FALSE);
  return self->delegated;
}

const Address *
surety_position_get_provider (SuretyPosition *self)
{
  g_return_val_if_fail (SURETY_IS_POSITION (self), NULL);
  return self->delegated ? &self->provider : NULL;
}
