/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-eigenlayer-events.h"
#include "surety-eigenlayer-private.h"

G_BEGIN_DECLS

/* What the directory is shown with that no log says; read at its block. */
struct _SuretyEigenlayerPrices
{
  guint n;         /* tokens of the network file */
  u256 *one_share; /* one a token: what one whole share is worth in the token; 0 = unknown */
  u256 *rates;     /* one a token: wei for one whole token; 0 = unknown */
  gboolean exit_known;
  guint64 deallocation_delay; /* blocks one who left a set is slashable still */
  gboolean split_known;
  guint default_split;
  GHashTable *approvers; /* Address → GINT_TO_POINTER: whether it has code; none = unknown */
};

SuretyEigenlayerPrices *surety_eigenlayer_prices_new (SuretyEigenlayer *self);
void surety_eigenlayer_prices_free (SuretyEigenlayerPrices *self);
/* The calls that answer it; approvers of operators that are not known yet are asked about as well. */
typedef struct
{
  GArray *one_share; /* guint */
  SuretyEigenlayerAssetsCalls assets;
  guint deallocation_delay;
  guint default_split;
  GArray *approvers; /* Address */
  GArray *codes;     /* guint, of surety_multicall_add_code() */
} SuretyEigenlayerPricesCalls;

void surety_eigenlayer_ask_prices (SuretyEigenlayer *self,
                                   SuretyMulticall *multicall,
                                   SuretyEigenlayerPricesCalls *out);
/* Keeps what is not answered as it was. TRUE when operators have to be shown anew for it. */
gboolean surety_eigenlayer_read_prices (SuretyEigenlayer *self,
                                        SuretyMulticall *multicall,
                                        SuretyEigenlayerPricesCalls *calls);

void surety_eigenlayer_prices_calls_clear (SuretyEigenlayerPricesCalls *calls);

/* Fills in what the directory knows of an operator. What is filled in lives in room, to be cleared after
 * surety_provider_new(). */
typedef struct
{
  GArray *stakes;
  GArray *splits;
  GArray *slashings;
} SuretyEigenlayerRoom;

void surety_eigenlayer_fill_from_logs (SuretyEigenlayer *self,
                                       const SuretyEigenlayerEntry *entry,
                                       SuretyEigenlayerRoom *room,
                                       SuretyProviderFacts *facts);
void surety_eigenlayer_room_clear (SuretyEigenlayerRoom *room);
/* Whether a set can slash the operator at the directory's block; unknown counts as yes. */
gboolean surety_eigenlayer_entry_is_slashable (SuretyEigenlayer *self,
                                               const SuretyEigenlayerEntry *entry,
                                               const SuretyOperatorSet *set);
/* The whole operator from the directory and prices. */
SuretyProvider *surety_eigenlayer_make_from_logs (SuretyEigenlayer *self,
                                                  const SuretyEigenlayerEntry *entry);

/* --- the ledger (surety-eigenlayer-ledger.c): work on the database's thread --- */

/* Resolves to: TRUE; self->directory is what is stored. */
DexFuture *surety_eigenlayer_load_ledger (SuretyEigenlayer *self);
/* A fact that changed; value NULL = it is no more. Lent by the changes it is one of. */
typedef struct
{
  const guint8 *key;
  const guint8 *value;
  gsize key_len;
  gsize len;
  gsize next; /* where the next one begins, in the first piece; 0 at first */
} SuretyEigenlayerChange;

/* FALSE = there is no further one. What was gone through is no longer among changes (GBytes). */
gboolean surety_eigenlayer_change_next (GPtrArray *changes, SuretyEigenlayerChange *change);
/* Stores what was fetched, of blocks up to final ones that stay. Those wait in the ledger; where there are later
 * ones, nothing waits in the end. fetched must begin where the ledger ends, and nobody else may have stored or
 * taken anything: SURETY_STORE_ERROR_STATE. Resolves to: GPtrArray of changes, to be taken by self->directory. */
DexFuture *surety_eigenlayer_store (SuretyEigenlayer *self,
                                    const SuretyLogsFetched *fetched,
                                    guint64 from,
                                    guint64 final);
/* Takes what waits by now, in many transactions: others may be between them. Resolves to the same. */
DexFuture *surety_eigenlayer_settle_waiting (SuretyEigenlayer *self);
/* Takes the ledger back to block, or empties it when that is below its floor. Resolves to: TRUE. */
DexFuture *surety_eigenlayer_take_back (SuretyEigenlayer *self, guint64 block);

G_END_DECLS
