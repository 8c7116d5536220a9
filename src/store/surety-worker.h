/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-offload.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* A thread of its own that does one job after the other, in the order they were asked for. */
typedef struct _SuretyWorker SuretyWorker;

/* As SuretyOffloadFunc; owner: whose worker it is. */
typedef gboolean (*SuretyWorkFunc) (gpointer owner,
                                    gpointer user_data,
                                    GValue *result,
                                    GError **error);

/* owner: lent, it outlives its worker. */
SuretyWorker *surety_worker_new (const char *name, gpointer owner);
/* last: run on the thread when nothing is left to do (every job holds the owner, so this is only reached
 * without any). Waits for the thread. */
void surety_worker_free (SuretyWorker *self, GDestroyNotify last);
/* Resolves to: what func put into result, in the main context it was asked from; there too user_data is
 * destroyed, after the future completed. The owner, a GObject, is held until then. */
DexFuture *surety_worker_push (SuretyWorker *self,
                               SuretyWorkFunc func,
                               gpointer user_data,
                               GDestroyNotify destroy);

G_END_DECLS
