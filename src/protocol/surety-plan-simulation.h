/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "abi.h"
#include "surety-endpoints.h"
#include "surety-figure.h"
#include "surety-plan.h"

G_BEGIN_DECLS

/* A plan tried out as a whole on the latest block, before anything of it is signed: every step on the
 * state that the steps before it leave, and what the account has before and after. */

typedef enum
{
  SURETY_CHANGE_ETH,        /* wei, without the fees */
  SURETY_CHANGE_BALANCE,    /* of the token subject */
  SURETY_CHANGE_ALLOWANCE,  /* of the token subject, for spender */
  SURETY_CHANGE_SHARES,     /* that can be withdrawn from the strategy subject */
  SURETY_CHANGE_DELEGATION, /* before and after are addresses as words; zero = nobody */
  SURETY_CHANGE_EXITS,      /* withdrawals ever queued */
  /* Not read but worked out from the above and from pledges: of the shares in the strategy subject. */
  SURETY_CHANGE_SLASHABLE_NOW,  /* in the next block */
  SURETY_CHANGE_SLASHABLE_MOST, /* by staying and not looking */
} SuretyChangeKind;

/* One thing read before the first and after the last step. */
typedef struct
{
  SuretyChangeKind kind;
  Address subject;
  Address spender;
  const char *symbol; /* static or the network's; "" = none */
  guint decimals;
  Address to; /* the call that reads it, and … */
  const AbiItem *item;
  GBytes *calldata;
  int list; /* … of its results the first element of this one; -1: its only word */
} SuretyWatch;

void surety_watch_free (SuretyWatch *watch);

/* Immutable. */
#define SURETY_TYPE_CHANGE (surety_change_get_type ())
G_DECLARE_FINAL_TYPE (SuretyChange, surety_change, SURETY, CHANGE, GObject)

/* symbol: "" = none. before, after: NULL = not known. */
SuretyChange *surety_change_new (SuretyChangeKind kind,
                                 const Address *subject,
                                 const Address *spender,
                                 const char *symbol,
                                 guint decimals,
                                 const u256 *before,
                                 const u256 *after);
SuretyChangeKind surety_change_get_kind (SuretyChange *self);
const Address *surety_change_get_subject (SuretyChange *self);
const Address *surety_change_get_spender (SuretyChange *self);
const char *surety_change_get_symbol (SuretyChange *self);
guint surety_change_get_decimals (SuretyChange *self);
/* FALSE: it could not be read, or (after) could not be tried out. */
gboolean surety_change_get_before (SuretyChange *self, u256 *out);
gboolean surety_change_get_after (SuretyChange *self, u256 *out);
/* FALSE also when either is not known. */
gboolean surety_change_is_same (SuretyChange *self);

/* Two looks at the same thing, some time apart, differ by what nobody did: by a thousandth of the larger, which is what
 * rewards make of an amount in weeks, … */
#define SURETY_CHANGE_TOLERANCE ((u256) 1000)
/* … and by what rounding makes of a rebasing token's amounts, in its smallest unit. */
#define SURETY_CHANGE_DUST ((u256) 10000)
/* Whether it is of a kind that does not move by itself. */
gboolean surety_change_is_exact (SuretyChange *self);

typedef enum
{
  SURETY_SIMULATED_TOGETHER, /* eth_simulateV1 */
  SURETY_SIMULATED_IN_CALL,  /* eth_call, with code in the account's place that makes the calls */
  SURETY_SIMULATED_FIRST,    /* the first step alone: the endpoint serves neither */
} SuretySimulationMethod;

#define SURETY_TYPE_PLAN_SIMULATION (surety_plan_simulation_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPlanSimulation,
                      surety_plan_simulation,
                      SURETY,
                      PLAN_SIMULATION,
                      GObject)

/* watches: GPtrArray of SuretyWatch. Asked of two endpoints where there are two, at one block
 * (surety_endpoints_run_agreed()). Resolves to: SuretyPlanSimulation when every step tried succeeded;
 * rejects with SURETY_PROTOCOL_ERROR_REVERT and the contract error's name for the first that does not,
 * SURETY_CHAIN_ERROR_DISAGREE when the endpoints see different outcomes. */
DexFuture *surety_plan_simulation_run (SuretyEndpoints *endpoints,
                                       SuretyPlan *plan,
                                       GPtrArray *watches);

/* How old what was tried out may be when it is signed, in seconds of the chain's time and of this computer's: five blocks of mainnet.
 * Prices, limits and what others do move slower; what can change at once (the account's own transactions) is looked for by itself. */
#define SURETY_SIMULATION_LIFE 60u

SuretySimulationMethod surety_plan_simulation_get_method (SuretyPlanSimulation *self);
guint64 surety_plan_simulation_get_block (SuretyPlanSimulation *self);
guint64 surety_plan_simulation_get_time (SuretyPlanSimulation *self); /* seconds since 1970 */
/* Transactions of the account that were mined by that block. */
guint64 surety_plan_simulation_get_nonce (SuretyPlanSimulation *self);
/* Endpoints that saw the same: 1 or 2. */
guint surety_plan_simulation_get_witnesses (SuretyPlanSimulation *self);
/* Gas that step i used, no margin; 0 = it was not tried. */
guint64 surety_plan_simulation_get_gas (SuretyPlanSimulation *self, guint i);
/* SuretyChange, one for each watch, in order. */
GListModel *surety_plan_simulation_get_changes (SuretyPlanSimulation *self);
/* Whether both show the same before and after: what was seen is still so. */
gboolean surety_plan_simulation_is_same (SuretyPlanSimulation *self, SuretyPlanSimulation *other);

G_END_DECLS
