/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-endpoints.h"

G_BEGIN_DECLS

/* "82 ms · newest block 12 seconds ago · never failed", or why it does not answer. */
char *surety_endpoint_health_words (SuretyEndpoints *endpoints, guint i);
/* What two endpoints said differently, with their names. */
char *surety_disagreement_words (const GError *error);
/* What a method is asked for, in a word or three. */
const char *surety_traffic_purpose (const char *method);
/* "node.example · eth_call · 12 questions · about 3 KB out, 40 KB in" */
char *surety_traffic_words (const char *host, const SuretyTraffic *traffic);

G_END_DECLS
