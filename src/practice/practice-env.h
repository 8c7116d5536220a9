/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-world.h"

G_BEGIN_DECLS

/* One execution: a transaction, or an eth_call. Nothing it does is seen by others before it is
 * committed. */
typedef struct
{
  Address address;
  Hash topics[4];
  gsize n_topics;
  Buffer data;
} PracticeLog;

typedef struct
{
  PracticeWorld *world;
  PracticeOverlay *overlay;
  guint64 block;   /* block.number */
  guint64 time;    /* block.timestamp */
  u256 base_fee;   /* block.basefee, wei */
  GPtrArray *logs; /* of PracticeLog */
  guint64 gas;     /* used so far, without the transaction's intrinsic gas */
  guint depth;
  Buffer reverted;   /* what the innermost revert returned */
  GPtrArray *memory; /* what practice_env_alloc() gave */
} PracticeEnv;

PracticeEnv *practice_env_new (PracticeWorld *world,
                               guint64 block,
                               guint64 time,
                               u256 base_fee,
                               guint64 state_block);
void practice_env_free (PracticeEnv *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeEnv, practice_env_free)

/* Zeroed memory that lives as long as the execution. */
gpointer practice_env_alloc (PracticeEnv *self, gsize size);
AbiValue *practice_env_values (PracticeEnv *self, gsize n);

struct _PracticeCall
{
  PracticeEnv *env;
  const PracticeContract *contract;
  Address self; /* the contract's address */
  Address caller;
  u256 value; /* wei, already moved to the contract */
  const AbiItem *item;
  AbiValues args;
  Buffer *output;
};

/* Calls an address as the EVM does: value moves, code (if any) runs. output gets what it returned,
 * or what it reverted with; on a revert everything it did is undone. */
gboolean practice_env_call (PracticeEnv *self,
                            const Address *caller,
                            const Address *to,
                            u256 value,
                            Bytes data,
                            Buffer *output);
/* The same for a contract's own ETH payments; a revert inside becomes the caller's. */
gboolean practice_env_pay (PracticeEnv *self, const Address *from, const Address *to, u256 value);

u256 practice_env_get (PracticeEnv *self, const PracticeKey *key);
void practice_env_set (PracticeEnv *self, const PracticeKey *key, u256 value);
/* As it was at the end of an earlier block; of this block, as it is now. */
u256 practice_env_get_at (PracticeEnv *self, const PracticeKey *key, guint64 block);

u256 practice_env_balance (PracticeEnv *self, const Address *account);
void practice_env_set_balance (PracticeEnv *self, const Address *account, u256 wei);
guint64 practice_env_nonce (PracticeEnv *self, const Address *account);
void practice_env_set_nonce (PracticeEnv *self, const Address *account, guint64 nonce);

/* event is a signature: "event Deposit(address staker, address strategy, uint256 shares)". */
void practice_env_emit (PracticeEnv *self,
                        const Address *emitter,
                        const char *event,
                        const AbiValue *values,
                        gsize n_values);

/* What the handler reverts with. canonical_error: "TooMuch(uint256)", without parameters. error is a
 * signature: "error TooMuch(uint256 amount)". */
void practice_env_revert (PracticeEnv *self, const char *canonical_error);
void practice_env_revert_with (PracticeEnv *self,
                               const char *error,
                               const AbiValue *values,
                               gsize n_values);
void practice_env_revert_text (PracticeEnv *self, const char *reason);
void practice_env_revert_empty (PracticeEnv *self);
void practice_env_panic (PracticeEnv *self, guint8 code);

/* The same, and FALSE to be returned from the handler: here, for compilers and analyzers to see that
 * nothing goes on after it. */
static inline gboolean
practice_revert (PracticeEnv *self, const char *canonical_error)
{
  practice_env_revert (self, canonical_error);
  return FALSE;
}

static inline gboolean
practice_revert_with (PracticeEnv *self, const char *error, const AbiValue *values, gsize n_values)
{
  practice_env_revert_with (self, error, values, n_values);
  return FALSE;
}

static inline gboolean
practice_revert_text (PracticeEnv *self, const char *reason)
{
  practice_env_revert_text (self, reason);
  return FALSE;
}

static inline gboolean
practice_revert_empty (PracticeEnv *self)
{
  practice_env_revert_empty (self);
  return FALSE;
}

static inline gboolean
practice_panic (PracticeEnv *self, guint8 code)
{
  practice_env_panic (self, code);
  return FALSE;
}

/* Checked arithmetic as Solidity's: panics with 0x11. */
gboolean practice_add (PracticeEnv *self, u256 a, u256 b, u256 *out);
gboolean practice_sub (PracticeEnv *self, u256 a, u256 b, u256 *out);
gboolean practice_mul (PracticeEnv *self, u256 a, u256 b, u256 *out);
/* ⌊a·b/c⌋; panics with 0x12 when c is 0, 0x11 when the quotient does not fit. */
gboolean practice_mul_div (PracticeEnv *self, u256 a, u256 b, u256 c, u256 *out);

/* What a handler is given and gives back. */
Address practice_arg_address (const PracticeCall *call, gsize index);
u256 practice_arg_uint (const PracticeCall *call, gsize index);
const AbiValue *practice_arg (const PracticeCall *call, gsize index);
gboolean practice_return (PracticeCall *call, const AbiValue *values, gsize n_values);
gboolean practice_return_uint (PracticeCall *call, u256 value);
gboolean practice_return_bool (PracticeCall *call, gboolean value);
gboolean practice_return_address (PracticeCall *call, const Address *value);
gboolean practice_return_text (PracticeCall *call, const char *value);
gboolean practice_return_hash (PracticeCall *call, const Hash *value);
gboolean practice_return_nothing (PracticeCall *call);

/* Leaves the handler, or the helper of one, when a step of it reverted. */
#define PRACTICE_TRY(step) \
  G_STMT_START             \
  {                        \
    if (!(step))           \
      return FALSE;        \
  }                        \
  G_STMT_END

G_END_DECLS
