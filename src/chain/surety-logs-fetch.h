/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-log-list.h"

G_BEGIN_DECLS

/* What an endpoint was found to answer at once; 0 = not known yet. */
typedef struct
{
  guint64 range;   /* blocks of the next question */
  guint64 ceiling; /* blocks no question may go over */
  guint parts;     /* questions that travel together */
} SuretyLogsLimits;

/* Shared by all walks and fetches of the endpoints. set: what was learned at an earlier time. */
void surety_logs_get_limits (SuretyEndpoints *endpoints, SuretyLogsLimits *out);
void surety_logs_set_limits (SuretyEndpoints *endpoints, const SuretyLogsLimits *limits);

/* Neighbouring ranges of blocks and their logs, from one exchange. */
typedef struct
{
  guint64 from;
  guint64 to;
  GArray *headers;  /* SuretyBlock: the last of each range, ascending */
  GPtrArray *lists; /* SuretyLogList, one a range */
  guint n_logs;
} SuretyLogsFetched;

#define SURETY_TYPE_LOGS_FETCHED (surety_logs_fetched_get_type ())
GType surety_logs_fetched_get_type (void);
SuretyLogsFetched *surety_logs_fetched_copy (const SuretyLogsFetched *self);
void surety_logs_fetched_free (SuretyLogsFetched *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyLogsFetched, surety_logs_fetched_free)

/* As much of [from, to] as the endpoint answers at once, beginning at from: several ranges in one JSON-RPC
 * batch, decoded on a thread. The same limits are met and learned as by surety_logs_walk(). Each range's
 * last header travels with it: its logs and that hash are of one answer.
 * Resolves to: SuretyLogsFetched, of one range at least. */
DexFuture *surety_logs_fetch (SuretyEndpoints *endpoints,
                              const SuretyLogFilter *filter,
                              guint64 from,
                              guint64 to);

G_END_DECLS
