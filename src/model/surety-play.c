/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-play.h"

#include "surety-offload.h"

#include <gio/gio.h>

#define SEED 2026

struct _SuretyPlay
{
  GObject parent_instance;

  GFile *file;
  SuretyPractice *practice;
  gboolean restarted;

  DexFuture *save;
  gboolean save_again;
};

G_DEFINE_FINAL_TYPE (SuretyPlay, surety_play, G_TYPE_OBJECT)

static DexFuture *
save_fiber (gpointer user_data)
{
  SuretyPlay *self = user_data;

  do
    {
      g_autoptr (GBytes) dump = NULL;
      GError *error = NULL;

      self->save_again = FALSE;
      dump = surety_practice_dump (self->practice);
      if (!dex_await (dex_file_replace_contents_bytes (self->file, dump, NULL, FALSE,
                                                       G_FILE_CREATE_PRIVATE),
                      &error))
        return dex_future_new_for_error (error);
    }
  while (self->save_again);

  return dex_future_new_true ();
}

static DexFuture *
save (SuretyPlay *self)
{
  if (self->save != NULL && dex_future_is_pending (self->save))
    {
      self->save_again = TRUE;
      return dex_ref (self->save);
    }
  dex_clear (&self->save);
  self->save = surety_spawn (save_fiber, g_object_ref (self), g_object_unref);
  return dex_ref (self->save);
}

static DexFuture *
warn_unsaved (DexFuture *completed, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (completed, &error) == NULL)
    g_message ("the practice network's state was not saved: %s", error->message);

  return dex_future_new_true ();
}

static void
on_changed (SuretyPlay *self)
{
  /* Play money: what is lost here is played again. The app goes on. */
  dex_future_disown (dex_future_catch (save (self), warn_unsaved, NULL, NULL));
}

static void
surety_play_dispose (GObject *object)
{
  SuretyPlay *self = SURETY_PLAY (object);

  dex_clear (&self->save);
  g_clear_object (&self->practice);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (surety_play_parent_class)->dispose (object);
}

static void
surety_play_class_init (SuretyPlayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = surety_play_dispose;
}

static void
surety_play_init (SuretyPlay *self)
{
}

static DexFuture *
open_fiber (gpointer user_data)
{
  GFile *file = user_data;
  g_autoptr (SuretyPlay) self = g_object_new (SURETY_TYPE_PLAY, NULL);
  g_autoptr (GBytes) dump = NULL;
  g_autoptr (GError) error = NULL;

  self->file = g_object_ref (file);
  dump = dex_await_boxed (dex_file_load_contents_bytes (file), &error);
  if (dump == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return dex_future_new_for_error (g_steal_pointer (&error));
  g_clear_error (&error);

  if (dump != NULL)
    {
      self->practice = surety_practice_load (dump, &error);
      if (self->practice == NULL)
        {
          g_autofree char *path = g_file_get_path (file);
          g_autofree char *aside = g_strconcat (path, ".damaged", NULL);
          g_autoptr (GFile) other = g_file_new_for_path (aside);

          g_message ("the practice network's state could not be used (%s): beginning anew",
                     error->message);
          g_clear_error (&error);
          if (!dex_await (dex_file_replace_contents_bytes (other, dump, NULL, FALSE,
                                                           G_FILE_CREATE_PRIVATE),
                          &error))
            return dex_future_new_for_error (g_steal_pointer (&error));
          self->restarted = TRUE;
        }
    }
  if (self->practice == NULL)
    self->practice = surety_practice_new (SEED);
  g_signal_connect_object (self->practice, "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);

  return dex_future_new_take_object (g_steal_pointer (&self));
}

DexFuture *
surety_play_open (const char *path)
{
  return surety_spawn (open_fiber, g_file_new_for_path (path), g_object_unref);
}

SuretyPractice *
surety_play_get_practice (SuretyPlay *self)
{
  g_return_val_if_fail (SURETY_IS_PLAY (self), NULL);

  return self->practice;
}

gboolean
surety_play_get_restarted (SuretyPlay *self)
{
  g_return_val_if_fail (SURETY_IS_PLAY (self), FALSE);

  return self->restarted;
}

DexFuture *
surety_play_wind (SuretyPlay *self, guint64 seconds)
{
  g_return_val_if_fail (SURETY_IS_PLAY (self), NULL);

  surety_practice_wind_seconds (self->practice, seconds);

  return save (self);
}

DexFuture *
surety_play_forget (SuretyPlay *self)
{
  g_return_val_if_fail (SURETY_IS_PLAY (self), NULL);

  g_signal_handlers_disconnect_by_data (self->practice, self);
  dex_clear (&self->save);

  return dex_file_delete (self->file, G_PRIORITY_DEFAULT);
}
