/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-journal.h"
#include "surety-plan.h"
#include "surety-protocol.h"
#include "surety-review.h"
#include "surety-session.h"
#include "surety-signed.h"

G_BEGIN_DECLS

/* Steps, promises and journal states in plain words. All strings are newly allocated unless said otherwise; none needs a
 * display. */

/* An operator: its name, where it has one, and always its address. */
char *surety_step_words_provider (const Address *address, SuretyDirectory *names);
/* What a step does, as the headline of its row: "Allow the StrategyManager to take 0.05 stETH". names, here and below (NULL:
 * none): where operators, accounts and saved addresses have names, which stand before the address. */
char *surety_step_words_title (SuretyStep *step, SuretySession *names);
/* The same of what its bytes were decoded to, and of nothing else: what is about to be signed. */
char *surety_step_words_call (SuretyDecodedCall *call, SuretySession *names);
/* Why it is there, what it changes, in a sentence or two. */
char *surety_step_words_explain (SuretyStep *step, SuretySession *names);
/* What a journal's entry does: of the bytes that were signed, or of what is planned. */
char *surety_step_words_entry (SuretyJournalEntry *entry,
                               SuretyNetwork *network,
                               SuretySession *names);
/* What in signed bytes is not as it was planned, and what that means; NULL when nothing is. */
char *surety_step_words_differences (SuretySignedDifference differences);
/* What is promised: "You can withdraw at least 0.05 stETH of shares". */
char *surety_step_words_promise (SuretyPromise *promise, SuretySession *names);
/* What the chain says about it: "Found: 0.05 stETH", "Could not be read". */
char *surety_step_words_found (SuretyPromiseResult *result);
/* A state in one word or two, translated. Static. */
const char *surety_step_words_state (SuretyJournalState state);
/* What the state means for the user, a sentence. Static. */
const char *surety_step_words_state_explain (SuretyJournalState state);
/* The symbolic icon that goes with it; never the only sign. Static. */
const char *surety_step_words_state_icon (SuretyJournalState state);

/* The step kept in a journal entry; NULL when it can't be read back (an entry of another version). */
SuretyStep *surety_step_words_read (SuretyJournalEntry *entry);
/* The kept results of an entry; NULL when there are none. */
GPtrArray *surety_step_words_read_results (SuretyJournalEntry *entry);

G_END_DECLS
