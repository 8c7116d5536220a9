/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* The guide: one page per decision, where one is, back and next. What is decided is kept by the session's guide, so this
 * page can be closed at any time. Properties: "session" (SuretySession, construct only). */
#define SURETY_TYPE_RESTAKE_PAGE (surety_restake_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyRestakePage, surety_restake_page, SURETY, RESTAKE_PAGE, AdwBin)

G_END_DECLS
