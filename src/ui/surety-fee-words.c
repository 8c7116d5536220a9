/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-fee-words.h"

#include <glib/gi18n.h>

#include "surety-format.h"

/* A part of worth as a percentage; NULL when it is not known. */
static char *
share_text (u256 cost, u256 worth)
{
  u256 share;

  if (worth == 0 || !u256_mul_div (cost, U256_WAD, worth, ROUND_UP, &share))
    return NULL;
  return surety_format_percent (share);
}

char *
surety_fee_words_cost (u256 cost, guint seconds, u256 worth)
{
  g_autofree char *amount = surety_format_amount (cost, 18);
  g_autofree char *share = share_text (cost, worth);
  g_autofree char *time = NULL;
  g_autofree char *price = NULL;

  /* Translators: an amount, then a percentage: "At most 0.0004 ETH, 0.4 % of the amount". */
  price = share != NULL ? g_strdup_printf (_ ("At most %s ETH, %s of the amount"), amount, share)
                        : g_strdup_printf (_ ("At most %s ETH"), amount);
  if (seconds == 0)
    /* Translators: %s says what it costs. */
    return g_strdup_printf (_ ("%s. It may wait long: the ceiling is below what blocks cost now"),
                            price);
  time = surety_format_span (seconds);
  /* Translators: the first %s says what it costs, the second is how long: "12 seconds". */
  return g_strdup_printf (_ ("%s. About %s for each transaction"), price, time);
}

char *
surety_fee_words_rush (guint percent)
{
  g_autofree char *times = g_strdup_printf ("%u.%u", percent / 100, percent / 10 % 10);

  /* Translators: %s is a number: "3.2". */
  return g_strdup_printf (
    _ (
      "There is a rush: blocks cost %s times what was usual in the last hour. It often passes within "
      "the hour; what can wait gets cheaper."),
    times);
}

char *
surety_fee_words_replacement (SuretyReplacement *replacement)
{
  const u256 cost = surety_replacement_get_cost (replacement);
  const u256 old = surety_replacement_get_old_cost (replacement);
  g_autofree char *most = surety_format_amount (cost, 18);
  g_autofree char *before = surety_format_amount (old, 18);
  g_autofree char *more = NULL;

  if (cost <= old)
    /* Translators: two amounts of ETH. */
    return g_strdup_printf (
      _ ("At most %s ETH. What waits now may cost %s ETH; only one of both is paid."), most,
      before);
  more = surety_format_amount (cost - old, 18);

  /* Translators: three amounts of ETH. */
  return g_strdup_printf (
    _ (
      "At most %s ETH. What waits now may cost %s ETH, so at most %s ETH more; only one of both is "
      "paid."),
    most, before, more);
}

char *
surety_fee_words_replacement_time (SuretyReplacement *replacement)
{
  const guint seconds = surety_replacement_get_seconds (replacement);
  g_autofree char *span = NULL;

  if (surety_replacement_is_behind (replacement))
    return g_strdup (
      _ ("Not before what comes before it: a transaction of this account with a lower number is in "
         "no block yet, and a higher fee of this one does not change that"));
  if (seconds == 0)
    return g_strdup (_ ("Your ceiling is below what blocks cost now: it may wait long"));
  span = surety_format_span (seconds);
  /* Translators: how long: "12 seconds". */
  return g_strdup_printf (_ ("About %s"), span);
}

static char *
say_planned (const SuretyLater *later, gboolean cancels)
{
  if (cancels)
    return g_strdup_printf (
      ngettext ("%u later step of this plan will not be signed: it is given up.",
                "%u later steps of this plan will not be signed: they are given up.",
                later->planned),
      later->planned);
  if (later->driven)
    return g_strdup_printf (
      ngettext ("%u later step of this plan is signed when this one is in a block.",
                "%u later steps of this plan are signed when this one is in a block.",
                later->planned),
      later->planned);
  return g_strdup_printf (
    ngettext ("%u later step of this plan is not signed: it waits until you go on with the plan.",
              "%u later steps of this plan are not signed: they wait until you go on with the "
              "plan.",
              later->planned),
    later->planned);
}

char *
surety_fee_words_later (SuretyReplacement *replacement)
{
  const SuretyLater *later = surety_replacement_get_later (replacement);
  const gboolean cancels = surety_replacement_get_kind (replacement) == SURETY_REPLACE_CANCEL;
  const guint behind = later->own + later->foreign;
  g_autoptr (GString) text = g_string_new (NULL);

  if (later->planned > 0)
    {
      g_autofree char *planned = say_planned (later, cancels);

      g_string_append (text, planned);
    }
  if (behind > 0)
    {
      g_string_append (text, text->len > 0 ? " " : "");
      g_string_append_printf (
        text,
        ngettext ("%u later transaction of this account waits behind it and comes right after, as "
                  "it is.",
                  "%u later transactions of this account wait behind it and come right after, as "
                  "they are.",
                  behind),
        behind);
    }
  if (later->foreign > 0)
    {
      g_string_append_printf (text,
                              ngettext (" %u of them was not made here.",
                                        " %u of them were not made here.", later->foreign),
                              later->foreign);
    }
  return text->len > 0 ? g_string_free_and_steal (g_steal_pointer (&text)) : NULL;
}

const char *
surety_fee_words_trouble (SuretyJournalTrouble trouble, SuretyJournalState state)
{
  switch (trouble)
    {
    case SURETY_JOURNAL_TROUBLE_NONE:
      return NULL;
    case SURETY_JOURNAL_TROUBLE_UNDERPRICED:
      return _ (
        "Blocks cost more now than it may pay, so it waits. Speed it up, or wait until they "
        "cost less.");
    case SURETY_JOURNAL_TROUBLE_GAP:
      return _ ("A transaction with a lower number of this account is missing on the network, and "
                "this one can’t be mined before it. It was not made here: send it again from the "
                "program that made it; then this one goes on by itself. If it is not to happen any "
                "more, have that program send 0 ETH from this account to itself with the missing "
                "number, the one after the last that is in a block. Surety does not sign that: it "
                "can’t see what would never happen then.");
    case SURETY_JOURNAL_TROUBLE_FOREIGN:
      return _ ("A transaction of this account that was not made here waits before this one. This "
                "one comes after it by itself; speed that one up where it was made. If you did not "
                "send it, somebody else has this account’s key: move your funds.");
    case SURETY_JOURNAL_TROUBLE_DROPPED:
      return _ ("The network had lost it, so the same transaction was sent again. Nothing is lost "
                "and nothing happens twice. If it stays out of a block, speed it up.");
    case SURETY_JOURNAL_TROUBLE_REORGED:
      return _ ("It was in a block that the network took back. It waits again and needs nothing "
                "from you; if it stays out of a block, speed it up.");
    case SURETY_JOURNAL_TROUBLE_ELSEWHERE:
      if (state != SURETY_JOURNAL_REPLACED)
        return _ (
          "An endpoint says that the transaction that was sent can’t happen any more, as another one "
          "used its number. Only one endpoint says so, and it does not show that other one: nothing is "
          "given up for it, and Surety goes on looking. Have a second endpoint under Connection: what "
          "both say alike is taken. Until then, don’t sign the same elsewhere: it could happen twice.");
      return _ ("A transaction that was not made here used its number, so it will never happen. If "
                "you did not send that one, somebody else has this account’s key: move your funds. "
                "Else look at what it did, then begin again.");
    default:
      g_assert_not_reached ();
    }
}
