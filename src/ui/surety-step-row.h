/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-review.h"
#include "surety-session.h"

G_BEGIN_DECLS

/* One transaction of a plan in three depths: a sentence, its fields with names and labels, its raw bytes.
 * Before signing it shows a step and what its bytes say; afterwards a journal entry with its state and promises. */
#define SURETY_TYPE_STEP_ROW (surety_step_row_get_type ())
G_DECLARE_FINAL_TYPE (SuretyStepRow, surety_step_row, SURETY, STEP_ROW, AdwExpanderRow)

/* number: position in the plan, from 1. account: whose it is. session (NULL: none): who knows names. */
GtkWidget *surety_step_row_new_for_review (guint number,
                                           SuretyStep *step,
                                           SuretyDecodedCall *call,
                                           const Address *account,
                                           SuretySession *session);
/* Of one for review: what it takes at most (gas, and wei for each), and the number it is expected to have. And how well
 * each of them is known; UNKNOWN: it is not from the chain. */
void surety_step_row_set_cost (SuretyStepRow *self,
                               guint64 gas_limit,
                               u256 max_fee,
                               guint64 nonce,
                               SuretyKnown gas_known,
                               SuretyKnown fee_known,
                               SuretyKnown nonce_known);
/* session: whose network the entry is on. What is in a block of practice is dated by practice's own clock. */
GtkWidget *surety_step_row_new_for_entry (SuretyJournalEntry *entry, SuretySession *session);

G_END_DECLS
