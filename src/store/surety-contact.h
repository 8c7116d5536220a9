/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address.h"
#include "surety-database.h"

G_BEGIN_DECLS

/* A saved address: somebody who may be paid on one network, by the name a person gave it. Immutable.
 * Properties (read only): "name", "address-text" (EIP-55) (strings). */
#define SURETY_TYPE_CONTACT (surety_contact_get_type ())
G_DECLARE_FINAL_TYPE (SuretyContact, surety_contact, SURETY, CONTACT, GObject)

const Address *surety_contact_get_address (SuretyContact *self);
const char *surety_contact_get_address_text (SuretyContact *self);
const char *surety_contact_get_name (SuretyContact *self);
/* Seconds since 1970, wall clock. */
gint64 surety_contact_get_saved (SuretyContact *self);
/* Two readings (SuretyContact) of one line. */
gboolean surety_contact_same (gpointer a, gpointer b);

/* network: its key, here and below: an address is saved for one network, and is nobody on another. Resolves to: TRUE, once
 * it is on the disk. SURETY_STORE_ERROR_EXISTS when it is saved there already. */
DexFuture *surety_contact_add (SuretyDatabase *database,
                               const char *network,
                               const Address *address,
                               const char *name);
/* Resolve to: TRUE. SURETY_STORE_ERROR_STATE when it is not saved there. */
DexFuture *surety_contact_rename (SuretyDatabase *database,
                                  const char *network,
                                  const Address *address,
                                  const char *name);
DexFuture *surety_contact_remove (SuretyDatabase *database,
                                  const char *network,
                                  const Address *address);
/* Resolves to: GListModel of SuretyContact in the order they were saved. */
DexFuture *surety_contact_list (SuretyDatabase *database, const char *network);
/* Forgets all of a network: only for a practice network that is begun anew. Resolves to: TRUE. */
DexFuture *surety_contact_forget (SuretyDatabase *database, const char *network);

G_END_DECLS
