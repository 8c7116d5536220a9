/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ladder.h"
#include "surety-session.h"

G_BEGIN_DECLS

/* What the journal says of an account's steps: evidence as the ladder wants it. entries:
 * SuretyJournalEntry of the account on its network, newest first; practice: those of the
 * practice network, NULL = not read (yet). A step counts when it is final and all its promises
 * were kept. holdings: the account's; time is counted in blocks of block_seconds since the newest
 * deposit up to theirs, which is the chain's own clock (and practice's, that is wound on). A reward
 * root is seen when rewards were calculated up to a moment after that deposit. */
LadderFacts surety_ladder_gather (SuretyAccount *account,
                                  GListModel *entries,
                                  GListModel *practice,
                                  SuretyHoldings *holdings,
                                  guint block_seconds);

/* The start-small ladder of the token that the guide has chosen, for the session's account, and what
 * the guide's amount means on it. Whoever shows it makes one. While it is there, it says to the guide
 * whether the amount goes "beyond" what is open without anybody having decided to. Property (read
 * only, notifies): "known" (boolean: what is held, or would be made of ETH, and what is in already
 * are known; else the ladder means nothing). Signal "changed": anything of it is new. */
#define SURETY_TYPE_LADDER (surety_ladder_get_type ())
G_DECLARE_FINAL_TYPE (SuretyLadder, surety_ladder, SURETY, LADDER, GObject)

SuretyLadder *surety_ladder_new (SuretySession *session);
/* Lent until the next "changed"; NULL = not known. Amounts are in the token's smallest unit. */
const Ladder *surety_ladder_get (SuretyLadder *self);
/* What putting in so much means. FALSE: not known. */
gboolean surety_ladder_judge (SuretyLadder *self, u256 amount, LadderStride *out);
/* A step's amount as a figure of the token; unknown where it is. NULL without a token. */
SuretyFigure *surety_ladder_dup_amount (SuretyLadder *self, LadderTier tier);
/* What the evidence was judged by. Lent until the next "changed"; NULL = not known. */
const LadderFacts *surety_ladder_get_facts (SuretyLadder *self);
/* What the guide's amount means; where the ladder is not known, that it goes beyond, with nothing
 * verified. FALSE: there is no amount. */
gboolean surety_ladder_get_stride (SuretyLadder *self, LadderStride *out);
/* The line of the decision journal that covers the guide's amount. Lent; NULL: none, or none is needed. */
SuretyDecision *surety_ladder_get_decision (SuretyLadder *self);
/* Goes beyond: writes into the decision journal what of the guide's amount is not verified. Resolves
 * to: TRUE, when it is on the disk; SURETY_PROTOCOL_ERROR_AMOUNT when the amount does not go beyond. */
DexFuture *surety_ladder_override (SuretyLadder *self);

G_END_DECLS
