/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "address.h"
#include "checks.h"
#include "keccak.h"

G_BEGIN_DECLS

/* Where a number is read. */
typedef enum
{
  SURETY_SOURCE_CALL,     /* a contract's function */
  SURETY_SOURCE_EVENT,    /* a contract's logs */
  SURETY_SOURCE_STORAGE,  /* a contract's storage or code */
  SURETY_SOURCE_FILE,     /* the network file this program comes with */
  SURETY_SOURCE_WEB,      /* a file on the web */
  SURETY_SOURCE_COMPUTED, /* from others */
} SuretySource;

/* Why a number is missing. */
typedef enum
{
  SURETY_MISSING_NOT_READ,   /* not asked, not yet, or no answer */
  SURETY_MISSING_NOT_SERVED, /* this endpoint has no old states or logs */
  SURETY_MISSING_NO_SOURCE,  /* nowhere on chain that is known of */
  SURETY_MISSING_SWITCHED,   /* the user switched reading from the web off */
  SURETY_MISSING_STALE,      /* it is there, and too old to count */
  SURETY_MISSING_NOTHING,    /* there is no such number: nothing is missing */
} SuretyMissing;

/* One number a verdict rests on. */
typedef struct
{
  CheckFact fact;
  CheckNumber number;    /* unit: check_fact_unit () */
  SuretyMissing missing; /* means something when the number is not known */
  SuretySource source;
  const char *contract; /* "AllocationManager"; NULL = does not apply. Static */
  const char *member;   /* function, event or slot: "getAllocationDelay". Static; NULL likewise */
  guint64 block;        /* it is of; 0 = not said */
  guint64 time;         /* of that block, seconds since 1970; 0 = not said */
  gboolean has_place;   /* where to look it up: what it is about, or else the contract */
  gboolean is_about;    /* place is what it is about */
  Address place;
  gboolean has_transaction; /* the last event it counts */
  Hash transaction;
} SuretyEvidence;

/* One answer of vetting, with everything it rests on. Immutable. Properties (read only): "id",
 * "reason", "verdict" (uint: CheckId, CheckReason, CheckVerdict). */
#define SURETY_TYPE_CHECK (surety_check_get_type ())
G_DECLARE_FINAL_TYPE (SuretyCheck, surety_check, SURETY, CHECK, GObject)

/* evidence: in the order of check_facts (), all of them; copied. */
SuretyCheck *surety_check_new (CheckReason reason,
                               const SuretyEvidence *evidence,
                               guint n_evidence,
                               const CheckLimits *limits,
                               guint block_seconds);

/* Whether both found the same, by the same thresholds, with the same numbers known; the numbers
 * themselves may differ, as they do from block to block. */
gboolean surety_check_equal (SuretyCheck *a, SuretyCheck *b);

CheckId surety_check_get_id (SuretyCheck *self);
CheckReason surety_check_get_reason (SuretyCheck *self);
CheckVerdict surety_check_get_verdict (SuretyCheck *self);
/* Lent array of n. */
const SuretyEvidence *surety_check_get_evidence (SuretyCheck *self, guint *n);
/* Lent; NULL when the check does not look at it. */
const SuretyEvidence *surety_check_find_evidence (SuretyCheck *self, CheckFact fact);
/* Why the first of the missing numbers is missing; NOT_READ when none is. */
SuretyMissing surety_check_get_missing (SuretyCheck *self);
/* The threshold as it was when the verdict was found. */
guint64 surety_check_get_limit (SuretyCheck *self, CheckLimit limit);
/* Of the network, to say blocks as time; never 0. */
guint surety_check_get_block_seconds (SuretyCheck *self);
/* Static: where a fact is read. */
void surety_check_source (CheckFact fact,
                          SuretySource *source,
                          const char **contract,
                          const char **member);

G_END_DECLS
