/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-fees.h"
#include "surety-plan.h"
#include "surety-review.h"

G_BEGIN_DECLS

/* A plan made ready for a person's yes: decoded, its first step simulated, its gas priced. Immutable. */
#define SURETY_TYPE_PREPARATION (surety_preparation_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPreparation, surety_preparation, SURETY, PREPARATION, GObject)

SuretyPlan *surety_preparation_get_plan (SuretyPreparation *self);
const SuretyFees *surety_preparation_get_fees (SuretyPreparation *self);
/* Gas of all steps, and what it costs at most at a speed, in wei. */
guint64 surety_preparation_get_gas (SuretyPreparation *self);
u256 surety_preparation_get_cost (SuretyPreparation *self, SuretySpeed speed);
/* What the bytes of step i say, decoded again from the bytes. */
SuretyDecodedCall *surety_preparation_get_call (SuretyPreparation *self, guint i);
/* The block the simulation was made on, and its time. */
guint64 surety_preparation_get_block (SuretyPreparation *self);

G_END_DECLS
