/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-replacement.h"

struct _SuretyReplacement
{
  GObject parent_instance;

  SuretyReplaceKind kind;
  gint64 entry;
  SuretyStep *step;
  SuretyDecodedCall *call;
  Transaction transaction;
  u256 cost;
  u256 old_cost;
  guint seconds;
  gboolean behind;
  SuretyLater later;
};

G_DEFINE_FINAL_TYPE (SuretyReplacement, surety_replacement, G_TYPE_OBJECT)

static void
surety_replacement_finalize (GObject *object)
{
  SuretyReplacement *self = SURETY_REPLACEMENT (object);

  g_clear_object (&self->step);
  g_clear_object (&self->call);
  G_OBJECT_CLASS (surety_replacement_parent_class)->finalize (object);
}

static void
surety_replacement_class_init (SuretyReplacementClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_replacement_finalize;
}

static void
surety_replacement_init (SuretyReplacement *self)
{
}

SuretyReplacement *
surety_replacement_new (const SuretyReplacementFacts *facts)
{
  SuretyReplacement *self = g_object_new (SURETY_TYPE_REPLACEMENT, NULL);

  self->kind = facts->kind;
  self->entry = facts->entry;
  self->step = g_object_ref (facts->step);
  self->call = g_object_ref (facts->call);
  self->transaction = *facts->transaction;
  /* What overflows 256 bits of wei is more than anybody has. */
  if (!u256_mul (self->transaction.max_fee, self->transaction.gas_limit, &self->cost))
    self->cost = U256_MAX;
  self->old_cost = facts->old_cost;
  self->seconds = facts->seconds;
  self->behind = facts->behind;
  self->later = facts->later;
  return self;
}

SuretyReplaceKind
surety_replacement_get_kind (SuretyReplacement *self)
{
  g_return_val_if_fail (SURETY_IS_REPLACEMENT (self), SURETY_REPLACE_FASTER);
  return self->kind;
}

gint64
surety_replacement_get_entry (SuretyReplacement *self)
{
  g_return_val_if_fail (SURETY_IS_REPLACEMENT (self), 0);
  return self->entry;
}

SuretyStep *
surety_replacement_get_step (SuretyReplacement *self)
{
  g_return_val_if_fail (SURETY_IS_REPLACEMENT (self), NULL);
  return self->step;
}

SuretyDecodedCall *
surety_replacement_get_call (SuretyReplacement *self)
{
  g_return_val_if_fail (SURETY_IS_REPLACEMENT (self), NULL);
  return self->call;
}

const Transaction *
surety_replacement_get_transaction (SuretyReplacement *self)
{
  g_return_val_if_fail (SURETY_IS_REPLACEMENT (self), NULL);
  return &self->transaction;
}

u256
surety_replacement_get_cost (SuretyReplacement *self)
{
  g_return_val_if_fail (SURETY_IS_REPLACEMENT (self), U256_MAX);
  return self->cost;
}

u256
surety_replacement_get_old_cost (SuretyReplacement *self)
{
  g_return_val_if_fail (SURETY_IS_REPLACEMENT (self), 0);
  return self->old_cost;
}

gboolean
surety_replacement_is_behind (SuretyReplacement *self)
{
  g_return_val_if_fail (SURETY_IS_REPLACEMENT (self), FALSE);
  return self->behind;
}

guint
surety_replacement_get_seconds (SuretyReplacement *self)
{
  g_return_val_if_fail (SURETY_IS_REPLACEMENT (self), 0);
  return self->seconds;
}

const SuretyLater *
surety_replacement_get_later (SuretyReplacement *self)
{
  g_return_val_if_fail (SURETY_IS_REPLACEMENT (self), NULL);
  return &self->later;
}
