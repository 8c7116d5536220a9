/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-account-record.h"

G_BEGIN_DECLS

/* An account as pages show it; immutable.
 * Properties: "name" (string), "address-text" (string, EIP-55), "can-sign" (boolean: a key is here or it is practice's),
 * "needs-backup" (boolean: recovery words that were never proved to be written down), "practice" (boolean). */
#define SURETY_TYPE_ACCOUNT (surety_account_get_type ())
G_DECLARE_FINAL_TYPE (SuretyAccount, surety_account, SURETY, ACCOUNT, GObject)

SuretyAccount *surety_account_new (SuretyAccountRecord *record);
SuretyAccountRecord *surety_account_get_record (SuretyAccount *self);
const Address *surety_account_get_address (SuretyAccount *self);
const char *surety_account_get_name (SuretyAccount *self);
const char *surety_account_get_address_text (SuretyAccount *self);
gboolean surety_account_get_can_sign (SuretyAccount *self);
gboolean surety_account_get_needs_backup (SuretyAccount *self);
gboolean surety_account_get_practice (SuretyAccount *self);

G_END_DECLS
