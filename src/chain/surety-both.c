/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-both.h"

#include "surety-batch-private.h"
#include "surety-endpoints-private.h"
#include "surety-flow.h"

G_DEFINE_BOXED_TYPE (SuretyBoth, surety_both, surety_both_ref, surety_both_unref)

SuretyBoth *
surety_both_ref (SuretyBoth *self)
{
  return g_rc_box_acquire (self);
}

static void
both_clear (gpointer data)
{
  SuretyBoth *self = data;

  for (guint i = 0; i < self->n; i++)
    {
      g_object_unref (self->batches[i]);
      g_free (self->labels[i]);
    }
}

void
surety_both_unref (SuretyBoth *self)
{
  g_rc_box_release_full (self, both_clear);
}

/* batch is taken; rpc NULL: nobody knows any more. */
static void
both_take (SuretyBoth *self, SuretyBatch *batch, SuretyRpc *rpc)
{
  self->batches[self->n] = batch;
  self->labels[self->n] = rpc != NULL ? surety_transport_dup_label (surety_rpc_get_transport (rpc))
                                      : g_strdup ("");
  self->n++;
}

typedef struct
{
  SuretyEndpoints *endpoints;
  SuretyBatch *batch;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_object_unref (run->batch);
  g_object_unref (run->endpoints);
  g_free (run);
}

/* TRUE when at least one answered. FALSE with an error: the flow went away. */
static gboolean
ask_two (Run *run, SuretyFlow *flow, SuretyBoth *both, GError **error)
{
  guint peers[2];
  DexFuture *futures[2];
  gboolean gone = FALSE;

  if (surety_endpoints_list_well (run->endpoints, peers, 2) < 2)
    return FALSE;

  for (guint k = 0; k < 2; k++)
    {
      g_autoptr (SuretyBatch) clone = surety_batch_clone_at (run->batch, NULL);

      futures[k] = surety_endpoints_ask (run->endpoints, peers[k], clone);
    }
  for (guint k = 0; k < 2; k++)
    {
      g_autoptr (GError) failed = NULL;
      SuretyBatch *answer = dex_await_object (surety_flow_guard (flow, futures[k]), &failed);

      if (answer != NULL)
        both_take (both, answer, surety_endpoints_get_rpc (run->endpoints, peers[k]));
      else if (g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_CANCELLED) && !gone)
        {
          g_propagate_error (error, g_steal_pointer (&failed));
          gone = TRUE;
        }
    }
  return !gone && both->n > 0;
}

static DexFuture *
run_fiber (SuretyFlow *flow, gpointer data)
{
  Run *run = data;
  g_autoptr (SuretyBoth) both = g_rc_box_new0 (SuretyBoth);
  g_autoptr (GError) error = NULL;
  SuretyBatch *answer;

  if (!ask_two (run, flow, both, &error))
    {
      if (error != NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
      answer = dex_await_object (surety_flow_guard (flow, surety_endpoints_run (run->endpoints,
                                                                                run->batch)),
                                 &error);
      if (answer == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
      both_take (both, answer, surety_endpoints_get_current (run->endpoints));
    }
  return dex_future_new_take_boxed (SURETY_TYPE_BOTH, g_steal_pointer (&both));
}

DexFuture *
surety_endpoints_run_both (SuretyEndpoints *self, SuretyBatch *batch)
{
  Run *run;

  dex_return_error_if_fail (SURETY_IS_ENDPOINTS (self));
  dex_return_error_if_fail (SURETY_IS_BATCH (batch));

  run = g_new0 (Run, 1);
  run->endpoints = g_object_ref (self);
  run->batch = g_object_ref (batch);
  return surety_flow_spawn (run_fiber, run, run_free);
}

GError *
surety_both_refuse (const SuretyBoth *self, SuretyEndpoints *endpoints, const char *what)
{
  GError *error;

  g_return_val_if_fail (self->n == 2, NULL);

  error = g_error_new (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_DISAGREE, "%s and %s differ in %s",
                       self->labels[0], self->labels[1], what);
  surety_endpoints_set_disagreement (endpoints, error);
  return error;
}
