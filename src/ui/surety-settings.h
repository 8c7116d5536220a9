/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The user's preferences (schema SURETY_APP_ID, see data/). Also finds the schema beside a program that runs from
 * its build folder. Aborts when the schema is installed nowhere, as GSettings itself does. */
GSettings *surety_settings_new (void);

G_END_DECLS
