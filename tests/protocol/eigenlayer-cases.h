/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "abi.h"
#include "surety-runner.h"

G_BEGIN_DECLS

/* What EigenLayer behind SuretyProtocol must do on every chain: run on the practice network and on
 * an EVM node. */
typedef struct
{
  SuretyNetwork *network;
  SuretyEndpoints *endpoints;
  SuretyProtocol *protocol;
  SuretyJournal *journal;
  SuretyPayees *payees; /* whom the account may pay beside itself; NULL = nobody */
  SuretySigner *signer; /* funded: ETH for gas and at least twice amount of the strategy's token */
  Address strategy;
  u256 amount;      /* smallest unit */
  Address provider; /* registered, no approver */
  /* Lets so many blocks pass. */
  void (*advance) (guint64 blocks, gpointer user_data);
  /* A transaction of anybody's, in a block of its own; it must not revert. */
  void (*act) (const Address *from,
               const Address *to,
               const AbiItem *function,
               const AbiValue *args,
               gsize n_args,
               gpointer user_data);
  /* Tokens out of nothing. */
  void (*give) (const Address *token, const Address *to, u256 amount, gpointer user_data);
  Address multisig; /* a contract that says 2 of 3 as a Safe does */
  gpointer user_data;
} EigenlayerCase;

/* Each in a fiber, in this order, on one account that has nothing restaked and delegates to nobody.
 */

/* Assets can be read; bad plans are refused with their own error and nothing is sent. */
void eigenlayer_case_refuses_bad_plans (const EigenlayerCase *self);
/* Approve, deposit, delegate; every promise is kept; what the chain says afterwards is what was
 * asked for. */
void eigenlayer_case_enters (const EigenlayerCase *self);
/* What is true already is left out of the next plan. */
void eigenlayer_case_skips_what_is_true (const EigenlayerCase *self);
/* Queue half, wait, not a block too early, complete; then undelegate, wait, complete: the tokens
 * are back. */
void eigenlayer_case_leaves (const EigenlayerCase *self);

/* An operator pledges to sets made for it, in every way there is: what its pledges and those sets say,
 * block by block. Needs neither signer nor provider. */
void eigenlayer_case_pledges (const EigenlayerCase *self);

/* Plans, runs to the end, checks that all is final and every promise kept. Gives the plan's number
 * of steps. */
guint eigenlayer_case_run (const EigenlayerCase *self, SuretyIntent *intent);
/* The account's holdings. */
SuretyHoldings *eigenlayer_case_load (const EigenlayerCase *self);

/* What is granted is found, and taken back. Needs act. */
void eigenlayer_case_allowances (const EigenlayerCase *self);

G_END_DECLS
