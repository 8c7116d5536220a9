/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SURETY_CHAIN_ERROR (surety_chain_error_quark ())

/* What can happen between us and a chain. Messages are technical English; ui maps domain and code
 * to a sentence. */
typedef enum
{
  SURETY_CHAIN_ERROR_TRANSPORT,     /* no connection, name not found, TLS refused */
  SURETY_CHAIN_ERROR_TIMEOUT,       /* deadline passed */
  SURETY_CHAIN_ERROR_HTTP,          /* a status other than 200 */
  SURETY_CHAIN_ERROR_RATE_LIMITED,  /* 429, or a provider's message saying so */
  SURETY_CHAIN_ERROR_TOO_LARGE,     /* the reply is over the limit */
  SURETY_CHAIN_ERROR_MALFORMED,     /* not JSON-RPC 2.0, or a result of the wrong shape */
  SURETY_CHAIN_ERROR_RPC,           /* a JSON-RPC error object of no kind below */
  SURETY_CHAIN_ERROR_UNSUPPORTED,   /* the endpoint does not serve this method */
  SURETY_CHAIN_ERROR_RANGE_LIMIT,   /* eth_getLogs: range or result too large */
  SURETY_CHAIN_ERROR_REVERT,        /* execution reverted; see surety_chain_error_dup_revert() */
  SURETY_CHAIN_ERROR_WRONG_CHAIN,   /* the endpoint serves another chain id */
  SURETY_CHAIN_ERROR_NO_ENDPOINT,   /* nothing to ask */
  SURETY_CHAIN_ERROR_NONCE_TOO_LOW, /* sending: the nonce is used */
  SURETY_CHAIN_ERROR_ALREADY_KNOWN, /* sending: the node has it (not a failure) */
  SURETY_CHAIN_ERROR_UNDERPRICED,   /* sending: fee too low, or replacement too cheap */
  SURETY_CHAIN_ERROR_INSUFFICIENT_FUNDS, /* sending: not enough ETH for value and gas */
  SURETY_CHAIN_ERROR_REFUSED,            /* sending: refused for another reason, not in the pool */
  SURETY_CHAIN_ERROR_PROOF,              /* what the endpoint says is not what its proof proves */
  SURETY_CHAIN_ERROR_PLAIN,              /* plain http, and the proxy is neither here nor near */
  SURETY_CHAIN_ERROR_DISAGREE,           /* two endpoints say different things of one block */
} SuretyChainError;

GQuark surety_chain_error_quark (void);

/* For SURETY_CHAIN_ERROR_REVERT: the data the contract returned (empty if none), kept beside the
 * error's message and copied with it. New reference, or NULL when error is none. */
GBytes *surety_chain_error_dup_revert (const GError *error);
/* A SURETY_CHAIN_ERROR_REVERT that carries data (NULL = empty). */
GError *surety_chain_error_new_revert (const char *message, GBytes *data);

/* For SURETY_CHAIN_ERROR_RATE_LIMITED and _HTTP: milliseconds the peer asked to wait (Retry-After,
 * RFC 9110 section 10.2.3); 0 = it said nothing. */
guint surety_chain_error_get_retry_after (const GError *error);
void surety_chain_error_set_retry_after (GError *error, guint milliseconds);

/* For SURETY_CHAIN_ERROR_HTTP and _RATE_LIMITED: the status (RFC 9110 section 15); 0 = none. */
guint surety_chain_error_get_status (const GError *error);
void surety_chain_error_set_status (GError *error, guint status);

/* For SURETY_CHAIN_ERROR_HTTP and _RATE_LIMITED: the JSON body that came with the status, if one
 * did; some providers put their JSON-RPC error there. New reference or NULL. */
GBytes *surety_chain_error_dup_body (const GError *error);
void surety_chain_error_set_body (GError *error, GBytes *body);

G_END_DECLS
