/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-claim.h"

G_BEGIN_DECLS

/* The rewards part of EigenLayer's sidecar over HTTP (Layr-Labs/protocol-apis, eigenlayer/sidecar/v1/rewards; the JSON
 * mapping of proto3): bytes are base64, 64-bit numbers are text, what is zero or empty may be left out or null. All
 * that comes back is foreign: it is read strictly and in bounds, and no amount in it is believed before
 * surety_claim_is_of() the root that the chain holds. Members that are not known are not looked at. */

/* Bytes of a reply; of each there can be no more than that in what the limits below leave. */
#define SURETY_SIDECAR_MAX_REPLY (512u * 1024u)
/* Tokens that one earner is told to have. */
#define SURETY_SIDECAR_MAX_TOKENS 1000u

/* A token of a summary. What it says is only a hint of what to ask a proof of. */
typedef struct
{
  Address token;
  gboolean active;    /* something was earned under the newest root that can be claimed under */
  gboolean claimable; /* and more than what was claimed */
} SuretySidecarToken;

/* GET: what an earner has, token by token. Newly allocated. */
char *surety_eigenlayer_sidecar_summary_path (const Address *earner);
/* Of SuretySidecarToken; empty: it has nothing. NULL with SURETY_PROTOCOL_ERROR_REWARDS_REPLY. */
GArray *surety_eigenlayer_sidecar_read_summary (GBytes *reply, GError **error);

/* POST: a proof of n tokens of an earner under the root at that place of the contract's list. */
#define SURETY_SIDECAR_PROOF_PATH "/rewards/v1/claim-proof"
GBytes *surety_eigenlayer_sidecar_ask_proof (const Address *earner,
                                             const Address *tokens,
                                             guint n,
                                             guint32 root_index);
/* NULL with SURETY_PROTOCOL_ERROR_REWARDS_REPLY. */
SuretyClaim *surety_eigenlayer_sidecar_read_proof (GBytes *reply, GError **error);

G_END_DECLS
