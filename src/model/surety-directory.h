/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-load.h"
#include "surety-protocol.h"

G_BEGIN_DECLS

/* The operators of a network, and what they pledge.
 * Properties: "load" (SuretyLoad), "error" (GError, nullable), "providers" (GListModel of SuretyProvider), "assets" (GListModel of
 * SuretyAsset, balances of the current account), "progress" (double, 0 to 1). */
#define SURETY_TYPE_DIRECTORY (surety_directory_get_type ())
G_DECLARE_FINAL_TYPE (SuretyDirectory, surety_directory, SURETY, DIRECTORY, GObject)

SuretyDirectory *surety_directory_new (void);
void surety_directory_set_source (SuretyDirectory *self,
                                  SuretyProtocol *protocol,
                                  const Address *account);
SuretyLoad surety_directory_get_load (SuretyDirectory *self);
GListModel *surety_directory_get_providers (SuretyDirectory *self);
GListModel *surety_directory_get_assets (SuretyDirectory *self);
/* Lends; NULL when not (yet) known. */
SuretyProvider *surety_directory_find (SuretyDirectory *self, const Address *provider);
/* Resolves to: TRUE. */
DexFuture *surety_directory_refresh (SuretyDirectory *self);
/* Resolves to: TRUE: only the assets with the account's balances. */
DexFuture *surety_directory_refresh_assets (SuretyDirectory *self);
/* Resolves to: GListModel of SuretyPledge. */
DexFuture *surety_directory_load_pledges (SuretyDirectory *self, const Address *provider);

G_END_DECLS
