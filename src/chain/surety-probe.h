/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-rpc.h"

G_BEGIN_DECLS

/* What "Test connection" finds out about an endpoint. */
typedef struct
{
  guint64 chain_id;
  SuretyBlock head;
  guint latency_ms;    /* one small round trip */
  gboolean batch;      /* answers JSON-RPC batches */
  guint64 logs_range;  /* largest eth_getLogs range tried that worked, in blocks; 0 = none */
  gboolean archive;    /* serves state of a very old block */
  gboolean simulation; /* eth_simulateV1 */
  gboolean proofs;     /* eth_getProof */
  gboolean finalized;  /* knows the finalized tag */
  char *client;        /* web3_clientVersion, cleaned; may be NULL */
} SuretyProbe;

#define SURETY_TYPE_PROBE (surety_probe_get_type ())
GType surety_probe_get_type (void);
SuretyProbe *surety_probe_copy (const SuretyProbe *self);
void surety_probe_free (SuretyProbe *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyProbe, surety_probe_free)

/* Resolves to: SuretyProbe. expected_chain_id 0 accepts any chain, else SURETY_CHAIN_ERROR_WRONG_CHAIN
 * (the found id is in the message). Knows within 20 s. */
DexFuture *surety_probe_run (SuretyTransport *transport, guint64 expected_chain_id);

G_END_DECLS
