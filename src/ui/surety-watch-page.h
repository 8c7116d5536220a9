/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* The third door: an address to watch. */
#define SURETY_TYPE_WATCH_PAGE (surety_watch_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyWatchPage, surety_watch_page, SURETY, WATCH_PAGE, AdwNavigationPage)

AdwNavigationPage *surety_watch_page_new (SuretySession *session);

G_END_DECLS
