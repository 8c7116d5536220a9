/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "address.h"
#include "keccak.h"

G_BEGIN_DECLS

/* A restaking directory of any size, made from a seed: what happened in which block, and what is true
 * after it. Nothing here is real; the proportions are what mainnet's are thought to be. */

typedef struct
{
  guint64 seed;
  guint n_operators;
  guint n_services;
  guint n_sets; /* at least n_services */
  guint n_strategies;
  guint n_logs; /* about: a slashing is several logs, and is not cut in two */
} GeneratorSize;

/* 2,500 operators, 250 services with 400 operator sets, 60 strategies, 300,000 logs; times. */
GeneratorSize generator_size_mainnet (guint times);

/* Every event a log is made of. */
typedef enum
{
  GENERATOR_OPERATOR_REGISTERED,
  GENERATOR_OPERATOR_METADATA, /* x: revision */
  GENERATOR_APPROVER_UPDATED,  /* x: 1 = somebody, 0 = nobody */
  GENERATOR_DELAY_SET,         /* x: blocks, y: effect block */
  GENERATOR_SHARES_INCREASED,  /* strategy, other: staker, x: gwei of shares */
  GENERATOR_SHARES_DECREASED,  /* the same; other G_MAXUINT32: nobody's, by slashing */
  GENERATOR_SERVICE_METADATA,  /* other: service, x: revision */
  GENERATOR_SET_CREATED,
  GENERATOR_STRATEGY_ADDED,
  GENERATOR_STRATEGY_REMOVED,
  GENERATOR_SLASHER_UPDATED, /* x: number of the slasher, y: effect block */
  GENERATOR_REDISTRIBUTION_SET,
  GENERATOR_ADDED_TO_SET,
  GENERATOR_REMOVED_FROM_SET,
  GENERATOR_ALLOCATION_UPDATED, /* x: magnitude, y: effect block */
  GENERATOR_ENCUMBERED_UPDATED, /* x: magnitude */
  GENERATOR_MAX_UPDATED,        /* x: magnitude */
  GENERATOR_OPERATOR_SLASHED,   /* x: wad slashed of strategy */
  GENERATOR_SERVICE_SPLIT,      /* other: service, x: bips, y: when it holds (seconds) */
  GENERATOR_SET_SPLIT,          /* x: bips, y: when it holds (seconds) */
  GENERATOR_REWARDS,            /* set, strategy: token paid in, x: gwei, y: first second */
  GENERATOR_N_EVENTS,
} GeneratorEventKind;

typedef struct
{
  guint32 block;
  guint32 operator;
  guint32 set;
  guint32 strategy;
  guint32 other;
  guint32 y;
  guint64 x;
  GeneratorEventKind kind;
} GeneratorEvent;

typedef struct
{
  guint32 set;
  guint32 strategy;
  guint64 current; /* magnitude */
  guint64 next;    /* holds from effect_block */
  guint32 effect_block;
} GeneratorAllocation;

typedef struct
{
  gboolean registered;
  gboolean has_approver;
  gboolean delay_set;
  guint32 delay;
  guint32 next_delay;
  guint32 next_delay_block;
  GArray *allocations; /* GeneratorAllocation */
  GArray *sets;        /* guint32: registered for */
  guint64 *shares;     /* gwei, one a strategy; NULL = none */
  guint64 *max;        /* magnitude, one a strategy; NULL = all WAD */
} GeneratorOperator;

typedef struct
{
  guint32 service;
  guint32 id; /* within the service */
  gboolean created;
  gboolean redistributes;
  guint32 slasher;
  guint32 next_slasher;
  guint32 next_slasher_block;
  GArray *strategies; /* guint32 */
  GArray *members;    /* guint32 */
} GeneratorSet;

typedef struct
{
  GeneratorSize size;
  guint32 start;   /* block of the first log */
  GArray *events;  /* GeneratorEvent, by block */
  guint n_applied; /* those up to head are in the state below */
  guint32 head;
  GeneratorOperator *operators;
  GeneratorSet *sets;
} GeneratorWorld;

/* The head stands at the last block made. */
GeneratorWorld *generator_world_new (const GeneratorSize *size);
void generator_world_free (GeneratorWorld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GeneratorWorld, generator_world_free)
/* Moves the head to a block at or after the first one; the state is what is true there. */
void generator_world_set_head (GeneratorWorld *self, guint32 block);
/* Goes on for n blocks, with as many logs a block as there were before. */
void generator_world_advance (GeneratorWorld *self, guint32 n_blocks);

guint32 generator_world_time (const GeneratorWorld *self, guint32 block);
guint64 generator_world_max (const GeneratorWorld *self, guint operator, guint strategy);
guint64 generator_world_encumbered (const GeneratorWorld *self, guint operator, guint strategy);
guint64 generator_world_shares (const GeneratorWorld *self, guint operator, guint strategy);

/* --- names of things --- */

typedef enum
{
  GENERATOR_A_CONTRACT,
  GENERATOR_AN_OPERATOR,
  GENERATOR_A_SERVICE,
  GENERATOR_A_STRATEGY,
  GENERATOR_A_TOKEN,
  GENERATOR_A_STAKER,
  GENERATOR_A_SLASHER,
  GENERATOR_AN_APPROVER,
} GeneratorNoun;

enum
{
  GENERATOR_DELEGATION_MANAGER,
  GENERATOR_STRATEGY_MANAGER,
  GENERATOR_ALLOCATION_MANAGER,
  GENERATOR_REWARDS_COORDINATOR,
  GENERATOR_EIGEN_POD_MANAGER,
  GENERATOR_PERMISSION_CONTROLLER,
  GENERATOR_MULTICALL3,
};

Address generator_address (GeneratorNoun noun, guint index);
/* Every third slasher is a plain account. */
gboolean generator_slasher_has_code (guint slasher);

G_END_DECLS
