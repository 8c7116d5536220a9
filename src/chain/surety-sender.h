/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-endpoints.h"

G_BEGIN_DECLS

typedef enum
{
  SURETY_TRACK_UNKNOWN, /* not mined, and the endpoint does not have it: send the same bytes again */
  SURETY_TRACK_PENDING, /* in the pool; or its nonce was used by another just now, not deep enough: wait */
  /* In a block by the word of one endpoint, which the other has not come to, or has another for, or has not
   * looked into: not deep enough to say that one of them is wrong. What was known before stands. */
  SURETY_TRACK_UNSETTLED,
  SURETY_TRACK_MINED,    /* in a block, not deep enough */
  SURETY_TRACK_FINAL,    /* deep enough; succeeded or failed as the receipt says */
  SURETY_TRACK_REPLACED, /* the nonce was used by another transaction, deep enough */
  /* The same by the word of one endpoint alone, which shows no such transaction (surety_rival_find()), or was not asked
   * for it. Nothing is given up for that. */
  SURETY_TRACK_CLAIMED,
} SuretyTrackState;

typedef struct
{
  SuretyTrackState state;
  guint64 head;           /* block the answer is about */
  guint64 confirmations;  /* 1 = in the head block */
  SuretyReceipt *receipt; /* MINED, FINAL */
  Hash
    other; /* REPLACED: what used the nonce, as one endpoint showed it; zero = two say that it was used */
  u256 base_fee; /* of the head block, wei per gas; 0 where the chain has none */
  /* The account's next nonce, in the head block and with what the endpoint's pool has of it counted;
   * G_MAXUINT64 = not known. */
  guint64 next_nonce;
  guint64 pending_nonce;
} SuretyTrack;

#define SURETY_TYPE_TRACK (surety_track_get_type ())
GType surety_track_get_type (void);
SuretyTrack *surety_track_copy (const SuretyTrack *self);
void surety_track_free (SuretyTrack *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyTrack, surety_track_free)

/* Resolves to: TRUE once an endpoint has taken the bytes (ALREADY_KNOWN counts as taken). Rejects with the
 * kind of refusal. The answer's hash must be the bytes' own, else SURETY_CHAIN_ERROR_MALFORMED. */
DexFuture *surety_sender_send (SuretyEndpoints *endpoints, GBytes *signed_bytes);
/* Resolves to: SuretyTrack: where the transaction stands now, in one round trip
 * (more when its nonce seems to be used by another). A transaction reported
 * mined before and now not (reorg) comes back as PENDING or UNKNOWN; head says up to which block that is
 * known. depth: confirmations that make it FINAL, ≥ 1. search: one endpoint that says alone that the nonce is used is
 * asked by what, some dozens of requests. Where two endpoints still differ at that depth, or one is
 * far behind the other: SURETY_CHAIN_ERROR_DISAGREE with both names. */
DexFuture *surety_sender_look (SuretyEndpoints *endpoints,
                               const Hash *transaction,
                               const Address *account,
                               guint64 nonce,
                               guint64 depth,
                               gboolean search);

G_END_DECLS
