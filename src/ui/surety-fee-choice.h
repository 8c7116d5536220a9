/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-preparation.h"

G_BEGIN_DECLS

/* How fast a plan is to be, each with what it costs and how long it takes; a warning beside it while there is a
 * rush. Properties: "speed" (uint, SuretySpeed; notifies). */
#define SURETY_TYPE_FEE_CHOICE (surety_fee_choice_get_type ())
G_DECLARE_FINAL_TYPE (SuretyFeeChoice, surety_fee_choice, SURETY, FEE_CHOICE, AdwBin)

/* holdings: of the account whose plan it is; NULL: not known. */
void surety_fee_choice_show (SuretyFeeChoice *self,
                             SuretyPreparation *preparation,
                             SuretyHoldings *holdings);
SuretySpeed surety_fee_choice_get_speed (SuretyFeeChoice *self);
void surety_fee_choice_set_speed (SuretyFeeChoice *self, SuretySpeed speed);

G_END_DECLS
