/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* The assistant's last page: what was set up, and the way to the guide. */
#define SURETY_TYPE_READY_PAGE (surety_ready_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyReadyPage, surety_ready_page, SURETY, READY_PAGE, AdwNavigationPage)

AdwNavigationPage *surety_ready_page_new (SuretySession *session);

G_END_DECLS
