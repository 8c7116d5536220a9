/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-env.h"

#include <string.h>

#include "practice-abi.h"

/* Yellow paper and EIP-2929, 2200: enough of them that gas figures look like the real ones. */
#define GAS_CALL 700u
#define GAS_COLD 2100u
#define GAS_WARM 100u
#define GAS_STORE_NEW 20000u
#define GAS_STORE_CHANGE 2900u
#define GAS_LOG 375u
#define GAS_LOG_BYTE 8u
#define GAS_PAYMENT 9000u

#define MAX_DEPTH 32u

/* An account's own words lie far above the slots contracts use at the same address. */
enum
{
  SLOT_BALANCE = 0x7fff0001,
  SLOT_NONCE,
};

static void
practice_log_free (gpointer data)
{
  PracticeLog *log = data;

  buffer_clear (&log->data);
  g_free (log);
}

PracticeEnv *
practice_env_new (PracticeWorld *world,
                  guint64 block,
                  guint64 time,
                  u256 base_fee,
                  guint64 state_block)
{
  PracticeEnv *self = g_new0 (PracticeEnv, 1);

  self->world = world;
  self->overlay = practice_overlay_new (world->state, state_block);
  self->block = block;
  self->time = time;
  self->base_fee = base_fee;
  self->logs = g_ptr_array_new_with_free_func (practice_log_free);
  self->memory = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
practice_env_free (PracticeEnv *self)
{
  practice_overlay_free (self->overlay);
  g_ptr_array_unref (self->logs);
  g_ptr_array_unref (self->memory);
  buffer_clear (&self->reverted);
  g_free (self);
}

gpointer
practice_env_alloc (PracticeEnv *self, gsize size)
{
  /* At least one byte: an empty list has an address too. */
  gpointer block = g_malloc0 (MAX (size, 1));

  g_ptr_array_add (self->memory, block);

  return block;
}

AbiValue *
practice_env_values (PracticeEnv *self, gsize n)
{
  return practice_env_alloc (self, n * sizeof (AbiValue));
}

u256
practice_env_get (PracticeEnv *self, const PracticeKey *key)
{
  gboolean first;
  u256 value = practice_overlay_get (self->overlay, key, &first);

  self->gas += first ? GAS_COLD : GAS_WARM;

  return value;
}

void
practice_env_set (PracticeEnv *self, const PracticeKey *key, u256 value)
{
  gboolean first;
  u256 before = practice_overlay_get (self->overlay, key, &first);

  self->gas += first ? GAS_COLD : 0;
  if (before == value)
    {
      self->gas += GAS_WARM;
      return;
    }

  u256 original = practice_overlay_set (self->overlay, key, value);
  if (before != original)
    self->gas += GAS_WARM;
  else
    self->gas += original == 0 ? GAS_STORE_NEW : GAS_STORE_CHANGE;
}

u256
practice_env_get_at (PracticeEnv *self, const PracticeKey *key, guint64 block)
{
  if (block >= self->block)
    return practice_env_get (self, key);

  self->gas += GAS_COLD;

  return practice_state_read (self->world->state, key, block);
}

u256
practice_env_balance (PracticeEnv *self, const Address *account)
{
  PracticeKey key = practice_key (account, SLOT_BALANCE);

  return practice_overlay_get (self->overlay, &key, NULL);
}

void
practice_env_set_balance (PracticeEnv *self, const Address *account, u256 wei)
{
  PracticeKey key = practice_key (account, SLOT_BALANCE);

  practice_overlay_set (self->overlay, &key, wei);
}

guint64
practice_env_nonce (PracticeEnv *self, const Address *account)
{
  PracticeKey key = practice_key (account, SLOT_NONCE);

  return (guint64) practice_overlay_get (self->overlay, &key, NULL);
}

void
practice_env_set_nonce (PracticeEnv *self, const Address *account, guint64 nonce)
{
  PracticeKey key = practice_key (account, SLOT_NONCE);

  practice_overlay_set (self->overlay, &key, nonce);
}

void
practice_env_emit (PracticeEnv *self,
                   const Address *emitter,
                   const char *event,
                   const AbiValue *values,
                   gsize n_values)
{
  PracticeLog *log = g_new0 (PracticeLog, 1);
  CoreResult result;

  log->address = *emitter;
  result = abi_encode_log (practice_abi_item (event), values, n_values, log->topics, &log->n_topics,
                           &log->data);
  if (result != CORE_OK)
    g_error ("%s: %s", event, core_result_to_string (result));

  g_ptr_array_add (self->logs, log);
  self->gas += GAS_LOG * (1 + log->n_topics) + GAS_LOG_BYTE * log->data.len;
}

void
practice_env_revert (PracticeEnv *self, const char *canonical_error)
{
  guint8 selector[4];

  practice_abi_selector (canonical_error, selector);
  self->reverted.len = 0;
  buffer_append (&self->reverted, selector, sizeof selector);
}

static void
revert_with (PracticeEnv *self, const AbiItem *error, const AbiValue *values, gsize n_values)
{
  self->reverted.len = 0;
  if (abi_encode_error (error, values, n_values, &self->reverted) != CORE_OK)
    g_error ("cannot encode %s", error->signature);
}

void
practice_env_revert_with (PracticeEnv *self,
                          const char *error,
                          const AbiValue *values,
                          gsize n_values)
{
  revert_with (self, practice_abi_item (error), values, n_values);
}

void
practice_env_revert_text (PracticeEnv *self, const char *reason)
{
  AbiValue value = abi_string (reason);

  revert_with (self, abi_error_string (), &value, 1);
}

void
practice_env_revert_empty (PracticeEnv *self)
{
  self->reverted.len = 0;
}

void
practice_env_panic (PracticeEnv *self, guint8 code)
{
  AbiValue value = abi_uint (code);

  revert_with (self, abi_panic (), &value, 1);
}

gboolean
practice_add (PracticeEnv *self, u256 a, u256 b, u256 *out)
{
  return u256_add (a, b, out) || practice_panic (self, 0x11);
}

gboolean
practice_sub (PracticeEnv *self, u256 a, u256 b, u256 *out)
{
  return u256_sub (a, b, out) || practice_panic (self, 0x11);
}

gboolean
practice_mul (PracticeEnv *self, u256 a, u256 b, u256 *out)
{
  return u256_mul (a, b, out) || practice_panic (self, 0x11);
}

gboolean
practice_mul_div (PracticeEnv *self, u256 a, u256 b, u256 c, u256 *out)
{
  if (c == 0)
    return practice_panic (self, 0x12);

  return u256_mul_div (a, b, c, ROUND_DOWN, out) || practice_panic (self, 0x11);
}

/* Runs the contract's function for data; value has been moved. */
static gboolean
practice_env_run (PracticeEnv *self,
                  const PracticeContract *contract,
                  const Address *caller,
                  u256 value,
                  Bytes data,
                  Buffer *output)
{
  PracticeCall call = {
    .env = self,
    .contract = contract,
    .self = contract->address,
    .caller = *caller,
    .value = value,
    .output = output,
  };

  if (data.len == 0)
    {
      for (gsize i = 0; contract->parts[i] != NULL; i++)
        {
          if (contract->parts[i]->receive != NULL)
            return contract->parts[i]->receive (&call);
        }
      return practice_revert_empty (self);
    }

  if (data.len < 4)
    return practice_revert_empty (self);

  guint32 selector = ((guint32) data.data[0] << 24) | ((guint32) data.data[1] << 16) |
                     ((guint32) data.data[2] << 8) | (guint32) data.data[3];
  const PracticeFunction *function = practice_contract_function (contract, selector);
  if (function == NULL || (value != 0 && !function->payable))
    return practice_revert_empty (self);

  call.item = practice_abi_item (function->signature);
  /* Solidity's decoder ignores what trails the arguments; so do we. */
  const Bytes arguments = { data.data + 4, data.len - 4 };
  if (abi_decode (call.item->inputs, call.item->n_inputs, arguments, NULL, &call.args) != CORE_OK)
    return practice_revert_empty (self);

  gboolean done = function->run (&call);
  abi_values_clear (&call.args);

  return done;
}

static gboolean
practice_env_transfer (PracticeEnv *self, const Address *from, const Address *to, u256 value)
{
  if (value == 0)
    return TRUE;

  u256 balance = practice_env_balance (self, from);
  if (balance < value)
    return practice_revert_empty (self);

  practice_env_set_balance (self, from, balance - value);
  practice_env_set_balance (self, to, practice_env_balance (self, to) + value);

  return TRUE;
}

gboolean
practice_env_call (PracticeEnv *self,
                   const Address *caller,
                   const Address *to,
                   u256 value,
                   Bytes data,
                   Buffer *output)
{
  gsize mark = practice_overlay_mark (self->overlay);
  guint n_logs = self->logs->len;
  gsize n_output = output->len;
  const PracticeContract *contract = practice_world_find (self->world, to);
  gboolean done;

  self->depth++;
  /* What the transaction itself costs is in its intrinsic gas. */
  if (self->depth > 1)
    self->gas += value != 0 ? GAS_CALL + GAS_PAYMENT : GAS_CALL;
  if (self->depth > MAX_DEPTH)
    done = practice_revert_empty (self);
  else
    done = practice_env_transfer (self, caller, to, value) &&
           (contract == NULL || practice_env_run (self, contract, caller, value, data, output));
  self->depth--;

  if (!done)
    {
      practice_overlay_undo (self->overlay, mark);
      g_ptr_array_set_size (self->logs, (gint) n_logs);
      output->len = n_output;
      buffer_append (output, self->reverted.data, self->reverted.len);
    }

  return done;
}

gboolean
practice_env_pay (PracticeEnv *self, const Address *from, const Address *to, u256 value)
{
  Buffer output = buffer_new ();
  gboolean done = practice_env_call (self, from, to, value, (Bytes) { NULL, 0 }, &output);

  buffer_clear (&output);

  return done;
}

const AbiValue *
practice_arg (const PracticeCall *call, gsize index)
{
  g_assert (index < call->args.n_values);

  return &call->args.values[index];
}

Address
practice_arg_address (const PracticeCall *call, gsize index)
{
  return abi_value_address (practice_arg (call, index));
}

u256
practice_arg_uint (const PracticeCall *call, gsize index)
{
  return practice_arg (call, index)->word;
}

gboolean
practice_return (PracticeCall *call, const AbiValue *values, gsize n_values)
{
  CoreResult result = abi_encode (call->item->outputs, call->item->n_outputs, values, n_values,
                                  call->output);

  if (result != CORE_OK)
    g_error ("%s: result: %s", call->item->signature, core_result_to_string (result));

  return TRUE;
}

gboolean
practice_return_uint (PracticeCall *call, u256 value)
{
  AbiValue result = abi_uint (value);

  return practice_return (call, &result, 1);
}

gboolean
practice_return_bool (PracticeCall *call, gboolean value)
{
  AbiValue result = abi_bool (value);

  return practice_return (call, &result, 1);
}

gboolean
practice_return_address (PracticeCall *call, const Address *value)
{
  AbiValue result = abi_address (value);

  return practice_return (call, &result, 1);
}

gboolean
practice_return_text (PracticeCall *call, const char *value)
{
  AbiValue result = abi_string (value);

  return practice_return (call, &result, 1);
}

gboolean
practice_return_hash (PracticeCall *call, const Hash *value)
{
  AbiValue result = abi_fixed_bytes ((Bytes) { value->bytes, sizeof value->bytes });

  return practice_return (call, &result, 1);
}

gboolean
practice_return_nothing (PracticeCall *call)
{
  return practice_return (call, NULL, 0);
}
