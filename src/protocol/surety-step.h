/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-promise.h"
#include "transaction.h"

G_BEGIN_DECLS

typedef struct
{
  const char *kind; /* see surety_step_get_kind() */
  Address to;
  const char *signature; /* human-readable ABI of the called function */
  GBytes *calldata;
  u256 value;
  guint64 gas_hint;
  GPtrArray *promises; /* SuretyPromise */
  const char *symbol;  /* "" = no token */
  guint decimals;
  u256 amount;
  gboolean has_worth;
  u256 worth;
  gboolean has_provider;
  Address provider;
  gboolean has_strategy;
  Address strategy;
  gboolean has_recipient; /* somebody else than the account is paid */
  Address recipient;
  /* What a person was shown that it takes at most: more is not signed. */
  gboolean has_bound;
  guint64 gas_limit;
  u256 max_fee; /* wei per gas */
} SuretyStepFacts;

/* One transaction to be made. Immutable. The journal keeps it as JSON; what can be said about it
 * without the network is in it. Properties (read only): "kind", "symbol" (string). */
#define SURETY_TYPE_STEP (surety_step_get_type ())
G_DECLARE_FINAL_TYPE (SuretyStep, surety_step, SURETY, STEP, GObject)

SuretyStep *surety_step_new (const SuretyStepFacts *facts);
/* The same step, that takes at most so much gas at so many wei each. */
SuretyStep *surety_step_new_bounded (SuretyStep *step, guint64 gas_limit, u256 max_fee);

/* The kind of a step that only takes the place of another. */
#define SURETY_STEP_CANCEL "cancel"

/* Nothing from the account to itself: no function, no ETH, no promise. */
SuretyStep *surety_step_new_cancel (const Address *account);

/* "mint" (pays ETH), "approve-wrap", "wrap", "approve", "deposit", "delegate", "queue-withdrawal", "complete-withdrawal", "undelegate", "revoke", "claim", "cancel". */
const char *surety_step_get_kind (SuretyStep *self);
const Address *surety_step_get_to (SuretyStep *self);
const char *surety_step_get_signature (SuretyStep *self);
GBytes *surety_step_get_calldata (SuretyStep *self);
u256 surety_step_get_value (SuretyStep *self); /* wei */
/* Whether both send the same to the same contract, whatever else is said of them. */
gboolean surety_step_is_same (SuretyStep *self, SuretyStep *other);
/* Gas such a step takes at most by experience, until it can be simulated. */
guint64 surety_step_get_gas_hint (SuretyStep *self);
GPtrArray *surety_step_get_promises (SuretyStep *self); /* lent */
/* For its sentence: the token ("" = none), its decimals, how much of it (or shares, for
 * queue-withdrawal); the provider, the strategy (NULL = none). */
const char *surety_step_get_symbol (SuretyStep *self);
guint surety_step_get_decimals (SuretyStep *self);
u256 surety_step_get_amount (SuretyStep *self);
/* queue-withdrawal: what its shares were worth in the token's smallest unit when it was planned. FALSE:
 * not known, *out is not touched. */
gboolean surety_step_get_worth (SuretyStep *self, u256 *out);
const Address *surety_step_get_provider (SuretyStep *self);
/* The most gas, and wei for each, that a person was shown. FALSE: it was shown to nobody; nothing is touched. */
gboolean surety_step_get_bound (SuretyStep *self, guint64 *gas_limit, u256 *max_fee);
const Address *surety_step_get_strategy (SuretyStep *self);
/* Who is paid, where that is not the account; NULL = the account. */
const Address *surety_step_get_recipient (SuretyStep *self);

char *surety_step_to_json (SuretyStep *self);
/* NULL with SURETY_PROTOCOL_ERROR_JOURNAL. */
SuretyStep *surety_step_new_from_json (const char *json, GError **error);

G_END_DECLS
