/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>

#include "u256.h"

/* How much of a stake can be taken by slashing, from the pledges on it. Rules: EigenLayer's
 * AllocationManager and DelegationManager (ELIP-002). Magnitudes are parts of the provider's max
 * magnitude for one strategy; a stake w loses w·x/max when magnitude x is slashed. Magnitudes of
 * different operator sets add up, they do not overlap. */

/* One operator set's claim on one strategy of one provider. */
typedef struct
{
  u256 current;  /* allocated at the read block */
  u256 pending;  /* size of the change under way */
  bool releases; /* the change takes pending off (slashable until effect_block), else adds it */
  uint64_t effect_block; /* when the change holds; 0 = no change */
  /* Provider registered and strategy in the set; else current is dormant: it becomes slashable
   * without warning the moment either changes. */
  bool slashable;
  /* Provider has left the set, and can be slashed for it up to and including this block; then current is
   * dormant. 0 = it has not, or nobody said until when. */
  uint64_t slashable_until;
} ExposurePledge;

/* The provider's power to pledge more. */
typedef struct
{
  bool delay_known;
  bool delay_set;               /* not set: nothing can be allocated before a delay is set */
  uint64_t delay;               /* blocks from allocating to slashable */
  uint64_t pending_delay;       /* a delay to come … */
  uint64_t pending_delay_block; /* … and from when it holds; 0 = none */
  uint64_t configuration_delay; /* blocks a delay set now takes to hold, less one */
} ExposureProvider;

typedef struct
{
  /* What could be withdrawn now, smallest unit (tokens or shares; results are in the same). */
  u256 stake;
  u256 max;        /* max magnitude; 0 = fully slashed: the stake is 0 too */
  u256 encumbered; /* magnitude taken by all sets, waiting changes included */
  const ExposurePledge *pledges;
  size_t n_pledges;
  ExposureProvider provider;
  uint64_t block; /* the block all this was read at */
  /* Blocks a withdrawal queued now stays slashable: it leaves in block + exit_delay + 1. */
  uint64_t exit_delay;
} ExposureInput;

/* Parts are disjoint and add up to at most the stake: now + pending + dormant + latent + free ==
 * stake, save rounding, which always makes the loss larger, never the stake. */
typedef struct
{
  u256 now;     /* can be taken in the next block (what is being released included) */
  u256 pending; /* will be slashable at known blocks */
  u256 dormant; /* allocated; slashable as soon as a set or a registration changes */
  u256 latent;  /* the provider may pledge it when it likes */
  u256 free;    /* not reachable by anything above */
  /* Of now, rounded down: what is being released and not taken before is latent from freed_block on (the
   * last of several); 0 = nothing is being released. */
  u256 freeing;
  uint64_t freed_block;
  /* Of now, rounded down: pledged to sets the provider has left; dormant after left_block (the last of
   * several). */
  u256 left;
  uint64_t left_block;
  /* Most that can be lost by staying and not looking: now + pending + dormant + latent. */
  u256 most;
  u256 before_exit;        /* of most: what could be taken although one leaves at once */
  bool latent_before_exit; /* whether latent counts in before_exit */
  /* Blocks between an allocation made in the next block and its being slashable; with a delay still
   * to be set, the time that takes counts. UINT64_MAX: nothing is left that could be pledged. */
  uint64_t warning;
  /* False: the magnitudes contradict each other (a lying or broken source); the result is then the
   * worst case: everything. */
  bool consistent;
} Exposure;

Exposure exposure_compute (const ExposureInput *input);

/* The last block in which a withdrawal queued escapes what becomes slashable in effect_block: it is out of reach
 * after exit_delay blocks, so effect_block - exit_delay - 1. False: there never was one. */
[[nodiscard]] bool exposure_escape_block (uint64_t effect_block,
                                          uint64_t exit_delay,
                                          uint64_t *block);

/* Blocks one has to react when the provider allocates: a withdrawal queued so many blocks after the
 * allocation escapes it still. delay - exit_delay - 1; negative: even one of the same block is too late. */
typedef struct
{
  bool known; /* false: the delay is not */
  bool never; /* no delay is set: nothing can be allocated before it is, which takes its own time */
  int64_t now;   /* by the delay that holds */
  bool changes;  /* another delay is on its way … */
  int64_t then;  /* … by which it is this */
  uint64_t from; /* … from this block on */
} ExposureReaction;

ExposureReaction exposure_reaction (const ExposureProvider *provider,
                                    uint64_t block,
                                    uint64_t exit_delay);

/* Several strategies in one unit. */
typedef struct
{
  u256 stake; /* smallest unit */
  u256 most;
  u256 before_exit;
  bool rate_known;
  u256 rate;         /* common unit (wei of ETH) for one whole token */
  unsigned decimals; /* of the token, at most 77 */
} ExposurePart;

typedef struct
{
  bool known; /* false: a rate is unknown, or a sum does not fit; the figures then mean nothing */
  u256 stake;
  u256 most;
  u256 before_exit;
} ExposureTotal;

/* Loss rounds up, capped at the stake, each part for itself. No parts: known zeros. */
ExposureTotal exposure_total (const ExposurePart *parts, size_t n);
