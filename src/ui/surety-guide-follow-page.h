/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* Where every transaction is. Safe to close: the journal goes on. */
#define SURETY_TYPE_GUIDE_FOLLOW_PAGE (surety_guide_follow_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyGuideFollowPage,
                      surety_guide_follow_page,
                      SURETY,
                      GUIDE_FOLLOW_PAGE,
                      AdwBin)

GtkWidget *surety_guide_follow_page_new (SuretySession *session);

G_END_DECLS
