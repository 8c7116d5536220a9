/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "surety-secret.h"

G_BEGIN_DECLS

/* An endpoint as it is kept: its address in the database, and where it has one, the keyring's item with the header
 * that goes to it. */
typedef struct
{
  char *url;
  char *item;         /* the keyring's; NULL = no header */
  SuretySecret *line; /* what is in it; NULL: not read (yet) */
  GError *error;      /* why it could not be read; NULL: nothing went wrong */
} SuretyEndpointRecord;

SuretyEndpointRecord *surety_endpoint_record_new (const char *url);
/* Lends; NULL: none of that address. */
SuretyEndpointRecord *surety_endpoint_records_find (GPtrArray *records, const char *url);
/* New array of SuretyEndpointRecord for these addresses, each with the header that it has in records. */
GPtrArray *surety_endpoint_records_pick (GPtrArray *records, const char *const *urls);
/* The text of the database: a JSON array of addresses; where there is a header, of objects with "url" and "header" (the item).
 * What can't be read is left out. */
GPtrArray *surety_endpoint_records_parse (const char *text, guint max);
char *surety_endpoint_records_write (GPtrArray *records);

G_END_DECLS
