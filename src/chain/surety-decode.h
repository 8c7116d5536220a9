/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-rpc.h"

G_BEGIN_DECLS

/* JSON-RPC's values in JSON (execution-apis, src/schemas/base-types.yaml), strict. what names the value
 * in the SURETY_CHAIN_ERROR_MALFORMED of a wrong shape. A NULL node is a missing one. */
gboolean surety_decode_quantity (JsonNode *node, const char *what, u256 *out, GError **error);
gboolean surety_decode_uint64 (JsonNode *node, const char *what, guint64 *out, GError **error);
/* DATA, at most 8 MiB. */
GBytes *surety_decode_data (JsonNode *node, const char *what, GError **error);
gboolean surety_decode_hash (JsonNode *node, const char *what, Hash *out, GError **error);
gboolean surety_decode_address (JsonNode *node, const char *what, Address *out, GError **error);

/* The member's value: NULL when it is missing, or not an object's. Lends. */
JsonNode *surety_decode_member (JsonNode *object, const char *name);
JsonNode *surety_decode_element (JsonNode *array, guint i);
/* Elements of an array; FALSE and an error when it is none. */
gboolean surety_decode_length (JsonNode *array, const char *what, guint *out, GError **error);

/* One element of eth_getLogs or of a receipt. removed may be NULL. A pending log is malformed. */
SuretyLog *surety_decode_log (JsonNode *node, gboolean *removed, GError **error);

/* "0x…", newly allocated. */
char *surety_encode_bytes (const void *data, gsize len);

/* A foreign text (UTF-8) for an error message: one line, printable, at most 200 characters. */
char *surety_decode_clean_text (const char *text);

G_END_DECLS
