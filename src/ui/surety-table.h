/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-candidate.h"

G_BEGIN_DECLS

/* Candidates to choose from: searched, filtered, sorted, compared, opened. A table where there is
 * room, else one column of rows that say the same in reading order. Template children:
 * GtkColumnView columns (their ids are the kind's), [filter] GtkCheckButton (in the order of the
 * kind's traits), [extra] GtkWidget (more to choose in the popover).
 * Properties: "search-hint" (string: what can be searched for, for the empty entry and screen
 * readers), "state-key" (string: under which filters that were given a name are kept), "source-words" (string:
 * where and when what is shown was read), "source-known" (uint, SuretyKnown: how well, for the mark beside that), "list-name" (string: what a screen reader calls it).
 * Signals: "opened" (SuretyCandidate), "compared" (GPtrArray of SuretyCandidate: two or three),
 * "reset": all filters were given up. */
#define SURETY_TYPE_TABLE (surety_table_get_type ())
G_DECLARE_FINAL_TYPE (SuretyTable, surety_table, SURETY, TABLE, AdwBreakpointBin)

/* What the lines are made of, once. subjects: GListModel of what kind makes candidates of. place: under
 * which filters and order are remembered; NULL: "state-key". */
void surety_table_set_source (SuretyTable *self,
                              const SuretyCandidateKind *kind,
                              GListModel *subjects,
                              SuretyScope *scope,
                              const char *place);
/* How lines stand until somebody chooses another order: without it by name, from the first letter on. After the
 * source. */
void surety_table_set_first_order (SuretyTable *self, guint column, gboolean descending);
/* The scope's generation was counted up: says, filters and sorts everything anew. */
void surety_table_scope_changed (SuretyTable *self);
/* The titles of the columns, in the kind's order; newly allocated strings. */
char **surety_table_dup_titles (SuretyTable *self);
guint surety_table_get_n_shown (SuretyTable *self);
GtkEditable *surety_table_get_search (SuretyTable *self);
GtkScrolledWindow *surety_table_get_scroller (SuretyTable *self);

G_END_DECLS
