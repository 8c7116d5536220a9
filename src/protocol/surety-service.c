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
  g_free ((Address *) self->facts.strategies);
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
  self->facts.strategies = g_memdup2 (facts->strategies, facts->n_strategies * sizeof (Address));
  address_to_text (&facts->avs, self->address_text);
  return self;
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
  return &self->facts.slasher;
}

gboolean
surety_service_get_slasher_code_known (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), FALSE);
  return self->facts.slasher_code_known;
}

gboolean
surety_service_get_slasher_is_contract (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), FALSE);
  return self->facts.slasher_is_contract;
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
  return &self->facts.pending_slasher;
}

guint64
surety_service_get_pending_slasher_block (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), 0);
  return self->facts.pending_slasher_block;
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

guint
surety_service_get_n_operators (SuretyService *self)
{
  g_return_val_if_fail (SURETY_IS_SERVICE (self), 0);
  return self->facts.n_operators;
}
