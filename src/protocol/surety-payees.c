/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-payees.h"

#include "surety-protocol-error.h"

G_DEFINE_INTERFACE (SuretyPayees, surety_payees, G_TYPE_OBJECT)

static void
surety_payees_default_init (SuretyPayeesInterface *iface)
{
}

DexFuture *
surety_payees_check (SuretyPayees *self, const Address *payee)
{
  g_return_val_if_fail (SURETY_IS_PAYEES (self) && payee != NULL, NULL);
  return SURETY_PAYEES_GET_IFACE (self)->check (self, payee);
}

const Address *
surety_payees_find (const Address *account, SuretyDecodedCall *call)
{
  const SuretyTold *told = surety_decoded_call_get_told (call);

  return told->has_payee && !address_equal (&told->payee, account) ? &told->payee : NULL;
}

gboolean
surety_payees_check_call (SuretyPayees *self,
                          const Address *account,
                          SuretyDecodedCall *call,
                          GError **error)
{
  const Address *payee = surety_payees_find (account, call);
  char text[ADDRESS_TEXT_SIZE];

  if (payee == NULL)
    return TRUE;
  if (self != NULL)
    return dex_await (surety_payees_check (self, payee), error);
  address_to_text (payee, text);
  g_set_error_literal (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_STRANGER, text);
  return FALSE;
}
