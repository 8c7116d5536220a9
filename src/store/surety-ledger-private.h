/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-ledger.h"

G_BEGIN_DECLS

/* The transaction it was opened in; id: the ledger's. */
SuretyTransaction *surety_ledger_get_transaction (SuretyLedger *self, gint64 *id);
/* Of surety_ledger_get_aside(); written with the commit. */
void surety_ledger_change_aside (SuretyLedger *self, gint64 by);

G_END_DECLS
