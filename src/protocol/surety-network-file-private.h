/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "surety-network-file.h"

G_BEGIN_DECLS

/* --- values (surety-network-file-values.c) ---
 * Each reads one member of object, which is at the path where ("" = the file itself); FALSE with
 * SURETY_PROTOCOL_ERROR_NETWORK_FILE that names the member. */

G_GNUC_PRINTF (3, 4)
gboolean surety_file_refuse (GError **error, const char *where, const char *format, ...);
/* "tokens[2].rate" of "tokens[2]" and "rate". */
char *surety_file_path (const char *where, const char *member);
/* The object at node, when all its members are among the NULL-terminated names. */
JsonObject *surety_file_object (JsonNode *node,
                                const char *where,
                                const char *const *names,
                                GError **error);
/* The array at node, of at most max. */
JsonArray *surety_file_array (JsonNode *node, const char *where, guint max, GError **error);
gboolean surety_file_string (JsonObject *object,
                             const char *where,
                             const char *member,
                             gsize max,
                             char **out,
                             GError **error);
gboolean surety_file_number (JsonObject *object,
                             const char *where,
                             const char *member,
                             guint64 min,
                             guint64 max,
                             guint64 *out,
                             GError **error);
gboolean surety_file_boolean (JsonObject *object,
                              const char *where,
                              const char *member,
                              gboolean *out,
                              GError **error);
gboolean surety_file_address (JsonObject *object,
                              const char *where,
                              const char *member,
                              Address *out,
                              GError **error);
gboolean surety_file_url (JsonObject *object,
                          const char *where,
                          const char *member,
                          gboolean only_https,
                          char **out,
                          GError **error);
/* Where a contract's storage holds something, from an object of QUANTITYs by the variable's name; none there
 * is no error. */
gboolean surety_file_slot (JsonObject *slots,
                           const char *where,
                           const char *variable,
                           SuretySlot *out,
                           GError **error);
/* One of the NULL-terminated names: its index. */
gboolean surety_file_choice (JsonObject *object,
                             const char *where,
                             const char *member,
                             const char *const *names,
                             guint *out,
                             GError **error);

/* --- tokens (surety-network-file-tokens.c) --- */

gboolean surety_file_tokens (SuretyNetworkFile *self, JsonObject *object, GError **error);
void surety_file_token_free (SuretyToken *self);

/* --- what is known of a liquid staking token (surety-network-file-facts.c) --- */

SuretyTokenFacts *surety_file_facts (JsonNode *node, const char *where, GError **error);

G_END_DECLS
