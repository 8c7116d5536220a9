/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-flow.h"

struct _SuretyFlow
{
  DexPromise *result;    /* what the caller holds */
  DexPromise *cancelled; /* pending until result is discarded */
  gulong handler;
  SuretyFlowFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
};

static void
surety_flow_free (SuretyFlow *self)
{
  g_signal_handler_disconnect (dex_promise_get_cancellable (self->result), self->handler);
  if (self->destroy != NULL)
    self->destroy (self->user_data);
  dex_clear (&self->cancelled);
  dex_clear (&self->result);
  g_free (self);
}

static void
cancelled_cb (GCancellable *cancellable, SuretyFlow *self)
{
  dex_promise_reject (self->cancelled,
                      g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled"));
}

static DexFuture *
surety_flow_fiber (gpointer data)
{
  SuretyFlow *self = data;
  g_autoptr (DexFuture) future = self->func (self, self->user_data);
  g_autoptr (GError) error = NULL;
  const GValue *value;

  g_assert (future != NULL);

  if (dex_future_is_pending (future) &&
      !dex_await (surety_flow_guard (self, dex_ref (future)), &error) &&
      dex_future_is_pending (future))
    {
      dex_promise_reject (self->result, g_steal_pointer (&error));
      return dex_future_new_true ();
    }

  g_clear_error (&error);
  value = dex_future_get_value (future, &error);
  if (value != NULL)
    dex_promise_resolve (self->result, value);
  else
    dex_promise_reject (self->result, g_steal_pointer (&error));

  return dex_future_new_true ();
}

DexFuture *
surety_flow_spawn (SuretyFlowFunc func, gpointer user_data, GDestroyNotify destroy)
{
  SuretyFlow *self = g_new0 (SuretyFlow, 1);
  DexPromise *result = dex_promise_new_cancellable ();

  self->result = dex_ref (result);
  self->cancelled = dex_promise_new ();
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;
  self->handler = g_signal_connect (dex_promise_get_cancellable (result), "cancelled",
                                    G_CALLBACK (cancelled_cb), self);

  /* The scheduler keeps the fiber; nobody may discard it. */
  dex_unref (
    dex_scheduler_spawn (NULL, 0, surety_flow_fiber, self, (GDestroyNotify) surety_flow_free));

  return DEX_FUTURE (result);
}

DexFuture *
surety_flow_guard (SuretyFlow *self, DexFuture *future)
{
  return dex_future_first (dex_ref (self->cancelled), future, NULL);
}

static gboolean
breathed_cb (gpointer promise)
{
  dex_promise_resolve_boolean (promise, TRUE);
  return G_SOURCE_REMOVE;
}

/* A timeout of nothing would be of the priority of events, and come before what is to be drawn. */
gboolean
surety_flow_breathe (SuretyFlow *self, GError **error)
{
  DexPromise *promise = dex_promise_new ();
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_static_name (source, "[surety] breathe");
  g_source_set_callback (source, breathed_cb, dex_ref (promise), dex_unref);
  g_source_attach (source, NULL);
  return dex_await (surety_flow_guard (self, DEX_FUTURE (promise)), error);
}
