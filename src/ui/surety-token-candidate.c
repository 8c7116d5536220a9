/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "surety-candidate-words.h"
#include "surety-format.h"

/* A price so far from the rate is worth a thought: 1 %. */
#define NEAR_RATE (G_GINT64_CONSTANT (10000000000000000))

static const char *const columns[SURETY_TOKEN_N_COLUMNS] = {
  "name", "balance", "reward", "peg", "fee", "cash", "validators", "deposit", "restaked", "mint",
};

static const int widths[SURETY_TOKEN_N_COLUMNS] = {
  24, 16, 14, 19, 16, 18, 16, 16, 16, 16,
};

char *
surety_sheet_state_words (SuretySheetState state)
{
  switch (state)
    {
    case SURETY_SHEET_NOT_READ:
      return g_strdup (_ ("Not read yet"));
    case SURETY_SHEET_NOT_SERVED:
      return g_strdup (_ ("Not known from this endpoint"));
    case SURETY_SHEET_UNREADABLE:
      return g_strdup (_ ("Could not be read"));
    case SURETY_SHEET_STALE:
      return g_strdup (_ ("Only known from long ago"));
    case SURETY_SHEET_TOO_YOUNG:
      return g_strdup (_ ("Too young to say"));
    case SURETY_SHEET_KNOWN:
    case SURETY_SHEET_NO_SOURCE:
    default:
      return g_strdup (_ ("Not known"));
    }
}

char *
surety_signed_percent (gint64 wad)
{
  /* The least there is has no opposite. */
  u256 size = wad < 0 ? (u256) ((guint64) (-(wad + 1)) + 1) : (u256) (guint64) wad;
  g_autofree char *percent = surety_format_percent (size);

  return wad < 0 ? g_strdup_printf ("−%s", percent) : g_steal_pointer (&percent);
}

char *
surety_peg_words (const SuretySheetPeg *peg)
{
  g_autofree char *percent = NULL;

  if (peg->state != SURETY_SHEET_KNOWN)
    return surety_sheet_state_words (peg->state);
  if (peg->deviation == 0)
    return g_strdup (_ ("At its rate"));
  percent = surety_signed_percent (ABS (peg->deviation));

  return peg->deviation < 0 ? g_strdup_printf (_ ("%s below its rate"), percent)
                            : g_strdup_printf (_ ("%s above its rate"), percent);
}

char *
surety_cash_words (const SuretySheetCash *cash)
{
  g_autofree char *span = NULL;

  if (cash->state == SURETY_SHEET_KNOWN)
    {
      span = surety_format_span (cash->max);
      return g_strdup_printf (_ ("Up to %s"), span);
    }
  if (cash->restaking_state == SURETY_SHEET_KNOWN)
    {
      span = surety_format_span (cash->min);
      return g_strdup_printf (_ ("At least %s"), span);
    }

  return surety_sheet_state_words (cash->state);
}

char *
surety_validators_words (const SuretySheetValidators *validators)
{
  switch (validators->kind)
    {
    case SURETY_VALIDATORS_ISSUER:
      return g_strdup (_ ("Its issuer alone"));
    case SURETY_VALIDATORS_PERMISSIONED:
      return g_strdup (_ ("Chosen operators"));
    case SURETY_VALIDATORS_PERMISSIONLESS:
      return g_strdup (_ ("Anybody with a bond"));
    case SURETY_VALIDATORS_MIXED:
      return g_strdup (_ ("Chosen and anybody"));
    case SURETY_VALIDATORS_UNKNOWN:
    default:
      return g_strdup (_ ("Not known"));
    }
}

char *
surety_deposit_words (SuretyDepositState state)
{
  switch (state)
    {
    case SURETY_DEPOSIT_STATE_OPEN:
      return g_strdup (_ ("Open"));
    case SURETY_DEPOSIT_STATE_NO_STRATEGY:
      return g_strdup (_ ("Can’t be restaked"));
    case SURETY_DEPOSIT_STATE_NOT_WHITELISTED:
      return g_strdup (_ ("Not accepted"));
    case SURETY_DEPOSIT_STATE_PAUSED:
      return g_strdup (_ ("Paused"));
    case SURETY_DEPOSIT_STATE_FULL:
      return g_strdup (_ ("Full"));
    case SURETY_DEPOSIT_STATE_UNKNOWN:
    default:
      return g_strdup (_ ("Not known"));
    }
}

char *
surety_mint_words (SuretyMintState state)
{
  switch (state)
    {
    case SURETY_MINT_STATE_OPEN:
      return g_strdup (_ ("Possible now"));
    case SURETY_MINT_STATE_IMPOSSIBLE:
      return g_strdup (_ ("Not from here"));
    case SURETY_MINT_STATE_PAUSED:
      return g_strdup (_ ("Paused"));
    case SURETY_MINT_STATE_FULL:
      return g_strdup (_ ("No room"));
    case SURETY_MINT_STATE_ALLOW_LIST:
      return g_strdup (_ ("For chosen accounts"));
    case SURETY_MINT_STATE_UNHEALTHY:
      return g_strdup (_ ("Stopped: in trouble"));
    case SURETY_MINT_STATE_UPDATE:
      return g_strdup (_ ("Waits for a report"));
    case SURETY_MINT_STATE_UNKNOWN:
    default:
      return g_strdup (_ ("Not known"));
    }
}

gboolean
surety_is_unlimited (u256 amount)
{
  return amount >= (u256) 1 << 128;
}

static void
fill_state (SuretySheetState state, SuretyCell *out)
{
  surety_cell_set (out, surety_sheet_state_words (state), NULL);
  out->known = FALSE;
}

static void
fill_name (SuretyTokenSheet *sheet, const SuretyScope *scope, SuretyCell *out)
{
  const char *symbol = surety_token_sheet_get_symbol (sheet);
  char address[ADDRESS_TEXT_SIZE];
  const char *note = NULL;

  address_to_text (&surety_token_sheet_get_token (sheet)->token, address);
  note = surety_scope_get_note (scope, address);
  surety_cell_set (out, g_strdup (symbol),
                   note != NULL ? g_strdup (note) : surety_format_address (address, FALSE));
  out->order = g_utf8_collate_key (symbol, -1);
}

static void
fill_balance (SuretyTokenSheet *sheet, SuretyCell *out)
{
  SuretyFigure *balance = surety_token_sheet_get_balance (sheet);
  SuretyFigure *rate = surety_token_sheet_get_rate (sheet);
  u256 value = 0;
  u256 worth = 0;
  u256 one = 1;
  char *detail = NULL;

  if (!surety_figure_is_known (balance))
    {
      fill_state (SURETY_SHEET_NO_SOURCE, out);
      return;
    }
  value = surety_figure_get_value (balance);
  for (guint i = 0; i < surety_figure_get_decimals (balance); i++)
    one *= 10u;
  if (value > 0 && surety_figure_is_known (rate) &&
      u256_mul_div (value, surety_figure_get_value (rate), one, ROUND_DOWN, &worth))
    {
      g_autofree char *amount = surety_brief_amount (worth, 18, "ETH");

      detail = g_strdup_printf (_ ("worth %s"), amount);
    }
  surety_cell_set (out,
                   value == 0 ? g_strdup (_ ("None"))
                              : surety_brief_amount (value, surety_figure_get_decimals (balance),
                                                     surety_figure_get_unit (balance)),
                   detail);
  out->level = surety_figure_get_known (balance);
  /* Amounts of different tokens can't be compared: what is worth nobody knows how much comes last of what there is. */
  surety_cell_rank (out, worth > 0 ? worth : (u256) (value > 0));
}

static void
fill_reward (SuretyTokenSheet *sheet, SuretyCell *out)
{
  const SuretySheetReward *month = surety_token_sheet_get_reward (sheet, SURETY_REWARD_30_DAYS);
  const SuretySheetReward *quarter = surety_token_sheet_get_reward (sheet, SURETY_REWARD_90_DAYS);
  g_autofree char *rate = NULL;
  char *detail = NULL;

  if (month->state != SURETY_SHEET_KNOWN)
    {
      fill_state (month->state, out);
      return;
    }
  rate = surety_signed_percent (month->apr);
  if (quarter->state == SURETY_SHEET_KNOWN)
    {
      g_autofree char *longer = surety_signed_percent (quarter->apr);

      detail = g_strdup_printf (_ ("%s over 90 days"), longer);
    }
  /* Translators: a rate of reward in percent, over the last 30 days, reckoned for a year. */
  surety_cell_set (out, g_strdup_printf (_ ("%s a year"), rate), detail);
  /* Below zero comes before zero. */
  surety_cell_rank (out, (u256) ((guint64) month->apr ^ ((guint64) 1 << 63)));
}

static void
fill_peg (SuretyTokenSheet *sheet, SuretyCell *out)
{
  const SuretySheetPeg *peg = surety_token_sheet_get_peg (sheet);
  g_autofree char *age = NULL;

  if (peg->state != SURETY_SHEET_KNOWN)
    {
      fill_state (peg->state, out);
      return;
    }
  age = surety_format_age (peg->time, peg->time + peg->age);
  surety_cell_set (out, surety_peg_words (peg), g_strdup_printf (_ ("price of %s"), age));
  surety_cell_rank (out, (u256) ((guint64) peg->deviation ^ ((guint64) 1 << 63)));
}

static void
fill_fee (SuretyTokenSheet *sheet, SuretyCell *out)
{
  const SuretySheetShare *fee = surety_token_sheet_get_fee (sheet);
  g_autofree char *percent = NULL;

  if (fee->state != SURETY_SHEET_KNOWN)
    {
      fill_state (fee->state, out);
      return;
    }
  percent = surety_signed_percent (fee->wad);
  surety_cell_set (out, g_strdup_printf (_ ("%s of rewards"), percent), NULL);
  surety_cell_rank (out, fee->wad > 0 ? (u256) (guint64) fee->wad : (u256) 0);
}

static void
fill_cash (SuretyTokenSheet *sheet, SuretyCell *out)
{
  const SuretySheetCash *cash = surety_token_sheet_get_cash (sheet);
  const SuretySheetExit *exit = surety_token_sheet_get_exit (sheet);
  char *detail = NULL;

  if (exit->paused_state == SURETY_SHEET_KNOWN && exit->paused)
    detail = g_strdup (_ ("its own exit is paused"));
  else if (exit->slowed_state == SURETY_SHEET_KNOWN && exit->slowed)
    detail = g_strdup (_ ("its own exit is slowed"));
  else if (exit->kind == SURETY_EXIT_NONE)
    detail = g_strdup (_ ("then only by a market"));
  else if (cash->state != SURETY_SHEET_KNOWN)
    detail = g_strdup (_ ("how long at most is not known"));
  surety_cell_set (out, surety_cash_words (cash), detail);
  out->known = cash->state == SURETY_SHEET_KNOWN;
  surety_cell_rank (out, out->known ? cash->max : cash->min);
}

static void
fill_validators (SuretyTokenSheet *sheet, SuretyCell *out)
{
  const SuretySheetValidators *validators = surety_token_sheet_get_validators (sheet);
  char *detail = NULL;

  if (validators->count_state == SURETY_SHEET_KNOWN)
    {
      g_autofree char *count = surety_format_count (validators->count);

      detail = g_strdup_printf (ngettext ("%s operator", "%s operators",
                                          (gulong) validators->count),
                                count);
    }
  surety_cell_set (out, surety_validators_words (validators), detail);
  out->known = validators->kind != SURETY_VALIDATORS_UNKNOWN;
  surety_cell_rank (out, validators->count_state == SURETY_SHEET_KNOWN ? validators->count : 0);
}

static void
fill_deposit (SuretyTokenSheet *sheet, SuretyCell *out)
{
  const SuretySheetDeposit *deposit = surety_token_sheet_get_deposit (sheet);
  const SuretyToken *token = surety_token_sheet_get_token (sheet);
  char *detail = NULL;

  if (deposit->state == SURETY_DEPOSIT_STATE_OPEN)
    {
      if (deposit->limits_state == SURETY_SHEET_KNOWN && !surety_is_unlimited (deposit->room))
        {
          g_autofree char *room = surety_brief_amount (deposit->room, token->decimals,
                                                       token->symbol);

          detail = g_strdup_printf (_ ("room for %s"), room);
        }
      else if (deposit->limits_state == SURETY_SHEET_NO_SOURCE ||
               deposit->limits_state == SURETY_SHEET_KNOWN)
        detail = g_strdup (_ ("no limit"));
      else
        detail = g_strdup (_ ("limit not known"));
    }
  surety_cell_set (out, surety_deposit_words (deposit->state), detail);
  out->known = deposit->state != SURETY_DEPOSIT_STATE_UNKNOWN;
  surety_cell_rank (out, deposit->state);
}

static void
fill_restaked (SuretyTokenSheet *sheet, SuretyCell *out)
{
  SuretyFigure *total = surety_token_sheet_get_strategy_total (sheet);
  const SuretySheetShare *part = surety_token_sheet_get_restaked (sheet);
  char *detail = NULL;

  if (!surety_figure_is_known (total))
    {
      fill_state (SURETY_SHEET_NO_SOURCE, out);
      return;
    }
  if (part->state == SURETY_SHEET_KNOWN)
    {
      g_autofree char *percent = surety_signed_percent (part->wad);

      detail = g_strdup_printf (_ ("%s of all there is"), percent);
    }
  surety_cell_set (out,
                   surety_brief_amount (surety_figure_get_value (total),
                                        surety_figure_get_decimals (total),
                                        surety_figure_get_unit (total)),
                   detail);
  out->level = surety_figure_get_known (total);
  surety_cell_rank (out, surety_figure_get_value (total));
}

static void
fill_mint (SuretyTokenSheet *sheet, SuretyCell *out)
{
  const SuretySheetMint *mint = surety_token_sheet_get_mint (sheet);
  char *detail = NULL;

  if (mint->state == SURETY_MINT_STATE_OPEN && mint->maximum_state == SURETY_SHEET_KNOWN &&
      !surety_is_unlimited (mint->maximum))
    {
      g_autofree char *most = surety_brief_amount (mint->maximum, 18, "ETH");

      detail = g_strdup_printf (_ ("up to %s"), most);
    }
  surety_cell_set (out, surety_mint_words (mint->state), detail);
  out->known = mint->state != SURETY_MINT_STATE_UNKNOWN;
  surety_cell_rank (out, mint->state);
}

static void
fill_cell (gpointer subject, guint column, const SuretyScope *scope, SuretyCell *out)
{
  switch ((SuretyTokenColumn) column)
    {
    case SURETY_TOKEN_COLUMN_NAME:
      fill_name (subject, scope, out);
      break;
    case SURETY_TOKEN_COLUMN_BALANCE:
      fill_balance (subject, out);
      break;
    case SURETY_TOKEN_COLUMN_REWARD:
      fill_reward (subject, out);
      break;
    case SURETY_TOKEN_COLUMN_PEG:
      fill_peg (subject, out);
      break;
    case SURETY_TOKEN_COLUMN_FEE:
      fill_fee (subject, out);
      break;
    case SURETY_TOKEN_COLUMN_CASH:
      fill_cash (subject, out);
      break;
    case SURETY_TOKEN_COLUMN_VALIDATORS:
      fill_validators (subject, out);
      break;
    case SURETY_TOKEN_COLUMN_DEPOSIT:
      fill_deposit (subject, out);
      break;
    case SURETY_TOKEN_COLUMN_RESTAKED:
      fill_restaked (subject, out);
      break;
    case SURETY_TOKEN_COLUMN_MINT:
      fill_mint (subject, out);
      break;
    case SURETY_TOKEN_N_COLUMNS:
    default:
      g_assert_not_reached ();
    }
}

static guint
get_traits (gpointer subject, const SuretyScope *scope)
{
  SuretyTokenSheet *sheet = subject;
  SuretyFigure *balance = surety_token_sheet_get_balance (sheet);
  const SuretySheetPeg *peg = surety_token_sheet_get_peg (sheet);
  SuretyValidatorSetKind validators = surety_token_sheet_get_validators (sheet)->kind;
  guint traits = 0;

  if (surety_token_sheet_get_deposit (sheet)->state == SURETY_DEPOSIT_STATE_OPEN)
    traits |= SURETY_TOKEN_OPEN;
  if (surety_figure_is_known (balance) && surety_figure_get_value (balance) > 0)
    traits |= SURETY_TOKEN_HELD;
  if (surety_token_sheet_get_mint (sheet)->state == SURETY_MINT_STATE_OPEN)
    traits |= SURETY_TOKEN_MINTABLE;
  if (peg->state == SURETY_SHEET_KNOWN && peg->deviation < NEAR_RATE && peg->deviation > -NEAR_RATE)
    traits |= SURETY_TOKEN_NEAR_RATE;
  if (validators == SURETY_VALIDATORS_PERMISSIONLESS || validators == SURETY_VALIDATORS_MIXED)
    traits |= SURETY_TOKEN_ANYBODY;

  return traits;
}

static char *
dup_address (gpointer subject)
{
  char text[ADDRESS_TEXT_SIZE];

  address_to_text (&surety_token_sheet_get_token (subject)->token, text);

  return g_strdup (text);
}

static char *
dup_search (gpointer subject, const SuretyScope *scope)
{
  g_autofree char *address = dup_address (subject);
  const char *issuer = surety_token_sheet_get_token (subject)->issuer;

  return g_strjoin ("\n", surety_token_sheet_get_symbol (subject),
                    surety_token_sheet_get_name (subject), address, issuer != NULL ? issuer : "",
                    NULL);
}

const SuretyCandidateKind surety_token_kind = {
  .n_columns = SURETY_TOKEN_N_COLUMNS,
  .columns = columns,
  .widths = widths,
  .dup_address = dup_address,
  .dup_key = dup_address,
  .dup_search = dup_search,
  .get_traits = get_traits,
  .fill_cell = fill_cell,
};
