/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-endpoints.h"

G_BEGIN_DECLS

/* The account's next nonce. Pools of honest endpoints differ: a transaction may be in one of them only. */
typedef struct
{
  guint64 next; /* by the chain, and with what every pool has */
  guint64 most; /* the same with what the fuller pool has: ≥ next */
  char *who;    /* label of the endpoint whose pool that is; NULL where most is next */
} SuretyNonces;

#define SURETY_TYPE_NONCES (surety_nonces_get_type ())
GType surety_nonces_get_type (void);
SuretyNonces *surety_nonces_copy (const SuretyNonces *self);
void surety_nonces_free (SuretyNonces *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyNonces, surety_nonces_free)

/* Both, of the account. With one endpoint alone what it says of the chain is held against eth_getProof, where it serves
 * that: what it says that the account's number is at its newest block must be what stands in the block's state, and the
 * number is that one. What it says of its pool can't be proved, and only ever makes it higher.
 *
 * Resolves to: SuretyNonces. SURETY_CHAIN_ERROR_PROOF with the endpoint's name when it contradicts itself, _DISAGREE when
 * two differ at one block. */
DexFuture *surety_nonces_read (SuretyEndpoints *endpoints, const Address *account);

G_END_DECLS
