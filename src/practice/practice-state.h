/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "address.h"
#include "u256.h"

G_BEGIN_DECLS

/* The practice network's storage: words under structured keys, as contracts have them, and every
 * value a word ever had with the block that wrote it. So a call at any past block is answered from
 * what was true then, as an archive node would. A word never written is 0. */

/* Contract, slot (a number of the contract's own) and up to three mapping keys. */
typedef struct
{
  Address contract;
  guint32 slot;
  guint64 words[12];
} PracticeKey;

PracticeKey practice_key (const Address *contract, guint32 slot);
PracticeKey practice_key1 (const Address *contract, guint32 slot, u256 a);
PracticeKey practice_key2 (const Address *contract, guint32 slot, u256 a, u256 b);
PracticeKey practice_key3 (const Address *contract, guint32 slot, u256 a, u256 b, u256 c);

guint practice_key_hash (gconstpointer key);
gboolean practice_key_equal (gconstpointer a, gconstpointer b);

typedef struct _PracticeState PracticeState;

PracticeState *practice_state_new (void);
void practice_state_free (PracticeState *self);
/* As it was at the end of block. */
u256 practice_state_read (PracticeState *self, const PracticeKey *key, guint64 block);
/* Blocks never go down from one write of a word to the next. */
void practice_state_write (PracticeState *self, const PracticeKey *key, guint64 block, u256 value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeState, practice_state_free)

/* What one execution has read and written and not yet committed, with undo. */
typedef struct _PracticeOverlay PracticeOverlay;

PracticeOverlay *practice_overlay_new (PracticeState *state, guint64 block);
void practice_overlay_free (PracticeOverlay *self);
/* first is set when this execution had not touched the word before; may be NULL. */
u256 practice_overlay_get (PracticeOverlay *self, const PracticeKey *key, gboolean *first);
/* Returns what the word held before the execution began. */
u256 practice_overlay_set (PracticeOverlay *self, const PracticeKey *key, u256 value);
gsize practice_overlay_mark (PracticeOverlay *self);
void practice_overlay_undo (PracticeOverlay *self, gsize mark);
/* Writes everything that changed as of block. */
void practice_overlay_commit (PracticeOverlay *self, guint64 block);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeOverlay, practice_overlay_free)

G_END_DECLS
