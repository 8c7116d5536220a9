/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* Third decision: who gets the delegation. Searched, sorted, each with what it can do to a stake. */
#define SURETY_TYPE_GUIDE_OPERATOR_PAGE (surety_guide_operator_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyGuideOperatorPage,
                      surety_guide_operator_page,
                      SURETY,
                      GUIDE_OPERATOR_PAGE,
                      AdwBin)

GtkWidget *surety_guide_operator_page_new (SuretySession *session);

G_END_DECLS
