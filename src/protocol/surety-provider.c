/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-provider.h"

struct _SuretyProvider
{
  GObject parent_instance;

  SuretyProviderFacts facts; /* its pointers are this object's own */
  char address_text[ADDRESS_TEXT_SIZE];
};

G_DEFINE_FINAL_TYPE (SuretyProvider, surety_provider, G_TYPE_OBJECT)

typedef enum
{
  PROP_NAME = 1,
  PROP_ADDRESS_TEXT,
  PROP_DESCRIPTION,
  PROP_NEEDS_APPROVAL,
} SuretyProviderProperty;

static GParamSpec *properties[PROP_NEEDS_APPROVAL + 1];

static void
surety_provider_dispose (GObject *object)
{
  SuretyProvider *self = SURETY_PROVIDER (object);

  g_clear_object (&self->facts.stakes);
  G_OBJECT_CLASS (surety_provider_parent_class)->dispose (object);
}

static void
surety_provider_finalize (GObject *object)
{
  SuretyProvider *self = SURETY_PROVIDER (object);

  g_free ((char *) self->facts.name);
  g_free ((char *) self->facts.description);
  g_free ((char *) self->facts.website);
  g_free ((SuretyPledgedMagnitude *) self->facts.pledged);
  G_OBJECT_CLASS (surety_provider_parent_class)->finalize (object);
}

static void
surety_provider_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyProvider *self = SURETY_PROVIDER (object);

  switch ((SuretyProviderProperty) id)
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
    case PROP_NEEDS_APPROVAL:
      g_value_set_boolean (value, surety_provider_get_needs_approval (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_provider_class_init (SuretyProviderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = surety_provider_dispose;
  object_class->finalize = surety_provider_finalize;
  object_class->get_property = surety_provider_get_property;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_ADDRESS_TEXT] = g_param_spec_string ("address-text", NULL, NULL, NULL, flags);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  properties[PROP_NEEDS_APPROVAL] = g_param_spec_boolean ("needs-approval", NULL, NULL, FALSE,
                                                          flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_provider_init (SuretyProvider *self)
{
}

SuretyProvider *
surety_provider_new (const SuretyProviderFacts *facts)
{
  SuretyProvider *self;

  g_return_val_if_fail (facts != NULL, NULL);

  self = g_object_new (SURETY_TYPE_PROVIDER, NULL);
  self->facts = *facts;
  self->facts.name = g_strdup (facts->name != NULL ? facts->name : "");
  self->facts.description = g_strdup (facts->description != NULL ? facts->description : "");
  self->facts.website = g_strdup (facts->website != NULL ? facts->website : "");
  self->facts.stakes = facts->stakes != NULL ? g_object_ref (facts->stakes)
                                             : G_LIST_MODEL (g_list_store_new (SURETY_TYPE_FIGURE));
  self->facts.pledged = g_memdup2 (facts->pledged,
                                   facts->n_pledged * sizeof (SuretyPledgedMagnitude));
  address_to_text (&facts->address, self->address_text);
  return self;
}

const Address *
surety_provider_get_address (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  return &self->facts.address;
}

const char *
surety_provider_get_address_text (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  return self->address_text;
}

const char *
surety_provider_get_name (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  return self->facts.name;
}

const char *
surety_provider_get_description (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  return self->facts.description;
}

const char *
surety_provider_get_website (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  return self->facts.website;
}

gboolean
surety_provider_get_delay_known (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), FALSE);
  return self->facts.delay_known;
}

gboolean
surety_provider_get_delay_set (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), FALSE);
  return self->facts.delay_set;
}

guint64
surety_provider_get_delay (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), 0);
  return self->facts.delay;
}

guint64
surety_provider_get_pending_delay (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), 0);
  return self->facts.pending_delay;
}

guint64
surety_provider_get_pending_delay_block (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), 0);
  return self->facts.pending_delay_block;
}

gboolean
surety_provider_get_needs_approval (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), TRUE);
  return !self->facts.approval_known || !address_is_zero (&self->facts.approver);
}

gboolean
surety_provider_get_registered (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), FALSE);
  return self->facts.registered;
}

GListModel *
surety_provider_get_stakes (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  return self->facts.stakes;
}

guint
surety_provider_get_n_sets (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), 0);
  return self->facts.n_sets;
}

gboolean
surety_provider_get_slashings_known (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), FALSE);
  return self->facts.slashings_known;
}

guint
surety_provider_get_slashings (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), 0);
  return self->facts.slashings;
}

guint64
surety_provider_get_registered_block (SuretyProvider *self)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), 0);
  return self->facts.registered_block;
}

const SuretyPledgedMagnitude *
surety_provider_get_pledged (SuretyProvider *self, const Address *strategy)
{
  g_return_val_if_fail (SURETY_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (strategy != NULL, NULL);

  for (guint i = 0; i < self->facts.n_pledged; i++)
    if (address_equal (&self->facts.pledged[i].strategy, strategy))
      return &self->facts.pledged[i];
  return NULL;
}
