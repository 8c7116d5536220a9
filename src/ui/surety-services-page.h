/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"
#include "surety-table.h"

G_BEGIN_DECLS

/* All operator sets of all services of the network: searched, filtered, sorted, compared, each with a page of its own.
 * Properties: "session" (SuretySession, construct). */
#define SURETY_TYPE_SERVICES_PAGE (surety_services_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyServicesPage, surety_services_page, SURETY, SERVICES_PAGE, AdwBin)

SuretyTable *surety_services_page_get_table (SuretyServicesPage *self);

G_END_DECLS
