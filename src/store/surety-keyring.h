/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "surety-secret.h"

G_BEGIN_DECLS

/* The system keyring through libsecret; the only file that includes it. Item schema
 * io.github.suretyapp.Surety with attributes id and version. The content is what
 * surety_key_material_new () makes, as base64 text (version 1), or a version 3 keystore of it, as the
 * JSON it is (version 2, surety_secret_is_keystore ()). Conversions happen in wiped memory. */

/* Resolves to: TRUE when a secret service answers. Rejects with SURETY_STORE_ERROR_NO_SERVICE. */
DexFuture *surety_keyring_look (void);
/* Where keys are kept, for the sentence "GNOME Keyring, unlocked at login": resolves to: char *,
 * the label of the default collection, "" if unknown. */
DexFuture *surety_keyring_describe (void);
/* Resolves to: TRUE when the item is stored and was read back equal, and one of the other version is
 * gone. May show the system's unlock prompt. */
DexFuture *surety_keyring_save (const char *id, const char *label, SuretySecret *secret);
/* Resolves to: SuretySecret; where a save was interrupted and both versions are there, the keystore.
 * SURETY_STORE_ERROR_NOT_FOUND, _LOCKED, _DISMISSED, _NO_SERVICE, _MALFORMED, _TOO_NEW. */
DexFuture *surety_keyring_load (const char *id);
/* Of every version. */
DexFuture *surety_keyring_remove (const char *id);

G_END_DECLS
