/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-ladder-words.h"

#include <glib/gi18n.h>

#include "surety-closures.h"
#include "surety-format.h"
#include "surety-override.h"

const char *
surety_ladder_words_tier (LadderTier tier)
{
  switch (tier)
    {
    case LADDER_PILOT:
      return _ ("Pilot");
    case LADDER_QUARTER:
      return _ ("A Quarter");
    case LADDER_FULL:
    case LADDER_N_TIERS:
    default:
      return _ ("Everything");
    }
}

/* How many bits are set. */
static guint
count (unsigned bits)
{
  guint n = 0;

  for (; bits != 0; bits &= bits - 1)
    n++;

  return n;
}

char *
surety_ladder_words_step (const Ladder *ladder, LadderTier tier, SuretyFigure *amount)
{
  const LadderStep *step = ladder != NULL ? &ladder->steps[tier] : NULL;
  g_autofree char *text = NULL;
  guint missing = 0;

  if (step == NULL || !step->known || amount == NULL)
    return g_strdup (tier == LADDER_PILOT && ladder != NULL
                       ? _ ("How much that is, is not known: what the token is worth in ETH is not")
                       : _ ("How much that is, is not known"));
  if (step->reached)
    return g_strdup (_ ("Reached"));

  text = surety_closure_amount (NULL, amount);
  missing = count (step->missing);
  if (step->open)
    return g_strdup_printf (_ ("%s · open"), text);
  if (missing == 0)
    return g_strdup_printf (_ ("%s · not open: the step before it comes first"), text);

  return g_strdup_printf (ngettext ("%s · not open: %u thing is not verified yet",
                                    "%s · not open: %u things are not verified yet", missing),
                          text, missing);
}

const char *
surety_ladder_words_evidence (LadderEvidence evidence)
{
  switch (evidence)
    {
    case LADDER_LANDED:
      return _ ("Deposit and delegation landed as promised");
    case LADDER_WAITED:
      return _ ("Rewards were calculated once since, or 14 days have passed");
    case LADDER_REHEARSED:
      return _ ("A small exit was rehearsed");
    case LADDER_BACKUP:
    case LADDER_N_EVIDENCE:
    default:
      return _ ("The backup was checked again");
    }
}

const char *
surety_ladder_words_verdict (LadderVerdict verdict)
{
  switch (verdict)
    {
    case LADDER_VERIFIED:
      return _ ("Verified");
    case LADDER_NOT:
      return _ ("Not yet");
    case LADDER_UNKNOWN:
    default:
      return _ ("Not known");
    }
}

const char *
surety_ladder_words_icon (LadderVerdict verdict)
{
  switch (verdict)
    {
    case LADDER_VERIFIED:
      return "object-select-symbolic";
    case LADDER_NOT:
      return "surety-promise-symbolic";
    case LADDER_UNKNOWN:
    default:
      return "dialog-question-symbolic";
    }
}

static char *
landed_finding (LadderVerdict verdict)
{
  switch (verdict)
    {
    case LADDER_VERIFIED:
      return g_strdup (_ ("All that was promised of the newest deposit is on the chain."));
    case LADDER_NOT:
      return g_strdup (
        _ ("Not all that was promised of the newest deposit is on the chain: look at Activity."));
    case LADDER_UNKNOWN:
    default:
      return g_strdup (
        _ ("No deposit made here has been checked. What was put in elsewhere does not count."));
    }
}

static char *
waited_finding (const LadderFacts *facts)
{
  g_autofree char *span = facts->waited_known ? surety_format_span (facts->waited) : NULL;

  if (facts->root_seen == LADDER_VERIFIED)
    return g_strdup (_ ("Rewards were calculated for a time when the deposit was in."));
  if (span == NULL)
    return g_strdup (_ ("Counts from the day the first deposit made here has landed."));
  if (facts->waited >= LADDER_WAIT)
    return g_strdup_printf (_ ("The newest deposit landed %s ago."), span);
  if (facts->root_seen == LADDER_NOT)
    return g_strdup_printf (
      _ ("The newest deposit landed %s ago, and no rewards were calculated since."), span);

  return g_strdup_printf (_ ("The newest deposit landed %s ago. Whether rewards were calculated "
                             "since is not known."),
                          span);
}

static char *
rehearsed_finding (const LadderFacts *facts)
{
  if (facts->exit_rehearsed == LADDER_VERIFIED)
    return g_strdup (_ ("A withdrawal of this account came back as promised."));
  if (facts->practice_rehearsed == LADDER_VERIFIED)
    return g_strdup (_ ("In practice, on the same path, a withdrawal came back as promised."));
  if (facts->exit_rehearsed == LADDER_NOT && facts->practice_rehearsed == LADDER_NOT)
    return g_strdup (_ ("Withdraw a little and see it come back: here, or in practice."));

  return g_strdup (_ ("What became of the withdrawals made so far could not be checked."));
}

char *
surety_ladder_words_finding (const Ladder *ladder,
                             const LadderFacts *facts,
                             LadderEvidence evidence,
                             gboolean has_backup)
{
  if (ladder == NULL || facts == NULL)
    return g_strdup (_ ("What is held, or what is in already, could not be read."));

  switch (evidence)
    {
    case LADDER_LANDED:
      return landed_finding (ladder->evidence[LADDER_LANDED]);
    case LADDER_WAITED:
      return waited_finding (facts);
    case LADDER_REHEARSED:
      return rehearsed_finding (facts);
    case LADDER_BACKUP:
    case LADDER_N_EVIDENCE:
    default:
      if (!has_backup)
        return g_strdup (_ ("This account has no recovery words that could get lost."));
      if (facts->backup == LADDER_VERIFIED)
        return g_strdup (_ ("You were asked for the recovery words, and had them."));
      return g_strdup (_ ("You will be asked for three of the recovery words."));
    }
}

char *
surety_ladder_words_beyond (const LadderStride *stride, gboolean known)
{
  if (!known)
    return g_strdup (_ ("Which step this is, is not known: what you hold, or what is in already, "
                        "could not be read."));
  if (stride->skips)
    return g_strdup_printf (
      /* Translators: a step of the ladder: Pilot, A Quarter, Everything. */
      _ ("It takes a step that is not open, “%s”, and leaves out the one before it."),
      surety_ladder_words_tier (stride->tier));

  /* Translators: a step of the ladder: Pilot, A Quarter, Everything. */
  return g_strdup_printf (_ ("It takes a step that is not open: “%s”."),
                          surety_ladder_words_tier (stride->tier));
}

char *
surety_ladder_words_unverified (unsigned unverified)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < LADDER_N_EVIDENCE; i++)
    if ((unverified & LADDER_BIT (i)) != 0)
      g_string_append_printf (text, "%s• %s", text->len > 0 ? "\n" : "",
                              surety_ladder_words_evidence ((LadderEvidence) i));

  return g_string_free_and_steal (g_steal_pointer (&text));
}

char *
surety_ladder_words_decision (SuretyDecision *decision)
{
  g_auto (SuretyOverride) override = { 0 };
  g_autofree char *amount = NULL;

  if (!surety_override_from_json (surety_decision_get_body (decision), &override))
    return g_strdup (_ ("A decision this version can’t read"));
  amount = surety_format_amount (override.amount, override.decimals);

  /* Translators: an amount, a token's symbol, and a step of the ladder. */
  return g_strdup_printf (_ ("To put in %s %s before the step “%s” was open"), amount,
                          override.symbol, surety_ladder_words_tier (override.stride.tier));
}

char *
surety_ladder_words_decision_detail (SuretyDecision *decision)
{
  g_auto (SuretyOverride) override = { 0 };
  g_autofree char *date = surety_format_date ((guint64) surety_decision_get_created (decision));
  g_autofree char *unverified = NULL;

  if (!surety_override_from_json (surety_decision_get_body (decision), &override) ||
      override.stride.unverified == 0)
    return g_steal_pointer (&date);
  unverified = surety_ladder_words_unverified (override.stride.unverified);

  /* Translators: a date, then lines of what was not verified. */
  return g_strdup_printf (_ ("%s\nNot verified then:\n%s"), date, unverified);
}
