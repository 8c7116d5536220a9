/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "generator-world.h"

#include <string.h>

#define WAD G_GUINT64_CONSTANT (1000000000000000000)
#define START 17445563u
/* 2023-06-09, when mainnet's contracts were there. */
#define START_TIME 1686300000u
/* Two and a half years. */
#define SPAN 6500000u
#define DEALLOCATION_DELAY 100800u
#define CONFIGURATION_DELAY 126000u
#define STAKERS_AN_OPERATOR 40u

/* What is generated, in parts of a thousand of what is left after the fixed part. */
static const struct
{
  guint until;
  GeneratorEventKind kind;
} shares_of_thousand[] = {
  { 40, GENERATOR_ALLOCATION_UPDATED }, { 60, GENERATOR_ADDED_TO_SET },
  { 64, GENERATOR_REMOVED_FROM_SET },   { 69, GENERATOR_DELAY_SET },
  { 73, GENERATOR_SERVICE_SPLIT },      { 77, GENERATOR_SET_SPLIT },
  { 80, GENERATOR_OPERATOR_METADATA },  { 81, GENERATOR_SLASHER_UPDATED },
  { 82, GENERATOR_STRATEGY_REMOVED },   { 84, GENERATOR_STRATEGY_ADDED },
  { 124, GENERATOR_REWARDS },           { 125, GENERATOR_OPERATOR_SLASHED },
  { 700, GENERATOR_SHARES_INCREASED },  { 1000, GENERATOR_SHARES_DECREASED },
};

/* A stake that can be taken out again. */
typedef struct
{
  guint32 operator;
  guint32 strategy;
  guint32 staker;
  guint64 gwei;
} Stake;

typedef struct
{
  GeneratorWorld *world;
  GArray *stakes; /* Stake */
  guint64 random;
  guint n_operators; /* registered so far */
  guint n_sets;      /* created so far */
  guint32 block;
} Maker;

GeneratorSize
generator_size_mainnet (guint times)
{
  return (GeneratorSize) {
    .seed = 1,
    .n_operators = 2500 * times,
    .n_services = 250 * times,
    .n_sets = 400 * times,
    .n_strategies = 60,
    .n_logs = 300000 * times,
  };
}

/* splitmix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014). */
static guint64
draw (Maker *self)
{
  guint64 z = self->random += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static guint32
draw_below (Maker *self, guint32 n)
{
  return (guint32) (draw (self) % n);
}

/* The first ones are drawn more often than the last: stake is concentrated. */
static guint32
draw_popular (Maker *self, guint32 n)
{
  return MIN (draw_below (self, n), draw_below (self, n));
}

Address
generator_address (GeneratorNoun noun, guint index)
{
  guint8 key[] = { 's',
                   (guint8) noun,
                   (guint8) (index >> 24),
                   (guint8) (index >> 16),
                   (guint8) (index >> 8),
                   (guint8) index };
  Hash hash = keccak256 ((Bytes) { key, sizeof key });
  Address address;

  memcpy (address.bytes, hash.bytes + 12, sizeof address.bytes);
  return address;
}

gboolean
generator_slasher_has_code (guint slasher)
{
  return slasher % 3 != 0;
}

guint32
generator_world_time (const GeneratorWorld *self, guint32 block)
{
  return START_TIME + 12 * (block - START);
}

/* --- what is true after an event --- */

static GeneratorAllocation *
find_allocation (GeneratorOperator *operator, guint32 set, guint32 strategy)
{
  for (guint i = 0; i < operator->allocations->len; i++)
    {
      GeneratorAllocation *allocation = &g_array_index (operator->allocations, GeneratorAllocation,
                                                        i);

      if (allocation->set == set && allocation->strategy == strategy)
        return allocation;
    }
  return NULL;
}

static gboolean
contains (GArray *numbers, guint32 number)
{
  for (guint i = 0; i < numbers->len; i++)
    if (g_array_index (numbers, guint32, i) == number)
      return TRUE;
  return FALSE;
}

static void
remove_number (GArray *numbers, guint32 number)
{
  for (guint i = 0; i < numbers->len; i++)
    if (g_array_index (numbers, guint32, i) == number)
      {
        g_array_remove_index_fast (numbers, i);
        return;
      }
}

static void
settle (GeneratorAllocation *allocation, guint32 block)
{
  if (allocation->effect_block != 0 && block >= allocation->effect_block)
    {
      allocation->current = allocation->next;
      allocation->effect_block = 0;
    }
}

static void
apply_allocation (GeneratorOperator *operator, const GeneratorEvent * event)
{
  GeneratorAllocation *allocation = find_allocation (operator, event->set, event->strategy);

  if (allocation == NULL)
    {
      GeneratorAllocation fresh = { .set = event->set, .strategy = event->strategy };

      g_array_append_val (operator->allocations, fresh);
      allocation = &g_array_index (operator->allocations,
                                   GeneratorAllocation, operator->allocations->len - 1);
    }
  settle (allocation, event->block);
  if (event->y > event->block)
    {
      allocation->next = event->x;
      allocation->effect_block = event->y;
    }
  else
    {
      allocation->current = event->x;
      if (allocation->effect_block == 0)
        allocation->next = event->x;
    }
}

static guint64 *
ensure (guint64 **numbers, guint n, guint64 value)
{
  if (*numbers == NULL)
    {
      *numbers = g_new (guint64, n);
      for (guint i = 0; i < n; i++)
        (*numbers)[i] = value;
    }
  return *numbers;
}

static void
apply_to_set (GeneratorWorld *self, const GeneratorEvent *event)
{
  GeneratorSet *set = &self->sets[event->set];

  switch ((int) event->kind)
    {
    case GENERATOR_SET_CREATED:
      set->created = TRUE;
      break;
    case GENERATOR_STRATEGY_ADDED:
      g_array_append_val (set->strategies, event->strategy);
      break;
    case GENERATOR_STRATEGY_REMOVED:
      remove_number (set->strategies, event->strategy);
      break;
    case GENERATOR_SLASHER_UPDATED:
      if (set->next_slasher_block != 0 && event->block >= set->next_slasher_block)
        set->slasher = set->next_slasher;
      if (event->y <= event->block)
        set->slasher = (guint32) event->x;
      set->next_slasher = (guint32) event->x;
      set->next_slasher_block = event->y;
      break;
    case GENERATOR_REDISTRIBUTION_SET:
      set->redistributes = TRUE;
      break;
    default:
      break;
    }
}

static void
apply (GeneratorWorld *self, const GeneratorEvent *event)
{
  GeneratorOperator *operator= & self->operators[event->operator];

  switch (event->kind)
    {
    case GENERATOR_OPERATOR_REGISTERED:
      operator->registered = TRUE;
      break;
    case GENERATOR_APPROVER_UPDATED:
      operator->has_approver = event->x != 0;
      break;
    case GENERATOR_DELAY_SET:
      if (operator->next_delay_block != 0 && event->block >= operator->next_delay_block)
        {
          operator->delay = operator->next_delay;
          operator->delay_set = TRUE;
        }
      operator->next_delay = (guint32) event->x;
      operator->next_delay_block = event->y;
      break;
    case GENERATOR_SHARES_INCREASED:
      ensure (&operator->shares, self->size.n_strategies, 0)[event->strategy] += event->x;
      break;
    case GENERATOR_SHARES_DECREASED:
      operator->shares[event->strategy] -= event->x;
      break;
    case GENERATOR_ADDED_TO_SET:
      g_array_append_val (operator->sets, event->set);
      g_array_append_val (self->sets[event->set].members, event->operator);
      break;
    case GENERATOR_REMOVED_FROM_SET:
      remove_number (operator->sets, event->set);
      remove_number (self->sets[event->set].members, event->operator);
      break;
    case GENERATOR_ALLOCATION_UPDATED:
      apply_allocation (operator, event);
      break;
    case GENERATOR_MAX_UPDATED:
      ensure (&operator->max, self->size.n_strategies, WAD)[event->strategy] = event->x;
      break;
    default:
      apply_to_set (self, event);
      break;
    }
}

guint64
generator_world_max (const GeneratorWorld *self, guint operator, guint strategy)
{
  return self->operators[operator].max != NULL ? self->operators[operator].max[strategy] : WAD;
}

guint64
generator_world_shares (const GeneratorWorld *self, guint operator, guint strategy)
{
  return self->operators[operator].shares != NULL ? self->operators[operator].shares[strategy] : 0;
}

/* A change under way takes what it adds at once, and gives what it frees only when it holds. */
static guint64
encumbered_at (const GeneratorWorld *self, guint operator, guint strategy, guint32 block)
{
  GArray *allocations = self->operators[operator].allocations;
  guint64 sum = 0;

  for (guint i = 0; i < allocations->len; i++)
    {
      GeneratorAllocation allocation = g_array_index (allocations, GeneratorAllocation, i);

      if (allocation.strategy != strategy)
        continue;
      settle (&allocation, block);
      sum += allocation.effect_block != 0 ? MAX (allocation.current, allocation.next)
                                          : allocation.current;
    }
  return sum;
}

guint64
generator_world_encumbered (const GeneratorWorld *self, guint operator, guint strategy)
{
  return encumbered_at (self, operator, strategy, self->head);
}

/* --- making it up --- */

static void
emit (Maker *self, GeneratorEvent event)
{
  event.block = self->block;
  g_array_append_val (self->world->events, event);
  apply (self->world, &event);
  self->world->n_applied = self->world->events->len;
}

static void
make_operator (Maker *self)
{
  guint32 operator= self->n_operators++;

  emit (self, (GeneratorEvent) { .kind = GENERATOR_APPROVER_UPDATED,
                                 .operator= operator,
                                 .x = draw_below (self, 20) == 0 });
  if (draw_below (self, 10) < 7)
    emit (self, (GeneratorEvent) { .kind = GENERATOR_DELAY_SET,
                                   .operator= operator,
                                   .x = draw_below (self, 200000),
                                   .y = self->block + CONFIGURATION_DELAY });
  emit (self, (GeneratorEvent) { .kind = GENERATOR_OPERATOR_REGISTERED,
                                 .operator = operator,
                                 .x = self->world->operators[operator].has_approver ? 1 : 0 });
  emit (self, (GeneratorEvent) { .kind = GENERATOR_OPERATOR_METADATA, .operator = operator });
}

static void
make_set (Maker *self)
{
  guint32 set = self->n_sets++;
  guint32 service = self->world->sets[set].service;
  guint n_strategies = 1 + draw_below (self, 5);

  if (self->world->sets[set].id == 0)
    emit (self, (GeneratorEvent) { .kind = GENERATOR_SERVICE_METADATA, .other = service });
  emit (self, (GeneratorEvent) { .kind = GENERATOR_SET_CREATED, .set = set });
  emit (self, (GeneratorEvent) {
                .kind = GENERATOR_SLASHER_UPDATED, .set = set, .x = service, .y = self->block });
  if (draw_below (self, 8) == 0)
    emit (self, (GeneratorEvent) { .kind = GENERATOR_REDISTRIBUTION_SET, .set = set });
  for (guint i = 0; i < n_strategies; i++)
    {
      guint32 strategy = draw_popular (self, self->world->size.n_strategies);

      if (!contains (self->world->sets[set].strategies, strategy))
        emit (self, (GeneratorEvent) {
                      .kind = GENERATOR_STRATEGY_ADDED, .set = set, .strategy = strategy });
    }
}

static void
make_membership (Maker *self, gboolean leave)
{
  guint32 operator= draw_popular (self, self->n_operators);
  guint32 set = draw_below (self, self->n_sets);

  if (contains (self->world->operators[operator].sets, set) == leave)
    emit (self, (GeneratorEvent) { .kind = leave ? GENERATOR_REMOVED_FROM_SET
                                                 : GENERATOR_ADDED_TO_SET,
                                   .operator = operator,
                                   .set = set });
}

/* As modifyAllocations: more takes the operator's delay, less the deallocation delay if it could be
 * slashed, and nothing while a change is under way. */
static void
make_allocation (Maker *self)
{
  guint32 index = draw_popular (self, self->n_operators);
  GeneratorOperator *operator= & self->world->operators[index];
  guint32 set, strategy, effect, delay;
  GArray *strategies;
  guint64 current = 0, free, wanted;
  GeneratorAllocation *allocation;

  if (operator->sets->len == 0)
    return;
  set = g_array_index (operator->sets, guint32, draw_below (self, operator->sets->len));
  strategies = self->world->sets[set].strategies;
  if (strategies->len == 0)
    return;
  strategy = g_array_index (strategies, guint32, draw_below (self, strategies->len));

  delay = operator->next_delay_block != 0 && self->block >= operator->next_delay_block
    ? operator->next_delay : operator->delay;
  allocation = find_allocation (operator, set, strategy);
  if (allocation != NULL)
    {
      settle (allocation, self->block);
      if (allocation->effect_block != 0)
        return;
      current = allocation->current;
    }
  free = generator_world_max (self->world, index, strategy) -
         encumbered_at (self->world, index, strategy, self->block);

  if (current > 0 && draw_below (self, 4) == 0)
    {
      wanted = current / 2;
      effect = self->block + DEALLOCATION_DELAY + 1;
    }
  else
    {
      wanted = current + free / (2 + draw_below (self, 8));
      effect = self->block + delay;
    }
  if (wanted == current)
    return;

  emit (self, (GeneratorEvent) { .kind = GENERATOR_ALLOCATION_UPDATED,
                                 .operator= index,
                                 .set = set,
                                 .strategy = strategy,
                                 .x = wanted,
                                 .y = effect });
  emit (self, (GeneratorEvent) { .kind = GENERATOR_ENCUMBERED_UPDATED,
                                 .operator= index,
                                 .strategy = strategy,
                                 .x = encumbered_at (self->world, index, strategy, self->block) });
}

static void
make_slashing (Maker *self)
{
  guint32 index = draw_popular (self, self->n_operators);
  GeneratorOperator *operator= & self->world->operators[index];
  GeneratorAllocation *allocation;
  guint64 taken, max, shares;

  if (operator->allocations->len == 0)
    return;
  allocation = &g_array_index (operator->allocations, GeneratorAllocation,
                               draw_below (self, operator->allocations->len));
  settle (allocation, self->block);
  taken = allocation->current / 20;
  if (taken == 0 || allocation->effect_block != 0 || !contains (operator->sets, allocation->set))
    return;

  guint32 set = allocation->set, strategy = allocation->strategy;
  guint64 current = allocation->current;

  max = generator_world_max (self->world, index, strategy);
  shares = generator_world_shares (self->world, index, strategy);
  emit (self, (GeneratorEvent) { .kind = GENERATOR_ENCUMBERED_UPDATED,
                                 .operator= index,
                                 .strategy = strategy,
                                 .x = encumbered_at (self->world, index, strategy, self->block) -
                                      taken });
  emit (self, (GeneratorEvent) { .kind = GENERATOR_ALLOCATION_UPDATED,
                                 .operator= index,
                                 .set = set,
                                 .strategy = strategy,
                                 .x = current - taken,
                                 .y = self->block });
  emit (self, (GeneratorEvent) { .kind = GENERATOR_MAX_UPDATED,
                                 .operator= index,
                                 .strategy = strategy,
                                 .x = max - taken });
  if (shares > 0)
    emit (self, (GeneratorEvent) { .kind = GENERATOR_SHARES_DECREASED,
                                   .operator= index,
                                   .strategy = strategy,
                                   .other = G_MAXUINT32,
                                   .x = (guint64) ((__uint128_t) shares * taken / max) });
  emit (self, (GeneratorEvent) { .kind = GENERATOR_OPERATOR_SLASHED,
                                 .operator= index,
                                 .set = set,
                                 .strategy = strategy,
                                 .x = WAD / 20 });
}

static void
make_deposit (Maker *self)
{
  guint32 operator= draw_popular (self, self->n_operators);
  Stake stake = {
    .operator= operator,
    .strategy = draw_popular (self, self->world->size.n_strategies),
    .staker = operator* STAKERS_AN_OPERATOR + draw_popular (self, STAKERS_AN_OPERATOR),
    .gwei = 10000000 + draw (self) % G_GUINT64_CONSTANT (300000000000),
  };

  g_array_append_val (self->stakes, stake);
  emit (self, (GeneratorEvent) { .kind = GENERATOR_SHARES_INCREASED,
                                 .operator= stake.operator,
                                 .strategy = stake.strategy,
                                 .other = stake.staker,
                                 .x = stake.gwei });
}

static void
make_withdrawal (Maker *self)
{
  guint i;
  Stake stake;

  if (self->stakes->len == 0)
    return;
  i = draw_below (self, self->stakes->len);
  stake = g_array_index (self->stakes, Stake, i);
  g_array_remove_index_fast (self->stakes, i);
  /* After a slashing there is less than was put in. */
  stake.gwei = MIN (stake.gwei,
                    generator_world_shares (self->world, stake.operator, stake.strategy) / 2);
  if (stake.gwei > 0)
    emit (self, (GeneratorEvent) { .kind = GENERATOR_SHARES_DECREASED,
                                   .operator= stake.operator,
                                   .strategy = stake.strategy,
                                   .other = stake.staker,
                                   .x = stake.gwei });
}

static void
make_set_change (Maker *self, GeneratorEventKind kind)
{
  guint32 set = draw_below (self, self->n_sets);
  guint32 strategy = draw_popular (self, self->world->size.n_strategies);
  gboolean inside = contains (self->world->sets[set].strategies, strategy);

  if (kind == GENERATOR_SLASHER_UPDATED)
    emit (self, (GeneratorEvent) { .kind = kind,
                                   .set = set,
                                   .x = draw_below (self, self->world->size.n_services),
                                   .y = self->block + CONFIGURATION_DELAY });
  else if (inside == (kind == GENERATOR_STRATEGY_REMOVED))
    emit (self, (GeneratorEvent) { .kind = kind, .set = set, .strategy = strategy });
}

static void
make_split (Maker *self, GeneratorEventKind kind)
{
  guint32 set = draw_below (self, self->n_sets);

  emit (self, (GeneratorEvent) {
                .kind = kind,
                .operator= draw_popular (self, self->n_operators),
                .set = set,
                .other = self->world->sets[set].service,
                .x = draw_below (self, 3000),
                .y = generator_world_time (self->world, self->block) + 7 * 86400,
              });
}

static void
make_one (Maker *self)
{
  guint32 dice = draw_below (self, 1000);
  guint i = 0;

  while (dice >= shares_of_thousand[i].until)
    i++;
  switch ((int) shares_of_thousand[i].kind)
    {
    case GENERATOR_ALLOCATION_UPDATED:
      make_allocation (self);
      break;
    case GENERATOR_ADDED_TO_SET:
    case GENERATOR_REMOVED_FROM_SET:
      make_membership (self, shares_of_thousand[i].kind == GENERATOR_REMOVED_FROM_SET);
      break;
    case GENERATOR_DELAY_SET:
      emit (self, (GeneratorEvent) { .kind = GENERATOR_DELAY_SET,
                                     .operator= draw_popular (self, self->n_operators),
                                     .x = draw_below (self, 200000),
                                     .y = self->block + CONFIGURATION_DELAY });
      break;
    case GENERATOR_SERVICE_SPLIT:
    case GENERATOR_SET_SPLIT:
      make_split (self, shares_of_thousand[i].kind);
      break;
    case GENERATOR_OPERATOR_METADATA:
      emit (self, (GeneratorEvent) { .kind = GENERATOR_OPERATOR_METADATA,
                                     .operator= draw_popular (self, self->n_operators),
                                     .x = 1 + draw_below (self, 9) });
      break;
    case GENERATOR_SLASHER_UPDATED:
    case GENERATOR_STRATEGY_REMOVED:
    case GENERATOR_STRATEGY_ADDED:
      make_set_change (self, shares_of_thousand[i].kind);
      break;
    case GENERATOR_REWARDS:
      emit (self, (GeneratorEvent) {
                    .kind = GENERATOR_REWARDS,
                    .set = draw_popular (self, self->n_sets),
                    .strategy = draw_popular (self, self->world->size.n_strategies),
                    .operator= draw_popular (self, self->n_operators),
                    .x = 1000000 + draw_below (self, 1000000000),
                    .y = generator_world_time (self->world, self->block) - 8 * 86400,
                  });
      break;
    case GENERATOR_OPERATOR_SLASHED:
      make_slashing (self);
      break;
    case GENERATOR_SHARES_INCREASED:
      make_deposit (self);
      break;
    default:
      make_withdrawal (self);
      break;
    }
}

/* Operators and sets come evenly over the first nine tenths of what is made. */
static void
make_until (Maker *self, guint n_logs)
{
  const GeneratorSize *size = &self->world->size;
  GArray *events = self->world->events;

  while (events->len < n_logs)
    {
      guint64 part = (guint64) events->len * 1000 / size->n_logs;
      guint64 due = MIN (part * 10 / 9 + 1, 1000);

      self->block = START + (guint32) ((guint64) events->len * SPAN / size->n_logs);
      if (self->n_operators < size->n_operators &&
          (self->n_operators < 10 || self->n_operators < size->n_operators * due / 1000))
        make_operator (self);
      else if (self->n_sets < size->n_sets &&
               (self->n_sets < 5 || self->n_sets < size->n_sets * due / 1000))
        make_set (self);
      else
        make_one (self);
    }
  self->world->head = self->block + 1;
}

static Maker
maker_new (GeneratorWorld *world)
{
  return (Maker) {
    .world = world,
    .stakes = g_array_new (FALSE, FALSE, sizeof (Stake)),
    .random = world->size.seed + world->events->len,
    .n_operators = 0,
    .block = START,
  };
}

static void
reset_state (GeneratorWorld *self)
{
  for (guint i = 0; self->operators != NULL && i < self->size.n_operators; i++)
    {
      g_array_unref (self->operators[i].allocations);
      g_array_unref (self->operators[i].sets);
      g_free (self->operators[i].shares);
      g_free (self->operators[i].max);
    }
  for (guint i = 0; self->sets != NULL && i < self->size.n_sets; i++)
    {
      g_array_unref (self->sets[i].strategies);
      g_array_unref (self->sets[i].members);
    }
  g_clear_pointer (&self->operators, g_free);
  g_clear_pointer (&self->sets, g_free);
  self->n_applied = 0;
}

static void
make_state (GeneratorWorld *self)
{
  self->operators = g_new0 (GeneratorOperator, self->size.n_operators);
  for (guint i = 0; i < self->size.n_operators; i++)
    {
      self->operators[i].allocations = g_array_new (FALSE, FALSE, sizeof (GeneratorAllocation));
      self->operators[i].sets = g_array_new (FALSE, FALSE, sizeof (guint32));
    }
  self->sets = g_new0 (GeneratorSet, self->size.n_sets);
  for (guint i = 0; i < self->size.n_sets; i++)
    {
      self->sets[i].service = i % self->size.n_services;
      self->sets[i].id = i / self->size.n_services;
      self->sets[i].strategies = g_array_new (FALSE, FALSE, sizeof (guint32));
      self->sets[i].members = g_array_new (FALSE, FALSE, sizeof (guint32));
    }
}

GeneratorWorld *
generator_world_new (const GeneratorSize *size)
{
  GeneratorWorld *self = g_new0 (GeneratorWorld, 1);
  Maker maker;

  g_assert (size->n_sets >= size->n_services && size->n_services > 0);
  self->size = *size;
  self->start = START;
  self->events = g_array_sized_new (FALSE, FALSE, sizeof (GeneratorEvent), size->n_logs + 8);
  make_state (self);
  maker = maker_new (self);
  make_until (&maker, size->n_logs);
  g_array_unref (maker.stakes);
  return self;
}

void
generator_world_free (GeneratorWorld *self)
{
  reset_state (self);
  g_array_unref (self->events);
  g_free (self);
}

void
generator_world_set_head (GeneratorWorld *self, guint32 block)
{
  g_assert (block >= self->start);
  if (block < self->head)
    {
      reset_state (self);
      make_state (self);
    }
  self->head = block;
  while (self->n_applied < self->events->len)
    {
      const GeneratorEvent *event = &g_array_index (self->events, GeneratorEvent, self->n_applied);

      if (event->block > block)
        break;
      apply (self, event);
      self->n_applied++;
    }
}

void
generator_world_advance (GeneratorWorld *self, guint32 n_blocks)
{
  const GeneratorEvent *last = &g_array_index (self->events, GeneratorEvent, self->events->len - 1);
  guint64 n = (guint64) n_blocks * self->size.n_logs / SPAN;
  guint32 from, target = self->head + n_blocks;
  Maker maker;

  generator_world_set_head (self, MAX (self->head, last->block));
  from = self->head;
  maker = maker_new (self);
  maker.n_operators = self->size.n_operators;
  maker.n_sets = self->size.n_sets;
  for (guint64 i = 0; i < n; i++)
    {
      maker.block = from + 1 + (guint32) (i * n_blocks / n);
      make_one (&maker);
    }
  g_array_unref (maker.stakes);
  self->head = target;
}
