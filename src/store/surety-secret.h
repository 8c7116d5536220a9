/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "secret.h"

G_BEGIN_DECLS

/* A reference-counted Secret, so that futures and threads can hand it on; wiped with the last
 * reference. Atomic. */
typedef struct _SuretySecret SuretySecret;

#define SURETY_TYPE_SECRET (surety_secret_get_type ())
GType surety_secret_get_type (void);
SuretySecret *surety_secret_new (Secret *secret); /* takes */
SuretySecret *surety_secret_ref (SuretySecret *self);
void surety_secret_unref (SuretySecret *self);
const Secret *surety_secret_get (SuretySecret *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretySecret, surety_secret_unref)

/* A passphrase typed by a person, byte for byte: key files take the UTF-8 as it was typed
 * (go-ethereum does; a normalised one would not open its files). BIP-39's passphrase would have to
 * be NFKD: not for that. The text itself is the caller's to wipe. */
SuretySecret *surety_secret_new_passphrase (const char *text);
/* Key material begins with the byte of its kind, a keystore's JSON with a brace: whether it is
 * that. */
gboolean surety_secret_is_keystore (SuretySecret *self);

G_END_DECLS
