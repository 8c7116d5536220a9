/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* What was promised beside what the chain says, and what comes next. */
#define SURETY_TYPE_GUIDE_DONE_PAGE (surety_guide_done_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyGuideDonePage, surety_guide_done_page, SURETY, GUIDE_DONE_PAGE, AdwBin)

GtkWidget *surety_guide_done_page_new (SuretySession *session);

G_END_DECLS
