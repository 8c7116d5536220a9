/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-service.h"

struct _SuretyService
{
  GObject parent_instance;

  SuretyServiceFacts facts; /* its pointers are this object's own */
  char address_text[ADDRESS_TEXT_SIZE];
};

G_DEFINE_FINAL_TYPE (SuretyService, surety_service, G_TYPE_OBJECT)

typedef enum
{
  PROP_NAME = 1,
  PROP_ADDRESS_TEXT,
  PROP_DESCRIPTION,
  PROP_SET,
} SuretyServiceProperty;

static GParamSpec *properties[PROP_SET + 1];

static void
surety_service_finalize (GObject *object)
{
  SuretyService *self = SURETY_SERVICE (object);

  g_free ((char *) self->facts.name);
  g_free ((char *) self->facts.description);
  g_free ((char *) self->facts.website);
  g_free ((char *) self->facts.logo);
  g_free ((Address *) self->facts.strategies);
  g_free ((guint64 *) self->facts.strategy_blocks);
  g_free ((Address *) self->facts.operators);
  g_free ((SuretyServiceStake *) self->facts.stakes);
  g_free ((SuretyServiceWeight *) self->facts.weights);
  surety_slashings_free ((SuretySlashing *) self->facts.slashings, self->facts.n_slashings);
  surety_payments_free ((SuretyPayment *) self->facts.payments, self->facts.n_payments);
  G_OBJECT_CLASS (surety_service_parent_class)->finalize (object);
}

static void
surety_service_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyService *self = SURETY_SERVICE (object);

  switch ((SuretyServiceProperty) id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->facts.name);
      break;
    case PROP_ADDRESS_TEXT:
      g_value_set_string (value, self->address_text);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, self->facts.description);
      break;
    case PROP_SET:
      g_value_set_uint (value, self->facts.set);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_service_class_init (SuretyServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = surety_service_finalize;
  object_class->get_property = surety_service_get_property;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_ADDRESS_TEXT] = g_param_spec_string ("address-text", NULL, NULL, NULL, flags);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  properties[PROP_SET] = g_param_spec_uint ("set", NULL, NULL, 0, G_MAXUINT32, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_service_init (SuretyService *self)
{
}

SuretyService *
surety_service_new (const SuretyServiceFacts *facts)
{
  SuretyService *self;

  g_return_val_if_fail (facts != NULL, NULL);

  self = g_object_new (SURETY_TYPE_SERVICE, NULL);
  self->facts = *facts;
  self->facts.name = g_strdup (facts->name != NULL ? facts->name : "");
  self->facts.description = g_strdup (facts->description != NULL ? facts->description : "");
  self->facts.website = g_strdup (facts->website != NULL ? facts->website : "");
  self->facts.logo = g_strdup (facts->logo != NULL ? facts->logo : "");
  self->facts.strategies = g_memdup2 (facts->strategies, facts->n_strategies * sizeof (Address));
  self->facts.strategy_blocks = g_memdup2 (facts->strategy_blocks,
                                           facts->n_strategies * sizeof (guint64));
  self->facts.operators = g_memdup2 (facts->operators, facts->n_listed * sizeof (Address));
  self->facts.stakes = g_memdup2 (facts->stakes, facts->n_stakes * sizeof (SuretyServiceStake));
  self->facts.weights = g_memdup2 (facts->weights, facts->n_weights * sizeof (SuretyServiceWeight));
  self->facts.slashings = surety_slashings_copy (facts->slashings, facts->n_slashings);
  self->facts.payments = surety_payments_copy (facts->payments, facts->n_payments);
  address_to_text (&facts->avs, self->address_text);
  return self;
}

SuretyService *
surety_service_new_later (SuretyService *self,
                          const SuretyServiceStake *stakes,
                          guint n_stakes,
                          const SuretyServiceWeight *weights,
                          guint n_weights,
                          guint64 block,
                          guint64 time)
{
  SuretyServiceFacts facts;

  g_return_val_if_fail (SURETY_IS_SERVICE (self), NULL);

  facts = self->facts;
  facts.stakes_known = TRUE;
  facts.stakes = stakes;
  facts.n_stakes = n_stakes;
  facts.weights = weights;
  facts.n_weights = n_weights;
  facts.block = block;
  facts.time = time;
  return surety_service_new (&facts);
}

const Address *
surety_service_get_avs (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), NULL);
  return &self->facts.avs;
}

const char *
surety_service_get_address_text (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), NULL);
  return self->address_text;
}

guint32
surety_service_get_set (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), 0);
  return self->facts.set;
}

const char *
surety_service_get_name (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), NULL);
  return self->facts.name;
}

const char *
surety_service_get_description (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), NULL);
  return self->facts.description;
}

const char *
surety_service_get_website (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), NULL);
  return self->facts.website;
}

const char *
surety_service_get_logo (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), NULL);
  return self->facts.logo;
}

gboolean
surety_service_get_slasher_known (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), FALSE);
  return self->facts.slasher_known;
}

const Address *
surety_service_get_slasher (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), NULL);
  return &self->facts.slasher.address;
}

/* What is known of a party; threshold and owners say nothing of others than multisigs. */
static SuretyPartyKind
party_kind (const SuretyParty *party, gboolean known, guint *threshold, guint *owners)
{
  SuretyPartyKind kind = known ? party->kind : SURETY_PARTY_UNKNOWN;
  gboolean is_multisig = kind == SURETY_PARTY_MULTISIG;

  if (threshold != NULL)
    *threshold = is_multisig ? party->threshold : 0;
  if (owners != NULL)
    *owners = is_multisig ? party->owners : 0;
  return kind;
}

SuretyPartyKind
surety_service_get_slasher_kind (SuretyService *self, guint *threshold, guint *owners)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), SURETY_PARTY_UNKNOWN);
  return party_kind (&self->facts.slasher, self->facts.slasher_known, threshold, owners);
}

const Address *
surety_service_get_registrar (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), NULL);
  return &self->facts.registrar.address;
}

SuretyPartyKind
surety_service_get_registrar_kind (SuretyService *self, guint *threshold, guint *owners)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), SURETY_PARTY_UNKNOWN);
  return party_kind (&self->facts.registrar, !address_is_zero (&self->facts.registrar.address),
                     threshold, owners);
}

gboolean
surety_service_get_slasher_code_known (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), FALSE);
  return surety_service_get_slasher_kind (self, NULL, NULL) != SURETY_PARTY_UNKNOWN;
}

gboolean
surety_service_get_slasher_is_contract (SuretyService *self)
{
  SuretyPartyKind kind;

  g_return_val_if_fail (SURETY_IS_SERVICE (self), FALSE);

  kind = surety_service_get_slasher_kind (self, NULL, NULL);
  return kind == SURETY_PARTY_MULTISIG || kind == SURETY_PARTY_CONTRACT;
}

gboolean
surety_service_get_pending_slasher_known (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), FALSE);
  return self->facts.pending_slasher_known;
}

const Address *
surety_service_get_pending_slasher (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), NULL);
  return &self->facts.pending_slasher.address;
}

SuretyPartyKind
surety_service_get_pending_slasher_kind (SuretyService *self, guint *threshold, guint *owners)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), SURETY_PARTY_UNKNOWN);
  return party_kind (&self->facts.pending_slasher, self->facts.pending_slasher_known, threshold,
                     owners);
}

guint64
surety_service_get_pending_slasher_block (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), 0);
  return self->facts.pending_slasher_block;
}

guint64
surety_service_get_pending_slasher_time (SuretyService *self)
{
  guint64 block;

  g_return_val_if_fail (SURETY_IS_SERVICE (self), 0);

  block = surety_service_get_pending_slasher_block (self);
  if (block <= self->facts.block || self->facts.time == 0)
    return 0;
  return self->facts.time + (block - self->facts.block) * self->facts.block_seconds;
}

gboolean
surety_service_get_redistributes_known (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), FALSE);
  return self->facts.redistributes_known;
}

gboolean
surety_service_get_redistributes (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), FALSE);
  return self->facts.redistributes;
}

const Address *
surety_service_get_recipient (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), NULL);
  return &self->facts.recipient;
}

gboolean
surety_service_get_resolution_delay (SuretyService *self, guint64 *blocks)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), FALSE);
  g_return_val_if_fail (blocks != NULL, FALSE);

  *blocks = self->facts.resolution_known ? self->facts.resolution_delay : 0;
  return self->facts.resolution_known;
}

guint64
surety_service_get_created_block (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), 0);
  return self->facts.created_block;
}

guint64
surety_service_get_created_time (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), 0);
  return self->facts.created_time;
}

gboolean
surety_service_get_strategies_known (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), FALSE);
  return self->facts.strategies_known;
}

const Address *
surety_service_get_strategies (SuretyService *self, guint *n)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);
  *n = self->facts.n_strategies;
  return self->facts.strategies;
}

gboolean
surety_service_has_strategy (SuretyService *self, const Address *strategy)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), FALSE);
  g_return_val_if_fail (strategy != NULL, FALSE);

  for (guint i = 0; i < self->facts.n_strategies; i++)
    if (address_equal (&self->facts.strategies[i], strategy))
      return TRUE;
  return FALSE;
}

guint64
surety_service_get_strategy_block (SuretyService *self, const Address *strategy)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), 0);
  g_return_val_if_fail (strategy != NULL, 0);

  for (guint i = 0; i < self->facts.n_strategies && self->facts.strategy_blocks != NULL; i++)
    if (address_equal (&self->facts.strategies[i], strategy))
      return self->facts.strategy_blocks[i];
  return 0;
}

gboolean
surety_service_get_n_operators_known (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), FALSE);
  return self->facts.n_operators_known;
}

guint
surety_service_get_n_operators (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), 0);
  return self->facts.n_operators;
}

const Address *
surety_service_get_operators (SuretyService *self, guint *n)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);
  *n = self->facts.n_listed;
  return self->facts.operators;
}

gboolean
surety_service_get_stakes_known (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), FALSE);
  return self->facts.stakes_known;
}

const SuretyServiceStake *
surety_service_get_stakes (SuretyService *self, guint *n)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);
  *n = self->facts.n_stakes;
  return self->facts.stakes;
}

const SuretyServiceWeight *
surety_service_get_weights (SuretyService *self, guint *n)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);
  *n = self->facts.n_weights;
  return self->facts.weights;
}

gboolean
surety_service_get_slashings_known (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), FALSE);
  return self->facts.slashings_known;
}

const SuretySlashing *
surety_service_get_slashings (SuretyService *self, guint *n)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);
  *n = self->facts.n_slashings;
  return self->facts.slashings;
}

gboolean
surety_service_get_payments_known (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), FALSE);
  return self->facts.payments_known;
}

const SuretyPayment *
surety_service_get_payments (SuretyService *self, guint *n)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);
  *n = self->facts.n_payments;
  return self->facts.payments;
}

SuretyPaid *
surety_service_dup_paid (SuretyService *self, guint64 seconds, guint *n)
{
  guint64 until;

  g_return_val_if_fail (SURETY_IS_SERVICE (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);

  until = self->facts.time;
  return surety_payments_sum (self->facts.payments, self->facts.n_payments,
                              until > seconds ? until - seconds : 0, until, n);
}

gboolean
surety_service_get_pays_regularly (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), FALSE);
  return surety_payments_regular (self->facts.payments, self->facts.n_payments, self->facts.time);
}

guint64
surety_service_get_block (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), 0);
  return self->facts.block;
}

guint64
surety_service_get_time (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), 0);
  return self->facts.time;
}
