/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "surety-chain-error.h"

G_BEGIN_DECLS

/* The SURETY_CHAIN_ERROR of a JSON-RPC error object. Clients and gateways agree neither on codes nor on
 * words, so the text is matched first (lower-cased, by part), then the code; which kinds are looked
 * for depends on method (NULL: a whole batch was refused). data: error.data, may be NULL. The node's
 * own words are in the message, cleaned. */
GError *surety_rpc_error_new (const char *method, gint64 code, const char *message, JsonNode *data);

/* SURETY_CHAIN_ERROR_REVERT of what a contract returned: the reason of Error(string) and Panic(uint256)
 * (Solidity, "Panic via assert and Error via require") is in the message. words: the node's, or NULL. */
GError *surety_rpc_error_new_revert (GBytes *returned, const char *words);

G_END_DECLS
