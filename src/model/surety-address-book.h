/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-account-record.h"
#include "surety-contact.h"
#include "surety-load.h"
#include "surety-network.h"
#include "surety-payees.h"

G_BEGIN_DECLS

#define SURETY_BOOK_ERROR (surety_book_error_quark ())

/* Why an address is not saved. */
typedef enum
{
  SURETY_BOOK_ERROR_NAME,       /* nothing that can be read is left of the name */
  SURETY_BOOK_ERROR_NAME_TAKEN, /* another saved address has a name that looks the same */
  SURETY_BOOK_ERROR_NOBODY,     /* the zero address */
  SURETY_BOOK_ERROR_CONTRACT,   /* a contract or token of the network's file */
  SURETY_BOOK_ERROR_OWN,        /* an account whose key is here: it can be paid anyway */
  SURETY_BOOK_ERROR_SAVED,      /* it is saved already */
} SuretyBookError;

GQuark surety_book_error_quark (void);

/* Characters of a name. */
#define SURETY_BOOK_LONGEST_NAME 60u

/* The addresses saved for one network: GListModel of SuretyContact, by name. Who may be paid there is in it, or is an account
 * whose key is here (of practice on the practice network, others elsewhere; a watched one is not): a SuretyPayees, which looks into
 * the database each time it is asked. Properties (notify): "load" (SuretyLoad), "error" (GError, nullable). */
#define SURETY_TYPE_ADDRESS_BOOK (surety_address_book_get_type ())
G_DECLARE_FINAL_TYPE (SuretyAddressBook, surety_address_book, SURETY, ADDRESS_BOOK, GObject)

/* Reads what is saved. */
SuretyAddressBook *surety_address_book_new (SuretyNetwork *network, SuretyDatabase *database);
SuretyLoad surety_address_book_get_load (SuretyAddressBook *self);
SuretyNetwork *surety_address_book_get_network (SuretyAddressBook *self);
/* Lends; NULL when it is not saved. */
SuretyContact *surety_address_book_find (SuretyAddressBook *self, const Address *address);

/* Whether an account is one of whoever may be paid on the network without being saved: its key is here. */
gboolean surety_address_book_is_own (SuretyNetwork *network, SuretyAccountRecord *record);

/* Whether it could be saved now, as far as is known without asking: FALSE with SURETY_BOOK_ERROR_NOBODY, _CONTRACT, _SAVED. */
gboolean surety_address_book_check_address (SuretyAddressBook *self,
                                            const Address *address,
                                            GError **error);
/* Whether address could have that name: FALSE with _NAME, _NAME_TAKEN. */
gboolean surety_address_book_check_name (SuretyAddressBook *self,
                                         const Address *address,
                                         const char *name,
                                         GError **error);

/* Resolve to: TRUE, once it is on the disk and in the list. The name is kept without what can't be read, at most
 * SURETY_BOOK_LONGEST_NAME characters. Reject with SURETY_BOOK_ERROR_*, or what the database said. */
DexFuture *surety_address_book_add (SuretyAddressBook *self,
                                    const Address *address,
                                    const char *name);
DexFuture *surety_address_book_rename (SuretyAddressBook *self,
                                       const Address *address,
                                       const char *name);
DexFuture *surety_address_book_remove (SuretyAddressBook *self, const Address *address);
/* Resolves to: TRUE. Its failure is in "error", too. */
DexFuture *surety_address_book_refresh (SuretyAddressBook *self);

G_END_DECLS
