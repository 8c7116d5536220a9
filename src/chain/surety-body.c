/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-body.h"

#include <string.h>

/* Up to here it is not worth a thread. */
#define SMALL (256u * 1024u)

struct _SuretyBody
{
  GPtrArray *pieces; /* GBytes */
  gsize size;
};

SuretyBody *
surety_body_new (void)
{
  SuretyBody *self = g_new0 (SuretyBody, 1);

  self->pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  return self;
}

void
surety_body_free (SuretyBody *self)
{
  g_ptr_array_unref (self->pieces);
  g_free (self);
}

void
surety_body_take (SuretyBody *self, GBytes *piece)
{
  self->size += g_bytes_get_size (piece);
  g_ptr_array_add (self->pieces, piece);
}

gsize
surety_body_get_size (const SuretyBody *self)
{
  return self->size;
}

GBytes *
surety_body_join (SuretyBody *self)
{
  guint8 *whole = g_malloc (self->size + 1);
  const gsize size = self->size;
  gsize at = 0;

  for (guint i = 0; i < self->pieces->len; i++)
    {
      gsize len;
      const guint8 *data = g_bytes_get_data (g_ptr_array_index (self->pieces, i), &len);

      memcpy (whole + at, data, len);
      at += len;
    }
  surety_body_free (self);
  return g_bytes_new_take (whole, size);
}

static void
join_thread (GTask *task, gpointer source, gpointer body, GCancellable *cancellable)
{
  g_task_return_pointer (task, surety_body_join (body), (GDestroyNotify) g_bytes_unref);
}

static void
joined_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;

  dex_promise_resolve_boxed (promise, G_TYPE_BYTES,
                             g_task_propagate_pointer (G_TASK (result), NULL));
}

DexFuture *
surety_body_join_future (SuretyBody *self)
{
  DexPromise *promise = dex_promise_new ();

  if (self->size <= SMALL)
    dex_promise_resolve_boxed (promise, G_TYPE_BYTES, surety_body_join (self));
  else
    {
      g_autoptr (GTask) task = g_task_new (NULL, NULL, joined_cb, dex_ref (promise));

      g_task_set_static_name (task, "surety_body_join");
      g_task_set_task_data (task, self, NULL);
      g_task_run_in_thread (task, join_thread);
    }
  return DEX_FUTURE (promise);
}
