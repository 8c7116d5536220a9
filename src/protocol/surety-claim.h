/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>

#include "address.h"
#include "keccak.h"
#include "u256.h"

G_BEGIN_DECLS

/* RewardsCoordinator pays any number; a transaction with more than this is split by whoever makes it. */
#define SURETY_CLAIM_MAX_TOKENS 32u
/* Levels of a tree: an index has 32 bits. A proof has 32 bytes for each. */
#define SURETY_CLAIM_MAX_LEVELS 32u

/* One token of a claim: a leaf of the earner's own tree, and its proof. */
typedef struct
{
  Address token;
  u256 cumulative; /* earned since the beginning, smallest unit */
  guint32 index;   /* of the leaf */
  GBytes *proof;   /* siblings from the leaf upward, 32 bytes each */
} SuretyClaimToken;

/* What RewardsCoordinator.processClaim() is told: who earned how much in which tokens, with the proof that
 * it is so under a root it holds (its struct RewardsMerkleClaim). Foreign: who made it may lie, the proof
 * against the root on chain is what tells. Immutable, reference-counted. */
typedef struct _SuretyClaim SuretyClaim;

#define SURETY_TYPE_CLAIM (surety_claim_get_type ())
GType surety_claim_get_type (void);

/* Copies tokens, n of them (1 to SURETY_CLAIM_MAX_TOKENS, none twice, none zero). NULL with
 * SURETY_PROTOCOL_ERROR_PROOF when it is none that could ever hold: its shape, not its proof. */
SuretyClaim *surety_claim_new (guint32 root_index,
                               guint32 earner_index,
                               GBytes *earner_proof,
                               const Address *earner,
                               const Hash *token_root,
                               const SuretyClaimToken *tokens,
                               guint n,
                               GError **error);
/* The same claim for those of its tokens that keep (one a token) is TRUE for, of which there must be one. */
SuretyClaim *surety_claim_new_of (SuretyClaim *self, const gboolean *keep);
SuretyClaim *surety_claim_ref (SuretyClaim *self);
void surety_claim_unref (SuretyClaim *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyClaim, surety_claim_unref)

guint32 surety_claim_get_root_index (SuretyClaim *self); /* in RewardsCoordinator's list */
guint32 surety_claim_get_earner_index (SuretyClaim *self);
GBytes *surety_claim_get_earner_proof (SuretyClaim *self);
const Address *surety_claim_get_earner (SuretyClaim *self);
const Hash *surety_claim_get_token_root (SuretyClaim *self);
guint surety_claim_get_n (SuretyClaim *self);
const SuretyClaimToken *surety_claim_get_token (SuretyClaim *self, guint i); /* lent */

/* Whether every token's proof leads to the earner's root. */
gboolean surety_claim_holds_together (SuretyClaim *self);
/* Whether they do, and the earner's to root. */
gboolean surety_claim_is_of (SuretyClaim *self, const Hash *root);

/* Kept in the journal with its intent. */
JsonNode *surety_claim_to_json (SuretyClaim *self);
/* NULL with SURETY_PROTOCOL_ERROR_JOURNAL. */
SuretyClaim *surety_claim_new_from_json (JsonNode *node, GError **error);

G_END_DECLS
