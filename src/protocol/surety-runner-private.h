/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-flow.h"
#include "surety-runner.h"
#include "surety-sender.h"

G_BEGIN_DECLS

/* One transaction that was signed and is not final: looked for until it is. One per journal entry.
 */
typedef struct
{
  SuretyRunner *runner; /* reference */
  gint64 id;
  gint64 plan;
  Address account;
  guint64 nonce;
  Hash hash;
  GBytes *signed_bytes;
  SuretyStep *step;
  SuretyJournalState state; /* as it is in the journal */
  guint64 block;            /* it was last seen in; 0 = in none */
  gboolean has_result;      /* promises were checked … */
  guint check_failures;     /* in a row, that do not pass by themselves */
  Hash result_block;        /* … at the block of this hash */
  gboolean fresh;           /* signed just now: not looked for before it is sent */
  gboolean complained;      /* the plan was told that the network refuses it */
  guint failures;           /* exchanges that failed in a row */
  DexPromise *
    /* resolves when it is in a block and succeeded; rejects when it can't succeed any more */
    mined;
} SuretyFollow;

struct _SuretyRunner
{
  GObject parent_instance;

  SuretyNetwork *network;
  SuretyEndpoints *endpoints;
  SuretyProtocol *protocol;
  SuretyJournal *journal;

  GHashTable *follows;  /* gint64 id → SuretyFollow, lent by its flow */
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
/* Where tests stop the process (SURETY_TEST_HOOKS, set by tests/journeys alone): state "signed" or "sent" was just
 * written. */
void surety_runner_hold (const char *state);

/* --- surety-runner-follow.c --- */
/* Inside a fiber: gives up the plan's steps that are still planned. */
gboolean surety_runner_abandon_planned (SuretyRunner *self, gint64 plan, GError **error);
/* Follows the entry from where it stands; joins when it is followed already. The future: its
 * promise to be mined. */
DexFuture *surety_runner_follow (SuretyRunner *self,
                                 SuretyJournalEntry *entry,
                                 gboolean fresh,
                                 GError **error);

/* --- surety-runner-step.c --- */
typedef struct
{
  SuretySigner *signer;
  SuretySpeed speed;
  u256 fee_ceiling;
  gboolean has_last_nonce;
  guint64 last_nonce; /* of the plan's step before */
} SuretyStepContext;

/* Inside a fiber: simulates, prices, signs, checks what was signed and writes it to the journal.
 * FALSE with the error that stops the plan; the entry is planned then, and nothing left the
 * process. */
gboolean surety_runner_make_step (SuretyRunner *self,
                                  SuretyJournalEntry *entry,
                                  SuretyStepContext *context,
                                  GError **error);

G_END_DECLS
