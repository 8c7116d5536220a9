/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libdex.h>

G_BEGIN_DECLS

/* Foreign JSON, read strictly. json-glib's parser recurses, takes the last of two equal keys, cuts
 * strings at U+0000 and wraps large integers; so the bytes are walked first, without recursion, and
 * json-glib sees only what has passed. */

#define SURETY_JSON_MAX_DEPTH 64          /* arrays and objects inside each other */
#define SURETY_JSON_MAX_MEMBERS 256       /* of one object */
#define SURETY_JSON_MAX_CONTAINERS 200000 /* arrays and objects altogether */
#define SURETY_JSON_MAX_VALUES 1000000    /* altogether: what one reply may cost in memory */

/* RFC 8259 and nothing else (UTF-8, no byte order mark, no trailing comma, comment or second value),
 * and beyond it refused: equal keys in one object, keys with escapes, U+0000, lone surrogates,
 * integers of more than 18 digits, the limits above. SURETY_CHAIN_ERROR_MALFORMED, or _TOO_LARGE where
 * there is only too much of it. */
gboolean surety_json_check (const guint8 *data, gsize len, GError **error);

/* Checked and parsed; immutable. */
JsonNode *surety_json_parse (GBytes *bytes, GError **error);

/* The same, but the array that is the "result" of a JSON-RPC response (of each of a batch's) is not
 * made into nodes: its place holds the number of its text (GBytes, a part of bytes) in cut. For
 * replies of many megabytes whose reader walks the text itself. */
JsonNode *surety_json_parse_hollow (GBytes *bytes, GPtrArray *cut, GError **error);

/* Resolves to: JsonNode. cut NULL: whole. cut must not be looked at before. */
DexFuture *surety_json_parse_hollow_future (GBytes *bytes, GPtrArray *cut);

/* Resolves to: JsonNode. Large replies are parsed on a thread, small ones at once. */
DexFuture *surety_json_parse_future (GBytes *bytes);

G_END_DECLS
