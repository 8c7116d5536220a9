/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-code-look.h"
#include "surety-flow.h"

G_BEGIN_DECLS

struct _SuretyCodeLook
{
  GObject parent_instance;

  SuretyEndpoints *endpoints;
  SuretyDatabase *database;
  char *scope;
  GPtrArray *findings; /* SuretyCodeFinding */
  guint64 block;
  guint witnesses; /* endpoints that told all of it alike */
};

static inline SuretyCodeFinding *
surety_code_look_peek (SuretyCodeLook *self, guint i)
{
  return g_ptr_array_index (self->findings, i);
}

/* --- surety-code-read.c, inside a flow --- */

/* Fills in the block, the witnesses, and what every finding is now. */
gboolean surety_code_look_read (SuretyCodeLook *self, SuretyFlow *flow, GError **error);

/* --- surety-code-kept.c --- */

/* Where what is kept of a network stands in the database. */
char *surety_code_kept_dup_scope (const char *network);
/* Inside a flow: fills in what was kept of the finding. */
gboolean surety_code_kept_load (SuretyCodeLook *self,
                                SuretyFlow *flow,
                                SuretyCodeFinding *finding,
                                GError **error);
/* Whether what is there now may be kept: not on the word of one endpoint where there are several.
 * SURETY_PROTOCOL_ERROR_ONE_WORD. */
gboolean surety_code_kept_check (SuretyCodeLook *self, GError **error);
/* What is there now, as first seen in that block. Resolves to: TRUE. */
DexFuture *surety_code_kept_write (SuretyCodeLook *self,
                                   const SuretyCodeFinding *finding,
                                   guint64 block);

G_END_DECLS
