/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-erc20.h"

#include "practice-abi.h"

/* Slots 1001 to 1099 of every token; what else shares its address stays below. */
enum
{
  SLOT_SUPPLY = 1001,
  SLOT_BALANCE,
  SLOT_ALLOWANCE,
};

static const Address nobody;

static const PracticeToken *
token_of (const PracticeCall *call)
{
  return call->contract->data;
}

static gboolean
token_revert (const PracticeCall *call, const char *reason)
{
  return token_of (call)->terse ? practice_revert_empty (call->env)
                                : practice_revert_text (call->env, reason);
}

static PracticeKey
balance_key (const Address *token, const Address *account)
{
  return practice_key1 (token, SLOT_BALANCE, address_to_word (account));
}

u256
practice_erc20_allowance (PracticeEnv *env,
                          const Address *token,
                          const Address *owner,
                          const Address *spender)
{
  PracticeKey key = practice_key2 (token, SLOT_ALLOWANCE, address_to_word (owner),
                                   address_to_word (spender));

  return practice_env_get (env, &key);
}

void
practice_erc20_set_allowance (PracticeEnv *env,
                              const Address *token,
                              const Address *owner,
                              const Address *spender,
                              u256 amount)
{
  PracticeKey key = practice_key2 (token, SLOT_ALLOWANCE, address_to_word (owner),
                                   address_to_word (spender));

  practice_env_set (env, &key, amount);
}

void
practice_erc20_emit_transfer (PracticeEnv *env,
                              const Address *token,
                              const Address *from,
                              const Address *to,
                              u256 amount)
{
  AbiValue values[] = { abi_address (from), abi_address (to), abi_uint (amount) };

  practice_env_emit (env, token,
                     "event Transfer(address indexed from, address indexed to, uint256 value)",
                     values, G_N_ELEMENTS (values));
}

void
practice_erc20_emit_approval (PracticeEnv *env,
                              const Address *token,
                              const Address *owner,
                              const Address *spender,
                              u256 amount)
{
  AbiValue values[] = { abi_address (owner), abi_address (spender), abi_uint (amount) };

  practice_env_emit (
    env, token, "event Approval(address indexed owner, address indexed spender, uint256 value)",
    values, G_N_ELEMENTS (values));
}

u256
practice_erc20_supply (PracticeEnv *env, const Address *token)
{
  PracticeKey key = practice_key (token, SLOT_SUPPLY);

  return practice_env_get (env, &key);
}

gboolean
practice_erc20_mint (PracticeEnv *env, const Address *token, const Address *to, u256 amount)
{
  PracticeKey supply_key = practice_key (token, SLOT_SUPPLY);
  PracticeKey to_key = balance_key (token, to);
  u256 supply;

  PRACTICE_TRY (practice_add (env, practice_env_get (env, &supply_key), amount, &supply));
  practice_env_set (env, &supply_key, supply);
  practice_env_set (env, &to_key, practice_env_get (env, &to_key) + amount);
  practice_erc20_emit_transfer (env, token, &nobody, to, amount);

  return TRUE;
}

gboolean
practice_erc20_burn (PracticeEnv *env, const Address *token, const Address *from, u256 amount)
{
  PracticeKey supply_key = practice_key (token, SLOT_SUPPLY);
  PracticeKey from_key = balance_key (token, from);
  u256 balance = practice_env_get (env, &from_key);

  if (balance < amount)
    return practice_revert_text (env, "ERC20: burn amount exceeds balance");

  practice_env_set (env, &from_key, balance - amount);
  practice_env_set (env, &supply_key, practice_env_get (env, &supply_key) - amount);
  practice_erc20_emit_transfer (env, token, from, &nobody, amount);

  return TRUE;
}

static gboolean
erc20_move (PracticeCall *call, const Address *from, const Address *to, u256 amount)
{
  PracticeKey from_key = balance_key (&call->self, from);
  PracticeKey to_key = balance_key (&call->self, to);

  if (address_is_zero (to))
    return token_revert (call, "ERC20: transfer to the zero address");

  u256 balance = practice_env_get (call->env, &from_key);
  if (balance < amount)
    return token_revert (call, "ERC20: transfer amount exceeds balance");

  practice_env_set (call->env, &from_key, balance - amount);
  practice_env_set (call->env, &to_key, practice_env_get (call->env, &to_key) + amount);
  practice_erc20_emit_transfer (call->env, &call->self, from, to, amount);

  return TRUE;
}

static gboolean
erc20_name (PracticeCall *call)
{
  return practice_return_text (call, token_of (call)->name);
}

static gboolean
erc20_symbol (PracticeCall *call)
{
  return practice_return_text (call, token_of (call)->symbol);
}

static gboolean
erc20_decimals (PracticeCall *call)
{
  return practice_return_uint (call, token_of (call)->decimals);
}

static gboolean
erc20_total_supply (PracticeCall *call)
{
  return practice_return_uint (call, practice_erc20_supply (call->env, &call->self));
}

static gboolean
erc20_balance_of (PracticeCall *call)
{
  Address account = practice_arg_address (call, 0);
  PracticeKey key = balance_key (&call->self, &account);

  return practice_return_uint (call, practice_env_get (call->env, &key));
}

static gboolean
erc20_allowance (PracticeCall *call)
{
  Address owner = practice_arg_address (call, 0);
  Address spender = practice_arg_address (call, 1);

  return practice_return_uint (call,
                               practice_erc20_allowance (call->env, &call->self, &owner, &spender));
}

static gboolean
erc20_approve (PracticeCall *call)
{
  Address spender = practice_arg_address (call, 0);
  u256 amount = practice_arg_uint (call, 1);

  if (address_is_zero (&spender))
    return token_revert (call, "ERC20: approve to the zero address");

  practice_erc20_set_allowance (call->env, &call->self, &call->caller, &spender, amount);
  practice_erc20_emit_approval (call->env, &call->self, &call->caller, &spender, amount);

  return practice_return_bool (call, TRUE);
}

static gboolean
erc20_transfer (PracticeCall *call)
{
  Address to = practice_arg_address (call, 0);

  PRACTICE_TRY (erc20_move (call, &call->caller, &to, practice_arg_uint (call, 1)));

  return practice_return_bool (call, TRUE);
}

static gboolean
erc20_transfer_from (PracticeCall *call)
{
  Address from = practice_arg_address (call, 0);
  Address to = practice_arg_address (call, 1);
  u256 amount = practice_arg_uint (call, 2);
  u256 allowance = practice_erc20_allowance (call->env, &call->self, &from, &call->caller);

  if (allowance != U256_MAX)
    {
      if (allowance < amount)
        return token_revert (call, "ERC20: insufficient allowance");
      practice_erc20_set_allowance (call->env, &call->self, &from, &call->caller,
                                    allowance - amount);
      practice_erc20_emit_approval (call->env, &call->self, &from, &call->caller,
                                    allowance - amount);
    }
  PRACTICE_TRY (erc20_move (call, &from, &to, amount));

  return practice_return_bool (call, TRUE);
}

static const PracticeFunction erc20_functions[] = {
  { "function name() returns (string)", erc20_name },
  { "function symbol() returns (string)", erc20_symbol },
  { "function decimals() returns (uint8)", erc20_decimals },
  { "function totalSupply() returns (uint256)", erc20_total_supply },
  { "function balanceOf(address account) returns (uint256)", erc20_balance_of },
  { "function allowance(address owner, address spender) returns (uint256)", erc20_allowance },
  { "function approve(address spender, uint256 amount) returns (bool)", erc20_approve },
  { "function transfer(address to, uint256 amount) returns (bool)", erc20_transfer },
  { "function transferFrom(address from, address to, uint256 amount) returns (bool)",
    erc20_transfer_from },
};

const PracticePart practice_erc20_part = {
  .name = "ERC20",
  .functions = erc20_functions,
  .n_functions = G_N_ELEMENTS (erc20_functions),
};

gboolean
practice_token_balance (PracticeEnv *env, const Address *token, const Address *account, u256 *out)
{
  const AbiItem *function = practice_abi_item (
    "function balanceOf(address account) returns (uint256)");
  AbiValue args[] = { abi_address (account) };
  Buffer call = buffer_new ();
  Buffer output = buffer_new ();
  gboolean done;

  if (abi_encode_call (function, args, G_N_ELEMENTS (args), &call) != CORE_OK)
    g_error ("cannot encode balanceOf");
  done = practice_env_call (env, &nobody, token, 0, buffer_bytes (&call), &output);
  if (done && output.len != 32)
    done = practice_revert_empty (env);
  if (done)
    *out = u256_from_be (output.data);
  buffer_clear (&call);
  buffer_clear (&output);

  return done;
}

static gboolean
token_safe_call (PracticeEnv *env,
                 const Address *token,
                 const Address *caller,
                 const AbiItem *function,
                 const AbiValue *args,
                 gsize n_args)
{
  Buffer call = buffer_new ();
  Buffer output = buffer_new ();
  gboolean done;

  if (abi_encode_call (function, args, n_args, &call) != CORE_OK)
    g_error ("cannot encode %s", function->signature);

  if (practice_world_find (env->world, token) == NULL)
    done = practice_revert_text (env, "Address: call to non-contract");
  else
    {
      done = practice_env_call (env, caller, token, 0, buffer_bytes (&call), &output);
      if (!done && output.len == 0)
        practice_revert_text (env, "SafeERC20: low-level call failed");
      else if (done && output.len > 0 && (output.len < 32 || u256_from_be (output.data) != 1))
        done = practice_revert_text (env, "SafeERC20: ERC20 operation did not succeed");
    }
  buffer_clear (&call);
  buffer_clear (&output);

  return done;
}

gboolean
practice_token_safe_transfer (PracticeEnv *env,
                              const Address *token,
                              const Address *from,
                              const Address *to,
                              u256 amount)
{
  AbiValue args[] = { abi_address (to), abi_uint (amount) };

  return token_safe_call (env, token, from,
                          practice_abi_item (
                            "function transfer(address to, uint256 amount) returns (bool)"),
                          args, G_N_ELEMENTS (args));
}

gboolean
practice_token_safe_transfer_from (PracticeEnv *env,
                                   const Address *token,
                                   const Address *spender,
                                   const Address *from,
                                   const Address *to,
                                   u256 amount)
{
  AbiValue args[] = { abi_address (from), abi_address (to), abi_uint (amount) };

  return token_safe_call (env, token, spender,
                          practice_abi_item ("function transferFrom(address from, address to, "
                                             "uint256 amount) returns (bool)"),
                          args, G_N_ELEMENTS (args));
}
