/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-protocol.h"

G_DEFINE_INTERFACE (SuretyProtocol, surety_protocol, G_TYPE_OBJECT)
G_DEFINE_BOXED_TYPE (SuretyRenewed, surety_renewed, surety_renewed_copy, surety_renewed_free)

SuretyRenewed *
surety_renewed_copy (const SuretyRenewed *self)
{
  SuretyRenewed *copy = g_memdup2 (self, sizeof *self);

  g_object_ref (copy->provider);
  g_object_ref (copy->pledges);
  return copy;
}

void
surety_renewed_free (SuretyRenewed *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->provider);
  g_clear_object (&self->pledges);
  g_free (self);
}

static void
surety_protocol_default_init (SuretyProtocolInterface *iface)
{
}

const char *
surety_protocol_get_id (SuretyProtocol *self)
{
  g_return_val_if_fail (SURETY_IS_PROTOCOL (self), NULL);
  return SURETY_PROTOCOL_GET_IFACE (self)->get_id (self);
}

const char *
surety_protocol_get_title (SuretyProtocol *self)
{
  g_return_val_if_fail (SURETY_IS_PROTOCOL (self), NULL);
  return SURETY_PROTOCOL_GET_IFACE (self)->get_title (self);
}

SuretyNetwork *
surety_protocol_get_network (SuretyProtocol *self)
{
  g_return_val_if_fail (SURETY_IS_PROTOCOL (self), NULL);
  return SURETY_PROTOCOL_GET_IFACE (self)->get_network (self);
}

SuretyEndpoints *
surety_protocol_get_endpoints (SuretyProtocol *self)
{
  g_return_val_if_fail (SURETY_IS_PROTOCOL (self), NULL);
  return SURETY_PROTOCOL_GET_IFACE (self)->get_endpoints (self);
}

DexFuture *
surety_protocol_load_holdings (SuretyProtocol *self, const Address *account)
{
  g_return_val_if_fail (SURETY_IS_PROTOCOL (self), NULL);
  g_return_val_if_fail (account != NULL, NULL);
  return SURETY_PROTOCOL_GET_IFACE (self)->load_holdings (self, account);
}

DexFuture *
surety_protocol_load_assets (SuretyProtocol *self, const Address *account)
{
  g_return_val_if_fail (SURETY_IS_PROTOCOL (self), NULL);
  return SURETY_PROTOCOL_GET_IFACE (self)->load_assets (self, account);
}

DexFuture *
surety_protocol_load_providers (SuretyProtocol *self,
                                SuretyProgressFunc progress,
                                gpointer user_data,
                                GDestroyNotify destroy)
{
  g_return_val_if_fail (SURETY_IS_PROTOCOL (self), NULL);
  return SURETY_PROTOCOL_GET_IFACE (self)->load_providers (self, progress, user_data, destroy);
}

DexFuture *
surety_protocol_update_directory (SuretyProtocol *self,
                                  SuretyDirectoryFunc func,
                                  gpointer user_data,
                                  GDestroyNotify destroy)
{
  g_return_val_if_fail (SURETY_IS_PROTOCOL (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);
  return SURETY_PROTOCOL_GET_IFACE (self)->update_directory (self, func, user_data, destroy);
}

DexFuture *
surety_protocol_load_provider (SuretyProtocol *self, const Address *provider)
{
  g_return_val_if_fail (SURETY_IS_PROTOCOL (self), NULL);
  g_return_val_if_fail (provider != NULL, NULL);
  return SURETY_PROTOCOL_GET_IFACE (self)->load_provider (self, provider);
}

DexFuture *
surety_protocol_load_services (SuretyProtocol *self)
{
  g_return_val_if_fail (SURETY_IS_PROTOCOL (self), NULL);
  return SURETY_PROTOCOL_GET_IFACE (self)->load_services (self);
}

DexFuture *
surety_protocol_load_vaults (SuretyProtocol *self)
{
  g_return_val_if_fail (SURETY_IS_PROTOCOL (self), NULL);
  return SURETY_PROTOCOL_GET_IFACE (self)->load_vaults (self);
}

DexFuture *
surety_protocol_load_pledges (SuretyProtocol *self, const Address *provider)
{
  g_return_val_if_fail (SURETY_IS_PROTOCOL (self), NULL);
  g_return_val_if_fail (provider != NULL, NULL);
  return SURETY_PROTOCOL_GET_IFACE (self)->load_pledges (self, provider);
}

DexFuture *
surety_protocol_renew_pledges (SuretyProtocol *self,
                               const Address *provider,
                               const Address *strategy,
                               GListModel *known)
{
  g_return_val_if_fail (SURETY_IS_PROTOCOL (self), NULL);
  g_return_val_if_fail (provider != NULL && strategy != NULL, NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (known), NULL);
  return SURETY_PROTOCOL_GET_IFACE (self)->renew_pledges (self, provider, strategy, known);
}

char **
surety_protocol_list_files (SuretyProtocol *self)
{
  g_return_val_if_fail (SURETY_IS_PROTOCOL (self), NULL);
  return SURETY_PROTOCOL_GET_IFACE (self)->list_files (self);
}

void
surety_protocol_take_file (SuretyProtocol *self, const char *uri, GBytes *file)
{
  g_return_if_fail (SURETY_IS_PROTOCOL (self));
  g_return_if_fail (uri != NULL);
  SURETY_PROTOCOL_GET_IFACE (self)->take_file (self, uri, file);
}

DexFuture *
surety_protocol_load_allowances (SuretyProtocol *self, const Address *account)
{
  g_return_val_if_fail (SURETY_IS_PROTOCOL (self), NULL);
  g_return_val_if_fail (account != NULL, NULL);
  return SURETY_PROTOCOL_GET_IFACE (self)->load_allowances (self, account);
}

DexFuture *
surety_protocol_load_rewards (SuretyProtocol *self,
                              const Address *account,
                              SuretyServer *server,
                              SuretyRewardSheet *before)
{
  g_return_val_if_fail (SURETY_IS_PROTOCOL (self), NULL);
  g_return_val_if_fail (account != NULL, NULL);
  return SURETY_PROTOCOL_GET_IFACE (self)->load_rewards (self, account, server, before);
}

DexFuture *
surety_protocol_plan (SuretyProtocol *self, SuretyIntent *intent)
{
  g_return_val_if_fail (SURETY_IS_PROTOCOL (self), NULL);
  g_return_val_if_fail (SURETY_IS_INTENT (intent), NULL);
  return SURETY_PROTOCOL_GET_IFACE (self)->plan (self, intent);
}

DexFuture *
surety_protocol_simulate (SuretyProtocol *self, SuretyPlan *plan)
{
  g_return_val_if_fail (SURETY_IS_PROTOCOL (self), NULL);
  g_return_val_if_fail (SURETY_IS_PLAN (plan), NULL);
  return SURETY_PROTOCOL_GET_IFACE (self)->simulate (self, plan);
}

DexFuture *
surety_protocol_check (SuretyProtocol *self,
                       const Address *account,
                       GPtrArray *promises,
                       guint64 block)
{
  g_return_val_if_fail (SURETY_IS_PROTOCOL (self), NULL);
  g_return_val_if_fail (account != NULL && promises != NULL, NULL);
  return SURETY_PROTOCOL_GET_IFACE (self)->check (self, account, promises, block);
}
