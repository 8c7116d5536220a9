/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reward.h"
#include "surety-nouns.h"

G_BEGIN_DECLS

/* What a service paid in one token in the window, as far as it falls to the amount. */
typedef struct
{
  SuretyService *service; /* NULL: paid to all who restake, by no service (SuretyProgramme) */
  Address token;
  /* Of what is known least: REWARD_UNKNOWN when of any payment something is not known. */
  RewardState state;
  guint n;              /* payments */
  SuretyFigure *amount; /* of the token; unknown when it is, or the token's decimals are */
  SuretyFigure *worth;  /* ETH; unknown without a price */
} SuretyEarningFacts;

/* A row of "reward by source". Immutable. Properties (read only): "service" (SuretyService),
 * "symbol" (string: the token's, "" when the network does not know it), "token-text" (EIP-55),
 * "amount", "worth" (SuretyFigure). */
#define SURETY_TYPE_EARNING (surety_earning_get_type ())
G_DECLARE_FINAL_TYPE (SuretyEarning, surety_earning, SURETY, EARNING, GObject)

SuretyEarning *surety_earning_new (const SuretyEarningFacts *facts);
const SuretyEarningFacts *surety_earning_get_facts (SuretyEarning *self);

G_END_DECLS
