/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* Who answers for the network in use, in the order they are asked: health of each, one more, one less, another
 * order; and what left this computer since the program started. Nothing is there for the practice network, which
 * is inside the program. */
#define SURETY_TYPE_ENDPOINTS_PAGE (surety_endpoints_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyEndpointsPage,
                      surety_endpoints_page,
                      SURETY,
                      ENDPOINTS_PAGE,
                      AdwNavigationPage)

AdwNavigationPage *surety_endpoints_page_new (SuretySession *session);

G_END_DECLS
