/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-reward.h"

struct _SuretyReward
{
  GObject parent_instance;

  Address token;
  char *symbol;
  gboolean known;
  SuretyFigure *earned;
  SuretyFigure *claimed;
  SuretyFigure *claimable;
};

G_DEFINE_FINAL_TYPE (SuretyReward, surety_reward, G_TYPE_OBJECT)

typedef enum
{
  PROP_SYMBOL = 1,
  PROP_KNOWN,
  PROP_EARNED,
  PROP_CLAIMED,
  PROP_CLAIMABLE,
} SuretyRewardProperty;

static GParamSpec *properties[PROP_CLAIMABLE + 1];

static void
surety_reward_finalize (GObject *object)
{
  SuretyReward *self = SURETY_REWARD (object);

  g_free (self->symbol);
  g_clear_object (&self->earned);
  g_clear_object (&self->claimed);
  g_clear_object (&self->claimable);
  G_OBJECT_CLASS (surety_reward_parent_class)->finalize (object);
}

static void
surety_reward_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyReward *self = SURETY_REWARD (object);

  switch ((SuretyRewardProperty) id)
    {
    case PROP_SYMBOL:
      g_value_set_string (value, self->symbol);
      break;
    case PROP_KNOWN:
      g_value_set_boolean (value, self->known);
      break;
    case PROP_EARNED:
      g_value_set_object (value, self->earned);
      break;
    case PROP_CLAIMED:
      g_value_set_object (value, self->claimed);
      break;
    case PROP_CLAIMABLE:
      g_value_set_object (value, self->claimable);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_reward_class_init (SuretyRewardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = surety_reward_finalize;
  object_class->get_property = surety_reward_get_property;

  properties[PROP_SYMBOL] = g_param_spec_string ("symbol", NULL, NULL, "", flags);
  properties[PROP_KNOWN] = g_param_spec_boolean ("known", NULL, NULL, FALSE, flags);
  properties[PROP_EARNED] = g_param_spec_object ("earned", NULL, NULL, SURETY_TYPE_FIGURE, flags);
  properties[PROP_CLAIMED] = g_param_spec_object ("claimed", NULL, NULL, SURETY_TYPE_FIGURE, flags);
  properties[PROP_CLAIMABLE] = g_param_spec_object ("claimable", NULL, NULL, SURETY_TYPE_FIGURE,
                                                    flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_reward_init (SuretyReward *self)
{
}

SuretyReward *
surety_reward_new (const Address *token,
                   const char *symbol,
                   gboolean known,
                   SuretyFigure *earned,
                   SuretyFigure *claimed,
                   SuretyFigure *claimable)
{
  SuretyReward *self;

  g_return_val_if_fail (token != NULL && symbol != NULL, NULL);
  g_return_val_if_fail (earned != NULL && claimed != NULL && claimable != NULL, NULL);

  self = g_object_new (SURETY_TYPE_REWARD, NULL);
  self->token = *token;
  self->symbol = g_strdup (symbol);
  self->known = known;
  self->earned = g_object_ref (earned);
  self->claimed = g_object_ref (claimed);
  self->claimable = g_object_ref (claimable);
  return self;
}

const Address *
surety_reward_get_token (SuretyReward *self)
{
  g_return_val_if_fail (SURETY_IS_REWARD (self), NULL);
  return &self->token;
}

const char *
surety_reward_get_symbol (SuretyReward *self)
{
  g_return_val_if_fail (SURETY_IS_REWARD (self), NULL);
  return self->symbol;
}

gboolean
surety_reward_get_known (SuretyReward *self)
{
  g_return_val_if_fail (SURETY_IS_REWARD (self), FALSE);
  return self->known;
}

SuretyFigure *
surety_reward_get_earned (SuretyReward *self)
{
  g_return_val_if_fail (SURETY_IS_REWARD (self), NULL);
  return self->earned;
}

SuretyFigure *
surety_reward_get_claimed (SuretyReward *self)
{
  g_return_val_if_fail (SURETY_IS_REWARD (self), NULL);
  return self->claimed;
}

SuretyFigure *
surety_reward_get_claimable (SuretyReward *self)
{
  g_return_val_if_fail (SURETY_IS_REWARD (self), NULL);
  return self->claimable;
}
