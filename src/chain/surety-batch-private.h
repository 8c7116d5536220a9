/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-rpc.h"

G_BEGIN_DECLS

typedef struct
{
  char *method;
  JsonNode *params;
  JsonNode *result;
  GError *error;
  gboolean wants_text;
  GBytes *text;
} SuretyBatchCall;

/* Lends. */
SuretyBatchCall *surety_batch_get_call (SuretyBatch *self, guint i);
/* As if it had not been answered. */
void surety_batch_call_reset (SuretyBatchCall *call);

/* --- surety-batch-wire.c --- */

/* The request for the calls named by which (guint, ascending, at least one): an object for one, else
 * an array. A call's id is its index + 1. */
GBytes *surety_batch_encode (SuretyBatch *self, GArray *which);

/* Takes over the answers in reply: one for each of which, in any order, none else, all or nothing.
 * *refused (in case of failure): the peer answered the whole array with one error. */
gboolean surety_batch_decode (SuretyBatch *self,
                              GArray *which,
                              JsonNode *reply,
                              gboolean *refused,
                              GError **error);

/* The same of a reply read hollow (see surety_json_parse_hollow()): cut holds the texts. */
gboolean surety_batch_decode_hollow (SuretyBatch *self,
                                     GArray *which,
                                     JsonNode *reply,
                                     GPtrArray *cut,
                                     gboolean *refused,
                                     GError **error);
/* What can be said of a result without knowing what it is asked for: a QUANTITY, DATA or object is one, and the
 * fields of a block's header are those of its hash, as far as this program knows the header's fields.
 * SURETY_CHAIN_ERROR_MALFORMED, _PROOF. */
gboolean surety_batch_check_result (const char *method, JsonNode *result, GError **error);

/* --- surety-batch.c --- */

/* Whether any of its calls wants its answer as text. */
gboolean surety_batch_wants_text (SuretyBatch *self);

/* All calls may be asked twice. */
gboolean surety_batch_is_read (SuretyBatch *self);
/* The calls the peer was too busy to answer (guint), a new array. */
GArray *surety_batch_dup_limited (SuretyBatch *self, GArray *which);
const char *surety_batch_get_method (SuretyBatch *self, guint i);
/* NULL when the call was answered with a result, or not at all. Lends. */
const GError *surety_batch_peek_error (SuretyBatch *self, guint i);

/* The same calls, unanswered, with block wherever one says "latest" (NULL: as they are). */
SuretyBatch *surety_batch_clone_at (SuretyBatch *self, const char *block);
/* Whether any call says "latest". */
gboolean surety_batch_is_floating (SuretyBatch *self);
/* Takes over the answers of a clone. heard: endpoints that answered, witnesses: those that gave these answers. */
void surety_batch_take_answers (SuretyBatch *self,
                                SuretyBatch *clone,
                                guint heard,
                                guint witnesses);

typedef enum
{
  SURETY_ANSWERS_SAME,
  SURETY_ANSWERS_OTHER,
  SURETY_ANSWERS_NONE, /* at least one of them says only that it can't */
} SuretyAnswers;

/* Whether call i has an answer, and not only the word that there is none. */
gboolean surety_batch_is_answered (SuretyBatch *self, guint i);
/* Whether two endpoints' answers to call i say the same: of blocks and receipts what a hash stands for,
 * of all else the value, however it is spelt. */
SuretyAnswers surety_batch_compare (SuretyBatch *a, SuretyBatch *b, guint i);

/* The receipt in a node that is not null. */
SuretyReceipt *surety_receipt_decode (JsonNode *node, GError **error);

G_END_DECLS
