/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-candidate.h"

G_BEGIN_DECLS

/* A list of everything there is of one kind: what its lines say (candidates), where they come from, and
 * what opens when one is activated. Words are to be translated when shown. */
typedef struct
{
  const SuretyCandidateKind *candidates;
  /* Of the table's UI file, "surety-KEY-table.ui", and of what is kept of its filters. */
  const char *key;
  const char *title;
  const char *loading_title;
  const char *empty_title;
  const char *empty_description;
  const char *empty_icon;
  /* Words of a line depend on the names of operator sets. */
  gboolean names_sets;
  /* It says something of the account: read again for another one. */
  gboolean of_account;
  /* All of them. Lends. */
  GListModel *(*get_subjects) (SuretySession *session);
  /* What reads them, an object with "load" (SuretyLoad) and "error" (GError). Lends. */
  GObject *(*get_reader) (SuretySession *session);
  DexFuture *(*refresh) (SuretySession *session);
  /* As of which block, how long ago; "" before anything was read. Newly allocated. */
  char *(*dup_source) (SuretySession *session);
  /* How well that is known: the least of it. */
  SuretyKnown (*get_known) (SuretySession *session);
  AdwNavigationPage *(*create_detail) (SuretySession *session, gpointer subject);
} SuretyListKind;

extern const SuretyListKind surety_operator_list; /* of SuretyProvider */
extern const SuretyListKind surety_service_list;  /* of SuretyService */
extern const SuretyListKind surety_token_list;    /* of SuretyTokenSheet */

G_END_DECLS
