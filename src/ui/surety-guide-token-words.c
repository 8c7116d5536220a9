/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-guide-token-words.h"

#include <glib/gi18n.h>

#include "surety-format.h"

/* A part of 10^18 in percent. */
#define PERCENT (G_GINT64_CONSTANT (10000000000000000))

static const SuretyTokenHindrance none;

static SuretyTokenHindrance
mint_hindrance (SuretyTokenSheet *sheet)
{
  switch (surety_token_sheet_get_mint (sheet)->state)
    {
    case SURETY_MINT_STATE_OPEN:
      return none;
    case SURETY_MINT_STATE_IMPOSSIBLE:
      return (SuretyTokenHindrance) {
        _ ("Can’t be made of ETH"),
        _ ("Can’t be made of ETH here: only its issuer, or a market, has it"),
      };
    case SURETY_MINT_STATE_PAUSED:
      return (SuretyTokenHindrance) {
        _ ("Its issuer paused minting"),
        _ ("Can’t be made of ETH now: its issuer has paused that"),
      };
    case SURETY_MINT_STATE_FULL:
      return (SuretyTokenHindrance) {
        _ ("Its issuer has no room"),
        _ ("Can’t be made of ETH now: its issuer has no room"),
      };
    case SURETY_MINT_STATE_ALLOW_LIST:
      return (SuretyTokenHindrance) {
        _ ("Only for chosen accounts"),
        _ ("Can’t be made of ETH: its issuer lets only chosen accounts"),
      };
    case SURETY_MINT_STATE_UNHEALTHY:
      return (SuretyTokenHindrance) {
        _ ("Its issuer is in trouble"),
        _ ("Can’t be made of ETH now: its issuer’s contracts say they are not healthy"),
      };
    case SURETY_MINT_STATE_UPDATE:
      return (SuretyTokenHindrance) {
        _ ("Waits for a report"),
        _ ("Can’t be made of ETH now: its issuer’s contract waits for a report"),
      };
    case SURETY_MINT_STATE_UNKNOWN:
    default:
      if (surety_token_sheet_get_peg (sheet)->state == SURETY_SHEET_NOT_READ)
        return (SuretyTokenHindrance) {
          _ ("Not read yet"),
          _ ("Whether it can be made of ETH is being read"),
        };
      return (SuretyTokenHindrance) {
        _ ("Minting could not be read"),
        _ ("Can’t be chosen: whether it can be made of ETH could not be read"),
      };
    }
}

SuretyTokenHindrance
surety_guide_token_hindrance (SuretyTokenSheet *sheet, SuretyAsset *asset, gboolean mints)
{
  const char *reason = asset != NULL ? surety_asset_get_closed_reason (asset) : NULL;
  SuretyFigure *balance = asset != NULL ? surety_asset_get_balance (asset) : NULL;

  if (!surety_token_sheet_is_restakable (sheet))
    return (SuretyTokenHindrance) {
      _ ("Can’t be restaked"),
      _ ("Can’t be chosen: EigenLayer has no strategy for this token here"),
    };
  if (g_strcmp0 (reason, "paused") == 0)
    return (SuretyTokenHindrance) {
      _ ("Deposits are paused"),
      _ ("Closed: deposits are paused by EigenLayer"),
    };
  if (g_strcmp0 (reason, "not-whitelisted") == 0)
    return (SuretyTokenHindrance) {
      _ ("Not taken by EigenLayer"),
      _ ("Closed: EigenLayer does not take this token now"),
    };
  if (asset == NULL || !surety_asset_get_open (asset))
    return (SuretyTokenHindrance) {
      _ ("Deposits: not known"),
      _ ("Closed: whether deposits are possible could not be read"),
    };
  if (surety_token_sheet_get_deposit (sheet)->state == SURETY_DEPOSIT_STATE_FULL)
    return (SuretyTokenHindrance) {
      _ ("No room for deposits"),
      _ ("Closed: its strategy takes no more deposits now"),
    };
  if (mints)
    return mint_hindrance (sheet);
  if (!surety_figure_is_known (balance))
    return (SuretyTokenHindrance) {
      _ ("Balance: not known"),
      _ ("Can’t be chosen: how much you hold could not be read"),
    };
  if (surety_figure_get_value (balance) == 0)
    return (SuretyTokenHindrance) {
      _ ("You hold none of it"),
      _ ("Can’t be chosen: you hold none of it"),
    };

  return none;
}

gboolean
surety_guide_token_cannot_be_made (SuretyTokenSheet *sheet)
{
  SuretyMintState state = surety_token_sheet_get_mint (sheet)->state;

  return state != SURETY_MINT_STATE_OPEN && state != SURETY_MINT_STATE_UNKNOWN;
}

static void
add_line (GString *text, const char *line)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

char *
surety_guide_token_mint_words (SuretyTokenSheet *sheet)
{
  const SuretySheetMint *mint = surety_token_sheet_get_mint (sheet);
  g_autoptr (GString) text = g_string_new (NULL);

  if (mint->state != SURETY_MINT_STATE_OPEN)
    return g_string_free_and_steal (g_steal_pointer (&text));
  if (mint->minimum_state == SURETY_SHEET_KNOWN && mint->minimum > 0)
    {
      g_autofree char *least = surety_format_amount (mint->minimum, 18);
      /* Translators: an amount of ETH. */
      g_autofree char *line = g_strdup_printf (_ ("Its issuer takes %s ETH at least"), least);

      add_line (text, line);
    }
  if (mint->maximum_state == SURETY_SHEET_KNOWN && mint->maximum != U256_MAX)
    {
      g_autofree char *most = surety_format_amount (mint->maximum, 18);
      g_autofree char *line = g_strdup_printf (_ ("Its issuer has room for %s ETH"), most);

      add_line (text, line);
    }
  if (mint->loan.state == SURETY_SHEET_KNOWN && mint->loan.wad < (gint64) U256_WAD)
    {
      g_autofree char *line =
        g_strdup_printf (_ ("It is lent against your ETH: %u %% of its worth at most, the rest "
                            "stays locked as security at the issuer’s"),
                         (guint) (mint->loan.wad / PERCENT));

      add_line (text, line);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}
