/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "header.h"
#include "state-proof.h"
#include "surety-rpc.h"

G_BEGIN_DECLS

/* The most slots asked for in one eth_getProof; geth refuses more than 1024. */
#define SURETY_PROOF_MAX_SLOTS 256u

/* A block with all of its header (surety_batch_add_block()), hashed here: the fields are those of the
 * hash. Whether the hash is the chain's has to be asked of others.
 * FALSE without error when the answer is null; SURETY_CHAIN_ERROR_PROOF when it hashes to something else
 * (a lie, or a fork that added fields this program does not know). */
gboolean surety_batch_get_header (SuretyBatch *self,
                                  guint i,
                                  Hash *hash,
                                  Header *out, /* without extra */
                                  GError **error);

/* Whether what stands in a block's header may be what its hash stands for: FALSE with
 * SURETY_CHAIN_ERROR_PROOF only when every field is one this program knows, and they hash to something else.
 * Headers before Cancun, and those of chains that have fields of their own, can't be told. */
gboolean surety_proof_check_block (JsonNode *block, GError **error);

/* eth_getProof (EIP-1186) of the account and n_slots words of its storage. */
guint surety_batch_add_proof (SuretyBatch *self,
                              const Address *account,
                              const u256 *slots,
                              guint n_slots,
                              const char *block);
/* What the answer proves under the state root of that block's header: the account, and into words its
 * slots in the order asked for. What the answer only says is compared with what it proves.
 * SURETY_CHAIN_ERROR_MALFORMED, or _PROOF when it does not hold. */
gboolean surety_batch_check_proof (SuretyBatch *self,
                                   guint i,
                                   const Hash *state_root,
                                   const Address *account,
                                   const u256 *slots,
                                   guint n_slots,
                                   AccountState *account_state,
                                   u256 *words,
                                   GError **error);

G_END_DECLS
