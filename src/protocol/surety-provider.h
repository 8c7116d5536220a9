/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "keccak.h"
#include "surety-figure.h"
#include "surety-network.h"
#include "surety-slashing.h"
#include "surety-vault.h"

G_BEGIN_DECLS

/* What a provider has pledged of one strategy, all operator sets together, in magnitude (WAD = all
 * there was at the start). */
typedef struct
{
  Address strategy;
  u256 max;     /* AllocationManager.getMaxMagnitude: falls with every slash */
  u256 now;     /* slashable at the read block: allocated, registered, strategy in the set */
  u256 pending; /* becomes slashable at a known later block */
  /* Allocated to sets that can't slash it now (not registered, or strategy not in the set). */
  u256 dormant;
  /* max less everything encumbered: the operator may pledge it after its allocation delay. */
  u256 latent;
} SuretyPledgedMagnitude;

/* What stands behind a provider in one strategy. */
typedef struct
{
  Address strategy;
  u256 shares; /* DelegationManager.operatorShares, in the strategy's shares */
  gboolean tokens_known;
  u256 tokens; /* at the strategy's price of one share, in the token's smallest unit */
  gboolean eth_known;
  u256 eth; /* wei, at the token's own rate (not a market's price) */
  gboolean stakers_known;
  guint n_stakers; /* with anything left in this strategy */
  Address largest_staker;
  u256 largest; /* its part of shares, WAD = all */
} SuretyProviderStake;

/* Whose rewards a split is of (RewardsCoordinator). A set's split comes before the default; so does
 * an AVS's for rewards that name no set. */
typedef enum
{
  SURETY_SPLIT_DEFAULT,      /* DefaultOperatorSplitBipsSet: of all operators */
  SURETY_SPLIT_PROGRAMMATIC, /* OperatorPISplitBipsSet: programmatic incentives */
  SURETY_SPLIT_AVS,          /* OperatorAVSSplitBipsSet */
  SURETY_SPLIT_SET,          /* OperatorSetSplitBipsSet */
} SuretySplitKind;

/* The part of rewards the provider keeps. */
typedef struct
{
  SuretySplitKind kind;
  Address avs; /* AVS, SET */
  guint32 set; /* SET */
  guint bips;  /* at the directory's block: 10000 = all */
  guint next_bips;
  guint64 activates; /* seconds since 1970 from which next_bips holds; 0 = no change under way */
} SuretySplit;

/* Its membership of one operator set. */
typedef struct
{
  Address avs;
  guint32 set;
  gboolean registered;
  guint64 since; /* block it joined last; 0 = unknown */
  guint64
    until; /* block it left last; slashable for DEALLOCATION_DELAY blocks more; 0 = it did not */
} SuretyMembership;

/* What surety_provider_new() is given; everything is copied or referenced. */
typedef struct
{
  Address address;
  const char *name; /* "" or NULL: unknown */
  const char *description;
  const char *website;
  const char *logo;         /* where a picture lies: https or ipfs */
  const char *metadata_uri; /* as said on chain, not cleaned; NULL = none, or not read */
  gboolean delay_known;
  gboolean delay_set;
  guint64 delay; /* blocks */
  guint64 pending_delay;
  guint64 pending_delay_block;
  gboolean approval_known;
  Address approver; /* zero: everybody may delegate */
  gboolean approver_code_known;
  gboolean approver_is_contract;
  gboolean registered;
  guint n_sets;
  guint slashings;
  gboolean slashings_known;
  const SuretySlashing *slashing_records; /* one a strategy and slashing, oldest first */
  guint n_slashing_records;
  guint64 registered_block;
  guint64 registered_time;
  guint64 active_block; /* 0 = unknown */
  guint64 active_time;
  GListModel *stakes; /* SuretyFigure */
  const SuretyProviderStake *strategy_stakes;
  guint n_strategy_stakes;
  gboolean stakers_known;
  guint n_stakers;
  gboolean splits_known;
  const SuretySplit *splits;
  guint n_splits;
  gboolean memberships_known;
  const SuretyMembership *memberships;
  guint n_memberships;
  const Address *m2; /* services it is registered with without a set; known when memberships are */
  guint n_m2;
  const SuretyPledgedMagnitude *pledged;
  guint n_pledged;
  SuretyVault *vault;
  SuretyKnown known; /* how well what it has pledged is */
  guint64 block;     /* all of it as of this block; 0 = not said */
  guint64 time;
} SuretyProviderFacts;

/* Who gets the delegation: an EigenLayer operator. Immutable. Its address is its identity, names
 * can be chosen by anybody. Properties (read only): "name", "address-text" (EIP-55), "description"
 * (string), "needs-approval" (boolean). */
#define SURETY_TYPE_PROVIDER (surety_provider_get_type ())
G_DECLARE_FINAL_TYPE (SuretyProvider, surety_provider, SURETY, PROVIDER, GObject)

SuretyProvider *surety_provider_new (const SuretyProviderFacts *facts);

const Address *surety_provider_get_address (SuretyProvider *self);
const char *surety_provider_get_address_text (SuretyProvider *self);
/* Self-chosen, cleaned of control and bidi characters and cut to a bounded length; "" unknown.
 * Never fetched from the web. */
const char *surety_provider_get_name (SuretyProvider *self);
const char *surety_provider_get_description (SuretyProvider *self);
const char *surety_provider_get_website (SuretyProvider *self);
/* Where its picture lies, of its own choosing: https or ipfs; "" = none. */
const char *surety_provider_get_logo (SuretyProvider *self);
/* Warning time: blocks between an allocation and its being slashable
 * (AllocationManager.getAllocationDelay). */
gboolean surety_provider_get_delay_known (SuretyProvider *self);
/* Not set: the operator can't allocate anything before it sets a delay. */
gboolean surety_provider_get_delay_set (SuretyProvider *self);
guint64 surety_provider_get_delay (SuretyProvider *self);
/* A change under way (event AllocationDelaySet): the delay to come and the block from which it
 * holds; block 0 = none. */
guint64 surety_provider_get_pending_delay (SuretyProvider *self);
guint64 surety_provider_get_pending_delay_block (SuretyProvider *self);
/* Delegations need a signature of the operator's approver, which this program has no way to ask
 * for. TRUE too when unknown. */
gboolean surety_provider_get_needs_approval (SuretyProvider *self);
/* The duration vault it is; NULL = it is none of those that were found. Such an operator must not be
 * offered to somebody who may want to leave: once it is locked nobody can. */
SuretyVault *surety_provider_get_vault (SuretyProvider *self);
/* DelegationManager.isOperator. */
gboolean surety_provider_get_registered (SuretyProvider *self);
/* GListModel of SuretyFigure: tokens delegated to it, one per asset it has any of. */
GListModel *surety_provider_get_stakes (SuretyProvider *self);
/* Operator sets it has allocated stake to. */
guint surety_provider_get_n_sets (SuretyProvider *self);
/* Times slashed, from logs; unknown unless the directory was read. */
gboolean surety_provider_get_slashings_known (SuretyProvider *self);
guint surety_provider_get_slashings (SuretyProvider *self);
/* Lent array of n, oldest first; empty too when slashings are unknown. */
const SuretySlashing *surety_provider_get_slashing_records (SuretyProvider *self, guint *n);
/* 0 = unknown. The time is worked out from headers read around that block: right to minutes. */
guint64 surety_provider_get_registered_block (SuretyProvider *self);
guint64 surety_provider_get_registered_time (SuretyProvider *self);
/* Last sign of life: the last block in which the operator itself did something (registered, changed
 * its metadata, approver, delay, splits or allocations, joined a set), and that block's time; 0 = unknown.
 * Staking, leaving and slashing are others' doing. */
guint64 surety_provider_get_active_block (SuretyProvider *self);
guint64 surety_provider_get_active_time (SuretyProvider *self);
/* Who has to sign delegations; zero: nobody. Known only when approval is. */
gboolean surety_provider_get_approval_known (SuretyProvider *self);
const Address *surety_provider_get_approver (SuretyProvider *self);
/* Whether there is code at the approver (eth_getCode): a contract, or else a single key. */
gboolean surety_provider_get_approver_code_known (SuretyProvider *self);
gboolean surety_provider_get_approver_is_contract (SuretyProvider *self);
/* The URI it last named on chain, as said: foreign text, not cleaned, at most 4 KiB; NULL = none, or
 * not read. */
const char *surety_provider_get_metadata_uri (SuretyProvider *self);
/* Per strategy it has any stake in; lent array of n. */
const SuretyProviderStake *surety_provider_get_strategy_stakes (SuretyProvider *self, guint *n);
/* Lent; NULL when it has none in that strategy (or it is unknown). */
const SuretyProviderStake *surety_provider_find_stake (SuretyProvider *self,
                                                       const Address *strategy);
/* Sum in wei of the strategies whose rate is known. FALSE when none is. whole (may be NULL): whether
 * every strategy it has stake in is in it. */
gboolean surety_provider_get_total_eth (SuretyProvider *self, u256 *out, gboolean *whole);
/* Stakers delegated to it with anything left in any strategy, from the share events. */
gboolean surety_provider_get_stakers_known (SuretyProvider *self);
guint surety_provider_get_n_stakers (SuretyProvider *self);
/* Largest part of its stake in one strategy that belongs to one staker, the worst of its strategies:
 * WAD = all. FALSE when unknown, or when it has no stake. strategy may be NULL. */
gboolean surety_provider_get_largest_staker (SuretyProvider *self, u256 *out, Address *strategy);
/* The splits set for it, and the default of all; lent array of n. */
gboolean surety_provider_get_splits_known (SuretyProvider *self);
const SuretySplit *surety_provider_get_splits (SuretyProvider *self, guint *n);
/* The one that holds for an operator set's rewards: the set's own, else the default. FALSE when
 * unknown. */
gboolean surety_provider_get_set_split (SuretyProvider *self,
                                        const Address *avs,
                                        guint32 set,
                                        SuretySplit *out);
/* Operator sets it is, or was, a member of; lent array of n. */
gboolean surety_provider_get_memberships_known (SuretyProvider *self);
const SuretyMembership *surety_provider_get_memberships (SuretyProvider *self, guint *n);
/* Whether it is registered in the set now. FALSE too when memberships are not known. */
gboolean surety_provider_is_member (SuretyProvider *self, const Address *avs, guint32 set);
/* Whether it is registered with the AVS as before operator sets (AVSDirectory). FALSE too when
 * memberships are not known. */
gboolean surety_provider_is_m2_member (SuretyProvider *self, const Address *avs);
/* The split that holds for what is paid to all (SuretyProgramme): the one for programmatic incentives, else
 * the default. FALSE when unknown. */
gboolean surety_provider_get_programme_split (SuretyProvider *self, SuretySplit *out);
/* Whether it is registered with any service, with operator sets or without. FALSE too when memberships
 * are not known. */
gboolean surety_provider_is_any_member (SuretyProvider *self);
/* The split that holds for what an AVS pays to no set: the AVS's own, else the default. FALSE when
 * unknown. */
gboolean surety_provider_get_avs_split (SuretyProvider *self, const Address *avs, SuretySplit *out);
/* Lent; NULL when not known for that strategy. */
const SuretyPledgedMagnitude *surety_provider_get_pledged (SuretyProvider *self,
                                                           const Address *strategy);
/* Lent array of n: one entry per strategy that magnitudes are known of. */
const SuretyPledgedMagnitude *surety_provider_get_all_pledged (SuretyProvider *self, guint *n);
/* The block and its time all of this is of; 0 = not said. */
/* How well it is known what it has pledged. */
SuretyKnown surety_provider_get_known (SuretyProvider *self);
guint64 surety_provider_get_block (SuretyProvider *self);
guint64 surety_provider_get_time (SuretyProvider *self);

G_END_DECLS
