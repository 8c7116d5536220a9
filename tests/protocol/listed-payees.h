/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-payees.h"

G_BEGIN_DECLS

/* Payees that are on a list. */
#define LISTED_TYPE_PAYEES (listed_payees_get_type ())
G_DECLARE_FINAL_TYPE (ListedPayees, listed_payees, LISTED, PAYEES, GObject)

ListedPayees *listed_payees_new (const Address *payee);
/* Whoever was on it is taken out once it was asked so many times. */
void listed_payees_forget_after (ListedPayees *self, guint n);
/* The list can't be read; NULL: it can. */
void listed_payees_fail (ListedPayees *self, const GError *error);
guint listed_payees_count (ListedPayees *self); /* how often it was asked */

G_END_DECLS
