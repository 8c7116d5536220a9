/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "surety-candidate.h"

G_BEGIN_DECLS

/* A place in a list: what is there may change, the place and its row stay. Signal "changed". */
#define SURETY_TYPE_TABLE_SLOT (surety_table_slot_get_type ())
G_DECLARE_FINAL_TYPE (SuretyTableSlot, surety_table_slot, SURETY, TABLE_SLOT, GObject)

/* Lends; NULL once the list became too short for it. */
SuretyCandidate *surety_table_slot_get_candidate (SuretyTableSlot *self);

/* Called whenever "changed" is emitted, until user_data is told no more. A row has a dozen cells and a
 * fast finger brings a hundred rows: handlers of signals would take as long as all else. */
typedef void (*SuretyTableSlotFunc) (SuretyTableSlot *slot, gpointer user_data);
void surety_table_slot_watch (SuretyTableSlot *self, SuretyTableSlotFunc func, gpointer user_data);
void surety_table_slot_unwatch (SuretyTableSlot *self, gpointer user_data);

/* The first candidates of a list, as a list of places. GTK makes the row of an item anew whenever another
 * item comes to its place, and a row with a dozen cells takes a millisecond: who types into a search has
 * all of them replaced with each key. Here the items stay, as many as there are, and tell their rows.
 * Places are made when somebody looks at them. */
#define SURETY_TYPE_TABLE_SLOTS (surety_table_slots_get_type ())
G_DECLARE_FINAL_TYPE (SuretyTableSlots, surety_table_slots, SURETY, TABLE_SLOTS, GObject)

/* Once. candidates: of SuretyCandidate. */
void surety_table_slots_set_model (SuretyTableSlots *self, GListModel *candidates);
/* There are never more places than that; 0 at first. */
guint surety_table_slots_get_limit (SuretyTableSlots *self);
void surety_table_slots_set_limit (SuretyTableSlots *self, guint limit);
/* Nobody sees the list, which is empty only until the next key: its places, and their rows, stay as they
 * are. */
gboolean surety_table_slots_get_held (SuretyTableSlots *self);
void surety_table_slots_set_held (SuretyTableSlots *self, gboolean held);

G_END_DECLS
