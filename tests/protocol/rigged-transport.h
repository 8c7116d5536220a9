/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-transport.h"

G_BEGIN_DECLS

/* A line to another transport that can be cut, and whose other end can be made to lie. */
#define RIGGED_TYPE_TRANSPORT (rigged_transport_get_type ())
G_DECLARE_FINAL_TYPE (RiggedTransport, rigged_transport, RIGGED, TRANSPORT, GObject)

RiggedTransport *rigged_transport_new (SuretyTransport *inner);
/* Exchanges that hold the method fail before (delivered FALSE) or after they reached the other end.
 * NULL: none. */
void rigged_transport_cut (RiggedTransport *self, const char *method, gboolean delivered);
/* What the method answers instead, in exchanges that also hold the method beside (NULL: in all).
 * JSON text; NULL restores. */
void rigged_transport_lie (RiggedTransport *self,
                           const char *method,
                           const char *beside,
                           const char *json);
/* Requests of the method that reached the other end. */
guint rigged_transport_count (RiggedTransport *self, const char *method);

G_END_DECLS
