/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-portfolio.h"

#include "surety-exposing.h"
#include "surety-offload.h"

#define REFRESH_SECONDS 60

struct _SuretyPortfolio
{
  GObject parent_instance;

  SuretyProtocol *protocol;
  Address account;
  gboolean has_account;

  SuretyLoad load;
  GError *error;
  SuretyHoldings *holdings;
  SuretyFigure *held;
  SuretyFigure *restaked;
  SuretyFigure *most;
  SuretyFigure *before_exit;
  char *uncounted;
  GListStore *rows;
  GListStore *exits;
  GListStore *assets;

  DexFuture *refresh;
  gboolean refresh_again;
  guint64 head;
};

G_DEFINE_FINAL_TYPE (SuretyPortfolio, surety_portfolio, G_TYPE_OBJECT)

typedef enum
{
  PROP_LOAD = 1,
  PROP_ERROR,
  PROP_HOLDINGS,
  PROP_VALUE_HELD,
  PROP_VALUE_RESTAKED,
  PROP_MOST_YOU_CAN_LOSE,
  PROP_BEFORE_YOU_COULD_LEAVE,
  PROP_UNCOUNTED,
  PROP_ROWS,
  PROP_EXITS,
  PROP_ASSETS,
} SuretyPortfolioProperty;

static GParamSpec *properties[PROP_ASSETS + 1];

static void
set_load (SuretyPortfolio *self, SuretyLoad load, GError *error)
{
  surety_load_set (G_OBJECT (self), "load", &self->load, load, "error", &self->error, error);
}

static void
take_figure (SuretyPortfolio *self,
             SuretyFigure **place,
             SuretyFigure *figure,
             SuretyPortfolioProperty property)
{
  g_set_object (place, figure);
  g_clear_object (&figure);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static gboolean
rate_known (SuretyHoldings *holdings, const SuretyToken *token)
{
  SuretyAsset *asset = surety_holdings_find_asset (holdings, &token->strategy);

  return asset != NULL && surety_figure_is_known (surety_asset_get_rate (asset));
}

/* Adds an amount of a token in ETH, or its symbol to those that can't be counted. FALSE: the amount itself is not known, or
 * the sum does not fit. */
static gboolean
add_in_eth (SuretyHoldings *holdings,
            const SuretyToken *token,
            SuretyFigure *amount,
            u256 *sum,
            GPtrArray *uncounted)
{
  SuretyAsset *asset = surety_holdings_find_asset (holdings, &token->strategy);
  u256 eth = 0;

  if (!surety_figure_is_known (amount))
    return FALSE;
  if (surety_figure_get_value (amount) == 0)
    return TRUE;
  if (!rate_known (holdings, token))
    {
      if (!g_ptr_array_find_with_equal_func (uncounted, token->symbol, g_str_equal, NULL))
        g_ptr_array_add (uncounted, token->symbol);
      return TRUE;
    }

  return surety_asset_convert_to_eth (asset, surety_figure_get_value (amount), &eth) &&
         u256_add (*sum, eth, sum);
}

static SuretyFigure *
eth_figure (SuretyHoldings *holdings, gboolean known, u256 value)
{
  if (!known)
    return surety_figure_new_unknown (18, "ETH");

  return surety_figure_new (value, 18, "ETH", surety_holdings_get_block (holdings),
                            surety_holdings_get_time (holdings),
                            surety_holdings_get_known (holdings));
}

static void
show_values (SuretyPortfolio *self, SuretyHoldings *holdings)
{
  GListModel *assets = surety_holdings_get_assets (holdings);
  GListModel *exits = surety_holdings_get_exits (holdings);
  SuretyFigure *eth = surety_holdings_get_eth (holdings);
  g_autoptr (GPtrArray) uncounted = g_ptr_array_new ();
  g_autofree char *symbols = NULL;
  gboolean restaked_known = TRUE;
  gboolean held_known = surety_figure_is_known (eth);
  u256 held = held_known ? surety_figure_get_value (eth) : 0;
  u256 restaked = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rows)); i++)
    {
      g_autoptr (SuretyPositionRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);
      SuretyPosition *position = surety_position_row_get_position (row);

      restaked_known = add_in_eth (holdings, surety_position_get_token (position),
                                   surety_position_get_worth (position), &restaked, uncounted) &&
                       restaked_known;
    }
  for (guint i = 0; i < g_list_model_get_n_items (exits); i++)
    {
      g_autoptr (SuretyExit) leaving = g_list_model_get_item (exits, i);

      for (guint j = 0; j < surety_exit_get_n (leaving); j++)
        {
          const SuretyToken *token = surety_exit_get_token (leaving, j);

          held_known = token != NULL &&
                       add_in_eth (holdings, token, surety_exit_get_worth (leaving, j), &held,
                                   uncounted) &&
                       held_known;
        }
    }
  for (guint i = 0; i < g_list_model_get_n_items (assets); i++)
    {
      g_autoptr (SuretyAsset) asset = g_list_model_get_item (assets, i);

      held_known = add_in_eth (holdings, surety_asset_get_token (asset),
                               surety_asset_get_balance (asset), &held, uncounted) &&
                   held_known;
    }
  held_known = held_known && restaked_known && u256_add (held, restaked, &held);

  take_figure (self, &self->held, eth_figure (holdings, held_known, held), PROP_VALUE_HELD);
  take_figure (self, &self->restaked, eth_figure (holdings, restaked_known, restaked),
               PROP_VALUE_RESTAKED);

  g_ptr_array_add (uncounted, NULL);
  symbols = g_strjoinv (", ", (char **) uncounted->pdata);
  if (g_set_str (&self->uncounted, symbols))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNCOUNTED]);
}

static void
add_part (GArray *parts,
          SuretyHoldings *holdings,
          const SuretyToken *token,
          u256 stake,
          u256 most,
          u256 before_exit)
{
  SuretyAsset *asset = surety_holdings_find_asset (holdings, &token->strategy);
  SuretyFigure *rate = asset != NULL ? surety_asset_get_rate (asset) : NULL;
  ExposurePart part = {
    .stake = stake,
    .most = most,
    .before_exit = before_exit,
    .rate_known = rate != NULL && surety_figure_is_known (rate),
    .rate = rate != NULL ? surety_figure_get_value (rate) : 0,
    .decimals = token->decimals,
  };

  /* What has no rate can't be added; "uncounted" names it. */
  if (part.rate_known)
    g_array_append_val (parts, part);
}

/* What is in the queue can be slashed until it is ready, by the operator it was with. If that one is not the operator whose
 * pledges were read, all of it counts: the worst case, never less. FALSE: not known. */
static gboolean
add_exit (GArray *parts, SuretyHoldings *holdings, SuretyExit *leaving)
{
  const SuretyWithdrawal *withdrawal = surety_exit_get_withdrawal (leaving);
  SuretyProvider *provider = surety_holdings_get_provider (holdings);
  guint64 block = surety_holdings_get_block (holdings);
  guint64 ready = surety_exit_get_ready_block (leaving);

  if (block >= ready || address_is_zero (&withdrawal->delegated_to))
    return TRUE;

  for (guint i = 0; i < surety_exit_get_n (leaving); i++)
    {
      const SuretyToken *token = surety_exit_get_token (leaving, i);
      SuretyFigure *worth = surety_exit_get_worth (leaving, i);
      u256 stake = surety_figure_get_value (worth);
      Exposure exposure = { .most = stake, .before_exit = stake };

      if (token == NULL || !surety_figure_is_known (worth))
        return FALSE;
      if (provider != NULL &&
          address_equal (surety_provider_get_address (provider), &withdrawal->delegated_to) &&
          !surety_exposing_compute (stake, &token->strategy, provider,
                                    surety_holdings_get_pledges (holdings), block, ready - block,
                                    surety_holdings_get_configuration_delay (holdings), &exposure))
        return FALSE;
      /* One is leaving already: what can be lost is what can happen before the exit is over. */
      add_part (parts, holdings, token, stake, exposure.before_exit, exposure.before_exit);
    }

  return TRUE;
}

static void
show_losses (SuretyPortfolio *self, SuretyHoldings *holdings)
{
  GListModel *exits = surety_holdings_get_exits (holdings);
  g_autoptr (GArray) parts = g_array_new (FALSE, TRUE, sizeof (ExposurePart));
  gboolean known = TRUE;
  ExposureTotal total;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rows)); i++)
    {
      g_autoptr (SuretyPositionRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);
      SuretyPosition *position = surety_position_row_get_position (row);
      Exposure exposure = { 0 };

      known = surety_position_row_get_exposure (row, &exposure) && known;
      add_part (parts, holdings, surety_position_get_token (position),
                surety_figure_get_value (surety_position_get_worth (position)), exposure.most,
                exposure.before_exit);
    }
  for (guint i = 0; i < g_list_model_get_n_items (exits); i++)
    {
      g_autoptr (SuretyExit) leaving = g_list_model_get_item (exits, i);

      known = add_exit (parts, holdings, leaving) && known;
    }

  total = exposure_total ((const ExposurePart *) (gpointer) parts->data, parts->len);
  take_figure (self, &self->most, eth_figure (holdings, known && total.known, total.most),
               PROP_MOST_YOU_CAN_LOSE);
  take_figure (self, &self->before_exit,
               eth_figure (holdings, known && total.known, total.before_exit),
               PROP_BEFORE_YOU_COULD_LEAVE);
}

static void
replace (GListStore *store, GPtrArray *items)
{
  g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), items->pdata,
                       items->len);
}

static void
show (SuretyPortfolio *self, SuretyHoldings *holdings)
{
  GListModel *positions = surety_holdings_get_positions (holdings);
  GListModel *exits = surety_holdings_get_exits (holdings);
  GListModel *assets = surety_holdings_get_assets (holdings);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) leaving = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean empty = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (positions); i++)
    {
      g_autoptr (SuretyPosition) position = g_list_model_get_item (positions, i);

      g_ptr_array_add (rows, surety_position_row_new (position, holdings));
    }
  for (guint i = 0; i < g_list_model_get_n_items (exits); i++)
    g_ptr_array_add (leaving, g_list_model_get_item (exits, i));
  for (guint i = 0; i < g_list_model_get_n_items (assets); i++)
    {
      g_autoptr (SuretyAsset) asset = g_list_model_get_item (assets, i);
      SuretyFigure *balance = surety_asset_get_balance (asset);

      if (!surety_figure_is_known (balance) || surety_figure_get_value (balance) > 0)
        g_ptr_array_add (held, g_object_ref (asset));
    }

  replace (self->rows, rows);
  replace (self->exits, leaving);
  replace (self->assets, held);
  g_set_object (&self->holdings, holdings);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOLDINGS]);
  show_values (self, holdings);
  show_losses (self, holdings);

  empty = rows->len == 0 && leaving->len == 0;
  set_load (self, empty ? SURETY_LOAD_EMPTY : SURETY_LOAD_READY, NULL);
}

static DexFuture *
refresh_fiber (gpointer user_data)
{
  SuretyPortfolio *self = user_data;

  do
    {
      g_autoptr (SuretyProtocol) protocol = NULL;
      g_autoptr (SuretyHoldings) holdings = NULL;
      Address account = self->account;
      GError *error = NULL;

      self->refresh_again = FALSE;
      if (!g_set_object (&protocol, self->protocol) || !self->has_account)
        break;
      holdings = dex_await_object (surety_protocol_load_holdings (protocol, &account), &error);

      /* An answer about an account or network that is not looked at any more is dropped. */
      if (self->protocol != protocol || !self->has_account ||
          !address_equal (&self->account, &account))
        {
          g_clear_error (&error);
          self->refresh_again = TRUE;
          continue;
        }
      if (holdings == NULL)
        {
          set_load (self, self->holdings != NULL ? self->load : SURETY_LOAD_FAILED,
                    g_error_copy (error));
          return dex_future_new_for_error (error);
        }
      show (self, holdings);
    }
  while (self->refresh_again);

  return dex_future_new_true ();
}

DexFuture *
surety_portfolio_refresh (SuretyPortfolio *self)
{
  g_return_val_if_fail (SURETY_IS_PORTFOLIO (self), NULL);

  if (self->protocol == NULL || !self->has_account)
    return dex_future_new_true ();

  if (self->holdings == NULL)
    set_load (self, SURETY_LOAD_LOADING, NULL);
  if (self->refresh == NULL || !dex_future_is_pending (self->refresh))
    {
      dex_clear (&self->refresh);
      self->refresh = surety_spawn (refresh_fiber, g_object_ref (self), g_object_unref);
    }

  return dex_ref (self->refresh);
}

void
surety_portfolio_invalidate (SuretyPortfolio *self)
{
  g_return_if_fail (SURETY_IS_PORTFOLIO (self));

  if (self->refresh != NULL && dex_future_is_pending (self->refresh))
    self->refresh_again = TRUE;
  else
    dex_future_disown (surety_portfolio_refresh (self));
}

void
surety_portfolio_head_changed (SuretyPortfolio *self, guint64 head)
{
  guint64 block = 0;
  guint seconds = 0;

  g_return_if_fail (SURETY_IS_PORTFOLIO (self));

  if (self->protocol == NULL || !self->has_account)
    return;

  self->head = head;
  if (self->holdings != NULL)
    block = surety_holdings_get_block (self->holdings);
  seconds = surety_network_get_block_seconds (surety_protocol_get_network (self->protocol));
  if (self->holdings == NULL || head < block ||
      (head - block) * MAX (seconds, 1) >= REFRESH_SECONDS)
    dex_future_disown (surety_portfolio_refresh (self));
}

void
surety_portfolio_set_source (SuretyPortfolio *self,
                             SuretyProtocol *protocol,
                             const Address *account)
{
  g_return_if_fail (SURETY_IS_PORTFOLIO (self));

  g_set_object (&self->protocol, protocol);
  self->has_account = account != NULL;
  if (account != NULL)
    self->account = *account;

  g_list_store_remove_all (self->rows);
  g_list_store_remove_all (self->exits);
  g_list_store_remove_all (self->assets);
  g_clear_object (&self->holdings);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOLDINGS]);
  take_figure (self, &self->held, NULL, PROP_VALUE_HELD);
  take_figure (self, &self->restaked, NULL, PROP_VALUE_RESTAKED);
  take_figure (self, &self->most, NULL, PROP_MOST_YOU_CAN_LOSE);
  take_figure (self, &self->before_exit, NULL, PROP_BEFORE_YOU_COULD_LEAVE);
  set_load (self, SURETY_LOAD_IDLE, NULL);
}

static void
surety_portfolio_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyPortfolio *self = SURETY_PORTFOLIO (object);

  switch ((SuretyPortfolioProperty) id)
    {
    case PROP_LOAD:
      g_value_set_enum (value, (gint) self->load);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_HOLDINGS:
      g_value_set_object (value, self->holdings);
      break;
    case PROP_VALUE_HELD:
      g_value_set_object (value, self->held);
      break;
    case PROP_VALUE_RESTAKED:
      g_value_set_object (value, self->restaked);
      break;
    case PROP_MOST_YOU_CAN_LOSE:
      g_value_set_object (value, self->most);
      break;
    case PROP_BEFORE_YOU_COULD_LEAVE:
      g_value_set_object (value, self->before_exit);
      break;
    case PROP_UNCOUNTED:
      g_value_set_string (value, self->uncounted);
      break;
    case PROP_ROWS:
      g_value_set_object (value, self->rows);
      break;
    case PROP_EXITS:
      g_value_set_object (value, self->exits);
      break;
    case PROP_ASSETS:
      g_value_set_object (value, self->assets);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_portfolio_dispose (GObject *object)
{
  SuretyPortfolio *self = SURETY_PORTFOLIO (object);

  dex_clear (&self->refresh);
  g_clear_object (&self->protocol);

  G_OBJECT_CLASS (surety_portfolio_parent_class)->dispose (object);
}

static void
surety_portfolio_finalize (GObject *object)
{
  SuretyPortfolio *self = SURETY_PORTFOLIO (object);

  g_clear_object (&self->rows);
  g_clear_object (&self->exits);
  g_clear_object (&self->assets);
  g_clear_object (&self->holdings);
  g_clear_object (&self->held);
  g_clear_object (&self->restaked);
  g_clear_object (&self->most);
  g_clear_object (&self->before_exit);
  g_clear_error (&self->error);
  g_free (self->uncounted);

  G_OBJECT_CLASS (surety_portfolio_parent_class)->finalize (object);
}

static void
surety_portfolio_class_init (SuretyPortfolioClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_portfolio_get_property;
  object_class->dispose = surety_portfolio_dispose;
  object_class->finalize = surety_portfolio_finalize;

  properties[PROP_LOAD] = g_param_spec_enum ("load", NULL, NULL, SURETY_TYPE_LOAD, SURETY_LOAD_IDLE,
                                             flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_HOLDINGS] = g_param_spec_object ("holdings", NULL, NULL, SURETY_TYPE_HOLDINGS,
                                                   flags);
  properties[PROP_VALUE_HELD] = g_param_spec_object ("value-held", NULL, NULL, SURETY_TYPE_FIGURE,
                                                     flags);
  properties[PROP_VALUE_RESTAKED] = g_param_spec_object ("value-restaked", NULL, NULL,
                                                         SURETY_TYPE_FIGURE, flags);
  properties[PROP_MOST_YOU_CAN_LOSE] = g_param_spec_object ("most-you-can-lose", NULL, NULL,
                                                            SURETY_TYPE_FIGURE, flags);
  properties[PROP_BEFORE_YOU_COULD_LEAVE] = g_param_spec_object ("before-you-could-leave", NULL,
                                                                 NULL, SURETY_TYPE_FIGURE, flags);
  properties[PROP_UNCOUNTED] = g_param_spec_string ("uncounted", NULL, NULL, "", flags);
  properties[PROP_ROWS] = g_param_spec_object ("rows", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_EXITS] = g_param_spec_object ("exits", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_ASSETS] = g_param_spec_object ("assets", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_portfolio_init (SuretyPortfolio *self)
{
  self->uncounted = g_strdup ("");
  self->rows = g_list_store_new (SURETY_TYPE_POSITION_ROW);
  self->exits = g_list_store_new (SURETY_TYPE_EXIT);
  self->assets = g_list_store_new (SURETY_TYPE_ASSET);
}

SuretyPortfolio *
surety_portfolio_new (void)
{
  return g_object_new (SURETY_TYPE_PORTFOLIO, NULL);
}

SuretyHoldings *
surety_portfolio_get_holdings (SuretyPortfolio *self)
{
  g_return_val_if_fail (SURETY_IS_PORTFOLIO (self), NULL);

  return self->holdings;
}

SuretyLoad
surety_portfolio_get_load (SuretyPortfolio *self)
{
  g_return_val_if_fail (SURETY_IS_PORTFOLIO (self), SURETY_LOAD_IDLE);

  return self->load;
}

GListModel *
surety_portfolio_get_rows (SuretyPortfolio *self)
{
  g_return_val_if_fail (SURETY_IS_PORTFOLIO (self), NULL);

  return G_LIST_MODEL (self->rows);
}

GListModel *
surety_portfolio_get_exits (SuretyPortfolio *self)
{
  g_return_val_if_fail (SURETY_IS_PORTFOLIO (self), NULL);

  return G_LIST_MODEL (self->exits);
}

GListModel *
surety_portfolio_get_assets (SuretyPortfolio *self)
{
  g_return_val_if_fail (SURETY_IS_PORTFOLIO (self), NULL);

  return G_LIST_MODEL (self->assets);
}
