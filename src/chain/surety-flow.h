/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* A fiber that may be discarded safely.
 *
 * libdex 0.10.0 (our floor) moves a discarded fiber from its blocked to its runnable queue but does
 * not mark it so; when what it awaited completes before it runs, the queue is tied into a knot and
 * no fiber of the process runs again (fixed in 0.11 by "fiber: cleanup queue swap management",
 * e43a99d). So the future handed out here is a promise, and the fiber behind it is never
 * discarded: it is told, by the await it is in being rejected with G_IO_ERROR_CANCELLED.
 *
 * Discarding is libdex's: the last future that awaits this one (a block of dex_future_then() or
 * _finally(), a set, a fiber) went away. Dropping a reference alone lets the flow run to its end. */
typedef struct _SuretyFlow SuretyFlow;

/* The story. Runs on a fiber of the default scheduler; returns the future whose result is the flow's. */
typedef DexFuture *(*SuretyFlowFunc) (SuretyFlow *flow, gpointer user_data);

/* Resolves to: what func's future resolves to. user_data is destroyed when func is through. */
DexFuture *surety_flow_spawn (SuretyFlowFunc func, gpointer user_data, GDestroyNotify destroy);

/* What to await inside the flow instead of future (taken): the same, or G_IO_ERROR_CANCELLED as soon
 * as the flow is discarded; future is then discarded too. After one such rejection all are. */
DexFuture *surety_flow_guard (SuretyFlow *flow, DexFuture *future) G_GNUC_WARN_UNUSED_RESULT;

/* Lets everything else of the main loop have its turn, drawing too: work that would hold it for longer
 * than a few milliseconds does so between its parts. FALSE with G_IO_ERROR_CANCELLED when the flow was
 * discarded. */
gboolean surety_flow_breathe (SuretyFlow *flow, GError **error);

G_END_DECLS
