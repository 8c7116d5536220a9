/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "surety-allowance.h"

G_BEGIN_DECLS

/* What an account has granted to all contracts that were asked about, at one block. Immutable. */
#define SURETY_TYPE_ALLOWANCE_LIST (surety_allowance_list_get_type ())
G_DECLARE_FINAL_TYPE (SuretyAllowanceList, surety_allowance_list, SURETY, ALLOWANCE_LIST, GObject)

/* items: GListModel of SuretyAllowance: those that are not nothing, and those that could not be read. known: how
 * well the least known of all amounts that were read is known, those that are nothing among them. */
SuretyAllowanceList *surety_allowance_list_new (GListModel *items, SuretyKnown known);
GListModel *surety_allowance_list_get_items (SuretyAllowanceList *self);
/* That there is nothing but the items is known that well. */
SuretyKnown surety_allowance_list_get_known (SuretyAllowanceList *self);

G_END_DECLS
