/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-away.h"
#include "surety-session.h"

G_BEGIN_DECLS

/* The preferences, each in effect at once. */
#define SURETY_TYPE_PREFERENCES_DIALOG (surety_preferences_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPreferencesDialog,
                      surety_preferences_dialog,
                      SURETY,
                      PREFERENCES_DIALOG,
                      AdwPreferencesDialog)

AdwDialog *surety_preferences_dialog_new (GSettings *settings, SuretySession *session);
/* Whose explorer is set there; NULL or practice: none. */
void surety_preferences_dialog_set_network (SuretyPreferencesDialog *self, SuretyNetwork *network);
/* By whom keys are locked, of which something is said there. */
void surety_preferences_dialog_set_away (SuretyPreferencesDialog *self, SuretyAway *away);

G_END_DECLS
