/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "address.h"
#include "keccak.h"
#include "u256.h"

G_BEGIN_DECLS

/* One strategy's part of one slashing (AllocationManager.OperatorSlashed). */
typedef struct
{
  guint64 block;
  guint64 time; /* seconds since 1970, from headers read around it; 0 = unknown */
  Hash transaction;
  Address provider; /* who was slashed */
  Address avs;
  guint32 set;
  Address strategy;
  u256 wad;                /* part of the stake that was taken: WAD = all of the max magnitude */
  const char *description; /* the service's own, cleaned; "" = none */
} SuretySlashing;

/* NULL for none. Descriptions are the copy's own, never NULL. */
SuretySlashing *surety_slashings_copy (const SuretySlashing *slashings, guint n);
void surety_slashings_free (SuretySlashing *slashings, guint n);

G_END_DECLS
