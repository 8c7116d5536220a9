/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lets the candidates through that have the text in them and every wanted trait. Says whether a
 * change lets more or fewer through, so that a list looks only at those it has to.
 * Properties: "search" (string), "traits" (uint: bits a candidate must have). */
#define SURETY_TYPE_CANDIDATE_FILTER (surety_candidate_filter_get_type ())
G_DECLARE_FINAL_TYPE (SuretyCandidateFilter,
                      surety_candidate_filter,
                      SURETY,
                      CANDIDATE_FILTER,
                      GtkFilter)

const char *surety_candidate_filter_get_search (SuretyCandidateFilter *self);
void surety_candidate_filter_set_search (SuretyCandidateFilter *self, const char *search);
guint surety_candidate_filter_get_traits (SuretyCandidateFilter *self);
void surety_candidate_filter_set_traits (SuretyCandidateFilter *self, guint traits);

G_END_DECLS
