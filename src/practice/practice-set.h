/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-env.h"

G_BEGIN_DECLS

/* A list of different words in storage, as OpenZeppelin's EnumerableSet keeps it: the last one
 * takes the place of a removed one. Takes the slots slot, slot + 1 and slot + 2. */
typedef struct
{
  Address contract;
  guint32 slot;
  u256 a; /* mapping keys of whose set it is */
  u256 b;
} PracticeSet;

gsize practice_set_length (PracticeEnv *env, const PracticeSet *set);
u256 practice_set_at (PracticeEnv *env, const PracticeSet *set, gsize index);
gboolean practice_set_contains (PracticeEnv *env, const PracticeSet *set, u256 value);
/* FALSE when it was there already, or was not there. */
gboolean practice_set_add (PracticeEnv *env, const PracticeSet *set, u256 value);
gboolean practice_set_remove (PracticeEnv *env, const PracticeSet *set, u256 value);
/* As one array value. */
AbiValue practice_set_addresses (PracticeEnv *env, const PracticeSet *set);
AbiValue practice_set_numbers (PracticeEnv *env, const PracticeSet *set);

G_END_DECLS
