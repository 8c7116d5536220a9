/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-preparation.h"

/* What a plan moves, in ETH: what a fee is compared with. */

static SuretyAsset *
find_asset (SuretyHoldings *holdings, const char *symbol)
{
  GListModel *assets = surety_holdings_get_assets (holdings);

  for (guint i = 0; i < g_list_model_get_n_items (assets); i++)
    {
      g_autoptr (SuretyAsset) asset = g_list_model_get_item (assets, i);

      /* The list keeps it. */
      if (g_strcmp0 (surety_asset_get_symbol (asset), symbol) == 0)
        return asset;
    }
  return NULL;
}

static gboolean
add_tokens (SuretyHoldings *holdings, const char *symbol, u256 amount, u256 *sum)
{
  SuretyAsset *asset = find_asset (holdings, symbol);
  u256 eth;

  return asset != NULL && surety_asset_convert_to_eth (asset, amount, &eth) &&
         u256_add (*sum, eth, sum);
}

/* Everything that is restaked. */
static gboolean
add_positions (SuretyHoldings *holdings, u256 *sum)
{
  GListModel *positions = surety_holdings_get_positions (holdings);

  for (guint i = 0; i < g_list_model_get_n_items (positions); i++)
    {
      g_autoptr (SuretyPosition) position = g_list_model_get_item (positions, i);
      SuretyFigure *worth = surety_position_get_worth (position);

      if (surety_figure_get_known (worth) == SURETY_KNOWN_UNKNOWN ||
          !add_tokens (holdings, surety_position_get_token (position)->symbol,
                       surety_figure_get_value (worth), sum))
        return FALSE;
    }
  return TRUE;
}

/* What the account gets of tokens, as it was tried out. */
static gboolean
add_paid_out (SuretyPreparation *self, SuretyHoldings *holdings, u256 *sum)
{
  GListModel *changes = surety_plan_simulation_get_changes (
    surety_preparation_get_simulation (self));

  for (guint i = 0; i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (SuretyChange) change = g_list_model_get_item (changes, i);
      u256 before, after;

      if (surety_change_get_kind (change) != SURETY_CHANGE_BALANCE)
        continue;
      if (!surety_change_get_before (change, &before) || !surety_change_get_after (change, &after))
        return FALSE;
      if (after > before &&
          !add_tokens (holdings, surety_change_get_symbol (change), after - before, sum))
        return FALSE;
    }
  return TRUE;
}

gboolean
surety_preparation_get_moved (SuretyPreparation *self, SuretyHoldings *holdings, u256 *out)
{
  SuretyPlan *plan = NULL;
  u256 sum = 0;
  gboolean known = TRUE;

  g_return_val_if_fail (SURETY_IS_PREPARATION (self) && out != NULL, FALSE);

  if (holdings == NULL)
    return FALSE;
  plan = surety_preparation_get_plan (self);
  for (guint i = 0; known && i < surety_plan_get_n_steps (plan); i++)
    {
      SuretyStep *step = surety_plan_get_step (plan, i);
      const char *kind = surety_step_get_kind (step);
      const char *symbol = surety_step_get_symbol (step);
      u256 worth;

      if (g_str_equal (kind, "deposit"))
        known = add_tokens (holdings, symbol, surety_step_get_amount (step), &sum);
      else if (g_str_equal (kind, "queue-withdrawal"))
        known = surety_step_get_worth (step, &worth) && add_tokens (holdings, symbol, worth, &sum);
      else if (g_str_equal (kind, "complete-withdrawal") || g_str_equal (kind, "claim"))
        known = add_paid_out (self, holdings, &sum);
      else if (g_str_equal (kind, "undelegate"))
        known = add_positions (holdings, &sum);
    }
  if (known && sum > 0)
    *out = sum;
  return known && sum > 0;
}
