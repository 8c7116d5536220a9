/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-earning.h"

struct _SuretyEarning
{
  GObject parent_instance;

  SuretyEarningFacts facts;
  char token_text[ADDRESS_TEXT_SIZE];
};

G_DEFINE_FINAL_TYPE (SuretyEarning, surety_earning, G_TYPE_OBJECT)

typedef enum
{
  PROP_SERVICE = 1,
  PROP_SYMBOL,
  PROP_TOKEN_TEXT,
  PROP_AMOUNT,
  PROP_WORTH,
} SuretyEarningProperty;

static GParamSpec *properties[PROP_WORTH + 1];

static void
surety_earning_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyEarning *self = SURETY_EARNING (object);

  switch ((SuretyEarningProperty) id)
    {
    case PROP_SERVICE:
      g_value_set_object (value, self->facts.service);
      break;
    case PROP_SYMBOL:
      g_value_set_string (value, surety_figure_get_unit (self->facts.amount));
      break;
    case PROP_TOKEN_TEXT:
      g_value_set_string (value, self->token_text);
      break;
    case PROP_AMOUNT:
      g_value_set_object (value, self->facts.amount);
      break;
    case PROP_WORTH:
      g_value_set_object (value, self->facts.worth);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_earning_finalize (GObject *object)
{
  SuretyEarning *self = SURETY_EARNING (object);

  g_clear_object (&self->facts.service);
  g_clear_object (&self->facts.amount);
  g_clear_object (&self->facts.worth);

  G_OBJECT_CLASS (surety_earning_parent_class)->finalize (object);
}

static void
surety_earning_class_init (SuretyEarningClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_earning_get_property;
  object_class->finalize = surety_earning_finalize;

  properties[PROP_SERVICE] = g_param_spec_object ("service", NULL, NULL, SURETY_TYPE_SERVICE,
                                                  flags);
  properties[PROP_SYMBOL] = g_param_spec_string ("symbol", NULL, NULL, NULL, flags);
  properties[PROP_TOKEN_TEXT] = g_param_spec_string ("token-text", NULL, NULL, NULL, flags);
  properties[PROP_AMOUNT] = g_param_spec_object ("amount", NULL, NULL, SURETY_TYPE_FIGURE, flags);
  properties[PROP_WORTH] = g_param_spec_object ("worth", NULL, NULL, SURETY_TYPE_FIGURE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_earning_init (SuretyEarning *self)
{
}

SuretyEarning *
surety_earning_new (const SuretyEarningFacts *facts)
{
  SuretyEarning *self = g_object_new (SURETY_TYPE_EARNING, NULL);

  self->facts = *facts;
  if (self->facts.service != NULL)
    g_object_ref (self->facts.service);
  g_object_ref (self->facts.amount);
  g_object_ref (self->facts.worth);
  address_to_text (&self->facts.token, self->token_text);

  return self;
}

const SuretyEarningFacts *
surety_earning_get_facts (SuretyEarning *self)
{
  g_return_val_if_fail (SURETY_IS_EARNING (self), NULL);

  return &self->facts;
}
