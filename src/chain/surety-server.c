/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-server.h"

G_DEFINE_INTERFACE (SuretyServer, surety_server, G_TYPE_OBJECT)

static void
surety_server_default_init (SuretyServerInterface *iface)
{
}

DexFuture *
surety_server_ask (SuretyServer *self,
                   const char *path,
                   GBytes *body,
                   gsize max_reply,
                   guint deadline_ms)
{
  dex_return_error_if_fail (SURETY_IS_SERVER (self));
  dex_return_error_if_fail (path != NULL && *path == '/');

  return SURETY_SERVER_GET_IFACE (self)->ask (self, path, body, max_reply, deadline_ms);
}

char *
surety_server_dup_label (SuretyServer *self)
{
  g_return_val_if_fail (SURETY_IS_SERVER (self), NULL);

  return SURETY_SERVER_GET_IFACE (self)->dup_label (self);
}
