/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-endpoints.h"

G_BEGIN_DECLS

typedef enum
{
  SURETY_SPEED_SLOW,
  SURETY_SPEED_NORMAL,
  SURETY_SPEED_FAST,
} SuretySpeed;

typedef struct
{
  u256 priority; /* wei per gas */
  u256 max;      /* wei per gas; what can be paid at most */
  guint seconds; /* about how long until mined; 0 = cannot be said: max is under the base fee */
} SuretyFee;

typedef struct
{
  u256 base_fee;    /* of the next block, wei per gas */
  SuretyFee fee[3]; /* by SuretySpeed */
  gboolean capped;  /* the ceiling cut at least one */
} SuretyFees;

#define SURETY_TYPE_FEES (surety_fees_get_type ())
GType surety_fees_get_type (void);
SuretyFees *surety_fees_copy (const SuretyFees *self);
void surety_fees_free (SuretyFees *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyFees, surety_fees_free)

/* Resolves to: SuretyFees, from eth_feeHistory (20 blocks; percentiles 10, 50, 90), max = 2·base + priority.
 * ceiling: the most wei per gas the user accepts, 0 = none. block_seconds: the chain's block time. */
DexFuture *surety_fees_suggest (SuretyEndpoints *endpoints, u256 ceiling, guint block_seconds);

G_END_DECLS
