/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "surety-account-record.h"
#include "surety-secret.h"

G_BEGIN_DECLS

/* Which passphrase a person is asked for. */
typedef enum
{
  SURETY_ASK_FILE,   /* a key file's own */
  SURETY_ASK_FORMER, /* an app password that was changed since: this key was not reached then */
} SuretyAsk;

/* Asks a person. Resolves to: SuretySecret; rejects with SURETY_STORE_ERROR_DISMISSED. */
typedef DexFuture *(*SuretyPassphraseFunc) (SuretyAsk what, gpointer user_data);
/* Has a person unlock the safe (surety_safe_unlock ()). Resolves to: TRUE when that is done;
 * rejects with SURETY_STORE_ERROR_DISMISSED. */
typedef DexFuture *(*SuretyUnlockFunc) (gpointer user_data);

/* Where keys are: the system's keyring, behind an app password where one is set, and key files with
 * passphrases of their own. While it is unlocked the safe holds the app password, in memory that is
 * locked and wiped; it never holds a key. Locked, it holds nothing.
 *
 * With an app password every item of the keyring is a version 3 keystore of its own under that
 * password: nothing else has to be kept to check it against.
 *
 * Properties: "protected" (boolean: an app password is set), "locked" (boolean: and was not given). */
#define SURETY_TYPE_SAFE (surety_safe_get_type ())
G_DECLARE_FINAL_TYPE (SuretySafe, surety_safe, SURETY, SAFE, GObject)

SuretySafe *surety_safe_new (const char *keyfile_directory);
const char *surety_safe_get_keyfile_directory (SuretySafe *self);
gboolean surety_safe_get_protected (SuretySafe *self);
gboolean surety_safe_get_locked (SuretySafe *self);
/* NULL: nobody to ask. */
void surety_safe_set_person (SuretySafe *self,
                             SuretyPassphraseFunc ask,
                             SuretyUnlockFunc unlock,
                             gpointer user_data);
/* What the records say at start: there is an app password, so the safe is locked. */
void surety_safe_set_protected (SuretySafe *self);

/* Resolves to: SuretySecret, the material (surety_key_material_new ()), asked for where needed.
 * SURETY_STORE_ERROR_*; _DISMISSED also when it was locked meanwhile. */
DexFuture *surety_safe_load (SuretySafe *self, SuretyAccountRecord *record);
/* Keeps material under a new id; passphrase: of a key file. Resolves to: TRUE when it was read back. */
DexFuture *surety_safe_save (SuretySafe *self,
                             const char *id,
                             const char *label,
                             SuretySecret *material,
                             SuretyKeyPlace place,
                             SuretySecret *passphrase);
/* Resolves to: gboolean, whether what a record points at is there, opened or not. */
DexFuture *surety_safe_look (SuretySafe *self, SuretyAccountRecord *record);
/* Deletes what an account's record points at. Resolves to: TRUE, also when it was gone already. */
DexFuture *surety_safe_remove (SuretySafe *self, SuretyAccountRecord *record);

/* records: SuretyAccountRecord, all accounts. Resolves to: TRUE when the password opened one of the
 * keyring's items; those that were not protected yet are then. SURETY_STORE_ERROR_PASSPHRASE. Slow on
 * purpose. */
DexFuture *surety_safe_unlock (SuretySafe *self, GListModel *records, SuretySecret *password);
/* Wipes the app password; without one nothing happens. What is under way with a password does not unlock it again:
 * surety_safe_unlock () rejects with _DISMISSED then. */
void surety_safe_lock (SuretySafe *self);
/* The last key it protected is gone, and the password with it. */
void surety_safe_forget (SuretySafe *self);
/* Sets, changes or (NULL) removes the app password: writes every item of the keyring anew. The safe
 * must not be locked. What fails half way leaves every item readable with the old password or the
 * new one; the same again goes on from there. Resolves to: TRUE. SURETY_STORE_ERROR_STATE when locked. */
DexFuture *surety_safe_set_password (SuretySafe *self, GListModel *records, SuretySecret *password);

G_END_DECLS
