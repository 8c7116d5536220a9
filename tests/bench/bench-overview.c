/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "surety-eigenlayer.h"
#include "surety-practice.h"
#include "surety-signer.h"

/* What one full refresh of Overview costs on the wire, for an account that holds everything the
 * page can show. */

typedef struct
{
  guint64 trips;
  guint64 out;
  guint64 in;
} Traffic;

static Traffic
measure (SuretyEndpoints *endpoints)
{
  Traffic traffic;

  surety_rpc_get_traffic (surety_endpoints_get_rpc (endpoints, 0), &traffic.trips, &traffic.out,
                          &traffic.in);
  return traffic;
}

/* An account of the practice network that delegates to an operator with sets: any staker of its own
 * history. */
static gboolean
find_staker (SuretyProtocol *protocol, const Address *account, SuretyHoldings **out)
{
  g_autoptr (SuretyHoldings)
    holdings = dex_await_object (surety_protocol_load_holdings (protocol, account), NULL);

  if (holdings == NULL || surety_holdings_get_provider (holdings) == NULL ||
      g_list_model_get_n_items (surety_holdings_get_pledges (holdings)) == 0)
    return FALSE;
  *out = g_steal_pointer (&holdings);
  return TRUE;
}

static DexFuture *
bench_fiber (gpointer data)
{
  g_autoptr (SuretyPractice) practice = surety_practice_new (1);
  g_autoptr (SuretyNetwork) network = surety_network_new_builtin ("practice");
  g_autoptr (SuretyEndpoints)
    endpoints = surety_endpoints_new (surety_network_get_chain_id (network));
  g_autoptr (SuretyProtocol) protocol = NULL;
  g_autoptr (SuretyHoldings) found = NULL;
  g_autoptr (GListModel) providers = NULL;
  g_autoptr (GError) error = NULL;

  surety_endpoints_add (endpoints, SURETY_TRANSPORT (practice));
  protocol = surety_eigenlayer_new (network, endpoints);
  providers = dex_await_object (surety_protocol_load_providers (protocol, NULL, NULL, NULL),
                                &error);
  if (providers == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* An operator delegates to itself, and so is a staker with pledges. */
  for (guint i = 0; i < g_list_model_get_n_items (providers) && found == NULL; i++)
    {
      g_autoptr (SuretyProvider) provider = g_list_model_get_item (providers, i);

      if (find_staker (protocol, surety_provider_get_address (provider), &found))
        {
          g_autoptr (SuretyProtocol) fresh = surety_eigenlayer_new (network, endpoints);
          Traffic before = measure (endpoints);
          g_autoptr (SuretyHoldings)
            again = dex_await_object (surety_protocol_load_holdings (fresh,
                                                                     surety_provider_get_address (
                                                                       provider)),
                                      &error);
          Traffic after = measure (endpoints);

          if (again == NULL)
            return dex_future_new_for_error (g_steal_pointer (&error));
          printf ("bench overview-round-trips %" G_GUINT64_FORMAT " trips goal <= 3\n",
                  after.trips - before.trips);
          printf ("bench overview-bytes-out %" G_GUINT64_FORMAT " B\n", after.out - before.out);
          printf ("bench overview-bytes-in %" G_GUINT64_FORMAT " B\n", after.in - before.in);
        }
    }
  if (found == NULL)
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                                  "The practice network has no staker with pledges");
  return dex_future_new_true ();
}

int
main (int argc, char **argv)
{
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;

  dex_init ();
  if (!secret_heap_init ())
    return 1;
  future = dex_scheduler_spawn (NULL, 0, bench_fiber, NULL, NULL);
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  if (dex_future_get_value (future, &error) == NULL)
    {
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }
  return 0;
}
