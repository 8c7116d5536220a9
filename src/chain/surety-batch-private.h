/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-rpc.h"

G_BEGIN_DECLS

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

/* All calls may be asked twice. */
gboolean surety_batch_is_read (SuretyBatch *self);
/* The calls the peer was too busy to answer (guint), a new array. */
GArray *surety_batch_dup_limited (SuretyBatch *self, GArray *which);
const char *surety_batch_get_method (SuretyBatch *self, guint i);
/* NULL when the call was answered with a result, or not at all. Lends. */
const GError *surety_batch_peek_error (SuretyBatch *self, guint i);

/* The receipt in a node that is not null. */
SuretyReceipt *surety_receipt_decode (JsonNode *node, GError **error);

G_END_DECLS
