/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What an operator or service says of itself. Anybody can say anything: cleaned and bounded, never
 * trusted. */
typedef struct
{
  char *name;        /* "" = none */
  char *description; /* "" = none */
  char *website;     /* an https address, "" = none */
  char *logo;        /* where a picture lies: https or ipfs, "" = none; for who was opened */
  GHashTable *sets;  /* operator set id (GUINT_TO_POINTER) → its name; may be NULL */
} SuretyMetadata;

void surety_metadata_free (SuretyMetadata *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyMetadata, surety_metadata_free)

/* The most bytes such a file may have. The contracts' own tools take 4 KiB. */
#define SURETY_METADATA_MAX_FILE (64u * 1024u)

/* From a metadata URI in a log. Only data: URIs hold their content; everything else would have to
 * be fetched, which tells a foreign host what this user looks at: NULL. Also NULL when it is not
 * the JSON object it should be. */
SuretyMetadata *surety_metadata_parse (const char *uri, gsize len);
/* From the file such a URI leads to. NULL when it is larger than that, or not the JSON object it
 * should be. */
SuretyMetadata *surety_metadata_parse_file (GBytes *file);

/* The https address a URI leads to, newly allocated; NULL when it leads to none: any other scheme,
 * characters an address can't have, ipfs without a gateway. gateway: an https address without a path
 * that IPFS content is asked of, as "https://GATEWAY/ipfs/CID/PATH" (IPIP-402's path gateway); NULL =
 * the user chose none. */
char *surety_metadata_locate (const char *uri, const char *gateway);
/* Whether a web site is where the file lies, or in the same registrable domain as near as can be told
 * without a list of public suffixes: the host itself, or one a part of the other ("files.example.org"
 * and "example.org"). Both https addresses; FALSE when either is none. */
gboolean surety_metadata_same_site (const char *file_url, const char *website);

G_END_DECLS
