/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exposure.h"
#include "surety-nouns.h"
#include "surety-plan-guard.h"
#include "surety-protocol.h"

G_BEGIN_DECLS

/* What can be slashed of a stake that is put in, as a person was shown it: whether it is no more by now. A SuretyPlanGuard;
 * SURETY_PROTOCOL_ERROR_SLASHABLE when it is more. Immutable. */
#define SURETY_TYPE_STAKE_GUARD (surety_stake_guard_get_type ())
G_DECLARE_FINAL_TYPE (SuretyStakeGuard, surety_stake_guard, SURETY, STAKE_GUARD, GObject)

/* stake: shares of the strategy, all that the account will have there. pledges: SuretyPledge, all of the provider's that it was
 * weighed by; holdings: whose delays it was weighed by; shown: what came of it. */
SuretyPlanGuard *surety_stake_guard_new (SuretyProtocol *protocol,
                                         SuretyHoldings *holdings,
                                         SuretyProvider *provider,
                                         GListModel *pledges,
                                         const Address *strategy,
                                         u256 stake,
                                         const Exposure *shown);

G_END_DECLS
