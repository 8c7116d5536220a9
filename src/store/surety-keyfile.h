/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "keystore.h"
#include "surety-secret.h"

G_BEGIN_DECLS

/* A key file: keystore v3 JSON. Parsing is strict and bounded (64 KiB, depth, duplicate keys). */

/* address may be NULL; has_address says whether the file names one. SURETY_STORE_ERROR_MALFORMED.
 * */
gboolean surety_keystore_parse (GBytes *json,
                                Keystore *out,
                                Address *address,
                                gboolean *has_address,
                                GError **error);
/* address may be NULL. */
GBytes *surety_keystore_write (const Keystore *keystore, const Address *address);

/* Resolves to: SuretySecret, the decrypted content, worked out on a thread; when the file names an
 * address the content must be its key. SURETY_STORE_ERROR_PASSPHRASE. */
DexFuture *surety_keystore_open (GBytes *json, SuretySecret *passphrase);
/* Resolves to: GBytes, the JSON; scrypt on a thread. */
DexFuture *surety_keystore_seal (SuretySecret *content,
                                 SuretySecret *passphrase,
                                 const Address *address);

/* The same for material kept by the program itself when there is no keyring: <directory>/<id>.json,
 * mode 0600, replaced atomically, read back before it resolves. */
DexFuture *surety_keyfile_save (const char *directory,
                                const char *id,
                                SuretySecret *content,
                                SuretySecret *passphrase);
DexFuture *surety_keyfile_load (const char *directory, const char *id, SuretySecret *passphrase);
DexFuture *surety_keyfile_remove (const char *directory, const char *id);

G_END_DECLS
