/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-token-upgrade.h"

#include <string.h>

#include "surety-code.h"

u256
surety_token_upgrade_slot (guint i)
{
  static const struct
  {
    const char *text;
    guint less;
  } names[SURETY_N_PROXY_SLOTS] = {
    { "eip1967.proxy.implementation", 1 }, { "eip1967.proxy.admin", 1 },
    { "eip1967.proxy.beacon", 1 },         { "org.zeppelinos.proxy.implementation", 0 },
    { "org.zeppelinos.proxy.admin", 0 },
  };
  Hash hash;

  g_return_val_if_fail (i < SURETY_N_PROXY_SLOTS, 0);
  hash = keccak256 ((Bytes) { (const guint8 *) names[i].text, strlen (names[i].text) });
  return u256_from_be (hash.bytes) - names[i].less;
}

static SuretySheetUpgrade
not_served (void)
{
  return (SuretySheetUpgrade) {
    .state = SURETY_SHEET_NOT_SERVED,
    .who_state = SURETY_SHEET_NOT_SERVED,
    .delay_state = SURETY_SHEET_NOT_SERVED,
  };
}

static SuretySheetUpgrade
read_upgrade (SuretyBatch *batch, guint first)
{
  SuretySheetUpgrade out = {
    .state = SURETY_SHEET_KNOWN,
    .who_state = SURETY_SHEET_NOT_READ,
    .delay_state = SURETY_SHEET_NOT_READ,
  };
  Address *const places[SURETY_N_PROXY_SLOTS] = { &out.implementation, &out.admin, &out.beacon,
                                                  &out.implementation, &out.admin };

  for (guint i = 0; i < SURETY_N_PROXY_SLOTS; i++)
    {
      Address *into = places[i];
      Address found;

      if (!surety_code_read_slot (batch, first + i, &found, NULL))
        return not_served ();
      if (address_is_zero (&found))
        continue;
      out.is_proxy = TRUE;
      if (address_is_zero (into))
        *into = found;
    }
  return out;
}

void
surety_token_upgrade_read (SuretyFlow *flow,
                           SuretyEndpoints *endpoints,
                           guint64 block,
                           guint n,
                           const Address *contracts,
                           SuretySheetUpgrade *out)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (GObject) answered = NULL;
  g_autofree char *quantity = g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", block);

  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < SURETY_N_PROXY_SLOTS; k++)
      surety_code_ask_slot (batch, &contracts[i], surety_token_upgrade_slot (k), quantity);
  if (n > 0)
    answered = dex_await_object (surety_flow_guard (flow, surety_endpoints_run (endpoints, batch)),
                                 NULL);
  for (guint i = 0; i < n; i++)
    out[i] = answered != NULL ? read_upgrade (batch, i * SURETY_N_PROXY_SLOTS) : not_served ();
}
