/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* Returns what the future shall resolve to, initialised, or FALSE with an error. Runs on a thread.
 * */
typedef gboolean (*SuretyOffloadFunc) (gpointer user_data, GValue *result, GError **error);

/* Runs func on a thread of GTask's pool. Resolves to: what it put into result. user_data is
 * destroyed on the main thread after the future completed. */
DexFuture *surety_offload (SuretyOffloadFunc func, gpointer user_data, GDestroyNotify destroy);

/* Runs func as a fiber on the default scheduler. Resolves to: what its future resolves to. Letting
 * go of what is returned drops the answer, not the fiber: it runs to its end. (libdex 0.10.0, our
 * floor, ties its queues into a knot when a fiber is discarded whose awaited future completes in
 * the same turn; fixed in 0.11.) */
DexFuture *surety_spawn (DexFiberFunc func, gpointer user_data, GDestroyNotify destroy);

G_END_DECLS
