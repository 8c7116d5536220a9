/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "keccak.h"
#include "practice-rewards.h"

G_BEGIN_DECLS

/* The rewards tree (merkle.h) of a distribution's lines, as an honest server of proofs builds it. lines: GArray of
 * PracticeEarning, in the tree's order. */
Hash practice_tree_root (GArray *lines);

/* A leaf of an earner's own tree. */
typedef struct
{
  const PracticeEarning *line; /* lent by the lines */
  guint32 index;
  GBytes *proof;
} PracticeTokenProof;

/* All that an earner has in lines. */
typedef struct
{
  guint32 earner_index;
  GBytes *earner_proof;
  Hash token_root;
  GArray *tokens; /* PracticeTokenProof */
} PracticeProof;

/* NULL: the earner has nothing in lines. */
PracticeProof *practice_tree_prove (GArray *lines, const Address *earner);
void practice_proof_free (PracticeProof *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeProof, practice_proof_free)

G_END_DECLS
