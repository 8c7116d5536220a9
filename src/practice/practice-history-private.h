/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-assets.h"
#include "practice-history.h"
#include "practice-operators.h"

G_BEGIN_DECLS

#define PRACTICE_DAY 7200u /* blocks */
#define PRACTICE_WEEK (7u * PRACTICE_DAY)

typedef enum
{
  PRACTICE_ACTION_OPERATOR, /* operator registers, its stakers deposit and delegate */
  PRACTICE_ACTION_SERVICE,  /* service creates its sets */
  PRACTICE_ACTION_JOIN,     /* operator registers with a set */
  PRACTICE_ACTION_ALLOCATE, /* operator pledges value thousandths to a set in all its strategies */
  /* Operator pledges value thousandths to a set in a strategy it has not. */
  PRACTICE_ACTION_ALLOCATE_OUTSIDE,
  PRACTICE_ACTION_STRATEGY,   /* service adds to a set a strategy it had not */
  PRACTICE_ACTION_LEAVE,      /* operator leaves a set */
  PRACTICE_ACTION_SLASH,      /* a set takes value thousandths of the operator's pledge */
  PRACTICE_ACTION_CLEAR,      /* what the set's first pending slash took leaves the strategies */
  PRACTICE_ACTION_DELAY,      /* operator asks for an allocation delay of value blocks */
  PRACTICE_ACTION_SLASHER,    /* service names a plain account as the set's next slasher */
  PRACTICE_ACTION_UNDELEGATE, /* operator throws its staker number value out */
  PRACTICE_ACTION_VAULT,      /* duration vault number operator: value is a PracticeVaultStep */
  PRACTICE_ACTION_SPLIT,  /* operator wants value hundredths of a percent of the set's rewards */
  PRACTICE_ACTION_REPORT, /* Lido's oracle; every day */
  PRACTICE_ACTION_ROOT,   /* a new rewards root; every week */
} PracticeActionKind;

typedef enum
{
  PRACTICE_VAULT_STEP_DEPLOY, /* for the service's set, which takes its shares from now on */
  PRACTICE_VAULT_STEP_FILL,   /* two stakers delegate to it and deposit */
  PRACTICE_VAULT_STEP_LOCK,
} PracticeVaultStep;

typedef struct
{
  guint64 block;
  PracticeActionKind kind;
  guint operator;
  guint service;
  guint set;
  guint64 value;
} PracticeAction;

/* Does it in the head block. */
void practice_action_run (PracticeChain *chain, const PracticeAction *action);
void practice_vault_action_run (PracticeChain *chain, const PracticeAction *action);
/* Tokens out of nothing, into the strategy. */
void practice_history_deposit (PracticeChain *chain,
                               const Address *staker,
                               PracticeAsset asset,
                               const Address *strategy,
                               u256 amount);
/* A transaction of that account; it must not revert. */
void practice_history_call (PracticeChain *chain,
                            const Address *from,
                            const Address *to,
                            const char *function,
                            const AbiValue *args,
                            gsize n_args);

G_END_DECLS
