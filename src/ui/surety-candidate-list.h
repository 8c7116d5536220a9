/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-list-kind.h"
#include "surety-table.h"

G_BEGIN_DECLS

/* The table of one kind of candidates, kept up to date with a session: searched, filtered, sorted,
 * compared, for a page of its own or for a step of the guide. It shows what is there: who embeds it says
 * what is being read, or that there is nothing.
 * Signals: "opened" (SuretyCandidate: its line was activated), "compared" (GPtrArray of
 * SuretyCandidate: two or three are to be shown side by side; surety_compare_page_new() does). */
#define SURETY_TYPE_CANDIDATE_LIST (surety_candidate_list_get_type ())
G_DECLARE_FINAL_TYPE (SuretyCandidateList, surety_candidate_list, SURETY, CANDIDATE_LIST, AdwBin)

/* kind: static. subjects: those that are shown, of what kind lists; NULL: all there are. place: under
 * which filters and order are remembered, another for each place a kind is shown in (those that were
 * given a name are the kind's everywhere); NULL: the kind's key. */
GtkWidget *surety_candidate_list_new (const SuretyListKind *kind,
                                      SuretySession *session,
                                      GListModel *subjects,
                                      const char *place);
/* Stake and shares are those in this token, and cannot be chosen in the list any more; NULL: of all
 * tokens together. */
void surety_candidate_list_set_token (SuretyCandidateList *self, const SuretyToken *token);
/* What is said of single lines under their names, in place of the address: tokens only. notes: of keys
 * (SuretyCandidateKind.dup_key) and words, both freed by it; a reference is taken. */
void surety_candidate_list_set_notes (SuretyCandidateList *self, GHashTable *notes);
/* Lends. */
SuretyTable *surety_candidate_list_get_table (SuretyCandidateList *self);

G_END_DECLS
