/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-secret.h"

#include <string.h>

struct _SuretySecret
{
  gatomicrefcount references;
  Secret *secret;
};

G_DEFINE_BOXED_TYPE (SuretySecret, surety_secret, surety_secret_ref, surety_secret_unref)

SuretySecret *
surety_secret_new (Secret *secret)
{
  SuretySecret *self = g_new0 (SuretySecret, 1);

  g_atomic_ref_count_init (&self->references);
  self->secret = secret;

  return self;
}

SuretySecret *
surety_secret_ref (SuretySecret *self)
{
  g_atomic_ref_count_inc (&self->references);

  return self;
}

void
surety_secret_unref (SuretySecret *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  secret_free (self->secret);
  g_free (self);
}

const Secret *
surety_secret_get (SuretySecret *self)
{
  return self->secret;
}

SuretySecret *
surety_secret_new_passphrase (const char *text)
{
  return surety_secret_new (secret_new_copy (text, strlen (text)));
}

gboolean
surety_secret_is_keystore (SuretySecret *self)
{
  return secret_length (self->secret) > 0 && secret_peek (self->secret)[0] == '{';
}
