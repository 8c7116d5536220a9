/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-database.h"
#include "surety-metadata.h"
#include "surety-web.h"

G_BEGIN_DECLS

/* What is known of the file behind a URI. */
typedef enum
{
  SURETY_FILE_NONE,    /* it leads nowhere that may be asked (no https; ipfs without a gateway) */
  SURETY_FILE_OFF,     /* not read, and files are not fetched */
  SURETY_FILE_WAITING, /* to be fetched, or on its way */
  SURETY_FILE_READ,
  SURETY_FILE_FAILED, /* it did not answer, or with something else; an older copy may be there */
} SuretyFileState;

/* What operators and services have put on the web of themselves (and on IPFS, through a gateway the
 * user chose). Nothing is fetched before "enabled" is set: each host learns the user's address. Four at
 * a time, each in bounds; kept in the database for a week, a failure for a day; the last good copy stays.
 * Properties: "enabled" (boolean, w), "gateway" (string, nullable, w: an https address without a path),
 * "waiting" (uint: files still to come). Signal "arrived" (string uri): a file was read or is now from a
 * newer copy. */
#define SURETY_TYPE_FILES (surety_files_get_type ())
G_DECLARE_FINAL_TYPE (SuretyFiles, surety_files, SURETY, FILES, GObject)

/* web NULL: one is made when the first file is fetched. */
SuretyFiles *surety_files_new (SuretyWeb *web);
/* Reads what was kept; "arrived" tells of each. Resolves to: TRUE. */
DexFuture *surety_files_open (SuretyFiles *self, SuretyDatabase *database);
/* FALSE also while a proxy is set, past which nothing goes (surety-web.h). */
gboolean surety_files_get_enabled (SuretyFiles *self);
void surety_files_set_enabled (SuretyFiles *self, gboolean enabled);
void surety_files_set_gateway (SuretyFiles *self, const char *gateway);
guint surety_files_get_waiting (SuretyFiles *self);

/* Wants the file behind uri, if it was not read lately. data: URIs and NULL are of no interest here. */
void surety_files_request (SuretyFiles *self, const char *uri);
SuretyFileState surety_files_get_state (SuretyFiles *self, const char *uri);
/* Lends the newest good copy; NULL = none. */
GBytes *surety_files_lookup (SuretyFiles *self, const char *uri);
/* Each URI with a good copy. */
typedef void (*SuretyFilesFunc) (const char *uri, GBytes *file, gpointer user_data);
void surety_files_foreach (SuretyFiles *self, SuretyFilesFunc func, gpointer user_data);
/* Whether the web site the file names is where the file lies. FALSE when it can't be told: no file, or
 * no web site in it. */
gboolean surety_files_match_site (SuretyFiles *self, const char *uri, gboolean *matches);
/* The picture behind uri, as surety_picture_reduce () leaves it: kept, or fetched now, by the same rules
 * and for as long; the last good copy when it does not answer any more. For what the user has opened, not
 * for lists. Resolves to: GBytes. Rejects with G_IO_ERROR_PERMISSION_DENIED (files are not fetched: not
 * even a kept one then), _NOT_FOUND (it leads nowhere, or failed lately) or _INVALID_DATA (no picture). */
DexFuture *surety_files_load_picture (SuretyFiles *self, const char *uri);
/* Everything kept is forgotten, as the user asked. Resolves to: TRUE. */
DexFuture *surety_files_forget (SuretyFiles *self);

G_END_DECLS
