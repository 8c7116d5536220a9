/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-position-row.h"

#include "surety-exposing.h"

struct _SuretyPositionRow
{
  GObject parent_instance;

  SuretyPosition *position;
  GListStore *pledges;
  SuretyFigure *most;
  SuretyFigure *before_exit;
  Exposure exposure;
  gboolean known;
  char *provider_text;
  char *provider_name;
};

G_DEFINE_FINAL_TYPE (SuretyPositionRow, surety_position_row, G_TYPE_OBJECT)

typedef enum
{
  PROP_SYMBOL = 1,
  PROP_WORTH,
  PROP_EXPOSURE_KNOWN,
  PROP_NOW,
  PROP_PENDING,
  PROP_DORMANT,
  PROP_LATENT,
  PROP_FREE,
  PROP_MOST,
  PROP_BEFORE_EXIT,
  PROP_DELEGATED,
  PROP_PROVIDER_TEXT,
  PROP_PROVIDER_NAME,
} SuretyPositionRowProperty;

static GParamSpec *properties[PROP_PROVIDER_NAME + 1];

guint
surety_millionths (u256 part, u256 whole)
{
  u256 result = 0;

  if (whole == 0)
    return 0;
  if (part >= whole)
    return 1000000;
  if (!u256_mul_div (part, 1000000u, whole, ROUND_UP, &result))
    return 1000000;

  return (guint) result;
}

static guint
part (SuretyPositionRow *self, u256 value)
{
  u256 whole = surety_figure_get_value (surety_position_get_worth (self->position));

  return self->known ? surety_millionths (value, whole) : 0;
}

static void
surety_position_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyPositionRow *self = SURETY_POSITION_ROW (object);

  switch ((SuretyPositionRowProperty) id)
    {
    case PROP_SYMBOL:
      g_value_set_string (value, surety_position_get_token (self->position)->symbol);
      break;
    case PROP_WORTH:
      g_value_set_object (value, surety_position_get_worth (self->position));
      break;
    case PROP_EXPOSURE_KNOWN:
      g_value_set_boolean (value, self->known);
      break;
    case PROP_NOW:
      g_value_set_uint (value, part (self, self->exposure.now));
      break;
    case PROP_PENDING:
      g_value_set_uint (value, part (self, self->exposure.pending));
      break;
    case PROP_DORMANT:
      g_value_set_uint (value, part (self, self->exposure.dormant));
      break;
    case PROP_LATENT:
      g_value_set_uint (value, part (self, self->exposure.latent));
      break;
    case PROP_FREE:
      g_value_set_uint (value, part (self, self->exposure.free));
      break;
    case PROP_MOST:
      g_value_set_object (value, self->most);
      break;
    case PROP_BEFORE_EXIT:
      g_value_set_object (value, self->before_exit);
      break;
    case PROP_DELEGATED:
      g_value_set_boolean (value, surety_position_get_delegated (self->position));
      break;
    case PROP_PROVIDER_TEXT:
      g_value_set_string (value, self->provider_text);
      break;
    case PROP_PROVIDER_NAME:
      g_value_set_string (value, self->provider_name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_position_row_finalize (GObject *object)
{
  SuretyPositionRow *self = SURETY_POSITION_ROW (object);

  g_clear_object (&self->position);
  g_clear_object (&self->pledges);
  g_clear_object (&self->most);
  g_clear_object (&self->before_exit);
  g_free (self->provider_text);
  g_free (self->provider_name);

  G_OBJECT_CLASS (surety_position_row_parent_class)->finalize (object);
}

static void
surety_position_row_class_init (SuretyPositionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_position_row_get_property;
  object_class->finalize = surety_position_row_finalize;

  properties[PROP_SYMBOL] = g_param_spec_string ("symbol", NULL, NULL, NULL, flags);
  properties[PROP_WORTH] = g_param_spec_object ("worth", NULL, NULL, SURETY_TYPE_FIGURE, flags);
  properties[PROP_EXPOSURE_KNOWN] = g_param_spec_boolean ("exposure-known", NULL, NULL, FALSE,
                                                          flags);
  properties[PROP_NOW] = g_param_spec_uint ("now", NULL, NULL, 0, 1000000, 0, flags);
  properties[PROP_PENDING] = g_param_spec_uint ("pending", NULL, NULL, 0, 1000000, 0, flags);
  properties[PROP_DORMANT] = g_param_spec_uint ("dormant", NULL, NULL, 0, 1000000, 0, flags);
  properties[PROP_LATENT] = g_param_spec_uint ("latent", NULL, NULL, 0, 1000000, 0, flags);
  properties[PROP_FREE] = g_param_spec_uint ("free", NULL, NULL, 0, 1000000, 0, flags);
  properties[PROP_MOST] = g_param_spec_object ("most", NULL, NULL, SURETY_TYPE_FIGURE, flags);
  properties[PROP_BEFORE_EXIT] = g_param_spec_object ("before-exit", NULL, NULL, SURETY_TYPE_FIGURE,
                                                      flags);
  properties[PROP_DELEGATED] = g_param_spec_boolean ("delegated", NULL, NULL, FALSE, flags);
  properties[PROP_PROVIDER_TEXT] = g_param_spec_string ("provider-text", NULL, NULL, NULL, flags);
  properties[PROP_PROVIDER_NAME] = g_param_spec_string ("provider-name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_position_row_init (SuretyPositionRow *self)
{
  self->pledges = g_list_store_new (SURETY_TYPE_PLEDGE);
}

SuretyPositionRow *
surety_position_row_new (SuretyPosition *position, SuretyHoldings *holdings)
{
  SuretyPositionRow *self = g_object_new (SURETY_TYPE_POSITION_ROW, NULL);
  SuretyFigure *worth = surety_position_get_worth (position);
  const SuretyToken *token = surety_position_get_token (position);
  GListModel *pledges = surety_holdings_get_pledges (holdings);
  SuretyProvider *provider = surety_holdings_get_provider (holdings);
  char text[ADDRESS_TEXT_SIZE] = "";

  self->position = g_object_ref (position);
  for (guint i = 0; pledges != NULL && i < g_list_model_get_n_items (pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, i);

      if (address_equal (&surety_pledge_get_token (pledge)->strategy, &token->strategy))
        g_list_store_append (self->pledges, pledge);
    }

  self->known = surety_figure_is_known (worth) &&
                (!surety_position_get_delegated (position) || provider != NULL) &&
                surety_exposing_compute (surety_figure_get_value (worth), &token->strategy,
                                         provider, pledges, surety_holdings_get_block (holdings),
                                         surety_holdings_get_exit_delay (holdings),
                                         surety_holdings_get_configuration_delay (holdings),
                                         &self->exposure);
  if (self->known)
    {
      self->most = surety_figure_new (self->exposure.most, token->decimals, token->symbol,
                                      surety_figure_get_block (worth),
                                      surety_figure_get_time (worth),
                                      surety_figure_get_known (worth));
      self->before_exit = surety_figure_new (self->exposure.before_exit, token->decimals,
                                             token->symbol, surety_figure_get_block (worth),
                                             surety_figure_get_time (worth),
                                             surety_figure_get_known (worth));
    }
  else
    {
      self->most = surety_figure_new_unknown (token->decimals, token->symbol);
      self->before_exit = surety_figure_new_unknown (token->decimals, token->symbol);
    }

  if (surety_position_get_delegated (position))
    address_to_text (surety_position_get_provider (position), text);
  self->provider_text = g_strdup (text);
  self->provider_name = g_strdup (provider != NULL ? surety_provider_get_name (provider) : "");

  return self;
}

SuretyPosition *
surety_position_row_get_position (SuretyPositionRow *self)
{
  g_return_val_if_fail (SURETY_IS_POSITION_ROW (self), NULL);

  return self->position;
}

gboolean
surety_position_row_get_exposure (SuretyPositionRow *self, Exposure *out)
{
  g_return_val_if_fail (SURETY_IS_POSITION_ROW (self), FALSE);

  if (self->known)
    *out = self->exposure;

  return self->known;
}

GListModel *
surety_position_row_get_pledges (SuretyPositionRow *self)
{
  g_return_val_if_fail (SURETY_IS_POSITION_ROW (self), NULL);

  return G_LIST_MODEL (self->pledges);
}
