/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* The one instance: owns the session and the preferences, and opens the window on them. */
#define SURETY_TYPE_APPLICATION (surety_application_get_type ())
G_DECLARE_FINAL_TYPE (SuretyApplication, surety_application, SURETY, APPLICATION, AdwApplication)

SuretyApplication *surety_application_new (void);
SuretySession *surety_application_get_session (SuretyApplication *self);
GSettings *surety_application_get_settings (SuretyApplication *self);
/* The speed the user wants suggested; normal where no application runs. */
SuretySpeed surety_application_get_speed (void);
/* Whether strangers on this machine could press the buttons: the window is served by Broadway. */
gboolean surety_application_is_exposed (void);

G_END_DECLS
