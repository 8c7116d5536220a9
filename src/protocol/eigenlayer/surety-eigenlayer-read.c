/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-private.h"

#define PINNED_ATTEMPTS 3u
#define PINNED_PAUSE_MILLISECONDS 700

SuretyMulticall *
surety_eigenlayer_multicall_new (SuretyEigenlayer *self)
{
  return surety_multicall_new (self->has_multicall3 ? &self->multicall3 : NULL);
}

guint
surety_eigenlayer_ask (SuretyMulticall *multicall,
                       const Address *to,
                       SuretyEigenlayerItem item,
                       guint n,
                       const AbiValue *args)
{
  return surety_multicall_add (multicall, to, surety_eigenlayer_abi (item), args, n);
}

SuretyKnown
surety_eigenlayer_get_known (SuretyEigenlayer *self)
{
  return surety_network_get_kind (self->network) == SURETY_NETWORK_PRACTICE
           ? SURETY_KNOWN_PRACTICE
           : SURETY_KNOWN_ONE_ENDPOINT;
}

SuretyFigure *
surety_eigenlayer_figure (SuretyEigenlayer *self,
                          SuretyMulticall *multicall,
                          u256 value,
                          guint decimals,
                          const char *unit)
{
  return surety_figure_new (value, decimals, unit, surety_multicall_get_block (multicall),
                            surety_multicall_get_timestamp (multicall),
                            surety_eigenlayer_get_known (self));
}

gboolean
surety_eigenlayer_read_blocks (SuretyMulticall *multicall, guint call, guint64 *out)
{
  u256 word;

  if (!surety_multicall_get_word (multicall, call, &word, NULL) || word > G_MAXUINT32)
    return FALSE;
  *out = (guint64) word;
  return TRUE;
}

/* Whether another of the endpoint's nodes may know better: the one asked can be a block behind. */
static gboolean
is_about_block (const GError *error)
{
  return g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_RPC) ||
         g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED);
}

gboolean
surety_eigenlayer_run (SuretyEigenlayer *self,
                       SuretyFlow *flow,
                       SuretyMulticall *multicall,
                       guint64 block,
                       GError **error)
{
  g_autofree char *pinned = g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", block);

  for (guint attempt = 1;; attempt++)
    {
      g_autoptr (GError) failed = NULL;
      DexFuture *future = surety_multicall_run (multicall, self->endpoints,
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

u256
surety_eigenlayer_whole (const SuretyToken *token)
{
  u256 whole = 1;

  for (guint i = 0; i < token->decimals; i++)
    whole *= 10;
  return whole;
}

AbiValue
surety_eigenlayer_strategies (SuretyEigenlayer *self, AbiValue *items)
{
  guint n = surety_network_get_n_tokens (self->network);

  for (guint i = 0; i < n; i++)
    items[i] = abi_address (&surety_network_get_token (self->network, i)->strategy);
  return abi_array (items, n);
}
