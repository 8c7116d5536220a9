/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-key-signer.h"

#include "surety-offload.h"
#include "surety-signing.h"

struct _SuretyKeySigner
{
  GObject parent_instance;

  SuretyAccountRecord *record;
  SuretySafe *safe;
};

static void surety_key_signer_iface_init (SuretySignerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SuretyKeySigner,
                               surety_key_signer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SURETY_TYPE_SIGNER,
                                                      surety_key_signer_iface_init))

static const Address *
get_address (SuretySigner *signer)
{
  return surety_account_record_get_address (SURETY_KEY_SIGNER (signer)->record);
}

typedef struct
{
  SuretyKeySigner *self;
  SuretySigning *signing;
} Sign;

static void
sign_free (gpointer data)
{
  Sign *job = data;

  g_clear_pointer (&job->signing, surety_signing_free);
  g_object_unref (job->self);
  g_free (job);
}

/* The material is handed on at once; no secret stays in this fiber. */
static DexFuture *
sign_fiber (gpointer user_data)
{
  Sign *job = user_data;
  SuretyKeySigner *self = job->self;
  g_autoptr (SuretySecret) material = NULL;
  GError *error = NULL;

  material = dex_await_boxed (surety_safe_load (self->safe, self->record), &error);
  if (material == NULL)
    return dex_future_new_for_error (error);
  surety_signing_set_material (job->signing, material,
                               surety_account_record_get_index (self->record));

  return surety_signing_run (g_steal_pointer (&job->signing));
}

static DexFuture *
sign (SuretySigner *signer, const Transaction *transaction)
{
  SuretyKeySigner *self = SURETY_KEY_SIGNER (signer);
  Sign *job = g_new0 (Sign, 1);

  job->self = g_object_ref (self);
  job->signing = surety_signing_new (transaction, surety_account_record_get_address (self->record));

  return surety_spawn (sign_fiber, job, sign_free);
}

static void
surety_key_signer_iface_init (SuretySignerInterface *iface)
{
  iface->get_address = get_address;
  iface->sign = sign;
}

static void
surety_key_signer_dispose (GObject *object)
{
  SuretyKeySigner *self = SURETY_KEY_SIGNER (object);

  g_clear_object (&self->record);
  g_clear_object (&self->safe);

  G_OBJECT_CLASS (surety_key_signer_parent_class)->dispose (object);
}

static void
surety_key_signer_class_init (SuretyKeySignerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = surety_key_signer_dispose;
}

static void
surety_key_signer_init (SuretyKeySigner *self)
{
}

SuretySigner *
surety_key_signer_new (SuretyAccountRecord *record, SuretySafe *safe)
{
  SuretyKeySigner *self = NULL;

  g_return_val_if_fail (SURETY_IS_ACCOUNT_RECORD (record), NULL);
  g_return_val_if_fail (SURETY_IS_SAFE (safe), NULL);

  self = g_object_new (SURETY_TYPE_KEY_SIGNER, NULL);
  self->record = g_object_ref (record);
  self->safe = g_object_ref (safe);

  return SURETY_SIGNER (self);
}
