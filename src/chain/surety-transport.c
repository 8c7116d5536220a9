/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-transport.h"

G_DEFINE_INTERFACE (SuretyTransport, surety_transport, G_TYPE_OBJECT)

static void
surety_transport_default_init (SuretyTransportInterface *iface)
{
}

DexFuture *
surety_transport_send (SuretyTransport *self, GBytes *request, gsize max_reply, guint deadline_ms)
{
  dex_return_error_if_fail (SURETY_IS_TRANSPORT (self));
  dex_return_error_if_fail (request != NULL);

  return SURETY_TRANSPORT_GET_IFACE (self)->send (self, request, max_reply, deadline_ms);
}

char *
surety_transport_dup_label (SuretyTransport *self)
{
  g_return_val_if_fail (SURETY_IS_TRANSPORT (self), NULL);

  return SURETY_TRANSPORT_GET_IFACE (self)->dup_label (self);
}

gboolean
surety_transport_is_inside (SuretyTransport *self)
{
  g_return_val_if_fail (SURETY_IS_TRANSPORT (self), FALSE);

  return SURETY_TRANSPORT_GET_IFACE (self)->is_inside != NULL &&
         SURETY_TRANSPORT_GET_IFACE (self)->is_inside (self);
}
