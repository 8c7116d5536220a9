/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* Which network, and who answers for it: what each of them learns, a real test, a second
 * endpoint. Nothing leaves the machine before a test or a choice is asked for. */
#define SURETY_TYPE_CONNECTION_PAGE (surety_connection_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyConnectionPage,
                      surety_connection_page,
                      SURETY,
                      CONNECTION_PAGE,
                      AdwNavigationPage)

/* assistant: goes on to Ready afterwards, else back. */
AdwNavigationPage *surety_connection_page_new (SuretySession *session, gboolean assistant);

G_END_DECLS
