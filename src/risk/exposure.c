/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exposure.h"

/* a + b, held at the ceiling instead of wrapping. */
static u256
add_capped (u256 a, u256 b)
{
  u256 sum;

  return u256_add (a, b, &sum) ? sum : U256_MAX;
}

static uint64_t
add_blocks (uint64_t a, uint64_t b)
{
  return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/* The part of stake that magnitude stands for, rounded up: a loss is never shown smaller than it
 * is. */
static u256
part_of (u256 stake, u256 magnitude, u256 max)
{
  u256 part;

  if (max == 0)
    return 0;
  if (!u256_mul_div (stake, u256_min (magnitude, max), max, ROUND_UP, &part))
    return stake;
  return part;
}

/* The same rounded down: what will be out of reach is never shown larger than it is. */
static u256
floor_of (u256 stake, u256 magnitude, u256 max)
{
  u256 part;

  if (!u256_mul_div (stake, u256_min (magnitude, max), max, ROUND_DOWN, &part))
    return 0;
  return part;
}

/* First block in which an allocation made right after the read block can be slashable. */
static uint64_t
first_latent_block (const ExposureInput *input)
{
  const ExposureProvider *provider = &input->provider;
  uint64_t block = add_blocks (input->block, 1);
  uint64_t first = UINT64_MAX;

  if (!provider->delay_known)
    return block;

  if (provider->delay_set)
    first = add_blocks (block, provider->delay);

  if (provider->pending_delay_block != 0)
    {
      uint64_t holds = provider->pending_delay_block > block ? provider->pending_delay_block
                                                             : block;
      uint64_t then = add_blocks (holds, provider->pending_delay);

      first = then < first ? then : first;
    }

  /* A delay set now, however short, holds only after the configuration delay. */
  uint64_t changed = add_blocks (add_blocks (block, provider->configuration_delay), 1);

  return changed < first ? changed : first;
}

static Exposure
everything (const ExposureInput *input)
{
  return (Exposure) {
    .now = input->stake,
    .most = input->stake,
    .before_exit = input->stake,
    .latent_before_exit = true,
    .consistent = false,
  };
}

typedef struct
{
  u256 now;
  u256 pending;
  u256 pending_before_exit;
  u256 dormant;
  u256 encumbered;
  u256 freeing;
  uint64_t freed_block;
  u256 left;
  uint64_t left_block;
} Magnitudes;

static uint64_t
later (uint64_t a, uint64_t b)
{
  return a > b ? a : b;
}

/* What of a pledge that can be slashed now goes out of reach by itself. */
static void
add_endings (Magnitudes *sum, const ExposurePledge *pledge, bool releasing)
{
  u256 freeing = releasing ? pledge->pending : 0;

  if (freeing != 0)
    {
      sum->freeing = add_capped (sum->freeing, freeing);
      sum->freed_block = later (sum->freed_block, pledge->effect_block);
    }
  /* What is released is no part of what stays allocated to a set that was left. */
  if (pledge->slashable_until != 0 && pledge->current > freeing)
    {
      sum->left = add_capped (sum->left, pledge->current - freeing);
      sum->left_block = later (sum->left_block, pledge->slashable_until);
    }
}

/* False when one pledge contradicts itself. */
static bool
add_pledge (Magnitudes *sum, const ExposurePledge *pledge, uint64_t last)
{
  bool changing = pledge->effect_block != 0 && pledge->pending != 0;

  if (changing && pledge->releases && pledge->pending > pledge->current)
    return false;

  if (pledge->slashable)
    {
      sum->now = add_capped (sum->now, pledge->current);
      add_endings (sum, pledge, changing && pledge->releases);
    }
  else
    sum->dormant = add_capped (sum->dormant, pledge->current);

  sum->encumbered = add_capped (sum->encumbered, pledge->current);

  if (changing && !pledge->releases)
    {
      sum->pending = add_capped (sum->pending, pledge->pending);
      sum->encumbered = add_capped (sum->encumbered, pledge->pending);
      if (pledge->effect_block <= last)
        sum->pending_before_exit = add_capped (sum->pending_before_exit, pledge->pending);
    }

  return true;
}

Exposure
exposure_compute (const ExposureInput *input)
{
  /* The last block in which a withdrawal queued in the next block is still slashable. */
  uint64_t last = add_blocks (add_blocks (input->block, 1), input->exit_delay);
  uint64_t first_latent = first_latent_block (input);
  Magnitudes sum = { 0 };

  if (input->max == 0)
    {
      /* Nothing is left of the provider's stake, so nothing of a delegator's; a stake here is a
       * contradiction. */
      if (input->stake != 0)
        return everything (input);
      return (Exposure) { .consistent = true, .warning = UINT64_MAX };
    }

  for (size_t i = 0; i < input->n_pledges; i++)
    if (!add_pledge (&sum, &input->pledges[i], last))
      return everything (input);

  /* Sets that could not be enumerated still encumber: what is encumbered beyond the known pledges
   * counts as dormant. */
  if (input->encumbered > input->max || sum.encumbered > input->encumbered)
    return everything (input);

  u256 unnamed = input->encumbered - sum.encumbered;
  u256 latent = input->max - input->encumbered;
  bool latent_before = first_latent <= last;
  u256 stake = input->stake;
  u256 max = input->max;
  u256 before = sum.now + sum.pending_before_exit + sum.dormant + unnamed;

  if (latent_before)
    before += latent;

  /* Every magnitude below is at most max, checked above, so none of these sums wraps. */
  u256 reach_now = part_of (stake, sum.now, max);
  u256 reach_pending = part_of (stake, sum.now + sum.pending, max);
  u256 reach_dormant = part_of (stake, sum.now + sum.pending + sum.dormant + unnamed, max);
  u256 reach_all = part_of (stake, input->encumbered + latent, max);

  return (Exposure) {
    .now = reach_now,
    .pending = reach_pending - reach_now,
    .dormant = reach_dormant - reach_pending,
    .latent = reach_all - reach_dormant,
    .free = stake - reach_all,
    .freeing = floor_of (stake, sum.freeing, max),
    .freed_block = sum.freed_block,
    .left = floor_of (stake, sum.left, max),
    .left_block = sum.left_block,
    .most = reach_all,
    .before_exit = part_of (stake, before, max),
    .latent_before_exit = latent_before,
    .warning = first_latent == UINT64_MAX ? UINT64_MAX
                                          : first_latent - add_blocks (input->block, 1),
    .consistent = true,
  };
}

bool
exposure_escape_block (uint64_t effect_block, uint64_t exit_delay, uint64_t *block)
{
  if (effect_block <= exit_delay)
    return false;
  *block = effect_block - exit_delay - 1;
  return true;
}

/* delay - exit_delay - 1, held at the ends of int64_t. */
static int64_t
reaction_of (uint64_t delay, uint64_t exit_delay)
{
  if (delay > exit_delay)
    return delay - exit_delay - 1 > INT64_MAX ? INT64_MAX : (int64_t) (delay - exit_delay - 1);
  return exit_delay - delay >= INT64_MAX ? INT64_MIN : -(int64_t) (exit_delay - delay) - 1;
}

ExposureReaction
exposure_reaction (const ExposureProvider *provider, uint64_t block, uint64_t exit_delay)
{
  ExposureReaction reaction = { .known = provider->delay_known };

  if (!provider->delay_known)
    return reaction;
  if (provider->delay_set)
    reaction.now = reaction_of (provider->delay, exit_delay);
  else
    reaction.never = true;
  if (provider->pending_delay_block > block)
    {
      reaction.changes = true;
      reaction.then = reaction_of (provider->pending_delay, exit_delay);
      reaction.from = provider->pending_delay_block;
    }
  return reaction;
}

/* Tokens in the common unit; false when it does not fit. */
static bool
convert (u256 amount, const ExposurePart *part, Rounding rounding, u256 *out)
{
  u256 whole = 1;

  if (part->decimals > 77)
    return false;
  for (unsigned i = 0; i < part->decimals; i++)
    whole *= 10;
  return u256_mul_div (amount, part->rate, whole, rounding, out);
}

ExposureTotal
exposure_total (const ExposurePart *parts, size_t n)
{
  ExposureTotal total = { .known = true };

  for (size_t i = 0; i < n; i++)
    {
      const ExposurePart *part = &parts[i];
      u256 stake, most, before;

      /* Nothing held: its rate does not matter. */
      if (part->stake == 0)
        continue;

      if (!part->rate_known || !convert (part->stake, part, ROUND_DOWN, &stake) ||
          !convert (part->most, part, ROUND_UP, &most) ||
          !convert (part->before_exit, part, ROUND_UP, &before) ||
          !u256_add (total.stake, stake, &total.stake) ||
          !u256_add (total.most, u256_min (most, stake), &total.most) ||
          !u256_add (total.before_exit, u256_min (before, stake), &total.before_exit))
        return (ExposureTotal) { .known = false };
    }

  return total;
}
