/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-endpoints.h"

G_BEGIN_DECLS

/* What two endpoints say, each for itself, where honest ones may differ: what a pool holds, what a call may
 * cost, a head that one has not seen yet. Who asks decides what a difference means. */
typedef struct
{
  guint n; /* 1 or 2: those that answered */
  SuretyBatch *batches[2];
  char *labels[2];
} SuretyBoth;

#define SURETY_TYPE_BOTH (surety_both_get_type ())
GType surety_both_get_type (void);
SuretyBoth *surety_both_ref (SuretyBoth *self);
void surety_both_unref (SuretyBoth *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyBoth, surety_both_unref)

/* The first two endpoints that are well, at the same time; where there are not two, one, as
 * surety_endpoints_run() would. A batch with eth_sendRawTransaction goes to both: the same bytes twice are
 * harmless, and one that keeps them for itself is not alone with them. Resolves to: SuretyBoth; rejects when
 * nobody answers. */
DexFuture *surety_endpoints_run_both (SuretyEndpoints *self, SuretyBatch *batch);

/* They differ in something in which honest ones would not: SURETY_CHAIN_ERROR_DISAGREE with both names, also
 * what surety_endpoints_peek_disagreement() says from now on. what: "the receipt of a transaction". */
GError *surety_both_refuse (const SuretyBoth *self, SuretyEndpoints *endpoints, const char *what);

G_END_DECLS
