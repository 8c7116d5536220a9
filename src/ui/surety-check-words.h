/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-check.h"

G_BEGIN_DECLS

/* Vetting in plain words, the field's term beside them; no display is needed. Static unless said to
 * be newly allocated. */

/* "Warning time against exit time". */
const char *surety_check_words_title (CheckId id);
/* Why it matters, a sentence or two. */
const char *surety_check_words_why (CheckId id);
/* "Problem", "Caution", "Not known", "Clear", "Does not apply". */
const char *surety_check_words_verdict (CheckVerdict verdict);
/* Of the symbolic icon beside that word. */
const char *surety_check_words_icon (CheckVerdict verdict);
/* CSS class of both; NULL: none. */
const char *surety_check_words_style (CheckVerdict verdict);
/* What was found, with its figures. Newly allocated. */
char *surety_check_words_finding (SuretyCheck *check, guint64 block, guint64 time);
/* The same with its placeholders; for tests. */
const char *surety_check_words_template (CheckReason reason);
/* What one can do about it. */
const char *surety_check_words_advice (SuretyCheck *check);

/* --- evidence (surety-check-values.c) --- */

/* "Warning time now (allocation delay)". */
const char *surety_check_words_fact (CheckFact fact);
/* "14 days", "12.5 %", "yes", or why it is not known. Newly allocated. block and time: the newest
 * known, to turn blocks into dates. */
char *surety_check_words_value (const SuretyEvidence *evidence,
                                guint block_seconds,
                                guint64 block,
                                guint64 time);
/* "AllocationManager.getAllocationDelay, block 20 000 000 (5 December 2026, 14:00)". Newly
 * allocated. */
char *surety_check_words_source (const SuretyEvidence *evidence);
const char *surety_check_words_missing (SuretyMissing missing);
/* A number in its unit. Newly allocated. */
char *surety_check_words_number (CheckUnit unit, guint64 value, guint block_seconds);

/* "Caution from more than". */
const char *surety_check_words_limit (CheckLimit limit);
/* What a threshold is counted in for people: "days", "%", "ETH", "operators"; and how many of the
 * check's own unit one of it is. */
const char *surety_check_words_limit_unit (CheckLimit limit, guint block_seconds, double *scale);

G_END_DECLS
