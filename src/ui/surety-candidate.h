/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-figure.h"
#include "surety-scope.h"

G_BEGIN_DECLS

/* What is shown of a candidate in one column. Strings are its own. */
typedef struct
{
  char *text;   /* never NULL */
  char *detail; /* a second line under it; NULL = none */
  char
    *remark; /* a warning in a sentence: a sign stands for it where there is no room; NULL = none */
  char *order;    /* what texts are sorted by, of g_utf8_collate_key(); NULL = rank counts */
  u256 rank;      /* what numbers are sorted by */
  gboolean known; /* FALSE: sorted last, whichever way round */
  SuretyKnown
    level; /* how well the text's figure is known; UNKNOWN: it is no figure of its own, and has no mark */
} SuretyCell;

/* A stake's parts in millionths, for the bar of pledges. */
typedef struct
{
  gboolean known;
  guint now;
  guint pending;
  guint dormant;
  guint latent;
} SuretyParts;

/* How the things of one page become lines of a table. Functions are pure; strings are newly
 * allocated. */
typedef struct
{
  guint n_columns;
  const char *const *columns; /* ids, as the template names its columns; the first is the name */
  const int *widths;          /* of each, in characters */
  char *(*dup_address) (gpointer subject); /* EIP-55 */
  char *(*dup_key) (gpointer subject);     /* what it is told apart by */
  /* Everything that can be searched for. */
  char *(*dup_search) (gpointer subject, const SuretyScope *scope);
  /* Bit n: it has the trait the template's filter n asks for. Unknown has it not. */
  guint (*get_traits) (gpointer subject, const SuretyScope *scope);
  void (*fill_cell) (gpointer subject, guint column, const SuretyScope *scope, SuretyCell *out);
  /* NULL: no bar. */
  void (*get_parts) (gpointer subject, const SuretyScope *scope, SuretyParts *out);
} SuretyCandidateKind;

/* One line of a table: an operator, a service or a token, with what is shown, searched and sorted
 * worked out once, when it is first needed.
 * Properties: "chosen" (boolean, writable: to be compared). */
#define SURETY_TYPE_CANDIDATE (surety_candidate_get_type ())
G_DECLARE_FINAL_TYPE (SuretyCandidate, surety_candidate, SURETY, CANDIDATE, GObject)

/* kind is static, scope is shared. */
SuretyCandidate *surety_candidate_new (const SuretyCandidateKind *kind,
                                       gpointer subject,
                                       SuretyScope *scope);

gpointer surety_candidate_get_subject (SuretyCandidate *self);
const SuretyCandidateKind *surety_candidate_get_kind (SuretyCandidate *self);
const char *surety_candidate_get_key (SuretyCandidate *self);
const char *surety_candidate_get_address (SuretyCandidate *self);
/* Lent until generation is counted up. */
const SuretyCell *surety_candidate_get_cell (SuretyCandidate *self, guint column);
void surety_candidate_get_parts (SuretyCandidate *self, SuretyParts *out);
guint surety_candidate_get_traits (SuretyCandidate *self);
/* needle: of surety_candidate_fold(). */
gboolean surety_candidate_matches (SuretyCandidate *self, const char *needle);
gboolean surety_candidate_get_chosen (SuretyCandidate *self);
void surety_candidate_set_chosen (SuretyCandidate *self, gboolean chosen);
/* Negative: a comes first. The unknown comes last in either direction. */
int surety_candidate_compare (SuretyCandidate *a,
                              SuretyCandidate *b,
                              guint column,
                              gboolean descending);

/* As texts are compared in a search: without case, without spaces at the ends. */
char *surety_candidate_fold (const char *text);

/* Fills in a cell; the strings are taken. */
void surety_cell_set (SuretyCell *out, char *text, char *detail);
void surety_cell_rank (SuretyCell *out, u256 rank);

G_END_DECLS
