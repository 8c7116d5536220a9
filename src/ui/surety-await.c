/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-await.h"

typedef struct
{
  GWeakRef owner;
  SuretyAwaitFunc done;
} Waiting;

static void
waiting_free (gpointer data)
{
  Waiting *self = data;

  g_weak_ref_clear (&self->owner);
  g_free (self);
}

static DexFuture *
completed (DexFuture *future, gpointer data)
{
  Waiting *self = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&self->owner);
  g_autoptr (GError) error = NULL;

  if (owner != NULL)
    {
      const GValue *value = dex_future_get_value (future, &error);

      self->done (owner, value, error);
    }
  return dex_future_new_true ();
}

DexFuture *
surety_await (DexFuture *future, gpointer owner, SuretyAwaitFunc done)
{
  Waiting *self = g_new0 (Waiting, 1);

  g_weak_ref_init (&self->owner, owner);
  self->done = done;
  return dex_future_finally (future, completed, self, waiting_free);
}
