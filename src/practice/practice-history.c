/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-history-private.h"

#include "practice-genesis.h"

#define DAY PRACTICE_DAY
#define WEEK PRACTICE_WEEK
#define NOW PRACTICE_START_BLOCK

typedef struct
{
  guint64 random;
  GArray *actions; /* of PracticeAction, by block */
  guint next;      /* the first of them not done */
  /* Where each operator pledges. */
  struct
  {
    guint service;
    guint set;
  } pledges[PRACTICE_N_OPERATORS][8];
} History;

/* splitmix64. */
static guint64
history_random (History *self, guint64 below)
{
  guint64 z = (self->random += 0x9e3779b97f4a7c15u);

  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;

  return (z ^ (z >> 31)) % below;
}

static void
history_add (History *self,
             guint64 block,
             PracticeActionKind kind,
             guint operator,
             guint service,
             guint set,
             guint64 value)
{
  PracticeAction action = { block, kind, operator, service, set, value };

  g_array_append_val (self->actions, action);
}

/* Something about the operator's n-th pledge. */
static void
history_add_pledge (History *self,
                    guint64 block,
                    PracticeActionKind kind,
                    guint operator,
                    guint pledge,
                    guint64 value)
{
  history_add (self, block, kind, operator,
               self->pledges[operator][pledge].service, self->pledges[operator][pledge].set, value);
}

static void
history_plan_pledges (History *self, guint index)
{
  const PracticeOperator *operator= practice_operator (index);
  guint first = (guint) history_random (self, PRACTICE_N_SERVICES);

  for (guint i = 0; i < operator->services; i++)
    {
      guint service = (first + i * 3) % PRACTICE_N_SERVICES;
      guint set = (guint) history_random (self, practice_service (service)->sets);
      guint share = operator->pledged / operator->services;
      guint64 block = 150000 + index * 4000 + i * 900;

      self->pledges[index][i].service = service;
      self->pledges[index][i].set = set;
      /* Unequal shares, the same sum. */
      if (operator->services> 1)
        share = i % 2 == 0 ? share + share / 4 : share - share / 4;
      history_add (self, block, PRACTICE_ACTION_JOIN, index, service, set, 0);
      history_add (self, block + 40, PRACTICE_ACTION_ALLOCATE, index, service, set, MAX (share, 1));
    }
}

/* Before the player comes: slashings, departures, changes under way. */
static void
history_plan_past (History *self)
{
  history_add_pledge (self, 450000, PRACTICE_ACTION_SLASH, 40, 0, 100);
  history_add_pledge (self, 520000, PRACTICE_ACTION_CLEAR, 40, 0, 0);
  history_add_pledge (self, 480000, PRACTICE_ACTION_SLASH, 14, 0, 250);
  history_add_pledge (self, 540000, PRACTICE_ACTION_CLEAR, 14, 0, 0);
  history_add_pledge (self, 590000, PRACTICE_ACTION_SLASH, 14, 1, 50);
  history_add_pledge (self, 500000, PRACTICE_ACTION_SLASH, 35, 0, 1000);
  history_add_pledge (self, 560000, PRACTICE_ACTION_CLEAR, 35, 0, 0);
  history_add_pledge (self, 575000, PRACTICE_ACTION_SLASH, 20, 0, 20);

  history_add_pledge (self, 595000, PRACTICE_ACTION_LEAVE, 13, 0, 0);
  history_add_pledge (self, 580000, PRACTICE_ACTION_ALLOCATE, 5, 0, 40);
  history_add (self, 560000, PRACTICE_ACTION_DELAY, 7, 0, 0, 1 * DAY);
  history_add (self, 570000, PRACTICE_ACTION_DELAY, 27, 0, 0, 30 * DAY);
  history_add (self, 590000, PRACTICE_ACTION_SLASHER, 0, 7, 0, 0);
  history_add_pledge (self, 400000, PRACTICE_ACTION_SPLIT, 9, 0, 2000);
  history_add_pledge (self, 410000, PRACTICE_ACTION_SPLIT, 19, 0, 500);
  history_add_pledge (self, 420000, PRACTICE_ACTION_SPLIT, 30, 0, 0);
  history_add_pledge (self, NOW - 2 * DAY, PRACTICE_ACTION_SPLIT, 41, 0, 3500);

  /* Larger pledges on the way: two that leave time to go, three that do not. */
  history_add_pledge (self, 560000, PRACTICE_ACTION_ALLOCATE, 6, 0, 300);
  history_add_pledge (self, 585000, PRACTICE_ACTION_ALLOCATE, 32, 0, 400);
  history_add_pledge (self, 590000, PRACTICE_ACTION_ALLOCATE, 17, 0, 350);
  history_add_pledge (self, 603000, PRACTICE_ACTION_ALLOCATE, 25, 0, 300);
  history_add_pledge (self, 600000, PRACTICE_ACTION_ALLOCATE, 38, 0, 500);
}

/* A set the operator never pledged to as planned. */
static void
history_add_stranger (History *self,
                      guint64 block,
                      PracticeActionKind kind,
                      guint operator,
                      guint64 value)
{
  guint service = (self->pledges[operator][0].service + 1) % PRACTICE_N_SERVICES;

  history_add (self, block, kind, operator, service, 0, value);
}

/* Pledges that nothing can be taken of, until somebody does something. */
static void
history_plan_dormant (History *self)
{
  /* To sets they are not registered with. */
  history_add_stranger (self, 300000, PRACTICE_ACTION_ALLOCATE, 28, 150);
  history_add_stranger (self, 310000, PRACTICE_ACTION_ALLOCATE, 36, 120);
  /* In strategies their sets have not, one of which comes to have it. */
  history_add_pledge (self, 320000, PRACTICE_ACTION_ALLOCATE_OUTSIDE, 16, 0, 100);
  history_add_pledge (self, 330000, PRACTICE_ACTION_ALLOCATE_OUTSIDE, 24, 0, 200);
  /* Left so long ago that it counts no more, the pledge still there. */
  history_add_pledge (self, 450000, PRACTICE_ACTION_LEAVE, 42, 1, 0);
  /* A service that grows. */
  history_add (self, NOW - 4 * DAY, PRACTICE_ACTION_STRATEGY, 0, 9, 0, 0);

  history_add_stranger (self, NOW + 8 * DAY, PRACTICE_ACTION_JOIN, 36, 0);
  history_add_pledge (self, NOW + 12 * DAY, PRACTICE_ACTION_STRATEGY, 24, 0, 0);
}

static void
history_add_vault (History *self, guint64 block, guint vault, PracticeVaultStep step)
{
  history_add (self, block, PRACTICE_ACTION_VAULT, vault, PRACTICE_VAULT_SERVICE,
               PRACTICE_VAULT_SET, step);
}

static void
history_plan_vaults (History *self)
{
  history_add_vault (self, 200000, 0, PRACTICE_VAULT_STEP_DEPLOY);
  history_add_vault (self, 210000, 0, PRACTICE_VAULT_STEP_FILL);
  history_add_vault (self, 260000, 0, PRACTICE_VAULT_STEP_LOCK);
  history_add_vault (self, 580000, 1, PRACTICE_VAULT_STEP_DEPLOY);
  history_add_vault (self, 590000, 1, PRACTICE_VAULT_STEP_FILL);
}

/* After: never to an operator a careful newcomer would choose. */
static void
history_plan_future (History *self)
{
  history_add_pledge (self, NOW + 3 * DAY, PRACTICE_ACTION_ALLOCATE, 9, 1, 300);
  history_add (self, NOW + 5 * DAY, PRACTICE_ACTION_UNDELEGATE, 23, 0, 0, 0);
  history_add_pledge (self, NOW + 6 * DAY, PRACTICE_ACTION_SPLIT, 25, 0, 2500);
  history_add_pledge (self, NOW + 9 * DAY, PRACTICE_ACTION_SLASH, 14, 0, 100);
  history_add_pledge (self, NOW + 17 * DAY, PRACTICE_ACTION_CLEAR, 14, 0, 0);
  history_add_pledge (self, NOW + 20 * DAY, PRACTICE_ACTION_ALLOCATE, 41, 1, 250);
  history_add_pledge (self, NOW + 26 * DAY, PRACTICE_ACTION_SLASH, 30, 0, 500);
}

static gint
action_compare (gconstpointer a, gconstpointer b)
{
  const PracticeAction *x = a;
  const PracticeAction *y = b;

  return (x->block > y->block) - (x->block < y->block);
}

/* The first block after after that is offset into a period. */
static guint64
recurring (guint64 after, guint64 period, guint64 offset)
{
  if (after < offset)
    return offset;

  return (after - offset) / period * period + period + offset;
}

#define REPORT_OFFSET (DAY / 2)
#define ROOT_OFFSET (WEEK + 600)

static guint64
history_next (PracticeChain *chain, guint64 after, gpointer data)
{
  History *self = data;
  guint64 next = MIN (recurring (after, DAY, REPORT_OFFSET), recurring (after, WEEK, ROOT_OFFSET));

  if (self->next < self->actions->len)
    next = MIN (next, g_array_index (self->actions, PracticeAction, self->next).block);

  return next;
}

static void
history_run (PracticeChain *chain, gpointer data)
{
  History *self = data;
  guint64 head = practice_chain_head (chain);

  for (; self->next < self->actions->len; self->next++)
    {
      const PracticeAction *action = &g_array_index (self->actions, PracticeAction, self->next);

      if (action->block > head)
        break;
      practice_action_run (chain, action);
    }

  if (recurring (head - 1, DAY, REPORT_OFFSET) == head)
    practice_action_run (chain, &(PracticeAction) { head, .kind = PRACTICE_ACTION_REPORT });
  if (recurring (head - 1, WEEK, ROOT_OFFSET) == head)
    practice_action_run (chain, &(PracticeAction) { head, .kind = PRACTICE_ACTION_ROOT });
}

static void
history_free (gpointer data)
{
  History *self = data;

  g_array_unref (self->actions);
  g_free (self);
}

PracticeSchedule
practice_history_new (guint64 seed)
{
  History *self = g_new0 (History, 1);

  self->random = seed;
  self->actions = g_array_new (FALSE, FALSE, sizeof (PracticeAction));
  for (guint i = 0; i < PRACTICE_N_OPERATORS; i++)
    {
      history_add (self, 2000 + i * 1500 + history_random (self, 1000), PRACTICE_ACTION_OPERATOR, i,
                   0, 0, 900 + history_random (self, 200));
      history_plan_pledges (self, i);
    }
  for (guint i = 0; i < PRACTICE_N_SERVICES; i++)
    history_add (self, 80000 + i * 4000 + history_random (self, 1000), PRACTICE_ACTION_SERVICE, 0,
                 i, 0, 0);
  history_plan_past (self);
  history_plan_dormant (self);
  history_plan_vaults (self);
  history_plan_future (self);
  g_array_sort (self->actions, action_compare);

  return (PracticeSchedule) {
    .next = history_next,
    .run = history_run,
    .data = self,
    .free = history_free,
  };
}

Address
practice_operator_address (guint index)
{
  return practice_inhabitant ("operator", index);
}

Address
practice_staker_address (guint operator, guint index)
{
  return practice_inhabitant ("staker", operator* 10 + index);
}

guint
practice_staker_count (guint operator)
{
  return 2 + operator% 2;
}

Address
practice_service_address (guint index)
{
  return practice_inhabitant ("service", index);
}

Address
practice_vault_address (guint index)
{
  return practice_inhabitant ("vault", index);
}

Address
practice_vault_admin (guint index)
{
  return practice_inhabitant ("vault admin", index);
}

Address
practice_slasher_address (guint service)
{
  switch (practice_service (service)->slasher)
    {
    case PRACTICE_SLASHER_SELF:
      return practice_service_address (service);
    case PRACTICE_SLASHER_MULTISIG:
      return practice_inhabitant ("multisig", service);
    case PRACTICE_SLASHER_PERSON:
      return practice_inhabitant ("person", service);
    default:
      g_assert_not_reached ();
    }
}
