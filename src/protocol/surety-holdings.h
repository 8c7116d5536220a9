/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "surety-asset.h"
#include "surety-provider.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 block;
  guint64 time;
  SuretyKnown known;
  SuretyFigure *eth;
  GListModel *assets;
  GListModel *positions;
  GListModel *exits;
  GListModel *pledges;
  SuretyProvider *provider; /* NULL = not delegated */
  guint64 exit_delay;
  guint64 configuration_delay;
  gboolean rewards_known;
  guint64 rewards_end;
  gboolean code_known;
  gboolean code_delegated;
  Address code_delegate;
} SuretyHoldingsFacts;

/* Everything about one account at one block. Immutable. */
#define SURETY_TYPE_HOLDINGS (surety_holdings_get_type ())
G_DECLARE_FINAL_TYPE (SuretyHoldings, surety_holdings, SURETY, HOLDINGS, GObject)

SuretyHoldings *surety_holdings_new (const SuretyHoldingsFacts *facts);

guint64 surety_holdings_get_block (SuretyHoldings *self);
guint64 surety_holdings_get_time (SuretyHoldings *self);
SuretyKnown surety_holdings_get_known (SuretyHoldings *self);
SuretyFigure *surety_holdings_get_eth (SuretyHoldings *self);
GListModel *surety_holdings_get_assets (SuretyHoldings *self);    /* SuretyAsset, balances filled */
GListModel *surety_holdings_get_positions (SuretyHoldings *self); /* SuretyPosition */
GListModel *surety_holdings_get_exits (SuretyHoldings *self);     /* SuretyExit, oldest first */
GListModel *surety_holdings_get_pledges (
  SuretyHoldings *self); /* SuretyPledge of the provider delegated to */
SuretyProvider *surety_holdings_get_provider (SuretyHoldings *self); /* NULL: not delegated */
/* The asset of a strategy; lent, NULL when none. */
SuretyAsset *surety_holdings_find_asset (SuretyHoldings *self, const Address *strategy);
/* Blocks a withdrawal waits: DelegationManager.minWithdrawalDelayBlocks. */
guint64 surety_holdings_get_exit_delay (SuretyHoldings *self);
/* Blocks a new allocation delay of an operator takes to hold:
 * AllocationManager.ALLOCATION_CONFIGURATION_DELAY. */
guint64 surety_holdings_get_configuration_delay (SuretyHoldings *self);
/* Up to when rewards were calculated, seconds since 1970, by the newest root that RewardsCoordinator
 * holds and that was not disabled; 0 = there is none. It may not be active yet. FALSE: could not be
 * read, *out is not touched. */
gboolean surety_holdings_get_rewards_end (SuretyHoldings *self, guint64 *out);
/* EIP-7702: the account runs another's code. known FALSE: could not be read. */
gboolean surety_holdings_get_code_known (SuretyHoldings *self);
gboolean surety_holdings_get_code_delegated (SuretyHoldings *self);
const Address *surety_holdings_get_code_delegate (SuretyHoldings *self);

G_END_DECLS
