/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "address.h"
#include "u256.h"

G_BEGIN_DECLS

typedef enum
{
  SURETY_CHANGE_ETH,        /* wei, without the fees */
  SURETY_CHANGE_BALANCE,    /* of the token subject; spender: whose, zero = the account's */
  SURETY_CHANGE_ALLOWANCE,  /* of the token subject, for spender */
  SURETY_CHANGE_SHARES,     /* that can be withdrawn from the strategy subject */
  SURETY_CHANGE_DELEGATION, /* before and after are addresses as words; zero = nobody */
  SURETY_CHANGE_EXITS,      /* withdrawals ever queued */
  SURETY_CHANGE_CLAIMED,    /* rewards in the token subject that the earner spender ever claimed */
  /* Not read but worked out from the above and from pledges: of the shares in the strategy subject. */
  SURETY_CHANGE_SLASHABLE_NOW,  /* in the next block */
  SURETY_CHANGE_SLASHABLE_MOST, /* by staying and not looking */
} SuretyChangeKind;

/* What an account has of something before and after a plan. Immutable. */
#define SURETY_TYPE_CHANGE (surety_change_get_type ())
G_DECLARE_FINAL_TYPE (SuretyChange, surety_change, SURETY, CHANGE, GObject)

/* symbol: "" = none. before, after: NULL = not known. */
SuretyChange *surety_change_new (SuretyChangeKind kind,
                                 const Address *subject,
                                 const Address *spender,
                                 const char *symbol,
                                 guint decimals,
                                 const u256 *before,
                                 const u256 *after);
SuretyChangeKind surety_change_get_kind (SuretyChange *self);
const Address *surety_change_get_subject (SuretyChange *self);
const Address *surety_change_get_spender (SuretyChange *self);
const char *surety_change_get_symbol (SuretyChange *self);
guint surety_change_get_decimals (SuretyChange *self);
/* FALSE: it could not be read, or (after) could not be tried out. */
gboolean surety_change_get_before (SuretyChange *self, u256 *out);
gboolean surety_change_get_after (SuretyChange *self, u256 *out);
/* Whether both are of the same thing, and say the same of it. */
gboolean surety_change_equals (SuretyChange *self, SuretyChange *other);
/* FALSE also when either is not known. */
gboolean surety_change_is_same (SuretyChange *self);

/* Two looks at the same thing, some time apart, differ by what nobody did: by a thousandth of the larger, which is what
 * rewards make of an amount in weeks, … */
#define SURETY_CHANGE_TOLERANCE ((u256) 1000)
/* … and by what rounding makes of a rebasing token's amounts, in its smallest unit. */
#define SURETY_CHANGE_DUST ((u256) 10000)
/* Whether it is of a kind that does not move by itself. */
gboolean surety_change_is_exact (SuretyChange *self);

G_END_DECLS
