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
  /* Of no service: see surety-programme.h. */
  SURETY_PAYMENT_ALL,         /* createRewardsForAllSubmission: to every staker */
  SURETY_PAYMENT_ALL_EARNERS, /* createRewardsForAllEarners: to stakers of operators in any service */
} SuretyPaymentKind;

/* One rewards submission. RewardsCoordinator takes the tokens from the payer in the call that emits the
 * event, so each of these was really transferred (and can not be taken back). What the event says is
 * after the protocol's fee: RewardsCoordinator takes that off first, if the submitter opted in to it. */
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
  u256 amount;     /* smallest unit, operators' splits included */
  guint64 start;   /* seconds since 1970: of the time it pays for … */
  guint64 seconds; /* … and how long that is; 0 = at once */
  /* What each strategy's share counts (strategiesAndMultipliers), and of a directed one what each
   * operator gets with its stakers (operatorRewards): surety_payment_part_*(). NULL = not known, or not
   * directed. */
  GBytes *multipliers;
  GBytes *amounts;
} SuretyPayment;

gboolean surety_payment_kind_is_directed (SuretyPaymentKind kind);

/* Addresses, and a number for each. FALSE: the number is none a submission can have (128 bits). */
gboolean surety_payment_part_add (GByteArray *parts, const Address *address, u256 number);
/* NULL when data is not what parts are. */
GBytes *surety_payment_parts_check (const void *data, gsize len);
guint surety_payment_part_count (GBytes *parts);
void surety_payment_part_get (GBytes *parts, guint i, Address *address, u256 *number);
/* 0 when the address is none of them; the sum when it is several. */
u256 surety_payment_part_find (GBytes *parts, const Address *address);

/* Copies that hold what they point to. */
SuretyPayment *surety_payments_copy (const SuretyPayment *payments, guint n);
void surety_payments_free (SuretyPayment *payments, guint n);

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
