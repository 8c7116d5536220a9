/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-logs-fetch.h"

G_BEGIN_DECLS

/* How often the node that answers may be behind the one that said where the head is. */
#define SURETY_LOGS_MAX_BEHIND 5u
#define SURETY_LOGS_BEHIND_WAIT_MS 1000
/* Ranges that ran into the deadline, in a row: an endpoint that is dead must not be asked for ever less. */
#define SURETY_LOGS_MAX_TIMEOUTS 2u

/* Lends: lives with the endpoints. */
SuretyLogsLimits *surety_logs_peek_limits (SuretyEndpoints *endpoints);
/* eth_getLogs' parameters. */
JsonNode *surety_logs_encode_filter (const SuretyLogFilter *filter, guint64 from, guint64 to);
/* Fewer blocks next time, if it can be fewer. */
gboolean surety_logs_shrink (SuretyLogsLimits *limits,
                             guint64 from,
                             guint64 asked,
                             const GError *error);

G_END_DECLS
