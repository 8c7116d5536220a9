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
  /* The median of the base fees of the last hour, or of as many blocks as the endpoint tells of; 0 = not
   * known. */
  u256 usual_base;
} SuretyFees;

/* How many per cent the base fee of the next block is of the usual one, where that is half as much again or
 * more: a rush that may pass (each block of it moves the base fee by an eighth at most, EIP-1559). 0 = no
 * rush, or not known. */
guint surety_fees_get_rush (const SuretyFees *self);

/* What a transaction must pay at least to take the place of one of the same nonce that pays old (wei per gas):
 * nodes want a tenth more of both the fee cap and the priority fee, rounded in their way (go-ethereum,
 * core/txpool/legacypool/list.go); an eighth and one satisfies them all. */
u256 surety_fees_raise (u256 old);

/* Keeps every fee under the most wei per gas that the user accepts; 0 = none. */
void surety_fees_cap (SuretyFees *self, u256 ceiling);

#define SURETY_TYPE_FEES (surety_fees_get_type ())
GType surety_fees_get_type (void);
SuretyFees *surety_fees_copy (const SuretyFees *self);
void surety_fees_free (SuretyFees *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyFees, surety_fees_free)

/* Resolves to: SuretyFees, from eth_feeHistory (20 blocks; percentiles 10, 50, 90; and 300 blocks, where that is
 * served, for the usual base fee), max = 2·base + priority.
 * ceiling: the most wei per gas the user accepts, 0 = none. block_seconds: the chain's block time. */
DexFuture *surety_fees_suggest (SuretyEndpoints *endpoints, u256 ceiling, guint block_seconds);

G_END_DECLS
