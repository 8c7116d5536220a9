/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "abi.h"
#include "surety-change.h"
#include "surety-endpoints.h"
#include "surety-figure.h"
#include "surety-plan.h"

G_BEGIN_DECLS

/* A plan tried out as a whole on the latest block, before anything of it is signed: every step on the
 * state that the steps before it leave, and what the account has before and after. */

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
 * (surety_endpoints_run_agreed()), in the fullest way that both serve; where they serve none in common, of the one that
 * serves the fuller. Resolves to: SuretyPlanSimulation when every step tried succeeded;
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
