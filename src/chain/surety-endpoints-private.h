/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-endpoints.h"

G_BEGIN_DECLS

/* How long a failed endpoint is left alone the first time (doubled each time, at most 5 min), and after
 * how long a failure its chain id is asked for again. Milliseconds; 5 s and 1 min unless set. */
void surety_endpoints_set_patience (SuretyEndpoints *self, guint cooldown_ms, guint recheck_ms);

G_END_DECLS
