/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address.h"
#include "surety-transport.h"

G_BEGIN_DECLS

/* A line to a node that keeps less than all: states of the last 128 blocks only, or no logs, or no
 * storage; and to contracts that answer something else, where calls are made one by one. */
#define PRUNED_TYPE_TRANSPORT (pruned_transport_get_type ())
G_DECLARE_FINAL_TYPE (PrunedTransport, pruned_transport, PRUNED, TRANSPORT, GObject)

PrunedTransport *pruned_transport_new (SuretyTransport *inner);
/* States older than that are missing; 0 = all are there. */
void pruned_transport_set_oldest (PrunedTransport *self, guint64 block);
/* The method is not served at all. */
void pruned_transport_refuse (PrunedTransport *self, const char *method);
/* What eth_call of that function answers: words, each 32 bytes; n 0 = it reverts. */
void pruned_transport_answer (PrunedTransport *self,
                              const Address *to,
                              const char *function,
                              const guint64 *words,
                              guint n);
/* The same with the returned bytes in hex. */
void pruned_transport_answer_hex (PrunedTransport *self,
                                  const Address *to,
                                  const char *function,
                                  const char *hex);
/* Exchanges so far. */
guint pruned_transport_get_exchanges (PrunedTransport *self);

G_END_DECLS
