/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-outlook-private.h"

typedef enum
{
  PROP_EXPOSURE_KNOWN = 1,
  PROP_EXPOSURE_NOW,
  PROP_EXPOSURE_PENDING,
  PROP_EXPOSURE_DORMANT,
  PROP_EXPOSURE_LATENT,
  PROP_EXPOSURE_FREE,
  PROP_EXPOSURE_MOST,
  PROP_EXPOSURE_BEFORE_EXIT,
  PROP_SERVICES,
  PROP_SIMULATING,
  PROP_ANY_LOSS,
  PROP_EXPECTED_LOSS,
  PROP_LOSS_20,
  PROP_LOSS_100,
  PROP_BASE_YEAR,
  PROP_RESTAKING_YEAR,
  PROP_GAS,
  PROP_GAS_SHARE,
  PROP_EARNINGS,
  PROP_REWARD_DAYS,
} SuretyOutlookProperty;

static GParamSpec *properties[PROP_REWARD_DAYS + 1];

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

void
surety_outlook_notify_all (SuretyOutlook *self)
{
  for (guint i = 1; i < G_N_ELEMENTS (properties); i++)
    if (i != PROP_SERVICES && i != PROP_EARNINGS && i != PROP_REWARD_DAYS)
      g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  g_signal_emit (self, signals[CHANGED], 0);
}

static SuretyKnown
get_known (SuretyOutlook *self)
{
  return surety_figure_get_known (surety_asset_get_strategy_total (self->facts.asset));
}

/* What can be taken follows from every pledge: it is known as well as the one that is known least. */
static SuretyKnown
get_risk_known (SuretyOutlook *self)
{
  GListModel *pledges = self->facts.pledges;
  SuretyKnown least = get_known (self);

  for (guint i = 0; pledges != NULL && i < g_list_model_get_n_items (pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, i);

      least = MIN (least, surety_pledge_get_known (pledge));
    }
  return least;
}

SuretyFigure *
surety_outlook_token_figure (SuretyOutlook *self, gboolean known, u256 value)
{
  const SuretyToken *token = surety_outlook_get_token (&self->facts);

  if (token == NULL)
    return NULL;
  if (!known)
    return surety_figure_new_unknown (token->decimals, token->symbol);

  return surety_figure_new (value, token->decimals, token->symbol, self->facts.block,
                            self->facts.time, get_risk_known (self));
}

SuretyFigure *
surety_outlook_eth_figure (SuretyOutlook *self, gboolean known, u256 value)
{
  if (!known || self->facts.asset == NULL)
    return surety_figure_new_unknown (18, "ETH");

  return surety_figure_new (value, 18, "ETH", self->facts.block, self->facts.time,
                            MIN (get_known (self), SURETY_KNOWN_ONE_ENDPOINT));
}

/* A part of the amount, rounded up. */
u256
surety_outlook_loss_of (SuretyOutlook *self, double part)
{
  const u256 amount = self->facts.amount;
  u256 wad = (u256) (guint64) (CLAMP (part, 0, 1) * 1e18), loss = amount;

  /* A double has 16 digits: one more part than it says is still the same double. */
  if (part > 0 && wad < U256_WAD)
    wad += 1u;
  if (!u256_mul_div (amount, wad, U256_WAD, ROUND_UP, &loss))
    return amount;

  return u256_min (loss, amount);
}

static SuretyFigure *
loss_figure (SuretyOutlook *self, double part)
{
  gboolean known = self->simulated && self->facts.amount_known;

  return surety_outlook_token_figure (self, known,
                                      known ? surety_outlook_loss_of (self, part) : (u256) 0);
}

static SuretyFigure *
exposure_figure (SuretyOutlook *self, SuretyOutlookProperty property)
{
  u256 value = 0;

  switch ((guint) property)
    {
    case PROP_EXPOSURE_NOW:
      value = self->exposure.now;
      break;
    case PROP_EXPOSURE_PENDING:
      value = self->exposure.pending;
      break;
    case PROP_EXPOSURE_DORMANT:
      value = self->exposure.dormant;
      break;
    case PROP_EXPOSURE_LATENT:
      value = self->exposure.latent;
      break;
    case PROP_EXPOSURE_FREE:
      value = self->exposure.free;
      break;
    case PROP_EXPOSURE_MOST:
      value = self->exposure.most;
      break;
    case PROP_EXPOSURE_BEFORE_EXIT:
      value = self->exposure.before_exit;
      break;
    default:
      g_assert_not_reached ();
    }

  return surety_outlook_token_figure (self, self->exposure_known, value);
}

static void
surety_outlook_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyOutlook *self = SURETY_OUTLOOK (object);

  switch ((SuretyOutlookProperty) id)
    {
    case PROP_EXPOSURE_KNOWN:
      g_value_set_boolean (value, self->exposure_known);
      break;
    case PROP_EXPOSURE_NOW:
    case PROP_EXPOSURE_PENDING:
    case PROP_EXPOSURE_DORMANT:
    case PROP_EXPOSURE_LATENT:
    case PROP_EXPOSURE_FREE:
    case PROP_EXPOSURE_MOST:
    case PROP_EXPOSURE_BEFORE_EXIT:
      g_value_take_object (value, exposure_figure (self, (SuretyOutlookProperty) id));
      break;
    case PROP_SERVICES:
      g_value_set_object (value, self->services);
      break;
    case PROP_SIMULATING:
      g_value_set_boolean (value, surety_outlook_get_simulating (self));
      break;
    case PROP_ANY_LOSS:
      g_value_set_double (value, self->simulated ? self->result.any : -1);
      break;
    case PROP_EXPECTED_LOSS:
      g_value_take_object (value, loss_figure (self, self->result.expected));
      break;
    case PROP_LOSS_20:
      g_value_take_object (value, loss_figure (self, self->result.loss_20));
      break;
    case PROP_LOSS_100:
      g_value_take_object (value, loss_figure (self, self->result.loss_100));
      break;
    case PROP_BASE_YEAR:
      g_value_take_object (value, surety_outlook_eth_figure (self,
                                                             self->reward.base_known &&
                                                               !self->reward.base_negative,
                                                             self->reward.base_year));
      break;
    case PROP_RESTAKING_YEAR:
      g_value_take_object (value, surety_outlook_eth_figure (self, self->reward.restaking_known,
                                                             self->reward.restaking_year));
      break;
    case PROP_GAS:
      g_value_take_object (value, surety_outlook_eth_figure (self, self->reward.gas_known,
                                                             self->reward.gas));
      break;
    case PROP_GAS_SHARE:
      g_value_set_double (value, self->reward.gas_share_known
                                   ? u256_to_double (self->reward.gas_share) / 1e18
                                   : -1);
      break;
    case PROP_EARNINGS:
      g_value_set_object (value, self->earnings);
      break;
    case PROP_REWARD_DAYS:
      g_value_set_uint (value, self->reward_days);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_outlook_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_REWARD_DAYS)
    surety_outlook_set_reward_days (SURETY_OUTLOOK (object), g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static GParamSpec *
figure (const char *name)
{
  return g_param_spec_object (name, NULL, NULL, SURETY_TYPE_FIGURE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
}

void
surety_outlook_install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_outlook_get_property;
  object_class->set_property = surety_outlook_set_property;

  properties[PROP_EXPOSURE_KNOWN] = g_param_spec_boolean ("exposure-known", NULL, NULL, FALSE,
                                                          flags);
  properties[PROP_EXPOSURE_NOW] = figure ("exposure-now");
  properties[PROP_EXPOSURE_PENDING] = figure ("exposure-pending");
  properties[PROP_EXPOSURE_DORMANT] = figure ("exposure-dormant");
  properties[PROP_EXPOSURE_LATENT] = figure ("exposure-latent");
  properties[PROP_EXPOSURE_FREE] = figure ("exposure-free");
  properties[PROP_EXPOSURE_MOST] = figure ("exposure-most");
  properties[PROP_EXPOSURE_BEFORE_EXIT] = figure ("exposure-before-exit");
  properties[PROP_SERVICES] = g_param_spec_object ("services", NULL, NULL, G_TYPE_LIST_MODEL,
                                                   flags);
  properties[PROP_SIMULATING] = g_param_spec_boolean ("simulating", NULL, NULL, FALSE, flags);
  properties[PROP_ANY_LOSS] = g_param_spec_double ("any-loss", NULL, NULL, -1, 1, -1, flags);
  properties[PROP_EXPECTED_LOSS] = figure ("expected-loss");
  properties[PROP_LOSS_20] = figure ("loss-20");
  properties[PROP_LOSS_100] = figure ("loss-100");
  properties[PROP_BASE_YEAR] = figure ("base-year");
  properties[PROP_RESTAKING_YEAR] = figure ("restaking-year");
  properties[PROP_GAS] = figure ("gas");
  properties[PROP_GAS_SHARE] = g_param_spec_double ("gas-share", NULL, NULL, -1, G_MAXDOUBLE, -1,
                                                    flags);
  properties[PROP_EARNINGS] = g_param_spec_object ("earnings", NULL, NULL, G_TYPE_LIST_MODEL,
                                                   flags);
  properties[PROP_REWARD_DAYS] = g_param_spec_uint ("reward-days", NULL, NULL, 30, 90, 30,
                                                    flags | G_PARAM_WRITABLE);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (object_class), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}
