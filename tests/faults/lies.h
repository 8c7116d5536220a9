/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What an endpoint can say that is not so, one thing at a time, in the shape an honest one would say it in. */
typedef enum
{
  LIE_NONE,
  LIE_CHAIN_ID,
  LIE_ETH_BALANCE,
  LIE_TOKEN_BALANCE,
  LIE_ALLOWANCE,
  LIE_SHARES,
  LIE_DELEGATION,
  LIE_ALLOCATIONS,
  LIE_ACCOUNT_CODE,
  LIE_CONTRACT_CODE,
  LIE_BLOCK_HASH,
  LIE_BLOCK_NUMBER,
  LIE_BLOCK_TIME,
  LIE_CALL_TIME, /* contracts are told another time than the header's */
  LIE_RECEIPT_STATUS,
  LIE_RECEIPT_LOGS,
  LIE_RECEIPT_NONE,
  LIE_LOGS_MISSING,
  LIE_LOGS_FORGED,
  LIE_LOGS_DUPLICATED,
  LIE_LOGS_OUT_OF_ORDER,
  LIE_FEES_HIGH,
  LIE_FEES_LOW,
  LIE_BASE_FEE,
  LIE_NONCE_HIGH,
  LIE_NONCE_LATEST, /* not where it is asked about a block by its number */
  LIE_NONCE_PENDING,
  LIE_GAS_HIGH,
  LIE_GAS_LOW,
  LIE_SIMULATION_FAILS,
  LIE_SIMULATION_SHOWS_MORE,
  LIE_SIMULATION_BEGINS_WITH_MORE,
  LIE_NO_SIMULATION, /* no lie: it does not serve eth_simulateV1 */
  LIE_SENT,          /* takes a transaction and keeps it for itself */
} Lie;

/* Of LIE_SENT: the hash the node would have answered with, without asking it; NULL = nothing of it is kept. */
char *lies_keep (Lie lie, JsonNode *request);
/* Changes the honest reply to that request. */
void lies_tell (Lie lie, JsonNode *request, JsonNode *reply);

G_END_DECLS
