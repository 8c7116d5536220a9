/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-connection.h"
#include "surety-endpoint-record.h"

G_BEGIN_DECLS

/* Where the endpoints are in the database's state: by the network's key. */
#define SURETY_CONNECTION_SCOPE "endpoints"

struct _SuretyConnection
{
  GObject parent_instance;

  SuretyNetwork *network;
  SuretyDatabase *database;
  SuretyTransport *practice;
  SuretyEndpoints *endpoints;
  GPtrArray *records; /* SuretyEndpointRecord */

  SuretyConnectionState state;
  guint64 head;
  guint64 head_time;
  char *label;
  GError *error;

  guint serial; /* of the loop that follows the head; another one ends the old loop */
  gboolean following;
  DexFuture *poll;
};

/* --- surety-connection.c --- */
/* records: SuretyEndpointRecord. NULL and an error when one URL is not acceptable; NULL without error when there are
 * none. */
SuretyEndpoints *surety_connection_make_endpoints (SuretyConnection *self,
                                                   GPtrArray *records,
                                                   GError **error);
/* From now on these (taken, NULL: none), which are of the records. */
void surety_connection_take_endpoints (SuretyConnection *self,
                                       SuretyEndpoints *endpoints,
                                       GPtrArray *records);

/* --- surety-connection-keep.c --- */
/* Inside a fiber. */
void surety_connection_load_headers (GPtrArray *records);

G_END_DECLS
