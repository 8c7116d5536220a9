/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"
#include "surety-table.h"

G_BEGIN_DECLS

/* All operators of the network: searched, filtered, sorted, compared, each with a page of its own.
 * Properties: "session" (SuretySession, construct). */
#define SURETY_TYPE_OPERATORS_PAGE (surety_operators_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyOperatorsPage, surety_operators_page, SURETY, OPERATORS_PAGE, AdwBin)

SuretyTable *surety_operators_page_get_table (SuretyOperatorsPage *self);

G_END_DECLS
