/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-directory.h"
#include "surety-keyed-list.h"
#include "surety-look-alike.h"

G_BEGIN_DECLS

struct _SuretyDirectory
{
  GObject parent_instance;

  SuretyProtocol *protocol;
  Address account;
  gboolean has_account;

  SuretyLoad load;
  GError *error;
  double progress;
  gint64 remaining;
  gboolean filling;
  guint64 as_of_block;
  guint64 as_of_time;
  SuretyKeyedList *providers; /* SuretyProvider by address text */
  SuretyKeyedList *services;  /* SuretyService by address text and set */
  SuretyProgramme *programme; /* NULL = not known */
  gboolean whole_comes;       /* a piece at a time */
  GListStore *assets;         /* SuretyAsset */

  SuretyFiles *files;
  SuretyLookAlikes *names;
  guint arrivals; /* what arrived is shown when no more has come for a while */

  DexFuture *refresh;
  DexFuture *cancel; /* rejected to stop the refresh */
};

/* --- what names are from beside the chain (surety-directory-files.c) --- */

/* Asks for those the directory names, if they may be asked for. */
void surety_directory_request_files (SuretyDirectory *self);
/* Gives the protocol those that are there. */
void surety_directory_offer_files (SuretyDirectory *self);

G_END_DECLS
