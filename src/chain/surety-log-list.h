/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-logs.h"

G_BEGIN_DECLS

/* A log without memory of its own: data lends from the list it is in. */
typedef struct
{
  Address address;
  guint n_topics;
  guint index; /* in its block */
  guint64 block;
  Hash block_hash;
  Hash transaction;
  Hash topics[4];
  const guint8 *data;
  gsize len;
} SuretyLogEntry;

/* Many logs, sorted by block and index, one a place, in three pieces of memory however many they are.
 * Reference counted, immutable, for any thread. */
typedef struct _SuretyLogList SuretyLogList;

#define SURETY_TYPE_LOG_LIST (surety_log_list_get_type ())
GType surety_log_list_get_type (void);

/* json: the text of an eth_getLogs result ("[…]"), read strictly and without copies; every log must pass
 * the filter and be of a block in [from, to]: SURETY_CHAIN_ERROR_MALFORMED. Those marked as removed are
 * left out. */
SuretyLogList *surety_log_list_parse (const char *json,
                                      gsize len,
                                      const SuretyLogFilter *filter,
                                      guint64 from,
                                      guint64 to,
                                      GError **error);
SuretyLogList *surety_log_list_ref (SuretyLogList *self);
void surety_log_list_unref (SuretyLogList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyLogList, surety_log_list_unref)
guint surety_log_list_get_n (const SuretyLogList *self);
/* Lends. */
const SuretyLogEntry *surety_log_list_get (const SuretyLogList *self, guint i);

G_END_DECLS
