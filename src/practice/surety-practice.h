/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address.h"
#include "surety-server.h"
#include "surety-transport.h"
#include "u256.h"

G_BEGIN_DECLS

/* The practice network: a transport that answers raw JSON-RPC in process, from one deterministic
 * state (seed, then what was sent to it and how far its clock was wound). Offline; play money.
 * Nothing above can tell it from a node. It is its own rewards server as well (surety-server.h), which answers as
 * EigenLayer's sidecar does. */
#define SURETY_TYPE_PRACTICE (surety_practice_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPractice, surety_practice, SURETY, PRACTICE, GObject)

#define SURETY_PRACTICE_ERROR (surety_practice_error_quark ())

typedef enum
{
  SURETY_PRACTICE_ERROR_DAMAGED, /* no dump, or not as it was written */
  SURETY_PRACTICE_ERROR_VERSION, /* of another format, or of a network that took another course */
} SuretyPracticeError;

GQuark surety_practice_error_quark (void);

#define SURETY_PRACTICE_CHAIN_ID G_GUINT64_CONSTANT (20260001)
#define SURETY_PRACTICE_BLOCK_SECONDS 12u

SuretyPractice *surety_practice_new (guint64 seed);
/* Everything that happened since the seed, to be replayed. Compact, versioned, checked. */
GBytes *surety_practice_dump (SuretyPractice *self);
/* NULL with an error of SURETY_PRACTICE_ERROR when the dump is damaged or of another version. */
SuretyPractice *surety_practice_load (GBytes *dump, GError **error);

/* The player's funded account: its private key is public knowledge (32 bytes). */
const guint8 *surety_practice_get_player_key (SuretyPractice *self);
void surety_practice_get_player (SuretyPractice *self, Address *out);

/* The clock. Winding makes the blocks that would have been (one each 12 s; 14 days are 100,800 and
 * a few thousand more cost milliseconds), moves exchange rates on and lets scheduled events happen.
 * Seconds are rounded up to whole blocks. The clock stops at block 200,000,000, 75 years on:
 * EigenLayer counts in 32 bits. */
guint64 surety_practice_get_block (SuretyPractice *self);
guint64 surety_practice_get_time (SuretyPractice *self); /* seconds since 1970 */
void surety_practice_wind_seconds (SuretyPractice *self, guint64 seconds);
void surety_practice_mine (SuretyPractice *self, guint64 blocks);
/* "changed": a block was made. */

G_END_DECLS
