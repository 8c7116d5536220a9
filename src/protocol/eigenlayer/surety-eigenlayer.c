/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-sync.h"

static void surety_eigenlayer_init_protocol (SuretyProtocolInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SuretyEigenlayer,
                               surety_eigenlayer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SURETY_TYPE_PROTOCOL,
                                                      surety_eigenlayer_init_protocol))

static void
surety_eigenlayer_dispose (GObject *object)
{
  SuretyEigenlayer *self = SURETY_EIGENLAYER (object);

  g_clear_object (&self->vaults);
  g_clear_object (&self->database);
  g_clear_object (&self->endpoints);
  g_clear_object (&self->network);
  G_OBJECT_CLASS (surety_eigenlayer_parent_class)->dispose (object);
}

static void
surety_eigenlayer_finalize (GObject *object)
{
  SuretyEigenlayer *self = SURETY_EIGENLAYER (object);

  g_clear_pointer (&self->directory, surety_eigenlayer_directory_free);
  g_clear_pointer (&self->prices, surety_eigenlayer_prices_free);
  g_clear_pointer (&self->blocks, g_array_unref);
  g_clear_pointer (&self->filter, surety_ledger_filter_free);
  g_clear_pointer (&self->parties, g_hash_table_unref);
  g_clear_pointer (&self->files, g_hash_table_unref);
  g_free (self->kept_limits);
  G_OBJECT_CLASS (surety_eigenlayer_parent_class)->finalize (object);
}

static const char *
surety_eigenlayer_get_id (SuretyProtocol *protocol)
{
  return "eigenlayer";
}

static const char *
surety_eigenlayer_get_title (SuretyProtocol *protocol)
{
  return "EigenLayer";
}

static SuretyNetwork *
surety_eigenlayer_get_network (SuretyProtocol *protocol)
{
  return SURETY_EIGENLAYER (protocol)->network;
}

static SuretyEndpoints *
surety_eigenlayer_get_endpoints (SuretyProtocol *protocol)
{
  return SURETY_EIGENLAYER (protocol)->endpoints;
}

static void
surety_eigenlayer_init_protocol (SuretyProtocolInterface *iface)
{
  iface->get_id = surety_eigenlayer_get_id;
  iface->get_title = surety_eigenlayer_get_title;
  iface->get_network = surety_eigenlayer_get_network;
  iface->get_endpoints = surety_eigenlayer_get_endpoints;
  iface->load_holdings = surety_eigenlayer_load_holdings;
  iface->load_assets = surety_eigenlayer_load_assets;
  iface->load_providers = surety_eigenlayer_load_providers;
  iface->update_directory = surety_eigenlayer_update_directory;
  iface->load_provider = surety_eigenlayer_load_provider;
  iface->load_services = surety_eigenlayer_load_services;
  iface->load_vaults = surety_eigenlayer_load_vaults;
  iface->load_pledges = surety_eigenlayer_load_pledges;
  iface->renew_pledges = surety_eigenlayer_renew_pledges;
  iface->list_files = surety_eigenlayer_list_files;
  iface->take_file = surety_eigenlayer_take_file;
  iface->load_allowances = surety_eigenlayer_load_allowances;
  iface->load_rewards = surety_eigenlayer_load_rewards;
  iface->plan = surety_eigenlayer_plan;
  iface->simulate = surety_eigenlayer_simulate;
  iface->check = surety_eigenlayer_check;
}

static void
surety_eigenlayer_class_init (SuretyEigenlayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = surety_eigenlayer_dispose;
  object_class->finalize = surety_eigenlayer_finalize;
}

static void
surety_eigenlayer_init (SuretyEigenlayer *self)
{
}

SuretyProtocol *
surety_eigenlayer_new (SuretyNetwork *network, SuretyEndpoints *endpoints)
{
  SuretyEigenlayer *self;

  g_return_val_if_fail (SURETY_IS_NETWORK (network), NULL);
  g_return_val_if_fail (SURETY_IS_ENDPOINTS (endpoints), NULL);

  self = g_object_new (SURETY_TYPE_EIGENLAYER, NULL);
  self->network = g_object_ref (network);
  self->endpoints = g_object_ref (endpoints);
  self->directory = surety_eigenlayer_directory_new (surety_network_get_block_seconds (network));
  self->prices = surety_eigenlayer_prices_new (self);

  /* The network file's schema requires them. */
  if (!surety_network_get_contract (network, "StrategyManager", &self->strategy_manager, NULL) ||
      !surety_network_get_contract (network, "DelegationManager", &self->delegation_manager,
                                    NULL) ||
      !surety_network_get_contract (network, "AllocationManager", &self->allocation_manager, NULL))
    g_assert_not_reached ();
  self->has_multicall3 = surety_network_get_contract (network, "Multicall3", &self->multicall3,
                                                      NULL);
  return SURETY_PROTOCOL (self);
}

void
surety_eigenlayer_set_database (SuretyEigenlayer *self, SuretyDatabase *database)
{
  g_return_if_fail (SURETY_IS_EIGENLAYER (self));
  g_return_if_fail (!self->is_loaded);

  g_set_object (&self->database, database);
}
