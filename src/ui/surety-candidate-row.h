/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "surety-candidate.h"

G_BEGIN_DECLS

/* A candidate where there is no room for a table: all its columns one under the other, in the order
 * one would read them aloud. */
#define SURETY_TYPE_CANDIDATE_ROW (surety_candidate_row_get_type ())
G_DECLARE_FINAL_TYPE (SuretyCandidateRow, surety_candidate_row, SURETY, CANDIDATE_ROW, GtkBox)

/* chooser: a widget that goes before it, taken. */
GtkWidget *surety_candidate_row_new (GtkWidget *chooser);
GtkWidget *surety_candidate_row_get_chooser (SuretyCandidateRow *self);
SuretyCandidate *surety_candidate_row_get_candidate (SuretyCandidateRow *self);
/* titles: of the columns, in the order of the candidate's kind. NULL candidate: nothing. */
void surety_candidate_row_set (SuretyCandidateRow *self,
                               SuretyCandidate *candidate,
                               const char *const *titles);

G_END_DECLS
