/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-code-look.h"
#include "surety-context.h"
#include "surety-fees.h"
#include "surety-party.h"
#include "surety-plan-simulation.h"
#include "surety-plan.h"
#include "surety-review.h"

G_BEGIN_DECLS

/* A plan made ready for a person's yes: decoded, tried out, its gas priced. Immutable. */
#define SURETY_TYPE_PREPARATION (surety_preparation_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPreparation, surety_preparation, SURETY, PREPARATION, GObject)

/* Plans the intent, decodes every step again from its bytes, tries the whole plan out on the latest block and reads the fees.
 * fee_ceiling: most wei per gas, 0 = none. Resolves to: SuretyPreparation. Rejects with what stands in the way:
 * SURETY_PROTOCOL_ERROR_*, SURETY_CHAIN_ERROR_*. */
DexFuture *surety_preparation_make (SuretyContext *context, SuretyIntent *intent, u256 fee_ceiling);

/* The same of what is left of a plan in the journal: its steps that are not signed, as they were planned. SURETY_PROTOCOL_ERROR_WAITS while
 * one of it that was signed is in no block, _NOTHING_TO_DO when nothing is left. */
DexFuture *surety_preparation_make_rest (SuretyContext *context, gint64 plan, u256 fee_ceiling);

SuretyPlan *surety_preparation_get_plan (SuretyPreparation *self);
const SuretyFees *surety_preparation_get_fees (SuretyPreparation *self);
/* The most gas that all steps, and step i, may take: as tried out, with a margin; those that could not be, by experience. */
guint64 surety_preparation_get_gas (SuretyPreparation *self);
guint64 surety_preparation_get_gas_limit (SuretyPreparation *self, guint i);
/* The plan with what was shown of its cost at a speed as the most that may be signed. */
SuretyPlan *surety_preparation_make_bounded (SuretyPreparation *self, SuretySpeed speed);
/* What that gas costs at most at a speed, in wei. */
u256 surety_preparation_get_cost (SuretyPreparation *self, SuretySpeed speed);
/* What the plan moves (puts in, takes out), in wei of ETH at the tokens' rates. FALSE: not known, *out is not
 * touched. holdings: of the account, may be NULL. */
gboolean surety_preparation_get_moved (SuretyPreparation *self,
                                       SuretyHoldings *holdings,
                                       u256 *out);
/* What the bytes of step i say, decoded again from the bytes. Lends. */
SuretyDecodedCall *surety_preparation_get_call (SuretyPreparation *self, guint i);
/* How it was tried out, and what the account has before and after. Lends. */
SuretyPlanSimulation *surety_preparation_get_simulation (SuretyPreparation *self);
/* How well what was tried out is known: as many endpoints saw the same. */
SuretyKnown surety_preparation_get_known (SuretyPreparation *self);
/* How well its cost is known: what gas costs is asked of one endpoint, as two may well differ in it. */
SuretyKnown surety_preparation_get_cost_known (SuretyPreparation *self);
/* The same of what can be slashed, which also follows from what the account has: no better than both. UNKNOWN before
 * surety_preparation_weigh(). */
SuretyKnown surety_preparation_get_slashable_known (SuretyPreparation *self);
/* What code the account and the contracts have that the plan touches. Nothing is signed while surety_code_look_stops(). Lends. */
SuretyCodeLook *surety_preparation_get_look (SuretyPreparation *self);
/* Whom the plan pays, where that is not the account itself, and who stands behind it as the endpoints tell; UNKNOWN: it could not be read.
 * NULL: nobody else is paid. Lends. */
const SuretyParty *surety_preparation_get_payee (SuretyPreparation *self);
/* SuretyChange of the kinds SURETY_CHANGE_SLASHABLE_*, as far as known; empty until surety_preparation_weigh(). Lends. */
GListModel *surety_preparation_get_slashable (SuretyPreparation *self);
/* Whether it begins an exit or leaves the operator: what leaves can be slashed until its wait is over. */
gboolean surety_preparation_leaves (SuretyPreparation *self);
/* Works out what can be slashed of the account's shares before and after, from what was tried out and from what is known: holdings of the
 * account (NULL: not read yet, nothing is said), and for a plan that enters the provider and its pledges on the token (NULL: not known).
 * Of the rest of a plan that enters these two are what was read with it, and not looked at here.
 * What is shown of a plan that enters is looked at again before each of its steps is signed.
 * A plan that leaves: all that could be taken at once still can, and of what leaves what could be taken before it is out. Others: nothing. */
void surety_preparation_weigh (SuretyPreparation *self,
                               SuretyHoldings *holdings,
                               SuretyProvider *provider,
                               GListModel *pledges);
#define SURETY_PREPARATION_LIFE SURETY_SIMULATION_LIFE
/* Whether what was tried out still counts: it is not older than that, the account made no transaction since, and the endpoints are the
 * same. Resolves to: gboolean. */
DexFuture *surety_preparation_is_fresh (SuretyPreparation *self, SuretyContext *context);
/* Whether a person who agreed to this one agreed to the other: the very same transactions, what they change in the same way (amounts,
 * which rewards and rates move all the time, to 0.1 %), what can be slashed and who is paid too, and for no more than was shown: the other's gas fits
 * in this one's limits, and the next block takes what this one pays at most at the speed. */
gboolean surety_preparation_is_same (SuretyPreparation *self,
                                     SuretyPreparation *other,
                                     SuretySpeed speed);
/* Where that was so: what was shown of the cost stays the most that may be signed. */
void surety_preparation_keep_cost (SuretyPreparation *self, SuretyPreparation *seen);
/* What was looked at before, where this is something else that has to be looked at again; NULL. Lends. */
SuretyPreparation *surety_preparation_get_seen (SuretyPreparation *self);
void surety_preparation_set_seen (SuretyPreparation *self, SuretyPreparation *seen);

G_END_DECLS
