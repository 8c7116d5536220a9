/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* At the top of the sidebar: the account and network one is on, and a list of the others to switch
 * to.
 * Properties: "session" (SuretySession). */
#define SURETY_TYPE_SWITCHER (surety_switcher_get_type ())
G_DECLARE_FINAL_TYPE (SuretySwitcher, surety_switcher, SURETY, SWITCHER, AdwBin)

G_END_DECLS
