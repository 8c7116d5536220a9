/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "surety-candidate-words.h"
#include "surety-closures.h"
#include "surety-detail-page.h"
#include "surety-format.h"
#include "surety-known-mark.h"
#include "surety-vetting-card.h"

static void
add_figure (AdwPreferencesGroup *group, const char *name, SuretyFigure *figure)
{
  g_autofree char *full = surety_closure_amount_full (group, figure);
  g_autofree char *amount = surety_closure_amount (group, figure);
  gboolean known = figure != NULL && surety_figure_is_known (figure);
  GtkWidget *row = surety_detail_add_fact (group, name, known ? amount : full);

  gtk_widget_set_tooltip_text (row, full);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), surety_known_mark_new (figure));
}

static void
add_place (AdwPreferencesGroup *group,
           const char *name,
           const char *words,
           gboolean known,
           const Address *address)
{
  char text[ADDRESS_TEXT_SIZE];

  if (!known || address_is_zero (address))
    {
      surety_detail_add_fact (group, name, words);
      return;
    }
  address_to_text (address, text);
  surety_detail_add_address (group, name, words, text);
}

static void
add_holding (SuretyDetailPage *page, SuretyTokenSheet *sheet)
{
  AdwPreferencesGroup *group = surety_detail_page_add_group (page, _ ("What There Is"), NULL);
  const SuretySheetShare *part = surety_token_sheet_get_restaked (sheet);
  g_autofree char *percent = part->state == SURETY_SHEET_KNOWN
                               ? surety_signed_percent (part->wad)
                               : surety_sheet_state_words (part->state);

  /* Each has its own: what is held can be proved, what others hold is agreed on. */
  surety_detail_set_known (group, SURETY_KNOWN_UNKNOWN, 0);
  add_figure (group, _ ("You hold"), surety_token_sheet_get_balance (sheet));
  add_figure (group, _ ("Worth of one, by its issuer"), surety_token_sheet_get_rate (sheet));
  add_figure (group, _ ("All there is"), surety_token_sheet_get_supply (sheet));
  if (surety_token_sheet_is_restakable (sheet))
    {
      add_figure (group, _ ("Restaked by everybody"),
                  surety_token_sheet_get_strategy_total (sheet));
      surety_detail_add_fact (group, _ ("Restaked part of all there is"), percent);
    }
}

static void
add_rewards (SuretyDetailPage *page, SuretyTokenSheet *sheet)
{
  static const guint days[SURETY_N_REWARD_WINDOWS] = { 7, 30, 90 };
  AdwPreferencesGroup *group =
    surety_detail_page_add_group (page, _ ("What It Earned by Itself"),
                                  _ ("A year at the pace of the time before, after its issuer’s "
                                     "fee, without restaking. It can be another tomorrow."));
  const SuretySheetShare *fee = surety_token_sheet_get_fee (sheet);
  g_autofree char *fee_text = fee->state == SURETY_SHEET_KNOWN
                                ? surety_signed_percent (fee->wad)
                                : surety_sheet_state_words (fee->state);

  for (guint i = 0; i < SURETY_N_REWARD_WINDOWS; i++)
    {
      const SuretySheetReward *reward = surety_token_sheet_get_reward (sheet, i);
      g_autofree char *name = g_strdup_printf (ngettext ("Over %u day", "Over %u days", days[i]),
                                               days[i]);
      g_autofree char *rate = NULL;
      g_autofree char *from = NULL;
      g_autofree char *to = NULL;
      g_autofree char *text = NULL;

      if (reward->state != SURETY_SHEET_KNOWN)
        text = surety_sheet_state_words (reward->state);
      else
        {
          rate = surety_signed_percent (reward->apr);
          from = surety_format_count (reward->from_block);
          to = surety_format_count (reward->to_block);
          text = reward->from_events
                   ? g_strdup_printf (_ ("%s a year, by its own reports from block %s to %s"), rate,
                                      from, to)
                   : g_strdup_printf (_ ("%s a year, by its rate in blocks %s and %s"), rate, from,
                                      to);
        }
      surety_detail_add_fact (group, name, text);
    }
  surety_detail_add_fact (group, _ ("Its issuer’s share of the rewards"), fee_text);
}

static void
add_price (SuretyDetailPage *page, SuretyTokenSheet *sheet)
{
  AdwPreferencesGroup *group = surety_detail_page_add_group (page, _ ("What a Market Pays"), NULL);
  const SuretySheetPeg *peg = surety_token_sheet_get_peg (sheet);
  gboolean there = peg->state == SURETY_SHEET_KNOWN || peg->state == SURETY_SHEET_STALE;
  g_autofree char *words = surety_peg_words (peg);

  surety_detail_add_fact (group, _ ("Price against its rate"), words);
  if (!there)
    return;
  g_autofree char *price = surety_format_amount (peg->price, 18);
  g_autofree char *age = surety_format_age (peg->time, peg->time + peg->age);
  g_autofree char *text = g_strdup_printf (_ ("%s ETH, written %s"), price, age);

  add_place (group, _ ("Price feed"), text, TRUE, &peg->feed);
}

static const char *
say_route (SuretyExitRouteKind kind)
{
  switch (kind)
    {
    case SURETY_EXIT_QUEUE:
    case SURETY_EXIT_QUEUE_NFT:
      return _ ("Ask, wait in a queue, then claim");
    case SURETY_EXIT_PUSHED:
      return _ ("Ask; ETH is sent later by itself");
    case SURETY_EXIT_INSTANT:
      return _ ("At once, while its contract has enough ETH");
    case SURETY_EXIT_OFF_CHAIN:
      return _ ("At its issuer’s, with an account there");
    case SURETY_EXIT_NONE:
      return _ ("None: only a market can turn it into ETH");
    case SURETY_EXIT_UNKNOWN:
    default:
      return _ ("Not known");
    }
}

static void
add_amount (AdwPreferencesGroup *group, const char *name, SuretySheetState state, u256 amount)
{
  g_autofree char *text = NULL;

  if (state == SURETY_SHEET_KNOWN)
    {
      g_autofree char *number = surety_format_amount (amount, 18);

      text = g_strdup_printf (C_ ("amount", "%s %s"), number, "ETH");
    }
  else
    text = surety_sheet_state_words (state);
  surety_detail_add_fact (group, name, text);
}

static void
add_exit (SuretyDetailPage *page, SuretyTokenSheet *sheet)
{
  AdwPreferencesGroup *group = surety_detail_page_add_group (page, _ ("The Way Back to ETH"), NULL);
  const SuretySheetExit *exit = surety_token_sheet_get_exit (sheet);
  const SuretySheetCash *cash = surety_token_sheet_get_cash (sheet);
  gboolean queue = exit->kind == SURETY_EXIT_QUEUE || exit->kind == SURETY_EXIT_QUEUE_NFT ||
                   exit->kind == SURETY_EXIT_PUSHED;
  g_autofree char *total = surety_cash_words (cash);

  surety_detail_add_fact (group, _ ("From restaked to ETH, in all"), total);
  if (cash->restaking_state == SURETY_SHEET_KNOWN)
    {
      g_autofree char *span = surety_format_span (cash->restaking_seconds);
      g_autofree char *blocks = surety_format_count (cash->restaking_blocks);
      g_autofree char *text = g_strdup_printf (_ ("%s (%s blocks)"), span, blocks);

      surety_detail_add_fact (group, _ ("Of that, leaving restaking"), text);
    }
  add_place (group, _ ("Its own exit"), say_route (exit->kind), exit->has_contract,
             &exit->contract);
  if (exit->has_usual)
    {
      g_autofree char *least = surety_format_span (exit->usual_min);
      g_autofree char *most = surety_format_span (exit->usual_max);
      g_autofree char *text = g_strdup_printf (_ ("%s to %s, by experience"), least, most);

      surety_detail_add_fact (group, _ ("Usual wait"), text);
    }
  if (queue)
    add_amount (group, _ ("Waiting in the queue"), exit->waiting_state, exit->waiting);
  if (exit->available_state == SURETY_SHEET_KNOWN)
    add_amount (group, _ ("Could be paid at once"), exit->available_state, exit->available);
  if (exit->paused_state == SURETY_SHEET_KNOWN)
    surety_detail_add_fact (group, _ ("State"),
                            exit->paused ? _ ("Paused: nobody can leave this way now")
                            : exit->slowed_state == SURETY_SHEET_KNOWN && exit->slowed
                              ? _ ("Slowed by its issuer")
                              : _ ("Open"));
}

static const char *
decider_words (const SuretySheetUpgrade *upgrade)
{
  switch (upgrade->who.kind)
    {
    case SURETY_PARTY_ACCOUNT:
      return _ ("A single key");
    case SURETY_PARTY_MULTISIG:
      return _ ("The holders of several keys");
    case SURETY_PARTY_CONTRACT:
      return upgrade->delay_state == SURETY_SHEET_KNOWN
               ? _ ("A contract that announces changes (timelock)")
               : _ ("A contract whose rules are not read");
    case SURETY_PARTY_NOBODY:
    case SURETY_PARTY_UNKNOWN:
    default:
      return _ ("Not known");
    }
}

/* In the end, behind the admin. */
static void
add_decider (AdwPreferencesGroup *group, const SuretySheetUpgrade *upgrade)
{
  g_autofree char *delay = NULL;

  if (upgrade->who_state != SURETY_SHEET_KNOWN)
    {
      surety_detail_add_fact (group, _ ("Who decides about that?"), _ ("Not known"));
      return;
    }
  add_place (group, _ ("Who decides about that?"), decider_words (upgrade), TRUE,
             &upgrade->who.address);
  if (upgrade->delay_state == SURETY_SHEET_KNOWN)
    delay = surety_format_span (upgrade->delay);
  surety_detail_add_fact (group, _ ("How long before it is announced"),
                          delay != NULL ? delay : _ ("Not known"));
}

static void
add_makers (SuretyDetailPage *page, SuretyTokenSheet *sheet)
{
  AdwPreferencesGroup *group = surety_detail_page_add_group (page, _ ("Who Stands Behind It"),
                                                             NULL);
  const SuretyToken *token = surety_token_sheet_get_token (sheet);
  const SuretySheetValidators *validators = surety_token_sheet_get_validators (sheet);
  const SuretySheetUpgrade *upgrade = surety_token_sheet_get_upgrade (sheet);
  g_autofree char *words = surety_validators_words (validators);
  g_autofree char *text = NULL;
  gboolean paused = FALSE;

  if (token->issuer != NULL)
    surety_detail_add_fact (group, _ ("Issuer"), token->issuer);
  if (validators->count_state == SURETY_SHEET_KNOWN)
    {
      g_autofree char *count = surety_format_count (validators->count);

      text = g_strdup_printf (ngettext ("%s: %s operator", "%s: %s operators",
                                        (gulong) validators->count),
                              words, count);
    }
  surety_detail_add_fact (group, _ ("Who runs its validators"), text != NULL ? text : words);
  if (surety_token_sheet_get_paused (sheet, &paused) == SURETY_SHEET_KNOWN)
    surety_detail_add_fact (group, _ ("Transfers"),
                            paused ? _ ("Stopped by its issuer") : _ ("Possible"));
  if (upgrade->state != SURETY_SHEET_KNOWN)
    surety_detail_add_fact (group, _ ("Can its code be changed?"), _ ("Not known"));
  else if (!upgrade->is_proxy)
    surety_detail_add_fact (group, _ ("Can its code be changed?"),
                            _ ("No sign of it was found, which proves nothing"));
  else
    add_place (group, _ ("Can its code be changed?"),
               address_is_zero (&upgrade->admin) ? _ ("Yes; by whom was not seen")
                                                 : _ ("Yes, through this address"),
               TRUE, &upgrade->admin);
  if (upgrade->state == SURETY_SHEET_KNOWN && upgrade->is_proxy)
    add_decider (group, upgrade);
}

static void
add_entry (SuretyDetailPage *page, SuretyTokenSheet *sheet)
{
  AdwPreferencesGroup *group = surety_detail_page_add_group (page, _ ("The Way In"), NULL);
  const SuretySheetDeposit *deposit = surety_token_sheet_get_deposit (sheet);
  const SuretySheetMint *mint = surety_token_sheet_get_mint (sheet);
  const SuretyToken *token = surety_token_sheet_get_token (sheet);
  g_autofree char *deposits = surety_deposit_words (deposit->state);
  g_autofree char *minting = surety_mint_words (mint->state);

  surety_detail_add_fact (group, _ ("Restaking it"), deposits);
  if (deposit->limits_state == SURETY_SHEET_KNOWN && !surety_is_unlimited (deposit->room))
    {
      g_autofree char *room = surety_format_amount (deposit->room, token->decimals);
      g_autofree char *text = g_strdup_printf (C_ ("amount", "%s %s"), room, token->symbol);

      surety_detail_add_fact (group, _ ("Room for a deposit now"), text);
    }
  add_place (group, _ ("Making it of ETH (minting)"), minting, mint->has_contract, &mint->contract);
  if (mint->minimum_state == SURETY_SHEET_KNOWN)
    add_amount (group, _ ("At least"), mint->minimum_state, mint->minimum);
  if (mint->maximum_state == SURETY_SHEET_KNOWN && !surety_is_unlimited (mint->maximum))
    add_amount (group, _ ("At most now"), mint->maximum_state, mint->maximum);
  if (mint->loan.state == SURETY_SHEET_KNOWN && mint->loan.wad < 1000000000000000000)
    {
      g_autofree char *part = surety_signed_percent (mint->loan.wad);
      g_autofree char *text =
        g_strdup_printf (_ ("%s of what is paid in; the rest is locked as collateral"), part);

      surety_detail_add_fact (group, _ ("How much is minted"), text);
    }
}

AdwNavigationPage *
surety_token_detail_new (SuretySession *session, SuretyTokenSheet *sheet)
{
  const char *symbol = surety_token_sheet_get_symbol (sheet);
  /* Translators: a token's symbol and name. */
  g_autofree char *name = g_strdup_printf (_ ("%s · %s"), symbol,
                                           surety_token_sheet_get_name (sheet));
  g_autofree char *address = surety_token_kind.dup_address (sheet);
  SuretyDetailPage *page = surety_detail_page_new (session, name, address, NULL);

  surety_detail_page_set_known (page, surety_token_sheet_get_known (sheet),
                                surety_token_sheet_get_block (sheet));
  add_holding (page, sheet);
  surety_detail_page_add (page, surety_vetting_card_new_token (session, sheet));
  add_rewards (page, sheet);
  add_price (page, sheet);
  add_exit (page, sheet);
  add_entry (page, sheet);
  add_makers (page, sheet);

  return ADW_NAVIGATION_PAGE (page);
}
