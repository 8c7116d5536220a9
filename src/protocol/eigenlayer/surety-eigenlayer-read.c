/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-private.h"

#include "surety-pinned.h"

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

SuretyMulticall *
surety_eigenlayer_multicall_new_deciding (SuretyEigenlayer *self)
{
  SuretyMulticall *multicall = surety_eigenlayer_multicall_new (self);

  surety_multicall_set_decides (multicall, TRUE);
  return multicall;
}

SuretyKnown
surety_eigenlayer_get_known_of (SuretyEigenlayer *self, SuretyMulticall *multicall)
{
  SuretyKnown known = surety_eigenlayer_get_known (self);

  return known == SURETY_KNOWN_ONE_ENDPOINT && surety_multicall_get_witnesses (multicall) > 1
           ? SURETY_KNOWN_AGREED
           : known;
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
                            surety_eigenlayer_get_known_of (self, multicall));
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

gboolean
surety_eigenlayer_run (SuretyEigenlayer *self,
                       SuretyFlow *flow,
                       SuretyMulticall *multicall,
                       guint64 block,
                       GError **error)
{
  return surety_pinned_run (flow, multicall, self->endpoints, block, error);
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
