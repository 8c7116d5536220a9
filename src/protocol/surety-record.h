/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "address.h"
#include "keccak.h"

G_BEGIN_DECLS

/* How plans, steps and promises are written into the journal and read back: amounts as decimal
 * text, addresses with EIP-55, bytes as 0x… text. Reading is strict: SURETY_PROTOCOL_ERROR_JOURNAL
 * names the member. */

void surety_record_add_address (JsonBuilder *builder, const char *member, const Address *address);
void surety_record_add_u256 (JsonBuilder *builder, const char *member, u256 value);
void surety_record_add_bytes (JsonBuilder *builder, const char *member, Bytes bytes);
void surety_record_add_string (JsonBuilder *builder, const char *member, const char *text);
/* Ends the builder's root as text. */
char *surety_record_end (JsonBuilder *builder);

/* The object in a text. Owned node. */
JsonNode *surety_record_parse (const char *json, GError **error);
/* NULL with an error when node is no object. Lends. */
JsonObject *surety_record_object (JsonNode *node, GError **error);
gboolean surety_record_get_address (JsonObject *object,
                                    const char *member,
                                    Address *out,
                                    GError **error);
gboolean surety_record_get_u256 (JsonObject *object, const char *member, u256 *out, GError **error);
gboolean surety_record_get_uint64 (JsonObject *object,
                                   const char *member,
                                   guint64 *out,
                                   GError **error);
gboolean surety_record_get_uint (JsonObject *object,
                                 const char *member,
                                 guint *out,
                                 GError **error);
gboolean surety_record_get_boolean (JsonObject *object,
                                    const char *member,
                                    gboolean *out,
                                    GError **error);
/* Lent by object. */
const char *surety_record_get_string (JsonObject *object, const char *member, GError **error);
GBytes *surety_record_dup_bytes (JsonObject *object, const char *member, GError **error);
JsonArray *surety_record_get_array (JsonObject *object, const char *member, GError **error);

/* The value of a kind's nick in an enum type; FALSE with an error. */
gboolean surety_record_get_enum (JsonObject *object,
                                 const char *member,
                                 GType type,
                                 int *out,
                                 GError **error);
const char *surety_record_enum_nick (GType type, int value);

G_END_DECLS
