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
  GHashTable *sets;  /* operator set id (GUINT_TO_POINTER) → its name; may be NULL */
} SuretyMetadata;

void surety_metadata_free (SuretyMetadata *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyMetadata, surety_metadata_free)

/* From a metadata URI in a log. Only data: URIs hold their content; everything else would have to
 * be fetched, which tells a foreign host what this user looks at: NULL. Also NULL when it is not
 * the JSON object it should be. */
SuretyMetadata *surety_metadata_parse (const char *uri, gsize len);

G_END_DECLS
