/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-account-record.h"

G_BEGIN_DECLS

/* An account as pages show it; immutable.
 * Properties: "name" (string), "address-text" (string, EIP-55), "can-sign" (boolean: a key is here or it is practice's),
 * "needs-backup" (boolean: recovery words that were never proved to be written down), "practice" (boolean),
 * "has-key" (boolean: a key of its own is kept here), "has-words" (boolean: with its recovery words), "in-keyring" (boolean: in the system's
 * keyring, where an app password can protect it), "index" (uint: its number among the accounts of its words, from 0),
 * "backup-checked" (int64: seconds since 1970 when the backup was last proved, 0 = never). */
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
gboolean surety_account_get_has_words (SuretyAccount *self);
SuretyKeyPlace surety_account_get_place (SuretyAccount *self);

G_END_DECLS
