/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "keccak.h"
#include "surety-figure.h"
#include "surety-network.h"

G_BEGIN_DECLS

/* DelegationManager's Withdrawal struct: must be handed back word by word to complete it. */
typedef struct
{
  Address staker;
  Address delegated_to;
  Address withdrawer;
  u256 nonce;
  guint32 start_block;
  guint n;
  Address *strategies; /* n */
  u256 *scaled_shares; /* n */
} SuretyWithdrawal;

SuretyWithdrawal *surety_withdrawal_copy (const SuretyWithdrawal *self);
void surety_withdrawal_free (SuretyWithdrawal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyWithdrawal, surety_withdrawal_free)
/* keccak256 (abi.encode (withdrawal)). */
Hash surety_withdrawal_root (const SuretyWithdrawal *self);

/* A queued withdrawal; still slashable until it is ready. Immutable.
 * Properties (read only): "start-block", "ready-block" (uint64). */
#define SURETY_TYPE_EXIT (surety_exit_get_type ())
G_DECLARE_FINAL_TYPE (SuretyExit, surety_exit, SURETY, EXIT, GObject)

/* worth: GPtrArray of SuretyFigure, one a strategy, referenced. delay:
 * DelegationManager.minWithdrawalDelayBlocks. */
SuretyExit *surety_exit_new (SuretyNetwork *network,
                             const SuretyWithdrawal *withdrawal,
                             GPtrArray *worth,
                             guint64 delay);

const Hash *surety_exit_get_root (SuretyExit *self);
const SuretyWithdrawal *surety_exit_get_withdrawal (SuretyExit *self);
guint64 surety_exit_get_start_block (SuretyExit *self);
/* First block it can be completed in: start + delay + 1. */
guint64 surety_exit_get_ready_block (SuretyExit *self);
/* Whether it can be completed on the state of head (and so can be simulated there): head ≥ ready.
 */
gboolean surety_exit_is_ready (SuretyExit *self, guint64 head);
guint surety_exit_get_n (SuretyExit *self);
/* NULL for a strategy the network file does not know (such an exit can only be completed
 * elsewhere). */
const SuretyToken *surety_exit_get_token (SuretyExit *self, guint i);
/* Tokens it would pay now, after slashing so far. */
SuretyFigure *surety_exit_get_worth (SuretyExit *self, guint i);

G_END_DECLS
