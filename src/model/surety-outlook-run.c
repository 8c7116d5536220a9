/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-offload.h"
#include "surety-outlook-private.h"

#define N_THREADS 2

/* Shared by the object that waits, the fiber and the threads: the last one frees it. */
struct _SuretyOutlookRun
{
  gatomicrefcount references;
  Simulation *simulation;
  SimulationTally *tallies[N_THREADS];
  atomic_uint_least64_t next;
  atomic_bool cancelled;
  atomic_uint started;
  SuretyOutlookRunFunc done;
  gpointer user_data;
};

static void
run_unref (gpointer data)
{
  SuretyOutlookRun *self = data;

  if (!g_atomic_ref_count_dec (&self->references))
    return;
  for (guint i = 0; i < N_THREADS; i++)
    simulation_tally_free (self->tallies[i]);
  simulation_free (self->simulation);
  g_free (self);
}

static SuretyOutlookRun *
run_ref (SuretyOutlookRun *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

static gboolean
work (gpointer user_data, GValue *result, GError **error)
{
  SuretyOutlookRun *self = user_data;

  simulation_work (self->simulation, &self->next,
                   self->tallies[atomic_fetch_add (&self->started, 1)], &self->cancelled);
  g_value_init (result, G_TYPE_BOOLEAN);
  g_value_set_boolean (result, TRUE);

  return TRUE;
}

static DexFuture *
run_fiber (gpointer user_data)
{
  SuretyOutlookRun *self = user_data;
  DexFuture *jobs[N_THREADS];
  SimulationResult result;

  for (guint i = 0; i < N_THREADS; i++)
    jobs[i] = surety_offload (work, run_ref (self), run_unref);
  for (guint i = 0; i < N_THREADS; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!dex_await (jobs[i], &error))
        g_warning ("A simulation was not worked off: %s", error->message);
    }
  if (atomic_load (&self->cancelled))
    return dex_future_new_true ();

  for (guint i = 1; i < N_THREADS; i++)
    simulation_tally_merge (self->tallies[0], self->tallies[i]);
  if (simulation_finish (self->simulation, self->tallies[0], &result))
    self->done (&result, self->user_data);

  return dex_future_new_true ();
}

SuretyOutlookRun *
surety_outlook_run_new (Simulation *simulation, SuretyOutlookRunFunc done, gpointer user_data)
{
  SuretyOutlookRun *self = g_new0 (SuretyOutlookRun, 1);

  g_atomic_ref_count_init (&self->references);
  self->simulation = simulation;
  self->done = done;
  self->user_data = user_data;
  for (guint i = 0; i < N_THREADS; i++)
    self->tallies[i] = simulation_tally_new ();
  dex_future_disown (surety_spawn (run_fiber, run_ref (self), run_unref));

  return self;
}

void
surety_outlook_run_cancel (SuretyOutlookRun *self)
{
  atomic_store (&self->cancelled, true);
  run_unref (self);
}
