/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "surety-payment.h"

G_BEGIN_DECLS

/* Shares of one strategy that what is paid to all is shared among. */
typedef struct
{
  Address strategy;
  u256 shares; /* of all stakers of operators that are registered with any service */
} SuretyProgrammeWeight;

typedef struct
{
  const SuretyPayment *payments; /* SURETY_PAYMENT_ALL and _ALL_EARNERS, oldest first */
  guint n_payments;
  const SuretyProgrammeWeight *weights;
  guint n_weights;
  guint64 block; /* all of it as of this block */
  guint64 time;
} SuretyProgrammeFacts;

/* What is paid to all who restake, by no service: RewardsCoordinator's createRewardsForAllEarners (the
 * protocol's programmatic incentives, since v1.12 by its EmissionsController) and
 * createRewardsForAllSubmission. Who gets a part of the former are stakers of operators registered with at
 * least one service, with operator sets or as before them; by the sum of multiplier · shares, as
 * anything else that is not directed; the operator keeps its split for programmatic incentives
 * (OperatorPISplitBipsSet). Immutable. */
#define SURETY_TYPE_PROGRAMME (surety_programme_get_type ())
G_DECLARE_FINAL_TYPE (SuretyProgramme, surety_programme, SURETY, PROGRAMME, GObject)

/* Everything is copied. */
SuretyProgramme *surety_programme_new (const SuretyProgrammeFacts *facts);
/* Lent array of n, oldest first. */
const SuretyPayment *surety_programme_get_payments (SuretyProgramme *self, guint *n);
/* 0 when nobody has any. */
u256 surety_programme_get_shares (SuretyProgramme *self, const Address *strategy);
guint64 surety_programme_get_block (SuretyProgramme *self);
guint64 surety_programme_get_time (SuretyProgramme *self);

G_END_DECLS
