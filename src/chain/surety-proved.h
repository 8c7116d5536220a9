/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-endpoints.h"
#include "surety-proof.h"

G_BEGIN_DECLS

/* Accounts and words of storage at one block, each with its proof (eth_getProof, EIP-1186) under the state
 * root of that block's header, which is asked of two endpoints where there are two. Filled, run once, read. */
typedef struct _SuretyProved SuretyProved;

SuretyProved *surety_proved_new (void);
void surety_proved_unref (SuretyProved *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyProved, surety_proved_unref)
/* An index for surety_proved_get_account(). */
guint surety_proved_add_account (SuretyProved *self, const Address *account);
/* The same, and what is answered as the number of the account's next transaction at that block is held against what is
 * proved. */
guint surety_proved_add_nonce (SuretyProved *self, const Address *address);
/* An index for surety_proved_get_word(). */
guint surety_proved_add_slot (SuretyProved *self, const Address *contract, u256 slot);
/* Resolves to: TRUE when every proof holds. Rejects with
 * SURETY_CHAIN_ERROR_PROOF or _DISAGREE when somebody lies; with anything else when nothing can be proved
 * here: the endpoint serves no proofs of that block, or its header has fields this program does not know. */
DexFuture *surety_proved_run (SuretyProved *self, SuretyEndpoints *endpoints, guint64 block);
/* Whether two endpoints agree on the header: proved then is what no one of them can make up. */
gboolean surety_proved_is_agreed (const SuretyProved *self);
/* Of that header: seconds since 1970. */
guint64 surety_proved_get_time (const SuretyProved *self);
guint64 surety_proved_get_block (const SuretyProved *self);
const AccountState *surety_proved_get_account (const SuretyProved *self, guint i);
u256 surety_proved_get_word (const SuretyProved *self, guint i);

G_END_DECLS
