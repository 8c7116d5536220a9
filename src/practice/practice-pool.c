/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-chain-private.h"

/* Transactions sent from outside: what a node checks, what waits, what is mined. */

#define POOL_LIMIT 256u
#define MAX_NONCE_GAP 64u

static const Address coinbase = { { 0x50, 0x72, 0x61, 0x63, 0x74, 0x69, 0x63, 0x65 } };

static guint64
account_nonce (PracticeChain *self, const Address *account)
{
  g_autoptr (PracticeEnv) env = practice_chain_env (self, self->head);

  return practice_env_nonce (env, account);
}

static PracticeTransaction *
pool_find (PracticeChain *self, const Address *from, guint64 nonce, guint *index)
{
  for (guint i = 0; i < self->pool->len; i++)
    {
      PracticeTransaction *transaction = g_ptr_array_index (self->pool, i);

      if (transaction->nonce == nonce && address_equal (&transaction->from, from))
        {
          if (index != NULL)
            *index = i;
          return transaction;
        }
    }

  return NULL;
}

guint64
practice_chain_pending_nonce (PracticeChain *self, const Address *account)
{
  guint64 nonce = account_nonce (self, account);

  while (pool_find (self, account, nonce, NULL) != NULL)
    nonce++;

  return nonce;
}

/* The first block after after in which the base fee is not above what it pays; base fees repeat. */
static guint64
affordable_block (PracticeChain *self, const PracticeTransaction *transaction, guint64 after)
{
  for (guint64 i = 1; i <= 1200; i++)
    {
      if (practice_chain_base_fee (self, after + i) <= transaction->max_fee)
        return after + i;
    }

  return G_MAXUINT64;
}

guint64
practice_pool_next (PracticeChain *self, guint64 after)
{
  guint64 next = G_MAXUINT64;

  for (guint i = 0; i < self->pool->len && !self->held; i++)
    {
      const PracticeTransaction *transaction = g_ptr_array_index (self->pool, i);

      if (transaction->nonce == account_nonce (self, &transaction->from))
        next = MIN (next, affordable_block (self, transaction, after));
    }

  return next;
}

static void
execute (PracticeChain *self, PracticeTransaction *transaction)
{
  g_autoptr (PracticeEnv) env = practice_chain_env (self, self->head);
  gsize n_input;
  const guint8 *input = g_bytes_get_data (transaction->input, &n_input);
  const Transaction decoded = {
    .kind = transaction->kind,
    .chain_id = self->world->config.chain_id,
    .nonce = transaction->nonce,
    .max_fee = transaction->max_fee,
    .max_priority_fee = transaction->max_priority_fee,
    .gas_limit = transaction->gas_limit,
    .to = transaction->to,
    .value = transaction->value,
    .data = { input, n_input },
    .access_list = { g_bytes_get_data (transaction->access_list, NULL),
                     g_bytes_get_size (transaction->access_list) },
  };
  guint64 floor;
  guint64 intrinsic = transaction_intrinsic_gas (&decoded, &floor);
  u256 tip = transaction->kind == TRANSACTION_EIP1559
               ? u256_min (transaction->max_priority_fee, transaction->max_fee - env->base_fee)
               : transaction->max_fee - env->base_fee;
  u256 balance = practice_env_balance (env, &transaction->from);
  Buffer output = buffer_new ();

  transaction->gas_price = env->base_fee + tip;
  u256 deposit = transaction->gas_limit * transaction->gas_price;
  if (balance < deposit || balance - deposit < transaction->value)
    {
      /* The account was emptied meanwhile: a node drops it. */
      practice_transaction_free (transaction);
      return;
    }

  practice_env_set_nonce (env, &transaction->from, transaction->nonce + 1);
  practice_env_set_balance (env, &transaction->from, balance - deposit);
  gsize mark = practice_overlay_mark (env->overlay);
  transaction->success = practice_env_call (env, &transaction->from, &transaction->to,
                                            transaction->value, decoded.data, &output);
  buffer_clear (&output);
  transaction->gas_used = MAX (intrinsic + env->gas, floor);
  if (transaction->gas_used > transaction->gas_limit)
    {
      practice_overlay_undo (env->overlay, mark);
      g_ptr_array_set_size (env->logs, 0);
      transaction->success = FALSE;
      transaction->gas_used = transaction->gas_limit;
    }

  u256 unused = (transaction->gas_limit - transaction->gas_used) * transaction->gas_price;
  practice_env_set_balance (env, &transaction->from,
                            practice_env_balance (env, &transaction->from) + unused);
  practice_env_set_balance (env, &coinbase,
                            practice_env_balance (env, &coinbase) + transaction->gas_used * tip);
  practice_chain_include (self, transaction, env);
}

void
practice_pool_mine_one (PracticeChain *self)
{
  u256 base_fee = practice_chain_base_fee (self, self->head);

  for (guint i = 0; i < self->pool->len; i++)
    {
      PracticeTransaction *transaction = g_ptr_array_index (self->pool, i);

      if (transaction->max_fee >= base_fee &&
          transaction->nonce == account_nonce (self, &transaction->from))
        {
          execute (self, g_ptr_array_steal_index (self->pool, i));
          return;
        }
    }
}

static gboolean
refuse (gint *code, char **message, char *text)
{
  *code = -32000;
  *message = text;

  return FALSE;
}

static gboolean
check_funds (PracticeChain *self,
             const Transaction *transaction,
             const Address *from,
             gint *code,
             char **message)
{
  g_autoptr (PracticeEnv) env = practice_chain_env (self, self->head);
  u256 balance = practice_env_balance (env, from);
  char have[U256_DECIMAL_SIZE];
  char want[U256_DECIMAL_SIZE];
  u256 cost;

  if (!u256_mul (transaction->gas_limit, transaction->max_fee, &cost) ||
      !u256_add (cost, transaction->value, &cost))
    cost = U256_MAX;
  if (balance >= cost)
    return TRUE;

  u256_to_decimal (balance, have);
  u256_to_decimal (cost, want);

  return refuse (code, message,
                 g_strdup_printf ("insufficient funds for gas * price + value: balance %s, "
                                  "tx cost %s",
                                  have, want));
}

static gboolean
check_gas (const Transaction *transaction, gint *code, char **message)
{
  guint64 floor;
  guint64 intrinsic = transaction_intrinsic_gas (transaction, &floor);

  if (transaction->gas_limit > PRACTICE_BLOCK_GAS_LIMIT)
    return refuse (code, message, g_strdup ("exceeds block gas limit"));
  if (transaction->gas_limit < intrinsic)
    return refuse (code, message,
                   g_strdup_printf ("intrinsic gas too low: gas %" G_GUINT64_FORMAT
                                    ", minimum needed %" G_GUINT64_FORMAT,
                                    transaction->gas_limit, intrinsic));
  if (transaction->gas_limit < floor)
    return refuse (code, message,
                   g_strdup_printf ("insufficient gas for floor data gas cost: gas "
                                    "%" G_GUINT64_FORMAT ", minimum needed %" G_GUINT64_FORMAT,
                                    transaction->gas_limit, floor));
  if (transaction->kind == TRANSACTION_EIP1559 &&
      transaction->max_priority_fee > transaction->max_fee)
    return refuse (code, message,
                   g_strdup ("max priority fee per gas higher than max fee per gas"));
  if (transaction->max_fee == 0)
    return refuse (code, message, g_strdup ("transaction underpriced"));

  return TRUE;
}

static gboolean
bumped (u256 old, u256 new)
{
  u256 wanted;

  return new > old &&u256_mul_div (old, 110, 100, ROUND_DOWN, &wanted) && new >= wanted;
}

/* Takes the place of one with the same nonce when it pays a tenth more. */
static gboolean
pool_insert (PracticeChain *self, PracticeTransaction *transaction, gint *code, char **message)
{
  guint index;
  PracticeTransaction *old = pool_find (self, &transaction->from, transaction->nonce, &index);

  if (old == NULL)
    {
      if (self->pool->len >= POOL_LIMIT)
        return refuse (code, message, g_strdup ("txpool is full"));
      g_ptr_array_add (self->pool, transaction);
      return TRUE;
    }

  u256 old_tip = old->kind == TRANSACTION_EIP1559 ? old->max_priority_fee : old->max_fee;
  u256 new_tip = transaction->kind == TRANSACTION_EIP1559 ? transaction->max_priority_fee
                                                          : transaction->max_fee;
  if (!bumped (old->max_fee, transaction->max_fee) || !bumped (old_tip, new_tip))
    return refuse (code, message, g_strdup ("replacement transaction underpriced"));

  g_ptr_array_remove_index (self->pool, index);
  g_ptr_array_add (self->pool, transaction);

  return TRUE;
}

/* Mines all that can be mined in the next block, each in a block of its own. */
static void
mine_pool (PracticeChain *self)
{
  while (self->head < PRACTICE_LAST_BLOCK &&
         practice_pool_next (self, self->head) == self->head + 1)
    practice_chain_advance (self, 1);
}

void
practice_chain_hold (PracticeChain *self, gboolean held)
{
  self->held = held;
}

gboolean
practice_chain_drop (PracticeChain *self, const Hash *hash)
{
  for (guint i = 0; i < self->pool->len; i++)
    {
      const PracticeTransaction *transaction = g_ptr_array_index (self->pool, i);

      if (hash_equal (&transaction->hash, hash))
        {
          g_ptr_array_remove_index (self->pool, i);
          return TRUE;
        }
    }
  return FALSE;
}

gboolean
practice_chain_send (PracticeChain *self, Bytes raw, Hash *hash, gint *code, char **message)
{
  Transaction decoded;
  Signature signature;
  Address from;
  gboolean pooled;
  CoreResult result = transaction_decode (raw, &decoded, &signature, &from);

  if (result == CORE_ERROR_UNSUPPORTED)
    return refuse (code, message, g_strdup ("transaction type not supported"));
  if (result != CORE_OK)
    return refuse (code, message,
                   g_strdup_printf ("failed to decode signed transaction: %s",
                                    core_result_to_string (result)));
  if (decoded.chain_id != self->world->config.chain_id)
    return refuse (code, message,
                   decoded.chain_id == 0
                     ? g_strdup ("only replay-protected (EIP-155) transactions allowed over RPC")
                     : g_strdup_printf ("invalid chain id for signer: have %" G_GUINT64_FORMAT
                                        " want %" G_GUINT64_FORMAT,
                                        decoded.chain_id, self->world->config.chain_id));
  if (decoded.creates)
    return refuse (code, message, g_strdup ("transaction type not supported"));

  *hash = transaction_hash (raw);
  const PracticeTransaction *known = practice_chain_find (self, hash, &pooled);
  if (known != NULL && pooled)
    return refuse (code, message, g_strdup ("already known"));

  guint64 nonce = account_nonce (self, &from);
  if (decoded.nonce < nonce)
    return refuse (code, message,
                   g_strdup_printf ("nonce too low: next nonce %" G_GUINT64_FORMAT
                                    ", tx nonce %" G_GUINT64_FORMAT,
                                    nonce, decoded.nonce));
  if (decoded.nonce - nonce > MAX_NONCE_GAP)
    return refuse (code, message,
                   g_strdup_printf ("nonce too high: next nonce %" G_GUINT64_FORMAT
                                    ", tx nonce %" G_GUINT64_FORMAT,
                                    nonce, decoded.nonce));
  if (!check_gas (&decoded, code, message) || !check_funds (self, &decoded, &from, code, message))
    return FALSE;

  PracticeTransaction *transaction = practice_transaction_new (&decoded, &from);
  transaction->hash = *hash;
  transaction->is_signed = TRUE;
  transaction->signature = signature;
  if (!pool_insert (self, transaction, code, message))
    {
      practice_transaction_free (transaction);
      return FALSE;
    }
  if (self->accepted != NULL)
    self->accepted (self, raw, self->accepted_data);
  mine_pool (self);

  return TRUE;
}
