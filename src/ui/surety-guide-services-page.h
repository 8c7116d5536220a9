/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* Fourth decision: whether one agrees with what the operator pledges the stake to. Each service is looked at once. */
#define SURETY_TYPE_GUIDE_SERVICES_PAGE (surety_guide_services_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyGuideServicesPage,
                      surety_guide_services_page,
                      SURETY,
                      GUIDE_SERVICES_PAGE,
                      AdwBin)

GtkWidget *surety_guide_services_page_new (SuretySession *session);

G_END_DECLS
