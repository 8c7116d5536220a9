/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-endpoints.h"
#include "surety-flow.h"

G_BEGIN_DECLS

/* What else used the number (nonce) of a transaction. One endpoint's word that it was used is no reason to give the
 * transaction up; but one that was signed by the same account with the same number can't be made up by anybody who has
 * not its key, and of both only one can ever be in the chain. */

/* Inside a fiber: looks for the block in which the number was used, between the chain's start and block, at which
 * it is said to be, and for who used it there. *found: *other is the hash of a transaction which is not this one, has
 * its number, and is signed by the account for this chain. It is not found where the endpoint does not know the states
 * of the blocks before any more, or shows nothing of the kind, or one of a type this program can't read; nor where it
 * shows this very transaction in a block, which it said is in none: that is noted as the endpoint's fault.
 * FALSE: nothing could be asked. */
gboolean surety_rival_find (SuretyEndpoints *endpoints,
                            SuretyFlow *flow,
                            const Address *account,
                            guint64 nonce,
                            const Hash *transaction,
                            guint64 block,
                            gboolean *found,
                            Hash *other,
                            GError **error);

/* The signed bytes of a transaction as eth_getBlockByNumber gives it (execution-apis, src/schemas/transaction.yaml):
 * legacy or of EIP-1559; NULL for others, and for what is none. */
GBytes *surety_rival_encode (JsonNode *node);

G_END_DECLS
