/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-endpoints.h"
#include "surety-traffic.h"

G_BEGIN_DECLS

/* "82 ms · newest block 12 seconds ago · never failed", or why it does not answer. */
char *surety_endpoint_health_words (SuretyEndpoints *endpoints, guint i);
/* What two endpoints said differently, with their names. */
char *surety_disagreement_words (const GError *error);
/* What was asked for: of a method of JSON-RPC, in a word or three. */
const char *surety_traffic_purpose (SuretyTrafficPurpose purpose, const char *method);
/* "asked 12 times · about 3 KB out, 40 KB in" */
char *surety_traffic_words (guint64 n_calls, guint64 bytes_out, guint64 bytes_in);

G_END_DECLS
