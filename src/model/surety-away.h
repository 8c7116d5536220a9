/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Says when nobody is in front of the screen any more: the desktop's lock or screen saver
 * (org.freedesktop.ScreenSaver, org.gnome.ScreenSaver; the monitor of org.freedesktop.portal.Inhibit, which
 * is there in a sandbox too), logind's Lock of a session, and that the computer is about to sleep, for
 * which it is held up until all that follow were told (logind's delay lock, at most five seconds).
 *
 * A sandbox has no system bus: that the computer slept is seen by its clocks when it wakes, before
 * anything else is done.
 *
 * Property "told" (boolean, notifies): somebody is there who says when the screen is locked. Signal "away"
 * (no arguments). */
#define SURETY_TYPE_AWAY (surety_away_get_type ())
G_DECLARE_FINAL_TYPE (SuretyAway, surety_away, SURETY, AWAY, GObject)

/* Listens at once. */
SuretyAway *surety_away_new (void);
/* Nothing is heard from here on, also while an answer is still waited for. */
void surety_away_stop (SuretyAway *self);
/* Whether the computer slept since the last time this was asked, by its two clocks. */
gboolean surety_away_slept (SuretyAway *self);

G_END_DECLS
