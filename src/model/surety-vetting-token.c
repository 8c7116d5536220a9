/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-vetting-private.h"

static SuretyMissing
missing_of (SuretySheetState state)
{
  switch (state)
    {
    case SURETY_SHEET_NO_SOURCE:
      return SURETY_MISSING_NO_SOURCE;
    case SURETY_SHEET_NOT_SERVED:
      return SURETY_MISSING_NOT_SERVED;
    case SURETY_SHEET_STALE:
      return SURETY_MISSING_STALE;
    case SURETY_SHEET_KNOWN:
    case SURETY_SHEET_NOT_READ:
    case SURETY_SHEET_UNREADABLE:
    case SURETY_SHEET_TOO_YOUNG:
    default:
      return SURETY_MISSING_NOT_READ;
    }
}

static void
put_peg (SuretyVettingDraft *draft, SuretyTokenSheet *sheet)
{
  static const CheckFact facts[] = { FACT_BELOW, FACT_ABOVE, FACT_FEED_AGE, FACT_FEED_HEARTBEAT };
  const SuretySheetPeg *peg = surety_token_sheet_get_peg (sheet);
  gboolean has_feed = peg->state == SURETY_SHEET_KNOWN || peg->state == SURETY_SHEET_STALE;
  u256 deviation = 0;

  surety_vetting_put (draft, FACT_HAS_RATE, 1);
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      surety_vetting_put_missing (draft, facts[i], missing_of (peg->state));
      if (has_feed)
        surety_vetting_put_address (draft, facts[i], &peg->feed);
    }
  if (!has_feed)
    return;

  surety_vetting_put (draft, FACT_FEED_AGE, peg->age);
  if (peg->heartbeat != 0)
    surety_vetting_put (draft, FACT_FEED_HEARTBEAT, peg->heartbeat);
  if (peg->state != SURETY_SHEET_KNOWN)
    return;
  /* The smallest number there is has no opposite: 0 - (wad) of its unsigned form has. */
  deviation = peg->deviation < 0 ? (u256) (0u - (guint64) peg->deviation)
                                 : (u256) (guint64) peg->deviation;
  deviation = u256_min (deviation, U256_WAD);
  surety_vetting_put_wad (draft, FACT_BELOW, peg->deviation < 0 ? deviation : (u256) 0);
  surety_vetting_put_wad (draft, FACT_ABOVE, peg->deviation < 0 ? (u256) 0 : deviation);
}

static void
put_exit (SuretyVettingDraft *draft, SuretyTokenSheet *sheet)
{
  const SuretySheetExit *leave = surety_token_sheet_get_exit (sheet);
  guint64 seconds = leave->usual_max;

  surety_vetting_put_missing (draft, FACT_HAS_EXIT, SURETY_MISSING_NO_SOURCE);
  surety_vetting_put_missing (draft, FACT_EXIT_SECONDS, SURETY_MISSING_NO_SOURCE);
  surety_vetting_put_missing (draft, FACT_EXIT_SLOWED, missing_of (leave->slowed_state));
  if (leave->kind == SURETY_EXIT_UNKNOWN)
    return;
  if (leave->has_contract)
    surety_vetting_put_address (draft, FACT_HAS_EXIT, &leave->contract);
  surety_vetting_put (draft, FACT_HAS_EXIT,
                      leave->kind == SURETY_EXIT_NONE || leave->kind == SURETY_EXIT_OFF_CHAIN ? 0
                                                                                              : 1);
  if (leave->delay_state == SURETY_SHEET_KNOWN)
    seconds = MAX (seconds, leave->delay);
  if (leave->has_usual)
    surety_vetting_put (draft, FACT_EXIT_SECONDS, seconds);
  if (leave->slowed_state == SURETY_SHEET_KNOWN)
    surety_vetting_put (draft, FACT_EXIT_SLOWED, leave->slowed ? 1 : 0);
  /* A route without an emergency mode that is known of can't be in one. */
  else if (leave->slowed_state == SURETY_SHEET_NO_SOURCE)
    surety_vetting_put (draft, FACT_EXIT_SLOWED, 0);
}

static gboolean
is_shut (SuretyDepositState state)
{
  return state == SURETY_DEPOSIT_STATE_PAUSED || state == SURETY_DEPOSIT_STATE_NOT_WHITELISTED;
}

static void
put_pauses (SuretyVettingDraft *draft, SuretyTokenSheet *sheet)
{
  const SuretySheetExit *leave = surety_token_sheet_get_exit (sheet);
  SuretyMintState mint = surety_token_sheet_get_mint (sheet)->state;
  SuretyDepositState deposit = surety_token_sheet_get_deposit (sheet)->state;
  gboolean paused = FALSE;
  SuretySheetState state = surety_token_sheet_get_paused (sheet, &paused);

  if (mint == SURETY_MINT_STATE_PAUSED || is_shut (deposit))
    surety_vetting_put (draft, FACT_DEPOSITS_PAUSED, 1);
  else if (mint != SURETY_MINT_STATE_UNKNOWN && deposit != SURETY_DEPOSIT_STATE_UNKNOWN)
    surety_vetting_put (draft, FACT_DEPOSITS_PAUSED, 0);

  surety_vetting_put_missing (draft, FACT_WITHDRAWALS_PAUSED, missing_of (leave->paused_state));
  if (leave->has_contract)
    surety_vetting_put_address (draft, FACT_WITHDRAWALS_PAUSED, &leave->contract);
  if (leave->paused_state == SURETY_SHEET_KNOWN)
    surety_vetting_put (draft, FACT_WITHDRAWALS_PAUSED, leave->paused ? 1 : 0);

  surety_vetting_put_missing (draft, FACT_TRANSFERS_PAUSED, missing_of (state));
  surety_vetting_put_address (draft, FACT_TRANSFERS_PAUSED,
                              &surety_token_sheet_get_token (sheet)->token);
  if (state == SURETY_SHEET_KNOWN)
    surety_vetting_put (draft, FACT_TRANSFERS_PAUSED, paused ? 1 : 0);
}

/* No proxy seen is no proof that the code can't change: that stays unknown. So does who changes it where no
 * slot names anybody, and with how much notice where it is no timelock. */
static void
put_upgrades (SuretyVettingDraft *draft, SuretyTokenSheet *sheet)
{
  const SuretySheetUpgrade *upgrade = surety_token_sheet_get_upgrade (sheet);
  CheckKind kind = CHECK_KIND_NONE;

  surety_vetting_put_missing (draft, FACT_UPGRADABLE,
                              upgrade->state == SURETY_SHEET_KNOWN ? SURETY_MISSING_NO_SOURCE
                                                                   : missing_of (upgrade->state));
  surety_vetting_put_missing (draft, FACT_ADMIN_KIND, missing_of (upgrade->who_state));
  surety_vetting_put_missing (draft, FACT_ADMIN_DELAY, missing_of (upgrade->delay_state));
  surety_vetting_put_address (draft, FACT_UPGRADABLE, &surety_token_sheet_get_token (sheet)->token);
  if (upgrade->state != SURETY_SHEET_KNOWN || !upgrade->is_proxy)
    return;
  surety_vetting_put (draft, FACT_UPGRADABLE, 1);
  if (!address_is_zero (&upgrade->admin))
    surety_vetting_put_address (draft, FACT_ADMIN_KIND, &upgrade->admin);
  if (upgrade->who_state != SURETY_SHEET_KNOWN)
    return;
  surety_vetting_put_address (draft, FACT_ADMIN_KIND, &upgrade->who.address);
  if (surety_vetting_kind_of (upgrade->who.kind, &kind))
    surety_vetting_put (draft, FACT_ADMIN_KIND, kind);
  if (upgrade->delay_state != SURETY_SHEET_KNOWN)
    return;
  surety_vetting_put_address (draft, FACT_ADMIN_DELAY, &upgrade->who.address);
  surety_vetting_put (draft, FACT_ADMIN_DELAY, upgrade->delay);
}

SuretyVetting *
surety_vetting_new_token (const SuretyVettingChain *chain,
                          SuretyTokenSheet *sheet,
                          SuretyThresholds *thresholds)
{
  SuretyVettingDraft draft;
  SuretyVettingChain own = *chain;

  g_return_val_if_fail (SURETY_IS_TOKEN_SHEET (sheet), NULL);
  g_return_val_if_fail (SURETY_IS_THRESHOLDS (thresholds), NULL);

  own.block = surety_token_sheet_get_block (sheet);
  own.time = surety_token_sheet_get_time (sheet);
  surety_vetting_draft_init (&draft, &own);
  put_peg (&draft, sheet);
  put_exit (&draft, sheet);
  put_pauses (&draft, sheet);
  put_upgrades (&draft, sheet);

  return surety_vetting_finish (&draft, CHECK_SUBJECT_TOKEN, thresholds);
}
