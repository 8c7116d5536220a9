/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-list-kind.h"
#include "surety-table.h"

G_BEGIN_DECLS

/* All operators, services or tokens of the network: searched, filtered, sorted, compared, each with a
 * page of its own.
 * Properties: "session" (SuretySession, construct), "kind" (pointer: const SuretyListKind, static,
 * construct), "deep" (boolean, read only: see surety_list_page_get_deep()). */
#define SURETY_TYPE_LIST_PAGE (surety_list_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyListPage, surety_list_page, SURETY, LIST_PAGE, AdwBin)

SuretyTable *surety_list_page_get_table (SuretyListPage *self);
/* A page is open over the list, with a way back to it. */
gboolean surety_list_page_get_deep (SuretyListPage *self);

G_END_DECLS
