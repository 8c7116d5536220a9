/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address.h"
#include "surety-transport.h"

G_BEGIN_DECLS

/* A line to another transport that can be cut, and whose other end can be made to lie, or to keep less
 * than all: states of the last blocks only, or no logs, or no storage. */
#define RIGGED_TYPE_TRANSPORT (rigged_transport_get_type ())
G_DECLARE_FINAL_TYPE (RiggedTransport, rigged_transport, RIGGED, TRANSPORT, GObject)

RiggedTransport *rigged_transport_new (SuretyTransport *inner);
/* Exchanges that hold the method fail before (delivered FALSE) or after they reached the other end.
 * NULL: none. */
void rigged_transport_cut (RiggedTransport *self, const char *method, gboolean delivered);
/* So many exchanges pass, all after them fail; 0: none does. */
void rigged_transport_cut_after (RiggedTransport *self, guint exchanges);
/* What the method answers instead, in exchanges that also hold the method beside (NULL: in all).
 * JSON text; NULL restores. */
void rigged_transport_lie (RiggedTransport *self,
                           const char *method,
                           const char *beside,
                           const char *json);
/* The account's nonce with what waits, JSON text; NULL restores. */
void rigged_transport_set_pending (RiggedTransport *self, const char *json);
/* States older than that are missing; 0 = all are there. */
void rigged_transport_set_oldest (RiggedTransport *self, guint64 block);
/* The method answers with this error; NULL restores. */
void rigged_transport_fail (RiggedTransport *self, const char *method, const char *message);
/* The method is not served at all. */
void rigged_transport_refuse (RiggedTransport *self, const char *method);
/* What eth_call of that function answers where calls are made one by one: words, each 32 bytes; n 0 = it
 * reverts. */
void rigged_transport_answer (RiggedTransport *self,
                              const Address *to,
                              const char *function,
                              const guint64 *words,
                              guint n);
/* The same with the returned bytes in hex. */
void rigged_transport_answer_hex (RiggedTransport *self,
                                  const Address *to,
                                  const char *function,
                                  const char *hex);
/* Whose code that is, in hex; NULL restores. */
void rigged_transport_set_code (RiggedTransport *self, const Address *at, const char *hex);
/* The word at a slot, both as QUANTITY and DATA in hex. */
void rigged_transport_set_slot (RiggedTransport *self,
                                const Address *at,
                                const char *slot,
                                const char *hex);
/* eth_getLogs answers with one more log, JSON text, to whoever asks for its block, contract and event. */
void rigged_transport_add_log (RiggedTransport *self, const char *json);
/* Exchanges so far. */
guint rigged_transport_get_exchanges (RiggedTransport *self);
/* Requests of the method that reached the other end. */
guint rigged_transport_count (RiggedTransport *self, const char *method);

G_END_DECLS
