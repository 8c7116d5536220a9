/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-files.h"

G_BEGIN_DECLS

#define SURETY_FILES_DEADLINE_MS 5000u
#define SURETY_FILES_KEPT_SECONDS (7 * 86400)
#define SURETY_FILES_FAILED_SECONDS 86400
/* What stands before a picture's URI in the database: no URI has a space. */
#define SURETY_FILES_PICTURE "picture "

struct _SuretyFiles
{
  GObject parent_instance;

  SuretyWeb *web;
  SuretyDatabase *database;
  gboolean enabled;
  char *gateway;
  GHashTable *entries;  /* uri → Entry */
  GHashTable *pictures; /* uri → DexFuture: those on their way */
  GQueue queue;         /* uri, owned */
  guint running;
};

/* asked: seconds since 1970 of the last answer (good) or failure; 0 = never. */
gboolean surety_files_is_fresh (gint64 asked, gboolean good);

G_END_DECLS
