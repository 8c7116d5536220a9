/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* Every transaction the program made for the account, newest first, with its state, its promises and a note of the user's.
 * Properties: "session" (SuretySession, construct only). */
#define SURETY_TYPE_ACTIVITY_PAGE (surety_activity_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyActivityPage, surety_activity_page, SURETY, ACTIVITY_PAGE, AdwBin)

G_END_DECLS
