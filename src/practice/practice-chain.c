/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-chain-private.h"

#include <string.h>

#include "surety-practice.h"

#define BASE_FEE_LOW 400000000u
#define BASE_FEE_STEP 500000u
#define BASE_FEE_PERIOD 1200u
/* How many empty blocks can be found by hash: what a client can have just been told. */
#define RECENT_BLOCKS 1024u

guint
practice_hash_hash (gconstpointer hash)
{
  guint word;

  memcpy (&word, hash, sizeof word);

  return word;
}

gboolean
practice_hash_equal (gconstpointer a, gconstpointer b)
{
  return hash_equal (a, b);
}

void
practice_transaction_free (gpointer data)
{
  PracticeTransaction *transaction = data;

  g_clear_pointer (&transaction->input, g_bytes_unref);
  g_clear_pointer (&transaction->access_list, g_bytes_unref);
  g_free (transaction);
}

PracticeTransaction *
practice_transaction_new (const Transaction *transaction, const Address *from)
{
  PracticeTransaction *self = g_new0 (PracticeTransaction, 1);

  self->kind = transaction->kind;
  self->from = *from;
  self->to = transaction->to;
  self->nonce = transaction->nonce;
  self->gas_limit = transaction->gas_limit;
  self->value = transaction->value;
  self->max_fee = transaction->max_fee;
  self->max_priority_fee = transaction->max_priority_fee;
  self->input = g_bytes_new (transaction->data.data, transaction->data.len);
  self->access_list = g_bytes_new (transaction->access_list.data, transaction->access_list.len);

  return self;
}

static void
log_entry_clear (gpointer data)
{
  PracticeLogEntry *entry = data;

  buffer_clear (&entry->log->data);
  g_free (entry->log);
}

PracticeChain *
practice_chain_new (const PracticeConfig *config, guint64 seed)
{
  PracticeChain *self = g_new0 (PracticeChain, 1);

  self->world = practice_world_new (config);
  self->seed = seed;
  self->head = config->first_block;
  self->transactions = g_ptr_array_new_full (1024, practice_transaction_free);
  self->by_hash = g_hash_table_new (practice_hash_hash, practice_hash_equal);
  self->by_block_hash = g_hash_table_new_full (practice_hash_hash, practice_hash_equal, g_free,
                                               g_free);
  self->logs = g_array_new (FALSE, FALSE, sizeof (PracticeLogEntry));
  g_array_set_clear_func (self->logs, log_entry_clear);
  self->pool = g_ptr_array_new_with_free_func (practice_transaction_free);

  return self;
}

void
practice_chain_free (PracticeChain *self)
{
  if (self->schedule.free != NULL)
    self->schedule.free (self->schedule.data);
  g_array_unref (self->logs);
  g_hash_table_unref (self->by_hash);
  g_hash_table_unref (self->by_block_hash);
  g_ptr_array_unref (self->transactions);
  g_ptr_array_unref (self->pool);
  practice_world_free (self->world);
  g_free (self);
}

void
practice_chain_set_schedule (PracticeChain *self, PracticeSchedule schedule)
{
  g_assert (self->schedule.next == NULL);
  self->schedule = schedule;
}

void
practice_chain_set_accepted (PracticeChain *self,
                             void (*accepted) (PracticeChain *chain, Bytes raw, gpointer data),
                             gpointer data)
{
  self->accepted = accepted;
  self->accepted_data = data;
}

PracticeWorld *
practice_chain_world (PracticeChain *self)
{
  return self->world;
}

guint64
practice_chain_seed (PracticeChain *self)
{
  return self->seed;
}

guint64
practice_chain_head (PracticeChain *self)
{
  return self->head;
}

guint64
practice_chain_time (PracticeChain *self, guint64 block)
{
  return self->world->config.first_time +
         (block - self->world->config.first_block) * SURETY_PRACTICE_BLOCK_SECONDS;
}

u256
practice_chain_base_fee (PracticeChain *self, guint64 block)
{
  /* Up and down between 0.4 and 0.7 gwei, by an eighth of a percent a block. */
  guint64 phase = block % BASE_FEE_PERIOD;
  guint64 steps = phase < BASE_FEE_PERIOD / 2 ? phase : BASE_FEE_PERIOD - phase;

  return BASE_FEE_LOW + steps * BASE_FEE_STEP;
}

/* The first of the transactions that is in block or later. */
static guint
first_in_block (PracticeChain *self, guint64 block)
{
  guint low = 0;
  guint high = self->transactions->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const PracticeTransaction *transaction = g_ptr_array_index (self->transactions, middle);

      if (transaction->block < block)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

const PracticeTransaction *const *
practice_chain_block_transactions (PracticeChain *self, guint64 block, gsize *n)
{
  guint first = first_in_block (self, block);

  *n = first_in_block (self, block + 1) - first;
  if (*n == 0)
    return NULL;

  return (const PracticeTransaction *const *) self->transactions->pdata + first;
}

Hash
practice_chain_block_hash (PracticeChain *self, guint64 block)
{
  static const char tag[] = "surety practice block";
  guint64 numbers[] = { GUINT64_TO_BE (self->seed), GUINT64_TO_BE (block) };
  gsize n;
  const PracticeTransaction *const *transactions = practice_chain_block_transactions (self, block,
                                                                                      &n);
  Buffer text = buffer_new ();

  buffer_append (&text, tag, sizeof tag);
  buffer_append (&text, numbers, sizeof numbers);
  for (gsize i = 0; i < n; i++)
    buffer_append (&text, transactions[i]->hash.bytes, sizeof transactions[i]->hash.bytes);
  Hash hash = keccak256 (buffer_bytes (&text));
  buffer_clear (&text);

  return hash;
}

gboolean
practice_chain_find_block (PracticeChain *self, const Hash *hash, guint64 *block)
{
  guint64 first = self->world->config.first_block;
  const guint64 *known = g_hash_table_lookup (self->by_block_hash, hash);

  if (known != NULL)
    {
      *block = *known;
      return TRUE;
    }

  for (guint64 i = 0; i < RECENT_BLOCKS && self->head - i >= first; i++)
    {
      Hash candidate = practice_chain_block_hash (self, self->head - i);

      if (hash_equal (&candidate, hash))
        {
          *block = self->head - i;
          return TRUE;
        }
      if (self->head == i)
        break;
    }

  return FALSE;
}

void
practice_chain_advance (PracticeChain *self, guint64 blocks)
{
  guint64 target = blocks > PRACTICE_LAST_BLOCK || self->head + blocks > PRACTICE_LAST_BLOCK
                     ? MAX (self->head, PRACTICE_LAST_BLOCK)
                     : self->head + blocks;

  while (self->head < target)
    {
      guint64 scheduled = self->schedule.next != NULL
                            ? self->schedule.next (self, self->head, self->schedule.data)
                            : G_MAXUINT64;
      guint64 pooled = practice_pool_next (self, self->head);
      guint64 next = MIN (scheduled, pooled);

      if (next > target)
        {
          self->head = target;
          break;
        }
      self->head = next;
      if (next == scheduled)
        self->schedule.run (self, self->schedule.data);
      else
        practice_pool_mine_one (self);
    }
}

PracticeEnv *
practice_chain_env (PracticeChain *self, guint64 block)
{
  g_assert (block <= self->head + 1);

  return practice_env_new (self->world, block, practice_chain_time (self, block),
                           practice_chain_base_fee (self, block), MIN (block, self->head));
}

void
practice_chain_include (PracticeChain *self, PracticeTransaction *transaction, PracticeEnv *env)
{
  gsize n_before;
  guint log_index = 0;
  const PracticeTransaction *const *before;

  /* The hash of a block changes with what is in it. */
  Hash old = practice_chain_block_hash (self, self->head);
  g_hash_table_remove (self->by_block_hash, &old);

  before = practice_chain_block_transactions (self, self->head, &n_before);
  for (gsize i = 0; i < n_before; i++)
    log_index += before[i]->n_logs;

  transaction->block = self->head;
  transaction->index = (guint) n_before;
  transaction->first_log = self->logs->len;
  transaction->n_logs = env->logs->len;
  for (guint i = 0; i < env->logs->len; i++)
    {
      PracticeLogEntry entry = { g_ptr_array_index (env->logs, i), transaction, log_index + i };

      g_array_append_val (self->logs, entry);
    }
  g_ptr_array_set_free_func (env->logs, NULL);
  g_ptr_array_set_size (env->logs, 0);

  g_ptr_array_add (self->transactions, transaction);
  g_hash_table_insert (self->by_hash, &transaction->hash, transaction);
  practice_overlay_commit (env->overlay, self->head);

  Hash hash = practice_chain_block_hash (self, self->head);
  g_hash_table_insert (self->by_block_hash, g_memdup2 (&hash, sizeof hash),
                       g_memdup2 (&self->head, sizeof self->head));
}

/* A transaction nobody signed: hashed over what it is and from whom. */
static PracticeTransaction *
system_transaction (PracticeChain *self,
                    PracticeEnv *env,
                    const Address *from,
                    const Address *to,
                    u256 value,
                    Bytes input)
{
  guint64 nonce = practice_env_nonce (env, from);
  const Transaction unsigned_transaction = {
    .kind = TRANSACTION_EIP1559,
    .chain_id = self->world->config.chain_id,
    .nonce = nonce,
    .max_priority_fee = 0,
    .max_fee = practice_chain_base_fee (self, self->head),
    .gas_limit = PRACTICE_BLOCK_GAS_LIMIT,
    .to = *to,
    .value = value,
    .data = input,
  };
  PracticeTransaction *transaction = practice_transaction_new (&unsigned_transaction, from);
  Hash signing = transaction_signing_hash (&unsigned_transaction);
  const Bytes parts[] = {
    { signing.bytes, sizeof signing.bytes },
    { from->bytes, sizeof from->bytes },
  };

  transaction->hash = keccak256_parts (parts, G_N_ELEMENTS (parts));
  transaction->gas_price = unsigned_transaction.max_fee;
  transaction->gas_used = transaction_intrinsic_gas (&unsigned_transaction, NULL);
  practice_env_set_nonce (env, from, nonce + 1);

  return transaction;
}

gboolean
practice_chain_system (PracticeChain *self,
                       const Address *from,
                       const Address *to,
                       u256 value,
                       Bytes input,
                       Buffer *output)
{
  g_autoptr (PracticeEnv) env = practice_chain_env (self, self->head);
  PracticeTransaction *transaction = system_transaction (self, env, from, to, value, input);
  Buffer returned = buffer_new ();

  transaction->success = practice_env_call (env, from, to, value, input, &returned);
  transaction->gas_used += env->gas;
  if (output != NULL)
    buffer_append (output, returned.data, returned.len);
  buffer_clear (&returned);
  practice_chain_include (self, transaction, env);

  return transaction->success;
}

void
practice_chain_system_run (PracticeChain *self,
                           const Address *from,
                           const Address *to,
                           gboolean (*run) (PracticeEnv *env, gpointer data),
                           gpointer data)
{
  g_autoptr (PracticeEnv) env = practice_chain_env (self, self->head);
  PracticeTransaction *transaction = system_transaction (self, env, from, to, 0,
                                                         (Bytes) { NULL, 0 });

  transaction->success = run (env, data);
  if (!transaction->success)
    g_error ("the practice network's own history reverts");
  transaction->gas_used += env->gas;
  practice_chain_include (self, transaction, env);
}

const PracticeTransaction *
practice_chain_find (PracticeChain *self, const Hash *hash, gboolean *pooled)
{
  *pooled = FALSE;
  for (guint i = 0; i < self->pool->len; i++)
    {
      const PracticeTransaction *transaction = g_ptr_array_index (self->pool, i);

      if (hash_equal (&transaction->hash, hash))
        {
          *pooled = TRUE;
          return transaction;
        }
    }

  return g_hash_table_lookup (self->by_hash, hash);
}

GArray *
practice_chain_logs (PracticeChain *self)
{
  return self->logs;
}
