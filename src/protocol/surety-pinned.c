/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-pinned.h"

#define PINNED_ATTEMPTS 3u
#define PINNED_PAUSE_MILLISECONDS 700

/* Whether another of the endpoint's nodes may know better: the one asked can be a block behind. */
static gboolean
is_about_block (const GError *error)
{
  return g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_RPC) ||
         g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED);
}

gboolean
surety_pinned_run (SuretyFlow *flow,
                   SuretyMulticall *multicall,
                   SuretyEndpoints *endpoints,
                   guint64 block,
                   GError **error)
{
  g_autofree char *pinned = g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", block);

  for (guint attempt = 1;; attempt++)
    {
      g_autoptr (GError) failed = NULL;
      DexFuture *future = surety_multicall_run (multicall, endpoints,
                                                block == 0 ? "latest" : pinned);
      g_autoptr (GObject) result = dex_await_object (surety_flow_guard (flow, future), &failed);

      if (result != NULL)
        return TRUE;
      if (block == 0 || attempt == PINNED_ATTEMPTS || !is_about_block (failed))
        {
          g_propagate_error (error, g_steal_pointer (&failed));
          return FALSE;
        }
      /* A timeout is a rejection, and no error; a discarded flow is told by the next await. */
      dex_await (surety_flow_guard (flow, dex_timeout_new_msec (PINNED_PAUSE_MILLISECONDS)), NULL);
    }
}
