/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-away.h"
#include "surety-safe.h"

G_BEGIN_DECLS

/* Locks the keys when nobody uses the window for a while (setting "lock-after"), when the desktop
 * locks or blanks its screen, and when the computer sleeps; what shows a secret is taken off the
 * screen then (action "win.conceal"), by the latter two whether there is an app password or not. */
#define SURETY_TYPE_AUTO_LOCK (surety_auto_lock_get_type ())
G_DECLARE_FINAL_TYPE (SuretyAutoLock, surety_auto_lock, SURETY, AUTO_LOCK, GObject)

SuretyAutoLock *surety_auto_lock_new (GtkWindow *window, SuretySafe *safe, GSettings *settings);
/* Lent: who tells it. */
SuretyAway *surety_auto_lock_get_away (SuretyAutoLock *self);

G_END_DECLS
