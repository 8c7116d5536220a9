/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-files.h"
#include "surety-load.h"
#include "surety-protocol.h"

G_BEGIN_DECLS

/* The operators of a network, the services they secure, and what they pledge. Kept in the database
 * at the block it was read to and brought up to date from there; it can be used while it fills.
 * Items are replaced when what they say changed, and keep their place: match them by address.
 * Properties: "load" (SuretyLoad), "error" (GError, nullable), "providers" (GListModel of
 * SuretyProvider), "services" (GListModel of SuretyService), "assets" (GListModel of SuretyAsset,
 * balances of the current account), "progress" (double, 0 to 1), "filling" (boolean: logs or answers are
 * still to come), "remaining" (int64, estimated seconds to the end, -1 = unknown), "as-of-block"
 * (uint64: what is shown is of this block; 0 = nothing is shown), "as-of-time" (uint64, that block's
 * time in seconds since 1970; 0 = unknown). */
#define SURETY_TYPE_DIRECTORY (surety_directory_get_type ())
G_DECLARE_FINAL_TYPE (SuretyDirectory, surety_directory, SURETY, DIRECTORY, GObject)

SuretyDirectory *surety_directory_new (void);
void surety_directory_set_source (SuretyDirectory *self,
                                  SuretyProtocol *protocol,
                                  const Address *account);
SuretyLoad surety_directory_get_load (SuretyDirectory *self);
GListModel *surety_directory_get_providers (SuretyDirectory *self);
GListModel *surety_directory_get_assets (SuretyDirectory *self);
GListModel *surety_directory_get_services (SuretyDirectory *self);
gboolean surety_directory_get_filling (SuretyDirectory *self);
gint64 surety_directory_get_remaining (SuretyDirectory *self);
guint64 surety_directory_get_as_of_block (SuretyDirectory *self);
guint64 surety_directory_get_as_of_time (SuretyDirectory *self);
/* How well what it tells is known, as of that block. Logs are too many to be asked of two: by one endpoint at the best. What is
 * decided on is asked of two, by those that sign. */
SuretyKnown surety_directory_get_known (SuretyDirectory *self);
/* What is paid to all; lent, NULL = not known. Property "programme". */
SuretyProgramme *surety_directory_get_programme (SuretyDirectory *self);
/* Lends; NULL when not (yet) known. */
SuretyProvider *surety_directory_find (SuretyDirectory *self, const Address *provider);
/* Lends the service of an operator set; NULL when not (yet) known. */
SuretyService *surety_directory_find_service (SuretyDirectory *self,
                                              const Address *avs,
                                              guint32 set);
/* What names are from, beside the chain; NULL = nothing. Files the directory names are asked for (if
 * the user lets them be) when a refresh has ended, and shown soon after they arrive. */
void surety_directory_set_files (SuretyDirectory *self, SuretyFiles *files);
SuretyFiles *surety_directory_get_files (SuretyDirectory *self);
/* Whether another operator's name looks the same as this one's. */
gboolean surety_directory_is_look_alike (SuretyDirectory *self, const Address *provider);
/* Resolves to: TRUE. */
DexFuture *surety_directory_refresh (SuretyDirectory *self);
/* Stops what refresh() does; what was read is kept, and the next refresh goes on from there. The
 * refresh rejects with G_IO_ERROR_CANCELLED, "error" stays as it was. */
void surety_directory_cancel (SuretyDirectory *self);
/* Resolves to: TRUE: only the assets with the account's balances. */
DexFuture *surety_directory_refresh_assets (SuretyDirectory *self);
/* Resolves to: GListModel of SuretyPledge. */
DexFuture *surety_directory_load_pledges (SuretyDirectory *self, const Address *provider);

G_END_DECLS
