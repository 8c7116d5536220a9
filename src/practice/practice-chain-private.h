/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-chain.h"

G_BEGIN_DECLS

struct _PracticeChain
{
  PracticeWorld *world;
  guint64 seed;
  guint64 head;
  GPtrArray *transactions;   /* of PracticeTransaction, mined, oldest first */
  GHashTable *by_hash;       /* of the same */
  GHashTable *by_block_hash; /* Hash → block number, of blocks with transactions */
  GArray *logs;              /* of PracticeLogEntry */
  GPtrArray *pool;           /* of PracticeTransaction: sent, not mined */
  gboolean held;             /* none of it is mined */
  PracticeSchedule schedule;
  void (*accepted) (PracticeChain *chain, Bytes raw, gpointer data);
  gpointer accepted_data;
};

PracticeTransaction *practice_transaction_new (const Transaction *transaction, const Address *from);
void practice_transaction_free (gpointer transaction);
guint practice_hash_hash (gconstpointer hash);
gboolean practice_hash_equal (gconstpointer a, gconstpointer b);

/* Puts an executed transaction and its logs into the head block. Takes transaction. */
void practice_chain_include (PracticeChain *self,
                             PracticeTransaction *transaction,
                             PracticeEnv *env);
/* The first block after the given one in which a pooled transaction can be mined. */
guint64 practice_pool_next (PracticeChain *self, guint64 after);
/* Mines what can be mined in the head block: one transaction at most. */
void practice_pool_mine_one (PracticeChain *self);

G_END_DECLS
