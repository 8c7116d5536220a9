/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-next.h"

/* strategy NULL: any. */
static gboolean
is_in (SuretyHoldings *holdings, const Address *strategy)
{
  GListModel *positions = surety_holdings_get_positions (holdings);

  for (guint i = 0; i < g_list_model_get_n_items (positions); i++)
    {
      g_autoptr (SuretyPosition) position = g_list_model_get_item (positions, i);

      if (strategy == NULL ||
          address_equal (&surety_position_get_token (position)->strategy, strategy))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_leaving (SuretyHoldings *holdings, const Address *strategy)
{
  GListModel *exits = surety_holdings_get_exits (holdings);

  for (guint i = 0; i < g_list_model_get_n_items (exits); i++)
    {
      g_autoptr (SuretyExit) leaving = g_list_model_get_item (exits, i);
      const SuretyWithdrawal *withdrawal = surety_exit_get_withdrawal (leaving);

      for (guint k = 0; k < withdrawal->n; k++)
        if (strategy == NULL || address_equal (&withdrawal->strategies[k], strategy))
          return TRUE;
    }

  return FALSE;
}

/* The block the plan's last step is in; 0 = not known. */
static guint64
find_end (SuretyGuide *guide)
{
  GListModel *steps = surety_guide_get_steps (guide);
  guint64 end = 0;

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (steps, i);

      end = MAX (end, surety_journal_entry_get_block (entry));
    }

  return end;
}

static SuretyNext
after_plan (SuretyGuide *guide, SuretyHoldings *holdings)
{
  SuretyAsset *asset = surety_guide_get_asset (guide);
  const Address *strategy = asset != NULL ? &surety_asset_get_token (asset)->strategy : NULL;
  guint64 end = find_end (guide);

  if (holdings == NULL || end == 0 || surety_holdings_get_block (holdings) < end ||
      is_in (holdings, strategy))
    return SURETY_NEXT_LOOK_BACK;

  return is_leaving (holdings, strategy) ? SURETY_NEXT_NOTHING : SURETY_NEXT_BEGIN_AGAIN;
}

SuretyNext
surety_next_find (SuretyGuide *guide, SuretyPortfolio *portfolio)
{
  g_return_val_if_fail (SURETY_IS_GUIDE (guide), SURETY_NEXT_NOTHING);
  g_return_val_if_fail (SURETY_IS_PORTFOLIO (portfolio), SURETY_NEXT_NOTHING);

  if (surety_guide_get_plan (guide) != 0)
    return surety_guide_get_finished (guide)
             ? after_plan (guide, surety_portfolio_get_holdings (portfolio))
             : SURETY_NEXT_UNDER_WAY;
  if (surety_guide_get_page (guide) != SURETY_GUIDE_PATH)
    return SURETY_NEXT_GO_ON;

  return g_list_model_get_n_items (surety_portfolio_get_rows (portfolio)) == 0
           ? SURETY_NEXT_BEGIN
           : SURETY_NEXT_NOTHING;
}
