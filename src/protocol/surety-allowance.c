/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-allowance.h"

struct _SuretyAllowance
{
  GObject parent_instance;

  Address token;
  Address spender;
  char *spender_name;
  SuretyFigure *amount;
};

G_DEFINE_FINAL_TYPE (SuretyAllowance, surety_allowance, G_TYPE_OBJECT)

static void
surety_allowance_finalize (GObject *object)
{
  SuretyAllowance *self = SURETY_ALLOWANCE (object);

  g_free (self->spender_name);
  g_clear_object (&self->amount);
  G_OBJECT_CLASS (surety_allowance_parent_class)->finalize (object);
}

static void
surety_allowance_class_init (SuretyAllowanceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_allowance_finalize;
}

static void
surety_allowance_init (SuretyAllowance *self)
{
}

SuretyAllowance *
surety_allowance_new (const Address *token,
                      const Address *spender,
                      const char *spender_name,
                      SuretyFigure *amount)
{
  SuretyAllowance *self = g_object_new (SURETY_TYPE_ALLOWANCE, NULL);

  self->token = *token;
  self->spender = *spender;
  self->spender_name = g_strdup (spender_name);
  self->amount = g_object_ref (amount);
  return self;
}

const Address *
surety_allowance_get_token (SuretyAllowance *self)
{
  g_return_val_if_fail (SURETY_IS_ALLOWANCE (self), NULL);
  return &self->token;
}

const Address *
surety_allowance_get_spender (SuretyAllowance *self)
{
  g_return_val_if_fail (SURETY_IS_ALLOWANCE (self), NULL);
  return &self->spender;
}

const char *
surety_allowance_get_spender_name (SuretyAllowance *self)
{
  g_return_val_if_fail (SURETY_IS_ALLOWANCE (self), NULL);
  return self->spender_name;
}

SuretyFigure *
surety_allowance_get_amount (SuretyAllowance *self)
{
  g_return_val_if_fail (SURETY_IS_ALLOWANCE (self), NULL);
  return self->amount;
}
