/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* First decision: which way to restake. This version knows one, and says what it means. */
#define SURETY_TYPE_GUIDE_PATH_PAGE (surety_guide_path_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyGuidePathPage, surety_guide_path_page, SURETY, GUIDE_PATH_PAGE, AdwBin)

GtkWidget *surety_guide_path_page_new (SuretySession *session);

G_END_DECLS
