/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-weighing.h"

#include "surety-exposing.h"
#include "surety-stake-guard.h"

static void
add_slashable (const SuretyWeighing *self,
               SuretyChange *shares,
               SuretyChangeKind kind,
               const u256 *before,
               const u256 *after)
{
  g_autoptr (SuretyChange)
    change = surety_change_new (kind, surety_change_get_subject (shares),
                                surety_change_get_spender (shares),
                                surety_change_get_symbol (shares),
                                surety_change_get_decimals (shares), before, after);

  g_list_store_append (self->changes, change);
}

static gboolean
compute (SuretyHoldings *holdings,
         SuretyChange *shares,
         u256 stake,
         SuretyProvider *provider,
         GListModel *pledges,
         Exposure *out)
{
  return surety_exposing_compute (stake, surety_change_get_subject (shares), provider, pledges,
                                  surety_holdings_get_block (holdings),
                                  surety_holdings_get_exit_delay (holdings),
                                  surety_holdings_get_configuration_delay (holdings), out);
}

/* What is queued stays with its operator until the wait is over: what could be taken at once still can, of the rest
 * what could be taken although one leaves (AllocationManager keeps queued shares slashable: ELIP-002). */
static gboolean
compute_leaving (SuretyHoldings *holdings,
                 SuretyChange *shares,
                 u256 stake,
                 u256 left,
                 const Exposure *before,
                 Exposure *out)
{
  SuretyProvider *provider = surety_holdings_get_provider (holdings);
  GListModel *pledges = surety_holdings_get_pledges (holdings);
  Exposure moved = { 0 };

  if (left > stake || !compute (holdings, shares, left, provider, pledges, out) ||
      !compute (holdings, shares, stake - left, provider, pledges, &moved))
    return FALSE;
  out->now = before->now;
  out->most = u256_min (out->most + moved.before_exit, before->most);
  return TRUE;
}

static void
weigh_change (const SuretyWeighing *self, SuretyChange *shares)
{
  SuretyHoldings *holdings = self->holdings;
  const gboolean enters = surety_intent_get_kind (surety_plan_get_intent (self->plan)) ==
                          SURETY_INTENT_ENTER;
  Exposure before = { 0 }, after = { 0 };
  gboolean has_before, has_after;
  u256 stake = 0, left = 0;

  has_before = surety_change_get_before (shares, &stake) &&
               compute (holdings, shares, stake, surety_holdings_get_provider (holdings),
                        surety_holdings_get_pledges (holdings), &before);
  has_after = surety_change_get_after (shares, &left);
  if (enters)
    has_after = has_after && self->provider != NULL &&
                compute (holdings, shares, left, self->provider, self->pledges, &after);
  else
    has_after = has_after && has_before &&
                compute_leaving (holdings, shares, stake, left, &before, &after);
  if (enters && has_after)
    {
      g_clear_object (self->guard);
      *self->guard = surety_stake_guard_new (self->protocol, holdings, self->provider,
                                             self->pledges, surety_change_get_subject (shares),
                                             left, &after);
    }
  add_slashable (self, shares, SURETY_CHANGE_SLASHABLE_NOW, has_before ? &before.now : NULL,
                 has_after ? &after.now : NULL);
  add_slashable (self, shares, SURETY_CHANGE_SLASHABLE_MOST, has_before ? &before.most : NULL,
                 has_after ? &after.most : NULL);
}

static void
weigh_changes (const SuretyWeighing *self)
{
  GListModel *changes = surety_plan_simulation_get_changes (self->simulation);

  for (guint i = 0; i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (SuretyChange) change = g_list_model_get_item (changes, i);

      if (surety_change_get_kind (change) == SURETY_CHANGE_SHARES)
        weigh_change (self, change);
    }
}

/* Who leaves an operator queues all there is of every token. */
static void
weigh_positions (const SuretyWeighing *self)
{
  GListModel *positions = surety_holdings_get_positions (self->holdings);
  const Address nobody = { 0 };
  const u256 nothing = 0;

  for (guint i = 0; i < g_list_model_get_n_items (positions); i++)
    {
      g_autoptr (SuretyPosition) position = g_list_model_get_item (positions, i);
      const SuretyToken *token = surety_position_get_token (position);
      u256 shares = surety_position_get_withdrawable_shares (position);
      g_autoptr (SuretyChange)
        change = surety_change_new (SURETY_CHANGE_SHARES, &token->strategy, &nobody, token->symbol,
                                    token->decimals, &shares, &nothing);

      weigh_change (self, change);
    }
}

void
surety_weigh (const SuretyWeighing *self)
{
  if (surety_intent_get_kind (surety_plan_get_intent (self->plan)) == SURETY_INTENT_UNDELEGATE)
    weigh_positions (self);
  else
    weigh_changes (self);
}
