/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-closures.h"

#include <glib/gi18n.h>

#include "surety-format.h"
#include "surety-sentences.h"

const char *
surety_known_words (SuretyKnown known)
{
  switch (known)
    {
    case SURETY_KNOWN_PRACTICE:
      return _ ("practice");
    case SURETY_KNOWN_ONE_ENDPOINT:
      return _ ("one endpoint says so");
    case SURETY_KNOWN_AGREED:
      return _ ("endpoints agree");
    case SURETY_KNOWN_PROVED:
      return _ ("proved");
    case SURETY_KNOWN_UNKNOWN:
    default:
      return _ ("unknown");
    }
}

char *
surety_closure_amount_number (gpointer self, SuretyFigure *figure)
{
  if (figure == NULL)
    return g_strdup ("");
  if (!surety_figure_is_known (figure))
    return g_strdup (_ ("unknown"));
  return surety_format_amount (surety_figure_get_value (figure),
                               surety_figure_get_decimals (figure));
}

char *
surety_closure_amount_unit (gpointer self, SuretyFigure *figure)
{
  return g_strdup (figure != NULL ? surety_figure_get_unit (figure) : "");
}

gboolean
surety_closure_amount_is_known (gpointer self, SuretyFigure *figure)
{
  return figure != NULL && surety_figure_is_known (figure);
}

/* Translators: a number and its unit: "12.5" and "stETH" */
static char *
with_unit (const char *number, SuretyFigure *figure)
{
  return g_strdup_printf (C_ ("amount", "%s %s"), number, surety_figure_get_unit (figure));
}

char *
surety_closure_amount (gpointer self, SuretyFigure *figure)
{
  g_autofree char *number = surety_closure_amount_number (self, figure);

  if (figure == NULL || !surety_figure_is_known (figure))
    return g_steal_pointer (&number);
  return with_unit (number, figure);
}

char *
surety_closure_amount_full (gpointer self, SuretyFigure *figure)
{
  g_autofree char *number = NULL;
  g_autofree char *amount = NULL;

  if (figure == NULL)
    return g_strdup ("");
  if (!surety_figure_is_known (figure))
    return g_strdup (_ ("Nobody could be asked, or the answer was unusable."));
  number = surety_format_amount_full (surety_figure_get_value (figure),
                                      surety_figure_get_decimals (figure));
  amount = with_unit (number, figure);
  /* Translators: an amount and how well it is known: "12.5 stETH (endpoints agree)" */
  return g_strdup_printf (_ ("%s (%s)"), amount,
                          surety_known_words (surety_figure_get_known (figure)));
}

char *
surety_closure_known (gpointer self, SuretyFigure *figure)
{
  return g_strdup (figure != NULL ? surety_known_words (surety_figure_get_known (figure)) : "");
}

char *
surety_closure_figure_age (gpointer self, SuretyFigure *figure, guint64 now)
{
  g_autofree char *block = NULL;
  g_autofree char *age = NULL;

  if (figure == NULL || !surety_figure_is_known (figure) || surety_figure_get_block (figure) == 0)
    return g_strdup ("");
  if (now == 0)
    now = (guint64) (g_get_real_time () / G_USEC_PER_SEC);
  block = surety_format_count (surety_figure_get_block (figure));
  age = surety_format_age (surety_figure_get_time (figure), now);
  /* Translators: where a figure comes from: "block 19 000 000 · 12 seconds ago" */
  return g_strdup_printf (_ ("block %s · %s"), block, age);
}

char *
surety_closure_address_short (gpointer self, const char *address)
{
  return address != NULL ? surety_format_address (address, FALSE) : g_strdup ("");
}

char *
surety_closure_address_wide (gpointer self, const char *address)
{
  return address != NULL ? surety_format_address (address, TRUE) : g_strdup ("");
}

char *
surety_closure_account_name (gpointer self, SuretyAccount *account)
{
  if (account == NULL)
    return g_strdup ("");
  if (surety_account_get_practice (account))
    return g_strdup (_ ("Practice account"));
  if (*surety_account_get_name (account) == '\0')
    return surety_format_address (surety_account_get_address_text (account), FALSE);
  return g_strdup (surety_account_get_name (account));
}

char *
surety_closure_network_words (gpointer self, SuretyNetwork *network)
{
  if (network == NULL)
    return g_strdup ("");
  switch (surety_network_get_kind (network))
    {
    case SURETY_NETWORK_PRACTICE:
      return g_strdup (_ ("Practice · play money"));
    case SURETY_NETWORK_TEST:
      return g_strdup_printf (_ ("Test network · %s"), surety_network_get_name (network));
    case SURETY_NETWORK_CUSTOM:
      return g_strdup_printf (_ ("Private network · %s"), surety_network_get_name (network));
    case SURETY_NETWORK_MAINNET:
    default:
      return g_strdup_printf (_ ("%s · real money"), surety_network_get_name (network));
    }
}

char *
surety_closure_network_icon (gpointer self, SuretyNetwork *network)
{
  if (network == NULL)
    return g_strdup ("network-offline-symbolic");
  switch (surety_network_get_kind (network))
    {
    case SURETY_NETWORK_PRACTICE:
      return g_strdup ("applications-games-symbolic");
    case SURETY_NETWORK_TEST:
      return g_strdup ("applications-science-symbolic");
    case SURETY_NETWORK_CUSTOM:
      return g_strdup ("network-server-symbolic");
    case SURETY_NETWORK_MAINNET:
    default:
      return g_strdup ("security-high-symbolic");
    }
}

const char *
surety_network_style (SuretyNetwork *network)
{
  switch (surety_network_get_kind (network))
    {
    case SURETY_NETWORK_PRACTICE:
      return "practice";
    case SURETY_NETWORK_TEST:
      return "test";
    case SURETY_NETWORK_CUSTOM:
      return "custom";
    case SURETY_NETWORK_MAINNET:
    default:
      return "mainnet";
    }
}

char *
surety_closure_backup_banner (gpointer self, SuretyFigure *held)
{
  g_autofree char *amount = NULL;

  if (held == NULL || !surety_figure_is_known (held) || surety_figure_get_value (held) == 0)
    return g_strdup (_ ("Recovery words not checked yet."));
  amount = surety_closure_amount (self, held);
  /* Translators: %s is an amount: "2.5 ETH" */
  return g_strdup_printf (_ ("Recovery words not checked yet, and %s hang on them."), amount);
}

gboolean
surety_network_is_harmless (SuretyNetwork *network)
{
  SuretyNetworkKind kind = surety_network_get_kind (network);

  return kind == SURETY_NETWORK_PRACTICE || kind == SURETY_NETWORK_TEST;
}

gboolean
surety_closure_is_practice (gpointer self, SuretyNetwork *network)
{
  return network != NULL && surety_network_get_kind (network) == SURETY_NETWORK_PRACTICE;
}

gboolean
surety_closure_connection_is_down (gpointer self, SuretyConnectionState state)
{
  return state == SURETY_CONNECTION_NONE || state == SURETY_CONNECTION_FAILING;
}

char *
surety_closure_connection_banner (gpointer self, SuretyConnectionState state)
{
  if (state == SURETY_CONNECTION_NONE)
    return g_strdup (_ ("No endpoint is chosen."));
  if (state == SURETY_CONNECTION_FAILING)
    return g_strdup (_ ("No endpoint answers: figures are as old as they say."));
  return g_strdup ("");
}

gboolean
surety_closure_endpoints_disagree (gpointer self, GError *disagreement)
{
  return disagreement != NULL;
}

char *
surety_closure_disagreement_banner (gpointer self, GError *disagreement)
{
  return disagreement != NULL
           ? g_strdup (
               _ ("Your endpoints disagree. What they differ in is not shown, and nothing is "
                  "signed on it."))
           : g_strdup ("");
}

gboolean
surety_closure_tells_delegation (gpointer self, SuretyHoldings *holdings, const char *page)
{
  return holdings != NULL && surety_holdings_get_code_delegated (holdings) &&
         g_strcmp0 (page, "overview") == 0;
}

char *
surety_closure_delegation_banner (gpointer self, SuretyHoldings *holdings)
{
  char text[ADDRESS_TEXT_SIZE];
  g_autofree char *delegate = NULL;

  if (holdings == NULL || !surety_holdings_get_code_delegated (holdings))
    return g_strdup ("");
  address_to_text (surety_holdings_get_code_delegate (holdings), text);
  delegate = surety_format_address (text, TRUE);
  /* Translators: the address of a contract. */
  return g_strdup_printf (_ ("This account runs the code of %s, which may move all it holds."),
                          delegate);
}

char *
surety_closure_load_page (gpointer self, SuretyLoad load)
{
  switch (load)
    {
    case SURETY_LOAD_READY:
      return g_strdup ("content");
    case SURETY_LOAD_EMPTY:
      return g_strdup ("empty");
    case SURETY_LOAD_FAILED:
      return g_strdup ("failed");
    case SURETY_LOAD_IDLE:
    case SURETY_LOAD_LOADING:
    default:
      return g_strdup ("loading");
    }
}

char *
surety_closure_sentence (gpointer self, const GError *error)
{
  return error != NULL ? surety_sentence_for_error (error) : g_strdup ("");
}

gboolean
surety_closure_is_set (gpointer self, GObject *object)
{
  return object != NULL;
}

gboolean
surety_closure_has_text (gpointer self, const char *text)
{
  return text != NULL && *text != '\0';
}
