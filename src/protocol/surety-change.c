/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-change.h"

struct _SuretyChange
{
  GObject parent_instance;

  SuretyChangeKind kind;
  Address subject;
  Address spender;
  char *symbol;
  guint decimals;
  gboolean has_before;
  gboolean has_after;
  u256 before;
  u256 after;
};

G_DEFINE_FINAL_TYPE (SuretyChange, surety_change, G_TYPE_OBJECT)

static void
surety_change_finalize (GObject *object)
{
  g_free (SURETY_CHANGE (object)->symbol);
  G_OBJECT_CLASS (surety_change_parent_class)->finalize (object);
}

static void
surety_change_class_init (SuretyChangeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_change_finalize;
}

static void
surety_change_init (SuretyChange *self)
{
}

SuretyChange *
surety_change_new (SuretyChangeKind kind,
                   const Address *subject,
                   const Address *spender,
                   const char *symbol,
                   guint decimals,
                   const u256 *before,
                   const u256 *after)
{
  SuretyChange *self = g_object_new (SURETY_TYPE_CHANGE, NULL);

  self->kind = kind;
  self->subject = *subject;
  self->spender = *spender;
  self->symbol = g_strdup (symbol);
  self->decimals = decimals;
  self->has_before = before != NULL;
  self->has_after = after != NULL;
  self->before = before != NULL ? *before : 0;
  self->after = after != NULL ? *after : 0;
  return self;
}

SuretyChangeKind
surety_change_get_kind (SuretyChange *self)
{
  g_return_val_if_fail (SURETY_IS_CHANGE (self), SURETY_CHANGE_ETH);
  return self->kind;
}

const Address *
surety_change_get_subject (SuretyChange *self)
{
  g_return_val_if_fail (SURETY_IS_CHANGE (self), NULL);
  return &self->subject;
}

const Address *
surety_change_get_spender (SuretyChange *self)
{
  g_return_val_if_fail (SURETY_IS_CHANGE (self), NULL);
  return &self->spender;
}

const char *
surety_change_get_symbol (SuretyChange *self)
{
  g_return_val_if_fail (SURETY_IS_CHANGE (self), NULL);
  return self->symbol;
}

guint
surety_change_get_decimals (SuretyChange *self)
{
  g_return_val_if_fail (SURETY_IS_CHANGE (self), 0);
  return self->decimals;
}

gboolean
surety_change_get_before (SuretyChange *self, u256 *out)
{
  g_return_val_if_fail (SURETY_IS_CHANGE (self), FALSE);
  *out = self->before;
  return self->has_before;
}

gboolean
surety_change_get_after (SuretyChange *self, u256 *out)
{
  g_return_val_if_fail (SURETY_IS_CHANGE (self), FALSE);
  *out = self->after;
  return self->has_after;
}

gboolean
surety_change_is_same (SuretyChange *self)
{
  g_return_val_if_fail (SURETY_IS_CHANGE (self), FALSE);
  return self->has_before && self->has_after && self->before == self->after;
}

gboolean
surety_change_is_exact (SuretyChange *self)
{
  g_return_val_if_fail (SURETY_IS_CHANGE (self), FALSE);

  switch (self->kind)
    {
    case SURETY_CHANGE_ALLOWANCE:
    case SURETY_CHANGE_DELEGATION:
    case SURETY_CHANGE_EXITS:
    case SURETY_CHANGE_CLAIMED:
      return TRUE;
    case SURETY_CHANGE_ETH:
    case SURETY_CHANGE_BALANCE:
    case SURETY_CHANGE_SHARES:
    case SURETY_CHANGE_SLASHABLE_NOW:
    case SURETY_CHANGE_SLASHABLE_MOST:
    default:
      return FALSE;
    }
}

gboolean
surety_change_equals (SuretyChange *self, SuretyChange *other)
{
  g_return_val_if_fail (SURETY_IS_CHANGE (self) && SURETY_IS_CHANGE (other), FALSE);

  return self->kind == other->kind && address_equal (&self->subject, &other->subject) &&
         address_equal (&self->spender, &other->spender) && self->has_before == other->has_before &&
         self->has_after == other->has_after && self->before == other->before &&
         self->after == other->after;
}
