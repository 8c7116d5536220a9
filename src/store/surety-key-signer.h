/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-signer.h"
#include "surety-safe.h"

G_BEGIN_DECLS

/* Loads the material from the safe for each signature, derives and signs on a thread, and lets go of
 * it. */
#define SURETY_TYPE_KEY_SIGNER (surety_key_signer_get_type ())
G_DECLARE_FINAL_TYPE (SuretyKeySigner, surety_key_signer, SURETY, KEY_SIGNER, GObject)

SuretySigner *surety_key_signer_new (SuretyAccountRecord *record, SuretySafe *safe);

G_END_DECLS
