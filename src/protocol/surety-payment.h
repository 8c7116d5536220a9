/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "address.h"
#include "keccak.h"
#include "u256.h"

G_BEGIN_DECLS

/* Which of RewardsCoordinator's functions a payment was made with. */
typedef enum
{
  SURETY_PAYMENT_AVS, /* createAVSRewardsSubmission: to operators of its M2 registrations */
  SURETY_PAYMENT_AVS_DIRECTED,     /* createOperatorDirectedAVSRewardsSubmission */
  SURETY_PAYMENT_SET_DIRECTED,     /* createOperatorDirectedOperatorSetRewardsSubmission */
  SURETY_PAYMENT_SET_UNIQUE_STAKE, /* createUniqueStakeRewardsSubmission */
  SURETY_PAYMENT_SET_TOTAL_STAKE,  /* createTotalStakeRewardsSubmission */
} SuretyPaymentKind;

/* One rewards submission. RewardsCoordinator takes the tokens from the payer in the call that emits the
 * event, so each of these was really transferred (and can not be taken back). */
typedef struct
{
  SuretyPaymentKind kind;
  gboolean
    of_set; /* for this set alone; else for the AVS, all its sets and M2 registrations together */
  guint64 block;
  guint64 time; /* seconds since 1970, from headers read around it; 0 = unknown */
  Hash transaction;
  Address payer; /* who sent it and whose tokens it were */
  Address token;
  u256 amount;     /* smallest unit, operators' splits and protocol fee included */
  guint64 start;   /* seconds since 1970: of the time it pays for … */
  guint64 seconds; /* … and how long that is; 0 = at once */
} SuretyPayment;

/* Payments in one token in a span of time. */
typedef struct
{
  Address token;
  u256 amount; /* smallest unit */
  guint n;
  guint n_payers;
  Address payer; /* the one that paid most often */
} SuretyPaid;

/* Sums by token, in order of first payment, of those made in (since, until], seconds since 1970; one
 * whose time is unknown is left out. Free with g_free(); NULL with n = 0 when there was none. payments are
 * oldest first. */
SuretyPaid *surety_payments_sum (const SuretyPayment *payments,
                                 guint n_payments,
                                 guint64 since,
                                 guint64 until,
                                 guint *n);
/* Again and again: on at least three different days (UTC) of the 90 before until, no gap (the one
 * until then included) longer than 35 days. */
gboolean surety_payments_regular (const SuretyPayment *payments, guint n_payments, guint64 until);

G_END_DECLS
