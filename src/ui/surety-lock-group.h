/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-away.h"
#include "surety-session.h"

G_BEGIN_DECLS

/* The preferences of keys: the app password, and when they lock themselves.
 * Properties: "session" (SuretySession, nullable), "usable" (boolean: there is a key in the keyring), "away"
 * (SuretyAway, nullable). */
#define SURETY_TYPE_LOCK_GROUP (surety_lock_group_get_type ())
G_DECLARE_FINAL_TYPE (SuretyLockGroup, surety_lock_group, SURETY, LOCK_GROUP, AdwPreferencesGroup)

/* Once. */
void surety_lock_group_bind (SuretyLockGroup *self, SuretySession *session, GSettings *settings);
/* By whom they are locked; NULL: not known. */
void surety_lock_group_set_away (SuretyLockGroup *self, SuretyAway *away);

G_END_DECLS
