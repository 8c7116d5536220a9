/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-worker.h"

typedef struct
{
  SuretyWorkFunc func; /* NULL: the end */
  gpointer owner;      /* held, so that it outlives its jobs; NULL in the last one */
  gpointer user_data;
  GDestroyNotify destroy;
  GMainContext *context;
  DexPromise *promise;
  GValue result;
  GError *error;
} Job;

struct _SuretyWorker
{
  gpointer owner;
  GThread *thread;
  GAsyncQueue *jobs;
};

static void
job_free (Job *job)
{
  if (G_IS_VALUE (&job->result))
    g_value_unset (&job->result);
  if (job->destroy != NULL)
    job->destroy (job->user_data);
  g_clear_error (&job->error);
  g_clear_pointer (&job->context, g_main_context_unref);
  dex_clear (&job->promise);
  g_clear_object (&job->owner);
  g_free (job);
}

static gboolean
answer_in_context (gpointer data)
{
  Job *job = data;

  if (job->error != NULL)
    dex_promise_reject (job->promise, g_steal_pointer (&job->error));
  else
    dex_promise_resolve (job->promise, &job->result);

  return G_SOURCE_REMOVE;
}

/* Always through the caller's loop: never on this thread, which must not drop the last reference to the
 * owner. */
static void
answer (Job *job)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "[surety] worker's answer");
  g_source_set_callback (source, answer_in_context, job, (GDestroyNotify) job_free);
  g_source_attach (source, job->context);
}

static gpointer
work (gpointer data)
{
  SuretyWorker *self = data;

  for (;;)
    {
      Job *job = g_async_queue_pop (self->jobs);

      if (job->func == NULL)
        {
          job->destroy (g_steal_pointer (&job->user_data));
          job->destroy = NULL;
          job_free (job);
          return NULL;
        }
      if (!job->func (job->owner, job->user_data, &job->result, &job->error))
        g_assert (job->error != NULL);
      answer (job);
    }
}

SuretyWorker *
surety_worker_new (const char *name, gpointer owner)
{
  SuretyWorker *self = g_new0 (SuretyWorker, 1);

  self->owner = owner;
  self->jobs = g_async_queue_new ();
  self->thread = g_thread_new (name, work, self);
  return self;
}

void
surety_worker_free (SuretyWorker *self, GDestroyNotify last)
{
  Job *end = g_new0 (Job, 1);

  end->destroy = last;
  end->user_data = self->owner;
  g_async_queue_push (self->jobs, end);
  g_thread_join (self->thread);
  g_async_queue_unref (self->jobs);
  g_free (self);
}

DexFuture *
surety_worker_push (SuretyWorker *self,
                    SuretyWorkFunc func,
                    gpointer user_data,
                    GDestroyNotify destroy)
{
  DexPromise *promise = dex_promise_new ();
  Job *job = g_new0 (Job, 1);

  job->func = func;
  job->owner = g_object_ref (self->owner);
  job->user_data = user_data;
  job->destroy = destroy;
  job->context = g_main_context_ref_thread_default ();
  job->promise = dex_ref (promise);
  g_async_queue_push (self->jobs, job);

  return DEX_FUTURE (promise);
}
