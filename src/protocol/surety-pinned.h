/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-flow.h"
#include "surety-multicall.h"

G_BEGIN_DECLS

/* Runs multicall inside a flow, pinned to block (0 = the head). One of an endpoint's nodes can be a
 * block behind the one that answered before: such an answer is asked for again, twice. FALSE with an
 * error of SURETY_CHAIN_ERROR. */
gboolean surety_pinned_run (SuretyFlow *flow,
                            SuretyMulticall *multicall,
                            SuretyEndpoints *endpoints,
                            guint64 block,
                            GError **error);

G_END_DECLS
