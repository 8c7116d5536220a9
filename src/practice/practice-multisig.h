/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-world.h"

G_BEGIN_DECLS

/* Several keys, so many of which must agree; says so as a Safe does. The contract's data. */
typedef struct
{
  guint number; /* which one, for its owners' names */
  guint threshold;
  guint owners;
} PracticeMultisig;

extern const PracticePart practice_multisig_part;

G_END_DECLS
