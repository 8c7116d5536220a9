/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* What is held, pledged and can be lost; what to do next; what is on its way out. Properties: "session" (SuretySession, writable). */
#define SURETY_TYPE_OVERVIEW_PAGE (surety_overview_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyOverviewPage, surety_overview_page, SURETY, OVERVIEW_PAGE, AdwBin)

G_END_DECLS
