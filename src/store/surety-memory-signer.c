/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-signer.h"

#include "ecdsa.h"
#include "surety-signing.h"

struct _SuretyMemorySigner
{
  GObject parent_instance;

  SuretySecret *key;
  Address address;
};

static void surety_memory_signer_iface_init (SuretySignerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SuretyMemorySigner,
                               surety_memory_signer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SURETY_TYPE_SIGNER,
                                                      surety_memory_signer_iface_init))

static const Address *
get_address (SuretySigner *signer)
{
  return &SURETY_MEMORY_SIGNER (signer)->address;
}

static DexFuture *
sign (SuretySigner *signer, const Transaction *transaction)
{
  SuretyMemorySigner *self = SURETY_MEMORY_SIGNER (signer);
  SuretySigning *signing = surety_signing_new (transaction, &self->address);

  surety_signing_set_key (signing, self->key);

  return surety_signing_run (signing);
}

static void
surety_memory_signer_iface_init (SuretySignerInterface *iface)
{
  iface->get_address = get_address;
  iface->sign = sign;
}

static void
surety_memory_signer_finalize (GObject *object)
{
  SuretyMemorySigner *self = SURETY_MEMORY_SIGNER (object);

  g_clear_pointer (&self->key, surety_secret_unref);

  G_OBJECT_CLASS (surety_memory_signer_parent_class)->finalize (object);
}

static void
surety_memory_signer_class_init (SuretyMemorySignerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = surety_memory_signer_finalize;
}

static void
surety_memory_signer_init (SuretyMemorySigner *self)
{
}

SuretySigner *
surety_memory_signer_new (SuretySecret *private_key)
{
  SuretyMemorySigner *self = NULL;
  Address address = { 0 };

  if (ecdsa_address (surety_secret_get (private_key), &address) != CORE_OK)
    g_return_val_if_reached (NULL);

  self = g_object_new (SURETY_TYPE_MEMORY_SIGNER, NULL);
  self->key = surety_secret_ref (private_key);
  self->address = address;

  return SURETY_SIGNER (self);
}
