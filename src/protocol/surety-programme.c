/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-programme.h"

struct _SuretyProgramme
{
  GObject parent_instance;

  SuretyPayment *payments;
  guint n_payments;
  SuretyProgrammeWeight *weights;
  guint n_weights;
  guint64 block;
  guint64 time;
};

G_DEFINE_FINAL_TYPE (SuretyProgramme, surety_programme, G_TYPE_OBJECT)

static void
surety_programme_finalize (GObject *object)
{
  SuretyProgramme *self = SURETY_PROGRAMME (object);

  surety_payments_free (self->payments, self->n_payments);
  g_free (self->weights);

  G_OBJECT_CLASS (surety_programme_parent_class)->finalize (object);
}

static void
surety_programme_class_init (SuretyProgrammeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_programme_finalize;
}

static void
surety_programme_init (SuretyProgramme *self)
{
}

SuretyProgramme *
surety_programme_new (const SuretyProgrammeFacts *facts)
{
  SuretyProgramme *self = NULL;

  g_return_val_if_fail (facts != NULL, NULL);

  self = g_object_new (SURETY_TYPE_PROGRAMME, NULL);
  self->payments = surety_payments_copy (facts->payments, facts->n_payments);
  self->n_payments = facts->n_payments;
  self->weights = g_memdup2 (facts->weights, facts->n_weights * sizeof *facts->weights);
  self->n_weights = facts->n_weights;
  self->block = facts->block;
  self->time = facts->time;

  return self;
}

const SuretyPayment *
surety_programme_get_payments (SuretyProgramme *self, guint *n)
{
  g_return_val_if_fail (SURETY_IS_PROGRAMME (self) && n != NULL, NULL);

  *n = self->n_payments;
  return self->payments;
}

u256
surety_programme_get_shares (SuretyProgramme *self, const Address *strategy)
{
  g_return_val_if_fail (SURETY_IS_PROGRAMME (self) && strategy != NULL, 0);

  for (guint i = 0; i < self->n_weights; i++)
    if (address_equal (&self->weights[i].strategy, strategy))
      return self->weights[i].shares;

  return 0;
}

guint64
surety_programme_get_block (SuretyProgramme *self)
{
  g_return_val_if_fail (SURETY_IS_PROGRAMME (self), 0);
  return self->block;
}

guint64
surety_programme_get_time (SuretyProgramme *self)
{
  g_return_val_if_fail (SURETY_IS_PROGRAMME (self), 0);
  return self->time;
}
