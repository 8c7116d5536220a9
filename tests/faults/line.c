/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "line.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "surety-chain-error.h"

struct _LineTransport
{
  GObject parent_instance;

  int file;
  LineFunc watch;
};

static gboolean
write_all (int file, const guint8 *data, gsize len)
{
  while (len > 0)
    {
      const ssize_t n = send (file, data, len, MSG_NOSIGNAL);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      data += n;
      len -= (gsize) n;
    }
  return TRUE;
}

static gboolean
read_all (int file, guint8 *data, gsize len)
{
  while (len > 0)
    {
      const ssize_t n = read (file, data, len);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      data += n;
      len -= (gsize) n;
    }
  return TRUE;
}

gboolean
line_write (int file, GBytes *message)
{
  const guint32 len = (guint32) g_bytes_get_size (message);

  return write_all (file, (const guint8 *) &len, sizeof len) &&
         write_all (file, g_bytes_get_data (message, NULL), len);
}

GBytes *
line_read (int file)
{
  g_autofree guint8 *data = NULL;
  guint32 len;

  if (!read_all (file, (guint8 *) &len, sizeof len))
    return NULL;
  data = g_malloc (len + 1);
  if (!read_all (file, data, len))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&data), len);
}

static DexFuture *
line_transport_send (SuretyTransport *transport, GBytes *request, gsize max, guint deadline)
{
  LineTransport *self = LINE_TRANSPORT (transport);
  GBytes *reply;

  self->watch ("send");
  reply = line_write (self->file, request) ? line_read (self->file) : NULL;
  if (reply == NULL)
    return dex_future_new_reject (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TRANSPORT, "cut");
  self->watch ("heard");
  return dex_future_new_take_boxed (G_TYPE_BYTES, reply);
}

static char *
line_transport_dup_label (SuretyTransport *transport)
{
  return g_strdup ("line");
}

static void
transport_init (SuretyTransportInterface *iface)
{
  iface->send = line_transport_send;
  iface->dup_label = line_transport_dup_label;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LineTransport,
                               line_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SURETY_TYPE_TRANSPORT, transport_init))

static void
line_transport_class_init (LineTransportClass *klass)
{
}

static void
line_transport_init (LineTransport *self)
{
}

LineTransport *
line_transport_new (int file, LineFunc watch)
{
  LineTransport *self = g_object_new (LINE_TYPE_TRANSPORT, NULL);

  self->file = file;
  self->watch = watch;
  return self;
}
