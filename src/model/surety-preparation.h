/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-context.h"
#include "surety-fees.h"
#include "surety-plan.h"
#include "surety-review.h"

G_BEGIN_DECLS

/* A plan made ready for a person's yes: decoded, its first step simulated, its gas priced. Immutable. */
#define SURETY_TYPE_PREPARATION (surety_preparation_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPreparation, surety_preparation, SURETY, PREPARATION, GObject)

/* Plans the intent, decodes every step again from its bytes, simulates the first on the latest block and reads the fees.
 * fee_ceiling: most wei per gas, 0 = none. Resolves to: SuretyPreparation. Rejects with what stands in the way:
 * SURETY_PROTOCOL_ERROR_*, SURETY_CHAIN_ERROR_*. */
DexFuture *surety_preparation_make (SuretyContext *context, SuretyIntent *intent, u256 fee_ceiling);

SuretyPlan *surety_preparation_get_plan (SuretyPreparation *self);
const SuretyFees *surety_preparation_get_fees (SuretyPreparation *self);
/* Gas of all steps: the first as simulated, the others by experience until their turn comes. */
guint64 surety_preparation_get_gas (SuretyPreparation *self);
/* What that gas costs at most at a speed, in wei. */
u256 surety_preparation_get_cost (SuretyPreparation *self, SuretySpeed speed);
/* What the bytes of step i say, decoded again from the bytes. Lends. */
SuretyDecodedCall *surety_preparation_get_call (SuretyPreparation *self, guint i);
/* The block the first step was simulated on, and its time (seconds since 1970). */
guint64 surety_preparation_get_block (SuretyPreparation *self);
guint64 surety_preparation_get_time (SuretyPreparation *self);

G_END_DECLS
