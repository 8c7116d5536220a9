/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-guide-facts.h"

G_BEGIN_DECLS

/* Operators in plain words; no display is needed. What is not known is said to be unknown, never to be nothing. Strings are
 * newly allocated unless said otherwise. */

/* Its name; an unnamed one gets its short address. */
char *surety_operator_words_name (SuretyProvider *provider);
/* What services can take of a stake in the strategy: now, later, and what the operator could still pledge. */
char *surety_operator_words_slashable (SuretyProvider *provider, const Address *strategy);
/* What a next pledge would mean, by risk's rule: how long it warns, and whether that is too short to leave first. */
Exposure surety_operator_next_pledge (SuretyProvider *provider, const SuretyGuideFacts *facts);
/* Warning time against exit time. */
char *surety_operator_words_warning (SuretyProvider *provider, const SuretyGuideFacts *facts);
/* Why it can't be chosen; NULL when it can. Static. */
const char *surety_operator_words_hindrance (SuretyProvider *provider);
/* Of a duration vault: whether it is locked, and until when; NULL for all others. */
char *surety_operator_words_lock (SuretyProvider *provider);

/* Shares of the stake in millionths, for the bar of pledges; FALSE when not known. */
gboolean surety_operator_shares (SuretyProvider *provider,
                                 const Address *strategy,
                                 guint *now,
                                 guint *pending,
                                 guint *dormant,
                                 guint *latent);

G_END_DECLS
