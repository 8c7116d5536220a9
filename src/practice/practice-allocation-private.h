/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-eigen.h"
#include "practice-set.h"

G_BEGIN_DECLS

/* AllocationManager's storage, shared by its files. Sets are named by their key. */
enum
{
  ALLOCATION_SLOT_MAGNITUDE = 1,   /* [operator][strategy] max magnitude + 1; 0: never slashed */
  ALLOCATION_SLOT_ENCUMBERED,      /* [operator][strategy] */
  ALLOCATION_SLOT_CURRENT,         /* [operator][set][strategy] */
  ALLOCATION_SLOT_PENDING,         /* the same; two's complement */
  ALLOCATION_SLOT_EFFECT,          /* the same; block, or 0 */
  ALLOCATION_SLOT_QUEUE_FRONT,     /* [operator][strategy] deallocations, in order */
  ALLOCATION_SLOT_QUEUE_BACK,      /* the same */
  ALLOCATION_SLOT_QUEUE,           /* [operator][strategy][index] set */
  ALLOCATION_SLOT_DELAY,           /* [operator] */
  ALLOCATION_SLOT_DELAY_SET,       /* [operator] */
  ALLOCATION_SLOT_DELAY_PENDING,   /* [operator] */
  ALLOCATION_SLOT_DELAY_EFFECT,    /* [operator] */
  ALLOCATION_SLOT_REGISTERED,      /* [operator][set] */
  ALLOCATION_SLOT_SLASHABLE,       /* [operator][set] until this block */
  ALLOCATION_SLOT_METADATA,        /* [avs] has given one */
  ALLOCATION_SLOT_REGISTRAR,       /* [avs] */
  ALLOCATION_SLOT_RECIPIENT,       /* [set] of redistribution */
  ALLOCATION_SLOT_SLASHER,         /* [set] */
  ALLOCATION_SLOT_SLASHER_NEXT,    /* [set] */
  ALLOCATION_SLOT_SLASHER_EFFECT,  /* [set] */
  ALLOCATION_SLOT_SLASHES,         /* [set] how many */
  ALLOCATION_SET_IDS = 110,        /* sets of an AVS [avs] */
  ALLOCATION_SET_STRATEGIES = 120, /* [set] */
  ALLOCATION_SET_MEMBERS = 130,    /* [set] */
  ALLOCATION_SET_REGISTERED = 140, /* [operator] */
  ALLOCATION_SET_ALLOCATED = 150,  /* [operator] */
  ALLOCATION_SET_ALLOCATED_STRATEGIES = 160, /* [operator][set] */
};

/* Pause bits. */
#define ALLOCATION_PAUSED_MODIFY 0u
#define ALLOCATION_PAUSED_SLASHING 1u
#define ALLOCATION_PAUSED_REGISTRATION 2u

/* Of one operator in one set and strategy. */
typedef struct
{
  guint64 current;
  gint64 pending;
  guint64 effect; /* 0: nothing is pending */
} PracticeAllocation;

/* Of one operator in one strategy. */
typedef struct
{
  guint64 max;
  guint64 encumbered;
} PracticeMagnitude;

u256 practice_allocation_get (PracticeEnv *env, guint32 slot, u256 a, u256 b, u256 c);
void practice_allocation_set (PracticeEnv *env, guint32 slot, u256 a, u256 b, u256 c, u256 value);
PracticeSet practice_allocation_list (PracticeEnv *env, guint32 slot, u256 a, u256 b);

/* With what has matured applied, not yet stored. */
void practice_allocation_load (PracticeEnv *env,
                               const Address *operator,
                               u256 set,
                               const Address *strategy,
                               PracticeMagnitude *magnitude,
                               PracticeAllocation *allocation);
void practice_allocation_store (PracticeEnv *env,
                                const Address *operator,
                                u256 set,
                                const Address *strategy,
                                const PracticeMagnitude *magnitude,
                                const PracticeAllocation *allocation);
void practice_allocation_emit (PracticeEnv *env,
                               const Address *operator,
                               u256 set,
                               const Address *strategy,
                               guint64 magnitude,
                               guint64 block);
/* With matured deallocations taken off. */
guint64 practice_encumbered (PracticeEnv *env, const Address *operator, const Address * strategy);
void practice_set_max_magnitude (PracticeEnv *env,
                                 const Address *operator,
                                 const Address * strategy,
                                 guint64 magnitude);
gboolean practice_allocation_delay (PracticeEnv *env, const Address *operator, guint32 * delay);
gboolean practice_operator_slashable (PracticeEnv *env, const Address *operator, u256 set);
gboolean practice_set_has_strategy (PracticeEnv *env, u256 set, const Address *strategy);
Address practice_set_slasher (PracticeEnv *env, u256 set);

G_END_DECLS
