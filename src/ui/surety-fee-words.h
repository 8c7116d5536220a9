/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-journal.h"
#include "surety-replacement.h"

G_BEGIN_DECLS

/* Fees, and transactions that wait, in plain words. All strings are newly allocated unless said otherwise; none
 * needs a display. */

/* What all of a plan costs at most (wei) and how long each of its transactions takes (seconds; 0 = cannot be said).
 * worth: wei of ETH of what it moves, 0 = not known. */
char *surety_fee_words_cost (u256 cost, guint seconds, u256 worth);
/* What a rush means (surety_fees_get_rush ()). */
char *surety_fee_words_rush (guint percent);
/* The most that taking the place of another costs, beside what that one could. */
char *surety_fee_words_replacement (SuretyReplacement *replacement);
/* How long taking the place of another takes. */
char *surety_fee_words_replacement_time (SuretyReplacement *replacement);
/* What happens to what else of the account waits; NULL when nothing does. */
char *surety_fee_words_later (SuretyReplacement *replacement);
/* What holds a transaction in that state up, and what can be done; NULL for none. Static, translated. */
const char *surety_fee_words_trouble (SuretyJournalTrouble trouble, SuretyJournalState state);

G_END_DECLS
