/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "surety-account-record.h"
#include "surety-secret.h"
#include "transaction.h"

G_BEGIN_DECLS

/* The one door through which anything is signed: keyring and key file today, devices later,
 * practice always. */
#define SURETY_TYPE_SIGNER (surety_signer_get_type ())
G_DECLARE_INTERFACE (SuretySigner, surety_signer, SURETY, SIGNER, GObject)

struct _SuretySignerInterface
{
  GTypeInterface parent;

  const Address *(*get_address) (SuretySigner *self);
  DexFuture *(*sign) (SuretySigner *self, const Transaction *transaction);
};

const Address *surety_signer_get_address (SuretySigner *self);
/* Copies what it needs of the transaction at once. Resolves to: GBytes, the signed bytes; they
 * decode to the very same transaction and to the signer's address (checked). Rejects with
 * SURETY_STORE_ERROR_* when the key can't be had. */
DexFuture *surety_signer_sign (SuretySigner *self, const Transaction *transaction);

/* What is kept in keyring or key file: one byte kind (SURETY_ACCOUNT_PHRASE or _KEY), then the
 * words or the 32 bytes. */
SuretySecret *surety_key_material_new (SuretyAccountKind kind, const Secret *content);
/* The private key of account index; for a KEY index must be 0. Slow (PBKDF2): on a thread. */
gboolean surety_key_material_derive (SuretySecret *material,
                                     guint32 index,
                                     Secret **private_key,
                                     GError **error);
/* The words (a copy) of PHRASE material; SURETY_STORE_ERROR_NOT_FOUND for a KEY. */
SuretySecret *surety_key_material_dup_words (SuretySecret *material, GError **error);

/* Holds its key: practice and tests. */
#define SURETY_TYPE_MEMORY_SIGNER (surety_memory_signer_get_type ())
G_DECLARE_FINAL_TYPE (SuretyMemorySigner, surety_memory_signer, SURETY, MEMORY_SIGNER, GObject)

SuretySigner *surety_memory_signer_new (SuretySecret *private_key);

G_END_DECLS
