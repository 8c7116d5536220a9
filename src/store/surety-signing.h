/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "surety-secret.h"
#include "transaction.h"

G_BEGIN_DECLS

/* One signature being made on a thread; shared by the kinds of signers. */
typedef struct _SuretySigning SuretySigning;

/* Copies the transaction whole. address: whose signature it must be. */
SuretySigning *surety_signing_new (const Transaction *transaction, const Address *address);
/* Key material of surety_key_material_new (), or the 32-byte key itself. */
void surety_signing_set_material (SuretySigning *self, SuretySecret *material, guint32 index);
void surety_signing_set_key (SuretySigning *self, SuretySecret *key);
void surety_signing_free (SuretySigning *self);
/* Takes self. Resolves to: GBytes, checked to say the same transaction. */
DexFuture *surety_signing_run (SuretySigning *self);

G_END_DECLS
