/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "eigenlayer-cases.h"

G_BEGIN_DECLS

/* A service with two sets, an operator and those who slash, made for a case: what they do, and what is then
 * read of them. */
#define SCENE_SET "(address avs, uint32 id)"
#define SCENE_PLAIN 1u  /* burns; slashed by a multisig, which hands over to one key */
#define SCENE_GIVING 4u /* redistributes; slashed by one key */
#define SCENE_DELAY 20u /* the operator's, blocks */

typedef struct
{
  const EigenlayerCase *one;
  Address manager; /* AllocationManager */
  Address delegation;
  Address strategy;
  Address other; /* a strategy the plain set has not */
  Address avs;
  Address operator;
  Address key; /* a plain account */
  Address recipient;
  guint64 exit_delay;
  guint64 release_delay;
  guint64 slasher_delay;
} Scene;

void scene_init (Scene *scene, const EigenlayerCase *one);

/* Anybody's transaction. */
void scene_act (const Scene *scene,
                const Address *from,
                const Address *to,
                const char *function,
                const AbiValue *args,
                gsize n_args);
guint64 scene_head (const Scene *scene);
/* Up to and including that block. */
void scene_advance_to (const Scene *scene, guint64 block);
/* fields: room for the value. */
AbiValue scene_set_value (const Scene *scene, guint id, AbiValue fields[2]);

void scene_make_sets (const Scene *scene);
void scene_register (const Scene *scene);
void scene_join (const Scene *scene, guint id);
void scene_leave (const Scene *scene, guint id);
void scene_allocate (const Scene *scene, guint id, const Address *strategy, const char *magnitude);
void scene_slash (const Scene *scene, const Address *slasher, guint id, const char *wad);

/* Read through the protocol. NULL when there is none. */
SuretyPledge *scene_pledge (const Scene *scene, guint id, const Address *strategy);
/* From the logs, brought up to the head. */
SuretyService *scene_service (const Scene *scene, guint id);

G_END_DECLS
