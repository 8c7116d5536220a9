/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecdsa.h"
#include "practice-env.h"

G_BEGIN_DECLS

/* Blocks, transactions and logs. A block is a function of its number: only those that hold a
 * transaction take memory. Time is first_time + 12 s a block and passes only when told. */

#define PRACTICE_BLOCK_GAS_LIMIT 45000000u
/* The end of time, some 76 years on: EigenLayer counts blocks and seconds in 32 bits. */
#define PRACTICE_LAST_BLOCK 200000000u
/* What eth_maxPriorityFeePerGas answers, wei. */
#define PRACTICE_TIP 50000000u

typedef struct
{
  Hash hash;
  guint64 block;
  guint index; /* in the block */
  TransactionKind kind;
  gboolean is_signed; /* FALSE: of the network's own history, nobody's key made it */
  Signature signature;
  Address from;
  Address to;
  guint64 nonce;
  guint64 gas_limit;
  u256 value;
  u256 max_fee;
  u256 max_priority_fee;
  GBytes *input;
  GBytes *access_list; /* the RLP list as it was sent */
  guint64 gas_used;
  u256 gas_price; /* paid, wei per gas */
  gboolean success;
  guint first_log; /* in practice_chain_logs() */
  guint n_logs;
} PracticeTransaction;

typedef struct
{
  PracticeLog *log;
  const PracticeTransaction *transaction;
  guint index; /* in the block */
} PracticeLogEntry;

typedef struct _PracticeChain PracticeChain;

/* What happens by itself. next: the first block after the given one in which something does, or
 * G_MAXUINT64. run: makes it happen in the head block, with practice_chain_system(). */
typedef struct
{
  guint64 (*next) (PracticeChain *chain, guint64 after, gpointer data);
  void (*run) (PracticeChain *chain, gpointer data);
  gpointer data;
  GDestroyNotify free;
} PracticeSchedule;

PracticeChain *practice_chain_new (const PracticeConfig *config, guint64 seed);
void practice_chain_free (PracticeChain *self);
/* Takes schedule.data. */
void practice_chain_set_schedule (PracticeChain *self, PracticeSchedule schedule);

/* Called with the bytes of every transaction taken from outside. */
void practice_chain_set_accepted (PracticeChain *self,
                                  void (*accepted) (PracticeChain *chain, Bytes raw, gpointer data),
                                  gpointer data);

PracticeWorld *practice_chain_world (PracticeChain *self);
guint64 practice_chain_seed (PracticeChain *self);
guint64 practice_chain_head (PracticeChain *self);
guint64 practice_chain_time (PracticeChain *self, guint64 block);
u256 practice_chain_base_fee (PracticeChain *self, guint64 block);
Hash practice_chain_block_hash (PracticeChain *self, guint64 block);
/* Searches the blocks that hold transactions, and the newest ones; FALSE for others' hashes. */
gboolean practice_chain_find_block (PracticeChain *self, const Hash *hash, guint64 *block);

/* Moves the head on; scheduled things and pooled transactions happen on the way. */
void practice_chain_advance (PracticeChain *self, guint64 blocks);

/* For reading and trying: executes in block (at most head + 1, which is "pending"). */
PracticeEnv *practice_chain_env (PracticeChain *self, guint64 block);
/* Executes in the head block, from anybody, without fees: history and schedule. output may be
 * NULL. FALSE when it reverted; it is in the block all the same. */
gboolean practice_chain_system (PracticeChain *self,
                                const Address *from,
                                const Address *to,
                                u256 value,
                                Bytes input,
                                Buffer *output);
/* The same for what no function does (deployments): run writes and emits at will. */
void practice_chain_system_run (PracticeChain *self,
                                const Address *from,
                                const Address *to,
                                gboolean (*run) (PracticeEnv *env, gpointer data),
                                gpointer data);

/* Signed bytes from outside. FALSE with a node's code and message (static, or *message newly
 * allocated) when refused; else hash is set and it was mined, or is pooled until it can be. */
gboolean practice_chain_send (PracticeChain *self,
                              Bytes raw,
                              Hash *hash,
                              gint *code,
                              char **message);
/* Next nonce with what is pooled counted. */
guint64 practice_chain_pending_nonce (PracticeChain *self, const Address *account);

/* What a pool can do to who waits in it; no part of a dump. Held, blocks are made without what is in the pool.
 * FALSE: nothing of that hash waits. */
void practice_chain_hold (PracticeChain *self, gboolean held);
gboolean practice_chain_drop (PracticeChain *self, const Hash *hash);

/* NULL when unknown. A pooled transaction has pooled set. */
const PracticeTransaction *practice_chain_find (PracticeChain *self,
                                                const Hash *hash,
                                                gboolean *pooled);
/* Those of one block; n may be 0. */
const PracticeTransaction *const *practice_chain_block_transactions (PracticeChain *self,
                                                                     guint64 block,
                                                                     gsize *n);
GArray *practice_chain_logs (PracticeChain *self); /* of PracticeLogEntry, oldest first */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeChain, practice_chain_free)

G_END_DECLS
