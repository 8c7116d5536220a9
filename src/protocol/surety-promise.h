/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "surety-figure.h"
#include "surety-network.h"

G_BEGIN_DECLS

/* What must be true on chain once a step is done; checked by machine at the step's block. */
typedef enum
{
  SURETY_PROMISE_ALLOWANCE_EQUALS,        /* token.allowance (account, spender) == value */
  SURETY_PROMISE_ALLOWANCE_AT_LEAST,      /* … ≥ value */
  SURETY_PROMISE_SHARES_AT_LEAST,         /* withdrawable shares of account in strategy ≥ value */
  SURETY_PROMISE_DEPOSIT_SHARES_AT_LEAST, /* deposit shares of account in strategy ≥ value */
  SURETY_PROMISE_DEPOSIT_SHARES_EQUALS,   /* deposit shares of account in strategy == value */
  SURETY_PROMISE_DELEGATED_TO,            /* delegatedTo (account) == subject; zero = nobody */
  SURETY_PROMISE_TOKEN_BALANCE_AT_LEAST,  /* token.balanceOf (spender or account) ≥ value */
  SURETY_PROMISE_TOKEN_BALANCE_AT_MOST,   /* token.balanceOf (spender or account) ≤ value */
  SURETY_PROMISE_EXITS_QUEUED_AT_LEAST,   /* cumulativeWithdrawalsQueued (account) ≥ value */
  SURETY_PROMISE_EXIT_GONE,               /* pendingWithdrawals (root) is false: root in value */
  SURETY_PROMISE_REWARDS_CLAIMED,         /* cumulativeClaimed (spender, token) == value */
} SuretyPromiseKind;

#define SURETY_TYPE_PROMISE_KIND (surety_promise_kind_get_type ())
GType surety_promise_kind_get_type (void);

/* Immutable. subject: token (ALLOWANCE_*, TOKEN_*, REWARDS_CLAIMED), strategy (*SHARES*), provider (DELEGATED_TO),
 * zero else. spender: who may take (ALLOWANCE_*), whose balance (TOKEN_*; zero = the account's), the earner
 * (REWARDS_CLAIMED), zero else. symbol and decimals say what value counts ("stETH",
 * 18; "" for none). */
#define SURETY_TYPE_PROMISE (surety_promise_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPromise, surety_promise, SURETY, PROMISE, GObject)

SuretyPromise *surety_promise_new (SuretyPromiseKind kind,
                                   const Address *subject,
                                   const Address *spender,
                                   u256 value,
                                   const char *symbol,
                                   guint decimals);
SuretyPromiseKind surety_promise_get_kind (SuretyPromise *self);
const Address *surety_promise_get_subject (SuretyPromise *self);
const Address *surety_promise_get_spender (SuretyPromise *self);
u256 surety_promise_get_value (SuretyPromise *self);
const char *surety_promise_get_symbol (SuretyPromise *self);
guint surety_promise_get_decimals (SuretyPromise *self);
JsonNode *surety_promise_to_json (SuretyPromise *self);
SuretyPromise *surety_promise_new_from_json (JsonNode *node, GError **error);

/* A promise against the chain. actual: what was found (an address as its word; a root's state as 0
 * or 1). known FALSE: it could not be read; kept is then FALSE and means nothing. */
#define SURETY_TYPE_PROMISE_RESULT (surety_promise_result_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPromiseResult, surety_promise_result, SURETY, PROMISE_RESULT, GObject)

SuretyPromiseResult *surety_promise_result_new (SuretyPromise *promise,
                                                SuretyKnown known,
                                                u256 actual,
                                                guint64 block);
SuretyPromise *surety_promise_result_get_promise (SuretyPromiseResult *self);
gboolean surety_promise_result_get_kept (SuretyPromiseResult *self);
SuretyKnown surety_promise_result_get_known (SuretyPromiseResult *self);
u256 surety_promise_result_get_actual (SuretyPromiseResult *self);
guint64 surety_promise_result_get_block (SuretyPromiseResult *self);

/* The journal's result of a step: all its promises. results: GPtrArray of SuretyPromiseResult. */
char *surety_promise_results_to_json (GPtrArray *results);
/* How many of them the chain was seen to contradict; what could not be read is not one. */
guint surety_promise_results_count_broken (GPtrArray *results);
/* NULL with an error when it is none. */
GPtrArray *surety_promise_results_from_json (const char *json, GError **error);

G_END_DECLS
