/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-flow.h"
#include "surety-nonces.h"
#include "surety-plan-simulation.h"
#include "surety-runner.h"
#include "surety-sender.h"

G_BEGIN_DECLS

/* One transaction that was signed: the step's first, or one to take its place. */
typedef struct
{
  gint64 id; /* the journal's */
  Hash hash;
  GBytes *signed_bytes;
  SuretyStep *step;
  gboolean cancels;
  u256 max_fee; /* wei per gas */
  u256 priority;
  guint64 gas_limit;
  SuretyJournalState state;     /* as it is in the journal … */
  SuretyJournalTrouble trouble; /* … and this */
  guint64 block;                /* it was last seen in; 0 = in none */
  gboolean seen;                /* the network has had it */
  gboolean has_result;          /* promises were checked … */
  Hash result_block;            /* … at the block of this hash */
  gboolean broken;              /* … and one of them was seen not to be kept */
} SuretyAttempt;

/* A nonce that was signed for and is not final: looked for by all its transactions until one is. */
typedef struct
{
  SuretyRunner *runner; /* reference */
  gint64 id;            /* of the first attempt */
  gint64 plan;
  guint step;
  Address account;
  guint64 nonce;
  GPtrArray *attempts;  /* SuretyAttempt, in the order they were signed in */
  gboolean fresh;       /* the last was signed just now: not looked for before it is sent */
  gboolean complained;  /* the plan was told that the network refuses it */
  guint failures;       /* exchanges that failed in a row */
  guint check_failures; /* in a row, that do not pass by themselves */
  gint64
    searched_at; /* when one endpoint's word was last asked about, monotonic, microseconds; 0 = was not needed */
  /* Resolves when the step is in a block and succeeded; rejects when it can't succeed any more. */
  DexPromise *mined;
} SuretyFollow;

struct _SuretyRunner
{
  GObject parent_instance;

  SuretyNetwork *network;
  SuretyEndpoints *endpoints;
  SuretyProtocol *protocol;
  SuretyJournal *journal;
  SuretyPayees *payees; /* NULL: nobody but the account itself */

  GHashTable *follows;  /* gint64 id of the first attempt → SuretyFollow, lent by its flow */
  GHashTable *finished; /* gint64 plan: told so already */
  GHashTable *drives;   /* gint64 plan: being driven */
  GArray *starting;     /* Address: a plan of it is being journaled */
  DexPromise *wake;     /* resolves when there is something to look at before the next poll */
  guint n_flows;
  gboolean stopped;
};

/* --- surety-runner.c --- */
void surety_runner_begin (SuretyRunner *self);
void surety_runner_end (SuretyRunner *self);
void surety_runner_tell_step (SuretyRunner *self, gint64 id);
void surety_runner_tell_stopped (SuretyRunner *self, gint64 plan, const GError *error);
void surety_runner_tell_finished (SuretyRunner *self, gint64 plan);
/* Waits about milliseconds, or until the runner is poked or stopped. */
void surety_runner_wait (SuretyRunner *self, guint milliseconds);
guint surety_runner_poll_milliseconds (SuretyRunner *self);
/* Where tests stop the process (SURETY_TEST_HOOKS, set by tests/journeys alone): state "signed", "sent" or
 * "replaced" (another was signed for a nonce) was just written. */
void surety_runner_hold (const char *state);

/* --- surety-runner-drive.c --- */
/* Inside a fiber: gives up the plan's steps that are still planned. */
gboolean surety_runner_abandon_planned (SuretyRunner *self, gint64 plan, GError **error);

/* --- surety-runner-follow.c --- */
/* Inside a fiber: follows the entry's step from where it stands; joins when it is followed already. fresh: the
 * entry was signed just now. The future: its promise to be mined. */
DexFuture *surety_runner_follow (SuretyRunner *self,
                                 SuretyJournalEntry *entry,
                                 gboolean fresh,
                                 GError **error);

/* --- surety-runner-attempt.c --- */
SuretyAttempt *surety_attempt_new (SuretyJournalEntry *entry, GError **error);
void surety_attempt_free (SuretyAttempt *attempt);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyAttempt, surety_attempt_free)
/* Inside a fiber: those of the entry's step that were signed, as they are in the journal; at least one. */
GPtrArray *surety_attempts_load (SuretyRunner *self, SuretyJournalEntry *entry, GError **error);

/* --- surety-runner-trouble.c --- */
/* What holds up the follow's last attempt, which is in no block, as the look at it says. */
gboolean surety_runner_find_trouble (SuretyFollow *follow,
                                     const SuretyAttempt *attempt,
                                     const SuretyTrack *track,
                                     SuretyJournalTrouble *out,
                                     GError **error);

/* --- surety-runner-step.c --- */
typedef struct
{
  SuretySigner *signer;
  SuretySpeed speed;
  u256 fee_ceiling;
  SuretyPlanSimulation *shown; /* what the person who signed was shown; NULL: nothing */
  gint64 shown_at;             /* when that was fresh: monotonic, microseconds … */
  guint64 shown_time;          /* … and the chain's, seconds */
  SuretyPlanGuard *guard;      /* of what else was shown; NULL: nothing */
  gboolean has_last_nonce;
  guint64 last_nonce; /* of the plan's step before */
} SuretyStepContext;

/* --- surety-runner-again.c --- */
/* Inside a fiber, before a step is signed: FALSE with its guard's error where what was shown beside the plan got worse. Before one
 * after the first of a run (of the first, whoever asked for it looked at the rest): where what was shown is too old, tries out
 * what is left again; FALSE with SURETY_PROTOCOL_ERROR_CHANGED when that ends otherwise. */
gboolean surety_runner_look_again (SuretyRunner *self,
                                   gint64 plan,
                                   gboolean is_first,
                                   SuretyStepContext *context,
                                   GError **error);

/* Inside a fiber: simulates, prices, signs, checks what was signed and writes it to the journal.
 * FALSE with the error that stops the plan; the entry is planned then, and nothing left the
 * process. */
gboolean surety_runner_make_step (SuretyRunner *self,
                                  SuretyJournalEntry *entry,
                                  SuretyStepContext *context,
                                  GError **error);

/* What the call touches, and the account's own code, must still be what a person looked at. */
gboolean surety_runner_check_code (SuretyRunner *self,
                                   const Address *account,
                                   SuretyDecodedCall *call,
                                   GError **error);
/* ETH for value and gas at the highest price, or no node takes the transaction. */
gboolean surety_runner_check_funds (SuretyRunner *self,
                                    const Address *account,
                                    const Transaction *transaction,
                                    GError **error);
/* What the signer gave back must be the very transaction, down to nonce and fees. */
gboolean surety_runner_check_bytes (SuretyRunner *self,
                                    SuretyStep *step,
                                    const Address *account,
                                    const Transaction *wanted,
                                    GBytes *signed_bytes,
                                    GError **error);

G_END_DECLS
