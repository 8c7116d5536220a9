/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-figure.h"
#include "surety-network.h"
#include "surety-party.h"
#include "surety-payment.h"
#include "surety-slashing.h"

G_BEGIN_DECLS

/* What a set can slash in one strategy now, all its operators together: AllocationManager's
 * allocations of those it can slash, over their max magnitudes, of their DelegationManager shares. */
typedef struct
{
  Address strategy;
  u256 shares; /* in the strategy's shares */
  gboolean tokens_known;
  u256 tokens;       /* at the strategy's price of one share, smallest unit */
  guint n_operators; /* with anything slashable in it */
} SuretyServiceStake;

/* What a set's operators hold in one strategy, all of its registered ones together: rewards by stake are
 * shared by it (RewardsCoordinator's total and unique stake). Also of strategies that are not in the
 * set. */
typedef struct
{
  Address strategy;
  u256 total;  /* DelegationManager shares */
  u256 unique; /* of them, what is allocated to the set */
} SuretyServiceWeight;

typedef struct
{
  Address avs;
  guint32 set;
  const char *name;
  const char *description;
  const char *website;
  const char *logo; /* where a picture lies: https or ipfs */
  gboolean slasher_known;
  SuretyParty slasher;
  gboolean pending_slasher_known;
  SuretyParty pending_slasher;
  guint64 pending_slasher_block; /* 0 = none */
  SuretyParty registrar;         /* zero: not known */
  gboolean redistributes_known;
  gboolean redistributes;
  Address recipient;
  gboolean resolution_known;
  guint64 resolution_delay;
  const Address *strategies;
  const guint64 *strategy_blocks; /* one a strategy, 0 = unknown; NULL = all unknown */
  guint n_strategies;
  gboolean strategies_known;
  gboolean n_operators_known;
  guint n_operators;
  const Address *operators;
  guint n_listed; /* of operators */
  guint64 created_block;
  guint64 created_time;
  gboolean stakes_known;
  const SuretyServiceStake *stakes;
  guint n_stakes;
  const SuretyServiceWeight *weights; /* known when stakes are */
  guint n_weights;
  gboolean slashings_known;
  const SuretySlashing *slashings;
  guint n_slashings;
  gboolean payments_known;
  const SuretyPayment *payments;
  guint n_payments;
  guint block_seconds;
  guint64 block;
  guint64 time;
} SuretyServiceFacts;

/* Who uses the security: one operator set of an AVS. Immutable.
 * Properties (read only): "name", "address-text" (EIP-55 of the AVS), "description" (string), "set"
 * (uint). */
#define SURETY_TYPE_SERVICE (surety_service_get_type ())
G_DECLARE_FINAL_TYPE (SuretyService, surety_service, SURETY, SERVICE, GObject)

/* Everything is copied. */
SuretyService *surety_service_new (const SuretyServiceFacts *facts);

/* The same with what stands behind it at a later block; what was read then holds there still. */
SuretyService *surety_service_new_later (SuretyService *self,
                                         const SuretyServiceStake *stakes,
                                         guint n_stakes,
                                         const SuretyServiceWeight *weights,
                                         guint n_weights,
                                         guint64 block,
                                         guint64 time);

const Address *surety_service_get_avs (SuretyService *self);
const char *surety_service_get_address_text (SuretyService *self);
guint32 surety_service_get_set (SuretyService *self);
/* Self-chosen, cleaned and bounded; "" unknown. */
const char *surety_service_get_name (SuretyService *self);
const char *surety_service_get_description (SuretyService *self);
const char *surety_service_get_website (SuretyService *self);
/* Where its picture lies, of its own choosing: https or ipfs; "" = none. */
const char *surety_service_get_logo (SuretyService *self);

/* The one address that can slash (AllocationManager.getSlasher); zero: not migrated, can't be
 * slashed until it is. */
gboolean surety_service_get_slasher_known (SuretyService *self);
const Address *surety_service_get_slasher (SuretyService *self);
/* UNKNOWN when the slasher or its code is. threshold and owners (may be NULL): of a multisig, else 0. */
SuretyPartyKind surety_service_get_slasher_kind (SuretyService *self,
                                                 guint *threshold,
                                                 guint *owners);
/* Who takes operators in, and is told when they leave: the contract AVSRegistrarSet named last, else the AVS
 * itself. threshold and owners as above. */
const Address *surety_service_get_registrar (SuretyService *self);
SuretyPartyKind surety_service_get_registrar_kind (SuretyService *self,
                                                   guint *threshold,
                                                   guint *owners);
/* Whether there is code at the slasher (eth_getCode): a contract, or else a single key. */
gboolean surety_service_get_slasher_code_known (SuretyService *self);
gboolean surety_service_get_slasher_is_contract (SuretyService *self);
/* A change of slasher under way (since v1.9; unknown before): block from which it holds, 0 = none.
 */
gboolean surety_service_get_pending_slasher_known (SuretyService *self);
const Address *surety_service_get_pending_slasher (SuretyService *self);
SuretyPartyKind surety_service_get_pending_slasher_kind (SuretyService *self,
                                                         guint *threshold,
                                                         guint *owners);
guint64 surety_service_get_pending_slasher_block (SuretyService *self);
/* About when that is, seconds since 1970; 0 = no change, or not known. */
guint64 surety_service_get_pending_slasher_time (SuretyService *self);

/* Whether slashed funds go to recipient instead of being burnt; unknown where the contract can't
 * say. */
gboolean surety_service_get_redistributes_known (SuretyService *self);
gboolean surety_service_get_redistributes (SuretyService *self);
const Address *surety_service_get_recipient (SuretyService *self);
/* Blocks between a slashing and the last block in which what it took can not be paid out or burnt yet
 * (StrategyManager.SLASH_RESOLUTION_DELAY_BLOCKS, since v1.13). FALSE: the contracts do not say. */
gboolean surety_service_get_resolution_delay (SuretyService *self, guint64 *blocks);

/* When the set was created (OperatorSetCreated); 0 = unknown. */
guint64 surety_service_get_created_block (SuretyService *self);
guint64 surety_service_get_created_time (SuretyService *self);

gboolean surety_service_get_strategies_known (SuretyService *self);
/* Lent array of n. */
const Address *surety_service_get_strategies (SuretyService *self, guint *n);
gboolean surety_service_has_strategy (SuretyService *self, const Address *strategy);
/* The block the set added it last (StrategyAddedToOperatorSet); 0 = unknown, or not in the set. */
guint64 surety_service_get_strategy_block (SuretyService *self, const Address *strategy);

/* Operators registered now (AllocationManager.getMemberCount). */
gboolean surety_service_get_n_operators_known (SuretyService *self);
guint surety_service_get_n_operators (SuretyService *self);
/* Lent array of n of them: all or, where they were not listed, none. */
const Address *surety_service_get_operators (SuretyService *self, guint *n);

/* Per strategy of the set, those nobody pledged anything of with 0; lent array of n. Known only when
 * every operator's allocations were read. */
gboolean surety_service_get_stakes_known (SuretyService *self);
const SuretyServiceStake *surety_service_get_stakes (SuretyService *self, guint *n);
/* Known when stakes are; lent array of n. */
const SuretyServiceWeight *surety_service_get_weights (SuretyService *self, guint *n);

/* Times it slashed, from logs; lent array of n, oldest first, one a strategy and slashing. */
gboolean surety_service_get_slashings_known (SuretyService *self);
const SuretySlashing *surety_service_get_slashings (SuretyService *self, guint *n);

/* All there were, from logs, oldest first; lent array of n. */
gboolean surety_service_get_payments_known (SuretyService *self);
const SuretyPayment *surety_service_get_payments (SuretyService *self, guint *n);
/* What was paid, token by token in order of first payment, within seconds before the block the service was
 * read at. Lent is nothing: free it with g_free(). NULL with n = 0 when there was none; payments
 * whose time is unknown are placed by their block. */
SuretyPaid *surety_service_dup_paid (SuretyService *self, guint64 seconds, guint *n);
/* Paid again and again: on at least three different days of the last 90, with no gap (the one until now
 * included) longer than 35 days. */
gboolean surety_service_get_pays_regularly (SuretyService *self);

/* The block all was read at; 0 = not said. */
guint64 surety_service_get_block (SuretyService *self);
guint64 surety_service_get_time (SuretyService *self);

G_END_DECLS
