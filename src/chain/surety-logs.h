/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-endpoints.h"

G_BEGIN_DECLS

/* Which logs: any of the addresses (none = all) and, per topic position, any of the hashes (none =
 * all). */
typedef struct
{
  GArray *addresses; /* Address */
  GArray *topics[4]; /* Hash; NULL = any */
} SuretyLogFilter;

SuretyLogFilter *surety_log_filter_new (void);
SuretyLogFilter *surety_log_filter_copy (const SuretyLogFilter *self);
void surety_log_filter_free (SuretyLogFilter *self);
void surety_log_filter_add_address (SuretyLogFilter *self, const Address *address);
void surety_log_filter_add_topic (SuretyLogFilter *self, guint position, const Hash *topic);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyLogFilter, surety_log_filter_free)

/* Called in order for each finished range [from, to], logs sorted by block and index (SuretyLog,
 * lent). Returning FALSE with an error stops. To resume later start at to + 1. */
typedef gboolean (
  *SuretyLogSink) (GPtrArray *logs, guint64 from, guint64 to, gpointer user_data, GError **error);

/* Resolves to: TRUE when [from, to] was walked. The range grows while answers are small and halves at a
 * limit (what providers say is parsed); what was learned is kept with the endpoints object. Every log is checked against
 * the filter and the range: a foreign one is SURETY_CHAIN_ERROR_MALFORMED. */
DexFuture *surety_logs_walk (SuretyEndpoints *endpoints,
                             const SuretyLogFilter *filter,
                             guint64 from,
                             guint64 to,
                             SuretyLogSink sink,
                             gpointer user_data,
                             GDestroyNotify destroy);

G_END_DECLS
