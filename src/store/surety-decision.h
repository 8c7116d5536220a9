/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address.h"
#include "surety-database.h"

G_BEGIN_DECLS

/* The decision journal: what somebody decided against the program's advice, with what it said then.
 * A line is written before what was decided can be done, and is never changed. */
#define SURETY_TYPE_DECISION (surety_decision_get_type ())
G_DECLARE_FINAL_TYPE (SuretyDecision, surety_decision, SURETY, DECISION, GObject)

/* Goes up with every line. */
gint64 surety_decision_get_id (SuretyDecision *self);
/* What it is about: "beyond-ladder". */
const char *surety_decision_get_kind (SuretyDecision *self);
/* JSON, by model/. */
const char *surety_decision_get_body (SuretyDecision *self);
/* Seconds since 1970, wall clock. */
gint64 surety_decision_get_created (SuretyDecision *self);
/* Two readings (SuretyDecision) of one line. */
gboolean surety_decision_same (gpointer a, gpointer b);

/* network: its key. Resolves to: gint64, the line's id, once it is on the disk. */
DexFuture *surety_decision_add (SuretyDatabase *database,
                                const char *network,
                                const Address *account,
                                const char *kind,
                                const char *body);
/* Resolves to: GListModel of SuretyDecision, newest first. */
DexFuture *surety_decision_list (SuretyDatabase *database,
                                 const char *network,
                                 const Address *account);
/* Forgets all of a network: only for a practice network that is begun anew. Resolves to: TRUE. */
DexFuture *surety_decision_forget (SuretyDatabase *database, const char *network);

G_END_DECLS
