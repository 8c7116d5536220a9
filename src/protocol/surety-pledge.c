/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-pledge.h"

struct _SuretyPledge
{
  GObject parent_instance;

  SuretyPledgeFacts facts; /* holds references to service and network */
};

G_DEFINE_FINAL_TYPE (SuretyPledge, surety_pledge, G_TYPE_OBJECT)

typedef enum
{
  PROP_SERVICE = 1,
  PROP_SYMBOL,
} SuretyPledgeProperty;

static GParamSpec *properties[PROP_SYMBOL + 1];

static void
surety_pledge_finalize (GObject *object)
{
  SuretyPledge *self = SURETY_PLEDGE (object);

  g_clear_object (&self->facts.service);
  g_clear_object (&self->facts.network);
  surety_slashings_free ((SuretySlashing *) self->facts.slashings, self->facts.n_slashings);
  G_OBJECT_CLASS (surety_pledge_parent_class)->finalize (object);
}

static void
surety_pledge_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyPledge *self = SURETY_PLEDGE (object);

  switch ((SuretyPledgeProperty) id)
    {
    case PROP_SERVICE:
      g_value_set_object (value, self->facts.service);
      break;
    case PROP_SYMBOL:
      g_value_set_string (value, self->facts.token->symbol);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_pledge_class_init (SuretyPledgeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = surety_pledge_finalize;
  object_class->get_property = surety_pledge_get_property;

  properties[PROP_SERVICE] = g_param_spec_object ("service", NULL, NULL, SURETY_TYPE_SERVICE,
                                                  flags);
  properties[PROP_SYMBOL] = g_param_spec_string ("symbol", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_pledge_init (SuretyPledge *self)
{
}

SuretyPledge *
surety_pledge_new (const SuretyPledgeFacts *facts)
{
  SuretyPledge *self;

  g_return_val_if_fail (facts != NULL, NULL);
  g_return_val_if_fail (SURETY_IS_SERVICE (facts->service), NULL);
  g_return_val_if_fail (SURETY_IS_NETWORK (facts->network) && facts->token != NULL, NULL);

  self = g_object_new (SURETY_TYPE_PLEDGE, NULL);
  self->facts = *facts;
  g_object_ref (self->facts.service);
  g_object_ref (self->facts.network);
  self->facts.slashings = surety_slashings_copy (facts->slashings, facts->n_slashings);
  return self;
}

const Address *
surety_pledge_get_provider (SuretyPledge *self)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), NULL);
  return &self->facts.provider;
}

SuretyService *
surety_pledge_get_service (SuretyPledge *self)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), NULL);
  return self->facts.service;
}

const SuretyToken *
surety_pledge_get_token (SuretyPledge *self)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), NULL);
  return self->facts.token;
}

u256
surety_pledge_get_current (SuretyPledge *self)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), 0);
  return self->facts.current;
}

u256
surety_pledge_get_pending (SuretyPledge *self)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), 0);
  return self->facts.pending;
}

gboolean
surety_pledge_get_pending_is_release (SuretyPledge *self)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), FALSE);
  return self->facts.pending_is_release;
}

guint64
surety_pledge_get_effect_block (SuretyPledge *self)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), 0);
  return self->facts.effect_block;
}

guint64
surety_pledge_estimate_time (SuretyPledge *self, guint64 block)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), 0);

  if (block <= self->facts.block || self->facts.time == 0)
    return 0;
  return self->facts.time +
         (block - self->facts.block) * surety_network_get_block_seconds (self->facts.network);
}

u256
surety_pledge_get_max (SuretyPledge *self)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), 0);
  return self->facts.max;
}

u256
surety_pledge_get_encumbered (SuretyPledge *self)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), 0);
  return self->facts.encumbered;
}

u256
surety_pledge_get_now (SuretyPledge *self)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), 0);
  return surety_pledge_is_slashable (self) ? self->facts.current : 0;
}

u256
surety_pledge_get_dormant (SuretyPledge *self)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), 0);
  return surety_pledge_is_slashable (self) ? 0 : self->facts.current;
}

u256
surety_pledge_get_rising (SuretyPledge *self)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), 0);
  return self->facts.effect_block != 0 && !self->facts.pending_is_release ? self->facts.pending : 0;
}

u256
surety_pledge_get_freeing (SuretyPledge *self)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), 0);
  return self->facts.effect_block != 0 && self->facts.pending_is_release
           ? u256_min (self->facts.pending, self->facts.current)
           : 0;
}

u256
surety_pledge_share (SuretyPledge *self, u256 magnitude)
{
  u256 share;

  g_return_val_if_fail (SURETY_IS_PLEDGE (self), 0);

  if (self->facts.max == 0)
    return 0;
  if (!u256_mul_div (u256_min (magnitude, self->facts.max), U256_WAD, self->facts.max, ROUND_UP,
                     &share))
    return U256_WAD;
  return share;
}

SuretyDormant
surety_pledge_get_dormant_reason (SuretyPledge *self)
{
  SuretyDormant reason = SURETY_DORMANT_NO;

  g_return_val_if_fail (SURETY_IS_PLEDGE (self), SURETY_DORMANT_NO);

  if (!surety_pledge_get_registered (self))
    reason |= SURETY_DORMANT_NOT_REGISTERED;
  if (!self->facts.strategy_in_set)
    reason |= SURETY_DORMANT_NOT_IN_SET;
  return reason;
}

SuretyStanding
surety_pledge_get_standing (SuretyPledge *self)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), SURETY_STANDING_UNKNOWN);
  return self->facts.standing;
}

guint64
surety_pledge_get_slashable_until (SuretyPledge *self)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), 0);
  return self->facts.standing == SURETY_STANDING_LEFT ? self->facts.slashable_until : 0;
}

gboolean
surety_pledge_get_registered (SuretyPledge *self)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), FALSE);
  return self->facts.standing != SURETY_STANDING_OUTSIDE;
}

gboolean
surety_pledge_get_strategy_in_set (SuretyPledge *self)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), FALSE);
  return self->facts.strategy_in_set;
}

gboolean
surety_pledge_is_slashable (SuretyPledge *self)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), FALSE);
  return surety_pledge_get_registered (self) && self->facts.strategy_in_set;
}

gboolean
surety_pledge_get_exit_delay (SuretyPledge *self, guint64 *blocks)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), FALSE);
  g_return_val_if_fail (blocks != NULL, FALSE);

  *blocks = self->facts.exit_delay_known ? self->facts.exit_delay : 0;
  return self->facts.exit_delay_known;
}

gboolean
surety_pledge_get_escape_block (SuretyPledge *self, guint64 *block)
{
  guint64 effect;

  g_return_val_if_fail (SURETY_IS_PLEDGE (self), FALSE);
  g_return_val_if_fail (block != NULL, FALSE);

  *block = 0;
  if (surety_pledge_get_rising (self) == 0 || !self->facts.exit_delay_known)
    return FALSE;
  effect = self->facts.effect_block;
  if (effect > self->facts.exit_delay)
    *block = effect - self->facts.exit_delay - 1;
  return TRUE;
}

gboolean
surety_pledge_get_slashings_known (SuretyPledge *self)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), FALSE);
  return self->facts.slashings_known;
}

const SuretySlashing *
surety_pledge_get_slashings (SuretyPledge *self, guint *n)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);
  *n = self->facts.n_slashings;
  return self->facts.slashings;
}

SuretyKnown
surety_pledge_get_known (SuretyPledge *self)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), SURETY_KNOWN_UNKNOWN);
  return self->facts.known;
}

guint64
surety_pledge_get_block (SuretyPledge *self)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), 0);
  return self->facts.block;
}

guint64
surety_pledge_get_time (SuretyPledge *self)
{
  g_return_val_if_fail (SURETY_IS_PLEDGE (self), 0);
  return self->facts.time;
}
