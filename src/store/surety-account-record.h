/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address.h"
#include "surety-database.h"

G_BEGIN_DECLS

typedef enum
{
  SURETY_ACCOUNT_WATCH,    /* an address only */
  SURETY_ACCOUNT_PHRASE,   /* recovery words; key m/44'/60'/0'/0/index */
  SURETY_ACCOUNT_KEY,      /* one private key */
  SURETY_ACCOUNT_PRACTICE, /* the practice network's own; not a secret */
} SuretyAccountKind;

typedef enum
{
  SURETY_PLACE_NONE, /* watch, practice */
  SURETY_PLACE_KEYRING,
  SURETY_PLACE_FILE, /* passphrase-encrypted key file */
} SuretyKeyPlace;

/* What is known about an account besides its key; immutable. */
#define SURETY_TYPE_ACCOUNT_RECORD (surety_account_record_get_type ())
G_DECLARE_FINAL_TYPE (SuretyAccountRecord, surety_account_record, SURETY, ACCOUNT_RECORD, GObject)

/* secret_id: names the item in keyring or the key file (a random UUID); accounts of one phrase
 * share it. */
SuretyAccountRecord *surety_account_record_new (const Address *address,
                                                const char *name,
                                                SuretyAccountKind kind,
                                                SuretyKeyPlace place,
                                                const char *secret_id,
                                                guint32 index);
const Address *surety_account_record_get_address (SuretyAccountRecord *self);
const char *surety_account_record_get_name (SuretyAccountRecord *self);
SuretyAccountKind surety_account_record_get_kind (SuretyAccountRecord *self);
SuretyKeyPlace surety_account_record_get_place (SuretyAccountRecord *self);
const char *surety_account_record_get_secret_id (SuretyAccountRecord *self);
guint32 surety_account_record_get_index (SuretyAccountRecord *self);
/* Seconds since 1970 when the backup was last proved; 0 = never. */
gint64 surety_account_record_get_backup_checked (SuretyAccountRecord *self);

/* Resolves to: TRUE. An address is there once (a second add replaces name, kind and place: a
 * watched address whose key is imported later). */
DexFuture *surety_account_record_save (SuretyDatabase *database, SuretyAccountRecord *record);
DexFuture *surety_account_record_set_backup_checked (SuretyDatabase *database,
                                                     const Address *address,
                                                     gint64 when);
DexFuture *surety_account_record_rename (SuretyDatabase *database,
                                         const Address *address,
                                         const char *name);
/* The accounts whose key was kept under secret_id have it at place under another id now. */
DexFuture *surety_account_record_move_secret (SuretyDatabase *database,
                                              const char *secret_id,
                                              SuretyKeyPlace place,
                                              const char *new_id);
DexFuture *surety_account_record_remove (SuretyDatabase *database, const Address *address);
/* Resolves to: GListModel of SuretyAccountRecord in the order they were added. */
DexFuture *surety_account_record_list (SuretyDatabase *database);

G_END_DECLS
