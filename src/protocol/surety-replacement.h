/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-review.h"

G_BEGIN_DECLS

typedef enum
{
  SURETY_REPLACE_FASTER, /* the same, at a higher fee */
  SURETY_REPLACE_CANCEL, /* nothing from the account to itself, at a higher fee */
} SuretyReplaceKind;

/* What else of the account waits for the nonce. */
typedef struct
{
  guint planned; /* steps of the same plan that are not signed yet */
  gboolean
    driven;  /* these are signed by themselves, one after the other; FALSE: when the user goes on */
  guint own; /* transactions of this journal with a later nonce, signed and in no block */
  guint foreign; /* those with a later nonce in the endpoint's pool that are not of this journal */
} SuretyLater;

typedef struct
{
  SuretyReplaceKind kind;
  gint64 entry;                   /* the journal's: what it takes the place of */
  SuretyStep *step;               /* what is signed */
  SuretyDecodedCall *call;        /* the same, decoded */
  const Transaction *transaction; /* the same, with nonce and fees; its data is the step's */
  u256 old_cost;                  /* wei: most that what waits can cost, without its value */
  guint seconds;                  /* about how long until mined */
  gboolean behind; /* what comes before it in the account's order waits too, or is missing */
  SuretyLater later;
} SuretyReplacementFacts;

/* A transaction that is to take the place of one that waits, before it is signed. Immutable. */
#define SURETY_TYPE_REPLACEMENT (surety_replacement_get_type ())
G_DECLARE_FINAL_TYPE (SuretyReplacement, surety_replacement, SURETY, REPLACEMENT, GObject)

SuretyReplacement *surety_replacement_new (const SuretyReplacementFacts *facts);
SuretyReplaceKind surety_replacement_get_kind (SuretyReplacement *self);
gint64 surety_replacement_get_entry (SuretyReplacement *self);
SuretyStep *surety_replacement_get_step (SuretyReplacement *self);
SuretyDecodedCall *surety_replacement_get_call (SuretyReplacement *self);
const Transaction *surety_replacement_get_transaction (SuretyReplacement *self);
/* wei, without the value: the most it can cost, and the most that what waits can. Only one of both is paid. */
u256 surety_replacement_get_cost (SuretyReplacement *self);
u256 surety_replacement_get_old_cost (SuretyReplacement *self);
/* Whether something else must be mined before, which no fee of this one changes. */
gboolean surety_replacement_is_behind (SuretyReplacement *self);
/* 0 = cannot be said. */
guint surety_replacement_get_seconds (SuretyReplacement *self);
const SuretyLater *surety_replacement_get_later (SuretyReplacement *self);

G_END_DECLS
