/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* Fifth decision: how much, beside what of it can be lost. */
#define SURETY_TYPE_GUIDE_AMOUNT_PAGE (surety_guide_amount_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyGuideAmountPage,
                      surety_guide_amount_page,
                      SURETY,
                      GUIDE_AMOUNT_PAGE,
                      AdwBin)

GtkWidget *surety_guide_amount_page_new (SuretySession *session);

G_END_DECLS
