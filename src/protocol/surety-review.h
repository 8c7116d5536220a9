/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-endpoints.h"
#include "surety-plan.h"

G_BEGIN_DECLS

/* One argument of a decoded call, as a person reads it. Immutable. Properties (read only, strings):
 * "name" ("amount"), "type" ("uint256"), "text" (exact: decimal, EIP-55, 0x…), "label" (what an
 * address is called here, an amount in units; "" if nothing). */
#define SURETY_TYPE_DECODED_ARG (surety_decoded_arg_get_type ())
G_DECLARE_FINAL_TYPE (SuretyDecodedArg, surety_decoded_arg, SURETY, DECODED_ARG, GObject)

const char *surety_decoded_arg_get_name (SuretyDecodedArg *self);
const char *surety_decoded_arg_get_type_name (SuretyDecodedArg *self);
const char *surety_decoded_arg_get_text (SuretyDecodedArg *self);
const char *surety_decoded_arg_get_label (SuretyDecodedArg *self);

/* What a call does, as its bytes tell it: what its one sentence is made of. */
typedef struct
{
  /* static, like a step's; beside those "restake-withdrawal": a withdrawal that comes back as shares, and "revoke": an allowance of
   * nothing */
  const char *kind;
  const char
    *symbol; /* what amount counts; "" = nothing, or several tokens (then no amount either) */
  guint decimals;
  u256 amount;         /* a queued withdrawal: shares of it; mint: wei */
  const char *into;    /* mint, wrap: the token that comes out; "" else */
  const char *spender; /* approve, revoke: what the network calls it; "" else */
  gboolean has_provider;
  Address provider; /* delegate */
  gboolean has_recipient;
  Address recipient;  /* claim: who is paid, where that is not who earned it */
  gboolean has_payee; /* the call names who gets what comes out of it … */
  Address payee;      /* … this one */
  guint n_tokens;     /* claim: of which amount counts the only one, all that was ever earned */
} SuretyTold;

/* A transaction decoded to 100 %. Immutable. Properties (read only): "contract", "contract-text"
 * (EIP-55), "function" (strings), "args" (GListModel of SuretyDecodedArg, nested ones flattened:
 * "params[0].strategies[0]"). */
#define SURETY_TYPE_DECODED_CALL (surety_decoded_call_get_type ())
G_DECLARE_FINAL_TYPE (SuretyDecodedCall, surety_decoded_call, SURETY, DECODED_CALL, GObject)

const char *surety_decoded_call_get_contract (
  SuretyDecodedCall *self); /* "StrategyManager", "stETH" */
const char *surety_decoded_call_get_contract_text (SuretyDecodedCall *self);
const char *surety_decoded_call_get_function (SuretyDecodedCall *self);  /* "depositIntoStrategy" */
const char *surety_decoded_call_get_signature (SuretyDecodedCall *self); /* canonical; "" = none */
u256 surety_decoded_call_get_value (SuretyDecodedCall *self);            /* wei */
GListModel *surety_decoded_call_get_args (SuretyDecodedCall *self);
const SuretyTold *surety_decoded_call_get_told (SuretyDecodedCall *self);
/* The calldata itself, its first four bytes (0 = no function is called), and keccak-256 of all of it. */
GBytes *surety_decoded_call_get_data (SuretyDecodedCall *self);
guint32 surety_decoded_call_get_selector (SuretyDecodedCall *self);
Hash surety_decoded_call_get_hash (SuretyDecodedCall *self);

/* Reads the transaction's very bytes. Only the closed set of contracts and functions this program
 * has a use for on the network is accepted, the calldata must be what encoding its decoded
 * arguments gives again, addresses inside must be known where they decide where funds go (spender,
 * token, strategy), approvals must be finite; all else is SURETY_PROTOCOL_ERROR_REVIEW. */
SuretyDecodedCall *surety_review_decode (SuretyNetwork *network,
                                         const Transaction *transaction,
                                         GError **error);
/* The same for a step that has no nonce and fees yet. */
SuretyDecodedCall *surety_review_decode_step (SuretyNetwork *network,
                                              SuretyStep *step,
                                              GError **error);
/* The one transaction without a function that is ever signed: nothing from the account to itself, to take the
 * place of another. Its function and signature are "". All else is SURETY_PROTOCOL_ERROR_REVIEW. */
SuretyDecodedCall *surety_review_decode_cancel (SuretyNetwork *network,
                                                const Address *account,
                                                const Transaction *transaction,
                                                GError **error);
/* The last look before the journal: the signed bytes decode, are the account's, for this chain, and
 * say exactly what the step says. */
gboolean surety_review_check_signed (SuretyNetwork *network,
                                     SuretyStep *step,
                                     const Address *account,
                                     GBytes *signed_bytes,
                                     GError **error);

typedef struct
{
  guint64 gas;   /* eth_estimateGas, no margin */
  guint64 block; /* the head when it was simulated */
  guint64 time;
  guint64 nonce;   /* transactions of the account that were mined by then */
  guint witnesses; /* endpoints that saw it come to the same: 1 or 2 */
} SuretySimulation;

#define SURETY_TYPE_SIMULATION (surety_simulation_get_type ())
GType surety_simulation_get_type (void);
SuretySimulation *surety_simulation_copy (const SuretySimulation *self);
void surety_simulation_free (SuretySimulation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretySimulation, surety_simulation_free)

/* No chain's block has room for more: what says more of a transaction is no gas, and is not added up. */
#define SURETY_GAS_MOST ((guint64) G_MAXUINT32)

/* eth_call and eth_estimateGas of the step in one exchange, on "latest". Resolves to:
 * SuretySimulation. SURETY_PROTOCOL_ERROR_REVERT with the contract error's name as message. Only a
 * step whose predecessors are mined can be simulated; until then its gas is its hint. */
DexFuture *surety_review_simulate (SuretyEndpoints *endpoints,
                                   const Address *account,
                                   SuretyStep *step);
/* What is put in the transaction for an estimate: a quarter more, as state moves until it is mined.
 */
guint64 surety_review_gas_limit (guint64 estimate);
/* What a person is shown as the most, for gas that a step used when the plan was tried out: half as much again. What is paid
 * back for cleared storage (a fifth of the gas at most, EIP-3529) is not in that figure and must be there all the same. */
guint64 surety_review_gas_bound (guint64 used);

G_END_DECLS
