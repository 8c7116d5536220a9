/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol-test.h"

G_BEGIN_DECLS

/* A transaction that does not come into a block, and what can be done: run on the practice network and on an EVM
 * node. */
typedef struct
{
  SuretyNetwork *network; /* three confirmations */
  SuretyEndpoints *endpoints;
  SuretyProtocol *protocol;
  SuretyJournal *journal;
  SuretySigner *signer; /* funded as for an EigenlayerCase */
  Address strategy;
  u256 amount;
  Address provider;
  /* Blocks come without what waits in the pool; FALSE: the next ones with it. */
  void (*hold) (gboolean held, gpointer user_data);
  /* The pool forgets it. */
  void (*drop) (const Hash *transaction, gpointer user_data);
  /* The newest blocks are taken back, and what was in it waits or is forgotten; over FALSE: the chain goes on. */
  void (*reorganise) (gboolean over, gpointer user_data);
  void (*advance) (guint64 blocks, gpointer user_data);
  gpointer user_data;
} StuckCase;

/* Each in a fiber, on an account that has nothing restaked. */
void stuck_case_faster (StuckCase *self);
void stuck_case_cancel (StuckCase *self);
void stuck_case_gap (StuckCase *self);
void stuck_case_foreign (StuckCase *self);
void stuck_case_dropped (StuckCase *self);
void stuck_case_elsewhere (StuckCase *self);
void stuck_case_reorganised (StuckCase *self);

G_END_DECLS
