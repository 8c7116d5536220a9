/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "surety-practice.h"

G_BEGIN_DECLS

/* The practice network as the program keeps it: one state file, written after every change, so that play goes on where it
 * was left. Damaged or of another version: it begins anew, and says so in "restarted". */
#define SURETY_TYPE_PLAY (surety_play_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPlay, surety_play, SURETY, PLAY, GObject)

/* Resolves to: SuretyPlay. */
DexFuture *surety_play_open (const char *path);
SuretyPractice *surety_play_get_practice (SuretyPlay *self);
/* TRUE when a state file was there and could not be used; it was kept beside as *.damaged. */
gboolean surety_play_get_restarted (SuretyPlay *self);
/* Winds the clock on. Resolves to: TRUE when the state is on the disk. */
DexFuture *surety_play_wind (SuretyPlay *self, guint64 seconds);
/* Removes the state file. Resolves to: TRUE. The object is not used any more afterwards. */
DexFuture *surety_play_forget (SuretyPlay *self);

G_END_DECLS
