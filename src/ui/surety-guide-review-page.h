/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* What is risked, what is got for it, and exactly what will be signed. */
#define SURETY_TYPE_GUIDE_REVIEW_PAGE (surety_guide_review_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyGuideReviewPage,
                      surety_guide_review_page,
                      SURETY,
                      GUIDE_REVIEW_PAGE,
                      AdwBin)

GtkWidget *surety_guide_review_page_new (SuretySession *session);
/* Signs what is shown at the chosen speed and starts it; does nothing while nothing is shown. */
void surety_guide_review_page_sign (SuretyGuideReviewPage *self);

G_END_DECLS
