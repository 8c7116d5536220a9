/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address.h"
#include "surety-figure.h"

G_BEGIN_DECLS

/* What an account has granted: a contract may take so much of a token without asking again (ERC-20). Immutable. */
#define SURETY_TYPE_ALLOWANCE (surety_allowance_get_type ())
G_DECLARE_FINAL_TYPE (SuretyAllowance, surety_allowance, SURETY, ALLOWANCE, GObject)

/* More than any supply: what wallets call unlimited. */
#define SURETY_ALLOWANCE_UNLIMITED (u256_shl (1, 128))

/* spender_name: what the network calls it. amount: in the token, or unknown where it could not be read. */
SuretyAllowance *surety_allowance_new (const Address *token,
                                       const Address *spender,
                                       const char *spender_name,
                                       SuretyFigure *amount);
const Address *surety_allowance_get_token (SuretyAllowance *self);
const Address *surety_allowance_get_spender (SuretyAllowance *self);
const char *surety_allowance_get_spender_name (SuretyAllowance *self);
SuretyFigure *surety_allowance_get_amount (SuretyAllowance *self);

G_END_DECLS
