/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-token-sheet-private.h"

struct _SuretyTokenSheet
{
  GObject parent_instance;

  SuretySheetLines lines;
};

G_DEFINE_FINAL_TYPE (SuretyTokenSheet, surety_token_sheet, G_TYPE_OBJECT)

typedef enum
{
  PROP_SYMBOL = 1,
  PROP_NAME,
  PROP_BALANCE,
  PROP_RATE,
  PROP_SUPPLY,
  PROP_STRATEGY_TOTAL,
} SuretyTokenSheetProperty;

static GParamSpec *properties[PROP_STRATEGY_TOTAL + 1];

G_DEFINE_ENUM_TYPE (SuretySheetState,
                    surety_sheet_state,
                    G_DEFINE_ENUM_VALUE (SURETY_SHEET_KNOWN, "known"),
                    G_DEFINE_ENUM_VALUE (SURETY_SHEET_NOT_READ, "not-read"),
                    G_DEFINE_ENUM_VALUE (SURETY_SHEET_NO_SOURCE, "no-source"),
                    G_DEFINE_ENUM_VALUE (SURETY_SHEET_NOT_SERVED, "not-served"),
                    G_DEFINE_ENUM_VALUE (SURETY_SHEET_UNREADABLE, "unreadable"),
                    G_DEFINE_ENUM_VALUE (SURETY_SHEET_STALE, "stale"),
                    G_DEFINE_ENUM_VALUE (SURETY_SHEET_TOO_YOUNG, "too-young"))

G_DEFINE_ENUM_TYPE (SuretyMintState,
                    surety_mint_state,
                    G_DEFINE_ENUM_VALUE (SURETY_MINT_STATE_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (SURETY_MINT_STATE_OPEN, "open"),
                    G_DEFINE_ENUM_VALUE (SURETY_MINT_STATE_IMPOSSIBLE, "impossible"),
                    G_DEFINE_ENUM_VALUE (SURETY_MINT_STATE_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (SURETY_MINT_STATE_FULL, "full"),
                    G_DEFINE_ENUM_VALUE (SURETY_MINT_STATE_ALLOW_LIST, "allow-list"),
                    G_DEFINE_ENUM_VALUE (SURETY_MINT_STATE_UNHEALTHY, "unhealthy"),
                    G_DEFINE_ENUM_VALUE (SURETY_MINT_STATE_UPDATE, "update"))

G_DEFINE_ENUM_TYPE (SuretyDepositState,
                    surety_deposit_state,
                    G_DEFINE_ENUM_VALUE (SURETY_DEPOSIT_STATE_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (SURETY_DEPOSIT_STATE_OPEN, "open"),
                    G_DEFINE_ENUM_VALUE (SURETY_DEPOSIT_STATE_NO_STRATEGY, "no-strategy"),
                    G_DEFINE_ENUM_VALUE (SURETY_DEPOSIT_STATE_NOT_WHITELISTED, "not-whitelisted"),
                    G_DEFINE_ENUM_VALUE (SURETY_DEPOSIT_STATE_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (SURETY_DEPOSIT_STATE_FULL, "full"))

guint64
surety_reward_window_seconds (SuretyRewardWindow window)
{
  static const guint64 days[SURETY_N_REWARD_WINDOWS] = { 7, 30, 90 };

  g_return_val_if_fail (window < SURETY_N_REWARD_WINDOWS, 0);
  return days[window] * 86400u;
}

static void
surety_token_sheet_dispose (GObject *object)
{
  SuretySheetLines *lines = &SURETY_TOKEN_SHEET (object)->lines;

  g_clear_object (&lines->balance);
  g_clear_object (&lines->rate);
  g_clear_object (&lines->supply);
  g_clear_object (&lines->strategy_total);
  G_OBJECT_CLASS (surety_token_sheet_parent_class)->dispose (object);
}

static void
surety_token_sheet_finalize (GObject *object)
{
  g_clear_object (&SURETY_TOKEN_SHEET (object)->lines.network);
  G_OBJECT_CLASS (surety_token_sheet_parent_class)->finalize (object);
}

static void
surety_token_sheet_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const SuretySheetLines *lines = &SURETY_TOKEN_SHEET (object)->lines;

  switch ((SuretyTokenSheetProperty) id)
    {
    case PROP_SYMBOL:
      g_value_set_string (value, lines->token->symbol);
      break;
    case PROP_NAME:
      g_value_set_string (value, lines->token->name);
      break;
    case PROP_BALANCE:
      g_value_set_object (value, lines->balance);
      break;
    case PROP_RATE:
      g_value_set_object (value, lines->rate);
      break;
    case PROP_SUPPLY:
      g_value_set_object (value, lines->supply);
      break;
    case PROP_STRATEGY_TOTAL:
      g_value_set_object (value, lines->strategy_total);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_token_sheet_class_init (SuretyTokenSheetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = surety_token_sheet_dispose;
  object_class->finalize = surety_token_sheet_finalize;
  object_class->get_property = surety_token_sheet_get_property;

  properties[PROP_SYMBOL] = g_param_spec_string ("symbol", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_BALANCE] = g_param_spec_object ("balance", NULL, NULL, SURETY_TYPE_FIGURE, flags);
  properties[PROP_RATE] = g_param_spec_object ("rate", NULL, NULL, SURETY_TYPE_FIGURE, flags);
  properties[PROP_SUPPLY] = g_param_spec_object ("supply", NULL, NULL, SURETY_TYPE_FIGURE, flags);
  properties[PROP_STRATEGY_TOTAL] = g_param_spec_object ("strategy-total", NULL, NULL,
                                                         SURETY_TYPE_FIGURE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_token_sheet_init (SuretyTokenSheet *self)
{
}

SuretyTokenSheet *
surety_token_sheet_new (const SuretySheetLines *lines)
{
  SuretyTokenSheet *self;

  g_return_val_if_fail (lines != NULL && lines->network != NULL && lines->token != NULL, NULL);
  g_return_val_if_fail (lines->balance != NULL && lines->rate != NULL, NULL);
  g_return_val_if_fail (lines->supply != NULL && lines->strategy_total != NULL, NULL);

  self = g_object_new (SURETY_TYPE_TOKEN_SHEET, NULL);
  self->lines = *lines;
  g_object_ref (self->lines.network);
  return self;
}

static SuretyDepositState
deposits_of (SuretyAsset *asset)
{
  const char *reason = surety_asset_get_closed_reason (asset);

  if (reason == NULL)
    return SURETY_DEPOSIT_STATE_OPEN;
  if (g_str_equal (reason, "paused"))
    return SURETY_DEPOSIT_STATE_PAUSED;
  if (g_str_equal (reason, "not-whitelisted"))
    return SURETY_DEPOSIT_STATE_NOT_WHITELISTED;

  return SURETY_DEPOSIT_STATE_UNKNOWN;
}

SuretyTokenSheet *
surety_token_sheet_new_for_asset (SuretyNetwork *network,
                                  SuretyAsset *asset,
                                  SuretySheetState state)
{
  const SuretyToken *token = NULL;
  SuretyFigure *balance = NULL;

  g_return_val_if_fail (SURETY_IS_NETWORK (network), NULL);
  g_return_val_if_fail (SURETY_IS_ASSET (asset), NULL);
  g_return_val_if_fail (state != SURETY_SHEET_KNOWN, NULL);

  token = surety_network_find_strategy (network, &surety_asset_get_token (asset)->strategy);
  if (token == NULL)
    return NULL;
  balance = surety_asset_get_balance (asset);

  const SuretySheetLines lines = {
    .network = network,
    .token = token,
    .block = surety_figure_get_block (balance),
    .time = surety_figure_get_time (balance),
    .known = surety_figure_get_known (balance),
    .balance = g_object_ref (balance),
    .rate = g_object_ref (surety_asset_get_rate (asset)),
    .supply = surety_figure_new_unknown (token->decimals, token->symbol),
    .strategy_total = g_object_ref (surety_asset_get_strategy_total (asset)),
    .restaked = { .state = state },
    .rewards = { { .state = state }, { .state = state }, { .state = state } },
    .peg = { .state = state },
    .fee = { .state = state },
    .exit = {
      .delay_state = state,
      .waiting_state = state,
      .available_state = state,
      .paused_state = state,
      .slowed_state = state,
    },
    .cash = { .state = state, .restaking_state = state },
    .validators = { .count_state = state },
    .mint = { .minimum_state = state, .maximum_state = state, .loan = { .state = state } },
    /* Whether it has caps is not known either, which is not the same as having none. */
    .deposit = { .state = deposits_of (asset), .limits_state = SURETY_SHEET_NOT_READ },
    .paused_state = state,
    .upgrade = { .state = state, .who_state = state, .delay_state = state },
  };

  return surety_token_sheet_new (&lines);
}

const SuretyToken *
surety_token_sheet_get_token (SuretyTokenSheet *self)
{
  g_return_val_if_fail (SURETY_IS_TOKEN_SHEET (self), NULL);
  return self->lines.token;
}

const char *
surety_token_sheet_get_symbol (SuretyTokenSheet *self)
{
  g_return_val_if_fail (SURETY_IS_TOKEN_SHEET (self), NULL);
  return self->lines.token->symbol;
}

const char *
surety_token_sheet_get_name (SuretyTokenSheet *self)
{
  g_return_val_if_fail (SURETY_IS_TOKEN_SHEET (self), NULL);
  return self->lines.token->name;
}

guint64
surety_token_sheet_get_block (SuretyTokenSheet *self)
{
  g_return_val_if_fail (SURETY_IS_TOKEN_SHEET (self), 0);
  return self->lines.block;
}

guint64
surety_token_sheet_get_time (SuretyTokenSheet *self)
{
  g_return_val_if_fail (SURETY_IS_TOKEN_SHEET (self), 0);
  return self->lines.time;
}

SuretyKnown
surety_token_sheet_get_known (SuretyTokenSheet *self)
{
  g_return_val_if_fail (SURETY_IS_TOKEN_SHEET (self), SURETY_KNOWN_UNKNOWN);
  return self->lines.known;
}

SuretyFigure *
surety_token_sheet_get_balance (SuretyTokenSheet *self)
{
  g_return_val_if_fail (SURETY_IS_TOKEN_SHEET (self), NULL);
  return self->lines.balance;
}

SuretyFigure *
surety_token_sheet_get_rate (SuretyTokenSheet *self)
{
  g_return_val_if_fail (SURETY_IS_TOKEN_SHEET (self), NULL);
  return self->lines.rate;
}

SuretyFigure *
surety_token_sheet_get_supply (SuretyTokenSheet *self)
{
  g_return_val_if_fail (SURETY_IS_TOKEN_SHEET (self), NULL);
  return self->lines.supply;
}

SuretyFigure *
surety_token_sheet_get_strategy_total (SuretyTokenSheet *self)
{
  g_return_val_if_fail (SURETY_IS_TOKEN_SHEET (self), NULL);
  return self->lines.strategy_total;
}

const SuretySheetShare *
surety_token_sheet_get_restaked (SuretyTokenSheet *self)
{
  g_return_val_if_fail (SURETY_IS_TOKEN_SHEET (self), NULL);
  return &self->lines.restaked;
}

const SuretySheetPeg *
surety_token_sheet_get_peg (SuretyTokenSheet *self)
{
  g_return_val_if_fail (SURETY_IS_TOKEN_SHEET (self), NULL);
  return &self->lines.peg;
}

const SuretySheetShare *
surety_token_sheet_get_fee (SuretyTokenSheet *self)
{
  g_return_val_if_fail (SURETY_IS_TOKEN_SHEET (self), NULL);
  return &self->lines.fee;
}

const SuretySheetExit *
surety_token_sheet_get_exit (SuretyTokenSheet *self)
{
  g_return_val_if_fail (SURETY_IS_TOKEN_SHEET (self), NULL);
  return &self->lines.exit;
}

const SuretySheetCash *
surety_token_sheet_get_cash (SuretyTokenSheet *self)
{
  g_return_val_if_fail (SURETY_IS_TOKEN_SHEET (self), NULL);
  return &self->lines.cash;
}

const SuretySheetValidators *
surety_token_sheet_get_validators (SuretyTokenSheet *self)
{
  g_return_val_if_fail (SURETY_IS_TOKEN_SHEET (self), NULL);
  return &self->lines.validators;
}

const SuretySheetMint *
surety_token_sheet_get_mint (SuretyTokenSheet *self)
{
  g_return_val_if_fail (SURETY_IS_TOKEN_SHEET (self), NULL);
  return &self->lines.mint;
}

const SuretySheetDeposit *
surety_token_sheet_get_deposit (SuretyTokenSheet *self)
{
  g_return_val_if_fail (SURETY_IS_TOKEN_SHEET (self), NULL);
  return &self->lines.deposit;
}

const SuretySheetUpgrade *
surety_token_sheet_get_upgrade (SuretyTokenSheet *self)
{
  g_return_val_if_fail (SURETY_IS_TOKEN_SHEET (self), NULL);
  return &self->lines.upgrade;
}


gboolean
surety_token_sheet_is_restakable (SuretyTokenSheet *self)
{
  g_return_val_if_fail (SURETY_IS_TOKEN_SHEET (self), FALSE);
  return !address_is_zero (&self->lines.token->strategy);
}

const SuretySheetReward *
surety_token_sheet_get_reward (SuretyTokenSheet *self, SuretyRewardWindow window)
{
  g_return_val_if_fail (SURETY_IS_TOKEN_SHEET (self), NULL);
  g_return_val_if_fail (window < SURETY_N_REWARD_WINDOWS, NULL);
  return &self->lines.rewards[window];
}

SuretySheetState
surety_token_sheet_get_paused (SuretyTokenSheet *self, gboolean *paused)
{
  g_return_val_if_fail (SURETY_IS_TOKEN_SHEET (self), SURETY_SHEET_UNREADABLE);
  g_return_val_if_fail (paused != NULL, SURETY_SHEET_UNREADABLE);

  if (self->lines.paused_state == SURETY_SHEET_KNOWN)
    *paused = self->lines.paused;
  return self->lines.paused_state;
}
