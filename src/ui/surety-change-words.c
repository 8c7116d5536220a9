/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-change-words.h"

#include <glib/gi18n.h>

#include "surety-address-words.h"
#include "surety-allowance.h"
#include "surety-format.h"
#include "surety-step-words.h"

/* A token that is not known here is named by its address. */
static char *
token_text (SuretyChange *change)
{
  char address[ADDRESS_TEXT_SIZE];

  if (*surety_change_get_symbol (change) != '\0')
    return g_strdup (surety_change_get_symbol (change));
  address_to_text (surety_change_get_subject (change), address);
  return surety_format_address (address, FALSE);
}

static char *
balance_title (SuretyChange *change, SuretySession *names)
{
  g_autofree char *token = token_text (change);
  g_autofree char *whose = NULL;

  if (surety_change_get_kind (change) == SURETY_CHANGE_ETH ||
      address_is_zero (surety_change_get_spender (change)))
    /* Translators: a token: "stETH in your account" */
    return g_strdup_printf (_ ("%s in your account"), token);
  whose = surety_address_words_named (names, surety_change_get_spender (change), FALSE);
  /* Translators: a token, then the address of who has it, with its name where it has one. */
  return g_strdup_printf (_ ("%s of %s"), token, whose);
}

static char *
claimed_title (SuretyChange *change)
{
  g_autofree char *token = token_text (change);

  /* Translators: a token: "EIGEN rewards claimed so far" */
  return g_strdup_printf (_ ("%s rewards claimed so far"), token);
}

char *
surety_change_words_title (SuretyChange *change, SuretySession *names)
{
  const char *symbol = surety_change_get_symbol (change);

  switch (surety_change_get_kind (change))
    {
    case SURETY_CHANGE_ETH:
    case SURETY_CHANGE_BALANCE:
      return balance_title (change, names);
    case SURETY_CHANGE_ALLOWANCE:
      {
        char address[ADDRESS_TEXT_SIZE];
        g_autofree char *spender = NULL;

        address_to_text (surety_change_get_spender (change), address);
        spender = surety_format_address (address, FALSE);
        /* Translators: a token, then the address of a contract. */
        return g_strdup_printf (_ ("%s that %s may take"), symbol, spender);
      }
    case SURETY_CHANGE_SHARES:
      /* Translators: a token: "stETH shares restaked" */
      return g_strdup_printf (_ ("%s shares restaked"), symbol);
    case SURETY_CHANGE_DELEGATION:
      return g_strdup (_ ("Delegated to"));
    case SURETY_CHANGE_EXITS:
      return g_strdup (_ ("Exits begun so far"));
    case SURETY_CHANGE_CLAIMED:
      return claimed_title (change);
    case SURETY_CHANGE_SLASHABLE_NOW:
      /* Translators: a token. */
      return g_strdup_printf (_ ("%s shares that can be slashed at once"), symbol);
    case SURETY_CHANGE_SLASHABLE_MOST:
      /* Translators: a token. */
      return g_strdup_printf (_ ("%s shares that can be slashed at most"), symbol);
    default:
      g_assert_not_reached ();
    }
}

static char *
word_text (SuretyChange *change, u256 word, SuretyDirectory *names)
{
  const char *symbol = surety_change_get_symbol (change);
  g_autofree char *number = NULL;

  if (surety_change_get_kind (change) == SURETY_CHANGE_DELEGATION)
    {
      Address address = { 0 };
      guint8 bytes[32];

      if (word == 0)
        return g_strdup (_ ("nobody"));
      u256_to_be (word, bytes);
      memcpy (address.bytes, bytes + 12, sizeof address.bytes);
      return surety_step_words_provider (&address, names);
    }
  if (surety_change_get_kind (change) == SURETY_CHANGE_EXITS)
    return surety_format_count (word > G_MAXUINT32 ? G_MAXUINT32 : (guint64) word);

  if (surety_change_get_kind (change) == SURETY_CHANGE_ALLOWANCE &&
      word >= SURETY_ALLOWANCE_UNLIMITED)
    /* Translators: a token: "all stETH, without a limit" */
    return g_strdup_printf (_ ("all %s, without a limit"), symbol);

  number = surety_format_amount (word, surety_change_get_decimals (change));
  if (*symbol == '\0' && (surety_change_get_kind (change) == SURETY_CHANGE_BALANCE ||
                          surety_change_get_kind (change) == SURETY_CHANGE_CLAIMED))
    return g_strdup_printf (_ ("%s smallest units"), number);
  if (surety_change_get_kind (change) == SURETY_CHANGE_ETH ||
      surety_change_get_kind (change) == SURETY_CHANGE_BALANCE ||
      surety_change_get_kind (change) == SURETY_CHANGE_CLAIMED ||
      surety_change_get_kind (change) == SURETY_CHANGE_ALLOWANCE)
    return g_strdup_printf ("%s %s", number, symbol);
  return g_steal_pointer (&number);
}

char *
surety_change_words_value (SuretyChange *change, SuretyDirectory *names)
{
  u256 before = 0;
  u256 after = 0;
  const gboolean has_before = surety_change_get_before (change, &before);
  const gboolean has_after = surety_change_get_after (change, &after);
  g_autofree char *from = has_before ? word_text (change, before, names)
                                     : g_strdup (C_ ("value", "not known"));
  g_autofree char *to = has_after ? word_text (change, after, names)
                                  : g_strdup (C_ ("value", "not known"));

  if (surety_change_is_same (change))
    /* Translators: an amount. */
    return g_strdup_printf (_ ("%s, before and afterwards"), to);
  if (surety_change_get_kind (change) == SURETY_CHANGE_ETH)
    /* Translators: two amounts. */
    return g_strdup_printf (_ ("%s now, %s afterwards, less the network fee"), from, to);
  /* Translators: two amounts, or two operators. */
  return g_strdup_printf (_ ("%s now, %s afterwards"), from, to);
}

gboolean
surety_change_words_matters (SuretyChange *change)
{
  const SuretyChangeKind kind = surety_change_get_kind (change);

  return !surety_change_is_same (change) || kind == SURETY_CHANGE_ALLOWANCE ||
         kind == SURETY_CHANGE_SLASHABLE_NOW || kind == SURETY_CHANGE_SLASHABLE_MOST;
}

static const char *
method_text (SuretySimulationMethod method)
{
  switch (method)
    {
    case SURETY_SIMULATED_TOGETHER:
    case SURETY_SIMULATED_IN_CALL:
      return _ ("Tried out as a whole on block %s");
    case SURETY_SIMULATED_FIRST:
      return _ (
        "Only the first transaction could be tried out, on block %s: your endpoints offer no way to "
        "try the rest before its turn");
    default:
      g_assert_not_reached ();
    }
}

char *
surety_change_words_how (SuretyPlanSimulation *simulation)
{
  g_autofree char *block = surety_format_count (surety_plan_simulation_get_block (simulation));
  const char *format = method_text (surety_plan_simulation_get_method (simulation));
  g_autoptr (GString) text = g_string_new (format);

  g_string_replace (text, "%s", block, 1);
  g_string_append (text, surety_plan_simulation_get_witnesses (simulation) > 1
                           ? _ ("; two endpoints say the same.")
                           : _ ("; one endpoint says so."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
