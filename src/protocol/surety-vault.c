/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-vault.h"

struct _SuretyVault
{
  GObject parent_instance;

  SuretyVaultFacts facts; /* its text is this object's own */
  char address_text[ADDRESS_TEXT_SIZE];
};

G_DEFINE_FINAL_TYPE (SuretyVault, surety_vault, G_TYPE_OBJECT)

typedef enum
{
  PROP_ADDRESS_TEXT = 1,
} SuretyVaultProperty;

static GParamSpec *properties[PROP_ADDRESS_TEXT + 1];

static void
surety_vault_finalize (GObject *object)
{
  SuretyVault *self = SURETY_VAULT (object);

  g_free ((char *) self->facts.symbol);
  G_OBJECT_CLASS (surety_vault_parent_class)->finalize (object);
}

static void
surety_vault_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyVault *self = SURETY_VAULT (object);

  switch ((SuretyVaultProperty) id)
    {
    case PROP_ADDRESS_TEXT:
      g_value_set_string (value, self->address_text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_vault_class_init (SuretyVaultClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = surety_vault_finalize;
  object_class->get_property = surety_vault_get_property;

  properties[PROP_ADDRESS_TEXT] = g_param_spec_string ("address-text", NULL, NULL, NULL,
                                                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_vault_init (SuretyVault *self)
{
}

SuretyVault *
surety_vault_new (const SuretyVaultFacts *facts)
{
  SuretyVault *self;

  g_return_val_if_fail (facts != NULL, NULL);

  self = g_object_new (SURETY_TYPE_VAULT, NULL);
  self->facts = *facts;
  self->facts.symbol = g_strdup (facts->symbol != NULL ? facts->symbol : "");
  address_to_text (&facts->address, self->address_text);
  return self;
}

const SuretyVaultFacts *
surety_vault_get_facts (SuretyVault *self)
{
  g_return_val_if_fail (SURETY_IS_VAULT (self), NULL);
  return &self->facts;
}

const char *
surety_vault_get_address_text (SuretyVault *self)
{
  g_return_val_if_fail (SURETY_IS_VAULT (self), NULL);
  return self->address_text;
}

gboolean
surety_vault_is_locked (SuretyVault *self)
{
  g_return_val_if_fail (SURETY_IS_VAULT (self), TRUE);
  return self->facts.state == SURETY_VAULT_UNKNOWN || self->facts.state == SURETY_VAULT_LOCKED;
}
