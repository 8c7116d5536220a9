/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "address.h"
#include "surety-review.h"

G_BEGIN_DECLS

/* Whom accounts may pay on one network: whoever keeps accounts and saved addresses knows. Asked when a plan is made and again before
 * each signature, as somebody may be taken out of them in between. */
#define SURETY_TYPE_PAYEES (surety_payees_get_type ())
G_DECLARE_INTERFACE (SuretyPayees, surety_payees, SURETY, PAYEES, GObject)

struct _SuretyPayeesInterface
{
  GTypeInterface parent_iface;

  DexFuture *(*check) (SuretyPayees *self, const Address *payee);
};

/* Resolves to: TRUE when payee is one of them. Rejects with SURETY_PROTOCOL_ERROR_STRANGER (message: its address, EIP-55) when it is
 * not, or with what kept it from being found out: whoever is not known to be one is not paid. */
DexFuture *surety_payees_check (SuretyPayees *self, const Address *payee);

/* Whom the call pays, as its bytes say; NULL: nobody, or the account itself. Lends from call. */
const Address *surety_payees_find (const Address *account, SuretyDecodedCall *call);

/* Inside a fiber: whether what the call pays, as its bytes say, is for the account itself or for one of self (NULL: for nobody but the
 * account). FALSE with the error of surety_payees_check(). */
gboolean surety_payees_check_call (SuretyPayees *self,
                                   const Address *account,
                                   SuretyDecodedCall *call,
                                   GError **error);

G_END_DECLS
