/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-offload.h"

#include <gio/gio.h>

typedef struct
{
  SuretyOffloadFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
  DexPromise *promise;
  GValue result;
  GError *error;
  gboolean done;
} Offload;

static void
offload_free (gpointer data)
{
  Offload *job = data;

  if (G_IS_VALUE (&job->result))
    g_value_unset (&job->result);
  g_clear_error (&job->error);
  dex_clear (&job->promise);
  g_free (job);
}

static void
run (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Offload *job = task_data;

  job->done = job->func (job->user_data, &job->result, &job->error);
  g_task_return_boolean (task, TRUE);
}

/* On the main thread. */
static void
finished (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Offload *job = g_task_get_task_data (G_TASK (result));

  if (job->done)
    dex_promise_resolve (job->promise, &job->result);
  else
    dex_promise_reject (job->promise, g_steal_pointer (&job->error));

  /* Here and not with the task, whose last reference may be the pool thread's. */
  if (job->destroy != NULL)
    job->destroy (job->user_data);
}

DexFuture *
surety_offload (SuretyOffloadFunc func, gpointer user_data, GDestroyNotify destroy)
{
  Offload *job = g_new0 (Offload, 1);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, finished, NULL);
  DexPromise *promise = dex_promise_new ();

  job->func = func;
  job->user_data = user_data;
  job->destroy = destroy;
  job->promise = dex_ref (promise);
  g_task_set_source_tag (task, surety_offload);
  g_task_set_task_data (task, job, offload_free);
  g_task_run_in_thread (task, run);

  return DEX_FUTURE (promise);
}

static DexFuture *
hand_over (DexFuture *completed, gpointer user_data)
{
  DexPromise *promise = user_data;
  GError *error = NULL;
  const GValue *value = dex_future_get_value (completed, &error);

  if (value != NULL)
    dex_promise_resolve (promise, value);
  else
    dex_promise_reject (promise, error);

  return dex_future_new_true ();
}

DexFuture *
surety_spawn (DexFiberFunc func, gpointer user_data, GDestroyNotify destroy)
{
  DexPromise *promise = dex_promise_new ();
  DexFuture *fiber = dex_scheduler_spawn (NULL, 0, func, user_data, destroy);

  dex_future_disown (dex_future_finally (fiber, hand_over, dex_ref (promise), dex_unref));

  return DEX_FUTURE (promise);
}
