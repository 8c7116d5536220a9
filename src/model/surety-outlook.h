/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exposure.h"
#include "overlap.h"
#include "robustness.h"
#include "simulation.h"
#include "surety-earning.h"
#include "surety-outlook-service.h"
#include "surety-token-sheet.h"

G_BEGIN_DECLS

/* What is looked at. Everything may be missing: what follows from it is unknown then. Referenced
 * and copied; when one of the lists has changed, set the facts again. */
typedef struct
{
  SuretyNetwork *network;   /* needed for everything but the exposure */
  SuretyAsset *asset;       /* the token */
  SuretyTokenSheet *sheet;  /* its own reward */
  SuretyProvider *provider; /* with whom */
  GListModel *pledges;      /* SuretyPledge of provider, of all tokens */
  GListModel *services; /* SuretyService, the directory's: payments and what stands behind them */
  SuretyProgramme *programme; /* what is paid to all */
  GListModel *assets;         /* SuretyAsset: rates */
  GListModel *positions;      /* SuretyPosition the account has in already */
  gboolean amount_known;
  u256 amount; /* smallest unit of the token */
  guint64 block;
  guint64 time; /* of block, seconds since 1970; 0 = unknown */
  gboolean exit_known;
  guint64 exit_delay;          /* blocks: DelegationManager.minWithdrawalDelayBlocks */
  guint64 configuration_delay; /* blocks: AllocationManager.ALLOCATION_CONFIGURATION_DELAY */
  gboolean gas_price_known;
  u256 gas_price;           /* wei for each unit of gas: what it may cost at most */
  gboolean gas_enter_known; /* from a prepared plan; else by experience, from gas_price */
  u256 gas_enter;           /* wei */
} SuretyOutlookFacts;

/* Risk and reward of an amount of a token with a provider: src/risk fed with what is known of
 * the chain. Exposure, reward, robustness and overlap are computed at once; the simulation a
 * moment after the last change, on two threads, and what is under way is cancelled by a newer
 * one. The amount only scales it.
 *
 * Properties (all notify): "exposure-known" (boolean), "exposure-now", "exposure-pending",
 * "exposure-dormant", "exposure-latent", "exposure-free", "exposure-most",
 * "exposure-before-exit" (SuretyFigure in the token), "services" (GListModel of
 * SuretyOutlookService, one a pledge of the token), "simulating" (boolean: figures of the
 * simulation are still to come, or of old facts), "any-loss" (double: chance of any loss within
 * the horizon, -1 = unknown), "expected-loss", "loss-20", "loss-100" (SuretyFigure in the token:
 * to be expected; not exceeded in 19 of 20 years, in 99 of 100), "base-year", "restaking-year",
 * "gas" (SuretyFigure in ETH), "gas-share" (double: part of the amount's worth, -1 = unknown),
 * "earnings" (GListModel of SuretyEarning), "reward-days" (uint, 30 or 90, writable). Figures
 * are unknown where not known, and NULL without an asset. Signal "changed": anything of the
 * above, or of what the getters lend, is new. */
#define SURETY_TYPE_OUTLOOK (surety_outlook_get_type ())
G_DECLARE_FINAL_TYPE (SuretyOutlook, surety_outlook, SURETY, OUTLOOK, GObject)

SuretyOutlook *surety_outlook_new (void);
void surety_outlook_set_facts (SuretyOutlook *self, const SuretyOutlookFacts *facts);

/* Lent until the next "changed"; NULL = not known. */
const Exposure *surety_outlook_get_exposure (SuretyOutlook *self);
const SimulationResult *surety_outlook_get_simulation (SuretyOutlook *self);
const RewardSummary *surety_outlook_get_reward (SuretyOutlook *self);
/* Of what the sets paid for the amount; NULL = the payments are not known. */
const RewardIncome *surety_outlook_get_income (SuretyOutlook *self);
/* Of all sets the provider pledges anything of any token to; NULL = what stands behind one of
 * them is not known in ETH. The graph is these sets alone; one backer a set stands for all its
 * allocations (with one service each, corollary 2 has the same answer for all of them). */
const Robustness *surety_outlook_get_robustness (SuretyOutlook *self);
/* The services of robustness, by their index there; lent. NULL when out of range. */
SuretyService *surety_outlook_get_robustness_service (SuretyOutlook *self, guint i);
/* Whom this deposit and what is in already both reach. Operators by address and 12 zeros,
 * services by AllocationManager's key of the set (address, uint96). Path 0 is this deposit,
 * others by position. Who validates for a token under which of EigenLayer's addresses is not on
 * chain: not in it. NULL with n = 0: none; known FALSE: the positions are not known. */
const OverlapGroup *surety_outlook_get_overlaps (SuretyOutlook *self, guint *n, gboolean *known);

GListModel *surety_outlook_get_services (SuretyOutlook *self);
GListModel *surety_outlook_get_earnings (SuretyOutlook *self);
gboolean surety_outlook_get_simulating (SuretyOutlook *self);
guint surety_outlook_get_reward_days (SuretyOutlook *self);
void surety_outlook_set_reward_days (SuretyOutlook *self, guint days);

/* Lent. */
const Assumptions *surety_outlook_get_assumptions (SuretyOutlook *self);
/* FALSE, and nothing happens, when they contradict each other (assumptions_valid ()). */
gboolean surety_outlook_set_assumptions (SuretyOutlook *self, const Assumptions *assumptions);
/* Keeps the assumptions in settings from now on, in an a{sd}: those that are not the default's,
 * by name ("contract-rate", "unknown-high", "correlation", "latent-used"). Once. */
void surety_outlook_keep (SuretyOutlook *self, GSettings *settings, const char *key);

/* What corrupting a set is taken to bring, wei of ETH: ROBUSTNESS_PROFIT until it is set. */
u256 surety_outlook_get_profit (SuretyOutlook *self, SuretyService *service);
void surety_outlook_set_profit (SuretyOutlook *self, SuretyService *service, u256 profit);
void surety_outlook_reset_profit (SuretyOutlook *self, SuretyService *service);

G_END_DECLS
