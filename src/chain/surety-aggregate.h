/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-multicall-private.h"

G_BEGIN_DECLS

/* Multicall3's own functions (mds1/multicall3, Multicall3.sol). */
const AbiItem *surety_aggregate_get_eth_balance (void);
/* Selector and arguments; arguments that do not fit the item abort. */
GBytes *surety_aggregate_encode_call (const AbiItem *item, const AbiValue *args, gsize n_args);

/* In front of an aggregate's calls stand the block's own words: number, time and, with n_head 3, the
 * parent's hash. */
GBytes *surety_aggregate_encode (SuretyMulticall *multicall, guint first, guint n, guint n_head);

/* What one aggregate returned. */
typedef struct
{
  GBytes *data;
  AbiValues values; /* lends from data */
  guint n_head;
  SuretyMulticallHead head;
} SuretyAggregate;

/* data is taken. NULL and SURETY_CHAIN_ERROR_MALFORMED when it is not the answer to n calls. */
SuretyAggregate *surety_aggregate_decode (GBytes *data, guint n, guint n_head, GError **error);
void surety_aggregate_free (SuretyAggregate *self);
/* Puts the answer of call i of the aggregate into call. FALSE when it failed without a word. */
gboolean surety_aggregate_store (SuretyAggregate *self, guint i, SuretyMulticallCall *call);

G_END_DECLS
