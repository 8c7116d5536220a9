/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-outlook-service.h"

#include "surety-position-row.h"

struct _SuretyOutlookService
{
  GObject parent_instance;

  SuretyOutlookServiceFacts facts;
};

G_DEFINE_FINAL_TYPE (SuretyOutlookService, surety_outlook_service, G_TYPE_OBJECT)

typedef enum
{
  PROP_SERVICE = 1,
  PROP_PLEDGE,
  PROP_NOW,
  PROP_RISING,
  PROP_DORMANT,
  PROP_FREEING,
  PROP_EXPECTED_LOSS,
  PROP_REWARD_YEAR,
  PROP_BACKING,
  PROP_COST,
  PROP_PROFIT,
} SuretyOutlookServiceProperty;

static GParamSpec *properties[PROP_PROFIT + 1];

static void
surety_outlook_service_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const SuretyOutlookServiceFacts *facts = &SURETY_OUTLOOK_SERVICE (object)->facts;

  switch ((SuretyOutlookServiceProperty) id)
    {
    case PROP_SERVICE:
      g_value_set_object (value, facts->service);
      break;
    case PROP_PLEDGE:
      g_value_set_object (value, facts->pledge);
      break;
    case PROP_NOW:
      g_value_set_uint (value, surety_millionths (facts->now, U256_WAD));
      break;
    case PROP_RISING:
      g_value_set_uint (value, surety_millionths (facts->rising, U256_WAD));
      break;
    case PROP_DORMANT:
      g_value_set_uint (value, surety_millionths (facts->dormant, U256_WAD));
      break;
    case PROP_FREEING:
      g_value_set_uint (value, surety_millionths (facts->freeing, U256_WAD));
      break;
    case PROP_EXPECTED_LOSS:
      g_value_set_object (value, facts->expected_loss);
      break;
    case PROP_REWARD_YEAR:
      g_value_set_object (value, facts->reward_year);
      break;
    case PROP_BACKING:
      g_value_set_object (value, facts->backing);
      break;
    case PROP_COST:
      g_value_set_object (value, facts->cost);
      break;
    case PROP_PROFIT:
      g_value_set_object (value, facts->profit);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_outlook_service_finalize (GObject *object)
{
  SuretyOutlookService *self = SURETY_OUTLOOK_SERVICE (object);

  g_clear_object (&self->facts.pledge);
  g_clear_object (&self->facts.service);
  g_clear_object (&self->facts.expected_loss);
  g_clear_object (&self->facts.reward_year);
  g_clear_object (&self->facts.backing);
  g_clear_object (&self->facts.cost);
  g_clear_object (&self->facts.profit);

  G_OBJECT_CLASS (surety_outlook_service_parent_class)->finalize (object);
}

static void
surety_outlook_service_class_init (SuretyOutlookServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  static const struct
  {
    SuretyOutlookServiceProperty id;
    const char *name;
  } parts[] = {
    { PROP_NOW, "now" },
    { PROP_RISING, "rising" },
    { PROP_DORMANT, "dormant" },
    { PROP_FREEING, "freeing" },
  },
    figures[] = {
      { PROP_EXPECTED_LOSS, "expected-loss" }, { PROP_REWARD_YEAR, "reward-year" },
      { PROP_BACKING, "backing" },             { PROP_COST, "cost" },
      { PROP_PROFIT, "profit" },
    };

  object_class->get_property = surety_outlook_service_get_property;
  object_class->finalize = surety_outlook_service_finalize;

  properties[PROP_SERVICE] = g_param_spec_object ("service", NULL, NULL, SURETY_TYPE_SERVICE,
                                                  flags);
  properties[PROP_PLEDGE] = g_param_spec_object ("pledge", NULL, NULL, SURETY_TYPE_PLEDGE, flags);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    properties[parts[i].id] = g_param_spec_uint (parts[i].name, NULL, NULL, 0, 1000000, 0, flags);
  for (gsize i = 0; i < G_N_ELEMENTS (figures); i++)
    properties[figures[i].id] = g_param_spec_object (figures[i].name, NULL, NULL,
                                                     SURETY_TYPE_FIGURE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_outlook_service_init (SuretyOutlookService *self)
{
}

SuretyOutlookService *
surety_outlook_service_new (const SuretyOutlookServiceFacts *facts)
{
  SuretyOutlookService *self = g_object_new (SURETY_TYPE_OUTLOOK_SERVICE, NULL);

  self->facts = *facts;
  g_object_ref (self->facts.pledge);
  g_object_ref (self->facts.service);
  g_object_ref (self->facts.expected_loss);
  g_object_ref (self->facts.reward_year);
  g_object_ref (self->facts.backing);
  g_object_ref (self->facts.cost);
  g_object_ref (self->facts.profit);

  return self;
}

const SuretyOutlookServiceFacts *
surety_outlook_service_get_facts (SuretyOutlookService *self)
{
  g_return_val_if_fail (SURETY_IS_OUTLOOK_SERVICE (self), NULL);

  return &self->facts;
}
