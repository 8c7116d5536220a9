/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SURETY_STORE_ERROR (surety_store_error_quark ())

typedef enum
{
  SURETY_STORE_ERROR_DATABASE,    /* SQLite refused, for a reason that has no code of its own */
  SURETY_STORE_ERROR_TOO_NEW,     /* written by a newer version of the program */
  SURETY_STORE_ERROR_NONCE_TAKEN, /* the nonce belongs to another live journal entry */
  SURETY_STORE_ERROR_STATE,       /* the journal does not allow that change of state */
  SURETY_STORE_ERROR_NOT_FOUND,   /* no such item, in the database or in the keyring */
  SURETY_STORE_ERROR_NO_SERVICE,  /* no secret service answers on the session bus, or no bus */
  SURETY_STORE_ERROR_LOCKED,      /* the keyring is locked and was not unlocked */
  SURETY_STORE_ERROR_DISMISSED,   /* the user closed the keyring's prompt */
  SURETY_STORE_ERROR_PASSPHRASE,  /* wrong passphrase, or a damaged key file */
  SURETY_STORE_ERROR_MALFORMED,   /* a file or item is not what it should be */
  SURETY_STORE_ERROR_IO,          /* a file could not be read or written */
  SURETY_STORE_ERROR_EXISTS,      /* the database holds one of that key already */
  SURETY_STORE_ERROR_IN_USE,      /* another process has the database open */
  SURETY_STORE_ERROR_READ_ONLY,   /* the database can't be made, or may not be written */
  SURETY_STORE_ERROR_FULL,        /* no space is left for it */
  SURETY_STORE_ERROR_DAMAGED,     /* the database is truncated or garbled, or none at all */
} SuretyStoreError;

GQuark surety_store_error_quark (void);

G_END_DECLS
