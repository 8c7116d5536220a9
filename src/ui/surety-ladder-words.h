/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-ladder.h"

G_BEGIN_DECLS

/* The start-small ladder in words. Pure; char * is newly allocated. */

/* "Pilot", "A quarter", "Everything". */
const char *surety_ladder_words_tier (LadderTier tier);
/* What a tier of the ladder (NULL: not known) stands at. amount: of surety_ladder_dup_amount(),
 * nullable. */
char *surety_ladder_words_step (const Ladder *ladder, LadderTier tier, SuretyFigure *amount);
/* "Deposit and delegation landed as promised". */
const char *surety_ladder_words_evidence (LadderEvidence evidence);
const char *surety_ladder_words_verdict (LadderVerdict verdict);
const char *surety_ladder_words_icon (LadderVerdict verdict);
/* What was found of it, or what is to be done; ladder and facts NULL: not known. has_backup: the
 * account has words that could get lost. */
char *surety_ladder_words_finding (const Ladder *ladder,
                                   const LadderFacts *facts,
                                   LadderEvidence evidence,
                                   gboolean has_backup);
/* Why an amount goes beyond what is open. known: the ladder is. */
char *surety_ladder_words_beyond (const LadderStride *stride, gboolean known);
/* One piece of evidence a line; "" for none. */
char *surety_ladder_words_unverified (unsigned unverified);
/* A line of the decision journal: what was decided, and what it said was not verified then. */
char *surety_ladder_words_decision (SuretyDecision *decision);
char *surety_ladder_words_decision_detail (SuretyDecision *decision);

G_END_DECLS
